//go:build unix

package endtoend

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// small is a folder with a file system of its own, of that size.
func small(t *testing.T, size string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("cannot mount a file system here: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	return dir
}

// mustRun runs a command that changes the surroundings.
func mustRun(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v: %s", args, err, out)
	}
}

// suffer opens the report, has the surroundings turn hostile, and types: the
// screen says that nothing is saved and why; when the surroundings are good
// again what was typed is saved. Then they turn hostile once more, and what is
// typed goes to a rescue file on leaving.
func suffer(t *testing.T, x *terminal, dir, why string, spoil, mend func()) {
	t.Helper()
	x.see("本格 未填")
	spoil()
	x.press("7", "1", "Enter")
	x.big()
	x.see("没有保存", why)
	x.press("7", "2", "Enter") // work goes on
	x.see("72", "没有保存")
	mend()
	x.until("it saved", func(screen string) bool {
		return calledSaved.MatchString(screen) && !strings.Contains(screen, "没有保存") && x.quiet()
	})
	if got := stored(t, dir, received, "3.carried_in.natural_person"); got[received] != "71" || got["3.carried_in.natural_person"] != "72" {
		t.Errorf("the store has %v", got)
	}
	sound(t, dir, "某某镇")
	was := contentOf(t, dir, "某某镇")
	spoil()
	x.press("7", "3", "Enter")
	x.big()
	x.see("没有保存", why)
	x.press("Ctrl+Q")
	x.see("还没有保存", "按 w")
	x.press("w")
	x.wait()
	mend()
	found := x.rescued()
	if len(found) != 1 {
		t.Fatalf("rescue files: %v", found)
	}
	if data, err := os.ReadFile(found[0]); err != nil || !strings.Contains(string(data), `"`+granted+`": 73`) {
		t.Errorf("the rescue file lacks the figure (%v): %s", err, data)
	}
	if is := contentOf(t, dir, "某某镇"); fmt.Sprint(is) != fmt.Sprint(was) {
		t.Error("something was saved by half")
	}
	sound(t, dir, "某某镇")
}

// rescued are the rescue files of the program's folder.
func (x *terminal) rescued() []string {
	found, err := filepath.Glob(filepath.Join(x.cmd.Dir, "未保存-*.json"))
	if err != nil {
		x.t.Fatal(err)
	}
	return found
}

// big makes the next save one for which the file has to grow: a long text is
// pasted into section 1, and the cursor put back into the table.
func (x *terminal) big() {
	x.t.Helper()
	at := strings.Count(x.text(), "\n") // any seed does, if only the text is another each time
	rng := rand.New(rand.NewPCG(uint64(at), uint64(x.keys)))
	text := make([]rune, 20_000)
	for i := range text {
		text[i] = 0x4e00 + rng.Int32N(0x5000)
	}
	x.press("Esc")
	x.see("封面")
	x.press("1")
	x.see("写五方面")
	x.paste(string(text))
	x.see("0 字，原则上")
	x.press("Esc")
	x.see("封面")
	x.press("3")
	x.see("一、本年新收")
	rows := 0
	for _, figure := range []string{"71", "72"} {
		if strings.Contains(x.text(), " "+figure+" ") { // a path in the message has digits, too
			rows++
		}
	}
	for range rows {
		x.press("Down")
	}
}

// TestDiskFull: the disk is full, and then it is not.
func TestDiskFull(t *testing.T) {
	t.Parallel() // it waits a lot
	dir := small(t, "2m")
	beginReport(t, dir)
	filler := filepath.Join(dir, "filler")
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	suffer(t, x, dir, "磁盘或配额已满", func() {
		f, err := os.Create(filler)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(f, zeros{}); err == nil {
			t.Fatal("the disk is not full")
		}
		f.Close()
	}, func() { os.Remove(filler) })
}

// TestKilledOnFullDisk: the disk is full, and then the power fails. What was typed is
// offered at the next start, the half-typed figure too.
func TestKilledOnFullDisk(t *testing.T) {
	t.Parallel() // it waits a lot
	dir := small(t, "2m")
	beginReport(t, dir)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	filler := filepath.Join(dir, "filler")
	f, err := os.Create(filler)
	must(t, err)
	if _, err := io.Copy(f, zeros{}); err == nil {
		t.Fatal("the disk is not full")
	}
	must(t, f.Close())
	x.press("7", "1", "Enter")
	x.big()
	x.see("没有保存", "您写的都在，另存在")
	x.press("7", "2", "Enter", "9")
	x.until("the file has what was typed last", func(string) bool {
		found := x.rescued()
		if len(found) != 1 {
			return false
		}
		data, err := os.ReadFile(found[0])
		return err == nil && strings.Contains(string(data), `"after": "72"`) && strings.Contains(string(data), `\"typing\":\"9\"`)
	})
	x.kill()
	for _, file := range x.rescued() {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others can read %v (%v)", info.Mode(), err)
		}
	}
	must(t, os.Remove(filler))
	c := command(dir, "--no-probe")
	c.Dir = x.cmd.Dir
	c.Env = append(c.Env, "TERM=xterm-256color")
	y := startCommand(t, c, 80, 24)
	y.see("按 s 找回")
	y.press("s")
	y.see("没有保存的改动", "按 y")
	y.press("y")
	y.see("上次在这一格输入了「9」")
	y.press("Enter")
	y.until("it saved", func(screen string) bool {
		return calledSaved.MatchString(screen) && y.quiet() && stored(t, dir, granted)[granted] == "9"
	})
	if got := stored(t, dir, received, "3.carried_in.natural_person", granted); got[received] != "71" || got["3.carried_in.natural_person"] != "72" || got[granted] != "9" {
		t.Errorf("the store has %v", got)
	}
	y.press("Ctrl+Q")
	y.wait()
	sound(t, dir, "某某镇")
	if left := x.rescued(); len(left) > 0 {
		t.Error("left", left)
	}
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// TestReadOnlyDisk: the disk is put into read-only mode, as the system does with
// one that fails, and then it is not.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel() // it waits a lot
	dir := small(t, "4m")
	beginReport(t, dir)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	suffer(t, x, dir, "只能读，不能写入", func() { mustRun(t, "mount", "-o", "remount,ro", dir) }, func() { mustRun(t, "mount", "-o", "remount,rw", dir) })
}

// TestNoPermission: the right to write is taken away, and given back.
func TestNoPermission(t *testing.T) {
	t.Parallel() // it waits a lot
	dir := newReport(t)
	c := command(dir, "edit", "某某镇", "--at", received, "--no-probe")
	c.Dir = t.TempDir()
	c.Env = append(c.Env, "TERM=xterm-256color")
	if os.Getuid() == 0 { // root may write anywhere: be another user
		const nobody = 65534
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		mustRun(t, "chown", "-R", fmt.Sprint(nobody), dir, c.Dir)
		mustRun(t, "chmod", "755", filepath.Dir(dir), filepath.Dir(program))
	}
	x := startCommand(t, c, 80, 24)
	store := filepath.Join(dir, "nianbao.db")
	suffer(t, x, dir, "只能读，不能写入", func() { mustRun(t, "chmod", "444", store) }, func() { mustRun(t, "chmod", "600", store) })
}

// TestFolderGone: the folder is not there for a while, as a share is not whose
// server starts anew.
func TestFolderGone(t *testing.T) {
	t.Parallel() // it waits a lot
	dir := filepath.Join(t.TempDir(), "share")
	beginReport(t, dir)
	away := dir + " away"
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	suffer(t, x, dir, "打不开", func() { mustRun(t, "mv", dir, away) }, func() {
		if _, err := os.Stat(dir); err == nil {
			t.Error("the folder was made anew")
		}
		mustRun(t, "mv", away, dir)
	})
}

// TestCopiedInUse: a copy that the system makes of a store in use can be used,
// or is called damaged; one that backup makes can always be used.
func TestCopiedInUse(t *testing.T) {
	dir := newReport(t)
	copies := 60
	if testing.Short() {
		copies = 10
	}
	var over atomic.Bool
	var used, damaged, sets int
	atOnce(2, func(i int) {
		if i == 0 {
			for ; !over.Load(); sets++ {
				if _, errs, status := shell(t, dir, "set", "某某镇", fmt.Sprintf("%s=%d", received, sets+1)); status != 0 {
					t.Errorf("set ends with %d: %s", status, errs)
				}
			}
			return
		}
		defer over.Store(true)
		for n := range copies {
			plain, backup := t.TempDir(), t.TempDir()
			if data, err := os.ReadFile(filepath.Join(dir, "nianbao.db")); err != nil {
				t.Error(err)
			} else {
				half := len(data) / 2
				if f, err := os.Open(filepath.Join(dir, "nianbao.db")); err == nil && n%2 == 0 {
					time.Sleep(50 * time.Millisecond) // a slow copy: its second half is of another moment
					if _, err := f.ReadAt(data[half:], int64(half)); err != nil {
						t.Error(err)
					}
					f.Close()
				}
				write(t, filepath.Join(plain, "nianbao.db"), data)
			}
			bear(t, plain, "a copy in use", "show", "某某镇")
			if _, status := bear(t, plain, "a copy in use", "doctor"); status == 0 {
				used++
				sound(t, plain, "某某镇")
			} else {
				damaged++
			}
			if _, errs, status := shell(t, dir, "backup", "-o", filepath.Join(backup, "nianbao.db")); status != 0 {
				t.Errorf("backup ends with %d: %s", status, errs)
			}
			sound(t, backup, "某某镇")
		}
	})
	sound(t, dir, "某某镇")
	t.Logf("%d sets meanwhile; of %d plain copies %d were good, %d were called damaged; %d backups, all good", sets, copies, used, damaged, copies)
}
