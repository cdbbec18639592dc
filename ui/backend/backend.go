// Package backend says what the screens and the shell's commands need of the
// rest of the program: a store of reports and a writer of files. main hands
// the real ones in; tests hand in others.
package backend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/ledger"
	"nianbao/model/rollup"
)

// Store keeps reports. Its errors carry a code and a hint; see [Code].
type Store interface {
	// Path is the store's file, for messages.
	Path() string
	List() ([]model.Summary, error)
	Load(name string) (*model.Report, error)
	// LoadAll loads many at once; each name has a report or an error.
	LoadAll(names []string) ([]*model.Report, []error)
	Reload(id string) (*model.Report, error)
	// Revision is one of the report's revisions that can still be read.
	Revision(id string, revision int) (*model.Report, error)
	Create(r *model.Report, label string) (*model.Report, error)
	// Batch begins a batch of n new reports.
	Batch(n int) Batch
	// Save stores a report whose Revision is the one it was loaded with, and
	// returns the new one, with CodeUnsure where the disk does not say that it will
	// keep it; CodeConflict when somebody saved in between.
	Save(r *model.Report, edits []model.Edit) (revision int, err error)
	// Merge is Save that asks join, in case of a conflict and before anybody else can
	// save, what to store beside the newest: nil for nothing. It also stores the place,
	// unless that is "".
	Merge(r *model.Report, edits []model.Edit, place string, join func(latest *model.Report) (*model.Report, []model.Edit)) (revision int, err error)
	Delete(id string) error
	// Deleted is what Undelete can bring back, what was deleted last first.
	Deleted() ([]model.Deleted, error)
	// Undelete brings a report back, where another has its name by now under a changed
	// one, and returns the name.
	Undelete(id string) (name string, err error)
	Log(id string) ([]model.LogEntry, error)
	// LogPage is up to n entries of a report's log, the newest first, from a number on;
	// 0 is the newest one's.
	LogPage(id string, from, n int) (model.LogPage, error)
	// News is what has become of a report since a revision, in one look at the store.
	News(id string, revision int) (model.News, error)
	// Stand is which revisions the store has: where it is the same there is no news.
	Stand(id string) (model.Stand, error)
	// MarkExported notes in the log that a revision was written out; finished
	// when it was no draft. The sums are those of the files.
	MarkExported(id string, revision int, label string, finished bool, sums []string) error
	// ExportedSums are the sums of the report's files that were written lately.
	ExportedSums(id string) ([]string, error)
	Place(id string) (string, error)
	SavePlace(id, place string) error
	// Settings are how the user wants the program, "" at first.
	Settings() (string, error)
	SaveSettings(settings string) error
	// UnitStyle is how a unit has its files made, "" at first.
	UnitStyle(unit string) (string, error)
	SaveUnitStyle(unit, style string) error
	// UnitWords is what the words of a unit's ledgers mean, "" at first.
	UnitWords(unit string) (string, error)
	SaveUnitWords(unit, words string) error
	// Ledger is which rows of a ledger stand behind a report's figures, "" at first.
	Ledger(id string) (string, error)
	SaveLedger(id, rows string) error
	// Hold tells that this sitting has a report open, and returns who else has.
	Hold(id string, mine Presence) (others []Presence, err error)
	// Release tells that this sitting has closed it.
	Release(id, session string) error
	// Copy writes a copy of the store, which may be in use. A file that is there and
	// is no store stays unless it may be overwritten: CodeExists.
	Copy(to string, overwrite bool) error
	// Stamp differs when the store's file may have changed.
	Stamp() (string, error)
	// Notices are what its users should know about it, a Chinese sentence each.
	Notices() []string
}

// Batch is new reports that are stored together: all of them, or none.
type Batch interface {
	// Put makes the i-th report ready; nothing is stored, and little is kept of it.
	// Several goroutines may put different ones.
	Put(i int, r *model.Report, label string) error
	// Store stores them, once, and tells step how many more are stored. Where that
	// fails, or the context ends, what was stored already is taken back; left are the
	// names of those that could not be.
	Store(ctx context.Context, step func(n int)) (left []string, err error)
}

// SavedAs are the endings of files that clerks look for and that can't be read,
// with what to do: they are named, so that nobody thinks they have vanished.
var SavedAs = map[string]string{
	".doc": "要另存为 docx", ".wps": "要另存为 docx", ".rtf": "要另存为 docx", ".odt": "要另存为 docx",
	".xls": "要另存为 xlsx", ".et": "要另存为 xlsx",
}

// Files writes finished reports and reads report files.
type Files interface {
	Formats() []model.Format
	// FileName proposes a name; a draft's says so.
	FileName(r *model.Report, format string, o model.FileOptions) string
	Write(w io.Writer, format string, r *model.Report, o model.FileOptions) error
	// WriteFile writes a file whole or not at all.
	WriteFile(path, format string, r *model.Report, o model.FileOptions) (model.Written, error)
	// Read reads a report file of any kind.
	Read(path string, o model.ReadOptions) (*model.Reading, error)
	// Rows are the rows of the tables and the lines in a file of any kind.
	Rows(path string) ([]rollup.Row, error)
	// Ledger reads a ledger of applications, PastedLedger one that was copied out of a spreadsheet.
	Ledger(path string) (*ledger.Book, error)
	PastedLedger(text string) (*ledger.Book, error)
	// WriteWords writes what a ledger's words mean as a csv, in place of one that is there.
	WriteWords(path string, rows [][]string) (model.Written, error)
	// WriteBlankLedger writes a ledger to begin with as a workbook (.xlsx).
	WriteBlankLedger(path string, form *model.Form, overwrite bool) (model.Written, error)
	// Names says what the words in a pasted block name of a section's table.
	Names(form *model.Form, section string, block [][]string) model.Names
	// Extensions are the endings of the names of files that can be read.
	Extensions() []string
	// ReviewName proposes a name for a review, which IsReview knows again.
	ReviewName(r *model.Report, format string) string
	IsReview(name string) bool
	// WriteReview writes what is sent back to the unit. A file that is there and
	// differs stays unless it may be overwritten.
	WriteReview(path, format string, v check.Review, overwrite bool) (model.Written, error)
	// Answers reads a review that has come back, whatever it is called; nil for another file.
	Answers(path string) (*rollup.Answers, error)
	// WriteReminder writes a letter to units that have not sent their reports into a folder.
	WriteReminder(folder, format string, r rollup.Reminder) (model.Written, error)
	// WriteStatistics writes what a collector's report comes to as a workbook (.xlsx).
	WriteStatistics(path string, s *rollup.Statistics, overwrite bool) (model.Written, error)
}

// Presence is a sitting that has a report open.
type Presence struct {
	model.Actor
	Session string // differs for each sitting
	Opened  time.Time
	LastKey time.Time
}

type coded interface {
	Code() string
	Hint() string
}

// Code is the code of the error, or "" where it has none.
func Code(err error) string {
	var c coded
	if errors.As(err, &c) {
		return c.Code()
	}
	return ""
}

// Hint is what to do about the error, a Chinese sentence, or "".
func Hint(err error) string {
	var c coded
	if errors.As(err, &c) {
		return c.Hint()
	}
	return ""
}

// Message is the error and what to do next, in one line.
func Message(err error) string {
	msg := model.CleanLine(err.Error())
	if hint := Hint(err); hint != "" {
		msg += "。" + hint
	}
	return msg
}

// problem is an error of this package.
type problem struct{ code, message, hint string }

func (p *problem) Error() string { return p.message }
func (p *problem) Code() string  { return p.code }
func (p *problem) Hint() string  { return p.hint }

// Usage is an error about what the user asked for.
func Usage(hint, format string, args ...any) error {
	return &problem{model.CodeUsage, fmt.Sprintf(format, args...), hint}
}

// Conflict is an error about what somebody else did first.
func Conflict(hint, format string, args ...any) error {
	return &problem{model.CodeConflict, fmt.Sprintf(format, args...), hint}
}

// NothingRead refuses a file that plainly has tables of which not one figure could be
// read: taken over, it would be a report of blanks. nil for any other.
func NothingRead(x *model.Reading) error {
	if !x.NoFigures() {
		return nil
	}
	return &problem{model.CodeUnreadable, "「" + model.CleanLine(x.File) + "」里有表，但表里的数一个也没有读出来，没有读入",
		"请打开原件，另存为 docx 或 xlsx 再读入；从网页复制成文本的，请把网页存为 html 文件读入"}
}

// LastYear is the same unit's report of the year before; nil where the store has
// none.
func LastYear(s Store, r *model.Report) (*model.Report, error) {
	last, err := s.Load(model.ReportName(r.Unit, r.Year-1))
	if Code(err) == model.CodeNotFound {
		return nil, nil
	}
	return last, err
}

// LastLog is up to n entries of a report's log, the newest first; none where it has none.
func LastLog(s Store, id string, n int) (model.LogPage, error) {
	page, err := s.LogPage(id, 0, n)
	if Code(err) == model.CodeNotFound {
		return model.LogPage{}, nil
	}
	return page, err
}

// Unsaved is the error that work could not be stored; the message says where it is.
func Unsaved(message string) error {
	return &problem{model.CodeUnusable, message, ""}
}

// Overtaken is the error that somebody else has saved a report whose state was to
// change; err is the store's.
func Overtaken(err error) error {
	return &problem{model.CodeConflict, "没有办成，状态没有变：" + err.Error(), "请看过新的一稿，再做一次"}
}
