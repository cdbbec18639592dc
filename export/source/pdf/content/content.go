// Package content reads the pages of a PDF file as they are drawn: characters
// and straight lines with their places. What they mean is for package scan.
//
// Objects, filters and encryption are read here, too: the libraries for them
// read an object anew each time that it is asked for, trust sizes that a file
// states, and turn in circles, so that a few kilobytes cost minutes.
package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/source"
)

// The most of a file that is read; a long report has some 20 pages.
const (
	MaxPages     = 300
	maxInflated  = 40 << 20  // bytes of all streams together
	maxOperators = 5_000_000 // of all pages together
	maxGlyphs    = 1_000_000 // of all pages together
	maxRules     = 20_000    // of a page
	maxAllRules  = 400_000
	maxText      = 8 << 20 // bytes of all characters together: one may stand for many
	maxForms     = 8       // forms within forms
)

// Page is a page as it is drawn, the way up in which it is shown. Places are in
// points (1/72 inch) from its top left corner, to the right and down.
type Page struct {
	Number        int // from 1
	Width, Height float64
	Glyphs        []Glyph
	Rules         []Rule
	Pictures      float64 // the share of the page that pictures take
	Things        []Thing
	paints        []paint
	points        int // of their shapes
}

// Glyph is a character. X and Y are where it begins on its base line.
type Glyph struct {
	X, Y, W, Size float64
	Text          string
	Turn          Turn
	Mark          source.Mark
	Margin        bool // marked as a page's number, header or footer
	unpainted     bool // its mode, its layer or its place hides it
	ink           ink
	order         int // of what was painted on the page
}

// Turn is which way the base line runs.
type Turn uint8

// The ways in which tables have text. What is askew is a watermark and left out.
const (
	Upright Turn = iota
	Down
	Up
	Over // upside down, or mirrored
)

// Rule is a straight line, X0 ≤ X1 and Y0 ≤ Y1, level or plumb.
type Rule struct{ X0, Y0, X1, Y1 float64 }

// Level reports whether the rule runs from left to right.
func (r Rule) Level() bool { return r.X1-r.X0 > r.Y1-r.Y0 }

// encloses reports whether a point lies within the rule's box.
func (r Rule) encloses(x, y float64) bool {
	level := x > r.X0 && x < r.X1
	return level && y > r.Y0 && y < r.Y1
}

// misses reports whether a point lies outside of the rule's box, farther than by.
func (r Rule) misses(x, y, by float64) bool {
	beside := x < r.X0-by || x > r.X1+by
	return beside || y < r.Y0-by || y > r.Y1+by
}

// Document is a file while its pages are read.
type Document struct {
	Title     string // from its properties
	Author    string
	Subject   string
	Producer  string
	Pages     []*Page
	file      *file
	operators int
	glyphs    int
	text      int
	rules     int
	compared  int
	notes     int // annotations
	layers    layers
	mapped    int
	fonts     map[int]*font // by object
}

// Errors of Read, for the operator.
var (
	errNoPDF     = errors.New("这不是 PDF 文件，或者文件头已经损坏；请重新下载，或换一份再读入")
	errDamaged   = errors.New("PDF 文件已损坏或不完整，无法读取；请重新下载或向提供的人再要一份，也可以用其他软件打开后另存为 PDF 再读入")
	errPassword  = errors.New("PDF 文件加了打开密码；请用密码打开，去掉密码后另存一份再读入")
	errEncrypted = errors.New("PDF 文件用了无法读取的加密方式；请用阅读软件打开，取消安全限制（或打印成新的 PDF）后再读入")
	errTooMuch   = errors.New("PDF 文件展开后太大，不像一份年报；请核对是不是选错了文件")
	errPages     = fmt.Errorf("PDF 文件超过 %d 页，不像一份年报；请把年报那几页单独存成一个文件再读入", MaxPages)
)

var sentences = []error{errNoPDF, errDamaged, errPassword, errEncrypted, errTooMuch, errPages}

// Read reads all pages. Its errors are Chinese sentences; it takes a damaged
// page, too, for a damaged file, so that nothing is missing without a word.
func Read(data []byte) (d *Document, err error) {
	defer func() {
		// What goes wrong anywhere below comes up as a panic: with one of the
		// sentences above, or because a file is not what it should be.
		if x := recover(); x != nil {
			d, err = nil, errDamaged
			if e, ok := x.(error); ok && slices.Contains(sentences, e) {
				err = e
			}
		}
	}()
	f := open(data)
	d = &Document{file: f, mapped: maxMapped, fonts: map[int]*font{}}
	info := f.resolve(f.trailer.key("Info"))
	d.Title, d.Author = textString(info.key("Title").string()), textString(info.key("Author").string())
	d.Subject, d.Producer = textString(info.key("Subject").string()), textString(info.key("Producer").string())
	catalog := f.resolve(f.trailer.key("Root"))
	d.readLayers(catalog)
	root := catalog.key("Pages")
	if root.isNull() {
		return nil, errDamaged
	}
	d.walk(root, inherited{}, 0, new(int))
	if len(d.Pages) == 0 {
		return nil, errDamaged
	}
	return d, nil
}

// textString reads a text outside of pages (ISO 32000-1, 7.9.2.2), or in the
// order of bytes that the standard doesn't know and WPS writes. "" for what it
// can't be.
func textString(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		s = decode16(s[2:])
	case strings.HasPrefix(s, "\xff\xfe"):
		b := []byte(s[2:])
		for i := 0; i+1 < len(b); i += 2 {
			b[i], b[i+1] = b[i+1], b[i]
		}
		s = decode16(string(b))
	default:
		s = strings.TrimPrefix(s, "\xef\xbb\xbf")
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return ""
	}
	return strings.TrimSpace(s)
}

// inherited is what pages take from the nodes above them (ISO 32000-1, 7.7.3.4).
type inherited struct {
	resources, mediaBox, cropBox value
	rotate                       int
}

// walk goes through the tree of pages, which may be a circle in a bad file.
func (d *Document) walk(node value, in inherited, depth int, nodes *int) {
	if *nodes++; depth > 40 || *nodes > 20*MaxPages {
		panic(errDamaged)
	}
	if v := node.key("Resources"); !v.isNull() {
		in.resources = v
	}
	if v := node.key("MediaBox"); v.len() == 4 {
		in.mediaBox = v
	}
	if v := node.key("CropBox"); v.len() == 4 {
		in.cropBox = v
	}
	if v := node.key("Rotate"); !v.isNull() {
		in.rotate = int(v.int())
	}
	kids := node.key("Kids")
	if kids.kind != '[' {
		if len(d.Pages) == MaxPages {
			panic(errPages)
		}
		d.Pages = append(d.Pages, d.page(node, in, len(d.Pages)+1))
		return
	}
	for i := range kids.len() {
		if kid := kids.index(i); kid.kind == '<' {
			d.walk(kid, in, depth+1, nodes)
		}
	}
}

// page draws a page.
func (d *Document) page(v value, in inherited, number int) *Page {
	p := &Page{Number: number}
	box := in.mediaBox
	if in.cropBox.len() == 4 {
		box = in.cropBox
	}
	x0, y0, x1, y1 := 0.0, 0.0, 595.0, 842.0
	if box.len() == 4 {
		x0, y0, x1, y1 = box.index(0).float(), box.index(1).float(), box.index(2).float(), box.index(3).float()
		x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
	}
	p.Width, p.Height = x1-x0, y1-y0
	var base matrix
	switch ((in.rotate % 360) + 360) % 360 {
	case 90:
		base = matrix{0, 1, 1, 0, -y0, -x0}
	case 180:
		base = matrix{-1, 0, 0, 1, x1, -y0}
	case 270:
		base = matrix{0, -1, -1, 0, y1, x1}
	default:
		base = matrix{1, 0, 0, -1, -x0, y1}
	}
	if base[0] == 0 {
		p.Width, p.Height = p.Height, p.Width
	}
	in2 := newInterpreter(d, p, base)
	var data []byte
	if c := v.key("Contents"); c.kind == '[' {
		for i := range c.len() {
			data = append(append(data, d.file.inflate(c.index(i))...), '\n')
		}
	} else if c.kind == 's' {
		data = d.file.inflate(c)
	}
	in2.run(data, in.resources, 0)
	in2.marks, in2.layer = nil, 0
	in2.annotations(v)
	d.look(p)
	p.Upright()
	return p
}
