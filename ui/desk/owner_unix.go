//go:build unix

package desk

import (
	"io/fs"
	"os"
	"syscall"
)

// mine reports whether a file is this user's: in folders that all may write to,
// others' files could be meant to deceive.
func mine(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Getuid()
}
