package text

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"nianbao/export/markdown"
	"nianbao/export/paper"
	"nianbao/export/source"
	writer "nianbao/export/text"
	"nianbao/model"
)

func TestSource(t *testing.T) {
	full := strings.Repeat("字", 26) // with two more, a line of 28 characters
	tests := map[string]struct{ in, want string }{
		"empty":               {"", ""},
		"blank lines":         {"\ufeff\r\n \r\n\u3000\n", ""},
		"paragraph a line":    {"甲镇人民政府\n2024年1月2日\n", "甲镇人民政府\n2024年1月2日\n"},
		"markdown heading":    {"# 题目\n## 一、甲 ##\n正文", "#题目\n##一、甲\n正文\n"},
		"no heading":          {"#1 号窗口\n", "#1 号窗口\n"},
		"bold and escapes":    {"# 题\n**甲**乙\\*丙\\_丁 &lt; a_b \\&lt; 1\\.\n", "#题\n甲乙*丙_丁 < a_b &lt; 1.\n"},
		"no entity":           {"# 题\nhttp://a/?b=1&copy=2&lt\n", "#题\nhttp://a/?b=1&copy=2&lt\n"},
		"plain keeps signs":   {"甲\\*乙 **丙** &lt;\n", "甲\\*乙 **丙** &lt;\n"},
		"quote and comment":   {"> 甲\n<!-- 乙\n丙 -->\n丁\n\n---\n- 戊\n- 己\n", "甲\n丁\n戊\n己\n"},
		"bars":                {"| 项 | 数 |\n|---|---|\n| 甲\\|乙 | 1 |\n| | - |\n", "|项|数|\n|甲|乙|1|\n||-|\n"},
		"bars without edges":  {"项 | 数\n---|---\n甲 | 1\n\n乙", "|项|数|\n|甲|1|\n乙\n"},
		"a row of dashes":     {"| 项 | 数 |\n|:-:|--:|\n| - | - |\n", "|项|数|\n|-|-|\n"},
		"line break in cell":  {"| 项 |\n|---|\n| 甲<br>乙 |\n", "|项|\n|甲⏎乙|\n"},
		"one bar in prose":    {"甲 | 乙\n丙\n", "甲 | 乙\n丙\n"},
		"tabs":                {"项目\t数量\n甲\t1\n乙\t\n丙", "|项目|数量|\n|甲|1|\n|乙||\n丙\n"},
		"tab as indent":       {"\t甲乙丙。\n\t丁。\n", "甲乙丙。\n丁。\n"},
		"page numbers":        {"甲。\n- 1 -\n\f乙。\n — 12 — \n第 3 页 共 5 页\n丙。", "甲。\n乙。\n丙。\n"},
		"bridged":             {"为了让办事的群众少跑腿，我们改进了办事指南，重新梳理了目录，并在大厅里\n\n设置了查阅点。\n", "为了让办事的群众少跑腿，我们改进了办事指南，重新梳理了目录，并在大厅里设置了查阅点。\n"},
		"heading not bridged": {"一、总体情况\n\n全年情况如下，\n\n（一）甲\n\n乙", "一、总体情况\n全年情况如下，\n（一）甲\n乙\n"},
		"hard wrap": {"    " + full + "\n" + full + "丁甲\n" + full + "。乙\n丙。\n    一、" + full[:60] + "\n    丁。\n",
			full + full + "丁甲" + full + "。乙丙。\n一、" + full[:60] + "\n丁。\n"},
		"hard wrap, flush": {full + "甲乙\n" + full + "丁。\n" + full + "甲丙\n尾。\n（一）" + full[:75] + "\n", full + "甲乙" + full + "丁。\n" + full + "甲丙尾。\n（一）" + full[:75] + "\n"},
		"over pages":       {"  " + full + "\n" + full + "甲\n" + full + "乙\n\n      -1-\n\f" + full + "丙\n  丁。\n" + full + "\n", full + full + "甲" + full + "乙" + full + "丙\n丁。\n" + full + "\n"},
		"columns": {"  二、情况\n          一组\n\n\n  内容      制发数   废止数\n\n规章          0        12\n规范性文件    3         4\n\n\n  后文。\n",
			"二、情况\n|一组|\n|内容|制发数|废止数|\n|规章|0|12|\n|规范性文件|3|4|\n后文。\n"},
		"label above its figures": {"  内容      制发数   废止数\n（一）甲         1       2\n（二）乙乙乙乙（丙丙\n丙丙）\n                 3       4\n（三）丁         5       6\n",
			"|内容|制发数|废止数|\n|（一）甲|1|2|\n|（二）乙乙乙乙（丙丙丙丙）|3|4|\n|（三）丁|5|6|\n"},
		"label goes on below": {"  内容      制发数   废止数\n 1.甲甲甲         1       2\n 乙乙\n 2.丙             3       4\n", "|内容|制发数|废止数|\n|1.甲甲甲乙乙|1|2|\n|2.丙|3|4|\n"},
		"parted heads":        {"          公益 服务\n          组织 机构   总计\n甲         1    2      3\n乙         4    5      9\n", "|公益组织|服务机构|总计|\n|甲|1|2|3|\n|乙|4|5|9|\n"},
	}
	for name, tt := range tests {
		if got := Source(tt.in).String(); got != tt.want {
			t.Errorf("%s:\n%s\ninstead of\n%s", name, got, tt.want)
		}
	}
}

func TestSourceSaysWhere(t *testing.T) {
	d := Source("甲。\n\n乙 | 1\n---+---\n丙 | 2\n丁。\n")
	var got []string
	for _, b := range d.Blocks {
		got = append(got, b.Where)
	}
	if want := "第1行 第3行 第6行"; strings.Join(got, " ") != want {
		t.Errorf("%q instead of %q", got, want)
	}
	if g := d.Blocks[1].Table; g.PlaceOf(g.At(1, 1)) != "第3行的表第2行第2列" {
		t.Errorf("the table's cell: %s", g.PlaceOf(g.At(1, 1)))
	}
}

// written is a report with what is hard to read back.
func written(filled bool) *paper.Document {
	r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2024)
	r.Date = "2025-01-20"
	r.Text["1"] = "全年办理120件，*不是*[链接] `码` <b> a|b a_b _c_ $5 &lt; ~~x~~ C:\\data。\n（一）主动公开情况\n# 井号 1. 数字\n12. 列表\n- 横线 > 引号\n" +
		strings.Repeat("为群众办事，", 30) + "到此为止。\n再起一段，没有句号"
	r.Text["5"], r.Text["6"] = "问题：人手少。", "无"
	for i, c := range model.Form2021.Cells() {
		if filled && !c.Computed() && i%5 > 0 {
			r.Figures[c.ID] = model.Count(int64(i * i % 997))
		}
	}
	r.Notes["2.normative.issued"] = "其中修订16件"
	return paper.Build(r, model.FileOptions{Draft: true})
}

// TestOwnFilesComeBack reads what the program writes as text and Markdown:
// every paragraph as it was, and every table with its labels and cells.
func TestOwnFilesComeBack(t *testing.T) {
	for _, filled := range []bool{true, false} {
		d := written(filled)
		var plain, marked bytes.Buffer
		if err := writer.Write(&plain, d); err != nil {
			t.Fatal(err)
		}
		if err := markdown.Write(&marked, d); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"text": plain.String(), "markdown": marked.String()} {
			var paragraphs, rows []string
			for _, b := range Source(text).Blocks {
				if b.Table == nil {
					paragraphs = append(paragraphs, b.Text)
					continue
				}
				rows = append(rows, rowsOf(b.Table, name == "text")...)
			}
			wantParagraphs, wantRows := wanted(d, name == "text")
			if got, want := strings.Join(paragraphs, "\n"), strings.Join(wantParagraphs, "\n"); got != want {
				t.Errorf("%s:\n%s\ninstead of\n%s", name, got, want)
			}
			if got, want := strings.Join(rows, "\n"), strings.Join(wantRows, "\n"); got != want {
				t.Errorf("%s:\n%s\ninstead of\n%s", name, got, want)
			}
		}
	}
}

// rowsOf draws the rows of a table; of a text without those that name a group.
func rowsOf(g *source.Grid, text bool) []string {
	var rows []string
	for _, row := range strings.Split(strings.TrimSpace((&source.Document{Blocks: []source.Block{{Table: g}}}).String()), "\n") {
		if !text || strings.Count(row, "|") > 2 {
			rows = append(rows, row)
		}
	}
	return rows
}

// wanted is what the document holds. A text has the row's own label, Markdown
// the whole.
func wanted(d *paper.Document, text bool) (paragraphs, rows []string) {
	paragraphs = []string{paper.DraftNotice, d.Title}
	if text {
		paragraphs = append([]string{"【" + paper.DraftNotice + "】"}, d.TitleLines()...)
	}
	for _, b := range d.Blocks {
		switch x := b.(type) {
		case paper.Heading:
			paragraphs = append(paragraphs, string(x))
		case paper.Paragraph:
			paragraphs = append(paragraphs, x.Lead+x.Text)
		case paper.Signature:
			paragraphs = append(paragraphs, x.Unit, x.Date)
		case *paper.Table:
			for _, p := range x.Plain {
				if p.Heading != "" {
					paragraphs = append(paragraphs, p.Heading)
				}
				head := append([]string{}, p.Head...)
				if text {
					for i, c := range p.Block.Columns {
						head[i+1] = c.Label
					}
				}
				rows = append(rows, "|"+strings.Join(head, "|")+"|")
				for i, r := range p.Rows {
					r = append([]string{}, r...)
					if text {
						r[0] = p.Block.Rows[i].Label
					}
					rows = append(rows, "|"+strings.Join(r, "|")+"|")
				}
			}
		}
	}
	return paragraphs, rows
}

func TestRealText(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/reports/houji-2021.txt")
	if err != nil {
		t.Skip("no shared reports: ", err)
	}
	d := Source(string(data))
	grids, cells := 0, 0
	for _, b := range d.Blocks {
		if b.Table != nil {
			grids++
			cells += len(b.Table.Cells)
		}
	}
	if grids != 5 || cells < 400 {
		t.Errorf("%d tables, %d cells", grids, cells)
	}
}

func FuzzSource(f *testing.F) {
	f.Add("# 一\n| a \\| b | c |\n|---|---|\n**x** &lt;\n- 1 -\n\f甲，\n\n乙")
	f.Add("# &#10;\n# 网址 a?b=1&copy=2&lt\n")
	f.Add("  内容      制发数\n规章          0\n文件    3   1\n\t1\t2\n\t3\t4\n甲 | 1\n---+---\n乙 |  \n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range Source(text).Blocks {
			if b.Where == "" || (b.Text == "") == (b.Table == nil) {
				t.Fatalf("%+v", b)
			}
			if b.Table != nil && (len(b.Table.Cells) == 0 || b.Table.Where == "") {
				t.Fatalf("%+v", b.Table)
			}
		}
	})
}

func BenchmarkSource(b *testing.B) {
	var out bytes.Buffer
	if err := writer.Write(&out, written(true)); err != nil {
		b.Fatal(err)
	}
	text := out.String()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Source(text)
	}
}
