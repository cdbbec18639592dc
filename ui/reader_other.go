//go:build !windows

package ui

// screenReader: nothing but the variable ACCESSIBLE tells here.
func screenReader() bool { return false }
