package ledger

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/model"
)

// rowsOf makes a book: a line a row, fields 编号 收到 类型 结果 答复 备注 复议 parted by spaces, - for blank.
func rowsOf(lines string) *Book {
	b := &Book{Has: map[Field]bool{FieldReceived: true, FieldOutcome: true, FieldAnswered: true}}
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		for k := range f {
			if f[k] == "-" {
				f[k] = ""
			}
		}
		f = append(f, make([]string, 7)...)
		r := Row{Where: fmt.Sprintf("第%d行", i+2), Number: f[0], Received: Day(f[1]), Applicant: f[2], Outcome: f[3], Answered: Day(f[4]), Remark: f[5], Reconsideration: Mark{Word: f[6]}}
		b.Has[FieldReconsideration] = b.Has[FieldReconsideration] || f[6] != ""
		b.Rows = append(b.Rows, r)
	}
	return b
}

// figures are those that are not 0, 三.行.列 without the section for the third.
func figures(c *Count) string {
	var out []string
	for _, cell := range model.Form2021.Cells() {
		if n := c.Figures[cell.ID]; n > 0 {
			out = append(out, fmt.Sprintf("%s=%d", strings.TrimPrefix(string(cell.ID), "3."), n))
		}
	}
	return strings.Join(out, " ")
}

func TestCount(t *testing.T) {
	for name, c := range map[string]struct {
		rows    string
		answers []Answer
		carried map[string]int
		want    string // figures
		asks    string // 关于:写法…, by semicolons
		aside   int
	}{
		"the year": {rows: "1 2025-01-08 公民 予以公开 2025-01-25\n2 2024-12-20 企业 部分公开 2025-01-10\n3 2025-12-20 公民 - -\n4 2025-12-21 公民 予以公开 2026-01-05\n5 2024-03-01 公民 公开 2024-03-20\n6 2026-01-05 公民 - -",
			want:  "received.natural_person=3 carried_in.business=1 granted.natural_person=1 partial.business=1 carried_out.natural_person=2",
			aside: 2},
		"open for two years": {rows: "1 2024-11-01 公民 - -", want: "carried_in.natural_person=1 carried_out.natural_person=1"},
		"odd words":          {rows: "1 2025-01-08 公民 同意给 2025-01-25\n2 2025-01-09 公民 同意给 2025-01-25\n3 2025-01-10 公民 公开 2025-01-25", want: "received.natural_person=1 granted.natural_person=1", asks: "outcome:同意给×2"},
		"answered": {rows: "1 2025-01-08 公民 同意给 2025-01-25\n2 2025-01-09 个体户 同意给 2025-01-25", answers: []Answer{{About: AboutOutcome, Words: "同意给", To: "granted"}, {About: AboutApplicant, Words: "个体户", To: "business"}},
			want: "received.natural_person=1 received.business=1 granted.natural_person=1 granted.business=1"},
		"no outcome":      {rows: "1 2025-01-08 公民 - 2025-01-25", asks: "row:1×1"},
		"no day":          {rows: "1 2025-01-08 公民 公开 -", asks: "undated:有答复结果，没有答复日期×1"},
		"day of a row":    {rows: "1 2025-01-08 公民 公开 -", answers: []Answer{{About: AboutUndated, Words: "有答复结果，没有答复日期", To: InYear, Year: 2025}}, want: "received.natural_person=1 granted.natural_person=1"},
		"backwards":       {rows: "1 2025-03-08 公民 公开 2025-01-25", asks: "row:1×1"},
		"put right":       {rows: "1 2025-03-08 公民 公开 2025-01-25", answers: []Answer{{About: AboutRow, Words: "1", To: OnDay(onDay, "2025-03-25"), Year: 2025}}, want: "received.natural_person=1 granted.natural_person=1"},
		"put right since": {rows: "1 2024-12-20 公民 公开 2025-01-25", answers: []Answer{{About: AboutRow, Words: "1", To: OnDay(came, "2025-01-05"), Year: 2025}}, want: "carried_in.natural_person=1 granted.natural_person=1"},
		"each row for itself": {rows: "1 2025-03-08 公民 不予公开 2025-03-25\n2 2025-03-08 公民 不予公开 2025-03-25", answers: []Answer{{About: AboutOutcome, Words: "不予公开", To: ByRow}, {About: AboutRow, Words: "1", To: "denied_process", Year: 2025}},
			want: "received.natural_person=1 denied_process.natural_person=1", asks: "row:2×1"},
		"last year's":    {rows: "1 2025-03-08 公民 公开 2025-01-25", answers: []Answer{{About: AboutRow, Words: "1", To: AsItIs, Year: 2024}}, asks: "row:1×1"},
		"set aside":      {rows: "1 2025-03-08 公民 公开 2025-01-25", answers: []Answer{{About: AboutRow, Words: "1", To: Aside, Reason: "登记错了", Year: 2025}}, aside: 1},
		"open, remarked": {rows: "1 2025-03-08 公民 - - 申请人撤回", asks: "row:1×1"},
		"open and dated": {rows: "1 2025-03-08 公民 办理中 2025-03-09", asks: "row:1×1"},
		"twice":          {rows: "1 2025-03-08 公民 公开 2025-03-25\n1 2025-03-08 公民 公开 2025-03-25", asks: "double:1×2"},
		"carried on":     {rows: "1 2025-03-08 公民 - -\n1 2025-03-08 公民 公开 2025-03-25", asks: "double:" + carriedOn + "×2"},
		"the same": {rows: "1 2025-03-08 公民 - -\n1 2025-03-08 公民 公开 2025-03-25", answers: []Answer{{About: AboutDouble, Words: carriedOn, To: Same, Year: 2025}},
			want: "received.natural_person=1 granted.natural_person=1", aside: 1},
		"split":              {rows: "1-1 2025-03-08 公民 公开 2025-03-25\n1-2 2025-03-08 公民 部分公开 2025-03-25", want: "received.natural_person=2 granted.natural_person=1 partial.natural_person=1"},
		"whole and parts":    {rows: "1 2025-03-08 公民 公开 2025-03-25\n1-1 2025-03-08 公民 公开 2025-03-25\n1-2 2025-03-08 公民 部分公开 2025-03-25", asks: "double:1×3"},
		"last year differs":  {rows: "1 2025-03-08 公民 公开 2025-03-25", carried: map[string]int{"natural_person": 2}, want: "received.natural_person=1 granted.natural_person=1", asks: "carried:上年报告 2 件，台账 0 件×0"},
		"reconsidered":       {rows: "1 2025-03-08 公民 公开 2025-03-25 复议维持 是\n2 2025-03-08 公民 公开 2025-03-25 - 否", want: "received.natural_person=2 granted.natural_person=2", asks: "case:1 复议×1"},
		"and when":           {rows: "1 2025-03-08 公民 公开 2025-03-25 复议维持 是", answers: []Answer{{About: AboutCase, Words: "1 复议", To: Case("reconsideration", "upheld"), Year: 2025}}, want: "received.natural_person=1 granted.natural_person=1 4.reconsideration.upheld=1"},
		"two numbers":        {rows: "2025-003、2025-004 2025-03-08 公民 公开 2025-03-25", asks: "row:2025-003、2025-004×1"},
		"a remark says else": {rows: "1 2025-03-08 公民 公开 2025-03-25 复议被纠正 否", want: "received.natural_person=1 granted.natural_person=1", asks: "case:1 复议×1"},
	} {
		t.Run(name, func(t *testing.T) {
			var m Mapping
			for _, a := range c.answers {
				m.Set(a)
			}
			got := NewWords(model.Form2021).Count(rowsOf(c.rows), m, Options{Year: 2025, Carried: c.carried, On: "2026-01-10"})
			if f := figures(got); f != c.want {
				t.Errorf("figures %s, want %s", f, c.want)
			}
			var asks []string
			for _, q := range got.Questions {
				asks = append(asks, fmt.Sprintf("%s:%s×%d", q.About, q.Words, len(q.Rows)))
				if q.Why == "" || len(q.May) == 0 {
					t.Errorf("a question without why or answers: %+v", q)
				}
			}
			if s := strings.Join(asks, ";"); s != c.asks {
				t.Errorf("asks %s, want %s", s, c.asks)
			}
			if len(got.Aside) != c.aside {
				t.Errorf("aside: %v, want %d", got.Aside, c.aside)
			}
		})
	}
}

// A number that the ledger prints itself and that its rows don't come to is asked about.
func TestPrintedTotals(t *testing.T) {
	b := rowsOf("1 2025-03-08 公民 公开 2025-03-25\n2 2025-03-09 公民 公开 2025-03-25")
	b.Totals = []Total{{Where: "第4行", Count: 3, Rows: 2}, {Where: "第9行", Count: 2, Rows: 2}}
	w := NewWords(model.Form2021)
	c := w.Count(b, Mapping{}, Options{Year: 2025})
	if len(c.Questions) != 1 || c.Questions[0].About != AboutTotal || c.Unplaced != 0 || c.Hanging() != "合计待核对" {
		t.Fatalf("%+v", c)
	}
	var m Mapping
	m.Set(c.Questions[0].Answer(2025, AsItIs, ""))
	if c = w.Count(b, m, Options{Year: 2025}); len(c.Questions) != 0 || len(c.Remarks) != 1 {
		t.Errorf("%+v", c)
	}
}

// What is counted, asked and set aside are all rows.
func TestNoRowIsLost(t *testing.T) {
	words := strings.Fields("公民 企业 个体户 - 予以公开 不予公开 同意给 部分公开 办理中")
	days := strings.Fields("- 2024-12-30 2025-01-08 2025-06-01 2025-12-30 2026-01-08")
	n := 0
	for _, who := range words[:4] {
		for _, what := range append(words[4:], "-") {
			for _, in := range days {
				for _, out := range days {
					n++
					b := rowsOf(fmt.Sprintf("%d %s %s %s %s", n, in, who, what, out))
					c := NewWords(model.Form2021).Count(b, Mapping{}, Options{Year: 2025, On: "2026-02-01"})
					if len(c.Placed)+c.Unplaced+len(c.Aside) != 1 || (c.Unplaced > 0) != (len(c.Questions) > 0) {
						t.Errorf("%+v: %d placed, %d unplaced, %d aside, %d questions", b.Rows[0], len(c.Placed), c.Unplaced, len(c.Aside), len(c.Questions))
					}
				}
			}
		}
	}
}

func TestKeep(t *testing.T) {
	for number, want := range map[string]string{"2025-001": "2025-001", "依申请〔2025〕12号": "依申请〔2025〕12号", "张三2025-3": "2025-3", "zhangsan": "", "SQ2025003": "SQ2025003", "33010619900101123X": "", "13800001111": "", "2025年张家港第3号": "2025年第3号"} {
		if got := KeepNumber(number); got != want {
			t.Errorf("%s is kept as %s, want %s", number, got, want)
		}
	}
	for where, want := range map[string]string{"工作表「1月」第12行": "工作表「1月」第12行", "工作表「Sheet1」第3行": "工作表「Sheet1」第3行", "工作表「张三的」第3行": "一张工作表第3行", "第5行": "第5行", "工作表「2025年台账」第5行": "工作表「2025年台账」第5行"} {
		if got := KeepPlace(where); got != want {
			t.Errorf("%s is kept as %s, want %s", where, got, want)
		}
	}
}
