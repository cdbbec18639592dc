package persist

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// TestLinesOfTheList: a line of the list, or a name, that contradicts its report is
// found, and made anew from report and log; the reports stay as they are.
func TestLinesOfTheList(t *testing.T) { each(t, testLinesOfTheList) }

func testLinesOfTheList(t *testing.T, on backend) {
	for what, spoil := range map[string]func(t *tx, sum *model.Summary) error{
		"状态":    func(_ *tx, sum *model.Summary) error { sum.State = model.Final; return nil },
		"单位":    func(_ *tx, sum *model.Summary) error { sum.Unit = "别的镇人民政府"; return nil },
		"谁改的":   func(_ *tx, sum *model.Summary) error { sum.ChangedBy = "其他人"; return nil },
		"什么时候改": func(_ *tx, sum *model.Summary) error { sum.ChangedAt = sum.ChangedAt.AddDate(0, 0, 1); return nil },
		"级别":    func(_ *tx, sum *model.Summary) error { sum.Level = model.Ministry; return nil },
		"名称": func(t *tx, _ *model.Summary) error {
			return t.Put(bucketNames, []byte("甲镇人民政府-2025"), key(77))
		},
	} {
		s := on.open(t, t.TempDir(), zhang)
		a := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 4).Save()
		begin(t, s, sample("乙镇人民政府", 2025))
		if err := s.MarkExported(a.ID(), a.Report().Revision, "导出", true, nil); err != nil {
			t.Fatal(err)
		}
		was, err := s.List()
		if err != nil {
			t.Fatal(err)
		}
		if wrong := examined(t, s); len(wrong) > 0 {
			t.Fatalf("%+v", wrong)
		}
		err = s.update(func(t *tx) error {
			sum, err := t.summary(parseID(a.ID()))
			if err == nil {
				err = spoil(t, &sum)
			}
			if err == nil {
				err = t.putSummary(parseID(a.ID()), sum)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		wrong := examined(t, s)
		if len(wrong) == 0 || !slices.ContainsFunc(wrong, func(r model.ReportHealth) bool { return strings.Contains(r.Wrong, what) }) {
			t.Errorf("%s: %+v", what, wrong)
		}
		if slices.ContainsFunc(wrong, func(r model.ReportHealth) bool { return !r.Line }) {
			t.Errorf("%s: not with the line only: %+v", what, wrong)
		}
		before := a.Report()
		if relisted, err := as(s, li).Relist(); err != nil || !slices.Equal(relisted, []string{"甲镇人民政府-2025"}) {
			t.Errorf("%s: %v, %v", what, relisted, err)
		}
		if wrong := examined(t, s); len(wrong) > 0 {
			t.Errorf("%s: made anew %+v", what, wrong)
		}
		list, err := s.List()
		if err != nil || !reflect.DeepEqual(list, was) {
			t.Errorf("%s: the list is %v, was %v", what, list, was)
		}
		if r, err := s.Load("甲镇人民政府-2025"); err != nil || r.Revision != before.Revision || r.Figures["2.rules.issued"] != model.Count(4) {
			t.Errorf("%s: %v, %v", what, r, err)
		}
	}
}

// examined are the reports with which something is wrong.
func examined(t *testing.T, s *Store) []model.ReportHealth {
	t.Helper()
	all, err := s.Examine()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(r model.ReportHealth) bool { return r.Wrong == "" })
}
