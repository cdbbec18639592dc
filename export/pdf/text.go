package pdf

import (
	"strings"
	"unicode"

	"nianbao/export/fonts"
)

// glyph is a character as it is drawn.
type glyph struct {
	r    rune
	face *fonts.Face
	id   fonts.Glyph
	// w is how far it moves on, in points.
	w float64
	// cut takes the blank half of a sign away: of a closing one behind its ink,
	// of an opening one before it.
	cut cut
}

type cut int

const (
	whole cut = iota
	cutAfter
	cutBefore
)

// fullWidth tells a full-width sign, with a blank half, from a narrow one: some
// fonts have quotation marks of half the width.
const fullWidth = 0.9

const (
	// closing signs have their ink in the left half, opening ones in the right.
	closing = "，。、；：）》」』】〕〉］｝”’"
	opening = "（《「『【〔〈［｛“‘"
	// noStart can't begin a line, noEnd can't end one, in addition.
	noStart = closing + "！？…—·．％‰℃～,.;:!?)]}%°"
	noEnd   = opening + "([{￥¥$"
)

// glyphs sets a text in a face. Characters without ink that only steer
// programs (marks for the direction of writing, joiners, variation selectors)
// are left out: the order of a PDF's characters is that of the text.
func glyphs(set *fonts.Set, role fonts.Role, size float64, text string) []glyph {
	out := make([]glyph, 0, len(text)/3+1)
	for _, r := range strings.ToValidUTF8(text, "") {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			continue
		}
		f := set.Find(role, r)
		out = append(out, glyph{r: r, face: f.Face, id: f.Glyph, w: size * float64(f.Face.Width(f.Glyph)) / 1000})
	}
	return out
}

// tighten takes the blank between two signs that stand side by side: 。” and ：“
// are one and a half characters wide.
func tighten(g []glyph, size float64) []glyph {
	for i := 0; i+1 < len(g); i++ {
		a, b := &g[i], &g[i+1]
		switch {
		case halved(*a, size, closing) && (isOne(b.r, closing) || isOne(b.r, opening)):
			a.w -= size / 2
			a.cut = cutAfter
		case halved(*b, size, opening) && isOne(a.r, opening):
			b.w -= size / 2
			b.cut = cutBefore
		}
	}
	return g
}

// halved reports whether a glyph is one of the signs and still full width.
func halved(g glyph, size float64, signs string) bool {
	return g.w >= fullWidth*size && isOne(g.r, signs)
}

func isOne(r rune, signs string) bool { return strings.ContainsRune(signs, r) }

// width is that of glyphs side by side.
func width(g []glyph) float64 {
	w := 0.0
	for i := range g {
		w += g[i].w
	}
	return w
}

// western reports whether a character is part of words that aren't cut: Latin
// letters, digits and their signs, and other scripts with letters.
func western(r rune) bool {
	if r == '·' || r == '\u00a0' {
		return false
	}
	return r > ' ' && r < 0x2000
}

// joins reports whether the two signs are halves of one: —— and ……
func joins(a, b rune) bool { return a == b && (a == '—' || a == '…') }

// plain is the text of glyphs.
func plain(g []glyph) string {
	var b strings.Builder
	for i := range g {
		b.WriteRune(g[i].r)
	}
	return b.String()
}
