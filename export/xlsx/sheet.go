package xlsx

import (
	"fmt"
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/export/paper"
	"nianbao/export/xlsx/cellref"
)

// Paper is A4 with margins of 18 mm at the sides and 20 mm above and below.
const (
	paperA4    = 9
	inch       = 25.4
	sideMargin = 18 / inch
	topMargin  = 20 / inch
)

// The heights of rows, in points.
const (
	maxHeight = 409.0 // what the format allows
	minHeight = 22.0
	leading   = 1.5  // a line's height, in sizes of its type: most of all that may stand in for 宋体
	wider     = 1.04 // than 宋体, where digits are half as wide as Chinese, others are
	padding   = 8.0  // beside and above a cell's text
)

// page says how a sheet is printed.
type page struct {
	landscape bool
	whole     bool // the sheet on one page; else as many as its length needs
	gridlines bool // shown on the screen
}

// sheet is one sheet being written, row by row from the top. Columns count
// from 1.
type sheet struct {
	*book
	name   string
	stream *excelize.StreamWriter
	widths []float64 // in points
	row    int       // the last that was written
}

// newSheet adds a sheet to the book's end. What the format has before the rows
// must be said here: the stream writes it first.
func (b *book) newSheet(name string, widths []float64, p page) *sheet {
	if b.f.SheetCount == 1 && len(b.f.GetSheetList()) == 1 && b.f.GetSheetName(0) == "Sheet1" {
		b.try(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.try(err)
	}
	fit := true
	b.try(b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.f.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &p.gridlines}))
	b.print(name, p)
	stream, err := b.f.NewStreamWriter(name)
	b.try(err)
	s := &sheet{book: b, name: name, stream: stream, widths: widths}
	for from, to := 0, 0; from < len(widths) && b.err == nil; from = to { // columns of one width at once
		for to = from; to < len(widths) && widths[to] == widths[from]; to++ {
		}
		b.try(stream.SetColWidth(from+1, to, math.Round(widths[from]/charWidth*100)/100))
	}
	return s
}

func (b *book) print(name string, p page) {
	size, orientation, wide, high := paperA4, "portrait", 1, 0
	if p.landscape {
		orientation = "landscape"
	}
	if p.whole {
		high = 1
	}
	b.try(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation,
		FitToWidth: &wide, FitToHeight: &high}))
	side, top, head, centred := sideMargin, topMargin, topMargin/2, true
	b.try(b.f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top,
		Header: &head, Footer: &head, Horizontally: &centred}))
	b.try(b.f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
}

// repeat prints rows again on every page.
func (s *sheet) repeat(from, to int) {
	s.scoped("_xlnm.Print_Titles", fmt.Sprintf("$%d:$%d", from, to))
}

// printOnly prints the cells from the first to one and no others.
func (s *sheet) printOnly(to cellref.Ref) {
	s.scoped("_xlnm.Print_Area", cellref.At(1, 1).Absolute()+":"+to.Absolute())
}

// scoped gives cells of the sheet a name that holds there.
func (s *sheet) scoped(name, cells string) {
	s.try(s.f.SetDefinedName(&excelize.DefinedName{Name: name, Scope: s.name, RefersTo: quoteSheet(s.name) + "!" + cells}))
}

// freeze keeps the rows above and the columns left of a cell in sight. It must
// come before the first row.
func (s *sheet) freeze(at cellref.Ref) {
	if s.err != nil {
		return
	}
	p := &excelize.Panes{Freeze: true, XSplit: at.Col - 1, YSplit: at.Row - 1, TopLeftCell: at.String(), ActivePane: "bottomRight"}
	if at.Col == 1 {
		p.ActivePane = "bottomLeft"
	}
	p.Selection = []excelize.Selection{{Pane: p.ActivePane, ActiveCell: at.String(), SQRef: at.String()}}
	s.try(s.stream.SetPanes(p))
}

// put writes the next row; height 0 leaves it to whoever opens the file.
func (s *sheet) put(height float64, cells ...any) cellref.Ref {
	s.row++
	if s.err == nil {
		s.try(s.stream.SetRow(cellref.At(s.row, 1).String(), cells, excelize.RowOpts{Height: min(height, maxHeight)}))
	}
	return cellref.At(s.row, 1)
}

// line writes the next row as one text across columns 1 to last.
func (s *sheet) line(text string, l look, last int) cellref.Ref {
	cells := make([]any, last)
	for i := range cells {
		cells[i] = excelize.Cell{StyleID: s.style(l)}
	}
	cells[0] = s.cell(text, l)
	at := s.put(max(height(text, l.size, total(s.widths[:last])), l.size*1.8), cells...)
	s.merge(cellref.Between(at, cellref.At(at.Row, last)))
	return at
}

func (s *sheet) merge(m cellref.Span) {
	if m.From != m.To && s.err == nil {
		s.try(s.stream.MergeCell(m.From.String(), m.To.String()))
	}
}

// cell is a text; texts from outside have been cleaned before.
func (s *sheet) cell(text string, l look) excelize.Cell {
	c := excelize.Cell{StyleID: s.style(l)}
	if text != "" {
		c.Value = text
	}
	return c
}

func (s *sheet) close() {
	if s.err == nil {
		s.try(s.stream.Flush())
	}
}

// list writes rows of texts under heads, as high as the longest needs.
func (s *sheet) list(l look, texts ...string) {
	cells, high := make([]any, len(texts)), minHeight
	for i, text := range texts {
		cells[i] = s.cell(text, l)
		high = max(high, height(text, l.size, s.widths[i]))
	}
	s.put(high, cells...)
}

// height is what a text needs in a column of that width.
func height(text string, size, width float64) float64 {
	return lines(text, size, width)*size*leading + padding
}

// lines counts the lines that a text breaks into. Chinese breaks anywhere, but
// not before punctuation, so a line may lose a character.
func lines(text string, size, width float64) float64 {
	n := 0.0
	for l := range strings.SplitSeq(text, "\n") {
		need := float64(paper.Halves(l)) * size / 2 * wider
		room := max(width-padding, size)
		if need > room {
			room = max(room-size/2, size)
		}
		n += max(1, math.Ceil(need/room))
	}
	return n
}

func total(widths []float64) float64 {
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	return sum
}
