package model

import (
	"fmt"
	"slices"
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
	// Row is a row whose columns but for the totals are kinds of another sort, RowTitle
	// what sort that is.
	Row      string `json:"row,omitempty"`
	RowTitle string `json:"row_title,omitempty"`
}

// Highlight is a figure that a picture of the whole report shows beside last year's:
// the sum of cells of one unit. Key ones stand at its top.
type Highlight struct {
	Name  string   `json:"name"`
	Cells []CellID `json:"cells"`
	Key   bool     `json:"key,omitempty"`
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
	if c.Row != "" && len(f.index().match(c.Row)) == 0 {
		return fmt.Errorf("no cells %s", c.Row)
	}
	return nil
}

// validateHighlights makes sure that the form has what they name.
func (f *Form) validateHighlights() error {
	for _, h := range f.Highlights {
		if len(h.Cells) == 0 || !f.index().all(h.Cells) {
			return fmt.Errorf("form %s: the highlight %s lacks cells", f.Edition, h.Name)
		}
	}
	return nil
}

// Tally is a sum of cells with what is not known of it.
type Tally struct {
	Count  Figure // blank where nothing is filled in, or a part could not be read
	Open   int    // how many of the typed cells that it adds up have no figure
	Unread bool   // some of these could not be read
}

// Tally adds up cells of the sheet's form.
func (s *Sheet) Tally(ids ...CellID) (t Tally) {
	for _, id := range ids {
		t.Count = t.Count.Add(s.At(id))
		t.Unread = t.Unread || s.Unknown(id)
		t.Open += s.open(id)
	}
	if t.Unread {
		t.Count = Blank
	}
	return t
}

// open counts the typed cells of a cell that have no figure.
func (s *Sheet) open(id CellID) (n int) {
	c := s.form.Cell(id)
	switch {
	case c == nil:
	case c.Computed():
		for _, term := range c.Terms {
			n += s.open(term)
		}
	case s.Unknown(id) || !s.At(id).Filled():
		n++
	}
	return n
}

// Share is one kind in a chart and how many there are of it.
type Share struct {
	Name string
	Tally
}

// Shares are the kinds of a section's chart with their figures; nil where the
// section has no chart. A kind of which nothing is filled in is blank.
func (s *Sheet) Shares(sec *Section) []Share {
	if sec.Chart == nil {
		return nil
	}
	var names []string
	cells := map[string][]CellID{}
	for _, id := range sec.Chart.cells(s.form) {
		name := shareName(s.form.Cell(id))
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		cells[name] = append(cells[name], id)
	}
	var out []Share
	for _, name := range names {
		out = append(out, Share{name, s.Tally(cells[name]...)})
	}
	return out
}

// RowShares are the kinds of the chart's other sort.
func (s *Sheet) RowShares(sec *Section) (out []Share) {
	if sec.Chart == nil || sec.Chart.Row == "" {
		return nil
	}
	for _, m := range s.form.index().match(sec.Chart.Row) {
		if c := s.form.Cell(m.cell); !c.Computed() {
			out = append(out, Share{c.Column.Label, s.Tally(c.ID)})
		}
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
