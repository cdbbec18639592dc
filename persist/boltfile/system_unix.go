//go:build unix

package boltfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

var (
	busyErrnos   = []syscall.Errno{syscall.EWOULDBLOCK}
	fullErrnos   = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	deniedErrnos = []syscall.Errno{syscall.EROFS, syscall.EACCES, syscall.EPERM}
	diskErrnos   = []syscall.Errno{syscall.EIO}
	// Of the denied, what says that the whole disk can't be written to.
	protectedErrnos = []syscall.Errno{syscall.EROFS}
)

// alive reports whether there is a process of that number.
func alive(pid int) bool { return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// unlock gives up bbolt's lock. Closing alone doesn't: as long as bbolt has the
// file mapped, the system counts it as open.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }

// seize keeps others from the file until it is let go; it waits for those who have
// it, and ends with busyErrnos when they keep it.
func seize(path string, wait time.Duration) (letGo func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(wait); ; time.Sleep(5 * time.Millisecond) {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) || time.Now().After(end) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil // with it goes the lock
}

// renameNew renames a file unless the new name is taken. Two programs that get
// here in the same microsecond could both rename; then one empty store takes
// the place of another, and nothing is lost.
func renameNew(from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// openTurns opens what stands for the turns of a folder: the folder itself.
func openTurns(dir string) (*os.File, error) { return os.Open(dir) }

// lockTurn takes the turn; where another has it, it waits, or ends with busyErrnos.
// The turn ends when the file is closed, and when the process dies.
func lockTurn(f *os.File, wait bool) (err error) {
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for err = syscall.EINTR; errors.Is(err, syscall.EINTR); {
		err = syscall.Flock(int(f.Fd()), how)
	}
	return err
}

// networkDrive is nothing here: the table of mounts tells.
func networkDrive(string) string { return "" }
