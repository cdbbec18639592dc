package width

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "年报": 4, "「年」": 6, "（一）": 6, "12件": 4, "\x1b[1m年\x1b[0m": 2, "é": 1} {
		if got := Of(s); got != want {
			t.Errorf("Of(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestGlyphAgreesWithOf(t *testing.T) {
	for r := rune(0); r < 0x20000; r++ {
		if g, w := Glyph(r); w != Of(g) {
			t.Fatalf("Glyph(%U) = %q, %d; it is %d wide", r, g, w, Of(g))
		}
	}
	for r, s := range substitutes {
		for _, x := range s {
			if _, again := substitutes[x]; again || x == r {
				t.Errorf("%q stands for %q, which is ambiguous too", s, r)
			}
		}
	}
}

// TestWide: on a terminal that draws ambiguous characters two columns wide they
// count so everywhere, and what is cut and padded still fits.
func TestWide(t *testing.T) {
	SetWide(true)
	defer SetWide(false)
	for s, want := range map[string]int{"α": 2, "Ⅱ级": 4, "é": 2, "e\u0301": 1, "年": 2, "12": 2, "\x1b[1mα\x1b[0m": 2, Safe("“公开”"): 8} {
		if got := Of(s); got != want {
			t.Errorf("Of(%q) = %d, want %d", s, got, want)
		}
	}
	for w := range 30 {
		for _, s := range []string{"αβγ政府δ", "a政府bé", "ⅡⅢⅣⅤⅥⅦⅧⅨ", ""} {
			if Of(Pad(s, w)) != w || Of(PadLeft(s, w)) != w || Of(Clip(s, w)) > w || Of(Tail(s, w)) > w {
				t.Errorf("%q does not fit %d: %q %q %q", s, w, Pad(s, w), Clip(s, w), Tail(s, w))
			}
		}
	}
	for _, l := range Wrap("αβγδεζηθικλμνξοπρστυφχψω", 10) {
		if Of(l) > 10 {
			t.Errorf("%q is too wide", l)
		}
	}
}

func TestPadAndClip(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Pad("年报", 6), "年报  "}, {Pad("年度报告", 6), "年度.."}, {PadLeft("12", 5), "   12"}, {Clip("年度报告", 5), "年.."},
		{Clip("年度", 2), "年"}, {Clip("年度", 1), ""}, {Clip("年", 0), ""}, {Tail("12345", 3), "345"}, {Tail("年度报告", 4), "报告"},
		{Tail("年度报告", 5), "报告"}, {Tail("年度", -3), ""}, {Spread("左", "右", 8), "左    右"}, {Spread("左边太长", "右", 7), "左.. 右"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	for w := range 30 {
		for _, s := range []string{"政府信息公开", "a政府b", "“引号”", ""} {
			if Of(Pad(s, w)) != w || Of(PadLeft(s, w)) != w || Of(Clip(s, w)) > w || Of(Tail(s, w)) > w {
				t.Errorf("%q does not fit %d: %q %q %q", s, w, Pad(s, w), Clip(s, w), Tail(s, w))
			}
		}
	}
}

func TestBreak(t *testing.T) {
	for _, c := range []struct {
		text string
		w    int
		want []string
	}{
		{"", 10, []string{""}},
		{"一二三四五六", 6, []string{"一二三", "四五六"}},
		{"一二三，四五", 6, []string{"一二", "三，四", "五"}},
		{"一二（三）四", 6, []string{"一二", "（三）", "四"}},
		{"一二2021年三", 6, []string{"一二", "2021年", "三"}},
		{"，，，，", 4, []string{"，，", "，，"}}, // nothing else is possible
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
	} {
		rs := []rune(c.text)
		var got []string
		start := 0
		for _, end := range Break(rs, c.w) {
			got = append(got, string(rs[start:end]))
			start = end
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("Break(%q, %d) = %q, want %q", c.text, c.w, got, c.want)
		}
	}
}

// TestWrap: the space at which a line was broken does not begin the next.
func TestWrap(t *testing.T) {
	if got := strings.Join(Wrap(" 一二三四 0。\n 五", 9), "|"); got != " 一二三四|0。| 五" {
		t.Error(got)
	}
	if got := strings.Join(Wrap("      ", 2), "|"); got != "  ||" {
		t.Error(got)
	}
}

func FuzzBreak(f *testing.F) {
	f.Add("一、二。三（四）“五”six 7,890", 6)
	f.Fuzz(func(t *testing.T, s string, w int) {
		w = 2 + abs(w)%100
		rs := []rune(strings.ToValidUTF8(s, ""))
		start := 0
		ends := Break(rs, w)
		for i, end := range ends {
			if end < start || end == start && len(rs) > 0 && i < len(ends)-1 {
				t.Fatalf("Break(%q, %d) = %v", s, w, ends)
			}
			n := 0
			for _, r := range rs[start:end] {
				_, g := Glyph(r)
				n += g
			}
			if n > w && end-start > 1 {
				t.Fatalf("a line of %q is %d wide, wider than %d", s, n, w)
			}
			start = end
		}
		if start != len(rs) {
			t.Fatalf("Break(%q, %d) = %v loses the end", s, w, ends)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

// TestSure compares what is measured and cut without asking the library with what the
// library says, over texts that are and are not of ordinary characters and colours.
func TestSure(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if size, w := sure(string(r) + "。"); size > 0 && (size != len(string(r)) || w != measure(string(r))) {
			t.Fatalf("%U: %d bytes, %d columns, the library says %d", r, size, w, measure(string(r)))
		}
	}
	pieces := []string{"a", "9", " ", "政", "府", "，", "（", "一", "か", "ー", "\x1b[1m", "\x1b[38;5;12;4m", "\x1b[m", "\x1b[K", "\x1b]0;x\x07", "\x1b", "é", "“", "\u3099", "\u0301", "👍", "\xff", "\n"}
	random := rand.New(rand.NewPCG(1, 2))
	fast := 0
	for range 20_000 {
		n := 12
		if random.IntN(4) == 0 {
			n = len(pieces)
		}
		var s string
		for range random.IntN(12) {
			s += pieces[random.IntN(n)]
		}
		if n == 12 {
			fast++
		}
		if got, want := Of(s), measure(s); got != want {
			t.Fatalf("%q: %d columns, the library says %d", s, got, want)
		}
		w := 3 + random.IntN(8)
		if got, want := cut(s, w, ".."), truncate(s, w, ".."); Of(s) > w && got != want {
			t.Fatalf("%q at %d: %q, the library cuts to %q", s, w, got, want)
		}
	}
	if fast < 10_000 {
		t.Error("too few texts of ordinary characters:", fast)
	}
}
