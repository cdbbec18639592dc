package match

import (
	"fmt"
	"slices"
	"strings"

	"nianbao/export/source"
	"nianbao/model"
)

// How sure it is which column a figure stands in.
const (
	headed       = 1.0
	headedBeside = 0.95 // under its head, with figures in other columns beside
	sequence     = 0.95 // not under the heads, but as many as there are heads, in their order
	bySequence   = 0.85 // as many as the form has columns, without heads to tell
	shortRow     = 0.5  // under a head, in a row that lacks cells
	unequal      = 0.6  // the total is not the sum
)

// placing is how the slots of a line fall on the columns of its block.
type placing struct {
	slots []*slot // by column of the block; nil where the file has no cell
	extra []*slot // figures that fall on none
	sure  float64
	how   string
	short bool // the row lacks cells
}

// place puts the figures of a line into the cells of its row.
func (t *rows) place(x *line) {
	b := x.found.block
	p, ok := t.byHeads(x, b, false)
	if !ok {
		p, ok = t.bySequence(x, b)
	}
	if !ok {
		if p, ok = t.byHeads(x, b, true); !ok {
			if x.filled() > 0 {
				t.out.leave(x.where(), x.shown(), fmt.Sprintf("这一行有 %d 个数，表里是 %d 列，对不上", x.filled(), len(b.Columns)))
				t.out.miss(t.section, x.found.Key)
			}
			t.out.saw(t.section, x.found.Key)
			return
		}
	}
	t.out.saw(t.section, x.found.Key)
	sure, how := p.sure*x.found.sure, x.found.how+"，"+p.how
	if total, sum, known := p.total(t.form, x, b); known && total != sum {
		sure = min(sure, unequal)
		how += fmt.Sprintf("；这一行写的总计是 %s，加起来是 %s", total, sum)
	}
	if b.Columns[0].Unit != amounts {
		t.inCounts(x, p.slots)
	}
	for i, s := range p.slots {
		if s == nil {
			continue
		}
		id := model.CellID(t.section + "." + x.found.Key + "." + b.Columns[i].Key)
		c := s.content
		if b.Columns[i].Unit == amounts {
			c = t.inAmounts(x, c)
		}
		t.out.put(id, c, x.label, x.grid.PlaceOf(s.Cell), how, sure)
	}
	if p.short {
		t.out.miss(t.section, x.found.Key)
	}
	for _, s := range p.extra {
		if strings.Contains(x.heads.names[s.Col], "勾稽") { // whether the row adds up, no figure of the report's
			continue
		}
		t.out.leave(x.grid.PlaceOf(s.Cell), x.label+" "+s.text, "表里没有这一列"+quoted(x.heads.names[s.Col]))
	}
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "「" + shorten(s, 12) + "」"
}

// byHeads places the slots under the heads of their columns. It fails where no
// column has a head of the block's, where a figure is shared by several cells (unless
// that is allowed), and where figures stand under no head while places under the heads are blank: then
// the row has been shifted.
func (t *rows) byHeads(x *line, b *model.Block, shared bool) (placing, bool) {
	p := placing{slots: make([]*slot, len(b.Columns)), sure: headed, how: "列名相符"}
	at := map[int]int{} // column of the block, by that of the grid
	named := map[int]bool{}
	last := 0
	for col, text := range x.heads.names {
		if i := t.column(b, text); i >= 0 {
			at[col], named[i] = i, true
			last = max(last, col)
		}
	}
	left := map[int]bool{} // columns that the file has not, and the form works out
	for k := range b.Columns {
		if c := t.form.Cell(model.CellID(t.section + "." + x.found.Key + "." + b.Columns[k].Key)); !named[k] && c.Computed() {
			left[k] = true
		}
	}
	if len(named)+len(left) < len(b.Columns) || x.heads.cols != x.grid.Cols {
		return p, false
	}
	for i := range x.slots {
		s := &x.slots[i]
		var under []int // columns of the block
		for col := s.Col; col < s.Col+s.ColSpan; col++ {
			if k, ok := at[col]; ok && !slices.Contains(under, k) {
				under = append(under, k)
			}
		}
		if s.kind != blank && (len(under) > 1 || x.overRows(s)) {
			if s = s.merged(); !shared {
				return p, false
			}
		}
		for _, k := range under {
			if p.slots[k] == nil || p.slots[k].kind == blank {
				p.slots[k] = s
			} else if s.kind != blank { // two figures under one head
				return p, false
			}
		}
		if len(under) == 0 && s.kind != blank {
			p.extra = append(p.extra, s)
		}
	}
	short := false
	stray := slices.ContainsFunc(p.extra, func(s *slot) bool { return x.heads.names[s.Col] == "" })
	for k, s := range p.slots {
		if left[k] {
			continue
		}
		if (s == nil || s.kind == blank) && stray {
			return p, false
		}
		short = short || s == nil
	}
	switch {
	case len(p.extra) > 0:
		p.sure, p.how = headedBeside, "列名相符，旁边另有列"
	case short && x.filled() > 0 && !addressed(x.grid, x.row):
		p.short = true
		p.sure, p.how = shortRow, "列名相符，但这一行缺格子，可能错位"
	}
	return p, true
}

// overRows reports whether a slot belongs to more rows than the line's label does.
func (x *line) overRows(s *slot) bool {
	if s.RowSpan < 2 {
		return false
	}
	label := x.grid.At(x.row, max(x.slots[0].Col-1, 0))
	return label == nil || s.Row < label.Row || s.Row+s.RowSpan > label.Row+label.RowSpan
}

// merged is what a cell that several share says of each: a 0 that each is 0, and any other
// figure nothing.
func (s *slot) merged() *slot {
	m := *s
	m.doubt("「" + shorten(s.text, 12) + "」写在合并的格里")
	if s.kind != figure || !s.figure.IsZero() {
		m.kind, m.text = mark, model.NotRead
	}
	return &m
}

// bySequence places as many figures as there are columns in their order.
func (t *rows) bySequence(x *line, b *model.Block) (placing, bool) {
	p := placing{sure: bySequence, how: "列名无法识别，按表式的次序"}
	if t.inOrder(x, b) {
		p.sure, p.how = sequence, "按列名的次序"
	}
	n := len(b.Columns)
	first, last, filled := -1, -1, 0
	for i := range x.slots {
		s := &x.slots[i]
		if s.kind == blank {
			continue
		}
		across := s.ColSpan > 1 && n > 1
		if s.RowSpan > 1 || across && p.sure < sequence {
			return p, false
		}
		if first < 0 {
			first = i
		}
		last = i
		filled++
	}
	switch {
	case filled == n && last-first == n-1:
	case filled > 0 && len(x.slots) == n: // with blanks among them
		if first > 0 && !spans(x) { // the first blank may be the label's
			p.sure = min(p.sure, bySequence)
		}
		first = 0
	case filled == n && len(x.slots) > n: // blanks of merged cells between them
		return p.compact(x), true
	default:
		return p, false
	}
	for i := range n {
		p.slots = append(p.slots, &x.slots[first+i])
	}
	return p, true
}

// spans reports whether the grid knows merged cells.
func spans(x *line) bool {
	return slices.ContainsFunc(x.grid.Cells, func(c source.Cell) bool { return c.ColSpan > 1 })
}

// compact takes the slots that hold something.
func (p placing) compact(x *line) placing {
	p.sure = min(p.sure, bySequence)
	for i := range x.slots {
		if x.slots[i].kind != blank {
			p.slots = append(p.slots, &x.slots[i])
		}
	}
	return p
}

// inOrder reports whether the heads name the block's columns from left to right,
// and no other.
func (t *rows) inOrder(x *line, b *model.Block) bool {
	cols := []int{}
	most := 0
	for col := range x.heads.names {
		most = max(most, col)
	}
	for col := 0; col <= most; col++ {
		text, ok := x.heads.names[col]
		if !ok {
			continue
		}
		i := t.column(b, text)
		if i < 0 {
			return false
		}
		if n := len(cols); n == 0 || cols[n-1] != i {
			cols = append(cols, i)
		}
	}
	if len(cols) != len(b.Columns) {
		return false
	}
	for i := range cols {
		if cols[i] != i {
			return false
		}
	}
	return true
}

// total compares the row's stated total with the sum of its parts, where it has
// one and at least one part.
func (p placing) total(f *model.Form, x *line, b *model.Block) (total, sum model.Figure, known bool) {
	prefix := x.found.section.Key + "." + x.found.Key + "."
	for i := range b.Columns {
		c := f.Cell(model.CellID(prefix + b.Columns[i].Key))
		if c == nil || !c.Computed() || !sameRow(f, c) {
			continue
		}
		if p.slots[i] == nil || p.slots[i].kind != figure {
			continue
		}
		for k := range b.Columns {
			switch s := p.slots[k]; {
			case k == i || s == nil:
			case s.text == model.NotRead: // nobody knows what it adds
				return total, sum, false
			default:
				sum = sum.Add(s.figure)
			}
		}
		return p.slots[i].figure, sum, sum.Filled()
	}
	return total, sum, false
}

// sameRow reports whether a total is that of its row.
func sameRow(f *model.Form, c *model.Cell) bool {
	return f.Cell(c.Terms[0]).Row == c.Row
}
