package model

// Printed is one table as it stands on paper: a grid of merged cells. Every
// writer draws it and every reader looks for it.
type Printed struct {
	Section string
	Widths  []int // relative widths of the columns
	Rows    int
	Head    int // rows of heads at the top, repeated on each page; 0 for none
	Cells   []PrintedCell
}

// PrintedKind says what a printed cell is.
type PrintedKind int

// The kinds of printed cell.
const (
	PrintedHead   PrintedKind = iota // a column's head or a block's heading
	PrintedLabel                     // a row's or group's label
	PrintedFigure                    // a figure; Cell names it
)

// PrintedCell is one merged cell: its place, extent and content.
type PrintedCell struct {
	Row, Col, RowSpan, ColSpan int
	Kind                       PrintedKind
	Text                       string
	Cell                       CellID
}

// Layout arranges the section's table as the official form prints it; nil for
// a section without a table.
func (s *Section) Layout() *Printed {
	if s.Table == nil {
		return nil
	}
	p := &Printed{Section: s.Key}
	switch s.Table.Arrangement {
	case Stacked:
		p.stacked(s)
	case Matrix:
		p.matrix(s)
	case Line:
		p.line(s)
	}
	return p
}

func (p *Printed) put(row, col, rowSpan, colSpan int, kind PrintedKind, text string) *PrintedCell {
	p.Cells = append(p.Cells, PrintedCell{Row: row, Col: col, RowSpan: rowSpan, ColSpan: colSpan, Kind: kind, Text: text})
	return &p.Cells[len(p.Cells)-1]
}

func (p *Printed) figure(row, col, colSpan int, s *Section, r *Row, c *Column) {
	p.put(row, col, 1, colSpan, PrintedFigure, "").Cell = CellID(s.Key + "." + r.Key + "." + c.Key)
}

// stacked prints block below block. A block with fewer columns than the widest
// stretches its last one.
func (p *Printed) stacked(s *Section) {
	width := 0
	for _, b := range s.Table.Blocks {
		width = max(width, len(b.Columns))
	}
	for range width + 1 {
		p.Widths = append(p.Widths, 1)
	}
	for bi := range s.Table.Blocks {
		b := &s.Table.Blocks[bi]
		span := func(i int) int {
			if i == len(b.Columns)-1 {
				return width - i
			}
			return 1
		}
		p.put(p.Rows, 0, 1, width+1, PrintedHead, b.Heading)
		p.put(p.Rows+1, 0, 1, 1, PrintedHead, b.LabelHead)
		for i := range b.Columns {
			p.put(p.Rows+1, 1+i, 1, span(i), PrintedHead, b.Columns[i].Label)
		}
		p.Rows += 2
		for ri := range b.Rows {
			p.put(p.Rows, 0, 1, 1, PrintedLabel, b.Rows[ri].Label)
			for i := range b.Columns {
				p.figure(p.Rows, 1+i, span(i), s, &b.Rows[ri], &b.Columns[i])
			}
			p.Rows++
		}
	}
}

// matrix prints labels in as many columns as the deepest row has groups, and
// one more; group labels run down over the rows they hold.
func (p *Printed) matrix(s *Section) {
	b := &s.Table.Blocks[0]
	labels, heads := 1, 1
	for _, r := range b.Rows {
		labels = max(labels, len(r.Groups)+1)
	}
	for _, c := range b.Columns {
		heads = max(heads, len(c.Groups)+1)
	}
	for i := range labels { // the official template's proportions
		if i == labels-1 {
			p.Widths = append(p.Widths, 47)
		} else {
			p.Widths = append(p.Widths, 11+3*i)
		}
	}
	for range b.Columns {
		p.Widths = append(p.Widths, 10)
	}
	if s.Table.Banner != "" {
		p.put(0, labels, 1, len(b.Columns), PrintedHead, s.Table.Banner)
		p.Head = 1
	}
	p.Head += heads
	p.put(0, 0, p.Head, labels, PrintedHead, s.Table.Corner)
	for i := range b.Columns {
		c := &b.Columns[i]
		for g, name := range c.Groups {
			if run := p.run(i, func(j int) bool { return g < len(b.Columns[j].Groups) && b.Columns[j].Groups[g] == name }, len(b.Columns)); run > 0 {
				p.put(p.Head-heads+g, labels+i, 1, run, PrintedHead, name)
			}
		}
		depth := len(c.Groups)
		p.put(p.Head-heads+depth, labels+i, heads-depth, 1, PrintedHead, c.Label)
	}
	for i := range b.Rows {
		r := &b.Rows[i]
		for g, name := range r.Groups {
			if run := p.run(i, func(j int) bool { return g < len(b.Rows[j].Groups) && b.Rows[j].Groups[g] == name }, len(b.Rows)); run > 0 {
				p.put(p.Head+i, g, run, 1, PrintedLabel, name)
			}
		}
		depth := len(r.Groups)
		p.put(p.Head+i, depth, 1, labels-depth, PrintedLabel, r.Label)
		for k := range b.Columns {
			p.figure(p.Head+i, labels+k, 1, s, r, &b.Columns[k])
		}
	}
	p.Rows = p.Head + len(b.Rows)
}

// run is how many entries from i on belong together, 0 unless i is the first.
func (p *Printed) run(i int, same func(int) bool, n int) int {
	if i > 0 && same(i-1) {
		return 0
	}
	j := i
	for j < n && same(j) {
		j++
	}
	return j - i
}

// line prints all figures in one line, the rows of the block side by side as
// heads over their columns.
func (p *Printed) line(s *Section) {
	b := &s.Table.Blocks[0]
	depth := 1
	for _, r := range b.Rows {
		depth = max(depth, len(r.Groups)+1)
	}
	p.Head = depth + 1
	p.Rows = p.Head + 1
	n := len(b.Columns)
	for i := range b.Rows {
		r := &b.Rows[i]
		for g, name := range r.Groups {
			if run := p.run(i, func(j int) bool { return g < len(b.Rows[j].Groups) && b.Rows[j].Groups[g] == name }, len(b.Rows)); run > 0 {
				p.put(g, i*n, 1, run*n, PrintedHead, name)
			}
		}
		p.put(len(r.Groups), i*n, 1, n, PrintedHead, r.Label)
		for k := range b.Columns {
			// Under a head without groups the column heads reach up.
			top := len(r.Groups) + 1
			p.put(top, i*n+k, p.Head-top, 1, PrintedHead, b.Columns[k].Label)
			p.figure(p.Head, i*n+k, 1, s, r, &b.Columns[k])
			p.Widths = append(p.Widths, 1)
		}
	}
}
