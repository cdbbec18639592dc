package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/model"
)

// spelling is a document as the labels of one edition read it.
type spelling struct {
	*labels
	blocks []block          // with tables in place of lines that are rows
	grids  map[string][]int // indexes of the tables, by section
	hits   int              // labels of the edition in them
}

// spell finds the tables of an edition in the blocks.
func (l *labels) spell(plain []block) *spelling {
	blocks, rows := l.spread(plain)
	x := &spelling{labels: l, blocks: blocks, grids: map[string][]int{}, hits: rows}
	before := "" // section of the table right before
	for i := range blocks {
		g := blocks[i].Table
		if g == nil {
			before = ""
			continue
		}
		section, hits := blocks[i].section, g.Rows
		if !blocks[i].lines {
			section, hits = l.sectionOf(g)
		}
		// A single label makes a table the end of one that a page has broken.
		goesOn := section == before || blocks[i].lines
		if hits > 1 || hits == 1 && goesOn {
			x.grids[section] = append(x.grids[section], i)
			x.hits += hits
			before = section
		}
	}
	return x
}

// lacks counts the rows of the edition that no table has.
func (x *spelling) lacks() (n int) {
	for section, rows := range x.rows {
		keys, there := map[string]bool{}, map[*row]bool{}
		for _, i := range x.grids[section] {
			x.have(section, x.blocks[i].Table, keys, there)
		}
		for _, r := range rows {
			if !there[r] && !slices.ContainsFunc(r.keys, func(key string) bool { return keys[key] }) {
				n++
			}
		}
	}
	return n
}

// have notes the labels that stand in a grid, and the rows that are named with the
// groups before them.
func (x *spelling) have(section string, g *source.Grid, keys map[string]bool, there map[*row]bool) {
	for key := range x.keysOf(g) {
		keys[key] = true
	}
	looked := map[string]bool{} // most cells hold the same figures
	for i := range g.Cells {
		text := g.Cells[i].Text
		if looked[text] || len(text) > 300 {
			continue
		}
		looked[text] = true
		if f, ok := x.exactly(section, text, ""); ok {
			there[f.row] = true
		}
	}
}

// keysOf are the edition's folded labels that stand in a grid.
func (l *labels) keysOf(g *source.Grid) map[string]bool {
	out := map[string]bool{}
	for i := range g.Cells {
		text := g.Cells[i].Text
		if len(text) > 300 {
			continue
		}
		for _, key := range variants(text) {
			if len(l.known[key]) > 0 {
				out[key] = true
				break
			}
		}
	}
	return out
}

// yearSaid is the report's year as it is given or as the title has it that stands
// nearest before the first table: all that can be known before it is known whose
// labels the document has. 0 for none.
func (m *matcher) yearSaid(o model.ReadOptions) (year int) {
	if o.Year != 0 {
		return o.Year
	}
	for i := range m.blocks {
		if y := m.yearAt(i); y != 0 {
			year = y
		}
		if m.blocks[i].Table != nil && year != 0 {
			return year
		}
	}
	if year == 0 {
		_, year, _ = titled(siteTitle(m.doc.Title))
	}
	for i := 0; i < len(m.blocks) && year == 0; i++ {
		if p := period.FindStringSubmatch(strings.ReplaceAll(m.blocks[i].Text, " ", "")); p != nil {
			year = number(p[1])
		}
	}
	return year
}

// yearAt is the year of the title that begins at a block; 0 for none.
func (m *matcher) yearAt(i int) int {
	if t, ok := m.titleAt(i); ok {
		return t.year
	}
	b := &m.blocks[i]
	if b.Table != nil || !strings.Contains(b.Text, "公开") || utf8.RuneCountInString(b.Text) > 80 {
		return 0
	}
	_, year, _ := titled(squeeze(b.Text))
	return year
}
