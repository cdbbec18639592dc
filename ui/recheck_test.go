package ui

import (
	"strings"
	"testing"

	"nianbao/model"
)

// TestRecheck: the cells that are not 0 are entered again without being shown; what differs
// is asked, and who did it is kept until a figure changes.
func TestRecheck(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "12", "tab", "7", "tab", "f4", "esc")
	d.press("r")
	d.see("复核  第 1/2 格", "一、本年新收政府信息公开申请数量", "自然人")
	d.lack("本格")
	d.press("enter")
	d.see("没有的填 0")
	d.press("12", "enter")
	d.see("第 2/2 格")
	d.press("8", "enter")
	d.see("两遍不一样", "原来是 7，这一遍是 8")
	d.press("f5")
	d.press("9", "enter", "f2")
	d.see("复核 2 格：1 格相同，改了 1 格")
	r := d.app.session().Report()
	if r.Figures["3.received.business"] != model.Count(9) || len(r.Explanations) != 1 || r.Explanations[0].By == "" || !strings.Contains(r.Explanations[0].Text, "改了 1 格") {
		t.Fatalf("%v, %+v", r.Figures["3.received.business"], r.Explanations)
	}
	d.press("f6")
	d.lack("复核以后")
	d.press("esc", "3", "1", "enter", "f6")
	d.see("复核以后又改过数")
	d.press("esc", "esc", "r")
	d.see("复核  第 1/2 格")
	d.press("5", "esc")
	d.see("复核还没有完")
	d.press("y")
	d.lack("第 1/2 格")
}
