package source

import (
	"slices"
	"strings"
	"testing"
)

func TestSeen(t *testing.T) {
	plain := func(s string) Run { return Run{Text: s} }
	run := func(m Mark, s string) Run { return Run{Text: s, Mark: m} }
	thing := func(m Mark, name, told string) Run { return Run{Text: told, Mark: Thing | m, Name: name} }
	for name, c := range map[string]struct {
		runs            []Run
		cell, paragraph string
		doubts          string // of the cell, joined
	}{
		"no marks":             {[]Run{plain("3"), plain("21 ")}, "321", "321", ""},
		"struck before":        {[]Run{run(Struck, "300"), plain("321")}, "321", "321", "其中「300」有删除线，没有算"},
		"struck in two runs":   {[]Run{plain("1"), run(Struck, "2"), run(Struck, "0"), plain("7")}, "17", "17", "其中「20」有删除线，没有算"},
		"hidden, pale, tiny":   {[]Run{run(Hidden, "5"), plain("3"), run(Pale, "6"), plain("2"), run(Tiny, "7")}, "32", "32", "其中「5」是隐藏的字，没有算；其中「6」和底色一样，看不见，没有算；其中「7」字太小，看不见，没有算"},
		"covered and twice":    {[]Run{run(Covered, "19"), plain("91"), run(Twice, "91")}, "91", "91", "其中「19」被盖住了，没有算；其中「91」在原处画了两遍，没有算"},
		"white words":          {[]Run{run(Pale, "自然人")}, "自然人", "自然人", ""},
		"white figure":         {[]Run{run(Pale, "32")}, "", "32", "其中「32」和底色一样，看不见，没有算"},
		"hidden blank":         {[]Run{run(Hidden, " \n"), plain("8")}, "8", "8", ""},
		"a note's number":      {[]Run{plain("321"), run(Raised, "12")}, "321", "321¹²", "其中「12」是上下标的小字，没有算"},
		"nothing but raised":   {[]Run{run(Raised, "45")}, "45", "⁴⁵", "「45」是上下标的小字"},
		"raised and struck":    {[]Run{plain("6"), run(Raised|Struck, "1")}, "6", "6", "其中「1」有删除线，没有算"},
		"box over the cell":    {[]Run{plain("321"), plain("\n"), run(Boxed, "5")}, "321", "321\n5", "其中「5」在浮在上面的框里，没有算"},
		"box alone":            {[]Run{run(Boxed, "88")}, "88", "88", "「88」在浮在上面的框里"},
		"box over what is off": {[]Run{run(Covered, "12"), run(Boxed, "21")}, "21", "21", "其中「12」被盖住了，没有算；「21」在浮在上面的框里"},
		"guessed":              {[]Run{run(Guessed, "77")}, "77", "77", "「77」字体没有写明是什么字"},
		"picture instead":      {[]Run{thing(0, "图片", "321")}, "", "", "里面有图片（写明是「321」），无法读取"},
		"symbol in a figure":   {[]Run{plain("3"), thing(0, "符号", ""), plain("1")}, "3？1", "3？1", "其中有符号，无法读取"},
		"symbol beside words":  {[]Run{thing(0, "符号", ""), plain("行政许可")}, "行政许可", "行政许可", "里面有符号，无法读取"},
		"picture that floats":  {[]Run{plain("321"), thing(Boxed, "图片", "")}, "321", "321", "上面有图片"},
		"hidden picture":       {[]Run{plain("321"), thing(Hidden, "图片", "")}, "321", "321", ""},
		"nothing seen":         {[]Run{run(Struck, "300")}, "", "", "其中「300」有删除线，没有算"},
		"many":                 {[]Run{run(Struck, "1"), run(Hidden, "2"), run(Pale, "3"), run(Tiny, "4"), run(Covered, "5")}, "", "3", "其中「1」有删除线，没有算；其中「2」是隐藏的字，没有算；其中「3」和底色一样，看不见，没有算；其中「4」字太小，看不见，没有算"},
	} {
		var s Seen
		for _, r := range c.runs {
			s.Add(r)
		}
		got, doubts := s.Cell()
		if got != c.cell || strings.Join(doubts, "；") != c.doubts {
			t.Errorf("%s: cell %q, %q", name, got, doubts)
		}
		if got, _ = s.Paragraph(); got != c.paragraph {
			t.Errorf("%s: paragraph %q, want %q", name, got, c.paragraph)
		}
	}
}

// TestBuilderSeesACell: the runs of all paragraphs of a cell tell what stands in it;
// running text says what it leaves out.
func TestBuilderSeesACell(t *testing.T) {
	seen := func(runs ...Run) *Seen {
		s := &Seen{}
		for _, r := range runs {
			s.Add(r)
		}
		return s
	}
	var b Builder
	b.Runs(seen(Run{Text: "共"}, Run{Text: "三", Mark: Struck}, Run{Text: "四件"}), 0, nil)
	b.Runs(seen(Run{Text: "全划掉了", Mark: Struck}), 0, nil)
	b.BeginTable(nil)
	for row, s := range []*Seen{seen(Run{Text: "5", Mark: Boxed}), seen(Run{Text: "9", Mark: Hidden})} {
		b.BeginCell(row, 0, 1, 1)
		b.Paragraph("行名", 0, nil)
		b.EndCell()
		b.BeginCell(row, 1, 1, 1)
		b.Runs(s, 0, nil)
		if row == 0 {
			b.Paragraph("321", 0, nil)
		}
		b.EndCell()
	}
	b.EndTable()
	d, err := b.Document()
	if err != nil {
		t.Fatal(err)
	}
	if got := d.String(); got != "共四件\n|行名|321|\n|行名||\n" {
		t.Errorf("got %q", got)
	}
	if got := d.Blocks[0].Doubts; !slices.Equal(got, []string{"其中「三」有删除线，没有算"}) {
		t.Errorf("paragraph %q", got)
	}
	g := d.Blocks[1].Table
	if a, b := g.At(0, 1).Doubts, g.At(1, 1).Doubts; len(a) != 1 || len(b) != 1 || g.At(0, 0).Doubts != nil {
		t.Errorf("cells %q, %q", a, b)
	}
	if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "划掉") {
		t.Errorf("notes %q", d.Notes)
	}
}
