package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/desk"
)

// stranded has edits, and a figure half typed, end up in a rescue file, which the
// next sitting is begun beside.
func stranded(t *testing.T, meanwhile func(d *driver)) *driver {
	d := drive(t, 80, 24)
	d.begin()
	dir := d.rescues()
	d.press("3", "5", "enter", "7")
	d.store.fail = fakeError{"full"}
	d.send(HangUp{})
	if said := d.app.Close(); !strings.Contains(said, "已另存为") { // as the loop's end does
		t.Errorf("it says %q", said)
	}
	if len(d.files.written) != 1 || filepath.Dir(d.files.written[0]) != dir {
		t.Fatalf("written %v", d.files.written)
	}
	d.store.fail = nil
	if meanwhile != nil {
		meanwhile(d)
	}
	return d.again(dir)
}

// rescues lets rescue files be written, into a folder of its own.
func (d *driver) rescues() (dir string) {
	dir = d.t.TempDir()
	d.app.deps.RescueDirs, d.files.rescues = []string{dir}, true
	return dir
}

// again is the next sitting beside the rescue files of a folder.
func (d *driver) again(dir string) *driver {
	d.t.Helper()
	again := drive(d.t, 80, 24)
	again.store, again.app.deps.Store, again.app.deps.RescueDirs = d.store, d.store, []string{dir}
	again.run(again.app.list().load(again.app))
	again.see("没有保存", "按 s 找回")
	again.press("s")
	return again
}

// TestRescued: what went into a rescue file, the half-typed figure too, is offered
// at the next start, and joined with what has come since.
func TestRescued(t *testing.T) {
	d := stranded(t, func(d *driver) { d.other("2.rules.issued", 3) })
	d.see("没有保存的改动", "改了 1 处", "（空） -> 5")
	d.press("y")
	d.see("上次在这一格输入了「7」")
	d.press("enter")
	d.pass(3 * time.Second)
	r := d.report()
	if r.Figures["3.received.natural_person"] != model.Count(5) || r.Figures["3.carried_in.natural_person"] != model.Count(7) || r.Figures["2.rules.issued"] != model.Count(3) {
		t.Errorf("stored %v", r.Figures)
	}
	d.press("esc")
	if left := desk.RescueFiles(d.app.deps.RescueDirs, d.app.deps.User); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if seen, err := filepath.Glob(filepath.Join(d.app.deps.RescueDirs[0], desk.SeenPrefix+"*")); err != nil || len(seen) != 1 {
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
	if left := desk.RescueFiles(d.app.deps.RescueDirs, d.app.deps.User); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// TestRescuedWhileFinished: nothing is called taken back before it is saved.
func TestRescuedWhileFinished(t *testing.T) {
	d := stranded(t, func(d *driver) {
		for _, r := range d.store.reports {
			r.State = model.Final
			r.Revision++
		}
	})
	d.see("已经定稿")
	d.press("y")
	d.see("报告已被定稿", "按 F3")
	d.lack("已找回")
	if left := desk.RescueFiles(d.app.deps.RescueDirs, d.app.deps.User); len(left) == 0 {
		t.Error("the file is set aside, and nothing is saved")
	}
}

// TestRescueOfAnother: under one account each is offered his own.
func TestRescueOfAnother(t *testing.T) {
	d := stranded(t, nil)
	if left := desk.RescueFiles(d.app.deps.RescueDirs, "王芳"); len(left) != 0 {
		t.Error("王芳 is offered", left)
	}
}

// TestRescueFileUnreadable is one of several: the others can be reached.
func TestRescueFileUnreadable(t *testing.T) {
	d := stranded(t, nil)
	dir := d.app.deps.RescueDirs[0]
	d.press("esc")
	bad := filepath.Join(dir, desk.RescuePrefix+"1-"+desk.Signed("李四")+"-x.json")
	if err := os.WriteFile(bad, []byte("garbage"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.run(d.app.list().load(d.app))
	d.press("s")
	d.see("无法读取")
	d.press("n")
	d.see("（空） -> 5")
	d.press("esc", "s", "x")
	if left := desk.RescueFiles(d.app.deps.RescueDirs, "李四"); len(left) != 1 || left[0] == bad {
		t.Error(left)
	}
}

// TestSpare: while nothing can be saved a rescue file is there already, for the case
// that the power fails; it is kept up to date, and goes once all is saved.
func TestSpare(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	dir := d.rescues()
	d.store.fail = fakeError{model.CodeFull}
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.see("没有保存", "您写的都在，另存在")
	d.press("6", "enter", "7")
	d.pass(3 * time.Second)
	next := d.again(dir) // as after kill -9
	next.see("改了 2 处", "（空） -> 5", "（空） -> 6")
	d.store.fail = nil
	d.pass(3 * time.Second)
	d.see("已保存")
	if left := desk.RescueFiles([]string{dir}, "李四"); len(left) != 0 {
		t.Error("left", left)
	}
	d.press("enter")
	d.store.fail = fakeError{model.CodeFull}
	d.press("8", "enter")
	d.pass(time.Second)
	d.press("ctrl+q", "x")
	if left := desk.RescueFiles([]string{dir}, "李四"); len(left) != 0 {
		t.Error("given up, and offered all the same:", left)
	}
}

// TestRescueHolds what is half written and nowhere else.
func TestRescueHolds(t *testing.T) {
	for _, x := range []struct {
		keys, sees []string
	}{
		{[]string{"3", "12+"}, []string{"12+"}},
		{[]string{"2", "5", "enter", "up", "^", "其中修订"}, []string{"附注：其中修订", "还没有确定"}},
		{[]string{"c", "end", "改名", "down", "down", "down", "down", "某某镇年报"}, []string{"某某镇年报", "改名", "还没有确定"}},
	} {
		d := drive(t, 80, 24)
		d.begin()
		dir := d.rescues()
		d.press(x.keys...)
		d.store.fail = fakeError{model.CodeReadOnly}
		d.send(HangUp{})
		d.store.fail = nil
		next := d.again(dir)
		next.press("y")
		next.see(x.sees...)
	}
}

// TestHalfWritten: a note or a reason that the line cut off is there again; Esc asks.
func TestHalfWritten(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("2", "5", "enter", "up", "^", "其中修订2件", "esc")
	d.see("放弃吗")
	d.press("esc")
	d.pass(time.Second)
	next := drive(t, 80, 24)
	next.store, next.app.deps.Store = d.store, d.store
	next.run(next.app.list().load(next.app))
	next.press("enter")
	next.see("附注：其中修订2件", "还没有确定")
}
