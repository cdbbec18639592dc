package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/model"
)

// bookWith is the workbook of seenBook with its sheet changed; its penalties are in B5.
func bookWith(t *testing.T, old, new string) []byte {
	t.Helper()
	return withSheet(t, seenBook(t, func(*excelize.File) error { return nil }), func(x string) string {
		if !strings.Contains(x, old) {
			t.Fatalf("the sheet has no %s", old)
		}
		return strings.Replace(x, old, new, 1)
	})
}

// withSheet changes the first sheet of a workbook.
func withSheet(t *testing.T, data []byte, change func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err == nil && f.Name == seenSheet {
			content = []byte(change(string(content)))
		}
		part, bad := w.Create(f.Name)
		if err = errors.Join(err, bad, r.Close()); err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	seenSheet = "xl/worksheets/sheet1.xml"
	seventeen = `<c r="B5"><v>17</v></c>`
)

// formatted is the workbook in which the penalties have a value and a format.
func formatted(t *testing.T, value any, code string) []byte {
	t.Helper()
	return seenBook(t, func(f *excelize.File) error {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err == nil {
			err = f.SetCellValue("Sheet1", "B5", value)
		}
		if err == nil {
			err = f.SetCellStyle("Sheet1", "B5", "B5", id)
		}
		return err
	})
}

// TestFormatsAreSeen: what a number's format shows is what is read, or it is said.
func TestFormatsAreSeen(t *testing.T) {
	for code, c := range map[string]struct {
		value        any
		want, reason string
	}{
		`General"万"`:                 {17, "", "不是数字"},
		`"约"General`:                 {17, "", "不是数字"},
		`General\千`:                  {17, "", "不是数字"},
		`[White]0`:                   {17, "", "看不见"},
		`[Color2]General`:            {17, "", "看不见"},
		`[Color 2]#,##0;[Red]-#,##0`: {17, "", "看不见"},
		`[>=10]"--"`:                 {17, "", "不是数字"},
		`[<10]0;[>=10]"若干"`:          {17, "", "不是数字"},
		`[<10]0;"多"`:                 {17, "", "不是数字"},
		`[<5]0;[>99]0`:               {17, "", "不是数字"},
		`0;-0;"-"`:                   {0, "", "不是数字"},
		`#,##0;-#,##0;-`:             {0, "", "不是数字"},
		`0;-0;"—"`:                   {0, "", "不是数字"},
		`0,`:                         {17400, "17", "格里存的是 17400，显示成 17"},
		`"";"";""`:                   {17, "", "隐藏"},
		`[=17]"";0`:                  {17, "", "隐藏"},
	} {
		appearance{"2.penalty.decided", c.want, c.reason}.check(t, code, formatted(t, c.value, code))
	}
	for code, value := range map[string]int{`0;-0;"无"`: 17, `_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"??_ ;_ @_ `: 0, `_-* "-"_-;_-* "-"_-;_-* "-"_-`: 0, `[Red]0`: 17, `#,##0_);(#,##0)`: 17,
		`[<=99]0;"多"`: 17, `0.00`: 17, `[White][>99]0;0`: 17} {
		x, err := ReadBytes(formatted(t, value, code), ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if f := x.Report.Figures["2.penalty.decided"]; f != model.Count(int64(value)) || len(x.Guessed()) > 0 {
			t.Errorf("%s: %s, in doubt %v", code, f, x.Guessed())
		}
	}
}

// TestStylesAreSeen: what hides or crosses out a figure by its style, by its column's or its
// row's, by a rule for the cell or for want of room.
func TestStylesAreSeen(t *testing.T) {
	styled := func(s excelize.Style) []byte {
		return seenBook(t, func(f *excelize.File) error {
			id, err := f.NewStyle(&s)
			if err == nil {
				err = f.SetCellStyle("Sheet1", "B5", "B5", id)
			}
			return err
		})
	}
	fill := func(c string) excelize.Fill { return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c}} }
	diagonal := []excelize.Border{{Type: "diagonalUp", Style: 1, Color: "000000"}}
	struck := func(sheet func(string) string) []byte { // style 1 is struck out
		data := styled(excelize.Style{Font: &excelize.Font{Strike: true}})
		return withSheet(t, data, func(x string) string { return sheet(strings.Replace(x, `r="B5" s="1"`, `r="B5"`, 1)) })
	}
	rule := func(x string) []byte {
		return bookWith(t, `</sheetData>`, `</sheetData><conditionalFormatting sqref="B4:B6">`+x+`</conditionalFormatting>`)
	}
	for name, c := range map[string]struct {
		data         []byte
		want, reason string
	}{
		"black ground": {styled(excelize.Style{Fill: fill("000000")}), "", "看不见"},
		"nearly black": {styled(excelize.Style{Fill: fill("050505"), Font: &excelize.Font{Color: "000000"}}), "", "看不见"},
		"blue on blue": {styled(excelize.Style{Fill: fill("1F4E79"), Font: &excelize.Font{Color: "1F4E7A"}}), "", "看不见"},
		"crossed":      {styled(excelize.Style{Border: diagonal}), "17", "斜线"},
		"repeated":     {styled(excelize.Style{Alignment: &excelize.Alignment{Horizontal: "fill"}}), "17", "重复"},
		"struck column": {struck(func(x string) string {
			return strings.Replace(x, `<sheetData>`, `<cols><col min="1" max="9" style="1"/></cols><sheetData>`, 1)
		}), "17", "样式里有"},
		"struck row": {struck(func(x string) string {
			return strings.Replace(x, `<row r="5">`, `<row r="5" s="1" customFormat="1">`, 1)
		}), "17", "样式里有"},
		"low row":            {bookWith(t, `<row r="5">`, `<row r="5" ht="1.5" customHeight="1">`), "", "第 5 行"},
		"bar without figure": {rule(`<cfRule type="dataBar" priority="1"><dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/></dataBar></cfRule>`), "", "隐藏"},
		"sign for figure":    {rule(`<cfRule type="iconSet" priority="1"><iconSet iconSet="3Flags" showValue="false"><cfvo type="num" val="0"/></iconSet></cfRule>`), "", "隐藏"},
	} {
		if name == "low row" { // it is not known to be there at all
			x, err := ReadBytes(c.data, ReadOptions{})
			if err != nil || x.Report.Figures["2.penalty.decided"].Filled() || !strings.Contains(x.LeftOut[len(x.LeftOut)-1].Why+x.LeftOut[0].Why, c.reason) {
				t.Errorf("%s: %v %+v", name, err, x.LeftOut)
			}
			continue
		}
		appearance{"2.penalty.decided", c.want, c.reason}.check(t, name, c.data)
	}
	narrow := withSheet(t, bookWith(t, seventeen, `<c r="B5"><v>1234567</v></c>`), func(x string) string {
		return strings.Replace(x, `<sheetData>`, `<cols><col min="2" max="2" width="2.5" customWidth="1"/></cols><sheetData>`, 1)
	})
	appearance{"2.penalty.decided", "1234567", "列太窄"}.check(t, "narrow", narrow)
	for name, data := range map[string][]byte{
		"white on black":  styled(excelize.Style{Fill: fill("000000"), Font: &excelize.Font{Color: "FFFFFF"}}),
		"black on yellow": styled(excelize.Style{Fill: fill("FFFF00")}),
		"bar and figure":  rule(`<cfRule type="dataBar" priority="1"><dataBar><cfvo type="min"/><cfvo type="max"/></dataBar></cfRule>`),
	} {
		x, err := ReadBytes(data, ReadOptions{})
		if err != nil || x.Report.Figures["2.penalty.decided"] != model.Count(17) || len(x.Guessed()) > 0 {
			t.Errorf("%s: %v, in doubt %v", name, err, x.Guessed())
		}
	}
}

// TestFormulaWithoutResult: a cell whose formula nobody has worked out is no blank.
func TestFormulaWithoutResult(t *testing.T) {
	for name, cell := range map[string]string{"no value": `<f>10+7</f>`, "empty": `<f>10+7</f><v></v>`, "short": `<f>10+7</f><v/>`, "shared": `<f t="shared" si="0" ref="B5:B6">10+7</f><v></v>`} {
		appearance{"2.penalty.decided", "", "没有算出结果"}.check(t, name, bookWith(t, seventeen, `<c r="B5">`+cell+`</c>`))
	}
	x, err := ReadBytes(bookWith(t, seventeen, `<c r="B5" t="str"><f>IF(A1="","","")</f><v></v></c>`), ReadOptions{})
	if err != nil || x.Report.IsUnread("2.penalty.decided") || strings.Contains(fmt.Sprint(x.LeftOut), "公式") {
		t.Errorf("a formula that gives the empty text: %v %+v", err, x.LeftOut)
	}
}
