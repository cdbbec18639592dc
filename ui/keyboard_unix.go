//go:build unix

package ui

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// readable waits until there is something to read, for a while at most.
func readable(f *os.File, wait time.Duration) bool {
	fds := []unix.PollFd{{Fd: int32(f.Fd()), Events: unix.POLLIN}}
	for until := time.Now().Add(wait); ; {
		n, err := unix.Poll(fds, int(max(time.Until(until), 0).Milliseconds()))
		if err != unix.EINTR { // the runtime's own signals
			return err == nil && n > 0
		}
	}
}

// watchSuspend notifies of the signal that asks to stop for a while; ignoring it
// lets the system stop the program.
func watchSuspend(signals chan<- os.Signal) { signal.Notify(signals, syscall.SIGTSTP) }

func allowSuspend() { signal.Reset(syscall.SIGTSTP) }

func isSuspend(s os.Signal) bool { return s == syscall.SIGTSTP }
