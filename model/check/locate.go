package check

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"nianbao/model"
)

// What is wrong in a table is found by its identities: the totals that the paper
// states, the balances, last year's carry. A cell that stands in those that fail, in
// none that holds, and by which they are off by the same, is where one change puts all
// right. The figures are taken as printed, so that a total is as good a suspect as what
// it adds up.

// A Correction is a smallest change of printed figures with which identities that fail
// hold, and none is broken that holds.
type Correction struct {
	Figures []model.CellFigure // what should stand there: one cell, or two
	Moved   bool               // the figure of the first belongs into the second

	holds []int // of the system's identities, those that it puts right
	rank  int   // how far from what a hand mistypes: the less, the likelier
}

// identity is an equation between printed figures: its terms add up to zero.
type identity struct {
	terms    []identityTerm
	residual int64 // what they add up to, in units
}

type identityTerm struct{ cell, sign int }

// identities are those of a section, with the figures that they speak of.
type identities struct {
	form   *model.Form
	ids    []model.CellID
	values []model.Figure
	of     map[model.CellID]int
	all    []identity
	in     [][]identityTerm // by cell, the identities that it stands in, as cell, with its sign
	likely func(id model.CellID, now model.Figure) bool
}

// identitiesOf collects the identities of a section all of whose figures are known,
// without those for which there is an explanation.
func (c *checker) identitiesOf(section string) *identities {
	s := &identities{form: c.report.Form, of: map[model.CellID]int{}, likely: c.likely}
	for _, rel := range c.report.Form.Relations() {
		if c.mustHold(section, rel) && c.allFilled(rel) {
			s.add(c, rel)
		}
	}
	return s
}

// mustHold reports whether a relation is an equation of a section that says something
// of its own, and that nobody has explained away.
func (c *checker) mustHold(section string, rel model.Relation) bool {
	ours := rel.Rule.Section == section && rel.Rule.Severity == model.Error
	if !ours || !rel.Rule.HoldsFor(c.report) || !c.equation(rel) {
		return false
	}
	telling := !c.silent(rel) && !c.follows(rel)
	return telling && !c.explainedAway(rel)
}

// follows reports whether a relation is about totals alone that nothing states: it holds
// where those of their parts hold, and says nothing of its own.
func (c *checker) follows(rel model.Relation) bool {
	return !slices.ContainsFunc(slices.Concat(rel.Left, rel.Right), func(t model.Term) bool {
		return t.Last || !c.report.Form.Cell(t.Cell).Computed() || c.witness(t.Cell).Filled()
	})
}

// allFilled reports whether nothing that a relation speaks of is blank.
func (c *checker) allFilled(rel model.Relation) bool {
	for _, t := range slices.Concat(rel.Left, rel.Right) {
		if t.Last {
			if !c.lastSheet.At(t.Cell).Filled() {
				return false
			}
			continue
		}
		for _, leaf := range c.report.Form.Leaves(t.Cell) {
			if !c.sheet.At(leaf).Filled() && !c.witness(t.Cell).Filled() {
				return false
			}
		}
	}
	return true
}

// add takes up a relation, of this year's figures as printed.
func (s *identities) add(c *checker, rel model.Relation) {
	signs := map[int]int{}
	var fixed int64
	put := func(terms []model.Term, side int) {
		for _, t := range terms {
			sign := side
			if t.Minus {
				sign = -side
			}
			if t.Last {
				fixed += int64(sign) * c.lastSheet.At(t.Cell).Units()
				continue
			}
			for _, id := range c.printedCells(t.Cell) {
				signs[s.number(c, id)] += sign
			}
		}
	}
	put(rel.Left, 1)
	put(rel.Right, -1)
	x := identity{residual: fixed}
	for cell, sign := range signs {
		if sign != 0 {
			x.terms = append(x.terms, identityTerm{cell, sign})
			x.residual += int64(sign) * s.values[cell].Units()
		}
	}
	for _, t := range x.terms {
		s.in[t.cell] = append(s.in[t.cell], identityTerm{len(s.all), t.sign})
	}
	s.all = append(s.all, x)
}

// printedCells are the cells that stand on the paper for one: itself where it is typed or
// stated, else what it is the sum of.
func (c *checker) printedCells(id model.CellID) []model.CellID {
	cell := c.report.Form.Cell(id)
	if !cell.Computed() || c.witness(id).Filled() {
		return []model.CellID{id}
	}
	var out []model.CellID
	for _, t := range cell.Terms {
		out = append(out, c.printedCells(t)...)
	}
	return out
}

func (s *identities) number(c *checker, id model.CellID) int {
	n, ok := s.of[id]
	if !ok {
		n = len(s.ids)
		s.of[id], s.ids, s.values, s.in = n, append(s.ids, id), append(s.values, c.printed(id)), append(s.in, nil)
	}
	return n
}

// likely reports whether prose or last year's report speaks for a figure.
func (c *checker) likely(id model.CellID, now model.Figure) bool {
	if now.Sign() <= 0 {
		return false
	}
	asLast := c.last != nil && c.lastSheet.At(id) == now
	return asLast || c.told(id, now)
}

// residuals are what the identities are off by, by number; none for those that hold.
type residuals map[int]int64

func (s *identities) failing() residuals {
	out := residuals{}
	for i := range s.all {
		if s.all[i].residual != 0 {
			out[i] = s.all[i].residual
		}
	}
	return out
}

// after are the residuals with a cell changed by so many units.
func (s *identities) after(r residuals, cell int, change int64) residuals {
	out := maps.Clone(r)
	for _, t := range s.in[cell] {
		if x := out[t.cell] + int64(t.sign)*change; x != 0 {
			out[t.cell] = x
		} else {
			delete(out, t.cell)
		}
	}
	return out
}

// shift is the one change of a cell that puts right every identity that it stands in;
// false where there is none: one of them holds, or they are off by different amounts.
func (s *identities) shift(r residuals, cell int) (int64, bool) {
	var change int64
	for i, t := range s.in[cell] {
		need := -int64(t.sign) * r[t.cell]
		if need == 0 || i > 0 && need != change {
			return 0, false
		}
		change = need
	}
	return change, len(s.in[cell]) > 0
}

// can reports whether a cell may have a figure: no count is negative or broken.
func (s *identities) can(cell int, change int64) bool {
	f := model.OfUnits(s.values[cell].Units() + change)
	column := s.form.Cell(s.ids[cell]).Column
	enough, whole := f.Sign() >= 0 || column.Signed, f.Whole() || column.Places > 0
	return enough && whole
}

func (s *identities) figure(cell int, change int64) model.CellFigure {
	return model.CellFigure{Cell: s.ids[cell], Figure: model.OfUnits(s.values[cell].Units() + change)}
}

// locate finds the corrections for what fails, group by group: the candidates for one
// fault, the likeliest first. A group of one says what is wrong; for what is in no group
// there is no small change.
func (s *identities) locate() (groups [][]Correction) {
	open := s.failing()
	if moved := s.moved(open); len(moved) > 0 { // perhaps to where nothing else leads
		groups = [][]Correction{moved}
	} else {
		for _, part := range s.apartFrom(open) {
			groups = append(groups, s.locateIn(part)...)
		}
	}
	for _, group := range groups {
		s.rank(group)
	}
	return groups
}

// apartFrom divides what fails where nothing leads from the one to the other, over
// whatever identities and cells.
func (s *identities) apartFrom(open residuals) (out []residuals) {
	seen := make([]bool, len(s.all))
	for _, first := range open.numbers() {
		part := residuals{}
		for next := []int{first}; len(next) > 0; {
			i := next[len(next)-1]
			next = next[:len(next)-1]
			if seen[i] {
				continue
			}
			seen[i] = true
			if x, fails := open[i]; fails {
				part[i] = x
			}
			for _, t := range s.all[i].terms {
				next = append(next, s.standsIn(t.cell)...)
			}
		}
		if len(part) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// locateIn finds the groups of what fails together.
func (s *identities) locateIn(open residuals) (groups [][]Correction) {
	for len(open) > 0 {
		group := s.singles(open, true)
		if len(group) == 0 {
			group = s.apart(open)
		}
		if len(group) == 0 {
			if two := s.pairs(open); len(two) == 1 { // of several nobody knows whether it is two at all
				group = two
			}
		}
		if len(group) == 0 {
			group = s.alone(open)
		}
		if len(group) == 0 {
			return groups
		}
		for _, i := range group[0].holds {
			delete(open, i)
		}
		groups = append(groups, group)
	}
	return groups
}

// singles are the cells of which one change puts right every identity that they stand
// in; all: and everything that is open.
func (s *identities) singles(open residuals, all bool) (out []Correction) {
	for cell := range s.ids {
		if all && len(s.in[cell]) != len(open) {
			continue
		}
		if change, ok := s.shift(open, cell); ok && s.can(cell, change) {
			out = append(out, Correction{Figures: []model.CellFigure{s.figure(cell, change)}, holds: s.standsIn(cell)})
		}
	}
	return out
}

// apart is one of several faults that have nothing to do with each other: at least two
// identities say the same of a cell, and nothing says otherwise of what they speak of.
func (s *identities) apart(open residuals) []Correction {
	alone := s.singles(open, false)
	for _, x := range alone {
		if len(x.holds) < 2 {
			continue
		}
		rivals := slices.DeleteFunc(slices.Clone(alone), func(y Correction) bool {
			shares := slices.ContainsFunc(y.holds, func(i int) bool { return slices.Contains(x.holds, i) })
			return !shares || len(y.holds) < len(x.holds) // it explains less
		})
		if len(rivals) == 1 {
			return rivals
		}
	}
	return nil
}

// alone are the cells by which just one identity is off, which others that fail leave
// alone.
func (s *identities) alone(open residuals) []Correction {
	singles := s.singles(open, false)
	for _, i := range open.numbers() {
		own := slices.DeleteFunc(slices.Clone(singles), func(x Correction) bool { return len(x.holds) > 1 || x.holds[0] != i })
		if len(own) > 0 {
			return own
		}
	}
	return nil
}

// standsIn are the numbers of the identities that a cell stands in.
func (s *identities) standsIn(cell int) (out []int) {
	for _, t := range s.in[cell] {
		out = append(out, t.cell)
	}
	slices.Sort(out)
	return out
}

// moved are the figures that stand a row or column off their places, by which two
// identities are off, the one by as much as the other.
func (s *identities) moved(open residuals) []Correction {
	if len(open) != 2 {
		return nil
	}
	return slices.DeleteFunc(s.pairs(open), func(x Correction) bool { return !x.Moved })
}

// pairs are two cells of which changes put right everything that is open.
func (s *identities) pairs(open residuals) (out []Correction) {
	seen := map[[2]int]bool{}
	for one := range s.ids {
		tried := map[int64]bool{}
		for _, t := range s.in[one] {
			change := -int64(t.sign) * open[t.cell]
			if change == 0 || tried[change] || !s.can(one, change) {
				continue
			}
			tried[change] = true
			rest := s.after(open, one, change)
			for other, back := range s.completing(rest) {
				key := [2]int{min(one, other), max(one, other)}
				if other == one || seen[key] {
					continue
				}
				seen[key] = true
				out = append(out, s.pair(one, other, change, back, open))
			}
		}
	}
	return out
}

// completing are the cells, with their changes, of which one change puts right all that
// is left.
func (s *identities) completing(rest residuals) iter.Seq2[int, int64] {
	return func(yield func(int, int64) bool) {
		if len(rest) == 0 {
			return
		}
		for _, t := range s.all[rest.numbers()[0]].terms { // they stand in each
			change, ok := s.shift(rest, t.cell)
			all := ok && len(s.in[t.cell]) == len(rest)
			if all && s.can(t.cell, change) && !yield(t.cell, change) {
				return
			}
		}
	}
}

// pair is the correction of two cells.
func (s *identities) pair(one, other int, change, back int64, open residuals) Correction {
	x := Correction{Figures: []model.CellFigure{s.figure(one, change), s.figure(other, back)}, holds: open.numbers()}
	if s.moves(other, one, back, change) {
		x.Moved = true
		slices.Reverse(x.Figures)
	} else {
		x.Moved = s.moves(one, other, change, back)
	}
	return x
}

func (r residuals) numbers() []int { return slices.Sorted(maps.Keys(r)) }

// moves reports whether two changes take the whole figure of a cell to the next one in
// its row or column, where there is nothing.
func (s *identities) moves(from, to int, out, in int64) bool {
	taken := out < 0 && s.values[from].Units() == -out
	placed := in == -out && s.values[to].Units() == 0
	if !taken || !placed {
		return false
	}
	a, b := s.form.Cell(s.ids[from]), s.form.Cell(s.ids[to])
	if a.Block != b.Block {
		return false
	}
	row, column := indexOf(a.Block.Rows, a.Row)-indexOf(b.Block.Rows, b.Row), indexOf(a.Block.Columns, a.Column)-indexOf(b.Block.Columns, b.Column)
	return row*row+column*column == 1
}

func indexOf[T any](all []T, x *T) int {
	for i := range all {
		if &all[i] == x {
			return i
		}
	}
	return -1
}

// rank puts the corrections that a hand has likelier made first: those for which words or
// last year's report speak, then slips of one digit.
func (s *identities) rank(group []Correction) {
	for i := range group {
		x := &group[i]
		for _, f := range x.Figures {
			was := s.values[s.of[f.Cell]]
			switch {
			case x.Moved: // that is the slip
			case was.IsZero(): // left out
				x.rank++
			case !slip(was.String(), f.Figure.String()):
				x.rank += 2
			}
			if s.likely(f.Cell, f.Figure) {
				x.rank -= 3
			}
		}
	}
	total := func(x Correction) int { // which people seldom type
		if s.form.Cell(x.Figures[0].Cell).Computed() {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(group, func(a, b Correction) int { return cmp.Or(cmp.Compare(a.rank, b.rank), total(a)-total(b)) })
}

// slip reports whether a hand that means one number easily writes the other: a digit
// otherwise, missing, too many, two that have changed places, a nought more.
func slip(wrote, meant string) bool {
	a, b := wrote, meant
	if len(a) > len(b) {
		a, b = b, a
	}
	same := 0
	for same < len(a) && a[same] == b[same] {
		same++
	}
	if len(b) == len(a)+1 {
		return a[same:] == b[same+1:]
	}
	if len(a) != len(b) || same == len(a) {
		return false
	}
	if a[same+1:] == b[same+1:] {
		return true
	}
	changed := same+1 < len(a) && a[same] == b[same+1] && a[same+1] == b[same]
	return changed && a[same+2:] == b[same+2:]
}
