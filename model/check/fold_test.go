package check

import (
	"strings"
	"testing"

	"nianbao/model"
)

// TestOneCauseOneFinding: of what one wrong thing brings about, only that is told, with the
// rest folded under it.
func TestOneCauseOneFinding(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func(*model.Report)
		want  string // the rules of the errors
		under string // a rule among those folded
	}{
		"less than nothing in force":        {func(r *model.Report) { r.Figures["2.normative.in_force"] = model.Count(-5) }, "T2-NEG", "T2-STOCK"},
		"half a document":                   {func(r *model.Report) { r.Figures["2.normative.repealed"] = model.OfUnits(5000) }, "T2-NEG", ""},
		"an application less than nothing":  {func(r *model.Report) { r.Figures["3.granted.business"] = model.Count(-3) }, "T3-NEG", "T3-BAL"},
		"a case less than nothing":          {func(r *model.Report) { r.Figures["4.direct_suit.other"] = model.Count(-1) }, "T4-NEG", ""},
		"less than nothing, totals printed": {func(r *model.Report) { state(r); r.Figures["3.granted.business"] = model.Count(-3); r.SettleStated() }, "T3-NEG", "T3-CELL"},
		"an amount below nothing":           {func(r *model.Report) { r.Figures["2.fees.amount"] = model.Count(-1) }, "T2-FEE", ""},
		"words in a cell":                   {func(r *model.Report) { notRead(r, "2.rules.issued"); r.Unread["2.rules.issued"] = "无" }, "FILL-TEXT", ""},
	} {
		r := countyReport()
		c.spoil(r)
		var errors []Finding
		for _, f := range Report(r, nil) {
			if f.Severity == model.Error {
				errors = append(errors, f)
			}
		}
		if len(errors) != 1 || errors[0].Rule != c.want {
			t.Errorf("%s: %v", what, errors)
			continue
		}
		if errors[0].CanExplain(r.Form) == nil {
			t.Errorf("%s: can be explained away", what)
		}
		if strings.Count(errors[0].Fix, errors[0].Message) > 0 {
			t.Errorf("%s: it says itself twice: %s", what, errors[0].Fix)
		}
		under := c.under == ""
		for _, f := range errors[0].Explains {
			under = under || f.Rule == c.under
		}
		if !under {
			t.Errorf("%s: %s is not under it: %v", what, c.under, errors[0].Explains)
		}
	}
}

// TestNotBegun: a section that nobody has begun is one line.
func TestNotBegun(t *testing.T) {
	r := model.NewReport(model.Form2021, "甲镇人民政府", model.Town, 2025)
	for _, f := range find(Report(r, nil), "FILL-BLANK") {
		if !strings.Contains(f.Message, "还没有填，共") || strings.Contains(f.Message, "/") {
			t.Error(f.Message)
		}
	}
	r.Figures["3.granted.business"] = model.Count(1)
	if f := find(Report(r, nil), "FILL-BLANK"); len(f) != 3 || !strings.Contains(f[1].Message, "还有 143 格没有填：") {
		t.Error(f)
	}
}
