package text_test

import (
	"strings"
	"testing"

	"nianbao/export/source/text"
)

// TestMarks: Markdown's struck words and raised numbers are no part of a figure, and that
// is said; in a plain text the same signs are signs.
func TestMarks(t *testing.T) {
	for name, c := range map[string]struct {
		cell, want string
		doubt      string // in the reason; "" for none
	}{
		"struck":         {"~~300~~321", "321", "300"},
		"struck, bold":   {"**~~45~~ 54**", "54", "45"},
		"struck, behind": {"54~~45~~", "54", "45"},
		"del":            {"<del>7</del>8", "8", "7"},
		"s, br":          {"<S>7</S><br>8", "8", "7"},
		"note":           {"12[^1]", "12", "1"},
		"sup":            {"12<sup>3</sup>", "12", "3"},
		"escaped":        {`\~\~x\~\~`, "~~x~~", ""},
		"one sign":       {"3~5", "3~5", ""},
		"all struck":     {"~~9~~", "", "9"},
	} {
		t.Run(name, func(t *testing.T) {
			d := text.Source("# 题\n\n| 甲 | 乙 |\n|---|---|\n| 行政许可 | " + c.cell + " |\n")
			got := d.Blocks[len(d.Blocks)-1].Table.At(1, 1)
			if got.Text != c.want {
				t.Errorf("reads %q, want %q", got.Text, c.want)
			}
			if c.doubt == "" && len(got.Doubts) > 0 || c.doubt != "" && !strings.Contains(strings.Join(got.Doubts, ""), c.doubt) {
				t.Errorf("doubts %q, want one of %q", got.Doubts, c.doubt)
			}
		})
	}
	plain := text.Source("甲\n行政许可 ~~300~~321\n")
	if got := plain.String(); !strings.Contains(got, "~~300~~321") {
		t.Errorf("a plain text reads %q", got)
	}
	prose := text.Source("# 题\n\n全年公开~~120~~130条[^2]。\n")
	if b := prose.Blocks[1]; b.Text != "全年公开130条²。" || len(b.Doubts) == 0 {
		t.Errorf("a paragraph reads %q, doubts %q", b.Text, b.Doubts)
	}
}
