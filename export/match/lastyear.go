package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A file may have the tables of another year beside its own, for comparison.

var (
	ofLastYear = regexp.MustCompile(`上一?年度?|去年|前一?年|往年|以前年度|历年`)
	someYear   = regexp.MustCompile(`(?:19|20)\d\d`)
	someDay    = regexp.MustCompile(`\d月|\d[-./]\d`)
)

// otherYears leaves out the tables that the words over them give to another year: right
// over a table, or over several of which the report has another one itself.
func (m *matcher) otherYears(year int) {
	const right, most = 3, 200 // blocks
	for i := range m.form.Sections {
		section := m.form.Sections[i].Key
		m.dropOthers(section, year, right)
		if n := len(m.grids[section]); n > 1 {
			own := slices.ContainsFunc(m.grids[section], func(k int) bool { return m.wordsOver(k, year, most) == "" })
			if own {
				m.dropOthers(section, year, most)
			}
		}
		if len(m.grids[section]) == 0 {
			delete(m.grids, section)
		}
	}
}

func (m *matcher) dropOthers(section string, year, most int) {
	m.grids[section] = slices.DeleteFunc(slices.Clone(m.grids[section]), func(k int) bool {
		words := m.wordsOver(k, year, most)
		if words == "" {
			return false
		}
		b := &m.blocks[k]
		b.section, b.used = notOurs, true
		m.out.leave(b.Table.Where, words, "写明是其他年度的表，没有读入")
		return true
	})
}

// notOurs is the section of a table that belongs to no section of the report.
const notOurs = "-"

// wordsOver are the words over a table, at most so many blocks above it and below the
// last heading, or in a line of their own at its top, that name another year; "" for none.
func (m *matcher) wordsOver(k, year, most int) string {
	g := m.blocks[k].Table
	if cells := cellsOf(g, 0); len(cells) == 1 && m.namesOther(cells[0].Text, year) {
		return oneLine(cells[0].Text)
	}
	for i := k - 1; i >= max(k-most, 0); i-- {
		b := &m.blocks[i]
		if b.Table != nil {
			continue
		}
		if m.isHeading(i) {
			break
		}
		if m.namesOther(b.Text, year) {
			return oneLine(b.Text)
		}
	}
	return ""
}

// isHeading reports whether a block is the heading of a section.
func (m *matcher) isHeading(k int) bool {
	for _, at := range m.at {
		if at == k {
			return true
		}
	}
	return false
}

// namesOther reports whether a line says that what follows is of another year. A label
// of the form's, as 上年结转, and a sentence do not.
func (m *matcher) namesOther(text string, year int) bool {
	const most = 40 // characters
	text = oneLine(text)
	sentence := utf8.RuneCountInString(text) > most || strings.ContainsAny(text, "。；")
	if sentence || someDay.MatchString(text) {
		return false
	}
	if m.isRow(text) || m.isHead(text) {
		return false
	}
	for i := range m.form.Sections {
		if m.namesColumn(m.form.Sections[i].Key, text) {
			return false
		}
	}
	years := someYear.FindAllString(text, -1)
	other := len(years) > 0 && !slices.Contains(years, fmt.Sprint(year))
	return other || ofLastYear.MatchString(text) && len(years) == 0
}

// twice makes the cells doubtful that a file has in one of the two lines that it has
// for a row, and not in the other.
func (t *rows) twice() {
	lines := map[string]int{}
	for _, x := range t.lines {
		if x.known && len(x.slots) >= len(x.found.block.Columns) {
			lines[x.found.Key]++
		}
	}
	for _, c := range t.out.form.Cells() {
		if c.Section.Key == t.section && lines[c.Row.Key] > 1 && t.out.times[c.ID] == 1 {
			t.out.doubt(t.out.cells[c.ID], "这一行在文件里有两次，这一格只有一次填了数")
		}
	}
}
