//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/export/papertest"
	"nianbao/model"
)

// countyUnits are those of the list, the collector's own figures first.
var countyUnits = []string{"某某县人民政府（本级）", "侯集镇人民政府", "金厂镇人民政府", "郭村镇人民政府", "柳河镇人民政府", "东关街道办事处",
	"某某县教育局", "某某县财政局", "某某县公安局", "某某县水利局", "某某县卫生健康局", "某某县旅游局"}

// unitFigures is a unit's report for 2026 with figures at random, all of which agree.
func unitFigures(rng *rand.Rand, unit string) *model.Report {
	r := finished(unit, 2026, 0)
	for _, c := range r.Form.Cells() {
		work := c.Section.Key == "4" || strings.HasPrefix(string(c.ID), "2.licensing") || c.ID == "2.penalty.decided" || c.ID == "2.compulsion.decided"
		if work && !c.Computed() {
			r.Figures[c.ID] = model.Count(rng.Int64N(9))
		}
	}
	for _, column := range []string{"natural_person", "business", "research", "welfare", "legal_service", "other_org"} {
		granted, partial, kept := rng.Int64N(60), rng.Int64N(20), rng.Int64N(5)
		r.Figures[model.CellID("3.granted."+column)] = model.Count(granted)
		r.Figures[model.CellID("3.partial."+column)] = model.Count(partial)
		r.Figures[model.CellID("3.carried_out."+column)] = model.Count(kept)
		r.Figures[model.CellID("3.received."+column)] = model.Count(granted + partial + kept)
	}
	return r
}

// TestCounty: from an empty folder to the county's report, on the screen of the built program:
// the list, the units' files as offices send them, words on them, a corrected file, the sum. It
// has what adding up the units' exchange files cell by cell gives, which knows nothing of sums.
func TestCounty(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 22))
	desk, units := t.TempDir(), t.TempDir()
	inbox := filepath.Join(desk, "收到的年报")
	must(t, os.Mkdir(inbox, 0o755))
	list := filepath.Join(desk, "名单.xlsx")
	countyList(t, list)

	right := map[string]*model.Report{}
	formats := []string{"docx", "xlsx", "html", "pdf", "ofd", "json"}
	send := func(i int, r *model.Report, into string) {
		t.Helper()
		put(t, units, r)
		format := formats[i%len(formats)]
		path := filepath.Join(into, fmt.Sprintf("%02d %s.%s", i, r.Unit, format))
		if _, errs, status := shell(t, units, "export", r.Name(), "-f", format, "-o", path, "--draft"); status != 0 {
			t.Fatal(errs)
		}
	}
	for i, unit := range countyUnits[:11] { // 旅游局 has been merged
		r := unitFigures(rng, unit)
		right[unit] = r
		if i == 1 || i == 6 { // faulty: an outcome is left out
			r = r.Clone()
			r.Figures["3.granted.business"] = r.Figures["3.granted.business"].Add(model.Count(4))
		}
		send(i, r, inbox)
	}
	old := finished("柳河镇人民政府", 2025, 1)
	put(t, units, old)
	for name, args := range map[string][]string{"去年的.docx": {"export", old.Name(), "-f", "docx"}, "再发一次.docx": {"export", "金厂镇人民政府-2026", "-f", "docx", "--draft"}} {
		if _, errs, status := shell(t, units, append(args, "-o", filepath.Join(inbox, name))...); status != 0 {
			t.Fatal(errs)
		}
	}
	must(t, os.Chtimes(filepath.Join(inbox, "02 金厂镇人民政府.html"), time.Time{}, time.Now().Add(-time.Hour)))
	write(t, filepath.Join(inbox, "旧版.doc"), []byte("\xd0\xcf\x11\xe0"))
	write(t, filepath.Join(inbox, "通知.txt"), []byte("各单位：请于1月31日前报送。\n"))

	store := t.TempDir()
	x := start(t, store, 80, 24)
	x.see("还没有报告")
	x.press("z")
	x.see("新建汇总")
	x.paste("某某县人民政府")
	x.press("Enter", "Enter")
	x.paste("2026")
	x.press("Ctrl+S")
	x.see("名单还空着")
	x.press("i")
	x.paste(list)
	x.press("Enter")
	x.see("列入 12 个单位")
	x.press("Esc", "i")
	x.paste(inbox)
	x.press("Enter")
	x.see("收报的结果", "收了 11 份，没有收 4 份")
	for _, why := range []string{"是 2025 年的报告", "要另存为 docx", "收了较新的那份", "通知.txt"} {
		if text := x.toEnd(why); !strings.Contains(text, why) {
			t.Errorf("it doesn't say %q:\n%s", why, text)
		}
	}
	x.press("Esc", "a", "y")
	x.see("接收 9 个，没有接收 3 个", "侯集镇人民政府：有", "某某县旅游局：还没有报")
	x.press("Esc", "End", "o")
	x.paste("已并入文化局")
	x.press("Enter")
	x.see("不用报 1 个")
	x.press("z")
	x.see("是草稿")

	// The faulty units get letters, one of which comes back with an answer.
	x.press("Tab", "a", "f")
	x.see("退回 2 个", "侯集镇人民政府：第 1 次退回", "某某县教育局：第 1 次退回")
	x.press("Esc")
	letter := filepath.Join(x.cmd.Dir, "核对意见-某某县人民政府-2026", "核对意见-侯集镇人民政府-2026.docx")
	data, err := os.ReadFile(letter)
	must(t, err)
	data, err = papertest.AnswerInWord(data, "五方面的工作已在部门网站逐项公开，这里不再重复")
	must(t, err)
	back := filepath.Join(desk, "侯集回信.docx")
	must(t, os.WriteFile(back, data, 0o644))
	x.press("i")
	x.paste(back)
	x.press("Enter")
	x.see("答复 1 条，记为说明 1 条")
	x.press("Esc")

	// They are corrected and sent again.
	again := filepath.Join(desk, "第二次")
	must(t, os.Mkdir(again, 0o755))
	for _, i := range []int{1, 6} {
		r := right[countyUnits[i]]
		if _, errs, status := shell(t, units, "set", r.Name(), "3.granted.business="+r.Figures["3.granted.business"].String()); status != 0 {
			t.Fatal(errs)
		}
		if _, errs, status := shell(t, units, "export", r.Name(), "-f", "docx", "--draft", "-o", filepath.Join(again, r.Unit+".docx")); status != 0 {
			t.Fatal(errs)
		}
	}
	x.press("i")
	x.paste(again)
	x.press("Enter")
	x.see("收了 2 份，没有收 0 份", "改了 1 格：")
	x.press("Esc", "a", "y")
	x.see("接收 11 个；没有接收 某某县旅游局", "已收 11")
	x.press("z")
	x.see("11 份已加起来")
	t.Logf("%d keys, and six pastes, from an empty store to the sum of 11 units", x.keys)

	// A cell's units, a unit's report, and back.
	x.press("Esc", "3", "z")
	x.see("从哪里来", "11 个单位")
	x.press("Enter")
	x.see("三、申请办理", "只看")
	x.press("Esc", "Esc")
	x.see("从哪里来")
	x.press("Esc", "Esc", "Esc", "q")
	if status := x.wait(); status != 0 {
		t.Fatal(status)
	}

	county := exchanged(t, store, "某某县人民政府-2026")
	want := map[string]*big.Rat{}
	for unit := range right {
		for cell, f := range exchanged(t, units, unit+"-2026") {
			if want[cell] == nil {
				want[cell] = new(big.Rat)
			}
			want[cell].Add(want[cell], f)
		}
	}
	if len(county) != len(model.Form2021.Cells()) {
		t.Errorf("the sum has %d cells", len(county))
	}
	for cell, f := range county {
		if want[cell] == nil || f.Cmp(want[cell]) != 0 {
			t.Errorf("%s: %s, and the units' files come to %s", cell, f.RatString(), want[cell])
		}
	}
	for _, section := range []string{"1", "5", "6"} {
		c := command(store, "text", "某某县人民政府-2026", section, "--file", "-")
		c.Stdin = strings.NewReader("全县工作按要求完成，没有需要报告的其他情况。")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	docx := filepath.Join(desk, "全县.docx")
	if _, errs, status := shell(t, store, "export", "某某县人民政府-2026", "-f", "docx", "-o", docx); status != 0 {
		t.Fatal(errs)
	}
	read := t.TempDir()
	if _, errs, status := shell(t, read, "import", docx); status != 0 {
		t.Fatal(errs)
	}
	for cell, f := range exchanged(t, read, "某某县人民政府-2026") {
		if f.Cmp(county[cell]) != 0 {
			t.Errorf("in the docx %s is %s", cell, f.RatString())
		}
	}
}

// countyList writes the list of units as offices have it.
func countyList(t *testing.T, path string) {
	t.Helper()
	f := excelize.NewFile()
	rows := [][]any{{"某某县2026年度政府信息公开工作年度报告编制单位名单"}, {"序号", "单位名称", "类别", "截止日期"}}
	for i, unit := range countyUnits {
		kind := "部门"
		switch {
		case i == 0:
			kind = "本级"
		case strings.Contains(unit, "镇"):
			kind = "乡镇"
		case strings.Contains(unit, "街道"):
			kind = "街道"
		}
		rows = append(rows, []any{i + 1, unit, kind, "2027-01-31"})
	}
	rows = append(rows, []any{"合计", len(countyUnits)})
	for i, row := range rows {
		must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
	}
	must(t, f.SaveAs(path))
}

// exchanged are the figures of a report's exchange file, of computed cells too.
func exchanged(t *testing.T, dir, report string) map[string]*big.Rat {
	t.Helper()
	out, errs, status := shell(t, dir, "show", report, "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	var file struct{ Figures map[string]json.Number }
	must(t, json.Unmarshal([]byte(out), &file))
	all := map[string]*big.Rat{}
	for cell, n := range file.Figures {
		f, ok := new(big.Rat).SetString(n.String())
		if !ok {
			t.Fatalf("%s: %q", cell, n)
		}
		all[cell] = f
	}
	return all
}

// toEnd turns the pages of what is shown until words are in sight, or the end is, and goes
// back to the beginning.
func (x *terminal) toEnd(words string) (text string) {
	x.t.Helper()
	defer x.press("Home")
	for range 5 {
		if text = x.text(); strings.Contains(text, words) {
			return text
		}
		x.press("PgDn")
		x.settle(200 * time.Millisecond)
	}
	return text
}
