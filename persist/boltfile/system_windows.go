package boltfile

import (
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

var (
	busyErrnos = []syscall.Errno{
		32, // ERROR_SHARING_VIOLATION: a scanner or a sync client has the file
		33, // ERROR_LOCK_VIOLATION
	}
	fullErrnos = []syscall.Errno{
		39,   // ERROR_HANDLE_DISK_FULL
		112,  // ERROR_DISK_FULL
		1295, // ERROR_DISK_QUOTA_EXCEEDED
	}
	deniedErrnos = []syscall.Errno{
		syscall.ERROR_ACCESS_DENIED,
		19, // ERROR_WRITE_PROTECT
	}
	diskErrnos = []syscall.Errno{
		23,   // ERROR_CRC
		29,   // ERROR_WRITE_FAULT
		30,   // ERROR_READ_FAULT
		1117, // ERROR_IO_DEVICE
	}
	// Of the denied, what says that the whole disk can't be written to.
	protectedErrnos = []syscall.Errno{19}
)

// alive takes every process for one that lives: a lease expires by itself.
func alive(int) bool { return true }

// unlock has nothing to do: closing a file gives up the locks on it.
func unlock(*os.File) error { return nil }

// seize has nothing to do: a file that somebody has open can't be renamed.
func seize(string, time.Duration) (letGo func(), err error) { return func() {}, nil }

// renameNew renames a file unless the new name is taken.
func renameNew(from, to string) error {
	source, err := syscall.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	target, err := syscall.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	if err := syscall.MoveFile(source, target); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// openTurns opens what stands for the turns of a folder: an empty file beside the
// store, for a folder can't be locked.
func openTurns(dir string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, "nianbao.lock"), os.O_RDWR|os.O_CREATE, 0o600)
}

// lockTurn takes the turn; where another has it, it waits, or ends with busyErrnos.
// The turn ends when the file is closed, and when the process dies.
func lockTurn(f *os.File, wait bool) error {
	how := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK)
	if !wait {
		how |= windows.LOCKFILE_FAIL_IMMEDIATELY
	}
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, new(windows.Overlapped))
}

// networkDrive says so where a folder is on another machine's drive; else "".
func networkDrive(dir string) string {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(dir) + `\`)
	if err != nil || windows.GetDriveType(root) != windows.DRIVE_REMOTE {
		return ""
	}
	return "Windows 共享（SMB）"
}
