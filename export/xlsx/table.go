package xlsx

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"nianbao/export/paper"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// How wide a table is drawn, in points. Both are a little more than the page
// has room for: the print is scaled to it, and type of 10 points to 小五.
const (
	portraitWidth  = 545.0
	landscapeWidth = 800.0
	// maxPortrait is how many columns stand side by side on an upright page.
	maxPortrait = 12
)

// The columns beside the table: a gap and the checks.
const (
	gapWidth   = 12.0
	checkWidth = 72.0
)

// table is a section's table with its place in a sheet.
type table struct {
	*paper.Table
	section *model.Section
	sheet   string
	top     int // the sheet's row in which the grid begins
	widths  []float64
	at      map[model.CellID]cellref.Ref
	checks  []checkCell
	notes   []string // printed below the grid, a row each
	below   int      // rows of checks below these
}

// newTable places the cells and the checks of a section: title and heading are
// above the grid, and a draft's notice above these.
func newTable(s *model.Section, r *model.Report, draft bool) *table {
	t := &table{Table: &paper.Table{Printed: s.Layout()}, section: s, top: 3, at: map[model.CellID]cellref.Ref{}}
	if draft {
		t.top++
	}
	for i := range t.Cells {
		if c := &t.Cells[i]; c.Kind == model.PrintedFigure {
			t.at[c.Cell] = t.place(c.Row, c.Col)
		}
	}
	width := portraitWidth
	if t.landscape() {
		width = landscapeWidth
	}
	for _, w := range t.Spread(int(width)) {
		t.widths = append(t.widths, float64(w))
	}
	for _, c := range r.Form.Cells() {
		if note := line(r.Notes[c.ID]); c.Section == s && note != "" {
			t.notes = append(t.notes, NoteLegend+c.Label()+"："+note)
		}
	}
	t.placeChecks(relations(r, s.Key))
	return t
}

func (t *table) landscape() bool { return len(t.Widths) > maxPortrait }

// place turns a place in the grid into one in the sheet.
func (t *table) place(row, col int) cellref.Ref { return cellref.At(t.top+row, 1+col) }

// bottom is the sheet's last row of the grid.
func (t *table) bottom() int { return t.top + t.Rows - 1 }

// checkColumn is the sheet's column for the checks of rows.
func (t *table) checkColumn() int { return len(t.Widths) + 2 }

// firstFigure is the grid's first column that holds figures.
func (t *table) firstFigure() int {
	first := len(t.Widths)
	for _, at := range t.at {
		first = min(first, at.Col-1)
	}
	return first
}

// tableSheet writes a table with its checks.
func (b *book) tableSheet(t *table) {
	widths := append(slices.Clone(t.widths), gapWidth, checkWidth)
	s := b.newSheet(t.sheet, widths, page{landscape: t.landscape(), whole: true})
	frozen := t.place(t.Head, 0)
	if t.Head > 0 {
		frozen.Col += t.firstFigure()
	}
	s.freeze(frozen)
	last := len(t.Widths)
	if b.opts.Draft {
		s.line(b.draftNotice(), draftLook, last)
	}
	s.title(last)
	s.line(t.section.Heading, look{size: cellSize + 2, bold: true, left: true}, last)
	s.grid(t)
	for _, note := range t.notes {
		s.line(note, plainLook, last)
	}
	if t.Head > 0 {
		s.repeat(t.top, t.top+t.Head-1)
	}
	s.printOnly(cellref.At(s.row, last))
	s.below(t)
	s.validate(t)
	s.marks(t)
	s.comments(t)
	s.protect()
	s.close()
	s.nameCells(t)
}

// title writes the report's title. In a blank form it follows what is typed on
// the sheet of texts.
func (s *sheet) title(last int) {
	at := s.row + 1
	if !s.opts.Blank {
		s.line(s.book.title(), titleLook, last)
		return
	}
	cells := make([]any, last)
	for i := range cells {
		cells[i] = excelize.Cell{StyleID: s.style(titleLook)}
	}
	cells[0] = excelize.Cell{StyleID: s.style(titleLook), Formula: fieldName("title"), Value: s.book.title()}
	s.put(height(s.book.title(), titleSize, total(s.widths[:last])), cells...)
	s.merge(cellref.Between(cellref.At(at, 1), cellref.At(at, last)))
}

// grid writes the printed table, and beside it the checks of its rows.
func (s *sheet) grid(t *table) {
	heights := t.heights()
	beside := t.besides()
	for i, row := range t.Grid() {
		cells := make([]any, t.checkColumn())
		for _, c := range row {
			cell := s.printed(t, c)
			for col := c.Col; col < c.Col+c.ColSpan; col++ {
				if col != c.Col || i != c.Row { // covered: the border only
					cell = excelize.Cell{StyleID: cell.StyleID}
				}
				cells[col] = cell
			}
			if i == c.Row {
				s.merge(cellref.Between(t.place(c.Row, c.Col), t.place(c.Row+c.RowSpan-1, c.Col+c.ColSpan-1)))
			}
		}
		if c, ok := beside[t.top+i]; ok {
			cells[len(cells)-1] = s.besideCell(t, c)
		}
		s.put(heights[i], cells...)
	}
	if head := t.besideHead(); head.From != head.To {
		s.merge(head)
	}
}

// printed is what the grid shows in a cell.
func (s *sheet) printed(t *table, c *model.PrintedCell) excelize.Cell {
	if c.Kind == model.PrintedFigure {
		return s.figure(t, c.Cell)
	}
	l := look{size: cellSize, border: true, wrap: true, left: t.LeftAligned(c)}
	if t.Across(c) {
		l.fill = paper.HeadFill
	}
	return s.cell(c.Text, l)
}

// figure is a cell of the form: a number to type over, or a formula with what
// it gives.
func (s *sheet) figure(t *table, id model.CellID) excelize.Cell {
	cell, f := s.report.Form.Cell(id), s.sheet.At(id)
	l := look{size: cellSize, border: true, shrink: true, format: numberFormat(f)}
	out := excelize.Cell{Value: number(f)}
	switch {
	case s.sheet.Unknown(id) && !cell.Computed():
		out.Value = model.UnreadMark
	case s.sheet.Unknown(id): // a formula would add up the rest
	case cell.Computed():
		var terms []cellref.Ref
		for _, x := range cell.Terms {
			terms = append(terms, t.at[x])
		}
		out.Formula = totalFormula(terms)
	}
	if !cell.Computed() {
		l.entry, l.fill = true, entryFill
	}
	out.StyleID = s.style(l)
	return out
}

// heights are the heights of the grid's rows: what the texts need, those over
// several rows too. Spreadsheets don't fit rows to merged cells.
func (t *table) heights() []float64 {
	out := make([]float64, t.Rows)
	for i := range out {
		out[i] = minHeight
	}
	for _, several := range []bool{false, true} {
		for i := range t.Cells {
			c := &t.Cells[i]
			if c.Kind == model.PrintedFigure || (c.RowSpan > 1) != several {
				continue
			}
			need := height(c.Text, cellSize, total(t.widths[c.Col:c.Col+c.ColSpan]))
			end := c.Row + c.RowSpan
			out[end-1] += max(0, need-total(out[c.Row:end]))
		}
	}
	return out
}

// nameCells names the section's cells.
func (s *sheet) nameCells(t *table) {
	for _, c := range s.report.Form.Cells() {
		if c.Section == t.section {
			s.named(cellName(c.ID), s.name, t.at[c.ID], t.at[c.ID])
		}
	}
}
