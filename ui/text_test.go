package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func (d *driver) textIs(section, want string) {
	d.t.Helper()
	if got := d.app.session().Report().Text[section]; got != want {
		d.t.Fatalf("text %q, want %q", got, want)
	}
}

// TestSelectInText: selected with Shift or, where that does not arrive, with F3;
// copied, cut, pasted, typed over; each a step of undo.
func TestSelectInText(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1")
	d.send(tea.PasteMsg{Content: "一二三四\n五六七八"})
	d.press("home", "shift+right", "shift+right")
	d.see("选中 2 字")
	d.press("ctrl+x")
	d.see("已剪切 2 字")
	d.textIs("1", "一二三四\n七八")
	d.press("ctrl+home", "ctrl+v")
	d.textIs("1", "五六一二三四\n七八")
	d.press("f8", "right", "down")
	d.see("选中 6 字")
	d.press("ctrl+c")
	d.see("已复制 6 字")
	d.lack("选中")
	d.press("ctrl+a", "新")
	d.textIs("1", "新")
	d.press("ctrl+z")
	d.textIs("1", "五六一二三四\n七八")
	d.press("ctrl+z", "ctrl+z")
	d.textIs("1", "一二三四\n五六七八")
	d.press("ctrl+a", "esc")
	d.see("一、总体情况")
	d.press("ctrl+c")
	d.see("先选文字")
	d.press("ctrl+a", "delete")
	d.textIs("1", "")
}

// TestInsertFigures: the figures of the tables are at hand while writing.
func TestInsertFigures(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "12", "enter", "1", "enter", "esc", "2")
	d.press("down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "down", "96171.6", "enter", "esc")
	d.press("1", "新收申请", "f3")
	d.see("插入表里的数", "本年新收", "12")
	d.press("down", "enter")
	d.textIs("1", "新收申请12件")
	d.press("，收费", "f3", "事业性收费", "enter")
	d.textIs("1", "新收申请12件，收费96171.6万元")
	d.press("f3", "办理结果", "enter")
	d.press("esc", "f3", "上年结转 总计", "tab")
	d.textIs("1", "新收申请12件，收费96171.6万元1")
	d.press("ctrl+z")
	d.textIs("1", "新收申请12件，收费96171.6万元")
	d.press("f3", "国家秘密 自然人", "enter")
	d.see("还没有填")
}

// TestSettings: Enter's direction holds at once, and at the next start.
func TestSettings(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("ctrl+\\", "enter", "esc", "3", "1", "enter", "2", "enter")
	if figure(d, "3.received.natural_person") != "1" || figure(d, "3.received.business") != "2" {
		t.Error("Enter did not go right")
	}
	d.lack("Enter 下一行")
	d.pass(time.Second)
	if !strings.Contains(d.store.settings, "true") {
		t.Fatalf("stored %q", d.store.settings)
	}
	again := New(d.app.deps)
	e := &driver{t: t, app: again, store: d.store, files: d.files, now: d.now}
	e.run(again.Init())
	if !again.settings.EnterRight {
		t.Error("forgotten at the next start")
	}
}
