package ui

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
)

func figure(d *driver, cell model.CellID) string {
	return d.app.session().Report().Figures[cell].String()
}

// TestPasteBlockFromSpreadsheet: 25 rows of 7 with CRLF, as Excel and WPS put
// them on the clipboard, fill section 3 in one step; one undo takes it back.
func TestPasteBlockFromSpreadsheet(t *testing.T) {
	var rows []string
	for i := range 25 {
		n := "0"
		switch i {
		case 0, 2, 23:
			n = "1,095"
		}
		rows = append(rows, n+"\t0\t0\t0\t0\t0\t"+n)
	}
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	d.send(tea.PasteMsg{Content: strings.Join(rows, "\r\n") + "\r\n"})
	d.see("已粘贴 144 格", "已填144/144", "1095")
	if figure(d, "3.granted.natural_person") != "1095" || d.app.sheet.At("3.processed.total") != model.Count(1095) {
		t.Error("figures are not where they belong")
	}
	d.press("ctrl+z")
	d.see("已填0/144")
}

// TestPasteRealClipboard: what LibreOffice 7.4 puts on the clipboard for 25 rows
// of 7 of a balanced .xlsx, totals included.
func TestPasteRealClipboard(t *testing.T) {
	text, err := os.ReadFile("testdata/clipboard-25x7.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	before := d.app.session().Report().Clone()
	d.send(tea.PasteMsg{Content: string(text)})
	d.see("已粘贴 144 格", "已填144/144", "平     平     平     平     平     平     平")
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		for k, field := range strings.Split(line, "\t") {
			table := d.app.top().(*tableScreen)
			row := slices.DeleteFunc(slices.Clone(table.cells), func(c []*model.Cell) bool { return len(c) == 0 })[i]
			if got := d.app.sheet.At(row[k].ID).String(); got != field {
				t.Errorf("%s is %s, want %s", row[k].ID, got, field)
			}
		}
	}
	d.press("ctrl+z")
	if len(d.app.session().Report().Figures) != len(before.Figures) {
		t.Error("one undo does not take it all back")
	}
}

func TestPasteThatDoesNotFitIsShownFirst(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "7", "enter", "up")
	d.send(tea.PasteMsg{Content: "１\t无\t\n2\t3"})
	d.see("能填 3 格", "1 格原来有别的数", "1 格不是能填的数", "没有发生请填 0", "1 格是空的", "同意（")
	d.press("esc")
	d.see("已填1/144", "本格 7 件")
	d.send(tea.PasteMsg{Content: "１\t无\t\n2\t3"})
	d.press("enter")
	d.see("已粘贴 3 格", "已填3/144")
	d.press("ctrl+z")
	d.see("已填1/144", "本格 7 件")
	d.press("end")
	d.send(tea.PasteMsg{Content: "1\t5\t9\t9"})
	d.see("2 格超出了表格的边", "1 个合计与计算的不同")
}

func TestPasteOneFigureIsTyped(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	d.send(tea.PasteMsg{Content: "1,234\r\n"})
	d.see("正在输入 1,234")
	d.press("enter", "up")
	d.see("本格 1234 件")
}

func TestCopyCutAndPasteInside(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "1", "tab", "2", "enter", "right", "3", "up")
	d.press("home", "shift+right", "shift+down", "ctrl+c")
	d.see("已复制 4 格", "*")
	if d.app.clipboard != "1\t2\n\t3" {
		t.Fatalf("clipboard %q", d.app.clipboard)
	}
	d.press("esc", "home", "down", "ctrl+v")
	d.see("已粘贴 3 格")
	if figure(d, "3.granted.natural_person") != "1" || figure(d, "3.partial.business") != "3" {
		t.Error("not pasted")
	}
	d.press("ctrl+z", "up", "up", "home", "shift+right", "ctrl+x")
	d.see("已剪切 2 格")
	if figure(d, "3.received.natural_person") != "" {
		t.Error("not cut")
	}
	d.press("ctrl+z")
	if figure(d, "3.received.business") != "2" {
		t.Error("not undone in one step")
	}
}

func TestSelectFillAndClear(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "4", "enter", "up", "f8", "down", "down", "f8") // a selection without Shift
	d.see("本格 未填")
	d.press("ctrl+home", "f8", "down", "down", "ctrl+d")
	d.see("已填充 2 格")
	if figure(d, "3.carried_in.natural_person") != "4" || figure(d, "3.granted.natural_person") != "4" {
		t.Error("not filled down")
	}
	d.press("esc", "ctrl+home", "ctrl+a")
	d.press("ctrl+r")
	d.see("已填充 5 格")
	d.press("esc", "ctrl+a", "ctrl+a", "ctrl+a", "delete")
	d.see("已填0/144")
	d.press("ctrl+z", "esc", "ctrl+home", "ctrl+a", "ctrl+a", "f4")
	d.see("格已填 0")
	if n, _ := d.app.session().Report().Progress("3"); n != 24+5 {
		t.Errorf("%d cells", n)
	}
	d.press("esc", "ctrl+home", "right", "delete", "down", "ctrl+d")
	d.see("没有要填的")
}

func TestPalette(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "ctrl+p")
	d.see("做什么", "没有填的格一次填成 0", "Ctrl+T")
	d.press("kbt", "enter")
	d.see("已填144/144")
	d.press("ctrl+p", "撤销", "enter")
	d.see("已填0/144")
	d.press("ctrl+p", "没有这种", "enter")
	d.see("没有这样的操作")
	d.press("esc", "esc", "ctrl+p", "dc", "enter")
	d.see("写到：")
}

func TestNotes(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("2", "22（其中修订16件）", "enter", "up")
	d.see("本格 22 件（附注：其中修订16件）")
	d.press("ctrl+z")
	d.see("本格 未填")
	d.lack("其中修订")
	d.press("8", "enter", "up", "^", "含转办2件", "enter")
	d.see("本格 8 件（附注：含转办2件）")
	d.pass(2e9)
	if got := d.report().Notes["2.rules.issued"]; got != "含转办2件" {
		t.Errorf("stored %q", got)
	}
	d.press("ctrl+z")
	d.lack("含转办")
}

// TestControlTotals: a figure typed into a total is the ledger's, to compare
// with, where somebody says so; it never changes the sum and goes quiet when the
// two agree.
func TestControlTotals(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "f4", "12", "enter", "up", "end", "right", "13", "enter")
	d.see("是合计，由程序计算，不用填；现在是 12", "您输入的：13", "按 F2", "记作台账上的合计", "这一格不用填")
	d.press("f2", "enter")
	d.see("台账", "台账上的合计")
	d.press("up")
	d.see("台账 13，差 1")
	d.press("f6")
	d.see("「新收」一行，台账或原件的总计是 13")
	d.press("esc")
	d.see("台账 13，差 1")
	if d.app.sheet.At("3.received.total") != model.Count(12) {
		t.Error("the sum has changed")
	}
	d.press("end", "1", "enter", "up", "right")
	d.see("台账 13，相符")
	d.press("delete")
	d.lack("台账 13")
	d.press("ctrl+z")
	d.see("台账 13，相符")
	if data, err := model.Encode(d.app.session().Report()); err != nil || !strings.Contains(string(data), `"3.received.total": 13`) {
		t.Errorf("the ledger's total is not in the exchange file: %v", err)
	}
}

// TestDigitInATotal: the first says that it is computed; nothing is kept of it
// unless somebody says so. Those that follow the first total are the ledger's, too.
func TestDigitInATotal(t *testing.T) {
	for _, cell := range []model.CellID{"3.processed.business", "3.granted.total", "4.direct_suit.total"} {
		d := atTable(t, cell)
		d.press("7", "esc")
		if len(d.app.session().Report().Stated) > 0 || d.app.top().typing() {
			t.Errorf("%s: a figure that nobody wanted is kept", cell)
		}
		d.press("7", "8", "backspace", "backspace")
		if _, asks := d.app.top().(*statedScreen); asks {
			t.Errorf("%s: the last digit is gone, and the question stands", cell)
		}
		d.press("7", "tab", "x")
		d.see("您输入的：7x")
		d.press("backspace", "ctrl+o", "enter")
		if got := d.app.session().Report().Stated[cell]; got != model.Count(7) {
			t.Errorf("%s: the ledger's total is %v", cell, got)
		}
	}
	d := atTable(t, "3.granted.total")
	d.press("7", "f2", "enter", "8", "enter")
	if got := d.app.session().Report().Stated["3.partial.total"]; got != model.Count(8) {
		t.Errorf("the next total is %v", got)
	}
	d.press("left", "1", "enter", "right", "9")
	d.see("是合计，由程序计算")
	d.pass(time.Second)
	d.app.Close() // what was typed there stays half typed
	if !strings.Contains(d.store.places[d.report().ID], `"typing":"9"`) {
		t.Errorf("place %s", d.store.places[d.report().ID])
	}
}

// TestEndGoesToWhatIsTyped, not to the totals.
func TestEndGoesToWhatIsTyped(t *testing.T) {
	for _, c := range []struct {
		from model.CellID
		key  string
		want model.CellID
	}{
		{"3.granted.business", "end", "3.granted.other_org"},
		{"4.reconsideration.upheld", "end", "4.reconsideration.pending"},
		{"3.processed.business", "end", "3.processed.total"}, // nothing else there
		{"2.rules.issued", "end", "2.rules.in_force"},
		{"3.received.natural_person", "ctrl+end", "3.carried_out.other_org"},
		{"4.reconsideration.upheld", "ctrl+end", "4.suit_after.pending"},
		{"2.rules.issued", "ctrl+end", "2.fees.amount"},
	} {
		d := atTable(t, c.from)
		d.press(c.key)
		if got := d.app.top().(*tableScreen).current().ID; got != c.want {
			t.Errorf("%s from %s leads to %s, want %s", c.key, c.from, got, c.want)
		}
	}
	d := atTable(t, "3.granted.business")
	d.press("f8", "end", "ctrl+c") // a block takes the total in
	d.see("已复制 6 格")
}

func TestNextBlankFindingAndFind(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "tab", "0", "tab", "ctrl+home", "f5")
	d.see("本年新收政府信息公开申请数量 / 法人或其他组织 科研机构")
	d.press("ctrl+g", "f11")
	d.see("本年新收政府信息公开申请数量 / 自然人")
	d.press("ctrl+f", "国家秘密 法律")
	d.see("1.属于国家秘密", "/ 法律服务机构")
	d.press("enter")
	d.see("本格 未填", "属于国家秘密")
	d.press("ctrl+f", "4.direct_suit.other", "enter")
	d.see("四、复议诉讼", "未经复议直接起诉 / 其他结果")
	d.press("ctrl+f", "没有这一格", "enter")
	d.see("没有找到")
	d.press("esc", "f4", "f5")
	d.see("各格都已填")
}

func TestSelectingEverywhereNeverBreaks(t *testing.T) {
	for _, section := range []string{"2", "3", "4"} {
		d := drive(t, 80, 24)
		d.begin()
		d.press(section, "ctrl+a", "ctrl+a", "ctrl+a", "ctrl+c")
		d.see("已复制 " + fmt.Sprint(map[string]int{"2": 10, "3": 175, "4": 15}[section]) + " 格")
		d.press("ctrl+v", "esc", "shift+up", "shift+left", "ctrl+d", "ctrl+r", "ctrl+x", "delete", "f4", "ctrl+z")
		d.screen()
	}
}

// TestPasteSubtotals: rows of a sheet that add up a group are no rows of the table:
// where the number of rows proves it they are skipped, and that is said; else it is
// asked. A row that only happens to be such a sum can be told from it.
func TestPasteSubtotals(t *testing.T) {
	figures := func(n int) string { return fmt.Sprintf("%d\t%d", n, 2*n) }
	table := func(d *driver, from, to string) (block []string, want map[model.CellID]int64) {
		want = map[model.CellID]int64{}
		groups, n, on := []string{}, 0, false
		rows := model.Form2021.Section("3").Table.Blocks[0].Rows
		for i, r := range rows {
			if on = on || r.Key == from; !on {
				continue
			}
			if len(r.Groups) > 1 && !slices.Equal(groups, r.Groups) {
				sum := 0
				for k := i; k < len(rows) && slices.Equal(rows[k].Groups, r.Groups); k++ {
					sum += k + 1
				}
				block = append(block, figures(sum))
			}
			groups = r.Groups
			n = i + 1
			block = append(block, figures(n))
			if cell := model.CellID("3." + r.Key + ".natural_person"); !d.app.session().Report().Form.Cell(cell).Computed() {
				want[cell] = int64(n)
			}
			if r.Key == to {
				break
			}
		}
		return block, want
	}
	for _, c := range []struct {
		from, to string
		asks     bool
	}{{"received", "carried_out", false}, {"granted", "carried_out", false}, {"received", "denied_inquiry", true}, {"denied_secret", "unavailable_unclear", true}} {
		d := drive(t, 120, 40)
		d.begin()
		d.press("3")
		d.app.goTo(place{Section: "3", Cell: model.CellID("3." + c.from + ".natural_person")})
		block, want := table(d, c.from, c.to)
		if c.from == "denied_secret" { // behind the group's line
			block = block[1:]
		}
		d.send(tea.PasteMsg{Content: strings.Join(block, "\n")})
		if asks := strings.Contains(d.screen(), "是小计，还是表里的一行"); asks != c.asks {
			t.Errorf("%s to %s: asks %v:\n%s", c.from, c.to, asks, d.screen())
		}
		if !c.asks {
			d.see("的小计，不填")
			d.press("enter")
		}
		if c.asks {
			d.press("b")
			if _, more := d.app.top().(*confirmScreen); more {
				d.press("enter")
			}
		}
		for cell, n := range want {
			if got := d.app.session().Report().Figures[cell]; got != model.Count(n) {
				t.Errorf("%s to %s: %s is %v, want %d\n%s", c.from, c.to, cell, got, n, d.screen())
				break
			}
		}
	}
}

// TestTotalTypedIntoTheNextRow: Tab goes past the total to the next row; who types the
// total there all the same is told.
func TestTotalTypedIntoTheNextRow(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.press("61", "tab", "12", "tab", "0", "tab", "3", "tab", "5", "tab", "2", "tab", "83", "enter")
	d.see("刚填的 83 正是上一行的总计", "Ctrl+Z")
	d.press("ctrl+z")
	d.want("3.carried_in.natural_person=")
	d.press("4", "tab", "84", "enter")
	d.lack("正是上一行的总计")
}

// TestPaperTotalsFirst: a table that nobody has begun offers once to take the paper's
// totals; what does not come to them is marked.
func TestPaperTotalsFirst(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	d.see("照纸上填的，可以先按 = 填总计")
	d.press("esc", "3")
	d.lack("照纸上填的")
	d.press("=")
	d.see("照纸上填总计：Enter 到下一个；填完按 = 去填各格")
	d.press("13", "enter", "2", "enter")
	if got := d.app.session().Report().Stated; got["3.received.total"] != model.Count(13) || got["3.carried_in.total"] != model.Count(2) {
		t.Fatalf("%v", got)
	}
	d.press("=")
	d.see("现在填各格", " /13")
	d.press("5", "tab")
	d.see(" 5/13")
	d.press("8", "tab")
	d.lack("/13")
	d.press("ctrl+home", "6", "enter")
	d.see("14/13")
	d.press("ctrl+z")
	d.press("esc", "4", "esc", "3")
	d.lack("照纸上填的")
}

// TestEdges: Ctrl and an arrow go to the end of what is filled in, and over blanks, as in a
// spreadsheet; a selection says what it comes to; where a report is final, g reopens it from
// the table, too.
func TestEdges(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.press("1", "tab", "2", "tab", "3", "tab", "tab", "5", "tab", "home")
	for _, step := range []struct {
		key  string
		want model.CellID
	}{
		{"ctrl+right", "3.received.research"}, {"ctrl+right", "3.received.legal_service"}, {"ctrl+right", "3.received.total"}, {"alt+left", "3.received.legal_service"},
		{"ctrl+left", "3.received.research"}, {"ctrl+left", "3.received.natural_person"}, {"ctrl+down", "3.carried_out.natural_person"}, {"ctrl+up", "3.received.natural_person"},
	} {
		d.press(step.key)
		if got := d.app.top().(*tableScreen).current().ID; got != step.want {
			t.Errorf("%s goes to %s, want %s", step.key, got, step.want)
		}
	}
	d.press("shift+right", "shift+right")
	d.see("选中 3 格，合计 6")
	d.press("esc", "ctrl+f")
	d.see("找哪一格")
}

// TestReopenFromTheTable: g opens a final report again where one stands.
func TestReopenFromTheTable(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	if err := d.app.session().Apply(model.Edit{Label: "定稿", Changes: []model.Change{{Target: model.Target{Kind: model.TargetField, Key: model.FieldState}, After: string(model.Final)}}}); err != nil {
		t.Fatal(err)
	}
	d.press("3", "5")
	d.see("已定稿")
	d.press("g")
	d.see("更正")
	d.press("数字填错了一格", "enter", "5", "enter")
	if got := d.app.session().Report().Figures["3.received.natural_person"]; got != model.Count(5) {
		t.Errorf("%v", got)
	}
}
