package match_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"nianbao/export/match"
	"nianbao/export/source/text"
	"nianbao/model"
)

// numbered puts columns of numbers before the labels of the sample's tables two and
// three.
func numbered(page string, columns int) string {
	n := 0
	lines := strings.Split(page, "\n")
	for i, l := range lines {
		if !strings.HasPrefix(l, "|") || strings.Count(l, "|") > 12 {
			n = 0
			continue
		}
		n++
		for k := range columns {
			cell := fmt.Sprint(n - 2)
			switch {
			case n == 1:
				cell = []string{"序号", "行次"}[k]
			case n == 2:
				cell = "---"
			}
			l = "| " + cell + " " + l
		}
		lines[i] = l
	}
	return strings.Join(lines, "\n")
}

// TestNumberedRows: a label need not stand in the first column.
func TestNumberedRows(t *testing.T) {
	for _, columns := range []int{1, 2} {
		x := read(t, numbered(whole(), columns))
		same(t, x, nil)
		if len(x.Read) != 200 || len(x.Guessed()) > 0 || len(x.LeftOut) > 0 {
			t.Errorf("%d columns of numbers: %d cells, guessed %v, left out %v", columns, len(x.Read), x.Guessed(), x.LeftOut)
		}
	}
}

// TestUnits: a figure with its unit is that figure.
func TestUnits(t *testing.T) {
	page := regexp.MustCompile(`\| (\d+)( \|)`).ReplaceAllString(whole(), "| ${1}件$2")
	page = regexp.MustCompile(`\| (\d+)( \|)`).ReplaceAllString(page, "| ${1}条$2")
	x := read(t, strings.Replace(page, "| 12.5 |", "| 12.5万元 |", 1))
	same(t, x, nil)
}

// TestRadicals: radicals that look like characters, as some PDF files have them, are
// those characters.
func TestRadicals(t *testing.T) {
	radicals := strings.NewReplacer("行", "⾏", "一", "⼀", "二", "⼆", "自", "⾃", "人", "⼈", "年", "年", "工", "⼯", "用", "⽤", "立", "⽴", "不", "不")
	x := read(t, radicals.Replace(whole()))
	same(t, x, nil)
	if x.Report.Unit != "青石镇人民政府" || x.Report.Text["1"] != "全年公开信息80条。" {
		t.Errorf("%s: %q", x.Report.Unit, x.Report.Text["1"])
	}
}

// broken breaks a paragraph into lines of so many half characters; no line begins
// with a sign that must not.
func broken(p string, width int) string {
	var b strings.Builder
	at := 0
	for _, r := range p {
		w := 1
		if r >= 0x2e80 {
			w = 2
		}
		if at+w > width && !strings.ContainsRune("，。、；：）%", r) {
			b.WriteByte('\n')
			at = 0
		}
		b.WriteRune(r)
		at += w
	}
	return b.String() + "\n"
}

// TestHardBreaks: prose that was broken to fit a page is whole again.
func TestHardBreaks(t *testing.T) {
	prose := []string{
		"2024年，我镇认真贯彻落实条例，全年主动公开政府信息80条，其中机构职能类6条，业务动态类30条，其他类44条，比上年增加12条，增长17.6%，没有发生应当公开而没有公开的情况。",
		"我镇全年收到政府信息公开申请24件，上年结转2件，办结24件，结转下年度2件，全部按期答复，没有因此引起行政复议和行政诉讼，也没有收取信息处理费用。",
	}
	for name, width := range map[string]int{"narrow": 44, "A4": 76, "wide": 96} {
		for kind, indent := range map[string]string{"txt": "　　", "flush": ""} {
			var b strings.Builder
			for _, p := range prose {
				b.WriteString(broken(indent+p, width))
				if indent == "" {
					b.WriteString("\n")
				}
			}
			page := "青石镇人民政府2024年政府信息公开工作年度报告\n\n一、总体情况\n\n" + b.String() + "\n五、存在的主要问题及改进情况\n\n没有。\n\n六、其他需要报告的事项\n\n没有。\n"
			for _, md := range []bool{false, true} {
				if md {
					if indent != "" {
						continue
					}
					page = strings.NewReplacer("一、", "## 一、", "五、", "## 五、", "六、", "## 六、").Replace(page)
				}
				x, err := match.Read(text.Source(page), model.ReadOptions{})
				if err != nil {
					t.Fatal(err)
				}
				if got := x.Report.Text["1"]; got != strings.Join(prose, "\n") {
					t.Errorf("%s, %s, Markdown %v: %q", name, kind, md, got)
				}
			}
		}
	}
}

// TestCutOff: what a file that ends within its tables has left of them is no text.
func TestCutOff(t *testing.T) {
	page := whole()
	for _, cut := range []string{"| 行政强制", "（五）不予处理", "## 四、", "| 1 | 2 | 3 | 4 |", "## 五、"} {
		x, err := match.Read(text.Source(page[:strings.Index(page, cut)]), model.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Report.Text["5"] + x.Report.Text["6"]; got != "" {
			t.Errorf("cut before %s: %q", cut, got)
		}
	}
	lines := asLines(cellALine, "1\n2\n")
	for _, cut := range []string{"行政处罚", "2.没有现成信息", "未经复议", "五、"} {
		x, err := match.Read(text.Source(lines[:strings.Index(lines, cut)]), model.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := x.Report.Text["5"] + x.Report.Text["6"]; got != "" {
			t.Errorf("lines, cut before %s: %q", cut, got)
		}
	}
}

// TestTextTable: texts that stand in a table beside their headings are the report's;
// what a program writes round its tables is not.
func TestTextTable(t *testing.T) {
	page := whole()
	page = page[:strings.Index(page, "## 五、")] + "\n带公式的总计自动计算，不用填。\n"
	page = strings.Replace(page, "## 一、总体情况\n\n全年公开信息80条。\n\n", "", 1)
	for name, rows := range map[string]string{
		"our own":         "| 项目 | 内容 |\n|---|---|\n| 单位 | 青石镇人民政府 |\n| 引言 | 本报告依据条例编制。 |\n| 一、总体情况 | 全年公开信息80条。 |\n| 五、存在的主要问题及改进情况 | 更新不够及时，已经改进。 |\n| 六、其他需要报告的事项 | 没有收取信息处理费。 |\n",
		"without numbers": "| 部分 | 文字 |\n|---|---|\n| 引言 | 本报告依据条例编制。 |\n| 总体情况 | 全年公开信息80条。 |\n| 存在的主要问题及改进情况 | 更新不够及时， |\n| 存在的主要问题及改进情况（续 1） | 已经改进。 |\n| 其他需要报告的事项 | 没有收取信息处理费。 |\n",
		"with a guide":    "| 项目 | 内容 | 怎样写 |\n|---|---|---|\n| 引言 | 本报告依据条例编制。 | 可以不写 |\n| 一、总体情况 | 全年公开信息80条。 | 写全年 |\n| 五、存在的主要问题及改进情况 | 更新不够及时，已经改进。 | |\n| 六、其他需要报告的事项 | 没有收取信息处理费。 | |\n",
	} {
		x := read(t, page+"\n"+rows)
		same(t, x, nil)
		for key, want := range map[string]string{"0": "本报告依据条例编制。", "1": "全年公开信息80条。", "5": "更新不够及时，已经改进。", "6": "没有收取信息处理费。"} {
			if got := strings.ReplaceAll(x.Report.Text[key], "\n", ""); got != want {
				t.Errorf("%s: text %s is %q", name, key, got)
			}
		}
	}
}
