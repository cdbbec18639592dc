//go:build unix

package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// TestDamageOnScreen: whatever has become of the store, the screen says so, lists
// what can be saved, and two keys later somebody can go on filling in.
func TestDamageOnScreen(t *testing.T) {
	dir, _ := smallStore(t)
	whole, err := os.ReadFile(filepath.Join(dir, "nianbao.db"))
	must(t, err)
	size := os.Getpagesize()
	without := func(pages ...int) []byte {
		bad := append([]byte{}, whole...)
		for _, p := range pages {
			clear(bad[p*size : (p+1)*size])
		}
		return bad
	}
	daily, err := filepath.Glob(filepath.Join(dir, "backup", "nianbao-*.db"))
	must(t, err)
	copied, err := os.ReadFile(daily[0])
	must(t, err)
	for _, x := range []struct {
		about string
		bad   []byte
		key   string
		has   []string // reports in the list afterwards
	}{
		{"both meta pages", without(0, 1), "m", []string{"某某镇人民政府", "某某县财政局"}},
		{"cut in the middle", whole[:len(whole)/2/size*size], "m", []string{"某某镇人民政府"}},
		{"of no length", nil, "m", []string{"某某镇人民政府"}},
		{"of no length", nil, "b", []string{"某某镇人民政府"}},
		{"another program's file", []byte(strings.Repeat("这不是数据文件。", 2000)), "m", []string{"某某镇人民政府"}},
		{"both meta pages", without(0, 1), "b", []string{"某某镇人民政府"}},
	} {
		t.Run(x.about+" "+x.key, func(t *testing.T) {
			dir := t.TempDir()
			store := filepath.Join(dir, "nianbao.db")
			write(t, store, x.bad)
			write(t, filepath.Join(dir, "backup", filepath.Base(daily[0])), copied)
			s := start(t, dir, 80, 24)
			s.see("数据文件打不开", "请不要删除", "能救出来的", "按 m", "按 b", "按 q")
			s.press(x.key)
			if x.key == "b" {
				s.see("换成每日备份", "此后的改动不在其中")
				s.press("y")
			}
			s.see("已经可以接着填了", "损坏的数据文件改名保留")
			s.press("Esc")
			s.see(append([]string{"n 新建"}, x.has...)...)
			kept, err := filepath.Glob(filepath.Join(dir, "nianbao-损坏-*.db"))
			must(t, err)
			if len(kept) != 1 {
				t.Fatal("kept are", kept)
			}
			if is, err := os.ReadFile(kept[0]); err != nil || string(is) != string(x.bad) {
				t.Error("the damaged file was not kept as it was:", err)
			}
			s.press("End", "Enter")
			s.see("封面")
			s.press("3")
			s.see("一、本年新收")
			s.press("8", "8", "Enter")
			s.until("it saved", func(screen string) bool { return calledSaved.MatchString(screen) && s.quiet() })
			s.press("Ctrl+Q")
			s.wait()
			sound(t, dir)
		})
	}
}

// TestNewerOnScreen: a later program's store is left alone.
func TestNewerOnScreen(t *testing.T) {
	dir, _ := smallStore(t)
	store := filepath.Join(dir, "nianbao.db")
	db, err := bolt.Open(store, 0, nil)
	must(t, err)
	must(t, db.Update(func(tx *bolt.Tx) error { return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte("99")) }))
	must(t, db.Close())
	was, err := os.ReadFile(store)
	must(t, err)
	s := start(t, dir, 80, 24)
	s.see("更新版本的 nianbao", "请换用新版本", "按 r", "按 q")
	s.press("m", "b", "r")
	s.see("仍然打不开；请从下面选一种办法")
	s.press("q")
	s.wait()
	if is, err := os.ReadFile(store); err != nil || string(is) != string(was) {
		t.Error("the file was changed:", err)
	}
}

// TestSomebodyElses: a store that another user has made for himself; the screen
// says whose it is.
func TestSomebodyElses(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be two users")
	}
	dir := newReport(t) // root's
	c := command(dir, "--no-probe")
	c.Dir = t.TempDir()
	c.Env = append(c.Env, "TERM=xterm-256color")
	const nobody = 65534
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	for _, up := range []string{dir, filepath.Dir(dir), filepath.Dir(program)} {
		mustRun(t, "chmod", "755", up)
	}
	s := startCommand(t, c, 80, 24)
	s.see("您没有权限打开数据文件", "nianbao.db 是 root 的，权限 -rw-------", "请让管理员")
	mustRun(t, "chmod", "644", filepath.Join(dir, "nianbao.db"))
	s.press("r")
	s.see("某某镇人民政府", "可以看，改了存不进去")
	s.press("q")
	s.wait()
}

// TestNetworkFolder: a folder on a share says so, and when the share's server goes
// away and comes back nothing is lost.
func TestNetworkFolder(t *testing.T) {
	t.Parallel() // it waits a lot
	const server = "/usr/lib/openssh/sftp-server"
	if _, err := exec.LookPath("sshfs"); err != nil {
		t.Skip("sshfs is not installed")
	}
	far, near := t.TempDir(), filepath.Join(t.TempDir(), "share")
	must(t, os.Mkdir(near, 0o755))
	// sshfs speaks to the server as if ssh had started it on another machine.
	line, pid := filepath.Join(t.TempDir(), "line"), filepath.Join(t.TempDir(), "pid")
	must(t, os.WriteFile(line, []byte("#!/bin/sh\necho $$ >"+pid+"\nexec "+server+"\n"), 0o755))
	mount := func() {
		mustRun(t, "sshfs", "-o", "ssh_command="+line, "server:"+far, near)
	}
	mount()
	t.Cleanup(func() { mustRun(t, "fusermount", "-uz", near) })
	beginReport(t, near)
	if out, _, status := shell(t, near, "doctor"); status != 0 || !strings.Contains(out, "网络共享（SSHFS）") {
		t.Errorf("doctor ends with %d: %s", status, out)
	}
	x := start(t, near, 80, 24)
	x.see("! 数据文件夹", "网络共享（SSHFS）", "某某镇人民政府")
	x.press("q")
	x.wait()
	x = start(t, near, 80, 24, "edit", "某某镇", "--at", received)
	suffer(t, x, near, "打不开", func() {
		id, err := os.ReadFile(pid)
		must(t, err)
		mustRun(t, "kill", strings.TrimSpace(string(id)))
		for exec.Command("mountpoint", "-q", near).Run() == nil { // sshfs sees it and leaves
			time.Sleep(10 * time.Millisecond)
		}
	}, mount)
}
