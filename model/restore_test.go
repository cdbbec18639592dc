package model

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestRestore(t *testing.T) {
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	s := NewSession(r, "x")
	do := func(e Edit) {
		t.Helper()
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	say := func(e Edit, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		do(e)
	}
	saidAt := time.Date(2026, 1, 20, 10, 21, 0, 0, time.UTC)
	explanation := Explanation{Rule: "S6-MISS", Section: "6"}
	do(Join("填表", SetFigures(s.Report(), CellFigure{"2.penalty.decided", Count(4)}), SetText(s.Report(), "1", "甲"), SetNote(s.Report(), "2.penalty.decided", "含上年"),
		SetStated(s.Report(), "3.received.total", Count(9)), SetField(s.Report(), FieldDate, "2026-01-05")))
	say(SetExplanation(s.Report(), explanation, "本年没有收取", "张三", saidAt))
	old := s.Report().Clone()
	old.Revision = 3
	do(Join("改", SetFigures(s.Report(), CellFigure{"2.penalty.decided", Count(5)}, CellFigure{"4.suit_after.other", Zero}), SetText(s.Report(), "1", "乙"), SetText(s.Report(), "5", "丙"),
		SetNote(s.Report(), "2.penalty.decided", ""), SetStated(s.Report(), "3.received.total", Blank), SetField(s.Report(), FieldUnit, "别的镇人民政府"), SetField(s.Report(), FieldDate, "")))
	say(SetExplanation(s.Report(), explanation, "", "张三", saidAt))
	now := s.Report().Clone()
	e := Restore(s.Report(), old)
	if e.Label != "恢复到第 3 稿" {
		t.Errorf("label %q", e.Label)
	}
	do(e)
	got := s.Report().Clone()
	got.Revision = old.Revision
	if !reflect.DeepEqual(got, old) {
		t.Errorf("brought back:\n%+v\nwant\n%+v", got, old)
	}
	if _, err := s.Undo(); err != nil || len(changedTargets(s.Report(), now)) > 0 {
		t.Errorf("undone, %v differ: %v", changedTargets(s.Report(), now), err)
	}
	if !Restore(old, old).Empty() {
		t.Error("bringing back what is there changes something")
	}
}

// TestLongNotes: none is taken that is too long; one that has been stored all the
// same can be undone to, and restored.
func TestLongNotes(t *testing.T) {
	const cell = "2.penalty.decided"
	long := strings.Repeat("长", MaxNote+1)
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	s := NewSession(r, "x")
	for _, e := range []Edit{SetNote(r, cell, long), Join("填", SetFigures(r, CellFigure{cell, Zero}), SetNote(r, cell, long))} {
		if err := s.Apply(e); err == nil {
			t.Error("a long note is taken")
		}
	}
	if err := s.Apply(SetNote(r, cell, long[:3*MaxNote])); err != nil {
		t.Error(err)
	}
	r.Notes[cell] = long // as older programs have read it from a file
	old := r.Clone()
	if err := s.Apply(SetNote(r, cell, "短")); err != nil {
		t.Fatal(err)
	}
	for _, back := range []func() error{func() error { _, err := s.Undo(); return err }, func() error { return s.Apply(Restore(s.Report(), old)) }} {
		if err := back(); err != nil || s.Report().Notes[cell] != long {
			t.Errorf("it does not come back: %v", err)
		}
		if err := s.Apply(SetNote(s.Report(), cell, "")); err != nil {
			t.Fatal(err)
		}
	}
}
