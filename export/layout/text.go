package layout

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/fonts"
)

// Glyph is a character as it is drawn.
type Glyph struct {
	R  rune
	ID fonts.Glyph
	// Cut takes the blank half of a sign away: of a closing one behind its ink,
	// of an opening one before it.
	Cut  Cut
	Face *fonts.Face
	// W is how far it moves on, in points.
	W float64
	// Shift is how far off its place it is drawn, in points.
	Shift float64
}

// Cut is one of three; a report has 5,000 glyphs.
type Cut uint8

const (
	whole Cut = iota
	CutAfter
	CutBefore
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
	// hanging signs may stand in the margin behind a full line, as word processors have it.
	hanging = "，。、；：．！？"
)

// glyphs sets a text in a face, behind other glyphs. Characters without ink that only steer
// programs (marks for the direction of writing, joiners, variation selectors)
// are left out: the order of a PDF's characters is that of the text.
func glyphs(out []Glyph, set *fonts.Set, role fonts.Role, size float64, text string) []Glyph {
	out = slices.Grow(out, utf8.RuneCountInString(text))
	for _, r := range strings.ToValidUTF8(text, "") {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector) {
			continue
		}
		f := set.Find(role, r)
		out = append(out, Glyph{R: r, Face: f.Face, ID: f.Glyph, W: size * float64(f.Face.Width(f.Glyph)) / 1000})
	}
	return out
}

// tighten takes the blank between two signs that stand side by side: 。” and ：“
// are one and a half characters wide, and the two halves of —— meet.
func tighten(g []Glyph, size float64) []Glyph {
	for i := 0; i+1 < len(g); i++ {
		a, b := &g[i], &g[i+1]
		switch {
		case halved(*a, size, closing) && (isOne(b.R, closing) || isOne(b.R, opening)):
			a.W -= size / 2
			a.Cut = CutAfter
		case halved(*b, size, opening) && isOne(a.R, opening):
			b.W -= size / 2
			b.Cut = CutBefore
			b.Shift = -size / 2
		case a.R == '—' && b.R == '—' && a.Face == b.Face && a.Shift == 0:
			// As much blank is behind a dash as before it. A hair more, for no seam to be seen.
			a.Shift = size * float64(max(a.Face.Blank(a.ID), 0)+5) / 1000
			b.Shift = -a.Shift
		}
	}
	return g
}

// halved reports whether a glyph is one of the signs and still full width.
func halved(g Glyph, size float64, signs string) bool {
	return g.W >= fullWidth*size && isOne(g.R, signs)
}

func isOne(r rune, signs string) bool { return strings.ContainsRune(signs, r) }

// width is that of glyphs side by side.
func width(g []Glyph) float64 {
	w := 0.0
	for i := range g {
		w += g[i].W
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

// Plain is the text of glyphs.
func Plain(g []Glyph) string {
	var b strings.Builder
	for i := range g {
		b.WriteRune(g[i].R)
	}
	return b.String()
}
