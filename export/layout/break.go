package layout

import (
	"slices"
	"strings"
	"unicode"
)

const (
	// slack makes up for rounding, in points.
	slack = 0.01
	// maxStretch bounds the space between the characters of a justified line, in
	// ems: a line that a long address leaves nearly empty stays ragged.
	maxStretch = 0.25
)

// mayBreak reports whether a line may end between two characters.
func mayBreak(a, b rune) bool {
	switch {
	case unicode.IsSpace(b), isOne(b, noStart), isOne(a, noEnd), joins(a, b), unicode.Is(unicode.M, b):
		return false
	case western(a) && western(b):
		return strings.ContainsRune("/?&=_", a) && a != b // an address
	}
	return true
}

// breaksAt reports whether a line may end before the k-th glyph: not behind a sign that
// ends none, with a space behind it or without.
func breaksAt(g []Glyph, k int) bool {
	last := k - 1
	for last > 0 && unicode.IsSpace(g[last].R) {
		last--
	}
	return mayBreak(g[k-1].R, g[k].R) && !isOne(g[last].R, noEnd)
}

// breakLines parts glyphs into lines, the first of them as wide as first and
// the others as rest. A word that is longer than a line is cut. With hang a sign may
// stand in the margin behind a full line.
func breakLines(g []Glyph, size, first, rest float64, hang bool) [][]Glyph {
	var lines [][]Glyph
	for avail := first; len(g) > 0; avail = rest {
		n := fits(g, size, avail)
		if hang && n > 0 && n < len(g) && isOne(g[n].R, hanging) {
			n++
		}
		for k := n; k > 0 && k < len(g); k-- {
			if breaksAt(g, k) {
				n = k
				break
			}
		}
		n = max(n, 1)
		lines = append(lines, endLine(g[:n:n], size, avail))
		g = g[n:]
	}
	return lines
}

// fits counts the glyphs that go into a line. The blank half of a sign at the
// end and spaces may stand over.
func fits(g []Glyph, size, avail float64) int {
	x := 0.0
	for i := range g {
		w := g[i].W
		if halved(g[i], size, closing) {
			w -= size / 2
		}
		if x+w > avail+slack && !unicode.IsSpace(g[i].R) {
			return i
		}
		x += g[i].W
	}
	return len(g)
}

// endLine takes the width of what may stand over the end of a line.
func endLine(g []Glyph, size, avail float64) []Glyph {
	last := len(g) - 1
	for ; last > 0 && unicode.IsSpace(g[last].R); last-- {
		g[last].W = 0
	}
	if over := width(g) - avail; over > slack && isOne(g[last].R, hanging) {
		g[last].W -= over
	} else if over > slack && halved(g[last], size, closing) {
		g[last].W -= size / 2
	}
	return g
}

// justify spreads the glyphs of a line to a width, between characters but not
// inside words. It reports the space that it put between two, in ems.
func justify(g []Glyph, size, to float64) float64 {
	gaps, last := 0, len(g)-1
	for last > 0 && unicode.IsSpace(g[last].R) {
		last--
	}
	stretches := func(i int) bool {
		a, b := g[i].R, g[i+1].R
		return !(western(a) && western(b)) && !joins(a, b)
	}
	for i := range last {
		if stretches(i) {
			gaps++
		}
	}
	rest := to - width(g)
	if gaps == 0 || rest <= 0 || rest/float64(gaps) > maxStretch*size {
		return 0
	}
	for i := range last {
		if stretches(i) {
			g[i].W += rest / float64(gaps)
		}
	}
	return rest / float64(gaps) / size
}

// balance breaks a title into as few lines as hold it, about equally long.
func balance(g []Glyph, size, avail float64) [][]Glyph {
	total := width(g)
	n := 1
	for float64(n)*avail < total {
		n++
	}
	lines := breakLines(slices.Clone(g), size, avail, avail, false)
	for even := total / float64(n); len(lines) > 1 && even < avail; even += size / 4 {
		if try := breakLines(slices.Clone(g), size, even, even, false); len(try) <= len(lines) {
			return try
		}
	}
	return lines
}
