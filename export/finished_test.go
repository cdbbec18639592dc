package export

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"nianbao/export/paper"
	"nianbao/export/tooltest"
	"nianbao/model"
)

// zeroReport is a town's report of a year in which nothing happened.
func zeroReport() *model.Report {
	r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025)
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	r.Date = "2026-01-20"
	r.Text["1"] = "本年没有收到政府信息公开申请。"
	r.Text["5"] = "一是公开不够及时。"
	r.Text["6"] = "没有其他需要报告的事项。"
	return r
}

// countyReport has some 3,000 characters of prose and balanced figures of the
// size that a county has.
func countyReport() *model.Report {
	r := zeroReport()
	r.Unit, r.Level, r.Year = "某某县人民政府", model.County, 2025
	for id, n := range map[model.CellID]int64{"2.normative.issued": 22, "2.normative.repealed": 6, "2.normative.in_force": 187, "2.licensing.decided": 161803,
		"2.penalty.decided": 27182, "2.compulsion.decided": 314, "3.received.natural_person": 3001, "3.received.business": 118, "3.carried_in.natural_person": 45,
		"3.granted.natural_person": 2104, "3.granted.business": 80, "3.partial.natural_person": 211, "3.denied_law.natural_person": 12, "3.denied_third_party.business": 9,
		"3.unavailable_not_held.natural_person": 402, "3.unavailable_to_create.natural_person": 56, "3.refused_petition.natural_person": 131, "3.refused_repeat.business": 17,
		"3.other.natural_person": 88, "3.carried_out.natural_person": 42, "3.carried_out.business": 12, "4.reconsideration.upheld": 11, "4.direct_suit.pending": 2} {
		r.Figures[id] = model.Count(n)
	}
	r.Figures["2.fees.amount"] = mustParse("96171.6")
	r.Notes["2.normative.issued"] = "其中修订16件"
	for _, heading := range []string{"（一）主动公开。", "（二）依申请公开。", "（三）政府信息管理。", "（四）平台建设。", "（五）监督保障。"} {
		r.Text["1"] += "\n" + heading + strings.Repeat("坚持“以公开为常态、不公开为例外”，全年通过政府网站公开信息1,234条。", 17)
	}
	return r
}

// extremeReport is as big and odd as a report can be, and lacks what it may.
func extremeReport() *model.Report {
	r := zeroReport()
	r.Date = ""
	for i, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(99_999_999_990 + int64(i%10)) // the biggest that a cell takes
		}
	}
	r.Figures["2.fees.amount"] = mustParse("99999999999.9999")
	r.Notes["3.granted.natural_person"] = "含“喆昇祎”一案＜A&B＞"
	r.Text["0"] = odd
	r.Text["1"] = strings.Repeat("喆玥昇祎𠮷两级政府“公开”工作（第一期）——持续推进……", 1100)
	return r
}

func threeReports() map[string]*model.Report {
	return map[string]*model.Report{"zero": zeroReport(), "county": countyReport(), "extreme": extremeReport()}
}

func TestThreeReportsTwice(t *testing.T) {
	for name, r := range threeReports() {
		for _, f := range Formats() {
			o := Options{Last: zeroReport()}
			first := write(t, f.Name, r, o)
			if second := write(t, f.Name, r, o); second != first {
				t.Errorf("%s: %s differs from one time to the next", name, f.Name)
			}
		}
	}
}

// TestReadBackByOthers: the docx through LibreOffice and the page through
// Chromium have every figure in its place and every character of the prose.
func TestReadBackByOthers(t *testing.T) {
	tooltest.Need(t, "soffice", "chromium")
	for name, r := range threeReports() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, format := range []string{"docx", "html"} {
				if _, err := File(filepath.Join(dir, "report."+format), format, r, Options{}); err != nil {
					t.Fatal(err)
				}
			}
			dom := tooltest.Browser(t, filepath.Join(dir, "report.html"), "--dump-dom")
			showsAll(t, "Chromium", r, dom[strings.Index(dom, "<"):])
			if err := os.Mkdir(filepath.Join(dir, "out"), 0o755); err != nil {
				t.Fatal(err)
			}
			tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "html:HTML (StarWriter):UTF8",
				"--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "report.docx"))
			data, err := os.ReadFile(filepath.Join(dir, "out", "report.html"))
			if err != nil {
				t.Fatal(err)
			}
			showsAll(t, "LibreOffice", r, string(data))
		})
	}
}

// showsAll compares a page with what the report has to show.
func showsAll(t *testing.T, by string, r *model.Report, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var tables []*html.Node
	prose := ""
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.ElementNode && n.Data == "table":
			tables = append(tables, n)
			return
		case n.Type == html.ElementNode && (n.Data == "svg" || n.Data == "head" || n.Data == "style"):
			return
		case n.Type == html.TextNode:
			prose += n.Data
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	prose = squeeze(prose)
	i := 0
	for _, block := range paper.Build(r, model.FileOptions{}).Blocks {
		switch x := block.(type) {
		case *paper.Table:
			if i >= len(tables) {
				t.Fatalf("%s: %d tables", by, len(tables))
			}
			if got, want := gridOf(tables[i], len(x.Widths)), wanted(x); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: table %d\n%v\ninstead of\n%v", by, i+1, got, want)
			}
			i++
		case paper.Paragraph:
			if text := squeeze(x.Lead + x.Text); !strings.Contains(prose, text) {
				t.Errorf("%s: the prose lacks %.60q", by, text)
			}
		case paper.Heading:
			if !strings.Contains(prose, squeeze(string(x))) {
				t.Errorf("%s: no heading %s", by, x)
			}
		}
	}
}

// wanted is a table as rows of slots, each with the text of the cell over it.
func wanted(table *paper.Table) [][]string {
	var out [][]string
	for _, row := range table.Grid() {
		var texts []string
		for _, c := range row {
			for range c.ColSpan {
				texts = append(texts, squeeze(c.Text))
			}
		}
		out = append(out, texts)
	}
	return out
}

// gridOf is an HTML table the same way, by its row and column spans. Where it has
// more columns than it should, those go that no figure of the last row begins in:
// LibreOffice parts columns where boundaries of two rows differ by a hair.
func gridOf(table *html.Node, columns int) [][]string {
	var rows []*html.Node
	var find func(*html.Node)
	find = func(n *html.Node) {
		if n.Data == "tr" {
			rows = append(rows, n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			find(c)
		}
	}
	find(table)
	slots, begins := map[[2]int]string{}, map[[2]int]bool{}
	width := 0
	for y, row := range rows {
		x := 0
		for c := row.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || c.Data != "td" && c.Data != "th" {
				continue
			}
			for taken := true; taken; {
				if _, taken = slots[[2]int{y, x}]; taken {
					x++
				}
			}
			text := squeeze(textOf(c))
			begins[[2]int{y, x}] = true
			for dy := range spanOf(c, "rowspan") {
				for dx := range spanOf(c, "colspan") {
					slots[[2]int{y + dy, x + dx}] = text
				}
			}
			x += spanOf(c, "colspan")
			width = max(width, x)
		}
	}
	var out [][]string
	for y := range rows {
		var texts []string
		for x := range width {
			if width == columns || begins[[2]int{len(rows) - 1, x}] {
				texts = append(texts, slots[[2]int{y, x}])
			}
		}
		out = append(out, texts)
	}
	return out
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	s := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s += textOf(c)
	}
	return s
}

func spanOf(n *html.Node, name string) int {
	for _, a := range n.Attr {
		if span, err := strconv.Atoi(a.Val); a.Key == name && err == nil {
			return span
		}
	}
	return 1
}

// TestWorkbookReadsBack: a workbook is the same report again, and an empty one
// that somebody has filled in is theirs.
func TestWorkbookReadsBack(t *testing.T) {
	reports := threeReports()
	reports["sample"] = sample()
	for name, r := range reports {
		path := filepath.Join(t.TempDir(), name+".xlsx")
		if _, err := File(path, "xlsx", r, Options{Last: zeroReport(), Draft: true}); err != nil {
			t.Fatal(err)
		}
		got := mustRead(t, path)
		if !reflect.DeepEqual(figures(got), figures(r)) || got.Unit != r.Unit || got.Year != r.Year || got.Level != r.Level || got.Date != r.Date || got.FullTitle() != r.FullTitle() || len(got.Stated) > 0 {
			t.Errorf("%s: read %s %v", name, got.Name(), figures(got))
		}
		for _, s := range r.Form.Sections {
			if want := model.CleanText(r.Text[s.Key]); got.Text[s.Key] != want {
				t.Errorf("%s: text %s has %d bytes instead of %d: %.80q", name, s.Key, len(got.Text[s.Key]), len(want), got.Text[s.Key])
			}
		}
		for id, note := range r.Notes {
			if got.Notes[id] != note {
				t.Errorf("%s: note of %s is %q", name, id, got.Notes[id])
			}
		}
	}
	blank := filepath.Join(t.TempDir(), "空表.xlsx")
	if _, err := File(blank, "xlsx", empty(), Options{Blank: true}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(blank)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.GetDefinedName() {
		sheet, cell, _ := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(name.RefersTo, "$", ""), "'", ""), "!")
		value := map[string]any{"c_2.licensing.decided": 161803, "c_2.fees.amount": 0.3, "c_2.penalty.decided": "１，２３４", "c_2.compulsion.decided": "1,234", "c_3.received.business": "无", "t_5": "一是人手不足。"}[name.Name]
		if value != nil {
			if err := f.SetCellValue(sheet, strings.Split(cell, ":")[0], value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(f.Save(), f.Close()); err != nil {
		t.Fatal(err)
	}
	got := mustRead(t, blank)
	if got.Figures["2.licensing.decided"] != model.Count(161803) || got.Figures["2.fees.amount"] != mustParse("0.3") || got.Unread["3.received.business"] != "无" || got.Text["5"] != "一是人手不足。" || got.Figures["2.penalty.decided"] != model.Count(1234) || got.Figures["2.compulsion.decided"] != model.Count(1234) || len(got.Figures) != 4 {
		t.Errorf("read %v, %v, %q", got.Figures, got.Unread, got.Text)
	}
}

// TestHostileWords: whatever stands in a report, the files stay sound and do
// nothing.
func TestHostileWords(t *testing.T) {
	words := []string{"\x1b[31m红\x1b]0;标题\x07", "<script>alert(1)</script>", "]]>&amp;<!--", "=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "\u202e反\u202c\u200f", "\xed\xa0\x80坏", "空\x00字", "</w:t><w:p/>", "\\u0000|*_`"}
	for _, word := range words {
		r := zeroReport()
		r.Unit, r.Title = "某镇"+word, ""
		r.Notes["3.granted.natural_person"] = word
		for _, s := range []string{"0", "1", "5", "6"} {
			r.Text[s] = word + "\n" + word
		}
		for _, f := range Formats() {
			out := write(t, f.Name, r, Options{Last: r, Draft: true})
			if f.Name == "json" || f.Name == "png" || f.Name == "pdf" || f.Name == "ofd" || strings.HasSuffix(f.Name, "x") {
				continue // their own packages read them back
			}
			for _, bad := range []string{"\x1b", "\x00", "<script", "\xed\xa0"} {
				if strings.Contains(out, bad) && !(bad == "<script" && (f.Name == "txt" || f.Name == "csv" || f.Name == "md")) {
					t.Errorf("%s holds %q for %q", f.Name, bad, word)
				}
			}
			if f.Name == "csv" && (strings.Contains(out, ",=") || strings.Contains(out, ",\"=") || strings.Contains(out, ",+") || strings.Contains(out, ",@")) {
				t.Errorf("csv: %q may be taken for a formula", word)
			}
		}
	}
}

func BenchmarkFormats(b *testing.B) {
	r, last := countyReport(), zeroReport()
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := render(f.Name, r, Options{Last: last}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBatch writes a thousand reports' docx to a folder.
func BenchmarkBatch(b *testing.B) {
	for b.Loop() {
		dir := b.TempDir()
		for i := range 1000 {
			if _, err := File(filepath.Join(dir, fmt.Sprintf("%d.docx", i)), "docx", countyReport(), Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkBeside times what an office has instead, on the same content: pandoc
// from our page to docx, LibreOffice from our docx to pdf.
func BenchmarkBeside(b *testing.B) {
	dir := b.TempDir()
	for _, format := range []string{"html", "docx"} {
		if _, err := File(filepath.Join(dir, "report."+format), format, countyReport(), Options{}); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range [][]string{
		{"pandoc", "-f", "html", "-t", "docx", "-o", filepath.Join(dir, "pandoc.docx"), filepath.Join(dir, "report.html")},
		{"soffice", "-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "report.docx")},
	} {
		b.Run(c[0], func(b *testing.B) {
			if _, err := exec.LookPath(c[0]); err != nil {
				b.Skip(err)
			}
			for b.Loop() {
				if out, err := exec.Command(c[0], c[1:]...).CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
}
