// Package source holds what every reader makes of a file: paragraphs and grids
// of strings, in the order in which a person reads them. Readers know files and
// nothing of the form; package match finds the form's cells in what they give.
package source

import (
	"fmt"
	"slices"
	"strings"
)

// Document is what a reader found in a file.
type Document struct {
	Title  string // the file's own, <title> or the core properties; "" for none
	Author string // who the file says wrote it; "" for what says nothing
	// Remarks are what it says out of sight, where a checksum may stand: remarks among its
	// properties, comments.
	Remarks []string
	Ours    bool    // the file says that this program wrote it, and nobody else since
	Blocks  []Block // in reading order
	// Notes say what the reader could not take over, a Chinese sentence each: a
	// picture, a hidden sheet.
	Notes []string
}

// Block is a paragraph or a table.
type Block struct {
	Where string // 第3段, 第2页, 第71行: for people
	Text  string // of a paragraph, its lines joined; "" for a table
	Level int    // of a heading that the file marks as one, 1 the highest; 0 for none
	// Doubts say what of the paragraph was not taken for its text; see Seen.
	Doubts []string
	Floats bool  // it is a figure in a box that may lie over a table beside
	Table  *Grid // nil for a paragraph
	// Path leads from the file's root to what directly holds the block, an index
	// a step; blocks of one article share its beginning and the navigation round
	// them does not. nil in files without such a tree.
	Path []int
}

// Grid is a table: the cells of a rectangle, each where it begins. Slots that
// no cell covers are missing in the file.
type Grid struct {
	Where      string // 第2个表, 工作表「表三」, 第3页的表
	Rows, Cols int
	Cells      []Cell  // by row, then column
	slots      []int32 // index of the covering cell plus 1, by slot
}

// Cell is a cell and the slots that it covers.
type Cell struct {
	Row, Col, RowSpan, ColSpan int
	Text                       string // its lines joined with \n
	Where                      string // of its own, where the file has names: D12; "" else
	// Doubts say why the text is not certain, or with a blank one, what stands there
	// instead; see Seen. nil for nearly all cells.
	Doubts []string
	Floats bool // a figure in a box, or a shape, floats here and may lie over a cell beside
}

// The most that a table may have: far more than the form, and little enough to
// hold. A column beyond is dropped.
const (
	MaxRows  = 20_000
	MaxCols  = 512
	maxSlots = 2_000_000
)

// Put adds a cell, cut to the bounds; what begins beyond them is refused. A slot
// belongs to the first cell that covers it.
func (g *Grid) Put(c Cell) bool {
	c.RowSpan, c.ColSpan = max(c.RowSpan, 1), max(c.ColSpan, 1)
	before, beyond := c.Row < 0 || c.Col < 0, c.Row >= MaxRows || c.Col >= MaxCols
	if before || beyond {
		return false
	}
	c.RowSpan, c.ColSpan = min(c.RowSpan, MaxRows-c.Row), min(c.ColSpan, MaxCols-c.Col)
	g.Cells = append(g.Cells, c)
	g.Rows, g.Cols = max(g.Rows, c.Row+c.RowSpan), max(g.Cols, c.Col+c.ColSpan)
	g.slots = nil
	return true
}

// At is the cell that covers a slot, nil for none.
func (g *Grid) At(row, col int) *Cell {
	before, beyond := row < 0 || col < 0, row >= g.Rows || col >= g.Cols
	if before || beyond || g.Rows*g.Cols > maxSlots {
		return nil
	}
	if g.slots == nil {
		g.slots = make([]int32, g.Rows*g.Cols)
		for i := range g.Cells {
			c := &g.Cells[i]
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				for k := c.Col; k < c.Col+c.ColSpan; k++ {
					if at := r*g.Cols + k; g.slots[at] == 0 {
						g.slots[at] = int32(i) + 1
					}
				}
			}
		}
	}
	if i := g.slots[row*g.Cols+col]; i > 0 {
		return &g.Cells[i-1]
	}
	return nil
}

// PlaceOf says where a cell stands, for people: 第2个表第5行第3列.
func (g *Grid) PlaceOf(c *Cell) string {
	if c.Where != "" {
		return g.Where + c.Where
	}
	return fmt.Sprintf("%s第%d行第%d列", g.Where, c.Row+1, c.Col+1)
}

// FromRows makes a grid of rows of fields, without merged cells.
func FromRows(where string, rows [][]string) *Grid {
	cells := make([][]Cell, len(rows))
	for r, row := range rows {
		for _, text := range row {
			cells[r] = append(cells[r], Cell{Text: text})
		}
	}
	return FromCells(where, cells)
}

// FromCells is FromRows of cells that may have doubts.
func FromCells(where string, rows [][]Cell) *Grid {
	g := &Grid{Where: where}
	for r, row := range rows {
		for k, c := range row {
			c.Row, c.Col = r, k
			g.Put(c)
		}
	}
	return g
}

// String draws the document for tests and for looking at: a paragraph a line,
// tables with a bar between cells.
func (d *Document) String() string {
	var b strings.Builder
	for _, x := range d.Blocks {
		if x.Table == nil {
			b.WriteString(strings.Repeat("#", x.Level) + x.Text + "\n")
			continue
		}
		row := 0
		for _, c := range x.Table.Cells {
			if c.Row != row {
				b.WriteString("|\n")
				row = c.Row
			}
			b.WriteString("|" + strings.ReplaceAll(c.Text, "\n", "⏎"))
			if c.RowSpan > 1 || c.ColSpan > 1 {
				fmt.Fprintf(&b, "{%d×%d}", c.RowSpan, c.ColSpan)
			}
		}
		b.WriteString("|\n")
	}
	return b.String()
}

// Sort puts the cells in the order that Grid promises.
func (g *Grid) Sort() {
	slices.SortStableFunc(g.Cells, func(a, b Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	g.slots = nil
}
