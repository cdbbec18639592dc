package pdf

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/export/source/pdf/content"
)

const (
	// near is how far apart lines may stand that are one, or meet: writers draw a
	// border twice, and stop short of corners.
	near = 2.5
	// maxJoined bounds the lines of a page that are compared with each other.
	maxJoined = 4000
	maxCells  = 100_000
	// proseCell is a text too long for a table's cell, in characters: what holds it
	// is a frame round the page's text.
	proseCell = 300
)

// frame is a table of ruled lines.
type frame struct {
	xs, ys []float64 // of its columns and rows, from the left and the top
	cell   []int     // by slot: the first slot of the cell it belongs to
}

// frames finds the tables of a page by lines that meet.
func frames(rules []content.Rule, left *effort) []*frame {
	if left.steps -= len(rules) * len(rules) / 2; left.err() != nil {
		return nil
	}
	var out []*frame
	for _, group := range touching(rules) {
		if f := newFrame(group); f != nil {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b *frame) int {
		return cmp.Or(cmp.Compare(a.ys[0], b.ys[0]), cmp.Compare(a.xs[0], b.xs[0]))
	})
	return out
}

// strike marks the characters that a short level line goes through, and returns
// the lines that do nothing of the kind. The lines of tables are longer than what
// they would go through.
func strike(rules []content.Rule, glyphs []content.Glyph, left *effort) []content.Rule {
	if left.steps -= len(rules) * len(glyphs) / 4; left.err() != nil {
		return rules
	}
	var out []content.Rule
	for _, r := range rules {
		if through := struck(r, glyphs); len(through) > 0 {
			for _, i := range through {
				glyphs[i].Mark |= source.Struck
			}
			continue
		}
		out = append(out, r)
	}
	return out
}

// struck are the characters that a line goes through, none where it goes on.
func struck(r content.Rule, glyphs []content.Glyph) (through []int) {
	if !r.Level() {
		return nil
	}
	from, to, size := math.Inf(1), math.Inf(-1), 0.0
	for i := range glyphs {
		g := &glyphs[i]
		m := g.X + g.W/2
		high := (g.Y - r.Y0) / g.Size // of the line above the base line
		along := m > r.X0 && m < r.X1
		crossed := along && high > 0.15 && high < 0.55
		if crossed && g.Turn == content.Upright && !g.Blank() {
			through = append(through, i)
			from, to, size = min(from, g.X), max(to, g.X+g.W), max(size, g.Size)
		}
	}
	if r.X0 < from-size || r.X1 > to+size {
		return nil
	}
	return through
}

// joined makes one line of pieces in a row, so that few are left to compare.
func joined(rules []content.Rule) []content.Rule {
	var level, plumb []content.Rule
	for _, r := range rules {
		if r.Level() {
			level = append(level, r)
		} else {
			plumb = append(plumb, content.Rule{X0: r.Y0, Y0: r.X0, X1: r.Y1, Y1: r.X1})
		}
	}
	out := joinLevel(level)
	for _, r := range joinLevel(plumb) {
		out = append(out, content.Rule{X0: r.Y0, Y0: r.X0, X1: r.Y1, Y1: r.X1})
	}
	return out[:min(len(out), maxJoined)]
}

func joinLevel(rules []content.Rule) []content.Rule {
	slices.SortFunc(rules, func(a, b content.Rule) int { return cmp.Compare(a.Y0, b.Y0) })
	var out []content.Rule
	for from := 0; from < len(rules); {
		to := from + 1
		for to < len(rules) && rules[to].Y0-rules[from].Y0 < near/2 {
			to++
		}
		row := rules[from:to]
		slices.SortFunc(row, func(a, b content.Rule) int { return cmp.Compare(a.X0, b.X0) })
		y := row[0].Y0
		for i, r := range row {
			r.Y0, r.Y1 = y, y
			if last := len(out) - 1; i > 0 && r.X0 <= out[last].X1+near {
				out[last].X1 = max(out[last].X1, r.X1)
			} else {
				out = append(out, r)
			}
		}
		from = to
	}
	return out
}

// meet reports whether two lines touch.
func meet(a, b content.Rule) bool {
	level := a.X0-near <= b.X1+near && b.X0-near <= a.X1+near
	return level && a.Y0-near <= b.Y1+near && b.Y0-near <= a.Y1+near
}

// touching groups lines that meet.
func touching(rules []content.Rule) [][]content.Rule {
	set := newSets(len(rules))
	for i, a := range rules {
		for k := range i {
			b := rules[k]
			if meet(a, b) {
				set.join(i, k)
			}
		}
	}
	groups := map[int][]content.Rule{}
	for i, r := range rules {
		groups[set.find(i)] = append(groups[set.find(i)], r)
	}
	var out [][]content.Rule
	for i := range rules {
		if g := groups[i]; g != nil {
			out = append(out, g)
		}
	}
	return out
}

// sets are disjoint sets of numbers; the least of each stands for it.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) find(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(i, k int) {
	i, k = s.find(i), s.find(k)
	s[max(i, k)] = min(i, k)
}

// newFrame makes a grid of the places where lines run; slots without a line
// between them are one cell. nil for what is no table.
func newFrame(rules []content.Rule) *frame {
	var xs, ys []float64
	box := content.Rule{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	for _, r := range rules {
		if r.Level() {
			ys = append(ys, r.Y0)
		} else {
			xs = append(xs, r.X0)
		}
		box = content.Rule{X0: min(box.X0, r.X0), Y0: min(box.Y0, r.Y0), X1: max(box.X1, r.X1), Y1: max(box.Y1, r.Y1)}
	}
	if len(xs) == 0 || len(ys) == 0 {
		return nil
	}
	// A table may be open at its sides; its other lines say how far it goes.
	f := &frame{xs: places(append(xs, box.X0, box.X1)), ys: places(append(ys, box.Y0, box.Y1))}
	cols, rows := len(f.xs)-1, len(f.ys)-1
	if cols < 1 || rows < 1 {
		return nil
	}
	if n := cols * rows; n < 2 || n > maxCells {
		return nil
	}
	below, right := make([]bool, cols*rows), make([]bool, cols*rows) // a line at the slot's side
	for _, r := range rules {
		if r.Level() {
			if y := nearest(f.ys, r.Y0) - 1; y >= 0 {
				for c := range cols {
					if m := (f.xs[c] + f.xs[c+1]) / 2; r.X0 < m && m < r.X1 && y < rows {
						below[y*cols+c] = true
					}
				}
			}
		} else if x := nearest(f.xs, r.X0) - 1; x >= 0 {
			for row := range rows {
				if m := (f.ys[row] + f.ys[row+1]) / 2; r.Y0 < m && m < r.Y1 && x < cols {
					right[row*cols+x] = true
				}
			}
		}
	}
	set := newSets(cols * rows)
	for i := range set {
		if i%cols < cols-1 && !right[i] {
			set.join(i, i+1)
		}
		if i/cols < rows-1 && !below[i] {
			set.join(i, i+cols)
		}
	}
	for i := range set {
		f.cell = append(f.cell, set.find(i))
	}
	if !slices.ContainsFunc(f.cell, func(c int) bool { return c > 0 }) {
		return nil // one box
	}
	return f
}

// places are the numbers that stand apart.
func places(v []float64) []float64 {
	sort.Float64s(v)
	var out []float64
	for _, x := range v {
		if len(out) == 0 || x-out[len(out)-1] > near {
			out = append(out, x)
		}
	}
	return out
}

func nearest(v []float64, x float64) int {
	i, _ := slices.BinarySearch(v, x)
	if i == len(v) || i > 0 && x-v[i-1] < v[i]-x {
		i--
	}
	return i
}

// slot is the slot of a point, -1 outside.
func (f *frame) slot(x, y float64) int {
	c, _ := slices.BinarySearch(f.xs, x)
	r, _ := slices.BinarySearch(f.ys, y)
	before, behind := c == 0 || r == 0, c == len(f.xs) || r == len(f.ys)
	if before || behind {
		return -1
	}
	return (r-1)*(len(f.xs)-1) + c - 1
}

// take makes a grid of the glyphs and things within the frame and returns the
// others. nil where the frame holds the page's text or nothing.
func (f *frame) take(glyphs []content.Glyph, things []content.Thing) (*source.Grid, []content.Glyph) {
	in := map[int][]content.Glyph{}
	var rest []content.Glyph
	for _, g := range glyphs {
		x, y := g.Middle()
		if s := f.slot(x, y); s >= 0 {
			in[f.cell[s]] = append(in[f.cell[s]], g)
		} else {
			rest = append(rest, g)
		}
	}
	over := map[int][]content.Thing{}
	for _, t := range things {
		if s := f.slot(t.X, t.Y); s >= 0 {
			over[f.cell[s]] = append(over[f.cell[s]], t)
		}
	}
	grid, cols := &source.Grid{}, len(f.xs)-1
	filled := 0
	for _, b := range f.boxes() {
		text, doubts := cellText(in[b.first], over[b.first], f.xs[b.right]-f.xs[b.left])
		if utf8.RuneCountInString(text) > proseCell {
			return nil, glyphs
		}
		if text != "" {
			filled++
		}
		grid.Put(source.Cell{Row: b.top, Col: b.left, RowSpan: b.bottom - b.top, ColSpan: b.right - b.left, Text: text, Doubts: doubts})
	}
	if filled == 0 || cols == 0 {
		return nil, glyphs
	}
	grid.Sort()
	return grid, rest
}

// box is a cell: from a slot to behind another.
type box struct{ first, top, left, bottom, right int }

func (f *frame) boxes() []box {
	cols := len(f.xs) - 1
	at := map[int]int{}
	var out []box
	for i, first := range f.cell {
		r, c := i/cols, i%cols
		k, ok := at[first]
		if !ok {
			k = len(out)
			at[first] = k
			out = append(out, box{first, r, c, r + 1, c + 1})
		}
		b := &out[k]
		b.left, b.bottom, b.right = min(b.left, c), max(b.bottom, r+1), max(b.right, c+1)
	}
	return out
}

// cellText is the text of a cell that is so wide, and why it is not certain.
// Lines that had no room for more are one; in a narrow cell a label stands a
// character above the other.
func cellText(glyphs []content.Glyph, things []content.Thing, width float64) (string, []string) {
	var all source.Seen
	var last *row
	rows := rowsOf(glyphs)
	narrow := len(rows) > 2
	for i := range rows {
		narrow = narrow && utf8.RuneCountInString(rows[i].text) <= 3
	}
	for i := range rows {
		r := &rows[i]
		if last != nil && !narrow {
			all.Write(between(last, r, width))
		}
		switch {
		case r.seen.Marked():
			all.Put(&r.seen)
		case narrow:
			all.Write(strings.ReplaceAll(r.text, " ", ""))
		default:
			all.Write(r.text)
		}
		if r.text != "" {
			last = r
		}
	}
	for _, t := range things {
		all.Add(source.Run{Text: t.Text, Mark: source.Thing | source.Boxed, Name: t.Name})
	}
	return all.Cell()
}

// between is what stands between two lines of a cell: nothing where the first
// is full.
func between(a, b *row, width float64) string {
	last, _ := utf8.DecodeLastRuneInString(a.text)
	first, _ := utf8.DecodeRuneInString(b.text)
	full := a.right-a.left > width-2.5*a.size
	switch latin := last < 0x2000 && first < 0x2000; {
	case latin && a.spaced:
		return " "
	case !full && (latin || strings.ContainsRune("。；", last)):
		return "\n"
	}
	return ""
}
