package ofd

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"

	"nianbao/export/layout"
	"nianbao/export/paper"
)

// page writes a page's content: its boxes and rules, then its text.
func (w *writer) page(p *layout.Page, id string) []byte {
	const usual = 100 << 10 // bytes of a page with a table
	b := bytes.NewBuffer(make([]byte, 0, usual))
	b.WriteString(xmlHead + `<ofd:Page` + space + `><ofd:Area>` + physicalBox + `</ofd:Area><ofd:Content><ofd:Layer Type="Body" ID="` + w.id() + `">`)
	for _, x := range p.Boxes {
		w.box(b, x)
	}
	for _, r := range p.Rules {
		w.rule(b, r)
	}
	for i := range p.Lines {
		w.line(b, &p.Lines[i], id)
	}
	b.WriteString(`</ofd:Layer></ofd:Content></ofd:Page>`)
	return b.Bytes()
}

// put writes strings, and lengths in points.
func put(b *bytes.Buffer, items ...any) {
	for _, x := range items {
		switch x := x.(type) {
		case string:
			b.WriteString(x)
		case float64:
			b.Write(appendNumber(b.AvailableBuffer(), x))
		}
	}
}

// box writes a coloured area.
func (w *writer) box(b *bytes.Buffer, x layout.Box) {
	shade := paper.HeadShade()
	put(b, `<ofd:PathObject ID="`, w.id(), `" Boundary="`, x.X, ` `, x.Y, ` `, x.W, ` `, x.H, `" Stroke="false" Fill="true">`,
		fmt.Sprintf(`<ofd:FillColor Value="%d %d %d"/>`, shade[0], shade[1], shade[2]),
		`<ofd:AbbreviatedData>M 0 0 L `, x.W, ` 0 L `, x.W, ` `, x.H, ` L 0 `, x.H, ` C</ofd:AbbreviatedData></ofd:PathObject>`)
}

// rule writes a straight line, its ends longer by half its width: corners are closed.
func (w *writer) rule(b *bytes.Buffer, r layout.Rule) {
	half := r.W / 2
	left, top := min(r.X1, r.X2)-half, min(r.Y1, r.Y2)-half
	put(b, `<ofd:PathObject ID="`, w.id(), `" Boundary="`, left, ` `, top, ` `, math.Abs(r.X2-r.X1)+r.W, ` `, math.Abs(r.Y2-r.Y1)+r.W,
		`" LineWidth="`, r.W, `" Cap="Square"><ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M `,
		r.X1-left, ` `, r.Y1-top, ` L `, r.X2-left, ` `, r.Y2-top, `</ofd:AbbreviatedData></ofd:PathObject>`)
}

// ascent is how far above its base line a text object begins, in ems, and tall how high
// it is: all ink is within.
const ascent, tall = 1.0, 1.4

// line writes a line of text: an object for each face in it. A character beyond the first
// plane stands alone, since programs differ in whether it takes one advance or two.
func (w *writer) line(b *bytes.Buffer, l *layout.Line, page string) {
	x := l.X
	at := make([]float64, len(l.Glyphs)+1)
	for i := range l.Glyphs {
		g := &l.Glyphs[i]
		at[i] = x + g.Shift
		x += g.W
	}
	at[len(l.Glyphs)] = x
	for from := 0; from < len(l.Glyphs); {
		to := from + 1
		for to < len(l.Glyphs) && l.Glyphs[to].Face == l.Glyphs[from].Face && l.Glyphs[from].R <= 0xffff && l.Glyphs[to].R <= 0xffff {
			to++
		}
		id := w.text(b, l, from, to, at)
		if l.Node != nil && l.Node.Cell != "" {
			w.tags.WriteString(`<nianbao:Figure Cell="` + escape(string(l.Node.Cell)) + `"><ofd:ObjectRef PageRef="` + page + `">` + id + `</ofd:ObjectRef></nianbao:Figure>`)
		}
		from = to
	}
}

// text writes the glyphs from one to another as an object, and returns its identifier.
func (w *writer) text(b *bytes.Buffer, l *layout.Line, from, to int, at []float64) string {
	f := w.font(l.Glyphs[from].Face)
	text := make([]rune, 0, to-from)
	for i := from; i < to; i++ {
		f.use(l.Glyphs[i])
		text = append(text, l.Glyphs[i].R)
	}
	id, left := w.id(), at[from]
	put(b, `<ofd:TextObject ID="`, id, `" Boundary="`, left, ` `, l.Y-ascent*l.Size, ` `, max(at[to]-left, l.Size), ` `, tall*l.Size,
		`" Font="`, f.id, `" Size="`, l.Size, `"`)
	if l.Heavy {
		put(b, ` LineWidth="`, l.Size/45, `" Stroke="true"`)
	}
	b.WriteString(`><ofd:FillColor Value="0 0 0"/>`)
	if l.Heavy {
		b.WriteString(`<ofd:StrokeColor Value="0 0 0"/>`)
	}
	put(b, `<ofd:TextCode X="0" Y="`, ascent*l.Size, `"`)
	if to-from > 1 {
		put(b, ` DeltaX="`, deltas(at[from:to]), `"`)
	}
	put(b, `>`, escape(string(text)), `</ofd:TextCode></ofd:TextObject>`)
	return id
}

// deltas are the distances between places; three and more of the same as "g n d" (11.3).
// Each is taken from where the ones before have come to, so that roundings don't add up.
func deltas(at []float64) string {
	const close = 0.005 // millimetres, in which the step before will do
	steps := make([]string, 0, len(at)-1)
	come, step, text := at[0]*25.4/72, 0.0, ""
	for _, x := range at[1:] {
		if target := x * 25.4 / 72; math.Abs(come+step-target) > close || text == "" {
			step = math.Round((target-come)*1000) / 1000
			text = strconv.FormatFloat(step, 'f', -1, 64)
		}
		come += step
		steps = append(steps, text)
	}
	var b strings.Builder
	for i := 0; i < len(steps); {
		n := 1
		for i+n < len(steps) && steps[i+n] == steps[i] {
			n++
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		if n > 2 {
			b.WriteString("g " + strconv.Itoa(n) + " " + steps[i])
		} else {
			b.WriteString(strings.TrimSuffix(strings.Repeat(steps[i]+" ", n), " "))
		}
		i += n
	}
	return b.String()
}
