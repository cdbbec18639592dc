package check

import (
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

func find(findings []Finding, rule string) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return f.Rule != rule })
}

func TestZeroReportIsClean(t *testing.T) {
	if got := Report(zeroReport(), nil); len(got) != 0 {
		t.Errorf("findings about a clean report: %v", got)
	}
}

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, rule string
		count      int
		spoil      func(*model.Report)
		says       []string
		cell       model.CellID
	}{
		{"a blank", "FILL-BLANK", 1, func(r *model.Report) { delete(r.Figures, "3.other.research") }, []string{"1 格没有填", "其他处理（其他）/科研机构"}, "3.other.research"},
		{"blanks in two tables", "FILL-BLANK", 2, func(r *model.Report) { delete(r.Figures, "2.fees.amount"); delete(r.Figures, "4.suit_after.other") }, nil, ""},
		{"no text", "FILL-SECTION", 2, func(r *model.Report) { delete(r.Text, "1"); r.Text["6"] = " \n" }, []string{"还没有写"}, ""},
		{"out of balance", "T3-BAL", 1, func(r *model.Report) {
			r.Figures["3.received.natural_person"] = model.Count(12)
			r.Figures["3.granted.natural_person"] = model.Count(8)
		},
			[]string{"自然人一列不平", "新收12＋上年结转0＝12", "办理8＋结转下年0＝8", "差 4"}, "3.received.natural_person"},
		{"balanced", "T3-BAL", 0, func(r *model.Report) {
			r.Figures["3.received.business"] = model.Count(3)
			r.Figures["3.carried_out.business"] = model.Count(3)
		}, nil, ""},
		{"stated row total", "T3-ROW", 1, func(r *model.Report) { r.Stated["3.received.total"] = model.Count(1) }, []string{"新收", "总计是 1", "加起来是 0", "差 1"}, "3.received.total"},
		{"a cell by its row and its column", "T3-CELL", 1, func(r *model.Report) {
			r.Figures["3.received.welfare"] = model.Count(1)
			r.Stated["3.received.total"] = model.Zero
		}, []string{"「新收/社会公益」写的是 1，改成 0", "3 处"}, "3.received.welfare"},
		{"stated result total", "T3-RES", 1, func(r *model.Report) { r.Stated["3.processed.business"] = model.Count(9) }, []string{"商业企业", "差 9"}, "3.processed.business"},
		{"stated total of section 4", "T4-SUM", 1, func(r *model.Report) {
			r.Figures["4.reconsideration.upheld"] = model.Count(11)
			r.Stated["4.reconsideration.total"] = model.Zero
		},
			[]string{"行政复议", "差 11"}, "4.reconsideration.total"},
		{"negative count", "T3-NEG", 1, func(r *model.Report) { r.Figures["3.granted.research"] = model.Count(-1) }, []string{"是 -1"}, "3.granted.research"},
		{"broken count", "T4-NEG", 1, func(r *model.Report) { r.Figures["4.direct_suit.other"] = model.OfUnits(15000) }, []string{"1.5"}, "4.direct_suit.other"},
		{"negative in section 2", "T2-NEG", 1, func(r *model.Report) { r.Figures["2.penalty.decided"] = model.Count(-2) }, nil, "2.penalty.decided"},
		{"negative fee", "T2-FEE", 1, func(r *model.Report) { r.Figures["2.fees.amount"] = model.Count(-1) }, nil, "2.fees.amount"},
		{"rounded fee", "T2-FEE", 1, func(r *model.Report) { r.Unread["2.fees.amount"] = "1.23456" }, []string{"1.23456"}, "2.fees.amount"},
		{"fee to the fen", "T2-FEE", 0, func(r *model.Report) { r.Figures["2.fees.amount"] = model.OfUnits(592372449) }, nil, ""},
		{"stock below flow", "T2-STOCK", 1, func(r *model.Report) { r.Figures["2.normative.issued"] = model.Count(1) }, []string{"本年制发减去废止是 1 件"}, "2.normative.in_force"},
		{"a town with rules", "T2-REG", 3, func(r *model.Report) {
			for _, k := range []model.CellID{"issued", "repealed", "in_force"} {
				r.Figures["2.rules."+k] = model.Count(2)
			}
		}, []string{"乡镇没有规章制定权"}, "2.rules.issued"},
		{"a city with rules", "T2-REG", 0, func(r *model.Report) { r.Level = model.City; r.Figures["2.rules.in_force"] = model.Count(2) }, nil, ""},
		{"answered without any received", "T3-ZEROFWD", 1, func(r *model.Report) { r.Figures["3.granted.business"] = model.Count(1) }, []string{"予以公开/商业企业"}, "3.granted.business"},
		{"an outline not filled out", "FILL-OUTLINE", 1, func(r *model.Report) { r.Text["5"] = "（一）问题。一是＿＿；二是＿＿。" }, []string{"还有 2 处"}, ""},
		{"an outline filled out", "FILL-OUTLINE", 0, func(r *model.Report) { r.Text["5"] = "（一）问题。一是_；二是人少。" }, nil, ""},
		{"not a number", "FILL-TEXT", 1, func(r *model.Report) { delete(r.Figures, "2.penalty.decided"); r.Unread["2.penalty.decided"] = "减3" }, []string{"减3"}, "2.penalty.decided"},
	} {
		r := zeroReport()
		c.spoil(r)
		got := find(Report(r, nil), c.rule)
		if len(got) != c.count {
			t.Errorf("%s: %d findings of %s, want %d: %v", c.name, len(got), c.rule, c.count, got)
			continue
		}
		if c.count == 0 {
			continue
		}
		f := got[0]
		for _, words := range c.says {
			if !strings.Contains(f.Message, words) {
				t.Errorf("%s: %q does not say %q", c.name, f.Message, words)
			}
		}
		if c.cell != "" && (len(f.Cells) == 0 || f.Cells[0] != c.cell) {
			t.Errorf("%s: cells %v, want %s first", c.name, f.Cells, c.cell)
		}
		if f.Fix == "" || strings.ContainsAny(f.Message+f.Fix, "{}") || f.Section == "" {
			t.Errorf("%s: not fully worded: %q %q %q", c.name, f.Message, f.Fix, f.Section)
		}
	}
}

// TestBalanceEachColumn: every one of the seven columns is named when it alone
// is out of balance (the total's goes with it).
func TestBalanceEachColumn(t *testing.T) {
	for _, col := range model.Form2021.Section("3").Table.Blocks[0].Columns {
		if col.Key == "total" {
			continue
		}
		r := zeroReport()
		r.Figures[model.CellID("3.carried_in."+col.Key)] = model.Count(7)
		got := find(Report(r, nil), "T3-BAL")
		if len(got) != 1 || !strings.HasPrefix(got[0].Message, col.Label+"一列不平") || got[0].Difference != model.Count(7) ||
			len(got[0].Explains) != 1 || got[0].Explains[0].Cells[0] != "3.received.total" {
			t.Errorf("%s: %v", col.Key, got)
		}
		for _, b := range model.Evaluate(r).Balances("T3-BAL") {
			if off := b.Difference().Sign() != 0; off != (b.Column == col.Key || b.Column == "total") {
				t.Errorf("%s spoiled: column %s is off: %v", col.Key, b.Column, off)
			}
		}
	}
}

func TestFixSaysWhichWay(t *testing.T) {
	r := zeroReport()
	r.Figures["3.received.natural_person"] = model.Count(2)
	less := zeroReport()
	less.Figures["3.granted.natural_person"] = model.Count(2)
	a, b := find(Report(r, nil), "T3-BAL")[0], find(Report(less, nil), "T3-BAL")[0]
	if a.Fix == b.Fix || b.Difference != model.Count(-2) || !strings.Contains(b.Fix, "2 件") {
		t.Errorf("too few handled: %q; too many: %q (%s)", a.Fix, b.Fix, b.Difference)
	}
}

func TestExplainedFindingsDoNotCount(t *testing.T) {
	r := zeroReport()
	r.Figures["2.rules.in_force"] = model.Count(2)
	r.Explanations = []model.Explanation{{Rule: "T2-REG", Cell: "2.rules.in_force", Text: "代管", By: "张三"}}
	findings := Report(r, nil)
	errors, _, _ := Count(findings)
	if len(findings) != 1 || !findings[0].Explained || errors != 0 {
		t.Errorf("findings %v, %d errors", findings, errors)
	}
}

func TestWorstFirst(t *testing.T) {
	r := zeroReport()
	r.Unread["2.fees.amount"] = "1.23456" // a warning
	delete(r.Text, "6")
	got := Report(r, nil)
	if len(got) != 2 || got[0].Severity != model.Error || got[1].Severity != model.Warning {
		t.Errorf("order: %v", got)
	}
}

// BenchmarkEdit is what one edit costs: apply, totals, checks.
func BenchmarkEdit(b *testing.B) {
	s := model.NewSession(zeroReport(), "bench")
	n := int64(0)
	for b.Loop() {
		n++
		if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: "3.received.natural_person", Figure: model.Count(n % 1000)})); err != nil {
			b.Fatal(err)
		}
		Sheet(s.Report(), model.Evaluate(s.Report()), nil)
		if n%1000 == 0 { // as a save would
			s.Take()
			s.Saved(int(n))
		}
	}
}
