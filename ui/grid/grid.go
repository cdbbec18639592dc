// Package grid is a table of cells to move about in and to type into: frozen
// labels and heads, a cell cursor, a cell's editor. It knows no report: its
// owner hands it rows of text and is asked what the keys typed mean.
package grid

import (
	"strings"

	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// Column is a column's head, in one or more lines, and the columns of the
// screen that it takes.
type Column struct {
	Head  []string
	Width int
}

// Mark says how a cell or row is set off.
type Mark int

// The marks, from none to the gravest.
const (
	Plain Mark = iota
	Computed
	Warned
	Wrong
)

// Cell is what a cell shows.
type Cell struct {
	Text    string
	Mark    Mark
	Noted   bool // there is more to it, elsewhere
	Pointed bool // it is one of those that are spoken of
}

// Row is one line of the table. A row without cells, or with heads or sums in
// their place, is passed over by the cursor.
type Row struct {
	Label string
	Wide  string // the whole label, drawn where there is room
	Cells []Cell
	Heads []string // column heads of the rows below, in place of cells
	Sums  []string // of the rows below, by column, in place of cells: only to look at
}

// Grid is the state of a table. Set Columns and Rows, then Resize, before use.
type Grid struct {
	Columns []Column
	Rows    []Row

	row, col   int
	top, left  int // first row and column in sight
	w, h       int
	labelWidth int
	input      *input
	anchor     *place // where the selection began; nil for none
	head       *place // its other corner; nil for the cursor
}

// Resize sets the columns and lines of the screen to draw in, heads not counted.
func (g *Grid) Resize(w, h int) {
	g.w, g.h = w, max(h, 1)
	columns, short, wide := 0, 0, 0
	for _, c := range g.Columns {
		columns += c.Width
	}
	for _, r := range g.Rows {
		short, wide = max(short, width.Of(r.Label)), max(wide, width.Of(r.Wide))
	}
	g.labelWidth = min(max(w-columns-2, min(14, w/2)), max(wide, short))
	if g.labelWidth < short { // not all columns fit: rather some of them than names cut short
		some := 0
		for _, c := range g.Columns[:min(len(g.Columns), w/columnsFor)] {
			some += c.Width
		}
		g.labelWidth = max(g.labelWidth, min(short, w-some-2))
	}
}

// columnsFor is how wide a screen is for each column that stays in sight.
const columnsFor = 20

// LabelWidth is how many columns of the screen the rows' labels have.
func (g *Grid) LabelWidth() int { return g.labelWidth }

// Cursor is the row and column of the current cell.
func (g *Grid) Cursor() (row, col int) { return g.row, g.col }

// MoveTo puts the cursor on a cell and leaves the cell's editor.
func (g *Grid) MoveTo(row, col int) {
	g.leave()
	g.row = min(max(row, 0), len(g.Rows)-1)
	if len(g.Rows[g.row].Cells) == 0 {
		g.row = g.next(g.row, 1)
	}
	g.col = min(max(col, 0), len(g.Rows[g.row].Cells)-1)
}

// Move moves the cursor by rows and columns and stops at the edges.
func (g *Grid) Move(rows, cols int) {
	g.leave()
	for ; rows > 0; rows-- {
		g.row = g.next(g.row, 1)
	}
	for ; rows < 0; rows++ {
		g.row = g.next(g.row, -1)
	}
	n := len(g.Rows[g.row].Cells)
	g.col = min(max(min(g.col, n-1)+cols, 0), n-1)
}

// leave ends typing and the selection, as every move does.
func (g *Grid) leave() { g.input, g.anchor, g.head = nil, nil, nil }

// Advance moves to the next cell, on to the next row at a row's end; back with -1.
func (g *Grid) Advance(step int) {
	g.leave()
	switch col := g.col + step; {
	case col >= len(g.Rows[g.row].Cells):
		if next := g.next(g.row, 1); next != g.row {
			g.row, g.col = next, 0
		}
	case col < 0:
		if prev := g.next(g.row, -1); prev != g.row {
			g.row, g.col = prev, len(g.Rows[prev].Cells)-1
		}
	default:
		g.col = col
	}
}

// Page moves by n pages of rows.
func (g *Grid) Page(n int) { g.Move(n*max(g.h-1, 1), 0) }

// RowHome moves to the row's first cell, RowEnd to its last.
func (g *Grid) RowHome() { g.Move(0, -len(g.Columns)) }

// RowEnd moves to the row's last cell.
func (g *Grid) RowEnd() { g.Move(0, len(g.Columns)) }

// next is the nearest row with cells in a direction; row itself at the edge.
func (g *Grid) next(row, step int) int {
	for r := row + step; r >= 0 && r < len(g.Rows); r += step {
		if len(g.Rows[r].Cells) > 0 {
			return r
		}
	}
	return row
}

// visible is how many columns of cells fit beside the labels.
func (g *Grid) visible() int {
	room, n := g.w-g.labelWidth-2, 0
	for i := g.left; i < len(g.Columns); i++ {
		room -= g.Columns[i].Width
		if room < 0 {
			break
		}
		n++
	}
	return max(n, 1)
}

// scrollColumns brings the cursor's column into sight.
func (g *Grid) scrollColumns() {
	for g.left > 0 && g.col < g.left {
		g.left--
	}
	for g.col >= g.left+g.visible() && g.left < len(g.Columns)-1 {
		g.left++
	}
}

// scroll brings the cursor's cell into sight.
func (g *Grid) scroll() {
	g.scrollColumns()
	first := g.row // show a group's labels above its first row
	for first > 0 && len(g.Rows[first-1].Cells) == 0 {
		first--
	}
	if first < g.top {
		g.top = first
	}
	if g.row >= g.top+g.h {
		g.top = g.row - g.h + 1
	}
	g.top = max(min(g.top, len(g.Rows)-g.h), 0)
}

// RowsBelow is how many rows with cells are out of sight below.
func (g *Grid) RowsBelow() (n int) {
	for _, r := range g.Rows[min(g.top+g.h, len(g.Rows)):] {
		if len(r.Cells) > 0 {
			n++
		}
	}
	return n
}

// HeadLines is how many lines Heads draws.
func (g *Grid) HeadLines() int {
	n := 0
	for _, c := range g.Columns {
		n = max(n, len(c.Head))
	}
	return n
}

// Heads draws the columns' heads, to stay above the rows.
func (g *Grid) Heads() []string {
	g.scroll()
	var lines []string
	n := g.HeadLines()
	for i := range n {
		texts := make([]string, len(g.Columns))
		for c, col := range g.Columns {
			if k := i - (n - len(col.Head)); k >= 0 {
				texts[c] = col.Head[k]
			}
		}
		lines = append(lines, g.line(" ", "", texts, theme.Title))
	}
	return lines
}

// Foot draws a line of texts under the columns, to stay below the rows.
func (g *Grid) Foot(mark, label string, texts []string, look theme.Look) string {
	g.scrollColumns()
	return look.Render(g.line(mark, label, texts, theme.Plain))
}

// line draws one text for each column in sight, right-aligned as figures are.
func (g *Grid) line(mark, label string, texts []string, look theme.Look) string {
	s := mark + width.Pad(label, g.labelWidth)
	for c := g.left; c < min(g.left+g.visible(), len(texts)); c++ {
		s += look.Render(width.PadLeft(texts[c], g.Columns[c].Width-1)) + " "
	}
	return s
}

// View draws the rows in sight, and tells where the terminal's cursor belongs.
func (g *Grid) View() (lines []string, x, y int) {
	g.scroll()
	for i := g.top; i < min(g.top+g.h, len(g.Rows)); i++ {
		lines = append(lines, g.drawRow(i))
	}
	x = 1 + g.labelWidth
	for c := g.left; c <= g.col; c++ {
		x += g.Columns[c].Width
	}
	x -= 2 // the figure's last place
	if g.input != nil {
		x += 1 - g.input.behind()
	}
	return lines, x, g.row - g.top
}

func (g *Grid) drawRow(i int) string {
	r := &g.Rows[i]
	label := r.Wide
	if width.Of(label) > g.labelWidth {
		label = r.Label
	}
	if r.Heads != nil {
		return g.line(" ", label, r.Heads, theme.Title)
	}
	if r.Sums != nil {
		return g.drawSums(label, r.Sums)
	}
	if len(r.Cells) == 0 {
		return theme.Title.Render(" " + width.Clip(r.Wide, g.w-2))
	}
	mark := " "
	if i == g.row {
		mark = ">"
	}
	s := mark + width.Pad(label, g.labelWidth)
	for c := g.left; c < min(g.left+g.visible(), len(r.Cells)); c++ {
		s += g.drawCell(i, c)
	}
	return s
}

// drawSums draws a group's name with the sums of its rows, in brackets of their
// own where there is room, so that nobody types there.
func (g *Grid) drawSums(label string, sums []string) string {
	s := theme.Title.Render(" " + width.Pad(label, g.labelWidth))
	for c := g.left; c < min(g.left+g.visible(), len(sums)); c++ {
		text, w := sums[c], g.Columns[c].Width-1
		if bracketed := "(" + text + ")"; text != "" && len(bracketed) <= w {
			text = bracketed
		}
		text = fit(text, w)
		s += strings.Repeat(" ", w-width.Of(strings.TrimLeft(text, " "))) + theme.Dim.Render(strings.TrimLeft(text, " ")) + " "
	}
	return s
}

// drawCell draws a cell in its column: a figure that does not fit is shown as
// ###, never cut.
func (g *Grid) drawCell(row, col int) string {
	cell, w := g.Rows[row].Cells[col], g.Columns[col].Width
	if row == g.row && col == g.col {
		if g.input != nil {
			return theme.Cursor.Render("[" + width.PadLeft(width.Tail(g.input.String(), w-3), w-3) + " ]")
		}
		if cell.Pointed && width.Of(cell.Text) < w-2 {
			return theme.Cursor.Render("[!" + fit(cell.Text, w-3) + "]")
		}
		return theme.Cursor.Render("[" + fit(cell.Text, w-2) + "]")
	}
	if g.selected(row, col) {
		return theme.Cursor.Render(fit(cell.Text, w-1) + "*")
	}
	text := fit(cell.Text, w-1)
	switch {
	case cell.Pointed:
		return theme.Pointed.Render(text + "!")
	case cell.Noted:
		text += "^"
	default:
		text += " "
	}
	switch cell.Mark {
	case Computed:
		return theme.Sum.Render(text)
	case Warned:
		return theme.Warning.Render(text)
	case Wrong:
		return theme.Error.Render(text)
	}
	return text
}

func fit(s string, w int) string {
	if width.Of(s) > w {
		return strings.Repeat("#", max(w, 0))
	}
	return width.PadLeft(s, w)
}
