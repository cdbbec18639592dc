package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// readingOfReport is a reading that has all of a report.
func readingOfReport(r *Report) *Reading {
	x := &Reading{File: "去年\n的\x1b[31m.docx", Report: r}
	sheet := Evaluate(r)
	for _, c := range r.Form.Cells() {
		x.Read = append(x.Read, ReadCell{Cell: c.ID, Value: sheet.At(c.ID), Source: sheet.At(c.ID).String(), Where: "第1个表", Confidence: 1})
	}
	return x
}

func keep(Conflict) bool { return false }
func take(Conflict) bool { return true }

// TestAdopt: blanks are filled, what is the same stays, what differs is a
// conflict and taken only where that is wanted; and it is one edit.
func TestAdopt(t *testing.T) {
	theirs := countyReport()
	theirs.Notes["2.fees.amount"] = "含上年补缴"
	theirs.Stated["4.direct_suit.total"] = Count(9)
	empty := NewReport(Form2021, theirs.Unit, County, 2025)
	cells := len(theirs.Form.Cells()) - len(computed(theirs.Form))

	mine := NewReport(Form2021, theirs.Unit, County, 2025)
	mine.Figures["2.penalty.decided"] = Count(1)
	mine.Figures["3.received.natural_person"] = Count(705) // the same
	mine.Text["6"] = "没有收费。"
	mine.Notes["2.fees.amount"] = "另有说明"
	mine.Date = "2026-01-01"
	for _, c := range []struct {
		name                    string
		mine                    *Report
		sections                []string
		take                    func(Conflict) bool
		filled, conflicts, same int
		changes                 int
	}{
		{"into an empty one", empty, nil, keep, cells + 4 + 1 + 1 + 1, 0, 0, cells + 7},
		{"keep", mine, nil, keep, cells - 2 + 3 + 1, 4, 1, cells + 2},
		{"take", mine, nil, take, cells - 2 + 3 + 1, 4, 1, cells + 6},
		{"one table", mine, []string{"2"}, take, 10 - 1, 2, 0, 10 - 1 + 2},
		{"a text and a table", mine, []string{"6", "4"}, keep, 12 + 1, 1, 0, 12 + 1},
		{"nothing there", mine, []string{"9"}, take, 0, 0, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := Adopt(c.mine, readingOfReport(theirs), c.sections, c.take)
			if a.Filled != c.filled || len(a.Conflicts) != c.conflicts || a.Same != c.same || len(a.Edit.Changes) != c.changes || len(a.LeftOut) != 0 {
				t.Errorf("filled %d, conflicts %d, same %d, changes %d, left out %d; want %d, %d, %d, %d, 0", a.Filled, len(a.Conflicts), a.Same, len(a.Edit.Changes), len(a.LeftOut), c.filled, c.conflicts, c.same, c.changes)
			}
			if a.Edit.Label != "读入 去年 的[31m.docx" {
				t.Errorf("label %q", a.Edit.Label)
			}
			r := c.mine.Clone()
			s := NewSession(r, "s")
			if err := s.Apply(a.Edit); err != nil {
				t.Fatal(err)
			}
			if again := Adopt(r, readingOfReport(theirs), c.sections, c.take); !again.Edit.Empty() {
				t.Errorf("a second time it changes %v", again.Edit.Changes)
			}
			for s.UndoLabel() != "" {
				if _, err := s.Undo(); err != nil {
					t.Fatal(err)
				}
			}
			same(t, "undone", r, c.mine)
		})
	}
	a := Adopt(mine, readingOfReport(theirs), nil, keep)
	want := Conflict{Target{TargetCell, "2.penalty.decided"}, "1", "693957"}
	if !slices.Contains(a.Conflicts, want) {
		t.Errorf("conflicts %v", a.Conflicts)
	}
}

func computed(f *Form) (out []*Cell) {
	for _, c := range f.Cells() {
		if c.Computed() {
			out = append(out, c)
		}
	}
	return out
}

// TestAdoptOldForm: cells that the report's edition lacks are left out by name,
// never put elsewhere.
func TestAdoptOldForm(t *testing.T) {
	old := NewReport(Form2019(), "某某镇人民政府", Town, 2020)
	for i, c := range old.Form.Cells() {
		if !c.Computed() {
			old.Figures[c.ID] = Count(int64(i))
		}
	}
	r := NewReport(Form2021, old.Unit, Town, 2020)
	a := Adopt(r, readingOfReport(old), nil, keep)
	lacking := 0
	for _, c := range old.Form.Cells() {
		if r.Form.Cell(c.ID) == nil {
			lacking++
		}
	}
	if lacking == 0 || len(a.LeftOut) != lacking || !strings.Contains(a.LeftOut[0].Why, "2021 年表式") {
		t.Errorf("left out %d, want %d: %v", len(a.LeftOut), lacking, a.LeftOut[:1])
	}
	for _, c := range a.Edit.Changes {
		if c.Kind == TargetCell && (r.Form.Cell(CellID(c.Key)) == nil || c.After != old.Figures[CellID(c.Key)].String()) {
			t.Errorf("%s becomes %s", c.Key, c.After)
		}
	}
	old.Date, old.Year = "2020-01-20", 2019
	if last := Adopt(r, readingOfReport(old), nil, keep); slices.ContainsFunc(last.Edit.Changes, func(c Change) bool { return c.Kind == TargetField }) {
		t.Error("another year's date is taken over")
	}
	if only := Adopt(r, readingOfReport(old), []string{"1"}, keep); len(only.LeftOut) != 0 {
		t.Errorf("left out of section one: %v", only.LeftOut)
	}
}

func TestDifferences(t *testing.T) {
	a, b := countyReport(), countyReport()
	if figures, texts := Differences(a, b); len(figures)+len(texts) != 0 {
		t.Errorf("the same differs: %v %v", figures, texts)
	}
	b.Figures["3.received.natural_person"] = Count(700)
	delete(b.Figures, "2.fees.amount")
	b.Text["6"] = ""
	figures, texts := Differences(a, b)
	want := []Difference{
		{Target{TargetCell, "2.fees.amount"}, "4068.208", ""},
		{Target{TargetCell, "3.received.natural_person"}, "705", "700"},
		{Target{TargetCell, "3.received.total"}, "713", "708"},
	}
	if !slices.Equal(figures, want) || len(texts) != 1 || texts[0].Key != "6" || texts[0].B != "" {
		t.Errorf("figures %v\ntexts %v", figures, texts)
	}
	// Two editions: what only one of them has is told as well.
	old := NewReport(Form2019(), a.Unit, County, 2020)
	for _, c := range old.Form.Cells() {
		if !c.Computed() && a.Form.Cell(c.ID) == nil {
			old.Figures[c.ID] = Count(1)
			figures, _ := Differences(a, old)
			if !slices.ContainsFunc(figures, func(d Difference) bool { return d.Key == string(c.ID) && d.A == "" && d.B == "1" }) {
				t.Errorf("%s is not among them", c.ID)
			}
			break
		}
	}
}

func TestDiffLines(t *testing.T) {
	long := make([]string, 2001)
	for i := range long {
		long[i] = fmt.Sprint("段", i)
	}
	for _, c := range []struct{ name, a, b, want string }{
		{"the same", "甲\n乙", "甲\n乙", ""},
		{"both empty", "", "", ""},
		{"from nothing", "", "甲\n乙", "＋ 甲|＋ 乙"},
		{"to nothing", "甲\n乙", "", "－ 甲|－ 乙"},
		{"one changed", "甲\n乙\n丙", "甲\n丁\n丙", "－ 乙|＋ 丁"},
		{"one more in the middle", "甲\n丙", "甲\n乙\n丙", "＋ 乙"},
		{"moved", "甲\n乙\n丙", "乙\n丙\n甲", "－ 甲|＋ 甲"},
		{"twice", "甲\n甲", "甲", "－ 甲"},
		{"longer than anybody compares", strings.Join(long, "\n"), strings.Join(long[1:], "\n") + "\n完", ""},
	} {
		if got := strings.Join(DiffLines(c.a, c.b), "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestReading(t *testing.T) {
	x := readingOfReport(countyReport())
	x.Read[3].Confidence, x.Read[4].Confidence = 0.5, Sure
	if g := x.Guessed(); len(g) != 1 || g[0].Cell != x.Read[3].Cell {
		t.Errorf("guessed %v", g)
	}
	if x.Unknown() {
		t.Error("the unit is known")
	}
	if n := x.TextLengths()["6"]; n != CountCharacters(x.Report.Text["6"]) || n == 0 {
		t.Errorf("%d characters", n)
	}
}

// What is corrected in a reading may be right in the source: its totals stay.
func TestCorrectKeepsTotals(t *testing.T) {
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	r.Figures["3.received.natural_person"], r.Figures["3.received.business"] = Count(7), Count(2)
	x := &Reading{Report: r, Read: []ReadCell{{Cell: "3.received.natural_person", Value: Count(7)}, {Cell: "3.received.total", Value: Count(9)}, {Cell: "3.granted.total", Value: Count(4)}}}
	s := NewSession(r, "x")
	must(t, s.Apply(x.Correct(s.Report(), "3.received.natural_person", Count(8))))
	if got := s.Report(); got.Figures["3.received.natural_person"] != Count(8) || got.Stated["3.received.total"] != Count(9) || len(got.Stated) != 1 {
		t.Errorf("figures %v, stated %v", got.Figures, got.Stated)
	}
	if _, err := s.Undo(); err != nil || len(s.Report().Stated) > 0 {
		t.Errorf("undone, stated %v: %v", s.Report().Stated, err)
	}
}
