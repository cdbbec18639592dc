// Package match finds a report in what a reader has made of a file: the form's
// cells by labels, aliases, order and arithmetic, the texts by their headings,
// unit, year and date by the title and the signature. It says of everything how
// sure it is and what it left out; it puts nothing right.
package match

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/model"
)

// ErrNoReport says that there is no table of the form and no heading of it.
var ErrNoReport = errors.New("里面没有认出政府信息公开工作年度报告：既没有表式里的表，也没有六个标题")

// ErrOther says that the headings may be those of any document.
var ErrOther = errors.New("里面没有认出政府信息公开工作年度报告：有几个标题，但标题里没有「政府信息公开」，也没有表式里的表，像是别的文件")

// ErrNoYear says that nothing in the file tells the report's year.
var ErrNoYear = errors.New("里面没有写明是哪一年的报告")

// maxBlocks bounds the paragraphs and tables that are looked at: the longest
// report seen has some 300.
const maxBlocks = 50_000

var errTooMany = fmt.Errorf("里面有 %d 段以上，不像一份年报，请核对是不是选错了文件", maxBlocks)

// Read finds the report in a document. Its errors are for the operator.
func Read(d *source.Document, o model.ReadOptions) (*model.Reading, error) {
	if len(d.Blocks) > maxBlocks {
		return nil, errTooMany
	}
	d.Unify()
	blocks := make([]block, len(d.Blocks))
	for i, b := range d.Blocks {
		blocks[i].Block = b
	}
	return read(d, blocks, o, false)
}

// read reads the blocks of a document, or those of one report of several in it.
func read(d *source.Document, blocks []block, o model.ReadOptions, alone bool) (*model.Reading, error) {
	m := &matcher{doc: d, blocks: blocks, at: map[string]int{}}
	m.edition(o)
	if !alone {
		if parts := m.parts(); len(parts) > 1 {
			return m.readPart(parts, o)
		}
	}
	m.headings()
	m.article()
	const fewHeadings, fewLabels = 3, 4 // any table may have 总计 and 其他
	switch {
	case len(m.at) < fewHeadings && isLedger(blocks):
		return nil, ErrLedger
	case len(m.at) < fewHeadings && len(m.grids) == 0:
		return nil, ErrNoReport
	case m.hits < fewLabels && !m.isOurs():
		return nil, ErrOther
	}
	m.out = newReading(m.form)
	for _, s := range d.Remarks {
		if seal := model.FindSeal(s); seal != "" && !alone { // it is the whole file's
			m.out.seal = seal
		}
	}
	head := m.head(o)
	if head.year == 0 {
		return nil, ErrNoYear
	}
	m.out.unitHow, m.out.ours = head.how, m.doc.Ours
	r := model.NewReport(m.form, head.unit, model.GuessUnitLevel(head.unit), head.year)
	m.out.report = r
	m.otherYears(head.year)
	m.tables()
	m.footnotes()
	m.floats()
	m.texts(r, &head)
	m.unread()
	m.unseen()
	r.Date = head.date
	if head.title != r.FullTitle() {
		r.Title = head.title
	}
	for _, n := range d.Notes {
		m.out.leave("", "", n)
	}
	return m.out.finish(), nil
}

// isOurs reports whether a document without the form's tables is the report
// nevertheless: its title says so, or one of the headings that no other document has.
func (m *matcher) isOurs() bool {
	for _, s := range []string{"2", "3", "4"} {
		if i, ok := m.at[s]; ok && m.blocks[i].sure >= worded {
			return true
		}
	}
	to := len(m.blocks)
	for _, i := range m.at {
		to = min(to, i)
	}
	return isTitle(m.doc.Title) || slices.ContainsFunc(m.blocks[:to], func(b block) bool { return isTitle(b.Text) })
}

// isTitle reports whether a line can be the title of a yearly report.
func isTitle(text string) bool {
	text = squeeze(text)
	report := strings.Contains(text, "报告") || strings.Contains(text, "年报")
	return report && strings.Contains(text, "公开") && utf8.RuneCountInString(text) <= 80
}

// matcher is one document being read.
type matcher struct {
	*labels
	doc     *source.Document
	blocks  []block
	grids   map[string][]int // indexes of the blocks that are a section's tables
	at      map[string]int   // index of a section's heading
	hits    int              // labels of the form in them
	outside int              // blocks that belong to the page and not to the report
	out     *reading
}

// block is a block of the document and what it was taken for.
type block struct {
	source.Block
	section string // of a table; "" for none
	lines   bool   // it is a table that was made of lines, for that section
	heading string // section whose heading this is
	sure    int    // of the heading; see headingOf
	rest    string // text that follows the heading in the same paragraph
	outside bool   // navigation and the like
	used    bool   // title, heading, table, text: came into the report
}

// isFree reports whether a block is a paragraph that nothing has taken.
func (b *block) isFree() bool { return b.Table == nil && !b.used }

// isTaken reports whether something has taken a block, or a section is known for it.
func (b *block) isTaken() bool { return b.used || b.section != "" }

// edition chooses the form that the tables are on, by the report's year and by whose
// labels they have most of, and gives each table its section.
func (m *matcher) edition(o model.ReadOptions) {
	var all []*spelling
	var fits []model.Fit
	for _, l := range editions() {
		x := l.spell(m.blocks)
		all, fits = append(all, x), append(fits, model.Fit{Form: l.form, Explains: x.hits, Lacks: x.lacks})
	}
	best := all[model.Fitting(m.yearSaid(o), fits)]
	m.hits, m.labels, m.grids, m.blocks = best.hits, best.labels, best.grids, best.blocks
	for section, at := range m.grids {
		for _, i := range at {
			m.blocks[i].section = section
		}
	}
}

// sectionOf is the section of which a grid has most labels, and how many.
func (l *labels) sectionOf(g *source.Grid) (section string, hits int) {
	count := map[string]int{}
	for key := range l.keysOf(g) { // a head that is repeated says no more
		for _, s := range l.known[key] {
			count[s]++
		}
	}
	for _, s := range l.form.Sections { // in the form's order
		if count[s.Key] > hits {
			section, hits = s.Key, count[s.Key]
		}
	}
	return section, hits
}

// tables reads the tables of each section.
func (m *matcher) tables() {
	for i := range m.form.Sections {
		s := &m.form.Sections[i]
		at := m.grids[s.Key]
		if s.Table == nil || len(at) == 0 {
			if s.Table != nil {
				m.out.leave("全文", s.Heading, "没有找到这一部分的表")
			}
			continue
		}
		var t interface {
			table(*source.Grid)
			paragraph(text string, doubts []string) bool
			finish()
		} = &rows{labels: m.labels, out: m.out, section: s.Key, laid: s.Table}
		if s.Table.Arrangement == model.Line {
			t = &cases{labels: m.labels, out: m.out, section: s.Key}
		}
		from := at[0]
		if h, ok := m.at[s.Key]; ok && h < from {
			from = h + 1
		} else {
			for from > 0 && m.blocks[from-1].isFree() && m.isCaption(s.Key, m.blocks[from-1].Text) {
				from--
			}
		}
		for k := from; k < len(m.blocks); k++ {
			b := &m.blocks[k]
			switch {
			case b.outside:
			case b.Table != nil && (b.section == s.Key || b.section == ""): // rows that lost their labels have nothing to tell the section
				b.used = true
				t.table(b.Table)
			case b.Table == nil && !b.used:
				b.used = t.paragraph(b.Text, b.Doubts)
			}
			if k < at[len(at)-1] {
				continue // its last table is still to come
			}
			if !b.used || k+1 < len(m.blocks) && m.blocks[k+1].isTaken() {
				break
			}
		}
		t.finish()
	}
}

// isCaption reports whether a paragraph is a label of the section's table.
func (m *matcher) isCaption(section, text string) bool {
	if len(text) > 300 {
		return false
	}
	return slices.ContainsFunc(variants(text), func(key string) bool { return slices.Contains(m.known[key], section) }) || m.isHead(text)
}

func firstWords(g *source.Grid) string {
	for _, c := range g.Cells {
		if t := oneLine(c.Text); t != "" {
			return fmt.Sprintf("%d 行 %d 列的表，开头是「%s」", g.Rows, g.Cols, shorten(t, 16))
		}
	}
	return fmt.Sprintf("%d 行 %d 列的空表", g.Rows, g.Cols)
}
