package ui

import "testing"

// TestHelpSeeks: F1 shows the present screen's keys, then the manual; words are found there
// one place after another, from the end on to the beginning again.
func TestHelpSeeks(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f1")
	d.see("报告目录（您刚才所在的界面）", "帮助")
	d.press("tab")
	d.see("手册：零报告", "一年里没有收到申请")
	d.press("tab", "tab", "shift+tab")
	d.see("手册：改一个数", "在屏幕上")
	d.press("home", "ctrl+f")
	d.press("doctor mend")
	d.press("enter")
	d.see("手册：备份和出事了", "第 1 处，共 2 处", ">救出来的报告", ">nianbao doctor --use-copy")
	d.press("enter")
	d.see("第 2 处，共 2 处")
	d.press("esc", "enter")
	d.see("手册：备份和出事了", "第 1 处，共 2 处")
	d.press("/")
	d.press("没有这样的话")
	d.press("enter")
	d.see("没有找到")
	d.press("esc", "esc")
	d.see("总体情况", "Enter 打开")
}
