package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nianbao/export/match"
	"nianbao/export/source"
	"nianbao/export/source/html"
	"nianbao/export/source/text"
	"nianbao/model"
)

// asLines is the sample's tables as lines; row writes one row's label and figures.
func asLines(row func(label string, figures []string) string, tableFour string) string {
	var b strings.Builder
	b.WriteString("某某乡人民政府2023年政府信息公开工作年度报告\n一、总体情况\n全年公开 20 条。\n二、主动公开政府信息情况\n")
	b.WriteString("第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n")
	b.WriteString(row("规章", []string{"0", "0", "0"}) + row("行政规范性文件", []string{"3", "1", "9"}))
	b.WriteString("第二十条第（五）项\n信息内容\n本年处理决定数量\n" + row("行政许可", []string{"120"}))
	b.WriteString("第二十条第（六）项\n信息内容\n本年处理决定数量\n" + row("行政处罚", []string{"45"}) + row("行政强制", []string{"6"}))
	b.WriteString("第二十条第（八）项\n信息内容\n本年收费金额（单位：万元）\n" + row("行政事业性收费", []string{"12.5"}))
	b.WriteString("三、收到和处理政府信息公开申请情况\n（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\n申请人情况\n自然人\n法人或其他组织\n总计\n商业\n企业\n科研\n机构\n社会公益组织\n法律服务机构\n其他\n")
	for _, r := range rowsThree {
		b.WriteString(row(r.one+r.two+r.three, strings.Fields(r.figures)))
	}
	b.WriteString("四、政府信息公开行政复议、行政诉讼情况\n行政复议\n行政诉讼\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n未经复议直接起诉\n复议后起诉\n")
	for range 2 {
		b.WriteString("结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n")
	}
	b.WriteString(tableFour)
	b.WriteString("五、存在的主要问题及改进情况\n公开还不够及时。\n六、其他需要报告的事项\n无。\n")
	return b.String()
}

const fourInLine = "1 2 3 4 10 5 6 7 8 26 9 10 11 12 42"

func cellALine(label string, figures []string) string {
	return label + "\n" + strings.Join(figures, "\n") + "\n"
}

func rowALine(label string, figures []string) string {
	return label + " " + strings.Join(figures, " ") + "\n"
}

// brokenRow has long labels over two lines, as a viewer shows them.
func brokenRow(label string, figures []string) string {
	if r := []rune(label); len(r) > 14 {
		label = string(r[:12]) + "\n" + string(r[12:])
	}
	return rowALine(label, figures)
}

// paragraphs is a document of nothing but paragraphs, as a text box or a column of
// Word gives them.
func paragraphs(lines string) *source.Document {
	d := &source.Document{}
	for i, l := range strings.Split(strings.TrimSpace(lines), "\n") {
		d.Blocks = append(d.Blocks, source.Block{Where: fmt.Sprintf("第%d段", i+1), Text: l})
	}
	return d
}

// TestSpread: tables that come as lines are read whole, whatever the kind of file.
func TestSpread(t *testing.T) {
	four := strings.Join(strings.Fields(fourInLine), "\n") + "\n"
	page := func(lines string) *source.Document {
		d, err := html.Source([]byte("<html><meta charset=utf-8><body><div>" + strings.ReplaceAll(lines, "\n", "</div>\n<div>") + "</div></body></html>"))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	broken := func(lines string) *source.Document {
		d, err := html.Source([]byte("<html><meta charset=utf-8><body><p>" + strings.ReplaceAll(lines, "\n", "<br>\n") + "</p></body></html>"))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, d := range map[string]*source.Document{
		"a cell a line, text":        text.Source(asLines(cellALine, four)),
		"a cell a line, paragraphs":  paragraphs(asLines(cellALine, four)),
		"a cell a line, page":        page(asLines(cellALine, four)),
		"a cell a line, line breaks": broken(asLines(cellALine, four)),
		"a row a line, text":         text.Source(asLines(rowALine, fourInLine+"\n")),
		"a row a line, paragraphs":   paragraphs(asLines(rowALine, fourInLine+"\n")),
		"a row a line, page":         page(asLines(rowALine, fourInLine+"\n")),
		"broken labels, text":        text.Source(asLines(brokenRow, fourInLine+"\n")),
		"broken labels, paragraphs":  paragraphs(asLines(brokenRow, four)),
		"numbered, Markdown":         text.Source("# 年报\n\n" + strings.ReplaceAll(asLines(cellALine, four), "\n", "\n\n")),
	} {
		t.Run(name, func(t *testing.T) {
			x, err := match.Read(d, model.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			spreadFigures(t, x)
			for _, c := range x.Read {
				if c.Confidence < model.Sure {
					t.Errorf("%s is doubtful: %s", c.Cell, c.How)
				}
			}
			if got := x.Report.Text; got["1"] != "全年公开 20 条。" || got["5"] != "公开还不够及时。" || got["6"] != "无。" {
				t.Errorf("texts %q", got)
			}
			for _, l := range x.LeftOut {
				t.Errorf("left out: %+v", l)
			}
		})
	}
}

// spreadFigures makes sure that all figures of the sample are read.
func spreadFigures(t *testing.T, x *model.Reading) {
	t.Helper()
	same(t, x, nil)
	if len(x.Read) != 200 {
		t.Errorf("%d cells", len(x.Read))
	}
}

// TestSpreadUnsure: lines from which a figure is missing, whose columns are named in
// another order, or that are sentences, are not taken for rows.
func TestSpreadUnsure(t *testing.T) {
	four := strings.Join(strings.Fields(fourInLine), "\n") + "\n"
	spread := asLines(cellALine, four)
	x, err := match.Read(text.Source(strings.Replace(spread, "行政规范性文件\n3\n1\n9\n", "行政规范性文件\n3\n9\n", 1)), model.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []model.CellID{"2.normative.issued", "2.normative.in_force"} {
		if f := x.Report.Figures[c]; f.Filled() {
			t.Errorf("%s is %s", c, f)
		}
	}
	if x.Report.Figures["2.licensing.decided"] != model.Count(120) {
		t.Error("the row below is lost", x.Report.Figures)
	}
	if n := len(x.Report.UnreadCells("2")); n != 3 || len(x.LeftOut) == 0 {
		t.Errorf("%d cells are said not to have been read: %+v", n, x.LeftOut)
	}

	turned := strings.Replace(spread, "商业\n企业\n科研\n机构\n", "科研机构\n商业企业\n", 1)
	if x, err = match.Read(text.Source(turned), model.ReadOptions{}); err != nil {
		t.Fatal(err)
	}
	if f := x.Report.Figures["3.received.business"]; f.Filled() {
		t.Errorf("taken by order, against the heads: %s", f)
	}
	if len(x.Report.UnreadCells("3")) == 0 {
		t.Error("the cells are called blank")
	}

	told := strings.Replace(whole(), "全年公开信息80条。", "办理情况如下：\n行政许可 120\n行政处罚 45\n行政强制 6\n行政事业性收费 12.5\n", 1)
	if x, err = match.Read(text.Source(told), model.ReadOptions{}); err != nil {
		t.Fatal(err)
	}
	same(t, x, nil)
	if got := x.Report.Text["1"]; !strings.Contains(got, "行政强制 6") || len(x.LeftOut) > 0 {
		t.Errorf("what section one says is taken for a table: %q, %+v", got, x.LeftOut)
	}

	prose := "某某局2023年政府信息公开工作年度报告\n一、总体情况\n行政许可 12\n行政处罚 3\n办理两类。\n五、存在的主要问题及改进情况\n无\n"
	if x, err = match.Read(text.Source(prose), model.ReadOptions{}); err == nil && len(x.Read) > 0 {
		t.Errorf("%+v", x.Read)
	}
}

// TestSpreadReports: of several reports whose tables came as lines each is read as it
// is alone, whatever stood before it.
func TestSpreadReports(t *testing.T) {
	four := strings.Join(strings.Fields(fourInLine), "\n") + "\n"
	first := asLines(cellALine, four)
	second := strings.NewReplacer("某某乡", "某某镇", "\n120\n", "\n77\n", "\n20\n3\n", "\n21\n3\n", "\n24\n", "\n25\n").Replace(first)
	broken := func(lines string) source.Block { return source.Block{Where: "第1段", Text: strings.TrimSpace(lines)} }
	for name, d := range map[string]*source.Document{
		"lines":          text.Source(first + second),
		"paragraphs":     paragraphs(first + second),
		"one paragraph":  {Blocks: []source.Block{broken(first + second)}},
		"two paragraphs": {Blocks: []source.Block{broken(first), broken(second)}},
		"rows, lines":    text.Source(asLines(rowALine, fourInLine+"\n") + second),
	} {
		for unit, want := range map[string]string{"某某乡人民政府": "120", "某某镇人民政府": "77"} {
			x, err := match.Read(&source.Document{Blocks: slices.Clone(d.Blocks)}, model.ReadOptions{Unit: unit})
			if err != nil {
				t.Fatal(name, err)
			}
			if got := x.Report.Figures["2.licensing.decided"].String(); got != want || len(x.Read) != 200 || len(x.Others) != 1 {
				t.Errorf("%s, %s: licensing %s, want %s, %d cells, others %v", name, unit, got, want, len(x.Read), x.Others)
			}
			if got := x.Report.Text["5"]; got != "公开还不够及时。" {
				t.Errorf("%s, %s: text 5 is %q", name, unit, got)
			}
		}
	}
}

// TestTornRows: rows that a page has torn are put together: a piece of the group's label
// on the line of the next row, a label behind the figures above, figures without a label.
func TestTornRows(t *testing.T) {
	lines := asLines(rowALine, fourInLine+"\n")
	at := func(label string) int { return strings.Index(lines, "\n"+label) + 1 }
	insert := func(piece, label string) string { return lines[:at(label)] + piece + lines[at(label):] }
	pulled := func(label string) string { // up behind the figures of the line above
		i := at(label)
		return lines[:i-1] + " " + label + "\n" + strings.TrimLeft(lines[i+len(label):], " ")
	}
	headless := func(label string, end int) string {
		i := at(label)
		return lines[:i] + strings.TrimLeft(lines[i+end:], " ")
	}
	for name, c := range map[string]struct {
		lines  string
		doubts int
	}{
		"piece of a group":          {insert("其他 ", "2.申请人逾期未按"), 0},
		"piece of a group, glued":   {insert("其他", "2.申请人逾期未按"), 0},
		"piece, other group":        {insert("无法 ", "2.没有现成信息"), 0},
		"two pieces":                {insert("理结果 提供 ", "3.补正后申请内容"), 0},
		"label behind figures":      {pulled("3.其他"), 0},
		"label behind figures, two": {pulled("2.重复申请"), 0},
		"headless":                  {headless("3.其他", len("3.其他")), 7},
		"headless, another":         {headless("2.重复申请", len("2.重复申请")), 7},
	} {
		t.Run(name, func(t *testing.T) {
			x, err := match.Read(text.Source(c.lines), model.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			spreadFigures(t, x)
			doubts := 0
			for _, r := range x.Read {
				if r.Confidence < model.Sure {
					doubts++
				}
			}
			if doubts != c.doubts {
				t.Errorf("%d cells are doubtful, want %d", doubts, c.doubts)
			}
		})
	}
}

// TestTornRowInATable: so they are in a table; and a row that isn't made out is said.
func TestTornRowInATable(t *testing.T) {
	row := "|  |  | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
	page := whole()
	for name, with := range map[string]string{
		"a cell of its own": strings.Replace(row, "|  |  |", "|  | 其他 |", 1),
		"two":               strings.Replace(row, "|  |  |", "| 结果 | 处理 |", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(page, row) {
				t.Fatal("the sample has another row")
			}
			same(t, read(t, strings.Replace(page, row, with, 1)), nil)
		})
	}
	lost := strings.Replace(asLines(rowALine, fourInLine+"\n"), "2.重复申请 ", "2.重复的申请甲乙丙丁 ", 1)
	x, err := match.Read(text.Source(lost), model.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(x.LeftOut) == 0 || len(x.Report.UnreadCells("3")) == 0 {
		t.Errorf("a row vanished without a word: %+v", x.LeftOut)
	}
}
