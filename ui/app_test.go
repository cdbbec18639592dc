package ui

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"nianbao/model"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

func plain(s string) string { return ansi.Strip(s) }

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares the screen with testdata/NAME.txt.
func (d *driver) golden(name string) {
	d.t.Helper()
	d.compare(filepath.Join("testdata", name+".txt"), d.screen()+"\n")
}

func (d *driver) compare(path, got string) {
	d.t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			d.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if got != string(want) {
		d.t.Errorf("%s has changed (go test ./ui -update writes it anew):\n%s", path, got)
	}
}

// TestGoldenScreens: each screen as most people have it, and those that change most at
// other sizes; what the rest do there, TestAnySize looks at.
func TestGoldenScreens(t *testing.T) {
	everywhere := []string{"list", "text", "table3", "findings", "reading", "export", "units", "parts"}
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		for _, s := range everyScreen {
			if size[0] != 80 && !slices.Contains(everywhere, s.name) {
				continue
			}
			t.Run(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				d := drive(t, size[0], size[1])
				s.open(d)
				d.golden(fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]))
			})
		}
	}
}

// TestLooks: one sheet of screens with their colours and attributes, which has every look.
func TestLooks(t *testing.T) {
	sheet, shown := "", []string{"list", "table3", "findings", "pointed", "export", "selection", "contents"}
	d := drive(t, 80, 24)
	for _, s := range everyScreen {
		if slices.Contains(shown, s.name) {
			d = drive(t, 80, 24)
			s.open(d)
			sheet += d.app.View().Content + "\n"
		}
	}
	for name, l := range map[string]theme.Look{"Title": theme.Title, "Dim": theme.Dim, "Cursor": theme.Cursor, "Sum": theme.Sum, "Error": theme.Error,
		"Warning": theme.Warning, "Good": theme.Good, "Key": theme.Key, "Pointed": theme.Pointed} {
		if open, _, _ := strings.Cut(l.Render("x"), "x"); !strings.Contains(sheet, open) {
			t.Errorf("no screen of the sheet has the look %s", name)
		}
	}
	d.compare(filepath.Join("testdata", "looks.ansi"), sheet)
}

func TestAnySize(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range everyScreen {
		d := drive(t, 80, 24)
		s.open(d)
		for range 60 {
			d.send(tea.WindowSizeMsg{Width: 1 + rng.IntN(200), Height: 1 + rng.IntN(200)})
			d.screen()
		}
	}
}

func TestEnterFiguresAndUndo(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "１２", "enter", "3", "tab", "4", "enter")
	d.see("未保存", "差15", "差4", "差19")
	d.pass(time.Second)
	d.see("已保存 10:21")
	if r := d.report(); r.Figures["3.received.natural_person"] != model.Count(12) || r.Figures["3.carried_in.business"] != model.Count(4) {
		t.Fatalf("stored %v", r.Figures)
	}
	d.press("ctrl+z", "ctrl+z", "ctrl+z")
	d.see("已撤销", "已填0/144")
	d.press("ctrl+z")
	d.see("没有可以撤销")
	d.press("ctrl+y", "f4")
	d.see("143 格已填 0", "已填144/144")
	d.press("ctrl+z")
	d.see("已填1/144")
}

func TestEscapeRestoresTheCellOnly(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "7", "enter", "up", "9", "9", "esc")
	d.see("本格 7 件")
	d.press("f2", "left", "1", "enter", "up")
	d.see("本格 17 件")
	d.press("delete")
	d.see("本格 未填")
	d.press("f2", "esc", "esc")
	d.see("封面")
}

func TestFigureBeingTypedCounts(t *testing.T) {
	for _, k := range []string{"f6", "f9", "ctrl+s"} {
		d := drive(t, 80, 24)
		d.begin()
		d.press("3", "8", k)
		if f := d.app.session().Report().Figures["3.received.natural_person"]; f != model.Count(8) {
			t.Errorf("%s: what was being typed is %s", k, f)
		}
	}
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "8", "x", "f9")
	d.see("不是数字", "正在输入 8x")
}

func TestTextIsSavedAndUndone(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1", "我镇", "enter", "认真?q5")
	d.pass(time.Second)
	if got := d.report().Text["1"]; got != "我镇\n认真?q5" {
		t.Fatalf("stored %q", got)
	}
	d.send(tea.PasteMsg{Content: strings.Repeat("贯彻条例", 30)})
	d.press("ctrl+z")
	if got := d.app.session().Report().Text["1"]; got != "我镇\n认真?q5" {
		t.Errorf("undoing a paste leaves %q", got)
	}
	d.press("ctrl+z") // the second paragraph
	d.see("已撤销", " 2 字")
	d.press("ctrl+z")
	d.see(" 0 字")
	d.press("ctrl+y", "ctrl+y", "esc")
	d.see("7 字")
}

func TestOutlineAndTidiedPaste(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f4", "1", "f4")
	d.see("（二）依申请公开。2025年，未收到政府信息公开申请。")
	d.press("ctrl+z")
	d.see(" 0 字")
	d.send(tea.PasteMsg{Content: "　　一是 公开。\r\n\r\n\r\n二是"})
	d.see("一是公开。", "去掉 1 处段首空格、1 处字间空格、1 个多余的空行")
	d.press("ctrl+z")
	d.see(" 0 字")
}

func TestLastYearsTextAndFind(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}} {
		d := drive(t, 80, 24)
		d.begin()
		d.press("1", "去年我镇公开信息", "esc", "esc", "n", "enter", "enter", "2026", "enter", "enter", "1", "今年，今年", "f7")
		d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		d.see("今年，今年")
		if size[1] > 10 {
			d.see("上年：", "去年我镇公开信息")
		} else {
			d.press("f7", "f7")
			d.see("窗口太矮，放不下上年的文字")
		}
		d.press("ctrl+down", "ctrl+up", "f7")
		d.lack("去年")
		d.press("ctrl+home", "ctrl+f", "今", "enter")
		d.see("第 1 处，共 2 处")
		d.press("esc", "X", "ctrl+f", "enter")
		d.see("第 1 处，共 1 处")
		d.press("enter", "esc", "Y")
		d.see("X年，Y年")
		d.press("ctrl+f", "没有", "enter")
		d.see("没有找到")
	}
	d := drive(t, 80, 24)
	d.begin()
	d.press("1", "f7")
	d.see("没有上年的这段文字")
}

func TestFindingsJump(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f4", "3", "end", "5", "enter", "f6")
	d.see("其他一列不平")
	d.press("end")
	d.see("T3-BAL  表头注明的勾稽关系")
	d.press("enter")
	d.see("三、申请办理", "政府信息公开申请数量", "/ 法人或其他组织 其他")
	d.press("esc") // back to where it came from
	d.see("核对结果")
	d.press("home", "enter")
	d.see("写五方面")
	d.press("esc", "esc")
	d.see("封面")
}

// TestUndoStaysWhereItIs: undoing what was filled in many cells leaves the
// cursor alone; undoing one cell's edit goes to it, in another part too.
func TestUndoStaysWhereItIs(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("2", "f4", "ctrl+z")
	d.see("本格 未填", "规章 / 本年制发件数")
	d.press("7", "enter", "esc", "3", "ctrl+z")
	d.see("三、申请办理", "上一步改的是别处", "再按一次") // it might not be what was meant
	d.press("ctrl+z")
	d.see("二、主动公开", "规章 / 本年制发件数", "已撤销")
	d.press("esc", "esc", "enter", "ctrl+y") // after the report was left
	d.see("已重做")
}

// TestEnterAndTabSkipTotals, and say where a column ends.
func TestEnterAndTabSkipTotals(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	for range 23 {
		d.press("1", "enter")
	}
	d.see("四、结转下年度继续办理 / 自然人")
	d.press("1", "enter")
	d.see("下一列的第一格", "新收政府信息公开申请数量 / 法人或其他组织 商业企业")
	d.press("tab", "tab", "tab", "tab", "tab")
	d.see("二、上年结转政府信息公开申请数量 / 自然人")
	d.press("ctrl+end", "tab")
	d.see("这张表到头了")
	if f, _ := d.app.session().Report().Progress("3"); f != 24 {
		t.Errorf("%d cells filled, want 24", f)
	}
}

func TestFormKeepsWhatIsTyped(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("esc", "n", "某某县教育局", "enter") // the first key replaces the proposed unit
	d.see("单位  某某县教育局", "< 县级部门 >")
	d.press("esc")
	d.see("放弃吗")
	d.press("esc", "enter", "2021", "enter", "2022年1月5日", "enter")
	d.see("某某县教育局 2021年度")
	if r := d.app.session().Report(); r.Date != "2022-01-05" {
		t.Errorf("date %s", r.Date)
	}
	d.press("esc") // the list is on the report that was left
	if list := d.app.list(); list.reports[list.at].Unit != "某某县教育局" {
		t.Errorf("the list is on %s", list.reports[list.at].Report)
	}
}

func TestTypingIntoACellThatSomebodyChanges(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "8")
	d.other("3.received.natural_person", 9)
	d.pass(3 * time.Second)
	d.see("这一格刚被clerk改为 9", "按 Enter 选用哪个（您的 8）")
	d.press("0", "enter")
	d.see("被clerk改了", "现在是：9", "您写的是：80")
	d.press("f3", "up")
	d.see("本格 9 件")
	d.press("5")
	d.other("3.received.natural_person", 6)
	d.pass(3 * time.Second)
	d.press("enter", "f2", "up")
	d.see("本格 5 件")
}

// TestNothingTypedClearsNothing: a space, an empty paste, an invisible character.
func TestNothingTypedClearsNothing(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	for _, s := range []string{"", "\n", "\u200b", "\ufeff"} {
		d.send(tea.PasteMsg{Content: s})
	}
	d.press("3", "5", "enter", "up", "space", "down", "up")
	for _, s := range []string{"", "\n", " ", "\u200b"} {
		d.send(tea.PasteMsg{Content: s})
	}
	d.press("down", "up")
	d.see("本格 5 件")
}

// TestTextUnderAnotherScreen: an editor that lies under help or the findings
// takes what was changed meanwhile.
func TestTextUnderAnotherScreen(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1", "我")
	d.pass(time.Second)
	d.press("f1")
	s := model.NewSession(d.report(), "other")
	if err := s.Apply(model.SetText(s.Report(), "1", "其他人写的")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Save(s.Take()); err != nil {
		t.Fatal(err)
	}
	d.pass(3 * time.Second)
	d.press("esc")
	d.see("其他人写的")
	d.press("end", "甲", "f6", "ctrl+z", "esc")
	d.see("其他人写的")
	d.lack("甲")
}

// TestCoverLeavesOthersFieldsAlone: only what was changed on the cover is set.
func TestCoverLeavesOthersFieldsAlone(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("c")
	s := model.NewSession(d.report(), "other")
	if err := s.Apply(model.SetField(s.Report(), model.FieldDate, "2022-01-05")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Save(s.Take()); err != nil {
		t.Fatal(err)
	}
	d.pass(3 * time.Second)
	d.press("tab", "right", "ctrl+s")
	d.pass(time.Second)
	if r := d.report(); r.Date != "2022-01-05" || r.Level != model.Street {
		t.Errorf("date %s, level %s", r.Date, r.Level)
	}
}

// slow makes background work wait until the test lets it go on.
func (d *driver) slow() (release func()) {
	d.held = []tea.Cmd{}
	return func() {
		held := d.held
		d.held = nil
		for _, cmd := range held {
			d.run(cmd)
		}
	}
}

// TestSlowStore: what is typed while the program waits for the store comes to
// what it was meant for; nothing is opened, created or exported twice.
func TestSlowStore(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("esc")
	release, opened := d.slow(), len(d.store.held)
	d.press("enter", "enter", "3", "7", "enter") // the second Enter opens the part in hand
	release()
	d.press("esc")
	if d.app.session() == nil || len(d.store.reports) != 1 {
		t.Fatalf("%d reports", len(d.store.reports))
	}
	if told := len(d.store.held) - opened; told != 1 {
		t.Errorf("opened %d times", told)
	}

	d = drive(t, 80, 24)
	d.begin()
	d.press("3", "down")
	release = d.slow()
	d.press("esc") // saves the place
	d.press("3", "5", "enter", "esc", "esc")
	release()
	d.see("1/166")
	if len(d.report().Figures) != 1 {
		t.Errorf("stored %v", d.report().Figures)
	}
}

func TestDraftNeverCountsAsExported(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f9")
	release := d.slow()
	d.press("enter", "enter")
	release()
	d.see("一、总体情况") // the second Enter opened it
	if len(d.files.written) != 1 {
		t.Errorf("written %v", d.files.written)
	}
}

func TestLeavingSaves(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter", "esc", "esc")
	d.see("某某镇人民政府", "1/166")
	if f := d.report().Figures["3.received.natural_person"]; f != model.Count(5) {
		t.Errorf("stored %s", f)
	}
	d.press("enter")
	d.see("1/144", "封面")
	d.press("3", "down", "down", "6", "ctrl+q")
	if !d.quit || d.report().Figures["3.granted.natural_person"] != model.Count(6) {
		t.Errorf("quit %v, stored %v", d.quit, d.report().Figures)
	}
	if !strings.Contains(d.store.places["1"], "3.granted.natural_person") {
		t.Errorf("place %s", d.store.places["1"])
	}
}

func TestOpensWhereItWasLeft(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "down", "right", "4")
	d.pass(time.Second) // typed, not entered
	next := drive(t, 80, 24)
	next.store, next.app.deps.Store = d.store, d.store
	next.run(next.app.list().load(next.app))
	next.press("enter")
	next.see("正在输入 4", "还没有确定", "二、上年结转", "商业企业")
	next.press("enter", "ctrl+q")
	if got := next.report().Figures["3.carried_in.business"]; got != model.Count(4) {
		t.Errorf("stored %s", got)
	}
}

func TestStoreFails(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.store.fail = fakeError{model.CodeBusy}
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.see("! 没有保存", "出错：busy")
	d.store.fail = nil
	d.pass(5 * time.Second)
	d.see("已保存")
	d.store.fail = fakeError{model.CodeFull}
	d.press("6", "enter", "ctrl+q")
	d.see("还没有保存", "出错：full")
	d.press("esc")
	d.see("二、上年结转")
	d.press("ctrl+q", "w")
	if last := len(d.files.written) - 1; !d.quit || last < 0 || !strings.HasPrefix(d.files.written[last], "/rescue/") {
		t.Errorf("quit %v, rescue files %v", d.quit, d.files.written)
	}
}

func TestHangUpSaves(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "4", "2", "enter", "5")
	d.send(HangUp{})
	if !d.quit || d.report().Figures["3.received.natural_person"] != model.Count(42) || len(d.report().Figures) != 1 || !strings.Contains(d.store.places["1"], `"typing":"5"`) {
		t.Errorf("quit %v, stored %v, place %s", d.quit, d.report().Figures, d.store.places["1"])
	}
	d = drive(t, 80, 24)
	d.begin()
	d.store.fail = fakeError{model.CodeDamaged}
	d.press("3", "4", "enter")
	if told := d.app.Close(); len(d.files.written) != 1 || !strings.Contains(told, "/rescue/") {
		t.Errorf("told %q, wrote %v", told, d.files.written)
	}
}

func TestDeleteAndUndelete(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("esc", "d")
	d.see("要删除「某某镇人民政府-2025」吗")
	d.press("enter", "n", "d")
	d.see("要删除") // only its own letter answers
	d.press("y")
	d.see("还没有报告", "已删除")
	d.press("u")
	d.see("已恢复", "0/166")
}

func TestCoverChangesInOneStep(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("c", "backspace", "府", "enter", "right", "ctrl+s")
	d.see("某某镇人民政府 2025年度")
	if r := d.app.session().Report(); r.Level != model.Street {
		t.Errorf("level %s", r.Level)
	}
	d.press("ctrl+z")
	if r := d.app.session().Report(); r.Level != model.Town {
		t.Errorf("after undo level %s", r.Level)
	}
	d.press("c", "tab", "tab", "backspace", "enter")
	d.see("年度应为")
}

func TestExportRefusesErrors(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f9", "up", "space", "enter")
	d.see("不能导出正式文件")
	d.press("space", "enter")
	d.see("已导出 docx（草稿）")
	if len(d.files.written) != 1 {
		t.Errorf("wrote %v", d.files.written)
	}
	d.press("f9", "space", "enter")
	d.see("还没有选格式")
}

func TestCarriesOverFromLastYear(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.other("3.carried_out.natural_person", 2)
	d.press("esc", "n", "enter", "enter", "backspace", "6", "enter", "enter")
	d.see("带入")
	if got := d.app.session().Report().Figures["3.carried_in.natural_person"]; got != model.Count(2) {
		t.Errorf("carried in %s", got)
	}
	d.app.goTo(place{Cell: "3.carried_out.natural_person"})
	d.see("上年 2  本格 未填")
	d.press("5", "enter")
	d.app.goTo(place{Cell: "3.carried_out.natural_person"})
	d.see("上年 2（+3）  本格 5 件")
}

// TestMeaningFits: at 80 columns the whole label of every cell and what its row
// counts are on the screen.
func TestMeaningFits(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	for _, c := range model.Form2021.Cells() {
		d.app.goTo(place{Cell: c.ID})
		s := strings.Join(strings.Fields(strings.ReplaceAll(d.screen(), "本格 未填", "")), "")
		for _, want := range []string{width.Safe(c.Label()), width.Safe(c.Row.Help)} {
			want = strings.Join(strings.Fields(want), "")
			if !strings.Contains(strings.ReplaceAll(s, "（自动计算）", ""), want) {
				t.Errorf("%s: %q is not on the screen:\n%s", c.ID, want, d.screen())
				return
			}
		}
	}
}

func BenchmarkKeyInTable(b *testing.B) {
	d := drive(b, 120, 40)
	d.press("n")
	d.press("某某镇人民政府", "enter", "enter", "enter", "enter")
	d.press("f4", "3")
	keys := []string{"1", "2", "enter", "3", "enter", "right", "4", "enter", "up"}
	i := 0
	for b.Loop() {
		d.app.Update(key(keys[i%len(keys)]))
		d.app.View()
		i++
		if i%500 == 0 {
			d.pass(time.Second)
		}
	}
}

func BenchmarkKeyInLongText(b *testing.B) {
	d := drive(b, 120, 40)
	d.press("n")
	d.press("某某镇人民政府", "enter", "enter", "enter", "enter")
	d.press("1")
	d.send(tea.PasteMsg{Content: strings.Repeat("政府信息公开工作，", 30_000/9)})
	i := 0
	for b.Loop() {
		d.app.Update(key([]string{"字", "backspace"}[i%2]))
		d.app.View()
		i++
	}
}
