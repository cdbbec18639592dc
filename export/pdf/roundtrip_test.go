package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/export/source"
	reader "nianbao/export/source/pdf"
	"nianbao/model"
)

// TestOwnFilesComeBack reads what this package writes: every paragraph exactly
// as it was, over lines and pages, and every row of the tables.
func TestOwnFilesComeBack(t *testing.T) {
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "mixed": mixed(), "hostile": papertest.Hostile(), "blank": model.NewReport(model.Form2021, "某某街道办事处", model.Town, 2024)} {
		data, _ := write(t, r, false)
		d, err := reader.Source(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(d.Notes) > 0 {
			t.Errorf("%s: %q", name, d.Notes)
		}
		compare(t, name, d, paper.Build(r, model.FileOptions{}))
	}
}

// mixed has paragraphs of many lengths with what is hard to put together again:
// Latin words at the ends of lines, long numbers, quotation marks, addresses.
func mixed() *model.Report {
	r := papertest.Town()
	r.Unit = "某某县人力资源和社会保障局"
	pieces := []string{"全年受理事项1234567件，", "通过Windows 10和WPS Office办理，", "“数据多跑路”与「群众少跑腿」并重，", "公开率为98.76%，", "网址是https://www.example.gov.cn/zwgk/list_2024.html，",
		"联系电话0000-1234567，", "（见附件）", "《办法》——", "e-mail与app并用；", "其中A类12件、B类3件、C类0件，"}
	var text []string
	for i := range 60 {
		p := strings.Repeat("段", i%7+1)
		for k := range i%9 + 1 {
			p += pieces[(i*3+k*7)%len(pieces)]
		}
		text = append(text, p+"到此为止。")
	}
	r.Text["1"] = strings.Join(text, "\n")
	r.Notes["3.received.natural_person"] = "含上年补登的12件和两次更正的3件"
	return r
}

// compare compares what was read with the document that was written.
func compare(t *testing.T, name string, d *source.Document, want *paper.Document) {
	t.Helper()
	texts := []string{want.Title}
	var rows []string
	for _, b := range want.Blocks {
		switch x := b.(type) {
		case paper.Heading:
			texts = append(texts, string(x))
		case paper.Paragraph:
			texts = append(texts, x.Lead+x.Text)
		case paper.Signature:
			texts = append(texts, x.Unit, x.Date)
		case *paper.Table:
			for _, row := range x.Grid() {
				rows = append(rows, wantedRow(row))
			}
			texts = append(texts, x.Notes...)
		}
	}
	for i, s := range texts { // marks that show nothing are not drawn
		texts[i] = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Cf, r) {
				return -1
			}
			return r
		}, s)
	}
	texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" })
	var got, gotRows []string
	for _, b := range d.Blocks {
		switch {
		case b.Table != nil:
			for r := range b.Table.Rows {
				gotRows = append(gotRows, rowText(b.Table, r))
			}
		case len(got) == 1 && got[0] != want.Title: // a title of several lines
			got[0] += b.Text
		default:
			got = append(got, b.Text)
		}
	}
	for i := range max(len(got), len(texts)) {
		if g, w := at(got, i), at(texts, i); g != w {
			t.Errorf("%s: paragraph %d: %q instead of %q", name, i, g, w)
			break
		}
	}
	// A table over several pages has its head on each.
	next := 0
	for _, w := range rows {
		k := slices.Index(gotRows[next:], w)
		if k < 0 {
			t.Errorf("%s: no row %q in\n%s", name, w, strings.Join(gotRows[next:], "\n"))
			return
		}
		next += k + 1
	}
}

func at(s []string, i int) string {
	if i < len(s) {
		return s[i]
	}
	return ""
}

// wantedRow is a row's figures and the label next to them, or the names of a head.
func wantedRow(row []*model.PrintedCell) string {
	first := slices.IndexFunc(row, func(c *model.PrintedCell) bool { return c.Kind == model.PrintedFigure })
	var texts []string
	for _, c := range row[max(first-1, 0):] {
		texts = append(texts, c.Text)
	}
	if first < 0 || row[0].Kind == model.PrintedFigure {
		texts = texts[len(texts)-1:]
	}
	return strings.Join(texts, "|")
}

// rowText is the same of a row that was read.
func rowText(g *source.Grid, r int) string {
	var texts []string
	for c := 0; c < g.Cols; c++ {
		if x := g.At(r, c); x != nil && (c == 0 || g.At(r, c-1) != x) {
			texts = append(texts, x.Text)
		}
	}
	first := len(texts)
	for first > 0 && (texts[first-1] == "" || texts[first-1][0] <= '9') && !isLabel(texts[first-1]) {
		first--
	}
	if first == len(texts) || first == 0 {
		return texts[len(texts)-1]
	}
	return strings.Join(texts[first-1:], "|")
}

// isLabel tells 1.属于国家秘密 from a figure.
func isLabel(s string) bool { return len(s) > 2 && s[1] == '.' && s[2] > '9' }
