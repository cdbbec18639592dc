package grid

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"nianbao/ui/theme"
	"nianbao/ui/width"
)

func sample() *Grid {
	g := &Grid{Columns: []Column{{[]string{"商业", "企业"}, 7}, {[]string{"其他"}, 7}, {[]string{"总计"}, 7}}}
	g.Rows = []Row{
		{Label: "一、新收", Wide: "一、本年新收政府信息公开申请数量", Cells: []Cell{{Text: "1"}, {Text: "2"}, {Text: "3", Mark: Computed}}},
		{Wide: "三、办理结果"},
		{Label: " 公开", Wide: " （一）予以公开", Cells: []Cell{{Text: "12345678901"}, {}, {}}},
		{Label: "第（八）项", Wide: "第（八）项", Heads: []string{"金额"}},
		{Label: " 收费", Wide: " 行政事业性收费", Cells: []Cell{{Text: "7"}}},
	}
	g.Resize(60, 10)
	g.MoveTo(0, 0)
	return g
}

func at(t *testing.T, g *Grid, row, col int) {
	t.Helper()
	if r, c := g.Cursor(); r != row || c != col {
		t.Errorf("cursor at %d,%d, want %d,%d", r, c, row, col)
	}
}

func TestCursorSkipsHeads(t *testing.T) {
	g := sample()
	g.Move(-1, -1)
	at(t, g, 0, 0)
	g.Move(1, 2)
	at(t, g, 2, 2)
	g.Move(1, 0) // one column there
	at(t, g, 4, 0)
	g.Move(5, 5)
	at(t, g, 4, 0)
	g.Advance(-1)
	at(t, g, 2, 2)
	g.Advance(1)
	at(t, g, 4, 0)
	g.Advance(1)
	at(t, g, 4, 0)
	g.MoveTo(1, 9) // a row without cells
	at(t, g, 2, 2)
	g.RowHome()
	at(t, g, 2, 0)
	g.RowEnd()
	at(t, g, 2, 2)
}

func TestDrawing(t *testing.T) {
	g := sample()
	heads := g.Heads()
	if len(heads) != 2 || !strings.Contains(heads[0], "商业") || strings.Contains(heads[0], "其他") || !strings.Contains(heads[1], "其他") {
		t.Errorf("heads %q", heads)
	}
	lines, x, y := g.View()
	if !strings.HasPrefix(lines[0], ">一、本年新收") || !strings.Contains(ansi.Strip(lines[0]), "[    1]") || y != 0 {
		t.Errorf("first row %q, cursor %d,%d", lines[0], x, y)
	}
	if !strings.Contains(lines[2], "######") || strings.Contains(lines[2], "123") {
		t.Errorf("a figure that does not fit is cut: %q", lines[2])
	}
	foot := ansi.Strip(g.Foot("!", "一＋二", []string{"差1", "平", "平"}, theme.Error))
	if width.Of(foot) != width.Of(ansi.Strip(lines[0])) || foot[0] != '!' {
		t.Errorf("foot %q stands otherwise than row %q", foot, lines[0])
	}
}

func TestTyping(t *testing.T) {
	g := sample()
	g.Begin("12", true)
	g.Shift(-1)
	g.Type("3")
	g.Erase(true)
	g.Type("45")
	g.Erase(false)
	if g.Input() != "134" {
		t.Errorf("typed %q", g.Input())
	}
	lines, x, _ := g.View()
	line := ansi.Strip(lines[0])
	if !strings.Contains(line, "[ 134 ]") || width.Of(line[:strings.Index(line, "]")]) != x {
		t.Errorf("drawn %q, cursor at %d", line, x)
	}
	g.Cancel()
	if editing, _ := g.Editing(); editing {
		t.Error("still editing")
	}
}

func TestAnySizeAndKeys(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	g := sample()
	for range 3000 {
		w := 8 + rng.IntN(80)
		g.Resize(w, 1+rng.IntN(8))
		if editing, _ := g.Editing(); editing {
			[]func(){func() { g.Type("9") }, func() { g.Erase(false) }, func() { g.Erase(true) }, func() { g.Shift(rng.IntN(5) - 2) }, g.Cancel}[rng.IntN(5)]()
		} else {
			[]func(){func() { g.Move(rng.IntN(5)-2, rng.IntN(5)-2) }, func() { g.Page(1) }, func() { g.Advance(-1) }, g.RowHome, g.RowEnd,
				func() { g.Begin("5", false) }, func() { g.MoveTo(rng.IntN(7)-1, rng.IntN(5)-1) }}[rng.IntN(7)]()
		}
		g.Heads()
		lines, _, y := g.View()
		row, col := g.Cursor()
		if y < 0 || y >= len(lines) || len(g.Rows[row].Cells) <= col {
			t.Fatalf("cursor on line %d of %d, cell %d,%d", y, len(lines), row, col)
		}
		if !strings.HasPrefix(lines[y], ">") {
			t.Fatalf("the cursor's row is not in sight: %q", lines)
		}
	}
}

// TestFootScrolls: the line below the rows stands under the columns in sight,
// from the first picture after a move on.
func TestFootScrolls(t *testing.T) {
	g := &Grid{}
	var texts []string
	for i := range 6 {
		g.Columns = append(g.Columns, Column{Width: 8})
		texts = append(texts, string(rune('a'+i)))
	}
	g.Rows = []Row{{Label: "row", Cells: make([]Cell, 6)}}
	g.Resize(30, 5)
	g.MoveTo(0, 5)
	if foot := g.Foot(" ", "", texts, theme.Plain); !strings.Contains(foot, "f") || strings.Contains(foot, "a") {
		t.Errorf("foot %q", foot)
	}
}
