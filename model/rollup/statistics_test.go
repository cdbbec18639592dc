package rollup

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"nianbao/model"
)

// counted is a report with so many applications, of which so many were granted, in part, refused
// for the first and for the second reason.
func counted(unit string, year int, all, granted, partial, secret, law int64) *model.Report {
	r := model.NewReport(model.Form2021, unit, model.County, year)
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	for row, n := range map[string]int64{"received": all, "granted": granted, "partial": partial, "denied_secret": secret, "denied_law": law, "other": all - granted - partial - secret - law} {
		r.Figures[model.CellID("3."+row+".natural_person")] = model.Count(n)
	}
	return r
}

// TestStatistics: shares, reasons and years are those of the reports that they say.
func TestStatistics(t *testing.T) {
	r := counted("某某县人民政府", 2025, 200, 100, 20, 6, 10)
	r.Scope = model.ScopeAggregate
	earlier := []*model.Report{counted("某某县人民政府", 2023, 50, 25, 0, 1, 0), counted("某某县人民政府", 2024, 100, 40, 10, 1, 3)}
	units := map[string]*model.Sheet{}
	for i := range int64(20) {
		u := counted(fmt.Sprintf("第%02d局", i), 2025, 30, i, 5, 0, 0)
		units[u.Unit] = model.Evaluate(u)
	}
	few := counted("小局", 2025, 29, 29, 0, 0, 0)
	units[few.Unit] = model.Evaluate(few)
	s := NewStatistics(r, earlier, maps.All(units))
	want := func(what string, got *float64, want float64) {
		t.Helper()
		if got == nil || *got != want {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	rate := s.Rates[0]
	want("the share", rate.Value, 0.6)
	want("last year's", rate.Last, 0.5)
	want("P10", rate.P10, 0.2)              // (1+5)/30: the second of twenty
	want("the median", rate.Median, 0.4667) // (9+5)/30
	want("P90", rate.P90, 0.7333)           // (17+5)/30
	if rate.Source != "（表三 予以公开/总计＋表三 部分公开/总计）÷表三 办理/总计" {
		t.Error(rate.Source)
	}
	want("granted alone", s.Rates[2].Value, 0.5)
	want("without what was not handled", s.Rates[1].Value, 0.8824) // 120 of 200 less 64 handled otherwise: 136
	if n := strings.Count(s.Rates[1].Source, "－"); n != 8 {
		t.Errorf("%d cells are left out: %s", n, s.Rates[1].Source)
	}
	want("a reason", s.Reasons[1].Share, 0.625)
	want("last year's", s.Reasons[1].LastShare, 0.75)
	if s.Reasons[0].Value != model.Count(6) || s.Reasons[0].Last != model.Count(1) || s.Reasons[0].From != "3.denied_secret.total" || len(s.Reasons) != 8 {
		t.Errorf("%+v", s.Reasons[0])
	}
	for i, year := range []int{2025, 2024, 2023} {
		if y := s.Years[i]; y.Year != year || y.Sum != (year == 2025) || len(y.Values) != len(s.Rates) {
			t.Errorf("%+v", y)
		}
	}
	want("the share of 2023", s.Years[2].Values[0], 0.5)
	if len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "不是汇总") {
		t.Errorf("last year's is no sum: %q", s.Notes)
	}
	if u := s.Units[0]; u.Unit != "第19局" || u.Rank != 1 || u.Granted != model.Count(19) || *u.Value != 0.8 || len(s.Units) != 21 {
		t.Errorf("%+v", u)
	}
	if u := s.Units[20]; u.Unit != "小局" || u.Place() != "不排" {
		t.Errorf("%+v", u)
	}
}

// TestNoStatistics: nothing that there is none of is a share of nothing.
func TestNoStatistics(t *testing.T) {
	s := NewStatistics(full("某某县人民政府", 1, rand.New(rand.NewPCG(1, 1))), nil, maps.All(map[string]*model.Sheet{}))
	if s.Rates[0].Last != nil || s.Rates[0].Median != nil || s.Rates[0].LastShare.String() != "—" || len(s.Units) != 0 || len(s.Notes) != 0 {
		t.Errorf("%+v", s.Rates[0])
	}
	empty := NewStatistics(model.NewReport(model.Form2021, "某某县人民政府", model.County, 2025), nil, maps.All(map[string]*model.Sheet{}))
	for _, r := range empty.Rates {
		if r.Value != nil {
			t.Errorf("%s of nothing is %v", r.Name, *r.Value)
		}
	}
	old := NewStatistics(full2019(), nil, maps.All(map[string]*model.Sheet{}))
	if strings.Contains(old.Rates[1].Source, "－－") || len(old.Rates[1].From) != 9 {
		t.Errorf("on the old form: %v, %s", old.Rates[1].From, old.Rates[1].Source)
	}
}

func full2019() *model.Report {
	return model.NewReport(model.Form2019(), "某某县人民政府", model.County, 2020)
}
