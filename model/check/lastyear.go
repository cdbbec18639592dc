package check

import (
	"fmt"
	"slices"

	"nianbao/model"
)

// jump finds figures that are many times last year's, or a small part of it.
func (c *checker) jump(r *model.Rule) {
	if c.last == nil {
		return
	}
	for _, cell := range c.report.Form.CellsOf(r) {
		is, was := c.sheet.At(cell.ID), c.lastSheet.At(cell.ID)
		more, less := is, was
		if more.Sub(less).Sign() < 0 {
			more, less = less, more
		}
		if bothThere := is.Filled() && was.Filled(); !bothThere || !farApart(more, less, r.Bound) {
			continue
		}
		change := fmt.Sprintf("约为上年的 %d 倍", more.Units()/less.Units())
		if percent := less.Units() * 100 / more.Units(); more == was && percent > 0 {
			change = fmt.Sprintf("只有上年的 %d%%", percent)
		} else if more == was {
			change = "不到上年的 1%"
		}
		c.add(r, Finding{Cells: []model.CellID{cell.ID}, Left: is, Right: was, Difference: is.Sub(was)}, r.Fix,
			"{change}", change, "{measure}", cell.Column.Unit)
	}
}

// farApart reports whether one figure is more than so many times another.
func farApart(more, less model.Figure, times int64) bool {
	const least = 20 // of the larger figure: below it chance does as much
	comparable := less.Sign() > 0 && more.Sub(model.Count(least)).Sign() >= 0
	return comparable && more.Units() > less.Units()*times
}

// toldOfLast finds figures of last year's that its report doesn't have.
func (c *checker) toldOfLast(r *model.Rule) {
	if c.last == nil {
		return
	}
	p := c.read(r.Section)
	for i := range p.sentences {
		s := &p.sentences[i]
		for k := range s.quantities {
			q := &s.quantities[k]
			ofLast := q.year == c.report.Year-1 && !ofPartOfYear(p.text[s.Start:q.number.Start])
			if exact := countsCells(q.unit) && !q.approx; !ofLast || !exact {
				continue
			}
			if _, m := c.ofAnyYear(p, s, q); m != nil && !m.Free && c.deniedByLast(mentioned{p: p, rule: r, mention: m, s: s, q: q.inMeasure(m)}) {
				was := c.sumIn(c.lastSheet, m.Accept[0])
				c.add(r, Finding{Section: r.Section, Quote: p.clause(s, q), At: q.number, Left: q.value, Right: was, Difference: q.value.Sub(was)},
					r.Fix, "{accepted}", c.figuresIn(c.lastSheet, m))
			}
		}
	}
}

// deniedByLast reports whether last year's report has figures for a number and none that
// it tells; nor has this year's, of which the number then is, with a wrong year.
func (c *checker) deniedByLast(x mentioned) bool {
	filled := false
	for _, sum := range x.mention.Accept {
		was := c.sumIn(c.lastSheet, sum)
		doubtful := slices.ContainsFunc(sum.Cells, func(id model.CellID) bool { return c.lastSheet.Unknown(id) || c.lastSheet.Formerly(id) })
		if told := x.q.says(was) || x.q.says(c.sumOf(sum)); told || doubtful {
			return false
		}
		filled = filled || was.Filled()
	}
	return filled && !c.narrower(x)
}

// same finds a report whose figures are last year's, all of them.
func (c *checker) same(r *model.Rule) {
	if c.last == nil {
		return
	}
	some := int64(0)
	for _, cell := range c.report.Form.CellsOf(r) {
		if cell.Computed() {
			continue
		}
		is := c.sheet.At(cell.ID)
		if c.sheet.Unknown(cell.ID) || c.lastSheet.Unknown(cell.ID) {
			return
		}
		if model.Zero.Add(is) != model.Zero.Add(c.lastSheet.At(cell.ID)) {
			return
		}
		if is.Sign() != 0 {
			some++
		}
	}
	if some >= r.Bound {
		c.add(r, Finding{Section: r.Section, Left: model.Count(some)}, r.Fix)
	}
}

// none finds some of what there should be none of.
func (c *checker) none(rel model.Relation) {
	if sum := c.sum(rel.Left); sum.Sign() > 0 {
		c.compared(rel, sum, model.Zero)
	}
}

// oneColumn finds a table where only one kind of applicant has figures.
func (c *checker) oneColumn(r *model.Rule) {
	total := c.sheet.At(model.CellID(r.Left[0]))
	if total.Sub(model.Count(r.Bound)).Sign() <= 0 {
		return
	}
	for _, id := range r.Left[1:] {
		if c.sheet.At(model.CellID(id)) == total {
			c.add(r, Finding{Cells: []model.CellID{model.CellID(id), model.CellID(r.Left[0])}, Left: total}, r.Fix,
				"{column}", c.report.Form.Cell(model.CellID(id)).Column.Label)
		}
	}
}
