package cli_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"nianbao/export"
	"nianbao/export/match"
	"nianbao/model"
	"nianbao/persist/boltfile"
	"nianbao/ui/backend"
	"nianbao/ui/cli"
)

// shell runs commands in this process, on a store and files of their own: what
// holds here holds on every system.
type shell struct {
	*testing.T
	dir     string
	env     cli.Env // without streams
	opened  []cli.Start
	outcome // of the last command
}

type outcome struct {
	out, errs string
	status    int
}

var today = time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)

func newShell(t *testing.T) *shell {
	s := &shell{T: t, dir: t.TempDir()}
	sessions := 0
	s.env = cli.Env{Files: files{}, User: "王芳", Version: "nianbao 0.1.0", Now: func() time.Time { return today },
		SessionID: func() string { sessions++; return fmt.Sprint("session ", sessions) },
		Folder:    func(string) backend.Folder { return folder{s.dir} },
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

type folder struct{ dir string }

func (f folder) Open() (backend.Store, error) {
	s, err := boltfile.Open(f.dir, model.Actor{User: "王芳"}, func() time.Time { return today })
	if err != nil {
		return nil, err
	}
	return store{s}, nil
}

func (f folder) Examine() (backend.Health, error) {
	h := boltfile.Examine(f.dir, model.Actor{User: "王芳"}, func() time.Time { return today })
	out := backend.Health{Path: h.Path, Size: h.Size, Well: h.Well(), Notices: h.Notices}
	if h.Problem != nil {
		out.Problem = h.Problem.Error()
	}
	for _, r := range h.Reports {
		out.Reports = append(out.Reports, backend.ReportHealth{Report: r.Name, Revision: r.Revision, Wrong: r.Wrong})
	}
	return out, nil
}

func (f folder) Mend() (backend.Mended, error) {
	m, err := boltfile.Mend(f.dir, model.Actor{User: "王芳"}, func() time.Time { return today })
	return backend.Mended(m), err
}

func (f folder) UseCopy() (backend.Mended, error) {
	m, err := boltfile.UseCopy(f.dir, model.Actor{User: "王芳"}, func() time.Time { return today })
	return backend.Mended(m), err
}

type store struct{ *boltfile.Store }

func (store) Hold(string, backend.Presence) ([]backend.Presence, error) { return nil, nil }

type files struct{}

func (files) Formats() (out []backend.Format) {
	for _, f := range export.Formats() {
		out = append(out, backend.Format{Name: f.Name, Ext: f.Ext, Title: f.Title})
	}
	return out
}

func (files) FileName(r *model.Report, format string, o backend.FileOptions) string {
	return export.FileName(r, format, export.Options(o))
}

func (files) Write(w io.Writer, format string, r *model.Report, o backend.FileOptions) error {
	_, err := export.Write(w, format, r, export.Options(o))
	return err
}

func (files) WriteFile(path, format string, r *model.Report, o backend.FileOptions) (backend.Written, error) {
	w, err := export.File(path, format, r, export.Options(o))
	return backend.Written(w), err
}

func (files) Read(path string, o backend.ReadOptions) (*model.Reading, error) {
	return export.Read(path, export.ReadOptions(o))
}

func (files) Names(form *model.Form, section string, block [][]string) model.Names {
	return match.Names(form, section, block)
}

func (files) Extensions() []string { return export.Extensions }

func (files) ReviewName(r *model.Report, format string) string { return export.ReviewName(r, format) }

func (files) IsReview(name string) bool { return export.IsReview(name) }

func (files) WriteReview(path, format string, v backend.Review, overwrite bool) (backend.Written, error) {
	w, err := export.ReviewFile(path, format, export.Review(v), overwrite)
	return backend.Written(w), err
}
