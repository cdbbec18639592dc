// Package rollup adds up what a collector has accepted, tells how each unit on the list
// stands, and where a figure of the sum comes from. It knows no store and no file: callers
// bring the reports.
package rollup

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"nianbao/model"
)

// State is how a unit on the list stands.
type State string

// The states, as the exchange of them names them.
const (
	Missing  State = "missing"
	Faulty   State = "faulty" // errors that nobody has explained
	Received       = State(model.WordReceived)
	Returned       = State(model.WordReturned)
	Accepted       = State(model.WordAccepted)
	Excused        = State(model.WordExcused)
)

// Name is the state in Chinese.
func (s State) Name() string {
	switch s {
	case Missing:
		return "未报"
	case Faulty:
		return "有错"
	}
	return model.Word(s).Name()
}

// Standing is a unit's report as the store has it. The zero value is none.
type Standing struct {
	Revision int // 0 for no report
	Errors   int // that nobody has explained
}

// StateOf is how a unit stands: what the collector has said holds for the revision that it was
// said of, and a newer one is received again.
func StateOf(review model.UnitReview, now Standing) State {
	newer := now.Revision > review.Revision
	switch {
	case review.Word == model.WordExcused:
		return Excused
	case review.Word == model.WordAccepted && !newer:
		return Accepted
	case review.Word == model.WordReturned && !newer:
		return Returned
	case now.Revision == 0:
		return Missing
	case now.Errors > 0:
		return Faulty
	}
	return Received
}

// Due reports whether a unit has to report for a year: it was there at the end of it.
// One that was closed before is carried on by another.
func Due(u model.ListedUnit, year int) bool {
	end := strconv.Itoa(year) + "-12-31"
	return u.Opened <= end && (u.Closed == "" || u.Closed > end)
}

// Sum adds reports up, one after the other, so that none has to be kept.
type Sum struct {
	form    *model.Form
	figures map[model.CellID]model.Figure
	sources []model.Source
}

// NewSum begins a sum on a form.
func NewSum(f *model.Form) *Sum {
	return &Sum{form: f, figures: map[model.CellID]model.Figure{}}
}

// WhyNot is why a report can't be part of a sum, a Chinese sentence; "" where it can: every
// cell has to have a figure that is certain, on the form of the sum.
func WhyNot(f *model.Form, r *model.Report) string {
	switch blanks := r.Blanks(""); {
	case r.Form != f:
		return "是 " + r.Form.Edition + " 版的表，不是 " + f.Edition + " 版"
	case len(r.Unread) > 0:
		return fmt.Sprintf("有 %d 格没有读出来", len(r.Unread))
	case len(blanks) > 0:
		return fmt.Sprintf("有 %d 格没有填，第一格是「%s」", len(blanks), f.Cell(blanks[0]).Brief())
	}
	return ""
}

// Resume begins a sum that is to be what is accepted, and says how it comes to that: with the
// figures of which sources it is to take off, then add. Where most would change it begins anew.
func Resume(collector *model.Report) (s *Sum, off, on []model.Source) {
	s = NewSum(collector.Form)
	had := make(map[string]model.Source, len(collector.Sources))
	for _, x := range collector.Sources {
		had[x.Unit] = x
	}
	accepted := AcceptedSources(collector)
	var kept []model.Source
	for _, x := range accepted {
		if had[x.Unit] == x {
			kept = append(kept, x)
			delete(had, x.Unit)
		} else {
			on = append(on, x)
		}
	}
	for _, x := range collector.Sources {
		if _, gone := had[x.Unit]; gone {
			off = append(off, x)
		}
	}
	if len(off)+len(on) >= len(accepted) {
		return s, nil, accepted
	}
	s.figures, s.sources = collector.AddedUp(), append(kept, off...)
	return s, off, on
}

// AcceptedSources are the revisions that the sum of a collector's report should be of, by the unit.
func AcceptedSources(collector *model.Report) (all []model.Source) {
	for _, u := range collector.Units {
		if v := collector.Reviews[u.Name]; v.Word == model.WordAccepted && Due(u, collector.Year) {
			all = append(all, model.Source{Unit: u.Name, Year: collector.Year, Report: v.Report, Revision: v.Revision, Checksum: v.Checksum})
		}
	}
	slices.SortFunc(all, func(a, b model.Source) int { return cmp.Compare(a.Unit, b.Unit) })
	return all
}

// Add adds a unit's report, which WhyNot has nothing against.
func (s *Sum) Add(unit string, r *model.Report) {
	s.AddAs(model.Source{Unit: unit, Year: r.Year, Report: r.Name(), Revision: r.Revision, Checksum: r.Seal()}, r)
}

// AddAs adds the report of a source, whose checksum is right.
func (s *Sum) AddAs(source model.Source, r *model.Report) {
	for id, f := range r.Figures {
		s.figures[id] = s.figures[id].Add(f)
	}
	s.sources = append(s.sources, source)
}

// TakeOff takes the report of a source off, whose checksum is right.
func (s *Sum) TakeOff(source model.Source, r *model.Report) {
	for id, f := range r.Figures {
		s.figures[id] = s.figures[id].Sub(f)
	}
	s.sources = slices.DeleteFunc(s.sources, func(x model.Source) bool { return x == source })
}

// Edit makes the sum that of a collector's report, as one edit.
func (s *Sum) Edit(collector *model.Report) model.Edit {
	slices.SortFunc(s.sources, func(a, b model.Source) int { return cmp.Compare(a.Unit, b.Unit) })
	return model.SetSum(collector, s.figures, s.sources)
}

// Made reports whether a collector's report has this sum: where two add up at once, that of
// the other stays.
func (s *Sum) Made(collector *model.Report) bool { return s.Edit(collector).Empty() }

// Difference is a unit whose accepted report is not what the sum has.
type Difference struct {
	Unit     string
	Was, Now int // revisions; 0 for none
}

// Outdated lists the units by which the sum differs from what is accepted now; none where it
// holds.
func Outdated(collector *model.Report) (all []Difference) {
	had := map[string]model.Source{}
	for _, s := range collector.Sources {
		had[s.Unit] = s
	}
	for _, u := range collector.Units {
		v := collector.Reviews[u.Name]
		s, in := had[u.Name]
		delete(had, u.Name)
		counts := v.Word == model.WordAccepted && Due(u, collector.Year)
		switch {
		case counts && (!in || s.Revision != v.Revision || s.Checksum != v.Checksum):
			all = append(all, Difference{u.Name, s.Revision, v.Revision})
		case !counts && in:
			all = append(all, Difference{u.Name, s.Revision, 0})
		}
	}
	for _, s := range had { // that are no longer on the list
		all = append(all, Difference{s.Unit, s.Revision, 0})
	}
	slices.SortFunc(all, func(a, b Difference) int { return cmp.Compare(a.Unit, b.Unit) })
	return all
}

// Part is what a unit has of a cell of the sum.
type Part struct {
	Unit  string
	Value model.Figure
}

// Share is the part's share of a whole, in hundredths of a percent, rounded; 0 of nothing.
func (p Part) Share(whole model.Figure) int64 {
	if whole.Sign() == 0 {
		return 0
	}
	return (p.Value.Units()*20000 + whole.Units()) / (2 * whole.Units())
}

// Largest puts the parts with most first, those of one size by their units' names.
func Largest(parts []Part) {
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.Value.Units(), a.Value.Units()), cmp.Compare(a.Unit, b.Unit))
	})
}
