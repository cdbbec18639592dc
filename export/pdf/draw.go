package pdf

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/paper"
)

// file writes the placed document.
func (p *placed) file(d *paper.Document) ([]byte, error) {
	f, e := newFile(), &embedder{}
	tree, resources := f.reserve(), f.reserve()
	var pages []ref
	var owners [][]*node
	for i, page := range p.pages {
		body, nodes := draw(page, i, e)
		content := f.stream("", body)
		owners = append(owners, nodes)
		pages = append(pages, f.add(fmt.Sprintf("<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Resources %s/Contents %s/StructParents %d/Tabs/S>>",
			tree, decimal(pageWidth), decimal(pageHeight), resources, content, i)))
	}
	fonts, err := e.resources(f)
	if err != nil {
		return nil, err
	}
	f.put(resources, "<</Font"+fonts+">>")
	f.put(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), list(pages)))
	structure := f.structure(p.root, pages, owners)
	catalog := fmt.Sprintf("<</Type/Catalog/Pages %s/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot %s/ViewerPreferences<</DisplayDocTitle true>>", tree, structure)
	if outline := f.outline(p.marks, pages); outline != 0 {
		catalog += "/Outlines " + outline.String()
	}
	info := fmt.Sprintf("<</Title %s/Author %s/Creator(nianbao)/Producer(nianbao)>>", textString(d.Title), textString(d.Unit))
	return f.finish(f.add(catalog+">>"), f.add(info)), nil
}

func list(refs []ref) string {
	var b strings.Builder
	for _, r := range refs {
		b.WriteString(r.String() + " ")
	}
	return b.String()
}

// draw writes a page's content, and returns the nodes of its marked pieces by
// number. Boxes and rules are no part of the text.
func draw(p *page, number int, e *embedder) (content []byte, owners []*node) {
	w := &writer{e: e}
	if len(p.boxes)+len(p.rules) > 0 {
		w.raw("/Artifact BMC\n")
		w.boxes(p.boxes)
		w.rules(p.rules)
		w.raw("EMC\n")
	}
	for i := 0; i < len(p.lines); {
		n := p.lines[i].node
		end := i + 1
		for end < len(p.lines) && p.lines[end].node == n {
			end++
		}
		if n == nil {
			w.raw("/Artifact<</Type/Pagination>>BDC\n")
		} else {
			id := len(owners)
			owners = append(owners, n)
			n.pieces = append(n.pieces, piece{number, id})
			w.raw("/" + n.tag + "<</MCID " + strconv.Itoa(id) + ">>BDC\n")
		}
		for k := range p.lines[i:end] {
			w.line(&p.lines[i+k])
		}
		w.raw("EMC\n")
		i = end
	}
	return w.b, owners
}

// writer writes the operators of a page.
type writer struct {
	e *embedder
	b []byte
}

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

func (w *writer) numbers(ns ...float64) {
	for _, n := range ns {
		w.b = append(appendDecimal(w.b, n), ' ')
	}
}

func (w *writer) boxes(boxes []box) {
	if len(boxes) == 0 {
		return
	}
	rgb, err := strconv.ParseUint(paper.HeadFill, 16, 32)
	if err != nil {
		panic(err) // a constant
	}
	for shift := 16; shift >= 0; shift -= 8 {
		w.b = append(strconv.AppendFloat(w.b, float64(rgb>>shift&0xff)/255, 'f', 3, 64), ' ')
	}
	w.raw("rg\n")
	for _, x := range boxes {
		w.numbers(x.x, pageHeight-x.y-x.h, x.w, x.h)
		w.raw("re f\n")
	}
	w.raw("0 g\n")
}

// rules draws lines, each place once.
func (w *writer) rules(rules []rule) {
	drawn := map[rule]bool{}
	round := func(x float64) float64 { return math.Round(x*100) / 100 }
	thickness := 0.0
	w.raw("2 J\n") // ends stand over by half the thickness: corners are closed
	for _, r := range rules {
		r = rule{round(r.x1), round(r.y1), round(r.x2), round(r.y2), r.w}
		if drawn[r] {
			continue
		}
		drawn[r] = true
		if r.w != thickness {
			thickness = r.w
			w.numbers(thickness)
			w.raw("w\n")
		}
		w.numbers(r.x1, pageHeight-r.y1)
		w.raw("m ")
		w.numbers(r.x2, pageHeight-r.y2)
		w.raw("l S\n")
	}
}

// said reports whether the text of a line has to be said beside it: its
// characters stand wide apart, or one before where the last one ends.
func (l *line) said() bool {
	return l.wide || slices.ContainsFunc(l.glyphs, func(g glyph) bool { return g.cut == cutBefore })
}

// line writes a line of text in one piece, with its spacing as numbers between
// the characters.
func (w *writer) line(l *line) {
	said := l.said()
	if said {
		w.raw("/Span<</ActualText " + textString(plain(l.glyphs)) + ">>BDC\n")
	}
	if l.heavy {
		w.raw("q 2 Tr ")
		w.numbers(l.size / 45)
		w.raw("w ")
	}
	w.raw("BT 1 0 0 1 ")
	w.numbers(l.x, pageHeight-l.y)
	w.raw("Tm")
	pen, x := 0.0, 0.0 // where the next character would stand, and where it should
	for i := 0; i < len(l.glyphs); {
		face := l.glyphs[i].face
		font := w.e.face(face)
		w.raw("/" + font.name + " ")
		w.numbers(l.size)
		w.raw("Tf[")
		inside := false
		for ; i < len(l.glyphs) && l.glyphs[i].face == face; i++ {
			g := &l.glyphs[i]
			at := x
			if g.cut == cutBefore {
				at -= l.size / 2
			}
			if move := math.Round((pen - at) / l.size * 1000); move != 0 {
				if inside {
					w.raw(">")
					inside = false
				}
				w.b = strconv.AppendInt(w.b, int64(move), 10)
				pen -= move * l.size / 1000
			}
			if !inside {
				w.raw("<")
				inside = true
			}
			code := font.code(g)
			w.b = fmt.Appendf(w.b, "%04X", code)
			pen += float64(font.widths[code]) * l.size / 1000
			x += g.w
		}
		if inside {
			w.raw(">")
		}
		w.raw("]TJ")
	}
	w.raw(" ET\n")
	if l.heavy {
		w.raw("Q\n")
	}
	if said {
		w.raw("EMC\n")
	}
}
