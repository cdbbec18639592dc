package ui

import (
	"unicode/utf8"

	"nianbao/model"
	"nianbao/model/check"
)

// jump goes to what a finding is about, the words in a text or the cell, and
// has it marked there.
func (a *App) jump(f check.Finding) {
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
		a.goTo(place{Section: f.Section, Cell: a.cellOf(&f)})
	}
}

// otherSide is the cell of a table that a finding about words compares them
// with, or the other side of one that compares cells; "" for none.
func (a *App) otherSide(f *check.Finding) model.CellID {
	if f.Other != "" {
		return f.Other
	}
	if s := a.session().Report().Form.Section(f.Section); s == nil || s.Table != nil {
		return ""
	}
	return a.cellOf(f)
}

// cellOf is the cell that a finding is about, of several the first that can be
// typed; "" for none.
func (a *App) cellOf(f *check.Finding) (cell model.CellID) {
	form := a.session().Report().Form
	for _, id := range f.Cells {
		if _, ledger := a.session().Report().Stated[id]; ledger { // a total that was typed is put right there
			return id
		}
		if cell == "" || form.Cell(cell).Computed() && !form.Cell(id).Computed() {
			cell = id
		}
	}
	return cell
}

// typedFor is a cell, or for a total the first cell in it that can be typed; a total
// that the ledger states was typed itself.
func (a *App) typedFor(id model.CellID) model.CellID {
	r := a.session().Report()
	for c := r.Form.Cell(id); c != nil && c.Computed(); c = r.Form.Cell(id) {
		if _, ledger := r.Stated[id]; ledger {
			break
		}
		id = c.Terms[0]
	}
	return id
}

// identity tells findings apart while the figures change.
func identity(f *check.Finding) string { return f.Section + " " + f.Key() }

// pointed is the finding that was gone to last, as it stands now; nil when there
// is none, or it has been put right.
func (a *App) pointed() (found *check.Finding) {
	was := &a.selected
	if was.Rule == "" {
		return nil
	}
	const near = 90 // bytes: typing round the words changes the quote, and moves them a little
	away := func(f *check.Finding) int { return max(f.At.Start-was.At.Start, was.At.Start-f.At.Start) }
	for i := range a.findings {
		f := &a.findings[i]
		same := identity(f) == identity(was) ||
			f.Rule == was.Rule && f.Section == was.Section && f.At.End > 0 && was.At.End > 0 && away(f) < near
		if same && (found == nil || away(f) < away(found)) {
			found = f
		}
	}
	return found
}

// characters is a place in a text, in bytes, as the editor counts it.
func characters(text string, at int) int { return utf8.RuneCountInString(text[:min(at, len(text))]) }
