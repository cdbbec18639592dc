package manual

import (
	"strings"

	"nianbao/ui/width"
)

// Line is a line of a page as a screen shows it.
type Line struct {
	Text string
	Head bool
	Says string // all of the passage that begins here, "" on its other lines
}

// Draw is the page in lines of at most w columns.
func (p Page) Draw(w int) []Line {
	var d drawing
	blocks := parse(p.Text)
	for i, b := range blocks {
		if i > 0 && !(b.kind == item && blocks[i-1].kind == item) {
			d.lines = append(d.lines, Line{})
		}
		switch b.kind {
		case heading:
			for _, l := range wrapped(b.text, w) {
				d.lines = append(d.lines, Line{Text: l, Head: true})
			}
			d.lines[len(d.lines)-1].Says = b.text
		case paragraph:
			d.passage(b.text, wrapped(b.text, w))
		case item:
			d.passage(b.text, hanging(b.mark+" ", b.text, w))
		case table:
			d.table(b, w)
		case fence:
			d.fence(b, w)
		}
	}
	return d.lines
}

type drawing struct{ lines []Line }

// passage adds the lines of what is found as one.
func (d *drawing) passage(says string, lines []string) {
	for i, l := range lines {
		line := Line{Text: l}
		if i == 0 {
			line.Says = says
		}
		d.lines = append(d.lines, line)
	}
}

// wrapped is width.Wrap without the spaces that lines break at.
func wrapped(text string, w int) []string {
	lines := width.Wrap(text, w)
	for i := range lines {
		lines[i] = strings.Trim(lines[i], " ")
	}
	return lines
}

// hanging is a text behind a mark, its further lines as far in.
func hanging(mark, text string, w int) []string {
	in := width.Of(mark)
	lines := wrapped(text, w-in)
	for i := range lines {
		before := strings.Repeat(" ", in)
		if i == 0 {
			before = mark
		}
		lines[i] = before + lines[i]
	}
	return lines
}

// fence draws lines as they are; those too long go on further in.
func (d *drawing) fence(b block, w int) {
	const in, further = 2, 4
	says := b.text
	for _, line := range strings.Split(strings.TrimSuffix(b.text, "\n"), "\n") {
		rs, start, before := []rune(width.Safe(line)), 0, in
		for start < len(rs) || before == in {
			end := start + width.Break(rs[start:], w-before)[0]
			d.lines = append(d.lines, Line{Text: strings.Repeat(" ", before) + string(rs[start:end]), Says: says})
			start, before, says = end, further, ""
		}
	}
}

// Tables: what divides columns, and how narrow one may get that doesn't fit whole. Where
// it would get narrower, a row is a list of what it says under each head.
const (
	gap      = 2
	narrow   = 22
	oneTable = 2 // columns of a table that names things and says what they are
)

func (d *drawing) table(b block, w int) {
	if len(b.rows) == 0 {
		return
	}
	if widths, ok := columns(b.rows, w); ok {
		for i, row := range b.rows {
			d.passage(b.passages()[i], across(row, widths))
			if i == 0 {
				d.lines = append(d.lines, Line{Text: width.Rule(min(w, total(widths)))})
			}
		}
		return
	}
	heads := b.rows[0]
	for i, row := range b.rows[1:] {
		if i > 0 && len(heads) > oneTable {
			d.lines = append(d.lines, Line{})
		}
		d.passage(b.passages()[i+1], down(heads, row, w))
	}
}

// columns are the widths of a table's columns, if it fits into w as a table.
func columns(rows [][]string, w int) (widths []int, ok bool) {
	widths = make([]int, len(rows[0]))
	for _, row := range rows {
		for i := range min(len(row), len(widths)) {
			widths[i] = max(widths[i], width.Of(width.Safe(row[i])))
		}
	}
	for {
		over := total(widths) - w
		if over <= 0 {
			return widths, true
		}
		widest, second := 0, narrow
		for i := range widths {
			if widths[i] > widths[widest] {
				widest = i
			}
		}
		for i := range widths {
			if i != widest {
				second = max(second, widths[i])
			}
		}
		// The widest gives way until it is as wide as the next.
		give := min(over, max(widths[widest]-second, 1))
		if widths[widest]-give < narrow {
			return nil, false
		}
		widths[widest] -= give
	}
}

func total(widths []int) int {
	sum := gap * (len(widths) - 1)
	for _, n := range widths {
		sum += n
	}
	return sum
}

// across is a row as columns beside each other.
func across(row []string, widths []int) []string {
	var columns [][]string
	high := 1
	for i, w := range widths {
		var lines []string
		if i < len(row) {
			lines = wrapped(row[i], w)
		}
		columns, high = append(columns, lines), max(high, len(lines))
	}
	lines := make([]string, high)
	for y := range lines {
		for i, column := range columns {
			text := ""
			if y < len(column) {
				text = column[y]
			}
			lines[y] += width.Pad(text, widths[i]) + strings.Repeat(" ", gap)
		}
		lines[y] = strings.TrimRight(lines[y], " ")
	}
	return lines
}

// down is a row below its first cell, each of the others with its head.
func down(heads, row []string, w int) []string {
	if len(heads) <= oneTable {
		return hanging("- ", strings.Join(row, "："), w)
	}
	lines := wrapped(row[0], w)
	for i := 1; i < min(len(row), len(heads)); i++ {
		if row[i] != "" {
			lines = append(lines, hanging("  ", heads[i]+"："+row[i], w)...)
		}
	}
	return lines
}
