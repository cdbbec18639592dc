//go:build linux || darwin

package boltfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist"
)

func init() {
	children["read-only"] = useReadOnly
	children["full"] = useFull
	children["lease"] = useLease
}

// expect is wantKind for a child.
func expect(what string, err error, kind *persist.Kind) error {
	if errors.Is(err, kind) {
		return nil
	}
	return fmt.Errorf("%s: %w, want %s", what, err, kind.Code())
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, zhang)
	begin(t, s, sample("甲镇人民政府", 2025))
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]fs.FileMode{
		s.Path(): 0o444, locked: 0, dir: 0o555, filepath.Dir(dir): 0o755, // the last one for another user
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Error(err)
		}
	})
	spawn(t, "read-only", dir).finish()
}

// useReadOnly uses a folder that it may not write to. Root may write to
// anything, so it becomes another user first.
func useReadOnly(dir string) error {
	if os.Getuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	s, err := Open(dir, li, time.Now)
	if err != nil {
		return err
	}
	r, err := s.Load("甲镇人民政府-2025")
	if err != nil {
		return err
	}
	_, saveErr := s.Save(r, nil)
	_, newErr := Open(filepath.Join(dir, "new"), li, time.Now)
	_, lockedErr := Open(filepath.Join(dir, "locked"), li, time.Now)
	return errors.Join(expect("save", saveErr, persist.ErrReadOnly), expect("new folder", newErr, persist.ErrReadOnly),
		expect("locked folder", lockedErr, persist.ErrUnreadable), expect("copy", s.Copy(filepath.Join(dir, "copy"), false), persist.ErrReadOnly))
}

func TestFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	spawn(t, "full", dir).finish()
	if r, err := s.Reload(a.ID()); err != nil || r.Revision != 2 {
		t.Error(r, err)
	}
}

// useFull can't make files larger than the store is, then can again: to a
// program that is what a full disk or quota looks like.
func useFull(dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := Open(dir, li, time.Now)
	if err != nil {
		return err
	}
	r, err := s.Load("甲镇人民政府-2025")
	if err != nil {
		return err
	}
	info, err := os.Stat(s.Path())
	if err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	small := syscall.Rlimit{Cur: uint64(info.Size()), Max: limit.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	r.Text["1"] = incompressible(50_000)
	edits := []model.Edit{{ID: "x", Label: "粘贴"}}
	_, saveErr := s.Save(r, edits)
	copyErr := s.file.copyErr
	small.Cur = uint64(pageSize)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &small); err != nil {
		return err
	}
	_, newErr := Open(filepath.Join(dir, "new"), li, time.Now)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	_, err = s.Save(r, edits)
	return errors.Join(err, copyErr, expect("save", saveErr, persist.ErrFull), expect("new store", newErr, persist.ErrFull))
}

// incompressible is n characters in which nothing repeats.
func incompressible(n int) string {
	rng := rand.New(rand.NewPCG(5, 6))
	text := make([]rune, n)
	for i := range text {
		text[i] = 0x4e00 + rng.Int32N(0x5000)
	}
	return string(text)
}

func TestSharedFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o770|fs.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	defer syscall.Umask(syscall.Umask(0o077)) // strict, as on many servers
	s := open(t, dir, zhang)
	begin(t, s, sample("甲镇人民政府", 2025))
	copies := filepath.Join(dir, "backup")
	for path, want := range map[string]fs.FileMode{
		s.Path(): 0o660, copies: fs.ModeDir | fs.ModeSetgid | 0o770, filepath.Join(copies, "nianbao-20260105.db"): 0o660,
	} {
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s is %v, want %v (%v)", path, info.Mode(), want, err)
		}
	}
}

// TestPipe has a named pipe where the store should be; opening one waits.
func TestPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, fileName), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(dir, zhang, ticking())
	wantKind(t, err, persist.ErrDamaged)
}

// TestMendForGroup: in a group's folder the mended file is the whole group's, also
// where the damaged one was put there by somebody who kept it to himself.
func TestMendForGroup(t *testing.T) {
	t.Parallel()
	content, _ := stuffed(t)
	clear(content[:2*os.Getpagesize()]) // both of its beginnings
	dir := writeStore(t, content)
	path := filepath.Join(dir, fileName)
	if err := errors.Join(os.Chmod(dir, 0o770|fs.ModeSetgid), os.Chmod(path, 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := Mend(dir, zhang, ticking()); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o660 {
		t.Errorf("the mended file: %v, %v", info.Mode(), err)
	}
}

// TestLeaseOfTheDead: a sitting that was killed is not told of any more.
func TestLeaseOfTheDead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, zhang)
	c := spawn(t, "lease", dir)
	if got := c.line(); got != "holds" {
		t.Fatal(got)
	}
	hold := func() []persist.Lease {
		t.Helper()
		others, err := s.Hold("1", persist.Lease{Session: "mine", Opened: start, LastKey: start})
		if err != nil {
			t.Fatal(err)
		}
		return others
	}
	if others := hold(); len(others) != 1 || others[0].Actor != li {
		t.Errorf("beside one that lives: %+v", others)
	}
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.cmd.Wait() // killed
	if others := hold(); len(others) != 0 {
		t.Errorf("beside one that is dead: %+v", others)
	}
}

// useLease tells of a sitting and goes on till it is killed.
func useLease(dir string) error {
	s, err := Open(dir, li, func() time.Time { return start })
	if err != nil {
		return err
	}
	if _, err = s.Hold("1", persist.Lease{Session: "theirs", Opened: start, LastKey: start}); err != nil {
		return err
	}
	fmt.Println("holds")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// TestTurns: waiting for one's turn has an end, what comes after it is given back,
// and where whoever has the turn was stopped the free file is used all the same.
func TestTurns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir, zhang)
	s.file.wait = 50 * time.Millisecond
	still := func() string { return "" }
	stopped, ok := takeTurn(dir, time.Second, still)
	if !ok {
		t.Fatal("the folder can't be locked")
	}
	if _, ok := takeTurn(dir, time.Millisecond, still); ok {
		t.Fatal("two have the turn")
	}
	if _, err := s.List(); err != nil {
		t.Error(err)
	}
	begin(t, s, sample("甲镇人民政府", 2025))
	stopped()
	next, ok := takeTurn(dir, 10*time.Second, still)
	if !ok {
		t.Fatal("the turn of one who had gone was not given back")
	}
	next()
}

// TestMovingQueue: who stands in a queue in which others save waits on, for a while.
func TestMovingQueue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, ok := takeTurn(dir, time.Second, func() string { return "" })
	if !ok {
		t.Fatal("the folder can't be locked")
	}
	saved := 0
	moving := func() string { saved++; return fmt.Sprint(saved) }
	if _, ok := takeTurn(dir, time.Millisecond, moving); ok || saved != 1+patience {
		t.Errorf("looked %d times, got it: %v", saved, ok)
	}
	saved = 0
	second, ok := takeTurn(dir, 300*time.Millisecond, func() string {
		if saved++; saved == 3 {
			first()
		}
		return fmt.Sprint(saved)
	})
	if !ok || saved < 3 {
		t.Fatalf("looked %d times, got it: %v", saved, ok)
	}
	second()
}

// TestWaitingWriter: readers who come after a writer wait for it, so that any number
// of them can't keep it out.
func TestWaitingWriter(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	over := make(chan struct{})
	var readers sync.WaitGroup
	var reads atomic.Int64
	for range 8 {
		readers.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				if _, err := s.List(); err != nil {
					t.Error(err)
				}
				reads.Add(1)
			}
		})
	}
	for n := range int64(20) {
		a.Set("2.rules.issued", n+1).Save()
	}
	close(over)
	readers.Wait()
	t.Logf("%d reads beside 20 saves", reads.Load())
}
