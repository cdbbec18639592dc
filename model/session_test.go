package model

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
)

func set(t *testing.T, s *Session, cell CellID, n int64) {
	t.Helper()
	if err := s.Apply(SetFigures(s.Report(), CellFigure{cell, Count(n)})); err != nil {
		t.Fatal(err)
	}
}

func TestUndoRedo(t *testing.T) {
	s := NewSession(NewReport(Form2021, "某某镇人民政府", Town, 2025), "a")
	set(t, s, "3.received.natural_person", 5)
	if err := s.Apply(FillZero(s.Report(), "3")); err != nil {
		t.Fatal(err)
	}
	if f, _ := s.Report().Progress("3"); f != 144 {
		t.Fatalf("filled %d", f)
	}
	if e, err := s.Undo(); err != nil || len(e.Changes) != 143 {
		t.Fatalf("filling with 0 is not one step: %d changes, %v", len(e.Changes), err)
	}
	if f, _ := s.Report().Progress("3"); f != 1 {
		t.Fatalf("after undo %d cells are filled", f)
	}
	if _, err := s.Redo(); err != nil {
		t.Fatal(err)
	}
	set(t, s, "3.received.natural_person", 6)
	if _, err := s.Redo(); !errors.Is(err, ErrNothing) {
		t.Errorf("redo after a new edit: %v", err)
	}
	if s.UndoLabel() == "" || s.RedoLabel() != "" {
		t.Errorf("labels %q, %q", s.UndoLabel(), s.RedoLabel())
	}
}

// TestRandomEditsUndone: whatever is done, undoing all of it leads back to the
// start, redoing it to the end, and the pending edits replayed on the start
// give the end too.
func TestRandomEditsUndone(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 7))
		s := NewSession(randomReport(rng), "x")
		start := s.Report().Clone()
		cells := s.Report().Form.Cells()
		for range 100 {
			switch rng.IntN(6) {
			case 0:
				must(t, s.Apply(FillZero(s.Report(), []string{"", "2", "3", "4"}[rng.IntN(4)])))
			case 1:
				must(t, s.Continue(SetText(s.Report(), []string{"1", "5"}[rng.IntN(2)], s.Report().Text["1"]+"字")))
			case 2:
				must(t, s.Apply(SetStated(s.Report(), "3.received.total", []Figure{Blank, Count(9)}[rng.IntN(2)])))
				must(t, s.Apply(SetNote(s.Report(), cells[rng.IntN(len(cells))].ID, []string{"", "其中修订16件"}[rng.IntN(2)])))
				must(t, s.Apply(SetField(s.Report(), FieldDate, []string{"", "2026-01-20"}[rng.IntN(2)])))
			case 3:
				if _, err := s.Undo(); err != nil && !errors.Is(err, ErrNothing) {
					t.Fatal(err)
				}
			default:
				f := Blank
				if rng.IntN(3) > 0 {
					f = Count(rng.Int64N(9))
				}
				if c := cells[rng.IntN(len(cells))]; !c.Computed() {
					must(t, s.Apply(SetFigures(s.Report(), CellFigure{c.ID, f})))
				}
			}
		}
		end := s.Report().Clone()
		_, edits := s.Take()
		replayed := NewSession(start.Clone(), "y")
		for _, e := range edits {
			must(t, replayed.Apply(e))
		}
		same(t, "replayed", replayed.Report(), end)
		steps := 0
		for ; ; steps++ {
			if _, err := s.Undo(); err != nil {
				break
			}
		}
		same(t, "all undone", s.Report(), start)
		for range steps {
			if _, err := s.Redo(); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "all redone", s.Report(), end)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want *Report) {
	t.Helper()
	if changed := changedTargets(got, want); len(changed) > 0 || !reflect.DeepEqual(got.Text, want.Text) {
		t.Fatalf("%s: %v differ", what, changed)
	}
}

func TestTheDoorRefuses(t *testing.T) {
	s := NewSession(zeroReport(), "a")
	for _, c := range []Change{
		{Target{TargetCell, "3.received.total"}, "", "5"},
		{Target{TargetCell, "3.nothing.at_all"}, "", "5"},
		{Target{TargetCell, "3.received.research"}, "0", "x"},
		{Target{TargetCell, "3.received.research"}, "4", "5"}, // it is 0, not 4
		{Target{TargetText, "3"}, "", "文字"},
		{Target{TargetNote, "3.nothing.at_all"}, "", "附注"},
		{Target{TargetStated, "3.received.research"}, "", "5"},
		{Target{TargetStated, "3.received.total"}, "", "x"},
		{Target{TargetNote, "2.rules.issued"}, "", "两\n行"},
		{Target{TargetField, FieldYear}, "2025", "25"},
		{Target{TargetField, FieldUnit}, "某某镇人民政府", " "},
		{Target{TargetField, FieldDate}, "", "2026-13-01"},
		{Target{TargetField, FieldLevel}, "town", "village"},
	} {
		good := Change{Target{TargetCell, "2.rules.issued"}, "0", "1"}
		if err := s.Apply(Edit{Label: "x", Changes: []Change{good, c}}); err == nil {
			t.Errorf("%v went through", c)
		}
		if s.Dirty() || !s.Report().Figures["2.rules.issued"].IsZero() {
			t.Fatalf("%v was refused, but half of the edit was done", c)
		}
	}
}

func TestTypingIsOneStep(t *testing.T) {
	s := NewSession(NewReport(Form2021, "某某镇人民政府", Town, 2025), "a")
	for _, text := range []string{"一", "一年", "一年来"} {
		must(t, s.Continue(SetText(s.Report(), "1", text)))
	}
	_, first := s.Take()
	if len(first) != 1 || first[0].Changes[0].Before != "" || first[0].Changes[0].After != "一年来" {
		t.Fatalf("pending %v", first)
	}
	// While that is being saved, typing goes on: the same act, a second part.
	must(t, s.Continue(SetText(s.Report(), "1", "一年来，")))
	s.Saved(2)
	_, second := s.Take()
	if len(second) != 1 || second[0].ID != first[0].ID || second[0].Changes[0].Before != "一年来" {
		t.Fatalf("second part %v", second)
	}
	s.Seal()
	must(t, s.Continue(SetText(s.Report(), "1", "一年来，我镇")))
	for _, want := range []string{"一年来，", ""} {
		if _, err := s.Undo(); err != nil || s.Report().Text["1"] != want {
			t.Fatalf("undo gives %q, %v; want %q", s.Report().Text["1"], err, want)
		}
	}
}

func TestRebase(t *testing.T) {
	base := zeroReport()
	base.Revision = 3
	s := NewSession(base.Clone(), "mine")
	set(t, s, "3.received.natural_person", 5)
	set(t, s, "3.received.natural_person", 6)
	set(t, s, "2.fees.amount", 8)
	other := NewSession(base.Clone(), "theirs")
	set(t, other, "3.granted.natural_person", 4)
	latest := other.Report().Clone()
	latest.Revision = 4
	if c := s.Clashes(latest); len(c) != 0 {
		t.Fatalf("clashes %v", c)
	}
	if changed := s.Rebase(latest, nil); len(changed) != 1 || changed[0].Key != "3.granted.natural_person" {
		t.Errorf("changed %v", changed)
	}
	r := s.Report()
	if r.Revision != 4 || r.Figures["3.received.natural_person"] != Count(6) || r.Figures["3.granted.natural_person"] != Count(4) || !s.Dirty() {
		t.Errorf("after rebase: %v", r.Figures)
	}
	if _, err := s.Undo(); err != nil || !s.Report().Figures["2.fees.amount"].IsZero() {
		t.Errorf("undo after rebase: %v", err)
	}

	// Now both have changed the same cell.
	set(t, other, "3.received.natural_person", 9)
	latest = other.Report().Clone()
	latest.Revision = 5
	clashes := s.Clashes(latest)
	if len(clashes) != 1 || clashes[0].Mine != "6" || clashes[0].Theirs != "9" {
		t.Fatalf("clashes %v", clashes)
	}
	for _, mine := range []bool{true, false} {
		c := NewSession(base.Clone(), "copy")
		set(t, c, "3.received.natural_person", 6)
		set(t, c, "4.direct_suit.other", 2)
		c.Rebase(latest, func(Clash) bool { return mine })
		want := map[bool]Figure{true: Count(6), false: Count(9)}[mine]
		_, edits := c.Take()
		if got := c.Report().Figures["3.received.natural_person"]; got != want || c.Report().Figures["4.direct_suit.other"] != Count(2) {
			t.Errorf("keep mine %v: %s", mine, got)
		}
		replay := NewSession(latest.Clone(), "replay") // what will be saved fits the store's report
		for _, e := range edits {
			must(t, replay.Apply(e))
		}
		same(t, "saved", replay.Report(), c.Report())
	}
}

func TestUndoOfWhatOthersChanged(t *testing.T) {
	base := zeroReport()
	s := NewSession(base.Clone(), "mine")
	set(t, s, "3.received.natural_person", 5)
	s.Take()
	s.Saved(1)
	other := NewSession(s.Report().Clone(), "theirs")
	set(t, other, "3.received.natural_person", 7)
	s.Rebase(other.Report(), nil)
	if _, err := s.Undo(); !errors.Is(err, ErrStale) {
		t.Errorf("undo of what somebody else changed since: %v", err)
	}
	if s.Report().Figures["3.received.natural_person"] != Count(7) {
		t.Error("their figure is gone")
	}
}

// TestUndoOfWhatWasKept: mine was taken where both had changed a cell; taking that
// back gives theirs, not what was there before both.
func TestUndoOfWhatWasKept(t *testing.T) {
	s := NewSession(zeroReport(), "mine")
	other := NewSession(s.Report().Clone(), "theirs")
	set(t, other, "3.received.natural_person", 4)
	set(t, s, "3.received.natural_person", 3)
	s.Rebase(other.Report(), func(Clash) bool { return true })
	if got := s.Report().Figures["3.received.natural_person"]; got != Count(3) {
		t.Fatal(got)
	}
	if _, err := s.Undo(); err != nil || s.Report().Figures["3.received.natural_person"] != Count(4) {
		t.Errorf("undone: %v, %v", s.Report().Figures["3.received.natural_person"], err)
	}
	if _, err := s.Redo(); err != nil || s.Report().Figures["3.received.natural_person"] != Count(3) {
		t.Error("done again:", err)
	}
}

// TestUndoUnderOthersWriting: an old text was brought back, somebody has gone on
// writing in it; taking that back would cost what he wrote.
func TestUndoUnderOthersWriting(t *testing.T) {
	s := NewSession(zeroReport(), "mine")
	must(t, s.Apply(SetText(s.Report(), "1", "")))
	must(t, s.Apply(SetText(s.Report(), "1", "一段写好的话。")))
	must(t, s.Apply(SetText(s.Report(), "1", "")))
	s.Take()
	s.Saved(2)
	other := NewSession(s.Report().Clone(), "theirs")
	must(t, other.Apply(SetText(other.Report(), "1", "又写的")))
	s.Rebase(other.Report(), nil)
	if _, err := s.Undo(); !errors.Is(err, ErrStale) || s.Report().Text["1"] != "又写的" {
		t.Errorf("%v, and the text is %q", err, s.Report().Text["1"])
	}
}

func TestSplitNote(t *testing.T) {
	for in, want := range map[string][2]string{"22（其中修订16件）": {"22", "其中修订16件"}, "55 (含自然失效29件)": {"55", "含自然失效29件"},
		"22": {"22", ""}, "（16）": {"（16）", ""}, "22（其中": {"22（其中", ""}, "": {"", ""}} {
		if f, n := SplitNote(in); f != want[0] || n != want[1] {
			t.Errorf("SplitNote(%q) = %q, %q", in, f, n)
		}
	}
}

func TestCarryOver(t *testing.T) {
	last := zeroReport()
	last.Figures["3.carried_out.natural_person"] = Count(2)
	r := NewReport(Form2021, last.Unit, Town, 2026)
	r.Figures["3.carried_in.research"] = Count(1) // stays
	s := NewSession(r, "a")
	must(t, s.Apply(CarryOver(r, last)))
	if r.Figures["3.carried_in.natural_person"] != Count(2) || !r.Figures["3.carried_in.business"].IsZero() || r.Figures["3.carried_in.research"] != Count(1) {
		t.Errorf("carried over: %v", r.Figures)
	}
	if f, _ := r.Progress(""); f != 6 {
		t.Errorf("%d cells are filled, want 6", f)
	}
}
