package content

import (
	"strings"

	"nianbao/export/source"
)

// Flags of an annotation (ISO 32000-1, 12.5.3).
const (
	flagHidden = 1 << 1
	flagNoView = 1 << 5
)

const (
	// maxAnnotations bounds those of a file; a form has some hundred.
	maxAnnotations = 20_000
	// maxThings bounds the pictures and notes of a page.
	maxThings = 5_000
)

// Thing is something on a page that is no text, by its middle: a picture, an
// annotation.
type Thing struct {
	X, Y       float64
	Name, Text string
}

// annotations draws what lies over a page: what somebody wrote or drew there,
// and the fields of forms.
func (in *interpreter) annotations(page value) {
	all := page.key("Annots")
	if in.doc.notes += all.len(); in.doc.notes > maxAnnotations {
		panic(errTooMuch)
	}
	for i := range all.len() {
		a := all.index(i)
		if a.kind != '<' || a.key("F").int()&(flagHidden|flagNoView) != 0 || in.doc.hidden(a.operand.key("OC")) {
			continue
		}
		in.annotation(a)
	}
}

func (in *interpreter) annotation(a value) {
	box, ok := in.rect(a.key("Rect"))
	if !ok {
		return
	}
	kind := a.key("Subtype").name()
	switch kind {
	case "Popup", "Link", "Highlight", "Underline", "Squiggly", "Text", "FileAttachment", "Sound", "Movie":
		return
	case "StrikeOut":
		in.strikes(a, box)
		return
	}
	field := kind == "Widget"
	if field && inheritedKey(a, "FT").name() == "Btn" {
		return
	}
	in.mark = source.Boxed
	if field {
		in.mark = source.Control
	}
	before := len(in.page.Glyphs)
	if look := appearance(a); look.kind == 's' {
		in.drawAt(look, a.key("Rect"))
	}
	in.mark = 0
	text := textString(a.key("Contents").string())
	if field {
		text = textString(inheritedKey(a, "V").string())
	}
	if in.doc.text += len(text); in.doc.text > maxText {
		panic(errTooMuch)
	}
	shown := false
	for i := before; i < len(in.page.Glyphs); i++ {
		shown = shown || !in.page.Glyphs[i].Blank()
	}
	switch {
	case shown || text == "":
	case field:
		in.typed(box, text)
	default:
		in.page.Things = append(in.page.Things, Thing{(box.X0 + box.X1) / 2, (box.Y0 + box.Y1) / 2, "批注", text})
	}
}

// inheritedKey is a field's entry, or that of one above it.
func inheritedKey(v value, key string) value {
	for range 10 {
		if x := v.key(key); !x.isNull() {
			return x
		}
		v = v.key("Parent")
	}
	return value{}
}

// appearance is the stream that draws an annotation, of several states the one
// that it has.
func appearance(a value) value {
	n := a.key("AP").key("N")
	if n.kind == '<' {
		n = n.key(a.key("AS").name())
	}
	return n
}

// rect is a rectangle as it lies on the page.
func (in *interpreter) rect(v value) (Rule, bool) {
	if v.len() != 4 {
		return Rule{}, false
	}
	a := in.base.apply(v.index(0).float(), v.index(1).float())
	b := in.base.apply(v.index(2).float(), v.index(3).float())
	return bounds([]point{a, b}), true
}

// drawAt draws an appearance so that its box fills a rectangle (12.5.5).
func (in *interpreter) drawAt(look, rect value) {
	m := matrix{1, 0, 0, 1, 0, 0}
	if v := look.key("Matrix"); v.len() == 6 {
		for i := range m {
			m[i] = v.index(i).float()
		}
	}
	box := look.key("BBox")
	if box.len() != 4 {
		return
	}
	x0, y0, x1, y1 := box.index(0).float(), box.index(1).float(), box.index(2).float(), box.index(3).float()
	b := bounds([]point{m.apply(x0, y0), m.apply(x1, y0), m.apply(x0, y1), m.apply(x1, y1)})
	r := bounds([]point{{rect.index(0).float(), rect.index(1).float()}, {rect.index(2).float(), rect.index(3).float()}})
	if b.X1-b.X0 < 1e-6 || b.Y1-b.Y0 < 1e-6 {
		return
	}
	sx, sy := (r.X1-r.X0)/(b.X1-b.X0), (r.Y1-r.Y0)/(b.Y1-b.Y0)
	fit := matrix{sx, 0, 0, sy, r.X0 - b.X0*sx, r.Y0 - b.Y0*sy}
	in.state = newState(fit.times(in.base))
	in.stack = in.stack[:0]
	in.do(look, value{}, 0)
}

// typed places what was typed into a field that the file doesn't draw.
func (in *interpreter) typed(box Rule, text string) {
	const most = 11 // points
	lines := strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n")
	height := (box.Y1 - box.Y0) / float64(len(lines))
	size := min(most, max(0.7*height, 1))
	for i, l := range lines {
		width := size / 2 * float64(len([]rune(l)))
		in.order++
		in.add(Glyph{X: box.X0 + 2, Y: box.Y0 + (float64(i)+0.5)*height + 0.35*size, W: min(width, box.X1-box.X0), Size: size, Text: l, Mark: source.Control, order: in.order})
	}
}

// strikes marks the characters that an annotation strikes out.
func (in *interpreter) strikes(a value, box Rule) {
	boxes := []Rule{box}
	if q := a.key("QuadPoints"); q.len() >= 8 {
		boxes = boxes[:0]
		for i := 0; i+7 < min(q.len(), 800); i += 8 {
			var corners []point
			for k := 0; k < 8; k += 2 {
				corners = append(corners, in.base.apply(q.index(i+k).float(), q.index(i+k+1).float()))
			}
			boxes = append(boxes, bounds(corners))
		}
	}
	if in.doc.compared += len(boxes) * len(in.page.Glyphs); in.doc.compared > maxCompared {
		panic(errTooMuch)
	}
	for i := range in.page.Glyphs {
		g := &in.page.Glyphs[i]
		x, y := g.Middle()
		for _, b := range boxes {
			if b.encloses(x, y) {
				g.Mark |= source.Struck
			}
		}
	}
}

// pictured keeps a small picture in mind, which may stand for a figure.
func (in *interpreter) pictured(box Rule) {
	area := (box.X1 - box.X0) * (box.Y1 - box.Y0)
	share := area / max(in.page.Width*in.page.Height, 1)
	small := share <= 0.3 // so that NaN isn't
	if !small || len(in.page.Things) > maxThings || in.off() {
		return
	}
	in.page.Things = append(in.page.Things, Thing{(box.X0 + box.X1) / 2, (box.Y0 + box.Y1) / 2, "图片", ""})
}
