package check

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// onlyPaper is the findings about totals: the notes on what the paper has, and the errors.
func onlyPaper(r *model.Report) (notes, errors []Finding) {
	for _, f := range Report(r, nil) {
		switch {
		case f.Rule == "T-PAPER":
			notes = append(notes, f)
		case f.Severity == model.Error:
			errors = append(errors, f)
		}
	}
	return notes, errors
}

// TestWitnessBecomesANote: a total that agreed when it was read is no error once somebody
// corrects a figure under it; it says what the paper had.
func TestWitnessBecomesANote(t *testing.T) {
	r := countyReport()
	state(r)
	r.SettleStated()
	if len(r.Stated) > 0 || len(r.Printed) != 34 {
		t.Fatalf("stated %d, printed %d", len(r.Stated), len(r.Printed))
	}
	if notes, errors := onlyPaper(r); len(notes)+len(errors) > 0 {
		t.Fatalf("as it was read: %v, %v", notes, errors)
	}
	s := model.NewSession(r, "x")
	was := model.Evaluate(r).At("3.granted.business")
	set(t, s, "3.granted.business", was.Add(model.Count(2)).Units()/model.Scale)
	set(t, s, "3.received.business", model.Evaluate(r).At("3.received.business").Add(model.Count(2)).Units()/model.Scale)
	notes, errors := onlyPaper(s.Report())
	if len(errors) > 0 || len(notes) != 1 || notes[0].Severity != model.Info || !strings.Contains(notes[0].Message, "原件总计 713，现在 715") {
		t.Errorf("corrected: %v, %v", notes, errors)
	}
	if notes[0].CanExplain(r.Form) == nil {
		t.Error("a note wants an explanation")
	}
	for s.UndoLabel() != "" {
		if _, err := s.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	if notes, errors := onlyPaper(s.Report()); len(notes)+len(errors) > 0 {
		t.Errorf("taken back: %v, %v", notes, errors)
	}
}

// TestWitnessesNameTheCell: totals that still agree clear the cells under them, so that
// only the figure that somebody has changed is left.
func TestWitnessesNameTheCell(t *testing.T) {
	r := countyReport()
	state(r)
	r.SettleStated()
	s := model.NewSession(r, "x")
	set(t, s, "3.granted.natural_person", 19)
	_, f := onlyPaper(s.Report())
	if len(f) != 1 || f[0].Suspect != "3.granted.natural_person" || f[0].Value != model.Evaluate(countyReport()).At("3.granted.natural_person") {
		t.Errorf("%+v", f)
	}
}

// TestNeverAgreed: a total that never agreed is an error until a cell is put right or a
// person decides; then it is a note.
func TestNeverAgreed(t *testing.T) {
	r := countyReport()
	state(r)
	r.Stated["3.received.total"] = model.Count(999)
	r.SettleStated()
	s := model.NewSession(r, "x")
	if _, errors := onlyPaper(s.Report()); len(errors) != 1 || !strings.Contains(errors[0].Message, "999") {
		t.Fatalf("%v", errors)
	}
	must(t, s.Apply(model.Settle(s.Report(), "3.received.total")))
	notes, errors := onlyPaper(s.Report())
	if len(errors) > 0 || len(notes) != 1 || !strings.Contains(notes[0].Message, "999") {
		t.Errorf("settled: %v, %v", notes, errors)
	}
	if last := s.Unsaved()[len(s.Unsaved())-1]; !slices.ContainsFunc(last.Changes, func(c model.Change) bool { return c.Before == "999" }) {
		t.Errorf("the log does not have what the paper said: %+v", last)
	}
	must(t, s.Apply(model.SetStated(s.Report(), "3.received.total", model.Blank)))
	if notes, _ := onlyPaper(s.Report()); len(notes) > 0 {
		t.Errorf("a witness can't be taken away: %v", notes)
	}
}

// TestPrintedIdentities: where leaves could not be read, the balance and the sums are
// those of the totals as printed.
func TestPrintedIdentities(t *testing.T) {
	r := countyReport()
	state(r)
	for _, row := range []model.CellID{"3.granted", "3.received"} {
		for _, column := range []model.CellID{"business", "research"} {
			notRead(r, row+"."+column)
		}
	}
	r.SettleStated()
	if _, errors := onlyPaper(r); len(errors) != 1 || errors[0].Rule != "FILL-UNREAD" {
		t.Fatalf("all totals are right: %v", errors)
	}
	r.Stated["3.processed.total"] = r.Printed["3.processed.total"].Add(model.Count(30))
	delete(r.Printed, "3.processed.total")
	_, errors := onlyPaper(r)
	if told := slices.ContainsFunc(errors, func(f Finding) bool { return slices.Contains(f.Cells, "3.processed.total") }); !told {
		t.Errorf("the printed totals don't balance: %v", errors)
	}
}

// TestPartlyKnownSumIsNoWitness: what agrees only because a part could not be read has not
// agreed yet.
func TestPartlyKnownSumIsNoWitness(t *testing.T) {
	r := countyReport()
	r.Stated["3.carried_out.total"] = model.Evaluate(r).At("3.carried_out.total")
	notRead(r, "3.carried_out.welfare")
	r.SettleStated()
	s := model.NewSession(r, "x")
	set(t, s, "3.carried_out.welfare", 3)
	_, errors := onlyPaper(s.Report())
	if told := len(errors) == 1 && slices.ContainsFunc(errors[0].Explains, func(f Folded) bool { return f.Rule == "T3-ROW" }); !told {
		t.Errorf("the total never agreed: %v", errors)
	}
}

// TestPaperSpeaksAgainst: once two figures have been changed, the printed totals still say
// that one change alone is not it, and no key makes a third figure wrong.
func TestPaperSpeaksAgainst(t *testing.T) {
	base := countyReport()
	sheet := model.Evaluate(base)
	random := rand.New(rand.NewPCG(1, 2))
	var typed []model.CellID
	for _, c := range base.Form.Cells() {
		if c.Section.Key == "3" && !c.Computed() {
			typed = append(typed, c.ID)
		}
	}
	named := 0
	for range 200 {
		r := base.Clone()
		state(r)
		r.SettleStated()
		a, b := typed[random.IntN(len(typed))], typed[random.IntN(len(typed))]
		r.Figures[a], r.Figures[b] = mistyped(random, sheet.At(a)), mistyped(random, sheet.At(b))
		for _, f := range Report(r, nil) {
			if f.Suspect != "" {
				named++
				if f.Value != sheet.At(f.Suspect) {
					t.Errorf("%s, %s: %s", a, b, f.Message)
				}
			}
			if f.Repair == nil {
				continue
			}
			s := model.NewSession(r.Clone(), "x")
			must(t, s.Apply(EditFor(s.Report(), &f)))
			if got := s.Report().Figures; got[a] != sheet.At(a) && got[b] != sheet.At(b) && f.Section == "3" {
				t.Errorf("%s, %s: x does %s", a, b, f.Repair.Label)
			}
		}
	}
	if named < 100 {
		t.Errorf("named %d", named)
	}
}

// TestMoreThanAreTold: of a rule that speaks more often than it is let, the last says how
// many more there are.
func TestMoreThanAreTold(t *testing.T) {
	r := zeroReport()
	r.Text["1"] += strings.Repeat("\n2019年12月31日止，我镇公开信息3条。截止2025年12月31日。", 130)
	f := find(Report(r, nil), "W-JIEZHI")
	if len(f) != 100 || !strings.Contains(f[99].Message, "同样的还有 30 处") {
		t.Errorf("%d: %v", len(f), f[len(f)-1].Message)
	}
}

// TestNoZerosWithoutAWitness: the key fills a section that nobody has begun only where last
// year's report has noughts there; one that is blank itself says nothing.
func TestNoZerosWithoutAWitness(t *testing.T) {
	r := model.NewReport(model.Form2021, "甲镇人民政府", model.Town, 2025)
	last := zeroReport()
	last.Year = 2024
	for what, c := range map[string]struct {
		last *model.Report
		want bool
	}{"none": {nil, false}, "a blank one": {model.NewReport(model.Form2021, "甲镇人民政府", model.Town, 2024), false}, "noughts": {last, true}} {
		f := find(Report(r, c.last), "FILL-BLANK")
		if len(f) != 3 || (f[1].Repair != nil) != c.want {
			t.Errorf("%s: %+v", what, f)
		}
	}
}
