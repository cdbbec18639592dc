package check

import "nianbao/model"

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

// unknown reports whether a relation speaks of what could not be read, this year's
// or last year's: then nobody can say whether it holds.
func (c *checker) unknown(rel model.Relation) bool {
	for _, terms := range [][]model.Term{rel.Left, rel.Right} {
		for _, t := range terms {
			sheet := c.sheet
			if t.Last {
				sheet = c.lastSheet
			}
			if sheet != nil && sheet.Unknown(t.Cell) {
				return true
			}
		}
	}
	return false
}
