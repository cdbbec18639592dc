package check

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"nianbao/model"
)

// zeroReport is a town's report without a fault: all figures 0, all texts written.
func zeroReport() *model.Report { return sample("town") }

// countyReport has the figures of a county's published report for 2025 and
// texts that go with them.
func countyReport() *model.Report { return sample("county") }

// lastCountyReport is the same unit's of the year before: what it carries on and
// its stock go with countyReport.
func lastCountyReport() *model.Report { return sample("county-last") }

// sample reads one of the reports that the tests of model and of check share.
func sample(name string) *model.Report {
	data, err := os.ReadFile(filepath.Join("..", "testdata", name+".json"))
	if err != nil {
		panic(err)
	}
	r, err := model.Decode(data)
	if err != nil {
		panic(err)
	}
	return r
}

// randomReport has figures at random, blanks among them.
func randomReport(rng *rand.Rand) *model.Report {
	r := zeroReport()
	for _, c := range r.Form.Cells() {
		delete(r.Figures, c.ID)
		if !c.Computed() && rng.IntN(4) > 0 {
			r.Figures[c.ID] = model.Count(rng.Int64N(50))
		}
	}
	return r
}

// notRead makes cells of a report such as could not be read.
func notRead(r *model.Report, cells ...model.CellID) {
	for _, id := range cells {
		delete(r.Figures, id)
		r.Unread[id] = model.NotRead
	}
}

// partlyRead is a county's report of which a row, a word and an amount were not read.
func partlyRead() *model.Report {
	r := countyReport()
	notRead(r, r.Form.Leaves("3.granted.total")...)
	notRead(r, "2.penalty.decided")
	r.Unread["2.penalty.decided"] = "减3"
	r.Unread["2.fees.amount"] = "4068.20801"
	r.Stated["3.granted.total"] = model.Count(294)
	return r
}

// changes is what it takes to make one report the other.
func changes(from, to *model.Report) []model.Change { return model.Restore(from, to).Changes }

func same(t *testing.T, what string, got, want *model.Report) {
	t.Helper()
	if x := changes(got, want); len(x) > 0 {
		t.Fatalf("%s: %v differ", what, x)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// set gives a cell a figure.
func set(t *testing.T, s *model.Session, cell model.CellID, n int64) {
	t.Helper()
	must(t, s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: cell, Figure: model.Count(n)})))
}

// state has the paper's own totals beside the figures of sections three and four.
func state(r *model.Report) {
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		if c.Computed() {
			r.Stated[c.ID] = sheet.At(c.ID)
		}
	}
}
