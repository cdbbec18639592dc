package model

import "testing"

func TestShares(t *testing.T) {
	r := NewReport(Form2021, "某镇", Town, 2025)
	r.Figures["3.granted.natural_person"], r.Figures["3.granted.business"] = Count(3), Count(2)
	r.Figures["3.denied_law.research"], r.Figures["3.denied_inquiry.natural_person"] = Count(1), Count(4)
	r.Figures["3.carried_out.natural_person"] = Zero
	got := Evaluate(r).Shares(r.Form.Section("3"))
	want := []Share{{"予以公开", Tally{Count: Count(5), Open: 4}}, {"部分公开", Tally{Open: 6}}, {"不予公开", Tally{Count: Count(5), Open: 8*6 - 2}}, {"无法提供", Tally{Open: 18}},
		{"不予处理", Tally{Open: 30}}, {"其他处理", Tally{Open: 18}}, {"结转下年度", Tally{Count: Zero, Open: 5}}}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%v, want %v", got[i], want[i])
		}
	}
	if Evaluate(r).Shares(r.Form.Section("2")) != nil {
		t.Error("a chart where there is none")
	}
	by := Evaluate(r).RowShares(r.Form.Section("3"))
	if len(by) != 6 || by[3].Name != "社会公益组织" {
		t.Errorf("by applicant: %v", by)
	}
}

// TestTally: of a sum with an unread part nothing is told but that.
func TestTally(t *testing.T) {
	r := NewReport(Form2021, "某镇", Town, 2025)
	r.Figures["2.licensing.decided"], r.Figures["2.penalty.decided"] = Count(3), Count(2)
	if got := Evaluate(r).Tally("2.licensing.decided", "2.penalty.decided"); got != (Tally{Count: Count(5)}) {
		t.Errorf("%+v", got)
	}
	r.Unread = map[CellID]string{"2.compulsion.decided": "若干"}
	if got := Evaluate(r).Tally("2.licensing.decided", "2.compulsion.decided"); got != (Tally{Open: 1, Unread: true}) {
		t.Errorf("%+v", got)
	}
}
