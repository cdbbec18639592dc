package html_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	writer "nianbao/export/html"
	"nianbao/export/paper"
	"nianbao/export/source"
	"nianbao/export/source/html"
	"nianbao/export/source/sourcetest"
	"nianbao/model"
)

func read(t testing.TB, page string) *source.Document {
	t.Helper()
	d, err := html.Source([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSource(t *testing.T) {
	long := strings.Repeat("本镇按时公开了应当公开的信息。", 4)
	for name, c := range map[string]struct{ page, want string }{
		"page":             {`<!DOCTYPE html><html><head><title>头</title><style>p{}</style><script>"<p>x</p>"</script></head><body><h1>标题</h1><p>甲<p>乙<!-- 注 --><h3>小</h3></body></html>`, "#标题\n甲\n乙\n###小\n"},
		"fragment":         {`开头<p>甲</p>结尾`, "开头\n甲\n结尾\n"},
		"hidden":           {`<div style="color:red; display : none">藏</div><p hidden>藏</p><span style="DISPLAY:NONE !important"><b>藏</b></span>见<select><option>藏</select><noscript>藏</noscript><svg><title>藏</title></svg>`, "见\n"},
		"unclosed hidden":  {`<div><button>打印</div><p>后面</p>`, "后面\n"},
		"white space":      {"<p>\n  中文\n  换行 字 word\n  next&nbsp;件　数\n</p>", "中文换行 字 word next\u00a0件　数\n"},
		"article in a div": {`<div>&nbsp;&nbsp;&nbsp;&nbsp;一、总体情况<br>　　第一段。<br><br>　　第二段，<b>粗</b>体。<br/>二、主动公开</div>`, "一、总体情况\n第一段。\n第二段，粗体。\n二、主动公开\n"},
		"lines of a title": {`<h1>某镇<br>年度报告</h1><p>某镇人民政府<br>2025年1月</p>`, "#某镇\n年度报告\n某镇人民政府\n2025年1月\n"},
		"paragraphs in a p": {`<p>一、总体情况<br>2024年，做了工作，<br>继续写。<br>（一）主动公开。公开了<br>　　缩进<br><br>空行后</p>`,
			"一、总体情况\n2024年，做了工作，\n继续写。\n（一）主动公开。公开了\n缩进\n空行后\n"},
		"pre":                {"<pre>\n第一行\n接着。\n  第二段\n</pre><div style='white-space:pre-wrap'>甲\n乙。\n丙</div>", "第一行\n接着。\n第二段\n甲\n乙。\n丙\n"},
		"word":               {`<p class=MsoNormal><![if !supportLists]><span>1、<span>&nbsp;</span></span><![endif]><span lang=EN-US>甲<o:p></o:p></span></p><!--[if gte mso 9]><xml><w:x>藏</w:x></xml><![endif]--><xml><y>藏</y></xml>`, "1、\u00a0甲\n"},
		"fonts left open":    {strings.Repeat("<font><p>段</font></p>", 3), "段\n段\n段\n"},
		"stray tags":         {"3 < 5，<x>乙</x> &lt;b&gt; <", "3 < 5，乙 <b> <\n"},
		"spans":              {`<table><thead><tr><th rowspan=2>甲<th colspan="2">乙</thead><tbody><tr><td>1<td>2</tbody></table>`, "|甲|乙{1×2}|\n|1|2|\n"},
		"spans within group": {`<table><tr><td rowspan=2>甲<td colspan="2">乙<tr><td>1<td>2</table>`, "|甲{2×1}|乙{1×2}|\n|1|2|\n"},
		"huge spans":         {`<table><tr><td rowspan=65534 colspan=0>甲<td>1<tr><td>2</table><table><tr><td colspan=1000>头<tr><td rowspan=0>a<td>b<tr><td>c</table>`, "|甲{2×1}|1|\n|2|\n|头{1×2}|\n|a{2×1}|b|\n|c|\n"},
		"crossing spans":     {`<table><tr><td>a<td rowspan=2>b<tr><td colspan=3>c<td>d</table>`, "|a|b{2×1}|\n|c|d|\n"},
		"foot first":         {`<table><caption>表题</caption><tfoot><tr><td>尾<td>9</tfoot><tbody><tr><td>身<td>1</tbody></table>`, "表题\n|身|1|\n|尾|9|\n"},
		"lines of a cell":    {`<table><tr><td><p>科研</p><p>机构</p><td>结果<br>维持<td> <tr style="display:none"><td>藏</table>`, "|科研⏎机构|结果⏎维持||\n"},
		"layout":             {`<table><tr><td>导航<td><h2>题</h2><p>前</p><table><tr><td>1<td>2</table>　　后</table>`, "导航\n##题\n前\n|1|2|\n后\n"},
		"article in a cell":  {`<table><tr><td width=9><td>　　` + long + `<br>　　` + long + `<td></table>`, long + "\n" + long + "\n"},
		"text between cells": {`<table>甲<tr>乙<td>1<td>2</tr>丙</table>丁`, "甲\n乙\n丙\n|1|2|\n丁\n"},
		"form in a table":    {`<table><form><tr><td>1<td>2</form></table>`, "|1|2|\n"},
		"no cells":           {`<table><tr></tr></table><p>后</p>`, "后\n"},
		"terminal codes":     {"<p>a\x1b[31mb&#27;\u202ec</p>", "a[31mbc\n"},
		"nothing":            {"", ""},
	} {
		if got := read(t, c.page).String(); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestSourceTitleAndNotes(t *testing.T) {
	d := read(t, `<title> 某镇
报告</title><title>二</title><img src=a.png><img><a href="/files/a/%E5%B9%B4.PDF?x=1">附件</a><p>见附件`)
	if d.Title != "某镇 报告" {
		t.Errorf("title %q", d.Title)
	}
	if got := strings.Join(d.Notes, "；"); !strings.Contains(got, "年报可能在附件里") || !strings.Contains(got, "「年.PDF」") || !strings.Contains(got, "2 张图片") {
		t.Errorf("notes %q", got)
	}
	if d := read(t, `<img><a href=a.pdf>x</a><table><tr><td>1<td>2</table>`); len(d.Notes) > 0 {
		t.Errorf("a page with tables has notes %q", d.Notes)
	}
}

// Blocks of one article share the beginning of their path, others don't.
func TestSourcePath(t *testing.T) {
	d := read(t, `<body><div>导航</div><div><div id=zoom><p>甲</p><table><tr><td>1<td>2</table>散<br>文</div></div></body>`)
	var paths [][]int
	for _, b := range d.Blocks {
		paths = append(paths, b.Path)
	}
	if want := [][]int{{0, 1}, {0, 1, 1, 0}, {0, 1, 1, 0}, {0, 1, 1, 0}, {0, 1, 1, 0}}; !reflect.DeepEqual(paths, want) {
		t.Errorf("paths %v, want %v", paths, want)
	}
}

func TestSourceEncodings(t *testing.T) {
	const page = `<meta charset=%s><p>政府信息公开，喆玥〇</p>`
	encode := func(name string) string { return strings.Replace(page, "%s", name, 1) }
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(encode("gb2312"))
	if err != nil {
		t.Fatal(err)
	}
	wrong, err := simplifiedchinese.GB18030.NewEncoder().String(encode("utf-8"))
	if err != nil {
		t.Fatal(err)
	}
	big5, err := traditionalchinese.Big5.NewEncoder().String(`<meta http-equiv="Content-Type" content="text/html; charset=big5"><p>資訊公開</p>`)
	if err != nil {
		t.Fatal(err)
	}
	var wide strings.Builder
	wide.WriteString("\xff\xfe")
	for _, r := range encode("utf-16") {
		wide.Write([]byte{byte(r), byte(r >> 8)})
	}
	const want = "政府信息公开，喆玥〇\n"
	for name, c := range map[string][2]string{
		"utf-8": {encode("utf-8"), want}, "utf-8 that says gbk": {encode("gbk"), want}, "mark": {"\ufeff" + encode("x"), want},
		"gb18030": {gb, want}, "gb18030 that says utf-8": {wrong, want}, "big5": {big5, "資訊公開\n"}, "utf-16": {wide.String(), want},
	} {
		if got := read(t, c[0]).String(); got != c[1] {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// What browsers find hard ends soon, too, with blocks or a clear sentence.
func TestSourceHostile(t *testing.T) {
	const n = 300_000
	many := func(s string) string { return strings.Repeat(s, n) }
	fonts := &strings.Builder{}
	for i := range 1000 {
		fonts.WriteString("<font size=" + strings.Repeat("1", i%50+1) + " x" + string(rune('a'+i%26)) + "=1><b>")
	}
	for name, c := range map[string]struct{ page, says string }{
		"deep divs":      {strings.Repeat("<div>", 100_000) + "底", "套得太深"},
		"deep tables":    {strings.Repeat("<table><tr><td>", 100_000) + "底", "套得太深"},
		"deep fonts":     {strings.Repeat("<b><font><span>", 100_000) + "底", ""},
		"fonts":          {fonts.String() + many("<p>a"), "太多"},
		"cells":          {"<table><tr>" + many("<td rowspan=999999 colspan=999>a"), ""},
		"rows":           {"<table>" + many("<tr><td rowspan=9 colspan=3>"), "太多"},
		"foster parents": {"<table>" + many("x<tr>"), "太多"},
		"bodies":         {many("<body a b c d=1><html e f>"), ""},
		"attributes":     {"<p " + many("a=1 ") + ">甲", ""},
		"same spans":     {"<table><tr><td " + many("colspan=3 ") + ">甲<td>乙", ""},
		"stray ends":     {many("</b></p></font></table></td>"), "太多"},
		"entities":       {many("&amp;&#x41;&notanentity;"), ""},
		"lone brackets":  {many("<<<<&"), ""},
		"comments":       {many("<!--") + many("<!-- -->"), ""},
		"scripts":        {many("<script>"), ""},
		"hidden":         {many("<svg><math>") + "甲", "太多"},
		"lists":          {many("<li><dd>"), "太多"},
		"selects":        {many("<select><option><template>"), ""},
	} {
		begin := time.Now()
		_, err := html.Source([]byte(c.page))
		if (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %v", name, time.Since(begin)) // what has no end, go test ends
	}
}

func TestSourceReal(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "reports", "hangzhou-style-2025.html"))
	if err != nil {
		t.Skip("the files of shared are not here:", err)
	}
	d := read(t, string(data))
	var sizes [][2]int
	tables := sourcetest.Tables(d)
	for _, g := range tables {
		sizes = append(sizes, [2]int{g.Rows, g.Cols})
	}
	if want := [][2]int{{14, 4}, {28, 10}, {4, 15}}; !reflect.DeepEqual(sizes, want) {
		t.Fatalf("tables of %v slots, want %v", sizes, want)
	}
	last := tables[2]
	if c := last.At(3, 14); c == nil || c.Text != "156" {
		t.Errorf("the last cell is %+v", c)
	}
	if c := last.At(0, 14); c == nil || c.Col != 5 || c.ColSpan != 10 || c.Text != "行政诉讼" {
		t.Errorf("the last head is %+v", c)
	}
}

// What the program itself writes comes back.
func TestSourceOwn(t *testing.T) {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	r.Text["1"] = "全年公开信息62条。\n（一）主动公开情况。全年公开公文。"
	for i, c := range model.Form2021.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(int64(i*i%997 + 1))
		}
	}
	p := paper.Build(r, model.FileOptions{})
	var b bytes.Buffer
	for _, o := range []writer.Options{{}, {Fragment: true}} {
		b.Reset()
		if err := writer.Write(&b, p, o); err != nil {
			t.Fatal(err)
		}
		d := read(t, b.String())
		sourcetest.CheckPrinted(t, d, p)
		if !strings.Contains(d.String(), "\n（一）主动公开情况。全年公开公文。\n") {
			t.Errorf("text is missing in\n%s", d)
		}
	}
}

func FuzzSource(f *testing.F) {
	for _, s := range []string{`<div>甲<br>　　乙<table><tr><td rowspan=2>1<td colspan=0>2<tr><td><table><td>3</table></table>`,
		`<p><b><table><caption>a<p>b</caption>c<tr>d<td hidden>e</td>f</table></b><pre>g
h</pre>`, "<title>a</title><svg><style><p>x", "<meta charset=big5>\xa4\xa4<select><option><td>", `<table><thead><tr><th style="white-space:pre">a</thead></table></table><frameset>`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := html.Source(data)
		if err == nil {
			sourcetest.Check(t, d)
		}
	})
}

func BenchmarkSource(b *testing.B) {
	row := "<tr>" + strings.Repeat("<td style='border:1px solid'><p class=a><span style='font:12pt 宋体'>一二三</span></p></td>", 10) + "</tr>"
	page := []byte("<html><body>" + strings.Repeat("<p><span>全年公开信息，办理申请。</span></p>", 200) + "<table>" + strings.Repeat(row, 60) + "</table></body></html>")
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := html.Source(page); err != nil {
			b.Fatal(err)
		}
	}
}
