package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/source/lines"
	"nianbao/export/source/pdf/content"
)

const (
	// sheetRows is how many lines of words each half of a sheet has at least that
	// holds two pages, and halfGap the space between them, in points.
	sheetRows = 4
	halfGap   = 24
)

// halves parts a sheet on which two pages stand side by side: nothing crosses
// its middle, and both sides have lines of words.
func halves(p *content.Page) []*content.Page {
	middle := p.Width / 2
	if p.Width < 1.2*p.Height {
		return []*content.Page{p}
	}
	from, to := middle-halfGap/2, middle+halfGap/2
	left, right := &content.Page{Number: p.Number, Width: middle, Height: p.Height}, &content.Page{Number: p.Number, Width: middle, Height: p.Height}
	for _, g := range p.Glyphs {
		switch end := g.X + g.W; {
		case g.Blank():
		case end <= from && g.Turn == content.Upright, g.X+g.Size <= from:
			left.Glyphs = append(left.Glyphs, g)
		case g.X >= to:
			g.X -= middle
			right.Glyphs = append(right.Glyphs, g)
		default:
			return []*content.Page{p}
		}
	}
	for _, r := range p.Rules {
		switch {
		case r.X1 <= from:
			left.Rules = append(left.Rules, r)
		case r.X0 >= to:
			r.X0, r.X1 = r.X0-middle, r.X1-middle
			right.Rules = append(right.Rules, r)
		case r.Level(): // a line between two pages is none of a table
			return []*content.Page{p}
		}
	}
	for _, t := range p.Things {
		if t.X < middle {
			left.Things = append(left.Things, t)
		} else {
			t.X -= middle
			right.Things = append(right.Things, t)
		}
	}
	if wordRows(left.Glyphs) < sheetRows || wordRows(right.Glyphs) < sheetRows {
		return []*content.Page{p}
	}
	return []*content.Page{left, right}
}

// wordRows counts the lines that are words rather than figures.
func wordRows(glyphs []content.Glyph) (n int) {
	for _, r := range rowsOf(slices.Clone(glyphs)) {
		if hanIn(r.text) >= 6 {
			n++
		}
	}
	return n
}

func hanIn(s string) (n int) {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

const (
	// columnRows is how many lines stand beside each other at least where text
	// runs in two columns.
	columnRows = 3
	// maxColumn is how many lines two columns have at most, not level with each
	// other.
	maxColumn = 300
	// columnFull is the share of a column's width that half of its lines have.
	columnFull = 0.7
)

// columns puts text that runs in two columns into the order in which it is read:
// all of the left one, then the right one.
func columns(rows []row, grids []placed) []row {
	var out []row
	for i := 0; i < len(rows); {
		n, gutter := beside(rows[i:min(len(rows), i+maxColumn)], grids)
		if n == 0 {
			rows[i].at = rows[i].y
			out = append(out, rows[i])
			i++
			continue
		}
		top := rows[i].y
		for side := 1; side <= 2; side++ {
			for _, r := range rows[i : i+n] {
				for _, f := range r.fields {
					if (f.From >= gutter) == (side == 2) {
						out = append(out, row{y: r.y, at: top, column: side, left: f.From, right: f.To, size: r.size, text: f.Text, fields: []lines.Field{f}, doubts: f.Doubts})
					}
				}
			}
		}
		i += n
	}
	return out
}

// beside is how many lines from the first on are two columns of running text, 0
// for none, and the middle of the space between them.
func beside(rows []row, grids []placed) (n int, gutter float64) {
	end, both := 0, 0
	lo, hi := 0.0, 1e9
	for i := range rows {
		r := &rows[i]
		if i > 0 && (r.y-rows[i-1].y > 3*r.size || parted(rows[i-1].y, r.y, grids)) {
			break
		}
		heading := len(r.fields) == 1 && heads(r.text)
		if len(r.fields) == 0 || len(r.fields) > 2 || heading {
			break
		}
		if l, h, ok := pair(rows, i); ok {
			l, h = max(lo, l), min(hi, h)
			if h-l < 0.8*r.size {
				break
			}
			lo, hi = l, h
			both++
			end = i + 1
		} else if f := r.fields[0]; len(r.fields) == 2 || f.To > hi && f.From < lo {
			break
		} else if both > 0 && i == end && f.From >= hi-1 { // the right column goes on
			end = i + 1
		}
	}
	for end > 0 && end < len(rows) && goesOn(rows, end, lo, hi) {
		end++
	}
	if gutter = (lo + hi) / 2; both < columnRows || !isColumns(rows[:end], gutter) {
		return 0, 0
	}
	return end, gutter
}

// parted tells whether a table begins between two lines.
func parted(above, below float64, grids []placed) bool {
	return slices.ContainsFunc(grids, func(g placed) bool { return g.top > above && g.top < below })
}

// pair is the space between two pieces that stand beside each other: of a line,
// or of two that are not level.
func pair(rows []row, i int) (lo, hi float64, ok bool) {
	r := &rows[i]
	if len(r.fields) == 2 {
		return r.fields[0].To, r.fields[1].From, true
	}
	if i == 0 || len(rows[i-1].fields) != 1 || r.y-rows[i-1].y > 0.9*r.size {
		return 0, 0, false
	}
	a, b := rows[i-1].fields[0], r.fields[0]
	lo, hi = min(a.To, b.To), max(a.From, b.From)
	return lo, hi, hi > lo
}

// goesOn tells whether a line below two columns belongs to the left one, which is
// longer: it stands as near as its other lines, and is no heading.
func goesOn(rows []row, i int, lo, hi float64) bool {
	r := &rows[i]
	above := rows[i-1].fields[0]
	for k := i - 1; k >= 0 && above.From >= hi; k-- { // the left one's last line
		above = rows[k].fields[0]
	}
	full := lo-above.To < 3*r.size
	left := len(r.fields) == 1 && r.fields[0].To <= hi && r.fields[0].From < lo
	if !left || heads(r.text) {
		return false
	}
	return full && r.y-rows[i-1].y < 2*r.size
}

// heads tells a heading of the report: 二、….
func heads(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("一二三四五六七", first) && strings.HasPrefix(text[size:], "、")
}

// isColumns tells columns of running text from the columns of a table: there
// are words on both sides, in lines that are about as long as the column is wide.
func isColumns(rows []row, gutter float64) bool {
	var widths [2][]float64
	var han, all [2]int
	size := 0.0
	for _, r := range rows {
		size = max(size, r.size)
		for _, f := range r.fields {
			side := 0
			if f.From >= gutter {
				side = 1
			}
			widths[side] = append(widths[side], f.To-f.From)
			han[side] += hanIn(f.Text)
			all[side] += utf8.RuneCountInString(f.Text)
		}
	}
	var most [2]float64
	for side, w := range widths {
		if len(w) < columnRows {
			return false
		}
		slices.Sort(w)
		most[side] = w[len(w)-1]
		if most[side] < 8*size || w[len(w)/2] < columnFull*most[side] || han[side]*2 < all[side] {
			return false
		}
	}
	return most[0] < 1.7*most[1] && most[1] < 1.7*most[0]
}
