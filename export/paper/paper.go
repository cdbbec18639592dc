// Package paper arranges a report as it is printed: title, opening paragraph,
// headings, texts, tables, signature. It walks the form once, so that docx,
// html, Markdown and every later writer hold the same words in the same order
// and differ in nothing but how they draw them.
package paper

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"nianbao/model"
	"nianbao/model/rollup"
)

// DraftNotice stands at the top of a file that is not finished.
const DraftNotice = "草稿（未定稿，不得对外发布）"

// Document is a report ready to be drawn. Every text in it is valid UTF-8, in
// one line, and free of what XML 1.0 does not allow.
type Document struct {
	Draft bool
	Lacks string // what a collector's sum lacks, which a draft of it says; "" for nothing
	Title string
	Unit  string
	Year  int
	Date  string // 2021年12月31日; "" for none
	// Checksum is the line of a final report, "" for others; where it is printed, too, it is
	// a block or the footer.
	Checksum string
	Footer   string // of each page, in small type; "" for none
	Blocks   []Block
}

// Block is a [Heading], a [Paragraph], a [Table], a [Signature] or a [Checksum].
type Block interface{ block() }

// Heading is the heading of a section: 一、总体情况.
type Heading string

// Paragraph is one line of a text. Lead is its beginning where that is a heading
// of a level, with nothing or more text behind it: 1 一、, 2 （一）, 3 1. and 4 （1）
// (GB/T 9704-2012, 7.3.3). Level is 0 without one.
type Paragraph struct {
	Level      int
	Lead, Text string
}

// Signature is what closes the report; see [Signature.Indents] and [Signature.Above].
type Signature struct {
	Unit   string
	Date   string // 2021年12月31日
	Sealed bool   // a seal will stand on it
}

// Checksum is the last line of a final report, in small type.
type Checksum string

func (Checksum) block()  {}
func (Heading) block()   {}
func (Paragraph) block() {}
func (*Table) block()    {}
func (Signature) block() {}

// Build arranges a report. Totals are computed here; a blank cell is "", one that
// could not be read [model.UnreadMark]. Of the options draft, seal and checksum count.
func Build(r *model.Report, o model.FileOptions) *Document {
	d := &Document{Draft: o.Draft, Lacks: Lacks(r, o.Draft), Title: Line(r.FullTitle()), Unit: Line(r.Unit), Year: r.Year, Date: date(r.Date)}
	sheet := model.Evaluate(r)
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if s.Heading != "" {
			d.Blocks = append(d.Blocks, Heading(s.Heading))
		}
		if s.Table != nil {
			d.Blocks = append(d.Blocks, newTable(s, func(id model.CellID) (value, note string) {
				if sheet.Unknown(id) {
					return model.UnreadMark, ""
				}
				return sheet.At(id).String(), Line(r.Notes[id])
			}))
			continue
		}
		for _, text := range lines(r.Text[s.Key]) {
			d.Blocks = append(d.Blocks, newParagraph(text))
		}
	}
	if d.Date != "" {
		d.Blocks = append(d.Blocks, Signature{d.Unit, d.Date, o.Sealed})
	}
	d.Checksum = ChecksumOf(r, o.Draft)
	switch o.Checksum {
	case model.ChecksumFooter:
		d.Footer = d.Checksum
	case model.ChecksumText:
		d.close()
	}
	return d
}

// Lacks is what a draft of a collector's sum says that it lacks; "" for nothing, and for files
// that are finished: such a sum is none.
func Lacks(r *model.Report, draft bool) string {
	if !draft {
		return ""
	}
	return Line(rollup.Shortfall(r))
}

// Marks are the lines at the top of a draft.
func (d *Document) Marks() []string {
	if d.Lacks == "" {
		return []string{DraftNotice}
	}
	return []string{DraftNotice, d.Lacks}
}

// Mark is what a draft says of itself, in one line.
func Mark(r *model.Report) string {
	return strings.Join((&Document{Lacks: Lacks(r, true)}).Marks(), "：")
}

// ChecksumOf is the checksum's line in files of a final report; "" in others.
func ChecksumOf(r *model.Report, draft bool) string {
	if r.State != model.Final || draft {
		return ""
	}
	return model.SealLabel + r.Seal()
}

// Unpaged makes a document one without pages: what stands in their footers comes last.
func (d *Document) Unpaged() *Document {
	if d.Footer != "" {
		d.Footer = ""
		d.close()
	}
	return d
}

// Shows reports whether the checksum is printed.
func (d *Document) Shows() bool {
	return d.Footer != "" || slices.ContainsFunc(d.Blocks, func(b Block) bool { _, ok := b.(Checksum); return ok })
}

// close prints the checksum under the text.
func (d *Document) close() {
	if d.Checksum != "" {
		d.Blocks = append(d.Blocks, Checksum(d.Checksum))
	}
}

// noted is a cell's content: the figure and, in brackets, its note.
func noted(value, note string) string {
	if note == "" {
		return value
	}
	return value + "（" + note + "）"
}

// maxLead bounds a lead, in characters: a longer first sentence is prose that
// happens to be numbered.
const maxLead = 40

// numbers begin a heading, by level from 1. A point with a digit behind it is a
// decimal's.
var numbers = []*regexp.Regexp{
	regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、`),
	regexp.MustCompile(`^[（(][一二三四五六七八九十]{1,3}[）)]`),
	regexp.MustCompile(`^[0-9０-９]{1,2}[.．、](?:[^0-9０-９]|$)`),
	regexp.MustCompile(`^[（(][0-9０-９]{1,2}[）)]`),
}

// Numbered is the level of the number that a line begins with, 0 for none: 1 一、,
// 2 （一）, 3 1. and 4 （1）.
func Numbered(line string) int {
	return 1 + slices.IndexFunc(numbers, func(n *regexp.Regexp) bool { return n.MatchString(line) })
}

// newParagraph parts a heading from what follows it: it ends at its first full
// stop or colon, or is the whole line. One of the first level is nothing else.
func newParagraph(text string) Paragraph {
	level := Numbered(text)
	if level == 0 {
		return Paragraph{Text: text}
	}
	lead, rest := text, ""
	if i := strings.IndexAny(text, "。：:"); i >= 0 {
		_, n := utf8.DecodeRuneInString(text[i:])
		lead, rest = text[:i+n], text[i+n:]
	}
	if utf8.RuneCountInString(lead) > maxLead || level == 1 && lead != strings.TrimRight(text, "。") {
		return Paragraph{Text: text}
	}
	if level > 2 && rest == "" && lead != strings.TrimRight(lead, "。；，：:") { // a sentence of a list
		return Paragraph{Text: text}
	}
	return Paragraph{level, lead, rest}
}

// titleLine is what one line of the title holds, in half characters: 二号 type
// is 22 points, the text is 156 mm wide.
const titleLine = 40

// TitleLines breaks a long title where somebody has put a space; else where its sense
// breaks, after the unit, and a long name where a word of it ends, so that the lines stand
// balanced (GB/T 9704-2012, 7.3.1).
func (d *Document) TitleLines() []string {
	if Halves(d.Title) <= titleLine {
		return []string{d.Title}
	}
	if parts := strings.Fields(d.Title); len(parts) > 1 {
		var lines []string
		for _, part := range parts {
			lines = append(lines, balanced(part)...)
		}
		return lines
	}
	rest, own := strings.CutPrefix(d.Title, d.Unit)
	if parted := own && d.Unit != "" && rest != ""; parted {
		return append(balanced(d.Unit), balanced(rest)...)
	}
	return balanced(d.Title)
}

// wordEnd is the end of a word of a unit's name or a title.
var wordEnd = sync.OnceValue(func() *regexp.Regexp { // few titles are so long
	return regexp.MustCompile(`(?:自治区|自治州|自治县|开发区|新区|街道|省|市|县|区|州|盟|旗|镇|乡|年度?|关于)|人民政府|办公室|办公厅|委员会|管理局|办事处|管委会|领导小组|工作`)
})

// balanced breaks a text into as few lines as hold it, where words end, the longest line
// as short as can be; where words don't allow that it is left whole.
func balanced(text string) []string {
	if Halves(text) <= titleLine {
		return []string{text}
	}
	ends := []int{0}
	for _, at := range wordEnd().FindAllStringIndex(text, -1) {
		ends = append(ends, at[1])
	}
	if ends[len(ends)-1] != len(text) {
		ends = append(ends, len(text))
	}
	// best[i] is how text up to ends[i] is broken: in lines, the longest of them, and where
	// the last begins.
	type way struct{ lines, longest, from int }
	best := make([]way, len(ends))
	for i := 1; i < len(ends); i++ {
		for k := range i {
			reached := k == 0 || best[k].lines > 0
			line := Halves(text[ends[k]:ends[i]])
			if !reached || line > titleLine {
				continue
			}
			w := way{best[k].lines + 1, max(best[k].longest, line), k}
			if b := best[i]; b.lines == 0 || w.lines < b.lines || w.lines == b.lines && w.longest < b.longest {
				best[i] = w
			}
		}
	}
	if best[len(ends)-1].lines == 0 {
		return []string{text}
	}
	var lines []string
	for i := len(ends) - 1; i > 0; i = best[i].from {
		lines = append([]string{text[ends[best[i].from]:ends[i]]}, lines...)
	}
	return lines
}

// Above is how many empty lines stand above a signature: a seal of 42 mm, four lines, begins
// within a line below the text and has unit and date a little below its middle.
func (s Signature) Above() int {
	if s.Sealed {
		return 2
	}
	return 1
}

// Indents is the space at the right of unit and date, in half characters
// (GB/T 9704-2012). With a seal the date ends four characters from the margin and the
// unit stands in the middle above it, a unit too long for that two characters from the
// margin (7.3.5.1). Without one the date begins two characters to the right of the unit,
// and the longer of the two lines ends two characters from the margin (7.3.5.2).
func (s Signature) Indents() (unit, date int) {
	const two, line = 4, 56
	u, d := Halves(s.Unit), Halves(s.Date)
	if s.Sealed {
		date = max(2*two, two+(u-d)/2)
		return max(date+(d-u)/2, two), date
	}
	if u+two > line { // the unit fills more than a line
		return two, two
	}
	date = max(two, u-d)
	return date + d + two - u, date
}

// Halves is the width of a text in half characters: Latin letters and digits
// are half as wide as a Chinese character.
func Halves(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2000 {
			n++
		}
	}
	return n
}

// date writes 2021-12-31 as 2021年12月31日; anything else stays as it is.
func date(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Line(s)
	}
	return t.Format("2006年1月2日")
}

// lines are the lines of a text that hold anything, without the spaces that a
// clerk indents with: the layout indents by itself.
func lines(text string) []string {
	var out []string
	for _, l := range strings.FieldsFunc(text, breaksLine) {
		if l = Line(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

func breaksLine(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u2028', '\u2029':
		return true
	}
	return false
}

// Line makes a text one line of what XML 1.0 allows (section 2.2, Char).
func Line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || breaksLine(r):
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}
