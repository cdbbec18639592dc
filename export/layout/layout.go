package layout

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"nianbao/export/fonts"
	"nianbao/export/paper"
)

// Sizes of type and lengths that the docx file has too, in points.
const (
	titleSize   = 22.0 // 二号
	titleLead   = 35.0
	bodySize    = 16.0  // 三号
	tracking    = -0.25 // between the characters of the text: 28 fill a line
	numberSize  = 14.0  // 四号: page numbers, and 草稿 above the text
	smallSize   = 9.0   // 小五
	footLead    = 15.0  // of notes under a table
	footGap     = 3.0   // above them
	indent      = 2 * bodySize
	draftInset  = 80.0
	draftMargin = 4.0 // inside the frame
	draftGap    = 15.0
	aboveTable  = 6.0
	belowTable  = 12.0
	// bodyHeight is where a character's em box stands on its base line: 0.86 of
	// the em above it, between what 宋体 (0.859) and Noto (0.88) say.
	bodyHeight = 0.86
	// numberBelow is how far below the text the dashes of the page's number
	// stand (GB/T 9704-2012, 7.5); a dash is 0.38 em above its base line.
	numberBelow = 7*mm + 0.38*numberSize
	// headerLine is the base line of 草稿 above the text.
	headerLine = 20*mm + bodyHeight*numberSize
)

// wideGap is the space between characters, in ems, that programs begin to take
// for a space of the text (poppler: a tenth).
const wideGap = 0.08

// Document is a document on its pages.
type Document struct {
	Pages []*Page
	Root  *Node
	Marks []*Bookmark
	cut   bool
}

// Bookmark is a heading in the outline of the file, on a level from 1.
type Bookmark struct {
	Title string
	Level int
	Page  int
	Y     float64
}

// layout collects what flows over the pages.
type layout struct {
	set   *fonts.Set
	out   *Document
	items []item
	grids []*grid
}

// Options say with which fonts the document is written.
type Options struct {
	// Font is a font file for the body, "" for none.
	Font string
	// Fonts finds the others; nil looks on this machine and takes the embedded
	// ones for what it lacks.
	Fonts *fonts.Finder
}

// Draw places a document and has it drawn. It returns what the operator should know about
// the file, a Chinese sentence each: faces that others stand in for, characters that no
// font has. An error is a *[fonts.FileError] about Options.Font, or draw's.
func Draw(d *paper.Document, o Options, draw func(*Document) error) (notices []string, err error) {
	finder := o.Fonts
	if finder == nil {
		finder = fonts.Machine()
	}
	set, err := finder.Open(o.Font)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, set.Close()) }()
	placed := Place(d, set)
	if err := draw(placed); err != nil {
		return nil, err
	}
	return append(set.Notices(), placed.notices()...), nil
}

// Place places a document on pages.
func Place(d *paper.Document, set *fonts.Set) *Document {
	l := &layout{set: set, out: &Document{Root: &Node{Tag: "Document"}}}
	if d.Draft {
		l.draft(d)
	}
	l.title(d)
	for i, b := range d.Blocks {
		gap := 0.0
		if i > 0 && is[*paper.Table](d.Blocks[i-1]) {
			gap = belowTable
		}
		signed := i+1 < len(d.Blocks) && is[paper.Signature](d.Blocks[i+1])
		switch x := b.(type) {
		case paper.Heading:
			l.heading(2, 1, fonts.Hei, string(x), gap)
		case paper.Paragraph:
			l.paragraph(x, gap)
		case *paper.Table:
			l.table(x)
		case paper.Signature:
			l.signature(x)
		case paper.Checksum:
			l.checksum(x)
		}
		if signed && len(l.items) > 0 { // it must not stand alone on a page
			l.items[len(l.items)-1].keep = hard
		}
	}
	f := &flow{}
	f.run(l.items)
	l.out.Pages = f.pages
	for _, g := range l.grids {
		l.out.cut = l.out.cut || g.cut
	}
	for i, p := range f.pages {
		p.Rules = once(p.Rules)
		l.margins(p, i+1, d)
	}
	return l.out
}

// once are the rules, each place once: cells side by side share one.
func once(rules []Rule) []Rule {
	drawn := map[Rule]bool{}
	return slices.DeleteFunc(rules, func(r Rule) bool {
		hundredths := func(x float64) float64 { return math.Round(x * 100) }
		place := Rule{hundredths(r.X1), hundredths(r.Y1), hundredths(r.X2), hundredths(r.Y2), r.W}
		again := drawn[place]
		drawn[place] = true
		return again
	})
}

func is[T paper.Block](b paper.Block) bool {
	_, ok := b.(T)
	return ok
}

// notices says what of the text is not in the file.
func (p *Document) notices() []string {
	if p.cut {
		return []string{"表格里有一处文字太长，印到格子装不下为止。"}
	}
	return nil
}

// baseLine is where the characters of a line stand whose place begins at y.
func baseLine(y, lead, size float64) float64 { return y + (lead-size)/2 + bodyHeight*size }

// draft is the notice in its frame at the top of the first page, and what a sum lacks.
func (l *layout) draft(d *paper.Document) {
	g := l.glyphs(fonts.Hei, bodySize, paper.DraftNotice)
	n := l.out.Root.add(&Node{Tag: "P"})
	const inside = textWidth - 2*draftInset
	lacks := breakLines(l.glyphs(fonts.Body, smallSize, d.Lacks), smallSize, inside, inside, true)
	frame := pitch + 2*draftMargin + float64(len(lacks))*footLead
	l.items = append(l.items, item{height: frame + draftGap, keep: hard, place: func(p *Page, y float64) {
		p.frame(textLeft+draftInset-draftMargin, y, textRight-draftInset+draftMargin, y+frame)
		p.centred(g, bodySize, baseLine(y+draftMargin, pitch, bodySize), n)
		for i, line := range lacks {
			p.centred(line, smallSize, baseLine(y+draftMargin+pitch+float64(i)*footLead, footLead, smallSize), n)
		}
	}})
}

// title is the title over its lines, and an empty line below it.
func (l *layout) title(d *paper.Document) {
	n := l.out.Root.add(&Node{Tag: "H1"})
	for _, text := range d.TitleLines() {
		for _, g := range balance(l.glyphs(fonts.Title, titleSize, text), titleSize, textWidth) {
			l.items = append(l.items, item{height: titleLead, keep: hard, place: func(p *Page, y float64) {
				p.centred(g, titleSize, baseLine(y, titleLead, titleSize), n)
				p.Lines[len(p.Lines)-1].Heavy = l.set.Light(fonts.Title)
			}})
		}
	}
	if len(l.items) > 0 {
		l.items[len(l.items)-1].height += pitch
	}
}

func (l *layout) glyphs(role fonts.Role, size float64, text string) []Glyph {
	return tighten(glyphs(nil, l.set, role, size, text), size)
}

// track sets the characters of the text as close as it has them.
func track(g []Glyph) []Glyph {
	for i := range g {
		g[i].W += tracking
	}
	return g
}

// heading is a line of its own, in the outline too. tag and level count from 1.
func (l *layout) heading(tag, level int, role fonts.Role, text string, gap float64) {
	mark := &Bookmark{Title: Plain(glyphs(nil, l.set, role, bodySize, text)), Level: level}
	n := l.out.Root.add(&Node{Tag: "H" + strconv.Itoa(tag)})
	first := len(l.items)
	l.lines(l.glyphs(role, bodySize, text), n, gap)
	if len(l.items) == first {
		return
	}
	l.out.Marks = append(l.out.Marks, mark)
	l.items[first].mark = mark
	for i := first; i < len(l.items); i++ {
		l.items[i].keep = hard
	}
}

// faces are those of the headings in a text, by level.
var faces = [...]fonts.Role{fonts.Body, fonts.Hei, fonts.Kai, fonts.Body, fonts.Body}

// paragraph is a paragraph of the text; a heading that stands alone is one for
// the outline, a level below its section's.
func (l *layout) paragraph(p paper.Paragraph, gap float64) {
	if p.Level > 0 && p.Text == "" {
		l.heading(max(p.Level+1, 3), max(p.Level, 2), faces[p.Level], p.Lead, gap)
		return
	}
	g := glyphs(glyphs(nil, l.set, faces[p.Level], bodySize, p.Lead), l.set, fonts.Body, bodySize, p.Text)
	l.lines(tighten(g, bodySize), l.out.Root.add(&Node{Tag: "P"}), gap)
}

// lines breaks a paragraph of the text into lines. A page may end with its first or begin
// with its last: 22 lines fill every page.
func (l *layout) lines(g []Glyph, n *Node, gap float64) {
	track(g)
	lines := breakLines(g, bodySize, textWidth-indent, textWidth, true)
	for i, g := range lines {
		x := Line{X: textLeft, Size: bodySize, Glyphs: g, Node: n}
		if i == 0 {
			x.X += indent
		}
		if i < len(lines)-1 {
			x.Wide = justify(g, bodySize, textRight-x.X) > wideGap
		}
		it := item{height: pitch, place: func(p *Page, y float64) {
			x.Y = baseLine(y, pitch, bodySize)
			p.Lines = append(p.Lines, x)
		}}
		if i == 0 {
			it.gap = gap
		}
		l.items = append(l.items, it)
	}
}

func (l *layout) table(t *paper.Table) {
	g := newGrid(t, l.set, l.out.Root.add(&Node{Tag: "Table"}))
	if t.Rows == 0 {
		return
	}
	var notes []item
	for i, note := range t.Notes {
		notes = append(notes, l.footnote(note, i == 0)...)
	}
	heading := len(l.items)
	for heading > 0 && l.items[heading-1].keep == hard {
		heading--
	}
	around := append(slices.Clone(l.items[heading:]), item{height: aboveTable})
	if len(notes) > 0 {
		notes[len(notes)-1].keep = free
		around = append(around, notes...)
	}
	last := free
	if g.lower(textHeight-height(around)) && len(notes) > 0 {
		last = soft
	}
	rows := g.items(last)
	rows[0].gap = aboveTable
	l.items = append(append(l.items, rows...), notes...)
	l.grids = append(l.grids, g)
}

// footnote is a note under a table, in small type. All hold together, and to a table with
// which they fit a page.
func (l *layout) footnote(text string, first bool) (items []item) {
	n := l.out.Root.add(&Node{Tag: "P"})
	for i, g := range breakLines(l.glyphs(fonts.Body, smallSize, text), smallSize, textWidth, textWidth, true) {
		it := item{height: footLead, keep: soft, place: func(p *Page, y float64) {
			p.Lines = append(p.Lines, Line{X: textLeft, Y: baseLine(y, footLead, smallSize), Size: smallSize, Glyphs: g, Node: n})
		}}
		if first && i == 0 {
			it.gap = footGap
		}
		items = append(items, it)
	}
	return items
}

// signature is unit and date, below empty lines.
func (l *layout) signature(s paper.Signature) {
	unit, date := s.Indents()
	for i, x := range []struct {
		text   string
		halves int
	}{{s.Unit, unit}, {s.Date, date}} {
		right := float64(x.halves) * bodySize / 2
		n := l.out.Root.add(&Node{Tag: "P"})
		for k, g := range breakLines(track(l.glyphs(fonts.Body, bodySize, x.text)), bodySize, textWidth-right, textWidth-right, false) {
			it := item{height: pitch, keep: hard, place: func(p *Page, y float64) {
				p.Lines = append(p.Lines, Line{X: textRight - right - width(g), Y: baseLine(y, pitch, bodySize), Size: bodySize, Glyphs: g, Node: n})
			}}
			if i == 0 && k == 0 {
				it.gap = float64(s.Above()) * pitch
			}
			l.items = append(l.items, it)
		}
	}
	if len(l.items) > 0 {
		l.items[len(l.items)-1].keep = free
	}
}

// checksum is the last line, in small type.
func (l *layout) checksum(s paper.Checksum) {
	n := l.out.Root.add(&Node{Tag: "P"})
	g := l.glyphs(fonts.Body, smallSize, string(s))
	l.items = append(l.items, item{height: pitch, gap: pitch / 2, place: func(p *Page, y float64) {
		p.Lines = append(p.Lines, Line{X: textLeft, Y: baseLine(y, pitch, smallSize), Size: smallSize, Glyphs: g, Node: n})
	}})
}

func (p *Page) centred(g []Glyph, size, y float64, n *Node) {
	p.Lines = append(p.Lines, Line{X: textLeft + (textWidth-width(g))/2, Y: y, Size: size, Glyphs: g, Node: n})
}

// margins draws what stands outside the text: the page's number, at the outer
// side and one character from the edge of the text, the footer at the inner side, and 草稿.
func (l *layout) margins(p *Page, number int, d *paper.Document) {
	g := l.glyphs(fonts.Song, numberSize, "— "+strconv.Itoa(number)+" —")
	foot := l.glyphs(fonts.Body, smallSize, d.Footer)
	outer, inner := textRight-numberSize-width(g), textLeft+numberSize
	if number%2 == 0 {
		outer, inner = textLeft+numberSize, textRight-numberSize-width(foot)
	}
	p.Lines = append(p.Lines, Line{X: outer, Y: textBottom + numberBelow, Size: numberSize, Glyphs: g})
	if len(foot) > 0 {
		p.Lines = append(p.Lines, Line{X: inner, Y: textBottom + numberBelow, Size: smallSize, Glyphs: foot})
	}
	if d.Draft {
		p.centred(l.glyphs(fonts.Hei, numberSize, "草　稿"), numberSize, headerLine, nil)
	}
}
