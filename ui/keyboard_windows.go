package ui

import (
	"os"
	"time"
)

// readable is never asked here: the console's records come whole.
func readable(*os.File, time.Duration) bool { return false }

// Windows stops no programs for a while.
func watchSuspend(chan<- os.Signal) {}
func isSuspend(os.Signal) bool      { return false }
func stop() error                   { return nil }
