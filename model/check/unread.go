package check

import (
	"fmt"
	"strings"

	"nianbao/model"
)

// readable finds the cells that have something which is no figure.
func (c *checker) readable(r *model.Rule) {
	for _, cell := range c.report.Form.Cells() {
		raw, known := c.report.Unread[cell.ID], c.sheet.At(cell.ID).Filled() // of a total, the sum
		if words := raw != model.NotRead && c.report.IsUnread(cell.ID); words && !known {
			c.add(r, Finding{Cells: []model.CellID{cell.ID}, Quote: raw}, r.Fix, "{raw}", raw)
		}
	}
}

// unread finds the cells of which nothing could be made out, a finding a section.
func (c *checker) unread(r *model.Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		var cells []model.CellID
		for _, id := range c.report.UnreadCells(s.Key) {
			if s.Table != nil && c.report.Unread[id] == model.NotRead {
				cells = append(cells, id)
			}
		}
		if len(cells) > 0 {
			c.add(r, Finding{Section: s.Key, Cells: cells}, r.Fix)
		}
	}
}

// twice finds figures that have changed since somebody entered them all a second time; of
// a report of which nobody has, it says nothing.
func (c *checker) twice(r *model.Rule) {
	for _, e := range c.report.Explanations {
		if e.Rule != r.ID {
			continue
		}
		if now := c.report.FiguresDigest(); e.Figures != now {
			c.add(r, Finding{basis: now}, r.Fix)
		}
	}
}

// onPaper notes the totals that have become other than the paper has them, a note a
// section.
func (c *checker) onPaper(r *model.Rule) {
	if len(c.report.Printed) == 0 {
		return
	}
	for i := range c.report.Form.Sections {
		f := Finding{Section: c.report.Form.Sections[i].Key}
		var changes []string
		for _, cell := range c.report.Form.Cells() {
			was, is := c.report.Printed[cell.ID], c.sheet.Of(cell)
			other := was.Filled() && is.Filled() && is != was
			if other && cell.Section.Key == f.Section {
				f.Cells = append(f.Cells, cell.ID)
				changes = append(changes, fmt.Sprintf("「%s」原件总计 %s，现在 %s", cell.InTable(), was, is))
			}
		}
		if n := len(changes); n > mostNamed {
			changes = append(changes[:mostNamed], "等")
		}
		if len(changes) > 0 {
			c.add(r, f, r.Fix, "{changes}", strings.Join(changes, "；"))
		}
	}
}

// mostNamed is how many cells a sentence names.
const mostNamed = 3

// unknown reports whether a relation speaks of what could not be read, this year's
// or last year's: then nobody can say whether it holds, unless the paper
// has the total.
func (c *checker) unknown(rel model.Relation) bool {
	for _, terms := range [][]model.Term{rel.Left, rel.Right} {
		for _, t := range terms {
			sheet, known := c.sheet, !t.Last && c.witness(t.Cell).Filled()
			if t.Last {
				sheet = c.lastSheet
			}
			if sheet != nil && sheet.Unknown(t.Cell) && !known {
				return true
			}
		}
	}
	return false
}
