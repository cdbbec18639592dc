package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nianbao/export/match"
	"nianbao/export/source/html"
	"nianbao/export/source/text"
	"nianbao/model"
	"nianbao/model/check"
)

// The three tables as Markdown: what tests change is replaced in them.
const (
	tableTwo = `| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|
| 规章 | 0 | 0 | 0 |
| 行政规范性文件 | 3 | 1 | 9 |

| 信息内容 | 本年处理决定数量 |
|---|---|
| 行政许可 | 120 |

| 信息内容 | 本年处理决定数量 |
|---|---|
| 行政处罚 | 45 |
| 行政强制 | 6 |

| 信息内容 | 本年收费金额（单位：万元） |
|---|---|
| 行政事业性收费 | 12.5 |
`
	headThree = `| （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | | | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
|---|---|---|---|---|---|---|---|---|---|
`
	tableFour = `| 行政复议 | | | | | 行政诉讼 | | | | | | | | | |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | | | | | 复议后起诉 | | | | |
| | | | | | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |
| 1 | 2 | 3 | 4 | 10 | 5 | 6 | 7 | 8 | 26 | 9 | 10 | 11 | 12 | 42 |
`
)

// rowsThree are the rows of section three as they stand, each with its figures.
var rowsThree = []struct{ one, two, three, figures string }{
	{"一、本年新收政府信息公开申请数量", "", "", "20 3 0 0 1 0 24"},
	{"二、上年结转政府信息公开申请数量", "", "", "2 0 0 0 0 0 2"},
	{"三、本年度办理结果", "（一）予以公开", "", "8 1 0 0 1 0 10"},
	{"", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "", "4 0 0 0 0 0 4"},
	{"", "（三）不予公开", "1.属于国家秘密", "0 0 0 0 0 0 0"},
	{"", "", "2.其他法律行政法规禁止公开", "0 0 0 0 0 0 0"},
	{"", "", "3.危及“三安全一稳定”", "1 0 0 0 0 0 1"},
	{"", "", "4.保护第三方合法权益", "0 0 0 0 0 0 0"},
	{"", "", "5.属于三类内部事务信息", "1 0 0 0 0 0 1"},
	{"", "", "6.属于四类过程性信息", "0 1 0 0 0 0 1"},
	{"", "", "7.属于行政执法案卷", "0 0 0 0 0 0 0"},
	{"", "", "8.属于行政查询事项", "1 0 0 0 0 0 1"},
	{"", "（四）无法提供", "1.本机关不掌握相关政府信息", "2 0 0 0 0 0 2"},
	{"", "", "2.没有现成信息需要另行制作", "0 0 0 0 0 0 0"},
	{"", "", "3.补正后申请内容仍不明确", "0 0 0 0 0 0 0"},
	{"", "（五）不予处理", "1.信访举报投诉类申请", "1 0 0 0 0 0 1"},
	{"", "", "2.重复申请", "0 0 0 0 0 0 0"},
	{"", "", "3.要求提供公开出版物", "0 0 0 0 0 0 0"},
	{"", "", "4.无正当理由大量反复申请", "0 0 0 0 0 0 0"},
	{"", "", "5.要求行政机关确认或重新出具已获取信息", "0 0 0 0 0 0 0"},
	{"", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1 0 0 0 0 0 1"},
	{"", "", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "0 0 0 0 0 0 0"},
	{"", "", "3.其他", "1 1 0 0 0 0 2"},
	{"", "（七）总计", "", "20 3 0 0 1 0 24"},
	{"四、结转下年度继续办理", "", "", "2 0 0 0 0 0 2"},
}

func tableThree() string {
	var b strings.Builder
	b.WriteString(headThree)
	for _, r := range rowsThree {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.one, r.two, r.three, strings.Join(strings.Fields(r.figures), " | "))
	}
	return b.String()
}

func whole() string {
	return "# 青石镇人民政府2024年政府信息公开工作年度报告\n\n本报告依据条例编制。\n\n## 一、总体情况\n\n全年公开信息80条。\n\n## 二、主动公开政府信息情况\n\n" + tableTwo +
		"\n## 三、收到和处理政府信息公开申请情况\n\n" + tableThree() + "\n## 四、政府信息公开行政复议、行政诉讼情况\n\n" + tableFour +
		"\n## 五、存在的主要问题及改进情况\n\n更新不够及时，已经改进。\n\n## 六、其他需要报告的事项\n\n没有收取信息处理费。\n\n青石镇人民政府\n\n2025年1月16日\n"
}

func read(t *testing.T, page string) *model.Reading {
	t.Helper()
	x, err := match.Read(text.Source(page), model.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// same compares a reading's figures with those of the whole report, but for what
// may differ.
func same(t *testing.T, x *model.Reading, but map[model.CellID]string) {
	t.Helper()
	want := map[model.CellID]string{}
	for _, c := range read(t, whole()).Read {
		want[c.Cell] = c.Value.String()
	}
	for id, v := range but {
		want[id] = v
	}
	got := map[model.CellID]string{}
	for _, c := range x.Read {
		got[c.Cell] = c.Value.String()
	}
	for _, c := range x.Report.Form.Cells() {
		if got[c.ID] != want[c.ID] {
			t.Errorf("%s reads %q, want %q", c.ID, got[c.ID], want[c.ID])
		}
	}
}

func TestWholeReport(t *testing.T) {
	x := read(t, whole())
	r := x.Report
	if len(x.Read) != 200 || len(x.Guessed()) > 0 || len(x.LeftOut) > 0 {
		t.Errorf("read %d cells, %d guessed, left out %v", len(x.Read), len(x.Guessed()), x.LeftOut)
	}
	if r.Unit != "青石镇人民政府" || r.Year != 2024 || r.Title != "" || r.Date != "2025-01-16" || r.Level != model.Town || len(r.Stated) > 0 {
		t.Errorf("unit %s, year %d, title %q, date %s, stated %v", r.Unit, r.Year, r.Title, r.Date, r.Stated)
	}
	for key, want := range map[string]string{"0": "本报告依据条例编制。", "1": "全年公开信息80条。", "5": "更新不够及时，已经改进。", "6": "没有收取信息处理费。"} {
		if r.Text[key] != want {
			t.Errorf("text %s is %q", key, r.Text[key])
		}
	}
	for id, want := range map[model.CellID]model.Figure{"2.normative.in_force": model.Count(9), "3.denied_process.business": model.Count(1), "3.other.business": model.Count(1), "4.suit_after.upheld": model.Count(9)} {
		if r.Figures[id] != want {
			t.Errorf("%s reads %s", id, r.Figures[id])
		}
	}
	if where := x.Read[0].Where; !strings.Contains(where, "行第") || x.Read[0].Label != "规章" || x.Read[0].Source != "0" {
		t.Errorf("the first cell stands at %q, labelled %q", where, x.Read[0].Label)
	}
}

// Labels as they stand in the wild: DOMAIN 3.3.
func TestLabelVariants(t *testing.T) {
	for from, to := range map[string]string{
		"社会公益组织": "社会组织", "商业企业": "商业 企业", "科研机构": "科研", "法律服务机构": "法律服务", " 总计 |\n|---|---|---|": " 合计 |\n|---|---|---|",
		"行政规范性文件": "规范性文件", "2.其他法律行政法规禁止公开": "2、其他法律法规禁止公开", "3.危及“三安全一稳定”": "3．危及\"三安全一稳定\"",
		"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.申请人逾期不补正", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期未缴费",
		"四、结转下年度继续办理": "四、结转下一年度继续办理", "2.重复申请": "/2、重复申请", "现行有效件数": "现行有效件", "行政事业性收费": "行政事业型收费",
		"本年收费金额（单位：万元）": "本年收费金额(单位:万元,保留4位小数)", "（一）予以公开": "(一) 予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
		"规章 |": "规章(设区的市、自治州人民政府应提供相关数据) |", "（七）总计": "（七）合计", "1.信访举报投诉类申请": "1.信访投诉举报类申请",
		"5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或重新出具已获 取信息", "尚未审结": "未审结",
	} {
		page := strings.ReplaceAll(whole(), from, to)
		if page == whole() {
			t.Errorf("%q is not in the report", from)
		}
		x := read(t, page)
		same(t, x, nil)
		if n := len(x.Guessed()); n > 0 {
			t.Errorf("%q for %q makes %d cells doubtful: %s", to, from, n, x.Guessed()[0].How)
		}
	}
}

// What is misspelt is read, and said to be a guess.
func TestMisspeltLabelIsAGuess(t *testing.T) {
	x := read(t, strings.Replace(whole(), "3.要求提供公开出版物", "3.要求提拱公升出板物", 1))
	same(t, x, nil)
	for _, c := range x.Guessed() {
		if !strings.HasPrefix(string(c.Cell), "3.refused_publication.") {
			t.Errorf("%s is doubtful: %s", c.Cell, c.How)
		}
	}
	if len(x.Guessed()) != 7 {
		t.Errorf("%d cells are doubtful, want the row's 7", len(x.Guessed()))
	}
	x = read(t, strings.Replace(whole(), "3.要求提供公开出版物", "", 1)) // only the order tells
	same(t, x, nil)
	if len(x.Guessed()) != 7 {
		t.Errorf("without a label %d cells are doubtful, want 7", len(x.Guessed()))
	}
}

func TestBlankMarkAndZero(t *testing.T) {
	page := strings.NewReplacer("| 行政处罚 | 45 |", "| 行政处罚 | / |", "| 行政强制 | 6 |", "| 行政强制 | |", "| 规章 | 0 | 0 | 0 |", "| 规章 | 无 | — | 0 |",
		"| 行政规范性文件 | 3 |", "| 行政规范性文件 | 3（其中修订2件） |").Replace(whole())
	r := read(t, page).Report
	if r.Unread["2.penalty.decided"] != "/" || r.Unread["2.rules.issued"] != "无" || r.Unread["2.rules.repealed"] != "—" {
		t.Errorf("unread %v", r.Unread)
	}
	if _, ok := r.Unread["2.compulsion.decided"]; ok || r.Figures["2.compulsion.decided"].Filled() || r.Figures["2.rules.issued"].Filled() || !r.Figures["2.rules.in_force"].IsZero() {
		t.Errorf("a blank, a mark and a 0 are not kept apart: %v", r.Figures)
	}
	if r.Figures["2.normative.issued"] != model.Count(3) || r.Notes["2.normative.issued"] != "其中修订2件" {
		t.Errorf("figure %s, note %q", r.Figures["2.normative.issued"], r.Notes["2.normative.issued"])
	}
}

func TestWrongTotalsAreKept(t *testing.T) {
	page := strings.Replace(whole(), "| 8 | 1 | 0 | 0 | 1 | 0 | 10 |", "| 8 | 1 | 0 | 0 | 1 | 0 | 0 |", 1)
	page = strings.Replace(page, "| 1 | 2 | 3 | 4 | 10 |", "| 1 | 2 | 3 | 4 | 0 |", 1)
	page = strings.Replace(page, "| （七）总计 |  | 20 | 3 |", "| （七）总计 |  | 21 | 3 |", 1)
	x := read(t, page)
	rules := map[string]bool{}
	for _, f := range check.Report(x.Report, nil) {
		rules[f.Rule] = true
	}
	if !rules["T3-ROW"] || !rules["T3-RES"] || !rules["T4-SUM"] {
		t.Errorf("rules that speak: %v; stated %v", rules, x.Report.Stated)
	}
	if len(x.Guessed()) != 7+7+5 {
		t.Errorf("%d cells are doubtful, want the three rows'", len(x.Guessed()))
	}
}

// Table four in its several shapes.
func TestShapesOfCases(t *testing.T) {
	three := "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|\n"
	for name, shape := range map[string]string{
		"one line without heads over the first five": strings.Replace(tableFour, "| 行政复议 | | | | | 行政诉讼 | | | | | | | | | |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n", "", 1),
		"three rows":             "| 类别 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n|---|---|---|---|---|---|\n| 行政复议 | 1 | 2 | 3 | 4 | 10 |\n| 未经复议直接起诉 | 5 | 6 | 7 | 8 | 26 |\n| 复议后起诉 | 9 | 10 | 11 | 12 | 42 |\n",
		"turned round":           "| 结果 | 行政复议 | 未经复议直接起诉 | 复议后起诉 |\n|---|---|---|---|\n| 结果维持 | 1 | 5 | 9 |\n| 结果纠正 | 2 | 6 | 10 |\n| 其他结果 | 3 | 7 | 11 |\n| 尚未审结 | 4 | 8 | 12 |\n| 总计 | 10 | 26 | 42 |\n",
		"three tables":           "### 行政复议\n\n" + three + "| 1 | 2 | 3 | 4 | 10 |\n\n### 行政诉讼（未经复议直接起诉）\n\n" + three + "| 5 | 6 | 7 | 8 | 26 |\n\n### 行政诉讼（复议后起诉）\n\n" + three + "| 9 | 10 | 11 | 12 | 42 |\n",
		"heads jumbled by a pdf": "| 维持 | 纠正 | 结果 | 审结 | 总计 | 总计 |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 10 | 5 | 6 | 7 | 8 | 26 | 9 | 10 | 11 | 12 | 42 |\n",
		"a row each":             "| 行政复议 | 结果维持 | 1 |\n|---|---|---|\n| | 结果纠正 | 2 |\n| | 其他结果 | 3 |\n| | 尚未审结 | 4 |\n| | 总计 | 10 |\n| 未经复议直接起诉 | 结果维持 | 5 |\n| | 结果纠正 | 6 |\n| | 其他结果 | 7 |\n| | 尚未审结 | 8 |\n| | 总计 | 26 |\n| 复议后起诉 | 结果维持 | 9 |\n| | 结果纠正 | 10 |\n| | 其他结果 | 11 |\n| | 尚未审结 | 12 |\n| | 总计 | 42 |\n",
	} {
		t.Run(name, func(t *testing.T) {
			x := read(t, strings.Replace(whole(), tableFour, shape, 1))
			same(t, x, nil)
			want := 0
			if strings.Contains(name, "jumbled") {
				want = 15
			}
			if n := len(x.Guessed()); n != want {
				t.Errorf("%d cells are doubtful, want %d", n, want)
			}
		})
	}
}

// What the text of a pdf makes of a table: rows that have lost their labels in
// tables of their own, with the labels between them in pieces; rows of section
// two as plain text; headings under wrong numbers.
func TestTornTables(t *testing.T) {
	torn := "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n|---|---|---|---|---|---|---|\n"
	page := whole()
	for _, c := range [][2]string{
		{"|  |  | 2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n", "\n2.其他法律行政法规禁\n\n止公开\n\n" + torn + "\n"},
		{"|  |  | 3.要求提供公开出版物 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n|  |  | 4.无正当理由大量反复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n", "\n" + torn + "\n（五）不\n\n予处理\n\n" + torn + "\n"},
		{"| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 120 |\n", "行政许可 120\n"},
		{"## 二、", "## 一、"}, {"## 三、", "## 二、"}, {"## 四、", "## 三、"},
	} {
		if !strings.Contains(page, c[0]) {
			t.Fatalf("%q is not in the report", c[0])
		}
		page = strings.Replace(page, c[0], c[1], 1)
	}
	x := read(t, page)
	same(t, x, nil)
	if x.Report.Text["1"] != "全年公开信息80条。" {
		t.Errorf("text 1 is %q", x.Report.Text["1"])
	}
	doubtful := 0
	for _, c := range x.Guessed() {
		if strings.HasPrefix(string(c.Cell), "3.denied_law.") || strings.HasPrefix(string(c.Cell), "3.refused_") {
			doubtful++
		}
	}
	if doubtful < 3*7 {
		t.Errorf("%d cells of rows without labels are doubtful, want all 21", doubtful)
	}
}

func TestSingleRowOfAGroup(t *testing.T) {
	var three strings.Builder
	three.WriteString(headThree)
	for _, r := range rowsThree {
		switch {
		case r.two == "（六）其他处理":
			r.three, r.figures = "", "2 1 0 0 0 0 3"
		case strings.HasPrefix(r.three, "2.申请人"), r.three == "3.其他":
			continue
		}
		fmt.Fprintf(&three, "| %s | %s | %s | %s |\n", r.one, r.two, r.three, strings.Join(strings.Fields(r.figures), " | "))
	}
	x := read(t, strings.Replace(whole(), tableThree(), three.String(), 1))
	but := map[model.CellID]string{}
	for _, col := range model.Form2021.Section("3").Table.Blocks[0].Columns {
		but[model.CellID("3.other_uncorrected."+col.Key)], but[model.CellID("3.other_unpaid."+col.Key)] = "", ""
	}
	but["3.other.natural_person"], but["3.other.business"], but["3.other.total"] = "2", "1", "3"
	same(t, x, but)
	if len(x.Guessed()) != 7 {
		t.Errorf("%d cells are doubtful, want the single row's 7", len(x.Guessed()))
	}
}

// A group's row with figures is a subtotal, which the form has no cells for.
func TestSubtotalsAreLeftOut(t *testing.T) {
	page := strings.Replace(whole(), "|  | （三）不予公开 | 1.属于国家秘密 |", "|  | （三）不予公开 |  | 3 | 1 | 0 | 0 | 0 | 0 | 4 |\n|  |  | 1.属于国家秘密 |", 1)
	x := read(t, page)
	same(t, x, nil)
	if !slices.ContainsFunc(x.LeftOut, func(l model.LeftOut) bool { return strings.Contains(l.Why, "小计") }) {
		t.Errorf("left out %v", x.LeftOut)
	}
}

func TestTwoTablesThatDisagree(t *testing.T) {
	again := strings.Replace(tableTwo, "| 行政许可 | 120 |", "| 行政许可 | 121 |", 1)
	x := read(t, strings.Replace(whole(), tableTwo, tableTwo+"\n"+again, 1))
	same(t, x, nil)
	for _, c := range x.Guessed() {
		if c.Cell != "2.licensing.decided" {
			t.Errorf("%s is doubtful: %s", c.Cell, c.How)
		}
	}
	if len(x.Guessed()) != 1 || len(x.LeftOut) != 1 {
		t.Errorf("%d doubtful, left out %v", len(x.Guessed()), x.LeftOut)
	}
}

func TestHeadings(t *testing.T) {
	contents := "一、总体情况\n\n二、主动公开政府信息情况\n\n三、收到和处理政府信息公开申请情况\n\n四、政府信息公开行政复议、行政诉讼情况\n\n五、存在的主要问题及改进情况\n\n六、其他需要报告的事项\n\n"
	nested := "全年公开信息80条。\n\n一、基本情况\n\n开展了培训。\n\n二、主动公开情况\n\n没有新文件。\n\n三、收到和处理政府信息公开申请情况\n\n没有申请。\n\n五、存在的主要问题及改进情况\n\n人手不够。"
	for name, c := range map[string]struct {
		from, to string
		texts    map[string]string
		left     string // what the list of what was left out says
	}{
		"a table of contents":  {"## 一、总体情况", contents + "## 一、总体情况", map[string]string{"1": "全年公开信息80条。"}, ""},
		"nested":               {"全年公开信息80条。", nested, map[string]string{"1": strings.ReplaceAll(nested, "\n\n", "\n"), "5": "更新不够及时，已经改进。"}, ""},
		"section one is lost":  {"## 一、总体情况\n\n", "", map[string]string{"1": "本报告依据条例编制。\n全年公开信息80条。", "0": ""}, "没有找到这个标题"},
		"section five is lost": {"## 五、存在的主要问题及改进情况\n\n", "", map[string]string{"5": "更新不够及时，已经改进。", "6": "没有收取信息处理费。"}, "没有找到这个标题"},
		"both last are lost":   {"## 五、存在的主要问题及改进情况\n\n更新不够及时，已经改进。\n\n## 六、其他需要报告的事项\n\n", "更新不够及时，已经改进。\n\n", map[string]string{"5": "更新不够及时，已经改进。", "6": "没有收取信息处理费。"}, "没有找到这两个标题"},
		"other words":          {"## 五、存在的主要问题及改进情况", "## 五、政府信息公开工作存在的主要问题及改进情况", map[string]string{"5": "更新不够及时，已经改进。"}, ""},
		"only the number":      {"## 六、其他需要报告的事项", "## 六、有关说明", map[string]string{"6": "没有收取信息处理费。"}, ""},
		"text behind it":       {"## 六、其他需要报告的事项\n\n", "六、其他需要报告的事项。", map[string]string{"6": "没有收取信息处理费。"}, ""},
		"a note under a table": {"\n## 四、", "\n注：含上年结转。\n\n## 四、", map[string]string{"5": "更新不够及时，已经改进。"}, "注：含上年结转。"},
		"the form's own words": {"没有收取信息处理费。", "（文字描述，收取信息处理费情况在此处报告。）", map[string]string{"6": ""}, "表式的说明"},
	} {
		t.Run(name, func(t *testing.T) {
			page := strings.Replace(whole(), c.from, c.to, 1)
			if page == whole() {
				t.Fatal("nothing was changed")
			}
			x := read(t, page)
			same(t, x, nil)
			for key, want := range c.texts {
				if x.Report.Text[key] != want {
					t.Errorf("text %s is %q, want %q", key, x.Report.Text[key], want)
				}
			}
			if left := fmt.Sprint(x.LeftOut); !strings.Contains(left, c.left) || c.left == "" && len(x.LeftOut) > 0 {
				t.Errorf("left out %s", left)
			}
			if x.Report.Date != "2025-01-16" {
				t.Errorf("date %q", x.Report.Date)
			}
		})
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct{ title, unit, full, date string }{
		{"青石镇人民政府\n\n2024年政府信息公开工作年度报告", "青石镇人民政府", "", ""},
		{"青石镇人民政府 2024 年 政府信息公开工作年度报告", "青石镇人民政府", "", ""},
		{"青石镇2024年政府信息公开工作年度报告", "青石镇人民政府", "青石镇2024年政府信息公开工作年度报告", ""}, // the signature is longer
		{"青石镇人民政府2024年度政务公开年报", "青石镇人民政府", "青石镇人民政府2024年度政务公开年报", ""},
		{"青石镇人民政府关于2024年政府信息公开工作年度报告", "青石镇人民政府", "青石镇人民政府关于2024年政府信息公开工作年度报告", ""},
		{"首页\n\n青石镇人民政府2024年政府信息公开工作年度报告\n\n发布时间：2025-01-20 来源：党政办 浏览次数：36\n\n青石镇人民政府\n\n（2025年1月18日）", "青石镇人民政府", "", "2025-01-18"},
		{"标题丢了", "青石镇人民政府", "", ""}, // unit and year are elsewhere
	} {
		page := strings.Replace(whole(), "# 青石镇人民政府2024年政府信息公开工作年度报告", c.title, 1)
		page = strings.Replace(page, "本报告依据条例编制。", "本报告的统计期限为2024年1月1日至12月31日。", 1)
		r := read(t, page).Report
		if c.full == "" {
			c.full = "青石镇人民政府2024年政府信息公开工作年度报告"
		}
		if c.date == "" {
			c.date = "2025-01-16"
		}
		if r.Unit != c.unit || r.Year != 2024 || r.FullTitle() != c.full || r.Date != c.date {
			t.Errorf("%q: unit %q, year %d, title %q, date %q", c.title, r.Unit, r.Year, r.FullTitle(), r.Date)
		}
	}
}

func TestNothingToRead(t *testing.T) {
	for page, want := range map[string]error{
		"今天天气很好。":                                                           match.ErrNoReport,
		"| 姓名 | 电话 |\n|---|---|\n| 张 | 123 |":                               match.ErrNoReport,
		strings.NewReplacer("2024年", "", "2025年1月16日", "").Replace(whole()): match.ErrNoYear,
	} {
		if _, err := match.Read(text.Source(page), model.ReadOptions{}); err != want {
			t.Errorf("%.20q: %v, want %v", page, err, want)
		}
	}
	x, err := match.Read(text.Source(strings.NewReplacer("青石镇人民政府", "", "2024年", "", "2025年1月16日", "").Replace(whole())), model.ReadOptions{Year: 2024})
	if err != nil || !x.Unknown() {
		t.Errorf("without a unit: %v", err)
	}
}

// A page with navigation round the article, and links to other years' reports.
func TestPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<html><head><title>青石镇人民政府2024年政府信息公开工作年度报告_青石镇</title></head><body><div class=nav><ul><li><a>首页</a><li><a>青石镇人民政府2023年政府信息公开工作年度报告</a></ul></div>
<div class=main><h1>青石镇人民政府2024年政府信息公开工作年度报告</h1><p>发布时间：2025-01-20</p><div id=zoom>`)
	for _, block := range text.Source(whole()).Blocks[1:] {
		if block.Table == nil {
			b.WriteString("<p>　　" + block.Text + "</p>")
			continue
		}
		b.WriteString("<table>")
		for r := range block.Table.Rows {
			b.WriteString("<tr>")
			for k := range block.Table.Cols {
				b.WriteString("<td>" + block.Table.At(r, k).Text + "</td>")
			}
			b.WriteString("</tr>")
		}
		b.WriteString("</table>")
	}
	b.WriteString(`</div></div><div class=foot><p>版权所有 青石镇人民政府</p><p>2019年1月1日</p></div></body></html>`)
	d, err := html.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	x, err := match.Read(d, model.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, x, nil)
	r := x.Report
	if r.Unit != "青石镇人民政府" || r.Year != 2024 || r.Title != "" || r.Date != "2025-01-16" || r.Text["6"] != "没有收取信息处理费。" || r.Text["0"] != "本报告依据条例编制。" {
		t.Errorf("unit %q, year %d, title %q, date %q, texts %q", r.Unit, r.Year, r.Title, r.Date, r.Text)
	}
}

// TestNames: of a block that somebody copies, the words say what its figures are,
// and the order says nothing.
func TestNames(t *testing.T) {
	block := [][]string{{"", "总计", "自然人"}, {"三、本年度办理结果", "", ""}, {"2.重复申请", "3", "3"}, {"不知道的一行", "1", ""}, {"", "2", "六"}}
	n := match.Names(model.Form2021, "3", block)
	if !n.RowsKnown() || !n.ColumnsKnown() || n.Labels != 1 || !n.Rows[0].Words || !n.Rows[1].Words {
		t.Errorf("%+v", n)
	}
	if f := n.Rows[2].Fields[1]; f.Row != "refused_repeat" || f.Column != "total" {
		t.Errorf("%+v", f)
	}
	if r := n.Rows[3]; r.Label != "不知道的一行" || r.Fields[1].Row != "" || r.Fields[2].Column != "natural_person" {
		t.Errorf("%+v", r)
	}
	if f := n.Rows[4].Fields[2]; f.Word || f.Row != "" {
		t.Errorf("%+v", f)
	}
	plain := [][]string{{"1", "无"}, {"", ""}, {"六", "3"}}
	for _, section := range []string{"2", "3", "4"} {
		if n := match.Names(model.Form2021, section, plain); n.RowsKnown() || n.ColumnsKnown() {
			t.Errorf("section %s: figures have no names: %+v", section, n)
		}
	}
}

// TestNamesOfAnything: whatever is copied, every field has its place in the answer.
func TestNamesOfAnything(t *testing.T) {
	wide := make([]string, 2000)
	for _, block := range [][][]string{{}, {{}}, {wide, {"1"}}, {{"自然人", "其他"}, {}, {"1"}}, {{"", "", "行政复议"}, {"x"}}} {
		for _, f := range model.Editions() {
			for _, section := range []string{"0", "2", "3", "4", ""} {
				n := match.Names(f, section, block)
				for i := range block {
					if len(n.Rows) != len(block) || len(n.Rows[i].Fields) != len(block[i]) {
						t.Fatalf("%q in section %q: %+v", block, section, n)
					}
				}
			}
		}
	}
}

// TestMergedFigures: a figure that several cells share is 0 in each where it is 0, which has
// to be looked at, and nobody's where it is another; what stands beside it is read.
func TestMergedFigures(t *testing.T) {
	page := func(row string, edit func(figures []string) []string) string {
		var b strings.Builder
		b.WriteString("<html><meta charset=utf-8><body><h1>某某乡人民政府2023年政府信息公开工作年度报告</h1><p>三、收到和处理政府信息公开申请情况</p><table><tr><td></td>")
		for _, h := range []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"} {
			b.WriteString("<td>" + h + "</td>")
		}
		for _, r := range rowsThree {
			label := r.one + r.two + r.three
			figures := strings.Fields(r.figures)
			for i := range figures {
				figures[i] = "<td>" + figures[i] + "</td>"
			}
			if strings.HasSuffix(label, row) {
				figures = edit(figures)
			}
			b.WriteString("</tr>\n<tr><td>" + label + "</td>" + strings.Join(figures, ""))
		}
		return b.String() + "</tr></table></body></html>"
	}
	cell := func(attributes, text string) string { return "<td " + attributes + ">" + text + "</td>" }
	for name, c := range map[string]struct {
		row                string
		edit               func(figures []string) []string
		sure, doubt, blank int // cells of the row
	}{
		"two columns, 0": {"重复申请", func(f []string) []string { return append([]string{cell("colspan=2", "0")}, f[2:]...) }, 5, 2, 0},
		"two columns, 5": {"重复申请", func(f []string) []string { return append([]string{cell("colspan=2", "5")}, f[2:]...) }, 5, 0, 2},
		"the row, 0":     {"重复申请", func(f []string) []string { return []string{cell("colspan=7", "0")} }, 0, 7, 0},
		"the row, 3":     {"（七）总计", func(f []string) []string { return []string{cell("colspan=7", "3")} }, 0, 0, 7},
		"two rows, 0":    {"重复申请", func(f []string) []string { return append([]string{cell("rowspan=2", "0")}, f[1:]...) }, 6, 1, 0},
		"two rows, 4":    {"重复申请", func(f []string) []string { return append([]string{cell("rowspan=2", "4")}, f[1:]...) }, 6, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			lines := page(c.row, c.edit)
			if strings.HasPrefix(name, "two rows") { // the row below has a cell less
				lines = strings.Replace(lines, "要求提供公开出版物</td><td>0</td>", "要求提供公开出版物</td>", 1)
			}
			d, err := html.Source([]byte(lines))
			if err != nil {
				t.Fatal(err)
			}
			x, err := match.Read(d, model.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			key := map[string]string{"重复申请": "3.refused_repeat.", "（七）总计": "3.processed."}[c.row]
			sure, doubt := 0, 0
			for _, r := range x.Read {
				switch {
				case !strings.HasPrefix(string(r.Cell), key):
				case r.Confidence < model.Sure:
					doubt++
				default:
					sure++
				}
			}
			if sure != c.sure || doubt != c.doubt {
				t.Errorf("%d sure, %d doubtful, want %d and %d: %+v", sure, doubt, c.sure, c.doubt, x.LeftOut)
			}
			if blank := 7 - sure - doubt; blank != c.blank {
				t.Errorf("%d not read, want %d", blank, c.blank)
			}
			if c.blank > 0 && len(x.LeftOut) == 3 { // sections two, four, five and six are missing
				t.Error("a figure is left out without a word")
			}
		})
	}
}
