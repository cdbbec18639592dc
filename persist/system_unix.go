//go:build unix

package persist

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

var (
	busyErrnos   []syscall.Errno // waiting for the lock ends in bbolt's own error
	fullErrnos   = []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	deniedErrnos = []syscall.Errno{syscall.EROFS, syscall.EACCES, syscall.EPERM}
)

// unlock gives up bbolt's lock. Closing alone doesn't: as long as bbolt has the
// file mapped, the system counts it as open.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }

// renameNew renames a file unless the new name is taken. Two programs that get
// here in the same microsecond could both rename; then one empty store takes
// the place of another, and nothing is lost.
func renameNew(from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

// machineFile is where the administrator's file of this machine is.
func machineFile() (string, error) { return "/etc/nianbao.toml", nil }
