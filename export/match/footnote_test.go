package match_test

import (
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// TestFootnotes: a note under the table goes to the figure that refers to it; one that none
// refers to is left out, and said, and a number within a note begins no other where that has
// a paragraph of its own.
func TestFootnotes(t *testing.T) {
	const last = "| 行政事业性收费 | 12.5 |\n"
	for name, c := range map[string]struct {
		signs, under, issued, repealed, left string
	}{
		"one each":         {"| 3(注1) | 1（注2） |", "注1：其中修订2件\n\n注2：上年补登\n", "其中修订2件", "上年补登", ""},
		"in one paragraph": {"| 3(注1) | 1(注2) |", "注1：其中修订2件。注2：上年补登\n", "其中修订2件。", "上年补登", ""},
		"one names other":  {"| 3(注1) | 1(注2) |", "注1：并见注2：同一批\n\n注2：上年补登\n", "并见注2：同一批", "上年补登", ""},
		"a number twice":   {"| 3(注1) | 1 |", "注1：其中修订2件\n\n注1：上年补登\n", "其中修订2件；上年补登", "", ""},
		"nobody's":         {"| 3 | 1 |", "注1：本表不含乡镇\n", "", "", "本表不含乡镇"},
		"partly nobody's":  {"| 3(注1) | 1 |", "注1：其中修订2件。注2：本表不含乡镇\n", "其中修订2件。", "", "本表不含乡镇"},
		"not there":        {"| 3(注1) | 1 |", "", "注1", "", ""},
	} {
		x := read(t, strings.NewReplacer("| 3 | 1 |", c.signs, last, last+"\n"+c.under).Replace(whole()))
		if got := x.Report.Notes["2.normative.issued"]; got != c.issued {
			t.Errorf("%s: issued %q", name, got)
		}
		if got := x.Report.Notes["2.normative.repealed"]; got != c.repealed {
			t.Errorf("%s: repealed %q", name, got)
		}
		said := slices.ContainsFunc(x.LeftOut, func(l model.LeftOut) bool { return c.left != "" && strings.Contains(l.What, c.left) })
		if said != (c.left != "") {
			t.Errorf("%s: left out %v", name, x.LeftOut)
		}
	}
}
