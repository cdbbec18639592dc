// This file wires the packages together and starts them.

package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"nianbao/export"
	"nianbao/export/match"
	"nianbao/model"
	"nianbao/persist"
	"nianbao/persist/boltfile"
	"nianbao/ui"
	"nianbao/ui/backend"
	"nianbao/ui/cli"
	_ "nianbao/ui/environ" // before any library looks at the environment
)

// Set by the linker for releases: -X main.version=… -X main.commit=….
var (
	version = "0.1.0"
	commit  = ""
	// siteFile is the administrator's configuration; "" for the platform's place.
	siteFile = ""
)

func main() {
	m := &machine{}
	err := m.setUp()
	env := &cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Files: files{m.fence}, Version: versionLine(), User: m.actor.User, SessionID: sessionID, Now: time.Now,
		Asked: os.Getenv("SSH_ORIGINAL_COMMAND"), Fence: m.fence, Site: m.laidDown(),
		Folder:  func(named string) backend.Folder { return folder{m, named} },
		Limited: func() (string, bool) { return ui.Limited(os.Stdin, os.Stdout) },
		Terminal: func(f backend.Folder, s backend.Store, why error, at cli.Start) error {
			return ui.Run(m.newApp(f, s, why, at), os.Stdin, os.Stdout, at.Probe)
		},
	}
	if err != nil {
		os.Exit(cli.Fail(env, os.Args[1:], err))
	}
	os.Exit(cli.Run(env, os.Args[1:]))
}

// machine is where the program runs, as its administrator has set it up, and who
// is at the keyboard.
type machine struct {
	site  persist.Site
	actor model.Actor
	fence backend.Fence
}

func (m *machine) setUp() (err error) {
	file := siteFile
	if file == "" {
		file = persist.DefaultSiteFile()
	}
	if m.site, err = persist.ReadSite(file); err != nil {
		return err
	}
	m.actor = m.site.Actor()
	if m.fence, err = backend.NewFence(m.site.Export, persist.Outsider(m.site.Export)); err != nil {
		return err
	}
	return m.fence.Close()
}

// laidDown says what the administrator has laid down, "" for nothing.
func (m *machine) laidDown() string {
	if m.site.File == "" {
		return ""
	}
	said := "管理员的配置 " + m.site.File
	if m.site.Data != "" {
		said += "，数据文件夹 " + m.site.Data
	}
	if m.site.Export != "" {
		said += "，导出文件夹 " + m.site.Export
	}
	return said
}

func (m *machine) newApp(f backend.Folder, s backend.Store, why error, at cli.Start) *ui.App {
	deps := ui.Deps{Folder: f, Store: s, Closed: why, Files: files{m.fence}, Now: time.Now, SessionID: sessionID, User: m.actor.User, Fence: m.fence}
	if dir, err := os.Getwd(); err == nil {
		deps.ExportDir = dir
		deps.RescueDirs = append(deps.RescueDirs, dir)
	}
	if m.fence.Folder() == "" {
		if home, err := os.UserHomeDir(); err == nil {
			deps.RescueDirs = append(deps.RescueDirs, home)
		}
		deps.RescueDirs = append(deps.RescueDirs, os.TempDir())
	}
	if at.Report == "" {
		return ui.New(deps)
	}
	return ui.NewAt(deps, at.Report, at.Cell, at.Look)
}

// folder hands persist's care for a folder on as the user interface has it.
type folder struct {
	*machine
	named string // by the user; "" for the default
}

func (f folder) Open() (backend.Store, error) {
	dir, err := f.site.DataDir(f.named)
	if err != nil {
		return nil, err
	}
	s, err := boltfile.Open(dir, f.actor, time.Now)
	if err != nil {
		return nil, f.site.Worded(err)
	}
	return store{s, f.fence}, nil
}

func (f folder) Examine() (backend.Health, error) {
	dir, err := f.site.DataDir(f.named)
	if err != nil {
		return backend.Health{}, err
	}
	said := func(err error) string {
		switch {
		case err == nil:
			return ""
		case backend.Code(err) == backend.CodeDamaged: // what to do is told apart
			return err.Error()
		}
		return backend.Message(err)
	}
	h := boltfile.Examine(dir, f.actor, time.Now)
	h.Problem = f.site.Worded(h.Problem)
	out := backend.Health{Path: h.Path, Size: h.Size, Well: h.Well(), Problem: said(h.Problem), Gone: h.Gone, Reports: []backend.ReportHealth{}, Copies: []backend.CopyHealth{}, Notices: append(f.site.Notices(), h.Notices...), AtWork: h.AtWork}
	for _, r := range h.Reports {
		out.Reports = append(out.Reports, backend.ReportHealth{Report: r.Name, Revision: r.Revision, Wrong: r.Wrong})
	}
	for _, c := range h.Copies {
		out.Copies = append(out.Copies, backend.CopyHealth{Day: c.Day, Made: c.Made, Path: c.Path, Reports: c.Reports, Problem: said(c.Problem)})
	}
	if h.Well() {
		return out, nil
	}
	if m, err := boltfile.Prospect(dir, f.actor, time.Now); err == nil { // else Problem says why not
		mended := backend.Mended(m)
		out.Salvage = &mended
	}
	return out, nil
}

func (f folder) Mend() (backend.Mended, error)    { return f.mended(boltfile.Mend) }
func (f folder) UseCopy() (backend.Mended, error) { return f.mended(boltfile.UseCopy) }

func (f folder) mended(by func(string, model.Actor, func() time.Time) (boltfile.Mended, error)) (backend.Mended, error) {
	dir, err := f.site.DataDir(f.named)
	if err != nil {
		return backend.Mended{}, err
	}
	m, err := by(dir, f.actor, time.Now)
	return backend.Mended(m), f.site.Worded(err)
}

// store hands the leases on as the user interface has them, and keeps copies
// inside the fence.
type store struct {
	*boltfile.Store
	fence backend.Fence
}

func (s store) Copy(to string, overwrite bool) error {
	if err := errors.Join(s.fence.Check(to), export.Fits(to)); err != nil {
		return err
	}
	return s.Store.Copy(to, overwrite)
}

func (s store) Hold(id string, mine backend.Presence) ([]backend.Presence, error) {
	leases, err := s.Store.Hold(id, persist.Lease{Session: mine.Session, Opened: mine.Opened, LastKey: mine.LastKey})
	var others []backend.Presence
	for _, l := range leases {
		others = append(others, backend.Presence{Actor: l.Actor, Session: l.Session, Opened: l.Opened, LastKey: l.LastKey})
	}
	return others, err
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
	newest := model.Editions()[0]
	return fmt.Sprintf("nianbao %s（提交 %s，表式 %s 版：%s）", version, c[:min(len(c), 12)], newest.Edition, newest.Notice)
}

// files hands the export package to the user interface, and keeps files inside the
// fence.
type files struct{ fence backend.Fence }

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

func (f files) Write(w io.Writer, format string, r *model.Report, o backend.FileOptions) error {
	if err := f.fence.CheckAll(o.Template, o.Font); err != nil {
		return err
	}
	_, err := export.Write(w, format, r, export.Options(o))
	return err
}

func (f files) WriteFile(path, format string, r *model.Report, o backend.FileOptions) (backend.Written, error) {
	if err := f.fence.CheckAll(path, o.Template, o.Font); err != nil {
		return backend.Written{}, err
	}
	written, err := export.File(path, format, r, export.Options(o))
	return backend.Written(written), err
}

func (f files) Read(path string, o backend.ReadOptions) (*model.Reading, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return nil, err
	}
	return export.Read(path, export.ReadOptions(o))
}

func (files) Names(form *model.Form, section string, block [][]string) model.Names {
	return match.Names(form, section, block)
}

func (files) Extensions() []string { return export.Extensions }

func (files) ReviewName(r *model.Report, format string) string { return export.ReviewName(r, format) }

func (files) IsReview(name string) bool { return export.IsReview(name) }

func (f files) WriteReview(path, format string, v backend.Review, overwrite bool) (backend.Written, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return backend.Written{}, err
	}
	written, err := export.ReviewFile(path, format, export.Review(v), overwrite)
	return backend.Written(written), err
}
