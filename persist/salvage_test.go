package persist

import (
	"bytes"
	"slices"
	"testing"

	"nianbao/model"
)

// TestWreck: from the records of one store that are left another is made: what is
// whole, what is older, what was deleted, and what only a copy has.
func TestWreck(t *testing.T) { each(t, testWreck) }

func testWreck(t *testing.T, on backend) {
	s, copied, fresh := on.open(t, t.TempDir(), zhang), on.open(t, t.TempDir(), zhang), on.open(t, t.TempDir(), li)
	whole := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 1).Save()
	gone := begin(t, s, sample("乙镇人民政府", 2025))
	if err := s.Delete(gone.ID()); err != nil {
		t.Fatal(err)
	}
	named := begin(t, s, sample("丙镇人民政府", 2025))
	inCopy := begin(t, copied, sample("丁镇人民政府", 2025))
	w := NewWreck()
	err := s.view(func(t *tx) error {
		for _, bucket := range buckets {
			for k, v := range t.Scan(bucket, nil) {
				if bucket == bucketRevisions && idOf(k) == parseID(named.ID()) {
					continue // lost
				}
				w.Take(bytes.Clone(k), bytes.Clone(v))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	is := w.Fill([]*Store{copied})
	for what, lists := range map[string][2][]string{
		"whole":   {is.Whole, {"甲镇人民政府-2025"}},
		"older":   {is.Older, {"丁镇人民政府-2025"}},
		"missing": {is.Missing, {"丙镇人民政府-2025"}},
	} {
		if !slices.Equal(lists[0], lists[1]) {
			t.Errorf("%s: %v, want %v", what, lists[0], lists[1])
		}
	}
	if err := w.Rebuild(fresh); err != nil {
		t.Fatal(err)
	}
	r, err := fresh.Reload(whole.ID())
	if err != nil || r.Revision != 3 || r.Figures["2.rules.issued"] != model.Count(1) {
		t.Errorf("%v, %v", r, err)
	}
	if r, err = fresh.Revision(whole.ID(), 1); err != nil || r.Figures["2.rules.issued"] != model.Zero {
		t.Errorf("as it began: %v, %v", r, err)
	}
	if log := sit(t, fresh, whole.Report(), "").Log(); len(log) != 3 || log[1].Actor != zhang || log[2].Actor != li {
		t.Errorf("log %+v", log)
	}
	if _, err := fresh.Reload(inCopy.ID()); err != nil {
		t.Error(err)
	}
	if list, err := fresh.Deleted(); err != nil || len(list) != 1 || list[0].ID != gone.ID() {
		t.Errorf("deleted %v, %v", list, err)
	}
	if wrong := examined(t, fresh); len(wrong) > 0 {
		t.Errorf("%+v", wrong)
	}
	if covers, err := s.Covers(fresh); err != nil || covers {
		t.Errorf("the old one covers what was made anew: %v, %v", covers, err)
	}
}
