package boltfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist"
)

// The test binary starts itself again as a second program: children are what
// it can be then. Each takes the store's folder; what it returns goes to
// standard error and fails the test.
var children = map[string]func(dir string) error{
	"hold-write": func(dir string) error { return hold(dir, (*file).Update) },
	"hold-read":  func(dir string) error { return hold(dir, (*file).View) },
	"count":      count,
	"save":       saveForEver,
}

const childVariable = "NIANBAO_PERSIST_CHILD"

func TestMain(m *testing.M) {
	name, dir, ok := strings.Cut(os.Getenv(childVariable), " ")
	if !ok {
		os.Exit(m.Run())
	}
	if err := children[name](dir); err != nil {
		fmt.Fprintln(os.Stderr, name+":", err)
		os.Exit(1)
	}
}

// child is a second program that uses a folder.
type child struct {
	t     *testing.T
	cmd   *exec.Cmd
	stdin io.Closer
	lines *bufio.Scanner
}

func spawn(t *testing.T, name, dir string) *child {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	// The race detector would have every child sleep for a second at its end.
	cmd.Env = append(os.Environ(), childVariable+"="+name+" "+dir, "GORACE=atexit_sleep_ms=0")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // ended already unless the test failed
	return &child{t, cmd, stdin, bufio.NewScanner(stdout)}
}

// line waits for the child's next line.
func (c *child) line() string {
	c.t.Helper()
	if !c.lines.Scan() {
		c.t.Fatal("the child has ended:", c.lines.Err())
	}
	return c.lines.Text()
}

// finish lets the child end by itself.
func (c *child) finish() {
	c.t.Helper()
	if err := errors.Join(c.stdin.Close(), c.cmd.Wait()); err != nil {
		c.t.Error(err)
	}
}

// hold keeps a transaction open until standard input ends.
func hold(dir string, run func(*file, func(persist.Tx) error) error) error {
	s, err := Open(dir, li, time.Now)
	if err != nil {
		return err
	}
	return run(s.file, func(persist.Tx) error {
		fmt.Println("ready")
		_, err := io.Copy(io.Discard, os.Stdin)
		return err
	})
}

func TestBusy(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), zhang)
	s.file.wait = 200 * time.Millisecond
	a := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 1)
	read := func() error { _, err := s.List(); return err }

	writer := spawn(t, "hold-write", folder(s))
	writer.line()
	began := time.Now()
	for name, err := range map[string]error{"read": read(), "write": a.Try()} {
		wantKind(t, err, persist.ErrBusy)
		if !strings.Contains(err.Error(), s.Path()) {
			t.Errorf("%s: %q does not name the file", name, err)
		}
	}
	if waited := time.Since(began); waited < 2*s.file.wait-2*lockRetry {
		t.Error("gave up after", waited)
	}
	if _, err := s.Stamp(); err != nil {
		t.Error("stamp:", err)
	}
	writer.finish()

	reader := spawn(t, "hold-read", folder(s))
	reader.line()
	if err := read(); err != nil {
		t.Error("one reader blocks another:", err)
	}
	wantKind(t, a.Try(), persist.ErrBusy)
	reader.finish()
	a.Save()
}

// lockRetry is how often bbolt tries to lock.
const lockRetry = 50 * time.Millisecond

const countTo = 50

// count adds one to a figure fifty times, with whoever else does.
func count(dir string) error {
	s, err := Open(dir, model.Actor{User: fmt.Sprint(os.Getpid())}, time.Now)
	if err != nil {
		return err
	}
	for n := 0; n < countTo; {
		r, err := s.Load("甲镇人民政府-2025")
		if err != nil {
			return err
		}
		session := model.NewSession(r, fmt.Sprint(os.Getpid(), n))
		was, err := model.ParseDecimal(r.Figures["2.rules.issued"].String())
		if err != nil {
			return err
		}
		if err := session.Apply(model.SetFigures(r, model.CellFigure{Cell: "2.rules.issued", Figure: was.Add(model.Count(1))})); err != nil {
			return err
		}
		switch _, err := s.Save(session.Take()); {
		case err == nil:
			n++
		case !errors.Is(err, persist.ErrConflict):
			return err
		}
	}
	return nil
}

func TestTwoPrograms(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	one, two := spawn(t, "count", folder(s)), spawn(t, "count", folder(s))
	one.finish()
	two.finish()
	r, err := s.Reload(a.ID())
	if err != nil || r.Figures["2.rules.issued"] != model.Count(2*countTo) || r.Revision != 1+2*countTo {
		t.Error("counted to", r.Figures["2.rules.issued"], "in revision", r.Revision, err)
	}
	by := map[string]int{}
	for i, e := range a.Log()[1:] {
		by[e.User]++
		if c := e.Changes[0]; e.Revision != i+2 || c.Before != fmt.Sprint(i) || c.After != fmt.Sprint(i+1) {
			t.Fatalf("entry %d is %+v", i+1, e)
		}
	}
	for user, n := range by {
		if n != countTo || len(by) != 2 {
			t.Errorf("%s counted to %d of %d", user, n, countTo)
		}
	}
}

// saveForEver prints each revision once it is saved.
func saveForEver(dir string) error {
	s, err := Open(dir, li, time.Now)
	if err != nil {
		return err
	}
	r, err := s.Load("甲镇人民政府-2025")
	if err != nil {
		return err
	}
	session := model.NewSession(r, "child")
	for n := int64(1); ; n++ {
		if err := session.Apply(model.SetFigures(session.Report(), model.CellFigure{Cell: "2.rules.issued", Figure: model.Count(n)})); err != nil {
			return err
		}
		revision, err := s.Save(session.Take())
		if err != nil {
			return err
		}
		session.Saved(revision)
		fmt.Println(revision)
	}
}

func TestKilled(t *testing.T) {
	t.Parallel()
	for round := range 4 {
		s := open(t, t.TempDir(), zhang)
		a := begin(t, s, sample("甲镇人民政府", 2025))
		c := spawn(t, "save", folder(s))
		confirmed := "1"
		for range 10 + 7*round {
			confirmed = c.line()
		}
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for c.lines.Scan() { // what it had said before it died
			confirmed = c.lines.Text()
		}
		if err := c.cmd.Wait(); err == nil {
			t.Fatal("the child was not killed")
		}

		r, err := s.Reload(a.ID())
		if err != nil {
			t.Fatal(err)
		}
		// One more may have been saved and not confirmed.
		if got := fmt.Sprint(r.Revision); got != confirmed && fmt.Sprint(r.Revision-1) != confirmed {
			t.Errorf("revision %s, confirmed %s", got, confirmed)
		}
		if log := a.Log(); len(log) != r.Revision || r.Figures["2.rules.issued"] != model.Count(int64(r.Revision-1)) {
			t.Errorf("revision %d has %d log entries and the figure %s", r.Revision, len(log), r.Figures["2.rules.issued"])
		}
		sit(t, s, r, "after").Set("2.rules.repealed", 1).Save()
	}
}
