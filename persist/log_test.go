package persist

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"nianbao/model"
)

func TestLog(t *testing.T) { each(t, testLog) }

func testLog(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	before := a.Report().Get(model.Target{Kind: model.TargetCell, Key: "3.received.business"})
	e := model.SetFigures(a.Report(), model.CellFigure{Cell: "3.received.business", Figure: model.Count(5)},
		model.CellFigure{Cell: "2.fees.amount", Figure: model.Blank})
	e.Reason = "台账更正"
	if err := a.Apply(e); err != nil {
		t.Fatal(err)
	}
	a.Set("2.rules.issued", 2).Save()

	log := a.Log()
	if len(log) != 3 {
		t.Fatalf("%d entries: %+v", len(log), log)
	}
	if c := log[0]; c.Label != "新建报告" || c.Revision != 1 || c.Actor != zhang || len(c.Changes) != 0 {
		t.Errorf("created: %+v", c)
	}
	got := log[1]
	want := model.LogEntry{Revision: 2, At: got.At, Actor: zhang, Label: e.Label, Reason: "台账更正", EditID: "a.1",
		Changes: []model.Change{
			{Target: model.Target{Kind: model.TargetCell, Key: "3.received.business"}, Before: before, After: "5"},
			{Target: model.Target{Kind: model.TargetCell, Key: "2.fees.amount"}, Before: "0", After: ""},
		}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
	if !got.At.After(log[0].At) || got.At.Location().String() != "UTC" {
		t.Error("times", log[0].At, got.At)
	}
	if log[2].Revision != 2 || log[2].EditID != "a.2" {
		t.Errorf("second edit of the save: %+v", log[2])
	}
}

func TestSaveWithoutEdits(t *testing.T) { each(t, testSaveWithoutEdits) }

func testSaveWithoutEdits(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025)).Save()
	if log := a.Log(); len(log) != 2 || log[1].Revision != 2 || log[1].Label != "保存" {
		t.Errorf("log %+v", log)
	}
}

// typed saves a text after each of the given states, as it is while typing.
func typed(s sitting, section string, states ...string) sitting {
	s.T.Helper()
	for _, text := range states {
		s.Write(section, text).Save()
	}
	return s
}

func TestTypingIsOneEntry(t *testing.T) { each(t, testTypingIsOneEntry) }

func testTypingIsOneEntry(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	r := sample("甲镇人民政府", 2025)
	r.Text["1"] = "原文"
	a := begin(t, s, r)
	a.Set("2.rules.issued", 1).Save()               // 2
	typed(a, "1", "原文一", "原文一二", "原文一二三", "原文一二三四") // 3 to 6
	log := a.Log()
	if len(log) != 3 {
		t.Fatalf("%d entries: %+v", len(log), log)
	}
	got := log[2]
	if got.Revision != 6 || len(got.Changes) != 1 || got.Changes[0].Before != "原文" || got.Changes[0].After != "原文一二三四" {
		t.Errorf("typing: %+v", got)
	}
	if kept := a.Kept(); !slices.Equal(kept, []int{1, 2, 6}) {
		t.Error("kept", kept)
	}
	for n, want := range map[int]string{2: "原文", 6: "原文一二三四"} {
		if r, err := s.Revision(a.ID(), n); err != nil || r.Text["1"] != want {
			t.Errorf("revision %d is %q %v, want %q", n, r.Text["1"], err, want)
		}
	}
	a.Seal()
	typed(a, "1", "另一次") // 7
	if log = a.Log(); len(log) != 4 || log[3].Changes[0].Before != "原文一二三四" {
		t.Errorf("after the seal: %+v", log)
	}
}

func TestTypingWithOtherEdits(t *testing.T) { each(t, testTypingWithOtherEdits) }

func testTypingWithOtherEdits(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	a.Set("2.rules.issued", 1).Write("5", "一").Save() // 2: figure and text
	typed(a, "5", "一二", "一二三")                        // 3, 4: the text alone
	a.Write("5", "一二三四").Set("2.rules.issued", 2).Save()
	log := a.Log()
	if len(log) != 4 {
		t.Fatalf("%d entries: %+v", len(log), log)
	}
	for i, want := range []int{1, 2, 5, 5} {
		if log[i].Revision != want {
			t.Errorf("entry %d has revision %d, want %d", i, log[i].Revision, want)
		}
	}
	if log[2].Changes[0].After != "一二三四" {
		t.Errorf("typing: %+v", log[2])
	}
	// Revision 2 is what the first figure's entry names, so it stays.
	if kept := a.Kept(); !slices.Equal(kept, []int{1, 2, 5}) {
		t.Error("kept", kept)
	}
}

func TestTypingInterrupted(t *testing.T) { each(t, testTypingInterrupted) }

func testTypingInterrupted(t *testing.T, on backend) {
	interruptions := map[string]func(a sitting){
		"export": func(a sitting) {
			if err := a.Store.MarkExported(a.ID(), a.Report().Revision, "导出 pdf", true, nil); err != nil {
				a.T.Fatal(err)
			}
		},
		"somebody else": func(a sitting) {
			r, err := a.Store.Reload(a.ID())
			if err != nil {
				a.T.Fatal(err)
			}
			sit(a.T, as(a.Store.(*Store), li), r, "b").Set("2.rules.issued", 8).Save()
			latest, err := a.Store.Reload(a.ID())
			if err != nil {
				a.T.Fatal(err)
			}
			a.Session.Rebase(latest, func(model.Clash) bool { return true })
		},
	}
	for name, interrupt := range interruptions {
		t.Run(name, func(t *testing.T) {
			a := begin(t, on.open(t, t.TempDir(), zhang), sample("甲镇人民政府", 2025))
			typed(a, "6", "一", "一二")
			interrupt(a)
			typed(a, "6", "一二三")
			log := a.Log()
			if len(log) != 4 || log[1].Changes[0].After != "一二" || log[3].Changes[0].Before != "一二" {
				t.Errorf("log %+v", log)
			}
			if kept := a.Kept(); !slices.Contains(kept, 3) {
				t.Error("what was interrupted is gone; kept", kept)
			}
		})
	}
}

func TestTypingTakenBack(t *testing.T) { each(t, testTypingTakenBack) }

func testTypingTakenBack(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	r := sample("甲镇人民政府", 2025)
	r.Text["6"] = "原文"
	a := typed(begin(t, s, r), "6", "原文一", "原文")
	if log := a.Log(); len(log) != 2 || len(log[1].Changes) != 0 || log[1].Revision != 3 {
		t.Errorf("log %+v", log)
	}
	typed(a, "6", "原文二")
	if log := a.Log(); len(log) != 2 || log[1].Changes[0].Before != "原文" || log[1].Changes[0].After != "原文二" {
		t.Errorf("log %+v", log)
	}
}

// TestTypingAfterFailure saves an act in two parts at once, which happens when
// the save of the first part had failed.
func TestTypingAfterFailure(t *testing.T) { each(t, testTypingAfterFailure) }

func testTypingAfterFailure(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	a.Write("6", "一")
	a.Take() // a save in progress ...
	a.Write("6", "一二")
	a.NotSaved() // ... that fails
	a.Save()
	if log := a.Log(); len(log) != 2 || log[1].Changes[0].After != "一二" {
		t.Errorf("log %+v", log)
	}
}

// writing is a store whose clock the test moves.
func writing(t *testing.T, on backend) (s *Store, now *time.Time) {
	t.Helper()
	at := start
	return on.openAt(t, t.TempDir(), zhang, func() time.Time { return at }), &at
}

// TestWritingWithPauses: each pause ends a step and saves, and yet an hour of
// writing takes few of the revisions that are kept; all of them can be read, and
// each step is in the log.
func TestWritingWithPauses(t *testing.T) { each(t, testWritingWithPauses) }

func testWritingWithPauses(t *testing.T, on backend) {
	t.Parallel()
	s, now := writing(t, on)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	write := func(last int) {
		for a.Report().Revision < last {
			*now = now.Add(10 * time.Second)
			a.Seal()
			typed(a, "6", a.Report().Text["6"]+"字")
		}
	}
	first := len([]rune(a.Report().Text["6"]))
	write(61) // ten minutes
	if shots := snapshotsOf(t, a); len(shots) > 3 || shots[len(shots)-1] != 1 {
		t.Errorf("ten minutes keep %v", shots)
	}
	write(361) // an hour
	shots := snapshotsOf(t, a)
	t.Logf("an hour of writing, %d revisions: %d snapshots", a.Report().Revision, len(shots))
	if len(shots) > 9 || shots[len(shots)-1] != 1 {
		t.Errorf("an hour keeps %v", shots)
	}
	for n := 1; n <= 361; n += 45 {
		r, err := s.Revision(a.ID(), n)
		if err != nil || r.Revision != n || len([]rune(r.Text["6"])) != first+n-1 {
			t.Errorf("revision %d: %v", n, err)
		}
	}
	if log := a.Log(); len(log) != 361 || len(log[360].Changes) != 1 || log[360].Changes[0].After != a.Report().Text["6"] {
		t.Errorf("%d entries in the log", len(log))
	}
	again := model.NewSession(a.Report(), "again") // undo in the next sitting knows every step
	again.Recall(a.Log(), zhang.User)
	for range 340 {
		if _, err := again.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if n := len([]rune(again.Report().Text["6"])); n != first+20 {
		t.Errorf("340 steps undone leave %d characters", n-first)
	}
}

// snapshotsOf lists the revisions that are stored whole, the newest first.
func snapshotsOf(t *testing.T, a sitting) (kept []uint64) {
	t.Helper()
	err := a.Store.(*Store).view(func(t *tx) error {
		kept = nil
		for shot, err := range t.snapshots(parseID(a.ID())) {
			if err != nil {
				return err
			}
			kept = append(kept, shot.revision)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// TestWritingThatStays: what else than writing on made a revision, or came of it,
// keeps it.
func TestWritingThatStays(t *testing.T) { each(t, testWritingThatStays) }

func testWritingThatStays(t *testing.T, on backend) {
	t.Parallel()
	for name, c := range map[string]struct {
		between func(a sitting, now *time.Time)
		stays   bool
	}{
		"nothing": {func(sitting, *time.Time) {}, false},
		"export": {func(a sitting, _ *time.Time) {
			if err := a.Store.MarkExported(a.ID(), a.Report().Revision, "导出 docx", true, nil); err != nil {
				a.T.Fatal(err)
			}
		}, true},
		"ten minutes":   {func(_ sitting, now *time.Time) { *now = now.Add(oneSnapshot) }, true},
		"another text":  {func(a sitting, _ *time.Time) { typed(a, "5", "别的") }, true},
		"a figure":      {func(a sitting, _ *time.Time) { a.Set("2.rules.issued", 3).Save() }, true},
		"somebody else": {func(a sitting, _ *time.Time) { a.Store.(*Store).who = li }, true},
	} {
		s, now := writing(t, on)
		a := typed(begin(t, s, sample("甲镇人民政府", 2025)), "6", "一") // 2
		a.Seal()
		c.between(a, now)
		a.Seal()
		typed(a, "6", "一二")
		if stays := slices.Contains(snapshotsOf(t, a), 2); stays != c.stays {
			t.Errorf("%s: the revision before stays: %v", name, stays)
		}
		if r, err := s.Revision(a.ID(), 2); err != nil || r.Text["6"] != "一" {
			t.Errorf("%s: revision 2 can't be read: %v", name, err)
		}
	}
}

// TestNoRevision: the error says what there is, and does not contradict itself.
func TestNoRevision(t *testing.T) { each(t, testNoRevision) }

func testNoRevision(t *testing.T, on backend) {
	t.Parallel()
	s, now := writing(t, on)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	for n := int64(2); n <= 80; n++ {
		a.Set("2.rules.issued", n).Save()
	}
	typed(a, "6", "一", "一二", "一二三", "一二三四") // without a pause: 81 to 84
	*now = now.Add(oneSnapshot)
	a.Seal()
	typed(a, "6", "一二三四五")
	for n, want := range map[int]string{
		82: "第 82 稿是写字中途自动存的，没有单独保留；前面最近的是第 80 稿，后面最近的是第 84 稿",
		10: "第 10 稿太早，没有保留；最早能看的是第 33 稿；再早的，改了什么在修改记录里（nianbao log）",
		99: "还没有第 99 稿；最新的是第 85 稿",
		0:  "没有第 0 稿；最早能看的是第 33 稿",
	} {
		_, err := s.Revision(a.ID(), n)
		wantKind(t, err, ErrNotFound)
		var told interface{ Hint() string }
		if errors.As(err, &told); err.Error()+"；"+told.Hint() != want {
			t.Errorf("revision %d: %v；%s", n, err, told.Hint())
		}
	}
}

func TestRevisionsKept(t *testing.T) { each(t, testRevisionsKept) }

func testRevisionsKept(t *testing.T, on backend) {
	t.Parallel()
	s := on.open(t, t.TempDir(), zhang)
	other := begin(t, s, sample("乙镇人民政府", 2025))
	a := begin(t, s, sample("甲镇人民政府", 2025))
	for n := int64(2); n <= 60; n++ {
		a.Set("2.rules.issued", n).Save()
	}
	last := begin(t, s, sample("丙镇人民政府", 2025))
	for _, n := range []int{11, 12, 37, 59, 60} {
		if r, err := s.Revision(a.ID(), n); err != nil || r.Figures["2.rules.issued"] != model.Count(int64(n)) {
			t.Error("revision", n, r, err)
		}
	}
	if kept := a.Kept(); len(kept) != keptRevisions || kept[0] != 11 {
		t.Error("kept", kept)
	}
	_, err := s.Revision(a.ID(), 10)
	wantKind(t, err, ErrNotFound)
	if log := a.Log(); len(log) != 60 || log[0].Revision != 1 || log[59].Revision != 60 {
		t.Errorf("%d entries in the log", len(log))
	}
	for _, o := range []sitting{other, last} { // neighbours in the file
		if kept := o.Kept(); !slices.Equal(kept, []int{1}) || len(o.Log()) != 1 {
			t.Error("of another report", kept, o.Log())
		}
	}
}

// TestNews: also where an older revision's export is noted after newer edits.
func TestNews(t *testing.T) { each(t, testNews) }

func testNews(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	for n := range int64(4) {
		a.Set("2.rules.issued", 10+n).Save() // revisions 2 to 5
	}
	if err := s.MarkExported(a.ID(), 3, "导出", true, nil); err != nil {
		t.Fatal(err)
	}
	last := begin(t, s, sample("甲镇人民政府", 2024)).Report()
	all := a.Log()
	for revision := 1; revision <= 5; revision++ {
		got, err := s.News(a.ID(), revision)
		if err != nil || got.LastErr != nil {
			t.Fatal(err, got.LastErr)
		}
		want := slices.DeleteFunc(slices.Clone(all), func(e model.LogEntry) bool { return e.Revision <= revision && e.Label != "导出" })
		switch revision {
		case 1:
			want = all // the first entry changes nothing
		case 5:
			want = nil
		}
		if !reflect.DeepEqual(got.Entries, want) {
			t.Errorf("since %d: %+v", revision, got.Entries)
		}
		if got.Latest.Revision != 5 || got.Last == nil || got.Last.ID != last.ID {
			t.Errorf("since %d: %v, %v", revision, got.Latest.Revision, got.Last)
		}
	}
	if got, err := s.News(last.ID, 1); err != nil || got.LastErr != nil || got.Last != nil {
		t.Errorf("%+v, %v", got, err)
	}
	_, err := s.News("nosuch", 0)
	wantKind(t, err, ErrNotFound)
}

// TestLogPage: the pages of a log, from the newest entry on, are the whole log turned
// round, whatever their size, also of a report that was deleted.
func TestLogPage(t *testing.T) {
	each(t, func(t *testing.T, on backend) {
		s := on.open(t, t.TempDir(), zhang)
		a := begin(t, s, sample("侯集镇人民政府", 2025))
		for n := range int64(6) {
			a.Set("2.rules.issued", n+1).Save()
		}
		if err := s.Delete(a.ID()); err != nil {
			t.Fatal(err)
		}
		want := a.Log()
		slices.Reverse(want)
		for size := 1; size <= len(want)+1; size++ {
			var got []model.LogEntry
			for from, pages := 0, 0; ; pages++ {
				page, err := s.LogPage(a.ID(), from, size)
				if err != nil || page.Newest != len(want) || len(page.Entries) > size || pages > len(want) {
					t.Fatalf("from %d: %+v, %v", from, page, err)
				}
				if got = append(got, page.Entries...); page.Next() == 0 {
					break
				}
				from = page.Next()
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("by %d: %+v, want %+v", size, got, want)
			}
		}
		for _, from := range []int{-1, len(want) + 1} {
			_, err := s.LogPage(a.ID(), from, 5)
			wantKind(t, err, ErrNotFound)
		}
		_, err := s.LogPage("17", 0, 5)
		wantKind(t, err, ErrNotFound)
		for _, spoil := range []func(*tx, []byte) error{
			func(t *tx, k []byte) error { return t.Put(bucketLog, k, []byte("no")) },
			func(t *tx, k []byte) error { return t.Delete(bucketLog, k) },
		} {
			if err := s.update(func(t *tx) error { return spoil(t, key(parseID(a.ID()), 3)) }); err != nil {
				t.Fatal(err)
			}
			_, err := s.LogPage(a.ID(), 4, 2)
			wantKind(t, err, ErrDamaged)
			if page, err := s.LogPage(a.ID(), 0, 2); err != nil || len(page.Entries) != 2 {
				t.Errorf("a page beside it: %v", err)
			}
		}
	})
}
