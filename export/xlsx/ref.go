package xlsx

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// ref is a cell of a sheet; both numbers begin with 1.
type ref struct{ row, col int }

// String is the reference as formulas write it: D7.
func (r ref) String() string { return columnName(r.col) + strconv.Itoa(r.row) }

func (r ref) absolute() string { return "$" + columnName(r.col) + "$" + strconv.Itoa(r.row) }

func columnName(n int) string {
	name := ""
	for ; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// span is a rectangle of cells.
type span struct{ from, to ref }

func (s span) String() string {
	if s.from == s.to {
		return s.from.String()
	}
	return s.from.String() + ":" + s.to.String()
}

// spans joins neighbours to rectangles, top to bottom and left to right.
func spans(cells []ref) []span {
	cells = slices.SortedFunc(slices.Values(cells), func(a, b ref) int {
		return cmp.Or(a.row-b.row, a.col-b.col)
	})
	var out []span
	for i := 0; i < len(cells); {
		s := span{cells[i], cells[i]}
		for i++; i < len(cells) && cells[i] == (ref{s.to.row, s.to.col + 1}); i++ {
			s.to = cells[i]
		}
		above := slices.IndexFunc(out, func(a span) bool {
			return a.from.col == s.from.col && a.to == ref{s.from.row - 1, s.to.col}
		})
		if above >= 0 {
			out[above].to = s.to
			continue
		}
		out = append(out, s)
	}
	return out
}

// list writes rectangles with a separator: a comma in formulas, a space where
// the format lists places.
func list(cells []ref, separator string) string {
	var parts []string
	for _, s := range spans(cells) {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, separator)
}

// quoteSheet is a sheet's name as formulas write it.
func quoteSheet(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }

// maxSheetName is how long the name of a sheet may be.
const maxSheetName = 31

// sheetName makes a name that a sheet may bear and no other sheet bears yet.
func (b *book) sheetName(name string) string {
	rs := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return -1
		}
		return r
	}, line(name)), "' "))
	if len(rs) == 0 {
		rs = []rune("表")
	}
	unique := string(rs[:min(len(rs), maxSheetName)])
	for i := 2; b.names[strings.ToLower(unique)]; i++ {
		tail := strconv.Itoa(i)
		unique = string(rs[:min(len(rs), maxSheetName-len(tail))]) + tail
	}
	b.names[strings.ToLower(unique)] = true
	return unique
}
