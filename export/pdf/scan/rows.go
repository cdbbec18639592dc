package scan

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/pdf/content"
	"nianbao/export/source/lines"
)

// row is a line of characters on a page.
type row struct {
	y, left, right, size float64
	text                 string
	fields               []lines.Field // in points
	spaced               bool          // a space stood behind it
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
		for to < len(glyphs) && glyphs[to].Y-glyphs[from].Y < 0.45*max(size, glyphs[to].Size) {
			size = max(size, glyphs[to].Size)
			to++
		}
		if r := newRow(glyphs[from:to]); r.text != "" {
			out = append(out, r)
		}
		from = to
	}
	return out
}

// upright turns all glyphs as most of them are turned; others are left out.
func upright(glyphs []content.Glyph) []content.Glyph {
	var n [3]int
	for i := range glyphs {
		n[glyphs[i].Turn]++
	}
	turn := content.Upright
	for t := range n {
		if n[t] > n[turn] {
			turn = content.Turn(t)
		}
	}
	out := make([]content.Glyph, 0, len(glyphs))
	for _, g := range glyphs {
		if g.Turn != turn {
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

// newRow puts the glyphs of a line together.
func newRow(glyphs []content.Glyph) row {
	slices.SortStableFunc(glyphs, func(a, b content.Glyph) int { return cmp.Compare(a.X, b.X) })
	r := row{left: math.Inf(1), right: math.Inf(-1)}
	var text, field strings.Builder // of the row, and of its last field
	close := func() {
		if n := len(r.fields); n > 0 {
			r.fields[n-1].Text = field.String()
		}
		field.Reset()
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
		if last != nil && g.Text == last.Text && g.X-last.X < 0.3*last.W && math.Abs(g.Y-last.Y) < 0.3*g.Size {
			continue // drawn twice to look bold
		}
		if last == nil || g.X-last.X-last.W > spread+wide*max(g.Size, last.Size) {
			close()
			r.fields = append(r.fields, lines.Field{From: g.X})
			if last != nil {
				text.WriteString("  ")
			}
			space = false
		}
		f := &r.fields[len(r.fields)-1]
		if last != nil && field.Len() > 0 && (space || gapped(last, g)) {
			field.WriteByte(' ')
			text.WriteByte(' ')
		}
		t := clean(g.Text)
		field.WriteString(t)
		text.WriteString(t)
		f.To = max(f.To, g.X+g.W)
		if g.Size > r.size {
			r.size, r.y = g.Size, g.Y
		}
		r.left, r.right = min(r.left, g.X), max(r.right, g.X+g.W)
		last, space = g, false
	}
	close()
	r.spaced = space
	r.text = strings.TrimSpace(text.String())
	return r
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
	if spread < 0.3*size || spread > 4*size && (alike < 3 || alike*3 < len(gaps)*2) {
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
