//go:build !windows

package export

import (
	"errors"
	"os"
	"syscall"

	"nianbao/model"
)

// openDevice opens what takes bytes and is no file. A pipe that nobody reads is an
// error: opening it would wait for ever.
func openDevice(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) {
		return nil, &Error{model.CodeUnwritable, "「" + path + "」是管道，另一头没有程序在读", "请先让另一头读起来，或者写到普通文件", err}
	}
	return f, err
}

// isFull reports whether the disk, or what the user may have of it, is full.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
