package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/desk"
)

func TestOthersChanges(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.other("3.other.research", 9)
	d.pass(3 * time.Second)
	d.see("clerk改了这份报告", "其他处理（其他）/科研机构 现为 9")

	// A clash: asked about, and decided.
	d.other("3.carried_in.natural_person", 2)
	d.press("3", "enter")
	d.pass(time.Second)
	d.see("两边改了同一处", "用我的：3", "用对方的：2")
	d.press("1", "esc", "ctrl+q", "f1") // typing on, or leaving, is no answer
	d.see("请先选定")
	d.press("f2")
	d.pass(time.Second)
	r := d.report()
	if r.Figures["3.carried_in.natural_person"] != model.Count(3) || r.Figures["3.other.research"] != model.Count(9) || r.Figures["3.received.natural_person"] != model.Count(5) {
		t.Errorf("stored %v", r.Figures)
	}
}

// TestLeavingWhileJoined: the line drops when a save has been joined with what
// others did, and the loop has not heard of it, and more was typed since.
func TestLeavingWhileJoined(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter")
	d.other("3.other.research", 9)
	d.slow()
	d.pass(time.Second)
	d.press("6", "enter")
	for _, cmd := range d.held { // done, but the loop never hears of it
		cmd()
	}
	if told := d.app.Close(); told != "" {
		t.Error(told)
	}
	r := d.report()
	for cell, want := range map[model.CellID]int64{"3.received.natural_person": 5, "3.carried_in.natural_person": 6, "3.other.research": 9} {
		if r.Figures[cell] != model.Count(want) {
			t.Errorf("%s is %v, want %d", cell, r.Figures[cell], want)
		}
	}
	if d.app.session().Dirty() {
		t.Error("something is unsaved")
	}
}

// TestOthersText: others' paragraphs come in; of one that both changed, the words
// of both are shown.
func TestOthersText(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1")
	d.send(tea.PasteMsg{Content: "第一段。\n第二段。"})
	d.pass(2 * time.Second)
	write := func(text string) {
		s := model.NewSession(d.report(), "other")
		if err := s.Apply(model.SetText(s.Report(), "1", text)); err != nil {
			t.Fatal(err)
		}
		if _, err := d.store.Save(s.Take()); err != nil {
			t.Fatal(err)
		}
	}
	write("第一段，对方的。\n第二段。")
	d.press("甲")
	d.pass(3 * time.Second)
	if got := d.report().Text["1"]; got != "第一段，对方的。\n第二段。甲" {
		t.Fatalf("stored %q", got)
	}
	write("第一段，对方的。\n第二段。甲，又改")
	d.press("乙")
	d.pass(3 * time.Second)
	d.see("两边改了同一处", "同一段", "第二段。甲乙", "第二段。甲，又改", "clerk")
	d.press("f3")
	d.pass(3 * time.Second)
	if got := d.report().Text["1"]; got != "第一段，对方的。\n第二段。甲，又改" {
		t.Errorf("stored %q", got)
	}
	d.press("ctrl+z") // one's own again
	d.pass(3 * time.Second)
	if got := d.report().Text["1"]; got != "第一段，对方的。\n第二段。甲乙" {
		t.Errorf("after undo %q", got)
	}
}

// other changes a cell of the stored report behind the program's back.
func (d *driver) other(cell model.CellID, n int64) {
	d.t.Helper()
	s := model.NewSession(d.report(), "other")
	if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: cell, Figure: model.Count(n)})); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.store.Save(s.Take()); err != nil {
		d.t.Fatal(err)
	}
}

// otherText is other for a text.
func (d *driver) otherText(section, text string) {
	d.t.Helper()
	s := model.NewSession(d.report(), "other")
	if err := s.Apply(model.SetText(s.Report(), section, text)); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.store.Save(s.Take()); err != nil {
		d.t.Fatal(err)
	}
}

// otherFinishes is somebody else who makes the report final.
func (d *driver) otherFinishes() {
	d.t.Helper()
	s := model.NewSession(d.report(), "other")
	e, err := check.Finish(s.Report(), nil)
	if err == nil {
		err = s.Apply(e)
	}
	if err == nil {
		_, err = d.store.Save(s.Take())
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// TestQuestionWaits: nobody is asked in the middle of a word, and what is typed while
// the question stands is not lost.
func TestQuestionWaits(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1", "甲写的")
	d.pass(time.Second)
	d.press("，还")
	d.otherText("1", "乙写的")
	for range 3 {
		d.press("在")
		d.pass(time.Second / 2)
		d.lack("按 F2")
	}
	d.pass(time.Second)
	d.see("两边改了同一处", "甲写的，还在在在")
	d.lack("Esc 返回")
	d.press("写，example", "enter", "第二段", "backspace")
	d.see("已记下")
	d.press("f2")
	d.see("甲写的，还在在在写，example", "第二")
	d.pass(3 * time.Second)
	if got := d.report().Text["1"]; got != "甲写的，还在在在写，example\n第二" {
		t.Errorf("stored %q", got)
	}
}

// asked is a sitting that is asked about a paragraph that two have written.
func asked(t *testing.T) (d *driver, dir string) {
	d = drive(t, 80, 24)
	d.begin()
	dir = d.rescues()
	d.press("1", "甲写的")
	d.otherText("1", "乙写的")
	d.pass(time.Second)
	d.see("两边改了同一处")
	return d, dir
}

// TestHangUpWhileAsked: what was typed at the question goes into the rescue file.
func TestHangUpWhileAsked(t *testing.T) {
	d, dir := asked(t)
	d.press("，后来")
	d.send(HangUp{})
	next := d.again(dir)
	next.press("y")
	next.see("两边改了同一处", "甲写的，后来", "乙写的")
}

// TestOlderStore: a copy was put in the store's place. It is asked, and either side
// is kept.
func TestOlderStore(t *testing.T) {
	for _, answer := range []string{"f2", "f3"} {
		d := drive(t, 80, 24)
		d.begin()
		dir := d.rescues()
		old := d.report()
		for _, n := range []string{"11", "12", "13"} {
			if d.app.top().title(d.app); n == "11" {
				d.press("3")
			}
			d.press(n, "enter")
			d.pass(3 * time.Second)
		}
		d.store.reports[old.ID] = old.Clone()
		d.store.changes++
		d.press("14", "enter")
		d.pass(time.Second)
		d.see("数据文件里的比您打开的旧", "按 F2", "按 F3")
		d.press("15", "enter") // still typing
		d.press(answer)
		d.pass(3 * time.Second)
		filled, _ := d.report().Progress("")
		if want := map[string]int{"f2": 5, "f3": 0}[answer]; filled != want {
			t.Errorf("%s: %d cells are stored, want %d", answer, filled, want)
		}
		if left := desk.RescueFiles([]string{dir}, "李四"); len(left) > 0 != (answer == "f3") {
			t.Errorf("%s: %v", answer, left)
		}
		d.press("esc")
		if answer == "f3" { // what had been saved into the store that was replaced, too
			d.press("esc", "s")
			d.see("改了 5 处")
			d.press("y")
			d.pass(3 * time.Second)
			if filled, _ := d.report().Progress(""); filled != 5 {
				t.Errorf("%d cells are taken back, want 5", filled)
			}
		}
		d.press("ctrl+q")
		d.pass(time.Second)
		if !d.quit {
			t.Errorf("%s: it can't be left:\n%s", answer, d.screen())
		}
	}
}

// TestOlderStoreHangUp: the line drops at that question, and all had been saved into
// the store that is gone.
func TestOlderStoreHangUp(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	dir := d.rescues()
	old := d.report()
	d.press("3", "5", "enter")
	d.pass(3 * time.Second)
	d.see("已保存")
	d.store.reports[old.ID] = old.Clone()
	d.store.changes++
	d.pass(pollEvery)
	d.see("数据文件里的比您打开的旧")
	d.send(HangUp{})
	next := d.again(dir)
	next.see("改了 1 处", "-> 5")
	next.press("y")
	next.pass(3 * time.Second)
	if got := next.report().Figures["3.received.natural_person"]; got != model.Count(5) {
		t.Errorf("taken back: %v", got)
	}
}

// TestHalfTypedAndOvertaken: a figure half typed is taken up again after somebody has
// changed the cell; entering it asks.
func TestHalfTypedAndOvertaken(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "77")
	d.send(HangUp{})
	d.other("3.received.natural_person", 5)
	next := drive(t, 80, 24)
	next.store, next.app.deps.Store = d.store, d.store
	next.run(next.app.list().load(next.app))
	next.press("enter")
	next.see("77", "后来改成了 5")
	next.press("enter")
	next.see("两边改了同一处", "现在是：5")
}

// TestFinishWhatWasShown: the report that is made final is the one that was asked
// about.
func TestFinishWhatWasShown(t *testing.T) {
	d := reopened(t)
	d.press("g")
	d.see("校验码")
	d.other("3.received.natural_person", 5)
	d.pass(pollEvery)
	d.press("y")
	d.pass(time.Second)
	if d.report().State == model.Final {
		t.Error("something else was made final than was shown")
	}
	d.see("刚才报告又改了")
}

// TestFinishedUnderTheHand: a figure half typed when somebody makes the report final
// goes into a rescue file, to be entered once that is reopened; where none can be
// written, it is named when it can't be entered.
func TestFinishedUnderTheHand(t *testing.T) {
	half := func(t *testing.T, folder bool, keys ...string) (d *driver, dir string) {
		d = reopened(t)
		if d.app.deps.RescueDirs = nil; folder {
			dir = d.rescues()
		}
		d.press("3")
		d.press(keys...)
		d.otherFinishes()
		d.pass(pollEvery)
		return d, dir
	}
	d, _ := half(t, false, "15")
	d.see("先抄下来")
	d.press("enter")
	d.see("15 没有填进去")

	d, dir := half(t, true, "^", "其中") // a note: what came after would not be in the file
	d.see("把这份报告定稿了", "另存为")
	d.press("修订")
	d.lack("修订")
	d.again(dir).see("写了一半")

	d, dir = half(t, true, "15")
	d.see("把这份报告定稿了", "另存为")
	d.press("6") // nothing is taken that would be lost
	d.see("已定稿")
	d.lack("156")
	next := d.again(dir)
	next.see("写了一半")
	next.press("y")
	next.see("先按 g 更正")
	next.press("g", "漏登", "enter")
	next.pass(time.Second)
	next.see("更正中")
	next.press("esc")
	next.see("按 s 找回")
	next.press("s")
	next.see("写了一半")
	next.press("y")
	next.see("上次在这一格输入了「15」")
}

// TestHangUpWithKeysWaiting: what was typed ahead of a slow store is done, whatever it
// leads to.
func TestHangUpWithKeysWaiting(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	d.app.waiting = true
	d.press("5", "enter", "6", "enter", "esc", "esc")
	if d.report().Figures["3.received.natural_person"] != model.Blank {
		t.Fatal("the keys have not waited")
	}
	d.send(HangUp{})
	if r := d.report(); r.Figures["3.received.natural_person"] != model.Count(5) || r.Figures["3.carried_in.natural_person"] != model.Count(6) {
		t.Errorf("stored %v", r.Figures)
	}
}

// TestLookingAtAnOlderStore asks nothing: there is nothing to lose.
func TestLookingAtAnOlderStore(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	old := d.report()
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.press("esc", "esc", "v", "3")
	d.see("只看")
	d.store.reports[old.ID] = old.Clone()
	d.store.changes++
	d.pass(pollEvery)
	d.see("只看")
	d.lack("按 F2")
	if got := d.app.session().Report().Revision; got != old.Revision {
		t.Errorf("revision %d is shown, not %d", got, old.Revision)
	}
}

// TestKilledWhileAsked: what was typed at the question is in the file that is written
// meanwhile, for nobody may come to answer.
func TestKilledWhileAsked(t *testing.T) {
	d, dir := asked(t)
	d.press("，后来", "enter")
	d.pass(300 * time.Millisecond)
	d.see("两边改了同一处", "已记下")
	next := d.again(dir) // and d is never heard of again
	next.press("y")
	next.see("两边改了同一处", "甲写的")
	next.press("f2")
	next.see("没有填入", "，后来[Enter]")
	next.press("esc")
	next.pass(time.Second)
	next.textIs("1", "甲写的")
}

// TestOlderStoreFinal: how far the report has come is brought back along with what it
// says, whatever it was in the older store.
func TestOlderStoreFinal(t *testing.T) {
	d := finished(t)
	draft := d.app.session().Report().Clone()
	draft.State, draft.Revision = "", 1
	seal := d.report().Seal()
	d.store.reports[draft.ID] = draft
	d.store.changes++
	d.pass(pollEvery)
	d.see("数据文件里的比您打开的旧")
	d.press("f2")
	d.see("照旧定稿", seal)
	d.pass(time.Second)
	log, err := d.store.Log(draft.ID)
	if err != nil {
		t.Fatal(err)
	}
	if r := d.report(); r.State != model.Final || r.Seal() != seal || log[len(log)-1].Label != "定稿，校验码 "+seal {
		t.Errorf("stored %v, code %s, logged %q", r.State, r.Seal(), log[len(log)-1].Label)
	}

	// The other way round: the older one is final.
	old := d.report()
	old.Revision = 1
	d.press("g", "漏登", "enter")
	d.pass(time.Second)
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.store.reports[old.ID] = old
	d.store.changes++
	d.pass(pollEvery)
	d.see("数据文件里的比您打开的旧")
	d.press("f2")
	d.pass(time.Second)
	if r := d.report(); r.State != model.Correcting || r.Figures["3.received.natural_person"] != model.Count(5) {
		t.Errorf("stored %v, %v", r.State, r.Figures["3.received.natural_person"])
	}
}
