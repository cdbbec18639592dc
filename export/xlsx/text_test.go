package xlsx

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// decode undoes a spreadsheet's escapes, from left to right.
func decode(s string) string {
	return regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`).ReplaceAllStringFunc(s, func(code string) string {
		n, _ := strconv.ParseUint(code[2:6], 16, 16)
		return string(utf16.Decode([]uint16{uint16(n)}))
	})
}

// hostile are texts that break writers of spreadsheets, with what is kept of
// them.
var hostile = [][2]string{
	{"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
	{"+1+2", "+1+2"}, {"-2+3", "-2+3"}, {"@SUM(A1)", "@SUM(A1)"},
	{"<script>alert(1)</script> ]]> &amp; \"引号\" '", "<script>alert(1)</script> ]]> &amp; \"引号\" '"},
	{"_x000D_", "_x000D_"}, {"_x000D_x000A_", "_x000D_x000A_"}, {"_x005F_x000D_", "_x005F_x000D_"}, {"_xD800_", "_xD800_"}, {"__x0041__", "__x0041__"},
	{"前\x00\x01\x1b[31m后\ufffe\uffff\ufdd0", "前[31m后"},
	{"坏\xff\xfe字节\xed\xa0\x80", "坏字节"},
	{"\u202e倒\u202c\u200f序 👨‍👩‍👧 𠮷 喆", "\u202e倒\u202c\u200f序 👨‍👩‍👧 𠮷 喆"},
	{"一\r\n二\r三\n\n四\t五 ", "一\n二\n三\n\n四\t五 "},
	{"  前后都有空格\n", "  前后都有空格\n"},
}

func TestClean(t *testing.T) {
	for _, c := range hostile {
		if got := decode(string(unmask([]byte(Clean(c[0]))))); got != c[1] {
			t.Errorf("%q: %q instead of %q", c[0], got, c[1])
		}
	}
}

// cellTexts are the strings of a sheet's cells, decoded. It fails the test
// where one of them is a formula's.
func cellTexts(t *testing.T, part string) map[string]string {
	t.Helper()
	var sheet struct {
		Rows []struct {
			Cells []struct {
				Ref     string  `xml:"r,attr"`
				Formula *string `xml:"f"`
				Text    string  `xml:"is>t"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := xml.Unmarshal([]byte(part), &sheet); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range sheet.Rows {
		for _, c := range row.Cells {
			if c.Formula != nil && c.Text != "" {
				t.Errorf("%s is a formula", c.Ref)
			}
			out[c.Ref] = decode(c.Text)
		}
	}
	return out
}

// TestHostileTextStaysText puts each text everywhere a text can be.
func TestHostileTextStaysText(t *testing.T) {
	for _, c := range hostile {
		r := sample()
		r.Unit, r.Title, r.Date = c[0], c[0], c[0]
		for _, key := range []string{"0", "1", "5", "6"} {
			r.Text[key] = c[0]
		}
		r.Notes["3.received.total"] = c[0]
		r.Figures["2.rules.issued"] = decimal("1.5")
		r.Explanations = []model.Explanation{{Rule: "T2-NEG", Cell: "2.rules.issued", Text: c[0], By: c[0]}}
		parts := unzip(t, write(t, r, Options{Last: lastYear(), Draft: true}))
		for name, part := range parts {
			checkXML(t, name, part)
		}
		texts := cellTexts(t, parts["xl/worksheets/sheet4.xml"])
		for row := 8; row <= 11; row++ {
			if got := texts[fmt.Sprintf("B%d", row)]; got != c[1] {
				t.Errorf("B%d: %q instead of %q", row, got, c[1])
			}
		}
		formulas := regexp.MustCompile(`<f>([^<]*)</f>`)
		for name, part := range parts {
			for _, f := range formulas.FindAllStringSubmatch(part, -1) {
				if strings.Contains(f[1], "cmd") || strings.Contains(f[1], "script") {
					t.Errorf("%s: formula %s", name, f[1])
				}
			}
		}
	}
}

// TestTextsAreQuoted: a text that begins like a formula stays one when
// somebody edits it.
func TestTextsAreQuoted(t *testing.T) {
	parts := unzip(t, write(t, sample(), Options{}))
	style := regexp.MustCompile(`<c r="B8"[^>]* s="(\d+)"`).FindStringSubmatch(parts["xl/worksheets/sheet4.xml"])
	if style == nil {
		t.Fatal("no text in B8")
	}
	_, xfs, _ := strings.Cut(parts["xl/styles.xml"], "<cellXfs")
	n, _ := strconv.Atoi(style[1])
	if xf := strings.Split(xfs, "<xf ")[n+1]; !strings.Contains(xf, `quotePrefix="true"`) {
		t.Errorf("style %d: %s", n, xf)
	}
}

func checkXML(t *testing.T, name, part string) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(part))
	for {
		switch _, err := dec.Token(); err {
		case nil:
		case io.EOF:
			return
		default:
			t.Fatalf("%s is not well-formed: %v", name, err)
		}
	}
}

func TestLongTextGoesOnInTheNextRow(t *testing.T) {
	for _, text := range []string{strings.Repeat("四万字的正文，", 5715), strings.Repeat("a", maxText-1) + strings.Repeat("𠮷", 5)} {
		r := sample()
		r.Text["1"] = text
		data := write(t, r, Options{})
		texts := cellTexts(t, unzip(t, data)["xl/worksheets/sheet4.xml"])
		got, marked := "", 0
		for _, d := range open(t, data).GetDefinedName() {
			if _, places, ok := strings.Cut(d.RefersTo, "!"); ok && d.Name == "t_1" {
				for _, at := range expand(t, strings.ReplaceAll(places, "$", "")) {
					got += texts[at]
				}
			}
		}
		if got != text {
			t.Errorf("%d characters instead of %d", len([]rune(got)), len([]rune(text)))
		}
		if n := len(utf16.Encode([]rune(texts["B8"]))); n > maxText || n < maxText-1 {
			t.Errorf("the first cell holds %d", n)
		}
		for at, text := range texts {
			if strings.HasPrefix(at, "A") && text == "一、总体情况（续 1）" {
				marked++
			}
		}
		if marked != 1 {
			t.Errorf("the second cell is marked %d times", marked)
		}
	}
}

func TestFields(t *testing.T) {
	r := sample()
	f := open(t, write(t, r, Options{}))
	at := names(t, f)
	for key, want := range map[string]string{"f_unit": r.Unit, "f_level": "市级政府", "f_year": "2021", "f_title": r.FullTitle(), "f_date": "44561",
		"t_0": r.Text["0"], "t_1": r.Text["1"], "t_5": r.Text["5"], "t_6": r.Text["6"]} {
		if got := value(t, f, at[key]); got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
	for date, want := range map[string]any{"2021-12-31": 44561, "1980-01-01": 29221, "1979-12-31": "1979-12-31", "2021年底": "2021年底", "": ""} {
		got := dayOf(date)
		if got != want || Date(fmt.Sprint(got)) != date {
			t.Errorf("%s is written as %v and read as %s", date, got, Date(fmt.Sprint(got)))
		}
	}
}

func TestRefs(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA"} {
		if got := cellref.Column(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	for want, cells := range map[string][]cellref.Ref{
		"B2":          {cellref.At(2, 2)},
		"B2:D4":       {cellref.At(2, 2), cellref.At(2, 3), cellref.At(2, 4), cellref.At(3, 2), cellref.At(3, 3), cellref.At(3, 4), cellref.At(4, 4), cellref.At(4, 3), cellref.At(4, 2)},
		"B2:B3,B5":    {cellref.At(5, 2), cellref.At(2, 2), cellref.At(3, 2)},
		"B2,D2,B3:C3": {cellref.At(2, 2), cellref.At(2, 4), cellref.At(3, 2), cellref.At(3, 3)},
		"":            nil,
	} {
		if got := cellref.List(cells, ","); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}
