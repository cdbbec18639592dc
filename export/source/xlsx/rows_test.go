package xlsx

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// drawn are sheets with a bar between cells.
func drawn(sheets []RowSheet) string {
	var b strings.Builder
	for _, s := range sheets {
		fmt.Fprintf(&b, "[%s]", s.Name)
		for _, r := range s.Rows {
			fmt.Fprintf(&b, "\n%d:%s", r.Number, strings.Join(r.Cells, "|"))
			if r.Struck {
				b.WriteString(" struck")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRows(t *testing.T) {
	data := bookOf(t, func(f *excelize.File) error {
		format, strike, rest := `yyyy"年"m"月"d"日"`, true, "0.00"
		day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		builtin, err2 := f.NewStyle(&excelize.Style{NumFmt: 14})
		decimal, err3 := f.NewStyle(&excelize.Style{CustomNumFmt: &rest})
		crossed, err4 := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: strike}})
		_, err5 := f.NewSheet("藏")
		_, err6 := f.NewSheet("二月")
		for _, e := range []error{err, err2, err3, err4, err5, err6,
			rowsOf(f, "Sheet1", []any{"题"}, []any{"a", "b", "c"}, []any{"x", 45657, 3}, []any{nil, 45657.75, 0.1 + 0.2}, []any{"y", nil, true}, []any{"z", "w", 1}, []any{"v", " 两\n行 "}, nil, []any{nil, nil, "末"}),
			f.SetCellStyle("Sheet1", "B3", "B3", day), f.SetCellStyle("Sheet1", "B4", "B4", builtin), f.SetCellStyle("Sheet1", "C3", "C3", decimal),
			f.SetCellStyle("Sheet1", "A6", "B6", crossed), f.MergeCell("Sheet1", "A3", "A4"), f.MergeCell("Sheet1", "A1", "C1"),
			f.SetRowVisible("Sheet1", 7, false), f.SetColVisible("Sheet1", "B", false), f.SetCellFormula("Sheet1", "D5", "1+1"),
			f.SetCellRichText("Sheet1", "C7", []excelize.RichTextRun{{Text: "一", Font: &excelize.Font{Bold: true}}, {Text: "段"}}),
			rowsOf(f, "藏", []any{"不读"}), f.SetSheetVisible("藏", false), rowsOf(f, "二月", []any{"q"})} {
			if e != nil {
				return e
			}
		}
		return nil
	})
	sheets, notes, err := Rows(data)
	if err != nil {
		t.Fatal(err)
	}
	want := "[Sheet1]\n1:题\n2:a|b|c\n3:x|2024-12-31|3\n4:x|2024-12-31|0.3\n5:y||TRUE\n6:z|w|1 struck\n7:v|两\n行|一段\n9:||末\n[二月]\n1:q\n"
	if got := drawn(sheets); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for _, says := range []string{"隐藏的工作表「藏」没有读", "「Sheet1」里隐藏、筛选掉的 1 行也读了", "1 个公式没有算出结果"} {
		if !strings.Contains(strings.Join(notes, "；"), says) {
			t.Errorf("no %q in %q", says, notes)
		}
	}
}

func TestRowsFrom1904(t *testing.T) {
	data := bookOf(t, func(f *excelize.File) error {
		from1904 := true
		style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		for _, e := range []error{err, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}), rowsOf(f, "Sheet1", []any{44195}), f.SetCellStyle("Sheet1", "A1", "A1", style)} {
			if e != nil {
				return e
			}
		}
		return nil
	})
	sheets, _, err := Rows(data)
	if err != nil || drawn(sheets) != "[Sheet1]\n1:2024-12-31\n" {
		t.Errorf("%v %s", err, drawn(sheets))
	}
}

func TestShowsDay(t *testing.T) {
	for code, want := range map[string]bool{"yyyy-mm-dd": true, `m"月"d"日"`: true, "[$-804]yyyy/m/d;@": true, "General": false, "0.00": false, `0"日"`: false, "hh:mm": false, "[Red]0": false, "d-mmm": true, `\d0`: false} {
		if showsDay(200, code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
	for id, want := range map[int]bool{0: false, 14: true, 22: true, 31: true, 58: true, 10: false, 20: false, 46: false} {
		if showsDay(id, "") != want {
			t.Errorf("format %d: %v", id, !want)
		}
	}
}

// Whatever a workbook holds, it is read in bounds, or refused with a sentence.
func TestRowsRefuse(t *testing.T) {
	good := bookOf(t, func(f *excelize.File) error { return rowsOf(f, "Sheet1", []any{"a", 1}) })
	sheet := func(rows string, times int, end string) []byte {
		return replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error {
			_, err := io.WriteString(w, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
			for i := 0; i < times && err == nil; i++ {
				_, err = io.WriteString(w, rows)
			}
			if err == nil {
				_, err = io.WriteString(w, `</sheetData>`+end+`</worksheet>`)
			}
			return err
		})
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing":        {nil, "损坏"},
		"cut":            {good[:len(good)/2], "不完整"},
		"broken":         {replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error { _, err := io.WriteString(w, "<worksheet><sheetData><row"); return err }), "损坏"},
		"zeroes":         {replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error { _, err := w.Write(make([]byte, 100<<20)); return err }), "太大"},
		"many cells":     {sheet(`<row>`+strings.Repeat(`<c t="str"><v>a</v></c>`, 25)+`</row>`, 20_000, ""), ""},
		"far columns":    {sheet(`<row><c r="XFD1"><v>1</v></c></row>`, 30_000, ""), "太大"},
		"far rows":       {sheet(`<row r="1048576"><c><v>1</v></c></row>`, 1000, ""), ""},
		"many rows":      {sheet(`<row><c><v>1</v></c></row>`, 150_000, ""), "太大"},
		"wide rows":      {sheet(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 510)+`</row>`, 5_000, ""), "太大"},
		"merged overlap": {sheet(`<row>`+strings.Repeat(`<c t="str"><v>1</v></c>`, 20)+`</row>`, 2000, "<mergeCells>"+strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 300_000)+"</mergeCells>"), ""},
		"one long value": {sheet(`<row><c t="str"><v>`+strings.Repeat("长", 8<<20)+`</v></c></row>`, 1, ""), "请"},
		"no such text":   {sheet(`<row><c t="s"><v>99999</v></c></row>`, 10, ""), ""},
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			_, _, err := Rows(c.data)
			if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v", err)
			}
			t.Logf("%v", time.Since(begin))
		})
	}
}

func FuzzRows(f *testing.F) {
	good := bookOf(f, func(f *excelize.File) error { return rowsOf(f, "Sheet1", []any{"a", 1}, []any{"b", 2.5}) })
	f.Add(`<worksheet><sheetData><row r="2" hidden="1"><c r="B2" s="1" t="s"><v>0</v></c></row><row><c t="inlineStr"><is><t>x</t></is></c><c><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`)
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="d"><v>2024-01-01</v></c><c r="A1" t="e"><v>#REF!</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		sheets, _, err := Rows(replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error { _, err := io.WriteString(w, sheet); return err }))
		if err != nil {
			return
		}
		for _, s := range sheets {
			for _, r := range s.Rows {
				if r.Number == 0 || len(r.Cells) == 0 {
					t.Errorf("a row without a place, or with nothing: %+v", r)
				}
			}
		}
	})
}
