package model

import "slices"

// Sheet is a report's figures with every total computed. It is made anew after
// each edit: a pass over the whole form costs a fraction of a millisecond.
type Sheet struct {
	form   *Form
	values []Figure // in form order

	formerly map[CellID]bool // see Formerly; nil where no other edition is concerned
	unknown  map[CellID]bool // see Unknown; nil where all was read
}

// Evaluate computes every total of the report. A total over blanks only is
// blank; one over some blanks is the sum of the rest; one over a cell that could not
// be read is not known, and blank.
func Evaluate(r *Report) *Sheet {
	ix := r.Form.index()
	s := &Sheet{form: r.Form, values: make([]Figure, len(ix.cells))}
	for id, f := range r.Figures {
		if c := ix.byID[id]; c != nil {
			s.values[c.pos] = f
		}
	}
	s.addUp(ix)
	s.mustRead(r)
	return s
}

// EvaluateTyped is Evaluate of the figures of a form's cells in their order, those of computed
// cells among them, which don't count. It takes the list over.
func EvaluateTyped(f *Form, values []Figure) *Sheet {
	s := &Sheet{form: f, values: values}
	s.addUp(f.index())
	return s
}

// addUp computes every total.
func (s *Sheet) addUp(ix *index) {
	for _, c := range ix.computed {
		sum := Blank
		for _, at := range c.terms {
			sum = sum.Add(s.values[at])
		}
		s.values[c.pos] = sum
	}
}

// EvaluateAs is Evaluate in the cells of another edition: where the report has
// a cell of that name, its figure; else what the edition says it formerly was,
// which [Sheet.Formerly] tells.
func EvaluateAs(r *Report, f *Form) *Sheet {
	s := Evaluate(r)
	if r.Form == f {
		return s
	}
	as := &Sheet{form: f, values: make([]Figure, len(f.Cells())), formerly: map[CellID]bool{}, unknown: map[CellID]bool{}}
	for _, c := range f.Cells() {
		from := c.ID
		if r.Form.Cell(from) == nil {
			from = f.index().formerly[c.ID]
			as.formerly[c.ID] = s.At(from).Filled()
		}
		as.values[c.pos], as.unknown[c.ID] = s.At(from), s.Unknown(from)
	}
	return as
}

// Formerly reports whether a figure is not the cell's own but that of the cell
// that came near to it in the edition before.
func (s *Sheet) Formerly(id CellID) bool { return s.formerly[id] }

// Of is the figure of a cell of the sheet's form, typed or computed.
func (s *Sheet) Of(c *Cell) Figure { return s.values[c.pos] }

// At is the figure of a cell, typed or computed; blank for an unknown cell.
func (s *Sheet) At(id CellID) Figure {
	c := s.form.index().byID[id]
	if c == nil {
		return Blank
	}
	return s.values[c.pos]
}

// sum adds terms of this year.
func (s *Sheet) sum(terms []Term) Figure {
	total := Blank
	for _, t := range terms {
		if v := s.At(t.Cell); t.Minus {
			total = total.Sub(v)
		} else {
			total = total.Add(v)
		}
	}
	return total
}

// Balance is one side-by-side comparison that a rule makes for one column.
type Balance struct {
	Column      string // column key
	Left, Right Figure // blank where nothing is filled in yet, or could be read
}

// Difference is Left minus Right; blank where both are.
func (b Balance) Difference() Figure { return b.Left.Sub(b.Right) }

// Balances evaluates every relation of the rule with that ID that is about this
// year's figures alone, in form order:
// for T3-BAL one for each column of section 3.
func (s *Sheet) Balances(rule string) []Balance {
	var out []Balance
	for _, rel := range s.form.index().relations {
		if rel.Rule.ID == rule && !rel.Last {
			c := s.form.Cell(rel.Left[0].Cell)
			left, right := s.sum(rel.Left), s.sum(rel.Right)
			if slices.ContainsFunc(slices.Concat(rel.Left, rel.Right), func(t Term) bool { return s.unknown[t.Cell] }) {
				left, right = Blank, Blank
			}
			out = append(out, Balance{c.Column.Key, left, right})
		}
	}
	return out
}

// Progress counts the typed cells of a section, or of the whole form for "".
func (r *Report) Progress(section string) (filled, cells int) {
	for _, c := range r.Form.Cells() {
		if c.Computed() || section != "" && c.Section.Key != section {
			continue
		}
		cells++
		if r.Figures[c.ID].Filled() {
			filled++
		}
	}
	return filled, cells
}

// Blanks lists the typed cells without a figure, of a section or, for "", of
// the whole form, in form order. Those that could not be read are not among them.
func (r *Report) Blanks(section string) []CellID {
	var out []CellID
	for _, c := range r.Form.Cells() {
		typed := !c.Computed() && (section == "" || c.Section.Key == section)
		if blank := !r.Figures[c.ID].Filled() && !r.IsUnread(c.ID); typed && blank {
			out = append(out, c.ID)
		}
	}
	return out
}
