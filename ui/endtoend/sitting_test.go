//go:build linux

package endtoend

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist/boltfile"
)

// programs are the one that was built, and another to compare it with where
// NIANBAO_BEFORE names it: the commit before, built by whoever measures.
func programs() map[string]string {
	all := map[string]string{"now": program}
	if before := os.Getenv("NIANBAO_BEFORE"); before != "" {
		all["before"] = before
	}
	return all
}

// sitIn starts a program in a terminal of 80×24.
func sitIn(t *testing.T, path, dir string, args ...string) *terminal {
	t.Helper()
	c := command(dir, append(args, "--no-probe")...)
	c.Path, c.Dir = path, t.TempDir()
	c.Env = append(c.Env, "TERM=xterm-256color")
	return startCommand(t, c, 80, 24)
}

// inProc is a figure of a file of the process in /proc, such as Pss.
func inProc(t *testing.T, x *terminal, file, key string) int {
	t.Helper()
	names, err := filepath.Glob(fmt.Sprintf("/proc/%d/%s", x.cmd.Process.Pid, file))
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

// TestIdleFigures prints what a sitting costs at which nobody sits, and its memory. It
// judges nothing; NIANBAO_IDLE is how long to look, such as 60s, once the sitting has come to
// rest: a short look shows more.
func TestIdleFigures(t *testing.T) {
	rest, look := 2*time.Second, 2*time.Second
	if long, err := time.ParseDuration(os.Getenv("NIANBAO_IDLE")); err == nil {
		rest, look = 30*time.Second, long
	}
	dir := newReport(t)
	for what, path := range programs() {
		x := sitIn(t, path, dir, "edit", "某某镇", "--at", received)
		x.atTable()
		time.Sleep(rest)
		cpu, woken := processor(x.cmd), inProc(t, x, "task/*/status", "voluntary_ctxt_switches")
		time.Sleep(look)
		cpu, woken = processor(x.cmd)-cpu, inProc(t, x, "task/*/status", "voluntary_ctxt_switches")-woken
		t.Logf("%s: processor %.3f s a minute, %.1f wake-ups a second; memory (PSS) %.1f MB, %.1f of it its own, resident %.1f", what, cpu.Seconds()*60/look.Seconds(), float64(woken)/look.Seconds(),
			float64(inProc(t, x, "smaps_rollup", "Pss"))/1024, float64(inProc(t, x, "smaps_rollup", "Pss_Anon"))/1024, float64(inProc(t, x, "smaps_rollup", "Rss"))/1024)
		x.close()
	}
}

// TestLongLogFigures prints how long it takes to open a report with a long log, and its
// history. It judges nothing.
func TestLongLogFigures(t *testing.T) {
	dir := t.TempDir()
	s, err := boltfile.Open(dir, model.Actor{User: "clerk"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	write := func(unit string, saves, edits int, change func(r *model.Report, i int) model.Edit) {
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
	write("甲镇", 50, 100, func(r *model.Report, i int) model.Edit {
		return model.SetFigures(r, model.CellFigure{Cell: received, Figure: model.Count(int64(i + 1))})
	})
	long := strings.Repeat("政府信息公开工作", 100_000/8)
	write("乙镇", 95, 10, func(r *model.Report, i int) model.Edit { return model.SetText(r, "1", long+fmt.Sprint(i)) })
	for _, c := range []struct{ what, report string }{{"5,000 edits", "甲镇"}, {"950 edits of a text of 100,000 characters", "乙镇"}} {
		for what, path := range programs() {
			began := time.Now()
			x := sitIn(t, path, dir, "edit", c.report, "--at", received)
			x.atTable()
			opened := time.Since(began)
			x.press("Esc")
			x.see("封面")
			began = time.Now()
			x.press("h")
			x.see("修改记录", "第")
			t.Logf("%s, %s: start to table %v, history %v; most memory %s", c.what, what, opened.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), resident(x.cmd))
			x.close()
		}
	}
}
