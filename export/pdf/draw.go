package pdf

import (
	"fmt"
	"math"
	"nianbao/export/layout"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/paper"
)

// encode writes the placed document.
func encode(p *layout.Document, d *paper.Document) ([]byte, error) {
	f, e, marked := newFile(), &embedder{}, elements{}
	tree, resources := f.reserve(), f.reserve()
	var pages []ref
	var owners [][]*layout.Node
	for i, page := range p.Pages {
		body, nodes := draw(page, i, e, marked)
		content := f.stream("", body)
		owners = append(owners, nodes)
		pages = append(pages, f.add(fmt.Sprintf("<</Type/Page/Parent %s/MediaBox[0 0 %s %s]/Resources %s/Contents %s/StructParents %d/Tabs/S>>",
			tree, decimal(layout.PageWidth), decimal(layout.PageHeight), resources, content, i)))
	}
	fonts, err := e.resources(f)
	if err != nil {
		return nil, err
	}
	f.put(resources, "<</Font"+fonts+">>")
	f.put(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), list(pages)))
	structure := f.structure(p.Root, pages, owners, marked)
	catalog := fmt.Sprintf("<</Type/Catalog/Pages %s/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot %s/ViewerPreferences<</DisplayDocTitle true>>", tree, structure)
	if outline := f.outline(p.Marks, pages); outline != 0 {
		catalog += "/Outlines " + outline.String()
	}
	catalog += f.archive(d)
	info := fmt.Sprintf("<</Title %s/Author %s/Creator(nianbao)/Producer(nianbao)", textString(d.Title), textString(d.Unit))
	if d.Checksum != "" {
		info += "/Subject " + textString(d.Checksum)
	}
	return f.finish(f.add(catalog+">>"), f.add(info+">>")), nil
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
func draw(p *layout.Page, number int, e *embedder, marked elements) (content []byte, owners []*layout.Node) {
	w := &writer{e: e}
	if len(p.Boxes)+len(p.Rules) > 0 {
		w.raw("/Artifact BMC\n")
		w.boxes(p.Boxes)
		w.rules(p.Rules)
		w.raw("EMC\n")
	}
	for i := 0; i < len(p.Lines); {
		n := p.Lines[i].Node
		end := i + 1
		for end < len(p.Lines) && p.Lines[end].Node == n {
			end++
		}
		if n == nil {
			w.raw("/Artifact<</Type/Pagination>>BDC\n")
		} else {
			id := len(owners)
			owners = append(owners, n)
			x := marked.of(n)
			x.pieces = append(x.pieces, piece{number, id})
			w.raw("/" + n.Tag + "<</MCID " + strconv.Itoa(id) + ">>BDC\n")
		}
		for k := range p.Lines[i:end] {
			w.line(&p.Lines[i+k])
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

func (w *writer) boxes(boxes []layout.Box) {
	if len(boxes) == 0 {
		return
	}
	for _, part := range paper.HeadShade() {
		w.b = append(strconv.AppendFloat(w.b, float64(part)/255, 'f', 3, 64), ' ')
	}
	w.raw("rg\n")
	for _, x := range boxes {
		w.numbers(x.X, layout.PageHeight-x.Y-x.H, x.W, x.H)
		w.raw("re f\n")
	}
	w.raw("0 g\n")
}

func (w *writer) rules(rules []layout.Rule) {
	thickness := 0.0
	w.raw("2 J\n") // ends stand over by half the thickness: corners are closed
	for _, r := range rules {
		if r.W != thickness {
			thickness = r.W
			w.numbers(thickness)
			w.raw("w\n")
		}
		w.numbers(r.X1, layout.PageHeight-r.Y1)
		w.raw("m ")
		w.numbers(r.X2, layout.PageHeight-r.Y2)
		w.raw("l S\n")
	}
}

// said reports whether the text of a line has to be said beside it: its
// characters stand wide apart, or one before where the last one ends.
func said(l *layout.Line) bool {
	return l.Wide || slices.ContainsFunc(l.Glyphs, func(g layout.Glyph) bool { return g.Cut == layout.CutBefore })
}

// line writes a line of text in one piece, with its spacing as numbers between
// the characters.
func (w *writer) line(l *layout.Line) {
	told := said(l)
	if told {
		w.raw("/Span<</ActualText " + textString(layout.Plain(l.Glyphs)) + ">>BDC\n")
	}
	if l.Heavy {
		w.raw("q 2 Tr ")
		w.numbers(l.Size / 45)
		w.raw("w ")
	}
	w.raw("BT 1 0 0 1 ")
	w.numbers(l.X, layout.PageHeight-l.Y)
	w.raw("Tm")
	pen, x := 0.0, 0.0 // where the next character would stand, and where it should
	for i := 0; i < len(l.Glyphs); {
		face := l.Glyphs[i].Face
		font := w.e.face(face)
		w.raw("/" + font.name + " ")
		w.numbers(l.Size)
		w.raw("Tf[")
		inside := false
		for ; i < len(l.Glyphs) && l.Glyphs[i].Face == face; i++ {
			g := &l.Glyphs[i]
			at := x + g.Shift
			if move := math.Round((pen - at) / l.Size * 1000); move != 0 {
				if inside {
					w.raw(">")
					inside = false
				}
				w.b = strconv.AppendInt(w.b, int64(move), 10)
				pen -= move * l.Size / 1000
			}
			if !inside {
				w.raw("<")
				inside = true
			}
			code := font.code(g)
			w.b = appendHex(w.b, uint16(code))
			pen += float64(font.widths[code]) * l.Size / 1000
			x += g.W
		}
		if inside {
			w.raw(">")
		}
		w.raw("]TJ")
	}
	w.raw(" ET\n")
	if l.Heavy {
		w.raw("Q\n")
	}
	if told {
		w.raw("EMC\n")
	}
}
