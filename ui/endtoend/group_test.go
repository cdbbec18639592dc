//go:build unix

package endtoend

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestGroupFolder: two users with a group in common and different umasks use one
// folder. Each can change what the other has made, whatever becomes of the store.
func TestGroupFolder(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be two users")
	}
	top, err := os.MkdirTemp("", "nianbao-group")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(top) })
	const zhang, li, group = 61001, 61002, 61100
	tool := filepath.Join(top, "nianbao") // the test's own is where only root can go
	data, err := os.ReadFile(program)
	must(t, err)
	must(t, os.WriteFile(tool, data, 0o755))
	dir, export := filepath.Join(top, "data"), filepath.Join(top, "export")
	must(t, os.Chmod(top, 0o755))
	for _, d := range []string{dir, export} {
		must(t, os.Mkdir(d, 0o700))
		must(t, os.Chown(d, 0, group))
		must(t, os.Chmod(d, 0o770|fs.ModeSetgid))
	}
	as := func(uid uint32, umask string, args ...string) (out string, status int) {
		t.Helper()
		c := exec.Command("sh", append([]string{"-c", "umask " + umask + `; exec "$0" "$@"`, tool}, args...)...)
		c.Dir = export
		c.Env = []string{"NIANBAO_DATA=" + dir, "PATH=" + os.Getenv("PATH")}
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid, Groups: []uint32{group}}}
		var both bytes.Buffer
		c.Stdout, c.Stderr = &both, &both
		if _, ok := c.Run().(*exec.ExitError); !ok && c.ProcessState == nil {
			t.Fatal("it does not start")
		}
		return both.String(), c.ProcessState.ExitCode()
	}
	do := func(uid uint32, umask string, args ...string) string {
		t.Helper()
		out, status := as(uid, umask, args...)
		if status != 0 {
			t.Fatalf("%d: %v ends with %d: %s", uid, args, status, out)
		}
		return out
	}
	do(zhang, "027", "new", "--unit", "某某镇人民政府", "--year", "2025") // makes the store and the daily copy
	do(li, "002", "set", "某某镇", received+"=5")
	do(zhang, "077", "set", "某某镇", received+"=6")
	if out := do(li, "027", "log", "某某镇"); !strings.Contains(out, "uid 61001") || !strings.Contains(out, "uid 61002") {
		t.Errorf("the log does not tell them apart:\n%s", out)
	}
	do(zhang, "027", "backup")
	do(zhang, "002", "export", "某某镇", "--draft", "-o", "a.docx")
	do(li, "027", "export", "某某镇", "--draft", "-o", "b.docx")
	do(li, "002", "export", "某某镇", "--draft", "-o", "a.docx") // in the other's place
	for name, want := range map[string]fs.FileMode{"a.docx": 0o660, "b.docx": 0o660} {
		info, err := os.Stat(filepath.Join(export, name))
		if must(t, err); info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", name, info.Mode().Perm(), want)
		}
	}
	openAs(t, tool, dir, li, group)
	groupOwns(t, dir, group)

	// A damaged store is mended by the one who has not made it.
	store := filepath.Join(dir, "nianbao.db")
	f, err := os.OpenFile(store, os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteAt(bytes.Repeat([]byte{0xff}, 8<<10), 0)
	must(t, err)
	must(t, f.Close())
	if out, status := as(li, "077", "doctor", "--mend"); status != 1 || !strings.Contains(out, "可能还有报告") { // nobody can know any more
		t.Errorf("mending ends with %d: %s", status, out)
	}
	groupOwns(t, dir, group)
	do(zhang, "077", "set", "某某镇", received+"=7")
	if kept, err := filepath.Glob(filepath.Join(dir, "nianbao*")); err != nil || len(kept) != 2 {
		t.Errorf("after mending there are %v, %v", kept, err)
	}
	// Somebody outside the group is told of it, with a folder for files laid down and
	// without.
	site := filepath.Join(top, "nianbao.toml")
	must(t, os.WriteFile(site, []byte("data = \""+dir+"\"\nexport = \""+export+"\"\n"), 0o644))
	for _, env := range [][]string{{"NIANBAO_DATA=" + dir}, {"NIANBAO_CONFIG=" + site}} {
		c := exec.Command(tool, "list")
		c.Dir, c.Env = "/", env
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 61009, Gid: 61009}}
		out, err := c.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "您不在组里") || !strings.Contains(string(out), "usermod -aG") {
			t.Errorf("%v: an outsider is told %s", env, out)
		}
	}
	// A folder below the group's that the program makes is the group's too.
	below := filepath.Join(dir, "below")
	do(zhang, "077", "--data", below, "new", "--unit", "某某镇人民政府", "--year", "2025")
	do(li, "077", "--data", below, "set", "某某镇", received+"=7")
	groupOwns(t, below, group)
}

// openAs leaves the lease of a sitting that was killed.
func openAs(t *testing.T, tool, dir string, uid, group uint32) {
	t.Helper()
	c := exec.Command(tool, "edit", "某某镇", "--no-probe")
	c.Dir = filepath.Dir(tool)
	c.Env = []string{"TERM=xterm-256color", "NIANBAO_DATA=" + dir}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid, Groups: []uint32{group}}}
	x := startCommand(t, c, 80, 24)
	x.see("总体情况")
	x.until("a lease in the folder", func(string) bool {
		leases, err := filepath.Glob(filepath.Join(dir, "open", "*.json"))
		return err == nil && len(leases) == 1
	})
	x.kill()
}

// groupOwns checks that everything below a folder is the group's, to read and to
// write.
func groupOwns(t *testing.T, dir string, group uint32) {
	t.Helper()
	seen := 0
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		seen++
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o660)
		if d.IsDir() {
			want = fs.ModeDir | fs.ModeSetgid | 0o770
		}
		if gid := info.Sys().(*syscall.Stat_t).Gid; info.Mode() != want || gid != group {
			t.Errorf("%s is %v of group %d, want %v of %d", path, info.Mode(), gid, want, group)
		}
		return nil
	}))
	if seen < 4 {
		t.Errorf("only %d things are there", seen)
	}
}
