package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	read "nianbao/export/ledger"
	"nianbao/export/source"
	fields "nianbao/export/source/csv"
	books "nianbao/export/source/xlsx"
	"nianbao/export/xlsx"
	"nianbao/model"
	"nianbao/model/ledger"
)

// Ledger reads a ledger of applications from a file of any kind that has tables. Its errors carry a
// code and a hint; see [Error].
func Ledger(path string) (*ledger.Book, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	kind, err := source.Sniff(data)
	if err != nil {
		return nil, unreadableLedger(path, err)
	}
	sheets, notes, err := sheetsIn(kind, data)
	if err != nil {
		return nil, unreadableLedger(path, err)
	}
	b, err := read.Find(sheets, filepath.Base(path))
	if err != nil {
		return nil, unreadableLedger(path, err)
	}
	b.Notes = append(b.Notes, notes...)
	return b, nil
}

// sheetsIn are the sheets of a file's content; notes say what was not read.
func sheetsIn(kind source.Kind, data []byte) (sheets []read.Sheet, notes []string, err error) {
	if kind == source.XLSX {
		found, notes, err := books.Rows(data)
		for _, s := range found {
			sheets = append(sheets, sheetOf(s))
		}
		return sheets, notes, err
	}
	plain := ""
	if kind.Text() {
		if len(data) > maxText {
			return nil, nil, fmt.Errorf("文字太多，超过 %d 兆字节", maxText>>20)
		}
		plain, _ = source.Decode(data)
	}
	if kind == source.CSV || kind == source.Text { // a title or a note makes no prose of it
		rows, note, err := fields.Rows(data)
		if note != "" {
			notes = append(notes, note)
		}
		return []read.Sheet{sheetOfFields("", rows)}, notes, err
	}
	d, err := documentOf(kind, data, plain)
	if err != nil {
		return nil, nil, err
	}
	return sheetsOf(d), append(notes, d.Notes...), nil
}

// sheetOfFields is a file, or a block, of fields.
func sheetOfFields(from string, rows [][]string) read.Sheet {
	s := read.Sheet{Rows: make([]read.Line, len(rows))}
	for i, row := range rows {
		s.Rows[i] = read.Line{Where: fmt.Sprintf("%s第%d行", from, i+1), Fields: row}
		for k := range row {
			row[k] = source.Tidy(row[k])
		}
	}
	return s
}

// sheetOf is a workbook's sheet.
func sheetOf(x books.RowSheet) read.Sheet {
	s := read.Sheet{Name: x.Name, Rows: make([]read.Line, len(x.Rows))}
	for i, r := range x.Rows {
		s.Rows[i] = read.Line{Where: fmt.Sprintf("工作表「%s」第%d行", x.Name, r.Number), Fields: r.Cells}
		if r.Struck {
			s.Rows[i].Doubts = []string{"这一行划掉了"}
		}
	}
	return s
}

// PastedLedger reads a ledger that was copied out of a spreadsheet.
func PastedLedger(text string) (*ledger.Book, error) {
	b, err := read.Find([]read.Sheet{sheetOfFields("粘贴的", model.ParseBlock(text))}, "")
	if err != nil {
		return nil, unreadableLedger("粘贴的内容", err)
	}
	return b, nil
}

var sheetName = regexp.MustCompile(`^工作表「(.*)」`)

// sheetsOf are a document's tables as sheets, with the lines above each.
func sheetsOf(d *source.Document) (sheets []read.Sheet) {
	at := map[string]int{}
	for _, b := range d.Blocks {
		name := ""
		if m := sheetName.FindStringSubmatch(b.Where); m != nil {
			name = m[1]
		}
		i, has := at[name]
		if !has || name == "" && b.Table != nil {
			i = len(sheets)
			at[name] = i
			sheets = append(sheets, read.Sheet{Name: name})
		}
		s := &sheets[i]
		if b.Table == nil {
			s.Rows = append(s.Rows, read.Line{Where: b.Where, Fields: []string{b.Text}})
			continue
		}
		s.Rows = append(s.Rows, linesOf(b.Table)...)
	}
	return sheets
}

// linesOf are a table's rows; what is merged over several rows belongs to each of them.
func linesOf(g *source.Grid) []read.Line {
	lines := make([]read.Line, g.Rows)
	for i := range lines {
		lines[i] = read.Line{Where: fmt.Sprintf("%s第%d行", strings.TrimSuffix(g.Where, "表格"), i+1), Fields: make([]string, g.Cols)}
	}
	for _, c := range g.Cells {
		for r := c.Row; r < min(c.Row+max(c.RowSpan, 1), g.Rows); r++ {
			lines[r].Fields[c.Col] = c.Text
		}
		if n := rowNumber.FindString(c.Where); n != "" {
			lines[c.Row].Where = fmt.Sprintf("%s第%s行", sheetName.FindString(g.Where), n)
		}
	}
	return lines
}

// BlankLedgerFile writes a ledger to begin with as a workbook, as File writes a report.
func BlankLedgerFile(path string, form *model.Form, overwrite bool) (Written, error) {
	if ext := filepath.Ext(path); !strings.EqualFold(ext, ".xlsx") {
		return Written{}, &Error{model.CodeUsage, "空台账只能写成 xlsx，不能写成「" + path + "」", "文件名以 .xlsx 结尾", nil}
	}
	var b bytes.Buffer
	if err := xlsx.WriteBlankLedger(&b, form); err != nil {
		return Written{}, &Error{model.CodeUnwritable, "生成空台账时出错", "", err}
	}
	return place(path, b.Bytes(), nil, nil, overwrite, finished)
}

var rowNumber = regexp.MustCompile(`[0-9]+$`)

func unreadableLedger(path string, err error) *Error {
	message, hint := advised("「"+path+"」不能当台账读："+chinese(err), "请用 Excel、csv：一件申请一行，表头有收到日期、申请人类型、答复日期、答复结果")
	return &Error{model.CodeUnreadable, message, hint, err}
}

// WordsFile writes what a ledger's words mean as a csv that spreadsheets open, in place of one that is
// there.
func WordsFile(path string, rows [][]string) (Written, error) {
	if ext := filepath.Ext(path); !strings.EqualFold(ext, ".csv") {
		return Written{}, &Error{model.CodeUsage, "对照表只能写成 csv，不能写成「" + path + "」", "文件名以 .csv 结尾", nil}
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, f := range row {
			safe[i] = literal(f)
		}
		if err := w.Write(safe); err != nil {
			return Written{}, err
		}
	}
	if w.Flush(); w.Error() != nil {
		return Written{}, w.Error()
	}
	return place(path, b.Bytes(), nil, nil, true, finished)
}

// literal keeps a spreadsheet from taking a text for a formula.
func literal(s string) string {
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			return "'" + s
		}
	}
	return s
}
