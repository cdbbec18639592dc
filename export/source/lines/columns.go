package lines

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
)

// Table is a table that was found in lines, and which of them it takes.
type Table struct {
	From, To int // index of its first line, and behind its last
	Grid     *source.Grid
}

const (
	// gapLines is the most that may lie between two rows of figures: the lines of
	// long labels.
	gapLines = 6
	// headLines is the most that a head has.
	headLines = 12
	// drift is how far a figure may stand from the middle of its column where the
	// two don't overlap, in half characters.
	drift = 4
)

// figure is a cell of figures: a number, perhaps with a note, or what stands
// for none.
var figure = regexp.MustCompile(`^(?:[0-9０-９][0-9０-９,，.．]*(?:\s?(?:件|条|宗|次|元|万元|%))?(?:\s?[（(].*)?|[-—－–/]{1,2}|无)$`)

// figures is how many fields at the line's end are figures.
func figures(l Line) int {
	n := 0
	for n < len(l.Fields) && figure.MatchString(l.Fields[len(l.Fields)-1-n].Text) {
		n++
	}
	return n
}

// isRow reports whether a line is plainly a row of figures: with labels, but not
// more than three, or with so many figures that it needs none.
func isRow(l Line) bool {
	n := figures(l)
	labels := len(l.Fields) - n
	if labels == 0 {
		return n > 2
	}
	return n > 0 && labels <= 3
}

// Tables finds tables without rules: rows of figures that stand under each
// other, with the lines of their labels and of their head. In order, and none
// takes a line of another.
func Tables(ls []Line) []Table {
	var out []Table
	end := 0
	for i := 0; i < len(ls); i++ {
		if !isRow(ls[i]) {
			continue
		}
		b := newBody(ls, i)
		from := headOf(ls, i, end)
		to := b.end(ls)
		if len(b.rows) < 2 && !hasHead(ls[from:i]) {
			continue
		}
		out = append(out, Table{from, to, b.grid(ls, from, to)})
		i, end = to-1, to
	}
	return out
}

func hasHead(head []Line) bool {
	return slices.ContainsFunc(head, func(l Line) bool { return len(l.Fields) > 1 })
}

// body is the rows of figures, by index of their lines, and the columns that
// they show.
type body struct {
	rows    []int
	columns []Field // of figures: what their figures cover
	labels  []float64
}

// newBody takes the row at i and every later one with figures in its columns.
func newBody(ls []Line, i int) *body {
	b := &body{}
	b.take(ls, i)
	for k := i + 1; k < len(ls) && k-b.rows[len(b.rows)-1] <= gapLines+1 && ls[k].Page == ls[i].Page; k++ {
		if figures(ls[k]) > 0 {
			if !b.fits(ls[k]) {
				break
			}
			b.take(ls, k)
		} else if ls[k].Right-ls[k].Left > wholeSentence && endsSentence(ls[k].Text) {
			break
		}
	}
	b.findLabels(ls)
	return b
}

func (b *body) take(ls []Line, i int) {
	b.rows = append(b.rows, i)
	l := ls[i]
	f := l.Fields[len(l.Fields)-figures(l):]
	if len(b.columns) == 0 {
		b.columns = slices.Clone(f)
		return
	}
	for k, x := range f {
		if len(f) != len(b.columns) {
			k = b.column(x)
		}
		c := &b.columns[k]
		c.From, c.To = min(c.From, x.From), max(c.To, x.To)
	}
}

// fits reports whether every figure of a line has a column of its own. As many
// figures as there are columns are in order where they drift: pdftotext moves
// them to make room for what stands before.
func (b *body) fits(l Line) bool {
	f := l.Fields[len(l.Fields)-figures(l):]
	if len(f) == len(b.columns) && len(f) > 1 {
		return far(f[0], b.columns[0]) < 3*drift && far(f[len(f)-1], b.columns[len(f)-1]) < 3*drift
	}
	last := -1
	for _, x := range f {
		k := b.column(x)
		if k <= last || far(x, b.columns[k]) > drift {
			return false
		}
		last = k
	}
	return len(f) > 0
}

// far is the space between two pieces, 0 where they overlap.
func far(a, b Field) float64 { return max(a.From-b.To, b.From-a.To, 0) }

func middle(f Field) float64 { return (f.From + f.To) / 2 }

// column is the index of the column that a piece stands in or next to.
func (b *body) column(f Field) int {
	best := 0
	for i, c := range b.columns {
		d, least := far(f, c), far(f, b.columns[best])
		if d < least || d == least && abs(middle(f)-middle(c)) < abs(middle(f)-middle(b.columns[best])) {
			best = i
		}
	}
	return best
}

func abs(x float64) float64 { return max(x, -x) }

// findLabels tells the columns of labels by the rows that have the most.
func (b *body) findLabels(ls []Line) {
	for _, i := range b.rows {
		labels := ls[i].Fields[:len(ls[i].Fields)-figures(ls[i])]
		switch {
		case len(labels) > len(b.labels):
			b.labels = make([]float64, len(labels))
			for k, f := range labels {
				b.labels[k] = f.From
			}
		case len(labels) == len(b.labels):
			for k, f := range labels {
				b.labels[k] = min(b.labels[k], f.From)
			}
		}
	}
}

// end is behind the last line of the table: of its last row's label, too.
func (b *body) end(ls []Line) int {
	end := b.rows[len(b.rows)-1] + 1
	for end < len(ls) && isNext(ls[end-1], ls[end]) && b.continuesLabel(ls[end]) {
		end++
	}
	return end
}

// isNext reports whether line b stands right below line a.
func isNext(a, b Line) bool { return !b.Gap && b.Page == a.Page }

func (b *body) continuesLabel(l Line) bool {
	if len(l.Fields) != 1 || len(b.labels) == 0 || BeginsItem(l.Text) {
		return false
	}
	amongLabels := l.Left > 0 && l.Right < b.columns[0].From
	return amongLabels && abs(l.Left-b.labels[len(b.labels)-1]) < indented+1
}

// headOf is the index of the first line of the head above row i, not before end.
// A heading, a sentence or another page are no part of it.
func headOf(ls []Line, i, end int) int {
	from := i
	for k := i - 1; k >= end && i-k <= headLines && ls[k].Page == ls[i].Page; k-- {
		l := ls[k]
		if l.Alone || isProse(l) {
			break
		}
		from = k
	}
	return from
}

// isProse reports whether a line is a sentence or a heading and no head of columns.
func isProse(l Line) bool {
	if len(l.Fields) != 1 {
		return false
	}
	return BeginsItem(l.Text) || endsSentence(l.Text) || l.Right-l.Left > wholeSentence+8
}

// grid lays the lines out in the columns.
func (b *body) grid(ls []Line, from, to int) *source.Grid {
	g := &source.Grid{}
	row := 0
	for _, cells := range b.head(ls[from:b.rows[0]]) {
		for _, c := range cells {
			c.Row = row
			g.Put(c)
		}
		row++
	}
	for i := b.rows[0]; i < to; {
		cells, used := b.bodyRow(ls, i, to)
		i += used
		for k, c := range cells {
			c.Row, c.Col = row, k
			g.Put(c)
		}
		row++
	}
	return g
}

// isOfLabel reports whether line k can be one of a label that begins at line i.
func isOfLabel(ls []Line, i, k int) bool {
	if figures(ls[k]) != 0 {
		return false
	}
	return k == i || !ls[k].Gap && !BeginsItem(ls[k].Text)
}

// isRest reports whether line k ends the label of the row above it and begins none.
func (b *body) isRest(ls []Line, k, to int) bool {
	return !ls[k].Gap && b.continuesLabel(ls[k]) && !b.labelBelow(ls, k, to)
}

// bodyRow is the row that begins at line i, and how many lines it takes: those
// of a label above its figures, and those that go on below.
func (b *body) bodyRow(ls []Line, i, to int) (cells []source.Cell, used int) {
	cells = make([]source.Cell, len(b.labels)+len(b.columns))
	label := i
	for label < to && label-i < 3 && isOfLabel(ls, i, label) {
		label++
	}
	end := i + 1
	if label > i && label < to && figures(ls[label]) == len(ls[label].Fields) {
		end = label + 1 // the figures stand below their label, in a line of their own
	} else if figures(ls[i]) > 0 && figures(ls[i]) < len(ls[i].Fields) {
		for end < to && b.isRest(ls, end, to) {
			end++
		}
	}
	for _, l := range ls[i:end] {
		n := len(l.Fields) - figures(l)
		for k, f := range l.Fields {
			at := b.labelColumn(f, k, n)
			switch {
			case k >= n && len(l.Fields)-n == len(b.columns):
				at = len(b.labels) + k - n
			case k >= n || f.From >= b.columns[0].From:
				at = len(b.labels) + b.column(f)
			}
			cells[at].Text += f.Text
			cells[at].Doubts = append(cells[at].Doubts, f.Doubts...)
		}
	}
	return cells, end - i
}

// labelBelow reports whether a line is the beginning of a label whose figures
// stand below.
func (b *body) labelBelow(ls []Line, i, to int) bool {
	return i+1 < to && figures(ls[i+1]) > 0 && figures(ls[i+1]) == len(ls[i+1].Fields)
}

// labelColumn is the column of the k-th of n labels of a line.
func (b *body) labelColumn(f Field, k, n int) int {
	if len(b.labels) == 0 {
		return 0
	}
	if n == len(b.labels) {
		return min(k, n-1)
	}
	at, _ := slices.BinarySearch(b.labels, f.From+indented)
	return max(at-1, 0)
}

// head is the lines above the rows: names over one column or several. The parts
// of a name that stand under each other become one.
func (b *body) head(ls []Line) [][]source.Cell {
	var rows [][]source.Cell
	var open []source.Cell // of the lines since the last gap
	for i, l := range ls {
		var row []source.Cell
		for k, f := range l.Fields {
			if len(l.Fields) > 2 && len(l.Fields) == len(b.labels)+len(b.columns) { // a name for each
				row = append(row, source.Cell{Col: k, ColSpan: 1, Text: f.Text})
				continue
			}
			row = append(row, b.headCells(f)...)
		}
		if i > 0 && l.Gap {
			rows, open = append(rows, open), nil
		}
		for _, c := range row {
			if k := slices.IndexFunc(open, func(o source.Cell) bool { return o.Col == c.Col && o.ColSpan == c.ColSpan && o.Col >= len(b.labels) }); k >= 0 && c.ColSpan == 1 {
				open[k].Text += c.Text
				continue
			}
			if k := slices.IndexFunc(open, func(o source.Cell) bool { return o.Col < c.Col+c.ColSpan && c.Col < o.Col+o.ColSpan }); k >= 0 {
				rows, open = append(rows, open), nil
			}
			open = append(open, c)
		}
	}
	if open != nil {
		rows = append(rows, open)
	}
	for _, r := range rows {
		slices.SortStableFunc(r, func(a, b source.Cell) int { return cmp.Compare(a.Col, b.Col) })
	}
	return rows
}

// single reports whether words are mere characters: 总 计 is one word.
func single(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return utf8.RuneCountInString(w) == 1 })
}

// headCells is a piece of the head over the columns that it covers. Names of
// several columns with a mere space between them are parted.
func (b *body) headCells(f Field) []source.Cell {
	n := len(b.labels)
	if f.To < b.columns[0].From && n > 0 && far(f, b.columns[0]) > 1 {
		return []source.Cell{{Col: 0, ColSpan: n, Text: f.Text}}
	}
	first, last := b.column(f), b.column(f)
	for i, c := range b.columns {
		if m := middle(c); m >= f.From-0.5 && m <= f.To+0.5 {
			first, last = min(first, i), max(last, i)
		}
	}
	if words := strings.Fields(f.Text); last > first && len(words) == last-first+1 && !single(words) {
		var cells []source.Cell
		for i, w := range words {
			cells = append(cells, source.Cell{Col: n + first + i, ColSpan: 1, Text: w})
		}
		return cells
	}
	return []source.Cell{{Col: n + first, ColSpan: last - first + 1, Text: f.Text}}
}
