package paper

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// HeadFill is the shade of the headings across a table in the official form,
// as RRGGBB.
const HeadFill = "C6D9F1"

// HeadShade is HeadFill in red, green and blue.
func HeadShade() (rgb [3]uint8) {
	b, err := hex.DecodeString(HeadFill)
	if err != nil {
		panic(err) // a constant
	}
	copy(rgb[:], b)
	return rgb
}

// Table is a section's table, twice: merged as on paper, and unmerged for
// formats that know no merged cells.
type Table struct {
	// Printed is the grid of merged cells; the Text of a figure's cell is the
	// figure.
	*model.Printed
	// Notes stand under the table: a long note has 注1 beside its figure. Plain keeps them all
	// beside the figures.
	Notes []string
	// Plain are the same figures, one table for each block of rows.
	Plain []Plain
}

// Plain is a table without merged cells: Head names the columns, the first of
// each row is the row's whole label.
type Plain struct {
	Heading string
	Head    []string
	Rows    [][]string
	// Block is the form's, for formats that show groups in lines of their own.
	Block *model.Block
}

// Notes longer than these stand under the table, in half characters: in one of narrow
// columns, in one of wide columns.
const (
	narrowNote = 12
	wideNote   = 40
)

// wideColumns is how many columns a table has at most whose columns are wide.
const wideColumns = 5

// Narrow reports whether the columns hold little more than a figure.
func (t *Table) Narrow() bool { return len(t.Widths) > wideColumns }

// FootSign begins the sign of a note under a table.
const FootSign = "注"

// foot gives a note a number and puts it under the table.
func (t *Table) foot(note string) (sign string) {
	sign = FootSign + strconv.Itoa(len(t.Notes)+1)
	t.Notes = append(t.Notes, sign+"："+note)
	return sign
}

// newTable arranges a section's table; figure gives a cell's figure and its note.
func newTable(s *model.Section, figure func(model.CellID) (value, note string)) *Table {
	t := &Table{Printed: s.Layout()}
	most := wideNote
	if t.Narrow() {
		most = narrowNote
	}
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Kind == model.PrintedFigure {
			value, note := figure(c.Cell)
			if c.Text = noted(value, note); Halves(note) > most {
				c.Text = value + "(" + t.foot(note) + ")" // brackets for which a narrow cell has room
			}
		}
	}
	for i := range s.Table.Blocks {
		b := &s.Table.Blocks[i]
		p := Plain{Heading: b.Heading, Head: []string{b.LabelHead}, Block: b}
		if b.LabelHead == "" {
			p.Head[0] = s.Table.Corner
		}
		for _, c := range b.Columns {
			p.Head = append(p.Head, whole(c.Groups, c.Label))
		}
		for _, r := range b.Rows {
			row := []string{whole(r.Groups, r.Label)}
			for _, c := range b.Columns {
				row = append(row, noted(figure(model.CellID(s.Key+"."+r.Key+"."+c.Key))))
			}
			p.Rows = append(p.Rows, row)
		}
		t.Plain = append(t.Plain, p)
	}
	return t
}

func whole(groups []string, label string) string {
	return strings.Join(append(append([]string{}, groups...), label), " ")
}

// Grid arranges the cells by row, left to right. A cell over several rows
// occurs in each of them; it begins where its Row is the row's number.
func (t *Table) Grid() [][]*model.PrintedCell {
	width := len(t.Widths)
	slots := make([]*model.PrintedCell, t.Rows*width)
	for i := range t.Cells {
		c := &t.Cells[i]
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			slots[row*width+c.Col] = c
		}
	}
	rows := make([][]*model.PrintedCell, t.Rows)
	for i, c := range slots {
		if c != nil {
			rows[i/width] = append(rows[i/width], c)
		}
	}
	return rows
}

// Spread divides a total over the columns by their relative widths; the parts
// add up to the total exactly.
func (t *Table) Spread(total int) []int {
	sum := 0
	for _, w := range t.Widths {
		sum += w
	}
	parts := make([]int, len(t.Widths))
	before, done := 0, 0
	for i, w := range t.Widths {
		before += w
		parts[i] = total*before/sum - done
		done += parts[i]
	}
	return parts
}

// LeftAligned reports whether a cell's text stands at the left, as in the
// official form: labels beside a matrix, its corner, and the headings that run
// across a stacked table. Everything else is centred.
func (t *Table) LeftAligned(c *model.PrintedCell) bool {
	if t.Head == 0 {
		return t.Across(c)
	}
	if c.Kind == model.PrintedLabel {
		return true
	}
	return c.Kind == model.PrintedHead && c.RowSpan > 1 && c.ColSpan > 1
}

// Across reports whether a cell is a heading that runs across the whole
// table, which the official form shades.
func (t *Table) Across(c *model.PrintedCell) bool {
	return c.Kind == model.PrintedHead && c.ColSpan == len(t.Widths)
}

// Squeezed reports whether a cell is a long head over one column: with less
// room than the column has it breaks after two characters, 商业 企业, and not
// after three.
func (t *Table) Squeezed(c *model.PrintedCell) bool {
	return c.Kind == model.PrintedHead && c.ColSpan == 1 && utf8.RuneCountInString(c.Text) > 3
}

// LabelColumns is the most that a row's label takes in one line of a plain text, in
// columns of its characters; who reads it joins what is broken there.
const LabelColumns = 46
