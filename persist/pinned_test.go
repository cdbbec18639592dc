package persist

import (
	"fmt"
	"reflect"
	"testing"

	"nianbao/model"
)

func TestPinned(t *testing.T) { each(t, testPinned) }

// testPinned: what a collector has accepted is there, as it was, however often the unit saves
// after that; what nobody accepted is dropped as ever.
func testPinned(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	unit := begin(t, s, sample("侯集镇人民政府", 2026))
	unit.Set("2.licensing.decided", 7).Save()
	accepted := unit.Report().Clone()
	sum := model.NewReport(model.Form2021, "某某县人民政府", model.County, 2026)
	sum.Scope = model.ScopeAggregate
	county := begin(t, s, sum)
	review := model.UnitReview{Unit: accepted.Unit, Word: model.WordAccepted, Report: accepted.Name(), Revision: accepted.Revision, Checksum: accepted.Seal()}
	if err := county.Apply(model.SetReviews(county.Report(), "接收", review)); err != nil {
		t.Fatal(err)
	}
	county.Save()
	for i := range 60 {
		unit.Set("2.licensing.decided", int64(100+i)).Save()
	}
	is, err := s.Revision(accepted.ID, accepted.Revision)
	if err != nil || is.Seal() != review.Checksum || is.Revision != accepted.Revision || is.ID != accepted.ID {
		t.Errorf("%v, %v", is, err)
	}
	if _, err := s.Revision(accepted.ID, accepted.Revision+1); err == nil {
		t.Error("a revision that nobody accepted is still there")
	}
	if back, err := s.Load("某某县人民政府-2026"); err != nil || !back.IsSum() || !reflect.DeepEqual(back.Reviews[accepted.Unit], review) {
		t.Errorf("the collector's report: %+v, %v", back, err)
	}
}

func TestLargeReport(t *testing.T) { each(t, testLargeReport) }

// testLargeReport: the revisions of a collector's report of a thousand units, which are not packed
// against one another, are there as they were, and so are those of the time when it was small.
func testLargeReport(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	sum := model.NewReport(model.Form2021, "某某省人民政府", model.Province, 2026)
	sum.Scope = model.ScopeAggregate
	province := begin(t, s, sum)
	want := map[int]int{}
	for i := range 5 {
		var units []model.ListedUnit
		for k := range 10 + 600*i {
			units = append(units, model.ListedUnit{Name: fmt.Sprintf("第%d县人民政府", k+1), Aliases: []string{fmt.Sprintf("%d县", k)}, Kind: model.KindCounty, Level: model.County, Document: fmt.Sprintf("某编发〔2026〕%d号", k*k), Order: k})
		}
		if err := province.Apply(model.SetListed(province.Report(), "名单", units...)); err != nil {
			t.Fatal(err)
		}
		province.Save()
		want[province.Report().Revision] = len(units)
	}
	id := province.Report().ID
	for revision, n := range want {
		if r, err := s.Revision(id, revision); err != nil || len(r.Units) != n {
			t.Errorf("revision %d: %v, want %d units", revision, err, n)
		}
	}
	if body, err := encodeReport(province.Report()); err != nil || len(body) < 2*large {
		t.Errorf("it has %d bytes, %v", len(body), err)
	}
}
