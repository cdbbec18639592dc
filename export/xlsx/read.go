package xlsx

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
	"nianbao/model"
)

// errNotBook is what can be wrong with a workbook, in Chinese: the user chose it.
var errNotBook = errors.New("不是 Excel 工作簿（xlsx），或者已经损坏、加了密码")

// ErrForeign says that a workbook is not this program's, or that somebody has
// deleted the names of its cells.
var ErrForeign = errors.New("里面没有本程序的单元格名称")

// Read reads a workbook that Write wrote, filled in or changed by somebody since.
// Cells are found by their names, wherever they have been moved to; a total is
// read where its formula has been typed over. The error is for the operator.
func Read(r io.Reader) (*model.Report, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%w（%v）", errNotBook, err)
	}
	z, err := source.OpenZip(data)
	if err != nil {
		return nil, fmt.Errorf("%w（%v）", errNotBook, err)
	}
	if !named(z) {
		return nil, ErrForeign
	}
	if !z.Fits(maxBook) {
		return nil, errTooLarge
	}
	switch fits, err := unfolds(z); {
	case err != nil:
		return nil, err
	case !fits:
		return nil, ErrForeign
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxBook, UnzipXMLSizeLimit: source.MaxPart})
	if err != nil {
		return nil, fmt.Errorf("%w（%v）", errNotBook, err)
	}
	report, err := read(f)
	return report, errors.Join(err, f.Close())
}

// named tells whether a workbook has names such as this program gives, which
// costs less than opening it.
func named(z *source.Zip) bool {
	names, err := definedNames(z)
	return err == nil && slices.ContainsFunc(names, func(n definedName) bool { return strings.HasPrefix(n.Name, "f_") })
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

// read collects what the names refer to as an exchange file, which model reads.
func read(f *excelize.File) (*model.Report, error) {
	names := f.GetDefinedName()
	c := &cellReader{f: f, left: maxAsked, merges: map[string][]span{}}
	form := formOf(names, c.year(names))
	figures, texts, head := map[string]any{}, map[string]string{}, map[string]string{}
	for _, name := range names {
		kind, key, _ := strings.Cut(name.Name, "_")
		if !ours(form, kind, key) {
			continue
		}
		values, err := c.values(name.RefersTo, kind == "t")
		if err != nil {
			continue // a name of somebody else's
		}
		switch kind {
		case "c":
			if c := form.Cell(model.CellID(key)); c != nil && len(values) > 0 && values[0].text != "" && !(c.Computed() && values[0].formula) {
				figures[key] = model.FigureValue(values[0].text, c)
			}
		case "t":
			var text strings.Builder
			text.WriteString(texts[key])
			for _, v := range values {
				text.WriteString(v.text)
			}
			texts[key] = text.String()
		case "f":
			if len(values) > 0 {
				head[key] = strings.TrimSpace(values[0].text)
			}
		}
	}
	if len(head) == 0 {
		return nil, ErrForeign
	}
	year, err := strconv.Atoi(head["year"])
	if err != nil {
		return nil, fmt.Errorf("「文字」表里的年度「%s」不是四位数", head["year"])
	}
	level, ok := model.ParseUnitLevel(head["level"])
	if !ok {
		level = model.GuessUnitLevel(head["unit"])
	}
	data, err := json.Marshal(map[string]any{"schema": model.Schema, "form": form.Edition, "unit": head["unit"], "level": level, "year": year,
		"title": head["title"], "date": model.TidyDate(head["date"]), "text": texts, "figures": figures, "notes": notes(f, form)})
	if err != nil {
		return nil, err
	}
	return model.Decode(data)
}

// ours tells whether a name is one that this program gives.
func ours(form *model.Form, kind, key string) bool {
	switch kind {
	case "c":
		return form.Cell(model.CellID(key)) != nil
	case "t", "f":
		return len(key) <= 20
	}
	return false
}

// formOf is the edition that the names of cells are of: that of the year where
// others have no more of them.
func formOf(names []excelize.DefinedName, year int) *model.Form {
	forms := model.Editions()
	var fits []model.Fit
	for _, form := range forms {
		seen := map[string]bool{}
		for _, name := range names {
			if id, ok := strings.CutPrefix(name.Name, "c_"); ok && form.Cell(model.CellID(id)) != nil {
				seen[id] = true
			}
		}
		fits = append(fits, model.Fit{Form: form, Explains: len(seen), Lacks: func() int { return len(form.Cells()) - len(seen) }})
	}
	return forms[model.Fitting(year, fits)]
}

// year is what the cover's cell of the year holds; 0 where that is no number.
func (c *cellReader) year(names []excelize.DefinedName) int {
	i := slices.IndexFunc(names, func(n excelize.DefinedName) bool { return n.Name == fieldName(model.FieldYear) })
	if i < 0 {
		return 0
	}
	values, err := c.values(names[i].RefersTo, false)
	if err != nil || len(values) == 0 {
		return 0 // said by who reads the cover
	}
	year, err := strconv.Atoi(strings.TrimSpace(values[0].text))
	if err != nil {
		return 0
	}
	return year
}

// held is what a cell holds, and whether a formula gives it.
type held struct {
	text    string
	formula bool
}

// cellReader reads cells of a workbook, so many of them at most: each is looked
// for among the sheet's rows.
type cellReader struct {
	f      *excelize.File
	left   int
	text   int               // bytes of what was read
	merges map[string][]span // by sheet
}

const (
	// maxRows bounds how many cells one text may take.
	maxRows = 4000
	// maxAsked bounds the cells of all names together; ours have some thousand.
	maxAsked = 30_000
)

// values are the cells of a name's one column, from above, or the first of them;
// merged ones count once.
func (c *cellReader) values(refersTo string, all bool) ([]held, error) {
	at := strings.LastIndexByte(refersTo, '!')
	if at < 0 {
		return nil, ErrForeign
	}
	sheet := strings.ReplaceAll(strings.Trim(refersTo[:at], "'"), "''", "'")
	first, last, more := strings.Cut(strings.ReplaceAll(refersTo[at+1:], "$", ""), ":")
	if !more {
		last = first
	}
	col, from, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		return nil, err
	}
	_, to, err := excelize.CellNameToCoordinates(last)
	if err != nil || to-from > maxRows {
		return nil, ErrForeign
	}
	if !all {
		to = min(to, from)
	}
	if c.left -= to - from + 1; c.left < 0 {
		return nil, ErrForeign
	}
	var out []held
	for row := from; row <= to; row++ {
		cell, err := excelize.CoordinatesToCellName(col, row)
		if err != nil {
			return nil, err
		}
		text, err := c.f.GetCellValue(sheet, cell)
		if err != nil {
			return nil, err
		}
		if c.text += len(text); c.text > source.MaxText {
			return nil, source.ErrTooLong
		}
		formula, err := c.f.GetCellFormula(sheet, cell)
		if err != nil {
			return nil, err
		}
		if row == from || text != "" {
			if n := len(out); n > 0 && out[n-1].text == text && row > from && c.merged(sheet, ref{row, col}) {
				continue
			}
			out = append(out, held{text, formula != ""})
		}
	}
	return out, nil
}

// merged reports whether a cell lies below the first of a merged one.
func (c *cellReader) merged(sheet string, at ref) bool {
	merges, known := c.merges[sheet]
	if !known {
		all, err := c.f.GetMergeCells(sheet)
		if err != nil {
			all = nil
		}
		for _, m := range all[:min(len(all), maxRows)] {
			c0, r0, err0 := excelize.CellNameToCoordinates(m.GetStartAxis())
			c1, r1, err1 := excelize.CellNameToCoordinates(m.GetEndAxis())
			if err0 == nil && err1 == nil {
				merges = append(merges, span{ref{r0, c0}, ref{r1, c1}})
			}
		}
		c.merges[sheet] = merges
	}
	return slices.ContainsFunc(merges, func(m span) bool {
		return at.col >= m.from.col && at.col <= m.to.col && at.row > m.from.row && at.row <= m.to.row
	})
}

// notes are those of the sheet of notes, by cell.
func notes(f *excelize.File, form *model.Form) map[string]string {
	out := map[string]string{}
	rows, err := f.GetRows(noteSheetName)
	if err != nil {
		return out // no such sheet: no notes
	}
	for _, row := range rows {
		if len(row) > 3 && form.Cell(model.CellID(row[0])) != nil {
			out[row[0]] = row[3]
		}
	}
	return out
}
