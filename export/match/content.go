package match

import (
	"regexp"
	"strings"
	"unicode"

	"nianbao/export/source"
	"nianbao/model"
)

// kind is what the text of a cell is.
type kind int

const (
	blank  kind = iota
	figure      // a number, with or without a note in brackets
	mark        // something in the place of a number: / — 无 减3
	words
)

// content is a cell's text as a figure.
type content struct {
	kind   kind
	text   string // in one line
	figure model.Figure
	note   string
	doubts []string // of the cell that it stands in; see source.Cell
}

// decimal takes numbers of any kind: which are allowed in a cell is for the rules.
var decimal = &model.Column{Unit: "件", Places: model.Places, Signed: true}

// brokenFigure are digits on two lines: two figures perhaps.
var brokenFigure = regexp.MustCompile(`\d[ \t\x{3000}]*\n\s*\d`)

// Notes that only explain a figure, and such as may correct it: 321（应为320）.
var (
	noteOfParts = regexp.MustCompile(`^(?:其中|含|包括|包含|不含|均为|主要)`)
	corrects    = regexp.MustCompile(`^[\d.,，、/%％+-]+$|应|改|更正|更新|删|错|误|作废|[十百千万亿]$|元|实际|原`)
)

// counted is a figure with the unit that the form counts in.
var counted = regexp.MustCompile(`^([\d.,，０-９]+) ?(?:件|条|项|次|个|宗|份|起|万元)$`)

// inCell reads a cell. Where something stands there that is no text, it is a mark.
func inCell(cell *source.Cell) content {
	c := contentOf(cell.Text)
	c.doubts = cell.Doubts
	broken := strings.ContainsRune(cell.Text, '\n') && brokenFigure.MatchString(cell.Text)
	if c.kind == figure && (broken || source.IsTurned(cell.Text)) {
		c.doubt("「" + shorten(cell.Text, 12) + "」分在两行或者倒着，当作一个数")
	}
	if c.kind == figure && model.LikeSeveral(withoutNote(c.text)) {
		c.doubt("「" + shorten(c.text, 12) + "」可能是几个数，当作一个数")
	}
	if c.note != "" && corrects.MatchString(c.note) && !noteOfParts.MatchString(c.note) {
		c.doubt("括号里的「" + shorten(c.note, 12) + "」可能是更正，当作说明")
	}
	if c.kind == blank && len(c.doubts) > 0 {
		c.kind, c.text = mark, model.NotRead
	}
	return c
}

// doubt adds a reason; the cell's own list stays as it is.
func (c *content) doubt(why string) {
	c.doubts = append(c.doubts[:len(c.doubts):len(c.doubts)], why)
}

// withoutNote is what stands before the note in brackets.
func withoutNote(text string) string {
	n, _ := model.SplitNote(text)
	return n
}

// contentOf reads a cell's text. A blank is no 0, and / — 无 are neither.
func contentOf(text string) content {
	c := content{text: oneLine(text)}
	if c.text == "" {
		return c
	}
	figures, note := model.SplitNote(c.text)
	figures = counted.ReplaceAllString(figures, "$1")
	if f, err := model.ParseFigure(figures, decimal); err == nil && f.Filled() && !long(figures) {
		c.kind, c.figure, c.note = figure, f, note
		return c
	}
	if rounded, ok := round(figures); ok {
		c.kind, c.figure = mark, rounded
		return c
	}
	letters, digits := 0, 0
	for _, r := range c.text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	switch c.text {
	case "不适用", "没有", "未填", "未发生", "暂无":
		c.kind = mark
	default:
		c.kind = words
		single := letters == 1 && (digits > 0 || isNone(c.text))
		if letters == 0 || single {
			c.kind = mark
		}
	}
	return c
}

// isNone reports whether a character says that there is nothing.
func isNone(text string) bool { return text == "无" || text == "零" || text == "空" }

// long reports whether a number has so many digits that several seem to have run
// together.
func long(number string) bool {
	n := 0
	for _, r := range number {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n > 15
}

// round reads an amount with more decimal places than a figure holds.
func round(number string) (model.Figure, bool) {
	whole, places, ok := strings.Cut(number, ".")
	decimal := ok && whole != "" && strings.Trim(whole+places, "0123456789") == ""
	if !decimal || len(places) <= model.Places {
		return model.Blank, false
	}
	f := model.RoundDecimal(number)
	return f, f.Filled()
}

// oneLine joins the lines of a label or a figure: those of Chinese text without
// a space.
func oneLine(s string) string {
	var b strings.Builder
	var last rune
	space := false
	for _, r := range model.CleanText(s) {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		western := last < 0x2e80 && r < 0x2e80
		if space && last != 0 && western {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
		last = r
	}
	return b.String()
}
