package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source/sourcetest"
	"nianbao/export/xlsx/cellref"
)

// bookOf makes a workbook with excelize.
func bookOf(t testing.TB, fill func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	var b bytes.Buffer
	err := fill(f)
	if err == nil {
		err = f.Write(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rowsOf fills a sheet with rows of values; nil is a cell that isn't there.
func rowsOf(f *excelize.File, sheet string, rows ...[]any) error {
	for i, row := range rows {
		for k, v := range row {
			if v == nil {
				continue
			}
			if err := f.SetCellValue(sheet, cellref.At(i+1, k+1).String(), v); err != nil {
				return err
			}
		}
	}
	return nil
}

func TestSource(t *testing.T) {
	prose := strings.Repeat("全年按时公开了应当公开的信息。", 4)
	for name, c := range map[string]struct {
		rows   [][]any
		merges string
		want   string
	}{
		"table":             {[][]any{{"甲", 1}, {"乙", 1234.5}}, "", "|甲|1|\n|乙|1234.5|\n"},
		"report":            {[][]any{{"某镇报告"}, {"一、总体情况"}, {prose}, {"二、公开情况"}, {"类", "件"}, {"规章", 3}, {"注：无"}}, "", "某镇报告\n一、总体情况\n" + prose + "\n二、公开情况\n|类|件|\n|规章|3|\n注：无\n"},
		"headings between":  {[][]any{{"a", 1}, {"三、收到"}, {"b", 2}, {prose}, {"c", 3}}, "A2:B2", "|a|1|\n三、收到\n|b|2|\n" + prose + "\n|c|3|\n"},
		"merged head":       {[][]any{{"题"}, {"第二十条第（一）项"}, {"规章", 3}, {"第二十条第（五）项"}, {"许可", 5}}, "A2:B2 A4:B4", "题\n|第二十条第（一）项{1×2}|\n|规章|3|\n|第二十条第（五）项{1×2}|\n|许可|5|\n"},
		"blank row":         {[][]any{{"a", 1}, {}, {"b", 2}}, "", "|a|1|\n|b|2|\n"},
		"merged down":       {[][]any{{"三、办理结果", "公开", 1}, {nil, "部分", 2}, {nil, "其他", ""}}, "A1:A3", "|三、办理结果{3×1}|公开|1|\n|部分|2|\n|其他||\n"},
		"offset":            {[][]any{{}, {nil, nil, "a", "b"}, {nil, nil, "c", "d"}}, "", "|a|b|\n|c|d|\n"},
		"lines":             {[][]any{{"商业\n企业", "x"}}, "", "|商业⏎企业|x|\n"},
		"text under merged": {[][]any{{"a", "藏", "b"}}, "A1:B1", "|a{1×2}|b|\n"},
		"nothing":           {nil, "", ""},
	} {
		d, err := Source(bookOf(t, func(f *excelize.File) error {
			if err := rowsOf(f, "Sheet1", c.rows...); err != nil {
				return err
			}
			for m := range strings.FieldsSeq(c.merges) {
				first, last, _ := strings.Cut(m, ":")
				if err := f.MergeCell("Sheet1", first, last); err != nil {
					return err
				}
			}
			return nil
		}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sourcetest.Check(t, d)
		if got := d.String(); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// A number is itself unless its format shows something else than a number.
func TestSourceFormats(t *testing.T) {
	formats := []struct {
		value  any
		format string
		want   string
	}{
		{1234567, "#,##0", "1234567"}, {0.1 + 0.2, "General", "0.3"}, {3.14159, "0.00", "3.14159"}, {12, `0"件"`, "12件"}, {0.125, "0.0%", "12.5%"}, {45657, "yyyy-mm-dd", "2024-12-31"},
		{45657, "yyyymmdd", "20241231"}, {0, `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, "0"}, {-5, "#,##0_);(#,##0)", "-5"}, {123456789012, "General", "123456789012"}, {96171.6, `"¥"#,##0.00`, "96171.6"},
		{"12", "@", "12"}, {"１２", "@", "１２"}, {true, "General", "TRUE"}, {7, ";;;", ""}, {1234567, "0,", "1235"},
	}
	d, err := Source(bookOf(t, func(f *excelize.File) error {
		for i, c := range formats {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
			if err != nil {
				return err
			}
			at := cellref.At(i+1, 2).String()
			if err := rowsOf(f, "Sheet1", make([][]any, i)...); err != nil {
				return err
			}
			if err := f.SetCellValue("Sheet1", cellref.At(i+1, 1).String(), "行"); err != nil {
				return err
			}
			if err := f.SetCellValue("Sheet1", at, c.value); err != nil {
				return err
			}
			if err := f.SetCellStyle("Sheet1", at, at, style); err != nil {
				return err
			}
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	g := d.Blocks[0].Table
	for i, c := range formats {
		if got := g.At(i, 1); got == nil || got.Text != c.want || got.Where != fmt.Sprintf("B%d", i+1) {
			t.Errorf("%v as %s: %+v, want %s", c.value, c.format, got, c.want)
		}
	}
}

func TestSourceHidden(t *testing.T) {
	d, err := Source(bookOf(t, func(f *excelize.File) error {
		_, err := f.NewSheet("藏")
		for _, e := range []error{err, rowsOf(f, "藏", []any{"a", 1}), f.SetSheetVisible("藏", false), rowsOf(f, "Sheet1", []any{"a", "b", "c"}, []any{"d", "e", "f"}, []any{"g", "h", "i"}),
			f.SetRowVisible("Sheet1", 2, false), f.SetColVisible("Sheet1", "B", false), f.SetCellFormula("Sheet1", "D1", "1+1"), f.SetDocProps(&excelize.DocProperties{Title: "题"})} {
			if e != nil {
				return e
			}
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.String(); got != "|a|c|\n|g|i|\n" {
		t.Errorf("got\n%s", got)
	}
	notes := strings.Join(d.Notes, "；")
	for _, says := range []string{"隐藏的工作表「藏」", "「Sheet1」里隐藏的第 2 行、B 列没有读", "保存一次"} {
		if !strings.Contains(notes, says) {
			t.Errorf("no %q in %q", says, notes)
		}
	}
	if d.Title != "题" || d.Blocks[0].Where != "工作表「Sheet1」A1" || d.Blocks[0].Table.PlaceOf(d.Blocks[0].Table.At(0, 2)) != "工作表「Sheet1」C1" {
		t.Errorf("title %q, places %q", d.Title, d.Blocks[0].Where)
	}
}

// replacePart gives a workbook another part.
func replacePart(t testing.TB, book []byte, name string, content func(w io.Writer) error) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range r.File {
		if f.Name == name {
			continue
		}
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.Create(name)
	if err == nil {
		err = content(w)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSourceRefuses(t *testing.T) {
	good := bookOf(t, func(f *excelize.File) error { return rowsOf(f, "Sheet1", []any{"a", 1}) })
	sheet := func(rows string, times int, end string) []byte {
		return replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error {
			if _, err := io.WriteString(w, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`); err != nil {
				return err
			}
			block := strings.Repeat(rows, 1000)
			for range times / 1000 {
				if _, err := io.WriteString(w, block); err != nil {
					return err
				}
			}
			_, err := io.WriteString(w, `</sheetData>`+end+`</worksheet>`)
			return err
		})
	}
	rows := 500_000
	if testing.Short() {
		rows /= 10
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing":      {nil, "损坏"},
		"cut":          {good[:len(good)/2], "不完整"},
		"no sheets":    {replacePart(t, good, "xl/workbook.xml", func(w io.Writer) error { _, err := io.WriteString(w, "<workbook/>"); return err }), "不是 Excel"},
		"broken sheet": {replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error { _, err := io.WriteString(w, "<worksheet><sheetData><row"); return err }), "损坏"},
		"zeroes": {replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error {
			_, err := w.Write(make([]byte, 100<<20))
			return err
		}), "太大"},
		"many cells":     {sheet(`<row><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>`, rows, ""), ""},
		"far cells":      {sheet(`<row><c r="XFD1"><v>1</v></c></row>`, 3_000, ""), ""},
		"all far cells":  {sheet(`<row><c r="XFD1"><v>1</v></c></row>`, 30_000, ""), "太大"},
		"far rows":       {sheet(`<row r="1048576"><c><v>1</v></c></row>`, 1000, ""), ""},
		"merged":         {sheet(`<row><c><v>1</v></c></row>`, 1000, "<mergeCells>"+strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 300_000)+"</mergeCells>"), "太大"},
		"merged overlap": {sheet(`<row>`+strings.Repeat(`<c t="str"><v>1</v></c>`, 500)+`</row>`, 1000, "<mergeCells>"+strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 300_000)+"</mergeCells>"), "太大"},
		"hidden columns": {sheet(`<row><c><v>1</v></c></row>`, 1000, "<cols>"+strings.Repeat(`<col min="1" max="9" hidden="1"/>`, 300_000)+"</cols>"), ""},
	} {
		begin := time.Now()
		_, err := Source(c.data)
		if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %v", name, time.Since(begin)) // what has no end, go test ends
	}
}

func FuzzSource(f *testing.F) {
	good := bookOf(f, func(f *excelize.File) error { return rowsOf(f, "Sheet1", []any{"a", 1}, []any{"b", 2.5}) })
	f.Add(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="2" hidden="1"><c r="B2" s="1" t="s"><v>0</v></c></row><row><c t="inlineStr"><is><t>x</t></is></c><c><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`)
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="d"><v>2024-01-01</v></c><c r="A1" t="e"><v>#REF!</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		d, err := Source(replacePart(t, good, "xl/worksheets/sheet1.xml", func(w io.Writer) error { _, err := io.WriteString(w, sheet); return err }))
		if err == nil {
			sourcetest.Check(t, d)
		}
	})
}

// FuzzSourceZip takes the package itself apart.
func FuzzSourceZip(f *testing.F) {
	f.Add(bookOf(f, func(f *excelize.File) error { return rowsOf(f, "Sheet1", []any{"a", 1}) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Source(data)
		if err == nil {
			sourcetest.Check(t, d)
		}
	})
}
