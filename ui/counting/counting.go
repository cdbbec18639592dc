// Package counting is what a person does with a ledger of applications, under the commands and the
// screens: it has the ledger read and counted into a report, keeps what is said of its words for the
// unit, takes the figures over as one edit, and tells which rows stand behind a cell.
package counting

import (
	"fmt"
	"slices"
	"time"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
)

// Ledger is a ledger beside the report that it is counted into.
type Ledger struct {
	*ledger.Count
	Words   *ledger.Words
	Book    *ledger.Book
	Mapping ledger.Mapping
	Before  *ledger.Taken // as it was counted last; nil for never
	Report  *model.Report

	store backend.Store
	on    ledger.Day
	last  *model.Report // of the year before, nil where the store has none
}

// Beside counts a ledger into a report, by what is known of the unit's words. Errors: the store's.
func Beside(store backend.Store, r *model.Report, book *ledger.Book, on ledger.Day) (*Ledger, error) {
	l := &Ledger{Words: ledger.NewWords(r.Form), Book: book, Report: r, store: store, on: on}
	text, err := store.UnitWords(r.Unit)
	if err != nil {
		return nil, err
	}
	if l.Mapping, err = ledger.ParseMapping(text); err != nil {
		return nil, err
	}
	if l.Before, err = Taken(store, r); err != nil {
		return nil, err
	}
	if l.last, err = backend.LastYear(store, r); err != nil {
		return nil, err
	}
	l.Recount()
	return l, nil
}

// Today is the day of a time.
func Today(now time.Time) ledger.Day { return ledger.Day(now.Format(time.DateOnly)) }

// Taken is how a report's ledger was counted last; nil for never. Errors: the store's.
func Taken(store backend.Store, r *model.Report) (*ledger.Taken, error) {
	text, err := store.Ledger(r.ID)
	if err != nil {
		return nil, err
	}
	return ledger.ParseTaken(text)
}

// Recount counts anew, by the mapping as it is.
func (l *Ledger) Recount() {
	l.Count = l.Words.Count(l.Book, l.Mapping, ledger.Options{Year: l.Report.Year, On: l.on, Carried: l.carried()})
}

// carried is what last year's report carries over, by column; nil where it is not known whole.
func (l *Ledger) carried() map[string]int {
	if l.last == nil {
		return nil
	}
	out := map[string]int{}
	was := model.Evaluate(l.last)
	for _, col := range l.Words.Applicants() {
		to := model.CellID("3.carried_in." + col)
		f := was.At(l.Report.Form.CarriedFrom(to))
		if !f.Filled() {
			return nil
		}
		out[col] = int(f.Units() / model.Scale)
	}
	return out
}

// SaveWords keeps what a mapping says for a unit, beside what others have said meanwhile; what it
// takes back is gone. Errors: the store's.
func SaveWords(store backend.Store, unit string, said ledger.Mapping) error {
	text, err := store.UnitWords(unit)
	if err != nil {
		return err
	}
	all, err := ledger.ParseMapping(text)
	if err != nil {
		return err
	}
	all.Merge(said)
	now, err := all.Encode()
	if err != nil || now == text {
		return err
	}
	return store.SaveUnitWords(unit, now)
}

// Difference is a cell of which the report has another figure than the ledger.
type Difference struct {
	Cell   model.CellID `json:"cell"`
	Report model.Figure `json:"report"`
	Ledger model.Figure `json:"ledger"`
}

// Differences are the cells of which a report has another figure, in the form's order. Of cases a
// ledger may have only some, those about its own applications: there it adds, and takes nothing away.
func (l *Ledger) Differences(r *model.Report) (out []Difference) {
	for _, c := range r.Form.Cells() {
		n, counted := l.Figures[c.ID]
		f := model.Count(int64(n))
		fewer := c.Section.Key == ledger.CaseSection && f.Sub(r.Figures[c.ID]).Sign() <= 0
		if counted && !fewer && r.Figures[c.ID] != f {
			out = append(out, Difference{c.ID, r.Figures[c.ID], f})
		}
	}
	return out
}

// Parted are the differences worth a line each, and how many cells are blank in the report and 0 in
// the ledger.
func (l *Ledger) Parted(r *model.Report) (telling []Difference, zeros int) {
	for _, d := range l.Differences(r) {
		if !d.Report.Filled() && d.Ledger.IsZero() {
			zeros++
			continue
		}
		telling = append(telling, d)
	}
	return telling, zeros
}

// Edit takes the ledger's figures over into a report. It is refused while rows hang on questions:
// a table without them would balance and be too small.
func (l *Ledger) Edit(r *model.Report) (model.Edit, error) {
	if err := l.Whole(); err != nil {
		return model.Edit{}, err
	}
	var figures []model.CellFigure
	for _, d := range l.Differences(r) {
		figures = append(figures, model.CellFigure{Cell: d.Cell, Figure: d.Ledger})
	}
	e := model.SetFigures(r, figures...)
	if len(e.Changes) > 0 {
		e.Label = fmt.Sprintf("按台账填表（%d 件申请）", l.Counted())
	}
	return e, nil
}

// Whole is nil where nothing hangs on a question, and the ledger has applications of the year: another
// year's would make noughts of all figures.
func (l *Ledger) Whole() error {
	had := slices.ContainsFunc(l.Differences(l.Report), func(d Difference) bool { return d.Report.Sign() != 0 })
	if none := l.Counted() == 0; none && l.Hanging() == "" && (len(l.Book.Rows) > 0 || had) {
		return backend.Usage("请核对是不是选错了文件；真的没有申请的，在表里把空白填成 0", "台账里没有一件是 %d 年的，没有填进报告", l.Report.Year)
	}
	if hanging := l.Hanging(); hanging != "" {
		return backend.Usage("逐个确定怎么算，不计的写原因", "%s：这时的数是不全的，没有填进报告", hanging)
	}
	return nil
}

// Counted is how many rows of section three count.
func (l *Ledger) Counted() (n int) {
	for _, p := range l.Placed {
		if p.Applicant != "" {
			n++
		}
	}
	return n
}

// Since tells what has changed since the ledger was counted last.
func (l *Ledger) Since() []ledger.Changed {
	if l.Before == nil {
		return nil
	}
	return l.Keep(l.Book, "", "", "").Since(l.Before)
}

// SaveRows keeps which rows stand behind the report's cells. Errors: the store's.
func (l *Ledger) SaveRows(by, name string, now time.Time) error {
	text, err := l.Keep(l.Book, by, now.Format(time.RFC3339), name).Encode()
	if err != nil {
		return err
	}
	return l.store.SaveLedger(l.Report.ID, text)
}
