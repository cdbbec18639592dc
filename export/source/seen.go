package source

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mark says of a run of text how it looks, as far as that decides whether a person
// counts it to what a cell or a paragraph says. Readers know files and set marks;
// what follows from them is decided here, and only here.
type Mark uint16

// The marks. A run may have several.
const (
	Struck    Mark = 1 << iota // a line through it, or marked as deleted
	Hidden                     // not shown: marked so, on a layer that is off, without opacity
	Pale                       // in the colour of what is behind it
	Tiny                       // too small to be read
	Covered                    // something opaque lies over it
	Twice                      // drawn again at the place of an equal one: a shadow
	Raised                     // a small sign above or below the line: the number of a note
	Boxed                      // in a box of its own that lies over the place: a text box, a shape, an annotation
	Guessed                    // what sign it is, the file doesn't tell
	Behind                     // the words that were recognised in a picture, under it
	Formula                    // signs of a formula, of which only the order is known
	Turned                     // written against the direction of its signs
	Numbered                   // the number that a program gives the paragraph by itself
	Control                    // what a control of a form shows or holds
	Uncertain                  // a style that isn't understood may hide it or strike it out
	Thing                      // no text at all: a picture, a symbol, a formula; a run's text is what is told of it
)

// Unseen are the marks of what nobody counts.
const Unseen = Struck | Hidden | Pale | Tiny | Covered | Twice

const aside = Raised | Boxed // counts in a cell where nothing else is there

// LeastSize is that of type below which nothing can be read, in points.
const LeastSize = 2.5

// alike is the contrast (WCAG 2.1, 1 for equal colours) below which type can't be told
// from what is behind it.
const alike = 1.2

// luminance of a colour whose parts are from 0 to 255: 0 for black, 1 for white.
func luminance(red, green, blue float64) float64 {
	part := func(v float64) float64 {
		if v /= 255; v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(red) + 0.7152*part(green) + 0.0722*part(blue)
}

// contrast of two colours by their luminance.
func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// LikePaper reports whether a colour can't be told from that of paper; its parts are
// from 0 to 255.
func LikePaper(red, green, blue float64) bool {
	return contrast(luminance(red, green, blue), 1) < alike
}

// ofHex is the luminance of a colour as six hexadecimal digits; ok is false for others.
func ofHex(rrggbb string) (l float64, ok bool) {
	n, err := strconv.ParseUint(rrggbb, 16, 32)
	return luminance(float64(n>>16), float64(n>>8&0xff), float64(n&0xff)), err == nil && len(rrggbb) == 6
}

// LikePaperHex is LikePaper of a colour as six hexadecimal digits, false for others.
func LikePaperHex(rrggbb string) bool {
	l, ok := ofHex(rrggbb)
	return ok && contrast(l, 1) < alike
}

// AlikeHex reports whether type in one colour can't be told from a ground in the other,
// both as six hexadecimal digits.
func AlikeHex(front, ground string) bool {
	a, ok := ofHex(front)
	b, known := ofHex(ground)
	return ok && known && contrast(a, b) < alike
}

// reasons are what is said of a run, by its first mark.
var reasons = []struct {
	mark Mark
	why  string
}{
	{Struck, "有删除线"}, {Pale, "和底色一样，看不见"}, {Hidden, "是隐藏的字"}, {Tiny, "字太小，看不见"}, {Covered, "被盖住了"}, {Twice, "在原处画了两遍"},
	{Raised, "是上下标的小字"}, {Boxed, "在浮在上面的框里"}, {Guessed, "字体没有写明是什么字"}, {Behind, "是从图片上识别的字"}, {Formula, "在公式里"}, {Turned, "是倒着显示的"}, {Numbered, "是自动编号"}, {Control, "是表单里填的"}, {Uncertain, "的样式没有读懂，可能不显示"},
}

func (m Mark) why() string {
	for _, r := range reasons {
		if m&r.mark != 0 {
			return r.why
		}
	}
	return ""
}

// Run is a piece of text that looks the same throughout.
type Run struct {
	Text string
	Mark Mark
	Name string // of a thing: 图片, 符号, 公式
}

// Seen collects the runs of a cell or of a paragraph in their order. The zero value
// is empty. Text without marks costs what a strings.Builder does.
type Seen struct {
	plain strings.Builder // what came since the last of runs
	runs  []Run
}

// Write adds text that is simply there.
func (s *Seen) Write(text string) { s.plain.WriteString(text) }

// Add adds a run.
func (s *Seen) Add(r Run) {
	if r.Mark == 0 {
		s.Write(r.Text)
		return
	}
	s.flush()
	s.runs = append(s.runs, r)
}

func (s *Seen) flush() {
	if s.plain.Len() > 0 {
		s.runs = append(s.runs, Run{Text: s.plain.String()})
		s.plain.Reset()
	}
}

// Put adds what another one has.
func (s *Seen) Put(o *Seen) {
	for _, r := range o.runs {
		s.Add(r)
	}
	s.Write(o.plain.String())
}

// Line adds another line: its runs, or where there are none, its text.
func (s *Seen) Line(text string, runs *Seen) {
	if !s.Empty() {
		s.Write("\n")
	}
	if runs == nil {
		s.Write(text)
	} else {
		s.Put(runs)
	}
}

// Marked reports whether anything has a mark.
func (s *Seen) Marked() bool { return len(s.runs) > 0 }

// Empty reports whether nothing at all was added.
func (s *Seen) Empty() bool { return len(s.runs) == 0 && s.plain.Len() == 0 }

// Raw is the text of a paragraph with the space round it.
func (s *Seen) Raw() string {
	text, _ := s.decide(false)
	return text
}

// Things reports whether there is anything that is no text.
func (s *Seen) Things() bool {
	return slices.ContainsFunc(s.runs, func(r Run) bool { return r.Mark&Thing != 0 })
}

// Floats reports whether all that is there is a figure in a box that floats.
func (s *Seen) Floats() bool {
	digits := 0
	for _, r := range s.runs {
		if isBlank(r.Text) {
			continue
		}
		if r.Mark&Boxed == 0 || r.Mark&Unseen != 0 {
			return false
		}
		for _, c := range r.Text {
			switch {
			case unicode.IsDigit(c):
				digits++
			case unicode.IsLetter(c):
				return false
			}
		}
	}
	return digits > 0 && isBlank(s.plain.String())
}

// overlaps reports whether a figure in a box, or a shape, floats over what is there.
func (s *Seen) overlaps() bool {
	return slices.ContainsFunc(s.runs, func(r Run) bool {
		seen := r.Mark&Boxed != 0 && r.Mark&Unseen == 0
		return seen && (r.Mark&Thing != 0 || strings.ContainsFunc(r.Text, unicode.IsDigit))
	})
}

// Cell is what stands in a cell for whoever looks at it, and the reasons, a Chinese
// phrase each, why that has to be looked at. Where the text is blank and there are
// reasons, something stands there that is no text to be read.
func (s *Seen) Cell() (text string, doubts []string) {
	text, doubts = s.decide(true)
	return Tidy(text), doubts
}

// Paragraph is the same for running text, in which raised signs stay.
func (s *Seen) Paragraph() (text string, doubts []string) {
	text, doubts = s.decide(false)
	return Tidy(text), doubts
}

func (s *Seen) decide(cell bool) (string, []string) {
	if len(s.runs) == 0 {
		return s.plain.String(), nil
	}
	s.flush()
	runs := together(s.runs)
	counts := func(r Run) bool { return r.Mark&(Unseen|aside|Thing|Numbered) == 0 && !isBlank(r.Text) }
	v := &verdict{cell: cell, alone: !slices.ContainsFunc(runs, counts)}
	v.words = slices.ContainsFunc(runs, func(r Run) bool { return counts(r) && strings.ContainsFunc(r.Text, unicode.IsLetter) })
	for i, r := range runs {
		if r.Mark&Thing != 0 {
			v.thing(r, inFigure(runs, i, cell))
		} else {
			v.run(r)
		}
	}
	return v.text.String(), v.doubts
}

// together joins runs with the same marks that follow each other.
func together(runs []Run) (out []Run) {
	for i := 0; i < len(runs); {
		from := i
		for i++; i < len(runs) && runs[i].Mark == runs[from].Mark && runs[i].Mark&Thing == 0; i++ {
		}
		r := runs[from]
		if i-from > 1 {
			var text strings.Builder
			for _, x := range runs[from:i] {
				text.WriteString(x.Text)
			}
			r.Text = text.String()
		}
		out = append(out, r)
	}
	return out
}

// verdict is what is made of the runs of one place.
type verdict struct {
	cell   bool
	alone  bool // nothing that simply counts is there
	words  bool // what counts is no figure
	text   strings.Builder
	doubts []string
}

// run takes a run of text.
func (v *verdict) run(r Run) {
	paleAlone := r.Mark&Unseen == Pale && v.alone
	apart := !v.cell || v.alone || v.words // from what would be a figure
	switch {
	case isBlank(r.Text):
		if r.Mark&Unseen == 0 {
			v.text.WriteString(r.Text)
		}
	case paleAlone && (!v.cell || strings.ContainsFunc(r.Text, unicode.IsLetter)):
		// White words by themselves are a head on a ground that the file gives elsewhere.
		if v.text.WriteString(r.Text); !v.cell {
			v.doubt("「" + brief(r.Text) + "」" + r.Mark.why())
		}
	case r.Mark == Numbered && apart:
		v.text.WriteString(r.Text)
	case r.Mark&Unseen != 0, r.Mark&(aside|Numbered) != 0 && v.cell && !v.alone:
		v.doubt("其中「" + brief(r.Text) + "」" + r.Mark.why() + "，没有算")
	case r.Mark&Raised != 0 && !v.cell:
		v.text.WriteString(superscript(r.Text))
	case r.Mark&Boxed != 0 && !v.cell:
		v.text.WriteString(r.Text)
	default:
		v.text.WriteString(r.Text)
		if r.Mark != 0 {
			v.doubt("「" + brief(r.Text) + "」" + r.Mark.why())
		}
	}
}

// unread stands where a thing is part of a figure, so that none comes of the rest.
const unread = "？"

// thing takes what is no text. Beside words it says nothing, in a figure it does.
func (v *verdict) thing(r Run, inFigure bool) {
	told := ""
	if !isBlank(r.Text) {
		told = "（写明是「" + brief(r.Text) + "」）"
	}
	switch {
	case r.Mark&Unseen != 0, !v.cell && !inFigure:
	case r.Mark&Boxed != 0:
		v.doubt("上面有" + r.Name + told)
	case inFigure:
		v.text.WriteString(unread)
		v.doubt("其中有" + r.Name + told + "，无法读取")
	default:
		v.doubt("里面有" + r.Name + told + "，无法读取")
	}
}

// maxDoubts bounds the reasons of one place: nobody reads on.
const maxDoubts = 4

func (v *verdict) doubt(s string) {
	if s = Clean(s); len(v.doubts) < maxDoubts && !slices.Contains(v.doubts, s) {
		v.doubts = append(v.doubts, s)
	}
}

func isBlank(s string) bool { return strings.TrimSpace(Clean(s)) == "" }

// brief is the beginning of a text, in a line.
func brief(s string) string {
	const most = 12
	s = strings.Join(strings.Fields(s[:min(len(s), 8*most)]), " ")
	if r := []rune(strings.ToValidUTF8(s, "")); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// IsTurned tells whether a mark of direction in a text shows its digits in another
// order than the file has them.
func IsTurned(text string) bool {
	return strings.ContainsRune(text, '\u202e') && strings.ContainsFunc(text, unicode.IsDigit)
}

const inLine = " \t\u00a0\u3000" // spaces

// inFigure tells whether a digit stands right before or behind a run; in running
// text, both.
func inFigure(runs []Run, i int, cell bool) bool {
	near := func(at int) bool {
		return at >= 0 && at < len(runs) && runs[at].Mark&(Unseen|aside|Thing) == 0
	}
	before, behind := false, false
	if near(i - 1) {
		r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(runs[i-1].Text, inLine))
		before = unicode.IsDigit(r)
	}
	if near(i + 1) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(runs[i+1].Text, inLine))
		behind = unicode.IsDigit(r)
	}
	if cell {
		return before || behind
	}
	return before && behind
}

var superscripts = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// superscript keeps a note's number apart from the figure that it stands at.
func superscript(s string) string { return superscripts.Replace(s) }
