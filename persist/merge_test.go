package persist

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"nianbao/model"
)

// merge saves what a sitting has, on top of what others have saved.
func merge(s sitting, place string) error {
	r, edits := s.Take()
	revision, err := s.Store.Merge(r, edits, place, func(latest *model.Report) (*model.Report, []model.Edit) {
		s.NotSaved()
		s.Rebase(latest, nil)
		return s.Take()
	})
	if revision > 0 {
		s.Saved(revision)
	}
	return err
}

// TestMerge has many save into one report at once: everybody's figure is in it, at
// the first attempt, and each revision follows from the one before.
func TestMerge(t *testing.T) { each(t, testMerge) }

func testMerge(t *testing.T, on backend) {
	const people, figures = 5, 6
	dir := t.TempDir()
	id := begin(t, on.open(t, dir, zhang), sample("甲镇人民政府", 2025)).ID()
	columns := []string{"natural_person", "business", "research", "legal_service", "other_org"}
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			s := on.open(t, dir, model.Actor{User: fmt.Sprint("user", i)})
			r, err := s.Reload(id)
			if err != nil {
				t.Error(err)
				return
			}
			mine := sit(t, s, r, fmt.Sprint(i))
			for n := range figures {
				mine.Set(model.CellID("3.granted."+columns[i]), int64(100*i+n))
				if err := merge(mine, fmt.Sprint("place ", n)); err != nil {
					t.Error(err)
				}
			}
			if place, err := s.Place(id); place != fmt.Sprint("place ", figures-1) || err != nil {
				t.Errorf("place %q, %v", place, err)
			}
		})
	}
	all.Wait()
	s := on.open(t, dir, zhang)
	r, err := s.Reload(id)
	if err != nil {
		t.Fatal(err)
	}
	if r.Revision != 1+people*figures {
		t.Errorf("revision %d", r.Revision)
	}
	for i := range people {
		if got := r.Figures[model.CellID("3.granted."+columns[i])].String(); got != fmt.Sprint(100*i+figures-1) {
			t.Errorf("%s: %s", columns[i], got)
		}
	}
	if log := sit(t, s, r, "").Log(); len(log) != 1+people*figures {
		t.Errorf("%d entries", len(log))
	}
}

// TestMergeLeaves: where join wants nothing stored, the error is a conflict's, and a
// fault of its own is no damage of the store; neither leaves anything.
func TestMergeLeaves(t *testing.T) { each(t, testMergeLeaves) }

func testMergeLeaves(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	b := sit(t, s, a.Report().Clone(), "b")
	a.Set("2.rules.issued", 1).Save()
	r, edits := b.Set("2.rules.issued", 2).Take()
	asked := func(join func(*model.Report) (*model.Report, []model.Edit)) (fault any, err error) {
		defer func() { fault = recover() }()
		_, err = s.Merge(r, edits, "place", join)
		return nil, err
	}
	_, err := asked(func(latest *model.Report) (*model.Report, []model.Edit) {
		if latest.Revision != 2 {
			t.Errorf("asked about revision %d", latest.Revision)
		}
		return nil, nil
	})
	wantKind(t, err, ErrConflict)
	if fault, _ := asked(func(*model.Report) (*model.Report, []model.Edit) { panic("of the program") }); !strings.Contains(fmt.Sprint(fault), "of the program") {
		t.Errorf("fault %v", fault)
	}
	if now, err := s.Reload(a.ID()); err != nil || now.Revision != 2 {
		t.Errorf("%v, %v", now, err)
	}
	if place, err := s.Place(a.ID()); place != "" || err != nil {
		t.Errorf("place %q, %v", place, err)
	}
}
