//go:build linux

package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist/boltfile"
)

// sitIn starts a build in a terminal.
func sitIn(t *testing.T, b build, dir string, w, h int, args ...string) *terminal {
	t.Helper()
	return startCommand(t, b.sitting(t, dir, args...), w, h)
}

// sitting is a build's command for a terminal.
func (b build) sitting(t *testing.T, dir string, args ...string) *exec.Cmd {
	c := command(dir, append(args, "--no-probe")...)
	c.Path, c.Dir = b.path, t.TempDir()
	c.Env = append(c.Env, "TERM=xterm-256color")
	return c
}

// inProc is a figure of a process in a file of /proc, such as Pss; 0 for one that is gone.
func inProc(t *testing.T, pid int, file, key string) int {
	t.Helper()
	names, err := filepath.Glob(fmt.Sprintf("/proc/%d/%s", pid, file))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			continue // a thread that has ended
		}
		for line := range strings.Lines(string(data)) {
			if f := strings.Fields(line); len(f) > 1 && f[0] == key+":" {
				n, err := strconv.Atoi(f[1])
				if err != nil {
					t.Fatal(err)
				}
				sum += n
			}
		}
	}
	return sum
}

// idle measures what a sitting costs at which nobody sits, once it has come to rest, and
// its memory. NIANBAO_IDLE is how long to look, such as 60s: a short look shows more.
func (m *measuring) idle() {
	rest, look := 2*time.Second, 2*time.Second
	if m.long {
		rest, look = 30*time.Second, time.Minute
	}
	if d, err := time.ParseDuration(os.Getenv("NIANBAO_IDLE")); err == nil {
		rest, look = 30*time.Second, d
	}
	sittings := map[build]*terminal{}
	for _, b := range m.builds {
		sittings[b] = sitIn(m.t, b, m.begun(b), 80, 24, "edit", "某某镇", "--at", received)
		sittings[b].atTable()
	}
	time.Sleep(rest)
	const switches = "voluntary_ctxt_switches"
	used, woken := map[build]time.Duration{}, map[build]int{}
	for b, x := range sittings {
		used[b], woken[b] = processor(x.cmd), inProc(m.t, x.cmd.Process.Pid, "task/*/status", switches)
	}
	time.Sleep(look)
	for b, x := range sittings {
		pid := x.cmd.Process.Pid
		m.add("idle sitting: processor a minute, s", b, (processor(x.cmd)-used[b]).Seconds()*60/look.Seconds())
		m.add("idle sitting: wake-ups a second", b, float64(inProc(m.t, pid, "task/*/status", switches)-woken[b])/look.Seconds())
		m.add("idle sitting: memory (PSS), MB", b, float64(inProc(m.t, pid, "smaps_rollup", "Pss"))/1024)
		m.add("idle sitting: memory of its own, MB", b, float64(inProc(m.t, pid, "smaps_rollup", "Pss_Anon"))/1024)
		x.close()
	}
}

// longLogs measures how long it takes to open a report with a long log, and its history;
// and what a log of long texts takes in the shell.
func (m *measuring) longLogs() {
	saves, edits := 4, 50
	texts := 5
	if m.long {
		saves, edits, texts = 50, 100, 95
	}
	dir := m.t.TempDir()
	writeLog(m.t, dir, "甲镇", saves, edits, func(r *model.Report, i int) model.Edit {
		return model.SetFigures(r, model.CellFigure{Cell: received, Figure: model.Count(int64(i + 1))})
	})
	long := strings.Repeat("政府信息公开工作", 100_000/8)
	writeLog(m.t, dir, "乙镇", texts, 10, func(r *model.Report, i int) model.Edit { return model.SetText(r, "1", long+fmt.Sprint(i)) })
	dirs := map[build]string{}
	for _, b := range m.builds {
		dirs[b] = m.copied(b, dir)
	}
	m.longLog("甲镇", fmt.Sprintf("report with %d edits", saves*edits), dirs)
	m.longLog("乙镇", fmt.Sprintf("report with %d edits of 100,000 characters", texts*10), dirs)
}

func (m *measuring) longLog(report, what string, dirs map[build]string) {
	m.inTurn(9, func(b build) {
		c := b.sitting(m.t, dirs[b], "edit", report, "--at", received)
		m.add(what+": start to table, ms", b, ms(m.toTable(c)))
		m.add(what+": processor to open and close it, ms", b, ms(c.ProcessState.UserTime()+c.ProcessState.SystemTime()))
	})
	m.inTurn(5, func(b build) {
		x := sitIn(m.t, b, dirs[b], 80, 24, "edit", report, "--at", received)
		x.atTable()
		x.press("Esc")
		x.see("封面")
		x.settle(200 * time.Millisecond)
		began := time.Now()
		x.press("h")
		x.see("修改记录", "第")
		x.settle(60 * time.Millisecond)
		x.mu.Lock()
		m.add(what+": its history on the screen, ms", b, ms(x.lastByte.Sub(began)))
		x.mu.Unlock()
		m.add(what+": most memory of that sitting, MB", b, float64(inProc(m.t, x.cmd.Process.Pid, "status", "VmHWM"))/1024)
		x.press("Ctrl+Q")
		x.wait()
		x.close()
	})
	m.inTurn(5, func(b build) {
		c := m.run(b, dirs[b], "log", report)
		m.add(what+": log, ms", b, ms(c.took))
		m.add(what+": log, most memory, MB", b, c.peak)
	})
}

// writeLog stores a report that was saved often, after some edits each time.
func writeLog(t *testing.T, dir, unit string, saves, edits int, change func(r *model.Report, i int) model.Edit) {
	t.Helper()
	me, err := user.Current() // whose last sitting the program will recall
	if err != nil {
		t.Fatal(err)
	}
	s, err := boltfile.Open(dir, model.Actor{User: me.Username}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Create(model.NewReport(model.Form2021, unit, model.Town, 2025), "新建")
	for i := range saves {
		session := model.NewSession(r, fmt.Sprint("s", i))
		for j := range edits {
			if err == nil {
				err = session.Apply(change(session.Report(), i*edits+j))
			}
			session.Seal()
		}
		if err == nil {
			_, err = s.Save(session.Report(), session.Unsaved())
		}
		if err == nil {
			r, err = s.Reload(r.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
