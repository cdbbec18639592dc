//go:build linux

package endtoend

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// failing is the program with one of its fdatasync calls, or all from one on, ended
// by EIO: when is strace's N, or N+. failed is which of all its calls was the first to
// be: 0 for none. strace counts each thread's calls, so that it may be another one.
func failing(t *testing.T, when string, c *exec.Cmd) (_ *exec.Cmd, failed func() int) {
	t.Helper()
	tool, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	log := filepath.Join(t.TempDir(), "calls")
	c.Args = append([]string{tool, "-f", "-qq", "-o", log, "--seccomp-bpf", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=" + when}, c.Args...)
	c.Path = tool
	// With processors to spare a goroutine mostly comes back to its thread after a call.
	c.Env = append(c.Env, "GOMAXPROCS=16")
	return c, func() (n int) {
		calls, err := os.ReadFile(log)
		must(t, err)
		before, _, some := strings.Cut(string(calls), "(INJECTED)")
		if !some {
			return 0
		}
		return strings.Count(before, "fdatasync(")
	}
}

// tries are how often a sync is made to fail until it was the one that is meant.
const tries = 20

// TestDiskFails: where a sync fails, what is said of the save is what the store has:
// before the last sync it is not in there; after it, it is, and the disk is in doubt.
func TestDiskFails(t *testing.T) {
	const syncs = 2 // of a save; a later one isn't there to fail
	for when := 1; when <= syncs+2; when++ {
		t.Run(fmt.Sprint("sync ", when), func(t *testing.T) {
			for range tries {
				if failed := diskFails(t, when); failed == when || when > syncs {
					return
				}
			}
			t.Fatalf("in %d tries it never was the one that failed", tries)
		})
	}
}

// diskFails has a sync fail while a figure is set, and returns which it was.
func diskFails(t *testing.T, when int) (failed int) {
	dir := newReport(t)
	c, which := failing(t, fmt.Sprint(when), command(dir, "set", "某某镇", received+"=71"))
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); c.ProcessState == nil {
		t.Fatal(err)
	}
	status, has := c.ProcessState.ExitCode(), stored(t, dir, received)[received] == "71"
	if said := strings.Contains(out.String(), "已保存，第 2 稿"); has != said || has != (status == 0) {
		t.Errorf("status %d, in the store %v, said %q, %q", status, has, out.String(), errs.String())
	}
	told := errs.String()
	switch failed = which(); {
	case strings.Contains(told, "打不开"):
		t.Errorf("told %s", told)
	case failed == 1 && (has || !strings.Contains(told, "磁盘出错") || !strings.Contains(told, "检查磁盘")):
		t.Errorf("the first sync fails: in the store %v, told %s", has, told)
	case failed == 2 && (!has || !strings.Contains(told, "没有确认写牢") || !strings.Contains(told, "备份")):
		t.Errorf("the last sync fails: in the store %v, told %s", has, told)
	}
	sound(t, dir, "某某镇")
	return failed
}

// TestDiskFailsOnTheScreen: the same where somebody is typing.
func TestDiskFailsOnTheScreen(t *testing.T) {
	for when, want := range map[string]string{"1+": "磁盘可能坏了", "2": "没有确认"} {
		t.Run("sync "+when, func(t *testing.T) {
			for range tries {
				if diskFailsOnTheScreen(t, when, want) {
					return
				}
			}
			t.Fatalf("in %d tries it never was the one that failed", tries)
		})
	}
}

// diskFailsOnTheScreen has syncs fail while a figure is typed, and reports whether
// they were those that are meant.
func diskFailsOnTheScreen(t *testing.T, when, want string) bool {
	dir := newReport(t)
	c := command(dir, "edit", "某某镇", "--at", received, "--no-probe")
	c.Dir, c.Env = t.TempDir(), append(c.Env, "TERM=xterm-256color", "TMPDIR="+t.TempDir())
	c, failed := failing(t, when, c)
	x := startCommand(t, c, 80, 24)
	defer x.close()
	defer func() {
		for _, pid := range descendants(t, x.cmd.Process.Pid) { // strace would let it live
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}()
	x.see("本格 未填")
	x.press("7", "1", "Enter")
	x.until("it has saved, or said why not", func(screen string) bool {
		return strings.Contains(screen, want) || calledSaved.MatchString(screen) && failed() == 0
	})
	if n := failed(); n == 0 || when == "2" && n != 2 {
		return false
	}
	x.see(want)
	if has := stored(t, dir, received)[received] == "71"; has != (when == "2") || has == strings.Contains(x.text(), "! 没有保存") {
		t.Errorf("in the store %v:\n%s", has, x.text())
	}
	return true
}

// TestVanishedStore: where the data file was taken away, the shell and the screen
// say so and what the copy holds; nothing begins in its place; the copy can be put
// there. A sound store is left alone, which is said.
func TestVanishedStore(t *testing.T) {
	dir := newReport(t)
	if out, errs, status := shell(t, dir, "doctor", "--use-copy"); status != 0 || !strings.Contains(out, "没有换成备份") {
		t.Errorf("on a sound store it ends with %d: %s%s", status, out, errs)
	}
	file := filepath.Join(dir, "nianbao.db")
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	must(t, os.Rename(file, file+".gone"))
	x.press("7", "1", "Enter")
	x.see("没有保存", "不见了")
	for _, args := range [][]string{{"list"}, {"new", "--unit", "新镇人民政府", "--year", "2025"}, {"set", "某某镇", received + "=5"}} {
		if _, errs, status := shell(t, dir, args...); status != 3 || !strings.Contains(errs, "不见了") || !strings.Contains(errs, "1 份报告") || !strings.Contains(errs, "--use-copy") {
			t.Errorf("%v ends with %d: %s", args, status, errs)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Fatal("an empty store has begun in its place")
	}
	y := start(t, dir, 80, 24)
	y.see("不见了", "按 b", "1 份报告")
	y.press("b", "y")
	y.see("每日备份")
	y.press("Esc")
	y.see("某某镇人民政府")
	x.until("it has saved after all", func(screen string) bool { return calledSaved.MatchString(screen) && x.quiet() })
	if got := stored(t, dir, received)[received]; got != "71" {
		t.Errorf("what was typed meanwhile is %q", got)
	}
}
