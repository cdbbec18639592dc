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
