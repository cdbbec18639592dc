package ui

import (
	"testing"
	"time"

	"nianbao/model"
)

// TestUndeleteAfterRestart: what an earlier run deleted is listed, the last one
// first, and brought back; what this run deleted comes back at once.
func TestUndeleteAfterRestart(t *testing.T) {
	d := drive(t, 80, 24)
	d.press("u")
	d.see("没有已删除的报告")
	d.begin()
	d.press("esc", "d", "y", "n")
	d.press("侯集镇人民政府", "enter", "enter", "enter", "enter")
	d.press("esc", "d", "y")
	again := drive(t, 80, 24)
	again.store, again.app.deps.Store = d.store, d.store
	again.run(again.app.start())
	again.see("u 找回")
	again.press("u")
	again.see("已删除的报告", "侯集镇人民政府", "某某镇人民政府", "2025", "今天 09:21", "王芳（10.0.0.7）", "Enter 恢复", "Esc 返回")
	again.press("down", "enter")
	again.see("已恢复「某某镇人民政府-2025」", ">某某镇人民政府", "u 找回")
	again.press("d", "y")
	again.see("u 恢复")
	again.press("u")
	again.see("已恢复「某某镇人民政府-2025」")
	again.press("u", "enter")
	again.see("已恢复「侯集镇人民政府-2025」")
	again.lack("u 找回")
}

// TestUndeleteTakenName: where the name was taken meanwhile, the report comes back
// under a changed one, which is said.
func TestUndeleteTakenName(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "7", "enter")
	d.pass(time.Second)
	d.press("esc", "esc", "d", "y")
	d.begin()
	d.press("esc", "u")
	d.see("已恢复为「某某镇人民政府（恢复）-2025」", "原来的名称已有另一份", ">某某镇人民政府（恢复）")
	d.press("enter")
	d.see("某某镇人民政府（恢复）")
	if got := d.app.session().Report().Figures["3.received.natural_person"]; got != model.Count(7) {
		t.Errorf("brought back with %v", got)
	}
}
