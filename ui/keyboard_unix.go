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

// watchSuspend notifies of the signal that asks to stop for a while.
func watchSuspend(signals chan<- os.Signal) { signal.Notify(signals, syscall.SIGTSTP) }

func isSuspend(s os.Signal) bool { return s == syscall.SIGTSTP }

// stop stops the program until it is told to go on. (Once a Go program has taken
// SIGTSTP, resetting it does not bring its stopping back.)
func stop() error {
	on := make(chan os.Signal, 1)
	signal.Notify(on, syscall.SIGCONT)
	defer signal.Stop(on)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	<-on // this thread may run on for a moment, and must not touch the terminal
	return nil
}
