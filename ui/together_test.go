package ui

import (
	"strings"
	"testing"

	"nianbao/model"
)

// write puts a text in a section, as somebody else's would come.
func (d *driver) write(section, text string) {
	d.t.Helper()
	if err := d.app.session().Apply(model.SetText(d.app.session().Report(), section, text)); err != nil {
		d.t.Fatal(err)
	}
	d.app.refresh()
}

// TestTogether: the places of one rule are listed, one key changes all of them in all
// texts, one undo brings them back.
func TestTogether(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		before := map[string]string{
			"1": "2024年，我镇公开信息62条；培训有序，2024年组织培训2次。",
			"6": "2024年，我镇没有收取信息处理费。",
		}
		for key, text := range before {
			d.write(key, text)
		}
		d.press("f6")
		n := d.live("W-YEAR")
		d.findTo("2024")
		d.press("a")
		d.see("以下 3 处", "全部改正")
		if size[0] == 80 {
			d.golden("together-80x24")
		}
		d.press("x")
		d.see("已一起改正 3 处")
		for key, text := range before {
			if got, want := d.app.session().Report().Text[key], strings.ReplaceAll(text, "2024", "2025"); got != want {
				t.Errorf("section %s: %q", key, got)
			}
		}
		if n -= 3; n != 1 {
			t.Fatalf("%d more findings", n)
		}
		d.counts("W-YEAR", 0)
		d.press("ctrl+z")
		for key, text := range before {
			if got := d.app.session().Report().Text[key]; got != text {
				t.Errorf("one undo leaves section %s: %q", key, got)
			}
		}
	}
}

// TestTogetherNeedsALook: what has changed since the list was made is shown anew, and
// nothing is changed before it was seen; one place alone has no list.
func TestTogetherNeedsALook(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.write("1", "2024年，我镇公开信息62条；培训有序，2024年组织培训2次。")
	d.press("f6")
	d.findTo("2024")
	d.press("a")
	d.write("1", "2024年，我镇公开信息62条；培训有序，2024年组织培训2次；更新及时，2024年更新3次。")
	d.press("x")
	d.see("再看一遍", "以下 3 处")
	if text := d.app.session().Report().Text["1"]; strings.Contains(text, "2025") {
		t.Errorf("changed unseen: %q", text)
	}
	d.press("esc")
	d.write("1", "2024年，我镇公开信息62条。")
	d.findTo("2024")
	d.press("a")
	d.see("没有几处能一起改")
}
