//go:build unix

package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestKeyFigures prints what a key press costs at 120×40: bytes to the
// terminal, time to the last byte of the frame, processor time, memory. It
// judges nothing; compare figures of one run.
func TestKeyFigures(t *testing.T) {
	dir := newReport(t)
	const keys = 30
	text := strings.Repeat("政府信息公开工作，", 3000/9)
	c := command(dir, "text", "某某镇", "1", "--file", "-")
	c.Stdin = strings.NewReader(text)
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if _, errs, status := shell(t, dir, "set", "某某镇", received+"=1"); status != 0 {
		t.Fatal(errs)
	}
	table := []string{"1", "2", "Enter", "3", "Enter", "Right", "4", "5", "Enter", "Up"}
	for _, c := range []struct {
		what, env string
		keys      []string
		open      func(x *terminal)
	}{
		{"table, 60 frames a second", "", table, func(x *terminal) { x.press("3"); x.see("三、申请办理") }},
		{"table, 30 frames a second", "SSH_CONNECTION=192.0.2.1 1 192.0.2.2 22", table, func(x *terminal) { x.press("3"); x.see("三、申请办理") }},
		{"table, arrows", "", []string{"Down", "Down", "Right", "Up", "Left"}, func(x *terminal) { x.press("3"); x.see("三、申请办理") }},
		{"text of 3,000 characters", "", []string{"字", "，", "字", "Left", "Backspace", "Right"}, func(x *terminal) { x.press("1"); x.see("写五方面") }},
	} {
		x := startWith(t, dir, 120, 40, []string{c.env}, "edit", "某某镇", "--at", "行政许可")
		x.see("二、主动公开")
		x.press("Esc")
		x.see("封面")
		c.open(x)
		x.settle(60 * time.Millisecond)
		var bytes []int
		var delays []time.Duration
		before := processor(x.cmd)
		for i := range keys {
			n, d := x.cost(c.keys[i%len(c.keys)], 60*time.Millisecond)
			bytes, delays = append(bytes, n), append(delays, d)
		}
		cpu := processor(x.cmd) - before
		slices.Sort(bytes)
		slices.Sort(delays)
		t.Logf("%s: bytes a key median %d, p95 %d; key to last byte median %v, p99 %v; processor %v a key; resident %s", c.what,
			bytes[keys/2], bytes[keys*95/100], delays[keys/2].Round(10*time.Microsecond), delays[keys*99/100].Round(10*time.Microsecond), (cpu / keys).Round(10*time.Microsecond), resident(x.cmd))
		x.press("Ctrl+Q")
		x.wait()
	}
}

// settle waits until the program has sent nothing for a while.
func (x *terminal) settle(pause time.Duration) {
	for last := -1; ; time.Sleep(pause) {
		x.mu.Lock()
		sent := x.sent
		x.mu.Unlock()
		if sent == last {
			return
		}
		last = sent
	}
}

// cost presses a key and says how many bytes came and how soon the last of
// them, of those that came before a pause.
func (x *terminal) cost(key string, pause time.Duration) (int, time.Duration) {
	x.mu.Lock()
	from := x.sent
	x.mu.Unlock()
	began := time.Now()
	x.press(key)
	x.settle(pause)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.sent == from {
		return 0, 0
	}
	return x.sent - from, x.lastByte.Sub(began)
}

// processor is the processor time that a process has used; 0 where the system
// doesn't say.
func processor(c *exec.Cmd) time.Duration {
	if runtime.GOOS != "linux" {
		return 0
	}
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	ticks := 0
	for _, f := range fields[11:13] { // user and system, in hundredths of a second
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// resident is the most memory that a process has held.
func resident(c *exec.Cmd) string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
	if err != nil {
		return "unknown"
	}
	for _, l := range strings.Split(string(data), "\n") {
		if v, ok := strings.CutPrefix(l, "VmHWM:"); ok {
			return strings.TrimSpace(v)
		}
	}
	return "unknown"
}

// BenchmarkExport runs the program from start to end: every format of one
// report, and the docx of a hundred.
func BenchmarkExport(b *testing.B) {
	dir := b.TempDir()
	shell := func(args ...string) {
		c := command(dir, args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	var reports []string
	for i := range 100 {
		unit := fmt.Sprintf("某某县第%03d镇人民政府", i)
		shell("new", "--unit", unit, "--year", "2025")
		reports = append(reports, unit+"-2025")
	}
	b.Run("every format", func(b *testing.B) {
		for b.Loop() {
			shell("export", reports[0], "--draft", "-f", "docx,xlsx,pdf,html,md,txt,csv,json,svg,png")
		}
	})
	b.Run("a hundred", func(b *testing.B) {
		for b.Loop() {
			shell(append([]string{"export", "--draft"}, reports...)...)
		}
	})
}
