package model

import (
	"errors"
	"strings"
	"testing"
)

// TestFinalIsLocked: nothing of a final report changes, by no door; reopened it can
// be changed again, and undone as before.
func TestFinalIsLocked(t *testing.T) {
	s := NewSession(zeroReport(), "a")
	set(t, s, "2.rules.issued", 1)
	if _, err := Finish(s.Report(), 1); err == nil {
		t.Error("a report with errors is final")
	}
	e, err := Finish(s.Report(), 0)
	must(t, err)
	must(t, s.Apply(e))
	was := s.Report().Clone()
	_, undoErr := s.Undo()
	for what, err := range map[string]error{
		"a figure": s.Apply(SetFigures(s.Report(), CellFigure{"2.rules.issued", Count(2)})),
		"typing":   s.Continue(SetText(s.Report(), "1", "文字")),
		"a field":  s.Apply(SetField(s.Report(), FieldDate, "2026-01-01")),
		"undo":     undoErr,
	} {
		if !errors.Is(err, ErrFinal) {
			t.Errorf("%s: %v", what, err)
		}
	}
	same(t, "locked", s.Report(), was)
	if _, err := Reopen(s.Report(), " "); err == nil {
		t.Error("reopened without a reason")
	}
	if _, err := Reopen(s.Report(), strings.Repeat("长", 301)); err == nil {
		t.Error("a reason without end")
	}
	e, err = Reopen(s.Report(), "漏登一件")
	must(t, err)
	must(t, s.Apply(e))
	set(t, s, "2.rules.issued", 3)
	for _, want := range []Figure{Count(1), Zero} {
		if _, err := s.Undo(); err != nil || s.Report().Figures["2.rules.issued"] != want {
			t.Errorf("undo gives %v, %v", s.Report().Figures["2.rules.issued"], err)
		}
	}
	if s.Report().State != Correcting {
		t.Error("undo has touched the state")
	}
	looker := NewSession(zeroReport(), "b")
	looker.LookOnly()
	if err := looker.Apply(SetFigures(looker.Report(), CellFigure{"2.rules.issued", Count(2)})); !errors.Is(err, ErrLook) {
		t.Errorf("looking only: %v", err)
	}
}

// TestSeal: what is printed changes the code, and nothing else does.
func TestSeal(t *testing.T) {
	r := zeroReport()
	r.Text["1"] = "第一段。\n第二段。"
	seal := r.Seal()
	if len(seal) != 24 {
		t.Errorf("the code is %q", seal)
	}
	for what, change := range map[string]func(*Report){
		"a figure":    func(r *Report) { r.Figures["2.rules.issued"] = Count(1) },
		"a blank":     func(r *Report) { delete(r.Figures, "2.rules.issued") },
		"a text":      func(r *Report) { r.Text["1"] = "第一段。\n第二段！" },
		"the date":    func(r *Report) { r.Date = "2026-01-01" },
		"a note":      func(r *Report) { r.Notes["2.rules.issued"] = "其中" },
		"the unit":    func(r *Report) { r.Unit = "另一镇人民政府" },
		"a new title": func(r *Report) { r.Title = "报告" },
	} {
		c := r.Clone()
		if change(c); c.Seal() == seal {
			t.Errorf("%s does not change the code", what)
		}
	}
	c := r.Clone()
	c.Revision, c.Level, c.State, c.Title = 9, City, Final, r.FullTitle()
	c.Text["1"] = "  第一段。\n\n第二段。\n"
	if c.Seal() != seal {
		t.Error("what is not printed changes the code")
	}
}

// TestFinishIsNotRebased: making a report final was about what it said; joined with
// what somebody else has saved it would lock something else.
func TestFinishIsNotRebased(t *testing.T) {
	base := zeroReport()
	base.Revision = 1
	s := NewSession(base.Clone(), "a")
	set(t, s, "2.rules.issued", 1)
	e, err := Finish(s.Report(), 0)
	must(t, err)
	must(t, s.Apply(e))
	if !s.Finishing() || !s.Wrote() {
		t.Error("nothing is to be saved")
	}
	other := NewSession(base.Clone(), "b")
	set(t, other, "2.rules.repealed", 2)
	latest := other.Report().Clone()
	latest.Revision = 2
	s.Rebase(latest, nil)
	if r := s.Report(); s.Finishing() || r.State == Final || r.Figures["2.rules.issued"] != Count(1) || r.Figures["2.rules.repealed"] != Count(2) {
		t.Errorf("%v, issued %v, made %v", r.State, r.Figures["2.rules.issued"], r.Figures["2.rules.repealed"])
	}
	must(t, s.Apply(SetField(s.Report(), FieldDate, "2026-01-01"))) // it isn't locked

	// Finished, reopened and written in, all unsaved: the rest is kept.
	s = NewSession(base.Clone(), "c")
	e, err = Finish(s.Report(), 0)
	must(t, err)
	must(t, s.Apply(e))
	e, err = Reopen(s.Report(), "漏登一件")
	must(t, err)
	must(t, s.Apply(e))
	set(t, s, "2.rules.issued", 4)
	s.Rebase(latest, nil)
	if r := s.Report(); r.State != "" || r.Figures["2.rules.issued"] != Count(4) {
		t.Errorf("%v, issued %v", r.State, r.Figures["2.rules.issued"])
	}
}
