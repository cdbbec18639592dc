package ui

import (
	"testing"

	"nianbao/model"
	"nianbao/model/rollup"
)

// summed puts three units' reports into the store, two of them with the same figures, and the
// sum of them.
func (d *driver) summed() (sum *model.Report) {
	d.t.Helper()
	keep := func(r *model.Report) *model.Report {
		stored, err := d.store.Create(r, "新建")
		if err != nil {
			d.t.Fatal(err)
		}
		return stored
	}
	s := model.NewSession(model.NewReport(model.Form2021, "某某县人民政府", model.County, 2025), "a")
	do := func(e model.Edit) {
		if err := s.Apply(e); err != nil {
			d.t.Fatal(err)
		}
	}
	do(model.SetField(s.Report(), model.FieldScope, string(model.ScopeAggregate)))
	added := rollup.NewSum(model.Form2021)
	for i, unit := range []string{"侯集镇人民政府", "金厂镇人民政府", "郭村镇人民政府"} {
		r := model.NewReport(model.Form2021, unit, model.Town, 2025)
		for k, c := range r.Form.Cells() {
			if n := int64(k%7 + 5*(i/2)); !c.Computed() {
				r.Figures[c.ID] = model.Count(n)
			}
		}
		r = keep(r)
		do(model.SetListed(s.Report(), "名单", model.ListedUnit{Name: unit, Kind: model.KindTown, Level: model.Town, Order: i}))
		do(model.SetReviews(s.Report(), "接收", model.UnitReview{Unit: unit, Word: model.WordAccepted, Report: r.Name(), Revision: r.Revision, Checksum: r.Seal()}))
		added.Add(unit, r)
	}
	do(added.Edit(s.Report()))
	return keep(s.Report())
}

// TestSourcesComeIn: a sum is shown at once, and checked beside the reports in it as soon as
// those are read; where they can't be had they are looked for once.
func TestSourcesComeIn(t *testing.T) {
	d := drive(t, 80, 24)
	r := d.summed()
	d.run(openReport(d.app, r.Name(), opening{}))
	if n := d.live("A-DUP"); n != 1 {
		t.Fatalf("%d findings of two units with the same figures:\n%s", n, d.screen())
	}
	d.press("f6")
	d.findTo("三张表的数完全相同")
	d.see("> 单位")
	d.press("enter")
	d.see(">  侯集镇人民政府", "各单位")
	d.press("esc")
	d.see("核对结果")

	d = drive(t, 80, 24)
	r = d.summed()
	for id, one := range d.store.reports {
		if one.Unit == "侯集镇人民政府" {
			delete(d.store.reports, id)
		}
	}
	d.run(openReport(d.app, r.Name(), opening{}))
	if d.app.sources != nil || d.live("A-DUP") > 0 {
		t.Error("something is said of reports that can't be had")
	}
	d.app.refresh()
	if d.app.lacks {
		t.Error("they are looked for again and again")
	}
}
