package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
	"nianbao/export/xlsx/cellref"
)

// sheetReader reads one sheet. Rows and columns count from 1, as in their names.
type sheetReader struct {
	name, part string
	hidden     bool

	hiddenRows  map[int]bool
	hiddenCols  [][2]int
	skippedRows map[int]bool // hidden ones in which something was left out
	skippedCols map[int]bool
	widths      []colWidth
	styles      map[int]int   // of whole rows
	styled      map[int][]int // by row, the columns of cells that the file has, blank or not
	merges      []cellref.Span
	rows, cols  int // the extent of cells
	cut         bool

	looks  *looks
	marked map[cellref.Ref]cellRuns // cells that look different, in whole or in part
	shapes []overlaid
	zeros  int // noughts that their format or the sheet's view hides
	// Of a workbook of our own: what is stored, and where a formula is.
	stored   map[cellref.Ref]string
	formulas map[cellref.Ref]bool

	noZero bool

	conditions []condition

	rowCells map[int][]sheetCell // by row, those with text, by column
	cells    int
	unsolved []cellref.Ref          // formulas without a result
	buried   []cellref.Ref          // figures that merged cells cover
	dug      int                    // how many there were
	anchors  map[cellref.Ref][2]int // spans by row and column
	covered  map[cellref.Ref]bool
	below    map[int]bool // rows that merged cells reach from above
}

type sheetCell struct {
	col    int
	text   string
	doubts []string
}

// cellRuns are the style of a cell and the runs of its text, nil for one that looks
// the same throughout.
type cellRuns struct {
	style int
	runs  []source.Run
	words bool   // a text, also where it looks like a number
	doubt string // of the style of its row or column
}

// colWidth is how wide some columns are, in digits, and the style of their cells.
type colWidth struct {
	from, to int
	width    float64 // 0 where that isn't said
	style    int
}

// maxCovered bounds the slots that merged cells cover.
const maxCovered = 1_000_000

// scan reads what excelize gives only by unfolding the sheet in memory, to the
// last column of each row: merged cells, hidden rows and columns, blank cells.
func (s *sheetReader) scan(z *source.Zip, b *budget) error {
	s.hiddenRows, s.styled, s.rowCells = map[int]bool{}, map[int][]int{}, map[int][]sheetCell{}
	s.marked, s.styles = map[cellref.Ref]cellRuns{}, map[int]int{}
	s.skippedRows, s.skippedCols = map[int]bool{}, map[int]bool{}
	s.shapes = shapesOver(z, s.part)
	r, err := z.Open(s.part)
	if err != nil || r == nil {
		return errors.Join(errNotBook, err)
	}
	x := &sheetScanner{sheetReader: s, budget: b}
	if err = x.scan(source.NewDecoder(r)); err == nil {
		err = s.cover(b)
	}
	return errors.Join(err, r.Close())
}

// sheetScanner is a sheet while its elements are gone through.
type sheetScanner struct {
	*sheetReader
	*budget
	at, col int // the open row and cell
	last    int // the row's last column
	// Of the open cell: it has a formula, a value, refers to a shared text, gives a text, is a
	// row or column beyond what is read.
	formula, valued, refers, words, beyond bool
	inCell, inValue                        bool
	inside                                 int // elements in it
	open                                   openCell
	rules                                  conditionScanner
}

func (x *sheetScanner) scan(d *xml.Decoder) error {
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return x.row(x.last)
		}
		if err != nil {
			return source.ErrDamaged
		}
		if err = x.token(token); err != nil {
			return err
		}
	}
}

func (x *sheetScanner) token(token xml.Token) error {
	x.open.follow(token)
	switch e := token.(type) {
	case xml.StartElement:
		if x.inside++; x.inside > maxInCell && x.inCell {
			return errTooLarge
		}
		return x.start(e)
	case xml.EndElement:
		x.inValue = false
		if c := x.rules.end(e.Name.Local); c != nil && len(x.conditions) < maxConditions {
			x.conditions = append(x.conditions, *c)
		}
		if e.Name.Local == "c" {
			x.inCell = false
			if x.formula && x.formulas != nil && len(x.formulas) < maxCells {
				x.formulas[cellref.At(x.at, x.col)] = true
			}
			open := x.formula && !x.valued && !x.beyond
			if open && len(x.unsolved) < maxCells {
				x.unsolved = append(x.unsolved, cellref.At(x.at, x.col))
			}
			if x.looks != nil && !x.beyond {
				x.look(cellref.At(x.at, x.col), &x.open)
			}
		}
	case xml.CharData:
		x.rules.chars(e)
		x.valued = x.valued || x.inValue && len(e) > 0
		if x.inValue && x.refers && !x.beyond {
			return x.shared(string(e))
		}
	}
	return nil
}

func (x *sheetScanner) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		err := x.row(x.last)
		x.at, x.col, x.last = x.at+1, 0, 0
		if n := attribute(e, "r"); n != "" {
			x.at = positive(n)
		}
		if isOn(attribute(e, "hidden")) || flat(attribute(e, "ht"), source.LeastSize) {
			x.hiddenRows[x.at] = true
		}
		if n, err := strconv.Atoi(attribute(e, "s")); err == nil && isOn(attribute(e, "customFormat")) && len(x.styles) < source.MaxRows {
			x.styles[x.at] = n
		}
		return err
	case "f":
		x.formula = true
	case "v":
		x.inValue, x.valued = true, x.words // a formula may give the empty text
	case "is":
		x.valued = true
	case "c":
		return x.cell(e)
	case "sheetView":
		zeros := attribute(e, "showZeros")
		x.noZero = x.noZero || zeros == "0" || zeros == "false"
	case "conditionalFormatting", "cfRule", "formula", "dataBar", "iconSet":
		x.rules.start(e, x.looks)
	case "col":
		x.column(e)
	case "mergeCell":
		if len(x.merges) < maxCells {
			x.merge(attribute(e, "ref"))
		}
	}
	return nil
}

// flat tells whether a row's height or a column's width leaves nothing to be seen.
func flat(size string, least float64) bool {
	n, err := strconv.ParseFloat(size, 64)
	return err == nil && n < least
}

func (x *sheetScanner) column(e xml.StartElement) {
	const least = 0.3 // of a digit
	from, to := positive(attribute(e, "min")), positive(attribute(e, "max"))
	if len(x.widths) >= source.MaxCols {
		return
	}
	if hidden := isOn(attribute(e, "hidden")) || flat(attribute(e, "width"), least); hidden && len(x.hiddenCols) < source.MaxCols {
		x.hiddenCols = append(x.hiddenCols, [2]int{from, to})
	}
	w := colWidth{from: from, to: to}
	if n, err := strconv.ParseFloat(attribute(e, "width"), 64); err == nil {
		w.width = n
	}
	if n, err := strconv.Atoi(attribute(e, "style")); err == nil {
		w.style = n
	}
	x.widths = append(x.widths, w)
}

func (x *sheetScanner) cell(e xml.StartElement) error {
	kind := attribute(e, "t")
	x.formula, x.valued, x.refers, x.words = false, false, kind == "s", kind == "str"
	x.inCell, x.inside = true, 0
	if c, _, err := excelize.CellNameToCoordinates(attribute(e, "r")); err == nil {
		x.col = c
	} else {
		x.col++
	}
	x.beyond = x.at < 1 || x.at > source.MaxRows
	if !x.beyond {
		x.last = max(x.last, x.col)
	}
	if x.beyond || x.col > source.MaxCols {
		x.cut = true
		return nil
	}
	x.styled[x.at] = append(x.styled[x.at], x.col)
	x.rows, x.cols = max(x.rows, x.at), max(x.cols, x.col)
	return x.budget.cell(e)
}

// openCell is the cell that is being scanned.
type openCell struct {
	style    int
	styled   bool
	words    bool
	shared   bool
	inValue  bool
	value    []byte
	richText // of a text of its own
}

func (c *openCell) follow(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "c":
			kind := attribute(e, "t")
			*c = openCell{shared: kind == "s", words: kind == "s" || kind == "str" || kind == "inlineStr", value: c.value[:0]}
			style, err := strconv.Atoi(attribute(e, "s"))
			c.style, c.styled = style, err == nil
		case "v":
			c.inValue = true
		default:
			c.start(e)
		}
	case xml.EndElement:
		c.inValue = c.inValue && e.Name.Local != "v"
		c.end(e.Name.Local)
	case xml.CharData:
		if c.inValue && c.shared && len(c.value) < 20 {
			c.value = append(c.value, e...)
		}
		c.chars(e)
	}
}

// look keeps how a cell looks, where that is not simply there.
func (s *sheetReader) look(at cellref.Ref, c *openCell) {
	x := cellRuns{style: c.style, words: c.words}
	if c.marked {
		x.runs = c.runs
	}
	if n, err := strconv.Atoi(string(c.value)); c.shared && err == nil {
		x.runs = s.looks.shared[n]
	}
	if !c.styled && s.struckAround(at) {
		x.doubt = unsettled
	}
	if look := s.looks.style(c.style); !look.plain() || x.runs != nil || x.doubt != "" {
		s.marked[at] = x
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// positive is a whole number from 1, or 0.
func positive(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > excelize.TotalRows {
		return 0
	}
	return n
}

func (s *sheetReader) merge(cells string) {
	first, last, ok := strings.Cut(strings.ReplaceAll(cells, "$", ""), ":")
	c0, r0, err0 := excelize.CellNameToCoordinates(first)
	c1, r1, err1 := excelize.CellNameToCoordinates(last)
	if ok && err0 == nil && err1 == nil {
		s.merges = append(s.merges, cellref.Between(cellref.At(min(r0, r1), min(c0, c1)), cellref.At(max(r0, r1), max(c0, c1))))
	}
}

// cover finds the slots that merged cells take. Where two overlap, which Excel
// doesn't write, the first counts.
func (s *sheetReader) cover(b *budget) error {
	s.anchors, s.covered, s.below = map[cellref.Ref][2]int{}, map[cellref.Ref]bool{}, map[int]bool{}
	for _, m := range s.merges {
		c0, r0, c1, r1 := m.From.Col, m.From.Row, min(m.To.Col, s.cols), min(m.To.Row, s.rows)
		if c0 > c1 || r0 > r1 {
			continue
		}
		if b.spent.covered += (c1 - c0 + 1) * (r1 - r0 + 1); b.spent.covered > maxCovered {
			return errTooLarge
		}
		if s.overlaps(c0, r0, c1, r1) {
			continue
		}
		s.anchors[cellref.At(r0, c0)] = [2]int{r1 - r0 + 1, c1 - c0 + 1}
		for r := r0; r <= r1; r++ {
			s.below[r] = s.below[r] || r > r0
			for c := c0; c <= c1; c++ {
				s.covered[cellref.At(r, c)] = true
			}
		}
	}
	return nil
}

func (s *sheetReader) overlaps(c0, r0, c1, r1 int) bool {
	for r := r0; r <= r1; r++ {
		for c := c0; c <= c1; c++ {
			if s.covered[cellref.At(r, c)] {
				return true
			}
		}
	}
	return false
}

// isHidden tells whether a slot's row or column isn't shown.
func (s *sheetReader) isHidden(row, col int) bool {
	if s.hiddenRows[row] {
		return true
	}
	for _, c := range s.hiddenCols {
		if col >= c[0] && col <= c[1] {
			return true
		}
	}
	return false
}

// Kinds of rows.
const (
	rowBlank = iota
	rowLine  // one cell: a heading, a text, a row of a table that is merged into one
	rowTable // several cells, blank or not
)

// isUnder tells whether a merged cell lies over a cell.
func (s *sheetReader) isUnder(at cellref.Ref) bool {
	_, anchor := s.anchors[at]
	return s.covered[at] && !anchor
}

// rowKind tells how many cells of its own a row has.
func (s *sheetReader) rowKind(row int) int {
	slots, from := 0, 0
	for _, col := range s.styled[row] {
		if from >= col {
			continue
		}
		from = col
		at := cellref.At(row, col)
		if s.isUnder(at) {
			continue
		}
		if size, anchor := s.anchors[at]; anchor {
			from = col + size[1] - 1
		}
		slots++
	}
	switch texts := len(s.rowCells[row]); {
	case texts > 1, slots > 1, s.below[row]:
		return rowTable
	case texts == 1:
		return rowLine
	}
	return rowBlank
}

var sectionNumber = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、`)

// Text that is longer is prose rather than a cell that heads a part of a table.
const proseLength = 40

// isText tells whether a row of one cell is text even between rows of a table.
func (s *sheetReader) isText(row int) bool {
	text := s.rowCells[row][0].text
	return utf8.RuneCountInString(text) > proseLength && strings.ContainsRune(text, '。') || sectionNumber.MatchString(text)
}

// blankRows is how many blank rows a table may have on end: sheets are often
// formatted far below what is in them.
const blankRows = 5

// arranger puts a sheet's rows into a document.
type arranger struct {
	*sheetReader
	*source.Document
	where       string
	begin, last int // the open table's first row, 0 for none, and the last of several cells
	text        int // the last one with text
}

// runsOut tells whether so many rows without text lie behind the open table that it ends.
func (a *arranger) runsOut(row int) bool {
	return a.begin > 0 && len(a.rowCells[row]) == 0 && row-a.text > blankRows
}

// arrange makes tables of the rows with several cells, and of the rows of one
// cell among them; those before, between and after tables are paragraphs. One
// that is merged over columns right above a table heads it.
func (s *sheetReader) arrange(d *source.Document) {
	a := &arranger{sheetReader: s, Document: d, where: "工作表「" + source.Clean(s.name) + "」"}
	for row := 1; row <= s.rows; row++ {
		switch kind := s.rowKind(row); {
		case kind == rowBlank, kind == rowTable && a.runsOut(row):
			a.close(row)
		case kind == rowTable && (a.begin > 0 || len(s.rowCells[row]) > 0):
			if a.begin == 0 {
				a.begin = row
				if s.headAbove(row) {
					a.begin--
					d.Blocks = d.Blocks[:len(d.Blocks)-1]
				}
			}
			a.last = row
		case kind == rowLine && (a.begin == 0 || s.isText(row)):
			a.close(row)
			a.line(row)
		}
		if len(s.rowCells[row]) > 0 {
			a.text = row
		}
	}
	a.close(s.rows + 1)
}

func (a *arranger) line(row int) {
	c := a.rowCells[row][0]
	if c.text == "" { // nothing that a paragraph says
		a.Notes = append(a.Notes, a.where+cellref.At(row, c.col).String()+strings.Join(c.doubts, "；"))
		return
	}
	a.Blocks = append(a.Blocks, source.Block{Where: a.where + cellref.At(row, c.col).String(), Text: c.text, Doubts: c.doubts})
}

// close ends the open table; its last rows of one cell follow it.
func (a *arranger) close(before int) {
	if a.begin == 0 {
		return
	}
	a.table(a.Document, a.where, a.begin, a.last)
	for r := a.last + 1; r < before; r++ {
		if a.rowKind(r) == rowLine {
			a.line(r)
		}
	}
	a.begin = 0
}

// headAbove tells whether the row above is one cell over several columns that
// is no text of its own.
func (s *sheetReader) headAbove(row int) bool {
	if row < 2 || s.rowKind(row-1) != rowLine || s.isText(row-1) {
		return false
	}
	return s.anchors[cellref.At(row-1, s.rowCells[row-1][0].col)][1] > 1
}

// table adds the rows from first to last as a table, with the columns in which
// one of them has text.
func (s *sheetReader) table(d *source.Document, where string, first, last int) {
	left, right := s.cols, 0
	for r := first; r <= last; r++ {
		for _, c := range s.rowCells[r] {
			left, right = min(left, c.col), max(right, c.col, c.col+s.anchors[cellref.At(r, c.col)][1]-1)
		}
	}
	g := &source.Grid{Where: where}
	for r := first; r <= last; r++ {
		held := map[int]sheetCell{}
		for _, c := range s.rowCells[r] {
			held[c.col] = c
		}
		done := 0
		for _, col := range s.styled[r] {
			at := cellref.At(r, col)
			if col <= done || col < left || col > right {
				continue
			}
			if s.isUnder(at) || s.isHidden(r, col) {
				continue
			}
			done = col
			size := s.anchors[at]
			g.Put(source.Cell{Row: r - first, Col: col - left, RowSpan: min(size[0], last-r+1), ColSpan: min(size[1], right-col+1), Text: held[col].text, Doubts: held[col].doubts, Where: at.String()})
		}
	}
	g.Sort()
	d.Blocks = append(d.Blocks, source.Block{Where: where + cellref.At(first, left).String(), Table: g})
}
