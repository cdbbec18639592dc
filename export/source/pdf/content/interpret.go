package content

import (
	"math"
	"slices"
	"strings"

	"nianbao/export/source"
)

// matrix maps (x, y) to (ax+cy+e, bx+dy+f); ISO 32000-1, 8.3.
type matrix [6]float64

// times is m followed by n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) apply(x, y float64) point {
	return point{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]}
}

func moved(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

type point struct{ x, y float64 }

// state is what q saves and Q brings back.
type state struct {
	ctm                                 matrix
	font                                *font
	size, charSpace, wordSpace, stretch float64
	leading, rise                       float64
	mode                                int
	fill, line                          ink
	fillSpace, lineSpace                space
	through                             float64 // how much is seen through: 0 to 1
	blended, masked                     bool
	veiled                              float64 // the same of the groups that this is drawn in, together
	clip                                *Rule   // nil for the page
}

func newState(ctm matrix) state { return state{ctm: ctm, stretch: 1} }

// interpreter draws a page's content.
type interpreter struct {
	doc   *Document
	page  *Page
	state state
	stack []state
	text  matrix // of the next character
	line  matrix // of the line's beginning
	path  [][]point
	marks []marked

	base     matrix // from the page's space to where it is shown
	order    int    // of what was painted
	clipping bool   // the path limits painting from the next operator on
	layer    int    // forms that are drawn on layers that are off
	mark     source.Mark
}

// marked is marked content that is open.
type marked struct{ margin, off bool }

// off reports whether what is drawn belongs to a layer that is not shown.
func (in *interpreter) off() bool {
	return in.layer > 0 || slices.ContainsFunc(in.marks, func(m marked) bool { return m.off })
}

func newInterpreter(d *Document, p *Page, base matrix) *interpreter {
	return &interpreter{doc: d, page: p, state: newState(base), base: base}
}

// run draws a stream of content with its resources.
func (in *interpreter) run(data []byte, resources value, depth int) {
	l := &lexer{data: data}
	fonts, objects := map[string]*font{}, map[string]value{}
	var args []operand
	for {
		o, op, ok := l.next(0)
		if !ok {
			return
		}
		if op == "" {
			if len(args) < maxOperands {
				args = append(args, o)
			}
			continue
		}
		if in.doc.operators++; in.doc.operators > maxOperators {
			panic(errTooMuch)
		}
		switch a := arguments(args); op {
		case "ID":
			l.skipImage()
			in.picture()
		case "Tf":
			if len(a) > 1 {
				in.setFont(a[0].str, a.num(1), resources, fonts)
			}
		case "Do":
			if len(a) > 0 {
				x, known := objects[a[0].str]
				if !known {
					x = resources.key("XObject").key(a[0].str)
					objects[a[0].str] = x
				}
				in.do(x, resources, depth)
			}
		default:
			known := in.textOperator(op, a)
			if !known {
				known = in.pathOperator(op, a)
			}
			if !known {
				known = in.colorOperator(op, a, resources)
			}
			if !known {
				in.stateOperator(op, a, resources)
			}
		}
		args, l.held = args[:0], 0
	}
}

type arguments []operand

// num is an operand's number, 0 for none.
func (a arguments) num(i int) float64 {
	if i < len(a) {
		return a[i].num
	}
	return 0
}

func (a arguments) matrix() matrix {
	return matrix{a.num(0), a.num(1), a.num(2), a.num(3), a.num(4), a.num(5)}
}

// setFont keeps fonts for the whole file: each page has them again.
func (in *interpreter) setFont(name string, size float64, resources value, local map[string]*font) {
	f, ok := local[name]
	if !ok {
		fonts := resources.key("Font")
		if v := fonts.key(name); v.kind == '<' {
			number := 0
			if o := fonts.operand.key(name); o.kind == 'R' {
				number = int(o.num)
			}
			if f = in.doc.fonts[number]; f == nil || number == 0 {
				f = in.doc.loadFont(v)
				in.doc.fonts[number] = f
			}
		}
		local[name] = f
	}
	in.state.font, in.state.size = f, size
}

func (in *interpreter) stateOperator(op string, a arguments, resources value) {
	switch op {
	case "q":
		if len(in.stack) < 1000 {
			in.stack = append(in.stack, in.state)
		}
	case "Q":
		if n := len(in.stack); n > 0 {
			in.state, in.stack = in.stack[n-1], in.stack[:n-1]
		}
	case "cm":
		in.state.ctm = a.matrix().times(in.state.ctm)
	case "BMC", "BDC":
		m := marked{margin: len(a) > 1 && a[0].str == "Artifact" && ofMargin(a[1])}
		if len(a) > 1 && a[0].str == "OC" {
			m.off = in.doc.hidden(resources.key("Properties").operand.key(a[1].str))
		}
		if len(in.marks) < 10*maxNesting {
			in.marks = append(in.marks, m)
		}
	case "EMC":
		if n := len(in.marks); n > 0 {
			in.marks = in.marks[:n-1]
		}
	}
}

// ofMargin reports whether marked content is a page's number, header or footer.
func ofMargin(properties operand) bool {
	for i := 0; i+1 < len(properties.list); i += 2 {
		switch k, v := properties.list[i].str, properties.list[i+1].str; {
		case k == "Type" && v == "Pagination", k == "Subtype" && (v == "Header" || v == "Footer"):
			return true
		}
	}
	return false
}

// textOperator does what ISO 32000-1, 9.3 and 9.4 say of an operator.
func (in *interpreter) textOperator(op string, a arguments) bool {
	s := &in.state
	switch op {
	case "BT":
		in.line, in.text = moved(0, 0), moved(0, 0)
	case "Tc":
		s.charSpace = a.num(0)
	case "Tw":
		s.wordSpace = a.num(0)
	case "Tz":
		s.stretch = a.num(0) / 100
	case "TL":
		s.leading = a.num(0)
	case "Ts":
		s.rise = a.num(0)
	case "Tr":
		s.mode = int(a.num(0))
	case "Td":
		in.nextLine(a.num(0), a.num(1))
	case "TD":
		s.leading = -a.num(1)
		in.nextLine(a.num(0), a.num(1))
	case "Tm":
		in.line = a.matrix()
		in.text = in.line
	case "T*":
		in.nextLine(0, -s.leading)
	case "Tj", "'", "\"":
		if op != "Tj" {
			in.nextLine(0, -s.leading)
		}
		if op == "\"" && len(a) > 2 {
			s.wordSpace, s.charSpace = a.num(0), a.num(1)
		}
		if len(a) > 0 {
			in.show(a[len(a)-1].str)
		}
	case "TJ":
		if len(a) > 0 {
			for _, o := range a[0].list {
				if o.kind == '(' {
					in.show(o.str)
				} else {
					in.advance(-o.num / 1000 * s.size)
				}
			}
		}
	default:
		return false
	}
	return true
}

func (in *interpreter) nextLine(x, y float64) {
	in.line = moved(x, y).times(in.line)
	in.text = in.line
}

// advance moves on along the line, by a width in text space.
func (in *interpreter) advance(by float64) {
	if f := in.state.font; f != nil && f.vertical {
		in.text = moved(0, by).times(in.text)
		return
	}
	in.text = moved(by*in.state.stretch, 0).times(in.text)
}

// show places the characters of a string.
func (in *interpreter) show(str string) {
	s := &in.state
	if s.font == nil {
		return
	}
	s.font.show(str, func(c char) {
		in.place(c)
		by := c.width*s.size + s.charSpace
		if s.font.vertical {
			by = -s.size + s.charSpace
		}
		if c.space {
			by += s.wordSpace
		}
		in.advance(by)
	})
}

func (in *interpreter) place(c char) {
	text, width := c.text, c.width
	s := &in.state
	m := matrix{s.size * s.stretch, 0, 0, s.size, 0, s.rise}
	if s.font.vertical { // from the top of the middle; ISO 32000-1, 9.7.4.3
		m[4], m[5] = -width/2*s.size, s.rise-0.88*s.size
	}
	m = m.times(in.text).times(s.ctm)
	g := Glyph{X: m[4], Y: m[5], W: width * math.Hypot(m[0], m[1]), Size: math.Hypot(m[2], m[3]), Text: text, Mark: in.mark, ink: s.textInk()}
	g.Margin = slices.ContainsFunc(in.marks, func(m marked) bool { return m.margin })
	invisible, transparent := s.mode == 3 || s.mode == 7, 1-(1-s.veiled)*(1-s.through) > 0.95
	g.unpainted = invisible || transparent || in.off()
	along, across := math.Abs(m[0]), math.Abs(m[1])
	switch {
	case across < 0.1*along && m[0] < 0:
		g.Turn = Over
	case across < 0.1*along:
	case along < 0.1*across && m[1] > 0:
		g.Turn = Down
	case along < 0.1*across:
		g.Turn = Up
	case g.Size < tiny:
	default:
		return
	}
	if text == "" || !in.inside(g.X, g.Y) {
		return
	}
	if g.Size < tiny {
		g.Mark |= source.Tiny
		g.Size = max(g.Size, 1)
	}
	if c.guess {
		g.Mark |= source.Guessed
	}
	if x, y := g.Middle(); s.clip != nil && s.clip.misses(x, y, 1) {
		g.unpainted = true
	}
	in.order++
	g.order = in.order
	in.add(g)
}

// tiny is below what anybody reads, in points.
const tiny = 2

// textInk is the colour in which text is drawn.
func (s *state) textInk() ink {
	outlined := s.mode == 1 || s.mode == 5
	if outlined || s.mode == 2 && s.fill.nearby(white) {
		return s.line
	}
	return s.fill
}

func (in *interpreter) add(g Glyph) {
	in.doc.glyphs++
	if in.doc.text += len(g.Text); in.doc.glyphs > maxGlyphs || in.doc.text > maxText {
		panic(errTooMuch)
	}
	in.page.Glyphs = append(in.page.Glyphs, g)
}

// inside leaves out what a reader of the page does not see.
func (in *interpreter) inside(x, y float64) bool {
	return Rule{-5, -5, in.page.Width + 5, in.page.Height + 5}.encloses(x, y)
}

// pathOperator builds paths and paints them (ISO 32000-1, 8.5).
func (in *interpreter) pathOperator(op string, a arguments) bool {
	switch op {
	case "m":
		in.path = append(in.path, []point{in.state.ctm.apply(a.num(0), a.num(1))})
	case "l":
		in.lineTo(a.num(0), a.num(1))
	case "c", "v", "y": // where a curve ends
		if n := len(a); n > 1 {
			in.lineTo(a.num(n-2), a.num(n-1))
		}
	case "h":
		in.closePath()
	case "re":
		x, y, w, h := a.num(0), a.num(1), a.num(2), a.num(3)
		in.path = append(in.path, []point{in.state.ctm.apply(x, y)})
		in.lineTo(x+w, y)
		in.lineTo(x+w, y+h)
		in.lineTo(x, y+h)
		in.closePath()
	case "W", "W*":
		in.clipping = true
	case "s", "b", "b*":
		in.closePath()
		in.paint(op != "s", true)
	case "S", "B", "B*":
		in.paint(op != "S", true)
	case "f", "F", "f*":
		in.paint(true, false)
	case "n":
		in.paint(false, false)
	default:
		return false
	}
	if len(in.path) > maxRules {
		in.path = in.path[:maxRules]
	}
	return true
}

func (in *interpreter) lineTo(x, y float64) {
	if n := len(in.path); n > 0 && len(in.path[n-1]) < maxRules {
		in.path[n-1] = append(in.path[n-1], in.state.ctm.apply(x, y))
	}
}

func (in *interpreter) closePath() {
	if n := len(in.path); n > 0 && len(in.path[n-1]) > 0 {
		in.path[n-1] = append(in.path[n-1], in.path[n-1][0])
	}
}

// thin is how wide a filled shape may be that stands for a line, in points.
const thin = 3

// paint ends a path.
func (in *interpreter) paint(fill, stroke bool) {
	if fill {
		in.area()
	}
	in.setClip()
	switch {
	case in.off() || !fill && !stroke:
	case stroke:
		in.stroke()
	default:
		in.fill()
	}
	in.path = in.path[:0]
}

func (in *interpreter) stroke() {
	for _, p := range in.path {
		if b := bounds(p); len(p) > 2 && (b.X1-b.X0 < thin || b.Y1-b.Y0 < thin) {
			in.rule(b) // a frame so narrow that it is one line
			continue
		}
		for i := 1; i < len(p); i++ {
			in.rule(bounds(p[i-1 : i+1]))
		}
	}
	in.path = in.path[:0]
}

// fill takes narrow shapes for lines, which they are in what browsers and word
// processors write. Others are the grounds of cells.
func (in *interpreter) fill() {
	for _, p := range in.path {
		in.rule(bounds(p))
	}
	in.path = in.path[:0]
}

func bounds(p []point) Rule {
	r := Rule{p[0].x, p[0].y, p[0].x, p[0].y}
	for _, q := range p[1:] {
		r.X0, r.X1, r.Y0, r.Y1 = min(r.X0, q.x), max(r.X1, q.x), min(r.Y0, q.y), max(r.Y1, q.y)
	}
	return r
}

// rule keeps a line that is level or plumb, along its middle.
func (in *interpreter) rule(r Rule) {
	w, h := r.X1-r.X0, r.Y1-r.Y0
	isLine := !math.IsNaN(w+h) && (w < thin) != (h < thin)
	switch {
	case len(in.page.Rules) >= maxRules || !isLine:
		return
	case w > h:
		r.Y0 = (r.Y0 + r.Y1) / 2
		r.Y1 = r.Y0
	default:
		r.X0 = (r.X0 + r.X1) / 2
		r.X1 = r.X0
	}
	if in.inside(r.X0, r.Y0) || in.inside(r.X1, r.Y1) {
		in.page.Rules = append(in.page.Rules, r)
		if in.doc.rules++; in.doc.rules > maxAllRules {
			panic(errTooMuch)
		}
	}
}

// do draws what has a name: a form, with content of its own, or a picture.
func (in *interpreter) do(x, resources value, depth int) {
	hidden := in.doc.hidden(x.operand.key("OC"))
	switch x.key("Subtype").name() {
	case "Image":
		if !hidden {
			in.picture()
			in.image(x)
		}
	case "Form":
		if depth >= maxForms {
			return
		}
		saved, stack := in.state, len(in.stack)
		if !x.key("Group").isNull() { // drawn as a whole; ISO 32000-1, 11.6.6
			in.state.veiled, in.state.through = 1-(1-in.state.veiled)*(1-in.state.through), 0
		}
		if m := x.key("Matrix"); m.len() == 6 {
			var own matrix
			for i := range own {
				own[i] = m.index(i).float()
			}
			in.state.ctm = own.times(in.state.ctm)
		}
		if r := x.key("Resources"); !r.isNull() {
			resources = r
		}
		if hidden {
			in.layer++
		}
		open := len(in.marks)
		in.run(in.doc.file.inflate(x), resources, depth+1)
		in.marks = in.marks[:min(open, len(in.marks))]
		if hidden {
			in.layer--
		}
		in.state, in.stack = saved, in.stack[:min(stack, len(in.stack))]
	}
}

// picture counts the share of the page that the unit square takes.
func (in *interpreter) picture() {
	m := in.state.ctm
	if area := in.page.Width * in.page.Height; area > 0 {
		in.page.Pictures += min(math.Abs(m[0]*m[3]-m[1]*m[2])/area, 1)
	}
}

// image keeps where a picture lies; one with a mask is seen through.
func (in *interpreter) image(x value) {
	m := in.state.ctm
	box := in.clipped(bounds([]point{m.apply(0, 0), m.apply(1, 0), m.apply(0, 1), m.apply(1, 1)}))
	in.pictured(box)
	masked := x.key("ImageMask").name() == "true" || !x.key("SMask").isNull() || !x.key("Mask").isNull()
	if masked || !in.state.opaque() || in.off() {
		return
	}
	in.cover(paint{box: box, ink: ink{unknown: true}, picture: true})
}

// Blank reports whether a glyph shows nothing.
func (g *Glyph) Blank() bool { return strings.TrimSpace(g.Text) == "" }

// Unread reports whether the file doesn't say what character this is.
func (g *Glyph) Unread() bool {
	for _, r := range g.Text {
		private := r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000
		if r == '\uFFFD' || private {
			return true
		}
	}
	return false
}
