package content

import (
	"math"
	"strings"
)

// ink is a colour. One of a pattern, or that the file defines by other means, is
// not known.
type ink struct {
	red, green, blue float64
	unknown          bool
}

var black, white = ink{}, ink{red: 1, green: 1, blue: 1}

// nearby reports whether nobody tells two colours apart.
func (a ink) nearby(b ink) bool {
	const least = 0.09
	if a.unknown || b.unknown {
		return false
	}
	return math.Abs(a.red-b.red) < least && math.Abs(a.green-b.green) < least && math.Abs(a.blue-b.blue) < least
}

func gray(x float64) ink { return ink{red: x, green: x, blue: x} }

func cmyk(c, m, y, k float64) ink {
	mix := func(x float64) float64 { return max(0, 1-min(1, x+k)) }
	return ink{red: mix(c), green: mix(m), blue: mix(y)}
}

// space says what the numbers of a colour mean.
type space uint8

const (
	byCount space = iota // gray, RGB or CMYK, by how many there are
	tint                 // so much of a special ink: none is white
	strange
)

// spaceOf is a colour space by its name in the content.
func spaceOf(name string, resources value) space {
	v := resources.key("ColorSpace").key(name)
	family := name
	if v.kind == '[' {
		family = v.index(0).name()
	} else if v.kind == '/' {
		family = v.str
	}
	switch family {
	case "DeviceGray", "DeviceRGB", "DeviceCMYK", "ICCBased", "CalGray", "CalRGB", "G", "RGB", "CMYK":
		return byCount
	case "Separation", "DeviceN":
		return tint
	}
	return strange
}

// color is what the operands of a colour operator mean.
func (s space) color(a arguments) ink {
	switch {
	case s == strange:
		return ink{unknown: true}
	case s == tint:
		most := 0.0
		for i := range a {
			most = max(most, a.num(i))
		}
		return gray(1 - min(most, 1))
	case len(a) == 1:
		return gray(a.num(0))
	case len(a) == 3:
		return ink{red: a.num(0), green: a.num(1), blue: a.num(2)}
	case len(a) == 4:
		return cmyk(a.num(0), a.num(1), a.num(2), a.num(3))
	}
	return ink{unknown: true}
}

// colorOperator sets colours and how much is seen through (ISO 32000-1, 8.6.8
// and 8.4.5).
func (in *interpreter) colorOperator(op string, a arguments, resources value) bool {
	s := &in.state
	switch op {
	case "g", "rg", "k":
		s.fillSpace, s.fill = byCount, byCount.color(a)
	case "G", "RG", "K":
		s.lineSpace, s.line = byCount, byCount.color(a)
	case "cs", "CS":
		if len(a) == 0 {
			return true
		}
		kind := spaceOf(a[0].str, resources)
		first := black // what a space begins with
		if kind == strange {
			first = ink{unknown: true}
		}
		if op == "cs" {
			s.fillSpace, s.fill = kind, first
		} else {
			s.lineSpace, s.line = kind, first
		}
	case "sc", "scn":
		s.fill = s.fillSpace.color(a)
	case "SC", "SCN":
		s.line = s.lineSpace.color(a)
	case "gs":
		if len(a) > 0 {
			in.graphicsState(resources.key("ExtGState").key(a[0].str))
		}
	default:
		return false
	}
	return true
}

func (in *interpreter) graphicsState(v value) {
	s := &in.state
	if x := v.key("ca"); x.kind == '0' {
		s.through = 1 - x.num
	}
	if x := v.key("BM"); !x.isNull() {
		name := x.name()
		if x.kind == '[' {
			name = x.index(0).name()
		}
		s.blended = name != "Normal" && name != "Compatible"
	}
	if x := v.key("SMask"); !x.isNull() {
		s.masked = x.isDict()
	}
}

// paint is an area that was painted over.
type paint struct {
	order   int
	box     Rule
	shape   [][]point // nil for the box itself
	ink     ink
	picture bool
}

const (
	maxPaints = 20_000 // of a page
	maxShape  = 1_000  // points of an area; what has more is a drawing
	maxPoints = 400_000
	// maxCompared bounds how often characters and areas of a file are compared.
	maxCompared = 300_000_000
)

// opaque reports whether what is painted now hides what is below.
func (s *state) opaque() bool { return s.through+s.veiled < 0.1 && !s.blended && !s.masked }

// area keeps what the path fills, if it is opaque and no mere line.
func (in *interpreter) area() {
	points := 0
	for _, p := range in.path {
		points += len(p)
	}
	isShape := points > 0 && points <= maxShape
	if !isShape || !in.state.opaque() || in.off() {
		return
	}
	box := bounds(in.path[0])
	for _, p := range in.path[1:] {
		b := bounds(p)
		box = Rule{min(box.X0, b.X0), min(box.Y0, b.Y0), max(box.X1, b.X1), max(box.Y1, b.Y1)}
	}
	p := paint{ink: in.state.fill, box: in.clipped(box)}
	if len(in.path) > 1 || points > 5 {
		if in.page.points += points; in.page.points > maxPoints {
			return
		}
		for _, x := range in.path {
			p.shape = append(p.shape, append([]point(nil), x...))
		}
	}
	in.cover(p)
}

func (in *interpreter) cover(p paint) {
	if p.box.X1-p.box.X0 < thin || p.box.Y1-p.box.Y0 < thin || len(in.page.paints) >= maxPaints {
		return
	}
	in.order++
	p.order = in.order
	in.page.paints = append(in.page.paints, p)
}

// clipped is the part of a box to which painting is limited.
func (in *interpreter) clipped(b Rule) Rule {
	if c := in.state.clip; c != nil {
		b = Rule{max(b.X0, c.X0), max(b.Y0, c.Y0), min(b.X1, c.X1), min(b.Y1, c.Y1)}
	}
	return b
}

// setClip limits painting to the path's box.
func (in *interpreter) setClip() {
	if !in.clipping {
		return
	}
	in.clipping = false
	if len(in.path) == 0 {
		return
	}
	box := bounds(in.path[0])
	for _, p := range in.path[1:] {
		b := bounds(p)
		box = Rule{min(box.X0, b.X0), min(box.Y0, b.Y0), max(box.X1, b.X1), max(box.Y1, b.Y1)}
	}
	box = in.clipped(box)
	in.state.clip = &box
}

func (p *paint) holds(x, y float64) bool {
	if p.box.misses(x, y, 0) {
		return false
	}
	if p.shape == nil {
		return true
	}
	inside := false
	for _, path := range p.shape {
		for i := range path {
			a, b := path[i], path[(i+1)%len(path)]
			if (a.y > y) != (b.y > y) && x < a.x+(y-a.y)/(b.y-a.y)*(b.x-a.x) {
				inside = !inside
			}
		}
	}
	return inside
}

// isSymbols tells fonts whose characters are signs, whatever their codes.
func isSymbols(font string) bool {
	for _, name := range []string{"Dingbats", "Symbol", "Wingdings", "Webdings"} {
		if strings.Contains(font, name) {
			return true
		}
	}
	return false
}
