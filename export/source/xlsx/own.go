package xlsx

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
	written "nianbao/export/xlsx"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// errNotBook is what can be wrong with a workbook, in Chinese: the user chose it.
var errNotBook = errors.New("不是 Excel 工作簿（xlsx），或者已经损坏、加了密码")

// ErrForeign says that a workbook is not this program's, or that somebody has
// deleted the names of its cells.
var ErrForeign = errors.New("里面没有本程序的单元格名称")

// Own is a workbook of our own, filled in or changed by somebody since: what its names
// refer to, and what there is to be said of it.
type Own struct {
	Report *model.Report
	Cells  map[model.CellID]OwnCell
	// Page is what the sheets of tables show, for whoever compares it with the names; nil
	// where each name is still beside the labels that were written with it.
	Page *source.Document
	// Beside are the cells round tables that stand as they were written.
	Beside []model.LeftOut
	Left   []model.LeftOut // what is not read
	Notes  []string        // on whole sheets
	Remark string          // among its properties
}

// OwnCell is a named cell of a table.
type OwnCell struct {
	Where  string   // 工作表「二、主动公开」B10
	Doubts []string // why it has to be looked at
	Lost   bool     // it holds what is not read
	Shown  string   // what a formula of a total gave
}

// ReadOwn reads a workbook that Write wrote. Cells are found by their names, wherever
// they have been moved to, and read as they look; a total is read where its formula
// has been typed over. The error is for the operator.
func ReadOwn(data []byte) (*Own, error) {
	z, err := source.OpenZip(data)
	if err != nil {
		return nil, fmt.Errorf("%w（%v）", errNotBook, err)
	}
	all, err := definedNames(z)
	if err != nil || !slices.ContainsFunc(all, func(n definedName) bool { return strings.HasPrefix(n.Name, "f_") }) {
		return nil, ErrForeign
	}
	if !z.Fits(maxBook) {
		return nil, errTooLarge
	}
	o := &ownBook{Own: &Own{Cells: map[model.CellID]OwnCell{}}, sheets: map[string]*sheetReader{}}
	o.find(all)
	if len(o.names) == 0 {
		return nil, ErrForeign
	}
	if err := o.scan(z, data); err != nil {
		return nil, err
	}
	o.choose()
	if err := o.read(); err != nil {
		return nil, err
	}
	o.page()
	_, o.Own.Remark = z.Core()
	return o.Own, nil
}

// definedName is a name of a workbook's cells.
type definedName struct {
	Name string `xml:"name,attr"`
	To   string `xml:",chardata"` // as formulas write it: Sheet!$B$2
}

func definedNames(z *source.Zip) ([]definedName, error) {
	var book struct {
		Names []definedName `xml:"definedNames>definedName"`
	}
	err := z.Decode(z.Related("", "officeDocument", "xl/workbook.xml"), &book)
	return book.Names, err
}

// choose takes the edition that the names of cells are of: that of the year where others
// have no more of them. Names of cells that it hasn't are somebody else's.
func (o *ownBook) choose() {
	forms := model.Editions()
	var fits []model.Fit
	for _, form := range forms {
		seen := map[string]bool{}
		for _, n := range o.names {
			if n.kind == "c" && form.Cell(model.CellID(n.key)) != nil {
				seen[n.key] = true
			}
		}
		fits = append(fits, model.Fit{Form: form, Explains: len(seen), Lacks: func() int { return len(form.Cells()) - len(seen) }})
	}
	o.form = forms[model.Fitting(o.year(), fits)]
	o.names = slices.DeleteFunc(o.names, func(n ownName) bool { return n.kind == "c" && o.form.Cell(model.CellID(n.key)) == nil })
}

// year is what the cover's cell of the year holds; 0 where that is no number.
func (o *ownBook) year() int {
	for _, n := range o.names {
		if s := o.sheets[n.sheet]; n.kind == "f" && n.key == model.FieldYear && s != nil {
			if year, err := strconv.Atoi(strings.TrimSpace(s.stored[n.cells.From])); err == nil {
				return year
			}
		}
	}
	return 0 // said by who reads the cover
}

// ownName is a name that this program gives: c_ of a cell, t_ of a text, f_ of what says
// whose report it is.
type ownName struct {
	kind, key, sheet string
	cells            cellref.Span
}

// ownBook is a workbook of our own while it is read.
type ownBook struct {
	*Own
	form   *model.Form
	names  []ownName
	sheets map[string]*sheetReader // those that are read
	order  []*sheetReader
	title  string
	size   int // bytes of texts, which several names may refer to
}

const (
	// maxRows bounds how many cells one text may take.
	maxRows = 4000
	// maxAsked bounds the cells of all names together; ours have some thousand.
	maxAsked = 30_000
)

// find takes up the names that are ours and refer to cells.
func (o *ownBook) find(all []definedName) {
	left := maxAsked
	for _, n := range all {
		kind, key, _ := strings.Cut(n.Name, "_")
		at := strings.LastIndexByte(n.To, '!')
		if at < 0 || !ours(kind, key) {
			continue
		}
		cells, ok := spanOf(strings.TrimSpace(n.To[at+1:]))
		high := cells.To.Row - cells.From.Row
		left -= high + 1
		sized := ok && high >= 0 && high <= maxRows
		if !sized || left < 0 {
			continue // a name of somebody else's
		}
		sheet := strings.ReplaceAll(strings.Trim(strings.TrimSpace(n.To[:at]), "'"), "''", "'")
		o.names = append(o.names, ownName{kind, key, sheet, cells})
		o.sheets[sheet] = nil
	}
	o.sheets[written.NoteSheetName] = nil
}

// ours tells whether a name is one that this program gives.
func ours(kind, key string) bool {
	switch kind {
	case "c":
		return slices.ContainsFunc(model.Editions(), func(f *model.Form) bool { return f.Cell(model.CellID(key)) != nil })
	case "t", "f":
		return len(key) <= 20
	}
	return false
}

// scan reads the sheets that the names refer to, and notes others that are not ours.
func (o *ownBook) scan(z *source.Zip, data []byte) error {
	sheets, err := sheetsOf(z)
	if err != nil {
		return err
	}
	left, err := newBudget(z)
	if err != nil {
		return err
	}
	sheets, _ = distinct(sheets)
	looks := looksOf(z)
	for _, s := range sheets {
		_, named := o.sheets[s.name]
		if !named && (s.hidden || slices.Contains(writtenSheets, s.name)) {
			continue
		}
		s.looks, s.stored, s.formulas = looks, map[cellref.Ref]string{}, map[cellref.Ref]bool{}
		if err := s.scan(z, left); err != nil {
			return err
		}
		if named {
			o.sheets[s.name] = s
			o.order = append(o.order, s)
		} else if s.rows > 0 {
			o.Notes = append(o.Notes, "工作表「"+source.Clean(s.name)+"」不是导出时就有的，没有读")
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxBook, UnzipXMLSizeLimit: source.MaxPart})
	if err != nil {
		return fmt.Errorf("%w（%v）", errNotBook, err)
	}
	cells := 0
	for _, s := range o.order {
		s.under()
		if err = s.values(f); err != nil {
			break
		}
		s.pending()
		s.blanks()
		if cells += s.cells; cells > maxCells {
			err = errTooLarge
			break
		}
		if o.noted(s) {
			o.Notes = append(o.Notes, s.notes()...)
		}
	}
	return errors.Join(err, f.Close())
}

// writtenSheets are those that this program writes and doesn't read.
var writtenSheets = []string{written.GuideSheetName, written.FindingSheetName, written.ComparisonSheetName}

// noted tells whether it is worth a word what is not to be seen of a sheet.
func (o *ownBook) noted(s *sheetReader) bool {
	if s.hidden && s.name != written.NoteSheetName {
		o.Notes = append(o.Notes, "隐藏的工作表「"+source.Clean(s.name)+"」没有读")
	}
	return !s.hidden && s.name != written.NoteSheetName
}

// read collects what the names refer to as an exchange file, which model reads.
func (o *ownBook) read() error {
	figures, texts, head := map[string]any{}, map[string]string{}, map[string]string{}
	for _, n := range o.names {
		s := o.sheets[n.sheet]
		if s == nil {
			continue
		}
		switch n.kind {
		case "c":
			if v := o.figure(s, n); v != nil {
				figures[n.key] = v
			} else {
				delete(figures, n.key)
			}
		case "t":
			texts[n.key] += o.text(s, n)
		case "f":
			head[n.key] = strings.TrimSpace(s.stored[n.cells.From])
			o.size += len(head[n.key])
		}
		if o.size > source.MaxText {
			return source.ErrTooLong
		}
	}
	if len(head) == 0 {
		return ErrForeign
	}
	year, err := strconv.Atoi(head["year"])
	if err != nil {
		return fmt.Errorf("「文字」表里的年度「%s」不是四位数", head["year"])
	}
	level, ok := model.ParseUnitLevel(head["level"])
	if !ok {
		level = model.GuessUnitLevel(head["unit"])
	}
	o.title = head["title"]
	data, err := json.Marshal(map[string]any{"schema": model.Schema, "form": o.form.Edition, "unit": head["unit"], "level": level, "year": year,
		"title": head["title"], "date": model.TidyDate(written.Date(head["date"])), "text": texts, "figures": figures, "notes": o.remarks()})
	if err != nil {
		return err
	}
	if o.Report, err = model.Decode(data); err != nil {
		return err
	}
	for id, c := range o.Cells {
		if c.Lost && !o.form.Cell(id).Computed() {
			o.Report.Unread[id] = model.NotRead
		}
	}
	return nil
}

// place words where a cell is.
func (s *sheetReader) place(at cellref.Ref) string {
	return "工作表「" + source.Clean(s.name) + "」" + at.String()
}

// shows is what is to be seen in a cell, and whether anything is.
func (s *sheetReader) shows(at cellref.Ref) (sheetCell, bool) {
	cells := s.rowCells[at.Row]
	i := slices.IndexFunc(cells, func(c sheetCell) bool { return c.col == at.Col })
	if i < 0 || s.hidden {
		return sheetCell{}, false
	}
	return cells[i], true
}

// unseen tells whether a cell's sheet, row or column is hidden, or a merged cell lies over it.
func (s *sheetReader) unseen(at cellref.Ref) bool {
	return s.hidden || s.isHidden(at.Row, at.Col) || s.isUnder(at)
}

// figure is what a named cell holds; nil for nothing.
func (o *ownBook) figure(s *sheetReader, n ownName) any {
	at, cell := n.cells.From, o.form.Cell(model.CellID(n.key))
	x := OwnCell{Where: s.place(at)}
	defer func() { o.Cells[cell.ID] = x }()
	stored := s.stored[at]
	seen, is := s.shows(at)
	if cell.Computed() && s.formulas[at] {
		x.Shown = seen.text
		return nil
	}
	if s.unseen(at) {
		x.Lost = stored != "" || s.formulas[at]
		return nil
	}
	if !is || seen.text == "" {
		if x.Doubts = seen.doubts; len(x.Doubts) > 0 {
			x.Lost = true
			o.leave(model.LeftOut{Where: x.Where, What: strings.TrimSpace(cell.Brief() + " " + stored), Why: strings.Join(x.Doubts, "；")})
		}
		return nil
	}
	x.Doubts = seen.doubts
	if alike(stored, seen.text) {
		return model.FigureValue(stored, cell)
	}
	if len(x.Doubts) == 0 {
		x.Doubts = []string{"格里存的是 " + stored + "，显示成 " + seen.text}
	}
	return model.FigureValue(seen.text, cell)
}

// alike tells whether a cell shows what it holds, but for how a number is written.
func alike(stored, seen string) bool {
	a, bad := strconv.ParseFloat(stored, 64)
	b, worse := strconv.ParseFloat(seen, 64)
	numbers := bad == nil && worse == nil
	return numbers && digits(a) == digits(b) || source.Tidy(stored) == seen
}

// text is that of a name's cells, from above; merged ones count once.
func (o *ownBook) text(s *sheetReader, n ownName) string {
	var out strings.Builder
	for row := n.cells.From.Row; row <= n.cells.To.Row; row++ {
		at := cellref.At(row, n.cells.From.Col)
		stored := s.stored[at]
		if stored == "" || s.unseen(at) { // the sheet's notes tell
			continue
		}
		seen, _ := s.shows(at)
		if len(seen.doubts) > 0 {
			o.leave(model.LeftOut{Where: s.place(at), What: o.form.SectionName(n.key), Why: strings.Join(seen.doubts, "；")})
			stored = seen.text
		}
		if o.size += len(stored); o.size > source.MaxText { // the caller refuses it
			break
		}
		out.WriteString(stored)
	}
	return out.String()
}

// remarks are the notes of the sheet of notes, by cell; they stand in its fourth column.
func (o *ownBook) remarks() map[string]string {
	const column = 4
	out := map[string]string{}
	s := o.sheets[written.NoteSheetName]
	if s == nil {
		return out
	}
	for row := 1; row <= s.rows; row++ {
		if id := s.stored[cellref.At(row, 1)]; o.form.Cell(model.CellID(id)) != nil {
			out[id] = s.stored[cellref.At(row, column)]
		}
	}
	return out
}

// maxLeft bounds what is told that was not read.
const maxLeft = 300

func (o *ownBook) leave(l model.LeftOut) {
	if len(o.Left) < maxLeft {
		o.Left = append(o.Left, l)
	}
}
