//go:build !windows

package ui

import "os"

// escapes: every terminal takes escape sequences here; TERM tells of others.
func escapes(*os.File) bool { return true }

// screenReader: nothing but the variable ACCESSIBLE tells here.
func screenReader() bool { return false }
