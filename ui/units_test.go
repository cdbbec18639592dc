package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/collecting"
)

// collecting opens the units of a sum, one more of which has sent nothing.
func (d *driver) collecting() {
	d.t.Helper()
	r := d.summed()
	more := model.ListedUnit{Name: "某某县旅游局", Kind: model.KindDepartment, Level: model.CountyDepartment, Due: "2026-01-31", Order: 9}
	if _, err := backend.SaveEdit(d.store, r, "b", func(r *model.Report) (model.Edit, error) { return model.SetListed(r, "名单", more), nil }); err != nil {
		d.t.Fatal(err)
	}
	d.run(d.app.list().load(d.app))
	d.app.list().at = slices.IndexFunc(d.app.list().reports, func(r model.Summary) bool { return r.Scope == model.ScopeAggregate })
	d.press("z")
}

// state is how a unit of the sum in hand stands.
func (d *driver) state(unit string) rollup.State {
	d.t.Helper()
	for i := len(d.app.stack) - 1; i >= 0; i-- {
		if s, ok := d.app.stack[i].(*unitsScreen); ok {
			for _, u := range s.collector(d.app).Listed() {
				if u.Name == unit {
					return u.State
				}
			}
		}
	}
	d.t.Fatalf("no %s:\n%s", unit, d.screen())
	return ""
}

// TestUnits: how units stand, words on several at once, and the way back from a report.
func TestUnits(t *testing.T) {
	d := drive(t, 80, 24)
	d.collecting()
	d.see("应报 4  报来 3", "未报 1", "已收 3", "某某县旅游局")
	d.press("end", "y")
	d.see("没有接收 某某县旅游局：还没有报")
	d.press("o", "enter")
	d.see("请写原因")
	d.press("已并入文化局", "enter")
	if d.state("某某县旅游局") != rollup.Excused {
		t.Error(d.screen())
	}
	d.press("ctrl+z")
	if d.state("某某县旅游局") != rollup.Missing {
		t.Error("undo leaves it excused:\n" + d.screen())
	}
	d.press("a", "f") // among many, what is accepted already is not given back
	d.see("没有退回 侯集镇人民政府：已经接收了", "没有退回 某某县旅游局：还没有报")
	d.press("esc")
	d.press("tab")
	d.see("只列未报的")
	if strings.Contains(d.screen(), "侯集镇") {
		t.Error("the filter lets it through:\n" + d.screen())
	}
	d.press("tab", "tab")

	// A unit's report, at its findings, and back to the same unit.
	d.press("home", "down", "enter")
	d.see("金厂镇人民政府 2025年度  核对结果", "只看")
	d.press("esc", "esc")
	d.see("各单位", "> ")
	if u := d.app.top().(*unitsScreen).current(d.app); u.Name != "金厂镇人民政府" {
		t.Errorf("back at %s", u.Name)
	}

	// What another accepts or changes is seen without a key.
	r, err := d.store.Load("金厂镇人民政府-2025")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backend.SaveEdit(d.store, r, "c", func(r *model.Report) (model.Edit, error) {
		return model.SetFigures(r, model.CellFigure{Cell: "2.rules.issued", Figure: model.Count(99)}), nil
	}); err != nil {
		t.Fatal(err)
	}
	d.pass(3 * time.Second)
	if d.state("金厂镇人民政府") == rollup.Accepted {
		t.Error("a newer revision stays accepted:\n" + d.screen())
	}
}

// TestCollectorsOnTheScreen: where an administrator says who adds up, the screen tells others.
func TestCollectorsOnTheScreen(t *testing.T) {
	d := drive(t, 80, 24)
	d.app.deps.Collectors = backend.Collectors{Names: []string{"李雷"}}
	d.collecting()
	was := d.app.session().Report().Clone()
	for _, key := range []string{"y", "f", "o", "z"} {
		d.press(key)
		d.see("管理员规定只有 李雷 可以做")
	}
	d.press("esc", "3", "5")
	d.see("管理员规定只有 李雷 可以做")
	if !model.Restore(d.app.session().Report(), was).Empty() {
		t.Error("something was done all the same:\n" + d.screen())
	}
}

// TestUnitsByHand: names, a list that is there already, fields of a unit, taking one off.
func TestUnitsByHand(t *testing.T) {
	d := drive(t, 80, 24)
	d.press("z", "某某县人民政府", "ctrl+s")
	d.see("名单还空着")
	d.press("n", "侯集镇人民政府、金厂镇人民政府、合计数", "enter")
	d.see("「合计数」不像单位名称")
	d.press("backspace", "backspace", "backspace", "教育局", "enter")
	d.see("应报 3", "教育局")
	d.press("e", "down", "不是类别", "ctrl+s")
	d.see("没有「不是类别」这个类别")
	d.press("ctrl+u", "街道", "down", "down", "down", "2026-01-31", "ctrl+s")
	u := d.app.session().Report().Units["侯集镇人民政府"]
	if u.Kind != model.KindStreet || u.Due != "2026-01-31" {
		t.Errorf("%+v\n%s", u, d.screen())
	}
	d.press("d")
	d.see("已从名单去掉 侯集镇人民政府")
	d.press("ctrl+z")
	d.see("应报 3")
	d.press("z")
	d.see("还没有接收的报告")
}

// TestSumIsNotTypedOver: a digit, F2, clearing, filling and pasting over a sum's cell change
// nothing and say so; typing offers an adjustment, which is undone as all else.
func TestSumIsNotTypedOver(t *testing.T) {
	d := drive(t, 80, 24)
	d.collecting()
	d.press("esc", "3")
	was := d.app.session().Report().Clone()
	same := func(how string) {
		t.Helper()
		if !model.Restore(d.app.session().Report(), was).Empty() {
			t.Errorf("%s changes the sum:\n%s", how, d.screen())
		}
	}
	d.press("7")
	d.see("调整汇总数", "不能直接改")
	same("a digit")
	d.press("esc", "f2")
	d.see("调整汇总数")
	d.press("esc", "delete")
	d.see("这是汇总数")
	same("Del")
	d.send(rows("1 2", "3 4"))
	d.press("enter")
	same("a paste")
	for len(d.app.stack) > 3 {
		d.press("esc")
	}
	d.press("f4")
	same("F4")

	cell := d.app.top().(*tableScreen).current().ID
	before := d.app.session().Report().Figures[cell]
	d.press("+", "3 漏登", "enter")
	if now := d.app.session().Report().Figures[cell]; now != before.Add(model.Count(3)) {
		t.Errorf("%s, then %s:\n%s", before, now, d.screen())
	}
	d.press("z")
	d.see("调整 +3（漏登")
	d.press("ctrl+z")
	same("undo")

	// Every cell's parts add up to the cell.
	r := d.app.session().Report()
	for _, c := range r.Form.Cells() {
		sum := model.Blank
		for _, p := range partsOf(d.store, r, c).parts {
			sum = sum.Add(p.Value)
		}
		if sum != d.app.sheet.At(c.ID) {
			t.Errorf("%s: %s, of parts %s", c.ID, d.app.sheet.At(c.ID), sum)
		}
	}
	d.press("enter")
	d.see("三、申请办理", "只看")
	d.press("esc", "esc")
	d.see("从哪里来")
}

// TestHandUp: what is final is written as one file by a key, and said with its checksum; what
// isn't is not.
func TestHandUp(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("w")
	d.see("报送的是定稿：先按 g 定稿")
	r := d.app.session().Report()
	r.State = model.Final
	d.press("w")
	d.see("要报送的文件存在", "校验码 "+r.Seal()[:4])
}

// TestAskWhose: a file whose unit is not certain is asked about; the answer gives the unit that
// name, and the file is taken in.
func TestAskWhose(t *testing.T) {
	d := drive(t, 80, 24)
	d.collecting()
	s := d.app.top().(*unitsScreen)
	d.app.push(newPage("收报的结果", "没有收 1 份"))
	d.run(s.askWhose(d.app, []collecting.NotTaken{{File: "旅游局.docx", Written: "旅游局", Candidates: []string{"某某县旅游局", "侯集镇人民政府"}}}, nil))
	d.see("里写的单位是「旅游局」", "是侯集镇人民政府的")
	d.press("1")
	if u := d.app.session().Report().Units["某某县旅游局"]; !slices.Equal(u.Aliases, []string{"旅游局"}) {
		t.Errorf("%+v\n%s", u, d.screen())
	}
	d.see("没有「旅游局.docx」") // it was gone for
}

// TestWhichSum: with the cursor elsewhere, one is asked which sum it is to be, or begins one.
func TestWhichSum(t *testing.T) {
	d := drive(t, 80, 24)
	d.collecting()
	elsewhere := func() {
		d.press("esc", "esc")
		d.app.list().at = slices.IndexFunc(d.app.list().reports, func(r model.Summary) bool { return r.Unit == "侯集镇人民政府" })
		d.press("z")
		d.see("打开 某某县人民政府-2025", "新建汇总")
	}
	elsewhere()
	d.press("1")
	d.see("各单位", "应报 4")
	elsewhere()
	d.press("n")
	d.see("新建汇总", "单位全称")
}

// TestHelpOverIntake: help that lies over the taking in of files stays when that ends, and the
// way back leads to the units.
func TestHelpOverIntake(t *testing.T) {
	d := drive(t, 80, 24)
	d.collecting()
	cmd := d.app.top().(*unitsScreen).collect(d.app, "/nowhere")
	d.press("x")
	d.see("正在收报，按 Esc 停下")
	d.send(tea.PasteMsg{Content: "贴上"})
	d.see("这里不能粘贴")
	d.press("f1")
	d.see("帮助")
	d.run(cmd)
	d.see("帮助", "没有「/nowhere」")
	d.press("esc")
	d.see("应报 4")
}
