package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
)

// sheetReader reads one sheet. Rows and columns count from 1, as in their names.
type sheetReader struct {
	name, part string
	hidden     bool

	hiddenRows map[int]bool
	hiddenCols [][2]int
	skipped    bool          // something in a hidden row or column was left out
	styled     map[int][]int // by row, the columns of cells that the file has, blank or not
	merges     []span
	rows, cols int // the extent of cells
	cut        bool

	looks  *looks
	marked map[ref]cellRuns // cells that look different, in whole or in part
	shapes []overlaid
	zeros  int // noughts that their format or the sheet's view hides
	noZero bool

	conditions []condition

	rowCells map[int][]sheetCell // by row, those with text, by column
	cells    int
	empty    int            // formulas without a value
	anchors  map[ref][2]int // spans by row and column
	covered  map[ref]bool
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
}

// maxCovered bounds the slots that merged cells cover.
const maxCovered = 1_000_000

// scan reads what excelize gives only by unfolding the sheet in memory, to the
// last column of each row: merged cells, hidden rows and columns, blank cells.
func (s *sheetReader) scan(z *source.Zip, b *budget) error {
	s.hiddenRows, s.styled, s.rowCells = map[int]bool{}, map[int][]int{}, map[int][]sheetCell{}
	s.marked = map[ref]cellRuns{}
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
	// Of the open cell: it has a formula, a value, refers to a shared text, is a
	// row or column beyond what is read.
	formula, valued, refers, beyond bool
	inCell, inValue                 bool
	inside                          int // elements in it
	open                            openCell
	rules                           conditionScanner
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
			if x.formula && !x.valued {
				x.empty++
			}
			if x.looks != nil && !x.beyond {
				x.look(ref{x.at, x.col}, &x.open)
			}
		}
	case xml.CharData:
		x.rules.chars(e)
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
		if isOn(attribute(e, "hidden")) || attribute(e, "ht") == "0" {
			x.hiddenRows[x.at] = true
		}
		return err
	case "f":
		x.formula = true
	case "v", "is":
		x.valued, x.inValue = true, e.Name.Local == "v"
	case "c":
		return x.cell(e)
	case "sheetView":
		zeros := attribute(e, "showZeros")
		x.noZero = x.noZero || zeros == "0" || zeros == "false"
	case "conditionalFormatting", "cfRule", "formula":
		x.rules.start(e, x.looks)
	case "col":
		if hidden := isOn(attribute(e, "hidden")) || attribute(e, "width") == "0"; hidden && len(x.hiddenCols) < source.MaxCols {
			x.hiddenCols = append(x.hiddenCols, [2]int{positive(attribute(e, "min")), positive(attribute(e, "max"))})
		}
	case "mergeCell":
		if len(x.merges) < maxCells {
			x.merge(attribute(e, "ref"))
		}
	}
	return nil
}

func (x *sheetScanner) cell(e xml.StartElement) error {
	x.formula, x.valued, x.refers = false, false, attribute(e, "t") == "s"
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
			*c = openCell{shared: attribute(e, "t") == "s", value: c.value[:0]}
			c.style, _ = strconv.Atoi(attribute(e, "s"))
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
func (s *sheetReader) look(at ref, c *openCell) {
	var x cellRuns
	if x.style = c.style; c.marked {
		x.runs = c.runs
	}
	if n, err := strconv.Atoi(string(c.value)); c.shared && err == nil {
		x.runs = s.looks.shared[n]
	}
	plain := c.style < 0 || c.style >= len(s.looks.cells) || s.looks.cells[c.style].mark == 0 && s.looks.cells[c.style].blank == [3]bool{}
	if !plain || x.runs != nil {
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
		s.merges = append(s.merges, span{ref{min(r0, r1), min(c0, c1)}, ref{max(r0, r1), max(c0, c1)}})
	}
}

// cover finds the slots that merged cells take. Where two overlap, which Excel
// doesn't write, the first counts.
func (s *sheetReader) cover(b *budget) error {
	s.anchors, s.covered, s.below = map[ref][2]int{}, map[ref]bool{}, map[int]bool{}
	for _, m := range s.merges {
		c0, r0, c1, r1 := m.from.col, m.from.row, min(m.to.col, s.cols), min(m.to.row, s.rows)
		if c0 > c1 || r0 > r1 {
			continue
		}
		if b.spent.covered += (c1 - c0 + 1) * (r1 - r0 + 1); b.spent.covered > maxCovered {
			return errTooLarge
		}
		if s.overlaps(c0, r0, c1, r1) {
			continue
		}
		s.anchors[ref{r0, c0}] = [2]int{r1 - r0 + 1, c1 - c0 + 1}
		for r := r0; r <= r1; r++ {
			s.below[r] = s.below[r] || r > r0
			for c := c0; c <= c1; c++ {
				s.covered[ref{r, c}] = true
			}
		}
	}
	return nil
}

func (s *sheetReader) overlaps(c0, r0, c1, r1 int) bool {
	for r := r0; r <= r1; r++ {
		for c := c0; c <= c1; c++ {
			if s.covered[ref{r, c}] {
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

// values reads the cells' values, as they are and as they look.
func (s *sheetReader) values(f *excelize.File) error {
	plain, err := f.Rows(s.name)
	if err != nil {
		return errNotBook
	}
	shown, err := f.Rows(s.name)
	if err != nil {
		return errors.Join(errNotBook, plain.Close())
	}
	for row := 1; row <= s.rows && plain.Next() && shown.Next(); row++ {
		a, errA := plain.Columns(excelize.Options{RawCellValue: true})
		b, errB := shown.Columns()
		if errA != nil || errB != nil {
			err = source.ErrDamaged
			break
		}
		for i := range a[:min(len(a), s.cols)] {
			shown := "" // a row ends with what is shown last
			if i < len(b) {
				shown = b[i]
			}
			s.value(row, i+1, a[i], shown)
		}
		if s.cells > maxCells {
			break // the caller refuses it
		}
	}
	return errors.Join(err, plain.Close(), shown.Close())
}

func (s *sheetReader) value(row, col int, plain, shown string) {
	text, doubts := s.seen(ref{row, col}, plain, shown)
	at := ref{row, col}
	if _, anchor := s.anchors[at]; text == "" && doubts == nil || s.covered[at] && !anchor {
		return
	}
	if s.isHidden(row, col) {
		s.skipped = true
		return
	}
	s.cells++
	s.rowCells[row] = append(s.rowCells[row], sheetCell{col, text, doubts})
}

// seen is what stands in a cell.
func (s *sheetReader) seen(at ref, plain, shown string) (text string, doubts []string) {
	tidy := func(x string) string {
		return source.Tidy(strings.ToValidUTF8(strings.ReplaceAll(x, "\r", ""), ""))
	}
	text = tidy(show(plain, shown))
	stored, style := tidy(plain), -1
	look, marked := s.marked[at]
	runs := look.runs
	if marked {
		style = look.style
	}
	if n, err := strconv.ParseFloat(stored, 64); s.looks.hides(style, stored) || s.noZero && err == nil && n == 0 {
		text = ""
	}
	switch {
	case text != "" || stored == "":
		doubts = reshaped(stored, shown, text)
	case strings.Trim(stored, "0.-") == "": // a blank for whoever looks, and for us
		s.zeros++
	default:
		runs = []source.Run{{Text: stored, Mark: source.Hidden}}
	}
	if text == "" && runs == nil {
		return "", nil
	}
	if source.IsTurned(shown) && runs == nil {
		runs = []source.Run{{Text: text, Mark: source.Turned}}
	}
	mark, doubt := s.conditioned(at, stored)
	if mark != 0 {
		if runs = slices.Clone(runs); runs == nil {
			runs = []source.Run{{Text: text}}
		}
		for i := range runs {
			runs[i].Mark |= mark
		}
	}
	if doubt != "" {
		doubts = append(doubts, doubt)
	}
	text, more := s.looks.seen(style, text, runs, over(s.shapes, at, false))
	return text, append(doubts, more...)
}

// reshaped says of a number that its format shows another, or fewer of its digits.
func reshaped(stored, shown, text string) []string {
	n, err := strconv.ParseFloat(stored, 64)
	v, bad := strconv.ParseFloat(strings.Trim(strings.ReplaceAll(shown, ",", ""), " "), 64)
	if err != nil || bad != nil || stored == shown || math.Abs(n-v) <= 1e-9*math.Max(1, math.Abs(n)) {
		return nil
	}
	return []string{"格里存的是 " + text + "，显示成 " + strings.TrimSpace(shown)}
}

// show is what stands for a cell's value: a number itself where its format only
// groups and rounds it, else what its format makes of it.
func show(plain, shown string) string {
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return shown
	}
	look := strings.Trim(shown, " ()¥￥$")
	whole := strings.ReplaceAll(strings.TrimLeft(look, "-+"), ",", "")
	v, err := strconv.ParseFloat(whole, 64)
	_, decimals, _ := strings.Cut(whole, ".")
	near := err == nil && (math.Abs(v-math.Abs(n)) <= 0.501*math.Pow10(-len(decimals)) || strings.ContainsAny(whole, "eE"))
	if near || look == "-" { // the accounting format's nought
		if digits, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err == nil {
			return strconv.FormatFloat(digits, 'f', -1, 64) // without what binary fractions add
		}
	}
	return shown
}

func (s *sheetReader) notes() (out []string) {
	name := source.Clean(s.name)
	if s.zeros > 0 {
		out = append(out, fmt.Sprintf("工作表「%s」里有 %d 格的 0 不显示出来，当作空着", name, s.zeros))
	}
	if s.skipped {
		out = append(out, "工作表「"+name+"」里隐藏的行和列没有读")
	}
	if s.cut {
		out = append(out, fmt.Sprintf("工作表「%s」太大，第 %d 行、第 %d 列以后的没有读", name, source.MaxRows, source.MaxCols))
	}
	return out
}

// Kinds of rows.
const (
	rowBlank = iota
	rowLine  // one cell: a heading, a text, a row of a table that is merged into one
	rowTable // several cells, blank or not
)

// rowKind tells how many cells of its own a row has.
func (s *sheetReader) rowKind(row int) int {
	slots, from := 0, 0
	for _, col := range s.styled[row] {
		if from >= col {
			continue
		}
		from = col
		at := ref{row, col}
		size, anchor := s.anchors[at]
		if s.covered[at] && !anchor {
			continue
		}
		if anchor {
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

// arrange makes tables of the rows with several cells, and of the rows of one
// cell among them; those before, between and after tables are paragraphs. One
// that is merged over columns right above a table heads it.
func (s *sheetReader) arrange(d *source.Document) {
	a := &arranger{sheetReader: s, Document: d, where: "工作表「" + source.Clean(s.name) + "」"}
	for row := 1; row <= s.rows; row++ {
		switch kind := s.rowKind(row); {
		case kind == rowBlank, kind == rowTable && a.begin > 0 && len(s.rowCells[row]) == 0 && row-a.text > blankRows:
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
		a.Notes = append(a.Notes, a.where+ref{row, c.col}.String()+strings.Join(c.doubts, "；"))
		return
	}
	a.Blocks = append(a.Blocks, source.Block{Where: a.where + ref{row, c.col}.String(), Text: c.text, Doubts: c.doubts})
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
	return s.anchors[ref{row - 1, s.rowCells[row-1][0].col}][1] > 1
}

// table adds the rows from first to last as a table, with the columns in which
// one of them has text.
func (s *sheetReader) table(d *source.Document, where string, first, last int) {
	left, right := s.cols, 0
	for r := first; r <= last; r++ {
		for _, c := range s.rowCells[r] {
			left, right = min(left, c.col), max(right, c.col, c.col+s.anchors[ref{r, c.col}][1]-1)
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
			at := ref{r, col}
			size, anchor := s.anchors[at]
			if col <= done || col < left || col > right || s.covered[at] && !anchor || s.isHidden(r, col) {
				continue
			}
			done = col
			g.Put(source.Cell{Row: r - first, Col: col - left, RowSpan: min(size[0], last-r+1), ColSpan: min(size[1], right-col+1), Text: held[col].text, Doubts: held[col].doubts, Where: at.String()})
		}
	}
	g.Sort()
	d.Blocks = append(d.Blocks, source.Block{Where: where + ref{first, left}.String(), Table: g})
}
