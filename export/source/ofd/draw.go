package ofd

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/export/source/pdf/content"
)

// block is a layer or a block of a page: objects in the order in which they are drawn.
type block struct {
	objects []any // *textObject, *pathObject, *imageObject, *block
}

// object is what all of them have.
type object struct {
	Boundary string `xml:",attr"`
	CTM      string `xml:",attr"`
	Visible  string `xml:",attr"`
	Alpha    string `xml:",attr"`
}

type color struct {
	Value string `xml:",attr"`
	Alpha string `xml:",attr"`
}

type textObject struct {
	object
	Size      string `xml:",attr"`
	HScale    string `xml:",attr"`
	Fill      string `xml:",attr"`
	FillColor *color
	TextCode  []struct {
		X, Y, DeltaX, DeltaY string `xml:",attr"`
		Text                 string `xml:",chardata"`
	}
}

type pathObject struct {
	object
	LineWidth       string `xml:",attr"`
	Stroke          string `xml:",attr"`
	Fill            string `xml:",attr"`
	FillColor       *color
	StrokeColor     *color
	AbbreviatedData string
}

type imageObject struct{ object }

// UnmarshalXML keeps the objects in their order.
func (b *block) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			if _, ends := token.(xml.EndElement); ends {
				return nil
			}
			continue
		}
		var x any
		switch start.Name.Local {
		case "TextObject":
			x = &textObject{}
		case "PathObject":
			x = &pathObject{}
		case "ImageObject":
			x = &imageObject{}
		case "PageBlock":
			x = &block{}
		default:
			if err := d.Skip(); err != nil {
				return err
			}
			continue
		}
		if err := d.DecodeElement(x, &start); err != nil {
			return err
		}
		b.objects = append(b.objects, x)
	}
}

// drawing is a page while it is read.
type drawing struct {
	*reader
	page      *content.Page
	left, top float64 // of the page's box, in millimetres
	areas     []painted
	inks      []ink // beside the page's glyphs
}

// painted is an area that was filled: over the characters drawn before it, below those
// drawn later.
type painted struct {
	x0, y0, x1, y1 float64 // points
	before         int     // how many characters were there
	pale           bool
}

// ink is how a character was drawn.
type ink struct{ pale bool }

func (d *drawing) layers(layers []block) error {
	for i := range layers {
		if err := d.block(&layers[i], 0); err != nil {
			return err
		}
	}
	return nil
}

func (d *drawing) block(b *block, depth int) error {
	if depth > maxNested {
		return errDamaged
	}
	for _, x := range b.objects {
		var err error
		switch x := x.(type) {
		case *block:
			err = d.block(x, depth+1)
		case *textObject:
			err = d.text(x)
		case *pathObject:
			err = d.path(x)
		case *imageObject:
			d.image(x)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// numbers reads n numbers.
func numbers(s string, n int) (out []float64, ok bool) {
	for _, f := range strings.Fields(strings.ReplaceAll(s, ",", " ")) {
		x, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(x) || math.Abs(x) > 1e6 {
			return nil, false
		}
		out = append(out, x)
	}
	return out, len(out) == n
}

func numberOr(s string, other float64) float64 {
	if x, ok := numbers(s, 1); ok {
		return x[0]
	}
	return other
}

// place is the transformation of an object's points to points of the page.
type place struct{ a, b, c, d, e, f float64 }

func (d *drawing) place(o *object) (place, bool) {
	box, ok := numbers(o.Boundary, 4)
	if !ok {
		return place{}, false
	}
	m := place{1, 0, 0, 1, 0, 0}
	if n, ok := numbers(o.CTM, 6); ok {
		m = place{n[0], n[1], n[2], n[3], n[4], n[5]}
	}
	m.e, m.f = m.e+box[0]-d.left, m.f+box[1]-d.top
	return m, true
}

func (m place) of(x, y float64) (float64, float64) {
	return (m.a*x + m.c*y + m.e) * perMM, (m.b*x + m.d*y + m.f) * perMM
}

// turn is which way the base line runs; ok is false for what is askew.
func (m place) turn() (turn content.Turn, ok bool) {
	long := math.Hypot(m.a, m.b)
	if long == 0 {
		return 0, false
	}
	x, y := m.a/long, m.b/long
	mirrored := m.a*m.d-m.b*m.c < 0
	switch {
	case x > 0.99 && !mirrored:
		return content.Upright, true
	case y > 0.99 && !mirrored:
		return content.Down, true
	case y < -0.99 && !mirrored:
		return content.Up, true
	case math.Abs(x) > 0.99:
		return content.Over, true
	}
	return 0, false
}

// invisible reports whether an object says that nobody sees it.
func (o *object) invisible() bool { return o.Visible == "false" || clear(o.Alpha) }

// clear reports whether an alpha of 0 to 255 is as good as nothing.
func clear(alpha string) bool { return numberOr(alpha, 255) < 20 }

// paleColor reports whether a colour can't be seen on paper; none is black.
func paleColor(c *color) bool {
	if c == nil {
		return false
	}
	if clear(c.Alpha) {
		return true
	}
	v := strings.Fields(c.Value)
	if len(v) != 1 && len(v) != 3 { // four are of a press
		return false
	}
	for _, x := range v {
		if numberOr(x, 0) < white {
			return false
		}
	}
	return true
}

// text reads the characters of an object.
func (d *drawing) text(t *textObject) error {
	m, ok := d.place(&t.object)
	size := numberOr(t.Size, 0)
	turn, straight := m.turn()
	if !ok || !straight || size <= 0 { // what is askew is a watermark
		return nil
	}
	points := size * math.Hypot(m.c, m.d) * perMM
	along := size * numberOr(t.HScale, 1)
	mark := source.Mark(0)
	if t.invisible() {
		mark |= source.Hidden
	}
	if points < tinyPoints {
		mark |= source.Tiny
	}
	look := ink{pale: paleColor(t.FillColor) || t.Fill == "false"}
	x, y := 0.0, 0.0
	for _, code := range t.TextCode {
		x, y = numberOr(code.X, x), numberOr(code.Y, y)
		dx, dy := steps(code.DeltaX), steps(code.DeltaY)
		text := strings.ToValidUTF8(code.Text, "\ufffd")
		n := utf8.RuneCountInString(text)
		if d.glyphs -= n; d.glyphs < 0 {
			return errTooMuch
		}
		units := 0 // of UTF-16: some writers give an advance for each
		surrogates := len(dx) >= utf16Len(text)-1 && utf16Len(text) > n
		for i, r := range []rune(text) {
			px, py := m.of(x, y)
			advance := dx.at(units)
			if i == n-1 && advance == 0 {
				advance = lastAdvance(r, along, x, t.Boundary)
			}
			w := math.Hypot(m.a, m.b) * math.Abs(advance) * perMM
			if most := 1.1 * points; w > most { // the rest is a gap
				w = points
				if r < 0x2000 {
					w = 0.6 * points
				}
			}
			if !unicode.IsControl(r) {
				d.page.Glyphs = append(d.page.Glyphs, content.Glyph{X: px, Y: py, W: w, Size: points, Text: string(r), Turn: turn, Mark: mark})
				d.inks = append(d.inks, look)
			}
			x, y = x+dx.at(units), y+dy.at(units)
			units++
			if surrogates && r > 0xffff {
				x, y = x+dx.at(units), y+dy.at(units)
				units++
			}
		}
	}
	return nil
}

// lastAdvance is how wide a character is that nothing follows: what is left of the object's
// box where that says so, else the usual.
func lastAdvance(r rune, along, x float64, boundary string) float64 {
	usual, least := along, 0.0 // a sign may hang in the margin
	if r < 0x2000 {
		usual, least = along/2, 0.2*along
	}
	if box, ok := numbers(boundary, 4); ok {
		if left := box[2] - x; left >= least && left < 1.1*along {
			return left
		}
	}
	return usual
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
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

// maxRepeated bounds what "g n d" stands for.
const maxRepeated = 100_000

// steps reads advances; "g n d" stands for n times d (11.3).
func steps(s string) (out deltas) {
	f := strings.Fields(strings.ReplaceAll(s, ",", " "))
	for i := 0; i < len(f); i++ {
		if f[i] == "g" && i+2 < len(f) {
			n := int(numberOr(f[i+1], 0))
			step := numberOr(f[i+2], 0)
			for range min(max(n, 0), maxRepeated-len(out)) {
				out = append(out, step)
			}
			i += 2
			continue
		}
		if len(out) >= maxRepeated {
			break
		}
		out = append(out, numberOr(f[i], 0))
	}
	return out
}

// image is a picture; pages that are nothing else are scans.
func (d *drawing) image(o *imageObject) {
	if o.invisible() {
		return
	}
	if box, ok := numbers(o.Boundary, 4); ok && d.page.Width*d.page.Height > 0 {
		d.page.Pictures += math.Abs(box[2]*box[3]) * perMM * perMM / (d.page.Width * d.page.Height)
		x, y := (box[0]-d.left)*perMM, (box[1]-d.top)*perMM
		d.areas = append(d.areas, painted{x, y, x + box[2]*perMM, y + box[3]*perMM, len(d.page.Glyphs), false})
	}
}

// look marks characters that something covers, and pale ones with nothing dark behind them.
func (d *drawing) look() {
	for i := range d.page.Glyphs {
		g := &d.page.Glyphs[i]
		x, y := g.Middle()
		dark := false
		for _, p := range d.areas {
			inside := x > p.x0 && x < p.x1
			switch inside = inside && y > p.y0 && y < p.y1; {
			case inside && p.before > i:
				g.Mark |= source.Covered
			case inside:
				dark = !p.pale
			}
		}
		if d.inks[i].pale && !dark {
			g.Mark |= source.Pale | source.Hidden // what is behind it is known
		}
	}
}
