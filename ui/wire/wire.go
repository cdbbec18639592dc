// Package wire hands store and files to the user interface as [backend] has them, within
// what the administrator has laid down. Beside main it is the only place that knows all of
// model, persist, export and ui.
//
// # On a shared server
//
// /etc/nianbao.toml (persist/site.go) fixes the store's folder and the folder of people's files, and
// names the accounts that several people use; who somebody is then comes from sshd (persist/actor.go).
// With export fixed every path that a person gives goes through one gate, backend.Fence:
// cli.checkPaths for the shell's flags and arguments, the screens before they look at a folder, and
// ui/wire once more where files are opened. A new option needs its kind in optionKinds
// (ui/cli/complete.go), an argument in the table of commands: both what the shell completes and what
// the gate checks follow from that; one that takes a path belongs also in the table of
// ui/endtoend/escape_test.go. As sshd's forced command the program runs SSH_ORIGINAL_COMMAND
// (ui/cli/forced.go). The tests start a real sshd with the blocks of the manual (ui/manual/server.md),
// so that the chapter can't be wrong. Releases for systems that keep configuration elsewhere: -ldflags
// "-X main.siteFile=/path/nianbao.toml".
package wire

import (
	"errors"
	"io"
	"path/filepath"
	"time"

	"nianbao/export"
	"nianbao/export/match"
	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/ledger"
	"nianbao/model/rollup"
	"nianbao/persist"
	"nianbao/persist/boltfile"
	"nianbao/ui/backend"
)

// Machine is where the program runs, as its administrator has set it up, and who is at
// the keyboard.
type Machine struct {
	Site  persist.Site
	Actor model.Actor
	Fence backend.Fence
	Now   func() time.Time
}

// Folder is where the store is that a user has named; "" for the default.
func (m *Machine) Folder(named string) backend.Folder { return folder{m, named} }

// Files writes and reads them.
func (m *Machine) Files() backend.Files { return files{m.Fence} }

// folder hands persist's care for a folder on as the user interface has it.
type folder struct {
	*Machine
	named string // by the user; "" for the default
}

func (f folder) Open() (backend.Store, error) {
	dir, err := f.Site.DataDir(f.named)
	if err != nil {
		return nil, err
	}
	s, err := boltfile.Open(dir, f.Actor, f.Now)
	if err != nil {
		return nil, f.Site.Worded(err)
	}
	return store{s, f.Fence}, nil
}

func (f folder) Examine() (backend.Health, error) {
	dir, err := f.Site.DataDir(f.named)
	if err != nil {
		return backend.Health{}, err
	}
	said := func(err error) string {
		switch {
		case err == nil:
			return ""
		case backend.Code(err) == model.CodeDamaged: // what to do is told apart
			return err.Error()
		}
		return backend.Message(err)
	}
	h := boltfile.Examine(dir, f.Actor, f.Now)
	h.Problem = f.Site.Worded(h.Problem)
	out := backend.Health{Path: h.Path, Size: h.Size, Well: h.Well(), Problem: said(h.Problem), Gone: h.Gone, Reports: append([]model.ReportHealth{}, h.Reports...), Copies: []backend.CopyHealth{}, Notices: append(f.Site.Notices(), h.Notices...), AtWork: h.AtWork}
	for _, c := range h.Copies {
		out.Copies = append(out.Copies, backend.CopyHealth{Day: c.Day, Made: c.Made, Path: c.Path, Reports: c.Reports, Problem: said(c.Problem)})
	}
	if h.Well() {
		return out, nil
	}
	if m, err := boltfile.Prospect(dir, f.Actor, f.Now); err == nil { // else Problem says why not
		out.Prospect = &m
	}
	return out, nil
}

func (f folder) Mend() (model.Mended, error)    { return f.mended(boltfile.Mend) }
func (f folder) UseCopy() (model.Mended, error) { return f.mended(boltfile.UseCopy) }

func (f folder) mended(by func(string, model.Actor, func() time.Time) (model.Mended, error)) (model.Mended, error) {
	dir, err := f.Site.DataDir(f.named)
	if err != nil {
		return model.Mended{}, err
	}
	m, err := by(dir, f.Actor, f.Now)
	return m, f.Site.Worded(err)
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

func (s store) Batch(n int) backend.Batch { return s.Store.Batch(n) }

func (s store) Hold(id string, mine backend.Presence) ([]backend.Presence, error) {
	leases, err := s.Store.Hold(id, persist.Lease{Session: mine.Session, Opened: mine.Opened, LastKey: mine.LastKey})
	var others []backend.Presence
	for _, l := range leases {
		others = append(others, backend.Presence{Actor: l.Actor, Session: l.Session, Opened: l.Opened, LastKey: l.LastKey})
	}
	return others, err
}

// files hands the export package on, and keeps files inside the
// fence.
type files struct{ fence backend.Fence }

func (files) Formats() []model.Format { return export.Formats() }

func (files) FileName(r *model.Report, format string, o model.FileOptions) string {
	return export.FileName(r, format, o)
}

func (f files) Write(w io.Writer, format string, r *model.Report, o model.FileOptions) error {
	if err := f.fence.CheckAll(o.Template, o.Font); err != nil {
		return err
	}
	_, err := export.Write(w, format, r, o)
	return err
}

func (f files) WriteFile(path, format string, r *model.Report, o model.FileOptions) (model.Written, error) {
	if err := f.fence.CheckAll(path, o.Template, o.Font); err != nil {
		return model.Written{}, err
	}
	return export.File(path, format, r, o)
}

func (f files) Read(path string, o model.ReadOptions) (*model.Reading, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return nil, err
	}
	return export.Read(path, o)
}

func (f files) Rows(path string) ([]rollup.Row, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return nil, err
	}
	return export.Rows(path)
}

func (f files) Ledger(path string) (*ledger.Book, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return nil, err
	}
	return export.Ledger(path)
}

func (files) PastedLedger(text string) (*ledger.Book, error) { return export.PastedLedger(text) }

func (f files) WriteWords(path string, rows [][]string) (model.Written, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return model.Written{}, err
	}
	return export.WordsFile(path, rows)
}

func (f files) WriteBlankLedger(path string, form *model.Form, overwrite bool) (model.Written, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return model.Written{}, err
	}
	return export.BlankLedgerFile(path, form, overwrite)
}

func (files) Names(form *model.Form, section string, block [][]string) model.Names {
	return match.Names(form, section, block)
}

func (files) Extensions() []string { return export.Extensions }

func (files) ReviewName(r *model.Report, format string) string { return export.ReviewName(r, format) }

func (files) IsReview(name string) bool { return export.IsReview(name) }

func (f files) WriteReview(path, format string, v check.Review, overwrite bool) (model.Written, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return model.Written{}, err
	}
	return export.ReviewFile(path, format, v, overwrite)
}

func (f files) Answers(path string) (*rollup.Answers, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return nil, err
	}
	return export.Answers(path)
}

func (f files) WriteReminder(folder, format string, r rollup.Reminder) (model.Written, error) {
	path := filepath.Join(folder, export.ReminderName(r, format))
	if err := f.fence.CheckAll(path); err != nil {
		return model.Written{}, err
	}
	return export.ReminderFile(path, format, r)
}

func (f files) WriteStatistics(path string, s *rollup.Statistics, overwrite bool) (model.Written, error) {
	if err := f.fence.CheckAll(path); err != nil {
		return model.Written{}, err
	}
	return export.StatisticsFile(path, s, overwrite)
}
