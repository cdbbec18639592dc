package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/editor"
	"nianbao/ui/width"
)

// with makes rules of the form otherwise for the length of a test.
func with(t *testing.T, id string, change func(*model.Rule)) {
	for i := range model.Form2021.Rules {
		if r := &model.Form2021.Rules[i]; r.ID == id {
			old := *r
			change(r)
			t.Cleanup(func() { *r = old })
		}
	}
}

// findTo puts the cursor of the findings on the first line that holds the words.
func (d *driver) findTo(words string) {
	d.t.Helper()
	d.press("home")
	for range 60 {
		for _, l := range strings.Split(d.screen(), "\n") {
			if strings.HasPrefix(l, "> ") && strings.Contains(l, words) {
				return
			}
		}
		d.press("down")
	}
	d.t.Fatalf("no finding %q:\n%s", words, d.screen())
}

// live is the findings of a rule that count.
func (d *driver) live(rule string) (n int) {
	for _, f := range d.app.findings {
		if f.Rule == rule && !f.Explained {
			n++
		}
	}
	return n
}

// counts fails unless a rule has so many findings that count, and unless the
// head of the screen tells what all of them come to.
func (d *driver) counts(rule string, n int) {
	d.t.Helper()
	d.see(counts(d.app.findings, true))
	if got := d.live(rule); got != n {
		d.t.Fatalf("%d findings of %s count, want %d:\n%s", got, rule, n, d.screen())
	}
}

// enter types a figure into the cell in hand; into a total as the ledger's.
func (d *driver) enter(figure string) {
	d.t.Helper()
	d.press(figure, "enter")
	if _, asks := d.app.top().(*statedScreen); asks {
		d.press("f2", "enter")
	}
}

// unbalanced opens a report whose first column is out by five.
func (d *driver) unbalanced() {
	d.t.Helper()
	d.begin()
	d.press("f4", "3", "5", "enter")
}

// TestRepair: one key does what the detail says, the cursor is on the next
// finding, and one key undoes it.
func TestRepair(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		d.press("2", "f4", "2", "tab", "2", "tab", "1", "tab") // 规章 in a town's report: of another row, or of another level
		for cell, n := range map[model.CellID]string{"3.received.business": "7", "3.granted.business": "7", "3.received.total": "6", "3.granted.total": "5"} {
			d.app.goTo(place{Section: "3", Cell: cell})
			d.enter(n)
		}
		d.press("esc", "3", "f4", "f6")
		d.findTo("「新收」一行")
		d.see("按 x：总计用加起来的 7")
		n := d.live("T3-ROW")
		d.press("x")
		d.see("已改正：总计用加起来的 7")
		d.counts("T3-ROW", n-1)
		d.findTo("「予以公开」一行") // another one
		d.press("ctrl+z")
		d.see("已撤销：改正：")
		d.counts("T3-ROW", n)
		d.pass(time.Second)
		if got := d.report().Stated["3.received.total"]; got != model.Count(6) {
			t.Errorf("stored %s", got)
		}
		d.findTo("规章制定权")
		d.lack("按 x：")
		d.press("e", "是转来的申请", "enter", "end", "up", "x") // the last that counts
		if f := d.app.top().(*findingsScreen).current(d.app); f.Explained {
			t.Errorf("the cursor is on %+v", f)
		}
	}
}

// TestRepairNeedsOne: what takes thought says so and changes nothing; what
// lies open below takes a mend anew.
func TestRepairNeedsOne(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.press("f6")
	d.findTo("自然人一列不平")
	before := d.app.session().UndoLabel()
	d.press("x")
	d.see("不能一键改正")
	d.lack("按 x：")
	if d.app.session().UndoLabel() != before {
		t.Error("something was changed")
	}
	d.press("esc", "delete", "f6")
	d.findTo("1 格没有填")
	d.press("f4") // the balance speaks against a 0
	d.see("不能一键改正")
	d.press("enter", "f4")
	d.see("已填144/144")
}

// TestBothSidesOfATable: where the sums of a table differ and nobody can tell which is
// wrong, Enter goes to one side, t to a cell of the other that can be typed.
func TestBothSidesOfATable(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		d.press("4", "f4")
		for cell, n := range map[model.CellID]string{"4.direct_suit.other": "3", "4.direct_suit.total": "5"} {
			d.app.goTo(place{Section: "4", Cell: cell})
			d.enter(n)
		}
		for key, want := range map[string]model.CellID{"enter": "4.direct_suit.total", "t": "4.direct_suit.other"} {
			d.press("f6")
			d.findTo("「直接起诉」一组")
			d.lack("按 x：")
			d.press(key)
			if table, ok := d.app.top().(*tableScreen); !ok || table.current().ID != want {
				t.Fatalf("%s does not go to %s:\n%s", key, want, d.screen())
			}
			d.press("esc")
		}
	}
}

// TestExplain: an explained finding does not count, stays in sight, names who
// and when, is void when its figures change, can be taken back and undone.
func TestExplain(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.unbalanced()
		d.press("f6")
		d.findTo("自然人一列不平")
		d.press("e")
		d.see("自然人一列不平", "说明：")
		d.press("enter")
		d.see("写几个字")
		d.press("与台账核对过", "enter")
		d.see("已说明")
		d.counts("T3-BAL", 0)
		d.findTo("[说明] 自然人一列")
		if d.see("说明（李四", "与台账核对过"); size[0] > 40 {
			d.see("李四 2026-01-20")
		}
		d.press("e")
		d.see("说明：与台账核对过")
		d.press("ctrl+u", "enter")
		d.see("已去掉说明")
		d.counts("T3-BAL", 1)
		d.press("ctrl+z")
		d.counts("T3-BAL", 0)

		d.press("esc", "home", "8", "enter") // the figures change
		d.see("有一条说明失效了")
		d.press("f6")
		d.counts("T3-BAL", 1)
		d.findTo("自然人一列不平")
		d.see("因数字已变而失效")
		d.pass(time.Second)
		if got := d.report().Explanations; len(got) != 1 || got[0].By != "李四" || got[0].Text != "与台账核对过" {
			t.Errorf("stored %+v", got)
		}
		d.press("e", "enter") // the same words hold again
		d.counts("T3-BAL", 0)
		d.press("ctrl+z", "ctrl+z", "ctrl+z")
		d.counts("T3-BAL", 1)
	}
}

// TestExplainEscape: what was written is not dropped without a question.
func TestExplainEscape(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.press("f6")
	d.findTo("自然人一列不平")
	d.press("e", "esc")
	d.see("核对结果")
	d.press("e", "与台账核对过", "esc")
	d.see("放弃吗")
	d.press("esc")
	d.see("说明：与台账核对过")
	d.press("esc", "y")
	d.see("核对结果")
	d.counts("T3-BAL", 1)
}

// TestExplainDropped: what was being written when the line dropped is there again.
func TestExplainDropped(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.press("f6")
	d.findTo("自然人一列不平")
	d.press("e", "与台账核")
	d.pass(time.Second)
	d.send(HangUp{})
	again := drive(t, 80, 24)
	again.store = d.store
	again.app.deps.Store = d.store
	again.run(openReport(again.app, d.report().Name(), opening{}))
	again.see("说明：与台账核", "还没有确定")
	again.press("对过", "enter")
	again.see("已说明")
	again.counts("T3-BAL", 0)
}

// TestExplainFirm: what must be mended can't be explained, and says so.
func TestExplainFirm(t *testing.T) {
	with(t, "FILL-SECTION", func(r *model.Rule) { r.Firm = true })
	d := drive(t, 80, 24)
	d.begin()
	d.press("f4", "f6")
	d.findTo("「一、总体情况」还没有写")
	d.press("e")
	d.see("必须改正", "核对结果")
	d.lack("e 写说明")
	d.press("o")
	d.see("不能用说明代替")
}

// TestExplainRefused: what is too long, too short or says nothing stays on the screen,
// to be written otherwise.
func TestExplainRefused(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.press("up", "right", "5", "enter")
	d.press("f6")
	d.findTo("自然人一列不平")
	d.press("e")
	d.send(tea.PasteMsg{Content: strings.Repeat("转来申请，", 80)})
	d.press("enter")
	d.see("说明有 400 字，最多 300 字", "写说明")
	d.press("ctrl+u", "经核实，情况属实。", "enter")
	d.see("没有说出原因：请写为什么没有错、依据什么，如「表是全县汇总数」", "写说明", "经核实，情况属实。")
	d.press("ctrl+u", "口径不同", "enter")
	d.see("说明只有 4 字，至少 6 字", "写说明", "口径不同")
	d.press("ctrl+u", "是转来的申请", "enter")
	d.see("已说明")
	d.findTo("商业企业一列不平") // the last that counts: the cursor does not slip to what is done
	d.press("e", "是转来的申请", "enter")
	d.see("已经说明的 2 条")
	if f := d.app.top().(*findingsScreen).current(d.app); f.Explained {
		t.Errorf("the cursor is on %+v", f)
	}
}

// TestFindingsOfTheCover: what is about no part counts for the cover, and is
// listed before the parts.
func TestFindingsOfTheCover(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.app.findings = append(d.app.findings, check.Finding{Rule: "T3-BAL", Severity: model.Hint, Message: "标题不对"})
	for _, l := range strings.Split(d.screen(), "\n") {
		if strings.Contains(l, "封面") && !strings.Contains(l, "提") {
			t.Errorf("%q", l)
		}
	}
	d.press("f6", "tab", "home")
	d.see("\n 封面 ")
	d.findTo("提示 标题不对")
}

// TestExplainWhatChanged: the figures change under the explanation that is
// being written: it is not given to figures that nobody has seen.
func TestExplainWhatChanged(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.press("f6")
	d.findTo("自然人一列不平")
	d.pass(time.Second)
	d.press("e", "与台账核对过")
	d.other("3.received.natural_person", 9)
	d.pass(3 * time.Second)
	d.press("enter")
	d.see("数字刚刚变了", "新收9", "说明：与台账核对过")
	d.press("enter")
	d.see("已说明")
	d.findTo("[说明] 自然人")
	d.press("e")
	d.other("3.received.natural_person", 0)
	d.pass(3 * time.Second)
	d.press("enter")
	d.see("这一条已经没有了", "核对结果")
}

// TestSwitchOff: a unit does without a rule, with the reason; then again with it.
func TestSwitchOff(t *testing.T) {
	with(t, "T2-REG", func(r *model.Rule) { r.Severity = model.Warning })
	with(t, "FILL-SECTION", func(r *model.Rule) { r.Firm = false })
	d := drive(t, 80, 24)
	d.begin()
	d.press("2", "f4", "2", "tab", "1", "tab", "1", "tab", "f6")
	d.findTo("「一、总体情况」还没有写")
	d.press("o")
	d.see("不能停用")
	d.findTo("规章制定权")
	d.counts("T2-REG", 3)
	d.press("o", "enter")
	d.see("写几个字")
	d.press("是由市里代填的", "enter")
	d.see("本单位已停用这条规则")
	d.counts("T2-REG", 0)
	d.findTo("[停用]")
	d.see("本单位停用这条规则（李四 2026-01-20", "是由市里代填的", "o 恢复这条")
	d.press("e")
	d.see("要恢复按 o")
	d.press("o", "esc")
	d.counts("T2-REG", 0)
	d.press("o")
	d.see("恢复以后", "是由市里代填的")
	d.press("enter")
	d.see("已恢复")
	d.counts("T2-REG", 3)
	d.press("ctrl+z")
	d.counts("T2-REG", 0)
	d.press("ctrl+z")
	d.counts("T2-REG", 3)
}

// TestGroups: Tab goes through the groupings, the cursor stays on its finding.
func TestGroups(t *testing.T) {
	d := drive(t, 80, 60)
	d.unbalanced()
	d.press("f6")
	d.see("（按级别）", "\n 错误 ")
	d.findTo("自然人一列不平")
	d.press("tab")
	d.see("（按部分）", "\n 一、总体情况 ", "\n 三、申请办理 ", "> 错误 自然人一列不平")
	lines := d.screen()
	if strings.Index(lines, "\n 一、总体情况 ") > strings.Index(lines, "\n 三、申请办理 ") {
		t.Errorf("parts out of order:\n%s", lines)
	}
	d.press("tab")
	d.see("（按规则）", "T3-BAL（错误） 1 条", "> 三   自然人一列不平")
	d.press("tab")
	d.see("（按级别）")
}

// TestPointed: the cells of the finding gone to are marked, and no others,
// until another is gone to or the report is left.
func TestPointed(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.lack("5!")
	d.press("f6")
	d.findTo("自然人一列不平")
	d.press("enter", "down")
	d.see("5! ", "[!   0]") // received, carried in
	if got := strings.Count(d.screen(), "!"); got != 4 {
		t.Errorf("%d marks:\n%s", got, d.screen()) // two cells, the balance, the message
	}
	d.press("f11")
	d.see("[!   5]")
	d.press("esc", "esc", "esc", "enter", "3")
	d.lack("0!")

	// Of the words in a text, those alone.
	d = drive(t, 80, 24)
	d.begin()
	d.press("1")
	d.send(tea.PasteMsg{Content: "公开“信息”＿＿条。\n收到＿＿件。"})
	d.press("f6")
	d.findTo("2 处「＿＿」没有填")
	d.press("enter")
	pointed := func() string { return d.app.View().Content }
	if s := pointed(); !strings.Contains(s, "「信息」"+look("＿＿")+"条") || strings.Contains(s, look("＿＿")+"件") {
		t.Errorf("not marked: %q", s)
	}
	d.see("! 「一、总体情况」里还有 2 处")
	d.press("多") // typing before it moves the mark with the words
	if s := pointed(); !strings.Contains(s, "「信息」多"+look("＿＿")+"条") {
		t.Errorf("not marked: %q", s)
	}
}

// look is text as the mark draws it.
func look(s string) string {
	e := editor.New(s)
	e.Resize(40, 1)
	e.Point(0, len([]rune(s)))
	lines, _, _ := e.View()
	return lines[0]
}

// TestJumpBothWays: a finding about words in a text that a table contradicts
// leads to the words, and to the table's cell.
func TestJumpBothWays(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		d.press("f4", "1")
		text := "我镇“公开”。\n全年答复申请12件，均已办结。"
		d.send(tea.PasteMsg{Content: text})
		at := strings.Index(text, "12")
		said := check.Finding{Rule: "T3-BAL", Severity: model.Warning, Section: "1", Message: "正文「答复申请12件」，表中是 0 件",
			Quote: "全年答复申请12件", At: check.Span{Start: at, End: at + 2}, Cells: []model.CellID{"3.processed.total"}}
		d.app.findings = append(slices.DeleteFunc(d.app.findings, func(f check.Finding) bool { return f.Section == "1" }), said)
		d.press("f6")
		d.findTo("正文「答复")
		d.press("enter")
		d.see("正文「答复申请12件」")
		if s := d.app.top().(*textScreen); s.at(d.app) != at {
			t.Errorf("the cursor is at %d, want %d", s.at(d.app), at)
		}
		d.press("esc")
		d.findTo("正文「答复")
		d.press("t")
		table, ok := d.app.top().(*tableScreen)
		if !ok || table.current().ID != "3.granted.natural_person" { // in the total that it is about
			t.Fatalf("not at the cell:\n%s", d.screen())
		}
		d.see("是合计，从这一格起", "正文「答复")
		d.press("esc")
		d.findTo("五、问题及改进")
		d.press("f7")
		d.see("这一条只说这一处", "核对")
		for kind, says := range map[model.Kind]string{model.KindSimilar: "按 Enter 跳过去，再按 F7", model.KindAspects: "按 Enter 跳过去，再按 F4"} {
			if got := byKey(&check.Finding{Kind: kind}); !strings.HasPrefix(got, says) { // here these keys do something else
				t.Error(got)
			}
		}
		jump(d.app, check.Finding{Rule: "T3-BAL", Message: "标题不对"}) // about no part: the cover
		d.see("标题不对", "单位")
		d.press("esc")
		d.see("核对")
	}
}

// TestMessageAtTheCursor: of several findings in a text the one at the cursor
// is told; the key leads from one to the next and round.
func TestMessageAtTheCursor(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1", "f11")
	d.see("还没有写")
	d.press("甲乙丙丁戊己")
	d.app.findings = nil
	for i, name := range []string{"第一处", "第二处"} {
		d.app.findings = append(d.app.findings, check.Finding{Rule: "T3-BAL", Severity: model.Warning, Section: "1", Message: name,
			Quote: name, At: check.Span{Start: 9 * i, End: 9*i + 3}})
	}
	d.press("home")
	d.see("! 第一处")
	d.press("right", "right", "right")
	d.see("! 第二处")
	d.press("end", "f11")
	d.see("! 第一处")
	d.press("ctrl+w")
	d.see("! 第二处")
	d.press("left") // between the two: the one gone to
	d.see("! 第二处")
}

// TestCountsEverywhere: how many findings count is on every screen of a report,
// beside the state of saving, which is never cut.
func TestCountsEverywhere(t *testing.T) {
	counted := regexp.MustCompile(`错\d+ 警\d+ 提\d+  (未保存|已保存 10:21)$`)
	for _, w := range []int{80, 40} {
		d := drive(t, w, 24)
		d.begin()
		d.see(counts(d.app.findings, true) + "  无改动")
		for _, keys := range [][]string{{"1", "字"}, {"3", "5", "enter"}, {"f6"}, {"f9"}, {"f1"}, {"3", "ctrl+f"}, {"c"}} {
			d.press(keys...)
			if head := strings.Split(d.screen(), "\n")[0]; !counted.MatchString(head) {
				t.Errorf("%v: %q", keys, head)
			}
			d.pass(time.Second)
			d.see(counts(d.app.findings, true) + "  已保存 10:21")
			d.press("esc", "esc")
			if _, ok := d.app.top().(*contentsScreen); !ok {
				d.press("enter")
			}
			d.press("1", "字", "esc")
		}
	}
	d := drive(t, 40, 24)
	d.begin()
	d.press("3")
	if head := strings.Split(d.screen(), "\n")[0]; !strings.Contains(head, "三、申请") || width.Of(head) > 40 {
		t.Errorf("head %q", head) // the place before the unit
	}
}

// TestSubtotals: groups inside another show what their rows come to, which is
// no cell, is copied with nothing and counts for nothing.
func TestSubtotals(t *testing.T) {
	d := drive(t, 80, 40)
	d.begin()
	d.press("3")
	d.see("（三）不予公开（小计）")
	d.lack("(0)")
	d.app.goTo(place{Cell: "3.denied_secret.natural_person"})
	d.press("3", "enter", "4", "enter")
	d.see("(7)")
	for _, l := range strings.Split(d.screen(), "\n") {
		if strings.Contains(l, "（三）不予公开（小计）") && strings.Count(l, "(7)") != 2 { // the column's and the total's
			t.Errorf("%q", l)
		}
		if strings.Contains(l, "（四）无法提供（小计）") && strings.Contains(l, "(") {
			t.Errorf("%q", l)
		}
	}
	d.app.goTo(place{Cell: "3.unavailable_not_held.natural_person"})
	d.press("up")
	if got := d.app.top().(*tableScreen).current().ID; got != "3.denied_inquiry.natural_person" {
		t.Errorf("up leads to %s", got)
	}
	d.press("shift+down", "ctrl+c")
	d.see("已复制 2 格")
	if strings.Trim(d.app.clipboard, "\r\n") != "" {
		t.Errorf("copied %q", d.app.clipboard)
	}
	if filled, _ := d.app.session().Report().Progress("3"); filled != 2 {
		t.Errorf("%d cells filled", filled)
	}
	d.press("ctrl+z", "ctrl+z")
	d.lack("(7)")
}

// TestExportLists: only errors that nobody has explained stop it; warnings are
// listed.
func TestExportLists(t *testing.T) {
	with(t, "T2-REG", func(r *model.Rule) { r.Severity = model.Warning })
	d := drive(t, 80, 60)
	d.unbalanced()
	for _, k := range []string{"1", "5", "6"} {
		d.app.goTo(place{Section: k})
		d.press("本年度没有需要报告的事项。")
	}
	d.app.goTo(place{Cell: "2.rules.in_force"})
	d.press("3", "enter", "f9")
	d.see("条错误，改正或者说明以前", "自然人一列不平")
	d.press("f6")
	for range 9 {
		if errors, _, _ := check.Count(d.app.findings); errors > 0 {
			d.press("home", "e", "与台账核对过", "enter")
		}
	}
	d.see("错0")
	d.press("f9")
	d.see("没有错误，可以导出", "警告没有说明，可以导出；按 F6 逐条看", "没有规章制定权")
	d.press("up", "space", "enter")
	d.press("esc", "esc", "esc")
	d.see("错误都已改正或者说明", "条警告", "没有规章制定权")
	d.lack("一列不平")
	if len(d.files.written) != 1 {
		t.Errorf("written %v", d.files.written)
	}
}

// TestLastYearsCorrection: the carried figure says where it comes from; what a
// colleague corrects in last year's report shows, in the findings' source too.
func TestLastYearsCorrection(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.other("3.carried_out.natural_person", 36)
	d.press("esc", "n", "enter", "enter", "backspace", "6", "enter", "enter")
	d.app.goTo(place{Cell: "3.carried_in.natural_person"})
	d.see("上年报告「" + model.Form2021.Cell("3.carried_out.natural_person").Row.Name + "」36  本格 36 件")
	d.other("3.carried_out.natural_person", 30)
	d.pass(3 * time.Second)
	d.see("」30（+6）  本格 36 件")
	if got := d.app.last.report.Figures["3.carried_out.natural_person"]; got != model.Count(30) {
		t.Errorf("last year's is %s", got)
	}
	d.send(tea.WindowSizeMsg{Width: 40, Height: 24})
	d.see("30（+6）  本格 36 件")
	d.press("esc", "esc", "f9") // from the list, last year's is at hand as well
	if d.app.last == nil {
		t.Error("exported without last year's")
	}
}

// TestLastYearDamaged: last year's report that can't be read is told of, and
// hinders nothing: not opening, nor exporting, nor joining others' changes.
func TestLastYearDamaged(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.store.damaged = "某某镇人民政府-2024"
	d.press("esc", "enter")
	d.see("读不到上年的报告", "封面")
	d.press("3", "5", "enter")
	d.other("3.other.research", 9)
	d.pass(3 * time.Second)
	d.see("clerk改了这份报告")
	d.pass(3 * time.Second)
	d.see("已保存")
	if r := d.report(); r.Figures["3.received.natural_person"] != model.Count(5) || r.Figures["3.other.research"] != model.Count(9) {
		t.Errorf("stored %v", r.Figures)
	}
	d.press("esc", "esc", "f9")
	d.see("读不到上年的报告", "导出")
	d.store.damaged = "某某镇人民政府-2025"
	d.press("esc", "esc", "n", "enter", "enter", "backspace", "6", "enter", "enter")
	d.see("读不到上年的报告", "2026年度")
}

// TestFindingIsWhole: however long, what is wrong and what to do are read whole on a
// screen of 80 columns and 24 lines.
func TestFindingIsWhole(t *testing.T) {
	d := drive(t, 80, 24)
	d.unbalanced()
	d.press("f6")
	s := d.app.top().(*findingsScreen)
	f := &check.Finding{Rule: "P-NEW", Section: "1", Message: "「一、总体情况」写的" + strings.Repeat("政府信息公开申请", 20) + "甲", Fix: strings.Repeat("核对台账再改", 20) + "乙",
		Because: &model.Explanation{Text: strings.Repeat("口径不同", 70), By: "张三"}, Lapsed: &model.Explanation{Text: strings.Repeat("与台账核对过", 40)}, Repair: &check.Repair{Label: "改成 713"}}
	lines := s.detail(d.app, f, 80, 21)
	all := ""
	for _, l := range lines {
		all += strings.TrimSpace(plain(l))
	}
	for _, want := range []string{f.Message + "。", f.Fix, "按 x：改成 713", "说明（", "失效"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not whole in\n%s", want, strings.Join(lines, "\n"))
		}
	}
	if len(lines) > 21-4 {
		t.Errorf("%d of 21 lines, and the list is gone", len(lines))
	}
}
