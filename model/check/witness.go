package check

import (
	"maps"
	"slices"

	"nianbao/model"
)

// A figure has witnesses: the sums that it stands in, the balance, the prose and
// last year's report. A repair may not overrule one, and needs
// one on its side.

// inDoubt reports whether an error that nobody has explained speaks of a section.
func (c *checker) inDoubt(section string) bool {
	return slices.ContainsFunc(c.findings, func(f Finding) bool { return f.Section == section && f.Severity == model.Error && !f.Explained })
}

// printed is a cell's figure as the paper has it: the total that it states, else
// what is typed or computed.
func (c *checker) printed(id model.CellID) model.Figure {
	if f := c.witness(id); f.Filled() {
		return f
	}
	return c.sheet.At(id)
}

// witness is the total that the paper states for a cell, where it speaks for or against
// the parts; blank for none.
func (c *checker) witness(id model.CellID) model.Figure { return c.report.Witness(id, c.sheet.At(id)) }

// holdsWith reports whether a relation holds of the figures as printed, one of
// them otherwise.
func (c *checker) holdsWith(rel model.Relation, id model.CellID, f model.Figure) bool {
	side := func(terms []model.Term) model.Figure {
		total := model.Zero
		for _, t := range terms {
			v := c.printed(t.Cell)
			switch {
			case t.Last:
				v = c.lastSheet.At(t.Cell)
			case t.Cell == id:
				v = f
			}
			if t.Minus {
				total = total.Sub(v)
			} else {
				total = total.Add(v)
			}
		}
		return total
	}
	return side(rel.Left) == side(rel.Right)
}

// equation reports whether a relation says that two sides are equal, and both can be
// known.
func (c *checker) equation(rel model.Relation) bool {
	equal := rel.Rule.Kind == model.KindTotal || rel.Rule.Kind == model.KindRelation && rel.Rule.Op == "="
	known := (!rel.Last || c.last != nil) && !c.unknown(rel)
	return equal && known
}

// silent reports whether a relation is a sum that nothing states: it holds whatever the
// parts are.
func (c *checker) silent(rel model.Relation) bool {
	return rel.Rule.Kind == model.KindTotal && !c.witness(rel.Left[0].Cell).Filled()
}

// equations are the equations that a cell of this year stands in, its own sum
// aside.
func (c *checker) equations(id model.CellID) (out []model.Relation) {
	is := func(t model.Term) bool { return t.Cell == id && !t.Last }
	for _, rel := range c.report.Form.Relations() {
		own := rel.Rule.Kind == model.KindTotal && is(rel.Left[0])
		if !own && c.equation(rel) && slices.ContainsFunc(slices.Concat(rel.Left, rel.Right), is) {
			out = append(out, rel)
		}
	}
	return out
}

// told reports whether the prose tells a figure that goes with f in a cell.
func (c *checker) told(id model.CellID, f model.Figure) bool {
	for _, m := range c.matches() {
		for _, sum := range m.mention.Accept {
			if !m.q.approx && slices.Contains(sum.Cells, id) && c.sumWith(sum, id, f) == m.q.value {
				return true
			}
		}
	}
	return false
}

// toldOtherwise reports whether the prose counts something of which a cell is a part, and
// with f in it comes to something else.
func (c *checker) toldOtherwise(id model.CellID, f model.Figure) bool {
	for _, m := range c.matches() {
		about, right := false, m.q.approx
		for _, sum := range m.mention.Accept {
			about = about || slices.Contains(sum.Cells, id)
			right = right || c.sumWith(sum, id, f) == m.q.value
		}
		if about && !right {
			return true
		}
	}
	return false
}

// sumWith is a sum as printed, one of its cells otherwise.
func (c *checker) sumWith(sum model.Sum, id model.CellID, f model.Figure) model.Figure {
	total := model.Zero
	for _, x := range sum.Cells {
		if x == id {
			total = total.Add(f)
		} else {
			total = total.Add(c.printed(x))
		}
	}
	return total
}

// summed reports whether a total that is stated otherwise than its parts add up to
// is what is wrong: nothing else speaks for it, and something for every part.
func (c *checker) summed(id model.CellID, stated, sum model.Figure) bool {
	for _, rel := range c.equations(id) {
		if c.holdsWith(rel, id, stated) {
			return false
		}
	}
	switch {
	case sum.IsZero() || c.told(id, stated):
		return false
	case c.told(id, sum):
		return true
	}
	for _, leaf := range c.report.Form.Leaves(id) {
		// A part that is 0 may be one that was left out; then the total is more.
		none := c.sheet.At(leaf).IsZero() && stated.Sub(sum).Sign() < 0
		if !none && !c.balanced(leaf) {
			return false
		}
	}
	return true
}

// balanced reports whether a typed cell stands in an equation about something that
// holds, which no sum of its own can tell.
func (c *checker) balanced(id model.CellID) bool {
	for _, rel := range c.report.Form.Relations() {
		if rel.Rule.Kind == model.KindTotal || !c.equation(rel) {
			continue
		}
		terms := slices.Concat(rel.Left, rel.Right)
		in := slices.ContainsFunc(terms, func(t model.Term) bool {
			ofColumn := !t.Last && c.report.Form.Cell(t.Cell).Column == c.report.Form.Cell(id).Column
			return ofColumn && slices.Contains(c.report.Form.Leaves(t.Cell), id)
		})
		left, right := c.sum(rel.Left), c.sum(rel.Right)
		if holds := left == right && left.Sign() > 0; in && holds {
			return true
		}
	}
	return false
}

// asLastYear reports whether a figure that is not last year's is what is wrong: the
// report's own equations hold with last year's, and do not with this one.
func (c *checker) asLastYear(id model.CellID, was model.Figure) bool {
	some := false
	for _, rel := range c.equations(id) {
		if rel.Last || c.silent(rel) {
			continue // it says nothing of its own
		}
		if !c.holdsWith(rel, id, was) {
			return false
		}
		some = some || !c.holdsWith(rel, id, c.sheet.At(id))
	}
	return some && !c.told(id, c.sheet.At(id))
}

// likeLastYear reports whether a figure is of the size of last year's.
func (c *checker) likeLastYear(id model.CellID, f model.Figure) bool {
	if c.last == nil {
		return false
	}
	was := c.lastSheet.At(id)
	return was.Sign() > 0 && f.Units() <= 2*was.Units() && was.Units() <= 2*f.Units()
}

// nothingThere reports whether the blanks of a section may be taken for 0: whatever
// speaks of one holds without it, and something speaks for that. The section is all
// blank, and last year's report has noughts there; or each stands in an equation that
// is not about blanks alone, or in a row of noughts.
func (c *checker) nothingThere(section string, blank map[model.CellID]bool) bool {
	if len(c.report.UnreadCells(section)) > 0 {
		return false
	}
	form := c.report.Form
	spoken := map[model.CellID]bool{}
	any := false // figure in an equation
	for _, rel := range form.Relations() {
		if c.silent(rel) || rel.Rule.Section != section || !c.equation(rel) {
			continue
		}
		in := false
		for _, t := range slices.Concat(rel.Left, rel.Right) {
			for _, leaf := range form.Leaves(t.Cell) {
				if !t.Last && blank[leaf] {
					spoken[leaf], in = true, true
				}
			}
		}
		if in && !c.holdsWith(rel, "", model.Blank) {
			return false
		}
		any = any || in && c.sum(rel.Left).Sign() > 0
	}
	if c.counted(blank) || c.hadSome(blank) {
		return false
	}
	all, _ := c.report.Progress(section)
	if all == 0 { // a section that nobody has begun: somebody may have forgotten it
		return c.noughtsLast(blank)
	}
	return !slices.ContainsFunc(slices.Collect(maps.Keys(blank)), func(id model.CellID) bool {
		return !(any && spoken[id]) && !c.amongNoughts(id)
	})
}

// hadSome reports whether last year's report has a figure other than 0 for one of the
// cells.
func (c *checker) hadSome(blank map[model.CellID]bool) bool {
	if c.last == nil {
		return false
	}
	for id := range blank {
		if c.lastSheet.At(id).Sign() != 0 {
			return true
		}
	}
	return false
}

// noughtsLast reports whether last year's report has a nought in each of the cells.
func (c *checker) noughtsLast(cells map[model.CellID]bool) bool {
	if c.last == nil {
		return false
	}
	for id := range cells {
		if last := c.lastSheet.At(id); !last.Filled() || !last.IsZero() {
			return false
		}
	}
	return true
}

// amongNoughts reports whether the other cells of a row are filled in and all 0.
func (c *checker) amongNoughts(id model.CellID) bool {
	some, cell := false, c.report.Form.Cell(id)
	for _, x := range c.report.Form.Cells() {
		if x.Row != cell.Row || x.ID == id || x.Computed() {
			continue
		}
		if !c.sheet.At(x.ID).IsZero() {
			return false
		}
		some = true
	}
	return some
}

// counted reports whether the prose counts something that only blanks can hold.
func (c *checker) counted(blank map[model.CellID]bool) bool {
	missing := func(id model.CellID) bool {
		return slices.ContainsFunc(c.report.Form.Leaves(id), func(leaf model.CellID) bool { return blank[leaf] })
	}
	for _, m := range c.matches() {
		in, right := false, m.q.approx
		for _, sum := range m.mention.Accept {
			in = in || slices.ContainsFunc(sum.Cells, missing)
			right = right || c.sumWith(sum, "", model.Blank) == m.q.value
		}
		if in && !right {
			return true
		}
	}
	return false
}
