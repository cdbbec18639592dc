//go:build unix

package ui

import (
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// typed is where Bubble Tea reads keys from.
func typed(in *os.File) (io.Reader, *keyboard, error) {
	k, err := newKeyboard(in)
	return k, k, err
}

// await waits until there is something to read, and reports false where it was
// woken before, or is not to wait.
func (k *keyboard) await() bool {
	const input, woken = 0, 1
	for {
		if k.closed.Load() || k.resting.Load() || k.finished {
			return false
		}
		fds := []unix.PollFd{{Fd: int32(k.file.Fd()), Events: unix.POLLIN}, {Fd: int32(k.woke.Fd()), Events: unix.POLLIN}}
		wait := -1
		if k.ending.Load() {
			wait = 0
		}
		switch _, err := unix.Poll(fds, wait); {
		case err == unix.EINTR: // the runtime's own signals
		case err != nil || fds[input].Revents&unix.POLLIN != 0:
			return true // Read says what is wrong
		case fds[input].Revents != 0: // the line is gone
			return !k.ending.Load()
		case fds[woken].Revents != 0:
			var b [1]byte
			if _, err := k.woke.Read(b[:]); err != nil {
				return true
			}
		default:
			return false
		}
	}
}

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

// continued is told when the program is to go on.
func continued() chan os.Signal {
	on := make(chan os.Signal, 1)
	signal.Notify(on, syscall.SIGCONT)
	return on
}

// stop stops the program until it is told to go on, which it may have been already:
// a terminal that goes away tells it so. (Once a Go program has taken SIGTSTP,
// resetting it does not bring its stopping back.)
func stop(on chan os.Signal) error {
	defer signal.Stop(on)
	select {
	case <-on:
		return nil
	default:
	}
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	<-on // this thread may run on for a moment, and must not touch the terminal
	return nil
}
