package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/ui/backend"
)

// reported is a unit's report without an error: n applications, all granted.
func (s *shell) reported(unit string, n int64) {
	s.Helper()
	r := unitReport(unit, 2025, n, n)
	r.Text["1"] = fmt.Sprintf("本年收到政府信息公开申请%d件，办结%d件。", n, n)
	data, err := model.Encode(r)
	if err != nil {
		s.Fatal(err)
	}
	path := filepath.Join(s.TempDir(), unit+".json")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		s.Fatal(err)
	}
	s.must("import", path)
}

// TestCollectorsOnly: where an administrator says who adds up, nobody else does.
func TestCollectorsOnly(t *testing.T) {
	s := newShell(t)
	list := filepath.Join(t.TempDir(), "名单.txt")
	if err := os.WriteFile(list, []byte("侯集镇人民政府\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.must("rollup", "units", "某某县人民政府-2025", "--read", list)
	s.reported("侯集镇人民政府", 12)
	s.env.Collectors = backend.Collectors{Names: []string{"李雷", "gkb"}}
	const sum = "某某县人民政府-2025"
	for _, args := range [][]string{{"accept", sum, "侯集镇"}, {"return", sum, "侯集镇", "-o", t.TempDir()}, {"excuse", sum, "侯集镇", "--reason", "试一试原因"}, {"sum", sum, "--draft"}, {"adjust", sum, "3.received.natural_person=1", "--reason", "试一试原因"}} {
		s.fails(2, "管理员规定只有 李雷、gkb 可以做", append([]string{"rollup"}, args...)...)
	}
	s.says(s.must("rollup", "units", sum), "已报 1 个")
	s.env.Collectors.Mine = true
	s.must("rollup", "accept", sum, "侯集镇")
	s.must("rollup", "sum", sum)
	s.env.Collectors.Mine = false
	s.fails(2, "管理员规定只有", "restore", sum, "--rev", "1")
}

// TestRollup: a list, units' reports, the collector's words, the sum and what corrects it.
func TestRollup(t *testing.T) {
	s := newShell(t)
	list := filepath.Join(t.TempDir(), "名单.csv")
	if err := os.WriteFile(list, []byte("单位名称,类别,截止日期\n某某县人民政府（本级）,本级,2026-01-20\n侯集镇人民政府,乡镇,2026-01-31\n金厂镇人民政府,乡镇,2026-01-31\n某某县旅游局,部门,2026-01-31\n合计,,\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.fails(2, "没有「某某县」这份汇总", "rollup", "units", "某某县")
	s.fails(2, "没有 rollup count", "rollup", "count", "某某县")
	s.says(s.must("rollup", "units", "某某县人民政府-2025", "--read", list), "应报 4 个，未报 4 个", "本级", "2026-01-20")
	s.says(s.errs, "没有列入", "合计")
	s.reported("侯集镇人民政府", 12)
	s.reported("某某县人民政府（本级）", 30)
	s.says(s.must("rollup", "units", "某某县人民政府-2025"), "已报 2 个，未报 2 个")
	s.fails(2, "没有报的 金厂镇人民政府、某某县旅游局；没有接收的 某某县人民政府（本级）、侯集镇人民政府", "rollup", "sum", "某某县人民政府-2025")
	if out := s.run("", "rollup", "accept", "某某县人民政府-2025", "侯集镇", "金厂镇"); out.status != 1 || !strings.Contains(out.out, "接收 1 个：侯集镇人民政府") || !strings.Contains(out.out, "金厂镇人民政府：还没有报") {
		t.Errorf("%+v", out)
	}
	s.must("rollup", "accept", "某某县人民政府-2025", "某某县人民政府（本级）")
	s.fails(2, "请说明不用报的原因", "rollup", "excuse", "某某县人民政府-2025", "旅游局")
	s.must("rollup", "excuse", "某某县人民政府-2025", "某某县旅游局", "--reason", "已并入文化局")
	s.says(s.must("rollup", "sum", "某某县人民政府-2025", "--draft"), "应报 3 个，已汇总 2 个", "没有报的：金厂镇人民政府")
	s.says(s.must("show", "某某县人民政府-2025", "3.received.natural_person"), "42")
	s.says(s.run("", "check", "某某县人民政府-2025").out, "应报3个，已报2个，还缺：金厂镇人民政府", "[A-MISS]")
	s.fails(2, "不能定稿", "finish", "某某县人民政府-2025")
	if out := s.run("", "export", "某某县人民政府-2025", "-f", "txt", "-o", "-"); out.status != 1 || out.out != "" || !strings.Contains(out.errs, "还缺：金厂镇人民政府") {
		t.Errorf("a sum that lacks a unit: %+v", out)
	}
	s.says(s.must("export", "某某县人民政府-2025", "-f", "txt", "--draft", "-o", "-"), "应报3个，已报2个，还缺：金厂镇人民政府")
	s.fails(2, "这是汇总数", "set", "某某县人民政府-2025", "3.received.natural_person=1")
	s.says(s.must("rollup", "adjust", "某某县人民政府-2025", "3.received.natural_person=-2", "3.granted.natural_person=-2", "--reason", "两单位报了同一件"), "表三 新收/自然人  42 → 40", "已保存")
	s.fails(2, "请说明调整的原因", "rollup", "adjust", "某某县人民政府-2025", "3.received.natural_person=-2")
	s.fails(2, "写了两次", "rollup", "adjust", "某某县人民政府-2025", "3.received.natural_person=-2", "新收/自然人=-1", "--reason", "试")
	s.fails(2, "负数", "rollup", "adjust", "某某县人民政府-2025", "3.received.business=-2", "--reason", "试")

	// The unit corrects its report: it is received again, and the sum has what was accepted.
	s.must("set", "侯集镇人民政府-2025", "3.received.natural_person=13", "3.granted.natural_person=13")
	s.says(s.must("rollup", "units", "某某县人民政府-2025"), "已收 1 个，已报 1 个")
	s.says(s.must("rollup", "sum", "某某县人民政府-2025", "--draft"), "接收以后又改过、汇总的是接收的那一稿的：侯集镇人民政府")
	s.reported("金厂镇人民政府", 5)
	s.must("rollup", "accept", "某某县人民政府-2025", "金厂镇")
	s.says(s.must("rollup", "units", "某某县人民政府-2025"), "汇总数过期了，和现在接收的不同：金厂镇人民政府")
	s.must("rollup", "accept", "某某县人民政府-2025", "侯集镇")
	s.says(s.run("", "check", "某某县人民政府-2025").out, "汇总数过期了，和现在接收的不同：侯集镇人民政府", "[A-OLD]")
	var sum struct {
		Added, Missing, Faulty []string
		Changed                []struct {
			Cell          string
			Before, After int
		}
	}
	out := s.run("", "rollup", "sum", "某某县人民政府-2025", "--json")
	if err := json.Unmarshal([]byte(out.out), &sum); err != nil || len(sum.Added) != 3 || len(sum.Missing)+len(sum.Faulty) != 0 || len(sum.Changed) == 0 || sum.Changed[0].After != 46 {
		t.Errorf("%v: %+v", err, out)
	}
	s.says(s.must("log", "某某县人民政府-2025"), "接收 金厂镇人民政府", "汇总 3 份报告", "两单位报了同一件", "读入单位名单")
	var from struct {
		Cells []struct {
			Value int
			Units []struct {
				Unit  string
				Value int
				Share float64
			}
			Adjustments []struct {
				Value      int
				Reason, By string
			}
		}
	}
	if err := json.Unmarshal([]byte(s.must("show", "某某县人民政府-2025", "3.received.total", "--units", "--json")), &from); err != nil {
		t.Fatal(err)
	}
	cell, added := from.Cells[0], 0
	for _, u := range cell.Units {
		added += u.Value
	}
	for _, a := range cell.Adjustments {
		added += a.Value
	}
	if cell.Value != 46 || added != cell.Value || cell.Units[0].Unit != "某某县人民政府（本级）" || cell.Units[0].Share != 0.6522 || cell.Adjustments[0].By != "王芳" {
		t.Errorf("%+v", cell)
	}
	s.says(s.must("show", "某某县人民政府-2025", "3.received.natural_person", "--units"), "65.22%", "两单位报了同一件")
	s.fails(2, "不是汇总", "show", "侯集镇人民政府-2025", "3.received.natural_person", "--units")
	s.fails(2, "哪几格", "show", "某某县人民政府-2025", "--units")
	s.says(s.must("rollup", "stats", "某某县人民政府-2025"), "公开率", "100.00%", "   1  某某县人民政府（本级）", "不排  侯集镇人民政府")
	book := filepath.Join(t.TempDir(), "指标.xlsx")
	s.says(s.must("rollup", "stats", "某某县人民政府-2025", "-o", book), "不予公开的理由", "口径", "已写入 "+book)
	if _, err := os.Stat(book); err != nil {
		t.Error(err)
	}
	s.fails(2, "只能写成 xlsx", "rollup", "stats", "某某县人民政府-2025", "-o", filepath.Join(t.TempDir(), "指标.pdf"))
	var stats struct {
		Rates []struct {
			Value, Last, Median *float64
			From                []string
		}
		Reasons []struct{ Name string }
		Years   []struct {
			Year, Processed int
			Sum             bool
		}
	}
	if err := json.Unmarshal([]byte(s.must("rollup", "stats", "某某县人民政府-2025", "--json")), &stats); err != nil || len(stats.Rates) != 8 || *stats.Rates[0].Value != 1 || stats.Rates[0].Last != nil ||
		len(stats.Reasons) != 8 || len(stats.Years) != 1 || stats.Years[0].Processed != 46 || !stats.Years[0].Sum || stats.Rates[0].From[0] != "3.granted.total" {
		t.Errorf("%v, %+v", err, stats)
	}
	var units struct {
		Expected int
		Units    []struct{ Unit, State, Kind string }
	}
	if err := json.Unmarshal([]byte(s.must("rollup", "units", "某某县人民政府-2026", "--from", "某某县人民政府-2025", "--json")), &units); err != nil || units.Expected != 4 || units.Units[1].State != "missing" || units.Units[0].Kind != "own" {
		t.Errorf("%v, %+v", err, units)
	}
	s.fails(2, "不是汇总", "rollup", "sum", "侯集镇人民政府-2025")
}

// busy is a store in which somebody else does something just before the first thing is saved.
type busy struct {
	backend.Store
	first func()
}

func (b *busy) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	if first := b.first; first != nil {
		b.first = nil
		first()
	}
	return b.Store.Merge(r, edits, place, join)
}

// busyFolder opens it.
type busyFolder struct {
	backend.Folder
	first func()
}

func (f busyFolder) Open() (backend.Store, error) {
	store, err := f.Folder.Open()
	return &busy{store, f.first}, err
}

// TestTwoSums: of two who add up at once the later is told that the other's sum stays.
func TestTwoSums(t *testing.T) {
	s := newShell(t)
	list := filepath.Join(t.TempDir(), "名单.txt")
	if err := os.WriteFile(list, []byte("侯集镇人民政府\n金厂镇人民政府"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.must("rollup", "units", "某某县人民政府-2025", "--read", list)
	s.reported("侯集镇人民政府", 12)
	s.reported("金厂镇人民政府", 5)
	s.must("rollup", "accept", "某某县人民政府-2025", "侯集镇")
	other, plain := *s, s.env.Folder
	s.env.Folder = func(dir string) backend.Folder {
		return busyFolder{plain(dir), func() {
			other.must("rollup", "accept", "某某县人民政府-2025", "金厂镇")
			other.must("rollup", "sum", "某某县人民政府-2025")
		}}
	}
	s.fails(4, "其他人刚刚也汇总了", "rollup", "sum", "某某县人民政府-2025", "--draft")
	s.says(other.must("show", "某某县人民政府-2025", "3.received.total"), "17")
	if out := other.must("rollup", "units", "某某县人民政府-2025"); strings.Contains(out, "过期") {
		t.Error(out)
	}
}

// TestListAgain: reading a list again takes nothing off what is known of a unit.
func TestListAgain(t *testing.T) {
	s := newShell(t)
	dir := t.TempDir()
	for name, text := range map[string]string{"1.csv": "单位名称,类别,截止日期\n侯集镇人民政府,其他,2026-01-20\n", "2.txt": "侯集镇人民政府\n金厂镇人民政府\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.must("rollup", "units", "某某县人民政府-2025", "--read", filepath.Join(dir, "1.csv"))
	s.says(s.must("rollup", "units", "某某县人民政府-2025", "--read", filepath.Join(dir, "2.txt")), "侯集镇人民政府  其他  未报    2026-01-20", "金厂镇人民政府  乡镇", "应报 2 个")
}
