//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/persist/boltfile"
	"nianbao/ui/width"
)

// finished is a report without errors, in which n applications are carried on.
func finished(unit string, year int, n int64) *model.Report {
	r := model.NewReport(model.Form2021, unit, model.GuessUnitLevel(unit), year)
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	r.Figures[received], r.Figures["3.carried_out.natural_person"] = model.Count(n), model.Count(n)
	for _, key := range []string{"1", "5", "6"} {
		r.Text[key] = "本年工作按要求完成，没有需要报告的其他情况。"
	}
	return r
}

// put stores reports as they are.
func put(t testing.TB, dir string, reports ...*model.Report) {
	t.Helper()
	s, err := boltfile.Open(dir, model.Actor{User: "clerk"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		if _, err := s.Create(r, "新建报告"); err != nil {
			t.Fatal(err)
		}
	}
}

// save writes a report's exchange file into a folder and returns its path.
func save(t testing.TB, folder, name string, r *model.Report) string {
	t.Helper()
	data, err := model.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// entry is one report in what check --json prints.
type entry struct {
	Report                  string
	Errors, Warnings, Hints int
	Findings                []json.RawMessage
	LeftOut                 []model.LeftOut `json:"left_out"`
	Error                   *struct{ Code, Message, Hint string }
}

func checkJSON(t *testing.T, dir string, want int, args ...string) []entry {
	t.Helper()
	out, errs, status := shell(t, dir, append([]string{"check", "--json"}, args...)...)
	if status != want {
		t.Errorf("check %v: status %d, want %d: %s", args, status, want, errs)
	}
	var got struct{ Reports []entry }
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err, out, errs)
	}
	return got.Reports
}

// wantCheck compares an entry with the model's check of both years.
func wantCheck(t *testing.T, got entry, r, last *model.Report) {
	t.Helper()
	findings := check.Report(r, last)
	errors, warnings, hints := check.Count(findings)
	if got.Report != r.Name() || got.Error != nil || got.Errors != errors || got.Warnings != warnings || got.Hints != hints || len(got.Findings) != len(findings) {
		t.Fatalf("%+v, want %d findings, %d errors, %d warnings, %d hints of %s", got, len(findings), errors, warnings, hints, r.Name())
	}
	for i, f := range findings {
		want, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		var a, b any
		if json.Unmarshal(want, &a) != nil || json.Unmarshal(got.Findings[i], &b) != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("%s: finding %d is %s, want %s", r.Name(), i, got.Findings[i], want)
		}
	}
}

// TestCheckFindsLastYear: the one that is named, or else among the arguments, or
// else in the store; for files and for stored reports.
func TestCheckFindsLastYear(t *testing.T) {
	const unit = "某某县人民政府"
	dir, folder := t.TempDir(), t.TempDir()
	this, stored, other, named := finished(unit, 2025, 3), finished(unit, 2024, 1), finished(unit, 2024, 2), finished(unit, 2024, 3)
	named.Figures["2.normative.in_force"] = model.Count(7)
	put(t, dir, stored, this)
	file, among, against := save(t, folder, "a.json", this), save(t, folder, "b.json", other), save(t, folder, "c.json", named)
	status := func(last *model.Report) int {
		if n, _, _ := check.Count(check.Report(this, last)); n > 0 {
			return 1
		}
		return 0
	}
	for _, arg := range []string{file, unit + "-2025"} {
		wantCheck(t, checkJSON(t, dir, status(stored), arg)[0], this, stored)
		wantCheck(t, checkJSON(t, dir, max(status(other), status(nil)), arg, among)[0], this, other)
		wantCheck(t, checkJSON(t, dir, status(named), arg, "--against", against)[0], this, named)
		wantCheck(t, checkJSON(t, dir, status(stored), arg, "--against", unit+"-2024")[0], this, stored)
	}
	wantCheck(t, checkJSON(t, t.TempDir(), status(nil), file)[0], this, nil)
	if _, errs, code := shell(t, dir, "check", file, among, "--against", against); code != 2 || !strings.Contains(errs, "--against 只能和一份报告一起用") {
		t.Errorf("--against with two: %d %s", code, errs)
	}
	if _, errs, code := shell(t, dir, "check", file, "--against", "没有"); code != 2 || !strings.Contains(errs, "没有叫「没有」的报告") {
		t.Errorf("--against what isn't there: %d %s", code, errs)
	}
	if _, errs, code := shell(t, dir, "check", file, "--against", file); code != 2 || !strings.Contains(errs, "不是 "+unit+"-2025 以前的报告") {
		t.Errorf("--against the wrong year: %d %s", code, errs)
	}
}

// TestCheckMany: folders, files and stored reports in the order of the
// arguments; what can't be read is told in its place and stops nothing.
func TestCheckMany(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	bad, good := finished("乙镇人民政府", 2025, 0), finished("甲镇人民政府", 2025, 0)
	bad.Figures["3.granted.business"] = model.Count(2)
	put(t, dir, finished("丙镇人民政府", 2025, 0))
	save(t, folder, "2.json", bad)
	save(t, folder, "1.json", good)
	for name, content := range map[string]string{"3.JSON": "{", "核对意见-甲镇人民政府-2025.xlsx": "", "~$1.xlsx": "", ".4.json": "", "说明.rtf": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got := checkJSON(t, dir, 2, folder, "没有这份", "丙镇")
	if len(got) != 5 {
		t.Fatalf("%d entries: %+v", len(got), got)
	}
	wantCheck(t, got[0], good, nil)
	wantCheck(t, got[1], bad, nil)
	for i, want := range map[int][2]string{2: {filepath.Join(folder, "3.JSON"), "unreadable"}, 3: {"没有这份", "usage"}} {
		if g := got[i]; g.Report != want[0] || g.Error == nil || g.Error.Code != want[1] || g.Error.Message == "" || g.Error.Hint == "" || g.Findings == nil || len(g.Findings) > 0 {
			t.Errorf("entry %d: %+v", i, g)
		}
	}
	wantCheck(t, got[4], finished("丙镇人民政府", 2025, 0), nil)

	out, errs, status := shell(t, dir, "check", folder, "没有这份", "丙镇")
	if status != 2 || errs != "注意：没有读「说明.rtf」，要另存为 docx。\n" {
		t.Errorf("status %d, %s", status, errs)
	}
	at, wrong := 0, fmt.Sprint(got[1].Errors)
	for _, want := range []string{"甲镇人民政府-2025：错误 0", "乙镇人民政府-2025：错误 " + wrong, "商业企业一列不平", "[T3-BAL]", "无法读取：「" + filepath.Join(folder, "3.JSON"), "无法读取：没有叫「没有这份」的报告", "丙镇人民政府-2025：错误 0", "单位", "合计 3 份，2 份无法读取"} {
		i := strings.Index(out[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing behind\n%s\nin\n%s", want, out[:at], out)
		}
		at += i
	}
	_, table, _ := strings.Cut(out, "\n\n")
	lines := strings.Split(strings.TrimRight(table, "\n"), "\n")
	if len(lines) != 7 {
		t.Fatalf("the table is\n%s", table)
	}
	for _, l := range lines {
		if width.Of(l) != width.Of(lines[0]) {
			t.Errorf("not aligned:\n%s", table)
		}
	}
	if f := strings.Fields(lines[2]); f[0] != "乙镇人民政府" || f[1] != "2025" || f[2] != wrong {
		t.Errorf("the line of 乙镇 is %q", lines[2])
	}
	if _, errs, status := shell(t, dir, "check", t.TempDir()); status != 2 || !strings.Contains(errs, "没有报告文件") {
		t.Errorf("an empty folder: %d %s", status, errs)
	}
	// One alone fails as ever, and with many there is only the table.
	if _, errs, status := shell(t, dir, "check", filepath.Join(folder, "3.JSON")); status != 2 || !strings.Contains(errs, "读不出年报") {
		t.Errorf("one alone: %d %s", status, errs)
	}
	many := append(slices.Repeat([]string{filepath.Join(folder, "2.json")}, 21), "没有这份")
	if out, _, status := shell(t, dir, append([]string{"check"}, many...)...); status != 2 || !strings.Contains(out, "无法读取：没有叫「没有这份」的报告") || strings.Contains(out, "不平") || !strings.Contains(out, "合计 21 份，1 份无法读取") || !strings.Contains(out, "nianbao check 报告") {
		t.Errorf("of many: %d\n%s", status, out)
	}
}

// TestCheckTellsExplanations: who has explained what, and what no longer holds.
func TestCheckTellsExplanations(t *testing.T) {
	r := finished("某某镇人民政府", 2025, 0)
	r.Figures["2.rules.issued"], r.Figures["2.rules.repealed"] = model.Count(1), model.Count(1)
	s := model.NewSession(r, "x")
	for _, f := range check.Report(r, nil) {
		if f.Rule == "T2-REG" {
			e, err := check.Explain(s.Report(), &f, "公报原文如此写", "张三", time.Date(2026, 1, 5, 4, 0, 0, 0, time.UTC))
			if err == nil {
				err = s.Apply(e)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: "2.rules.repealed", Figure: model.Count(2)})); err != nil {
		t.Fatal(err)
	}
	dir, folder := t.TempDir(), t.TempDir()
	out, _, _ := shell(t, dir, "check", save(t, folder, "a.json", s.Report()))
	for _, want := range []string{"已说明 1", "已说明的错误：乡镇没有规章制定权", "说明（张三，2026-01-05）：公报原文如此写 [T2-REG]", "原来的说明（张三，2026-01-05）已经失效"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
}

// TestReviewsForUnits: check -o writes one letter, or one for each report.
func TestReviewsForUnits(t *testing.T) {
	dir, folder, out := t.TempDir(), t.TempDir(), t.TempDir()
	bad := finished("乙镇人民政府", 2025, 0)
	bad.Figures["3.granted.business"] = model.Count(2)
	a, b := save(t, folder, "a.json", finished("甲镇人民政府", 2025, 0)), save(t, folder, "b.json", bad)
	text, errs, status := shell(t, dir, "check", folder, "-o", out, "-f", "xlsx")
	if status != 1 || strings.Contains(text, "不平") || !strings.Contains(text, "合计 2 份") || !exists(out, "核对意见-甲镇人民政府-2025.xlsx") || !exists(out, "核对意见-乙镇人民政府-2025.xlsx") {
		t.Errorf("%d %s%s", status, text, errs)
	}
	page := filepath.Join(out, "意见.html")
	if text, errs, status := shell(t, dir, "check", b, "-o", page); status != 1 || !strings.Contains(text, page) {
		t.Errorf("%d %s%s", status, text, errs)
	}
	if data, err := os.ReadFile(page); err != nil || !strings.Contains(string(data), "商业企业一列不平") || !strings.Contains(string(data), time.Now().Format(time.DateOnly)) {
		t.Errorf("%v %s", err, data)
	}
	if err := os.WriteFile(page, []byte("已答复"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, _, _ := shell(t, dir, "check", b, "-o", page); !strings.Contains(text, "没有覆盖") || !exists(out, "意见(2).html") {
		t.Errorf("over answers: %s", text)
	}
	var got struct {
		Reports []entry
		Files   []struct{ Report, Format, Path string }
	}
	decode(t, &got, dir, "check", a, "--json", "-o", out)
	if len(got.Reports) != 1 || len(got.Files) != 1 || got.Files[0].Format != "html" || !exists(out, filepath.Base(got.Files[0].Path)) {
		t.Errorf("%+v", got)
	}
	for _, wrong := range [][]string{{a, "-o", "-"}, {a, "-f", "xlsx"}, {a, "-o", page, "-f", "xlsx"}, {a, "-o", out, "-f", "pdf"}, {a, b, "-o", page}, {a, "-o", filepath.Join(out, "none")}, {a, "--overwrite"}} {
		if _, errs, status := shell(t, dir, append([]string{"check"}, wrong...)...); status != 2 || errs == "" {
			t.Errorf("%v: %d %s", wrong, status, errs)
		}
	}
	if _, errs, status := shell(t, dir, "check", a, "-o", filepath.Join(out, "none", "x.html")); status != 2 || !strings.Contains(errs, "文件夹不存在") {
		t.Errorf("into a folder that isn't there: %d %s", status, errs)
	}
}

// TestExportTellsWarnings: they stop nothing, and whoever exports sees them.
func TestExportTellsWarnings(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	r := finished("某某镇人民政府", 2025, 0)
	r.Unread["2.fees.amount"] = "1.00005"
	put(t, dir, r)
	_, errs, status := shell(t, dir, "export", "某某镇", "-f", "md", "-o", out)
	if status != 0 || !strings.Contains(errs, "条警告没有说明：\n") || !strings.Contains(errs, "1.00005") {
		t.Errorf("%d %s", status, errs)
	}
	if text, errs, status := shell(t, dir, "export", "某某镇", "-f", "md", "-o", "-"); status != 0 || !strings.Contains(errs, "1.00005") || !strings.HasPrefix(text, "# ") {
		t.Errorf("%d %s %.40s", status, errs, text)
	}
	if _, errs, status := shell(t, dir, "set", "某某镇", "许可=1", "--export", "md", "-o", out); status != 0 || !strings.Contains(errs, "1.00005") {
		t.Errorf("set --export: %d %s", status, errs)
	}
	var got struct {
		Files    []any
		Warnings []struct{ Rule, Level string }
	}
	text, errs, _ := shell(t, dir, "export", "某某镇", "-f", "md", "-o", out, "--json")
	if err := json.Unmarshal([]byte(text), &got); err != nil || len(got.Files) != 1 || errs != "" {
		t.Fatal(err, text, errs)
	}
	if !slices.ContainsFunc(got.Warnings, func(w struct{ Rule, Level string }) bool { return w.Rule == "T2-FEE" && w.Level == "warning" }) {
		t.Errorf("%+v", got.Warnings)
	}
}

// TestNewSaysWhatItCarries, beside the name that scripts read.
func TestNewSaysWhatItCarries(t *testing.T) {
	dir := t.TempDir()
	last := finished("某某镇人民政府", 2024, 36)
	wants := []string{"上年结转 6 格，照抄 某某镇人民政府-2024 的「四、结转下年度继续办理」：自然人 36、", "总计 36\n"}
	for _, rule := range last.Form.Rules {
		if rule.CanSwitchOff() && last.Form.Rule(rule.ID).CanSwitchOff() {
			last.Explanations = []model.Explanation{{Rule: rule.ID, Unit: true, Text: "口径不同", By: "张三"}}
			wants = append(wants, "本单位不用一条规则（张三）：口径不同（"+rule.ID+"）")
			break
		}
	}
	put(t, dir, last)
	out, errs, status := shell(t, dir, "new", "--from", "某某镇-2024")
	if status != 0 || out != "某某镇人民政府-2025\n" {
		t.Fatal(status, out, errs)
	}
	for _, want := range wants {
		if !strings.Contains(errs, want) {
			t.Errorf("%q is missing in %s", want, errs)
		}
	}
	out, errs, _ = shell(t, dir, "new", "--from", "某某镇-2025", "--json")
	var got struct {
		Report   string
		Revision int
		Carried  []any
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Report != "某某镇人民政府-2026" || len(got.Carried) != 0 || errs != "" {
		t.Error(err, out, errs)
	}
}

// TestRules: each name once, in Chinese, without a store.
func TestRules(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	out, errs, status := shell(t, dir, "rules", "--json")
	var got struct {
		Rules []struct{ Rule, Level, Says, Source string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != 0 {
		t.Fatal(err, status, errs)
	}
	seen := map[string]bool{}
	for _, r := range got.Rules {
		if rule := model.Form2021.Rule(r.Rule); rule == nil || seen[r.Rule] || !strings.Contains(r.Says, rule.Says) || r.Level == "" {
			t.Errorf("%+v", r)
		}
		seen[r.Rule] = true
	}
	for _, rule := range model.Form2021.Rules {
		if !seen[rule.ID] {
			t.Error(rule.ID, "is missing")
		}
	}
	if out, _, _ := shell(t, dir, "rules"); !strings.Contains(out, "T2-FEE　错误（强制）、警告（核实）") {
		t.Error(out)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a store was made")
	}
}

// TestPlainSettlesFindings: question by question, a finding is mended or
// explained, by its number.
func TestPlainSettlesFindings(t *testing.T) {
	dir := t.TempDir()
	r := finished("某某镇人民政府", 2025, 0)
	r.Figures["2.rules.issued"] = model.Count(1)
	r.Figures["3.granted.business"] = model.Count(2)
	delete(r.Figures, "4.direct_suit.other")
	put(t, dir, r)
	number := map[string]int{}
	for i, f := range check.Report(r, nil) {
		if number[f.Rule] == 0 {
			number[f.Rule] = i + 1
		}
	}
	c := command(dir, "edit", "某某镇", "--plain")
	c.Stdin = strings.NewReader(fmt.Sprintf("s 1\nc\nm %d\nm %d\ns %d 经核实，情况属实\ns %d 公报原文如此写\nm %d\nm 999\ng 引言\ns 说的是别的\n.\nq\n",
		number["FILL-BLANK"], number["FILL-BLANK"], number["T2-REG"], number["T2-REG"], number["T3-BAL"]))
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	for _, want := range []string{"m " + fmt.Sprint(number["FILL-BLANK"]) + "：1 格填 0", "改正：1 格填 0（FILL-BLANK）：已保存", "! 没有这一条，或者已经改好了", "! 这样写没有说出原因：请写", "说明 T2-REG：已保存", "! 这一条要您自己改"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	out2, _, _ := shell(t, dir, "show", "某某镇", "--json")
	got, err := model.Decode([]byte(out2))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Explanations) != 1 || got.Explanations[0].Text != "公报原文如此写" || got.Explanations[0].By == "" || got.Explanations[0].At.IsZero() || got.Figures["4.direct_suit.other"] != model.Zero {
		t.Errorf("%+v, %v", got.Explanations, got.Figures["4.direct_suit.other"])
	}
	// What isn't about a number is text where a text is asked for.
	if got.Text["0"] != "s 说的是别的" {
		t.Errorf("the opening is %q", got.Text["0"])
	}
	// 空 takes an explanation away.
	c = command(dir, "edit", "某某镇", "--plain")
	n := slices.IndexFunc(check.Report(got, nil), func(f check.Finding) bool { return f.Rule == "T2-REG" })
	c.Stdin = strings.NewReader(fmt.Sprintf("c\ns %d 空\nq\n", n+1))
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	out2, _, _ = shell(t, dir, "show", "某某镇", "--json")
	if got, err = model.Decode([]byte(out2)); err != nil || len(got.Explanations) != 0 {
		t.Errorf("%v %+v", err, got)
	}
}

// county is a report with all its figures and a text of some characters, that has two
// figures which the tables don't have.
func county(i, chars int) *model.Report {
	r := finished(fmt.Sprintf("第%05d县人民政府", i), 2025, 9)
	for j, c := range r.Form.Cells() {
		if c.Section.Key != "2" && !c.Computed() {
			r.Figures[c.ID] = model.Count(int64(j * j % 97))
		}
	}
	r.Text["1"] = "（一）主动公开。全年通过县政府门户网站公开信息62条，其中政策12条，动态50条。\n（二）依申请公开。收到政府信息公开申请9件，结转下年度9件。\n" +
		strings.Repeat("（三）政府信息管理。对公开目录逐月核对，全年更新栏目12个，发布解读21条，组织培训2次。\n", (chars-75)*13/20/46)
	r.Text["5"] = strings.Repeat("一是公开内容不够丰富；二是更新不够及时。", (chars-75)*7/20/20)
	return r
}

// BenchmarkCheckFiles is `check` of 1,000 exchange files, the whole process,
// with as much text as a county's report has.
func BenchmarkCheckFiles(b *testing.B) {
	const n = 1000
	dir, folder := b.TempDir(), b.TempDir()
	for i := range n {
		save(b, folder, fmt.Sprintf("%04d.json", i), county(i, 940))
	}
	for _, procs := range []string{"1", "2"} {
		b.Run("procs="+procs, func(b *testing.B) {
			for b.Loop() {
				c := command(dir, "check", folder)
				c.Env = append(c.Env, "GOMAXPROCS="+procs)
				if _, err := c.Output(); err != nil {
					if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "reports/s")
		})
	}
}

// explainAll explains what may be explained of a report.
func explainAll(t *testing.T, r, last *model.Report) *model.Report {
	t.Helper()
	s := model.NewSession(r.Clone(), "x")
	for _, f := range check.Report(r, last) {
		if f.CanExplain(r.Form) == nil {
			e, err := check.Explain(s.Report(), &f, "机构调整，口径不同", "张三", time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC))
			if err == nil {
				err = s.Apply(e)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return s.Report()
}

// TestLastYearInExportAndSet: what only last year's report shows to be wrong
// stops an export until it is explained, and comes and goes with set.
func TestLastYearInExportAndSet(t *testing.T) {
	out := t.TempDir()
	last, this := finished("某某镇人民政府", 2024, 36), finished("某某镇人民政府", 2025, 0)
	status := func(r *model.Report) int {
		if n, _, _ := check.Count(check.Report(r, last)); n > 0 {
			return 1
		}
		return 0
	}
	for name, r := range map[string]*model.Report{"as it is": this, "explained": explainAll(t, this, last)} {
		dir := t.TempDir()
		put(t, dir, last, r)
		if _, errs, code := shell(t, dir, "export", "2025", "-f", "md", "-o", out); code != status(r) || (code == 1) != strings.Contains(errs, "没有导出") {
			t.Errorf("%s: export ends with %d, want %d: %s", name, code, status(r), errs)
		}
		var list struct {
			Reports []struct{ Report, State string }
		}
		text, _, _ := shell(t, dir, "list", "--json")
		if err := json.Unmarshal([]byte(text), &list); err != nil || len(list.Reports) != 2 || (list.Reports[0].State == "draft") != (status(r) == 1) {
			t.Errorf("%s: listed as %+v, %v", name, list, err)
		}
	}
	dir := t.TempDir()
	put(t, dir, last, this)
	after := this.Clone()
	after.Figures["3.carried_in.natural_person"] = model.Count(36)
	var got struct {
		Appeared, Went []struct{ Rule, Message string }
	}
	text, errs, _ := shell(t, dir, "set", "2025", "上年结转/自然人=36", "--json")
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err, errs)
	}
	keys := func(r *model.Report) map[string]bool {
		all := map[string]bool{}
		for _, f := range check.Report(r, last) {
			all[f.Rule+f.Message] = true
		}
		return all
	}
	before, now := keys(this), keys(after)
	for _, f := range got.Went {
		if !before[f.Rule+f.Message] {
			t.Errorf("%+v went, and was not there", f)
		}
	}
	for _, f := range got.Appeared {
		if !now[f.Rule+f.Message] {
			t.Errorf("%+v appeared, and is not there", f)
		}
	}
	if len(before)-len(got.Went)+len(got.Appeared) != len(now) || len(got.Appeared) == 0 {
		t.Errorf("%d findings, %d went, %d appeared, %d now", len(before), len(got.Went), len(got.Appeared), len(now))
	}
}
