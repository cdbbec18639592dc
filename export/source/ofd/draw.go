package ofd

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/source"
	"nianbao/export/source/pdf/content"
)

// block is a layer, a block of a page or the content of a unit: objects in the order
// in which they are drawn.
type block struct {
	DrawParam string
	objects   []any // *textObject, *pathObject, *imageObject, *compositeObject, *block
}

// object is what all of them have.
type object struct {
	Boundary  string `xml:",attr"`
	CTM       string `xml:",attr"`
	Visible   string `xml:",attr"`
	Alpha     string `xml:",attr"`
	DrawParam string `xml:",attr"`
	Clips     *clips
}

type imageObject struct {
	object
	ResourceID string `xml:",attr"`
	ImageMask  string `xml:",attr"`
}

// compositeObject places a unit of the resources on the page.
type compositeObject struct {
	object
	ResourceID string `xml:",attr"`
}

// UnmarshalXML keeps the objects in their order.
func (b *block) UnmarshalXML(d *xml.Decoder, own xml.StartElement) error {
	for _, a := range own.Attr {
		if a.Name.Local == "DrawParam" {
			b.DrawParam = a.Value
		}
	}
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
		case "CompositeObject":
			x = &compositeObject{}
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
	page  *content.Page
	base  place // of what holds the objects: the page, a unit, an annotation
	param string
	clip  *rect // to which drawing is limited; nil for none
	note  *annotation
	areas []painted
	inks  []ink // beside the page's glyphs
	askew strings.Builder
	lost  int // objects that could not be drawn
}

// painted is an area that was filled: over the characters drawn before it, below those
// drawn later.
type painted struct {
	rect
	before int // how many characters were there
	pale   bool
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
	before := d.param
	if b.DrawParam != "" {
		d.param = b.DrawParam
	}
	defer func() { d.param = before }()
	for _, x := range b.objects {
		if !d.effort(0) {
			return errTooMuch
		}
		var err error
		switch x := x.(type) {
		case *block:
			err = d.block(x, depth+1)
		case *textObject:
			err = d.text(x)
		case *pathObject:
			err = d.path(x)
		case *imageObject:
			err = d.image(x)
		case *compositeObject:
			err = d.composite(x, depth)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// effort takes an object with so many bytes of text, path or steps off what may still be
// drawn: a unit may be placed many times, and units within units.
func (r *reader) effort(bytes int) bool {
	r.objects -= 1 + bytes/32
	return r.objects >= 0
}

// composite draws a unit of the resources; one that is missing, or isn't seen, is told of.
func (d *drawing) composite(o *compositeObject, depth int) error {
	unit := d.resources.units[o.ResourceID]
	if unit == nil || o.invisible() {
		d.lost++
		return nil
	}
	base, clip := d.base, d.clip
	inside, err := d.within(&o.object)
	if err != nil {
		return err
	}
	d.base, d.clip = d.place(&o.object), inside
	defer func() { d.base, d.clip = base, clip }()
	return d.block(&unit.Content, depth+1)
}

// numbers reads n numbers.
func numbers(s string, n int) (out []float64, ok bool) {
	if len(s) > maxNumbers {
		return nil, false
	}
	for _, f := range strings.Fields(strings.ReplaceAll(s, ",", " ")) {
		x, ok := number(f)
		if !ok {
			return nil, false
		}
		out = append(out, x)
	}
	return out, len(out) == n
}

// number reads one that may be a length on a page.
func number(s string) (float64, bool) {
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && math.Abs(x) <= 1e6 // so that NaN isn't
}

func numberOr(s string, other float64) float64 {
	if x, ok := numbers(s, 1); ok {
		return x[0]
	}
	return other
}

// place is the transformation of an object's points, in millimetres, to points of the page.
type place struct{ a, b, c, d, e, f float64 }

// in is a place within another one: m first, then outer.
func (m place) in(outer place) place {
	return place{
		m.a*outer.a + m.b*outer.c, m.a*outer.b + m.b*outer.d,
		m.c*outer.a + m.d*outer.c, m.c*outer.b + m.d*outer.d,
		m.e*outer.a + m.f*outer.c + outer.e, m.e*outer.b + m.f*outer.d + outer.f,
	}
}

func shifted(x, y float64) place { return place{1, 0, 0, 1, x, y} }

// matrix is a CTM; one that is missing or no matrix changes nothing.
func matrix(s string) place {
	if n, ok := numbers(s, 6); ok {
		return place{n[0], n[1], n[2], n[3], n[4], n[5]}
	}
	return shifted(0, 0)
}

// corner is where a box has the origin of what is in it.
func corner(box string) place {
	if n, ok := numbers(box, 4); ok {
		return shifted(n[0], n[1])
	}
	return shifted(0, 0)
}

// place is that of what is in an object.
func (d *drawing) place(o *object) place {
	return matrix(o.CTM).in(corner(o.Boundary)).in(d.base)
}

func (m place) of(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// box is what a rectangle covers on the page.
func (m place) box(x, y, w, h float64) rect {
	r := nowhere
	for _, p := range [4][2]float64{{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}} {
		r.add(m.of(p[0], p[1]))
	}
	return r
}

// quarter is how many quarters clockwise an axis is turned; ok is false for what is askew.
func quarter(x, y float64) (n int, ok bool) {
	long := math.Hypot(x, y)
	if long == 0 {
		return 0, false
	}
	switch x, y = x/long, y/long; {
	case x > 0.99:
		return 0, true
	case y > 0.99:
		return 1, true
	case x < -0.99:
		return 2, true
	case y < -0.99:
		return 3, true
	}
	return 0, false
}

// turn is which way the base line of characters runs that are turned by so many quarters
// in the object; ok is false for what is askew.
func (m place) turn(quarters int) (turn content.Turn, ok bool) {
	n, ok := quarter(m.a, m.b)
	if m.a*m.d-m.b*m.c < 0 {
		return content.Over, ok
	}
	return [4]content.Turn{content.Upright, content.Down, content.Over, content.Up}[(n+quarters)%4], ok
}

// invisible reports whether an object says that nobody sees it.
func (o *object) invisible() bool { return o.Visible == "false" || clear(o.Alpha) }

// clear reports whether an alpha of 0 to 255 is as good as nothing.
func clear(alpha string) bool { return numberOr(alpha, 255) < 20 }

// image is a picture; pages that are nothing else are scans.
func (d *drawing) image(o *imageObject) error {
	n, ok := numbers(o.Boundary, 4)
	if !ok || o.invisible() || d.note != nil || d.page.Width*d.page.Height <= 0 {
		return nil
	}
	clip, err := d.within(&o.object)
	if err != nil {
		return err
	}
	r := d.base.box(n[0], n[1], n[2], n[3]).meet(clip)
	share := max(0, r.x1-r.x0) * max(0, r.y1-r.y0) / (d.page.Width * d.page.Height)
	d.page.Pictures += share
	if small := 0.3; share <= small && len(d.page.Things) < maxThings {
		d.page.Things = append(d.page.Things, content.Thing{X: (r.x0 + r.x1) / 2, Y: (r.y0 + r.y1) / 2, Name: "图片"})
	}
	if o.ImageMask == "" && !d.seenThrough(o.ResourceID) {
		d.areas = append(d.areas, painted{r, len(d.page.Glyphs), false})
	}
	return nil
}

// look marks characters that something covers, and pale ones with nothing dark behind them.
func (d *drawing) look() error {
	if d.compared -= len(d.areas) * len(d.page.Glyphs); d.compared < 0 {
		return errTooMuch
	}
	for i := range d.page.Glyphs {
		g := &d.page.Glyphs[i]
		x, y := g.Middle()
		dark := false
		for _, p := range d.areas {
			switch inside := p.holds(x, y); {
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
	return nil
}

// told keeps what of the page was not drawn for the notes.
func (d *drawing) told(number int) {
	if s := strings.TrimSpace(d.askew.String()); s != "" {
		d.slanted = append(d.slanted, slanted{number, brief(s)})
	}
	if d.lost > 0 {
		d.notes = append(d.notes, fmt.Sprintf("第%d页有 %d 处内容没有显示或者没有读出来，请对着原文件核对", number, d.lost))
	}
}

// slanted is text on a page that runs aslant.
type slanted struct {
	page int
	text string
}

// watermarks tells of text that runs aslant, once for all pages that have the same.
func (r *reader) watermarks() {
	for len(r.slanted) > 0 {
		text, pages := r.slanted[0].text, []string(nil)
		r.slanted = slices.DeleteFunc(r.slanted, func(s slanted) bool {
			if s.text == text {
				pages = append(pages, strconv.Itoa(s.page))
			}
			return s.text == text
		})
		r.notes = append(r.notes, fmt.Sprintf("第%s页有斜着的字「%s」，多半是水印，没有读", strings.Join(pages, "、"), text))
	}
}

// brief is the beginning of a text, in a line.
func brief(s string) string {
	const most = 40
	r := []rune(source.Tidy(s))
	if len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(r)
}
