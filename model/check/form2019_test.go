package check

import (
	"strings"
	"testing"

	"nianbao/model"
)

// oldReport is a town's report for 2020 on the form of its time.
func oldReport() *model.Report {
	r := model.NewReport(model.Form2019(), "某某镇人民政府", model.Town, 2020)
	for _, c := range model.Form2019().Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	for id, n := range map[model.CellID]int64{"2.normative.public_total": 7, "2.normative.made": 2, "2.licensing.change": -8, "2.licensing.decided": 40,
		"3.received.business": 9, "3.granted.business": 4, "3.other.business": 3, "3.carried_out.business": 2} {
		r.Figures[id] = model.Count(n)
	}
	return r
}

// TestOldHeadings: what was usual in its time is no slip on the form of 2019, other words
// are.
func TestOldHeadings(t *testing.T) {
	for text, slip := range map[string]bool{
		"二、行政机关主动公开政府信息情况":            false,
		"三、行政机关收到和处理政府信息公开申请情况":       false,
		"四、因政府信息公开工作被申请行政复议、提起行政诉讼情况": false,
		"五、政府信息公开工作存在的主要问题及改进情况":      false,
		"五、政府信息公开工作存在的主要问题和改进情况":      false,
		"五、存在的主要问题及改进情况":              false,
		"五、存在问题及改进措施":                 true,
		"四、行政复议、行政诉讼情况":               true,
		"三、依申请公开情况":                   true,
	} {
		r := oldReport()
		key := map[string]string{"二": "2", "三": "3", "四": "4", "五": "5"}[text[:len("二")]]
		r.Headings = headingsBut(key, text)
		if found := find(Report(r, nil), "W-HEAD"); (len(found) > 0) != slip {
			t.Errorf("%s: %v", text, found)
		}
	}
}

func TestOldFormAddsUpAndKeeps(t *testing.T) {
	r := oldReport()
	s := model.Evaluate(r)
	if got := s.At("3.processed.total"); got != model.Count(7) {
		t.Errorf("（七）总计 = %s, want 4 + 3", got)
	}
	for _, f := range Report(r, nil) {
		if f.Rule == "T3-BAL" || f.Rule == "T2-NEG" || f.Rule == "FILL-OLD" {
			t.Errorf("finding %s: %s", f.Rule, f.Message)
		}
	}
	data, err := model.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	back, err := model.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if back.Form != model.Form2019() || back.Figures["2.licensing.change"] != model.Count(-8) {
		t.Errorf("form %s, change %s", back.Form.Edition, back.Figures["2.licensing.change"])
	}
	change := model.Form2019().Cell("2.licensing.change").Column
	if f, err := model.ParseFigure("－8", change); err != nil || f != model.Count(-8) {
		t.Errorf("a change of －8 reads as %s, %v", f, err)
	}
	r.Year = 2022
	if !findsRule(Report(r, nil), "FILL-OLD") {
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
		r.Figures["4.reconsideration.corrected"] = model.Count(1)
		r.Text["1"] = text
		var found []string
		for _, f := range Report(r, nil) {
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
	r := model.NewReport(model.Form2021, last.Unit, model.Town, 2021)
	s := model.NewSession(r, "x")
	if err := s.Apply(model.CarryOver(r, last)); err != nil {
		t.Fatal(err)
	}
	if got := s.Report().Figures["3.carried_in.business"]; got != model.Count(2) {
		t.Errorf("carried in %s, want 2", got)
	}
	as := model.EvaluateAs(last, model.Form2021)
	for id, want := range map[model.CellID]model.Figure{"3.other.business": model.Count(3), "2.licensing.decided": model.Count(40), "2.normative.in_force": model.Count(7),
		"3.other_unpaid.business": model.Blank, "2.fees.amount": model.Blank, "2.normative.issued": model.Blank} {
		if got := as.At(id); got != want {
			t.Errorf("%s of the old report is %q, want %q", id, got, want)
		}
	}
	if !as.Formerly("2.normative.in_force") || as.Formerly("2.licensing.decided") {
		t.Error("only the stock comes from a cell of another meaning")
	}
	if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: "2.normative.issued", Figure: model.Count(1)}, model.CellFigure{Cell: "2.normative.repealed", Figure: model.Zero},
		model.CellFigure{Cell: "2.normative.in_force", Figure: model.Count(30)}, model.CellFigure{Cell: "3.carried_in.business", Figure: model.Count(5)})); err != nil {
		t.Fatal(err)
	}
	seen := map[string]model.Severity{}
	for _, f := range Report(s.Report(), last) {
		seen[f.Rule] = f.Severity
		if f.Rule == "Y-STOCK" && !strings.Contains(f.Message, "对外公开总数量") {
			t.Errorf("the hint does not say what it compares with: %s", f.Message)
		}
	}
	if seen["Y-STOCK"] != model.Hint || seen["Y-CARRY"] != model.Error {
		t.Errorf("findings %v: want Y-STOCK a hint only, Y-CARRY an error", seen)
	}
}
