package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"nianbao/export/source"
	"nianbao/export/xlsx/cellref"
)

// A list of applications has thousands of rows and no form: what matters is what its cells hold, in
// one pass over each sheet and without the library, which takes several.

// RowSheet is a visible sheet of a workbook, row by row.
type RowSheet struct {
	Name   string
	Rows   []SheetRow // those with something in them, from the top
	Hidden int        // how many of them are hidden, by hand or by a filter
}

// SheetRow is a row of a sheet.
type SheetRow struct {
	Number int      // from 1
	Cells  []string // by column; days as YYYY-MM-DD
	Struck bool     // most of what it has is struck out
}

// The most that a list may hold.
const (
	mostRows  = 100_000
	mostCells = 2_000_000
	mostRuns  = 3_000_000 // elements of the shared texts: LibreOffice parts each text into runs of one script
)

var errLongList = fmt.Errorf("工作簿太大：最多 %d 行、%d 列，请分成几个文件", mostRows, source.MaxCols)

// Rows reads the visible sheets of a workbook as rows. A value that is merged over several rows is
// each one's. Notes are Chinese sentences about what was not read. Errors are for the operator.
func Rows(data []byte) (sheets []RowSheet, notes []string, err error) {
	z, err := source.OpenZip(data)
	if err != nil {
		return nil, nil, err
	}
	if !z.Fits(maxBook) {
		return nil, nil, errTooLarge
	}
	found, err := sheetsOf(z)
	if err != nil {
		return nil, nil, err
	}
	found, again := distinct(found)
	if again > 0 {
		notes = append(notes, fmt.Sprintf("工作簿里有 %d 张工作表和其他工作表是同一份内容，只读了一份", again))
	}
	book := &rowBook{}
	if err := book.begin(z); err != nil {
		return nil, nil, err
	}
	for _, s := range found {
		name := source.Clean(s.name)
		if s.hidden {
			notes = append(notes, "隐藏的工作表「"+name+"」没有读")
			continue
		}
		x := &rowReader{rowBook: book, sheet: RowSheet{Name: name}}
		if err := x.read(z, s.part); err != nil {
			return nil, nil, err
		}
		if x.sheet.Hidden > 0 {
			notes = append(notes, fmt.Sprintf("工作表「%s」里隐藏、筛选掉的 %d 行也读了", name, x.sheet.Hidden))
		}
		if x.unsolved > 0 {
			notes = append(notes, fmt.Sprintf("工作表「%s」里有 %d 个公式没有算出结果，请在 Excel 或 WPS 里打开它，保存一次再读", name, x.unsolved))
		}
		sheets = append(sheets, x.sheet)
	}
	return sheets, notes, nil
}

// rowBook is what the sheets of a workbook share.
type rowBook struct {
	texts   []string
	crossed []bool // of each text: all of it is struck out
	days    []bool // by style: numbers are days
	lined   []bool // by style: struck out
	epoch   time.Time
	cells   int // read so far
}

func (b *rowBook) begin(z *source.Zip) error {
	main := z.Related("", "officeDocument", "xl/workbook.xml")
	var book struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
	}
	if err := z.Decode(main, &book); err != nil {
		return errNotBook
	}
	if b.epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC); isOn(book.Properties.From1904) {
		b.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var styles xmlStyles
	if part := z.Related(main, "styles", "xl/styles.xml"); z.Has(part) {
		if err := z.Decode(part, &styles); err != nil {
			return errNotBook
		}
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells[:min(len(styles.Cells), maxStyles)] {
		b.days = append(b.days, showsDay(c.Format, codes[c.Format]))
		b.lined = append(b.lined, styles.look(c).mark&source.Struck != 0)
	}
	return b.shared(z, z.Related(main, "sharedStrings", "xl/sharedStrings.xml"))
}

// showsDay tells whether a number's format shows a day.
func showsDay(id int, code string) bool {
	builtin := id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
	if code == "" {
		return builtin
	}
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !bracket && strings.IndexByte("yYdD", c) >= 0:
			return true
		case c == ';':
			return false // what other signs look like
		}
	}
	return false
}

// shared reads the texts that cells refer to.
func (b *rowBook) shared(z *source.Zip, part string) error {
	var text strings.Builder
	var rich richText
	size := 0
	return elementsUpTo(z, part, mostRuns, func(token xml.Token) {
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "si" {
				text.Reset()
				rich = richText{}
			}
			rich.start(e)
		case xml.EndElement:
			rich.end(e.Name.Local)
			if e.Name.Local == "si" && size <= source.MaxText {
				b.texts = append(b.texts, text.String())
				b.crossed = append(b.crossed, allStruck(rich.runs))
			}
		case xml.CharData:
			rich.chars(e)
			if rich.inText {
				size += len(e)
				text.Write(e)
			}
		}
	})
}

func allStruck(runs []source.Run) bool {
	return len(runs) > 0 && !slices.ContainsFunc(runs, func(r source.Run) bool { return r.Mark&source.Struck == 0 })
}

// rowReader reads a sheet.
type rowReader struct {
	*rowBook
	sheet    RowSheet
	merges   []cellref.Span
	unsolved int

	row            SheetRow
	hidden         bool
	struck, filled int // cells of the row
	col            int
	kind           string
	style          int
	formula        bool
	inValue        bool
	value          []byte
	rich           richText
}

func (x *rowReader) read(z *source.Zip, part string) error {
	r, err := z.Open(part)
	if r == nil || err != nil {
		return errors.Join(errNotBook, err)
	}
	d := source.NewDecoder(r)
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = x.token(token)
		} else {
			err = source.ErrDamaged
		}
		if err != nil {
			return errors.Join(err, r.Close())
		}
	}
	x.endRow()
	x.spread()
	return r.Close()
}

func (x *rowReader) token(token xml.Token) error {
	switch e := token.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "row":
			return x.beginRow(e)
		case "c":
			return x.beginCell(e)
		case "v":
			x.inValue = true
		case "f":
			x.formula = true
		case "mergeCell":
			if first, last, ok := corners(attribute(e, "ref")); ok && len(x.merges) < maxCells {
				x.merges = append(x.merges, cellref.Between(first, last))
			}
		default:
			if x.kind == "inlineStr" {
				x.rich.start(e)
			}
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "v":
			x.inValue = false
		case "c":
			x.endCell()
		default:
			x.rich.end(e.Name.Local)
		}
	case xml.CharData:
		if x.inValue {
			if x.value = append(x.value, e...); len(x.value) > source.MaxText {
				return errTooLarge
			}
		}
		x.rich.chars(e)
	}
	return nil
}

func (x *rowReader) beginRow(e xml.StartElement) error {
	x.endRow()
	n := x.row.Number + 1
	if r := attribute(e, "r"); r != "" {
		n = positive(r)
	}
	x.row, x.col = SheetRow{Number: n}, 0
	x.hidden = isOn(attribute(e, "hidden")) || flat(attribute(e, "ht"), source.LeastSize)
	if len(x.sheet.Rows) >= mostRows {
		return errLongList
	}
	return nil
}

// endRow keeps the open row, where it has something.
func (x *rowReader) endRow() {
	if x.filled > 0 {
		x.row.Struck = 2*x.struck > x.filled
		if x.hidden {
			x.sheet.Hidden++
		}
		x.sheet.Rows = append(x.sheet.Rows, x.row)
	}
	x.struck, x.filled = 0, 0
	x.row.Cells = nil
}

func (x *rowReader) beginCell(e xml.StartElement) error {
	x.kind, x.style, x.formula, x.value, x.rich = "", -1, false, x.value[:0], richText{}
	x.col++
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			if at, ok := refOf(a.Value); ok {
				x.col = at.Col
			}
		case "t":
			x.kind = a.Value
		case "s":
			if n, err := strconv.Atoi(a.Value); err == nil {
				x.style = n
			}
		}
	}
	if x.cells++; x.cells > mostCells || x.col > source.MaxCols && x.row.Cells == nil {
		return errLongList
	}
	return nil
}

func (x *rowReader) endCell() {
	text, struck := x.text()
	x.kind = ""
	if text == "" {
		if x.formula && len(x.value) == 0 {
			x.unsolved++
		}
		return
	}
	if beyond := x.col < 1 || x.col > source.MaxCols; beyond || x.row.Number < 1 {
		return
	}
	if x.row.Cells == nil && len(x.sheet.Rows) > 0 {
		x.row.Cells = make([]string, 0, len(x.sheet.Rows[len(x.sheet.Rows)-1].Cells))
	}
	for len(x.row.Cells) < x.col {
		x.row.Cells = append(x.row.Cells, "")
	}
	x.row.Cells[x.col-1] = text
	x.filled++
	if struck || x.style >= 0 && x.style < len(x.lined) && x.lined[x.style] {
		x.struck++
	}
}

// text is what the open cell holds, and whether it is struck out.
func (x *rowReader) text() (text string, struck bool) {
	switch x.kind {
	case "s":
		n, err := strconv.Atoi(string(x.value))
		if err != nil || n < 0 || n >= len(x.texts) {
			return "", false
		}
		return tidy(x.texts[n]), x.crossed[n]
	case "inlineStr":
		for _, r := range x.rich.runs {
			text += r.Text
		}
		return tidy(text), allStruck(x.rich.runs)
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[string(x.value)], false
	case "", "n":
		return x.number(string(x.value)), false
	}
	return tidy(string(x.value)), false // str, d, e
}

// number is a number as it is, or a day where its format shows one.
func (x *rowReader) number(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	const last = 2_958_465 // of the year 9999
	isDay := x.style >= 0 && x.style < len(x.days) && x.days[x.style] && err == nil && n >= 1 && n <= last
	switch {
	case isDay:
		return x.epoch.AddDate(0, 0, int(n)).Format(time.DateOnly)
	case err != nil:
		return tidy(text)
	}
	return digits(n)
}

func tidy(s string) string { return source.Tidy(strings.ReplaceAll(s, "\r", "")) }

// spread gives each row what is merged over it.
func (x *rowReader) spread() {
	at := make(map[int]int, len(x.sheet.Rows))
	for i := range x.sheet.Rows {
		at[x.sheet.Rows[i].Number] = i
	}
	budget := maxCovered
	for _, m := range x.merges {
		first, has := at[m.From.Row]
		if !has || m.From.Row == m.To.Row || m.From.Col > len(x.sheet.Rows[first].Cells) {
			continue
		}
		text := x.sheet.Rows[first].Cells[m.From.Col-1]
		for i := first + 1; text != "" && i < len(x.sheet.Rows) && x.sheet.Rows[i].Number <= m.To.Row; i++ {
			if budget--; budget < 0 {
				return
			}
			row := &x.sheet.Rows[i]
			for len(row.Cells) < m.From.Col {
				row.Cells = append(row.Cells, "")
			}
			if row.Cells[m.From.Col-1] == "" {
				row.Cells[m.From.Col-1] = text
			}
		}
	}
}

// refOf reads the name of a cell.
func refOf(s string) (cellref.Ref, bool) {
	var at cellref.Ref
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z' && at.Row == 0 && at.Col < 1<<20:
			at.Col = at.Col*26 + int(c-'A'+1)
		case c >= '0' && c <= '9' && at.Col > 0 && at.Row < 1<<20:
			at.Row = at.Row*10 + int(c-'0')
		case c != '$':
			return at, false
		}
	}
	return at, at.Row > 0 && at.Col > 0
}

func corners(s string) (first, last cellref.Ref, ok bool) {
	a, b, _ := strings.Cut(s, ":")
	first, okFirst := refOf(a)
	last, okLast := refOf(b)
	return first, last, okFirst && okLast && first.Row <= last.Row && first.Col <= last.Col
}
