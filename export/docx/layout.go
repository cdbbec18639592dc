package docx

import (
	"strconv"
	"strings"

	"nianbao/export/paper"
)

// layout is what the body has to know about the page and the styles that it is
// written for.
type layout struct {
	width int // of the text
	half  int // half a character of the signature
	line  int // the empty line above the signature

	// The rest is for a template.
	styles        map[string]string // the ids in the file of the styles that parts/styles.xml names; nil for the same
	numbered      map[string]bool   // styles, by our names, that would number what bears its number already
	before, after int               // the space round a heading by its style
}

// official is the layout of a document without a template.
var official = &layout{width: textWidth, half: charWidth / 2, line: 579}

// style is the id in the file of one of our styles.
func (l *layout) style(own string) string {
	if id, ok := l.styles[own]; ok {
		return id
	}
	return own
}

// head begins the properties of a paragraph: its style, and what a template's
// style may lack or have too much of.
func (l *layout) head(own string, keep bool) string {
	s := `<w:pStyle w:val="` + escape.Replace(l.style(own)) + `"/>`
	if keep || l.styles != nil && strings.HasPrefix(own, "Heading") {
		s += `<w:keepNext/>`
	}
	if l.numbered[own] {
		s += `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>`
	}
	return s
}

// tableGap is the space between a heading and a table above or below it: a
// table has none of its own. A heading with more by its style keeps that.
func (l *layout) tableGap(blocks []paper.Block, i int) string {
	gap := ""
	if i > 0 && is[*paper.Table](blocks[i-1]) && l.before < 240 {
		gap += ` w:before="240"`
	}
	if i+1 < len(blocks) && is[*paper.Table](blocks[i+1]) && l.after < 120 {
		gap += ` w:after="120"`
	}
	if gap == "" {
		return ""
	}
	return `<w:spacing` + gap + `/>`
}

// indents is the space at the right of unit and date, in half characters; in
// lines too short for it, two characters.
func (l *layout) indents(s paper.Signature) (unit, date int) {
	const two = 4
	unit, date = s.Indents()
	if line := l.width / l.half; l.styles != nil && (paper.Halves(s.Unit)+unit > line || paper.Halves(s.Date)+date > line) {
		return two, two
	}
	return unit, date
}

// indent is an indent at the right, in half characters. The program that
// opens the file takes the count of characters, where it knows it, for the
// length; what it takes for a character in a template's styles is uncertain.
func (l *layout) indent(halves int) string {
	chars := halves * 50
	if l.styles != nil {
		chars = 0
	}
	return `<w:ind w:rightChars="` + strconv.Itoa(chars) + `" w:right="` + strconv.Itoa(halves*l.half) + `"/>`
}
