package collecting

import (
	"testing"

	"nianbao/model/check"
)

// TestFindingOf: findings of the same words are told apart by what they quote and else by their
// order; one is answered but once, and the longer of two messages is the one that is meant.
func TestFindingOf(t *testing.T) {
	findings := []check.Finding{
		{Message: "日期写法不对", Quote: "2025.1.1"}, {Message: "日期写法不对", Quote: "25年1月"},
		{Message: "还有格没有填"}, {Message: "还有格没有填，共 3 格"}, {Message: "段落重复"}, {Message: "段落重复"}, {Message: "差 7"},
	}
	answered := map[*check.Finding]bool{}
	for _, c := range []struct {
		letter string
		want   int
	}{
		{"日期写法不对\n原文：25 年1月\n怎样改：写全", 1}, {"日期写法不对\n2025.1.1", 0}, {"还有格没有填，共 3 格\n怎样改：填 0", 3},
		{"还有格没有填", 2}, {"段落重复", 4}, {"段落重复", 5}, {"段落重复", -1}, {"没有的问题", -1}, {"差 70\n怎样改：改", -1}, {"差 70 怎样改：改", -1}, {"差 7 怎样改：改", 6},
	} {
		f := findingOf(findings, c.letter, answered)
		if c.want < 0 && f != nil || c.want >= 0 && f != &findings[c.want] {
			t.Errorf("%q is %+v, not %d", c.letter, f, c.want)
		}
		answered[f] = f != nil
	}
}
