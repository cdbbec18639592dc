package model

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestEditions: every edition is sound and survives JSON, and each ends before the
// next begins.
func TestEditions(t *testing.T) {
	forms := Editions()
	for i, f := range forms {
		t.Run(f.Edition, func(t *testing.T) {
			if err := f.Validate(); err != nil {
				t.Error(err)
			}
			if err := copied(t, f).Validate(); err != nil {
				t.Errorf("read back: %v", err)
			}
			if FormOf(f.Edition) != f {
				t.Errorf("another form has the name %s", f.Edition)
			}
			if i > 0 && f.Years[0] >= forms[i-1].Years[0] {
				t.Errorf("it begins in %d, the newer one before it in %d", f.Years[0], forms[i-1].Years[0])
			}
			for _, other := range forms {
				if said := saying(f, other.Notice); other != f && said != "" {
					t.Errorf("it is laid down by %s, and says: %s", f.Notice, said)
				}
			}
		})
	}
}

// saying is a sentence of the form's, in an outline or a rule, with some words; "" for
// none.
func saying(f *Form, words string) string {
	for i := range f.Sections {
		for _, x := range f.Sections[i].Outline {
			if strings.Contains(x.Text, words) {
				return x.Text
			}
		}
	}
	for i := range f.Rules {
		if strings.Contains(f.Rules[i].Says, words) {
			return f.Rules[i].Says
		}
	}
	return ""
}

// editionOf is an edition of which only name and years matter.
func editionOf(name string, from, to int) *Form {
	return &Form{Edition: name, Years: [2]int{from, to}}
}

// TestFormFor: the years decide, the newest first; where nothing is laid down, what
// comes nearest.
func TestFormFor(t *testing.T) {
	newest := Editions()[0].Edition
	begins := max(2026, Editions()[0].Years[0]) + 1
	inForce := func(name string, want map[int]string) {
		t.Run(name, func(t *testing.T) {
			for year, edition := range want {
				if got := FormFor(year); got.Edition != edition {
					t.Errorf("in %d the form of %s is in force, want %s", year, got.Edition, edition)
				}
			}
		})
	}
	inForce("as it is", map[int]string{1999: "2019", 2018: "2019", 2019: "2019", 2020: "2019", 2021: "2021", 2025: "2021", 2026: "2021", begins: newest, 2100: newest})
	TryEdition(t, editionOf("next", begins, 0)) // the one before has no end of its own
	inForce("with one more", map[int]string{2019: "2019", 2020: "2019", 2021: "2021", 2026: "2021", begins - 1: newest, begins: "next", begins + 9: "next"})
	TryEdition(t, editionOf("brief", begins+5, begins+6))
	inForce("with one that ends", map[int]string{begins + 4: "next", begins + 5: "brief", begins + 6: "brief", begins + 7: "next"})
}

// TestTryEdition: what a test tries is gone behind it.
func TestTryEdition(t *testing.T) {
	before, names := Editions(), editionNames()
	t.Run("tried", func(t *testing.T) {
		f := editionOf("next", 2101, 0)
		TryEdition(t, f)
		if FormOf("next") != f || len(Editions()) != len(before)+1 {
			t.Errorf("the editions are %s", editionNames())
		}
	})
	if !slices.Equal(Editions(), before) || editionNames() != names {
		t.Errorf("it is still there: %s", editionNames())
	}
}

// TestUnknownEdition: a file on a form that the program does not know is told which it
// knows.
func TestUnknownEdition(t *testing.T) {
	TryEdition(t, editionOf("x", 2101, 0))
	_, err := Decode([]byte(`{"schema":"nianbao/1","form":"1999","unit":"某某镇","year":2025,"level":"town"}`))
	if err == nil || !strings.Contains(err.Error(), "支持 x 版、") || !strings.HasSuffix(err.Error(), "2021 版和 2019 版") {
		t.Errorf("it says %v", err)
	}
}

func TestFitting(t *testing.T) {
	next := editionOf("2027", 2027, 0)
	TryEdition(t, next)
	type fit struct{ explains, lacks int }
	for _, x := range []struct {
		name             string
		year             int
		f27, f21, f19    fit
		want             string
		neverAskedToLack bool
	}{
		{"the year's own explains most", 2025, fit{60, 3}, fit{61, 0}, fit{50, 9}, "2021", true},
		{"a superset ties", 2025, fit{61, 2}, fit{61, 0}, fit{50, 9}, "2021", false},
		{"a superset ties where rows are lost", 2025, fit{40, 23}, fit{40, 21}, fit{30, 29}, "2021", false},
		{"a single label speaks for a form to come", 2025, fit{41, 23}, fit{40, 21}, fit{30, 29}, "2021", false},
		{"the year is wrong, and the labels are clear", 2025, fit{63, 0}, fit{61, 0}, fit{50, 9}, "2027", false},
		{"the old form is used on", 2022, fit{40, 20}, fit{42, 18}, fit{52, 0}, "2019", false},
		{"the old form is used on, and the new one has all of it", 2027, fit{61, 2}, fit{61, 0}, fit{50, 9}, "2021", false},
		{"the new one's rows are lost, and others' as well", 2027, fit{40, 23}, fit{40, 21}, fit{30, 29}, "2027", false},
		{"the form was used before its time", 2020, fit{50, 9}, fit{61, 0}, fit{52, 4}, "2021", false},
		{"nothing is known but the year", 2020, fit{}, fit{}, fit{}, "2019", true},
		{"nothing is known at all", 0, fit{0, 63}, fit{0, 61}, fit{0, 62}, "2021", false},
		{"no year, and a superset ties", 0, fit{61, 2}, fit{61, 0}, fit{50, 9}, "2021", false},
		{"no year, and one explains most", 0, fit{63, 0}, fit{61, 0}, fit{50, 9}, "2027", true},
	} {
		t.Run(x.name, func(t *testing.T) {
			forms := []*Form{next, Form2021, Form2019()}
			var fits []Fit
			for i, f := range []fit{x.f27, x.f21, x.f19} {
				fits = append(fits, Fit{forms[i], f.explains, func() int {
					if x.neverAskedToLack {
						t.Errorf("what the form of %s lacks is asked for", forms[i].Edition)
					}
					return f.lacks
				}})
			}
			if got := forms[Fitting(x.year, fits)]; got.Edition != x.want {
				t.Errorf("it is on the form of %s, want %s", got.Edition, x.want)
			}
		})
	}
}

// TestDerive: what is taken out of a form is gone from its sums, rules and outlines,
// and the form that it comes of stays as it is.
func TestDerive(t *testing.T) {
	before, err := json.Marshal(Form2021)
	if err != nil {
		t.Fatal(err)
	}
	f := Derive(Form2021, func(f *Form) {
		f.Edition = "x"
		if f.Cell("2.fees.amount") == nil {
			t.Error("the copy has no cells")
		}
		s := f.Section("2")
		s.Table.Blocks = s.Table.Blocks[:3]
		actions := &s.Table.Blocks[1]
		actions.Rows = slices.DeleteFunc(slices.Clone(actions.Rows), func(r Row) bool { return r.Key == "licensing" })
		b := &f.Section("3").Table.Blocks[0]
		b.Rows = slices.DeleteFunc(b.Rows, func(r Row) bool { return r.Key == "partial" })
	})
	if err := f.Validate(); err != nil {
		t.Error(err)
	}
	if f.Cell("2.fees.amount") != nil || f.Cell("3.partial.total") != nil {
		t.Error("cells that were taken out are there")
	}
	if f.Rule("T2-FEE") != nil || f.Rule("S6-FEE") != nil {
		t.Error("rules about them are there")
	}
	for _, id := range []string{"T3-RES", "P-CONTR", "P-NEW", "P-SCOPE"} {
		if f.Rule(id) == nil {
			t.Errorf("the rule %s is gone", id)
		}
	}
	if r := f.Rule("T2-NEG"); r == nil || len(r.Left) != len(Form2021.Rule("T2-NEG").Left)-1 {
		t.Error("a rule that looks at each of its cells must go on with those that are left:", r)
	}
	if slices.Contains(f.total("3.processed.*").Right, "3.partial.*") {
		t.Error("the total adds up a row that is gone")
	}
	after, err := json.Marshal(Form2021)
	if err != nil {
		t.Fatal(err)
	}
	if string(after) != string(before) {
		t.Error("the form that it comes of has changed")
	}
}

// isFormData tells the files that a form is made of.
func isFormData(path string) bool {
	name := filepath.Base(path)
	return strings.HasSuffix(filepath.Dir(path), "model") && (strings.HasPrefix(name, "form2") || strings.HasPrefix(name, "rules2") || strings.HasPrefix(name, "outline2"))
}

// TestFormsAreDataOnly: no code names a rule, nor an edition but the list of them,
// nor goes through the door for tests.
func TestFormsAreDataOnly(t *testing.T) {
	words := map[string]string{"Form20": "an edition", "TryEdition(": "the door for tests"}
	for _, f := range Editions() {
		words[strings.Trim(f.Notice[strings.Index(f.Notice, "〕"):], "〕")] = "a notice"
		for i := range f.Rules {
			words[`"`+f.Rules[i].ID+`"`] = "a rule"
		}
	}
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		ofTests := strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test")
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || ofTests || isFormData(path) {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			code, _, _ := strings.Cut(line, "// ")
			for word, what := range words {
				says := strings.HasPrefix(code, "func TryEdition(") || strings.HasPrefix(code, "var known ")
				if strings.Contains(code, word) && !says {
					t.Errorf("%s:%d names %s: %s", path, i+1, what, strings.TrimSpace(line))
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were read", files)
	}
}
