package model

import (
	"strings"
	"testing"
)

func TestForm2019IsValid(t *testing.T) {
	if err := Form2019.Validate(); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, c := range Form2019.Cells() {
		count[c.Section.Key]++
	}
	// 6 + 6 + 6 + 2 + 2 in section two, 23 rows of 7, 15 cases.
	if count["2"] != 22 || count["3"] != 161 || count["4"] != 15 {
		t.Errorf("cells %v", count)
	}
	for _, id := range []string{"T3-ROW", "T3-RES", "T3-BAL", "T4-SUM", "P-NEW", "W-HEAD", "FILL-BLANK", "T2-REG"} {
		if Form2019.Rule(id) == nil {
			t.Errorf("no rule %s", id)
		}
	}
	for _, id := range []string{"Y-STOCK", "T2-STOCK", "W-NOTICE", "P-NORM"} {
		if Form2019.Rule(id) != nil {
			t.Errorf("rule %s is about the form of 2021", id)
		}
	}
}

// oldReport is a town's report for 2020 on the form of its time.
func oldReport() *Report {
	r := NewReport(Form2019, "某某镇人民政府", Town, 2020)
	for _, c := range Form2019.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = Zero
		}
	}
	for id, n := range map[CellID]int64{"2.normative.public_total": 7, "2.normative.made": 2, "2.licensing.change": -8, "2.licensing.decided": 40,
		"3.received.business": 9, "3.granted.business": 4, "3.other.business": 3, "3.carried_out.business": 2} {
		r.Figures[id] = Count(n)
	}
	return r
}

func TestOldFormAddsUpAndKeeps(t *testing.T) {
	r := oldReport()
	s := Evaluate(r)
	if got := s.At("3.processed.total"); got != Count(7) {
		t.Errorf("（七）总计 = %s, want 4 + 3", got)
	}
	for _, f := range Check(r, nil) {
		if f.Rule == "T3-BAL" || f.Rule == "T2-NEG" || f.Rule == "FILL-OLD" {
			t.Errorf("finding %s: %s", f.Rule, f.Message)
		}
	}
	data, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if back.Form != Form2019 || back.Figures["2.licensing.change"] != Count(-8) {
		t.Errorf("form %s, change %s", back.Form.Edition, back.Figures["2.licensing.change"])
	}
	change := Form2019.Cell("2.licensing.change").Column
	if f, err := ParseFigure("－8", change); err != nil || f != Count(-8) {
		t.Errorf("a change of －8 reads as %s, %v", f, err)
	}
	r.Year = 2022
	if !findsRule(Check(r, nil), "FILL-OLD") {
		t.Error("the old form in 2022 is no finding")
	}
}

// TestOldFormProse: the words that mean no application count for nothing on the old
// form as well, and texts that contradict its tables are found.
func TestOldFormProse(t *testing.T) {
	for text, want := range map[string]string{
		"全年收到政府信息公开申请 9 件，办理群众留言 35 件。":            "",
		"全年收到政府信息公开申请 9 件，征求第三方意见 3 件，延期答复 2 件。":   "",
		"全年收到政府信息公开申请 12 件。":                       "P-NEW",
		"全年收到政府信息公开申请 9 件。行政复议、行政诉讼案件结果均获维持。":      "P-CONTR",
		"全年收到政府信息公开申请 9 件，全部办结。结转下年 2 件，不予处理 0 件。": "P-CONTR",
	} {
		r := oldReport()
		r.Figures["4.reconsideration.corrected"] = Count(1)
		r.Text["1"] = text
		var found []string
		for _, f := range Check(r, nil) {
			if strings.HasPrefix(f.Rule, "P-") {
				found = append(found, f.Rule)
			}
		}
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%s: found %q, want %q", text, got, want)
		}
	}
}

func findsRule(findings []Finding, rule string) bool {
	for _, f := range findings {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

// What the old form leaves behind for the new one: DOMAIN 2, the mapping.
func TestOldFormAsLastYears(t *testing.T) {
	last := oldReport()
	r := NewReport(Form2021, last.Unit, Town, 2021)
	s := NewSession(r, "x")
	if err := s.Apply(CarryOver(r, last)); err != nil {
		t.Fatal(err)
	}
	if got := s.Report().Figures["3.carried_in.business"]; got != Count(2) {
		t.Errorf("carried in %s, want 2", got)
	}
	as := EvaluateAs(last, Form2021)
	for id, want := range map[CellID]Figure{"3.other.business": Count(3), "2.licensing.decided": Count(40), "2.normative.in_force": Count(7),
		"3.other_unpaid.business": Blank, "2.fees.amount": Blank, "2.normative.issued": Blank} {
		if got := as.At(id); got != want {
			t.Errorf("%s of the old report is %q, want %q", id, got, want)
		}
	}
	if !as.Formerly("2.normative.in_force") || as.Formerly("2.licensing.decided") {
		t.Error("only the stock comes from a cell of another meaning")
	}
	if err := s.Apply(SetFigures(s.Report(), CellFigure{"2.normative.issued", Count(1)}, CellFigure{"2.normative.repealed", Zero},
		CellFigure{"2.normative.in_force", Count(30)}, CellFigure{"3.carried_in.business", Count(5)})); err != nil {
		t.Fatal(err)
	}
	seen := map[string]Severity{}
	for _, f := range Check(s.Report(), last) {
		seen[f.Rule] = f.Severity
		if f.Rule == "Y-STOCK" && !strings.Contains(f.Message, "对外公开总数量") {
			t.Errorf("the hint does not say what it compares with: %s", f.Message)
		}
	}
	if seen["Y-STOCK"] != Hint || seen["Y-CARRY"] != Error {
		t.Errorf("findings %v: want Y-STOCK a hint only, Y-CARRY an error", seen)
	}
}
