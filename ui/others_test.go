package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
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
	if d.app.session.Dirty() {
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
