package model

import (
	"maps"
	"slices"
)

// A figure has witnesses: the sums that it stands in, the balance, the prose and
// last year's report. A mend that takes no thought may not overrule one, and needs
// one on its side.

// inDoubt reports whether an error that nobody has explained speaks of a section.
func (c *checker) inDoubt(section string) bool {
	return slices.ContainsFunc(c.findings, func(f Finding) bool { return f.Section == section && f.Severity == Error && !f.Explained })
}

// printed is a cell's figure as the paper has it: the total that it states, else
// what is typed or computed.
func (c *checker) printed(id CellID) Figure {
	if stated, ok := c.report.Stated[id]; ok {
		return stated
	}
	return c.sheet.At(id)
}

// holdsWith reports whether a relation holds of the figures as printed, one of
// them otherwise.
func (c *checker) holdsWith(rel relation, id CellID, f Figure) bool {
	side := func(terms []term) Figure {
		total := Zero
		for _, t := range terms {
			v := c.printed(t.cell)
			switch {
			case t.last:
				v = c.lastSheet.At(t.cell)
			case t.cell == id:
				v = f
			}
			if t.sign < 0 {
				total = total.Sub(v)
			} else {
				total = total.Add(v)
			}
		}
		return total
	}
	return side(rel.left) == side(rel.right)
}

// equation reports whether a relation says that two sides are equal, and both can be
// known.
func (c *checker) equation(rel relation) bool {
	equal := rel.rule.Kind == KindTotal || rel.rule.Kind == KindRelation && rel.rule.Op == "="
	known := (!rel.last || c.last != nil) && !c.unknown(rel)
	return equal && known
}

// equations are the equations that a cell of this year stands in, its own sum
// aside.
func (c *checker) equations(id CellID) (out []relation) {
	is := func(t term) bool { return t.cell == id && !t.last }
	for _, rel := range c.report.Form.index().relations {
		own := rel.rule.Kind == KindTotal && is(rel.left[0])
		if !own && c.equation(rel) && slices.ContainsFunc(slices.Concat(rel.left, rel.right), is) {
			out = append(out, rel)
		}
	}
	return out
}

// told reports whether the prose tells a figure that goes with f in a cell.
func (c *checker) told(id CellID, f Figure) bool {
	for _, m := range c.matches() {
		for _, sum := range m.mention.Accept {
			if !m.q.approx && slices.Contains(sum.Cells, id) && c.sumWith(sum, id, f) == m.q.value {
				return true
			}
		}
	}
	return false
}

// sumWith is a sum as printed, one of its cells otherwise.
func (c *checker) sumWith(sum Sum, id CellID, f Figure) Figure {
	total := Zero
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
func (c *checker) summed(id CellID, stated, sum Figure) bool {
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
	for _, leaf := range c.report.Form.leaves(id) {
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
func (c *checker) balanced(id CellID) bool {
	for _, rel := range c.report.Form.index().relations {
		if rel.rule.Kind == KindTotal || !c.equation(rel) {
			continue
		}
		terms := slices.Concat(rel.left, rel.right)
		in := slices.ContainsFunc(terms, func(t term) bool {
			ofColumn := !t.last && c.report.Form.Cell(t.cell).Column == c.report.Form.Cell(id).Column
			return ofColumn && slices.Contains(c.report.Form.leaves(t.cell), id)
		})
		left, right := c.sum(rel.left), c.sum(rel.right)
		if holds := left == right && left.Sign() > 0; in && holds {
			return true
		}
	}
	return false
}

// asLastYear reports whether a figure that is not last year's is what is wrong: the
// report's own equations hold with last year's, and do not with this one.
func (c *checker) asLastYear(id CellID, was Figure) bool {
	some := false
	for _, rel := range c.equations(id) {
		if silent := rel.rule.Kind == KindTotal && !c.report.Stated[rel.left[0].cell].Filled(); rel.last || silent {
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
func (c *checker) likeLastYear(id CellID, f Figure) bool {
	if c.last == nil {
		return false
	}
	was := c.lastSheet.At(id)
	return was.Sign() > 0 && f.units <= 2*was.units && was.units <= 2*f.units
}

// nothingThere reports whether the blanks of a section may be taken for 0: whatever
// speaks of one holds without it, and something speaks for that. The section is all
// blank, so that nobody overlooks what the key does; or each stands in an equation that
// is not about blanks alone, or in a row of noughts.
func (c *checker) nothingThere(section string, blank map[CellID]bool) bool {
	if len(c.report.UnreadCells(section)) > 0 {
		return false
	}
	form := c.report.Form
	spoken := map[CellID]bool{}
	any := false // figure in an equation
	for _, rel := range form.index().relations {
		silent := rel.rule.Kind == KindTotal && !c.report.Stated[rel.left[0].cell].Filled()
		if silent || rel.rule.Section != section || !c.equation(rel) {
			continue
		}
		in := false
		for _, t := range slices.Concat(rel.left, rel.right) {
			for _, leaf := range form.leaves(t.cell) {
				if !t.last && blank[leaf] {
					spoken[leaf], in = true, true
				}
			}
		}
		if in && !c.holdsWith(rel, "", Blank) {
			return false
		}
		any = any || in && c.sum(rel.left).Sign() > 0
	}
	if c.counted(blank) || c.hadSome(blank) {
		return false
	}
	all, _ := c.report.Progress(section)
	return all == 0 || !slices.ContainsFunc(slices.Collect(maps.Keys(blank)), func(id CellID) bool {
		return !(any && spoken[id]) && !c.amongNoughts(id)
	})
}

// hadSome reports whether last year's report has a figure other than 0 for one of the
// cells.
func (c *checker) hadSome(blank map[CellID]bool) bool {
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

// amongNoughts reports whether the other cells of a row are filled in and all 0.
func (c *checker) amongNoughts(id CellID) bool {
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
func (c *checker) counted(blank map[CellID]bool) bool {
	missing := func(id CellID) bool {
		return slices.ContainsFunc(c.report.Form.leaves(id), func(leaf CellID) bool { return blank[leaf] })
	}
	for _, m := range c.matches() {
		in, right := false, m.q.approx
		for _, sum := range m.mention.Accept {
			in = in || slices.ContainsFunc(sum.Cells, missing)
			right = right || c.sumWith(sum, "", Blank) == m.q.value
		}
		if in && !right {
			return true
		}
	}
	return false
}
