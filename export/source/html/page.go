package html

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/width"

	"nianbao/export/source"
)

// pageReader goes through a page's tree, which is 512 deep at most: the parser
// refuses more.
type pageReader struct {
	source.Builder
	lines []piece // of the text since the last block, all ended by <br>
	line  *source.Seen
	run   strings.Builder // what is added to line next
	marks marks           // of the open element
	cells int             // how many cells are open
	last  rune            // of line
	space bool            // white space is due before what follows in line
	wrap  bool            // it has a line end of the source in it
	pre   int             // depth in elements that keep their line ends
	level int             // of the heading
	soft  bool            // a <br> may be within a paragraph
}

// frame is an element on the way to the current one. path is made when asked.
type frame struct {
	parent *frame
	index  int
	path   []int
}

// maxPath bounds a path's length; pages have some 20 levels.
const maxPath = 100

func (f *frame) steps() []int {
	if f.path == nil && f.parent != nil {
		above := f.parent.steps()
		f.path = above
		if len(above) < maxPath {
			f.path = append(slices.Clip(above), f.index)
		}
	}
	return f.path
}

func (p *pageReader) children(n *html.Node, f *frame) {
	index := 0
	for c := n.FirstChild; c != nil && p.Err() == nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			p.text(c.Data)
		case html.ElementNode:
			p.element(c, &frame{parent: f, index: index}, f)
			index++
		}
	}
}

func (p *pageReader) element(n *html.Node, f, parent *frame) {
	outer := p.marks
	p.marks = saidBy(n).of(outer)
	switch {
	case has(n, "gone"), p.cells == 0 && isField(n):
	case has(n, "hidden"):
		if p.cells > 0 && n.DataAtom != atom.Table && hidesFigure(n) {
			p.marks |= marks(source.Hidden)
			p.children(n, f)
		}
	case thingOf(n) != "":
		p.thing(n)
	case n.DataAtom == atom.Br:
		p.endLine()
	case n.DataAtom == atom.Span:
		p.children(n, f)
	case n.DataAtom == atom.Table:
		p.flush(parent)
		p.table(n, f, parent)
	default:
		p.block(n, f, parent)
	}
	p.marks = outer
}

// isField tells whether an element is what a control shows, and too little for a text:
// outside tables pages have fields to search in, and lists of other pages.
func isField(n *html.Node) bool {
	const text = 20
	return saidBy(n).on == marks(source.Control) && n.FirstChild != nil && utf8.RuneCountInString(n.FirstChild.Data) < text
}

// thingOf is the name of a picture and the like; "" for text.
func thingOf(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "thing" {
			return a.Val
		}
	}
	return ""
}

// thing takes a picture and the like.
func (p *pageReader) thing(n *html.Node) {
	told := ""
	if n.FirstChild != nil {
		told = n.FirstChild.Data
	}
	p.line.Add(source.Run{Mark: source.Thing | p.marks.mark(), Name: thingOf(n), Text: told})
	p.last = 0
}

// hidesFigure tells whether what is hidden in a cell is worth a word: a few signs,
// a digit among them.
func hidesFigure(n *html.Node) bool {
	const most = 40 // bytes
	size, digit := 0, false
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			size += len(strings.TrimSpace(c.Data))
			digit = digit || strings.ContainsAny(c.Data, "0123456789０１２３４５６７８９一二三四五六七八九")
		}
		if size > most {
			return false
		}
	}
	return digit
}

// block reads an element that stands for itself. One that is a single paragraph
// is held by its parent; text beside other blocks by the element itself.
func (p *pageReader) block(n *html.Node, f, parent *frame) {
	p.flush(parent)
	level, soft, pre := p.level, p.soft, p.pre
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.level, p.soft = int(n.Data[1]-'0'), true
	case atom.P, atom.Li, atom.Dt, atom.Dd:
		p.soft = true
	case atom.Pre:
		p.soft = true
		p.pre++
	}
	if has(n, "pre") {
		p.soft = true
		p.pre++
	}
	p.children(n, f)
	if lines := p.take(); len(lines) == 1 {
		p.put(lines[0], parent)
	} else {
		p.add(lines, f)
	}
	p.level, p.soft, p.pre = level, soft, pre
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func number(n *html.Node, key string, otherwise int) int {
	for _, a := range n.Attr {
		if a.Key == key {
			if v, err := strconv.Atoi(a.Val); err == nil {
				return v
			}
		}
	}
	return otherwise
}

// text adds text as a browser shows it: white space is one space, and none
// where the source was wrapped between two Chinese characters.
func (p *pageReader) text(s string) {
	for _, r := range s {
		switch {
		case p.pre > 0 && r == '\n':
			p.endRun()
			p.endLine()
		case p.pre == 0 && isSpace(r):
			p.space = true
			p.wrap = p.wrap || r == '\n' || r == '\r'
		default:
			joined := p.wrap && isWide(p.last) && isWide(r)
			if p.space && p.last != 0 && !joined {
				p.run.WriteByte(' ')
			}
			p.run.WriteRune(r)
			p.last, p.space, p.wrap = r, false, false
		}
	}
	p.endRun()
}

// endRun adds the run to the line.
func (p *pageReader) endRun() {
	if p.run.Len() > 0 {
		p.line.Add(source.Run{Text: p.run.String(), Mark: p.marks.mark()})
		p.run.Reset()
	}
}

// isSpace reports whether HTML takes a character for white space.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\f', '\r':
		return true
	}
	return false
}

func isWide(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return true
	}
	return r == '“' || r == '”'
}

// piece is a line, or a paragraph.
type piece struct {
	text string
	seen *source.Seen // where it has marks; nil else
}

func (p *pageReader) endLine() {
	l := piece{text: p.line.Raw()}
	if p.line.Marked() {
		l.seen = p.line
	}
	p.lines = append(p.lines, l)
	p.line = &source.Seen{}
	p.last, p.space, p.wrap = 0, false, false
}

// flush adds the text since the last block; f holds it.
func (p *pageReader) flush(f *frame) { p.add(p.take(), f) }

func (p *pageReader) add(paragraphs []piece, f *frame) {
	for _, s := range paragraphs {
		p.put(s, f)
	}
}

func (p *pageReader) put(s piece, f *frame) {
	if s.seen != nil {
		p.Runs(s.seen, p.level, f.steps())
	} else {
		p.Paragraph(s.text, p.level, f.steps())
	}
}

// take empties the text since the last block and returns its paragraphs. Lines
// that a <br> divides are paragraphs; in an element that is a paragraph itself
// they are where they look so: after a blank line, indented, numbered, or after
// the end of a sentence.
func (p *pageReader) take() (out []piece) {
	if p.line.Empty() && len(p.lines) == 0 {
		p.space, p.wrap = false, false
		return nil
	}
	p.endLine()
	var joined []piece // the lines of a paragraph
	begin := true
	for _, l := range p.lines {
		s := strings.TrimSpace(l.text)
		if s == "" && l.seen == nil {
			begin = true
			continue
		}
		begin = begin || isIndented(l.text) || numbered.MatchString(s)
		goesOn := p.soft && !begin
		if n := len(joined); n > 0 && !(goesOn && !endsParagraph(joined[n-1].text)) {
			out = append(out, together(joined))
			joined = joined[:0]
		}
		joined = append(joined, piece{s, l.seen})
		begin = false
	}
	if len(joined) > 0 {
		out = append(out, together(joined))
	}
	p.lines = p.lines[:0]
	return out
}

// together makes a paragraph of its lines.
func together(all []piece) piece {
	if len(all) == 1 {
		return all[0]
	}
	var text strings.Builder
	marked := slices.ContainsFunc(all, func(l piece) bool { return l.seen != nil })
	seen := &source.Seen{}
	for i, l := range all {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(l.text)
		if marked {
			seen.Line(l.text, l.seen)
		}
	}
	if !marked {
		seen = nil
	}
	return piece{text.String(), seen}
}

// numbered are the beginnings that number a paragraph: 一、 （一） 1. 1、 ①.
var numbered = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．]|[（(]\d{1,2}[）)]|\d{1,2}(?:[、．]|\.(?:\D|$))|[①-⑳]|第[一二三四五六七八九十]{1,3}[条章节部])`)

// isIndented tells whether a line begins as a paragraph does.
func isIndented(l string) bool {
	n := 0
	for _, r := range l {
		switch r {
		case '\u3000':
			return true
		case '\u00a0', '\u2002', '\u2003', ' ', '\t':
			n++
		default:
			return n > 1
		}
	}
	return false
}

// endsParagraph tells whether nothing goes on after the line s: a sentence ends, or
// the line is a numbered heading.
func endsParagraph(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	heading := numbered.MatchString(s) && utf8.RuneCountInString(s) < 30 && !strings.ContainsAny(s, "，。；")
	return heading || strings.ContainsRune("。！？；：", r)
}

// table reads a table; its caption comes before it.
func (p *pageReader) table(n *html.Node, f, parent *frame) {
	groups := rowGroups(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Caption && !has(c, "hidden") {
			p.block(c, f, parent)
		}
	}
	p.BeginTable(parent.steps())
	level, soft, pre := p.level, p.soft, p.pre
	p.level, p.soft, p.pre = 0, false, 0
	g := &places{}
	for i, rows := range groups {
		for k, row := range rows {
			p.row(row, &frame{parent: &frame{parent: f, index: i}, index: k}, g, len(rows)-k)
			g.row++
		}
	}
	g.narrow()
	p.EndTable()
	p.level, p.soft, p.pre = level, soft, pre
}

// rowGroups are a table's rows that are shown, from above: its heads, bodies and
// feet.
func rowGroups(n *html.Node) [][]*html.Node {
	var heads, bodies, feet [][]*html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if has(c, "hidden") {
			continue
		}
		var rows []*html.Node
		for r := c.FirstChild; r != nil; r = r.NextSibling {
			if r.DataAtom == atom.Tr && !has(r, "hidden") {
				rows = append(rows, r)
			}
		}
		switch c.DataAtom {
		case atom.Thead:
			heads = append(heads, rows)
		case atom.Tbody:
			bodies = append(bodies, rows)
		case atom.Tfoot:
			feet = append(feet, rows)
		}
	}
	return slices.Concat(heads, bodies, feet)
}

// places gives cells their slots, as HTML does.
type places struct {
	row, col int
	free     []int // by column, the first row that no cell above reaches
	cells    []*source.Cell
}

// next is the slot and the spans of the row's next cell, of which it takes no
// slot that another cell has.
func (g *places) next(rowSpan, colSpan int) (col, width int) {
	for g.col < len(g.free) && g.free[g.col] > g.row {
		g.col++
	}
	col, width = g.col, 0
	for width < max(colSpan, 1) && col+width < source.MaxCols {
		if at := col + width; at == len(g.free) {
			g.free = append(g.free, 0)
		} else if g.free[at] > g.row {
			break
		}
		g.free[col+width] = g.row + rowSpan
		width++
	}
	g.col += max(width, 1)
	return col, width
}

// wide is how many columns no table of people has.
const wide = 64

// narrow takes back columns that only spans have: colspan="1000".
func (g *places) narrow() {
	cols := 0
	for _, c := range g.cells {
		cols = max(cols, c.Col+1)
	}
	if len(g.free) <= wide {
		return
	}
	for _, c := range g.cells {
		c.ColSpan = max(1, min(c.ColSpan, cols-c.Col))
	}
}

// row reads a row's cells; left is how many rows its group has from here on.
func (p *pageReader) row(n *html.Node, f *frame, g *places, left int) {
	g.col = 0
	index := 0
	outer := p.marks
	p.marks = saidBy(n).of(saidBy(n.Parent).of(outer))
	for c := n.FirstChild; c != nil && p.Err() == nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || has(c, "hidden") {
			continue
		}
		rows := number(c, "rowspan", 1)
		if rows < 1 || rows > left { // 0 is to the end of the group
			rows = left
		}
		col, width := g.next(rows, number(c, "colspan", 1))
		g.cells = append(g.cells, p.BeginCell(g.row, col, rows, width))
		at := &frame{parent: f, index: index}
		p.cell(c, at)
		index++
	}
	p.marks = outer
}

// cell reads what is in a cell.
func (p *pageReader) cell(n *html.Node, f *frame) {
	outer := p.marks
	p.marks = saidBy(n).of(outer)
	p.cells++
	p.children(n, f)
	p.flush(f)
	p.cells--
	p.marks = outer
	p.EndCell()
}
