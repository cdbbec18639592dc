package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// ofUser is the store as one user has it: the log has his name.
type ofUser struct {
	*fakeStore
	who string
}

func (s ofUser) Save(r *model.Report, edits []model.Edit) (int, error) {
	revision, err := s.fakeStore.Save(r, edits)
	if err == nil {
		log := s.logs[r.ID]
		for i := len(log) - len(edits); i < len(log); i++ {
			log[i].User = s.who
		}
	}
	return revision, err
}

func (s ofUser) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	return merge(s, r, edits, place, join)
}

func (s ofUser) Place(id string) (string, error) { return s.fakeStore.Place(id + s.who) }
func (s ofUser) SavePlace(id, place string) error {
	return s.fakeStore.SavePlace(id+s.who, place)
}

// beside is another user at the same report, on a screen of their own.
func (d *driver) beside(who string) *driver {
	d.t.Helper()
	other := drive(d.t, 80, 24)
	other.store, other.app.deps.Store, other.app.deps.User = d.store, ofUser{d.store, who}, who
	for _, r := range d.store.reports {
		other.run(openReport(other.app, r.Name(), opening{}))
	}
	return other
}

// two are 甲 and 乙 at the contents of the same report.
func two(t *testing.T) (a, b *driver) {
	a = drive(t, 80, 24)
	a.app.deps.Store, a.app.deps.User = ofUser{a.store, "甲"}, "甲"
	a.begin()
	return a, a.beside("乙")
}

// both lets time go by for everybody.
func both(all ...*driver) {
	for range 3 {
		for _, d := range all {
			d.pass(3 * time.Second)
		}
	}
}

// TestHalfTypedAsks: whatever two people have open at once, the one who enters it
// last is asked, by the other's name; Esc leaves it as the other has made it.
func TestHalfTypedAsks(t *testing.T) {
	note := func(d *driver) string { return d.report().Notes["3.received.natural_person"] }
	title := func(d *driver) string { return d.report().Title }
	why := func(d *driver) string {
		for _, e := range d.report().Explanations {
			return e.Text
		}
		return ""
	}
	for what, c := range map[string]struct {
		open, enter []string
		get         func(*driver) string
	}{
		"附注": {[]string{"3", "^"}, []string{"enter"}, note},
		"标题": {[]string{"c", "down", "down", "down", "down"}, []string{"ctrl+s"}, title},
		"说明": {[]string{"f6", "end", "e"}, []string{"enter"}, why},
	} {
		t.Run(what, func(t *testing.T) {
			a, b := two(t)
			if what == "说明" {
				a.press("3", "2000", "enter", "esc", "f4")
				both(a, b)
			}
			a.press(c.open...)
			b.press(c.open...)
			a.press("甲写的原因在此")
			b.press("乙写的原因在此")
			a.press(c.enter...)
			both(a, b)
			was := c.get(a)
			if !strings.Contains(was, "甲写的原因在此") {
				t.Fatalf("甲's is %q:\n%s", was, a.screen())
			}
			b.press(c.enter...)
			b.see("两边改了同一处", "被甲改了", "甲写的原因在此", "乙写的原因在此")
			b.press("esc", "enter", "9") // no answer
			b.see("两边改了同一处")
			both(a, b)
			if got := c.get(a); got != was {
				t.Fatalf("unasked it is %q", got)
			}
			b.app.queue = nil
			b.press("f2")
			if both(a, b); !strings.Contains(c.get(a), "乙写的原因在此") {
				t.Errorf("agreed to, it is %q:\n%s", c.get(a), b.screen())
			}
		})
	}
}

// TestHalfTypedAsksAfterwards: what was half typed when the line dropped still knows
// what it was opened on.
func TestHalfTypedAsksAfterwards(t *testing.T) {
	for what, c := range map[string][2][]string{
		"附注": {{"3", "^"}, {"enter"}},
		"标题": {{"c", "down", "down", "down", "down"}, {"ctrl+s"}},
	} {
		a, b := two(t)
		a.press(c[0]...)
		a.press("甲写的原因在此")
		a.send(HangUp{})
		b.press(c[0]...)
		b.press("乙写的原因在此")
		b.press(c[1]...)
		both(b)
		again := b.beside("甲")
		again.see("甲写的原因在此", "还没有")
		again.press(c[1]...)
		again.see("两边改了同一处", "甲写的原因在此", "乙写的原因在此")
		if t.Failed() {
			t.Log(what)
		}
	}
}

// TestLedgersTotalAsks: the total that the ledger has is kept by two people: the
// second is asked, as he is of a note that comes with a figure.
func TestLedgersTotalAsks(t *testing.T) {
	a, b := two(t)
	for _, d := range []*driver{a, b} {
		d.app.goTo(place{Section: "3", Cell: "3.received.total"})
	}
	b.press("7", "f2")
	a.press("5", "f2", "enter")
	both(a, b)
	b.press("enter")
	b.see("两边改了同一处", "被甲改了", "现在是：5", "您写的是：7")
	b.press("f3")
	both(a, b)
	if got := a.report().Stated["3.received.total"]; got != model.Count(5) {
		t.Errorf("unasked it is %v", got)
	}
	for _, d := range []*driver{a, b} {
		d.app.goTo(place{Section: "2", Cell: "2.rules.issued"})
	}
	b.press("8（乙的）")
	a.press("8（甲的）", "enter")
	both(a, b)
	b.press("enter")
	b.see("两边改了同一处", "被甲改了", "现在是：甲的", "您写的是：乙的")
	b.press("f2")
	both(a, b)
	if got := a.report().Notes["2.rules.issued"]; got != "乙的" {
		t.Errorf("agreed to, it is %q", got)
	}
}

// TestCoverRenamedMeanwhile: fields that nobody touched follow the report, and the
// cover can be saved.
func TestCoverRenamedMeanwhile(t *testing.T) {
	a, b := two(t)
	b.press("c")
	a.press("c", "ctrl+u", "侯集镇人民政府", "ctrl+s")
	both(a, b)
	b.see("侯集镇人民政府")
	b.press("down", "down", "down", "down", "某某的标题", "ctrl+s")
	both(a, b)
	r := a.store.reports[a.app.session().Report().ID]
	if r.Unit != "侯集镇人民政府" || r.Title != "某某的标题" {
		t.Errorf("it is %q, %q", r.Unit, r.Title)
	}
	b.lack("已经有")
}

// TestNamesPerChange: each change is told by the name of whoever made it, not of
// whoever saved last.
func TestNamesPerChange(t *testing.T) {
	a, b := two(t)
	c := a.beside("丙")
	b.press("3", "5", "enter") // 新收, by 乙
	both(b)
	c.press("2", "7", "enter") // the other table, by 丙, who saves last
	both(c)
	a.press("3", "6", "enter")                  // not saved yet
	a.app.desk.Pressed(a.now.Add(-time.Second)) // nobody is writing
	a.pass(time.Second)
	screen := a.screen()
	if !strings.Contains(screen, "两边改了同一处") {
		t.Fatalf("not asked:\n%s", screen)
	}
	a.see("用对方的：5（乙", "乙在您填写的同时改了同一处")
	a.press("f2")
	both(a, b, c)

	b.press("home", "down", "9", "enter")
	both(b)
	c.press("8", "enter")
	both(c)
	a.app.desk.Pressed(a.now.Add(-time.Second)) // nobody is writing
	a.press("left")
	a.pass(3 * time.Second)
	a.see("乙", "丙")
	if s := a.screen(); strings.Contains(s, "丙改了这份报告：表三") || strings.Contains(s, "乙改了这份报告：表二") {
		t.Errorf("the wrong name:\n%s", s)
	}
}

// TestClosedAndOpenedAgain is told in that order.
func TestClosedAndOpenedAgain(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.store.others = []backend.Presence{{Actor: model.Actor{User: "乙"}, Session: "1", Opened: d.now, LastKey: d.now}}
	d.pass(time.Minute)
	d.press("down", "up")
	d.pass(2 * time.Second)
	d.store.others = []backend.Presence{{Actor: model.Actor{User: "乙"}, Session: "2", Opened: d.now, LastKey: d.now}}
	d.press("down", "up")
	d.pass(time.Minute)
	s := strings.Join(strings.Fields(d.screen()), "")
	closed, opened := strings.Index(s, "乙已经关了这份报告"), strings.Index(s, "；乙今天10:22打开了")
	if closed < 0 || opened < closed {
		t.Errorf("told in the wrong order:\n%s", s)
	}
}

// TestSplitParagraph: two who break one paragraph at different places are not asked;
// at the same place, they see where.
func TestSplitParagraph(t *testing.T) {
	a, b := two(t)
	a.press("1")
	a.send(tea.PasteMsg{Content: "公开十二件，答复三件，收费零元。"})
	both(a, b)
	b.press("1", "home", "right", "right", "right", "right", "right", "right")
	a.press("home")
	for range 11 {
		a.press("right")
	}
	b.press("enter")
	a.press("enter")
	both(a, b)
	if got := a.report().Text["1"]; got != "公开十二件，\n答复三件，\n收费零元。" {
		t.Errorf("joined it is %q", got)
	}
	a.press("甲")
	b.press("乙", "enter")
	both(a)
	b.app.desk.Pressed(b.now.Add(-time.Second)) // nobody is writing
	both(b, a)
	if s := b.screen() + a.screen(); strings.Contains(s, "两边改了同一处") && !strings.Contains(s, "↵") {
		t.Errorf("breaks are not shown:\n%s", s)
	}
}

// TestFinalQuestionFollows: while one is asked about a report that was made final,
// the other opens it again: it is saved, for the reason that was being given.
func TestFinalQuestionFollows(t *testing.T) {
	for _, giving := range []bool{false, true} {
		a, b := two(t)
		a.press("f4")
		for _, part := range []string{"1", "5", "6"} {
			a.press(part, "情况属实。", "esc")
		}
		both(a, b)
		b.press("3", "5", "enter", "ctrl+z") // at the table
		both(b, a)
		a.press("g", "y")
		a.pass(time.Second)
		b.press("up", "7", "enter")                 // not saved yet
		b.app.desk.Pressed(b.now.Add(-time.Second)) // nobody is writing
		b.pass(time.Second)
		b.see("报告已被定稿", "甲把这份报告定稿了")
		if giving {
			b.press("f2", "乙的原因")
		} else {
			b.press("8", "enter") // meant for the table
		}
		a.press("g", "甲的原因", "enter")
		a.pass(time.Second)
		b.pass(3 * time.Second)
		both(b)
		b.lack("报告已被定稿")
		b.lack("原因：")
		r := a.store.reports[a.app.session().Report().ID]
		if r.State != model.Correcting || r.Figures["3.received.natural_person"] != model.Count(7) && r.Figures["3.carried_in.natural_person"] != model.Count(7) {
			t.Errorf("giving %v: %s, %v", giving, r.State, r.Figures["3.received.natural_person"])
		}
		reasons := ""
		for _, e := range a.store.logs[r.ID] {
			reasons += e.Reason + " "
		}
		if giving != strings.Contains(reasons, "乙的原因") {
			t.Errorf("giving %v: the reasons are %s", giving, reasons)
		}
	}
}

// TestRescueOfADeletedReport: what was opened on one report goes to no other of its
// name without being asked.
func TestRescueOfADeletedReport(t *testing.T) {
	for answer, want := range map[string]string{
		"r": "某某镇人民政府（恢复）-2025", "y": "某某镇人民政府（找回）-2025", "m": "某某镇人民政府-2025",
	} {
		d := stranded(t, func(d *driver) {
			for id := range d.store.reports {
				if err := d.store.Delete(id); err != nil {
					t.Fatal(err)
				}
			}
			r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025)
			r.Figures["3.received.natural_person"] = model.Count(90)
			if _, err := d.store.Create(r, "新建"); err != nil {
				t.Fatal(err)
			}
		})
		d.see("删除", "是另一份", "按 r", "按 y", "按 m")
		if answer == "m" {
			d.files.readings = map[string]func(int) (*model.Reading, error){}
			for _, path := range desk.RescueFiles(d.app.deps.RescueDirs, "李四") {
				x, err := desk.ReadRescued(d.store, path)
				if err != nil {
					t.Fatal(err)
				}
				var read []model.ReadCell
				for cell, f := range x.File.Figures {
					read = append(read, model.ReadCell{Cell: cell, Value: f, Confidence: 1})
				}
				d.files.readings[path[strings.LastIndex(path, "/")+1:]] = func(int) (*model.Reading, error) {
					return &model.Reading{Report: x.File, Read: read}, nil
				}
			}
		}
		d.press(answer)
		if answer == "m" {
			d.see("90", "5")
			d.press("ctrl+s", "esc", "y")
		}
		d.pass(3 * time.Second)
		found := ""
		for _, r := range d.store.reports {
			if got := r.Figures["3.received.natural_person"]; r.Name() == "某某镇人民政府-2025" && got != model.Count(90) {
				t.Errorf("%s: the other report has %v", answer, got)
			}
			if r.Name() == want {
				found = fmt.Sprint(r.Figures["3.received.natural_person"])
			}
		}
		if mine := found == "5"; mine == (answer == "m") {
			t.Errorf("%s: %s has %s", answer, want, found)
		}
	}
}

// TestWayOutNamesTheFile: who leaves a report that was deleted meanwhile is told of
// the file that was just written.
func TestWayOutNamesTheFile(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.rescues()
	d.press("3", "5", "enter")
	for id := range d.store.reports {
		if err := d.store.Delete(id); err != nil {
			t.Fatal(err)
		}
	}
	d.press("ctrl+q")
	d.see("还没有保存")
	d.press("w")
	if said := d.app.Close(); !d.quit || !strings.Contains(said, d.files.written[len(d.files.written)-1]) {
		t.Errorf("quit %v, told %q, written %v", d.quit, said, d.files.written)
	}
}

// TestRescuedAfterDeletion: what was half typed when the report was saved last, and
// has been entered since, is not offered again with the rescued edits.
func TestRescuedAfterDeletion(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	dir := d.rescues()
	d.press("3", "9")
	d.pass(time.Second) // the half-typed figure is in the place
	for id := range d.store.reports {
		if err := d.store.Delete(id); err != nil {
			t.Fatal(err)
		}
	}
	d.press("enter", "4", "enter", "esc", "esc", "w")
	again := d.again(dir)
	again.see("删除", "按 r")
	again.press("r")
	again.pass(3 * time.Second)
	again.lack("正在输入")
	again.press("3")
	again.lack("正在输入 9")
	if r := again.app.session().Report(); r.Figures["3.received.natural_person"] != model.Count(9) || r.Figures["3.carried_in.natural_person"] != model.Count(4) {
		t.Errorf("brought back %v", r.Figures)
	}
}

// TestRestoreAndLeave: who leaves a report that was deleted meanwhile can bring it
// back and save.
func TestRestoreAndLeave(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.rescues()
	d.press("3", "5", "enter")
	for id := range d.store.reports {
		if err := d.store.Delete(id); err != nil {
			t.Fatal(err)
		}
	}
	d.press("ctrl+q")
	d.see("按 u", "恢复这份报告")
	d.press("u")
	if got := d.report().Figures["3.received.natural_person"]; !d.quit || got != model.Count(5) {
		t.Errorf("quit %v, stored %v", d.quit, got)
	}
}

// TestTypingOnAnswersNothing: who types on over a question about what he is writing
// answers nothing, and loses nothing: the keys come to where they were meant for.
func TestTypingOnAnswersNothing(t *testing.T) {
	for answer, first := range map[string]int64{"f2": 77, "f3": 5} {
		for _, on := range []string{"enter", "tab"} {
			a, b := two(t)
			b.press("3", "7")
			a.press("3", "5", "enter")
			both(a, b)
			b.press("7", on, "8", on, "9", on)
			b.see("两边改了同一处", "已记下")
			if got := a.report().Figures["3.received.natural_person"]; got != model.Count(5) {
				t.Fatalf("unasked it is %v", got)
			}
			b.press(answer)
			both(a, b)
			cells := map[string][]model.CellID{"enter": {"3.received.natural_person", "3.carried_in.natural_person", "3.granted.natural_person"}, "tab": {"3.received.natural_person", "3.received.business", "3.received.research"}}[on]
			for i, want := range []int64{first, 8, 9} {
				if got := a.report().Figures[cells[i]]; got != model.Count(want) {
					t.Errorf("%s, %s: %s is %v, want %d", answer, on, cells[i], got, want)
				}
			}
		}
	}
}

// TestLineDropsAtTheQuestion: what is half typed stays so, and the keys behind it are
// told at the next start.
func TestLineDropsAtTheQuestion(t *testing.T) {
	a, b := two(t)
	b.press("3", "7")
	a.press("3", "5", "enter")
	both(a, b)
	b.press("7", "enter", "8", "enter")
	b.send(HangUp{})
	again := b.beside("乙")
	again.see("接着输入的", "8[Enter]")
	again.press("esc")
	again.see("正在输入 77")
	if got := a.report().Figures["3.received.natural_person"]; got != model.Count(5) {
		t.Errorf("it is %v", got)
	}
}

// TestLineDropsAtAPaste: a block whose question is up is told at the next start.
func TestLineDropsAtAPaste(t *testing.T) {
	a, _ := two(t)
	a.press("3", "5", "enter", "up")
	a.send(tea.PasteMsg{Content: "81\t82\n83\t84"})
	a.see("会被替换")
	a.send(HangUp{})
	a.beside("甲").see("粘贴的", "81", "84")
}

// TestLineDropsWhileOpening: keys that wait for a report that is being opened come to
// it.
func TestLineDropsWhileOpening(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("esc")
	release := d.slow()
	d.press("enter", "3", "5", "enter")
	d.send(HangUp{})
	if d.quit {
		t.Fatal("it has ended")
	}
	release()
	d.pass(time.Second)
	if got := d.report().Figures["3.received.natural_person"]; !d.quit || got != model.Count(5) {
		t.Errorf("ended %v, stored %v", d.quit, got)
	}
}

// TestClosedTwice: the end of the loop, after a hang-up, does not put the place back
// over that of the sitting that has gone on since.
func TestClosedTwice(t *testing.T) {
	a, _ := two(t)
	a.press("3", "12")
	a.send(HangUp{})
	again := a.beside("甲")
	again.see("正在输入 12")
	again.press("enter")
	again.pass(time.Second)
	again.app.Close()
	a.app.Close() // as the loop's end does
	last := a.beside("甲")
	last.lack("正在输入")
}

// TestLeftoverIsNotEntered: what an earlier sitting has half typed, or another that is still
// there, is entered by Enter and by nothing else: an arrow key there is no confirmation.
func TestLeftoverIsNotEntered(t *testing.T) {
	const cell = "3.received.natural_person"
	for _, away := range []string{"down", "up", "tab", "ctrl+s", "ctrl+p"} {
		d := drive(t, 80, 24)
		d.begin()
		d.press("3", "1")
		d.pass(time.Second)
		second := d.beside("")
		second.see("上次在这一格输入了「1」", "Enter 确定")
		second.lack("Tab 确定")
		second.press(away)
		second.see("还没有确定")
		if f := second.app.session().Report().Figures[cell]; f.Filled() {
			t.Errorf("%s enters %s", away, f)
		}
	}
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "1")
	d.pass(time.Second)
	for keys, want := range map[string]string{"enter": "1", "7 down": "17", "backspace 5 enter": "5", "esc down": ""} {
		second := d.beside("")
		second.press(strings.Fields(keys)...)
		if got := second.app.session().Report().Figures[cell].String(); got != want {
			t.Errorf("%s enters %q, want %q", keys, got, want)
		}
	}
}
