package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"nianbao/model"
)

// sizes are how many reports a store has in the benchmarks of what must not grow with
// it; the largest only where there is time.
func sizes() []int {
	if os.Getenv("NIANBAO_LONG") != "" {
		return []int{100, 1000, 10000}
	}
	return []int{100, 1000}
}

// townReport is a report without errors, with texts as long as towns write.
func townReport(tb testing.TB, i int) *model.Report {
	r := model.NewReport(model.Form2021, fmt.Sprintf("某某县第%05d镇人民政府", i), model.Town, 2025)
	s := model.NewSession(r, "a")
	text := ""
	for len(text) < 3*1500 {
		text += fmt.Sprintf("我镇严格按照条例要求，主动公开政府信息%d条，进一步完善制度，加强组织领导。\n", len(text)+i)
	}
	for _, e := range []model.Edit{model.FillZero(r, ""), model.SetText(r, "1", text), model.SetText(r, "5", text[:len(text)/2/3*3])} {
		if err := s.Apply(e); err != nil {
			tb.Fatal(err)
		}
	}
	return s.Report()
}

// ofSize runs a benchmark on stores of each size.
func ofSize(b *testing.B, run func(b *testing.B, s *shell, n int)) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := newShell(b)
			s.must("import", exchangeFiles(b, n))
			run(b, s, n)
		})
	}
}

// each reports what one of n comes to, and how much of memory the program has taken
// from the system by then.
func each(b *testing.B, n int) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/report")
	b.ReportMetric(float64(m.HeapSys>>20), "MB")
}

func BenchmarkImport(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			folder := exchangeFiles(b, n)
			for b.Loop() {
				newShell(b).must("import", folder)
			}
			each(b, n)
		})
	}
}

func BenchmarkList(b *testing.B) {
	ofSize(b, func(b *testing.B, s *shell, n int) {
		for b.Loop() {
			s.must("list")
		}
		each(b, n)
	})
}

// BenchmarkListJSON is list for programs.
func BenchmarkListJSON(b *testing.B) {
	ofSize(b, func(b *testing.B, s *shell, n int) {
		for b.Loop() {
			s.must("list", "--json")
		}
		each(b, n)
	})
}

// BenchmarkCheckByName checks all reports of a store, each by its whole name.
func BenchmarkCheckByName(b *testing.B) {
	ofSize(b, func(b *testing.B, s *shell, n int) {
		args := []string{"check"}
		for i := range n {
			args = append(args, townReport(b, i).Name())
		}
		for b.Loop() {
			s.run("", args...) // which ends with 1 for errors
		}
		each(b, n)
	})
}

// BenchmarkExportOne writes one report out of a store.
func BenchmarkExportOne(b *testing.B) {
	ofSize(b, func(b *testing.B, s *shell, n int) {
		out := filepath.Join(b.TempDir(), "a.docx")
		for b.Loop() {
			s.must("export", townReport(b, n/2).Name(), "--draft", "--overwrite", "-o", out)
		}
	})
}

// BenchmarkLog prints the log of a report whose text of 100,000 characters was edited
// often.
func BenchmarkLog(b *testing.B) {
	edits := 100
	if os.Getenv("NIANBAO_LONG") != "" {
		edits = 949
	}
	s := newShell(b)
	store, err := s.machine.Folder(s.dir).Open()
	if err != nil {
		b.Fatal(err)
	}
	r, err := store.Create(townReport(b, 0), "新建报告")
	if err != nil {
		b.Fatal(err)
	}
	sitting := model.NewSession(r, "a")
	rs := []rune(strings.Repeat(r.Text["1"], 100))[:100_000]
	for i := range rs { // as varied as prose
		if rs[i] >= 0x4e00 {
			rs[i] = 0x4e00 + (rs[i]*31+rune(i)*rune(i)*7)%3000
		}
	}
	for i := range edits {
		rs[i*100] = 0x4e00 + rune(i)
		if err := sitting.Apply(model.SetText(sitting.Report(), "1", string(rs))); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := store.Save(sitting.Take()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s.must("log", r.Name())
	}
	each(b, edits)
}

// BenchmarkVersion is what the program does beside starting.
func BenchmarkVersion(b *testing.B) {
	s := newShell(b)
	for b.Loop() {
		s.must("--version")
	}
}

// BenchmarkCheckFolder checks the files of a folder.
func BenchmarkCheckFolder(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s, folder := newShell(b), exchangeFiles(b, n)
			for b.Loop() {
				s.run("", "check", folder)
			}
			each(b, n)
		})
	}
}
