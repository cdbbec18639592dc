package content

import (
	"strings"
	"unicode"
)

// turned is how many characters a page has at least that is turned as they are.
const turned = 30

// Upright turns a page whose text runs another way than it is shown: a table
// that was set across, a sheet that went into the scanner upside down.
func (p *Page) Upright() {
	var n [4]int
	all := 0
	for i := range p.Glyphs {
		if g := &p.Glyphs[i]; !g.Blank() {
			n[g.Turn]++
			all++
		}
	}
	way := Upright
	for t := Down; t <= Over; t++ {
		if n[t] >= turned && n[t]*5 >= all*4 {
			way = t
		}
	}
	if way != Upright {
		p.turn(way)
	}
	kept := p.Glyphs[:0]
	for _, g := range p.Glyphs {
		if g.Turn != Over || strings.ContainsFunc(g.Text, unicode.IsDigit) { // else a watermark, or the other side
			kept = append(kept, g)
		}
	}
	p.Glyphs = kept
}

// turn turns the page so that text of one way is upright.
func (p *Page) turn(way Turn) {
	at := func(x, y float64) (float64, float64) {
		switch way {
		case Down:
			return y, p.Width - x
		case Up:
			return p.Height - y, x
		}
		return p.Width - x, p.Height - y
	}
	// The ways, each a quarter clockwise from the one before.
	quarters := map[Turn]int{Upright: 0, Down: 1, Over: 2, Up: 3}
	ways := [4]Turn{Upright, Down, Over, Up}
	for i := range p.Glyphs {
		g := &p.Glyphs[i]
		g.X, g.Y = at(g.X, g.Y)
		g.Turn = ways[(quarters[g.Turn]-quarters[way]+4)%4]
	}
	for i, r := range p.Rules {
		x0, y0 := at(r.X0, r.Y0)
		x1, y1 := at(r.X1, r.Y1)
		p.Rules[i] = bounds([]point{{x0, y0}, {x1, y1}})
	}
	for i := range p.Things {
		t := &p.Things[i]
		t.X, t.Y = at(t.X, t.Y)
	}
	if way != Over {
		p.Width, p.Height = p.Height, p.Width
	}
}
