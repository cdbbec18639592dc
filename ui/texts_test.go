package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
)

// TestReplace: one place after the other, or all after a look, which is one step of undo.
func TestReplace(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		d.press("1", "甲镇公开。甲镇受理。甲镇办结。", "ctrl+home", "ctrl+f", "甲镇", "tab", "乙镇", "enter", "enter")
		d.see("乙镇公开。甲镇受理。", "第 1 处，共 2 处")
		d.press("f4")
		d.see("「甲镇」有 2 处", "【乙镇】受理")
		d.press("enter")
		d.see("乙镇公开。乙镇受理。乙镇办结。", "换了 2 处")
		d.press("ctrl+z")
		d.see("乙镇公开。甲镇受理。甲镇办结。")
		d.press("ctrl+z")
		d.see("甲镇公开。甲镇受理。甲镇办结。")
	}
}

// TestOutlineBlanks: Enter goes from blank to blank of the outline, and what is typed takes
// its place.
func TestOutlineBlanks(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("1", "f4")
	d.see("第 1 处空，共 4 处", "Esc 不选了")
	d.press("f4")
	d.see("第 2 处空，共 4 处") // and no outline within the outline
	d.press("esc")
	d.see("Esc 返回")
	d.press("ctrl+home", "f5")
	d.press("12", "enter", "34", "enter")
	d.see("公开信息12条，通过政务新媒体公开信息34条")
	d.press("enter", "无。", "ctrl+end", "ctrl+home", "enter")
	text := d.app.session().Report().Text["1"]
	if strings.Count(text, model.Placeholder) != 1 || !strings.HasPrefix(text, "\n") {
		t.Errorf("%q", text)
	}
	d.press("ctrl+z", "ctrl+f", "＿＿", "enter", "esc", "enter", "有制度。", "enter")
	d.see("提纲里的空都填好了")
	if text := d.app.session().Report().Text["1"]; strings.Contains(text, model.Placeholder) {
		t.Errorf("%q", text)
	}
	d.press("esc", "6", "f4")
	d.see("没有收取政府信息公开信息处理费", "请看一看是不是这样")
	d.press("esc", "1", "ctrl+end", "enter", "完")
	if text := d.app.session().Report().Text["1"]; !strings.Contains(text, "\n完") {
		t.Errorf("%q", text)
	}
}

// TestTakeLast takes last year's text over, its years moved on, a paragraph or all.
func TestTakeLast(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		d.press("1")
		d.send(tea.PasteMsg{Content: "2025年公开12条，比2024年多2条。\n2026年将按〔2021〕30号改进。"})
		d.press("esc", "esc", "n", "enter", "enter", "2026", "enter", "enter", "1", "ctrl+d")
		d.see("年份已改 3 处（标着", "> 【2026】年公开12条，比")
		d.press("down", "enter")
		d.see("2027年将按", "数字还是上年的")
		d.lack("2026年公开")
		d.press("ctrl+z", "ctrl+d", "a")
		d.see("2026年公开12条，比2025年多2条。", "2027年将按")
		d.press("ctrl+s", "ctrl+s")
		d.see("都已保存")
	}
}

// TestLowScreens: the first steps are all in sight on a low screen, and titles that are
// centred for a wider page are not broken.
func TestLowScreens(t *testing.T) {
	d := drive(t, 40, 10)
	d.see("按 i 读入去年的报告", "按 n 新建今年的报告")
	d.press("x")
	d.see("按 n 新建，i 读入")
	p := &previewScreen{source: []string{"                      某某镇人民政府2025年度工作报告", "很长的行名 | " + strings.Repeat("宽", 30)}}
	if lines := strings.Join(p.view(d.app, 40, 10).lines, "\n"); !strings.Contains(lines, "\n 某某镇人民政府2025年度工作报告\n") || !strings.Contains(lines, "表格宽出") {
		t.Error(lines)
	}
	p.source = p.source[:1]
	p.drawn = 0
	if lines := strings.Join(p.view(d.app, 80, 24).lines, "\n"); !strings.Contains(lines, "\n                       某某镇") {
		t.Error(lines)
	}
}
