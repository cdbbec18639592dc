// Command nianbao fills in the yearly report on government information
// disclosure (政府信息公开工作年度报告) on the terminal, checks it and writes the
// finished files. This file wires the packages together and starts them.
package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"nianbao/export"
	"nianbao/model"
	"nianbao/persist"
	"nianbao/ui"
	"nianbao/ui/backend"
	"nianbao/ui/cli"
)

// Set by the linker for releases: -X main.version=… -X main.commit=….
var (
	version = "0.1.0"
	commit  = ""
)

func main() {
	env := &cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Form: model.Form2021, Files: files{}, Version: versionLine(), User: actor().User, SessionID: sessionID, Now: time.Now,
		OpenStore: openStore, Examine: examine, Mend: mend,
		Limited: func() (string, bool) { return ui.Limited(os.Stdin, os.Stdout) },
		Terminal: func(s backend.Store, at cli.Start) error {
			return ui.Run(newApp(s, at), os.Stdin, os.Stdout, at.Probe)
		},
	}
	os.Exit(cli.Run(env, os.Args[1:]))
}

func newApp(s backend.Store, at cli.Start) *ui.App {
	deps := ui.Deps{Store: s, Files: files{}, Form: model.Form2021, Now: time.Now, SessionID: sessionID, User: actor().User}
	if dir, err := os.Getwd(); err == nil {
		deps.ExportDir = dir
		deps.RescueDirs = append(deps.RescueDirs, dir)
	}
	if home, err := os.UserHomeDir(); err == nil {
		deps.RescueDirs = append(deps.RescueDirs, home)
	}
	deps.RescueDirs = append(deps.RescueDirs, os.TempDir())
	if at.Report == "" {
		return ui.New(deps)
	}
	return ui.NewAt(deps, at.Report, at.Cell, at.Look)
}

// storeDir is the folder of --data, of NIANBAO_DATA, or the user's own.
func storeDir(dir string) (string, error) {
	if dir == "" {
		dir = os.Getenv("NIANBAO_DATA")
	}
	if dir == "" {
		var err error
		if dir, err = persist.DefaultDir(); err != nil {
			return "", err
		}
	}
	return filepath.Abs(dir)
}

func openStore(dir string) (backend.Store, error) {
	dir, err := storeDir(dir)
	if err != nil {
		return nil, err
	}
	s, err := persist.Open(dir, actor(), time.Now)
	if err != nil {
		return nil, err
	}
	return store{s}, nil
}

// store hands the leases on as the user interface has them.
type store struct{ *persist.Store }

func (s store) Hold(id string, mine backend.Presence) ([]backend.Presence, error) {
	leases, err := s.Store.Hold(id, persist.Lease{Session: mine.Session, Opened: mine.Opened, LastKey: mine.LastKey})
	var others []backend.Presence
	for _, l := range leases {
		others = append(others, backend.Presence{Actor: l.Actor, Session: l.Session, Opened: l.Opened, LastKey: l.LastKey})
	}
	return others, err
}

// examine hands persist's findings on as the user interface has them.
func examine(dir string) (backend.Health, error) {
	dir, err := storeDir(dir)
	if err != nil {
		return backend.Health{}, err
	}
	said := func(err error) string {
		if err == nil {
			return ""
		}
		return backend.Message(err)
	}
	h := persist.Examine(dir, actor(), time.Now)
	out := backend.Health{Path: h.Path, Size: h.Size, Well: h.Well(), Problem: said(h.Problem), Reports: []backend.ReportHealth{}, Copies: []backend.CopyHealth{}}
	for _, r := range h.Reports {
		out.Reports = append(out.Reports, backend.ReportHealth{Report: r.Name, Revision: r.Revision, Wrong: r.Wrong})
	}
	for _, c := range h.Copies {
		out.Copies = append(out.Copies, backend.CopyHealth{Path: c.Path, Reports: c.Reports, Problem: said(c.Problem)})
	}
	return out, nil
}

func mend(dir string) (backend.Mended, error) {
	dir, err := storeDir(dir)
	if err != nil {
		return backend.Mended{}, err
	}
	m, err := persist.Mend(dir, actor(), time.Now)
	return backend.Mended(m), err
}

// actor is who is at the keyboard, and from where over ssh.
func actor() model.Actor {
	who := model.Actor{User: os.Getenv("USER")}
	if u, err := user.Current(); err == nil {
		who.User = u.Username
		if u.Name != "" && u.Name != u.Username {
			who.User = u.Name
		}
	}
	if who.User == "" {
		who.User = os.Getenv("USERNAME")
	}
	who.User = strings.TrimSpace(model.CleanText(who.User))
	if conn := strings.Fields(os.Getenv("SSH_CONNECTION")); len(conn) > 0 {
		who.From = model.CleanText(conn[0])
	}
	return who
}

func sessionID() string {
	b := make([]byte, 8)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

func versionLine() string {
	c := commit
	if info, ok := debug.ReadBuildInfo(); ok && c == "" {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				c = s.Value
			}
		}
	}
	if c == "" {
		c = "未记录"
	}
	return fmt.Sprintf("nianbao %s（提交 %s，表式 %s 版：%s）", version, c[:min(len(c), 12)], model.Form2021.Edition, model.Form2021.Notice)
}

// files hands the export package to the user interface.
type files struct{}

func (files) Formats() []backend.Format {
	var out []backend.Format
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
	written, err := export.File(path, format, r, export.Options(o))
	return backend.Written(written), err
}

func (files) Read(path string, o backend.ReadOptions) (*model.Reading, error) {
	return export.Read(path, export.ReadOptions(o))
}

func (files) Extensions() []string { return export.Extensions }

func (files) ReviewName(r *model.Report, format string) string { return export.ReviewName(r, format) }

func (files) IsReview(name string) bool { return export.IsReview(name) }

func (files) WriteReview(path, format string, v backend.Review, overwrite bool) (backend.Written, error) {
	written, err := export.ReviewFile(path, format, export.Review(v), overwrite)
	return backend.Written(written), err
}
