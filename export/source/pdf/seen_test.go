package pdf

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/export/source"
)

// In these pages a table has the cells 文件 and 45, drawn with font F, and
// something is done to the figure; what a person sees is 45, or what is said.
var (
	seenGrid  = lattice([]float64{100, 200, 300}, []float64{700, 680, 660})
	seenLabel = words(110, 685, 10, "规章") + words(210, 685, 10, "12") + words(110, 665, 10, "文件")
)

// colored draws a text in a colour, and makes it black again.
func colored(color, text string) string { return color + "\n" + text + "0 g 0 G 0 Tr\n" }

// figureOf is the second row's figure of a file's first table.
func figureOf(t *testing.T, m maker) source.Cell {
	t.Helper()
	d, err := Source(m.write())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range d.Blocks {
		if b.Table == nil {
			continue
		}
		if c := b.Table.At(0, 1); c == nil || c.Text != "12" || c.Doubts != nil {
			t.Errorf("the cell above is %+v", c)
		}
		if c := b.Table.At(1, 1); c != nil {
			return *c
		}
	}
	t.Fatalf("no table in\n%s", d)
	return source.Cell{}
}

func TestSeen(t *testing.T) {
	const image = "/Subtype/Image/Width 1/Height 1"
	annotation := func(dict, look string) maker {
		return maker{pages: []string{seenGrid + seenLabel + words(210, 665, 10, "7")}, page: "/Annots[20 0 R]", objects: []string{"<</Type/Annot/Rect[202 661 298 679]/AP<</N 21 0 R>>" + dict + ">>", "/Subtype/Form/BBox[0 0 96 18]/Resources<</Font<</F 3 0 R>>>>stream:" + look}}
	}
	page := func(extra string) maker { return maker{pages: []string{seenGrid + seenLabel + extra}} }
	layered := func(m maker, catalog string) maker {
		m.catalog, m.resources = catalog, "/Properties<</L 20 0 R/M 21 0 R>>/ExtGState<</T<</ca 0>>/H<</ca 0.4>>>>/ColorSpace<</S[/Separation/Spot/DeviceRGB 22 0 R]>>"
		m.objects = []string{"<</Type/OCG/Name(a)>>", "<</Type/OCMD/OCGs[20 0 R]/P/AllOn>>"}
		return m
	}
	off := "/OCProperties<</OCGs[20 0 R]/D<</OFF[20 0 R]>>>>"
	good := words(210, 665, 10, "45")
	veiled := func(faint, half string) maker {
		m := layered(page("q /V gs /X Do Q q /H gs /Y Do Q\n"), "")
		m.resources = "/ExtGState<</V<</ca 0.02>>/H<</ca 0.6>>>>"
		form := "/Subtype/Form/BBox[0 0 600 900]/Group<</S/Transparency>>/Resources<</Font<</F 3 0 R>>>>stream:"
		m.forms, m.objects = "/X 20 0 R/Y 21 0 R", []string{form + faint, form + half}
		return m
	}
	for name, c := range map[string]struct {
		m          maker
		text, says string // of the cell, and in its doubts; "" for none
	}{
		"nothing":                {page(good), "45", ""},
		"a white box":            {page(words(210, 665, 10, "7") + "1 g 205 662 30 14 re f 0 g\n" + good), "45", "「7」被盖住了"},
		"a box of two triangles": {page(words(210, 665, 10, "7") + "1 g 205 662 m 240 662 l 240 678 l 205 678 l h 206 663 m 207 663 l 207 664 l h f 0 g\n" + good), "45", "「7」被盖住了"},
		"a box behind":           {page("0.8 g 205 662 30 14 re f 0 g\n" + good), "45", ""},
		"a frame round":          {page(good + "0 g 201 661 98 18 re 202 662 96 16 re f*\n"), "45", ""},
		"a marker over":          {layered(page(good+"/H gs 1 1 0 rg 205 662 30 14 re f\n"), ""), "45", ""},
		"white on dark":          {page("0 0 0.5 rg 201 661 98 18 re f\n" + colored("1 g", good)), "45", ""},
		"dark on dark":           {page("0 0 0.5 rg 201 661 40 18 re f\n" + colored("0 0 0.52 rg", words(205, 665, 10, "7")) + "0 g " + words(250, 665, 10, "45")), "45", "和底色一样"},
		"white":                  {page(colored("1 1 1 rg", words(205, 665, 10, "7")) + good), "45", "「7」和底色一样"},
		"no ink":                 {page(colored("0 0 0 0 k", words(205, 665, 10, "7")) + good), "45", "「7」和底色一样"},
		"no special ink":         {layered(page(colored("/S cs 0 scn", words(205, 665, 10, "7"))+good), ""), "45", "「7」和底色一样"},
		"special ink":            {layered(page(colored("/S cs 1 scn", good)), ""), "45", ""},
		"mode 3":                 {page(colored("3 Tr", words(205, 665, 10, "7")) + good), "45", "「7」是隐藏的字"},
		"mode 7":                 {page(colored("7 Tr", words(205, 665, 10, "7")) + good), "45", "「7」是隐藏的字"},
		"white outlines":         {page(colored("1 G 1 Tr", words(205, 665, 10, "7")) + good), "45", "「7」和底色一样"},
		"a group seen through":   {veiled(words(205, 665, 10, "7"), good), "45", "「7」是隐藏的字"},
		"a group half through":   {veiled("", good), "45", ""},
		"upside down":            {page("BT /F 10 Tf -1 0 0 -1 240 670 Tm " + strings.SplitN(good, "Td ", 2)[1]), "54", "倒着"},
		"a browser's note":       {page(good + words(221, 668.5, 8.3, "1")), "45", "「1」是上下标"},
		"two signs of a note":    {page(good + words(221, 668.5, 8.3, "12")), "45", "「12」是上下标"},
		"smaller, on the line":   {page(good + words(221, 665, 8.3, "1")), "451", ""},
		"no opacity":             {layered(page("q /T gs "+words(205, 665, 10, "7")+"Q "+good), ""), "45", "「7」是隐藏的字"},
		"clipped":                {page("q 0 0 50 50 re W n " + words(205, 665, 10, "7") + "Q " + good), "45", "「7」是隐藏的字"},
		"a layer off":            {layered(page("/OC /L BDC "+words(205, 665, 10, "7")+"EMC "+good), off), "45", "「7」是隐藏的字"},
		"a layer on":             {layered(page("/OC /L BDC "+good+"EMC "), "/OCProperties<</OCGs[20 0 R]/D<<>>>>"), "45", ""},
		"layers off":             {layered(page("/OC /M BDC "+words(205, 665, 10, "7")+"EMC "+good), off), "45", "「7」是隐藏的字"},
		"all layers off":         {layered(page("/OC /L BDC "+words(205, 665, 10, "7")+"EMC "+good), "/OCProperties<</OCGs[20 0 R]/D<</BaseState/OFF>>>>"), "45", "「7」是隐藏的字"},
		"size 0":                 {page(words(205, 665, 0, "7") + good), "45", "「7」字太小"},
		"size 1":                 {page(words(205, 665, 1, "7") + good), "45", "「7」字太小"},
		"a shadow":               {page(colored("0.6 g", words(212, 663.5, 10, "45")) + good), "45", "「45」在原处画了两遍"},
		"a shadow of ones":       {page(colored("0.6 g", words(212, 663.5, 10, "11")) + words(210, 665, 10, "11")), "11", "「11」在原处画了两遍"},
		"bold":                   {page(good + words(210.3, 665, 10, "45")), "45", ""},
		"struck":                 {page(words(210, 665, 10, "7") + words(225, 665, 10, "45") + "209 668.5 m 216 668.5 l S\n"), "45", "「7」有删除线"},
		"struck by a bar":        {page(words(210, 665, 10, "7") + words(225, 665, 10, "45") + "209 668 7 1 re f\n"), "45", "「7」有删除线"},
		"underlined":             {page(good + "209 664 m 221 664 l S\n"), "45", ""},
		"a note's number":        {page(good + words(220.5, 669, 6, "2")), "45", "「2」是上下标的小字"},
		"a note's number above":  {page(good + words(220.5, 670.5, 6, "2")), "45", "「2」是上下标的小字"},
		"an annotation":          {annotation("/Subtype/FreeText", "1 g 0 0 96 18 re f 0 g "+words(8, 4, 10, "45")), "45", "「7」被盖住了"},
		"a hidden annotation":    {annotation("/Subtype/FreeText/F 2", "1 g 0 0 96 18 re f"), "7", ""},
		"struck out":             {annotation("/Subtype/StrikeOut/QuadPoints[208 675 216 675 208 664 216 664]", " "), "", "「7」有删除线"},
		"a field":                {annotation("/Subtype/Widget/FT/Tx/V(45)", "1 g 0 0 96 18 re f 0 g "+words(8, 4, 10, "45")), "45", "「45」是表单里填的"},
		"a note without a look":  {maker{pages: []string{seenGrid + seenLabel + words(210, 665, 10, "7")}, page: "/Annots[20 0 R]", objects: []string{"<</Subtype/FreeText/Contents(45)/Rect[202 661 298 679]>>"}}, "7", "上面有批注（写明是「45」）"},
		"a field without a look": {maker{pages: []string{seenGrid + seenLabel}, page: "/Annots[20 0 R]", objects: []string{"<</Subtype/Widget/Parent 21 0 R/Rect[202 661 298 679]>>", "<</FT/Tx/V(45)>>"}}, "45", "「45」是表单里填的"},
		"a picture in a cell":    {maker{pages: []string{seenGrid + seenLabel + "q 20 0 0 10 210 664 cm /X Do Q"}, forms: "/X 20 0 R", objects: []string{image + "stream:x"}}, "", "图片"},
		"a picture over it":      {maker{pages: []string{seenGrid + seenLabel + good + "q 20 0 0 10 208 664 cm /X Do Q"}, forms: "/X 20 0 R", objects: []string{image + "stream:x"}}, "", "「45」被盖住了"},
		"a seal over it":         {maker{pages: []string{seenGrid + seenLabel + good + "q 90 0 0 90 320 620 cm /X Do Q"}, forms: "/X 20 0 R", objects: []string{image + "/SMask 21 0 Rstream:x", image + "stream:x"}}, "45", ""},
	} {
		got := figureOf(t, c.m)
		if doubts := strings.Join(got.Doubts, "；"); got.Text != c.text || !strings.Contains(doubts, c.says) || (doubts == "") != (c.says == "") {
			t.Errorf("%s: %q, %v instead of %q, %s", name, got.Text, got.Doubts, c.text, c.says)
		}
	}
}

// Words that a program read in a page's picture are read, as doubtful.
func TestSeenBehindPicture(t *testing.T) {
	for name, content := range map[string]string{
		"under it": "%s q 595 0 0 842 0 0 cm /X Do Q", "without ink": "q 595 0 0 842 0 0 cm /X Do Q 3 Tr %s",
		"in strips": "q 595 0 0 421 0 0 cm /X Do Q q 595 0 0 421 0 421 cm /X Do Q 3 Tr %s",
	} {
		m := maker{pages: []string{fmt.Sprintf(content, seenGrid+seenLabel+words(210, 665, 10, "45")+words(90, 600, 10, strings.Repeat("文", 30)))}, forms: "/X 20 0 R", objects: []string{"/Subtype/Image/Width 1/Height 1stream:x"}}
		d, err := Source(m.write())
		if err != nil {
			t.Fatal(err)
		}
		g := d.Blocks[0].Table
		if g == nil || g.At(1, 1) == nil || g.At(1, 1).Text != "45" || !strings.Contains(strings.Join(g.At(1, 1).Doubts, ""), "图片上识别") {
			t.Errorf("%s: %v\n%s", name, d.Notes, d)
		}
	}
}

// What a glyph's name says is read; what nothing says is doubtful or unread.
func TestSeenFonts(t *testing.T) {
	simple := func(encoding, more string) string {
		return "<</Type/Font/Subtype/Type1/BaseFont/ABCDEF+Song/Encoding" + encoding + "/FirstChar 49/Widths[556 556 556 556]" + more + ">>"
	}
	embedded := "/FontDescriptor<</FontFile 20 0 R>>"
	for name, c := range map[string]struct{ font, text, says string }{
		"uni":              {simple("<</Differences[49/uni0034/uni0035]>>", embedded), "45", ""},
		"u":                {simple("<</Differences[49/u0034/u00035]>>", embedded), "45", ""},
		"names":            {simple("<</Differences[49/four/five]>>", embedded), "45", ""},
		"old style":        {simple("<</Differences[49/four.oldstyle/five.taboldstyle]>>", embedded), "45", ""},
		"one for two":      {simple("<</Differences[49/four_five/.notdef]>>", embedded), "45", ""},
		"names by numbers": {simple("<</Differences[49/g17/g18]>>", embedded), "\ufffd\ufffd", "没有写明"},
		"no names":         {simple("<<>>", embedded), "12", "没有写明"},
		"a table":          {simple("/WinAnsiEncoding", embedded), "12", ""},
		"not embedded":     {"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "12", ""},
		"signs":            {"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>", "\ufffd\ufffd", "没有写明"},
	} {
		m := maker{pages: []string{seenGrid + seenLabel + "BT /G 10 Tf 210 665 Td (12) Tj ET\n"}, fonts: "/G 21 0 R", objects: []string{"stream:x", c.font}}
		got := figureOf(t, m)
		if doubts := strings.Join(got.Doubts, "；"); got.Text != c.text || !strings.Contains(doubts, c.says) || (doubts == "") != (c.says == "") {
			t.Errorf("%s: %q, %v instead of %q, %s", name, got.Text, got.Doubts, c.text, c.says)
		}
	}
}

// The same in a table without rules, and in running text.
func TestSeenWithoutRules(t *testing.T) {
	cells := column(100, 700, 10, 20, "信息内容", "规章", "规范性文件") + column(220, 700, 10, 20, "制发件数", "0", "12") + column(320, 700, 10, 20, "废止件数", "3", "4")
	m := maker{pages: []string{cells + colored("1 g", words(214, 660, 10, "7")) + words(90, 600, 10, "共办理") + words(122, 600, 10, "9") + colored("3 Tr", words(128, 600, 10, "8")) + words(90, 500, 10, "完。") + colored("1 g", words(90, 400, 10, "暗语"))}}
	d, err := Source(m.write())
	if err != nil {
		t.Fatal(err)
	}
	g := d.Blocks[0].Table
	if g == nil || g.At(2, 1).Text != "12" || len(g.At(2, 1).Doubts) != 1 || g.At(1, 1).Doubts != nil {
		t.Fatalf("%+v", d.Blocks[0])
	}
	if b := d.Blocks[1]; !strings.HasPrefix(b.Text, "共办理") || strings.Contains(b.Text, "8") || len(b.Doubts) != 1 {
		t.Errorf("%+v", b)
	}
	if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "看不见的字") || strings.Contains(d.String(), "暗语") {
		t.Errorf("%v\n%s", d.Notes, d)
	}
}
