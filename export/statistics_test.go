package export

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/export/tooltest"
	"nianbao/export/xlsx"
	"nianbao/model"
	"nianbao/model/rollup"
)

// counted is a zero report with some applications.
func counted(unit string, year int, scope model.Scope, granted, partial, secret, other int64) *model.Report {
	r := zeroReport()
	r.Unit, r.Year, r.Scope = unit, year, scope
	for row, n := range map[string]int64{"received": granted + partial + secret + other, "granted": granted, "partial": partial, "denied_secret": secret, "other": other} {
		r.Figures[model.CellID("3."+row+".natural_person")] = model.Count(n)
	}
	return r
}

func statistics() *rollup.Statistics {
	units := map[string]*model.Sheet{}
	for i := range int64(24) {
		u := counted(fmt.Sprintf("=东山县第%d局", i+1), 2025, model.ScopeOwn, 20+i, i%5, i%3, 7)
		units[u.Unit] = model.Evaluate(u)
	}
	earlier := []*model.Report{counted("东山县人民政府", 2024, model.ScopeAggregate, 700, 31, 30, 150), counted("东山县人民政府", 2023, model.ScopeOwn, 12, 3, 0, 5)}
	return rollup.NewStatistics(counted("东山县人民政府", 2025, model.ScopeAggregate, 756, 46, 24, 168), earlier, maps.All(units))
}

func writeStatistics(t *testing.T, s *rollup.Statistics) string {
	t.Helper()
	var b bytes.Buffer
	if err := xlsx.WriteStatistics(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestStatisticsBook: the four sheets have the figures with where they come from, the same each
// time; names of units are no formulas.
func TestStatisticsBook(t *testing.T) {
	s := statistics()
	out := writeStatistics(t, s)
	if out != writeStatistics(t, statistics()) {
		t.Error("the same statistics give other bytes")
	}
	f, err := excelize.OpenReader(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); strings.Join(got, " ") != "指标 不予公开理由 近五年 各单位排名" {
		t.Errorf("sheets %v", got)
	}
	find := func(sheet, begins string) []string {
		t.Helper()
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 0 && (row[0] == begins || len(row) > 1 && row[1] == begins) {
				return row
			}
		}
		t.Fatalf("%s has no row %s: %v", sheet, begins, rows)
		return nil
	}
	for _, x := range []struct{ sheet, begins, want string }{
		{"指标", "公开率", "80.68%|80.24%|+0.44|802|994"}, {"指标", "公开率", "表三 予以公开/总计＋表三 部分公开/总计）÷表三 办理/总计"},
		{"不予公开理由", "不予公开（国家秘密）", "24|100.00%|30|100.00%|"}, {"不予公开理由", "不予公开小计", "24||30"},
		{"近五年", "2024", "2024|汇总|911|911|80.24%"}, {"近五年", "2023", "2023|一份报告|20|20|75.00%"},
		{"各单位排名", "=东山县第1局", "|=东山县第1局|20|0|27|74.07%"},
	} {
		if got := strings.Join(find(x.sheet, x.begins), "|"); !strings.Contains(got, x.want) {
			t.Errorf("%s: %s, want %s", x.sheet, got, x.want)
		}
	}
	for name, want := range map[string]string{"a.xlsx": "", "a.pdf": "只能写成 xlsx"} {
		_, err := StatisticsFile(filepath.Join(t.TempDir(), name), s, false)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStatisticsOfADraft: a sum that lacks units says so on each sheet.
func TestStatisticsOfADraft(t *testing.T) {
	s := rollup.NewStatistics(shortSum(t), nil, maps.All(map[string]*model.Sheet{}))
	f, err := excelize.OpenReader(strings.NewReader(writeStatistics(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		if got, err := f.GetCellValue(sheet, "A2"); err != nil || !strings.HasPrefix(got, "草稿：应报55个，已报53个，还缺：东山县第11局、东山县第41局") {
			t.Errorf("%s says %q, %v", sheet, got, err)
		}
	}
}

// TestStatisticsAreLive: LibreOffice works the shares out as they were written.
func TestStatisticsAreLive(t *testing.T) {
	tooltest.Need(t, "soffice")
	dir := t.TempDir()
	path := filepath.Join(dir, "指标.xlsx")
	out := writeStatistics(t, statistics())
	if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	again := filepath.Join(dir, "again")
	tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", again, path)
	was, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer was.Close()
	is, err := excelize.OpenFile(filepath.Join(again, "指标.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer is.Close()
	formulas := 0
	for _, sheet := range was.GetSheetList() {
		rows, err := was.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r := range rows {
			for c := range rows[r] {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := was.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if formula == "" {
					continue
				}
				formulas++
				a, b := raw(t, was, sheet, at), raw(t, is, sheet, at)
				if math.Abs(a-b) > 0.006 { // points are of shares that were rounded
					t.Errorf("%s %s =%s is %v, written %v", sheet, at, formula, b, a)
				}
			}
		}
	}
	if formulas < 40 {
		t.Errorf("only %d formulas", formulas)
	}
}

func raw(t *testing.T, f *excelize.File, sheet, at string) float64 {
	t.Helper()
	text, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%s %s: %v", sheet, at, err)
	}
	return v
}
