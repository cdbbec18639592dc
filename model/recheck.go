package model

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"
)

// NotZero are the typed cells that hold something other than 0, in the form's order: those
// that a second entry is about.
func (r *Report) NotZero() (cells []*Cell) {
	for _, c := range r.Form.Cells() {
		if !c.Computed() && r.Figures[c.ID].Sign() != 0 {
			cells = append(cells, c)
		}
	}
	return cells
}

// FiguresDigest stands for the typed figures of a report.
func (r *Report) FiguresDigest() string {
	var b strings.Builder
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			fmt.Fprintf(&b, "%s\t%s\n", c.ID, r.Figures[c.ID])
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:8])
}

// Recheck is the edit that keeps that somebody has entered the figures of a report a second
// time without seeing them; said is how that came out. It is kept as an explanation of the
// form's rule about that, and void once a figure changes.
func Recheck(r *Report, said, by string, at time.Time) (Edit, error) {
	x := Explanation{Figures: r.FiguresDigest()}
	for i := range r.Form.Rules {
		if rule := &r.Form.Rules[i]; rule.Kind == KindTwice {
			x.Rule = rule.ID
		}
	}
	e, err := SetExplanation(r, x, said, by, at)
	e.Label = "复核"
	return e, err
}

// SecondEntry is the figures that are not 0 being entered a second time, without seeing
// what stands there; of each that differs somebody says which is right.
type SecondEntry struct {
	cells         []*Cell
	at            int
	changed, kept int               // of those that differed
	figures       map[CellID]Figure // as this entry knows them
}

// NewSecondEntry begins one for a report.
func NewSecondEntry(r *Report) *SecondEntry {
	return &SecondEntry{cells: r.NotZero(), figures: maps.Clone(r.Figures)}
}

// Cell is the one to enter now; nil after the last.
func (s *SecondEntry) Cell() *Cell {
	if s.at < len(s.cells) {
		return s.cells[s.at]
	}
	return nil
}

// Progress is which cell that is, from 1, of how many.
func (s *SecondEntry) Progress() (at, all int) { return s.at + 1, len(s.cells) }

// Begun reports whether a cell has been entered.
func (s *SecondEntry) Begun() bool { return s.at > 0 }

// Enter takes what was typed for the cell, which now holds a figure. Where they are the
// same it goes on to the next; else Put or Keep say which is right.
func (s *SecondEntry) Enter(typed string, now Figure) (f Figure, same bool, err error) {
	f, err = ParseFigure(typed, s.Cell().Column)
	if err == nil && !f.Filled() {
		err = errors.New("请照纸上的数填；没有的填 0")
	}
	if err != nil || f != now {
		return f, false, err
	}
	s.at++
	return f, true, nil
}

// Put is the edit that gives the cell the second figure; it goes on to the next.
func (s *SecondEntry) Put(r *Report, f Figure) Edit {
	id := s.Cell().ID
	e := SetFigures(r, CellFigure{Cell: id, Figure: f})
	e.Reason = "复核"
	s.figures[id] = f
	s.changed++
	s.at++
	return e
}

// Keep leaves the first figure, and goes on to the next.
func (s *SecondEntry) Keep() { s.kept++; s.at++ }

// End is the edit that keeps how it came out, and a sentence about that. It fails where
// somebody has changed figures meanwhile.
func (s *SecondEntry) End(r *Report, by string, at time.Time) (e Edit, said string, err error) {
	if others := s.others(r); others != "" {
		return Edit{}, "", errors.New("复核的时候" + others + "被改动了，没有记作复核过：请再复核一遍")
	}
	said = fmt.Sprintf("复核 %d 格：%d 格相同，改了 %d 格，两遍不同而留原数 %d 格", len(s.cells), len(s.cells)-s.changed-s.kept, s.changed, s.kept)
	e, err = Recheck(r, said, by, at)
	return e, said + "；谁在什么时候复核的，记在修改记录里", err
}

// others names the cells whose figures somebody else has changed meanwhile; "" for none.
func (s *SecondEntry) others(r *Report) string {
	var names []string
	for _, c := range r.Form.Cells() {
		if !c.Computed() && r.Figures[c.ID] != s.figures[c.ID] {
			names = append(names, "「"+c.Brief()+"」")
		}
	}
	const most = 3
	if len(names) > most {
		names = append(names[:most], "等格")
	}
	return strings.Join(names, "")
}
