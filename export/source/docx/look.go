package docx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"nianbao/export/source"
)

// property is one of the properties of a run that decide whether it is seen.
type property uint16

const (
	propStrike property = 1 << iota
	propDoubleStrike
	propVanish
	propNoFill
	propAlign
	propShift
	propWhite
	propSmall
	propNarrow
	propShaded
	propSigns // in a font of signs
)

// runLook is what a style or a run says of these properties.
type runLook struct {
	said, is property
	colour   string // of the text; "" where nothing is said
	ground   string // behind the run
	marker   string // the same, as a marker pen has it; Word leaves type on it black
}

func (l *runLook) set(p property, is bool) {
	l.said |= p
	l.is &^= p
	if is {
		l.is |= p
	}
}

// put lays what a nearer style says over the rest.
func (l *runLook) put(near runLook) {
	l.said |= near.said
	l.is = l.is&^near.said | near.is
	if near.colour != "" {
		l.colour = near.colour
	}
	if near.ground != "" {
		l.ground = near.ground
	}
	if near.marker != "" {
		l.marker = near.marker
	}
}

// signs tells fonts in which a digit is a picture.
func signs(font string) bool {
	font = strings.ToLower(font)
	return strings.HasPrefix(font, "wingdings") || font == "webdings" || font == "symbol"
}

// markers are the colours of marker pens.
var markers = map[string]string{"black": "000000", "white": "FFFFFF", "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
	"darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0"}

// themed is a colour that a document's theme gives, of which the file's value is only what
// other programs may take; those that are tinted or shaded stay.
func themed(value, theme, shade string) string {
	switch {
	case shade != "":
	case theme == "background1" || theme == "light1":
		return "FFFFFF"
	case theme == "text1" || theme == "dark1":
		return "000000"
	}
	return value
}

// The least that can be read, and the least that lifts a sign off its line.
const (
	leastSize  = 2 * source.LeastSize // in half points
	leastScale = 10
	leastShift = 6 // in half points
)

// take takes a run's property by its element.
func (l *runLook) take(name, value string) {
	n, err := strconv.Atoi(value)
	number := err == nil
	switch name {
	case "strike":
		l.set(propStrike, on(value))
	case "dstrike":
		l.set(propDoubleStrike, on(value))
	case "vanish":
		l.set(propVanish, on(value))
	case "vertAlign":
		l.set(propAlign, value == "superscript" || value == "subscript")
	case "position":
		l.set(propShift, number && (n >= leastShift || n <= -leastShift))
	case "color":
		l.set(propWhite, source.LikePaperHex(value))
		l.colour = value
	case "sz":
		l.set(propSmall, number && float64(n) < leastSize)
	case "w":
		l.set(propNarrow, number && n < leastScale)
	case "highlight":
		l.set(propShaded, value != "none" && value != "white")
		l.marker = markers[value]
	}
}

// mark is what a look makes of a run on a ground that is dark or isn't.
func (l runLook) mark(dark bool) (m source.Mark) {
	for _, x := range []struct {
		property
		source.Mark
	}{{propStrike | propDoubleStrike, source.Struck}, {propVanish | propNoFill, source.Hidden}, {propAlign | propShift, source.Raised}, {propSmall | propNarrow, source.Tiny}, {propSigns, source.Guessed}} {
		if l.is&x.property != 0 {
			m |= x.Mark
		}
	}
	if l.is&propWhite != 0 && l.is&propShaded == 0 && !dark {
		m |= source.Pale
	}
	return m
}

// xmlLook is the properties of a style's runs.
type xmlLook struct {
	Properties []struct {
		XMLName xml.Name
		xmlShade
		Theme string `xml:"themeColor,attr"`
		Shade string `xml:"themeShade,attr"`
	} `xml:",any"`
}

func (x *xmlLook) look() (l runLook) {
	for _, p := range x.Properties {
		switch p.XMLName.Local {
		case "shd":
			l.set(propShaded, p.dark())
			l.ground = p.colour()
		case "color":
			l.take("color", themed(p.Val, p.Theme, p.Shade))
		default:
			l.take(p.XMLName.Local, p.Val)
		}
	}
	return l
}

// shade takes a shading.
func (b *bodyReader) shade(parent string, e xml.StartElement) {
	p, t := b.paragraph(), b.table()
	x := xmlShade{value(e), attr(e, "fill"), attr(e, "color"), attr(e, "themeFill"), attr(e, "themeFillShade")}
	dark := x.dark()
	switch {
	case parent == "rPr" && p != nil && b.ofRun():
		p.look.set(propShaded, dark)
		p.look.ground = x.colour()
	case parent == "pPr" && p != nil:
		p.dark, p.ground = dark, x.colour()
	case parent == "tcPr":
		t.darkCell, t.ground = dark, x.colour()
	case parent == "tblPr":
		t.dark = t.dark || dark
	}
}

// leastHeight is that of a line of which something can be seen, in twentieths of a point.
const leastHeight = 40

// height takes the fixed height of a paragraph's lines, or of a row.
func (b *bodyReader) height(parent string, e xml.StartElement) {
	p, t := b.paragraph(), b.table()
	line, lineErr := strconv.Atoi(attr(e, "line"))
	row, rowErr := strconv.Atoi(value(e))
	exact := lineErr == nil && attr(e, "lineRule") == "exact"
	switch {
	case parent == "pPr" && p != nil && exact:
		p.flat = line < leastHeight
	case parent == "trPr" && rowErr == nil && attr(e, "hRule") == "exact":
		t.flat = row < leastHeight
	}
}

// attr is an attribute's value by its name without a namespace.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// inCell tells whether a table's cell is open.
func (b *bodyReader) inCell() bool { return len(b.tables) > 1 }

// ground is the colour behind the open run, the innermost that is given; "" for none.
func (b *bodyReader) ground(p *readParagraph) string {
	for _, g := range []string{p.look.marker, p.look.ground, p.ground, b.table().ground} {
		if g != "" && g != "auto" {
			return g
		}
	}
	return ""
}

// mark is the open run's.
func (b *bodyReader) mark(p *readParagraph) source.Mark {
	t := b.table()
	m := p.look.mark(p.dark || t.dark || t.darkCell)
	front := p.look.colour
	if automatic := front == "" || front == "auto"; automatic && p.look.marker != "" {
		front = "000000"
	}
	if source.AlikeHex(front, b.ground(p)) {
		m |= source.Pale
	}
	if n := len(b.boxes); n > 0 && b.boxes[n-1] == len(b.tables) {
		m &^= source.Pale // a box has a ground of its own
		if b.inCell() || len(b.drawings) > 0 && !b.drawings[len(b.drawings)-1].inline {
			m |= source.Boxed
		}
	}
	if p.flat || t.flat {
		m |= source.Hidden
	}
	if b.deletions > 0 || t.deletedCell {
		m |= source.Struck
	}
	if b.formulas > 0 {
		m |= source.Formula
	}
	if b.backward > 0 {
		m |= source.Turned
	}
	return m
}

// maxInstruction bounds what is kept of a field's instruction.
const maxInstruction = 40

// drawing is an open drawing, picture or object.
type drawing struct {
	floats, inline, box, picture bool
	told                         string // the words that stand for it
}

// thing opens and fills what is no text.
func (b *bodyReader) thing(name string, e xml.StartElement) {
	if name == "drawing" || name == "pict" || name == "object" {
		b.drawings = append(b.drawings, drawing{})
		return
	}
	if len(b.drawings) == 0 {
		return
	}
	d := &b.drawings[len(b.drawings)-1]
	switch name {
	case "anchor":
		d.floats = true
	case "inline":
		d.inline = true
	case "docPr":
		if d.told = attr(e, "descr"); d.told == "" {
			d.told = attr(e, "title")
		}
	case "shape", "line", "rect", "oval":
		d.floats = d.floats || strings.Contains(strings.ReplaceAll(attr(e, "style"), " ", ""), "position:absolute")
		if alt := attr(e, "alt"); alt != "" {
			d.told = alt
		}
	case "blip", "imagedata", "pic":
		d.picture = true
	case "txbxContent":
		d.box = true
	}
}

// endThing closes the drawing; a text box has given its text already.
func (b *bodyReader) endThing(name string) {
	d := b.drawings[len(b.drawings)-1]
	b.drawings = b.drawings[:len(b.drawings)-1]
	p := b.paragraph()
	if d.box || p == nil || b.muted > 0 {
		return
	}
	r := source.Run{Mark: source.Thing | b.mark(p)&^source.Boxed, Name: "图形", Text: d.told}
	if d.floats {
		r.Mark |= source.Boxed
	}
	switch {
	case name == "object":
		r.Name = "嵌入的对象"
	case d.picture || !d.floats:
		r.Name = "图片"
	}
	p.seen.Add(r)
}

// field is an open complex field.
type field struct {
	instruction string
	list        []string // of a drop-down, what can be chosen
	chosen      int
	paragraphs  int  // that were open when it began
	shows       bool // its instruction is done: what comes is its result
	result      bool // there is one
}

// fieldChar follows a complex field: where it is a formula or a drop-down, there is
// no text that shows what it shows.
func (b *bodyReader) fieldChar(kind string) {
	n := len(b.fields)
	switch {
	case kind == "begin":
		b.fields = append(b.fields, field{paragraphs: len(b.paragraphs)})
	case n > 0 && kind == "separate":
		b.fields[n-1].shows = true
	case n > 0 && kind == "end":
		f := b.fields[n-1]
		b.fields = b.fields[:n-1]
		b.showField(f)
	}
}

// instructs reports whether text is part of an open field's instruction, as the result of
// a field within it is; else it is the result of all. A paragraph's end ends instructions.
func (b *bodyReader) instructs() bool {
	for i := range b.fields {
		if f := &b.fields[i]; !f.shows && f.paragraphs == len(b.paragraphs) {
			return true
		}
	}
	for i := range b.fields {
		b.fields[i].result = true
	}
	return false
}

// worksOut are the fields whose result is a figure or a text.
var worksOut = map[string]bool{"IF": true, "QUOTE": true, "REF": true, "DOCPROPERTY": true, "DOCVARIABLE": true, "MERGEFIELD": true, "FORMTEXT": true}

func (b *bodyReader) showField(f field) {
	p := b.paragraph()
	if p == nil || b.muted > 0 {
		return
	}
	name, _, _ := strings.Cut(strings.TrimSpace(f.instruction), " ")
	switch {
	case (strings.HasPrefix(name, "=") || worksOut[name]) && !f.result:
		p.seen.Add(source.Run{Mark: source.Thing | b.mark(p), Name: "没有算出来的域", Text: f.instruction})
	case name == "EQ":
		p.seen.Add(source.Run{Mark: source.Thing | b.mark(p), Name: "公式域", Text: f.instruction})
	case name == "FORMDROPDOWN":
		if f.chosen < len(f.list) {
			p.seen.Add(source.Run{Mark: source.Control | b.mark(p), Text: f.list[f.chosen]})
		}
	}
}

// fieldData takes what a drop-down holds.
func (b *bodyReader) fieldData(name, parent, value string) {
	n := len(b.fields)
	if n == 0 || parent != "ddList" {
		return
	}
	f := &b.fields[n-1]
	switch i, err := strconv.Atoi(value); {
	case name == "listEntry" && len(f.list) < 100:
		f.list = append(f.list, value)
	case name == "result" && err == nil && i >= 0:
		f.chosen = i
	}
}

// instruct takes a piece of the open field's instruction.
func (b *bodyReader) instruct(s string) {
	if n := len(b.fields); n > 0 {
		if f := &b.fields[n-1]; len(f.instruction) < maxInstruction {
			f.instruction += strings.ToValidUTF8(s[:min(len(s), maxInstruction)], "")
		}
	}
}
