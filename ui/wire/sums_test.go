package wire_test

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/collecting"
	"nianbao/ui/wire"
)

// province is a store with a collector's report of n units, whose reports of two years are there
// and accepted.
func province(b *testing.B, n int) (store backend.Store, name string) {
	b.Helper()
	m := &wire.Machine{Actor: model.Actor{User: "王芳"}, Now: time.Now}
	store, err := m.Folder(b.TempDir()).Open()
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	must(err)
	batch := store.Batch(2 * n)
	units := make([]model.ListedUnit, n)
	reviews := make([]model.UnitReview, n)
	model.Parallel(n, func(i int) {
		unit := fmt.Sprintf("第%d镇人民政府", i+1)
		for k, year := range []int{2024, 2025} {
			r := filled(model.Form2021, year)
			r.Unit, r.Revision = unit, 1
			for _, c := range r.Form.Cells() {
				if !c.Computed() {
					r.Figures[c.ID] = model.Zero
				}
			}
			r.Figures["3.received.natural_person"], r.Figures["3.granted.natural_person"] = model.Count(int64(i%50)), model.Count(int64(i%50))
			r.Figures["2.licensing.decided"], r.Figures["2.penalty.decided"], r.Figures["2.fees.amount"] = model.Count(int64(i)), model.Count(int64(i%7)), model.OfUnits(int64(i%900)*321)
			must(batch.Put(2*i+k, r, "读入"))
			reviews[i] = model.UnitReview{Unit: unit, Word: model.WordAccepted, Report: r.Name(), Revision: 1, Checksum: r.Seal()}
		}
		units[i] = model.ListedUnit{Name: unit, Kind: model.KindTown, Level: model.Town, Order: i}
	})
	_, err = batch.Store(b.Context(), nil)
	must(err)
	s := model.NewSession(model.NewReport(model.Form2021, "某某省人民政府", model.Province, 2025), "a")
	must(s.Apply(model.SetField(s.Report(), model.FieldScope, string(model.ScopeAggregate))))
	must(s.Apply(model.SetListed(s.Report(), "名单", units...)))
	must(s.Apply(model.SetReviews(s.Report(), "接收", reviews...)))
	r, err := store.Create(s.Report(), "新建汇总")
	must(err)
	return store, r.Name()
}

var sittings int

// keep stores an edit of a report.
func keep(b *testing.B, store backend.Store, r *model.Report, e model.Edit) *model.Report {
	b.Helper()
	sittings++
	s := model.NewSession(r, fmt.Sprint("s", sittings)) // as those of other people: an act of one goes on in one entry
	if err := s.Apply(e); err != nil {
		b.Fatal(err)
	}
	if latest, err := backend.Commit(store, s, ""); err != nil || latest != nil {
		b.Fatal(latest, err)
	}
	return s.Report()
}

// beside is a collector at work.
func beside(b *testing.B, store backend.Store, r *model.Report) *collecting.Collector {
	b.Helper()
	o := &collecting.Office{Store: store, User: "王芳", Now: time.Now, SessionID: func() string { return "a" }}
	x, err := o.Beside(r)
	if err != nil {
		b.Fatal(err)
	}
	return x
}

// sumSizes are how many units a collector has, each with reports of two years: all of them only
// where there is time.
func sumSizes() []int {
	if os.Getenv("NIANBAO_LONG") != "" {
		return []int{55, 1000, 5000, 10_000}
	}
	return []int{55}
}

// TestSumFigures measures adding up, and judges no time.
func TestSumFigures(t *testing.T) {
	for _, n := range sumSizes() {
		all := testing.Benchmark(func(b *testing.B) { sumAll(b, n) })
		again := testing.Benchmark(func(b *testing.B) { sumAgain(b, n) })
		if all.N == 0 || again.N == 0 {
			t.Fatalf("%d units: it failed", n)
		}
		t.Logf("%d units: all added up, checked and compared in %.0f ms, %.0f MB of the heap in use at most; one accepted again %.1f ms, and added up again %.1f ms",
			n, all.Extra["ms"], all.Extra["MB"], again.Extra["ms-accept"], again.Extra["ms-sum"])
	}
}

// sumAll adds up all of a collector's units, checks the sum beside them and the year before's,
// and ranks them by their shares.
func sumAll(b *testing.B, n int) {
	store, name := province(b, n)
	stop := mostMemory()
	for b.Loop() {
		r, err := store.Load(name)
		if err != nil {
			b.Fatal(err)
		}
		sum, err := beside(b, store, r).AddUp()
		if err != nil {
			b.Fatal(err)
		}
		s := model.NewSession(r, "a")
		if err := s.Apply(sum.Edit(r)); err != nil {
			b.Fatal(err)
		}
		of := backend.SourcesOf(store, s.Report(), sum.Known)
		if found := check.Sum(s.Report(), nil, of); slices.ContainsFunc(found, func(f check.Finding) bool { return f.Kind == model.KindSumMissing }) {
			b.Fatal("units are missing")
		}
		if s := rollup.NewStatistics(s.Report(), nil, of.Sheets()); len(s.Units) != n {
			b.Fatalf("%d of %d units are compared", len(s.Units), n)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
	b.ReportMetric(float64(stop()>>20), "MB")
}

// mostMemory watches how much of the heap is in use, until it is told to stop: the most.
func mostMemory() (stop func() uint64) {
	debug.FreeOSMemory()
	done, most := make(chan bool), make(chan uint64)
	go func() {
		var mem runtime.MemStats
		peak := uint64(0)
		for {
			runtime.ReadMemStats(&mem)
			peak = max(peak, mem.HeapInuse)
			select {
			case <-done:
				most <- peak
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(done); return <-most }
}

// sumAgain accepts a unit's corrected report, and adds up again.
func sumAgain(b *testing.B, n int) {
	store, name := province(b, n)
	r, err := store.Load(name)
	if err != nil {
		b.Fatal(err)
	}
	sum, err := beside(b, store, r).AddUp()
	if err != nil {
		b.Fatal(err)
	}
	r = keep(b, store, r, sum.Edit(r))
	var accepting, adding time.Duration
	for b.Loop() {
		unit, err := store.Load(fmt.Sprintf("第%d镇人民政府-2025", n/2))
		if err != nil {
			b.Fatal(err)
		}
		unit = keep(b, store, unit, model.SetFigures(unit, model.CellFigure{Cell: "2.licensing.decided", Figure: model.Count(int64(sittings))}))
		x := beside(b, store, r)
		began := time.Now()
		d, err := x.Judge([]string{unit.Unit}, "接收", collecting.Accept("", ""))
		if err != nil || len(d.Refused) > 0 {
			b.Fatal(d.Refused, err)
		}
		x.Report = keep(b, store, r, d.Edit)
		accepting += time.Since(began)
		began = time.Now()
		if sum, err = x.AddUp(); err != nil {
			b.Fatal(err)
		}
		if r = keep(b, store, x.Report, sum.Edit(x.Report)); len(rollup.Outdated(r)) > 0 {
			b.Fatal("out of date")
		}
		adding += time.Since(began)
	}
	b.ReportMetric(float64(accepting.Microseconds())/1000/float64(b.N), "ms-accept")
	b.ReportMetric(float64(adding.Microseconds())/1000/float64(b.N), "ms-sum")
}
