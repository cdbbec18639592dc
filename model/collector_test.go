package model

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func collector(t *testing.T) *Session {
	t.Helper()
	s := NewSession(NewReport(Form2021, "某某县人民政府", County, 2026), "a")
	do(t, s, SetField(s.Report(), FieldScope, string(ScopeAggregate)))
	return s
}

func do(t *testing.T, s *Session, e Edit) {
	t.Helper()
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
}

func town(name string, order int) ListedUnit {
	return ListedUnit{Name: name, Kind: KindTown, Level: Town, Order: order, Due: "2027-01-31", Aliases: []string{name + "镇"}}
}

var noon = time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC)

const newly, granted = CellID("3.received.natural_person"), CellID("3.granted.natural_person")

// TestSum: nothing is typed over a sum; figures and sources come and go together, and what
// adjusts them stays through the next adding up.
func TestSum(t *testing.T) {
	s := collector(t)
	sources := []Source{{"甲镇", 2026, "甲镇-2026", 3, "AAAA"}, {"乙镇", 2026, "乙镇-2026", 1, "BBBB"}}
	do(t, s, SetSum(s.Report(), map[CellID]Figure{newly: Count(12), granted: Count(5)}, sources))
	adjustment := Adjustment{Cell: newly, Value: Count(-2), Reason: "两镇报了同一件", By: "王芳", At: noon}
	do(t, s, Adjust(s.Report(), adjustment))
	if r := s.Report(); r.Figures[newly] != Count(10) || r.AdjustedBy(newly) != Count(-2) || !reflect.DeepEqual(r.Sources, sources) {
		t.Errorf("%v of %v", r.Figures, r.Sources)
	}
	for name, e := range map[string]Edit{"typed": SetFigures(s.Report(), CellFigure{newly, Count(1)}), "filled": FillZero(s.Report(), ""), "blanked": SetFigures(s.Report(), CellFigure{newly, Blank})} {
		if err := s.Apply(e); !errors.Is(err, ErrSum) {
			t.Errorf("%s: %v", name, err)
		}
	}
	do(t, s, SetSum(s.Report(), map[CellID]Figure{newly: Count(20)}, sources[:1]))
	if r := s.Report(); r.Figures[newly] != Count(18) || r.Figures[granted].Filled() {
		t.Errorf("added up again: %v", r.Figures)
	}
	for _, want := range []map[CellID]Figure{{newly: Count(10), granted: Count(5)}, {newly: Count(12), granted: Count(5)}, {}} {
		if _, err := s.Undo(); err != nil || !reflect.DeepEqual(s.Report().Figures, want) {
			t.Errorf("undone: %v, %v", s.Report().Figures, err)
		}
	}
	if len(s.Report().Sources) > 0 {
		t.Errorf("sources without a sum: %v", s.Report().Sources)
	}
	for says, a := range map[string]Adjustment{"不能是 0": {Cell: newly, Reason: "无", At: noon}, "原因": {Cell: newly, Value: Count(1), At: noon}, "负数": {Cell: newly, Value: Count(-1), Reason: "重复", At: noon},
		"分项": {Cell: "3.received.total", Value: Count(1), Reason: "重复", At: noon}} {
		if err := s.Apply(Adjust(s.Report(), a)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", a, err)
		}
	}
}

// TestScope: a report with figures of its own becomes no sum, and one that is none has no list.
func TestScope(t *testing.T) {
	s := NewSession(NewReport(Form2021, "某某县人民政府", County, 2026), "a")
	if err := s.Apply(SetListed(s.Report(), "名单", town("甲", 1))); err == nil {
		t.Error("a list of a report that is no sum")
	}
	do(t, s, SetFigures(s.Report(), CellFigure{newly, Zero}))
	if err := s.Apply(SetField(s.Report(), FieldScope, string(ScopeAggregate))); err == nil || !strings.Contains(err.Error(), "本级") {
		t.Error(err)
	}
	s = collector(t)
	do(t, s, SetListed(s.Report(), "名单", town("甲", 1)))
	if err := s.Apply(SetField(s.Report(), FieldScope, "")); err == nil {
		t.Error("a list without a sum")
	}
}

// TestCollectorsTogether: what two people do with two units joins; two sums never do.
func TestCollectorsTogether(t *testing.T) {
	begin := collector(t)
	do(t, begin, SetListed(begin.Report(), "名单", town("乙", 2), town("甲", 1)))
	base := begin.Report()
	mine, theirs := NewSession(base.Clone(), "b"), NewSession(base.Clone(), "c")
	do(t, mine, SetReviews(mine.Report(), "收下甲", UnitReview{Unit: "甲", Word: WordAccepted, Revision: 2}))
	do(t, mine, SetSum(mine.Report(), map[CellID]Figure{newly: Count(1)}, []Source{{Unit: "甲", Year: 2026}}))
	do(t, theirs, SetReviews(theirs.Report(), "退回乙", UnitReview{Unit: "乙", Word: WordReturned, Round: 1}))
	do(t, theirs, SetSum(theirs.Report(), map[CellID]Figure{newly: Count(2)}, []Source{{Unit: "乙", Year: 2026}}))
	if clashes := mine.Clashes(theirs.Report()); len(clashes) > 0 {
		t.Errorf("asks about %v", clashes)
	}
	mine.Rebase(theirs.Report(), func(Clash) bool { return true })
	r := mine.Report()
	if r.Reviews["甲"].Word != WordAccepted || r.Reviews["乙"].Word != WordReturned {
		t.Errorf("reviews %v", r.Reviews)
	}
	if r.Figures[newly] != Count(2) || len(r.Sources) != 1 || r.Sources[0].Unit != "乙" {
		t.Errorf("the sums were mixed: %v of %v", r.Figures, r.Sources)
	}
	if list := r.List(); len(list) != 2 || list[0].Name != "甲" {
		t.Errorf("list %v", list)
	}
}

// TestCollectorsExchange: nothing of a collector's report is lost in the exchange file.
func TestCollectorsExchange(t *testing.T) {
	s := collector(t)
	do(t, s, SetListed(s.Report(), "名单", town("甲", 1), ListedUnit{Name: "某某县人民政府（本级）", Kind: KindOwn, Level: County}))
	do(t, s, SetReviews(s.Report(), "收下", UnitReview{Unit: "甲", Word: WordAccepted, Report: "甲-2026", Revision: 2, Checksum: "AAAA", By: "王芳", At: "2027-01-15T12:00:00Z"}))
	do(t, s, SetSum(s.Report(), map[CellID]Figure{newly: Count(12)}, []Source{{"甲", 2026, "甲-2026", 2, "AAAA"}}))
	do(t, s, Adjust(s.Report(), Adjustment{Cell: newly, Value: Count(-2), Reason: "两镇报了同一件", By: "王芳", At: noon}))
	for _, encode := range []func(*Report) ([]byte, error){Encode, EncodeDense} {
		data, err := encode(s.Report())
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := changedTargets(s.Report(), back); len(diff) > 0 {
			t.Errorf("differ in %v:\n%s", diff, data)
		}
		if _, plain := plainExchange(data); !plain {
			t.Error("read by way of encoding/json")
		}
	}
}

// TestAdoptLeavesSum: a file that is read into a sum changes none of its figures, and that is
// told.
func TestAdoptLeavesSum(t *testing.T) {
	s := NewSession(NewReport(Form2021, "某某县人民政府", County, 2025), "a")
	for _, e := range []Edit{SetField(s.Report(), FieldScope, string(ScopeAggregate))} {
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	e := SetSum(s.Report(), map[CellID]Figure{"2.rules.issued": Count(3), "2.rules.repealed": Count(1)}, []Source{{Unit: "甲镇"}})
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	theirs := NewReport(Form2021, "某某县人民政府", County, 2025)
	theirs.Figures["2.rules.issued"], theirs.Figures["2.rules.repealed"] = Count(5), Count(1)
	theirs.Text["1"] = "本年的工作。"
	a := Adopt(s.Report(), &Reading{Report: theirs}, nil, func(Conflict) bool { return true })
	if err := s.Apply(a.Edit); err != nil {
		t.Fatal(err)
	}
	if len(a.LeftOut) != 1 || a.LeftOut[0].What != "1 格和汇总数不同" || s.Report().Figures["2.rules.issued"] != Count(3) || s.Report().Text["1"] == "" {
		t.Errorf("%+v, %v", a.LeftOut, s.Report().Figures)
	}
}
