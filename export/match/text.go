package match

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source/lines"
	"nianbao/model"
)

// texts takes over the texts between the headings.
func (m *matcher) texts(r *model.Report, h *head) {
	for i := range m.form.Sections {
		if s := &m.form.Sections[i]; s.Heading != "" {
			if at, ok := m.at[s.Key]; ok {
				r.Headings = append(r.Headings, model.Heading{Section: s.Key, Text: oneLine(strings.TrimSuffix(m.blocks[at].Text, m.blocks[at].rest)), Place: at})
			}
		}
	}
	if r.Headings == nil {
		r.Headings = []model.Heading{}
	}
	tables := m.tableRange()
	if texts := m.textTable(); texts != nil {
		maps.Copy(r.Text, texts)
		m.unused(tables)
		return
	}
	text := func(section string, from, to int) {
		var all []string
		for k := from; k < to; k++ {
			all = append(all, m.linesOf(k)...)
		}
		if section == "6" || section == "5" && to == len(m.blocks) {
			all = m.signature(all, h)
		}
		if len(all) > 0 {
			r.Text[section] = strings.Join(all, "\n")
		}
	}
	one, hasOne := m.at["1"]
	switch {
	case hasOne:
		text("0", h.end, one)
		text("1", one, tables[0])
	case tables[0] > h.end:
		text("1", h.end, tables[0])
		m.out.leave("全文", "一、总体情况", "没有找到这个标题，标题和第二部分之间的文字都放在总体情况里")
	}
	five, hasFive := m.at["5"]
	six, hasSix := m.at["6"]
	switch {
	case hasFive && hasSix:
		text("5", five, six)
		text("6", six, len(m.blocks))
	case hasFive:
		text("5", five, len(m.blocks))
		m.out.leave("全文", "六、其他需要报告的事项", "没有找到这个标题")
	case hasSix:
		text("5", tables[1], six)
		text("6", six, len(m.blocks))
		m.out.leave("全文", "五、存在的主要问题及改进情况", "没有找到这个标题，表四和第六部分之间的文字都放在第五部分")
	default:
		m.untitled(text, m.behindTables(tables[1]))
	}
	m.unused(tables)
}

// behindTables is where text begins behind the last table: what a file that was cut
// off has left of a table is none.
func (m *matcher) behindTables(from int) int {
	for ; from < len(m.blocks); from++ {
		b := &m.blocks[from]
		if b.Table == nil && !b.used && !m.ofTable(b.Text) {
			break
		}
	}
	return from
}

// ofTable reports whether a paragraph is labels, heads and figures of tables.
func (m *matcher) ofTable(text string) bool {
	for _, l := range strings.Split(text, "\n") {
		known := isFigure(l) || m.isHead(l) || m.isRow(l)
		for i := range m.form.Sections {
			key := m.form.Sections[i].Key
			known = known || m.groupOf(key, l) != "" || m.namesColumn(key, l)
		}
		if !known {
			return false
		}
	}
	return true
}

// sixth are words that only the sixth part has.
var sixth = []string{"信息处理费", "其他需要报告", "需要报告的事项", "需要报告的其他事项"}

// untitled reads the last two parts where both headings are missing: what the words
// tell is the sixth.
func (m *matcher) untitled(text func(section string, from, to int), from int) {
	six := from
	for six < len(m.blocks) && !slices.ContainsFunc(sixth, func(w string) bool { return strings.Contains(m.blocks[six].Text, w) }) {
		six++
	}
	why := "没有找到这两个标题"
	if from < len(m.blocks) {
		text("5", from, six)
		why += "，表四以后的文字都放在第五部分"
	}
	if six < len(m.blocks) {
		text("6", six, len(m.blocks))
		why = "没有找到这两个标题，表四以后的文字按内容放在这两部分，请核对"
	}
	m.out.leave("全文", "五、六两部分", why)
}

// tableRange is where the tables with their headings begin and end.
func (m *matcher) tableRange() [2]int {
	begin, end := len(m.blocks), 0
	for _, s := range []string{"2", "3", "4"} {
		if i, ok := m.at[s]; ok {
			begin, end = min(begin, i), max(end, i+1)
		}
		for _, i := range m.grids[s] {
			begin, end = min(begin, i), max(end, i+1)
		}
	}
	if five, ok := m.at["5"]; ok && end > 0 { // what stands between is of a table, made out or not
		end = max(end, five)
	}
	for i := begin - 1; i >= 0 && m.blocks[i].used && m.blocks[i].heading == ""; i-- { // captions over the first table
		begin = i
	}
	if end == 0 { // no table at all
		if five, ok := m.at["5"]; ok {
			return [2]int{five, five}
		}
		return [2]int{len(m.blocks), len(m.blocks)}
	}
	return [2]int{begin, end}
}

// linesOf are the lines of a block for a text; what is no text is left out and
// said.
func (m *matcher) linesOf(k int) (out []string) {
	b := &m.blocks[k]
	text := b.Text
	switch {
	case b.outside:
		return nil
	case b.Table != nil:
		if !b.used {
			m.out.leave(b.Table.Where, firstWords(b.Table), "文字部分里的表不能读入")
			b.used = true
		}
		return nil
	case b.used:
		text = b.rest // of a heading
	}
	b.used = true
	for _, l := range strings.Split(model.CleanText(text), "\n") {
		if l = strings.TrimFunc(l, isSpace); l == "" || lines.PageNumber(l) {
			continue
		}
		if seal := model.FindSeal(l); seal != "" {
			m.out.seal = seal
			continue
		}
		if strings.HasPrefix(l, "（文字描述") || strings.HasPrefix(l, "(文字描述") {
			m.out.leave(b.Where, l, "是表式的说明，不是内容")
			continue
		}
		out = append(out, l)
	}
	return out
}

func isSpace(r rune) bool { return strings.ContainsRune(" \u3000\t\u00a0", r) }

// unused says what has come into no part of the report.
func (m *matcher) unused(tables [2]int) {
	for k := tables[0]; k < tables[1]; k++ {
		switch b := &m.blocks[k]; {
		case b.used || b.outside:
		case b.Table != nil:
			m.out.leave(b.Table.Where, firstWords(b.Table), "无法识别这是表式里的哪张表")
		case utf8.RuneCountInString(b.Text) > 1 || figuresOf(b) > 0:
			why := "二、三、四部分只有表，表外的文字没有读入"
			if slices.ContainsFunc(m.form.Sections, func(s model.Section) bool { return m.rowBefore(s.Key, b.Text) != nil }) {
				why = "像是表里的一行，数不全或者无法识别，没有读入"
			}
			m.out.leave(b.Where, b.Text, why)
		}
	}
	if m.outside > 0 {
		m.out.leave("网页", fmt.Sprintf("正文以外的 %d 段", m.outside), "是导航、页脚一类，不是报告的内容")
	}
}
