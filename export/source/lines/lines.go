// Package lines makes paragraphs and tables of lines of which only the place on
// the paper is known: those of a plain text, where spaces put them there, and
// those of a PDF page, where nothing says what belongs together.
package lines

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/paper"
)

// Line is a line as it stands on a page. Places across are in half characters,
// the width of a Latin letter, from the page's left edge.
type Line struct {
	No          int    // of the text's lines, or any number that leads back to the line
	Page        int    // a new one begins where the margins may change
	Text        string // without space around it
	Left, Right float64
	Fields      []Field // the pieces that wide gaps part; one for prose
	Gap         bool    // more space above it than between lines of a paragraph
	Alone       bool    // belongs to no paragraph but its own
	Spaced      bool    // a space stood behind its last character
	Size        float64 // of its type, in points; 0 where it is not known
	Doubts      []string
	Column      bool // its page is one of several columns, and as wide as they are
}

// Field is a piece of a line with wide gaps around it.
type Field struct {
	From, To float64
	Text     string
	Doubts   []string // why the text is not certain
}

// pageNumber is a line that numbers the page: 3, -3-, — 3 —, 第3页, 第 3 页 共 5 页, 3/5.
var pageNumber = regexp.MustCompile(`^(?:[-—－–―·•~]+\s*\d{1,3}\s*[-—－–―·•~]+|第\s*\d{1,3}\s*页(?:\s*[,，/（(]?\s*共\s*\d{1,3}\s*页\s*[)）]?)?|(?i:page)\s*\d{1,3}(?:\s*of\s*\d{1,3})?)$`)

// PageNumber reports whether a line holds a page's number and nothing else. A
// bare number is none by itself: it may be a figure.
func PageNumber(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) < 60 && pageNumber.MatchString(line)
}

// counted begins an item without a number: 一是, 第二，.
var counted = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]{1,2}[，,、：:]|[一二三四五六七八九十]{1,3}[.．]|[①-⑳•●■◆▲*·-])`)

// BeginsItem reports whether a line begins as a heading or an item of a list does.
func BeginsItem(line string) bool { return paper.Numbered(line) > 0 || counted.MatchString(line) }

const (
	// widest is the longest line that somebody's paper breaks, in half
	// characters: a text with longer ones has a line for each paragraph.
	widest = 120
	// ragged is what a full line may lack: a sign that must not begin the next
	// takes a character along.
	ragged = 5
	// indented is how far a paragraph's first line stands in at least; pdftotext
	// makes a space of two characters, or even of less.
	indented = 0.8
	// wholeSentence is what a line holds at least that goes on behind a gap.
	wholeSentence = 48
)

// Wrapped reports whether the lines were broken to fit a page: none is too long
// for one, and several are equally long.
func Wrapped(ls []Line) bool {
	longest, full := 0.0, 0
	for _, l := range ls {
		longest = max(longest, l.Right)
	}
	for _, l := range ls {
		if l.Right > longest-ragged {
			full++
		}
	}
	return longest > 40 && longest <= widest && full >= 3
}

// Paragraph is one of lines joined, and its first line.
type Paragraph struct {
	First  Line
	Text   string
	Doubts []string
}

// Paragraphs joins lines of running text that follow each other.
func (m *Setting) Paragraphs(ls []Line) []Paragraph {
	var out []Paragraph
	var text []byte
	var doubts []string
	first := 0
	for i, l := range ls {
		text = append(text, l.Text...)
		doubts = append(doubts, l.Doubts...)
		if i+1 < len(ls) && m.continues(l, ls[i+1]) {
			if spaceBetween(l, ls[i+1]) {
				text = append(text, ' ')
			}
			continue
		}
		out = append(out, Paragraph{ls[first], string(text), doubts})
		text, doubts, first = text[:0], nil, i+1
	}
	return out
}

// Setting is how running text is set.
type Setting struct {
	wrapped  bool            // else only what is plainly unfinished goes on
	left     map[int]float64 // of the text, by page
	right    map[int]float64
	indented bool // paragraphs begin with an indented line
}

// Measure finds the margins of all the running text of a file, and whether its
// paragraphs are indented. wrapped says that lines were broken to fit a page.
func Measure(ls []Line, wrapped bool) *Setting {
	m := &Setting{wrapped: wrapped, left: map[int]float64{}, right: map[int]float64{}}
	if !wrapped {
		return m
	}
	columns := map[int]bool{}
	for _, l := range ls {
		columns[l.Page] = l.Column
		left, ok := m.left[l.Page]
		if !ok || l.Left < left {
			m.left[l.Page] = l.Left
		}
		m.right[l.Page] = max(m.right[l.Page], l.Right)
	}
	least := math.Inf(1)
	for _, left := range m.left {
		least = min(least, left)
	}
	for p, left := range m.left { // a page that has nothing but first lines of paragraphs
		if in := left - least; in > 3 && in < 5 && !columns[p] {
			m.left[p] = least
		}
	}
	width := 0.0
	for p := range m.left {
		if columns[p] {
			continue
		}
		width = max(width, m.right[p]-m.left[p])
	}
	for p, left := range m.left { // a page with short lines only is as wide as the others
		if columns[p] {
			continue
		}
		m.right[p] = max(m.right[p], left+width)
	}
	hanging, flush := 0, 0
	for i := 1; i < len(ls); i++ {
		a, b := ls[i-1], ls[i]
		if a.Page != b.Page || b.Gap || m.indent(b) > indented {
			continue
		}
		switch in := m.indent(a); {
		case in > indented && in < 8 && m.full(a, b):
			hanging++
		case in <= indented && !m.full(a, b) && endsSentence(a.Text):
			flush++ // the paragraph below begins without an indent
		}
	}
	m.indented = hanging > 0 && hanging >= 2*flush
	return m
}

func (m *Setting) indent(l Line) float64 { return l.Left - m.left[l.Page] }

// full reports whether a line ends where it does because nothing more went in:
// the next one's first word is too long for what is left.
func (m *Setting) full(l, next Line) bool {
	rest := m.right[l.Page] - l.Right
	word := 0
	for word < len(next.Text) && next.Text[word] > ' ' && next.Text[word] < 0x7f {
		word++
	}
	return rest < ragged+float64(word)
}

// differ reports whether two lines are known to be of different sizes.
func differ(a, b Line) bool {
	if a.Size <= 0 || b.Size <= 0 {
		return false
	}
	return a.Size > b.Size*1.12 || b.Size > a.Size*1.12
}

func (m *Setting) continues(a, b Line) bool {
	if a.Alone || b.Alone || differ(a, b) {
		return false
	}
	if !m.wrapped {
		return unfinished(a.Text, b.Text)
	}
	if m.indent(b) > indented || !m.full(a, b) {
		return false
	}
	if m.indented && (a.Page != b.Page || !b.Gap) {
		return !(endsSentence(a.Text) && BeginsItem(b.Text))
	}
	if b.Gap || a.Page != b.Page {
		return unfinished(a.Text, b.Text)
	}
	return !endsSentence(a.Text) && !BeginsItem(b.Text)
}

func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("。！？：；”!?:;", r)
}

// unfinished reports whether a sentence plainly goes on in the next line: one
// that is more than a heading ends with a word or a comma, and the next begins
// with a word and is no heading.
func unfinished(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if !unicode.Is(unicode.Han, first) && !strings.ContainsRune("，。、；：”）》」", first) || BeginsItem(b) {
		return false
	}
	if strings.ContainsRune("，、,", last) {
		return true
	}
	return unicode.Is(unicode.Han, last) && paper.Halves(a) >= wholeSentence && strings.ContainsAny(a, "，。,；")
}

// spaceBetween reports whether a space is lost where two lines are joined.
// Chinese knows none, but two Latin words do.
func spaceBetween(a, b Line) bool {
	last, _ := utf8.DecodeLastRuneInString(a.Text)
	first, _ := utf8.DecodeRuneInString(b.Text)
	lost := a.Spaced && last < 0x2000 && first < 0x2000
	words := isWord(last) && isWord(first)
	return lost || words && !address(a.Text)
}

func isWord(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// address reports whether the text ends with something long or with a stroke in
// it, which is broken anywhere.
func address(s string) bool {
	at := len(s)
	for at > 0 && s[at-1] > ' ' && s[at-1] < 0x7f {
		at--
	}
	return len(s)-at > 30 || strings.ContainsAny(s[at:], "/@")
}
