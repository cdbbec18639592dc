package content

import (
	"math"
	"strings"

	"nianbao/export/source"
)

// look marks the characters of a page that nobody sees as the file has them:
// what is painted later lies over them, and on their own colour they vanish.
func (d *Document) look(p *Page) {
	if d.compared += len(p.Glyphs) * (len(p.paints) + p.points); d.compared > maxCompared {
		panic(errTooMuch)
	}
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; !g.Blank() {
			p.seen(g)
		}
	}
	shadows(p.Glyphs)
	p.paints = nil
}

// wholePage is the share of a page from which on a picture is the page.
const wholePage = 0.5

// seen compares a character with what is painted at its place.
func (p *Page) seen(g *Glyph) {
	x, y := g.Middle()
	ground, picture := white, false
	for i := range p.paints {
		c := &p.paints[i]
		if !c.holds(x, y) {
			continue
		}
		large := c.picture && (c.box.X1-c.box.X0)*(c.box.Y1-c.box.Y0) > wholePage*p.Width*p.Height
		scanned := c.picture && (large || p.Pictures > wholePage)
		picture = picture || scanned
		switch {
		case c.order < g.order:
			ground = c.ink
		case !large:
			g.Mark |= source.Covered
		default: // a page's picture over the words that were read in it
			g.Mark |= source.Behind
		}
	}
	switch {
	case g.unpainted && picture:
		g.Mark |= source.Behind
	case g.unpainted:
		g.Mark |= source.Hidden
	case g.ink.nearby(ground):
		g.Mark |= source.Pale | source.Hidden // what is behind it is known here
	}
}

// Middle is the middle of a character's body.
func (g *Glyph) Middle() (x, y float64) {
	switch g.Turn {
	case Down:
		return g.X + 0.35*g.Size, g.Y + g.W/2
	case Up:
		return g.X - 0.35*g.Size, g.Y - g.W/2
	case Over:
		return g.X - g.W/2, g.Y + 0.35*g.Size
	}
	return g.X + g.W/2, g.Y - 0.35*g.Size
}

// word is characters that were drawn one after the other.
type word struct{ from, to int }

// shadows marks words that are drawn again a little aside. What is drawn first
// is the shadow; what is drawn in nearly the same place is bold.
func shadows(glyphs []Glyph) {
	last := map[string][]word{}
	for from := 0; from < len(glyphs); {
		to := from + 1
		for to < len(glyphs) && follows(&glyphs[to-1], &glyphs[to]) {
			to++
		}
		text := ""
		if to-from <= 40 {
			var b strings.Builder
			for i := from; i < to; i++ {
				b.WriteString(glyphs[i].Text)
			}
			text = strings.TrimSpace(b.String())
		}
		if text != "" {
			before := last[text]
			for _, w := range before[max(0, len(before)-8):] {
				if shadowed(&glyphs[w.from], &glyphs[from]) {
					for i := w.from; i < w.to; i++ {
						glyphs[i].Mark |= source.Twice
					}
				}
			}
			last[text] = append(before, word{from, to})
		}
		from = to
	}
}

func follows(a, b *Glyph) bool {
	alike := a.Turn == b.Turn && math.Abs(a.Size-b.Size) < 0.1
	adjoining := math.Abs(a.Y-b.Y) < 0.05*a.Size && math.Abs(b.X-a.X-a.W) < 0.25*a.Size
	if !alike || !adjoining {
		return false
	}
	return !a.Blank() && !b.Blank()
}

func shadowed(a, b *Glyph) bool {
	dx, dy := math.Abs(a.X-b.X), math.Abs(a.Y-b.Y)
	bold := dx < 0.3*a.W && dy < 0.3*a.Size
	alike := a.Turn == Upright && b.Turn == Upright && math.Abs(a.Size-b.Size) < 0.1*a.Size
	over := dx < 0.45*a.Size && dy < 0.45*a.Size
	return alike && over && !bold
}
