package ui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"nianbao/model"
)

// unreadReport opens a report of which a row and a cell could not be read.
func (d *driver) unreadReport() {
	d.t.Helper()
	d.begin()
	d.press("3", "7", "enter", "esc")
	d.pass(time.Second)
	var e model.Edit
	r := d.app.session().Report()
	for _, c := range r.Form.Cells() {
		if c.Row.Key == "granted" && !c.Computed() {
			e.Changes = append(e.Changes, model.Change{Target: model.Target{Kind: model.TargetUnread, Key: string(c.ID)}, After: model.NotRead})
		}
	}
	e.Changes = append(e.Changes, model.Change{Target: model.Target{Kind: model.TargetUnread, Key: "2.penalty.decided"}, After: "减3"})
	e.Label = "读入 a.docx"
	d.run(d.app.apply(e))
}

// TestUnreadIsShown: what could not be read is no blank on any screen; filling leaves
// it alone and says so; a figure takes its place, and undo gives it back.
func TestUnreadIsShown(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		d := drive(t, size[0], size[1])
		d.unreadReport()
		d.see("还有 7 格没有读出", "还有 158 格没有填")
		d.press("3")
		d.app.goTo(place{Section: "3", Cell: "3.granted.business"})
		d.see("未读6", "未读", "本格 没有读出")
		d.press("f4")
		d.see("137 格已填 0；6 格没有读出，不填 0")
		for _, c := range []model.CellID{"3.granted.natural_person", "3.granted.other_org"} {
			if d.app.session().Report().Figures[c].Filled() || !d.app.session().Report().IsUnread(c) {
				t.Errorf("%s was filled", c)
			}
		}
		d.press("f4")
		d.see("各格都已填，不用填 0；6 格没有读出")
		d.press("home", "shift+right", "shift+right", "f4")
		d.see("3 格没有读出，不填 0")
		d.app.goTo(place{Section: "3", Cell: "3.granted.total"})
		d.see("有分项没有读出")
		d.app.goTo(place{Section: "2", Cell: "2.penalty.decided"})
		d.see("没有读出，原件「减3」")
		d.press("3", "enter")
		if r := d.app.session().Report(); r.IsUnread("2.penalty.decided") || r.Figures["2.penalty.decided"] != model.Count(3) {
			t.Errorf("typed: %v, %v", r.Figures["2.penalty.decided"], r.Unread)
		}
		d.press("ctrl+z")
		if r := d.app.session().Report(); r.Unread["2.penalty.decided"] != "减3" {
			t.Errorf("undone: %v", r.Unread)
		}
		d.pass(time.Second)
		if r := d.report(); len(r.UnreadCells("")) != 7 {
			t.Errorf("stored: %v", r.Unread)
		}
		d.press("f6")
		d.findTo("6 格没有读出来")
		d.lack("按 x：")
		d.press("x")
		d.see("不能一键改正")
	}
}

// TestFileOfUnreadTablesIsRefused: nothing is taken over of a file that has tables and
// not one figure to read.
func TestFileOfUnreadTablesIsRefused(t *testing.T) {
	d := drive(t, 80, 24)
	dir := d.withFiles()
	d.files.readings["一格一行.txt"] = func(int) (*model.Reading, error) {
		x := readingOf("某某镇人民政府", 2024)
		for _, c := range x.Report.Form.Cells() {
			if !c.Computed() {
				x.Report.Unread[c.ID] = model.NotRead
			}
		}
		clear(x.Report.Figures)
		clear(x.Report.Stated)
		x.Read, x.Report.Headings = nil, []model.Heading{}
		x.File = "一格一行.txt"
		return x, nil
	}
	if err := os.WriteFile(filepath.Join(dir, "一格一行.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.press("i", "一格一行", "enter")
	d.see("一个也没有读出来", "另存为 docx")
	if slices.ContainsFunc(d.app.stack, func(s screen) bool { _, reading := s.(*readingScreen); return reading }) {
		t.Error("it is shown as if it could be taken over")
	}
}

// TestWordsForZero: cells where the file has a stroke or 无 are filled with 0 by one
// key, when somebody says so, and not by filling the blanks; what else could not be
// read stays.
func TestWordsForZero(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	words := map[model.CellID]string{"4.direct_suit.upheld": "/", "4.direct_suit.other": "无", "4.suit_after.pending": "——", "4.suit_after.upheld": "见附件"}
	e := model.Edit{Label: "读入 a.docx"}
	for id, word := range words {
		e.Changes = append(e.Changes, model.Change{Target: model.Target{Kind: model.TargetUnread, Key: string(id)}, After: word})
	}
	d.run(d.app.apply(e))
	d.press("4", "f4")
	d.see("「/」", "「无」", "有 3 格，没有当作 0", "按 z")
	d.press("esc")
	r := d.app.session().Report()
	for id := range words {
		if r.Figures[id].Filled() || !r.IsUnread(id) {
			t.Errorf("%s was filled unasked", id)
		}
	}
	d.press("f4", "z")
	d.see("3 格已填 0")
	r = d.app.session().Report()
	for id, word := range words {
		if zero := r.Figures[id] == model.Zero; zero != (word != "见附件") {
			t.Errorf("%s, where the file has %s, is %v", id, word, r.Figures[id])
		}
	}
	d.press("ctrl+z")
	if r := d.app.session().Report(); !r.IsUnread("4.direct_suit.upheld") {
		t.Error("undone, it is not as it was")
	}
}
