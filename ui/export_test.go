package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
)

// TestExportRows: the kind is a row of its own, what is ticked says so, the path stands
// whole, and a folder that is not there is told of.
func TestExportRows(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		folder := filepath.Join(t.TempDir(), strings.Repeat("很长的文件夹名", 6))
		d.app.deps.ExportDir = folder
		d.press("f9")
		d.see("> [x] Word")
		d.press("space")
		d.see("> [ ] Word")
		d.press("down", "space")
		d.see("> [x] Excel")
		d.press("up", "up")
		d.see("> 类型    草稿")
		d.press("space")
		d.see("> 类型    正式文件")
		d.press("space", "down", "down")
		d.see("写到：/")
		if size[0] >= 80 {
			d.see("空格键 不选")
			path := filepath.Join(folder, d.files.FileName(d.app.session().Report(), "xlsx", model.FileOptions{}))
			if whole := strings.ReplaceAll(strings.ReplaceAll(d.screen(), "\n", ""), " ", ""); !strings.Contains(whole, path) {
				t.Errorf("%s is not whole on the screen:\n%s", path, d.screen())
			}
			d.see("这个文件夹还没有，导出时新建")
			if err := os.MkdirAll(folder, 0o755); err != nil {
				t.Fatal(err)
			}
			d.lack("这个文件夹还没有")
			if err := os.WriteFile(path, nil, 0o644); err != nil {
				t.Fatal(err)
			}
			d.see("已有同名文件", "没有人改过就替换")
		}
		d.press("enter")
		if len(d.files.written) != 1 || filepath.Ext(d.files.written[0]) != ".xlsx" {
			t.Errorf("wrote %v", d.files.written)
		}
	}
}

// TestExportRemembersTheFormats: at the next time, and at the next start.
func TestExportRemembersTheFormats(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f9", "space", "down", "down", "space", "enter", "f9")
	d.see("[ ] Word", "[x] PDF")
	again := &driver{t: t, store: d.store, files: d.files, now: clock, app: New(d.app.deps)}
	again.run(again.app.Init())
	again.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	again.press("f9")
	again.see("[ ] Word", "[x] PDF")
}

// TestExportRemembersTheUnitsStyle: seal, place of the checksum and template are chosen once
// for a unit, by whoever works for it; another unit has its own.
func TestExportRemembersTheUnitsStyle(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 10}} {
		d := drive(t, size[0], size[1])
		d.begin()
		d.press("f9")
		for range len(d.files.Formats()) {
			d.press("down")
		}
		d.see("> 落款    不盖章")
		d.press("space", "down")
		d.see("> 校验码  存在文件属性里")
		d.press("space", "down")
		d.send(tea.PasteMsg{Content: "红头.docx"})
		d.see("> 模板    红头.docx")
		d.press("enter")
		template, err := filepath.Abs("红头.docx") // it is remembered for other folders too
		if err != nil {
			t.Fatal(err)
		}
		want := model.UnitStyle{Sealed: true, Checksum: model.ChecksumFooter, Template: template}
		if d.files.style != want {
			t.Errorf("wrote with %+v", d.files.style)
		}
		unit := d.app.session().Report().Unit
		if got, err := backend.StyleOf(d.store, unit); got != want || err != nil {
			t.Errorf("kept %+v, %v", got, err)
		}
		if other, err := backend.StyleOf(d.store, "另一镇人民政府"); other != (model.UnitStyle{}) || err != nil {
			t.Errorf("another unit has %+v, %v", other, err)
		}
		d.press("f9", "enter")
		if d.files.style != want {
			t.Errorf("then wrote with %+v", d.files.style)
		}
	}
}

// TestExportSaysOnce what is to be known of several files.
func TestExportSaysOnce(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.files.notes = []string{"本机没有楷体，用宋体代替。"}
	d.press("f9", "down", "down", "space", "enter")
	d.see("2 个文件存在")
	if said := strings.ReplaceAll(d.screen(), "\n ", ""); len(d.files.written) != 2 || strings.Count(said, "本机没有楷体，用宋体代替") != 1 || strings.Contains(said, "。；") {
		t.Error(d.screen())
	}
}

// TestExamples: they stand in for the user's reports, take no new ones, and leave
// nothing behind.
func TestExamples(t *testing.T) {
	other, gone := newFakeStore(), 0
	d := drive(t, 80, 24)
	d.press("l") // there are none here
	d.app.deps.Example = func() (backend.Store, func() error, error) {
		return other, func() error { gone++; return nil }, nil
	}
	d.see("还没有报告", "看例子")
	d.press("l")
	d.see(exampleTitle)
	d.press("n")
	d.see("这里是例子：按 Esc 回到自己的报告")
	d.press("esc")
	d.see("已经回到自己的报告", "还没有报告")
	d.lack(exampleTitle)
	if gone != 1 {
		t.Errorf("taken away %d times", gone)
	}
	d.press("l")
	if said := d.app.Close(); said != "" || gone != 2 {
		t.Errorf("at the end: %q, taken away %d times", said, gone)
	}
}
