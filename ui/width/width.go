// Package width is the only place that measures text for the terminal, cuts
// it, pads it and breaks it into lines. Widths are columns: a Chinese
// character takes two.
//
// Characters that East Asian terminals draw one or two columns wide, as they
// please, are called ambiguous. The common ones (“ ” — … ① ×) never reach the
// screen: Glyph replaces them with look-alikes of a certain width. The others
// (α é Ⅱ ℃) count as the terminal has said it draws them; see [SetWide]. Files
// keep the official characters.
package width

import (
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
)

// wide: the terminal draws ambiguous characters two columns wide.
var wide atomic.Bool

// SetWide says whether the terminal draws ambiguous characters two columns
// wide, as it was asked at the start; they count as one before. What was wrapped
// by then has to be wrapped again.
func SetWide(yes bool) { wide.Store(yes) }

// Of is the number of columns that s takes on the screen. Escape sequences
// take none.
func Of(s string) int {
	n := 0
	for rest := s; rest != ""; {
		size, w := sure(rest)
		if size == 0 {
			return measure(s)
		}
		rest, n = rest[size:], n+w
	}
	return n
}

// measure is Of for any text. runewidth, which this comes to, paints two megabytes of
// tables for the first character it is asked about: most sittings never need them.
func measure(s string) int {
	n := ansi.StringWidthWc(s)
	if wide.Load() {
		for _, r := range s {
			if widens(r) {
				n++
			}
		}
	}
	return n
}

// sure measures what s begins with where nobody has to be asked: an ordinary Chinese
// or ASCII character, or a colour. Its size is 0 for anything else.
func sure(s string) (size, width int) {
	if s[0] >= ' ' && s[0] < 0x7f {
		return 1, 1
	}
	if rest, ok := strings.CutPrefix(s, "\x1b["); ok {
		if end := strings.TrimLeft(rest, "0123456789;"); strings.HasPrefix(end, "m") {
			return len(s) - len(end) + 1, 0
		}
		return 0, 0
	}
	if r, size := utf8.DecodeRuneInString(s); Certain(r) {
		return size, 2
	}
	return 0, 0
}

// widens reports whether a terminal that draws doubtful characters wide draws this one
// wider than it is counted.
func widens(r rune) bool {
	if r < 0x80 || Certain(r) {
		return false
	}
	return runewidth.IsAmbiguousWidth(r) && ansi.StringWidthWc(string(r)) == 1
}

// cut is ansi.TruncateWc by the columns that Of counts: of what is behind the cut the
// colours stay.
func cut(s string, w int, tail string) string {
	var b strings.Builder
	room, whole := w-Of(tail), true
	for rest := s; rest != ""; {
		size, n := sure(rest)
		switch {
		case size == 0:
			return truncate(s, w, tail)
		case whole && n > room:
			whole = false
			b.WriteString(tail)
		}
		if whole || n == 0 {
			b.WriteString(rest[:size])
		}
		rest, room = rest[size:], room-n
	}
	return b.String()
}

func truncate(s string, w int, tail string) string {
	for n := w; ; n-- {
		if t := ansi.TruncateWc(s, n, tail); n <= 0 || Of(t) <= w {
			return t
		}
	}
}

// substitutes are screen look-alikes whose width no terminal doubts.
var substitutes = map[rune]string{
	'“': "「", '”': "」", '‘': "『", '’': "』", '—': "--", '…': "..", '·': "・", '×': "x", '÷': "/", '±': "+-",
	'°': "度", '§': "节", '─': "-", '│': "|", '①': "(1)", '②': "(2)", '③': "(3)", '④': "(4)", '⑤': "(5)",
	'⑥': "(6)", '⑦': "(7)", '⑧': "(8)", '⑨': "(9)", '⑩': "(10)", '\t': "  ", '→': "->", '←': "<-", '≥': ">=",
	'≤': "<=", '≠': "!=", '≈': "~", '■': "#", '□': "[]", '●': "*", '○': "o", '★': "*", '☆': "*", '※': "*",
}

// Glyph is what the screen shows for a character of a text, and its width.
func Glyph(r rune) (string, int) {
	if r >= ' ' && r < 0x7f {
		return string(r), 1
	}
	switch {
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3001 && r <= 0x3029, r >= 0xff01 && r <= 0xff60:
		return string(r), 2
	}
	if s, ok := substitutes[r]; ok {
		return s, Of(s)
	}
	if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
		return "", 0
	}
	return string(r), Of(string(r))
}

// Certain reports whether every terminal draws the character as wide as Of says.
func Certain(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r >= 0x4e00 && r <= 0x9fff:
		return true
	case r >= 0x3001 && r <= 0x3029, r >= 0xff01 && r <= 0xff60, r >= 0x3041 && r <= 0x3096, r >= 0x309b && r <= 0x30ff:
		return true
	}
	return false
}

// Safe is a plain text as the screen shows it.
func Safe(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f
	}
	if plain {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		g, _ := Glyph(r)
		b.WriteString(g)
	}
	return b.String()
}

// Clip cuts s to at most w columns; what is cut is told by two dots.
func Clip(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if Of(s) <= w {
		return s
	}
	if w <= 2 {
		return cut(s, w, "")
	}
	return cut(s, w, "..")
}

// Pad cuts or fills s with spaces to exactly w columns, text at the left.
func Pad(s string, w int) string {
	s = Clip(s, w)
	return s + spaces(w-Of(s))
}

// PadLeft is Pad with the text at the right.
func PadLeft(s string, w int) string {
	s = Clip(s, w)
	return spaces(w-Of(s)) + s
}

// Tail is the end of s in at most w columns.
func Tail(s string, w int) string {
	w = max(w, 0)
	over := Of(s) - w
	if over <= 0 {
		return s
	}
	for { // again when a wide character straddles the cut
		if end := ansi.TruncateLeftWc(s, over, ""); Of(end) <= w {
			return end
		}
		over++
	}
}

// Spread puts left and right at the ends of a line of w columns; where both do
// not fit, left is cut.
func Spread(left, right string, w int) string {
	room := w - Of(right)
	if room < 0 {
		return Clip(right, w)
	}
	if Of(left) >= room && room > 1 { // keep the two apart
		return Pad(left, room-1) + " " + right
	}
	return Pad(left, room) + right
}

// Rule is a horizontal line.
func Rule(w int) string { return strings.Repeat("-", max(w, 0)) }

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// Wrap breaks a plain text into lines of at most w columns, as Break does; but for the
// first, they do not begin with a space.
func Wrap(s string, w int) []string {
	var out []string
	for _, paragraph := range strings.Split(s, "\n") {
		rs := []rune(paragraph)
		start := 0
		for _, end := range Break(rs, w) {
			line := string(rs[start:end])
			if start > 0 {
				line = strings.TrimLeft(line, " ") // the break stands for it
			}
			out = append(out, Safe(line))
			start = end
		}
	}
	return out
}

// noStart may not begin a line, noEnd may not end one (GB/T 15834-2011, 5.1).
const (
	noStart = "、。，；：！？）》」』】〕”’…—·％%,.;:!?)]}〉"
	noEnd   = "（《「『【〔“‘([{〈"
)

// Break says where a paragraph breaks into lines of at most w columns: the
// index after each line's last character; at least one line. Lines do not
// begin with closing punctuation, do not end with opening punctuation, and do
// not cut a word or number of Latin letters, unless nothing else is possible.
func Break(rs []rune, w int) []int {
	w = max(w, 2)
	var ends []int
	start, col := 0, 0
	for i := range rs {
		_, gw := Glyph(rs[i])
		for col+gw > w && i > start { // what moved down may be too wide again
			end := breakBefore(rs, start, i)
			ends = append(ends, end)
			start, col = end, 0
			for _, r := range rs[start:i] {
				_, n := Glyph(r)
				col += n
			}
		}
		col += gw
	}
	return append(ends, len(rs))
}

// breakBefore finds the last place in (start, limit] where the line may end.
// It looks back over a dozen characters at most: a longer word is cut.
func breakBefore(rs []rune, start, limit int) int {
	for p := limit; p > start && p > limit-24; p-- {
		if canBreak(rs[p-1], rs[p]) {
			return p
		}
	}
	return max(limit, start+1)
}

func canBreak(before, after rune) bool {
	if strings.ContainsRune(noStart, after) || strings.ContainsRune(noEnd, before) {
		return false
	}
	return !(isWord(before) && isWord(after))
}

func isWord(r rune) bool {
	switch r {
	case '_', '-', '/', '@':
		return true
	}
	return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
