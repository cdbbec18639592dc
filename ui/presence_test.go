package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// TestOthersAreTold: who else has the report open is said when they come and
// go, and stands in the contents; nobody is held back.
func TestOthersAreTold(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	wang := backend.Presence{Actor: model.Actor{User: "王\x1b[31m五", From: "10.0.0.7"}, Session: "w", Opened: d.now.Add(-30 * time.Minute), LastKey: d.now.Add(-2 * time.Minute)}
	d.store.others = []backend.Presence{wang}
	d.press("down", "up") // the last message has been read
	d.pass(2 * time.Second)
	d.see("王", "（10.0.0.7）", "打开了这份报告，2 分钟没有动了；改动会")
	d.lack("\x1b[31m")
	d.press("3")
	d.press("7", "enter")
	if d.pass(2 * time.Second); d.report().Figures["3.received.natural_person"] != model.Count(7) {
		t.Error("another's presence holds a save back")
	}
	d.press("esc")
	d.see("打开了这份报告")
	d.store.others = nil
	d.press("down")
	d.pass(time.Minute)
	d.see("已经关了这份报告")
	before := len(d.store.held)
	for range 5 { // nobody is told more often than every twenty seconds
		d.pass(2 * time.Second)
	}
	if n := len(d.store.held) - before; n > 1 {
		t.Errorf("told %d times within ten seconds", n)
	}
	if last := d.store.held[len(d.store.held)-1]; !strings.Contains(last, ":") {
		t.Errorf("the last key is not told: %q", last)
	}
	id := d.report().ID
	d.press("esc")
	if !slices.Contains(d.store.held, "released "+id) {
		t.Errorf("closing is not told: %v", d.store.held)
	}
	d.press("enter")
	if last := d.store.held[len(d.store.held)-1]; strings.HasPrefix(last, "released") {
		t.Error("opening again is not told at once")
	}
	d.app.Close()
	if last := d.store.held[len(d.store.held)-1]; last != "released "+id {
		t.Errorf("the end is not told: %v", d.store.held)
	}
}

// TestNewcomersAreTold: somebody who comes while a table is filled in is told of
// once on the message line, also behind another message, and not lost to typing
// on.
func TestNewcomersAreTold(t *testing.T) {
	const said = "王芳（10.0.0.7） 今天 10:2"
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter")
	d.pass(20 * time.Second)
	d.store.others = []backend.Presence{{Actor: model.Actor{User: "王芳", From: "10.0.0.7"}, Session: "w", Opened: d.now, LastKey: d.now}}
	d.app.warn("别的消息")
	d.pass(20 * time.Second)
	d.see("! 别的消息；"+said, "改动会自动合并")
	d.press("7", "enter") // before it could be read
	d.lack(said)
	d.pass(2 * time.Second)
	d.see(said)
	d.pass(2 * time.Second)
	d.see(said)
	d.press("8", "enter")
	for range 15 {
		d.pass(2 * time.Second)
		d.lack(said)
	}
	d.press("esc")
	d.see(said) // where it always stands
}

// TestChangeShowsWhoIsAtWork: whose change has just come in is not said to have
// been idle, whatever their last key as it was told.
func TestChangeShowsWhoIsAtWork(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.store.others = []backend.Presence{{Actor: model.Actor{User: "clerk"}, Session: "other", Opened: d.now, LastKey: d.now}}
	d.now = d.now.Add(12 * time.Minute)
	d.pass(0)
	d.press("down", "up")
	d.see("clerk 今天 10:21 打开了这份报告，12 分钟没有动了")
	d.other("3.other.research", 9)
	logs := d.store.logs[d.report().ID]
	logs[len(logs)-1].At = d.now
	d.pass(2 * time.Second)
	d.see("clerk改了这份报告", "clerk 今天 10:21 打开了这份报告，正在填")
	d.pass(30 * time.Second) // told again, as before
	d.see("打开了这份报告，正在填")
}

// TestOneSentenceAPerson: somebody who has the report open three times comes once in the
// message line.
func TestOneSentenceAPerson(t *testing.T) {
	var r arrivals
	for range 3 {
		r.note("王芳", " 今天 09:12 打开了这份报告，正在填", "；改动会自动合并")
	}
	r.note("李四", " 今天 09:13 打开了这份报告，正在填", "；改动会自动合并")
	var n notice
	r.tell(&n)
	if strings.Count(n.text, "王芳") != 1 || strings.Count(n.text, "李四") != 1 {
		t.Error(n.text)
	}
}
