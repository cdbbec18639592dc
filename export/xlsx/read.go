package xlsx

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

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
	f, err := excelize.OpenReader(r, excelize.Options{RawCellValue: true, UnzipSizeLimit: 128 << 20, UnzipXMLSizeLimit: 64 << 20})
	if err != nil {
		return nil, fmt.Errorf("%w（%v）", errNotBook, err)
	}
	report, err := read(f)
	return report, errors.Join(err, f.Close())
}

// read collects what the names refer to as an exchange file, which model reads.
func read(f *excelize.File) (*model.Report, error) {
	form := formOf(f.GetDefinedName())
	figures, texts, head := map[string]any{}, map[string]string{}, map[string]string{}
	for _, name := range f.GetDefinedName() {
		values, err := valuesOf(f, name.RefersTo)
		if err != nil {
			continue // a name of somebody else's
		}
		switch kind, key, _ := strings.Cut(name.Name, "_"); kind {
		case "c":
			if c := form.Cell(model.CellID(key)); c != nil && len(values) > 0 && values[0].text != "" && !(c.Computed() && values[0].formula) {
				figures[key] = model.FigureValue(values[0].text, c)
			}
		case "t":
			for _, v := range values {
				texts[key] += v.text
			}
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

// formOf is the edition that most of the names of cells are of.
func formOf(names []excelize.DefinedName) *model.Form {
	var best *model.Form
	most := -1
	for _, form := range model.Forms() {
		n := 0
		for _, name := range names {
			if id, ok := strings.CutPrefix(name.Name, "c_"); ok && form.Cell(model.CellID(id)) != nil {
				n++
			}
		}
		if n > most {
			best, most = form, n
		}
	}
	return best
}

// held is what a cell holds, and whether a formula gives it.
type held struct {
	text    string
	formula bool
}

// valuesOf are the cells of a name's one column, from above; merged ones count
// once.
func valuesOf(f *excelize.File, refersTo string) ([]held, error) {
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
	var out []held
	for row := from; row <= to; row++ {
		cell, err := excelize.CoordinatesToCellName(col, row)
		if err != nil {
			return nil, err
		}
		text, err := f.GetCellValue(sheet, cell)
		if err != nil {
			return nil, err
		}
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil {
			return nil, err
		}
		if row == from || text != "" {
			if n := len(out); n > 0 && out[n-1].text == text && row > from && merged(f, sheet, cell) {
				continue
			}
			out = append(out, held{text, formula != ""})
		}
	}
	return out, nil
}

// maxRows bounds how many cells one text may take.
const maxRows = 4000

// merged reports whether a cell lies below the first of a merged one.
func merged(f *excelize.File, sheet, cell string) bool {
	all, err := f.GetMergeCells(sheet)
	if err != nil {
		return false
	}
	col, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		return false
	}
	for _, m := range all {
		c0, r0, err0 := excelize.CellNameToCoordinates(m.GetStartAxis())
		c1, r1, err1 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err0 == nil && err1 == nil && col >= c0 && col <= c1 && row > r0 && row <= r1 {
			return true
		}
	}
	return false
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
