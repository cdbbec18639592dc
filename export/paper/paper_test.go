package paper

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

func TestLeads(t *testing.T) {
	long := strings.Repeat("长", 40)
	for text, want := range map[string]Paragraph{
		"（一）主动公开。全年公开62条。":    {2, "（一）主动公开。", "全年公开62条。"},
		"(二) 依申请公开：收到3件。":     {2, "(二) 依申请公开：", "收到3件。"},
		"（十一）监督保障":            {2, "（十一）监督保障", ""},
		"（一）" + long + "。其他。": {0, "", "（一）" + long + "。其他。"},
		"一、基本情况":              {1, "一、基本情况", ""},
		"一、全年公开62条。其中公文3件。":   {0, "", "一、全年公开62条。其中公文3件。"},
		"1.存在的问题。人手不足。":       {3, "1.存在的问题。", "人手不足。"},
		"2．改进措施":              {3, "2．改进措施", ""},
		"3、人手不足；":             {0, "", "3、人手不足；"},
		"1.5万条信息。":            {0, "", "1.5万条信息。"},
		"2024年，公开信息：3条。":      {0, "", "2024年，公开信息：3条。"},
		"（1）第三层。正文":           {4, "（1）第三层。", "正文"},
		"见（一）":                {0, "", "见（一）"},
	} {
		if got := newParagraph(text); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestLines(t *testing.T) {
	got := lines("　　一 \r\n\n \t\r二\u2028三\v\x00\f四 五")
	if want := []string{"一", "二", "三", "四 五"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestTitleBreaksAfterTheUnit(t *testing.T) {
	for _, c := range []struct{ unit, title, want string }{
		{"侯集镇人民政府", "侯集镇人民政府2021年政府信息公开工作年度报告", "侯集镇人民政府|2021年政府信息公开工作年度报告"},
		{"侯集镇", "侯集镇2021年政府信息公开工作年度报告", "侯集镇2021年政府信息公开工作年度报告"},
		{"侯集镇", "其他单位很长很长很长的二〇二一年政府信息公开工作年度报告", "其他单位很长很长很长的二〇二一年|政府信息公开工作年度报告"},
		{"某某藏族羌族自治州某某县住房和城乡建设管理局", "某某藏族羌族自治州某某县住房和城乡建设管理局2025年政府信息公开工作年度报告", "某某藏族羌族自治州某某县|住房和城乡建设管理局|2025年政府信息公开工作年度报告"},
		{"某某县住房和城乡建设管理局", "某某县住房和城乡 建设管理局2025年 政府信息公开工作年度报告", "某某县住房和城乡|建设管理局2025年|政府信息公开工作年度报告"},
		{strings.Repeat("长", 45), strings.Repeat("长", 45) + "2025年政府信息公开工作年度报告", strings.Repeat("长", 45) + "|2025年政府信息公开工作年度报告"},
	} {
		d := Document{Unit: c.unit, Title: c.title}
		if got := strings.Join(d.TitleLines(), "|"); got != c.want {
			t.Errorf("%s", got)
		}
	}
}

// TestSignature: the date begins two characters, four halves, to the right of
// the unit.
func TestSignature(t *testing.T) {
	for unit, want := range map[string][2]int{
		"侯集镇人民政府": {8, 4},
		"某局":      {18, 4},
		"某某自治州人力资源和社会保障局":          {4, 16},
		strings.Repeat("很长的单位", 6): {4, 4},
	} {
		s := Signature{Unit: unit, Date: date("2021-12-31")}
		u, d := s.Indents()
		if u != want[0] || d != want[1] {
			t.Errorf("%s: %d, %d", unit, u, d)
		}
		if left := u + Halves(s.Unit) - d - Halves(s.Date); left != 4 && Halves(unit) < 56 {
			t.Errorf("%s: the date begins %d halves to the right", unit, left)
		}
	}
}

func TestDate(t *testing.T) {
	for in, want := range map[string]string{"2022-01-05": "2022年1月5日", "二〇二二年\n一月": "二〇二二年 一月"} {
		if got := date(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// TestNotes: a short note stands beside its figure, a long one under the table; where nothing
// is merged all stand beside.
func TestNotes(t *testing.T) {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	long := strings.Repeat("长", 21)
	notes := map[model.CellID]string{"2.normative.issued": " 其中修订16件\n", "2.normative.in_force": long, "3.granted.natural_person": "含并案处理3件", "3.partial.natural_person": "并案3件"}
	for id, note := range notes {
		r.Figures[id], r.Notes[id] = model.Count(22), note
	}
	two, three := tables(r)[0], tables(r)[1]
	for _, c := range append(slices.Clone(two.Cells), three.Cells...) {
		want := map[model.CellID]string{"2.normative.issued": "22（其中修订16件）", "2.normative.in_force": "22(注1)", "3.granted.natural_person": "22(注1)", "3.partial.natural_person": "22（并案3件）"}[c.Cell]
		if want != "" && c.Text != want {
			t.Errorf("%s: %s", c.Cell, c.Text)
		}
	}
	if want := []string{"注1：" + long}; !slices.Equal(two.Notes, want) {
		t.Errorf("under the table %q", two.Notes)
	}
	if want := []string{"注1：含并案处理3件"}; !slices.Equal(three.Notes, want) {
		t.Errorf("under the table %q", three.Notes)
	}
	if row := two.Plain[0].Rows[1]; row[3] != "22（"+long+"）" {
		t.Errorf("unmerged %q", row)
	}
}

func tables(r *model.Report) []*Table {
	var out []*Table
	for _, b := range Build(r, model.FileOptions{}).Blocks {
		if t, ok := b.(*Table); ok {
			out = append(out, t)
		}
	}
	return out
}

// TestGridIsFull: in each row the cells stand side by side from edge to edge.
func TestGridIsFull(t *testing.T) {
	for _, table := range tables(model.NewReport(model.Form2021, "某镇", model.Town, 2021)) {
		for i, row := range table.Grid() {
			col := 0
			for _, c := range row {
				if c.Col != col || c.Row > i || c.Row+c.RowSpan <= i {
					t.Errorf("section %s, row %d: %+v at column %d", table.Section, i, c, col)
				}
				col += c.ColSpan
			}
			if col != len(table.Widths) {
				t.Errorf("section %s, row %d: %d columns", table.Section, i, col)
			}
		}
	}
}

func TestSpreadAddsUp(t *testing.T) {
	for _, table := range tables(model.NewReport(model.Form2021, "某镇", model.Town, 2021)) {
		for _, total := range []int{8844, 10000, 7} {
			sum := 0
			for _, w := range table.Spread(total) {
				sum += w
			}
			if sum != total {
				t.Errorf("section %s: %d instead of %d", table.Section, sum, total)
			}
		}
	}
}

func TestPlainHoldsEveryFigureOnce(t *testing.T) {
	r := model.NewReport(model.Form2021, "某镇", model.Town, 2021)
	r.Figures["4.suit_after.pending"] = model.Count(7)
	n, found := 0, ""
	for _, table := range tables(r) {
		for _, p := range table.Plain {
			for _, row := range p.Rows {
				n += len(row) - 1
				for i, c := range row {
					if c == "7" && p.Head[i] == "尚未审结" {
						found = row[0]
					}
				}
			}
		}
	}
	if n != 200 || found != "行政诉讼 复议后起诉" {
		t.Errorf("%d figures; 7 found in row %q", n, found)
	}
}
