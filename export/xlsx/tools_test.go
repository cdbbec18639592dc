package xlsx

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"nianbao/export/tooltest"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// recalculate makes LibreOffice compute every formula when it opens a file,
// whoever wrote it.
const recalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">` +
	`<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>`

// convert lets LibreOffice open workbooks and write them in another format; it
// returns the folder of what came out.
func convert(t *testing.T, to string, files map[string][]byte) string {
	t.Helper()
	tooltest.Need(t, "soffice")
	dir := t.TempDir()
	out, profile := filepath.Join(dir, "out"), filepath.Join(dir, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(recalculate), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(profile), "--headless", "--convert-to", to, "--outdir", out}
	for name, data := range files {
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	said := tooltest.Run(t, "soffice", args...)
	if made, err := os.ReadDir(out); err != nil || len(made) < len(files) {
		t.Fatalf("LibreOffice did not open the workbook; is Calc installed?\n%s", said)
	}
	return out
}

func reopen(t *testing.T, path string) *excelize.File {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, data)
}

// retype types figures over cells of a workbook, as a person would; "" clears.
func retype(t *testing.T, data []byte, typed map[string]string) []byte {
	t.Helper()
	f := open(t, data)
	at := names(t, f)
	for name, text := range typed {
		var v any = text
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			v = n
		} else if text == "" {
			v = nil
		}
		if err := f.SetCellValue(at[name][0], at[name][1], v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestLibreOfficeComputesTheSame: every formula gives what is written beside
// it, and moves when a figure does.
func TestLibreOfficeComputesTheSame(t *testing.T) {
	files := map[string][]byte{
		"full":    write(t, sample(), Options{Last: lastYear()}),
		"partial": write(t, partial(), Options{Last: lastYear(), Draft: true}),
		"huge":    write(t, huge(), Options{}),
		"blank":   write(t, model.NewReport(model.Form2021, "", "", 0), Options{Blank: true}),
	}
	edited := sample()
	edited.Figures["3.received.research"] = edited.Figures["3.received.research"].Add(model.Count(5))
	delete(edited.Figures, "4.reconsideration.upheld")
	edited.Figures["2.normative.in_force"] = model.Count(0)
	files["edited"] = retype(t, files["full"], map[string]string{"c_3.received.research": edited.Figures["3.received.research"].String(),
		"c_4.reconsideration.upheld": "", "c_2.normative.in_force": "0"})
	typed := model.NewReport(model.Form2021, "某县人民政府", "", 2022)
	typed.Figures["3.received.business"] = model.Count(2)
	files["typed"] = retype(t, files["blank"], map[string]string{"c_3.received.business": "2", "f_unit": typed.Unit, "f_year": "2022"})

	out := convert(t, "xlsx", files)
	for _, name := range []string{"full", "partial", "huge", "blank"} {
		compare(t, name, files[name], reopen(t, filepath.Join(out, name+".xlsx")))
	}
	computed := reopen(t, filepath.Join(out, "edited.xlsx"))
	compare(t, "edited", write(t, edited, Options{}), computed)
	moved := differences(t, computed)
	for label, want := range differences(t, open(t, write(t, edited, Options{Last: lastYear()}))) {
		if got := moved[label]; !same(got[0], want[0]) || !same(got[1], want[1]) || !same(got[2], want[2]) {
			t.Errorf("edited, compared, %s: %q, want %q", label, got, want)
		}
	}
	f := reopen(t, filepath.Join(out, "typed.xlsx"))
	at, sheet := names(t, f), model.Evaluate(typed)
	for _, c := range typed.Form.Cells() {
		if got := value(t, f, at[cellName(c.ID)]); got != sheet.At(c.ID).String() {
			t.Errorf("typed: %s is %s", c.ID, got)
		}
	}
	for place, c := range checkCells(typed, Options{}) {
		if got := value(t, f, place); got != c.verdict(sheet) {
			t.Errorf("typed: %v is %s instead of %s", place, got, c.verdict(sheet))
		}
	}
	if got := value(t, f, [2]string{"二、主动公开", "A1"}); got != typed.FullTitle() {
		t.Errorf("typed: title %s", got)
	}
}

// compare compares what LibreOffice computed with the results in a workbook.
func compare(t *testing.T, name string, want []byte, got *excelize.File) {
	t.Helper()
	f, n := open(t, want), 0
	for _, sheet := range f.GetSheetList() {
		if sheet == FindingSheetName { // not live
			continue
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			for k := range 16 {
				place := [2]string{sheet, cellref.At(i+1, k+1).String()}
				formula, err := f.GetCellFormula(place[0], place[1])
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" {
					continue
				}
				n++
				if w, g := value(t, f, place), value(t, got, place); !same(w, g) {
					t.Errorf("%s, %v: %q, LibreOffice has %q for %s", name, place, w, g, formula)
				}
			}
		}
	}
	if n < 34 {
		t.Errorf("%s: only %d formulas", name, n)
	}
}

// same compares texts, and numbers to fifteen digits.
func same(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return a == b || errX == nil && errY == nil && fmt.Sprintf("%.14e", x) == fmt.Sprintf("%.14e", y)
}

// TestLibreOfficeKeepsTheTexts looks for each hostile text where it was put.
func TestLibreOfficeKeepsTheTexts(t *testing.T) {
	files := map[string][]byte{}
	for i, c := range hostile {
		r := sample()
		r.Text["1"] = c[0]
		files[fmt.Sprint(i)] = write(t, r, Options{})
	}
	// Comma, quotes, UTF-8, from row 1, every field quoted, the fourth sheet.
	out := convert(t, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,4", files)
	for i, c := range hostile {
		data, err := os.ReadFile(filepath.Join(out, fmt.Sprintf("%d-文字.csv", i)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if got := rows[7][1]; got != c[1] {
			t.Errorf("%q instead of %q", got, c[1])
		}
	}
}

// TestLibreOfficePrintsEachTableOnOnePage: the tables come first, a page each,
// with all of their labels and figures.
func TestLibreOfficePrintsEachTableOnOnePage(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext", "pdfinfo")
	r := sample()
	out := convert(t, "pdf", map[string][]byte{"report": write(t, r, Options{Draft: true})})
	path := filepath.Join(out, "report.pdf")
	pages := strings.Split(tooltest.Run(t, "pdftotext", "-raw", path, "-"), "\f")
	sheet, page := model.Evaluate(r), 0
	for i := range r.Form.Sections {
		section := &r.Form.Sections[i]
		p := section.Layout()
		if p == nil {
			continue
		}
		text := squeeze(pages[page])
		page++
		words := []string{section.Heading, r.FullTitle(), "草稿"}
		for _, c := range p.Cells {
			words = append(words, c.Text)
			if c.Kind == model.PrintedFigure {
				words = append(words, sheet.At(c.Cell).String())
			}
		}
		for _, w := range words {
			if !strings.Contains(text, squeeze(w)) {
				t.Errorf("page %d lacks %q", page, w)
			}
		}
		if strings.Contains(text, CheckHeading+"：") || strings.Contains(text, SaysEven) {
			t.Errorf("page %d holds checks", page)
		}
		if info := tooltest.Run(t, "pdfinfo", "-f", fmt.Sprint(page), "-l", fmt.Sprint(page), path); !strings.Contains(info, "A4") {
			t.Errorf("page %d is not A4:\n%s", page, info)
		}
	}
}

// squeeze drops spaces: lines break where the layout wants.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
