package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

func unzip(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for i, f := range z.File {
		if (i == 0) != (f.Name == "[Content_Types].xml") || i > 1 && f.Name < z.File[i-1].Name || f.Modified.Year() != 1980 {
			t.Errorf("part %d is %s of %v", i, f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(b)
	}
	return parts
}

// TestPartsAgree: each part has a type and somebody who refers to it.
func TestPartsAgree(t *testing.T) {
	for _, o := range []Options{{Last: lastYear()}, {Blank: true}} {
		parts := unzip(t, write(t, sample(), o))
		for name, part := range parts {
			checkXML(t, name, part)
			if !strings.HasSuffix(name, ".rels") {
				continue
			}
			base := path.Dir(path.Dir(name))
			for _, target := range regexp.MustCompile(` Target="([^"]*)"`).FindAllStringSubmatch(part, -1) {
				if p := path.Join(base, target[1]); parts[p] == "" {
					t.Errorf("%s refers to %s", name, p)
				}
			}
		}
		for _, typed := range regexp.MustCompile(` PartName="/([^"]*)"`).FindAllStringSubmatch(parts["[Content_Types].xml"], -1) {
			if parts[typed[1]] == "" {
				t.Errorf("a type for %s, which is not there", typed[1])
			}
		}
	}
}

// worksheet is what a sheet may hold, in the order that Excel insists on
// (ECMA-376 part 1, 18.3.1.99).
var worksheet = strings.Fields(`sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
	protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
	conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks
	customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing`)

func TestSheetsFollowTheSchema(t *testing.T) {
	for _, o := range []Options{{Last: lastYear(), Draft: true}, {Blank: true}} {
		for name, part := range unzip(t, write(t, sample(), o)) {
			if !strings.HasPrefix(name, "xl/worksheets/sheet") {
				continue
			}
			last := -1
			for _, child := range children(t, part) {
				at := slices.Index(worksheet, child)
				if at < 0 || at < last || at == last && child != "conditionalFormatting" {
					t.Errorf("%s: %s stands where it must not", name, child)
				}
				last = at
			}
			checkFit(t, name, part)
		}
	}
}

// checkFit: A4, all margins, fitted to the page's width.
func checkFit(t *testing.T, name, part string) {
	t.Helper()
	for _, want := range []string{`fitToPage="true"`, `paperSize="9"`, `fitToWidth="1"`, `horizontalCentered="true"`,
		` left="`, ` right="`, ` top="`, ` bottom="`, ` header="`, ` footer="`} {
		if !strings.Contains(part, want) {
			t.Errorf("%s lacks %s", name, want)
		}
	}
	for _, h := range regexp.MustCompile(` ht="([^"]*)"`).FindAllStringSubmatch(part, -1) {
		if n, err := strconv.ParseFloat(h[1], 64); err != nil || n > 409.5 {
			t.Errorf("%s: a row of %s points", name, h[1])
		}
	}
}

// children are the names of the elements directly under the root.
func children(t *testing.T, part string) []string {
	t.Helper()
	var out []string
	depth := 0
	for _, tag := range regexp.MustCompile(`<(/?)([A-Za-z:]+)[^>]*?(/?)>`).FindAllStringSubmatch(part, -1) {
		switch {
		case tag[1] == "/":
			depth--
		default:
			if depth == 1 {
				out = append(out, tag[2])
			}
			if tag[3] == "" {
				depth++
			}
		}
	}
	if depth != 0 {
		t.Fatalf("depth %d at the end", depth)
	}
	return out
}

// expand lists the cells of places such as D7:I9 D11.
func expand(t *testing.T, places string) []string {
	t.Helper()
	var out []string
	for _, p := range strings.Fields(places) {
		from, to, ok := strings.Cut(p, ":")
		if !ok {
			to = from
		}
		c1, r1, err1 := excelize.CellNameToCoordinates(from)
		c2, r2, err2 := excelize.CellNameToCoordinates(to)
		if err1 != nil || err2 != nil {
			t.Fatal(places)
		}
		for r := r1; r <= r2; r++ {
			for c := c1; c <= c2; c++ {
				out = append(out, cellref.At(r, c).String())
			}
		}
	}
	return out
}

// TestEveryEntryIsValidated: each typed cell once, and no other.
func TestEveryEntryIsValidated(t *testing.T) {
	r := sample()
	f := open(t, write(t, r, Options{}))
	at := names(t, f)
	rules := map[[2]string]*excelize.DataValidation{}
	for _, sheet := range f.GetSheetList() {
		dvs, err := f.GetDataValidations(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, dv := range dvs {
			if len([]rune(*dv.Error)) > 225 || len([]rune(*dv.ErrorTitle)) > 32 || !dv.ShowErrorMessage || !dv.AllowBlank {
				t.Errorf("%+v", dv)
			}
			for _, c := range expand(t, dv.Sqref) {
				if rules[[2]string{sheet, c}] != nil {
					t.Errorf("%s %s is validated twice", sheet, c)
				}
				rules[[2]string{sheet, c}] = dv
			}
		}
	}
	for _, c := range r.Form.Cells() {
		place := at[cellName(c.ID)]
		dv := rules[place]
		switch {
		case c.Computed():
			if dv != nil {
				t.Errorf("%s is computed, and validated", c.ID)
			}
			continue
		case dv == nil:
			t.Errorf("%s is not validated", c.ID)
			continue
		case c.Column.Places > 0:
			if want := "AND(ISNUMBER(" + place[1] + ")," + place[1] + ">=0,ROUND(" + place[1] + ",4)=" + place[1] + ")"; dv.Formula1 != want {
				t.Errorf("%s: %s", c.ID, dv.Formula1)
			}
		case dv.Type != "whole" || dv.Operator != "greaterThanOrEqual" || dv.Formula1 != "0":
			t.Errorf("%s: %+v", c.ID, dv)
		}
		delete(rules, place)
	}
	if len(rules) != 0 {
		t.Errorf("%d cells more are validated", len(rules))
	}
}

// TestMarks: blank entries and broken checks are coloured, each cell by one rule.
func TestMarks(t *testing.T) {
	r := sample()
	f := open(t, write(t, r, Options{}))
	marked := map[[2]string]string{}
	for _, sheet := range f.GetSheetList() {
		formats, err := f.GetConditionalFormats(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for places, opts := range formats {
			first := expand(t, places)[0]
			for _, c := range expand(t, places) {
				marked[[2]string{sheet, c}] = strings.Replace(opts[0].Criteria, "("+first, "("+c, 1)
			}
		}
	}
	at := names(t, f)
	for _, c := range r.Form.Cells() {
		place := at[cellName(c.ID)]
		want := "ISBLANK(" + place[1] + ")"
		if c.Computed() {
			want = ""
		}
		if marked[place] != want {
			t.Errorf("%s: %s", c.ID, marked[place])
		}
		delete(marked, place)
	}
	for place := range checkCells(r, Options{}) {
		if marked[place] != `LEFT(`+place[1]+`,3)="相差 "` {
			t.Errorf("%v: %s", place, marked[place])
		}
		delete(marked, place)
	}
	if len(marked) != 0 {
		t.Errorf("%d cells more", len(marked))
	}
}

func TestProtectionHasNoPassword(t *testing.T) {
	parts := unzip(t, write(t, sample(), Options{}))
	for i := range model.Form2021.Sections { // the three tables come first
		part := parts["xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml"]
		protection := regexp.MustCompile(`<sheetProtection[^>]*>`).FindString(part)
		if (protection != "") != (i < 3) || strings.Contains(protection, "assword") || strings.Contains(protection, "hash") {
			t.Errorf("sheet %d: %s", i+1, protection)
		}
		if i < 3 && !strings.Contains(protection, `selectLockedCells="false"`) {
			t.Errorf("sheet %d: locked cells can't be selected", i+1)
		}
	}
}

// TestMergedCellsDoNotOverlap: a workbook in which they do is repaired.
func TestMergedCellsDoNotOverlap(t *testing.T) {
	for _, o := range []Options{{Last: lastYear(), Draft: true}, {Blank: true}} {
		f := open(t, write(t, sample(), o))
		for _, sheet := range f.GetSheetList() {
			merged, err := f.GetMergeCells(sheet)
			if err != nil {
				t.Fatal(err)
			}
			taken := map[string]bool{}
			for _, m := range merged {
				for _, c := range expand(t, m.GetStartAxis()+":"+m.GetEndAxis()) {
					if taken[c] {
						t.Errorf("%s %s is merged twice", sheet, c)
					}
					taken[c] = true
				}
			}
		}
	}
}
