// Package cellref names the cells of a sheet, as formulas write them.
package cellref

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Ref is a cell of a sheet; both numbers begin with 1.
type Ref struct{ Row, Col int }

// At is the cell of a row and a column.
func At(row, col int) Ref { return Ref{row, col} }

// String is the reference as formulas write it: D7.
func (r Ref) String() string { return Column(r.Col) + strconv.Itoa(r.Row) }

// Absolute is the reference that stays when it is copied: $D$7.
func (r Ref) Absolute() string { return "$" + Column(r.Col) + "$" + strconv.Itoa(r.Row) }

// Column is the name of a column: D for 4.
func Column(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// Span is a rectangle of cells.
type Span struct{ From, To Ref }

// Between is the rectangle of two corners, the upper left one first.
func Between(from, to Ref) Span { return Span{from, to} }

// Holds reports whether a cell is one of the rectangle's.
func (s Span) Holds(r Ref) bool {
	inRows := r.Row >= s.From.Row && r.Row <= s.To.Row
	return inRows && r.Col >= s.From.Col && r.Col <= s.To.Col
}

// String is the reference as formulas write it: D7 or D7:F9.
func (s Span) String() string {
	if s.From == s.To {
		return s.From.String()
	}
	return s.From.String() + ":" + s.To.String()
}

// Join joins neighbours to rectangles, top to bottom and left to right.
func Join(cells []Ref) []Span {
	cells = slices.SortedFunc(slices.Values(cells), func(a, b Ref) int {
		return cmp.Or(a.Row-b.Row, a.Col-b.Col)
	})
	var out []Span
	for i := 0; i < len(cells); {
		s := Span{cells[i], cells[i]}
		for i++; i < len(cells) && cells[i] == (Ref{s.To.Row, s.To.Col + 1}); i++ {
			s.To = cells[i]
		}
		above := slices.IndexFunc(out, func(a Span) bool {
			return a.From.Col == s.From.Col && a.To == Ref{s.From.Row - 1, s.To.Col}
		})
		if above >= 0 {
			out[above].To = s.To
			continue
		}
		out = append(out, s)
	}
	return out
}

// List writes rectangles with a separator: a comma in formulas, a space where
// the format lists places.
func List(cells []Ref, separator string) string {
	var parts []string
	for _, s := range Join(cells) {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, separator)
}
