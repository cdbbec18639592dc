package model

import (
	"fmt"
	"strings"
)

// Chart says what a picture of a table shows: how much of a whole each kind is.
type Chart struct {
	Title string `json:"title"`
	// Whole are the totals whose terms are the kinds, as their rule has them, Column
	// is the column of each that counts; rows of one group are one kind.
	Whole  string `json:"whole"`
	Column string `json:"column"`
	// Also are further cells, each a kind.
	Also []CellID `json:"also,omitempty"`
}

// cells are those of the kinds, in order.
func (c *Chart) cells(f *Form) []CellID {
	var out []CellID
	for _, pattern := range f.total(c.Whole).Right {
		out = append(out, CellID(strings.Replace(pattern, "*", c.Column, 1)))
	}
	return append(out, c.Also...)
}

// total is the rule that computes the cells of a pattern; nil for none.
func (f *Form) total(pattern string) *Rule {
	for i := range f.Rules {
		if r := &f.Rules[i]; r.Kind == KindTotal && r.Left[0] == pattern {
			return r
		}
	}
	return nil
}

// validateChart makes sure that the form has what its chart names.
func (f *Form) validateChart(c *Chart) error {
	if c == nil {
		return nil
	}
	if f.total(c.Whole) == nil {
		return fmt.Errorf("no rule adds up %s", c.Whole)
	}
	for _, id := range c.cells(f) {
		if f.Cell(id) == nil {
			return fmt.Errorf("no cell %s", id)
		}
	}
	return nil
}

// Share is one kind in a chart and how many there are of it.
type Share struct {
	Name  string
	Count Figure
}

// Shares are the kinds of a section's chart with their figures; nil where the
// section has no chart. A kind of which nothing is filled in is blank.
func (s *Sheet) Shares(sec *Section) []Share {
	if sec.Chart == nil {
		return nil
	}
	var out []Share
	for _, id := range sec.Chart.cells(s.form) {
		name, last := shareName(s.form.Cell(id)), len(out)-1
		if last < 0 || out[last].Name != name {
			out = append(out, Share{Name: name})
			last++
		}
		out[last].Count = out[last].Count.Add(s.At(id))
	}
	return out
}

// shareName is the row's innermost group below the first, or the row itself,
// without its number.
func shareName(c *Cell) string {
	name := c.Row.Short
	if len(c.Row.Groups) > 1 {
		name = c.Row.Groups[len(c.Row.Groups)-1]
	}
	for _, end := range []string{"）", "、"} {
		if number, rest, ok := strings.Cut(name, end); ok && len([]rune(number)) <= 3 {
			return rest
		}
	}
	return name
}
