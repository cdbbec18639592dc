package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// How sure it is that a paragraph is a section's heading.
const (
	numbered = 1 // nothing but the number is the form's
	similar  = 2 // number and words resemble
	worded   = 3 // the words are the form's or a known variant, the number is not
	official = 4 // number and words are the form's or a known variant
)

const maxHeading = 45 // characters

// leastAlike is the least resemblance that makes a line with a heading's number
// that heading.
const leastAlike = 0.55

// headings finds the candidates, and among them the report's own: those next to
// their tables, as a second report may be nested in a text and a table of
// contents stand before it.
func (m *matcher) headings() {
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.Table == nil {
			b.heading, b.sure, b.rest = m.headingOf(b.Text)
		}
	}
	first := func(s string) int {
		if g := m.grids[s]; len(g) > 0 {
			return g[0]
		}
		return -1
	}
	end := len(m.blocks)
	for _, s := range []string{"4", "3", "2"} { // from below: each table bounds the one before
		to := end
		if g := first(s); g >= 0 {
			to = g
		}
		if i := m.last(s, to); i >= 0 {
			m.at[s] = i
			end = i
		} else if g := first(s); g >= 0 {
			end = g
		}
	}
	if i := m.opening("1", end); i >= 0 {
		m.at["1"] = i
	}
	begin := 0
	for _, g := range m.grids {
		begin = max(begin, g[len(g)-1]+1)
	}
	for _, i := range m.at {
		begin = max(begin, i+1)
	}
	for _, s := range []string{"5", "6"} {
		if i := m.first(s, begin); i >= 0 {
			m.at[s], begin = i, i+1
		}
	}
	for s, i := range m.at {
		m.blocks[i].used, m.blocks[i].heading = true, s
	}
}

// headingOf is the section whose heading a paragraph is or begins with.
func (m *matcher) headingOf(text string) (section string, sure int, rest string) {
	line, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if head, tail, ok := strings.Cut(line, "。"); ok && utf8.RuneCountInString(head) <= maxHeading { // 一、总体情况。…
		if s, sure := m.headingLine(head); sure == official {
			return s, sure, strings.TrimSpace(tail + "\n" + rest)
		}
	}
	if utf8.RuneCountInString(line) <= maxHeading {
		if s, sure := m.headingLine(line); sure > 0 {
			return s, sure, strings.TrimSpace(rest)
		}
	}
	if head, tail, ok := strings.Cut(strings.TrimLeft(line, " \u3000"), " "); ok && utf8.RuneCountInString(head) <= maxHeading { // 一、总体情况 2025年…
		if s, sure := m.headingLine(head); sure == official {
			return s, sure, strings.TrimSpace(tail + "\n" + rest)
		}
	}
	return "", 0, ""
}

func (m *matcher) headingLine(line string) (section string, sure int) {
	for _, begin := range []string{"（", "(", "表", "附表"} { // of a lower level, or a table's caption
		if strings.HasPrefix(line, begin) {
			return "", 0
		}
	}
	name := model.StripNumber(line)
	key := model.FoldLabel(name)
	number := model.FoldLabel(strings.TrimSuffix(strings.TrimSpace(line), strings.TrimSpace(name)))
	for i := range m.form.Sections {
		s := &m.form.Sections[i]
		if s.Heading == "" {
			continue
		}
		numeral, _, _ := strings.Cut(s.Heading, "、")
		same := number == numeral
		high := 0.0
		for _, words := range m.titles[s.Key] {
			// Nothing below counts, and no text that is so much longer reaches it.
			a, b := utf8.RuneCountInString(key), utf8.RuneCountInString(words)
			if float64(min(a, b)) >= leastAlike*float64(max(a, b)) {
				high = max(high, resemblance(key, words))
			}
		}
		got := 0
		switch {
		case high == 1 && same:
			got = official
		case high == 1: // without number, or under another
			got = worded
		case high >= 0.75 && (same || number == ""), high >= leastAlike && same:
			got = similar
		case same && utf8.RuneCountInString(key) <= 25 && !strings.ContainsAny(line, "。；，"):
			got = numbered
		}
		if got > sure && !(got < worded && m.isRow(line)) {
			section, sure = s.Key, got
		}
	}
	return section, sure
}

// isRow reports whether the words are a row of some table: 二、上年结转….
func (m *matcher) isRow(text string) bool {
	return slices.ContainsFunc(variants(text), func(key string) bool { return len(m.known[key]) > 0 })
}

// last is the last heading of the section before a place that is more than a
// number; -1 for none.
func (m *matcher) last(section string, before int) int {
	for i := before - 1; i >= 0; i-- {
		if b := &m.blocks[i]; b.heading == section && b.sure >= similar {
			return i
		}
	}
	return -1
}

// opening is the first heading of the section that something follows: in a table
// of contents the next heading does.
func (m *matcher) opening(section string, before int) int {
	for _, least := range []int{similar, numbered} {
		for i := 0; i < before; i++ {
			b := &m.blocks[i]
			if b.heading != section || b.sure < least {
				continue
			}
			if m.isListed(i, before) && m.last(section, before) > i {
				continue
			}
			return i
		}
	}
	return -1
}

// isListed reports whether nothing stands between a heading and that of a later
// section, as in a table of contents.
func (m *matcher) isListed(heading, before int) bool {
	next := heading + 1
	if m.blocks[heading].rest != "" || next >= before {
		return false
	}
	return m.blocks[next].heading > m.blocks[heading].heading && m.blocks[next].sure >= similar
}

// first is the first heading of the section from a place on, one that is more
// than a number before all others; -1 for none.
func (m *matcher) first(section string, from int) int {
	for _, least := range []int{similar, numbered} {
		for i := from; i < len(m.blocks); i++ {
			if b := &m.blocks[i]; b.heading == section && b.sure >= least {
				return i
			}
		}
	}
	return -1
}

// article marks what lies outside the part of a page that holds the headings and
// the tables.
func (m *matcher) article() {
	var common []int
	any := 0
	take := func(i int) {
		path := m.blocks[i].Path
		if path == nil {
			return
		}
		if any++; any == 1 {
			common = path
			return
		}
		n := 0
		for n < len(common) && n < len(path) && common[n] == path[n] {
			n++
		}
		common = common[:n]
	}
	for _, i := range m.at {
		take(i)
	}
	for _, g := range m.grids {
		for _, i := range g {
			take(i)
		}
	}
	if any < 2 {
		return
	}
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.Path != nil && (len(b.Path) < len(common) || !slices.Equal(b.Path[:len(common)], common)) {
			b.outside = true
			m.outside++
		}
	}
}
