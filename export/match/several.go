package match

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/model"
)

// A source may hold the reports of several units or years, one after the other: the
// sheets of a workbook, a collection. One of them is read, as if it stood alone.

// part is one report of a source.
type part struct {
	from  int // its first block
	unit  string
	year  int
	where string // of its first table
}

// name says for people which report a part is.
func (p *part) name() string {
	switch {
	case p.unit != "" && p.year > 0:
		return fmt.Sprintf("%s%d年", p.unit, p.year)
	case p.unit != "":
		return p.unit
	}
	return "从" + p.where + "起的"
}

// same tells whether a title can be that of a part: 侯集镇 is 侯集镇人民政府.
func (p *part) same(unit string, year int) bool {
	return p.year == year && isSameUnit(p.unit, unit)
}

func isSameUnit(a, b string) bool {
	if a == b || a == "" || b == "" {
		return a == b
	}
	begins := strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
	return begins || strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}

// parts finds the reports of the document: one begins where the tables that follow
// stand under another title, or where the rows of the form come a second time with
// other figures.
func (m *matcher) parts() (out []part) {
	title := part{from: -1} // the last one that was met
	seen := map[string]string{}
	twice := m.hasRowTwice()
	free := 0 // behind the last table
	for i := 0; i < len(m.blocks); i++ {
		b := &m.blocks[i]
		if t, ok := m.titleAt(i); ok {
			title = t
		}
		if b.Table == nil || b.section == "" {
			continue
		}
		var rows map[string]string
		if twice {
			rows = m.rowsOf(b)
		}
		again, other := repeats(rows, seen)
		n := len(out)
		underTitle := title.from >= free && title.unit != ""
		switch {
		case n == 0:
			out = append(out, part{from: 0, unit: title.unit, year: title.year, where: cmp.Or(b.Table.Where, b.Where)})
		case underTitle && out[n-1].unit != "" && !out[n-1].same(title.unit, title.year):
			out = append(out, part{from: title.from, unit: title.unit, year: title.year, where: cmp.Or(b.Table.Where, b.Where)})
			clear(seen)
		case twice && other && again*2 >= len(rows):
			p := part{from: m.beginning(free, i), where: cmp.Or(b.Table.Where, b.Where)}
			if title.from >= free {
				p.from, p.unit, p.year = title.from, title.unit, title.year
			}
			out = append(out, p)
			clear(seen)
		}
		for row, texts := range rows {
			seen[row] = texts
		}
		free = i + 1
	}
	return out
}

// hasRowTwice reports whether two tables of a section have the same row: only then
// all rows are looked at.
func (m *matcher) hasRowTwice() bool {
	for section, at := range m.grids {
		if len(at) < 2 {
			continue
		}
		seen := map[string]int{} // texts, and the first table that has each
		for _, i := range at {
			for k := range m.blocks[i].Table.Cells {
				text := m.blocks[i].Table.Cells[k].Text
				if first, ok := seen[text]; !ok {
					seen[text] = i
				} else if first != i && len(text) > 3 && len(text) < 300 {
					if _, ok := m.exactly(section, text, ""); ok {
						return true
					}
				}
			}
		}
	}
	return false
}

// repeats counts the rows that have been there, and tells whether one of them has
// other figures now: a table that comes twice as it is belongs to one report.
func repeats(rows, seen map[string]string) (again int, other bool) {
	for row, texts := range rows {
		if had, ok := seen[row]; ok {
			again++
			other = other || had != texts && strings.Count(had, "|") == strings.Count(texts, "|")
		}
	}
	return again, other && again > 1
}

// beginning is where a report without a title begins whose first table stands at to:
// at its first heading.
func (m *matcher) beginning(from, to int) int {
	for i := from; i < to; i++ {
		if section, sure, _ := m.headingOf(m.blocks[i].Text); section == "1" && sure >= worded {
			return i
		}
	}
	for i := to - 1; i >= from; i-- {
		if section, sure, _ := m.headingOf(m.blocks[i].Text); section == m.blocks[to].section && sure >= similar {
			return i
		}
	}
	return to
}

// rowsOf are what a table has in the rows of the form, by the row.
func (m *matcher) rowsOf(b *block) map[string]string {
	out := map[string]string{}
	g, group := b.Table, ""
	for r := range g.Rows {
		row, texts, figures := "", "", false
		for _, c := range cellsOf(g, r) {
			if len(c.Text) > 300 {
				continue
			}
			x := contentOf(c.Text)
			if x.kind == words && row == "" {
				if f, ok := m.exactly(b.section, x.text, group); ok {
					row = f.Key
				} else if k := m.groupOf(b.section, x.text); k != "" {
					group = k
				}
				continue
			}
			figures = figures || x.kind == figure
			texts += x.text + "|"
		}
		if m.form.Section(b.section).Table.Arrangement == model.Line && figures {
			row = "line" // its rows stand side by side
		}
		if row != "" && figures {
			out[row] = texts
		}
	}
	return out
}

// titleAt is the title that begins at a block, in up to three paragraphs, or at the
// top of a table.
func (m *matcher) titleAt(i int) (part, bool) {
	b := &m.blocks[i]
	if b.Table != nil {
		for k := range min(len(b.Table.Cells), 4) {
			text := b.Table.Cells[k].Text
			if !strings.ContainsRune(text, '公') {
				continue
			}
			if p, ok := titleOf(squeeze(text), i); ok {
				return p, true
			}
		}
		return part{}, false
	}
	if near := m.blocks[i:min(i+3, len(m.blocks))]; !slices.ContainsFunc(near, func(b block) bool { return strings.ContainsRune(b.Text, '公') }) {
		return part{}, false
	}
	joined := ""
	for n := 0; n < 3 && i+n < len(m.blocks); n++ {
		b := &m.blocks[i+n]
		if b.Table != nil || utf8.RuneCountInString(b.Text) > 80 {
			break
		}
		text := squeeze(b.Text)
		if n > 0 {
			if _, ok := titleOf(text, i+n); ok { // it begins here
				break
			}
		}
		joined += text
		if p, ok := titleOf(joined, i); ok {
			return p, true
		}
	}
	return part{}, false
}

func titleOf(text string, at int) (part, bool) {
	if !strings.Contains(text, "公开") || utf8.RuneCountInString(text) > 80 {
		return part{}, false
	}
	unit, year, ok := titled(text)
	return part{from: at, unit: unit, year: year}, ok && isUnit(unit)
}

// choose takes the part that the operator means, else the one like the report that it
// goes into, else the first.
func choose(parts []part, o model.ReadOptions) int {
	best, at := 0, 0
	for i, p := range parts {
		score := 0
		for _, x := range []struct {
			is     bool
			weight int
		}{{o.Unit != "" && isSameUnit(p.unit, o.Unit), 8}, {o.Year != 0 && p.year == o.Year, 4}, {o.LikeUnit != "" && isSameUnit(p.unit, o.LikeUnit), 2}, {o.LikeYear != 0 && p.year == o.LikeYear, 1}} {
			if x.is {
				score += x.weight
			}
		}
		if score > best {
			best, at = score, i
		}
	}
	return at
}

// readPart reads one part as if it were the document, and says what the others are.
func (m *matcher) readPart(parts []part, o model.ReadOptions) (*model.Reading, error) {
	at := choose(parts, o)
	otherYear := o.Year != 0 && parts[at].year != 0 && parts[at].year != o.Year
	otherUnit := o.Unit != "" && parts[at].unit != "" && !isSameUnit(parts[at].unit, o.Unit)
	if otherYear || otherUnit { // it would be taken for what it is not
		var names []string
		for i := range parts {
			names = append(names, parts[i].name())
		}
		return nil, fmt.Errorf("文件里有 %d 份报告（%s），没有写明的这一份，请用 --unit、--year 写明其中一份", len(parts), strings.Join(names, "、"))
	}
	to := len(m.blocks)
	if at+1 < len(parts) {
		to = parts[at+1].from
	}
	d := &source.Document{Notes: m.doc.Notes, Ours: m.doc.Ours}
	if at == 0 {
		d.Title = m.doc.Title
	}
	blocks := slices.Clone(m.blocks[parts[at].from:to])
	for i := range blocks {
		if b := &blocks[i]; !b.lines { // by itself it may be another's
			b.section = ""
		}
	}
	x, err := read(d, blocks, o, true)
	if err != nil {
		return nil, err
	}
	var others []model.LeftOut
	for i, p := range parts {
		if i != at {
			x.Others = append(x.Others, p.name())
			others = append(others, model.LeftOut{Where: p.where, What: p.name() + "的报告", Why: fmt.Sprintf(
				"文件里有 %d 份报告，只读了%s，这份没有读；要读它，拆成单独的文件，或者用 --unit、--year 写明", len(parts), parts[at].name())})
		}
	}
	x.LeftOut = append(others, x.LeftOut...)
	return x, nil
}
