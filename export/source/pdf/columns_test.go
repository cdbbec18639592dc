package pdf

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// set breaks a text into lines of so many characters, a column's.
func set(x, y, size float64, width int, text string) string {
	var out []string
	for r := []rune(text); len(r) > 0; {
		n := min(width, len(r))
		out = append(out, string(r[:n]))
		r = r[n:]
	}
	return column(x, y, size, 1.6*size, out...)
}

func TestColumns(t *testing.T) {
	left := "（一）主动公开。" + strings.Repeat("全年公开政府信息若干条，都已经发布。", 5)
	right := "（二）依申请公开。" + strings.Repeat("收到的申请都按时答复，没有复议诉讼。", 5)
	third := "（三）监督保障。" + strings.Repeat("组织培训两次，参加的人有四十多名。", 4)
	title := words(150, 780, 18, "某某局年度报告") + words(90, 740, 12, "一、总体情况")
	next := words(90, 480, 12, "二、主动公开政府信息情况")
	for name, c := range map[string]struct{ content, want string }{
		"level with each other": {title + set(90, 700, 12, 15, left) + set(310, 700, 12, 16, right) + next, "某某局年度报告\n一、总体情况\n" + left + "\n" + right + "\n二、主动公开政府信息情况\n"},
		"not level":             {title + set(90, 700, 12, 15, left) + set(310, 694, 12, 16, right) + next, "某某局年度报告\n一、总体情况\n" + left + "\n" + right + "\n二、主动公开政府信息情况\n"},
		"the left one longer":   {title + set(90, 700, 12, 15, left+third) + set(310, 700, 12, 16, right), "某某局年度报告\n一、总体情况\n" + left + third + "\n" + right + "\n"},
		"the right one longer":  {title + set(90, 700, 12, 15, left) + set(310, 700, 12, 16, right+third), "某某局年度报告\n一、总体情况\n" + left + "\n" + right + third + "\n"},
		"a table stays": {column(100, 700, 10, 20, "第二十条第一项的内容", "行政机关规章的制发", "行政规范性文件的制发") + column(300, 700, 10, 20, "本年度制发的件数是", "0", "12"),
			"|第二十条第一项的内容|本年度制发的件数是|\n|行政机关规章的制发|0|\n|行政规范性文件的制发|12|\n"},
		"signatures stay": {words(90, 700, 12, "单位负责人签字盖章处") + words(310, 700, 12, "填表人签字联系电话处") + words(90, 680, 12, "某某县水利局办公室内") + words(310, 680, 12, "二〇二五年一月二十日"),
			""},
	} {
		got := read(t, maker{pages: []string{c.content}})
		if c.want != "" && got != c.want {
			t.Errorf("%s:\n%sinstead of\n%s", name, got, c.want)
		}
		if c.want == "" && strings.Index(got, "签字联系") > strings.Index(got, "办公室内") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
}

// Two pages on a sheet are read one after the other.
func TestSheets(t *testing.T) {
	prose := func(x float64, head string) string {
		return words(x, 540, 12, head) + set(x, 510, 12, 24, strings.Repeat("全年公开政府信息若干条，都已经发布。", 10))
	}
	grid := func(x float64) string {
		return lattice([]float64{x, x + 100, x + 200}, []float64{300, 280, 260}) + words(x+10, 285, 10, "规章") + words(x+110, 285, 10, "12") + words(x+10, 265, 10, "文件") + words(x+110, 265, 10, "3")
	}
	for name, c := range map[string]struct{ content, want string }{
		"prose":       {prose(60, "一、甲") + prose(480, "二、乙"), "一 二"},
		"with tables": {prose(60, "一、甲") + grid(60) + prose(480, "二、乙") + grid(480), "一 | | 二 | |"},
		"one page":    {prose(60, "一、甲") + words(60, 200, 12, strings.Repeat("横过中间的一行字", 7)) + words(480, 540, 12, "二、乙"), ""},
	} {
		got := read(t, maker{pages: []string{c.content}, page: "/MediaBox[0 0 842 595]"})
		var heads []string
		for _, l := range strings.Split(got, "\n") {
			if r := []rune(l); len(r) > 0 && strings.ContainsRune("一二|", r[0]) {
				heads = append(heads, string(r[0]))
			}
		}
		if c.want != "" && strings.Join(heads, " ") != c.want {
			t.Errorf("%s: %v\n%s", name, heads, got)
		}
	}
}

// Pages that are turned without saying so are read as they would be upright.
func TestTurnedPages(t *testing.T) {
	content := lattice([]float64{100, 200, 300}, []float64{700, 680, 660}) + words(110, 685, 10, "规章") + words(210, 685, 10, "12") + words(110, 665, 10, "文件") + words(210, 665, 10, "3") +
		words(100, 600, 12, strings.Repeat("全年公开信息都已发布。", 3)) + words(100, 560, 12, "完。")
	want := read(t, maker{pages: []string{content}})
	if !strings.Contains(want, "|规章|12|\n|文件|3|") {
		t.Fatal(want)
	}
	for name, m := range map[string]string{"to the right": "0 -1 1 0 0 595 cm\n", "to the left": "0 1 -1 0 842 0 cm\n", "upside down": "-1 0 0 -1 595 842 cm\n"} {
		box := "/MediaBox[0 0 842 595]"
		if name == "upside down" {
			box = ""
		}
		if got := read(t, maker{pages: []string{m + content}, page: box}); got != want {
			t.Errorf("%s:\n%sinstead of\n%s", name, got, want)
		}
	}
}

func TestColumnsCase(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/cases/2-08-pdf-two-columns/twocol.pdf")
	if err != nil {
		t.Skip("the files of shared are not here:", err)
	}
	d, err := Source(data)
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	text := d.String()
	for i, head := range []string{"一", "二", "三", "四", "五"} {
		at := strings.Index(text, fmt.Sprintf("\n（%s）", head))
		if at < last || at < 0 {
			t.Errorf("item %d is not in order:\n%.800s", i+1, text)
		}
		last = at
	}
	if !strings.Contains(text, "2024年主动公开政府信息120条，其中政策文件12条") {
		t.Errorf("lines are mixed:\n%.800s", text)
	}
}

// What a file says of itself helps with its title.
func TestProperties(t *testing.T) {
	hex := func(s string) string {
		_, text, _ := strings.Cut(words(0, 0, 1, s), "<")
		text, _, _ = strings.Cut(text, ">")
		return "<FEFF" + text + ">"
	}
	data := maker{pages: []string{words(200, 760, 22, "柳林镇") + words(150, 720, 22, "年度报告")}}.write()
	data = bytes.Replace(data, []byte("/Root 1 0 R"), []byte("/Root 1 0 R/Info<</Title"+hex("年报")+"/Author"+hex("柳林镇人民政府")+">>"), 1)
	d, err := Source(data)
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "年报" || d.Author != "柳林镇人民政府" {
		t.Errorf("%q, %q, %v", d.Title, d.Author, d.Blocks)
	}
}
