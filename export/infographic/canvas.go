// Package infographic draws a report: as one long picture for phones (图解), and
// as a chart of how the applications ended for a web page. Both are shapes and lines
// of text, written as SVG or, with the embedded fonts, as PNG.
//
// A figure that is not known is never drawn: where a cell is blank or could not be
// read the kinds are listed in words, and it says so. Nothing is told by colour alone.
package infographic

import (
	"math"
	"strings"
	"unicode"
)

// The colours, as 0xRRGGBB. Text on its ground has a contrast of 4.5 or more.
const (
	white  = 0xffffff
	ground = 0xf1f4f9 // behind the cards
	inset  = 0xe9f0f8 // within a card
	ink    = 0x1f2329
	pale   = 0x555b64
	blue   = 0x17508f
	red    = 0xb81c22
	grey   = 0x8494a8 // the edge of last year's bars
	rule   = 0xd9e0ea
	gold   = 0xffe9b8 // on red
)

// rect is a rectangle with round corners; a hollow one is drawn by its edge.
type rect struct {
	x, y, w, h, radius float64
	colour             int
	hollow             bool
}

// align says which point of a line of text its x is.
type align string

const (
	start  align = "start"
	middle align = "middle"
	end    align = "end"
)

// label is a line of text; y is the baseline.
type label struct {
	x, y, size float64
	align      align
	colour     int
	bold       bool
	serif      bool
	text       string
}

// Picture is ready to be drawn. Lengths are in pixels.
type Picture struct {
	// Title and Says are the picture in words, for those who can't see it.
	Title, Says string

	w, h   float64
	rects  []rect
	labels []label
}

func (p *Picture) rect(r rect) { p.rects = append(p.rects, r) }

// text adds a line. Its baseline is a line's ascent below top, and its end is
// returned with the space that belongs below.
func (p *Picture) text(top float64, l label) (bottom float64) {
	l.y = top + l.size*1.08
	p.labels = append(p.labels, l)
	return top + l.size*1.4
}

// fitted adds a line in letters as small as the width asks for.
func (p *Picture) fitted(top, width float64, l label) (bottom float64) {
	size := l.size
	l.size = min(size, math.Floor(size*width/max(width, l.width())))
	p.text(top+(size-l.size)*1.08, l)
	return top + size*1.4
}

// lines adds a text in as many lines as it takes.
func (p *Picture) lines(top, width float64, l label) (bottom float64) {
	for _, line := range wrap(l.text, width/l.size) {
		l.text = line
		top = p.text(top, l)
	}
	return top
}

// width is about what the line takes, rather more than less: the letters that it
// will be drawn with aren't known.
func (l label) width() float64 {
	if l.bold {
		return ems(l.text) * l.size * 1.03
	}
	return ems(l.text) * l.size
}

// ems is the width of a text in sizes of its type.
func ems(text string) (n float64) {
	for _, r := range text {
		n += em(r)
	}
	return n
}

func em(r rune) float64 {
	switch {
	case r >= 0x2000:
		return 1
	case unicode.IsUpper(r) || r == '%' || r == '@':
		return 0.75
	case r == '.' || r == ' ':
		return 0.3
	}
	return 0.58
}

// noBegin are marks that no line begins with, noEnd such that none ends with.
const (
	noBegin = "，。、；：？！）》」』〉】〕”’…—％%),.;:?!"
	noEnd   = "（《「『〈【〔“‘("
)

// wrap breaks a text into lines of at most so many sizes of its type, where a line may
// end if there is such a place.
func wrap(text string, most float64) (lines []string) {
	runes := []rune(text)
	for len(runes) > 0 {
		length, fits, at := 0.0, 0, 0
		for i, r := range runes {
			if length += em(r); length > most && i > 0 {
				break
			}
			fits = i + 1
			if fits == len(runes) || !badly(r, runes[fits]) {
				at = fits
			}
		}
		if at == 0 {
			at = fits
		}
		if line := strings.TrimSpace(string(runes[:at])); line != "" {
			lines = append(lines, line)
		}
		runes = runes[at:]
	}
	return lines
}

// badly reports whether no line should end between two characters.
func badly(before, after rune) bool {
	latin := func(r rune) bool { return r < 0x2000 && !unicode.IsSpace(r) }
	return strings.ContainsRune(noBegin, after) || strings.ContainsRune(noEnd, before) || latin(before) && latin(after) ||
		unicode.IsDigit(before) // 2025 | 年
}
