package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/ui/cli"
)

const received = "3.received.natural_person"

// begun is a shell with 某某镇's report for 2025.
func begun(t *testing.T) *shell {
	s := newShell(t)
	s.must("new", "--unit", "某某镇人民政府", "--year", "2025")
	return s
}

// finished is one whose report has no errors: every cell 0, every text written.
func finished(t *testing.T) *shell {
	s := begun(t)
	args := []string{"set", "某某镇"}
	for _, c := range model.Form2021.Cells() {
		if !c.Computed() {
			args = append(args, string(c.ID)+"=0")
		}
	}
	s.must(args...)
	for _, section := range []string{"1", "5", "6"} {
		if got := s.run("本年工作按要求完成，没有需要报告的其他情况。", "text", "某某镇", section, "--file", "-"); got.status != 0 {
			t.Fatal(got.errs)
		}
	}
	return s
}

// TestReports: a report is begun, listed, shown, corrected and written to.
func TestReports(t *testing.T) {
	s := begun(t)
	s.says(s.must("list"), "某某镇人民政府", "2025", "填报中")
	s.says(s.must("list", "--json"), `"state": "draft"`)
	s.says(s.must("set", "某某镇", "新收/自然人=5（转办1件）", "--dry-run"), "（空） → 5", "以上只是试算，没有保存")
	s.says(s.must("show", "某某镇", received), "（空）")
	s.says(s.must("set", "某某镇", "新收/自然人=5（转办1件）"), "总计", "新出现", "第 2 稿")
	s.says(s.must("set", "某某镇", received+"=5"), "没有改动")
	s.says(s.must("show", "某某镇", "新收/自然人", "--json"), `"`+received+`": 5`)
	s.says(s.must("show", "某某镇"), "# 某某镇人民政府2025年")
	s.says(s.must("show", "某某镇", "--json"), `"schema": "nianbao/1"`)
	s.says(s.must("rules"), "T3-BAL　错误（准强制）", "依据：", "强制的必须改正，不能用说明代替；准强制的", "W-LEN　提示　")
	s.says(s.must("rules", "--year", "2024"), "T4-PRIOR")
	if before := s.must("rules", "--year", "2023"); strings.Contains(before, "T4-PRIOR") {
		t.Errorf("a rule from 2024 on is told of 2023:\n%s", before)
	}
	s.says(s.must("rules", "--year", "2019", "--json"), `"rules"`)
	s.says(s.must("set", "某某镇", granted+"=5", "--json"), `"went"`)
	text := filepath.Join(t.TempDir(), "一.txt")
	write(t, text, "认真贯彻。\r\n第二段。\n")
	s.says(s.must("text", "某某镇", "总体", "--file", text), "已保存")
	if s.must("text", "某某镇", "1"); s.out != "认真贯彻。\n第二段。\n" {
		t.Errorf("the text is %q", s.out)
	}
	s.says(s.must("text", "某某镇", "1", "--json"), "认真贯彻")
	write(t, text, " \n")
	s.fails(2, "是空的，没有改动", "text", "某某镇", "1", "--file", text)
	for says, args := range map[string][]string{
		"不是数字":  {"set", "某某镇", received + "=abc"},
		"自动计算":  {"set", "某某镇", "新收/总计=1"},
		"写了两次":  {"set", "某某镇", received + "=1", "新收/自然人=2"},
		"没有等号":  {"set", "某某镇", received},
		"没有叫":   {"show", "别的镇"},
		"乡绅":    {"new", "--unit", "某某", "--year", "2025", "--level", "乡绅"},
		"年度应为":  {"new", "--unit", "某某", "--year", "25"},
		"文字部分":  {"text", "某某镇", "9"},
		"打不开":   {"text", "某某镇", "1", "--file", filepath.Join(t.TempDir(), "none")},
		"没有用":   {"set", "某某镇", received + "=1", "-o", "x"},
		"这种格式":  {"export", "某某镇", "-f", "exe"},
		"多出了":   {"list", "x"},
		"后面要写":  {"text", "某某镇", "1", "--file"},
		"「x」不对": {"rules", "--year", "x"},
	} {
		s.fails(2, says, args...)
	}
	if s.run("", "show", "某某镇", received, "--json"); !strings.Contains(s.out, ": 5") {
		t.Errorf("what was refused has changed it to %s", s.out)
	}
}

const granted = "3.granted.natural_person"

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestHistory: what was changed is told, taken back, locked and opened again.
func TestHistory(t *testing.T) {
	s := finished(t)
	s.must("set", "某某镇", "2.licensing.decided=6", "--reason", "漏登")
	s.says(s.must("log", "某某镇"), "原因：漏登", "0 → 6", "用 --json 看全部")
	s.says(s.must("log", "某某镇", "--json"), `"reason": "漏登"`)
	s.fails(2, "没有写恢复到第几稿", "restore", "某某镇")
	s.says(s.must("diff", "某某镇@5", "某某镇"), "0", "6")
	s.says(s.must("diff", "某某镇@5", "某某镇", "--json"), `"b": 6`)
	s.fails(2, "不是数字", "diff", "某某镇@x", "某某镇")
	s.says(s.must("restore", "某某镇", "--rev", "5", "--dry-run"), "没有保存")
	s.must("restore", "某某镇", "--rev", "5", "--reason", "写错")
	s.says(s.must("show", "某某镇", "2.licensing.decided", "--json"), `: 0`)
	s.must("finish", "某某镇")
	s.fails(2, "定稿", "set", "某某镇", received+"=1")
	s.fails(2, "原因", "reopen", "某某镇")
	s.must("reopen", "某某镇", "--reason", "更正")
	s.fails(2, "没有已删除", "undelete", "某某镇")
	opened, err := s.env.Folder("").Open()
	if err != nil {
		t.Fatal(err)
	}
	list, err := opened.List()
	if err != nil || opened.Delete(list[0].ID) != nil {
		t.Fatal(err)
	}
	s.fails(2, "能恢复的有：某某镇人民政府-2025", "undelete", "别的镇")
	s.says(s.must("undelete", "某某镇"), "已恢复 某某镇人民政府-2025")
	copied := filepath.Join(t.TempDir(), "copy.db")
	s.says(s.must("backup", "-o", copied), copied)
	s.says(s.must("doctor"), "完好，1 份报告")
	s.says(s.must("doctor", "--json"), `"path"`)
	s.fails(2, "只能写一个", "doctor", "--mend", "--use-copy")
}

// TestFiles: a report goes out, is checked and compared, and comes in again.
func TestFiles(t *testing.T) {
	s := finished(t)
	dir := t.TempDir()
	s.must("set", "某某镇", "2.licensing.decided=6", "--export", "docx,json", "-o", dir)
	s.says(s.must("export", "某某镇", "-f", "xlsx,csv", "-o", dir), ".xlsx", ".csv")
	s.says(s.must("export", "某某镇", "-f", "md", "-o", dir, "--json"), `"format": "md"`)
	s.fails(2, "没有「top」这一种", "export", "某某镇", "--checksum", "top")
	letterhead := filepath.Join(dir, "红头.docx")
	s.must("export", "某某镇", "-o", letterhead)
	s.must("export", "某某镇", "-f", "pdf,docx", "--sealed", "--template", letterhead, "--remember", "-o", dir+"/new/")
	s.says(s.must("export", "某某镇", "-o", dir, "--overwrite"), "样式取自模板")
	if out := s.must("export", "某某镇", "--template", "", "-o", dir, "--overwrite"); strings.Contains(out, "模板") {
		t.Errorf("no template was wanted: %s", out)
	}
	s.must("export", "--blank", "-f", "xlsx", "--unit", "某某局", "--year", "2025", "-o", dir)
	s.fails(2, "只有 xlsx 一种格式", "export", "--blank")
	s.fails(2, "--fragment 只用于 html", "export", "某某镇", "--fragment")
	s.fails(2, "文件夹不存在", "export", "某某镇", "-o", filepath.Join(dir, "none", "x.docx"))
	file := filepath.Join(dir, "某某镇人民政府2025年政府信息公开工作年度报告.json")
	s.says(s.must("check", file, filepath.Join(dir, "某某镇人民政府2025年政府信息公开工作年度报告.docx")), "某某镇人民政府-2025")
	s.says(s.must("diff", file, "某某镇"), "数字和文字都相同")
	s.fails(2, "已经有", "import", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, strings.Replace(string(data), `"2.licensing.decided": 6`, `"2.licensing.decided": 7`, 1))
	s.fails(2, "--conflicts", "import", file, "--into", "某某镇")
	s.fails(2, "没有「x」这种做法", "import", file, "--into", "某某镇", "--conflicts", "x")
	s.says(s.must("import", file, "--into", "某某镇", "--conflicts", "take", "--only", "二"), "某某镇人民政府-2025")
	s.says(s.must("show", "某某镇", "2.licensing.decided", "--json"), ": 7")
	s.says(s.must("import", file, "--unit", "另一镇人民政府", "--dry-run"), "另一镇人民政府-2025")
	s.must("import", file, "--unit", "另一镇人民政府", "--year", "2024", "--json")
	s.must("new", "--unit", "另一镇人民政府", "--from", "另一镇-2024")
	s.fails(1, "", "check", "另一镇-2025", "--against", "另一镇-2024")
	s.says(s.out, "错误")
	s.fails(1, "没有导出", "export", "另一镇-2025", "-o", dir)
	s.must("export", "另一镇-2025", "--draft", "-o", dir, "-f", "html,txt")
	reviews := filepath.Join(dir, "意见") + string(filepath.Separator)
	s.fails(1, "", "check", "另一镇-2025", "某某镇", "-o", reviews, "-f", "xlsx")
	if made, err := os.ReadDir(reviews); err != nil || len(made) == 0 {
		t.Errorf("reviews: %v, %v", made, err)
	}
	s.run("", "check", dir, "--json")
	var checked struct{ Reports []any }
	if err := json.Unmarshal([]byte(s.out), &checked); err != nil || len(checked.Reports) < 5 {
		t.Errorf("%v: %s", err, s.out)
	}
	s.fails(2, "只用于写核对意见", "check", "某某镇", "-f", "xlsx")
}

// TestOptionsSuitFormats: help and errors say of an option what the table of formats does.
func TestOptionsSuitFormats(t *testing.T) {
	s := finished(t)
	help := s.must("help", "export")
	for _, args := range [][]string{{"--template", "红头.docx"}, {"--fragment"}, {"--encoding", "utf-8"}, {"--font", "宋体.ttf"}} {
		t.Run(args[0], func(t *testing.T) {
			suit := model.FormatsTaking(model.FileOption(args[0][2:]), s.env.Files.Formats())
			if names := strings.Join(suit, "、"); !strings.Contains(help, names+" ") {
				t.Errorf("help does not say %q of %s:\n%s", names, args[0], help)
			}
			s.fails(2, args[0]+" 只用于 "+strings.Join(suit, "、"), append([]string{"export", "某某镇", "-f", "json"}, args...)...)
		})
	}
}

// TestPlainly: a report is filled in question by question, from the list on.
func TestPlainly(t *testing.T) {
	s := begun(t)
	t.Chdir(t.TempDir()) // where "ed" writes
	got := s.run("abc\n12\n\nb\n3（转办1件）\nu\n?\nz\ng 行政复议 维持\n2\nb\nc\ns 1\n核实过\nm 1\nm x\ng 没有这格\ng 新收/总计\ng 五\n帮助\n第一段。\n.\ng 五\nt\ned\n\n\nq\n",
		"edit", "某某镇", "--plain", "--at", "新收/自然人")
	s.says(got.out, "不是数字", "已保存", "撤销", "结果维持", "没有叫「没有这格」的格", "由程序计算", "错误")
	s.says(s.must("show", "某某镇", "4.reconsideration.upheld", "--json"), ": 2")
	s.env.Limited = func() (string, bool) { return "终端太小", true }
	s.says(s.run("1\nq\n", "--plain").out, "某某镇人民政府")
	s.says(s.run("q\n").out, "可以一问一答地填报")
	s.run("s\n", "edit", "某某镇", "--look")
	if want := (cli.Start{Report: "某某镇人民政府-2025", Look: true, Probe: true}); len(s.opened) != 1 || s.opened[0] != want {
		t.Errorf("the screens begin at %+v", s.opened)
	}
	if made, err := os.ReadDir("."); err != nil || len(made) != 1 || !strings.Contains(made[0].Name(), "（草稿）.docx") {
		t.Errorf("ed has written %v, %v", made, err)
	}
}

// TestLongLog: the log is read in pages of several sizes, and told whole and in order,
// long texts between short entries or not.
func TestLongLog(t *testing.T) {
	s := newShell(t)
	store, err := s.machine.Folder(s.dir).Open()
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.Create(townReport(t, 0), "新建报告")
	if err != nil {
		t.Fatal(err)
	}
	sitting, want := model.NewSession(r, "a"), []string{}
	long := strings.Repeat("政", 20_000)
	for i := range 700 {
		e := model.SetFigures(sitting.Report(), model.CellFigure{Cell: received, Figure: model.Count(int64(i + 1))})
		if i > 300 && i%40 < 10 {
			e = model.SetText(sitting.Report(), "1", long+strconv.Itoa(i))
		}
		if err := sitting.Apply(e); err != nil {
			t.Fatal(err)
		}
		want = append(want, e.Changes[0].After)
	}
	if _, err := store.Save(sitting.Take()); err != nil {
		t.Fatal(err)
	}
	s.must("log", r.Name(), "--json")
	var log struct {
		Entries []struct{ Changes []struct{ After any } }
	}
	if err := json.Unmarshal([]byte(s.out), &log); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range log.Entries[1:] { // the first is the creation
		got = append(got, fmt.Sprint(e.Changes[0].After))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d entries, want %d, in their order", len(got), len(want))
	}
	if n := strings.Count(s.must("log", r.Name()), " → "); n != len(want) {
		t.Errorf("%d changes are told, want %d", n, len(want))
	}
}
