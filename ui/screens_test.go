package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/backend"
)

// screens lists every screen and how to come to it.
var everyScreen = []struct {
	name string
	open func(d *driver)
}{
	{"list-empty", func(*driver) {}},
	{"new", func(d *driver) { d.press("n") }},
	{"list", func(d *driver) { d.begin(); d.press("esc") }},
	{"contents", func(d *driver) { d.begin() }},
	{"cover", func(d *driver) { d.begin(); d.press("c") }},
	{"text", func(d *driver) {
		d.begin()
		d.press("1")
		d.send(tea.PasteMsg{Content: "2025年，我镇“公开”工作——按条例要求推进。\n（一）主动公开。全年公开信息 1,234 条。"})
	}},
	{"table2", func(d *driver) { d.begin(); d.press("2", "3", "tab", "0", "enter") }},
	{"table3", func(d *driver) { d.begin(); d.press("3", "12", "enter", "1", "enter", "6", "enter", "2") }},
	{"table4", func(d *driver) { d.begin(); d.press("4", "f4", "2", "enter") }},
	{"findings", func(d *driver) { d.begin(); d.press("3", "12", "enter", "f6") }},
	{"explain", func(d *driver) { d.begin(); d.press("f4", "3", "5", "enter", "f6", "end", "e", "与台账核对过") }},
	{"explained", func(d *driver) {
		d.begin()
		d.press("f4", "3", "5", "enter", "f6", "end", "e", "与台账核对过", "enter", "tab", "end")
	}},
	{"pointed", func(d *driver) { d.begin(); d.press("f4", "3", "5", "enter", "f6", "end", "enter") }},
	{"pointed-text", func(d *driver) {
		d.begin()
		d.press("1")
		d.send(tea.PasteMsg{Content: "2025年，我镇主动公开政府信息＿＿条。\n收到申请＿＿件。"})
		d.press("f2")
	}},
	{"export", func(d *driver) { d.begin(); d.press("f9") }},
	{"delete", func(d *driver) { d.begin(); d.press("esc", "d") }},
	{"history", func(d *driver) {
		d.begin()
		d.press("3", "5", "enter", "esc")
		d.pass(time.Second)
		d.press("1", "字", "esc")
		d.pass(time.Second)
		d.press("h", "down")
	}},
	{"trash", func(d *driver) {
		d.begin()
		d.press("esc", "d", "y")
		d.begin()
		d.press("esc", "d", "y")
		d.app.trashed = nil // by another run
		d.press("u", "down")
	}},
	{"find", func(d *driver) { d.begin(); d.press("3", "ctrl+f", "秘密") }},
	{"note", func(d *driver) { d.begin(); d.press("2", "^", "其中修订16件") }},
	{"palette", func(d *driver) { d.begin(); d.press("3", "ctrl+p", "填") }},
	{"paste-rows", func(d *driver) { d.begin(); d.press("3"); d.send(rows("7 0", "0 0", "5 1", "0 2", ". .", "3 0")) }},
	{"paste-names", func(d *driver) {
		d.begin()
		d.press("3")
		d.send(rows("项目 其他 自然人 外国企业", "重复申请 1 2 3", "转送其他机关 4 5 6"))
	}},
	{"burst", func(d *driver) { d.begin(); d.press("3"); d.burst("61\t12\r4\t无\r"); d.waits() }},
	{"ledger", func(d *driver) { d.begin(); d.press("4", "f4", "end", "right", "12") }},
	{"paste", func(d *driver) {
		d.begin()
		d.press("3", "7", "enter", "up")
		d.send(tea.PasteMsg{Content: "1\t无\r\n2\t3\r\n"})
	}},
	{"clash", func(d *driver) {
		d.begin()
		d.other("3.received.natural_person", 2)
		d.press("3", "3", "enter")
		d.pass(time.Second)
	}},
	{"help", func(d *driver) { d.begin(); d.press("f1") }},
	{"preview", func(d *driver) { d.begin(); d.press("f9", "f7", "right") }},
	{"settings", func(d *driver) { d.begin(); d.press("ctrl+\\", "down") }},
	{"selection", func(d *driver) {
		d.begin()
		d.press("1")
		d.send(tea.PasteMsg{Content: "2025年，我镇“公开”工作按条例要求推进。\n（一）主动公开。全年公开信息 1,234 条。"})
		d.press("up", "home", "right", "right", "shift+down", "shift+right")
	}},
	{"choose", func(d *driver) { d.chooseFixed(); d.press("down") }},
	{"choose-failed", func(d *driver) {
		d.chooseFixed()
		d.app.top().(*chooseScreen).err = backend.Usage("请在 Word 里打开它，另存为 docx 再读", "「2020年报.doc」读不出年报：这是旧版 Word 的文件")
	}},
	{"choose-path", func(d *driver) {
		d.chooseFixed()
		d.send(tea.PasteMsg{Content: "'/home/clerk/下载/某某镇2024年政府信息公开工作年度报告（公示稿）.pdf'"})
	}},
	{"reading", func(d *driver) { d.withFiles(); d.press("i", "2025", "enter", "1", "5", "enter", "space") }},
	{"reading-all", func(d *driver) { d.withFiles(); d.press("i", "2025", "enter", "tab", "down", "down", "down") }},
	{"reading-correct", func(d *driver) { d.withFiles(); d.press("i", "2025", "enter", "enter") }},
	{"reading-left-out", func(d *driver) { d.withFiles(); d.press("i", "2025", "enter", "tab", "tab") }},
	{"reading-unknown", func(d *driver) { d.withFiles(); d.press("i", "不知道", "enter") }},
	{"reading-into", func(d *driver) { d.readInto(); d.press("tab", "tab", "space") }},
	{"reading-into-only", func(d *driver) { d.readInto(); d.press("o", "tab", "end") }},
	{"reading-other", func(d *driver) { d.readInto(); d.press("esc"); d.press("backspace", "4", "enter") }},
	{"reading-texts", func(d *driver) { d.readInto(); d.press("tab", "tab", "down", "enter") }},
	{"reading-taken", func(d *driver) { d.begin(); d.withFiles(); d.press("esc", "i", "2025", "enter", "ctrl+s") }},
	{"reading-palette", func(d *driver) { d.readInto(); d.press("ctrl+p") }},
	{"units-empty", func(d *driver) { d.press("z", "某某县人民政府", "ctrl+s") }},
	{"units", func(d *driver) { d.collecting(); d.press("down", "space") }},
	{"unit-form", func(d *driver) { d.collecting(); d.press("e", "down") }},
	{"units-excuse", func(d *driver) { d.collecting(); d.press("end", "o", "已并入文化局") }},
	{"parts", func(d *driver) { d.collecting(); d.press("esc", "3", "z", "down") }},
	{"adjust", func(d *driver) { d.collecting(); d.press("esc", "3", "-2 重复") }},
	{"tally", func(d *driver) { d.tallying(); d.press("down") }},
	{"tally-answer", func(d *driver) { d.tallying(); d.press("down", "enter", "down") }},
	{"tally-differences", func(d *driver) { d.tallying(); d.press("tab") }},
	{"tally-aside", func(d *driver) { d.tallying(); d.press("tab", "tab") }},
	{"tally-open", func(d *driver) { d.tallying(); d.press("tab", "tab", "tab") }},
	{"tally-rows", func(d *driver) { d.tallying(); d.press("tab", "enter", "down") }},
	{"trouble", func(d *driver) { d.spoil() }},
	{"trouble-copy", func(d *driver) { d.spoil(); d.press("b") }},
	{"trouble-mended", func(d *driver) { d.spoil(); d.press("m") }},
	{"figures", func(d *driver) { d.begin(); d.press("3", "12", "enter", "1", "enter", "esc", "1", "f4") }},
}
