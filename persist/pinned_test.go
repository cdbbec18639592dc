package persist

import (
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
