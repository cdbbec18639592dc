package wire_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/collecting"
	"nianbao/ui/wire"
)

// county is a store with units' reports and a sum, and what the test knows of it all.
type county struct {
	t     *testing.T
	rng   *rand.Rand
	store backend.Store
	sum   string
	units []string
	ids   map[string]string                                // reports by unit
	kept  map[string]map[int]map[model.CellID]model.Figure // figures by unit and revision
	gone  map[string]bool                                  // units whose reports are deleted
	open  []*model.Session                                 // the collectors' sittings, each as old as it is
}

func newCounty(t *testing.T, rng *rand.Rand) *county {
	t.Helper()
	m := &wire.Machine{Actor: model.Actor{User: "王芳"}, Now: time.Now}
	store, err := m.Folder(t.TempDir()).Open()
	if err != nil {
		t.Fatal(err)
	}
	c := &county{t: t, rng: rng, store: store, ids: map[string]string{}, kept: map[string]map[int]map[model.CellID]model.Figure{}, gone: map[string]bool{}}
	s := model.NewSession(model.NewReport(model.Form2021, "某某县人民政府", model.County, 2025), "a")
	c.apply(s, model.SetField(s.Report(), model.FieldScope, string(model.ScopeAggregate)))
	for i := range 6 {
		unit := fmt.Sprintf("第%d镇人民政府", i+1)
		c.units = append(c.units, unit)
		r := filled(model.Form2021, 2025)
		r.Unit = unit
		for _, cell := range r.Form.Cells() {
			if !cell.Computed() {
				r.Figures[cell.ID] = model.Zero
			}
		}
		stored, err := store.Create(r, "新建")
		if err != nil {
			t.Fatal(err)
		}
		c.ids[unit], c.kept[unit] = stored.ID, map[int]map[model.CellID]model.Figure{}
		c.keep(stored)
		c.apply(s, model.SetListed(s.Report(), "名单", model.ListedUnit{Name: unit, Kind: model.KindTown, Level: model.Town, Order: i}))
	}
	stored, err := store.Create(s.Report(), "新建汇总")
	if err != nil {
		t.Fatal(err)
	}
	c.sum = stored.Name()
	c.open = []*model.Session{c.sitting(), c.sitting()}
	return c
}

func (c *county) keep(r *model.Report) {
	figures := map[model.CellID]model.Figure{}
	for id, f := range r.Figures {
		figures[id] = f
	}
	c.kept[r.Unit][r.Revision] = figures
}

func (c *county) apply(s *model.Session, e model.Edit) {
	c.t.Helper()
	if err := s.Apply(e); err != nil {
		c.t.Fatal(err)
	}
}

// sitting opens the sum as the store has it now.
func (c *county) sitting() *model.Session {
	c.t.Helper()
	r, err := c.store.Load(c.sum)
	if err != nil {
		c.t.Fatal(err)
	}
	sittings++
	return model.NewSession(r, fmt.Sprint("collector ", sittings))
}

// office is a collector at work on the report of a sitting.
func (c *county) office(s *model.Session) *collecting.Collector {
	c.t.Helper()
	o := &collecting.Office{Store: c.store, User: "王芳", Now: time.Now, SessionID: func() string { sittings++; return fmt.Sprint("s", sittings) }}
	x, err := o.Beside(s.Report())
	if err != nil {
		c.t.Fatal(err)
	}
	return x
}

// commit stores what a sitting has changed; where another has changed the same, that stays.
func (c *county) commit(s *model.Session) {
	c.t.Helper()
	latest, err := backend.Commit(c.store, s, "")
	if latest != nil {
		s.Rebase(latest, func(model.Clash) bool { return false })
		_, err = backend.Commit(c.store, s, "")
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// change has a unit save its report some times.
func (c *county) change(unit string, times int) {
	c.t.Helper()
	if c.gone[unit] {
		return
	}
	for range times {
		r, err := c.store.Load(model.ReportName(unit, 2025))
		if err != nil {
			c.t.Fatal(err)
		}
		n := model.Count(c.rng.Int64N(900) + 1)
		sittings++
		after, err := backend.SaveEdit(c.store, r, fmt.Sprint("unit ", sittings), func(r *model.Report) (model.Edit, error) {
			return model.SetFigures(r, model.CellFigure{Cell: "3.received.business", Figure: n}, model.CellFigure{Cell: "3.granted.business", Figure: n}), nil
		})
		if err != nil {
			c.t.Fatal(err)
		}
		c.keep(after)
	}
}

// act does something at random, and reports whether it added up.
func (c *county) act() (added bool) {
	c.t.Helper()
	who, unit := c.rng.IntN(len(c.open)), c.units[c.rng.IntN(len(c.units))]
	s := c.open[who]
	switch c.rng.IntN(14) {
	case 0, 1:
		c.change(unit, 1)
	case 2:
		if c.rng.IntN(6) == 0 {
			c.change(unit, 60)
		}
	case 3:
		var err error
		if c.gone[unit] {
			_, err = c.store.Undelete(c.ids[unit])
		} else if c.rng.IntN(4) > 0 {
			return false
		} else {
			err = c.store.Delete(c.ids[unit])
		}
		if err != nil {
			c.t.Fatal(err)
		}
		c.gone[unit] = !c.gone[unit]
	case 4, 5, 6: // a word, on the report as this collector has it open
		d, err := c.office(s).Judge([]string{unit}, "接收", collecting.Accept("", ""))
		if err != nil {
			c.t.Fatal(err)
		}
		c.apply(s, d.Edit)
		c.commit(s)
	case 7:
		u, listed := s.Report().Units[unit]
		if !listed {
			return false
		}
		u.Closed, u.Into = []string{"", "2025-06-30"}[c.rng.IntN(2)], c.units[0]
		c.apply(s, model.SetListed(s.Report(), "名单", u))
		c.commit(s)
	case 8:
		c.open[who] = c.sitting() // as it is now
	case 9:
		if _, err := s.Undo(); err == nil {
			c.commit(s)
		}
	default:
		sum, err := c.office(s).AddUp()
		if err != nil {
			return false // a report that is deleted can't be read
		}
		if e := sum.Edit(s.Report()); !e.Empty() {
			c.apply(s, e)
			c.commit(s)
			return true
		}
	}
	return false
}

// verify compares the stored sum with what its sources had, and with what is accepted.
func (c *county) verify() {
	c.t.Helper()
	r, err := c.store.Load(c.sum)
	if err != nil {
		c.t.Fatal(err)
	}
	want, in := map[model.CellID]model.Figure{}, map[string]int{}
	for _, source := range r.Sources {
		figures := c.kept[source.Unit][source.Revision]
		if figures == nil {
			c.t.Fatalf("a source that there never was: %+v", source)
		}
		in[source.Unit] = source.Revision
		for id, f := range figures {
			want[id] = want[id].Add(f)
		}
	}
	if !reflect.DeepEqual(r.Figures, want) {
		c.t.Fatalf("the sum is not that of %+v", r.Sources)
	}
	accepted := map[string]int{}
	for _, u := range r.List() {
		if v := r.Reviews[u.Name]; v.Word == model.WordAccepted && u.Closed == "" {
			accepted[u.Name] = v.Revision
		}
	}
	if old := rollup.Outdated(r); (len(old) == 0) != reflect.DeepEqual(in, accepted) {
		c.t.Fatalf("%v is accepted, %v added up, outdated by %v", accepted, in, old)
	}
	// What a sum goes back to can be had, however often its report was saved since.
	for _, source := range r.Sources {
		if c.gone[source.Unit] {
			continue
		}
		old, err := c.store.Revision(c.ids[source.Unit], source.Revision)
		if err != nil || old.Seal() != source.Checksum {
			c.t.Fatalf("%+v: %v", source, err)
		}
	}
}

// TestTwoCollectors: two collectors accept, close, undo and add up, each on a report as old as
// it is, while units save, delete and bring back theirs; the stored sum is always that of the
// sources that it names, out of date exactly when these are not what is accepted.
func TestTwoCollectors(t *testing.T) {
	c := newCounty(t, rand.New(rand.NewPCG(22, 55)))
	sums := 0
	for range 400 {
		if c.act() {
			sums++
		}
		c.verify()
	}
	t.Logf("%d sums", sums)
	if sums < 20 {
		t.Errorf("only %d sums", sums)
	}
}
