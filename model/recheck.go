package model

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
