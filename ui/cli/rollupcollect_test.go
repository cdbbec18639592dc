package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// unitReport is a unit's report: n applications, of which so many are granted.
func unitReport(unit string, year int, n, granted int64) *model.Report {
	r := model.NewReport(model.Form2021, unit, model.GuessUnitLevel(unit), year)
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	r.Figures["3.received.natural_person"], r.Figures["3.granted.natural_person"] = model.Count(n), model.Count(granted)
	r.Date = "2026-01-09"
	r.Text["1"], r.Text["5"], r.Text["6"] = "本年按条例公开信息。", "公开的内容还不够细。", "没有其他需要报告的事项。"
	return r
}

// put writes a report into a folder as a file of some kind, changed at some time.
func (s *shell) put(path string, r *model.Report, at time.Time) {
	s.Helper()
	var b bytes.Buffer
	if err := s.env.Files.Write(&b, strings.TrimPrefix(filepath.Ext(path), "."), r, model.FileOptions{}); err != nil {
		s.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		s.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		s.Fatal(err)
	}
}

// TestRollupCollect: a folder of files of several kinds, two faulty, one of last year, one
// twice, a .doc, and one that is no report; letters; corrected files; the sum.
func TestRollupCollect(t *testing.T) {
	s := newShell(t)
	dir := t.TempDir()
	list := filepath.Join(dir, "名单.txt")
	names := []string{"某某县人民政府（本级）", "侯集镇人民政府", "金厂镇人民政府", "石桥乡人民政府", "城关街道办事处", "某某县教育局", "某某县民政局"}
	if err := os.WriteFile(list, []byte(strings.Join(names, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	s.must("rollup", "units", "某某县人民政府-2025", "--read", list)
	in := filepath.Join(dir, "收到")
	for name, r := range map[string]*model.Report{
		"本级.docx": unitReport("某某县人民政府", 2025, 30, 30), "侯集.html": unitReport("侯集镇人民政府", 2025, 12, 12), "金厂/年报.pdf": unitReport("金厂镇人民政府", 2025, 7, 5),
		"石桥.md": unitReport("石桥乡人民政府", 2025, 3, 3), "城关.xlsx": unitReport("城关街道办事处", 2025, 9, 8), "教育局.json": unitReport("某某县教育局", 2025, 4, 4),
		"民政局去年.docx": unitReport("某某县民政局", 2024, 1, 1), "外县.docx": unitReport("外县民政局", 2025, 1, 1),
	} {
		s.put(filepath.Join(in, name), r, today)
	}
	s.put(filepath.Join(in, "侯集旧.docx"), unitReport("侯集镇人民政府", 2025, 11, 11), today.AddDate(0, 0, -3))
	for name, data := range map[string]string{"老.doc": "x", "通知.txt": "关于开会的通知\n请各单位准时参加。", "~$侯集.docx": "lock"} {
		if err := os.WriteFile(filepath.Join(in, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got struct {
		Taken []struct {
			Unit, State  string
			Errors       int
			Mended, Left int
		}
		NotTaken []struct{ File, Why string } `json:"not_taken"`
	}
	collect := func(where string, status int) {
		t.Helper()
		out := s.run("", "rollup", "collect", "某某县人民政府-2025", where, "--json")
		got.Taken, got.NotTaken = nil, nil
		if err := json.Unmarshal([]byte(out.out), &got); err != nil || out.status != status {
			t.Fatalf("%v, %+v", err, out)
		}
	}
	s.says(s.run("", "rollup", "collect", "某某县人民政府-2025", in, "--dry-run").out, "没有保存", "没有收：")
	s.says(s.must("rollup", "units", "某某县人民政府-2025"), "未报 7 个")
	collect(in, 1)
	states := map[string]string{}
	for _, x := range got.Taken {
		states[x.Unit] = x.State
	}
	for unit, want := range map[string]string{names[0]: "received", names[1]: "received", names[2]: "faulty", names[3]: "received", names[4]: "faulty", names[5]: "received"} {
		if states[unit] != want {
			t.Errorf("%s is %q, not %s", unit, states[unit], want)
		}
	}
	why := map[string]string{}
	for _, x := range got.NotTaken {
		why[filepath.Base(x.File)] = x.Why
	}
	for file, says := range map[string]string{"民政局去年.docx": "是 2024 年的报告", "外县.docx": "名单上没有「外县民政局」", "侯集旧.docx": "收了较新的那份", "老.doc": "另存为 docx", "通知.txt": "读不出年报"} {
		if !strings.Contains(why[file], says) {
			t.Errorf("%s: %q", file, why[file])
		}
	}
	if len(got.Taken) != 6 || len(got.NotTaken) != 5 {
		t.Errorf("%d taken, %d not", len(got.Taken), len(got.NotTaken))
	}

	// What a file has beside is told.
	odd := filepath.Join(dir, "怪")
	s.put(filepath.Join(odd, "石桥.md"), unitReport("石桥乡人民政府", 2025, 3, 3), today)
	page, err := os.ReadFile(filepath.Join(odd, "石桥.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(page), "| 行政许可 | 0 |", "| 行政许可 | 若干 |", 1) + "\n<!-- " + model.SealLabel + "8F3A-12C4-0B7E-55D1-9A20 -->\n"
	if err := os.WriteFile(filepath.Join(odd, "石桥.md"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	s.says(s.must("rollup", "collect", "某某县人民政府-2025", odd, "--dry-run"), "1 格没有读出来", "--dry-run", "校验码和内容不符")

	letters := filepath.Join(dir, "意见") + string(filepath.Separator)
	s.says(s.must("rollup", "return", "某某县人民政府-2025", "-o", letters), "金厂镇人民政府：第 1 次退回", "城关街道办事处：第 1 次退回")
	if out := s.run("", "rollup", "return", "某某县人民政府-2025", "民政局", "-o", letters); out.status != 1 || !strings.Contains(out.out, "还没有报") {
		t.Errorf("%+v", out)
	}
	s.says(s.must("rollup", "units", "某某县人民政府-2025"), "已退回 2 个")
	again := filepath.Join(dir, "改过的")
	s.put(filepath.Join(again, "金厂.docx"), unitReport("金厂镇人民政府", 2025, 7, 7), today)
	s.put(filepath.Join(again, "城关.docx"), unitReport("城关街道办事处", 2025, 9, 8), today) // as it was
	s.put(filepath.Join(again, "民政.docx"), unitReport("某某县民政局", 2025, 2, 2), today)
	collect(again, 0)
	for _, x := range got.Taken {
		states[x.Unit] = x.State
		if x.Unit == names[2] && (x.Mended == 0 || x.Errors != 0) {
			t.Errorf("%+v", x)
		}
	}
	if states[names[2]] != "received" || states[names[4]] != "returned" || states[names[6]] != "received" {
		t.Errorf("%v", states)
	}
	s.must("set", "城关街道办事处-2025", "3.granted.natural_person=9")
	s.must(append([]string{"rollup", "accept", "某某县人民政府-2025", "--reason", "逐格看过原件"}, names...)...)
	s.must("rollup", "sum", "某某县人民政府-2025")
	s.says(s.must("show", "某某县人民政府-2025", "3.received.total"), "67")
	collect(again, 0) // again the same: what was accepted stays so
	s.says(s.must("rollup", "units", "某某县人民政府-2025"), "已收 7 个")

	// Nor is what somebody has open, until it is closed.
	s.put(filepath.Join(again, "民政.docx"), unitReport("某某县民政局", 2025, 6, 6), today)
	store, err := s.machine.Folder(s.dir).Open()
	if err != nil {
		t.Fatal(err)
	}
	open, err := store.Load("某某县民政局-2025")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Hold(open.ID, backend.Presence{Session: "at work", Opened: today, LastKey: today}); err != nil {
		t.Fatal(err)
	}
	collect(again, 1)
	if len(got.NotTaken) != 1 || !strings.Contains(got.NotTaken[0].Why, "王芳 正开着这份报告") {
		t.Errorf("%+v", got.NotTaken)
	}
	if err := store.Release(open.ID, "at work"); err != nil {
		t.Fatal(err)
	}
	collect(again, 0)

	// One that had not to report and does is told of.
	s.must("rollup", "excuse", "某某县人民政府-2025", "某某县民政局", "--reason", "已并入教育局")
	s.put(filepath.Join(again, "民政.docx"), unitReport("某某县民政局", 2025, 9, 9), today)
	s.says(s.must("rollup", "collect", "某某县人民政府-2025", again), "原来注明不用报（已并入教育局），现在作为已经报来")

	// What was changed here isn't written over by a file.
	s.must("set", "石桥乡人民政府-2025", "2.licensing.decided=8")
	s.put(filepath.Join(again, "石桥.docx"), unitReport("石桥乡人民政府", 2025, 4, 4), today)
	collect(again, 1)
	if len(got.NotTaken) != 1 || !strings.Contains(got.NotTaken[0].Why, "在这里改过（第 2 稿，王芳）") {
		t.Errorf("%+v", got.NotTaken)
	}
	s.says(s.must("show", "石桥乡人民政府-2025", "2.licensing.decided"), "8")
}
