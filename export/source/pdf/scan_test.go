package pdf

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"nianbao/export/source"
)

func TestSource(t *testing.T) {
	full := strings.Repeat("文", 28)
	grid := lattice([]float64{100, 200, 300}, []float64{700, 680, 660})
	cells := words(110, 685, 10, "规章") + words(210, 685, 10, "12") + words(110, 665, 10, "文件") + words(210, 665, 10, "3")
	tests := map[string]struct {
		m    maker
		want string
	}{
		"paragraphs": {maker{pages: []string{words(200, 760, 22, "某某镇年度报告") + column(122, 700, 16, 28, full[:78]) + column(90, 672, 16, 28, full, "到此。") + words(122, 616, 16, "（一）另起。")}},
			"某某镇年度报告\n" + full[:78] + full + "到此。\n（一）另起。\n"},
		"over pages": {maker{pages: []string{column(122, 700, 16, 28, full[:78]) + column(90, 672, 16, 28, full) + words(290, 40, 12, "— 1 —"), column(90, 700, 16, 28, full, "完。") + words(290, 40, 12, "— 2 —")}},
			full[:78] + full + full + "完。\n"},
		"headers": {maker{pages: []string{words(90, 800, 9, "某某文件 1") + words(90, 700, 16, "甲。"), words(90, 800, 9, "某某文件 2") + words(90, 700, 16, "乙。")}}, "甲。\n乙。\n"},
		"a table": {maker{pages: []string{words(122, 720, 16, "前。") + grid + cells + words(122, 600, 16, "后。")}}, "前。\n|规章|12|\n|文件|3|\n后。\n"},
		"merged cells": {maker{pages: []string{lattice([]float64{100, 300}, []float64{700, 660, 640}) + "200 680 m 300 680 l S 200 640 m 200 700 l S\n" + cells}},
			"|规章文件{2×1}|12|\n|3|\n|||\n"},
		"thin rectangles": {maker{pages: []string{"q 0.5 0 0 0.5 0 0 cm 200 1399 400 1 re 200 1359 400 1 re 200 1319 400 1 re f 200 1320 1 80 re 400 1320 1 80 re 599 1320 1 80 re f Q\n" + cells}}, "|规章|12|\n|文件|3|\n"},
		"open sides":      {maker{pages: []string{"100 700 m 300 700 l 100 680 m 300 680 l 100 660 m 300 660 l 200 700 m 200 660 l S\n" + cells}}, "|规章|12|\n|文件|3|\n"},
		"turned page":     {maker{pages: []string{"0 1 -1 0 842 0 cm\n" + grid + cells}, page: "/Rotate 90/MediaBox[0 0 842 842]"}, "|规章|12|\n|文件|3|\n"},
		"a form":          {maker{pages: []string{"q 1 0 0 1 50 0 cm /X Do Q\n"}, forms: "/X 20 0 R", objects: []string{"/Subtype/Form/Matrix[1 0 0 1 0 -20]stream:" + grid + cells}}, "|规章|12|\n|文件|3|\n"},
		"no rules": {maker{pages: []string{column(100, 700, 10, 20, "信息内容", "规章", "规范性文件") + column(220, 700, 10, 20, "制发件数", "0", "12") + column(320, 700, 10, 20, "废止件数", "3", "4")}},
			"|信息内容|制发件数|废止件数|\n|规章|0|3|\n|规范性文件|12|4|\n"},
		"a frame round the text": {maker{pages: []string{lattice([]float64{80, 560}, []float64{780, 60}) + words(122, 700, 16, "在框里。")}}, "在框里。\n"},
		"a label set downwards": {maker{pages: []string{lattice([]float64{100, 130, 300}, []float64{700, 600}) + column(110, 680, 10, 14, "三", " 、本", "年", "度") + words(200, 650, 10, "5")}},
			"|三、本年度|5|\n"},
		"turned text": {maker{pages: []string{lattice([]float64{100, 130, 300}, []float64{700, 600}) + strings.Replace(words(0, 0, 10, "办理结果"), "0 0 Td", "0 -1 1 0 112 680 Tm", 1) + words(200, 650, 10, "5")}},
			"|办理结果|5|\n"},
		"a watermark":     {maker{pages: []string{words(122, 700, 16, "正文。") + strings.Replace(words(0, 0, 60, "内部"), "0 0 Td", "0.7 0.7 -0.7 0.7 200 300 Tm", 1)}}, "正文。\n"},
		"a note in lines": {maker{pages: []string{grid + words(210, 690, 8, "12（其中修订十六") + words(210, 682, 8, "件）") + words(110, 685, 10, "文件")}}, "|文件|12（其中修订十六件）|\n|||\n"},
		"spaces":          {maker{pages: []string{"BT /F 16 Tf 90 700 Td [<004100420043> -600 <00440045> -40 <0046> -900 <4E00> -900 <4E8C>] TJ ET\n" + words(90, 600, 16, "甲 乙  丙")}}, "ABC DEF一二\n甲 乙 丙\n"},
		"drawn twice":     {maker{pages: []string{words(90, 700, 16, "标题") + words(90.4, 700, 16, "标题")}}, "标题\n"},
		"a picture":       {maker{pages: []string{words(90, 700, 16, "甲") + "q 10 0 0 10 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x01(<[ EI Q\n" + words(90, 600, 16, "乙")}}, "甲\n乙\n"},
		"narrow columns":  {maker{pages: []string{words(90, 700, 16, "甲") + words(106, 700, 16, "12") + words(126, 700, 16, "3")}}, "甲12 3\n"},
	}
	for name, tt := range tests {
		if got := read(t, tt.m); got != tt.want {
			t.Errorf("%s:\n%sinstead of\n%s", name, got, tt.want)
		}
	}
}

func TestFonts(t *testing.T) {
	tests := map[string]struct{ font, object, show, want string }{
		"GBK":      {"<</Type/Font/Subtype/Type0/BaseFont/FangSong/Encoding/GBK-EUC-H/DescendantFonts[<</Subtype/CIDFontType2/DW 1000>>]>>", "", "<B9E6D5C22031>", "规章 1\n"},
		"ranges":   {"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 1000>>]/ToUnicode 20 0 R>>", "stream:1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfrange <0001> <0002> <4E00> <0005> <0006> [<4E59> <D842DFB7>] endbfrange", "<0001000200050006>", "一丁乙𠮷\n"},
		"one byte": {"<</Type/Font/Subtype/Type3/FirstChar 1/LastChar 3/Widths[100 100 100]/FontMatrix[0.01 0 0 0.01 0 0]/Encoding<</Differences[1/a/b]>>/ToUnicode 20 0 R>>", "stream:3 beginbfchar <01> <7532> <02> <4E59> endbfchar", "<0102>", "甲乙\n"},
		"names":    {"<</Type/Font/Subtype/Type1/BaseFont/Times/Encoding/WinAnsiEncoding/FirstChar 65/Widths[700 700]>>", "", "(AB)", "AB\n"},
		"own map":  {"<</Type/Font/Subtype/Type0/Encoding 20 0 R/DescendantFonts[<</W[7[1000]]/DW 1000>>]/ToUnicode 21 0 R>>", "stream:1 begincodespacerange <00> <FF> endcodespacerange 1 begincidrange <41> <42> 7 endcidrange", "(AB)", "甲乙\n"},
	}
	for name, tt := range tests {
		m := maker{pages: []string{"BT /F 16 Tf 90 700 Td " + tt.show + " Tj ET"}, font: tt.font, objects: []string{tt.object, "stream:2 beginbfchar <41> <7532> <42> <4E59> endbfchar"}}
		if tt.object == "" {
			m.objects = nil
		}
		if got := read(t, m); got != tt.want {
			t.Errorf("%s: %q instead of %q", name, got, tt.want)
		}
	}
}

func TestNotes(t *testing.T) {
	picture := maker{pages: []string{column(90, 700, 16, 28, strings.Repeat("文", 28), strings.Repeat("文", 28)), "q 500 0 0 800 0 0 cm /X Do Q"}, forms: "/X 20 0 R", objects: []string{"/Subtype/Image/Width 1/Height 1stream:x"}}
	hidden := maker{pages: []string{"3 Tr " + column(90, 700, 16, 28, strings.Repeat("文", 28), strings.Repeat("文", 28)) + picture.pages[1]}, forms: picture.forms, objects: picture.objects}
	for want, m := range map[string]maker{"第2页是图片": picture, "识别出来的": hidden} {
		d, err := Source(m.write())
		if err != nil || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], want) {
			t.Errorf("%v, %v instead of %s", d, err, want)
		}
	}
}

func TestErrors(t *testing.T) {
	text := []string{words(90, 700, 16, "某某镇人民政府年度报告")}
	good := maker{pages: text}.write()
	empty, secret := "", "secret"
	bomb := maker{pages: []string{strings.Repeat("0 0 m ", 12<<20)}}.write()
	loop := maker{pages: []string{"/X Do"}, forms: "/X 20 0 R", objects: []string{"/Subtype/Formstream:" + strings.Repeat("/X Do ", 50)}}.write()
	tests := map[string]struct {
		data []byte
		want string
	}{
		"nothing":         {nil, "不是 PDF"},
		"another file":    {[]byte(strings.Repeat("PK\x03\x04", 100)), "不是 PDF"},
		"cut":             {good[:len(good)-100], "损坏"},
		"cut in front":    {append([]byte("%PDF-1.4\n"), good[300:]...), "损坏"},
		"password":        {maker{pages: text, password: &secret}.write(), "密码"},
		"other cipher":    {bytes.Replace(maker{pages: text, password: &empty}.write(), []byte("/V 2/R 3"), []byte("/V 5/R 6"), 1), "安全限制"},
		"a scan":          {maker{pages: []string{"q 595 0 0 842 0 0 cm /X Do Q"}, forms: "/X 20 0 R", objects: []string{"/Subtype/Image/Width 1/Height 1stream:x"}}.write(), "扫描件"},
		"no text":         {maker{pages: []string{"0 0 m 9 9 l S"}}.write(), "没有文字"},
		"no code":         {maker{pages: text, font: "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 1000>>]>>"}.write(), "乱码"},
		"too many pages":  {maker{pages: make([]string, 301)}.write(), "300 页"},
		"a bomb":          {bomb, "太大"},
		"forms in a ring": {loop, ""},
		"a ring of pages": {bytes.Replace(good, []byte("/Kids[100 0 R]"), []byte("/Kids[  2 0 R]"), 1), "损坏"},
		"a ring of lists": {bytes.Replace(good, []byte("/Root 1 0 R"), []byte(fmt.Sprintf("/Root 1 0 R/Prev %d", bytes.LastIndex(good, []byte("xref\n2"))-0)), 1), "损坏"},
		"huge list":       {bytes.Replace(good, []byte("/Size 202"), []byte("/Size 99999999999"), 1), "损坏"},
		"huge number":     {bytes.Replace(good, []byte("xref\n1 1\n"), []byte("xref\n4000000000 1\n"), 1), "损坏"},
	}
	for name, tt := range tests {
		d, err := Source(tt.data)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, %v instead of %s", name, d, err, tt.want)
		}
	}
	// What only needs another way to be read is no error.
	for name, data := range map[string][]byte{
		"empty password": maker{pages: text, password: &empty}.write(),
		"junk around":    append(append([]byte{}, good...), "\n\n<html>"+strings.Repeat(" ", 300)...),
		"version 2":      bytes.Replace(good, []byte("%PDF-1.4\n"), []byte("%PDF-2.0\n"), 1),
	} {
		if d, err := Source(data); err != nil || d.String() != "某某镇人民政府年度报告\n" {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
}

// TestRealFile counts the figures of a district's report, which Word and WPS
// made: ten in section two, 23 rows of
// seven, 15; and the paragraphs that go on over pages.
func TestRealFile(t *testing.T) {
	data, err := os.ReadFile("../../../../shared/reports/hongze-2024.pdf")
	if err != nil {
		t.Skip("no shared reports: ", err)
	}
	d, err := Source(data)
	if err != nil {
		t.Fatal(err)
	}
	grids, figures, paragraphs := 0, 0, 0
	for _, b := range d.Blocks {
		if b.Table == nil {
			paragraphs++
			continue
		}
		grids++
		for _, c := range b.Table.Cells {
			if c.Text != "" && strings.Trim(c.Text, "0123456789") == "" {
				figures++
			}
		}
	}
	if grids != 5 || figures != 186 || paragraphs != 18 {
		t.Errorf("%d tables, %d figures, %d paragraphs", grids, figures, paragraphs)
	}
	if d.Title == "" {
		t.Error("no title")
	}
}

func FuzzSource(f *testing.F) {
	grid := lattice([]float64{100, 200, 300}, []float64{700, 680, 660}) + words(110, 685, 10, "规章") + words(210, 685, 10, "12")
	f.Add(maker{pages: []string{grid}, raw: true}.write())
	f.Add(maker{pages: []string{words(90, 700, 16, "甲"), "/X Do"}, forms: "/X 20 0 R", objects: []string{"/Subtype/Formstream:" + grid}, raw: true}.write())
	f.Add(maker{pages: []string{"BT /F 16 Tf [(AB) -500 (A)] TJ T* (B) ' ET"}, font: "<</Type/Font/Subtype/Type0/Encoding 20 0 R/DescendantFonts[<</W[7[1000] 8 9 500]>>]/ToUnicode 21 0 R>>",
		objects: []string{"stream:1 begincidrange <41> <42> 7 endcidrange", "stream:1 beginbfrange <41> <42> <7532> endbfrange"}, raw: true}.write())
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Source(data)
		if err != nil {
			if d != nil || !strings.ContainsAny(err.Error(), "，；") {
				t.Fatal(d, err)
			}
			return
		}
		for _, b := range d.Blocks {
			if (b.Text == "") == (b.Table == nil) || b.Where == "" {
				t.Fatalf("%+v", b)
			}
		}
	})
}

func BenchmarkRealFile(b *testing.B) {
	data, err := os.ReadFile("../../../../shared/reports/hongze-2024.pdf")
	if err != nil {
		b.Skip("no shared reports: ", err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Source(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSource reads a report of six pages with tables as word processors
// write them.
func BenchmarkSource(b *testing.B) {
	full := strings.Repeat("文", 28)
	var text, figures strings.Builder
	text.WriteString(column(90, 740, 16, 28, slicesOf(full, 22)...))
	var ys []float64
	for r := range 25 {
		ys = append(ys, 740-float64(r)*20)
		for c := range 8 {
			figures.WriteString(words(100+float64(c)*50, 726-float64(r)*20, 10, "123"))
		}
	}
	figures.WriteString(lattice([]float64{90, 140, 190, 240, 290, 340, 390, 440, 490}, ys))
	data := maker{pages: []string{text.String(), text.String(), figures.String(), figures.String(), text.String(), text.String()}}.write()
	var d *source.Document
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if d, err = Source(data); err != nil {
			b.Fatal(err)
		}
	}
	if len(d.Blocks) < 4 {
		b.Fatal(d)
	}
}

func slicesOf(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}
