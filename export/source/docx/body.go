package docx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"nianbao/export/source"
)

// bodyReader follows the main part's elements. Names are compared without their
// namespace: the strict variant of the format has others.
type bodyReader struct {
	source.Builder
	styles    styleSheet
	numbering *numbering

	open       []string // names of the open elements
	skip       int      // depth in an element that is not read
	chosen     []bool   // of each open AlternateContent, whether a Choice was met
	controls   []control
	muted      int // depth in content controls that show their prompt
	paragraphs []*readParagraph
	tables     []*readTable

	drawings  []drawing
	fields    []field
	boxes     []int // of each open text box, how many tables were open
	deletions int   // depth in tracked deletions within a cell
	formulas  int   // depth in formulas
	backward  int   // overrides of direction

	pictures, objects int
	contents          bool // a table of contents was left out
}

// control is an open content control.
type control struct{ prompt, contents, muted bool }

type readParagraph struct {
	seen        source.Seen
	style       string
	numID       string  // "" for the style's
	level       int     // of the numbering, -1 for the style's
	outline     int     // -1 for the style's
	markDeleted bool    // the paragraph goes on in the next one
	dark        bool    // shaded so that white shows
	look        runLook // of the open run
	ground      string  // the paragraph's shading
	flat        bool    // its lines have no height
}

type readTable struct {
	row, col     int
	above, begun map[int]*mergedCell // by column: open vertically in the row above, and in this one
	deletedRow   bool
	deletedCell  bool
	look         runLook     // of the table's style
	carry        source.Seen // text of paragraphs whose mark was deleted
	dark         bool        // shaded so that white shows
	darkCell     bool
	ground       string // the cell's shading
	flat         bool   // the row has no height
	carried      bool   // there is such text
	cell         *source.Cell
	span         int
	vertical     string // vMerge and hMerge: restart, continue or ""
	horizontal   string
	placed       bool // the cell has its place
	continued    bool // the cell belongs to another one
}

type mergedCell struct {
	*source.Cell
	span int
}

// Elements that hold nothing a person sees: what a tracked change took away, old
// properties, instructions of fields, the second drawing of the same thing.
var unread = map[string]bool{"moveFrom": true, "Fallback": true, "pPrChange": true, "rPrChange": true, "tblPrChange": true,
	"tcPrChange": true, "trPrChange": true, "sectPrChange": true, "tblGridChange": true, "tblPrExChange": true, "numberingChange": true,
	"instrText": true, "delText": true, "delInstrText": true, "rt": true, "fldData": true, "binData": true, "sectPr": true, "tblGrid": true}

// maxNested bounds elements within elements; tables in tables in text boxes have
// some hundred.
const maxNested = 2_000

// runSigns are what elements of a run stand for.
var runSigns = map[string]string{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

func (b *bodyReader) read(r io.Reader) error {
	d := source.NewDecoder(r)
	b.tables = []*readTable{{}} // the body, as a cell without a table
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) && len(b.open) == 0 {
			return nil
		}
		var bad *xml.SyntaxError
		if errors.As(err, &bad) || errors.Is(err, io.EOF) {
			return source.ErrDamaged
		}
		if err == nil {
			err = b.Err()
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if len(b.open) > maxNested {
				return source.ErrTooLong
			}
			b.start(e)
			b.open = append(b.open, e.Name.Local)
		case xml.EndElement:
			if len(b.open) == 0 || b.parent() != e.Name.Local {
				return source.ErrDamaged
			}
			b.open = b.open[:len(b.open)-1]
			b.end(e.Name.Local)
		case xml.CharData:
			switch parent := b.parent(); {
			case b.skip == 0 && (parent == "t" || parent == "delText"):
				b.write(string(e))
			case b.skip == 1 && parent == "instrText":
				b.instruct(string(e))
			}
		case xml.Directive: // a document type, which could define entities; Office writes none
			return source.ErrDamaged
		}
	}
}

func (b *bodyReader) parent() string {
	if len(b.open) == 0 {
		return ""
	}
	return b.open[len(b.open)-1]
}

func (b *bodyReader) table() *readTable { return b.tables[len(b.tables)-1] }

func (b *bodyReader) paragraph() *readParagraph {
	if len(b.paragraphs) == 0 {
		return nil
	}
	return b.paragraphs[len(b.paragraphs)-1]
}

func (b *bodyReader) write(s string) {
	if p := b.paragraph(); p != nil && b.muted == 0 {
		m := b.mark(p)
		if b.instructs() {
			m |= source.Hidden
		}
		p.seen.Add(source.Run{Text: s, Mark: m})
	}
}

func (b *bodyReader) start(e xml.StartElement) {
	name, parent, t := e.Name.Local, b.parent(), b.table()
	shown := name == "delText" && b.deletions > 0
	skipped := b.skip > 0 || unread[name] && !shown
	if inCell := parent == "tc" && name != "tcPr"; inCell && !skipped {
		skipped = b.place() // the cell's properties are known by now
	}
	deleted := parent == "tr" && name == "tc" && t.deletedRow
	if skipped || deleted {
		if p := b.paragraph(); name == "moveFrom" && parent == "rPr" && p != nil {
			p.markDeleted = true
		}
		b.skip++
		return
	}
	switch name {
	case "p":
		b.paragraphs = append(b.paragraphs, &readParagraph{level: -1, outline: -1})
	case "r":
		if p := b.paragraph(); p != nil {
			p.look = t.look
			p.look.put(b.styles.of(p.style).look)
		}
	case "tbl":
		b.flush()
		b.BeginTable(nil)
		b.tables = append(b.tables, &readTable{row: -1})
	case "tr":
		t.row, t.col, t.deletedRow, t.flat, t.begun = t.row+1, 0, false, false, map[int]*mergedCell{}
	case "tc":
		t.span, t.vertical, t.horizontal, t.placed, t.continued, t.darkCell, t.deletedCell, t.ground = 1, "", "", false, false, false, false, ""
	case "del":
		b.deleted(parent)
	case "AlternateContent":
		b.chosen = append(b.chosen, false)
	case "Choice":
		if n := len(b.chosen); n > 0 {
			if b.chosen[n-1] {
				b.skip++
			}
			b.chosen[n-1] = true
		}
	case "sdt", "sdtContent", "showingPlcHdr", "docPartGallery":
		b.control(name, value(e))
	case "tab", "ptab", "br", "cr", "noBreakHyphen":
		if parent == "r" {
			b.write(runSigns[name])
		}
	case "txbxContent":
		b.boxes = append(b.boxes, len(b.tables))
		b.thing(name, e)
	case "blip", "imagedata":
		b.pictures++
		b.thing(name, e)
	case "drawing", "pict", "object", "anchor", "inline", "docPr", "pic", "shape", "line", "rect", "oval":
		b.thing(name, e)
	case "OLEObject", "altChunk":
		b.objects++
	case "sym":
		if p := b.paragraph(); p != nil && b.muted == 0 {
			p.seen.Add(source.Run{Mark: source.Thing | b.mark(p), Name: "符号"})
		}
	case "oMath":
		b.formulas++
	case "bdo":
		b.backward++
	case "rFonts":
		if p := b.paragraph(); parent == "rPr" && p != nil && b.ofRun() {
			p.look.set(propSigns, signs(attr(e, "ascii")))
		}
	case "fldChar":
		b.fieldChar(attr(e, "fldCharType"))
	case "fldSimple":
		b.showField(field{instruction: attr(e, "instr")})
	case "shd":
		b.shade(parent, e)
	case "color":
		b.property(name, parent, themed(value(e), attr(e, "themeColor"), attr(e, "themeShade")))
	case "spacing", "trHeight":
		b.height(parent, e)
	default:
		b.property(name, parent, value(e))
	}
}

// deleted takes what a tracked change took away: a row, the end of a paragraph,
// or text.
func (b *bodyReader) deleted(parent string) {
	switch p := b.paragraph(); {
	case parent == "trPr":
		b.table().deletedRow = true
	case parent == "rPr" && p != nil:
		p.markDeleted = true
	case b.inCell() && p != nil: // until somebody accepts it, the old figure is on the page
		b.deletions++
		return
	}
	b.skip++
}

// control follows content controls: one may show its prompt instead of text, or
// be the table of contents.
func (b *bodyReader) control(name, value string) {
	if name == "sdt" {
		b.controls = append(b.controls, control{})
		return
	}
	if len(b.controls) == 0 {
		return
	}
	switch c := &b.controls[len(b.controls)-1]; {
	case name == "showingPlcHdr":
		c.prompt = on(value)
	case name == "docPartGallery":
		c.contents = value == "Table of Contents"
	case c.contents:
		b.contents = true
		b.skip++
	case c.prompt && !c.muted:
		c.muted = true
		b.muted++
	}
}

// property takes what the properties of paragraphs, runs, rows and cells say.
func (b *bodyReader) property(name, parent, value string) {
	if p := b.paragraph(); p != nil {
		b.textProperty(p, name, parent, value)
	}
	t := b.table()
	n, number := count(value)
	switch {
	case parent == "tblPr" && name == "tblStyle":
		t.dark, t.look = t.dark || b.styles.of(value).dark, b.styles.of(value).look
	case parent == "tcPr" && name == "cellDel":
		t.deletedCell = true
	case parent == "trPr" && name == "hidden":
		t.flat = t.flat || on(value)
	case parent == "ddList":
		b.fieldData(name, parent, value)
	case parent == "trPr" && name == "gridBefore" && number:
		t.col = min(t.col+n, source.MaxCols)
	case parent == "tcPr" && name == "gridSpan" && number:
		t.span = max(1, min(n, source.MaxCols))
	case parent == "tcPr" && name == "vMerge":
		t.vertical = mergeValue(value)
	case parent == "tcPr" && name == "hMerge":
		t.horizontal = mergeValue(value)
	}
}

// textProperty takes what the properties of a paragraph and its runs say.
func (b *bodyReader) textProperty(p *readParagraph, name, parent, value string) {
	n, number := count(value)
	switch {
	case parent == "pPr" && name == "pStyle":
		p.style = value
	case parent == "pPr" && name == "outlineLvl" && number:
		p.outline = n
	case parent == "numPr" && name == "numId":
		p.numID = value
	case parent == "numPr" && name == "ilvl" && number:
		p.level = n
	case parent == "rPr" && name == "rStyle" && b.ofRun():
		p.look.put(b.styles.of(value).look)
	case parent == "rPr" && b.ofRun():
		p.look.take(name, value)
	case parent == "textFill" && name == "noFill":
		p.look.set(propNoFill, true)
	}
}

// count reads a property's number, which is none below 0.
func count(value string) (n int, ok bool) {
	n, err := strconv.Atoi(value)
	return n, err == nil && n >= 0
}

// ofRun tells whether the open properties are a run's, not a paragraph mark's.
func (b *bodyReader) ofRun() bool { return len(b.open) > 1 && b.open[len(b.open)-2] == "r" }

func mergeValue(s string) string {
	if s == "restart" {
		return s
	}
	return "continue" // as the format has it where nothing is said
}

// place gives the open cell its place in the grid, once its properties are
// known. It tells whether the cell belongs to another one, whose text counts.
func (b *bodyReader) place() bool {
	t := b.table()
	if t.placed || len(b.tables) == 1 {
		return t.continued
	}
	t.placed = true
	if t.horizontal == "continue" && t.cell != nil && t.col > 0 {
		t.cell.ColSpan += t.span
		t.continued = true
	} else if a := t.above[t.col]; t.vertical == "continue" && a != nil && a.span == t.span {
		a.RowSpan++
		t.begun[t.col], t.cell = a, nil
		t.continued = true
	} else {
		t.cell = b.BeginCell(t.row, t.col, 1, t.span)
		if t.vertical != "" && t.begun != nil {
			t.begun[t.col] = &mergedCell{t.cell, t.span}
		}
	}
	t.col = min(t.col+t.span, source.MaxCols)
	return t.continued
}

func (b *bodyReader) end(name string) {
	if b.skip > 0 {
		b.skip--
		return
	}
	t := b.table()
	switch name {
	case "p":
		b.endParagraph()
	case "tc":
		if len(b.tables) > 1 {
			b.place()
			b.flush()
			b.EndCell()
		}
	case "tr":
		t.above = t.begun
		if t.deletedRow {
			t.row--
		}
	case "tbl":
		b.EndTable()
		b.tables = b.tables[:len(b.tables)-1]
	case "del":
		b.deletions--
	case "oMath":
		b.formulas--
	case "bdo":
		b.backward--
	case "txbxContent":
		b.boxes = b.boxes[:len(b.boxes)-1]
	case "drawing", "pict", "object":
		b.endThing(name)
	case "AlternateContent":
		b.chosen = b.chosen[:len(b.chosen)-1]
	case "sdtContent":
		if n := len(b.controls); n > 0 && b.controls[n-1].muted {
			b.controls[n-1].muted = false
			b.muted--
		}
	case "sdt":
		b.controls = b.controls[:len(b.controls)-1]
	}
}

// endParagraph adds the paragraph that ends, its number before it. One whose
// mark was deleted goes on in the next.
func (b *bodyReader) endParagraph() {
	p, t := b.paragraph(), b.table()
	b.paragraphs = b.paragraphs[:len(b.paragraphs)-1]
	style := b.styles.of(p.style)
	seen := &p.seen
	if t.carried {
		t.carry.Put(seen)
		seen = &t.carry
	}
	if p.markDeleted {
		if !t.carried {
			t.carry.Put(seen)
		}
		t.carried = true
		return
	}
	defer t.drop()
	text := strings.TrimSpace(seen.Raw())
	if style.contents {
		b.contents = b.contents || text != ""
		return
	}
	label := b.numbering.next(p, style)
	b.Spend(len(label))
	if text == "" && !b.inCell() {
		label = "" // a number alone says nothing, except in a cell
	}
	outline := p.outline
	if outline < 0 {
		outline = style.outline
	}
	level := 0
	if outline >= 0 && outline < bodyLevel {
		level = outline + 1
	}
	if label = joinLabel(label, text); len(label) > len(text) && (seen.Marked() || b.inCell()) {
		numbered := &source.Seen{}
		numbered.Add(source.Run{Text: strings.TrimSuffix(label, text), Mark: source.Numbered})
		numbered.Put(seen)
		seen = numbered
	}
	if seen.Marked() {
		b.Runs(seen, level, nil)
	} else {
		b.Paragraph(label, level, nil)
	}
}

// drop forgets the text of paragraphs that have gone on in another.
func (t *readTable) drop() { t.carry, t.carried = source.Seen{}, false }

// flush adds what is left of a paragraph whose mark was deleted, where no other
// paragraph follows.
func (b *bodyReader) flush() {
	t := b.table()
	b.Runs(&t.carry, 0, nil)
	t.drop()
}

// value is an element's val.
func value(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}

// on reads a property that is either on or off.
func on(value string) bool { return value != "0" && value != "false" && value != "off" }
