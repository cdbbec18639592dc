package export

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"nianbao/model"
)

var escaped = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])|<(https?://[^<>]*)>`)

// unescape reads a line of Markdown back.
func unescape(s string) string { return escaped.ReplaceAllString(s, "$1$2") }

func TestMarkdownHeadingsAndTexts(t *testing.T) {
	r := sample()
	var headings, lines []string
	for l := range strings.Lines(write(t, "md", r, Options{})) {
		l = strings.TrimSpace(l)
		switch {
		case strings.HasPrefix(l, "## "):
			headings = append(headings, unescape(l[3:]))
		case l != "" && !strings.HasPrefix(l, "# ") && !strings.HasPrefix(l, "|") && !strings.HasPrefix(l, "第二十条"):
			lines = append(lines, unescape(strings.TrimPrefix(l, "### ")))
		}
	}
	checkHeadings(t, headings)
	want := append(textLines(r), "侯集镇人民政府", "2021年12月31日")
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("texts\n%q\ninstead of\n%q", lines, want)
	}
}

func TestMarkdownTables(t *testing.T) {
	r := sample()
	var cells []string
	shapes := map[int]int{} // columns → lines
	for l := range strings.Lines(write(t, "md", r, Options{})) {
		if !strings.HasPrefix(l, "|") {
			continue
		}
		row := strings.Split(strings.Trim(strings.TrimSpace(l), "|"), "|")
		shapes[len(row)]++
		for _, c := range row[1:] {
			cells = append(cells, strings.TrimSpace(c))
		}
	}
	checkFigures(t, r, cells)
	// Each table has two lines more than rows. Two columns: 1, 2 and 1 rows.
	if want := map[int]int{4: 4, 2: 10, 8: 27, 6: 5}; !reflect.DeepEqual(shapes, want) {
		t.Errorf("lines by number of columns: %v instead of %v", shapes, want)
	}
}

func TestMarkdownEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"# 不是标题":                      `\# 不是标题`,
		"- 不是列表":                      `\- 不是列表`,
		"1. 不是列表":                     `1\. 不是列表`,
		"12) 不是列表":                    `12\) 不是列表`,
		"1.规范":                        `1.规范`,
		"2021年":                       `2021年`,
		"> 不是引用 5>4":                  `\> 不是引用 5>4`,
		"a_b _c_ &lt; a&b":            `a_b \_c\_ \&lt; a&b`,
		"竖|线 <b> \\":                  `竖\|线 \<b> \\`,
		"见https://a.cn/_b_?c=1&d=2。*": `见<https://a.cn/_b_?c=1&d=2>。\*`,
		"见https://a.cn/?b=&lt;c。":     `见https://a.cn/?b=\&lt;c。`,
		"<http://a.cn>":               `\<<http://a.cn>>`,
	} {
		r := model.NewReport(model.Form2021, "某镇", model.Town, 2021)
		r.Text["1"] = text
		if out := write(t, "md", r, Options{}); !strings.Contains(out, "\n"+want+"\n") {
			t.Errorf("%q is not written as %q", text, want)
		}
	}
	r := sample()
	r.Notes["2.rules.issued"] = "甲|乙"
	if !strings.Contains(write(t, "md", r, Options{}), `| 1（甲\|乙） |`) {
		t.Error("a bar in a cell is not escaped")
	}
}
