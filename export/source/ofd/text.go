package ofd

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"nianbao/export/source"
	"nianbao/export/source/pdf/content"
)

type textObject struct {
	object
	Size          string `xml:",attr"`
	HScale        string `xml:",attr"`
	Stroke        string `xml:",attr"`
	Fill          string `xml:",attr"`
	ReadDirection string `xml:",attr"`
	CharDirection string `xml:",attr"`
	FillColor     *paint
	StrokeColor   *paint
	CGTransform   []struct{}
	TextCode      []struct {
		X, Y, DeltaX, DeltaY string `xml:",attr"`
		Text                 string `xml:",chardata"`
	}
}

// placeholder stands for a character of which the file has nothing but a glyph (11.2).
const placeholder = '¤'

// characters are those of a text code: without the indentation that a writer of XML
// puts round them, with what is written as \ and four hexadecimal digits (11.2), and
// with U+FFFD for what only a glyph tells.
func (t *textObject) characters(code string) []rune {
	text := []rune(strings.ToValidUTF8(code, "\ufffd"))
	if strings.ContainsRune(code, '\n') {
		text = []rune(strings.TrimSpace(string(text)))
	}
	out := text[:0]
	for i := 0; i < len(text); i++ {
		r := text[i]
		if r == '\\' && i+4 < len(text) {
			if n, err := strconv.ParseUint(string(text[i+1:i+5]), 16, 16); err == nil {
				r, i = rune(n), i+4
			}
		}
		if r == placeholder && len(t.CGTransform) > 0 {
			r = '\ufffd'
		}
		out = append(out, r)
	}
	return out
}

// quarters are a direction's, clockwise; what is none is that of plain text.
func quarters(direction string) int {
	n := int(numberOr(direction, 0))
	return ((n/90)%4 + 4) % 4
}

// axis is the way of a direction, to the right and down.
func axis(quarters int) (x, y float64) {
	return [4]float64{1, 0, -1, 0}[quarters], [4]float64{0, 1, 0, -1}[quarters]
}

// pen is where in an object its next character goes, and what that needs.
type pen struct {
	*textObject
	place
	turn         content.Turn
	size, points float64 // in the object, and on the page
	reads, lies  int     // quarters of the directions of reading and of the characters
	x, y         float64
	box          rect // the object's, on the page
}

// text reads the characters of an object.
func (d *drawing) text(t *textObject) error {
	p := &pen{textObject: t, place: d.place(&t.object), size: numberOr(t.Size, 0), reads: quarters(t.ReadDirection), lies: quarters(t.CharDirection)}
	straight := false
	p.turn, straight = p.place.turn(p.lies)
	p.points = p.size * math.Hypot(p.c, p.d)
	if n, ok := numbers(t.Boundary, 4); ok {
		p.box = d.base.box(n[0], n[1], n[2], n[3])
	}
	mark := source.Mark(0)
	if t.invisible() {
		mark |= source.Hidden
	}
	if p.points < tinyPoints {
		mark |= source.Tiny
	}
	if d.note != nil {
		mark |= source.Boxed
	}
	ink := ink{pale: d.pale(t)}
	clip, err := d.within(&t.object)
	if err != nil {
		return err
	}
	var startX, startY float64
	for _, code := range t.TextCode {
		// What is missing is that of the code before (11.3), not where its text ended.
		startX, startY = numberOr(code.X, startX), numberOr(code.Y, startY)
		p.x, p.y = startX, startY
		text := t.characters(code.Text)
		if d.glyphs -= len(text); d.glyphs < 0 || !d.effort(len(code.Text)+len(code.DeltaX)+len(code.DeltaY)) {
			return errTooMuch
		}
		switch shown := mark&(source.Unseen&^source.Tiny) == 0; {
		case p.size <= 0:
			d.lost++
			continue
		case !straight: // a watermark
			if shown {
				d.askew.WriteString(string(text))
			}
			continue
		}
		dx, dy := steps(code.DeltaX, utf16Len(text)), steps(code.DeltaY, utf16Len(text))
		units := 0 // of UTF-16: some writers give an advance for each
		surrogates := len(dx) >= utf16Len(text)-1 && utf16Len(text) > len(text)
		for i, r := range text {
			sx, sy := p.step(r, dx, dy, units)
			if units++; surrogates && r > 0xffff {
				sx, sy = sx+dx.at(units), sy+dy.at(units)
				units++
			}
			if !unicode.IsControl(r) {
				g := content.Glyph{Size: p.points, Text: string(r), Turn: p.turn, Mark: mark}
				g.X, g.Y = p.of(p.x, p.y)
				g.W = p.width(r, sx, sy, i == len(text)-1, g.X, g.Y)
				if clip != nil && !clip.holds(g.Middle()) {
					g.Mark |= source.Hidden
				}
				d.page.Glyphs = append(d.page.Glyphs, g)
				d.inks = append(d.inks, ink)
			}
			p.x, p.y = p.x+sx, p.y+sy
		}
	}
	return nil
}

// pale reports whether nobody sees an object's characters on paper: by their colour,
// or because they're neither filled nor stroked.
func (d *drawing) pale(t *textObject) bool {
	switch stroked := t.Stroke == "true"; {
	case t.Fill != "false":
		return d.paleColor(d.fill(t.FillColor, t.DrawParam))
	case stroked:
		return d.paleColor(d.stroke(t.StrokeColor, t.DrawParam))
	}
	return true
}

// usual is how far a character moves the pen in a font that isn't known.
func (p *pen) usual(r rune) float64 {
	w := p.size * numberOr(p.HScale, 1)
	if r < 0x2000 {
		w /= 2
	}
	return w
}

// step is from a character to the next. By the standard there's none where there is no
// delta (11.3); writers who give none, or too few, leave it to the font.
func (p *pen) step(r rune, dx, dy deltas, unit int) (x, y float64) {
	if unit < len(dx) || unit < len(dy) {
		return dx.at(unit), dy.at(unit)
	}
	x, y = axis(p.reads)
	w := p.usual(r)
	return x * w, y * w
}

// width is how much of its base line a character takes, in points: to the next one, but
// no more than its size, for the rest is a gap.
func (p *pen) width(r rune, sx, sy float64, last bool, x, y float64) float64 {
	ax, ay := axis(p.lies)
	long := math.Hypot(p.a*ax+p.c*ay, p.b*ax+p.d*ay)
	usual := p.usual(r) * long
	if last {
		return p.lastWidth(r, usual, x, y)
	}
	w := math.Abs(sx*ax+sy*ay) * long
	switch {
	case w == 0: // the text runs across its characters
		return usual
	case w > 1.1*p.points && r < 0x2000:
		return 0.6 * p.points
	case w > 1.1*p.points:
		return p.points
	}
	return w
}

// lastWidth is how wide a character is that nothing follows: what is left of the object's
// box where that says so, else the usual.
func (p *pen) lastWidth(r rune, usual, x, y float64) float64 {
	least := 0.0 // a sign may hang in the margin
	if r < 0x2000 {
		least = 0.4 * usual
	}
	left := 0.0
	switch p.turn {
	case content.Upright:
		left = p.box.x1 - x
	case content.Down:
		left = p.box.y1 - y
	case content.Up:
		left = y - p.box.y0
	case content.Over:
		left = x - p.box.x0
	}
	if left > least && left < 1.1*p.points {
		return left
	}
	return usual
}

func utf16Len(text []rune) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// deltas are the advances of a text's characters.
type deltas []float64

func (d deltas) at(i int) float64 {
	if i < len(d) {
		return d[i]
	}
	return 0
}

// steps reads advances, no more than so many; "g n d" stands for n times d (11.3).
func steps(s string, most int) (out deltas) {
	f := strings.Fields(strings.ReplaceAll(s, ",", " "))
	for i := 0; i < len(f) && len(out) < most; i++ {
		if f[i] == "g" && i+2 < len(f) {
			n := int(numberOr(f[i+1], 0))
			step := numberOr(f[i+2], 0)
			for range min(max(n, 0), most-len(out)) {
				out = append(out, step)
			}
			i += 2
			continue
		}
		out = append(out, numberOr(f[i], 0))
	}
	return out
}
