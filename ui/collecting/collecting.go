// Package collecting is what a collector does with the reports of the units on its list:
// taking in their files, saying what becomes of each, adding up what is accepted. It prints
// and draws nothing: commands and screens are over it.
package collecting

import (
	"cmp"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// Office is where a collector works.
type Office struct {
	Store      backend.Store
	Files      backend.Files
	Fence      backend.Fence
	Collectors backend.Collectors // who may do more than look and take in
	User       string             // who says it
	Now        func() time.Time
	SessionID  func() string // differs at each call
	// Progress begins to show how much of many is done; nil for nobody who looks.
	Progress func(what string, total int) Progress
}

// Progress is told of each that is done, by several at once, and when none comes any more.
type Progress interface {
	Step()
	End()
}

// unseen is progress that nobody looks at.
type unseen struct{}

func (unseen) Step() {}
func (unseen) End()  {}

func (o *Office) progress(what string, total int) Progress {
	if o.Progress == nil {
		return unseen{}
	}
	return o.Progress(what, total)
}

// save makes an edit of a report and stores it.
func (o *Office) save(r *model.Report, edit func(*model.Report) (model.Edit, error)) (*model.Report, error) {
	return backend.SaveEdit(o.Store, r, o.SessionID(), edit)
}

// Collector is a collector's report with what the store has of its units.
type Collector struct {
	*model.Report
	*Office
	index backend.Index
}

// Beside looks in the store at the units of a collector's report.
func (o *Office) Beside(r *model.Report) (*Collector, error) {
	if !r.IsSum() {
		return nil, backend.Usage("汇总由 nianbao rollup units 单位-年度 新建", "%s 不是汇总，是单位自己的报告", r.Name())
	}
	list, err := o.Store.List()
	return o.With(r, backend.IndexOf(list)), err
}

// With is Beside where the store's reports are known.
func (o *Office) With(r *model.Report, index backend.Index) *Collector {
	return &Collector{r, o, index}
}

// Apart is the collector as it stands, for work beside what goes on.
func (x *Collector) Apart() *Collector { return &Collector{x.Report.Clone(), x.Office, x.index} }

// Doubtful is how many cells of a unit's report were read with doubt and haven't been looked
// at since.
func (x *Collector) Doubtful(unit string) int {
	v := x.Reviews[unit]
	if now, _ := x.standing(unit); now.Revision > v.Revision {
		return 0
	}
	return len(v.Doubtful)
}

// standing is a unit's report as the store has it.
func (x *Collector) standing(unit string) (now rollup.Standing, s model.Summary) {
	s, ok := x.index.Named(model.ReportName(unit, x.Year))
	if !ok {
		return now, s
	}
	return rollup.Standing{Revision: s.Revision, Errors: s.Errors}, s
}

// Unit is a unit on the list, how it stands, and what its report has.
type Unit struct {
	model.ListedUnit
	State    rollup.State `json:"state"`
	Report   string       `json:"report"`      // its name; "" for none
	Received string       `json:"received_at"` // RFC 3339; "" for none
	By       string       `json:"by"`
	Errors   int          `json:"errors"`
	Warnings int          `json:"warnings"`
	Hints    int          `json:"hints"`
	Round    int          `json:"round"`

	came string // the day on which it first came
}

// Listed are the units in the order of the list.
func (x *Collector) Listed() (all []Unit) {
	for _, u := range x.List() {
		now, s := x.standing(u.Name)
		v := x.Reviews[u.Name]
		l := Unit{ListedUnit: u, State: rollup.StateOf(v, now), Report: s.Report, Received: v.Received, By: cmp.Or(v.By, s.ChangedBy), Errors: s.Errors, Warnings: s.Warnings, Hints: s.Hints, Round: v.Round}
		l.came = v.CameOn()
		if l.Received == "" && s.Report != "" {
			l.Received = s.ChangedAt.Format(time.RFC3339)
			l.came = s.ChangedAt.Local().Format(time.DateOnly)
		}
		all = append(all, l)
	}
	return all
}

// InTime reports whether a unit's report first came by the day it was due; not for one that
// hasn't come, or without a day.
func (u Unit) InTime() bool {
	known := u.Due != "" && u.Report != "" && u.came != ""
	return known && u.came <= u.Due
}

// Subject is a unit's report, with the year before's and what there is to be found in it.
type Subject struct {
	Report, Last *model.Report
	Findings     []check.Finding
}

// Subject looks at a unit's report; nil where there is none.
func (x *Collector) Subject(unit string) (*Subject, error) {
	_, s := x.standing(unit)
	if s.Report == "" {
		return nil, nil
	}
	r, err := x.Store.Load(s.Report)
	if err != nil {
		return nil, err
	}
	return x.subject(r)
}

// subject looks at a report.
func (o *Office) subject(r *model.Report) (*Subject, error) {
	last, err := backend.LastYear(o.Store, r)
	if err != nil {
		return nil, err
	}
	return &Subject{r, last, check.Sum(r, last, backend.SourcesOf(o.Store, r, nil))}, nil
}
