package export

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"nianbao/model"
)

// twoReports is a text with the reports of two units; the first leaves blank what
// the second has.
func twoReports(table func(rows [][2]string) string, paragraph func(string) string, first, second string) []byte {
	one := func(title string, rows [][2]string, text string) string {
		return paragraph(title) + paragraph("一、总体情况") + paragraph("全年公开"+text+"。") + paragraph("二、主动公开政府信息情况") + table(rows) +
			paragraph("五、存在的主要问题及改进情况") + paragraph(text+"还不够。") + paragraph("六、其他需要报告的事项") + paragraph(text+"没有。")
	}
	return []byte(one(first, [][2]string{{"信息内容", "本年处理决定数量"}, {"行政许可", "12"}, {"行政处罚", ""}, {"行政强制", "0"}}, "甲的事") + "\n" +
		one(second, [][2]string{{"信息内容", "本年处理决定数量"}, {"行政许可", "34"}, {"行政处罚", "56"}, {"行政强制", "1"}}, "乙的事"))
}

// asHTML, asMarkdown and asText write a table and a paragraph.
func asHTML(rows [][2]string) string {
	s := "<table>"
	for _, r := range rows {
		s += "<tr><td>" + r[0] + "</td><td>" + r[1] + "</td></tr>"
	}
	return s + "</table>"
}

func asMarkdown(rows [][2]string) string {
	s := ""
	for i, r := range rows {
		if s += "| " + r[0] + " | " + r[1] + " |\n"; i == 0 {
			s += "|---|---|\n"
		}
	}
	return s + "\n"
}

func asText(rows [][2]string) string {
	s := ""
	for _, r := range rows {
		s += r[0] + "\t" + r[1] + "\n"
	}
	return s + "\n"
}

func asWord(rows [][2]string) string {
	s := "<w:tbl>"
	for _, r := range rows {
		s += "<w:tr><w:tc>" + wordParagraph(r[0]) + "</w:tc><w:tc>" + wordParagraph(r[1]) + "</w:tc></w:tr>"
	}
	return s + "</w:tbl>"
}

func wordParagraph(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

// TestSeveralReportsInOneFile: one is read as if it stood alone, the others are named,
// and unit or year choose.
func TestSeveralReportsInOneFile(t *testing.T) {
	lines := func(s string) string { return s + "\n\n" }
	html := func(s string) string { return "<p>" + s + "</p>" }
	base := []byte(write(t, "docx", sample(), Options{}))
	word := func(first, second string) []byte {
		body := string(twoReports(asWord, wordParagraph, first, second))
		old := documentBody(t, base)
		return changed(t, base, "word/document.xml", old, body)
	}
	units := [2]string{"东岗镇人民政府2023年政府信息公开工作年度报告", "西岗镇人民政府2023年政府信息公开工作年度报告"}
	years := [2]string{"东岗镇人民政府2022年政府信息公开工作年度报告", "东岗镇人民政府2023年政府信息公开工作年度报告"}
	for name, c := range map[string]struct {
		data   []byte
		choose ReadOptions
		other  string // what is not read, without choosing
	}{
		"html, units":     {twoReports(asHTML, html, units[0], units[1]), ReadOptions{Unit: "西岗镇人民政府"}, "西岗镇人民政府2023年"},
		"md, years":       {append([]byte("# 汇编\n\n"), twoReports(asMarkdown, lines, years[0], years[1])...), ReadOptions{Year: 2023}, "东岗镇人民政府2023年"},
		"txt, units":      {twoReports(asText, lines, units[0], units[1]), ReadOptions{LikeUnit: "西岗镇人民政府", LikeYear: 2023}, "西岗镇人民政府2023年"},
		"docx, years":     {word(years[0], years[1]), ReadOptions{LikeYear: 2023}, "东岗镇人民政府2023年"},
		"docx, untitled":  {word(units[0], "附件二"), ReadOptions{}, "起的"},
		"html, unit only": {twoReports(asHTML, html, units[0], "西岗镇人民政府政府信息公开表"), ReadOptions{}, "起的"},
	} {
		x, err := ReadBytes(c.data, ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := x.Report.Figures; got["2.licensing.decided"] != model.Count(12) || got["2.penalty.decided"].Filled() || x.Report.Text["5"] != "甲的事还不够。" || x.Report.Text["6"] != "甲的事没有。" && c.other != "起的" {
			t.Errorf("%s: %v, %q", name, got, x.Report.Text)
		}
		said := fmt.Sprint(x.LeftOut)
		if len(x.Others) != 1 || !strings.Contains(x.Others[0], c.other) || !strings.Contains(said, "2 份报告") {
			t.Errorf("%s: others %q, %s", name, x.Others, said)
		}
		if c.choose == (ReadOptions{}) {
			continue
		}
		if x, err = ReadBytes(c.data, c.choose); err != nil || x.Report.Figures["2.penalty.decided"] != model.Count(56) || x.Report.Text["5"] != "乙的事还不够。" || len(x.Others) != 1 {
			t.Errorf("%s: chosen %v, %+v", name, err, x.Report)
		}
	}
}

// TestNoSuchReportInTheFile: none of several is read under another's unit or year.
func TestNoSuchReportInTheFile(t *testing.T) {
	html := func(s string) string { return "<p>" + s + "</p>" }
	data := twoReports(asHTML, html, "东岗镇人民政府2022年政府信息公开工作年度报告", "西岗镇人民政府2023年政府信息公开工作年度报告")
	for _, o := range []ReadOptions{{Year: 2024}, {Unit: "北岗镇人民政府"}, {Unit: "东岗镇人民政府", Year: 2023}} {
		if x, err := ReadBytes(data, o); err == nil || !strings.Contains(err.Error(), "东岗镇人民政府2022年、西岗镇人民政府2023年") {
			t.Errorf("%+v: %v, %+v", o, err, x)
		}
	}
	if x, err := ReadBytes(data, ReadOptions{Unit: "西岗镇", Year: 2023}); err != nil || x.Report.Figures["2.penalty.decided"] != model.Count(56) {
		t.Errorf("%v, %+v", err, x)
	}
}

// documentBody is what stands in the body of a Word document before its last section.
func documentBody(t *testing.T, data []byte) string {
	t.Helper()
	text := unzip(t, string(data))["word/document.xml"]
	_, body, ok := strings.Cut(text, "<w:body>")
	end := strings.LastIndex(body, "<w:sectPr")
	if !ok || end < 0 {
		t.Fatal("the document has no body")
	}
	return body[:end]
}

// TestOneReportIsOne: the same table twice, a title on every sheet and links to other
// reports make no second report.
func TestOneReportIsOne(t *testing.T) {
	html := func(s string) string { return "<p>" + s + "</p>" }
	rows := [][2]string{{"信息内容", "本年处理决定数量"}, {"行政许可", "12"}, {"行政处罚", "3"}, {"行政强制", "0"}}
	title := "东岗镇人民政府2023年政府信息公开工作年度报告"
	page := html("南岗镇人民政府2021年政府信息公开工作年度报告") + html(title) + html("一、总体情况") + html("二、主动公开政府信息情况") + asHTML(rows) + html(title) + asHTML(rows) +
		html("五、存在的主要问题及改进情况") + html("不够。") + html("下一篇") + html("北岗镇人民政府2023年政府信息公开工作年度报告")
	x, err := ReadBytes([]byte(page), ReadOptions{})
	if err != nil || len(x.Others) > 0 || x.Report.Unit != "东岗镇人民政府" || !strings.Contains(x.Report.Text["5"], "不够") {
		t.Errorf("%v, %+v", err, x)
	}
	for _, format := range []string{"docx", "xlsx", "html", "md", "txt", "pdf", "ofd"} {
		x, err := ReadBytes([]byte(write(t, format, sample(), Options{})), ReadOptions{})
		if err != nil || len(x.Others) > 0 {
			t.Errorf("%s: %v, %v", format, err, x)
		}
	}
}

func TestSeveralReportsInCases(t *testing.T) {
	for name, c := range map[string]struct {
		choose ReadOptions
		first  string
		second string
	}{"two-units.xlsx": {ReadOptions{Unit: "乙镇人民政府"}, "甲镇人民政府-2024", "乙镇人民政府-2024"}, "two-years.xlsx": {ReadOptions{Year: 2024}, "甲镇人民政府-2023", "甲镇人民政府-2024"}} {
		data := caseFile(t, "01-two-units-one-workbook/"+name)
		x, err := ReadBytes(data, ReadOptions{})
		if err != nil || x.Report.Name() != c.first || x.Report.Figures["2.penalty.decided"].Filled() || x.Report.Figures["2.compulsion.decided"].Filled() || len(x.Others) != 1 {
			t.Errorf("%s: %v, %+v", name, err, x)
		}
		if x, err = ReadBytes(data, c.choose); err != nil || x.Report.Name() != c.second || !bytes.Contains(fmt.Append(nil, x.Report.Figures["2.penalty.decided"]), []byte("45")) {
			t.Errorf("%s: chosen %v, %+v", name, err, x.Report)
		}
	}
}
