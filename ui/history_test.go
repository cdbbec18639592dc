package ui

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// finished has the report filled and made final.
func finished(t *testing.T) *driver {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f4")
	for _, part := range []string{"1", "5", "6"} {
		d.press(part, "情况属实。", "esc")
	}
	d.pass(time.Second)
	d.press("g")
	d.see("定稿", "校验码", "按 y")
	d.press("y")
	d.pass(time.Second)
	d.see("已定稿", d.report().Seal(), "F9", "g 更正")
	return d
}

// reopened is a sitting over a report that was final and is being corrected.
func reopened(t *testing.T) *driver {
	d := finished(t)
	d.press("g", "再改", "enter")
	d.pass(time.Second)
	return d
}

// TestFinishAndReopen: a final report is locked, until a reason is given.
func TestFinishAndReopen(t *testing.T) {
	d := finished(t)
	d.press("3", "5")
	d.see("已定稿", "按 g 更正", "Enter 下一行 g 更正")
	d.press("esc", "f4")
	d.press("1", "字")
	d.see("已定稿")
	d.press("esc", "ctrl+z")
	d.see("已定稿")
	if r := d.report(); r.State != model.Final || !r.Figures["3.received.natural_person"].IsZero() || r.Text["1"] != "情况属实。" {
		t.Fatalf("stored %v %v", r.State, r.Text)
	}
	d.press("g", "enter")
	d.see("请写明更正的原因")
	d.press("漏登一件", "enter")
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.press("esc")
	if r := d.report(); r.State != model.Correcting || r.Figures["3.received.natural_person"] != model.Count(5) {
		t.Errorf("stored %v %v", r.State, r.Figures["3.received.natural_person"])
	}
}

// TestErrorsKeepFromFinishing: and it says where to look.
func TestErrorsKeepFromFinishing(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("g")
	d.see("不能定稿", "F6")
}

// TestFinalMeanwhile: somebody makes the report final while there are unsaved
// edits: it is asked what to do with them, and nothing is lost.
func TestFinalMeanwhile(t *testing.T) {
	for answer, want := range map[string]model.State{"f2": model.Correcting, "f3": model.Final} {
		d := reopened(t)
		dir := d.rescues()
		d.otherFinishes()
		d.press("3", "5", "enter")
		d.pass(time.Second)
		d.see("把这份报告定稿了", "按 F2", "按 F3")
		d.press("6", "enter", "esc") // he was still typing
		d.see("请先选定")
		d.press(answer)
		if answer == "f2" {
			d.see("原因")
			d.press("esc")
			d.see("把这份报告定稿了")
			d.press(answer, "enter")
			d.see("请写明更正的原因")
			d.press("漏登一件", "enter")
			d.see("已解除锁定（更正）")
		}
		d.pass(3 * time.Second)
		figure := model.Zero
		if answer == "f2" {
			figure = model.Count(5)
		}
		if r := d.report(); r.State != want || r.Figures["3.received.natural_person"] != figure {
			t.Errorf("%s: stored %v, %v", answer, r.State, r.Figures["3.received.natural_person"])
		} else if want == model.Correcting && r.Figures["3.carried_in.natural_person"] != model.Count(6) {
			t.Errorf("what was typed at the question is lost: %v", r.Figures)
		}
		log, err := d.store.Log(d.report().ID)
		if err != nil {
			t.Fatal(err)
		}
		if reasoned := slices.ContainsFunc(log, func(e model.LogEntry) bool { return e.Reason == "漏登一件" }); reasoned != (answer == "f2") {
			t.Errorf("%s: the log has the reason: %v", answer, reasoned)
		}
		if rescued := desk.RescueFiles([]string{dir}, "李四"); len(rescued) > 0 != (answer == "f3") {
			t.Errorf("%s: written %v", answer, rescued)
		}
		if answer == "f2" {
			d.press("esc", "esc")
			d.see("更正中")
			continue
		}
		// Once it is reopened, all comes back, what was typed at the question too.
		d.press("esc", "g", "漏登", "enter")
		d.pass(time.Second)
		d.press("esc")
		d.see("按 s 找回")
		d.press("s")
		d.see("改了 2 处")
		d.press("y")
		d.pass(3 * time.Second)
		if r := d.report(); r.Figures["3.received.natural_person"] != model.Count(5) || r.Figures["3.carried_in.natural_person"] != model.Count(6) {
			t.Errorf("taken back: %v", r.Figures)
		}
	}
}

// TestHistory: who changed what is listed; a revision is looked at, compared and
// brought back, which can be undone.
func TestHistory(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.press("up", "8", "enter")
	d.pass(time.Second)
	d.press("esc", "h")
	d.see("修改记录", "第 3 稿", "第 2 稿", "clerk", "5 -> 8")
	d.press("down", "v")
	d.see("第 2 稿和现在比", "那时 5，现在 8")
	d.press("esc", "enter")
	d.see("第 2 稿", "as txt", "v 和现在比", "u 恢复")
	d.press("v") // in the revision itself, too
	d.see("第 2 稿和现在比", "那时 5，现在 8", "u 恢复")
	d.lack("v 和现在比")
	d.press("v")
	d.see("这一屏就是和现在比")
	d.press("u")
	d.see("恢复成第 2 稿的内容，有 1 处会变")
	d.press("enter")
	d.see("已恢复成第 2 稿的内容；按 Ctrl+Z 撤销", "封面") // where it can be
	d.lack("修改记录")
	d.pass(time.Second)
	if got := d.report().Figures["3.received.natural_person"]; got != model.Count(5) {
		t.Errorf("restored to %s", got)
	}
	d.press("ctrl+z")
	d.pass(time.Second)
	if got := d.report().Figures["3.received.natural_person"]; got != model.Count(8) {
		t.Errorf("undone to %s", got)
	}
}

// TestHistoryNames: the line has room for whole names; whence they came is told
// below.
func TestHistoryNames(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter", "esc")
	d.pass(time.Second)
	id := d.report().ID
	for i, who := range []model.Actor{{User: "王芳", From: "127.0.0.1"}, {User: "欧阳娜娜（办公室）"}} {
		e := d.store.logs[id][0]
		e.Actor, e.Revision = who, 3+i
		d.store.logs[id] = append(d.store.logs[id], e)
	}
	d.press("h", "down")
	d.see("王芳                修改 ", "欧阳娜娜（办公室）  修改 ", "  王芳（127.0.0.1）  修改 ")
	d.lack("王芳（12..")
}

// TestLookOnly: nothing changes, others' changes come in, and no lease is held.
func TestLookOnly(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("esc")
	d.pass(time.Second)
	held := len(d.store.held)
	d.press("v")
	d.see("只看")
	d.press("3", "5")
	d.see("现在只是看")
	d.other("3.received.natural_person", 9)
	d.pass(3 * time.Second)
	d.see("9")
	d.press("esc", "g")
	d.see("现在只是看")
	place := d.store.places["1"]
	if said := d.app.Close(); said != "" || d.store.places["1"] != place || len(d.store.held) != held {
		t.Errorf("looking leaves %q, %q, leases %v", said, d.store.places["1"], d.store.held[held:])
	}
	d.press("esc", "enter", "3", "4", "enter")
	d.pass(time.Second)
	if got := d.report().Figures["3.received.natural_person"]; got == model.Count(9) {
		t.Errorf("opened for real it is %s", got)
	}
}

// TestLockedBar: what can't be done in a report that is only looked at, or final,
// is not offered, and what was refused is not said to be done.
func TestLockedBar(t *testing.T) {
	check := func(d *driver, why string) {
		t.Helper()
		d.press("3")
		d.see("Enter 下一行")
		for _, key := range []string{"F2 改", "F4 填0"} {
			d.lack(key)
		}
		for _, key := range []string{"f2", "f4", "^", "ctrl+x"} {
			d.press(key)
			d.see(why)
		}
		d.press("ctrl+p", "附注")
		d.see("没有这样的操作")
		d.press("esc", "esc", "1")
		for _, key := range []string{"F4 插入提纲", "F3 插入数字"} {
			d.lack(key)
		}
		for _, key := range []string{"f3", "f4", "enter", "backspace"} {
			d.press(key)
			d.see(why)
		}
		d.press("esc")
		d.see("F6 核对")
		d.press("f6")
		d.lack("x 改正")
		d.lack("e 写说明")
		d.press("esc", "h")
		d.lack("u 恢复")
		d.press("esc")
	}
	d := finished(t)
	d.see("要改按 g 更正", "g 更正")
	check(d, "已定稿")
	d.press("esc")
	d.press("v")
	d.see("现在只是看，不会改动。要改：按 Esc 回到列表，再按 Enter 打开。", "已定稿，不能修改：按 F9", "校验码")
	d.lack("按 g")
	d.lack("g 更正")
	check(d, "现在只是看")

	d = drive(t, 80, 24)
	d.begin()
	d.see("F4 空白填0", "F6 核对", "F9 导出", "i 读入")
	d.press("3", "5", "enter", "esc")
	d.see("F4 空白填0", "Ctrl+Z 撤销", "F6 核对", "F9 导出") // with all that there is room for
	d.press("esc", "v")
	d.see("再按 Enter 打开", "还有 165 格没有填。")
	d.lack("F4")
	check(d, "现在只是看")
}

// TestContentsSayWhatIsNext: one line says that all is done, and what to press
// now, as far as the report has come.
func TestContentsSayWhatIsNext(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("f4")
	for _, part := range []string{"1", "5", "6"} {
		d.press(part, "情况属实。", "esc")
	}
	d.see("\n 全部填好，没有错误：要报送的，先按 g 定稿，再按 F9 导出。\n")
	d.press("g", "y")
	d.press("g", "漏登一件", "enter")
	d.see("\n 更正中，全部填好，没有错误：按 g 重新定稿，再按 F9 导出正式文件。\n")
	d.lack("：按 F9 导出")
	d.press("3", "5", "enter", "esc")
	d.see("更正中：改好后按 g 重新定稿。")
	d.lack("没有错误")
}

// TestUndoAfterRestart: what was done before the program was left can be undone
// when it is begun again.
func TestUndoAfterRestart(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter", "7", "enter", "ctrl+z")
	d.pass(time.Second)
	d.press("ctrl+q")
	again := drive(t, 80, 24)
	again.store, again.app.deps.Store, again.app.deps.User = d.store, d.store, "clerk"
	again.run(openReport(again.app, d.report().Name(), opening{cell: "3.received.natural_person"}))
	again.press("ctrl+y")
	again.pass(time.Second)
	if got := d.report().Figures["3.carried_in.natural_person"]; got != model.Count(7) {
		t.Errorf("done again it is %s", got)
	}
	again.press("ctrl+z", "ctrl+z")
	again.pass(time.Second)
	if r := d.report(); len(r.Figures) != 0 {
		t.Errorf("undone it is %v", r.Figures)
	}
}

// TestFinishMeetsOthers: what is locked and logged is what was agreed to. Somebody
// else has saved, and the screen does not know of it yet when y is pressed.
func TestFinishMeetsOthers(t *testing.T) {
	d := reopened(t)
	agreed := d.report().Seal()
	d.press("g")
	d.see(agreed)
	d.otherText("1", "乙写的。")
	d.press("y")
	d.pass(time.Second)
	now := d.report()
	if now.State == model.Final {
		t.Fatalf("final with %q, agreed to %s", now.Text["1"], agreed)
	}
	d.see("还没有定稿", "clerk存了新的一稿", now.Seal(), "按 F2")
	d.press("y", "enter") // what was still on its way is no answer
	d.see("还没有定稿")
	d.press("f2")
	d.pass(time.Second)
	d.see("已定稿", now.Seal())
	log, err := d.store.Log(now.ID)
	if err != nil {
		t.Fatal(err)
	}
	if r, last := d.report(), log[len(log)-1]; r.State != model.Final || r.Text["1"] != "乙写的。" || last.Label != "定稿，校验码 "+r.Seal() {
		t.Errorf("stored %v, %q, logged %q, code %s", r.State, r.Text["1"], last.Label, r.Seal())
	}
}

// TestFinishMeetsFinish: two make the report final at once.
func TestFinishMeetsFinish(t *testing.T) {
	d := reopened(t)
	d.press("g")
	d.otherText("1", "乙写的。")
	d.otherFinishes()
	d.press("y")
	d.pass(time.Second)
	d.see("clerk先把这份报告定稿了", d.report().Seal(), "已定稿")
	if rescued := desk.RescueFiles(d.app.deps.RescueDirs, "李四"); len(rescued) > 0 {
		t.Error("set aside though nothing was written:", rescued)
	}
}

// TestHangUpOverTheReason: the line drops while the reason is being given for
// reopening what somebody has made final; the figure under it is half typed.
func TestHangUpOverTheReason(t *testing.T) {
	d := reopened(t)
	dir := d.rescues()
	d.otherFinishes()
	d.press("3", "5", "enter")
	d.pass(time.Second)
	d.press("7", "f2", "漏登", "ctrl+q") // is no way round the question
	d.see("把这份报告定稿了")
	d.press("ctrl+q")
	d.see("请先选定")
	d.press("f2", "漏登")
	d.send(HangUp{})
	next := d.again(dir)
	next.press("y")
	next.see("报告已被定稿")
	next.press("f2")
	next.see("漏登")
	next.press("enter")
	next.pass(time.Second)
	next.see("正在输入 7")
	next.press("enter")
	next.pass(time.Second)
	if r := next.report(); r.Figures["3.received.natural_person"] != model.Count(5) || r.Figures["3.carried_in.natural_person"] != model.Count(7) {
		t.Errorf("stored %v", r.Figures)
	}
	next.pass(30 * time.Second)
	if told := next.store.held[len(next.store.held)-1]; !strings.HasSuffix(told, next.now.Add(-31*time.Second).Format(" 15:04:05")) {
		t.Errorf("others are told of the last key at %s, now is %s", told, next.now)
	}
}

// TestLongHistory: of a long log the entries round the cursor are read, wherever it goes,
// and each is shown in its place.
func TestLongHistory(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "5", "enter", "esc")
	d.pass(time.Second)
	id := d.report().ID
	entry := d.store.logs[id][0]
	entry.Changes, d.store.logs[id] = nil, nil
	const all = 503
	number := map[string]int{}
	for i := range all {
		number[fmt.Sprint(i+1)] = i + 1
		entry.Revision, entry.Label = i+1, fmt.Sprintf("第〔%d〕件", i+1)
		d.store.logs[id] = append(d.store.logs[id], entry)
	}
	labels := regexp.MustCompile(`〔(\d+)〕`)
	at := func(want int) {
		t.Helper()
		d.see(fmt.Sprintf("> 第 %d 稿", want), fmt.Sprintf("〔%d〕", want))
		screen := d.app.View().Content
		found := labels.FindAllStringSubmatch(screen, -1)
		if len(found) < 10 {
			t.Errorf("%d entries in sight:\n%s", len(found), screen)
		}
		for i := 1; i < len(found)-1; i++ { // the last is the detail's
			if newer, older := found[i-1][1], found[i][1]; number[older]+1 != number[newer] {
				t.Errorf("%s stands below %s", older, newer)
			}
		}
		if s := d.app.top().(*historyScreen); len(s.entries) > max(3*s.page, aroundCursor) {
			t.Errorf("%d entries are kept", len(s.entries))
		}
	}
	d.press("h")
	at(all)
	d.press("end")
	at(1)
	d.press("up", "up", "pgup")
	page := d.app.top().(*historyScreen).page
	at(3 + page)
	for i := range 60 {
		d.press("up")
		at(4 + page + i)
	}
	d.press("home")
	at(all)
	for i := range 12 {
		d.press("pgdown")
		at(all - (i+1)*page)
	}
}

// TestLately: of a long log the end is read, and of long texts less of it.
func TestLately(t *testing.T) {
	for _, c := range []struct{ entries, bytes, least, most int }{
		{0, 0, 0, 0}, {1, 10, 1, 1}, {700, 3, 700, 700}, {5000, 3, backend.LatelyEntries, backend.LatelyEntries + 512}, {900, 300_000, 5, 40}, {900, 3000, 600, 900},
	} {
		store := newFakeStore()
		for i := range c.entries {
			store.logs["7"] = append(store.logs["7"], model.LogEntry{Revision: i + 1, Changes: []model.Change{{After: strings.Repeat("x", c.bytes)}}})
		}
		log, err := backend.Lately(store, "7", "王")
		if err != nil || len(log) < c.least || len(log) > c.most {
			t.Fatalf("of %d entries of %d bytes %d are read, %v", c.entries, c.bytes, len(log), err)
		}
		for i, e := range log {
			if want := c.entries - len(log) + i + 1; e.Revision != want {
				t.Fatalf("entry %d is %d, want %d", i, e.Revision, want)
			}
		}
	}
}

// TestLatelyOneSitting: of a long log no more is read than what the user's last sitting
// takes back and does again, whoever else has saved in between.
func TestLatelyOneSitting(t *testing.T) {
	for _, c := range []struct {
		mine, theirs int // how many each enters of my last sitting, in turn
		most         int
	}{{1, 0, 16}, {10, 0, 16}, {40, 1, 144}, {120, 0, 144}, {100, 500, 656}, {700, 0, 1168}} {
		store := newFakeStore()
		r := model.NewReport(model.Form2021, "甲镇", model.Town, 2025)
		sit := func(user, sitting string, n int) (edits []model.LogEntry) {
			s := model.NewSession(r, sitting)
			for i := range n {
				if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: "2.rules.issued", Figure: model.Count(int64(i + 1))})); err != nil {
					t.Fatal(err)
				}
			}
			r = s.Report()
			for _, e := range s.Unsaved() {
				edits = append(edits, model.LogEntry{Actor: model.Actor{User: user}, EditID: e.ID, Label: e.Label, Changes: e.Changes})
			}
			return edits
		}
		all := sit("王", "before", 3000)
		mine, theirs := sit("王", "mine", c.mine), sit("李", "theirs", c.theirs)
		all = append(append(append(all, mine[:len(mine)/2]...), theirs...), mine[len(mine)/2:]...)
		store.logs["7"] = all
		log, err := backend.Lately(store, "7", "王")
		if err != nil || len(log) > c.most {
			t.Errorf("%+v: %d entries are read, %v", c, len(log), err)
		}
		whole, part := model.NewSession(r, "a"), model.NewSession(r, "b")
		whole.Recall(all, "王")
		part.Recall(log, "王")
		if want, got := steps(whole), steps(part); want != got || got != c.mine {
			t.Errorf("%+v: %d steps can be taken back of %d", c, got, want)
		}
	}
}

// steps are how many steps a session can take back, one after the other.
func steps(s *model.Session) (n int) {
	for s.UndoLabel() != "" {
		if _, err := s.Undo(); err != nil && !errors.Is(err, model.ErrStale) {
			return -1
		}
		n++
	}
	return n
}
