package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
)

// task is something that people do often: from where they begin, by which keys, to
// what must have come of it. What is in 「」 is their own words, which are typed and not
// counted; in 【】 what the terminal pastes, one key.
type task struct {
	name    string
	most    int // keys that it may take
	begin   func(d *driver)
	keys    []string
	outcome func(d *driver) bool
}

const village = "某某镇人民政府"

func tasks(t *testing.T) []task {
	text := func(d *driver, part string) string { return d.app.session().Report().Text[part] }
	zeros := func(d *driver) {
		d.begin()
		d.press("f4")
		for _, part := range []string{"1", "5", "6"} {
			d.press(part, "情况属实。", "esc")
		}
		d.pass(time.Second)
	}
	return []task{
		{"零报告", 14, func(*driver) {},
			[]string{"n", "「" + village + "」", "enter", "enter", "enter", "enter", "f4", "1", "「没有申请。」", "esc", "5", "「更新不及时。」", "esc", "6", "「没有收费。」", "esc", "f9", "enter"},
			func(d *driver) bool { return len(d.files.written) == 1 && d.files.reports[0].Blanks("") == nil }},
		{"照纸填表四", 25, func(d *driver) { d.begin() },
			[]string{"4", "1", "tab", "0", "tab", "0", "tab", "0", "tab", "0", "tab", "0", "tab", "2", "tab", "0", "tab", "0", "tab", "0", "tab", "0", "tab", "0", "tab"},
			func(d *driver) bool { return len(d.app.session().Report().Blanks("4")) == 0 }},
		{"粘贴台账的一块", 3, func(d *driver) { d.begin() },
			[]string{"3", "【" + strings.Repeat("1\t0\t0\t0\t0\t0\n", 2) + "】"},
			func(d *driver) bool {
				return figure(d, "3.received.natural_person") == "1" && figure(d, "3.carried_in.other_org") == "0"
			}},
		{"改一个数", 7, func(d *driver) { zeros(d); d.press("esc") },
			[]string{"enter", "ctrl+f", "「行政许可」", "enter", "5", "enter"},
			func(d *driver) bool { return figure(d, "2.licensing.decided") == "5" }},
		{"更正已定稿的一个数", 10, func(d *driver) { zeros(d); d.press("g", "y"); d.pass(time.Second); d.press("esc") },
			[]string{"enter", "ctrl+f", "「行政许可」", "enter", "g", "「漏登五件」", "enter", "5", "enter", "g", "y"},
			func(d *driver) bool {
				r := d.app.session().Report()
				return r.State == model.Final && r.Figures["2.licensing.decided"] == model.Count(5)
			}},
		{"改各处写错的年份", 10, func(d *driver) {
			zeros(d)
			d.write("1", "2024年，我镇公开信息62条；培训有序，2024年组织培训2次。")
			d.write("6", "2024年，我镇没有收取信息处理费。")
		},
			[]string{"f6", "a", "x"},
			func(d *driver) bool { return !strings.Contains(text(d, "1")+text(d, "6"), "2024") }},
		{"说明一条警告", 6, func(d *driver) { zeros(d) },
			[]string{"f6", "e", "「收费由县里统一报」", "enter"},
			func(d *driver) bool { return len(d.app.session().Report().Explanations) == 1 }},
		{"读入去年的，接着填", 6, func(d *driver) { d.withFiles() },
			[]string{"i", "「2024」", "enter", "ctrl+s"},
			func(d *driver) bool { return d.app.session().Report().Year == 2024 }},
		{"导出三种格式", 7, func(d *driver) { zeros(d) },
			[]string{"f9", "down", "space", "down", "space", "enter"},
			func(d *driver) bool { return len(d.files.written) == 3 }},
		{"再导出上次的三种", 2, func(d *driver) {
			zeros(d)
			d.press("f9", "down", "space", "down", "space", "enter")
			d.files.written = nil
		},
			[]string{"f9", "enter"},
			func(d *driver) bool { return len(d.files.written) == 3 }},
		{"恢复以前的一稿", 6, func(d *driver) {
			zeros(d)
			d.press("2")
			d.press("7", "enter", "esc")
			d.pass(time.Second)
		},
			[]string{"h", "down", "u", "enter"},
			func(d *driver) bool { return figure(d, "2.rules.issued") == "0" }},
	}
}

// TestTasks counts the keys that common tasks take.
func TestTasks(t *testing.T) {
	for _, x := range tasks(t) {
		d := drive(t, 80, 24)
		x.begin(d)
		keys := 0
		for _, k := range x.keys {
			switch r := []rune(k); r[0] {
			case '「':
				d.press(string(r[1 : len(r)-1]))
			case '【':
				d.send(tea.PasteMsg{Content: string(r[1 : len(r)-1])})
				keys++
			default:
				d.press(k)
				keys++
			}
		}
		t.Logf("%-24s %d keys", x.name, keys)
		if keys > x.most {
			t.Errorf("%s takes %d keys, more than %d", x.name, keys, x.most)
		}
		if !x.outcome(d) {
			t.Errorf("%s: it has not come to that:\n%s", x.name, d.screen())
		}
	}
}
