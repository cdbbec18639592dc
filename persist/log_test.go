package persist

import (
	"reflect"
	"slices"
	"testing"

	"nianbao/model"
)

func TestLog(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	before := a.Report().Get(model.Target{Kind: model.TargetCell, Key: "3.received.business"})
	e := model.SetFigures(a.Report(), model.CellFigure{Cell: "3.received.business", Figure: model.Count(5)},
		model.CellFigure{Cell: "2.fees.amount", Figure: model.Blank})
	e.Reason = "台账更正"
	if err := a.Apply(e); err != nil {
		t.Fatal(err)
	}
	a.set("2.rules.issued", 2).save()

	log := a.log()
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

func TestSaveWithoutEdits(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025)).save()
	if log := a.log(); len(log) != 2 || log[1].Revision != 2 || log[1].Label != "保存" {
		t.Errorf("log %+v", log)
	}
}

// typed saves a text after each of the given states, as it is while typing.
func (s sitting) typed(section string, states ...string) sitting {
	s.t.Helper()
	for _, text := range states {
		s.write(section, text).save()
	}
	return s
}

func TestTypingIsOneEntry(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	r := sample("甲镇人民政府", 2025)
	r.Text["1"] = "原文"
	a := begin(t, s, r)
	a.set("2.rules.issued", 1).save()              // 2
	a.typed("1", "原文一", "原文一二", "原文一二三", "原文一二三四") // 3 to 6
	log := a.log()
	if len(log) != 3 {
		t.Fatalf("%d entries: %+v", len(log), log)
	}
	got := log[2]
	if got.Revision != 6 || len(got.Changes) != 1 || got.Changes[0].Before != "原文" || got.Changes[0].After != "原文一二三四" {
		t.Errorf("typing: %+v", got)
	}
	if kept := a.kept(); !slices.Equal(kept, []int{1, 2, 6}) {
		t.Error("kept", kept)
	}
	for n, want := range map[int]string{2: "原文", 6: "原文一二三四"} {
		if r, err := s.Revision(a.id(), n); err != nil || r.Text["1"] != want {
			t.Errorf("revision %d is %q %v, want %q", n, r.Text["1"], err, want)
		}
	}
	a.Seal()
	a.typed("1", "另一次") // 7
	if log = a.log(); len(log) != 4 || log[3].Changes[0].Before != "原文一二三四" {
		t.Errorf("after the seal: %+v", log)
	}
}

func TestTypingWithOtherEdits(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	a.set("2.rules.issued", 1).write("5", "一").save() // 2: figure and text
	a.typed("5", "一二", "一二三")                         // 3, 4: the text alone
	a.write("5", "一二三四").set("2.rules.issued", 2).save()
	log := a.log()
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
	if kept := a.kept(); !slices.Equal(kept, []int{1, 2, 5}) {
		t.Error("kept", kept)
	}
}

func TestTypingInterrupted(t *testing.T) {
	interruptions := map[string]func(a sitting){
		"export": func(a sitting) {
			if err := a.store.MarkExported(a.id(), a.Report().Revision, "导出 pdf", true, nil); err != nil {
				a.t.Fatal(err)
			}
		},
		"somebody else": func(a sitting) {
			r, err := a.store.Reload(a.id())
			if err != nil {
				a.t.Fatal(err)
			}
			sit(a.t, open(a.t, folder(a.store), li), r, "b").set("2.rules.issued", 8).save()
			latest, err := a.store.Reload(a.id())
			if err != nil {
				a.t.Fatal(err)
			}
			a.Session.Rebase(latest, func(model.Clash) bool { return true })
		},
	}
	for name, interrupt := range interruptions {
		t.Run(name, func(t *testing.T) {
			a := begin(t, open(t, t.TempDir(), zhang), sample("甲镇人民政府", 2025))
			a.typed("6", "一", "一二")
			interrupt(a)
			a.typed("6", "一二三")
			log := a.log()
			if len(log) != 4 || log[1].Changes[0].After != "一二" || log[3].Changes[0].Before != "一二" {
				t.Errorf("log %+v", log)
			}
			if kept := a.kept(); !slices.Contains(kept, 3) {
				t.Error("what was interrupted is gone; kept", kept)
			}
		})
	}
}

func TestTypingTakenBack(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	r := sample("甲镇人民政府", 2025)
	r.Text["6"] = "原文"
	a := begin(t, s, r).typed("6", "原文一", "原文")
	if log := a.log(); len(log) != 2 || len(log[1].Changes) != 0 || log[1].Revision != 3 {
		t.Errorf("log %+v", log)
	}
	a.typed("6", "原文二")
	if log := a.log(); len(log) != 2 || log[1].Changes[0].Before != "原文" || log[1].Changes[0].After != "原文二" {
		t.Errorf("log %+v", log)
	}
}

// TestTypingAfterFailure saves an act in two parts at once, which happens when
// the save of the first part had failed.
func TestTypingAfterFailure(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	a.write("6", "一")
	a.Take() // a save in progress ...
	a.write("6", "一二")
	a.NotSaved() // ... that fails
	a.save()
	if log := a.log(); len(log) != 2 || log[1].Changes[0].After != "一二" {
		t.Errorf("log %+v", log)
	}
}

func TestRevisionsKept(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), zhang)
	other := begin(t, s, sample("乙镇人民政府", 2025))
	a := begin(t, s, sample("甲镇人民政府", 2025))
	for n := int64(2); n <= 60; n++ {
		a.set("2.rules.issued", n).save()
	}
	last := begin(t, s, sample("丙镇人民政府", 2025))
	for _, n := range []int{11, 12, 37, 59, 60} {
		if r, err := s.Revision(a.id(), n); err != nil || r.Figures["2.rules.issued"] != model.Count(int64(n)) {
			t.Error("revision", n, r, err)
		}
	}
	if kept := a.kept(); len(kept) != keptRevisions || kept[0] != 11 {
		t.Error("kept", kept)
	}
	_, err := s.Revision(a.id(), 10)
	wantKind(t, err, ErrNotFound)
	if log := a.log(); len(log) != 60 || log[0].Revision != 1 || log[59].Revision != 60 {
		t.Errorf("%d entries in the log", len(log))
	}
	for _, o := range []sitting{other, last} { // neighbours in the file
		if kept := o.kept(); !slices.Equal(kept, []int{1}) || len(o.log()) != 1 {
			t.Error("of another report", kept, o.log())
		}
	}
}
