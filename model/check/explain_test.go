package check

import (
	"strings"
	"testing"
	"time"

	"nianbao/model"
)

var saidAt = time.Date(2026, 1, 20, 10, 21, 0, 0, time.UTC)

// takes applies an explanation, which must be one.
func takes(t *testing.T, s *model.Session) func(model.Edit, error) {
	return func(e model.Edit, err error) {
		t.Helper()
		must(t, err)
		must(t, s.Apply(e))
	}
}

// explained returns a session over a report whose finding of the rule has been
// explained.
func explained(t *testing.T, r *model.Report, rule string) *model.Session {
	t.Helper()
	f := find(Report(r, nil), rule)
	if len(f) == 0 {
		t.Fatalf("no finding of %s", rule)
	}
	s := model.NewSession(r, "explain")
	takes(t, s)(Explain(r, &f[0], "代管单位的规章", "张三", saidAt))
	return s
}

func TestExplanationIsVoidWithItsFigures(t *testing.T) {
	r := countyReport()
	put(r, 2, "2.rules.in_force")
	s := explained(t, r, "T2-REG")
	state := func() (explained, lapsed bool) {
		f := find(Report(s.Report(), nil), "T2-REG")[0]
		return f.Explained && f.Because.By == "张三", f.Lapsed != nil
	}
	if ok, lapsed := state(); !ok || lapsed {
		t.Errorf("explained: %v, lapsed: %v", ok, lapsed)
	}
	if errors, _, _ := Count(Report(s.Report(), nil)); errors != 0 {
		t.Errorf("%d errors are left", errors)
	}
	set(t, s, "2.rules.in_force", 3)
	if ok, lapsed := state(); ok || !lapsed {
		t.Errorf("after another figure: explained %v, lapsed %v", ok, lapsed)
	}
	set(t, s, "2.rules.in_force", 2)
	if ok, _ := state(); !ok {
		t.Error("with the old figure again the explanation does not hold again")
	}
	for range 3 {
		if _, err := s.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.Report().Explanations) != 0 {
		t.Errorf("undo leaves %v", s.Report().Explanations)
	}
}

func TestExplanationOfASentence(t *testing.T) {
	r := countyReport()
	r.Text["1"] += "全年共受理政府信息公开申请17件。年底统计，受理政府信息公开申请18件。"
	s := explained(t, r, "P-NEW")
	f := find(Report(s.Report(), nil), "P-NEW")
	if len(f) != 2 || !f[0].Explained || f[1].Explained {
		t.Fatalf("one of two sentences is explained: %v", f)
	}
	takes(t, s)(Explain(s.Report(), &f[1], "两处的口径不同", "李四", saidAt))
	if f = find(Report(s.Report(), nil), "P-NEW"); !f[0].Explained || !f[1].Explained || f[1].Because.Text != "两处的口径不同" {
		t.Fatalf("both are explained: %v", f)
	}
	set(t, s, "3.received.business", 4) // the other side of both
	for _, f := range find(Report(s.Report(), nil), "P-NEW") {
		if strings.Contains(f.Quote, "1") && !strings.Contains(f.Quote, "749") && (f.Explained || f.Lapsed == nil) {
			t.Errorf("still explained: %s", said(f))
		}
	}
	takes(t, s)(Explain(s.Report(), &f[0], "", "", saidAt))
	if n := len(s.Report().Explanations); n != 1 {
		t.Errorf("%d explanations after one was taken away", n)
	}
}

func TestExplanationsTravel(t *testing.T) {
	r := countyReport()
	r.Text["6"] = "无"
	s := explained(t, r, "S6-MISS")
	takes(t, s)(model.SwitchOff(s.Report(), "W-JIEZHI", "县里统一写截止", "张三", saidAt))
	data, err := model.Encode(s.Report())
	must(t, err)
	back, err := model.Decode(data)
	must(t, err)
	same(t, "after the exchange file", back, s.Report())
	back.Text["1"] = "截止2025年12月31日，公开62条。"
	for rule, text := range map[string]string{"S6-MISS": "代管单位的规章", "W-JIEZHI": "县里统一写截止"} {
		f := find(Report(back, nil), rule)
		if len(f) != 1 || !f[0].Explained || f[0].Because.Text != text {
			t.Errorf("%s: %v", rule, f)
		}
	}

	next := model.NewReport(model.Form2021, r.Unit, r.Level, r.Year+1)
	ns := model.NewSession(next, "next")
	must(t, ns.Apply(model.CarryOver(next, s.Report())))
	if ns.Report().SwitchedOff("W-JIEZHI") == nil || len(ns.Report().Explanations) != 1 {
		t.Errorf("carried over: %v", ns.Report().Explanations)
	}
	if ns.Report().Figures["3.carried_in.natural_person"] != model.Count(31) || model.Form2021.CarriedFrom("3.carried_in.total") != "3.carried_out.total" {
		t.Error("the carried figures are missing")
	}
	other := model.NewReport(model.Form2021, "某某局", model.CountyDepartment, r.Year+1)
	if e := model.CarryOver(other, s.Report()); strings.Contains(string(e.Changes[len(e.Changes)-1].Kind), "explanation") {
		t.Error("another unit's rule was switched off")
	}
}

func TestSwitchOnAgain(t *testing.T) {
	s := model.NewSession(countyReport(), "switch")
	takes(t, s)(model.SwitchOff(s.Report(), "W-LEN", "市里的通知允许", "张三", saidAt))
	takes(t, s)(model.SwitchOff(s.Report(), "W-LEN", "", "张三", saidAt))
	if s.Report().SwitchedOff("W-LEN") != nil {
		t.Error("still off")
	}
}

func TestWhatCantBeExplained(t *testing.T) {
	r := countyReport()
	delete(r.Figures, "2.fees.amount")
	f := find(Report(r, nil), "FILL-BLANK")[0]
	if f.CanExplain(model.Form2021) == nil {
		t.Error("a blank can be explained")
	}
	s := model.NewSession(r, "firm")
	refused := func(e model.Edit, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%v, and it is words that can be taken", err)
		}
		if err := s.Apply(e); err == nil {
			t.Errorf("%s was taken", e.Label)
		}
	}
	refused(Explain(r, &f, "本年没有收过费", "张三", saidAt))
	refused(model.SwitchOff(r, "T2-REG", "本单位代管的规章", "张三", saidAt))
	refused(model.SwitchOff(r, "NO-SUCH", "本单位代管的规章", "张三", saidAt))
	refused(model.SwitchOff(r, "W-LEN", strings.Repeat("说明很长", 76), "张三", saidAt))
	put(r, 2, "2.rules.in_force")
	reg := find(Report(r, nil), "T2-REG")[0]
	if err := reg.CanExplain(model.Form2021); err != nil {
		t.Error(err)
	}
}

// TestExplanationsMerge: what two people explain at once is joined; the same
// finding is asked about.
func TestExplanationsMerge(t *testing.T) {
	base := countyReport()
	base.Text["6"], base.Text["5"] = "无", "无"
	explain := func(r *model.Report, rule, text string) *model.Session {
		s := model.NewSession(r.Clone(), text)
		f := find(Report(s.Report(), nil), rule)[0]
		takes(t, s)(Explain(s.Report(), &f, text, "某人", saidAt))
		return s
	}
	mine, theirs := explain(base, "S6-MISS", "甲写的原因和依据"), explain(base, "W-SEC5", "乙写的原因和依据")
	changed := mine.Rebase(theirs.Report(), nil)
	if len(mine.Report().Explanations) != 2 || len(changed) != 1 || changed[0].Kind != model.TargetExplanation {
		t.Errorf("joined: %v, changed %v", mine.Report().Explanations, changed)
	}
	again := explain(base, "S6-MISS", "丙写的原因和依据")
	clashes := again.Clashes(explain(base, "S6-MISS", "丁写的原因和依据").Report())
	if len(clashes) != 1 || model.ShowValue(clashes[0].Target, clashes[0].Theirs) != "丁写的原因和依据" || again.Report().TargetName(clashes[0].Target) != "对 S6-MISS 的说明" {
		t.Errorf("clashes: %v", clashes)
	}
}

// FuzzCheck: no text makes the rules panic, and every finding about words
// points at words, which a repair changes to something else.
func FuzzCheck(f *testing.F) {
	for _, c := range proseCases {
		for _, s := range c.finds {
			f.Add(s)
		}
	}
	for _, s := range []string{countyReport().Text["1"], "一万亿千百十件", "９９９９９９９９９９９件", "12年", "截止", "（其中", "国办号", "年1月1日12月", "20251234年1月1日至2025年12月31日", "1.万条0.0.0%", "人民政府人民政府", "其中其中3件，4%"} {
		f.Add(s)
	}
	last := lastCountyReport()
	f.Fuzz(func(t *testing.T, text string) {
		r := countyReport()
		text = model.CleanText(text)
		for _, key := range []string{"0", "1", "5", "6"} {
			r.Text[key] = text
		}
		for _, x := range Report(r, last) {
			if x.At.Start < 0 || x.At.End < x.At.Start || x.At.End > len(r.Text[x.Section]) {
				t.Fatalf("%s points at %v of %d", x.Rule, x.At, len(text))
			}
			if strings.Contains(x.Quote, "\n") {
				t.Fatalf("%s quotes two lines: %q", x.Rule, x.Quote)
			}
			if x.Repair != nil && EditFor(r, &x).Empty() {
				t.Fatalf("%s: the repair %q changes nothing", x.Rule, x.Repair.Label)
			}
		}
	})
}

// TestExplanationsDoNotHideOthers: what is explained once does not cover another
// place with the same words, nor a text that says even less.
func TestExplanationsDoNotHideOthers(t *testing.T) {
	for _, c := range []struct{ rule, section, before, after string }{
		{"W-PLACE", "1", "XX光电项目公开信息62条。", "XX光电项目公开信息62条。收到XX条信息。"},
		{"W-YEAR", "1", "2024年公开信息62条。", "2024年公开信息62条。\n2024年，我县受理申请12件。"},
		{"W-NAME", "1", "我局公开信息62条。", "我局收到申请12件。"},
		{"W-JIEZHI", "1", "截止2025年12月31日，公开62条。", "截止2025年12月31日，公开62条。截止今年，更新3条。"},
		{"W-ASPECT", "1", "主动公开62条，依申请公开、信息管理、公开平台，考核。", "工作正常，公开62条。"},
		{"W-SEC5", "5", "问题是内容不够细，更新不及时，人手不足，解读不多，形式单一，办件慢。", "问题是内容比较少，更新比较慢，人手不够，解读很少，形式不多，办件迟。"},
	} {
		r := countyReport()
		r.Text[c.section] = c.before
		if c.rule == "W-ASPECT" {
			r.Text["1"] = "主动公开62条，依申请公开、信息管理、公开平台。"
		}
		s := explained(t, r, c.rule)
		if f := find(Report(s.Report(), nil), c.rule); len(f) != 1 || !f[0].Explained {
			t.Fatalf("%s: %v", c.rule, f)
		}
		must(t, s.Apply(model.SetText(s.Report(), c.section, c.after)))
		open := 0
		for _, f := range find(Report(s.Report(), nil), c.rule) {
			if !f.Explained {
				open++
			}
		}
		if open != 1 {
			t.Errorf("%s: %d open findings after %q", c.rule, open, c.after)
		}
	}
}

// TestExplanationShownAsLapsed: words put before an explained sentence void the
// explanation, and explaining anew takes its place.
func TestExplanationShownAsLapsed(t *testing.T) {
	r := countyReport()
	r.Text["1"] = "（二）依申请公开。全年共受理政府信息公开申请17件。"
	s := explained(t, r, "P-NEW")
	must(t, s.Apply(model.SetText(s.Report(), "1", "（二）依申请公开。我县全年共受理政府信息公开申请17件。")))
	f := find(Report(s.Report(), nil), "P-NEW")[0]
	if f.Explained || f.Lapsed == nil {
		t.Fatalf("%+v", f)
	}
	takes(t, s)(Explain(s.Report(), &f, "两处的口径不同", "李四", saidAt))
	if f = find(Report(s.Report(), nil), "P-NEW")[0]; !f.Explained || len(s.Report().Explanations) != 1 {
		t.Errorf("%+v, %v", f, s.Report().Explanations)
	}
}

// TestHollowExplanations: what explains nothing is refused where it is written, for a
// finding and for a rule, and stays where it stands already: it counts, comes back with
// an old revision and with undo.
func TestHollowExplanations(t *testing.T) {
	r := countyReport()
	put(r, 2, "2.rules.in_force")
	f := find(Report(r, nil), "T2-REG")[0]
	for _, text := range []string{"已核实", "情况属实。"} {
		if e, err := Explain(r, &f, text, "张三", saidAt); err == nil || !e.Empty() {
			t.Errorf("%q explains: %v", text, e)
		}
		if e, err := model.SwitchOff(r, "W-LEN", text, "张三", saidAt); err == nil || !e.Empty() {
			t.Errorf("%q switches off: %v", text, e)
		}
	}
	old := f.explanation()
	old.Text, old.By, old.At = "已核实", "张三", saidAt
	r.Explanations = []model.Explanation{old}
	data, err := model.Encode(r)
	must(t, err)
	back, err := model.Decode(data)
	must(t, err)
	f = find(Report(back, nil), "T2-REG")[0]
	if !f.Explained || f.Because.Text != "已核实" {
		t.Fatalf("one from before: %+v", f)
	}
	s := model.NewSession(back.Clone(), "old")
	takes(t, s)(Explain(s.Report(), &f, "", "", saidAt))
	_, err = s.Undo()
	must(t, err)
	same(t, "after undo", s.Report(), back)
	_, err = s.Redo()
	must(t, err)
	must(t, s.Apply(model.Restore(s.Report(), back)))
	same(t, "brought back", s.Report(), back)
}
