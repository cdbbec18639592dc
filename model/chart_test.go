package model

import "testing"

func TestShares(t *testing.T) {
	r := NewReport(Form2021, "某镇", Town, 2025)
	r.Figures["3.granted.natural_person"], r.Figures["3.granted.business"] = Count(3), Count(2)
	r.Figures["3.denied_law.research"], r.Figures["3.denied_inquiry.natural_person"] = Count(1), Count(4)
	r.Figures["3.carried_out.natural_person"] = Zero
	got := Evaluate(r).Shares(r.Form.Section("3"))
	want := []Share{{"予以公开", Count(5)}, {"部分公开", Blank}, {"不予公开", Count(5)}, {"无法提供", Blank}, {"不予处理", Blank}, {"其他处理", Blank}, {"结转下年度", Zero}}
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
}
