package export

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"nianbao/model"
)

// void are the elements that HTML leaves open for ever.
var void = regexp.MustCompile(`<(br|col|meta)\b([^>]*)>`)

// links are those round an address in the text.
var links = regexp.MustCompile(`<a href="(https?://[^"]*)" style="word-break:break-all"><span style="white-space:nowrap">(https?://)</span>([^<]*)</a>`)

// htmlBody parses the page, without its links; it fails the test where tags are not
// balanced.
func htmlBody(t *testing.T, r *model.Report, o Options) *node {
	t.Helper()
	page := void.ReplaceAllString(links.ReplaceAllString(write(t, "html", r, o), "$2$3"), "<$1$2/>")
	return parseXML(t, strings.TrimPrefix(page, "<!DOCTYPE html>")).kid("body").kid("main")
}

func TestHTMLPage(t *testing.T) {
	page := write(t, "html", sample(), Options{})
	for _, part := range []string{`<html lang="zh-CN">`, `<meta charset="utf-8">`, "@page{size:A4", "<title>侯集镇人民政府2021年政府信息公开工作年度报告</title>"} {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %s", part)
		}
	}
	found := links.FindAllStringSubmatch(page, -1)
	if len(found) != 1 || found[0][1] != "https://www.example.gov.cn/xxgk/art_123_4.html" || found[0][2]+found[0][3] != found[0][1] {
		t.Errorf("links: %q", found)
	}
	for _, part := range []string{"<script", "src=", "href=", "@import", "url(", "class="} {
		if strings.Contains(links.ReplaceAllString(page, ""), part) {
			t.Errorf("the page holds %s", part)
		}
	}
}

func TestHTMLHeadingsAndTexts(t *testing.T) {
	r := sample()
	body := htmlBody(t, r, Options{})
	var headings, lines []string
	for _, h := range body.all("h2") {
		headings = append(headings, h.words())
	}
	checkHeadings(t, headings)
	for _, p := range body.kids {
		if p.name == "p" || p.name[0] == 'h' && p.name > "h2" {
			lines = append(lines, leadAndText(p))
		}
	}
	want := append(textLines(r), "侯集镇人民政府", "2021年12月31日")
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("texts\n%q\ninstead of\n%q", lines, want)
	}
}

// leadAndText is a paragraph's text; the lead stands before what stands
// directly in the paragraph.
func leadAndText(p *node) string {
	s := ""
	for _, k := range p.kids {
		s += k.words()
	}
	return s + p.text
}

func TestHTMLTables(t *testing.T) {
	r := sample()
	var cells []string
	tables := htmlBody(t, r, Options{}).all("table")
	for i, table := range tables {
		for _, c := range table.all("td") {
			cells = append(cells, c.words())
		}
		for _, c := range append(table.all("td"), table.all("th")...) {
			if !strings.Contains(c.attr["style"], "border:") || c.name == "th" && c.attr["scope"] == "" {
				t.Errorf("table %d: %s has no style or no scope", i, c.words())
			}
		}
		checkRectangle(t, table)
	}
	checkFigures(t, r, cells)
	if len(tables) != 3 || len(cells) != 200 {
		t.Errorf("%d tables, %d figures", len(tables), len(cells))
	}
}

// checkRectangle lays the cells out as a browser does: they must fill a
// rectangle as wide as the columns, without overlaps.
func checkRectangle(t *testing.T, table *node) {
	t.Helper()
	width := len(table.all("col"))
	rows := table.all("tr")
	taken := make([][]bool, len(rows))
	for i := range taken {
		taken[i] = make([]bool, width)
	}
	for i, tr := range rows {
		col := 0
		for _, c := range tr.kids {
			for col < width && taken[i][col] {
				col++
			}
			for y := i; y < i+span(t, c, "rowspan"); y++ {
				for x := col; x < col+span(t, c, "colspan"); x++ {
					if y >= len(rows) || x >= width || taken[y][x] {
						t.Fatalf("%s overlaps or sticks out", c.words())
					}
					taken[y][x] = true
				}
			}
		}
	}
	for y := range taken {
		for x := range taken[y] {
			if !taken[y][x] {
				t.Errorf("nothing at row %d, column %d", y, x)
			}
		}
	}
}

func span(t *testing.T, c *node, attribute string) int {
	if c.attr[attribute] == "" {
		return 1
	}
	return number(t, c.attr[attribute])
}
