package lines

import (
	"strings"
	"testing"
)

func TestPageNumber(t *testing.T) {
	for line, want := range map[string]bool{
		"- 1 -": true, "—12—": true, "－ 3 －": true, "第3页": true, "第 3 页 共 5 页": true, "第3页/共5页": true, "Page 2 of 9": true,
		"3": false, "-5": false, "2024": false, "第3页的表": false, "第二页": false, "": false, "- 1 - 2": false, "一、总体情况": false,
	} {
		if PageNumber(line) != want {
			t.Errorf("%q: %v", line, !want)
		}
	}
}

func TestBeginsItem(t *testing.T) {
	for line, want := range map[string]bool{
		"一、甲": true, "（二）乙": true, "3.丙": true, "（4）丁": true, "一是": true, "第二，": true, "①": true,
		"3.5万元": false, "一个": false, "第二十条": false, "甲": false, "": false,
	} {
		if BeginsItem(line) != want {
			t.Errorf("%q: %v", line, !want)
		}
	}
}

// line is one of a text, indented so many half characters.
func line(page int, indent float64, text string) Line {
	width := 0.0
	for _, r := range text {
		width++
		if r >= 0x2000 {
			width++
		}
	}
	return Line{Page: page, Text: text, Left: indent, Right: indent + width, Fields: []Field{{From: indent, To: indent + width, Text: text}}}
}

func TestParagraphs(t *testing.T) {
	full, first := strings.Repeat("字", 28), strings.Repeat("字", 26)
	gap := func(l Line) Line { l.Gap = true; return l }
	tests := map[string]struct {
		lines []Line
		want  []string
	}{
		"indented":                  {[]Line{line(1, 4, first), line(1, 0, full), line(1, 0, "完。"), line(1, 4, "又。")}, []string{first + full + "完。", "又。"}},
		"a full stop at the margin": {[]Line{line(1, 4, first), line(1, 0, full[:81]+"。"), line(1, 0, "完")}, []string{first + full[:81] + "。完"}},
		"over a page":               {[]Line{line(1, 4, first), line(1, 0, full), line(2, 2, full), line(2, 6, "新。")}, []string{first + full + full, "新。"}},
		"a long word":               {[]Line{line(1, 4, first), line(1, 0, full[:48]), line(1, 0, "www.example.gov.cn/a/b")}, []string{first + full[:48] + "www.example.gov.cn/a/b"}},
		"latin words":               {[]Line{line(1, 4, first), line(1, 0, full[:72]+"open"), line(1, 0, "data")}, []string{first + full[:72] + "open data"}},
		"a heading in between":      {[]Line{line(1, 0, full), line(1, 0, "一、甲"), line(1, 0, full), line(1, 0, "（一）"+full[:75])}, []string{full, "一、甲", full, "（一）" + full[:75]}},
		"a gap":                     {[]Line{line(1, 0, full), line(1, 0, full), gap(line(1, 0, full))}, []string{full + full, full}},
		"other size":                {[]Line{{Text: full, Right: 56, Size: 16}, {Text: full, Right: 56, Size: 12}}, []string{full, full}},
	}
	for name, tt := range tests {
		var got []string
		for _, p := range Measure(tt.lines, true).Paragraphs(tt.lines) {
			got = append(got, p.Text)
		}
		if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
			t.Errorf("%s: %q instead of %q", name, got, tt.want)
		}
	}
}
