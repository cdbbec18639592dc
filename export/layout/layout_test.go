package layout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"nianbao/export/fonts"
	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/model"
)

// TestLinesBreakWhereTheyMay checks every line of the text that ends before its
// paragraph does, in reports and in random prose.
func TestLinesBreakWhereTheyMay(t *testing.T) {
	signs := []string{"，", "。", "：“", "”。", "（", "）", "《", "》", "、", "；", "……", "——", "％", "！", "12,345.67", "Word", " ", "年", "报", "政府信息", "主动公开", "①"}
	random := rand.New(rand.NewPCG(1, 2))
	reports := []*model.Report{papertest.Town(), papertest.County()}
	for range 10 {
		r := papertest.Town()
		for range 40 {
			text := "开头"
			for range 20 + random.IntN(80) {
				text += signs[random.IntN(len(signs))]
				text += strings.Repeat("公", random.IntN(4))
			}
			r.Text["1"] += "\n" + text
		}
		reports = append(reports, r)
	}
	lines, full := 0, 0
	for _, r := range reports {
		var before *Line
		for _, p := range placedFor(t, r, false).Pages {
			for i := range p.Lines {
				l := &p.Lines[i]
				if l.Size != bodySize || l.Node == nil {
					continue
				}
				lines++
				if before != nil && before.Node == l.Node {
					text := strings.TrimRightFunc(Plain(before.Glyphs), unicode.IsSpace)
					a, b := []rune(text), l.Glyphs[0].R
					if strings.ContainsRune("、。，；：！？）》」』】〕”’…—·％ ", b) || strings.ContainsRune("（《「『【〔“‘", a[len(a)-1]) {
						t.Errorf("%s|%s", text, Plain(l.Glyphs))
					}
					if b < 0x7f && a[len(a)-1] < 0x7f && !strings.HasSuffix(Plain(before.Glyphs), " ") {
						t.Errorf("a word is cut: %s|%s", text, Plain(l.Glyphs))
					}
					if end := before.X + width(before.Glyphs); math.Abs(end-textRight) < slack {
						full++
					}
				}
				before = l
			}
		}
	}
	if lines < 1000 || full < lines/2 {
		t.Errorf("%d of %d lines are justified", full, lines)
	}
}

func TestLongWordsAreCut(t *testing.T) {
	set, err := (&fonts.Finder{}).Open("")
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	for text, want := range map[string]string{
		"网址abcdefghijklmnop完": "网址|abcdefghi|jklmnop|完",
		"，，，，，，，，":            "，，，，，，，，",
		"一二三四五。":              "一二三四|五。",
		"一二三四12。":             "一二三四|12。", "一二三：；1。": "一二三：；|1。",
		"一二三四五（六":              "一二三四五|（六",
		"一二三四（五六":              "一二三四|（五六",
		"一二三四五——六":             "一二三四|五——六",
		"一二三四五   ":             "一二三四五   ",
		"１２三四五é̂六":             "１２三四五|é̂六",
		"“一”（二）三四五，。六七八九十一":    "“一”（二）|三四五，。|六七八九十|一",
		strings.Repeat("（", 7): "（（（（（（（",
	} {
		g := tighten(glyphs(nil, set, fonts.Body, 10, text), 10)
		var parts []string
		for _, l := range breakLines(g, 10, 50, 50, false) {
			parts = append(parts, Plain(l))
			if w := width(l); w > 50+slack {
				t.Errorf("%s is %.1f wide", Plain(l), w)
			}
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

// TestNothingStandsOutside: lines, rules and boxes are inside the text, page
// numbers where the standard has them.
func TestNothingStandsOutside(t *testing.T) {
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "hostile": papertest.Hostile()} {
		for i, p := range placedFor(t, r, true).Pages {
			inside := func(left, top, right, bottom float64, what string) {
				if left < textLeft-slack || right > textRight+slack || top < textTop-slack || bottom > textBottom+slack {
					t.Errorf("%s, page %d: %s at %.1f %.1f – %.1f %.1f", name, i+1, what, left, top, right, bottom)
				}
			}
			for _, l := range p.Lines {
				text, end := Plain(l.Glyphs), l.X+width(l.Glyphs)
				switch {
				case text == fmt.Sprintf("— %d —", i+1):
					outer := textRight - end
					if i%2 == 1 {
						outer = l.X - textLeft
					}
					if math.Abs(outer-numberSize) > slack || l.Y < textBottom+7*mm {
						t.Errorf("%s: the number of page %d is at %.1f, %.1f", name, i+1, l.X, l.Y)
					}
				case text != "草　稿":
					inside(l.X, l.Y-bodyHeight*l.Size, end, l.Y+(1-bodyHeight)*l.Size, text)
				}
			}
			for _, x := range p.Rules {
				inside(min(x.X1, x.X2), min(x.Y1, x.Y2), max(x.X1, x.X2), max(x.Y1, x.Y2), "a rule")
			}
			for _, x := range p.Boxes {
				inside(x.X, x.Y, x.X+x.W, x.Y+x.H, "a box")
			}
		}
	}
}

// TestPagesBreakWell moves the pages' ends through a report line by line.
func TestPagesBreakWell(t *testing.T) {
	for n := range 46 {
		r := papertest.County()
		r.Text["0"] = strings.Repeat("一行\n", n)
		r.Text["5"] += "\n" + strings.Repeat("占一行多一点的文字，放到两行里去，再看它们是不是在一起，好不好呢。\n", n)
		d := placedFor(t, r, false)
		pages := map[*Node]map[int]int{} // lines by page
		var order []*Node
		for i, p := range d.Pages {
			for _, l := range p.Lines {
				if l.Node == nil || l.Node.Tag == "TD" || l.Node.Tag == "TH" {
					continue
				}
				if pages[l.Node] == nil {
					pages[l.Node] = map[int]int{}
					order = append(order, l.Node)
				}
				pages[l.Node][i]++
			}
		}
		total := 0
		for _, x := range order {
			for _, lines := range pages[x] {
				total += lines
			}
		}
		for _, m := range d.Marks {
			if m.Y+2*pitch > textBottom+slack {
				t.Errorf("%d: nothing stands below %s", n, m.Title)
			}
		}
		last := len(d.Pages) - 1
		if len(order) < 3 || pages[order[len(order)-3]][last] == 0 {
			t.Errorf("%d: the signature stands alone", n)
		}
		if total < 100 {
			t.Errorf("%d: %d lines", n, total)
		}
	}
}

// TestTablesStayWhole: each is on the page of its heading.
func TestTablesStayWhole(t *testing.T) {
	for n := range 30 {
		r := papertest.Town()
		r.Text["0"] = strings.Repeat("一行\n", n)
		d := placedFor(t, r, false)
		for i, p := range d.Pages {
			tables := map[*Node]bool{}
			for _, l := range p.Lines {
				if l.Node == nil && l.Size < numberSize {
					t.Errorf("%d lines before: a head or label came again on page %d", n, i+1)
				}
				if l.Node != nil && l.Node.Tag == "TD" {
					tables[l.Node] = true
				}
			}
			if k := len(tables); k != 0 && k != 10 && k != 175 && k != 15 && k != 185 && k != 25 && k != 190 && k != 200 {
				t.Errorf("%d lines before: %d figures on page %d", n, k, i+1)
			}
		}
	}
}

// TestTableOverPages: heads and the labels of groups come again.
func TestTableOverPages(t *testing.T) {
	r := papertest.Hostile()
	for id := range r.Figures { // as long as stands beside a figure
		r.Notes[id] = "附注要长一些"
	}
	d := placedFor(t, r, false)
	var again []string
	for _, p := range d.Pages {
		text := ""
		for _, l := range p.Lines {
			if l.Node == nil {
				text += Plain(l.Glyphs)
			}
		}
		if strings.Contains(text, "申请人情况") {
			again = append(again, text)
		}
	}
	if len(again) < 3 {
		t.Fatalf("heads come again on %d pages", len(again))
	}
	for i, text := range again {
		if !strings.Contains(text, "法律服务机构") || i > 0 && !strings.Contains(text, "三、本年度办理结果") {
			t.Errorf("%q", text)
		}
	}
}

// TestNotesUnderTheirTable: a page has the table with all of its notes as long as there is
// room for them; of more, the table still is on one.
func TestNotesUnderTheirTable(t *testing.T) {
	for notes := range 12 {
		r := papertest.County()
		clear(r.Notes)
		for _, c := range r.Form.Cells() {
			if strings.HasPrefix(string(c.ID), "3.denied") && !c.Computed() && len(r.Notes) < notes {
				r.Notes[c.ID] = "其中上级机关转来的3件"
			}
		}
		from, to, last := 0, 0, 0
		for i, p := range placedFor(t, r, false).Pages {
			for _, l := range p.Lines {
				switch text := Plain(l.Glyphs); {
				case strings.HasPrefix(text, "三、收到和处理"):
					from = i
				case strings.HasPrefix(text, "四、结转下年度"):
					to, last = i, i
				case strings.HasPrefix(text, "注"):
					last = i
				}
				if end := l.Y; l.Node != nil && end > textBottom+slack {
					t.Errorf("%d notes: page %d has a line at %g", notes, i+1, end)
				}
			}
		}
		if from == 0 || from != to || notes <= 6 && last != to {
			t.Errorf("%d notes: the table begins on page %d and ends on %d, its notes on %d", notes, from+1, to+1, last+1)
		}
	}
}

// TestCellsHoldTheirText: 15 digits, long notes and long words.
func TestCellsHoldTheirText(t *testing.T) {
	set, err := (&fonts.Finder{}).Open("")
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	r := papertest.Town()
	for _, b := range paper.Build(r, model.FileOptions{}).Blocks {
		table, ok := b.(*paper.Table)
		if !ok {
			continue
		}
		for i := range table.Cells {
			if c := &table.Cells[i]; c.Kind == model.PrintedFigure {
				c.Text = []string{"123456789012345", "1（" + strings.Repeat("长", 60) + "）", strings.Repeat("x", 300), "", strings.Repeat("很长", 5000)}[i%5]
			}
		}
		g := newGrid(table, set, &Node{})
		if !g.cut {
			t.Error("10,000 characters in a cell, and nobody says so")
		}
		for i, row := range g.cells {
			for _, c := range row {
				if c.high() > g.between(i, i+c.RowSpan)+slack || c.size < minSize {
					t.Errorf("%s: %.1f high in a row of %.1f", c.Text, c.high(), g.h[i])
				}
				beside := 1.0 // what borders are clear of, at least
				if c.left {
					beside = 3
				}
				for _, l := range c.lines {
					if cell := g.x[c.Col+c.ColSpan] - g.x[c.Col]; width(l) > cell-2*beside+slack {
						t.Errorf("%s: %.1f wide in a cell of %.1f", Plain(l), width(l), cell)
					}
				}
			}
			if g.h[i] > maxCell+pitch {
				t.Errorf("row %d is %.1f high", i, g.h[i])
			}
		}
	}
}

func TestTitleLinesAreBalanced(t *testing.T) {
	r := papertest.Town()
	r.Unit = strings.Repeat("很长的单位名称", 6)
	var lines []float64
	for _, l := range placedFor(t, r, false).Pages[0].Lines {
		if l.Size == titleSize {
			lines = append(lines, width(l.Glyphs))
			if mid := l.X + width(l.Glyphs)/2; math.Abs(mid-(textLeft+textRight)/2) > slack {
				t.Errorf("%s is not centred", Plain(l.Glyphs))
			}
		}
	}
	if len(lines) != 4 || math.Abs(lines[0]-lines[1]) > 2*titleSize {
		t.Errorf("lines of %.0f", lines)
	}
}

// TestGeometry: 22 lines to the page, of 28 characters.
func TestGeometry(t *testing.T) {
	r := papertest.Town()
	r.Text["1"] = strings.Repeat("字", 28*70)
	d := placedFor(t, r, false)
	n := 0
	for _, l := range d.Pages[1].Lines {
		if l.Node != nil {
			n++
			if got := len(l.Glyphs); got < 27 {
				t.Errorf("%d characters in a line", got)
			}
		}
	}
	if n != 22 {
		t.Errorf("%d lines", n)
	}
	l := d.Pages[1].Lines
	if gap := l[1].Y - l[0].Y; math.Abs(gap-225*mm/22) > slack {
		t.Errorf("the lines are %.2f apart", gap)
	}
}
