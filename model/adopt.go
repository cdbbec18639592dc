package model

import (
	"errors"
	"fmt"
	"slices"
)

// Adoption is what taking a reading into a report at hand would do.
type Adoption struct {
	Edit      Edit
	Conflicts []Conflict // targets that both have, with different values
	Same      int        // targets that have the file's value already
	Filled    int        // of the edit: targets that were blank
	Taken     int        // of the edit: conflicts where the file's value comes
	Unread    int        // of the edit: blanks that the file has something for that could not be read
	LeftOut   []LeftOut  // what the report has no place for
}

// Conflict is a target that the report and a file have different values for.
type Conflict struct {
	Target
	Mine, Theirs string // as [Change] writes them
}

// Adopt works out the edit that takes a reading into a report: what is blank is
// filled, and for each conflict take says whether the file's value comes in its
// place. Only the sections named are looked at, all for none.
func Adopt(r *Report, x *Reading, sections []string, take func(Conflict) bool) Adoption {
	var a Adoption
	over := 0 // cells of a sum that the file has otherwise
	offer := func(section string, t Target, theirs string) {
		wanted := len(sections) == 0 || slices.Contains(sections, section)
		if theirs == "" || !wanted {
			return
		}
		if err := r.check(t, theirs); err != nil {
			if errors.Is(err, ErrSum) && r.Get(t) != theirs {
				over++
			}
			return
		}
		switch mine := r.Get(t); {
		case mine == theirs:
			a.Same++
		case mine == "":
			a.Edit.add(r, t, theirs)
			a.Filled++
		default:
			c := Conflict{t, mine, theirs}
			a.Conflicts = append(a.Conflicts, c)
			if take(c) {
				a.Edit.add(r, t, theirs)
				a.Taken++
			}
		}
	}
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if s.Table == nil {
			offer(s.Key, Target{TargetText, s.Key}, x.Report.Text[s.Key])
			continue
		}
		for _, c := range r.Form.Cells() {
			if c.Section != s {
				continue
			}
			if c.Computed() {
				offer(s.Key, Target{TargetStated, string(c.ID)}, x.Report.Stated[c.ID].String())
				if !r.IsSum() {
					a.printed(r, x, c)
				}
			} else {
				offer(s.Key, Target{TargetCell, string(c.ID)}, x.Report.Figures[c.ID].String())
			}
			offer(s.Key, Target{TargetNote, string(c.ID)}, x.Report.Notes[c.ID])
			a.unread(r, x, c, !r.IsSum() && (len(sections) == 0 || slices.Contains(sections, s.Key)))
		}
	}
	if len(sections) == 0 && x.Report.Year == r.Year { // else it is the other year's date
		offer("", Target{TargetField, FieldDate}, x.Report.Date)
	}
	a.leaveOut(r, x, sections)
	if over > 0 {
		a.LeftOut = append(a.LeftOut, LeftOut{"三张表", fmt.Sprintf("%d 格和汇总数不同", over), ErrSum.Error()})
	}
	a.Edit.Label = x.Label()
	return a
}

// printed takes over a total that agrees with the sum in the file, so that it is known
// what the paper says where the report comes to say something else.
func (a *Adoption) printed(r *Report, x *Reading, c *Cell) {
	if stated, _ := r.StatedTotal(c.ID); !stated.Filled() {
		a.Edit.add(r, Target{TargetPrinted, string(c.ID)}, x.Report.Printed[c.ID].String())
	}
}

// unread takes over that a cell of the file could not be read, so that nobody fills it
// with 0; a figure or words that the report has of it stay.
func (a *Adoption) unread(r *Report, x *Reading, c *Cell, wanted bool) {
	if c.Computed() || !wanted || !x.Report.IsUnread(c.ID) {
		return
	}
	words := x.Report.Unread[c.ID]
	switch {
	case r.Figures[c.ID].Filled():
		where := ""
		if i := slices.IndexFunc(x.Read, func(y ReadCell) bool { return y.Cell == c.ID }); i >= 0 {
			where = x.Read[i].Where
		}
		a.LeftOut = append(a.LeftOut, LeftOut{where, c.Brief() + " " + words, "文件里这一格没有读出，报告里的数没有动"})
	case r.Unread[c.ID] == "":
		a.Edit.add(r, Target{TargetUnread, string(c.ID)}, words)
		a.Unread++
	}
}

// leaveOut notes the cells that only the file's edition of the form has.
func (a *Adoption) leaveOut(r *Report, x *Reading, sections []string) {
	for i := range x.Read {
		c := x.Report.Form.Cell(x.Read[i].Cell)
		if r.Form.Cell(c.ID) == nil && (len(sections) == 0 || slices.Contains(sections, c.Section.Key)) {
			a.LeftOut = append(a.LeftOut, LeftOut{x.Read[i].Where, c.Brief() + " " + x.Read[i].Source, "这份报告是 " + r.Form.Edition + " 年表式，没有这一格"})
		}
	}
}

// Difference is a cell or a text that two reports have different.
type Difference struct {
	Target
	A, B string // as [Change] writes them
}

// Differences compares two reports, cell by cell in form order and then text by
// text. Cells that only one of two editions has are among them.
func Differences(a, b *Report) (figures, texts []Difference) {
	sa, sb := Evaluate(a), Evaluate(b)
	cells := slices.Clone(a.Form.Cells())
	for _, c := range b.Form.Cells() {
		if a.Form.Cell(c.ID) == nil {
			cells = append(cells, c)
		}
	}
	for _, c := range cells {
		if x, y := sa.At(c.ID), sb.At(c.ID); x != y {
			figures = append(figures, Difference{Target{TargetCell, string(c.ID)}, x.String(), y.String()})
		}
	}
	for i := range a.Form.Sections {
		if s := &a.Form.Sections[i]; s.Table == nil && a.Text[s.Key] != b.Text[s.Key] {
			texts = append(texts, Difference{Target{TargetText, s.Key}, a.Text[s.Key], b.Text[s.Key]})
		}
	}
	return figures, texts
}
