package export

import (
	"errors"
	"os"
	"syscall"
)

// openDevice opens what takes bytes and is no file.
func openDevice(path string) (*os.File, error) { return os.OpenFile(path, os.O_WRONLY, 0) }

// isFull reports whether the disk, or what the user may have of it, is full:
// ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED.
func isFull(err error) bool {
	return errors.Is(err, syscall.Errno(39)) || errors.Is(err, syscall.Errno(112)) || errors.Is(err, syscall.Errno(1295))
}
