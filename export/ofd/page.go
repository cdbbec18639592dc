package ofd

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"nianbao/export/layout"
	"nianbao/export/paper"
)

// page writes a page's content: its boxes and rules, then its text.
func (w *writer) page(p *layout.Page, id string) []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<ofd:Page` + space + `><ofd:Area>` + physicalBox + `</ofd:Area><ofd:Content><ofd:Layer Type="Body" ID="` + w.id() + `">`)
	for _, x := range p.Boxes {
		w.box(&b, x)
	}
	for _, r := range p.Rules {
		w.rule(&b, r)
	}
	for i := range p.Lines {
		w.line(&b, &p.Lines[i], id)
	}
	b.WriteString(`</ofd:Layer></ofd:Content></ofd:Page>`)
	return []byte(b.String())
}

// box writes a coloured area.
func (w *writer) box(b *strings.Builder, x layout.Box) {
	shade := paper.HeadShade()
	width, height := number(x.W), number(x.H)
	b.WriteString(`<ofd:PathObject ID="` + w.id() + `" Boundary="` + number(x.X) + ` ` + number(x.Y) + ` ` + width + ` ` + height + `" Stroke="false" Fill="true">` +
		fmt.Sprintf(`<ofd:FillColor Value="%d %d %d"/>`, shade[0], shade[1], shade[2]) +
		`<ofd:AbbreviatedData>M 0 0 L ` + width + ` 0 L ` + width + ` ` + height + ` L 0 ` + height + ` C</ofd:AbbreviatedData></ofd:PathObject>`)
}

// rule writes a straight line, its ends longer by half its width: corners are closed.
func (w *writer) rule(b *strings.Builder, r layout.Rule) {
	half := r.W / 2
	left, top := min(r.X1, r.X2)-half, min(r.Y1, r.Y2)-half
	b.WriteString(`<ofd:PathObject ID="` + w.id() + `" Boundary="` + number(left) + ` ` + number(top) + ` ` + number(math.Abs(r.X2-r.X1)+r.W) + ` ` + number(math.Abs(r.Y2-r.Y1)+r.W) +
		`" LineWidth="` + number(r.W) + `" Cap="Square"><ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M ` +
		number(r.X1-left) + ` ` + number(r.Y1-top) + ` L ` + number(r.X2-left) + ` ` + number(r.Y2-top) + `</ofd:AbbreviatedData></ofd:PathObject>`)
}

// ascent is how far above its base line a text object begins, in ems, and tall how high
// it is: all ink is within.
const ascent, tall = 1.0, 1.4

// line writes a line of text: an object for each face in it. A character beyond the first
// plane stands alone, since programs differ in whether it takes one advance or two.
func (w *writer) line(b *strings.Builder, l *layout.Line, page string) {
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
func (w *writer) text(b *strings.Builder, l *layout.Line, from, to int, at []float64) string {
	f := w.font(l.Glyphs[from].Face)
	text := make([]rune, 0, to-from)
	for i := from; i < to; i++ {
		f.use(l.Glyphs[i])
		text = append(text, l.Glyphs[i].R)
	}
	id, left := w.id(), at[from]
	b.WriteString(`<ofd:TextObject ID="` + id + `" Boundary="` + number(left) + ` ` + number(l.Y-ascent*l.Size) + ` ` + number(max(at[to]-left, l.Size)) + ` ` + number(tall*l.Size) +
		`" Font="` + f.id + `" Size="` + number(l.Size) + `"`)
	if l.Heavy {
		b.WriteString(` LineWidth="` + number(l.Size/45) + `" Stroke="true"`)
	}
	b.WriteString(`><ofd:FillColor Value="0 0 0"/>`)
	if l.Heavy {
		b.WriteString(`<ofd:StrokeColor Value="0 0 0"/>`)
	}
	b.WriteString(`<ofd:TextCode X="0" Y="` + number(ascent*l.Size) + `"`)
	if to-from > 1 {
		b.WriteString(` DeltaX="` + deltas(at[from:to]) + `"`)
	}
	b.WriteString(`>` + escape(string(text)) + `</ofd:TextCode></ofd:TextObject>`)
	return id
}

// deltas are the distances between places; three and more of the same as "g n d" (11.3).
// Each is taken from where the ones before have come to, so that roundings don't add up.
func deltas(at []float64) string {
	const close = 0.005 // millimetres, in which the step before will do
	var steps []string
	come, step := at[0]*25.4/72, 0.0
	for _, x := range at[1:] {
		if target := x * 25.4 / 72; math.Abs(come+step-target) > close {
			step = math.Round((target-come)*1000) / 1000
		}
		come += step
		steps = append(steps, strconv.FormatFloat(step, 'f', -1, 64))
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
