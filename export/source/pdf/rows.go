package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/export/source/lines"
	"nianbao/export/source/pdf/content"
)

// row is a line of characters on a page.
type row struct {
	y, left, right, size float64
	text                 string
	fields               []lines.Field // in points
	spaced               bool          // a space stood behind it
	seen                 source.Seen   // of all of it, where anything has a mark
	doubts               []string
	at                   float64 // where it is read, from the page's top
	column               int     // of two; 0 for the page's whole width
}

// wide parts a line into fields: a gap of more than so many ems.
const wide = 1.2

// rowsOf sorts glyphs into lines, from the top. Text that is turned is read the
// way it runs.
func rowsOf(glyphs []content.Glyph) []row {
	glyphs = upright(glyphs)
	slices.SortStableFunc(glyphs, func(a, b content.Glyph) int { return cmp.Compare(a.Y, b.Y) })
	var out []row
	for from := 0; from < len(glyphs); {
		to, size := from+1, glyphs[from].Size
		// A mark that is set higher than its line comes before it.
		for to < len(glyphs) && glyphs[to].Y-glyphs[from].Y < lineShare(glyphs[from].Size, glyphs[to].Size)*max(size, glyphs[to].Size) {
			size = max(size, glyphs[to].Size)
			to++
		}
		if r := newRow(glyphs[from:to]); r.text != "" || r.seen.Marked() {
			out = append(out, r)
		}
		from = to
	}
	return out
}

// upright turns all glyphs as most of them are turned; others are left out, but for those
// upside down or mirrored, which stand in their line.
func upright(glyphs []content.Glyph) []content.Glyph {
	var n [content.Over]int
	for i := range glyphs {
		if t := glyphs[i].Turn; t < content.Over {
			n[t]++
		}
	}
	turn := content.Upright
	for t := range n {
		if n[t] > n[turn] {
			turn = content.Turn(t)
		}
	}
	out := make([]content.Glyph, 0, len(glyphs))
	for _, g := range glyphs {
		if g.Turn == content.Over && turn == content.Upright {
			g.Mark |= source.Turned
		} else if g.Turn != turn {
			continue
		}
		switch turn {
		case content.Down: // lines follow each other from right to left
			g.X, g.Y = g.Y, -g.X
		case content.Up:
			g.X, g.Y = -g.Y, g.X
		}
		g.Turn = content.Upright
		out = append(out, g)
	}
	return out
}

// lineShare is how far down a line's characters may begin, as part of their
// size: a small sign stands higher above its line than one of the line's.
func lineShare(first, next float64) float64 {
	if first < small*next {
		return 0.58
	}
	return 0.45
}

// small is the size of a note's number at most, as part of its line's.
const small = 0.8

// newRow puts the glyphs of a line together. What nobody sees stands behind the
// rest, so that it parts nothing.
func newRow(glyphs []content.Glyph) row {
	slices.SortStableFunc(glyphs, func(a, b content.Glyph) int { return cmp.Compare(a.X, b.X) })
	var shown, rest []content.Glyph
	for i, g := range glyphs {
		if g.Mark&source.Unseen != 0 && !g.Blank() && rest == nil {
			shown = append(shown, glyphs[:i]...)
			rest = append(rest, g)
		} else if g.Mark&source.Unseen != 0 && !g.Blank() {
			rest = append(rest, g)
		} else if rest != nil {
			shown = append(shown, g)
		}
	}
	if rest == nil {
		shown = glyphs
	}
	r := row{left: math.Inf(1), right: math.Inf(-1)}
	w := &rowWriter{row: &r}
	w.write(shown)
	if len(rest) > 0 {
		w.hidden(rest)
	}
	return r
}

// rowWriter writes a row's characters in their order.
type rowWriter struct {
	*row
	text, field strings.Builder // of the row, and of its last field
	marked      bool            // any character has a mark
	whole, part source.Seen     // the same with marks, once there are any
}

func (w *rowWriter) close() {
	n := len(w.fields)
	if n == 0 {
		return
	}
	f := &w.fields[n-1]
	if f.Text = w.field.String(); w.marked {
		f.Text, f.Doubts = w.part.Cell()
		w.part = source.Seen{}
	}
	w.field.Reset()
}

// put adds text to the open field.
func (w *rowWriter) put(text string, mark source.Mark) {
	w.text.WriteString(text)
	w.field.WriteString(text)
	if w.marked {
		w.whole.Add(source.Run{Text: text, Mark: mark})
		w.part.Add(source.Run{Text: text, Mark: mark})
	}
}

// again reports whether b is the same character as a at its place.
func again(a, b *content.Glyph) bool {
	return a.Text == b.Text && b.X-a.X < 0.3*a.W && math.Abs(b.Y-a.Y) < 0.3*b.Size
}

func (w *rowWriter) write(glyphs []content.Glyph) {
	r := w.row
	for i := range glyphs {
		if g := &glyphs[i]; !g.Blank() && g.Size > r.size {
			r.size, r.y = g.Size, g.Y
		}
	}
	for i := range glyphs {
		g := &glyphs[i]
		overLast := i > 0 && lifted(g, &glyphs[i-1])
		overNext := i+1 < len(glyphs) && lifted(g, &glyphs[i+1])
		if raised(g, r) || overLast || overNext {
			g.Mark |= source.Raised
		}
		w.marked = w.marked || g.Mark != 0 && !g.Blank()
	}
	var last *content.Glyph // that shows something
	spread := spreadOf(glyphs)
	space := false
	for i := range glyphs {
		g := &glyphs[i]
		if g.Blank() {
			space = space || last != nil && g.W > 0.1*g.Size
			continue
		}
		if last != nil && again(last, g) {
			continue // drawn twice to look bold
		}
		if last == nil || g.X-last.X-last.W > spread+wide*max(g.Size, last.Size) {
			w.close()
			r.fields = append(r.fields, lines.Field{From: g.X})
			if last != nil {
				w.text.WriteString("  ")
				w.whole.Write("  ")
			}
			space = false
		}
		f := &r.fields[len(r.fields)-1]
		goesOn := last != nil && w.field.Len() > 0
		if goesOn && (space || gapped(last, g)) {
			w.put(" ", 0)
		}
		w.put(clean(g.Text), g.Mark)
		f.To = max(f.To, g.X+g.W)
		r.left, r.right = min(r.left, g.X), max(r.right, g.X+g.W)
		last, space = g, false
	}
	w.close()
	r.spaced = space
	r.text = strings.TrimSpace(w.text.String())
	if w.marked {
		r.text, r.doubts = w.whole.Paragraph()
		r.seen = w.whole
	}
}

// raised tells a small sign above or below its line.
func raised(g *content.Glyph, r *row) bool {
	if g.Blank() || g.Size > small*r.size {
		return false
	}
	return r.y-g.Y > 0.2*r.size || g.Y-r.y > 0.08*r.size
}

// lifted tells a sign that is nearly as large as the one beside it, and stands higher, or
// goes on with such: browsers write notes so.
func lifted(g, beside *content.Glyph) bool {
	gap := max(beside.X-g.X-g.W, g.X-beside.X-beside.W)
	if g.Blank() || beside.Blank() || gap > 0.5*beside.Size {
		return false
	}
	if beside.Mark&source.Raised != 0 && g.Y == beside.Y && g.Size == beside.Size {
		return true
	}
	return g.Size <= 0.9*beside.Size && beside.Y-g.Y > 0.2*beside.Size
}

// hidden adds what nobody sees in the row: to the field that it lies on, or is
// nearest to.
func (w *rowWriter) hidden(glyphs []content.Glyph) {
	r := w.row
	if !w.marked { // what was written before has no marks
		w.whole.Write(r.text)
	}
	for from := 0; from < len(glyphs); {
		to := from + 1
		for to < len(glyphs) && glyphs[to].Mark == glyphs[from].Mark && glyphs[to].X-glyphs[to-1].X-glyphs[to-1].W < wide*glyphs[to].Size {
			to++
		}
		var text strings.Builder
		for i := from; i < to; i++ {
			text.WriteString(clean(glyphs[i].Text))
		}
		run := source.Run{Text: text.String(), Mark: glyphs[from].Mark}
		w.whole.Add(run)
		w.doubt(run, glyphs[from].X, glyphs[to-1].X+glyphs[to-1].W)
		from = to
	}
	r.seen = w.whole
	text, doubts := w.whole.Paragraph()
	r.text, r.doubts = text, doubts
	if len(r.fields) == 0 { // the row has nothing else
		g := &glyphs[0]
		r.left, r.right, r.y, r.size = g.X, glyphs[len(glyphs)-1].X+g.W, g.Y, max(g.Size, 1)
	}
}

// doubt gives the reason to the field near which a run stands that nobody sees.
func (w *rowWriter) doubt(run source.Run, left, right float64) {
	best, least := -1, 3*w.row.size
	for i, f := range w.row.fields {
		if d := max(f.From-right, left-f.To, 0); d < least {
			best, least = i, d
		}
	}
	if best < 0 {
		return
	}
	var s source.Seen
	s.Write(w.row.fields[best].Text)
	s.Add(run)
	_, doubts := s.Cell()
	f := &w.row.fields[best]
	f.Doubts = append(f.Doubts, doubts...)
}

// spreadOf is the space that was put between all characters of a line to fill
// it, as where a long address went to the next: what half of the gaps have, and
// 0 for what is usual. Latin words are not spread.
func spreadOf(glyphs []content.Glyph) float64 {
	var gaps []float64
	var last *content.Glyph
	for i := range glyphs {
		g := &glyphs[i]
		if g.Blank() {
			continue
		}
		if last != nil && !(latinEnd(last.Text) && latinEnd(g.Text)) {
			gaps = append(gaps, g.X-last.X-last.W)
		}
		last = g
	}
	if len(gaps) < 2 {
		return 0
	}
	slices.Sort(gaps)
	spread := gaps[(len(gaps)-1)/2]
	size, alike := last.Size, 0
	for _, x := range gaps {
		if math.Abs(x-spread) < 0.2*size {
			alike++
		}
	}
	uneven := alike < 3 || alike*3 < len(gaps)*2
	if spread < 0.3*size || spread > 4*size && uneven {
		return 0
	}
	return spread
}

func latinEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r < 0x2000
}

// gapped reports whether two Latin characters stand so far apart that a space
// is between them that nobody wrote into the file. Figures of two narrow columns
// must not become one number.
func gapped(a, b *content.Glyph) bool {
	last, _ := utf8.DecodeLastRuneInString(a.Text)
	first, _ := utf8.DecodeRuneInString(b.Text)
	least := 0.3
	if unicode.IsDigit(last) && unicode.IsDigit(first) {
		least = 0.2
	}
	return isLatin(last) && isLatin(first) && b.X-a.X-a.W > least*min(a.Size, b.Size)
}

func isLatin(r rune) bool { return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
