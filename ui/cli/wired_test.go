package cli_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/cli"
	"nianbao/ui/wire"
)

// shell runs commands in this process, on a store and files of their own: what
// holds here holds on every system.
type shell struct {
	testing.TB
	dir     string
	machine *wire.Machine
	env     cli.Env // without streams
	opened  []cli.Start
	outcome // of the last command
}

type outcome struct {
	out, errs string
	status    int
}

var today = time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)

func newShell(t testing.TB) *shell {
	s := &shell{TB: t, dir: t.TempDir()}
	s.machine = &wire.Machine{Actor: model.Actor{User: "王芳"}, Now: func() time.Time { return today }}
	sessions := 0
	s.env = cli.Env{Files: s.machine.Files(), User: "王芳", Version: "nianbao 0.1.0", Now: func() time.Time { return today },
		SessionID: func() string { sessions++; return fmt.Sprint("session ", sessions) },
		Folder:    func(string) backend.Folder { return s.machine.Folder(s.dir) },
		Limited:   func() (string, bool) { return "", true },
		Terminal: func(_ backend.Folder, _ backend.Store, _ error, at cli.Start) error {
			s.opened = append(s.opened, at)
			return nil
		}}
	return s
}

// run runs a command with what is typed into it.
func (s *shell) run(typed string, args ...string) outcome {
	var out, errs bytes.Buffer
	env := s.env
	env.Stdin, env.Stdout, env.Stderr = strings.NewReader(typed), &out, &errs
	status := cli.Run(&env, args)
	s.outcome = outcome{out.String(), errs.String(), status}
	return s.outcome
}

// must runs what has to succeed, and returns what it prints.
func (s *shell) must(args ...string) string {
	s.Helper()
	if s.run("", args...); s.status != 0 {
		s.Fatalf("%q ends with %d: %s%s", args, s.status, s.out, s.errs)
	}
	return s.out
}

// fails runs what has to end with a status and to say something.
func (s *shell) fails(status int, says string, args ...string) {
	s.Helper()
	if s.run("", args...); s.status != status {
		s.Errorf("%q ends with %d, not %d: %s%s", args, s.status, status, s.out, s.errs)
	}
	s.says(s.errs, says)
}

// says sees to it that a text has the words.
func (s *shell) says(text string, words ...string) {
	s.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.Errorf("%q is missing in:\n%s", w, text)
		}
	}
}
