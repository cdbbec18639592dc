//go:build linux

package endtoend

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// failing is the program with one of its fdatasync calls, or all from one on, ended
// by EIO: when is strace's N, or N+.
func failing(t *testing.T, when string, c *exec.Cmd) *exec.Cmd {
	t.Helper()
	tool, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	c.Args = append([]string{tool, "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=" + when}, c.Args...)
	c.Path = tool
	return c
}

// TestDiskFails: where a sync fails, what is said of the save is what the store has:
// before the last sync it is not in there; after it, it is, and the disk is in doubt.
func TestDiskFails(t *testing.T) {
	for when := 1; when <= 4; when++ {
		dir := newReport(t)
		c := failing(t, fmt.Sprint(when), command(dir, "set", "某某镇", received+"=71"))
		var out, errs bytes.Buffer
		c.Stdout, c.Stderr = &out, &errs
		if err := c.Run(); c.ProcessState == nil {
			t.Fatal(err)
		}
		status, has := c.ProcessState.ExitCode(), stored(t, dir, received)[received] == "71"
		said := strings.Contains(out.String(), "已保存，第 2 稿")
		if has != said || has != (status == 0) {
			t.Errorf("sync %d: status %d, in the store %v, said %q, %q", when, status, has, out.String(), errs.String())
		}
		switch told := errs.String(); {
		case when == 1 && (has || !strings.Contains(told, "磁盘出错") || !strings.Contains(told, "检查磁盘")):
			t.Errorf("the first sync fails: in the store %v, told %s", has, told)
		case when == 2 && (!has || !strings.Contains(told, "没有确认写牢") || !strings.Contains(told, "备份")):
			t.Errorf("the last sync fails: in the store %v, told %s", has, told)
		case strings.Contains(told, "打不开"):
			t.Errorf("sync %d: told %s", when, told)
		}
		sound(t, dir, "某某镇")
	}
}

// TestDiskFailsOnTheScreen: the same where somebody is typing.
func TestDiskFailsOnTheScreen(t *testing.T) {
	for when, want := range map[string]string{"1+": "磁盘可能坏了", "2": "没有确认"} {
		dir := newReport(t)
		c := command(dir, "edit", "某某镇", "--at", received, "--no-probe")
		c.Dir, c.Env = t.TempDir(), append(c.Env, "TERM=xterm-256color")
		x := startCommand(t, failing(t, when, c), 80, 24)
		x.see("本格 未填")
		x.press("7", "1", "Enter")
		x.see(want)
		if has := stored(t, dir, received)[received] == "71"; has != (when == "2") || has == strings.Contains(x.text(), "! 没有保存") {
			t.Errorf("sync %s: in the store %v:\n%s", when, has, x.text())
		}
		x.close()
	}
}
