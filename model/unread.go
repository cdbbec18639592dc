package model

import "slices"

// NotRead stands in Unread for what nobody can tell, where a cell's own words can't
// be given either: a row that has too few figures, a table that was not made out.
const NotRead = "没有读出"

// UnreadMark stands in a printed draft where a cell could not be read; read again, it
// is no figure either.
const UnreadMark = "？"

// IsUnread reports whether another source has something in a cell that could not be
// read as a figure: it is not blank, no filling and no mend touches it, and a figure
// that somebody types takes its place.
func (r *Report) IsUnread(id CellID) bool {
	return r.Unread[id] != "" && !r.Figures[id].Filled() && !r.Stated[id].Filled()
}

// UnreadCells lists the cells to type that could not be read, of a section or, for
// "", of the whole form, in form order.
func (r *Report) UnreadCells(section string) (out []CellID) {
	if len(r.Unread) == 0 {
		return nil
	}
	for _, c := range r.Form.Cells() {
		typed := !c.Computed() && (section == "" || c.Section.Key == section)
		if typed && r.IsUnread(c.ID) {
			out = append(out, c.ID)
		}
	}
	return out
}

// SaidZero lists the cells of a section, or of the whole form for "", where another
// source has a word that often stands for 0, and those words. Somebody has to say so.
func (r *Report) SaidZero(section string) (cells []*Cell, words []string) {
	for _, id := range r.UnreadCells(section) {
		word := narrow(r.Unread[id])
		if !slices.Contains(zeroWords, word) {
			continue
		}
		if cells = append(cells, r.Form.Cell(id)); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return cells, words
}

// mustRead marks what can't be told of a report's figures: unread cells, and every
// total over one of them.
func (s *Sheet) mustRead(r *Report) {
	if len(r.Unread) == 0 {
		return
	}
	ix := r.Form.index()
	s.unknown = map[CellID]bool{}
	for _, id := range r.UnreadCells("") {
		s.unknown[id] = true
	}
	for _, c := range ix.computed {
		for _, t := range c.Terms {
			if s.unknown[t] {
				s.unknown[c.ID], s.values[c.pos] = true, Blank
			}
		}
	}
}

// Unknown reports whether a figure can't be told because something could not be
// read: the cell itself, or a part of a total.
func (s *Sheet) Unknown(id CellID) bool { return s.unknown[id] }

// readable finds the cells that have something which is no figure.
func (c *checker) readable(r *Rule) {
	for _, cell := range c.report.Form.Cells() {
		raw, known := c.report.Unread[cell.ID], c.sheet.At(cell.ID).Filled() // of a total, the sum
		if words := raw != NotRead && c.report.IsUnread(cell.ID); words && !known {
			c.add(r, Finding{Cells: []CellID{cell.ID}, Quote: raw}, r.Mend, "{raw}", raw)
		}
	}
}

// KindUnread: every cell of a file was made out.
const KindUnread Kind = "unread"

// unread finds the cells of which nothing could be made out, a finding a section.
func (c *checker) unread(r *Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		var cells []CellID
		for _, id := range c.report.UnreadCells(s.Key) {
			if s.Table != nil && c.report.Unread[id] == NotRead {
				cells = append(cells, id)
			}
		}
		if len(cells) > 0 {
			c.add(r, Finding{Section: s.Key, Cells: cells}, r.Mend)
		}
	}
}

// unknown reports whether a relation speaks of what could not be read, this year's
// or last year's: then nobody can say whether it holds.
func (c *checker) unknown(rel relation) bool {
	for _, terms := range [][]term{rel.left, rel.right} {
		for _, t := range terms {
			if !t.last && c.sheet.Unknown(t.cell) || t.last && c.lastSheet != nil && c.lastSheet.Unknown(t.cell) {
				return true
			}
		}
	}
	return false
}
