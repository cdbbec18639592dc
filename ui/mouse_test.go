package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/width"
)

// spot is where a text stands on the screen; the column counts.
func (d *driver) spot(text string) tea.Mouse {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			return tea.Mouse{X: width.Of(before), Y: y, Button: tea.MouseLeft}
		}
	}
	d.t.Fatalf("%q is not on the screen:\n%s", text, d.screen())
	return tea.Mouse{}
}

func (d *driver) click(text string) { d.t.Helper(); d.send(tea.MouseClickMsg(d.spot(text))) }

// TestMouse: off unless switched on; then clicks go, drags select, the second
// click opens, and what was being typed is entered first.
func TestMouse(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.click("四、")
	d.press("ctrl+\\", "down", "enter", "esc")
	d.see("> 1  一、总体情况")
	d.click("收到和处理")
	d.see("> 3  三、")
	d.click("收到和处理")
	d.see("本年新收", "本格 未填")
	d.press("5")
	at := d.spot("二、上年结转")
	at.X = d.spot("企业").X + 2
	d.send(tea.MouseClickMsg(at))
	if figure(d, "3.received.natural_person") != "5" {
		t.Error("what was being typed is lost")
	}
	d.see("二、上年结转政府信息公开申请数量 / 法人或其他组织 商业企业")
	at.Y++ // a group's line has no cells
	d.send(tea.MouseMotionMsg(at))
	at.Y++
	at.X += 8
	d.send(tea.MouseMotionMsg(at))
	d.press("ctrl+c")
	d.see("已复制 4 格")
	d.press("esc")
	d.send(tea.MouseWheelMsg(tea.Mouse{Button: tea.MouseWheelUp}))
	d.see("一、本年新收政府信息公开申请数量 / 法人或其他组织 科研机构")
	d.press("esc", "1")
	d.send(tea.PasteMsg{Content: "一二三四五六七八\n九十"})
	d.click("三四")
	at = d.spot("七八")
	d.send(tea.MouseMotionMsg(at))
	d.press("ctrl+c")
	d.see("已复制 4 字")
	if d.app.clipboard != "三四五六" {
		t.Errorf("copied %q", d.app.clipboard)
	}
	d.press("f6")
	d.click("四、复议诉讼还没有填") // a finding
	d.see("> 四")
	d.press("esc", "esc", "esc")
	d.see("政府信息公开工作年度报告")
	d.click("某某镇")
	d.see("封面")
}
