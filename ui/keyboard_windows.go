package ui

import (
	"io"
	"os"
	"time"
)

// typed is where Bubble Tea reads keys from: the console's own records, for which it
// needs the file itself.
func typed(in *os.File) (io.Reader, *keyboard, error) { return in, nil, nil }

// await is never called here.
func (*keyboard) await() bool { return true }

// readable is never asked here: the console's records come whole.
func readable(*os.File, time.Duration) bool { return false }

// Windows stops no programs for a while.
func watchSuspend(chan<- os.Signal) {}
func isSuspend(os.Signal) bool      { return false }
func continued() chan os.Signal     { return nil }
func stop(chan os.Signal) error     { return nil }
