package model

import "slices"

// NotRead stands in Unread for what nobody can tell, where a cell's own words can't
// be given either: a row that has too few figures, a table that was not made out.
const NotRead = "没有读出"

// UnreadMark stands in a printed draft where a cell could not be read; read again, it
// is no figure either.
const UnreadMark = "？"

// IsUnread reports whether another source has something in a cell that could not be
// read as a figure: it is not blank, no filling and no repair touches it, and a figure
// that somebody types takes its place.
func (r *Report) IsUnread(id CellID) bool {
	total, _ := r.StatedTotal(id)
	return r.Unread[id] != "" && !r.Figures[id].Filled() && !total.Filled()
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
