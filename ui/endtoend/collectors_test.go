//go:build unix

package endtoend

import (
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

// TestForcedCollectors: over ssh, on a shared account whose only command is the program, the
// name that goes with the key says who may add up; a name that one gives oneself doesn't.
func TestForcedCollectors(t *testing.T) {
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put(t, dir, finished("侯集镇人民政府", 2026, 3))
	list := filepath.Join(t.TempDir(), "名单.txt")
	write(t, list, []byte("侯集镇人民政府\n"))
	if _, errs, status := shell(t, dir, "rollup", "units", "某某县人民政府-2026", "--read", list); status != 0 {
		t.Fatal(errs)
	}
	asked := func(shared, name string) (string, int) {
		t.Helper()
		site := filepath.Join(t.TempDir(), "nianbao.toml")
		write(t, site, []byte("data = \""+dir+"\"\nshared_accounts = [\""+shared+"\"]\ncollectors = [\"王芳\"]\n"))
		c := command(dir)
		c.Env = append(c.Env, "NIANBAO_CONFIG="+site, "NIANBAO_USER="+name, "SSH_ORIGINAL_COMMAND=nianbao rollup accept 某某县人民政府-2026 侯集镇")
		out, _ := c.CombinedOutput() // the status is looked at
		return string(out), c.ProcessState.ExitCode()
	}
	if out, status := asked(me.Username, "李雷"); status != 2 || !strings.Contains(out, "管理员规定只有 王芳 可以做") {
		t.Errorf("%d: %s", status, out)
	}
	if out, status := asked("nobody-else", "王芳"); status != 2 || !strings.Contains(out, "管理员规定只有 王芳 可以做") {
		t.Errorf("on one's own account the name counts: %d: %s", status, out)
	}
	if out, status := asked(me.Username, "王芳"); status != 0 || !strings.Contains(out, "接收 1 个") {
		t.Errorf("%d: %s", status, out)
	}
}
