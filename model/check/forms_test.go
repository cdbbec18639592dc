package check

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

func TestFormSurvivesJSON(t *testing.T) {
	back := readBack(t, model.Form2021)
	r := randomReport(rand.New(rand.NewPCG(1, 2)))
	want := Report(r, nil)
	r.Form = back
	if got := Report(r, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("the form read back finds %v, want %v", got, want)
	}
}

// TestOldFormHearsOfTheNew: a report of a year for which a newer form is laid down
// is told so, whichever form it is on.
func TestOldFormHearsOfTheNew(t *testing.T) {
	model.TryEdition(t, model.Derive(model.Form2021, func(f *model.Form) { f.Edition, f.Years = "2027", [2]int{2027, 0} }))
	for _, x := range []struct {
		form *model.Form
		year int
		told bool
	}{{model.Form2019(), 2020, false}, {model.Form2019(), 2021, true}, {model.Form2021, 2020, false}, {model.Form2021, 2026, false}, {model.Form2021, 2027, true}, {model.FormOf("2027"), 2026, false}, {model.FormOf("2027"), 2030, false}} {
		told := false
		for _, f := range Report(model.NewReport(x.form, "某某镇人民政府", model.Town, x.year), nil) {
			told = told || f.Kind == model.KindEdition
		}
		if told != x.told {
			t.Errorf("a report of %d on the form of %s: told %v", x.year, x.form.Edition, told)
		}
	}
}

// TestNoticesAreData: the notice of a newer form is looked for by what the form
// says of it, and the older ones are called old.
func TestNoticesAreData(t *testing.T) {
	const own = "国信公开函〔2027〕8号"
	f := model.Derive(model.Form2021, func(f *model.Form) {
		f.Edition, f.Years = "2027", [2]int{2027, 0}
		f.Notice, f.NoticeMark, f.Miscalled = own, "信公开函", []string{"国信发"}
	})
	model.TryEdition(t, f)
	for text, wrong := range map[string]bool{
		"根据" + own + "编制。":      false,
		"根据国信公开函 〔2027〕 8 号编制。": false, // as it is, but for spaces
		"根据国信公开函〔2026〕8号编制。":    true,
		"根据国信发〔2027〕8号编制。":      true,
		"根据国信发〔2026〕8号编制。":      false, // another paper
		"根据国信公开函〔2027〕18号编制。":   false,
	} {
		r := model.NewReport(f, "某某镇人民政府", model.Town, 2027)
		r.Text["0"] = text
		found := slices.ContainsFunc(Report(r, nil), func(x Finding) bool { return x.Kind == model.KindNotice })
		if found != wrong {
			t.Errorf("%s: found %v, want %v", text, found, wrong)
		}
	}
	same := model.Derive(model.Form2021, func(f *model.Form) {
		f.Edition, f.Years, f.Notice = "2027", [2]int{2027, 0}, "国办公开办函〔2027〕12号"
	})
	model.TryEdition(t, same)
	for text, wrong := range map[string]bool{"国办公开办函〔2027〕12号": false, "国办公开办函〔2021〕30号": true, "国办公开办函〔2019〕60号": true, "国办公开办函〔2019〕61号": false, "国办发〔2021〕30号": true, "国办发〔2027〕12号": true} {
		r := model.NewReport(same, "某某镇人民政府", model.Town, 2027)
		r.Text["0"] = "根据" + text + "编制。"
		found := slices.ContainsFunc(Report(r, nil), func(x Finding) bool { return x.Kind == model.KindNotice })
		if found != wrong {
			t.Errorf("%s: found %v, want %v", text, found, wrong)
		}
	}
}

// TestUnreadIsFoundOnce: what could not be read is told as such and as nothing else,
// and no key repairs it.
func TestUnreadIsFoundOnce(t *testing.T) {
	r := partlyRead()
	afterReconsideration(r)
	delete(r.Figures, "3.partial.research")
	var rules []string
	for _, f := range Report(r, lastCountyReport()) {
		rules = append(rules, f.Rule)
		if e := EditFor(r, &f); !e.Empty() {
			t.Errorf("%s has a repair, %s", f.Rule, e.Label)
		}
		if blank := f.Rule == "FILL-BLANK"; blank && len(f.Cells) != 1 {
			t.Errorf("called blank: %v", f.Cells)
		}
	}
	if want := []string{"FILL-BLANK", "FILL-UNREAD", "FILL-TEXT", "T2-FEE"}; !slices.Equal(rules, want) {
		t.Errorf("findings %v, want %v", rules, want)
	}
}

// readBack is the form written as JSON and read again.
func readBack(t *testing.T, f *model.Form) *model.Form {
	t.Helper()
	data, err := json.Marshal(f)
	must(t, err)
	back := &model.Form{}
	must(t, json.Unmarshal(data, back))
	return back
}

// TestValidate: every rule of every edition is of a kind that something checks, and a
// rule of no known kind is told.
func TestValidate(t *testing.T) {
	for _, f := range model.Editions() {
		t.Run(f.Edition, func(t *testing.T) { must(t, Validate(f)) })
	}
	for reason, spoil := range map[string]func(*model.Form){
		`nothing checks rules of kind "no-such"`: func(f *model.Form) { f.Rules = append(f.Rules, model.Rule{ID: "X", Kind: "no-such"}) },
		"names no cell": func(f *model.Form) {
			f.Rules = append(f.Rules, model.Rule{ID: "X", Kind: model.KindCount, Left: []string{"9.*"}})
		},
	} {
		t.Run(reason, func(t *testing.T) {
			f := readBack(t, model.Form2021)
			spoil(f)
			if err := Validate(f); err == nil || !strings.Contains(err.Error(), reason) {
				t.Errorf("it is said to be wrong in this: %v", err)
			}
		})
	}
}

// TestNoticesCanBeLookedFor: each edition's notice has all the parts by which texts
// are searched for it.
func TestNoticesCanBeLookedFor(t *testing.T) {
	for _, f := range model.Editions() {
		if _, ok := newPaper(f); !ok {
			t.Errorf("the notice %q with its mark %q can't be looked for", f.Notice, f.NoticeMark)
		}
	}
}

// TestTotalsAreRight: what the program adds up itself is never called wrong.
func TestTotalsAreRight(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		for _, f := range Report(randomReport(rng), nil) {
			if f.Kind == model.KindTotal {
				t.Fatalf("a computed total is called wrong: %s", f.Message)
			}
		}
	}
}

// TestFilesAreChecked: what a file has that is no figure, and totals of its own that
// are none, are found.
func TestFilesAreChecked(t *testing.T) {
	r, err := model.Decode([]byte(`{"schema":"nianbao/1","form":"2021","unit":"某某镇","level":"town","year":2024,
		"figures":{"3.received.natural_person":3,"3.received.total":5,"2.penalty.decided":"减3","2.fees.amount":1.23456,"3.granted.research":-2}}`))
	must(t, err)
	findings := Report(r, nil)
	for _, rule := range []string{"T3-ROW", "T3-NEG", "T2-FEE", "FILL-TEXT"} {
		if len(find(findings, rule)) == 0 {
			t.Errorf("%s says nothing; findings %v", rule, findings)
		}
	}
}

// FuzzFile: no file that can be read makes the rules panic.
func FuzzFile(f *testing.F) {
	good, err := model.Encode(zeroReport())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := model.Decode(data); err == nil {
			Report(r, nil)
		}
	})
}

// TestCorrectedReading: what is corrected in a reading leaves the total that the
// source states, and that they differ is found.
func TestCorrectedReading(t *testing.T) {
	r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025)
	r.Figures["3.received.natural_person"], r.Figures["3.received.business"] = model.Count(7), model.Count(2)
	x := &model.Reading{Report: r, Read: []model.ReadCell{{Cell: "3.received.natural_person", Value: model.Count(7)}, {Cell: "3.received.total", Value: model.Count(9)}}}
	s := model.NewSession(r, "x")
	must(t, s.Apply(x.Correct(s.Report(), "3.received.natural_person", model.Count(8))))
	if len(find(Report(s.Report(), nil), "T3-ROW")) != 1 {
		t.Error("the total that no longer agrees is no finding")
	}
}

// TestFinish: errors that nobody has explained stand in the way, nothing else does.
func TestFinish(t *testing.T) {
	for _, x := range []struct {
		name     string
		findings []Finding
		done     bool
	}{
		{"an error", []Finding{{Severity: model.Error}}, false},
		{"an explained error and a warning", []Finding{{Severity: model.Error, Explained: true}, {Severity: model.Warning}}, true},
		{"nothing", nil, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			if _, err := Finish(zeroReport(), x.findings); (err == nil) != x.done {
				t.Errorf("finishing says %v", err)
			}
		})
	}
}
