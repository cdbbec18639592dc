package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/model"
)

// stranded has edits, and a figure half typed, end up in a rescue file, which the
// next sitting is begun beside.
func stranded(t *testing.T, meanwhile func(d *driver)) *driver {
	d := drive(t, 80, 24)
	d.begin()
	dir := t.TempDir()
	d.app.deps.RescueDirs = []string{dir}
	base := d.report()
	d.press("3", "5", "enter", "7")
	d.store.fail = fakeError{"full"}
	d.send(HangUp{})
	if said := d.app.Close(); !strings.Contains(said, "已另存为") { // as the loop's end does
		t.Errorf("it says %q", said)
	}
	if len(d.files.written) != 1 || filepath.Dir(d.files.written[0]) != dir {
		t.Fatalf("written %v", d.files.written)
	}
	if err := os.WriteFile(d.files.written[0], nil, 0o600); err != nil { // the fake has not
		t.Fatal(err)
	}
	d.store.fail = nil
	if meanwhile != nil {
		meanwhile(d)
	}
	again := drive(t, 80, 24)
	again.store, again.app.deps.Store, again.app.deps.RescueDirs = d.store, d.store, []string{dir}
	saved := d.files.reports[0]
	saved.Revision = base.Revision
	again.files.readings = map[string]func(int) (*model.Reading, error){filepath.Base(d.files.written[0]): func(int) (*model.Reading, error) {
		return &model.Reading{Report: saved.Clone()}, nil
	}}
	again.run(again.app.stack[0].(*listScreen).load(again.app))
	again.see("没有存进数据文件", "按 s 收回")
	again.press("s")
	return again
}

// TestRescued: what went into a rescue file, the half-typed figure too, is offered
// at the next start, and joined with what has come since.
func TestRescued(t *testing.T) {
	d := stranded(t, func(d *driver) { d.other("2.rules.issued", 3) })
	d.see("没有存进去的改动", "改了 2 处", "（空） -> 5", "（空） -> 7")
	d.press("y")
	d.pass(3 * time.Second)
	r := d.report()
	if r.Figures["3.received.natural_person"] != model.Count(5) || r.Figures["3.carried_in.natural_person"] != model.Count(7) || r.Figures["2.rules.issued"] != model.Count(3) {
		t.Errorf("stored %v", r.Figures)
	}
	d.press("esc")
	if left := rescueFiles(d.app.deps.RescueDirs); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if seen, err := filepath.Glob(filepath.Join(d.app.deps.RescueDirs[0], seenPrefix+"*")); err != nil || len(seen) != 1 {
		t.Errorf("the file is gone: %v %v", seen, err)
	}
}

// TestRescuedClash: what somebody else has changed otherwise meanwhile is asked
// about.
func TestRescuedClash(t *testing.T) {
	d := stranded(t, func(d *driver) { d.other("3.received.natural_person", 9) })
	d.press("y")
	d.see("两边改了同一处", "用我的：5", "用对方的：9")
	d.press("f2")
	d.pass(3 * time.Second)
	if got := d.report().Figures["3.received.natural_person"]; got != model.Count(5) {
		t.Errorf("stored %s", got)
	}
}

// TestRescuedNotWanted: the file is kept, and not offered again.
func TestRescuedNotWanted(t *testing.T) {
	d := stranded(t, nil)
	d.press("x")
	if r := d.report(); len(r.Figures) != 0 {
		t.Errorf("stored %v", r.Figures)
	}
	if left := rescueFiles(d.app.deps.RescueDirs); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}
