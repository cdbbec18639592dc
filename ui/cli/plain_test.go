package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/wire"
)

// plainSitting is a sitting in plain mode over a store of its own: 甲镇's report for 2025
// that has a few findings, last year's, and a deleted one.
func plainSitting(t *testing.T, typed string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	now := time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)
	m := &wire.Machine{Actor: model.Actor{User: "王芳"}, Now: func() time.Time { return now }}
	store, err := m.Folder(dir).Open()
	if err != nil {
		t.Fatal(err)
	}
	for year := 2023; year <= 2025; year++ {
		r := model.NewReport(model.Form2021, "甲镇人民政府", model.Town, year)
		r.Figures["3.received.natural_person"] = model.Count(int64(year - 2000))
		r.Text["1"] = fmt.Sprintf("%d年按要求完成工作。\n截止12月31日，截止年底都已办结。", year)
		made, err := store.Create(r, "新建报告")
		if err != nil {
			t.Fatal(err)
		}
		if year == 2023 {
			if err := store.Delete(made.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	sessions := 0
	var out bytes.Buffer
	env := &Env{Stdin: strings.NewReader(typed), Stdout: &out, Stderr: &out, Files: m.Files(), User: "王芳", Now: m.Now,
		SessionID: func() string { sessions++; return fmt.Sprint("session ", sessions) }, RescueDirs: []string{dir},
		Folder: func(string) backend.Folder { return m.Folder(dir) }, Limited: func() (string, bool) { return "", true }}
	if status := Run(env, append(args, "--plain")); status != statusDone {
		t.Errorf("%q ends with %d:\n%s", typed, status, out.String())
	}
	return strings.ReplaceAll(out.String(), dir, "DIR")
}

// plainArguments are what is written for the arguments of commands.
var plainArguments = strings.NewReplacer("序号", "1", "编号", "10", "稿次", "1", "格式…", "docx", "文件", "没有.docx", "词", "新收 自然人", "旧", "截止", "新", "截至",
	"说明", "台账已经逐件核对过", "原因", "本县统一口径如此", "内容", "其中转办1件")

// plainOutcomes are what commands say, by their words and where they differ by place.
var plainOutcomes = map[string]string{
	"新建": "单位全称", "只看": "现在只是看", "删除": "要删除「甲镇人民政府-", "找回": "没有救援文件", "恢复": "已恢复「甲镇人民政府-2023」",
	"找": "自然人（现在：25", "上一项": "回车下一项", "目录": "二、主动公开政府信息情况：已填 0/10 格，错误 1", "封面": "封面 单位（现在：甲镇人民政府", "口径": "件",
	"上年": "2024", "填零": "143 格填 0：已保存", "全填零": "格填 0：已保存", "附注": "的附注：已保存", "总计": "照纸上填总计", "复核": "复核 1/1", "撤销": "没有可以撤销",
	"重做": "没有可以", "全文": "2  截止12月31日", "改段": "第 1 段现在是：2025年", "替换": "以上 2 处都换成「截至」吗", "取用上年": "1  2025年按要求", "提纲": "处空：", "填空": "没有提纲里的空",
	"查找": "文字里没有「新收 自然人」", "核对": "甲镇人民政府-2025：错误", "跳到": "提示：「截止12月31日，截止年底都」", "改正": "改成「截至」（W-JIEZHI）：已保存", "一起改正": "以上 2 处全部改正吗", "说明": "说明 W-JIEZHI：已保存", "停用规则": "W-JIEZHI",
	"读入": "没有文件「DIR", "通读": "一、本年新收政府信息公开申请数量：自然人 25，商业企业 没有填", "导出": "没有导出正式文件", "导出草稿": "文件夹（直接回车是 DIR", "定稿": "条错误，不能定稿", "更正": "没有定稿，可以直接改",
	"修改记录": "新建报告", "比较": "第 1 稿和现在有 2 处不同", "设置": "一行一行问", "帮助": "看全部命令\n", "返回": "",
}

// TestPlainCommands walks the table: each command works wherever it is said to, by its
// letter and by its word, in letters of any width; help has it; no two are spelt alike.
func TestPlainCommands(t *testing.T) {
	places := []struct {
		name  string
		where plainScope
		args  []string
		begin string
	}{
		{"list", inList, nil, ""},
		{"cell", inCell, []string{"edit", "甲镇人民政府-2025", "--at", "3.received.business"}, "c\n"},
		{"text", inText, []string{"edit", "甲镇人民政府-2025"}, "c\ng 一\n"},
		{"history", inHistory, []string{"edit", "甲镇人民政府-2025", "--at", "3.received.business"}, "1\nc\n2\nh\n"},
	}
	upper := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' {
				return r - 'a' + 'Ａ'
			}
			return r
		}, s)
	}
	for _, place := range places {
		seen := map[string]bool{}
		for _, c := range plainCommands() {
			if c.where&place.where == 0 {
				continue
			}
			for _, spelt := range append([]string{c.letter, c.word}, c.also...) {
				if seen[spelt] {
					t.Errorf("%s: two commands are spelt %q", place.name, spelt)
				}
				seen[spelt] = true
			}
			if !strings.Contains(fullHelp(place.where), c.helpLine()) {
				t.Errorf("%s: help lacks %s", place.name, c.word)
			}
			want, ok := plainOutcomes[c.word]
			if place.name == "history" && c.word == "恢复" {
				want = "恢复成第 1 稿的内容，有 2 处会变"
			}
			if !ok {
				t.Errorf("what %s comes to is not looked at", c.word)
			}
			rest := " " + plainArguments.Replace(c.args) + "\n\n\n\n"
			if c.word == "改段" {
				rest = " 1\n\n"
			}
			letter := plainSitting(t, place.begin+c.letter+rest, place.args...)
			if said := strings.TrimPrefix(letter, plainSitting(t, place.begin, place.args...)); !strings.Contains(said, want) {
				t.Errorf("%s: %s says\n%s\nand not %q", place.name, c.word, said, want)
			}
			for _, spelt := range []string{upper(c.letter), c.word} {
				if other := plainSitting(t, place.begin+spelt+rest, place.args...); other != letter {
					t.Errorf("%s: %q says\n%s\nand %q says\n%s", place.name, spelt, other, c.letter, letter)
				}
			}
		}
	}
	if n := strings.Count(shortHelp(), "\n") - strings.Count(plainBasics, "\n"); n != 10 {
		t.Errorf("the short help has %d commands", n)
	}
}

// TestPlainSentences: every key that the desk's sentences name is a command here, and no
// sentence is left with one.
func TestPlainSentences(t *testing.T) {
	files, err := filepath.Glob("../desk/*.go")
	if own, ownErr := filepath.Glob("plain*.go"); err == nil {
		files, err = append(files, own...), ownErr
	}
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range regexp.MustCompile(`(?:按 ?)?\{key:[a-z.-]+\}键?`).FindAllString(string(source), -1) {
			named++
			if strings.HasSuffix(name, "_test.go") || strings.Contains(tag, "key:undo}") && strings.HasSuffix(name, "desk.go") { // an example
				continue
			}
			if said := say(strings.ReplaceAll(tag, "%", "%%")+"%s", ""); !regexp.MustCompile(`^输入 [a-z]+$`).MatchString(said) {
				t.Errorf("%s: %s is said as %q", name, tag, said)
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d keys are named", named)
	}
}

// TestPlainProse: what may be a command and isn't one for certain is the text's.
func TestPlainProse(t *testing.T) {
	for line, word := range map[string]string{"说明 2 理由充分的说明": "说明", "说明本年情况。": "", "说明 本年情况。": "", "m2": "改正", "改正２": "改正", "改正 两件事。": "",
		"全文": "全文", "全文 公开三件。": "", "b": "上一项", "ｑ": "返回", "　ｃ　": "核对", "b站公开12条": "", "2": "", "导出 docx pdf": "导出"} {
		cmd, _, ok := commandIn(inText, line)
		if ok != (word != "") || cmd.word != word {
			t.Errorf("%q is %q", line, cmd.word)
		}
	}
	for line, n := range map[string]int{"2": 2, "１２ 说明": 12, "": 0, "x": 0, "-3": 0} {
		if got, _ := cutNumber(line); got != n {
			t.Errorf("%q begins with %d", line, got)
		}
	}
}

// TestPlainColumns: the settings say in which order cells are asked for; each is asked
// for once either way.
func TestPlainColumns(t *testing.T) {
	s := model.Form2021.Section("3")
	rows, columns := cellsOf(model.Form2021, s, false), cellsOf(model.Form2021, s, true)
	if len(rows) != len(columns) || rows[1].cell.Row != rows[0].cell.Row || columns[1].cell.Column != columns[0].cell.Column {
		t.Errorf("%d and %d cells", len(rows), len(columns))
	}
	for _, x := range rows {
		if !slices.Contains(columns, x) {
			t.Errorf("%s is not asked for", x.cell.ID)
		}
	}
	out := plainSitting(t, "sz\n2\n\nq\n", "edit", "甲镇人民政府-2025", "--at", "3.received.business")
	if !strings.Contains(out, "二、上年结转政府信息公开申请数量 / 法人或其他组织 商业企业（") {
		t.Errorf("column by column it asks\n%s", out)
	}
}

// TestPlainImport: a file goes into the report at work place by place, and only once that
// is agreed to; one that is no report's changes nothing.
func TestPlainImport(t *testing.T) {
	const file = "甲镇人民政府2025年政府信息公开工作年度报告（草稿）.json"
	begin := "ed json\n交换\ng 新收 自然人\n31\ng 一\n改过的。\n.\nr\ng 新收 自然人\n"
	for _, c := range []struct{ answers, figure, says string }{
		{"\n1\n2\ny\n", "25", "会填上 0 处，改 1 处。存入这份报告吗"},
		{"\n1\n2\n\n", "31", "没有做"},
		{"\n3\n", "31", "没有可以存入的"},
		{"\n1\nq\n", "31", "输入编号，直接回车不做> "},
		{"三\n4\ny\n", "25", "不同 1/1  表三 新收/自然人：报告里 31，文件里 25"},
		{"ｑ\n", "31", "存入哪些部分"},
	} {
		out := plainSitting(t, begin+"读入 交换/"+file+"\n"+c.answers+"g 新收 自然人\nl\nq\n", "edit", "甲镇人民政府-2025", "--at", "3.received.business")
		last := out[strings.LastIndex(out, "自然人（现在："):]
		if !strings.Contains(out, c.says) || !strings.HasPrefix(last, "自然人（现在："+c.figure+"，上年：24") {
			t.Errorf("%q ends with %s\n%s", c.answers, last, out)
		}
	}
	out := plainSitting(t, "i\n没有.docx\n.\ni\n.\n\n\nq\n")
	if !strings.Contains(out, "没有文件「DIR") || !strings.Contains(out, "没有报告文件") {
		t.Errorf("without files it says\n%s", out)
	}
}

// TestPlainGoesBack: q is no reason to correct a final report, nor is a name that no report
// has; what follows 定稿 is the reason.
func TestPlainGoesBack(t *testing.T) {
	fill := "za\ng 一\ntg\n12\n3\n有制度。\n无。\ng 五\n有的栏目更新慢，已经明确专人。上年的问题都已改正。\n.\ng 六\ntg\n"
	begin := "n\n乙镇人民政府\n2025\n" + fill + "w\ny\n"
	for answers, says := range map[string]string{
		"w\nq\ngz\nＱ\ng 新收 自然人\n5\nq\n": "已定稿，不能修改",
		"g 新收 自然人\nw 漏登一件\n5\nq\n":      "已解除锁定，可以更正",
	} {
		out := plainSitting(t, begin+answers+"x\nq\n")
		if !strings.Contains(out, "已定稿，校验码") || !strings.Contains(out, says) || strings.Contains(out, "已解除锁定") != strings.Contains(answers, "漏登") {
			t.Errorf("%q\n%s", answers, out)
		}
		if !strings.Contains(out, "没有叫「x」的报告。请输入列表里的序号或名称") {
			t.Errorf("of no report it says\n%s", out)
		}
		if !strings.Contains(out, "提纲是这样写的") || !strings.Contains(out, "没有收取政府信息公开信息处理费") {
			t.Errorf("the outline is not read out\n%s", out)
		}
	}
}
