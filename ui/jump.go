package ui

import (
	"unicode/utf8"

	"nianbao/model"
	"nianbao/model/check"
)

// jump goes to what a finding is about, the words in a text or the cell, and
// has it marked there.
func jump(a *App, f check.Finding) {
	a.selected = f
	switch s := a.session().Report().Form.Section(f.Section); {
	case s == nil: // about the cover
		a.unwind()
		a.stack[1].(*contentsScreen).at = 0
		a.push(newForm(a, a.session().Report()))
		a.warn(f.Message)
	case s.Table == nil:
		a.goTo(place{Section: f.Section})
		if text, ok := a.top().(*textScreen); ok && f.At.End > 0 {
			text.goToByte(a, f.At.Start)
		}
	default:
		a.goTo(place{Section: f.Section, Cell: cellOf(a.session().Report(), &f)})
	}
}

// otherSide is the cell of a table that a finding about words compares them
// with, or the other side of one that compares cells; "" for none.
func otherSide(r *model.Report, f *check.Finding) model.CellID {
	if f.Other != "" {
		return f.Other
	}
	if s := r.Form.Section(f.Section); s == nil || s.Table != nil {
		return ""
	}
	return cellOf(r, f)
}

// cellOf is the cell that a finding is about: the one that is wrong or likely to be,
// else of several the first that can be typed; "" for none.
func cellOf(r *model.Report, f *check.Finding) (cell model.CellID) {
	if f.Suspect != "" {
		return f.Suspect
	}
	for _, id := range f.Cells {
		if _, ledger := r.Stated[id]; ledger { // a total that was typed is put right there
			return id
		}
		if cell == "" || r.Form.Cell(cell).Computed() && !r.Form.Cell(id).Computed() {
			cell = id
		}
	}
	if len(f.Candidates) > 0 {
		return f.Candidates[0].Cell
	}
	return cell
}

// typedFor is a cell, or for a total the first cell in it that can be typed; a total
// that the ledger states was typed itself.
func typedFor(r *model.Report, id model.CellID) model.CellID {
	for c := r.Form.Cell(id); c != nil && c.Computed(); c = r.Form.Cell(id) {
		if _, ledger := r.Stated[id]; ledger {
			break
		}
		id = c.Terms[0]
	}
	return id
}

// characters is a place in a text, in bytes, as the editor counts it.
func characters(text string, at int) int { return utf8.RuneCountInString(text[:min(at, len(text))]) }
