//go:build unix

// Package endtoend drives the built program as a person does: through a
// pseudo-terminal, with keys and pastes, reading the screen that a terminal
// would show.
//
// # Measuring
//
// go test -bench . ./model/... ./persist ./export ./ui — an edit with totals and checks, all rules on
// a county's report and on 5,000 characters, load and save, the day's copy, a list of 1,000 reports,
// each writer, a key press in the table and in a text of 30,000 characters. go test -run XXX -bench
// 'Formats|Batch|Beside' ./export writes every format, a thousand files, and times pandoc and
// LibreOffice beside; -bench Export ./ui/endtoend the same through the binary, -bench CheckFiles a
// check of 1,000 files on one processor and on two. go test -run XXX -bench Alike ./model/check takes
// the prints of 10,000 reports and compares them. go test -v -run StartToFirstFrame ./ui/endtoend
// prints the time from the start of the process to the first whole screen.
//
// go test -v -run TestBlindProse ./model/check tells how much of the prose is heard: ten units'
// sentences, faults and true ones, written before the patterns were read (model/check/testdata/prose),
// with the list of what was missed and of false alarms; its two bounds are only ever made stricter.
//
// NIANBAO_LONG=1 has the long searches run whole, and print what they found: go test -v -timeout 2h
// -run ShapeSearch ./export tries small files that refer to much for an hour; go test -v -timeout 1h
// -run DropBehindSave ./ui/endtoend drops the line a thousand times behind Ctrl+S; -run Sittings ./ui
// has two and three people work on one report a thousand times over and compares with the log; -run
// Random ./ui/desk drives desks at random a hundred thousand times; go test -v -timeout 30m -run
// Office ./ui/endtoend has a hundred sittings at work in a store of a thousand reports, a figure every
// few seconds, and prints how long one waits to be saved and what that costs (ten sittings without the
// variable).
//
// What must stay cheap is measured by one command, as whole processes: starts, bytes a key, an idle
// sitting, long logs, checks, and everything that must not grow with the store (1, 1,000, 10,000
// reports). It prints a row each, and judges no time; NIANBAO_BEFORE names another build, such as that
// of the commit before, which is measured in turn with this one (columns before, now, ratio). Without
// NIANBAO_LONG it looks briefly, at small stores; NIANBAO_IDLE is how long to watch the idle sitting.
package endtoend

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

var program string // path of the built program

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "nianbao")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "nianbao")
	if out, err := exec.Command("go", "build", "-o", program, "nianbao").CombinedOutput(); err != nil {
		fmt.Printf("%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// patience is how long a test waits for what must come; it measures nothing.
const patience = time.Minute

// terminal is the program on a screen.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	line   *os.File // our end of the pseudo-terminal
	keys   int      // pressed so far
	exited chan struct{}
	close  func() // ends the program, if need be, and forgets the screen

	mu       sync.Mutex
	screen   *vt.Emulator
	sent     int       // bytes from the program
	lastByte time.Time // when the last of them came
	shown    string    // what text has put together
	shownAt  int       // after that many bytes
}

// start runs the program in a terminal of w×h with a store in dir.
func start(t *testing.T, dir string, w, h int, args ...string) *terminal {
	t.Helper()
	return startWith(t, dir, w, h, nil, args...)
}

// startWith is start with more in the environment. The terminal's width is not
// probed, so that nothing but the keys goes in.
func startWith(t *testing.T, dir string, w, h int, env []string, args ...string) *terminal {
	t.Helper()
	c := command(dir, append(args, "--no-probe")...)
	c.Dir = t.TempDir()
	c.Env = append(append(c.Env, "TERM=xterm-256color"), env...)
	return startCommand(t, c, w, h)
}

// startCommand runs a command in a terminal of w×h.
func startCommand(t *testing.T, c *exec.Cmd, w, h int) *terminal {
	t.Helper()
	x := &terminal{t: t, cmd: c, screen: vt.NewEmulator(w, h), exited: make(chan struct{})}
	line, err := pty.StartWithSize(x.cmd, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	if err == nil {
		x.line, err = unblocked(line)
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() { // what the terminal answers to the program's questions
		if _, err := io.Copy(x.line, x.screen); err != nil { // the line is closed
			io.Copy(io.Discard, x.screen) // or the screen would wait for ever to be heard
		}
	}()
	go func() {
		defer close(x.exited)
		buf := make([]byte, 32<<10)
		for {
			n, err := x.line.Read(buf)
			x.mu.Lock()
			x.sent += n
			x.lastByte = time.Now()
			_, werr := x.screen.Write(buf[:n])
			x.mu.Unlock()
			if err != nil || werr != nil {
				return
			}
		}
	}()
	x.close = sync.OnceFunc(func() {
		x.cmd.Process.Kill() // it may be gone already
		x.line.Close()
		x.cmd.Wait()
		<-x.exited
		if answers, ok := x.screen.InputPipe().(io.Closer); ok {
			answers.Close() // the emulator's own Close races with its Read
		}
	})
	t.Cleanup(x.close)
	return x
}

// unblocked is a file that closes although somebody is reading it: a line that
// package pty opens stays open until the next byte comes.
func unblocked(f *os.File) (*os.File, error) {
	syscall.ForkLock.RLock()
	fd, err := syscall.Dup(int(f.Fd()))
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	err = syscall.SetNonblock(fd, true)
	return os.NewFile(uintptr(fd), f.Name()), err
}

// command is the program with a store in dir and a plain environment.
func command(dir string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Env = []string{"NIANBAO_DATA=" + dir, "HOME=" + dir, "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH"), "USER=clerk"}
	return c
}

// shell runs a command of the program and returns what it printed and its exit status.
func shell(t *testing.T, dir string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	c := command(dir, args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	err := c.Run()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		t.Fatal(err)
	}
	return out.String(), errs.String(), c.ProcessState.ExitCode()
}

// text is the screen's text, without trailing spaces. It is put together anew when
// something has come: a hundred that wait look very often.
func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.shown != "" && x.shownAt == x.sent {
		return x.shown
	}
	lines := strings.Split(x.screen.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	x.shown, x.shownAt = strings.Join(lines, "\n"), x.sent
	return x.shown
}

// see waits until every text is on the screen.
func (x *terminal) see(texts ...string) {
	x.t.Helper()
	x.until(fmt.Sprintf("%q on the screen", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

func (x *terminal) onAltScreen() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.IsAltScreen()
}

// until waits until the screen is as wanted.
func (x *terminal) until(what string, ok func(screen string) bool) {
	x.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if ok(x.text()) {
			return
		}
	}
	x.t.Fatalf("waited in vain for %s:\n%s", what, x.text())
}

var sequences = map[string]string{
	"Enter": "\r", "Tab": "\t", "Esc": "\x1b", "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D",
	"Home": "\x1b[H", "End": "\x1b[F", "PgUp": "\x1b[5~", "PgDn": "\x1b[6~", "Del": "\x1b[3~", "Backspace": "\x7f",
	"F1": "\x1bOP", "F2": "\x1bOQ", "F4": "\x1bOS", "F6": "\x1b[17~", "F8": "\x1b[19~", "F9": "\x1b[20~", "Space": " ",
	"Shift+Tab": "\x1b[Z", "Ctrl+Z": "\x1a", "Ctrl+F": "\x06", "Ctrl+Y": "\x19", "Ctrl+S": "\x13", "Ctrl+Q": "\x11", "Ctrl+O": "\x0f", "Ctrl+T": "\x14",
}

// press sends keys by name; a word that is no name is typed, a key a character.
func (x *terminal) press(keys ...string) {
	x.t.Helper()
	for _, k := range keys {
		presses := []string{k}
		if s, ok := sequences[k]; ok {
			presses[0] = s
		} else {
			presses = strings.Split(k, "")
		}
		for _, p := range presses {
			if _, err := x.line.WriteString(p); err != nil {
				x.t.Fatal(err)
			}
			x.keys++
			if p == "\x1b" {
				time.Sleep(100 * time.Millisecond) // else it is the start of a sequence
			}
		}
	}
}

// paste sends text as a terminal does that marks what is pasted.
func (x *terminal) paste(text string) {
	x.t.Helper()
	if _, err := x.line.WriteString("\x1b[200~" + text + "\x1b[201~"); err != nil {
		x.t.Fatal(err)
	}
}

// wait waits for the program to end and returns its exit status.
func (x *terminal) wait() int {
	x.t.Helper()
	select {
	case <-x.exited:
	case <-time.After(patience):
		x.t.Fatalf("the program does not end:\n%s", x.text())
	}
	x.cmd.Wait()
	return x.cmd.ProcessState.ExitCode()
}

// kill ends the program as the system does when memory runs out.
func (x *terminal) kill() {
	x.t.Helper()
	if err := x.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		x.t.Fatal(err)
	}
	x.wait()
}

// resize gives the window another size.
func (x *terminal) resize(w, h int) {
	x.t.Helper()
	x.mu.Lock()
	x.screen.Resize(w, h)
	x.shown = ""
	x.mu.Unlock()
	line, err := x.line.SyscallConn() // pty.Setsize would make it block again; see unblocked
	if err != nil {
		x.t.Fatal(err)
	}
	var failed error
	err = line.Control(func(fd uintptr) {
		failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(h), Col: uint16(w)})
	})
	if err := errors.Join(err, failed); err != nil {
		x.t.Fatal(err)
	}
}
