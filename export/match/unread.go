package match

import (
	"fmt"
	"strings"

	"nianbao/export/source"
	"nianbao/export/source/lines"
	"nianbao/model"
)

// What a file has and nobody can place is not blank: the cells that it may belong to
// are such as could not be read.

// leastFigures is how many figures outside a table that was made out show that there
// is more of it.
const leastFigures = 2

// saw notes that a row of the form is in the file, whatever stands in it.
func (o *reading) saw(section, row string) { o.rows[section+"."+row] = true }

// lose notes that figures of a section belong to a row that nobody can tell.
func (o *reading) lose(section string) { o.lost[section]++ }

// miss makes cells of a row such as could not be read, but for those that were.
func (o *reading) miss(section, row string) {
	for _, c := range o.form.Cells() {
		if c.Section.Key == section && c.Row.Key == row {
			o.notRead(c)
		}
	}
	o.saw(section, row)
}

// unread finds what could not be read of each table: figures that belong to no row,
// or that no table was made out of.
func (m *matcher) unread() {
	for i := range m.form.Sections {
		s := &m.form.Sections[i]
		if s.Table == nil {
			continue
		}
		stray, where := m.stray(s.Key)
		if stray >= leastFigures {
			m.out.lost[s.Key] += stray
		}
		if m.out.lost[s.Key] == 0 {
			continue
		}
		for _, r := range m.labels.rows[s.Key] {
			// Side by side on paper, a row's blanks are not told apart.
			if !m.out.rows[s.Key+"."+r.Key] || s.Table.Arrangement == model.Line {
				m.out.miss(s.Key, r.Key)
			}
		}
		if n := len(m.out.report.UnreadCells(s.Key)); n > 0 && stray >= leastFigures {
			m.out.leave(where, s.Heading, fmt.Sprintf("有 %d 个数不在能识别的表里，这一部分 %d 格没有读出", stray, n))
		}
	}
}

// floats makes the tables doubtful beside which a figure floats in a box: nobody but who
// looks at the page knows which cell it covers.
func (m *matcher) floats() {
	const near = 4 // blocks
	beside := func(k, step int) *block {
		for i := k + step; i >= 0 && i < len(m.blocks) && max(k-i, i-k) <= near; i += step {
			if m.blocks[i].Table != nil {
				return &m.blocks[i]
			}
		}
		return nil
	}
	for k := range m.blocks {
		f := &m.blocks[k]
		what, in := f.Text, "浮在上面的"
		single := f.Table != nil && len(f.Table.Cells) == 1
		alone := single && !f.used && figuresOf(f) > 0
		switch {
		case f.outside:
			continue
		case f.Table != nil && !alone:
			m.floatsOver(f.Table)
			continue
		case alone: // Word lets a table float, too
			what, in = f.Table.Cells[0].Text, "自成一表的"
		case !f.Floats:
			continue
		}
		f.used = true
		why := in + "「" + shorten(what, 12) + "」可能盖住表里一格"
		m.out.leave(f.Where, what, why)
		for _, b := range []*block{beside(k, -1), beside(k, 1)} {
			if b != nil {
				m.out.touch(b.Table.Where, why)
			}
		}
	}
}

// floatsOver is floats of what is anchored beside a table's figures, in a label or a head.
func (m *matcher) floatsOver(g *source.Grid) {
	for i := range g.Cells {
		c := &g.Cells[i]
		if !c.Floats || contentOf(c.Text).kind != words {
			continue
		}
		m.out.leave(g.PlaceOf(c), c.Text, strings.Join(c.Doubts, "；"))
		m.out.touch(g.Where, "「"+shorten(c.Text, 8)+"」格里浮着的，可能盖住表里一格")
	}
}

// unseen says what of the paragraphs was not taken for their text.
func (m *matcher) unseen() {
	for i := range m.blocks {
		if b := &m.blocks[i]; !b.outside && len(b.Doubts) > 0 {
			m.out.leave(b.Where, b.Text, strings.Join(b.Doubts, "；"))
		}
	}
}

// stray counts the figures between a section's heading and what comes next that have
// come into nothing, and says where the first is.
func (m *matcher) stray(section string) (n int, where string) {
	from, ok := m.at[section]
	if !ok {
		if len(m.grids[section]) == 0 {
			return 0, ""
		}
		from = m.grids[section][0]
	}
	to := len(m.blocks)
	for other, at := range m.at {
		if other != section && at > from {
			to = min(to, at)
		}
	}
	for other, grids := range m.grids {
		if other != section && grids[0] > from {
			to = min(to, grids[0])
		}
	}
	for i := from + 1; i < to; i++ {
		b := &m.blocks[i]
		if b.used || b.outside {
			continue
		}
		k, at := figuresOf(b), b.Where
		if b.Table != nil {
			at = b.Table.Where
		}
		if n += k; k > 0 && where == "" {
			where = at
		}
	}
	return n, where
}

// figuresOf counts the cells or the lines of a block that are a figure and nothing
// else.
func figuresOf(b *block) (n int) {
	var texts []string
	if b.Table == nil {
		for _, l := range strings.Split(model.CleanText(b.Text), "\n") {
			if !lines.PageNumber(l) {
				texts = append(texts, strings.Fields(l)...)
			}
		}
	} else {
		for i := range b.Table.Cells {
			texts = append(texts, b.Table.Cells[i].Text)
		}
	}
	for _, t := range texts {
		if contentOf(t).kind == figure {
			n++
		}
	}
	return n
}
