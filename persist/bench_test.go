package persist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"nianbao/model"
)

// used is the backend that people use.
func used(b *testing.B, dir string, now func() time.Time) *Store {
	b.Helper()
	i := slices.IndexFunc(backends, func(on backend) bool { return on.name == "boltfile" })
	return backends[i].openAt(b, dir, zhang, now)
}

// filled is a store with n reports.
func filled(b *testing.B, n int) *Store {
	b.Helper()
	s := used(b, b.TempDir(), ticking())
	fill(b, s, n)
	return s
}

func fill(b *testing.B, s *Store, n int) {
	b.Helper()
	batch := s.Batch(n)
	for i := range n {
		if err := batch.Put(i, sample(fmt.Sprintf("第%d镇人民政府", i), 2020+i%5), "新建报告"); err != nil {
			b.Fatal(err)
		}
	}
	if left, err := batch.Store(b.Context(), nil); err != nil {
		b.Fatal(left, err)
	}
}

// sizes are how many reports a store has in the benchmarks of what must not grow with
// it; the largest only where there is time.
func sizes() []int {
	if os.Getenv("NIANBAO_LONG") != "" {
		return []int{1000, 10000}
	}
	return []int{1000}
}

// BenchmarkBatch stores many new reports in turn: what is made ready, what is stored,
// the longest transaction.
func BenchmarkBatch(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				filled(b, n)
			}
		})
	}
}

func BenchmarkLoadSave(b *testing.B) {
	s := filled(b, 100)
	n := int64(0)
	for b.Loop() {
		r, err := s.Load("第7镇人民政府-2022")
		if err != nil {
			b.Fatal(err)
		}
		n++
		sit(b, s, r, fmt.Sprint(n)).Set("2.rules.issued", n).Save()
	}
}

// BenchmarkSaveBeside is BenchmarkLoadSave for a unit that has a report of the
// year before and one of the year after.
func BenchmarkSaveBeside(b *testing.B) {
	s := filled(b, 100)
	for _, year := range []int{2021, 2023} {
		if _, err := s.Create(sample("第7镇人民政府", year), "新建报告"); err != nil {
			b.Fatal(err)
		}
	}
	n := int64(0)
	for b.Loop() {
		r, err := s.Load("第7镇人民政府-2022")
		if err != nil {
			b.Fatal(err)
		}
		n++
		sit(b, s, r, fmt.Sprint(n)).Set("2.rules.issued", n).Save()
	}
}

func BenchmarkLoad(b *testing.B) {
	s := filled(b, 100)
	for b.Loop() {
		if _, err := s.Load("第7镇人民政府-2022"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList1000(b *testing.B) {
	s := filled(b, 1000)
	for b.Loop() {
		if list, err := s.List(); err != nil || len(list) != 1000 {
			b.Fatal(len(list), err)
		}
	}
}

// BenchmarkEncode is the share of a save that needs no file.
func BenchmarkEncode(b *testing.B) {
	r := sample("侯集镇人民政府", 2025)
	for b.Loop() {
		if _, err := newDraft(r, 2); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFull is a save of a report that has all its revisions; it reports
// what one report takes in the file.
func BenchmarkFull(b *testing.B) {
	s := used(b, b.TempDir(), ticking())
	a := begin(b, s, sample("侯集镇人民政府", 2025))
	n := int64(0)
	for b.Loop() {
		n++
		a.Set(model.CellID("2.rules.issued"), n).Save()
	}
	size := 0
	err := s.view(func(t *tx) error {
		for _, v := range t.ScanBack(bucketRevisions, key(parseID(a.ID()))) {
			size += len(v)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(size), "bytes/report")
}

// BenchmarkOpen1000 is what every call costs besides its own work: opening the
// file, looking at its pages, closing it.
func BenchmarkOpen1000(b *testing.B) {
	s := filled(b, 1000)
	for b.Loop() {
		if err := s.view(func(*tx) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDailyCopy is what the one save an hour that makes the day's copy anew
// takes more than others, for a store of 5 MB.
func BenchmarkDailyCopy(b *testing.B) {
	dir, now, n := b.TempDir(), start, 0
	s := used(b, dir, func() time.Time { return now })
	fill(b, s, 600)
	for b.Loop() {
		n++
		now = start.AddDate(0, 0, n)
		s.backend.Saved()
		if _, err := os.Stat(filepath.Join(dir, "backup", now.Format("nianbao-20060102.db"))); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "nianbao.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/(1<<20), "MB")
}
