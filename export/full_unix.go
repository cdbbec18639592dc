//go:build !windows

package export

import (
	"errors"
	"syscall"
)

// isFull reports whether the disk, or what the user may have of it, is full.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
