package export

import (
	"errors"
	"testing"

	"nianbao/export/match"
	"nianbao/model"
)

// TestFeeInCases: amounts in other units are converted, and that is said.
func TestFeeInCases(t *testing.T) {
	for name, a := range map[string]appearance{
		"03-fee-head-in-yuan/yuan.html":     {"2.fees.amount", "0.038", "380 元换算成 0.038 万元"},
		"03-fee-head-in-yuan/qianyuan.html": {"2.fees.amount", "1.25", "千元"},
	} {
		a.check(t, name, caseFile(t, name))
	}
}

// TestOtherDocumentsInCases are refused whatever the operator says of unit and year.
func TestOtherDocumentsInCases(t *testing.T) {
	for _, name := range []string{"a", "b", "d", "e"} {
		for _, o := range []ReadOptions{{}, {Unit: "某某县水利局", Year: 2024}} {
			_, err := ReadBytes(caseFile(t, "2-10-other-documents/"+name+".txt"), o)
			if !errors.Is(err, match.ErrOther) && !errors.Is(err, match.ErrNoReport) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestWordsForFiguresInCases: each is kept as it stands.
func TestWordsForFiguresInCases(t *testing.T) {
	x, err := ReadBytes(caseFile(t, "09-words-in-figure-row-dropped/w.md"), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[model.CellID]string{"2.rules.issued": "O", "2.rules.in_force": "O", "2.normative.repealed": "见附件", "2.licensing.decided": "见附件", "2.penalty.decided": "同上"} {
		if got := x.Report.Unread[id]; got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}
