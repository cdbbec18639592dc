package layout

import (
	"math"
	"strings"

	"nianbao/export/fonts"
	"nianbao/export/paper"
	"nianbao/model"
)

const (
	cellMargin = 1.0 // inside a cell's edges
	cellIndent = 2.0 // more, beside what stands at the left, and long heads
	ruleWidth  = 0.5
	// maxCell bounds a cell's height: a longer text is set smaller.
	maxCell = textHeight / 3
	// Words are set smaller down to wordSize to stay in one line, or else in two;
	// all text, down to minSize to stay in its cell.
	wordSize = 5.5
	minSize  = 3.0
)

// look is how a table is set: the wide one of section 2 in 五号, the narrow
// columns of the others in 小五. Heights are of lines and, at least, of rows.
type look struct{ size, lead, row float64 }

func lookOf(t *paper.Table) look {
	if t.Narrow() {
		return look{9, 12, 18}
	}
	return look{10.5, 15, 20}
}

// grid is a table with the sizes of its rows and columns.
type grid struct {
	table *paper.Table
	look  look
	head  int       // rows that come again on each page
	x     []float64 // edges of the columns
	h     []float64 // heights of the rows
	cells [][]*cell // by the row in which they begin
	set   *fonts.Set
	cut   bool // a text was too long for any size
}

type cell struct {
	*model.PrintedCell
	node   *Node
	size   float64
	lead   float64
	lines  [][]Glyph
	left   bool    // its text stands at the left
	indent float64 // at both sides
	shaded bool
}

// newGrid measures a table. Its nodes become kids of parent.
func newGrid(t *paper.Table, set *fonts.Set, parent *Node) *grid {
	g := &grid{table: t, look: lookOf(t), head: t.Head, set: set, x: []float64{textLeft}, h: make([]float64, t.Rows)}
	sum, total := 0, textWidth
	for _, w := range t.Spread(int(total * 100)) {
		sum += w
		g.x = append(g.x, textLeft+float64(sum)/100)
	}
	for i, row := range t.Grid() {
		tr := parent.add(&Node{Tag: "TR"})
		g.cells = append(g.cells, nil)
		for _, c := range row {
			if c.Row == i {
				g.cells[i] = append(g.cells[i], g.newCell(c, tr))
			}
		}
	}
	g.fitRows()
	return g
}

// lower makes the rows lower, where all of the table is at most so high then, and reports
// whether it is.
func (g *grid) lower(high float64) bool {
	usual := g.look.row
	for ; g.between(0, g.table.Rows) > high+slack; g.fitRows() {
		if g.look.row--; g.look.row < g.look.lead+2*cellMargin {
			g.look.row = usual
			g.fitRows()
			return false
		}
	}
	return true
}

func (g *grid) newCell(c *model.PrintedCell, tr *Node) *cell {
	x := &cell{PrintedCell: c, left: g.table.LeftAligned(c), shaded: g.table.Across(c)}
	x.node = tr.add(&Node{Tag: "TH", Rows: c.RowSpan, Cols: c.ColSpan})
	switch c.Kind {
	case model.PrintedHead:
		x.node.Scope = "Column"
	case model.PrintedLabel:
		x.node.Scope = "Row"
	case model.PrintedFigure:
		x.node.Tag, x.node.Cell = "TD", c.Cell
	}
	if x.left || g.table.Squeezed(c) {
		x.indent = cellIndent
	}
	g.fit(x, maxCell)
	return x
}

// inner is the width that a cell has for its text.
func (g *grid) inner(c *cell) float64 {
	return g.x[c.Col+c.ColSpan] - g.x[c.Col] - 2*(cellMargin+c.indent)
}

// fit breaks a cell's text into lines, in the largest size in which no word is
// cut and all lines are at most so high.
func (g *grid) fit(c *cell, high float64) {
	avail := g.inner(c)
	text, sign := c.Text, ""
	if i := strings.LastIndex(text, "("+paper.FootSign); i > 0 && c.Kind == model.PrintedFigure { // a line of its own, if need be
		text, sign = text[:i], text[i:]
	}
	lines := func(text string, size float64) [][]Glyph {
		return breakLines(tighten(glyphs(nil, g.set, fonts.Song, size, text), size), size, avail, avail, false)
	}
	set := func(size float64) {
		c.size, c.lead = size, size*g.look.lead/g.look.size
		if c.lines = lines(text+sign, size); len(c.lines) > 1 && sign != "" {
			c.lines = append(lines(text, size), lines(sign, size)...)
		}
	}
	size := g.look.size
	longest := longestWord(glyphs(nil, g.set, fonts.Song, 1, text))
	for longest*size > avail+slack && size > wordSize {
		size -= 0.25
	}
	if longest*size > avail+slack { // in two lines then, as large as they allow
		size = max(wordSize, min(g.look.size, math.Floor(4*avail/(longest/2+0.5))/4))
	}
	for set(size); c.high() > high && size > minSize; set(size) {
		size -= 0.25
	}
	if c.high() > high+slack {
		c.lines = c.lines[:int((high-2*cellMargin)/c.lead)]
		g.cut = true
	}
}

// high is what a cell needs.
func (c *cell) high() float64 { return float64(len(c.lines))*c.lead + 2*cellMargin }

// longestWord is the width of the longest run of glyphs that isn't cut.
func longestWord(g []Glyph) float64 {
	longest, run := 0.0, 0.0
	for i := range g {
		if run += g[i].W; !western(g[i].R) {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// fitRows makes the rows as high as their cells need, and at least usual; what a cell over several
// rows lacks is shared by them.
func (g *grid) fitRows() {
	for i, row := range g.cells {
		g.h[i] = g.look.row
		for _, c := range row {
			if c.RowSpan == 1 {
				g.h[i] = max(g.h[i], c.high())
			}
		}
	}
	for i, row := range g.cells {
		for _, c := range row {
			lack := (c.high() - g.between(i, i+c.RowSpan)) / float64(c.RowSpan)
			for k := i; lack > 0 && k < i+c.RowSpan; k++ {
				g.h[k] += lack
			}
		}
	}
}

// between is the height of some rows.
func (g *grid) between(from, to int) float64 {
	h := 0.0
	for _, x := range g.h[from:to] {
		h += x
	}
	return h
}

func (g *grid) headHeight() float64 { return g.between(0, g.head) }

// items are the rows. Heads hold to what they are the heads of; a table that
// fits a page stays on one, the last row holds as it is told to what follows.
func (g *grid) items(last keep) []item {
	items := make([]item, g.table.Rows)
	for i := range items {
		bond := soft
		if i < g.head || len(g.cells[i]) > 0 && g.cells[i][0].Kind == model.PrintedHead {
			bond = hard
		}
		if i == len(items)-1 {
			bond = last
		}
		items[i] = item{height: g.h[i], keep: bond, grid: g, row: i}
	}
	return items
}

// place draws the rows from one to another, below the table's head where they
// don't begin it. A label over rows of two pages stands in both parts.
func (g *grid) place(p *Page, y float64, from, to int) {
	if from > 0 && from >= g.head {
		g.rows(p, y-g.headHeight(), 0, g.head, true)
	}
	g.rows(p, y, from, to, false)
}

func (g *grid) rows(p *Page, y float64, from, to int, again bool) {
	for i := range to {
		for _, c := range g.cells[i] {
			first, end := max(i, from), min(i+c.RowSpan, to)
			if first >= end {
				continue
			}
			top := y + g.between(from, first)
			g.draw(p, c, top, g.between(first, end), again || first > i)
		}
	}
}

// draw draws a cell, or its part on one page, at most so high.
func (g *grid) draw(p *Page, c *cell, top, h float64, again bool) {
	left, right := g.x[c.Col], g.x[c.Col+c.ColSpan]
	if c.shaded {
		p.Boxes = append(p.Boxes, Box{left, top, right - left, h})
	}
	p.frame(left, top, right, top+h)
	text := *c
	if text.high() > h+slack {
		g.fit(&text, h)
	}
	if again {
		text.node = nil
	}
	y := top + (h-float64(len(text.lines))*text.lead)/2
	for _, glyphs := range text.lines {
		x := left + cellMargin + c.indent
		if !c.left {
			x = (left + right - width(glyphs)) / 2
		}
		p.Lines = append(p.Lines, Line{X: x, Y: baseLine(y, text.lead, text.size), Size: text.size, Glyphs: glyphs, Node: text.node})
		y += text.lead
	}
}

// frame draws the four edges of a cell; see [once].
func (p *Page) frame(left, top, right, bottom float64) {
	p.Rules = append(p.Rules, Rule{left, top, right, top, ruleWidth}, Rule{left, bottom, right, bottom, ruleWidth},
		Rule{left, top, left, bottom, ruleWidth}, Rule{right, top, right, bottom, ruleWidth})
}
