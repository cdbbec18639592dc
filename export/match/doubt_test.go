package match_test

import (
	"strings"
	"testing"

	"nianbao/export/match"
	"nianbao/export/source/text"
	"nianbao/model"
)

// cellOf is what was read of a cell; nil for nothing.
func cellOf(x *model.Reading, id model.CellID) *model.ReadCell {
	for i := range x.Read {
		if x.Read[i].Cell == id {
			return &x.Read[i]
		}
	}
	return nil
}

// TestMayBeSeveral: figures that may be two, or that a note may correct, have to be looked
// at; a comma where it belongs, and a note that says what a figure has, do not matter.
func TestMayBeSeveral(t *testing.T) {
	for written, c := range map[string]struct {
		want string
		sure bool
	}{
		"300 321": {"300321", false}, "300、321": {"300321", false}, "12 130": {"12130", false}, "1，321": {"1321", false}, "78。5": {"78.5", false}, "。5": {"0.5", false},
		"。": {"", false}, "120（应为130）": {"120", false}, "12(13)": {"12", false}, "120（删去）": {"120", false}, "120（万）": {"120", false}, "120（1）": {"120", false},
		"1,321": {"1321", true}, "120件": {"120", true}, "120（其中修订16件）": {"120", true}, "120（含乡镇）": {"120", true}, "１２０": {"120", true},
	} {
		t.Run(written, func(t *testing.T) {
			x := read(t, strings.Replace(whole(), "| 行政许可 | 120 |", "| 行政许可 | "+written+" |", 1))
			got := cellOf(x, "2.licensing.decided")
			if got == nil {
				t.Fatal("not read, and nothing said")
			}
			if got.Value.String() != c.want {
				t.Errorf("reads %s, want %s", got.Value, c.want)
			}
			if sure := got.Confidence >= model.Sure; sure != c.sure {
				t.Errorf("sure %v, want %v: %s", sure, c.sure, got.How)
			}
		})
	}
}

// TestLabelsOfSomethingElse: the form's label with other words before or behind may be
// another's.
func TestLabelsOfSomethingElse(t *testing.T) {
	for label, c := range map[string]struct {
		old  string
		cell model.CellID
	}{
		"一、上年新收政府信息公开申请数量":  {"一、本年新收政府信息公开申请数量", "3.received.natural_person"},
		"一、本季度新收政府信息公开申请数量": {"一、本年新收政府信息公开申请数量", "3.received.business"},
		"党内行政规范性文件":         {"行政规范性文件", "2.normative.issued"},
		"行政事业性收费项目数":        {"行政事业性收费", "2.fees.amount"},
	} {
		t.Run(label, func(t *testing.T) {
			x := read(t, strings.Replace(whole(), "| "+c.old+" |", "| "+label+" |", 1))
			if got := cellOf(x, c.cell); got != nil && got.Confidence >= model.Sure {
				t.Errorf("%s is sure: %s", got.Value, got.How)
			}
		})
	}
}

// TestOtherYearsTables: a table of another year fills no blank of this year's.
func TestOtherYearsTables(t *testing.T) {
	blank := strings.Replace(whole(), "| 行政许可 | 120 |", "| 行政许可 |  |", 1)
	const table = "| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 300 |\n\n"
	behind := strings.Index(blank, "青石镇人民政府\n\n2025年1月16日")
	third := strings.Index(blank, "\n## 三、")
	for name, c := range map[string]struct {
		page string
		read bool // as one that has to be looked at
	}{
		"last year, behind the report":       {blank[:behind] + "附：上年数据\n\n" + table + blank[behind:], false},
		"another year, before section three": {blank[:third] + "\n2022年主动公开数据\n\n" + table + blank[third:], false},
		"all of last year's":                 {blank[:behind] + "附：上年度数据\n\n" + tableTwo + "\n" + tableThree() + "\n" + blank[behind:], false},
		"nothing said":                       {blank[:third] + "\n" + table + blank[third:], true},
	} {
		t.Run(name, func(t *testing.T) {
			x := read(t, c.page)
			got := cellOf(x, "2.licensing.decided")
			if got != nil && !c.read {
				t.Errorf("read as %s, %s", got.Value, got.How)
			}
			if got != nil && got.Confidence >= model.Sure {
				t.Errorf("%s is sure: %s", got.Value, got.How)
			}
			if !c.read && len(x.LeftOut) == 0 {
				t.Error("the table is left out without a word")
			}
			if f := x.Report.Figures["3.received.natural_person"]; f != model.Count(20) {
				t.Errorf("beside it %s is read", f)
			}
		})
	}
}

// TestRowsOfTextThatDontFit: a line that begins with a row's label and goes on with
// something else than its figures is said, and its cells are none that are blank.
func TestRowsOfTextThatDontFit(t *testing.T) {
	lines := asLines(rowALine, fourInLine+"\n")
	for name, c := range map[string]struct {
		label, figures string
		cell           model.CellID
	}{
		"a letter":        {"7.属于行政执法案卷", "4 1 O 0 0 0 5", "3.denied_case_file.natural_person"},
		"one too few":     {"一、本年新收政府信息公开申请数量", "6 1 12 0 0 0", "3.received.natural_person"},
		"one too many":    {"四、结转下年度继续办理", "2 0 0 0 0 0 0 2", "3.carried_out.natural_person"},
		"see the annex":   {"3.要求提供公开出版物", "详见附件", "3.refused_publication.natural_person"},
		"letters, second": {"行政规范性文件", "3 l 12", "2.normative.in_force"},
	} {
		t.Run(name, func(t *testing.T) {
			i := strings.Index(lines, "\n"+c.label+" ") + 1
			if strings.HasPrefix(c.label, "3.") || i == 0 {
				i = strings.Index(lines, c.label+" ")
			}
			end := i + strings.IndexByte(lines[i:], '\n')
			x, err := match.Read(text.Source(lines[:i]+c.label+" "+c.figures+lines[end:]), model.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got := cellOf(x, c.cell); got != nil && got.Confidence >= model.Sure {
				t.Errorf("%s is sure: %s", got.Value, got.How)
			}
			if x.Report.Unread[c.cell] == "" {
				t.Error("the cell is called blank")
			}
			said := false
			for _, l := range x.LeftOut {
				said = said || strings.Contains(l.What, c.figures[:3])
			}
			if !said {
				t.Errorf("the line is not in the list: %+v", x.LeftOut)
			}
		})
	}
}

// TestCountsInSeveral: a head, a corner, a label or a line that counts in tens or hundreds
// makes the counts doubtful; 件 and the unit of the amounts do not.
func TestCountsInSeveral(t *testing.T) {
	page := whole()
	for name, c := range map[string]struct {
		old, new string
		doubtful []model.CellID
		sure     []model.CellID
	}{
		"head":   {"| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可", "| 信息内容 | 本年处理决定数量（单位：百件） |\n|---|---|\n| 行政许可", []model.CellID{"2.licensing.decided"}, []model.CellID{"2.penalty.decided", "2.fees.amount"}},
		"corner": {"（本列数据的勾稽", "（单位：十件）（本列数据的勾稽", []model.CellID{"3.received.natural_person", "3.partial.natural_person"}, []model.CellID{"2.licensing.decided"}},
		"line":   {"| （本列数据的勾稽", "单位：万件\n\n| （本列数据的勾稽", []model.CellID{"3.received.business"}, []model.CellID{"2.fees.amount"}},
		"label":  {"| 行政处罚 |", "| 行政处罚（千件） |", []model.CellID{"2.penalty.decided"}, []model.CellID{"2.compulsion.decided"}},
		"one":    {"本年制发件数", "本年制发件数（单位：件）", nil, []model.CellID{"2.normative.issued"}},
		"amount": {"（单位：万元）", "（万元）", nil, []model.CellID{"2.fees.amount"}},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(page, c.old) {
				t.Fatal("the sample lacks", c.old)
			}
			x := read(t, strings.Replace(page, c.old, c.new, 1))
			sure := map[model.CellID]bool{}
			for _, r := range x.Read {
				sure[r.Cell] = r.Confidence >= model.Sure
			}
			for _, id := range c.doubtful {
				if sure[id] {
					t.Errorf("%s is sure", id)
				}
			}
			for _, id := range c.sure {
				if !sure[id] {
					t.Errorf("%s is not sure", id)
				}
			}
		})
	}
}

// TestUnitOfAmountsBeside: 亿 without 元, and a line over the table that has more words.
func TestUnitOfAmountsBeside(t *testing.T) {
	page := whole()
	for name, c := range map[string][3]string{
		"亿":    {"（单位：万元）", "（亿）", "125000"},
		"line": {"| 信息内容 | 本年收费金额", "第二十条第（八）项（金额单位为元）\n\n| 信息内容 | 本年收费金额", "0.0013"},
		"千":    {"（单位：万元）", "（单位：千）", "1.25"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(page, c[0], c[1], 1)
			if name == "line" {
				text = strings.Replace(text, "（单位：万元）", "", 1)
			}
			x := read(t, text)
			if got := x.Report.Figures["2.fees.amount"].String(); got != c[2] {
				t.Errorf("reads %s, want %s", got, c[2])
			}
			for _, r := range x.Read {
				if r.Cell == "2.fees.amount" && r.Confidence >= model.Sure {
					t.Errorf("is sure: %s", r.How)
				}
			}
		})
	}
}

// TestPageNumberForAFigure: a lone number below a label without figures may be the page's.
func TestPageNumberForAFigure(t *testing.T) {
	for label, cell := range map[string]model.CellID{"行政许可 120": "2.licensing.decided", "行政强制 6": "2.compulsion.decided", "行政事业性收费 12.5": "2.fees.amount"} {
		name, _, _ := strings.Cut(label, " ")
		lines := strings.Replace(asLines(rowALine, fourInLine+"\n"), label+"\n", name+"\n3\n\n", 1)
		x, err := match.Read(text.Source(lines), model.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := cellOf(x, cell); got != nil && got.Confidence >= model.Sure {
			t.Errorf("%s: %s is sure", name, got.Value)
		}
	}
}

// TestHeadsThatDiffer: columns are known by their heads in whatever order, a total that the
// form works out may be missing, and a row's number may be another.
func TestHeadsThatDiffer(t *testing.T) {
	page := whole()
	t.Run("table four in another order", func(t *testing.T) {
		const heads = "| | 结果纠正 | 结果维持 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|---|\n"
		four := heads + "| 行政复议 | 1 | 2 | 3 | 4 | 10 |\n| 行政诉讼 未经复议直接起诉 | 5 | 6 | 7 | 8 | 26 |\n| 行政诉讼 复议后起诉 | 9 | 10 | 11 | 12 | 42 |\n"
		x := read(t, strings.Replace(page, tableFour, four, 1))
		for id, want := range map[model.CellID]string{"4.reconsideration.upheld": "2", "4.reconsideration.corrected": "1", "4.suit_after.upheld": "10", "4.suit_after.pending": "12"} {
			if got := x.Report.Figures[id].String(); got != want {
				t.Errorf("%s is %s, want %s", id, got, want)
			}
		}
	})
	t.Run("no totals", func(t *testing.T) {
		var b strings.Builder
		b.WriteString("| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |\n|---|---|---|---|---|---|---|\n")
		for _, r := range rowsThree {
			f := strings.Fields(r.figures)
			b.WriteString("| " + r.one + r.two + r.three + " | " + strings.Join(f[:6], " | ") + " |\n")
		}
		x := read(t, strings.Replace(page, tableThree(), b.String(), 1))
		if got := cellOf(x, "3.received.business"); got == nil || got.Value != model.Count(3) || got.Confidence < model.Sure {
			t.Errorf("reads %+v", got)
		}
		if n := len(x.Report.UnreadCells("3")); n > 0 {
			t.Errorf("%d cells are not read", n)
		}
	})
	t.Run("another number", func(t *testing.T) {
		x := read(t, strings.NewReplacer("4.保护第三方合法权益", "6.保护第三方合法权益", "6.属于四类过程性信息", "4.属于四类过程性信息").Replace(page))
		if got := cellOf(x, "3.denied_process.business"); got == nil || got.Value != model.Count(1) {
			t.Errorf("reads %+v: %+v", got, x.LeftOut)
		}
	})
}
