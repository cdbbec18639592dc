package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"nianbao/model"
)

// TestCollectKinds: a unit's report has the same figures in the store, whatever kind of file it
// has sent: of random figures that keep the balance, all cells, and nothing doubtful.
func TestCollectKinds(t *testing.T) {
	kinds := []string{"docx", "xlsx", "html", "pdf", "ofd", "md", "txt", "csv", "json"}
	s := newShell(t)
	dir := t.TempDir()
	const sum = "某某县人民政府-2025"
	names := ""
	reports := map[string]*model.Report{}
	random := rand.New(rand.NewPCG(22, 2025))
	for i, kind := range kinds {
		unit := fmt.Sprintf("第%d镇人民政府", i+1)
		names += unit + "\n"
		r := unitReport(unit, 2025, 0, 0)
		for _, c := range r.Form.Cells() {
			if c.Section.Key == "3" && c.Row.Key != "received" && c.Row.Key != "carried_in" && !c.Computed() {
				r.Figures[c.ID] = model.Count(random.Int64N(1200))
			}
		}
		sheet := model.Evaluate(r)
		for _, c := range r.Form.Cells() {
			if c.Section.Key == "3" && c.Row.Key == "received" && !c.Computed() {
				column := c.Column.Key
				r.Figures[c.ID] = sheet.At(model.CellID("3.processed." + column)).Add(sheet.At(model.CellID("3.carried_out." + column)))
			}
		}
		r.Figures["2.fees.amount"] = model.Count(random.Int64N(9000))
		reports[unit] = r
		s.put(filepath.Join(dir, "收到", fmt.Sprintf("%d.%s", i+1, kind)), r, today)
	}
	list := filepath.Join(dir, "名单.txt")
	if err := os.WriteFile(list, []byte(names), 0o644); err != nil {
		t.Fatal(err)
	}
	s.must("rollup", "units", sum, "--read", list)
	s.says(s.must("rollup", "collect", sum, filepath.Join(dir, "收到")), fmt.Sprintf("收了 %d 份，没有收 0 份", len(kinds)))
	total := map[model.CellID]model.Figure{}
	for unit, want := range reports {
		got := s.report(unit + "-2025")
		if len(got.Unread) > 0 {
			t.Errorf("%s: %d cells were not read", unit, len(got.Unread))
		}
		for _, c := range want.Form.Cells() {
			if a, b := model.Evaluate(want).At(c.ID), model.Evaluate(got).At(c.ID); a != b {
				t.Errorf("%s %s is %s, not %s", unit, c.ID, b, a)
			}
			total[c.ID] = total[c.ID].Add(model.Evaluate(want).At(c.ID))
		}
		s.must("rollup", "accept", sum, unit)
	}
	s.must("rollup", "sum", sum)
	r := s.report(sum)
	for _, c := range r.Form.Cells() {
		if got := model.Evaluate(r).At(c.ID); got != total[c.ID] {
			t.Errorf("the sum's %s is %s, not %s", c.ID, got, total[c.ID])
		}
	}
}
