//go:build unix

package endtoend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// readable are the formats that the program both writes and reads.
var readable = []string{"docx", "xlsx", "html", "pdf", "ofd", "md", "txt", "csv", "json"}

const (
	firstText = "本年推进公开工作。\n（一）主动公开。全年公开信息 62 条。\n（二）依申请公开。收到申请 12 件，都已按时答复，结转下年度 3 件。"
	fifthText = "一是公开内容还不够丰富，二是更新不够及时。今后按月检查，逐项落实到人，继续改进。"
	sixthText = "本年没有收取信息处理费。"
)

// filledIn is a store with 某某镇's whole report for 2025.
func filledIn(t *testing.T) (dir string) {
	t.Helper()
	dir = newReport(t)
	args := []string{"set", "某某镇"}
	figures := map[model.CellID]string{received: "12", granted: "9", "3.carried_out.natural_person": "3", "2.licensing.decided": "31", "2.fees.amount": "4068.208", "4.reconsideration.upheld": "2"}
	for _, c := range model.Form2021.Cells() {
		if f := figures[c.ID]; f != "" {
			args = append(args, string(c.ID)+"="+f)
		} else if !c.Computed() {
			args = append(args, string(c.ID)+"=0")
		}
	}
	if _, errs, status := shell(t, dir, args...); status != 0 {
		t.Fatal(errs)
	}
	for section, text := range map[string]string{"1": firstText, "5": fifthText, "6": sixthText} {
		c := command(dir, "text", "某某镇", section, "--file", "-")
		c.Stdin = strings.NewReader(text)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v %s", err, out)
		}
	}
	return dir
}

// exported writes the report of a store as a file.
func exported(t *testing.T, dir, format string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "年报."+format)
	if _, errs, status := shell(t, dir, "export", "某某镇", "-f", format, "-o", path, "--draft"); status != 0 {
		t.Fatal(errs)
	}
	return path
}

// everything is all that the store says of its reports.
func everything(t *testing.T, dir string) string {
	t.Helper()
	list, errs, status := shell(t, dir, "list", "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	data, err := os.ReadFile(filepath.Join(dir, "nianbao.db"))
	if err != nil {
		t.Fatal(err)
	}
	return list + string(data)
}

// TestImportEveryFormat: what the program has written it reads back into
// another store, with the same figures, texts and findings.
func TestImportEveryFormat(t *testing.T) {
	from := filledIn(t)
	before, _, _ := shell(t, from, "check", "某某镇", "--json")
	for _, format := range readable {
		t.Run(format, func(t *testing.T) {
			file := exported(t, from, format)
			dir := t.TempDir()
			args := []string{"import", file}
			if _, errs, status := shell(t, dir, append(args, "--dry-run")...); status != 0 {
				t.Fatal(errs)
			}
			if out, _, _ := shell(t, dir, "list", "--json"); !strings.Contains(out, `"reports": []`) {
				t.Errorf("a dry run has stored %s", out)
			}
			out, errs, status := shell(t, dir, args...)
			if status != 0 || !strings.Contains(out, "某某镇人民政府-2025") || !strings.Contains(out, "读出 200 格，") {
				t.Fatalf("status %d\n%s%s", status, out, errs)
			}
			sides := []string{"diff", exported(t, dir, "json"), exported(t, from, "json")}
			out, errs, status = shell(t, dir, sides...)
			if status != 0 || !strings.Contains(out, "数字和文字都相同") {
				t.Errorf("status %d\n%s%s", status, out, errs)
			}
			if after, _, _ := shell(t, dir, "check", "某某镇", "--json"); after != before {
				t.Errorf("findings differ:\n%s\n%s", after, before)
			}
			if log, _, _ := shell(t, dir, "log", "某某镇"); !strings.Contains(log, "读入 年报."+format) {
				t.Errorf("log: %s", log)
			}
			if out, errs, status = shell(t, dir, args...); status != 2 || !strings.Contains(errs, "--into 某某镇人民政府-2025") {
				t.Errorf("a second time: %d %s%s", status, out, errs)
			}
		})
	}
}

// TestImportJSON holds what --json prints to the contract.
func TestImportJSON(t *testing.T) {
	type object = map[string]any
	from := filledIn(t)
	file := exported(t, from, "docx")
	dir := t.TempDir()
	var got object
	decode(t, &got, dir, "import", file, "--json")
	if want := []string{"left_out", "read", "report", "texts"}; !slices.Equal(keys(got), want) || got["report"] != "某某镇人民政府-2025" {
		t.Fatalf("import: %v", keys(got))
	}
	read := got["read"].([]any)
	first := read[0].(object)
	if want := []string{"cell", "confidence", "how", "value", "where"}; len(read) != 200 || !slices.Equal(keys(first), want) || first["cell"] != "2.rules.issued" || first["value"] != 0.0 || first["confidence"] != 1.0 {
		t.Errorf("%d read, the first %v", len(read), first)
	}
	if texts := got["texts"].(object); texts["6"] != float64(model.CountCharacters(sixthText)) {
		t.Errorf("texts: %v", texts)
	}
	path := filepath.Join(t.TempDir(), "odd.html")
	page := `<h1>某某镇人民政府2024年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>本年推进公开工作。</p><p>二、主动公开政府信息情况</p>
<table><tr><td>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>/</td><td>0</td><td>0</td></tr><tr><td>行政规范性文件</td><td>3</td><td>0</td><td>8</td></tr></table>
<table><tr><td>没有见过的表</td><td>5</td></tr></table><p>五、存在的主要问题及改进情况</p><p>更新不够及时。</p><p>六、其他需要报告的事项</p><p>无</p>`
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	decode(t, &got, dir, "import", path, "--json", "--dry-run")
	left := got["left_out"].([]any)
	if len(left) == 0 || !slices.Equal(keys(left[0].(object)), []string{"what", "where", "why"}) {
		t.Errorf("left out: %v", left)
	}
	if v := got["read"].([]any)[0].(object); v["value"] != nil || v["confidence"].(float64) >= model.Sure {
		t.Errorf("what is no figure: %v", v)
	}

	var diff object
	decode(t, &diff, dir, "diff", file, path, "--json")
	figures, texts := diff["figures"].([]any), diff["texts"].([]any)
	if !slices.Equal(keys(diff), []string{"figures", "texts"}) || !slices.Equal(keys(figures[0].(object)), []string{"a", "b", "cell"}) || !slices.Equal(keys(texts[0].(object)), []string{"a", "b", "section"}) {
		t.Errorf("diff: %v", diff)
	}
	decode(t, &diff, dir, "diff", file, "某某镇", "--json")
	if len(diff["figures"].([]any))+len(diff["texts"].([]any)) != 0 {
		t.Errorf("a file and the report it became: %v", diff)
	}

	// Errors for programs.
	_, errs, status := shell(t, dir, "import", path, filepath.Join(dir, "nothing.docx"), "--json")
	var failed struct {
		Error struct{ Code, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(errs), &failed); err != nil || status != 2 || !strings.Contains(failed.Error.Message, "nothing.docx") {
		t.Errorf("%d %v %s", status, err, errs)
	}
}

// TestImportRefuses: what can't be read, or is there already, changes nothing.
func TestImportRefuses(t *testing.T) {
	dir := filledIn(t)
	good := exported(t, dir, "docx")
	bad := filepath.Join(t.TempDir(), "坏.docx")
	if err := os.WriteFile(bad, []byte("PK\x03\x04 nothing"), 0o644); err != nil {
		t.Fatal(err)
	}
	year := filepath.Join(t.TempDir(), "没有年份.txt")
	if err := os.WriteFile(year, []byte("一、总体情况\n推进公开。\n二、主动公开政府信息情况\n五、存在的主要问题及改进情况\n更新不及时。\n六、其他需要报告的事项\n无\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	before := everything(t, dir)
	for _, c := range []struct {
		says string
		args []string
	}{
		{"少写了参数", nil},
		{"找不到文件", []string{filepath.Join(dir, "没有.docx")}},
		{"读不出年报", []string{bad}},
		{"不是普通文件", []string{"/dev/null"}},
		{"没有报告文件", []string{t.TempDir()}},
		{"--year", []string{year}},
		{"--unit", []string{year, "--year", "2024"}},
		{"年度", []string{year, "--year", "24", "--unit", "某某局"}},
		{"已经有", []string{good}},
		{"2 个文件里有 1 个无法读取", []string{good, bad}},
		{"同一份报告", []string{good, good, "--year", "2023"}},
		{"--into", []string{good, "--only", "三"}},
		{"--into", []string{good, "--conflicts", "keep"}},
		{"没有「both」", []string{good, "--into", "某某镇", "--conflicts", "both"}},
		{"没有「九」", []string{good, "--into", "某某镇", "--only", "九"}},
		{"没有叫", []string{good, "--into", "没有这份"}},
		{"只能和一个文件", []string{good, bad, "--into", "某某镇"}},
		{"只能和一个文件", []string{good, bad, "--unit", "某某局"}},
	} {
		if out, errs, status := shell(t, dir, append([]string{"import"}, c.args...)...); status != 2 || !strings.Contains(errs, c.says) {
			t.Errorf("%v: %d %s%s", c.args, status, out, errs)
		}
	}
	if everything(t, dir) != before {
		t.Error("something was changed")
	}
}

// TestImportInto: blanks are filled; conflicts are refused, kept or taken.
func TestImportInto(t *testing.T) {
	file := exported(t, filledIn(t), "docx")
	dir := newReport(t)
	if _, errs, status := shell(t, dir, "set", "某某镇", received+"=11", granted+"=9", "许可=30"); status != 0 {
		t.Fatal(errs)
	}
	before := everything(t, dir)
	into := func(args ...string) (string, string, int) {
		return shell(t, dir, append([]string{"import", file, "--into", "某某镇"}, args...)...)
	}
	if out, errs, status := into(); status != 2 || !strings.Contains(errs, "有 2 处和报告里的不同，没有改动") || !strings.Contains(errs, "新收/自然人：报告里 11，文件里 12") {
		t.Errorf("%d %s%s", status, out, errs)
	}
	if out, errs, status := into("--dry-run"); status != 0 || !strings.Contains(out, "没有保存") || !strings.Contains(out, "新收/自然人：报告里 11，文件里 12") {
		t.Errorf("%d %s%s", status, out, errs)
	}
	if everything(t, dir) != before {
		t.Error("something was changed")
	}
	if out, errs, status := into("--only", "四", "--json"); status != 0 || !strings.Contains(out, `"filled": 12`) || strings.Contains(out, `"replace"`) {
		t.Errorf("%d %s%s", status, out, errs)
	}
	if got := stored(t, dir, "4.reconsideration.upheld", received, "2.penalty.decided"); got["4.reconsideration.upheld"] != "2" || got[received] != "11" || got["2.penalty.decided"] != "" {
		t.Errorf("only section four: %v", got)
	}
	if out, errs, status := into("--conflicts", "keep"); status != 0 || !strings.Contains(out, "已保存，第 4 稿") || !strings.Contains(out, "留报告里的") {
		t.Errorf("%d %s%s", status, out, errs)
	}
	if got := stored(t, dir, received, "2.penalty.decided", "2.licensing.decided"); got[received] != "11" || got["2.penalty.decided"] != "0" || got["2.licensing.decided"] != "30" {
		t.Errorf("kept: %v", got)
	}
	if out, errs, status := into("--conflicts", "take", "--only", "三"); status != 0 || !strings.Contains(out, "一共改了 1 处") {
		t.Errorf("%d %s%s", status, out, errs)
	}
	if got := stored(t, dir, received, "2.licensing.decided"); got[received] != "12" || got["2.licensing.decided"] != "30" {
		t.Errorf("taken in section three: %v", got)
	}
	if out, _, status := into("--conflicts", "take"); status != 0 || !strings.Contains(out, "一共改了 1 处") {
		t.Errorf("%d %s", status, out)
	}
	if out, _, status := into("--conflicts", "take"); status != 0 || !strings.Contains(out, "没有可以填进去的") {
		t.Errorf("a second time: %d %s", status, out)
	}
	// Another year's file is read, and said.
	if _, _, status := shell(t, dir, "new", "--unit", "某某镇人民政府", "--year", "2024"); status != 0 {
		t.Fatal("no second report")
	}
	if out, errs, status := shell(t, dir, "import", file, "--into", "2024"); status != 0 || !strings.Contains(errs, "文件是 某某镇人民政府-2025 的，读入 某某镇人民政府-2024") {
		t.Errorf("%d %s%s", status, out, errs)
	}
}

// TestImportFolder: sixty files, one report each; progress is for a terminal.
func TestImportFolder(t *testing.T) {
	page, err := os.ReadFile(exported(t, filledIn(t), "html"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for i := range 60 {
		unit := fmt.Sprintf("第%d乡人民政府", i)
		if err := os.WriteFile(filepath.Join(folder, unit+".html"), bytes.ReplaceAll(page, []byte("某某镇人民政府"), []byte(unit)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	out, errs, status := shell(t, dir, "import", folder)
	if status != 0 || strings.Contains(errs, "读取文件") || !strings.Contains(out, "60 份都已存好") || !strings.Contains(out, "第59乡人民政府-2025：读出 200 格") {
		t.Errorf("status %d\n%s\n%q", status, out, errs)
	}
	var list struct{ Reports []map[string]any }
	if decode(t, &list, dir, "list", "--json"); len(list.Reports) != 60 {
		t.Errorf("%d reports", len(list.Reports))
	}
	if out, errs, status := shell(t, dir, "check", folder); status > 1 || strings.Contains(errs, "60/60") || !strings.Contains(out, "合计 60 份") {
		t.Errorf("check: status %d\n%s\n%q", status, out, errs)
	}
	if _, errs, status := shell(t, dir, "check", folder, "--json"); status > 1 || errs != "" {
		t.Errorf("check for programs: status %d, %q on standard error", status, errs)
	}
}

// TestFilesWithoutAStore: check and diff of files need no place to write.
func TestFilesWithoutAStore(t *testing.T) {
	from := filledIn(t)
	a, b := exported(t, from, "docx"), exported(t, from, "pdf")
	locked := filepath.Join(t.TempDir(), "none") // a file where the folder would be
	if err := os.WriteFile(locked, nil, 0o444); err != nil {
		t.Fatal(err)
	}
	if out, errs, status := shell(t, locked, "check", a); status > 1 || !strings.Contains(out, "某某镇人民政府-2025：错误") {
		t.Errorf("check: %d %s%s", status, out, errs)
	}
	if out, errs, status := shell(t, locked, "diff", a, b); status != 0 || !strings.Contains(out, "数字和文字都相同") {
		t.Errorf("diff: %d %s%s", status, out, errs)
	}
	if out, errs, status := shell(t, locked, "diff", a, "某某镇"); status != 3 {
		t.Errorf("diff with a report: %d %s%s", status, out, errs)
	}
	if out, errs, status := shell(t, locked, "check", "某某镇"); status != 3 {
		t.Errorf("check of a report: %d %s%s", status, out, errs)
	}
}

// TestDiffOfRevisions: what was corrected is told, figures and words.
func TestDiffOfRevisions(t *testing.T) {
	dir := filledIn(t)
	for _, args := range [][]string{{"set", "某某镇", received + "=13"}} {
		if _, errs, status := shell(t, dir, args...); status != 0 {
			t.Fatal(errs)
		}
	}
	out, errs, status := shell(t, dir, "diff", "某某镇@5", "某某镇")
	if status != 0 || !strings.Contains(out, "表三 新收/自然人：甲 12，乙 13") || !strings.Contains(out, "表三 新收/总计：甲 12，乙 13") || !strings.Contains(out, "共 2 格、0 段文字不同") {
		t.Errorf("%d %s%s", status, out, errs)
	}
	for _, wrong := range [][]string{{"某某镇@x", "某某镇"}, {"某某镇@99", "某某镇"}, {"某某镇"}} {
		if _, _, status := shell(t, dir, append([]string{"diff"}, wrong...)...); status != 2 {
			t.Errorf("%v: %d", wrong, status)
		}
	}
}

// TestImportOnTheScreen chooses a file, corrects a figure, takes it over and
// takes that back.
func TestImportOnTheScreen(t *testing.T) {
	file := exported(t, filledIn(t), "docx")
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇")
	x.see("封面")
	x.press("i")
	x.see("文件名或路径")
	x.paste("'" + file + "'")
	x.see("按 Enter 读")
	x.press("Enter")
	x.see("读入「年报.docx」", "会填上")
	x.press("Down", "7", "Enter")
	x.see("已改")
	x.press("Ctrl+S")
	x.see("已读入：填上", "10/10", "144/144")
	x.see("已保存")
	if got := stored(t, dir, "2.rules.issued", "2.rules.repealed", received); got["2.rules.issued"] != "0" || got["2.rules.repealed"] != "7" || got[received] != "12" {
		t.Errorf("stored %v", got)
	}
	x.press("Ctrl+Z")
	x.see("已撤销", "0/144")
	x.press("Ctrl+Q")
	if status := x.wait(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if got := stored(t, dir, received); got[received] != "" {
		t.Errorf("after undo %v", got)
	}
}

// TestKilledWhileReading: the store is as it was.
func TestKilledWhileReading(t *testing.T) {
	file := exported(t, filledIn(t), "docx")
	dir := newReport(t)
	list, _, _ := shell(t, dir, "show", "某某镇", "--json")
	x := start(t, dir, 80, 24, "edit", "某某镇")
	x.see("封面")
	x.press("i")
	x.see("文件名或路径")
	x.paste(file)
	x.press("Enter")
	x.see("会填上")
	x.press("Down", "7", "Enter")
	x.see("已改")
	x.kill()
	if after, errs, status := shell(t, dir, "show", "某某镇", "--json"); status != 0 || after != list {
		t.Errorf("%d %s\n%s", status, errs, after)
	}
}

// TestImportOfTablesNotMadeOut: a file whose tables stand column by column is refused,
// and stores nothing; into a report, too, but for its texts. Checking it lists what
// could not be read and calls none of it blank.
func TestImportOfTablesNotMadeOut(t *testing.T) {
	dir, folder := newReport(t), t.TempDir()
	page := "某某镇人民政府2024年政府信息公开工作年度报告\n一、总体情况\n公开信息20条。\n二、主动公开政府信息情况\n信息内容\n规章\n行政规范性文件\n行政许可\n本年制发件数\n0\n3\n本年废止件数\n0\n1\n现行有效件数\n0\n12\n321\n" +
		"三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n二、上年结转政府信息公开申请数量\n自然人\n61\n12\n总计\n83\n15\n四、政府信息公开行政复议、行政诉讼情况\n行政复议\n1\n2\n3\n五、存在的主要问题及改进情况\n不够。\n六、其他需要报告的事项\n没有收费。\n"
	file := filepath.Join(folder, "一列一列.txt")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	before := everything(t, dir)
	for _, args := range [][]string{{}, {"--into", "某某镇"}, {"--into", "某某镇", "--only", "三"}} {
		if _, errs, status := shell(t, dir, append([]string{"import", file}, args...)...); status != 2 || !strings.Contains(errs, "一个也没有读出来") || !strings.Contains(errs, "docx") {
			t.Errorf("%v: %d %s", args, status, errs)
		}
	}
	if everything(t, dir) != before {
		t.Error("something was stored")
	}
	if out, errs, status := shell(t, dir, "import", file, "--into", "某某镇", "--only", "一"); status != 0 || !strings.Contains(out, "填上 1 处") {
		t.Errorf("the text alone: %d %s%s", status, out, errs)
	}
	var got struct {
		Reports []struct {
			Findings []struct {
				Rule  string
				Cells []string
			}
			LeftOut []model.LeftOut `json:"left_out"`
		}
	}
	out, errs, _ := shell(t, dir, "check", file, "--json")
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err, errs)
	}
	rules := map[string]int{}
	for _, f := range got.Reports[0].Findings {
		rules[f.Rule] += len(f.Cells)
	}
	if len(got.Reports[0].LeftOut) == 0 || rules["FILL-BLANK"] > 0 || rules["FILL-UNREAD"] != 166 {
		t.Errorf("left out %v, findings %v", got.Reports[0].LeftOut, rules)
	}
	letter := filepath.Join(folder, "核对意见.html")
	if _, errs, _ := shell(t, dir, "check", file, "-o", letter); errs != "" {
		t.Error(errs)
	}
	if text, err := os.ReadFile(letter); err != nil || !strings.Contains(string(text), "不等于没有填") || strings.Contains(string(text), "格没有填：") {
		t.Errorf("%v: the letter says\n%s", err, text)
	}
}

// TestUnreadInTheShell: a cell that could not be read is one to show, set, the plain
// questions and the exchange file, through store and log.
func TestUnreadInTheShell(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	r := finished("某某镇人民政府", 2025, 0)
	for _, id := range []model.CellID{granted, "3.granted.business"} {
		delete(r.Figures, id)
		r.Unread[id] = model.NotRead
	}
	delete(r.Figures, "2.penalty.decided")
	r.Unread["2.penalty.decided"] = "减3"
	if _, errs, status := shell(t, dir, "import", save(t, folder, "a.json", r)); status != 0 {
		t.Fatal(errs)
	}
	shown := func(words ...string) {
		t.Helper()
		out, _, _ := shell(t, dir, "show", "某某镇", granted, "3.granted.total", "2.penalty.decided", "3.granted.business")
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("no %s in %s", w, out)
			}
		}
	}
	shown("予以公开/自然人  （没有读出）", "予以公开/总计  （有分项没有读出）", "行政处罚/本年处理决定  （没有读出，原件「减3」）")
	c := command(dir, "edit", "--plain", "某某镇", "--at", granted)
	c.Stdin = strings.NewReader("z\nq\n")
	if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "2 格没有读出，不填 0") || !strings.Contains(string(out), "现在：没有读出，") {
		t.Errorf("%v %s", err, out)
	}
	shown("予以公开/自然人  （没有读出）")
	if out, errs, status := shell(t, dir, "set", "某某镇", granted+"=0"); status != 0 {
		t.Errorf("%s%s", out, errs)
	}
	shown("予以公开/自然人  0", "予以公开/商业企业  （没有读出）", "予以公开/总计  （有分项没有读出）")
	if out, _, _ := shell(t, dir, "show", "某某镇", "--json"); !strings.Contains(strings.Join(strings.Fields(out), ""), `"unread":["2.penalty.decided","3.granted.business"]`) {
		t.Errorf("the exchange file: %s", out)
	}
	if out, errs, status := shell(t, dir, "restore", "某某镇", "--rev", "1"); status != 0 {
		t.Errorf("%s%s", out, errs)
	}
	shown("予以公开/自然人  （没有读出）")
}
