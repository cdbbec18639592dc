package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/model"
)

// Copied out of a page or a viewer, saved as text or collected by a program, a table
// comes as lines: a label of the form and its figures behind it, in the same line or
// each in one of its own.

const (
	leastSpread = 3   // rows: fewer may be a sentence about them
	labelLines  = 3   // that a label is broken over
	longestLine = 120 // characters of a label with its figures
	headLines   = 24  // between a heading and the first row of its table
)

// textLine is one line of a paragraph.
type textLine struct {
	block int
	text  string
}

// spreadRow is a row of the form in lines from (with its label) to (behind its
// figures).
type spreadRow struct {
	found
	label    string
	figures  []string
	heads    [][]string // over the figures; nil for none
	below    bool       // the figures stand in lines of their own
	doubts   []string   // about the figures
	from, to int
}

// spread is the blocks with tables in place of the lines that are rows of this
// edition, and how many rows that are; none where there are too few.
func (l *labels) spread(blocks []block) ([]block, int) {
	all := l.parted(linesOfAll(blocks))
	rows := l.spreadRows(blocks, all)
	if len(rows) < leastSpread {
		return blocks, 0
	}
	return tabled(blocks, all, rows), len(rows)
}

// linesOfAll are the lines of all paragraphs; a table is a line without text.
func linesOfAll(blocks []block) (all []textLine) {
	for i := range blocks {
		if b := &blocks[i]; b.Table != nil || len(b.Doubts) > 0 || !strings.Contains(b.Text, "\n") {
			all = append(all, textLine{i, b.Text})
			continue
		}
		for _, text := range strings.Split(blocks[i].Text, "\n") {
			all = append(all, textLine{i, text})
		}
	}
	return all
}

// parted puts a row's label that stands behind the figures of the one above, as lines of a
// page run together, into a line of its own.
func (l *labels) parted(all []textLine) (out []textLine) {
	const least = 3 // figures: fewer may be a sentence
	for _, x := range all {
		fields := strings.Fields(x.text)
		end := len(fields)
		for end > 0 && !isFigure(fields[end-1]) {
			end--
		}
		label := strings.Join(fields[end:], "")
		_, figures, _ := figuresBehind([]textLine{{text: strings.Join(fields[:end], " ")}}, 0)
		if len(figures) >= least && l.isRow(label) {
			out = append(out, textLine{x.block, strings.Join(fields[:end], " ")}, textLine{x.block, label})
		} else {
			out = append(out, x)
		}
	}
	return out
}

// isRow reports whether words are the label of a row of any section.
func (l *labels) isRow(label string) bool {
	if utf8.RuneCountInString(label) > longestLine {
		return false
	}
	return slices.ContainsFunc(l.form.Sections, func(s model.Section) bool {
		_, ok := l.exactly(s.Key, label, "")
		return ok
	})
}

// between adds the rows of which only the figures have come, where as many of the form's
// stand between the two beside them. The place tells which they are: see [rows.order].
func (l *labels) between(all []textLine, rows []spreadRow) (out []spreadRow) {
	for i, r := range rows {
		out = append(out, r)
		if i+1 == len(rows) || r.section != rows[i+1].section {
			continue
		}
		var headless []spreadRow
		for k := r.to; k < rows[i+1].from; k++ {
			index := r.index + 1 + len(headless)
			figures := onlyFigures(all, k)
			if index >= rows[i+1].index || len(figures) != len(r.block.Columns) {
				break
			}
			headless = append(headless, spreadRow{found: found{row: l.rows[r.section.Key][index]}, figures: figures, from: k, to: k + 1})
		}
		if n := len(headless); n == rows[i+1].index-r.index-1 && r.to+n == rows[i+1].from {
			out = append(out, headless...)
		}
	}
	return out
}

// spreadRows finds the rows, from above to below.
func (l *labels) spreadRows(blocks []block, all []textLine) (rows []spreadRow) {
	section, group, free := 0, "", 0
	// Where a heading says which part is of tables, lines of other parts are text.
	text := slices.ContainsFunc(all, func(x textLine) bool { s := l.titled(x.text); return s != nil && s.Table != nil })
	for i := 0; i < len(all); i++ {
		if blocks[all[i].block].Table != nil {
			free = i + 1
			continue
		}
		if s := l.titled(all[i].text); s != nil {
			if text = s.Table == nil; text {
				continue
			}
			section, group, free = max(section, l.index(s)), "", i+1
			if r, ok := l.lineOf(all, i+1, s); ok {
				rows = append(rows, r)
				i, free = r.to-1, r.to
			}
			continue
		}
		if text {
			continue
		}
		if g := l.groupOf(l.form.Sections[section].Key, all[i].text); g != "" {
			group = g
		}
		label, figures, to := figuresBehind(all, i)
		if len(figures) == 0 {
			continue
		}
		for s := section; s < len(l.form.Sections); s++ {
			key := l.form.Sections[s].Key
			r, ok := l.spreadRow(key, group, all, free, i, label)
			if !ok || r.section.Table.Arrangement == model.Line {
				continue
			}
			if s > section {
				section, group = s, ""
			}
			if group = r.found.group; len(figures) == len(r.block.Columns) { // else nobody knows which is missing
				r.figures, r.to, r.below = figures, to, label == ""
				rows = append(rows, r)
			}
			break
		}
		i, free = to-1, to
	}
	doubtBelow(rows)
	return l.headed(all, l.between(all, rows))
}

// doubtBelow makes figures doubtful that stand below their label where most others stand
// behind theirs: such a line may be the page's number.
func doubtBelow(rows []spreadRow) {
	const few = 5 // one of so many
	n := 0
	for _, r := range rows {
		if r.below {
			n++
		}
	}
	if n*few > len(rows) {
		return
	}
	for i := range rows {
		if r := &rows[i]; r.below && len(r.figures) == 1 {
			r.doubts = []string{"「" + r.figures[0] + "」在行名的下一行，可能是页码"}
		}
	}
}

// titled is the section whose heading a line is; nil for none.
func (l *labels) titled(text string) *model.Section {
	if utf8.RuneCountInString(text) > maxHeading {
		return nil
	}
	key := model.FoldLabel(model.StripNumber(text))
	for i := range l.form.Sections {
		if s := &l.form.Sections[i]; slices.Contains(l.titles[s.Key], key) && key != "" {
			return s
		}
	}
	return nil
}

// index is where a section stands in the form.
func (l *labels) index(s *model.Section) int {
	return slices.IndexFunc(l.form.Sections, func(o model.Section) bool { return o.Key == s.Key })
}

// figuresBehind are the figures at the end of a line, with the label before them, or
// those of the lines behind one that has none: label is "" then. to is the line
// behind them.
func figuresBehind(all []textLine, i int) (label string, figures []string, to int) {
	if utf8.RuneCountInString(all[i].text) > longestLine {
		return "", nil, i + 1
	}
	fields := strings.Fields(all[i].text)
	n := len(fields)
	for n > 0 && isFigure(fields[n-1]) {
		n--
	}
	if n == 0 {
		return "", nil, i + 1
	}
	if n < len(fields) {
		return strings.Join(fields[:n], ""), fields[n:], i + 1
	}
	if beside := onlyFigures(all, i+1); len(beside) > 1 {
		return "", beside, i + 2
	}
	for to = i + 1; to < len(all) && isFigure(all[to].text); to++ {
		figures = append(figures, strings.TrimSpace(all[to].text))
	}
	return "", figures, to
}

// onlyFigures are those of a line that has nothing else; nil for any other.
func onlyFigures(all []textLine, i int) []string {
	if i >= len(all) || utf8.RuneCountInString(all[i].text) > longestLine {
		return nil
	}
	figures := strings.Fields(all[i].text)
	if slices.ContainsFunc(figures, func(f string) bool { return !isFigure(f) }) {
		return nil
	}
	return figures
}

// isFigure reports whether a line or a word of it stands where a figure does.
func isFigure(text string) bool {
	if len(text) > 40 {
		return false
	}
	k := contentOf(text).kind
	return k == figure || k == mark
}

// spreadRow is the row whose label ends in line i; label is that of a line with
// figures. Lines before it that belong to nothing may begin it.
func (l *labels) spreadRow(section, group string, all []textLine, free, i int, label string) (r spreadRow, ok bool) {
	if label == "" {
		label = all[i].text
	}
	for n := 0; n < labelLines && i-n >= free; n++ {
		if n > 0 && onlyFigures(all, i-n) != nil {
			break
		}
		if n > 0 {
			label = all[i-n].text + label
		}
		if utf8.RuneCountInString(label) > longestLine {
			break
		}
		if f, found := l.exactly(section, label, group); found { // the longest one: its end may be another row's name
			r, ok = spreadRow{found: f, label: oneLine(label), from: i - n}, true
		}
	}
	return r, ok
}

// lineOf are the figures of a table whose rows stand side by side: as many behind
// its heading as it has cells, in one line or each in its own.
func (l *labels) lineOf(all []textLine, from int, s *model.Section) (spreadRow, bool) {
	if s.Table.Arrangement != model.Line {
		return spreadRow{}, false
	}
	cells := 0
	for _, b := range s.Table.Blocks {
		cells += len(b.Rows) * len(b.Columns)
	}
	for i := from; i < min(from+2*headLines, len(all)); i++ {
		if l.titled(all[i].text) != nil {
			break
		}
		figures := strings.Fields(all[i].text)
		to := i + 1
		if len(figures) == 1 {
			for to < len(all) && isFigure(all[to].text) {
				figures = append(figures, strings.TrimSpace(all[to].text))
				to++
			}
		}
		if len(figures) == cells && !slices.ContainsFunc(figures, func(f string) bool { return !isFigure(f) }) {
			first := l.rows[s.Key][0]
			return spreadRow{found: found{row: first}, figures: figures, from: i, to: to}, true
		}
	}
	return spreadRow{}, false
}

// headed gives the first row of each block its heads, where the lines over it name
// the columns in the form's order; rows over which they stand in another one are left
// out.
func (l *labels) headed(all []textLine, rows []spreadRow) (out []spreadRow) {
	over := map[*model.Block]order{}
	for _, r := range rows {
		seen, ok := over[r.block]
		if !ok {
			seen = l.orderOver(all, r)
			over[r.block] = seen
			if seen == same && r.label != "" {
				r.heads = headRows(r.block)
			} else if seen == same {
				r.heads = sideHeads(r.block)
			}
		}
		if seen != other {
			out = append(out, r)
		}
	}
	return out
}

// order is how the heads over a row stand to the form's columns.
type order int

const (
	unknown order = iota
	same
	other
)

// orderOver reads the lines over a block's first row.
func (l *labels) orderOver(all []textLine, r spreadRow) order {
	over := ""
	for i := max(r.from-headLines, 0); i < r.from; i++ {
		if l.titled(all[i].text) != nil {
			over = ""
		}
		over += model.FoldLabel(all[i].text)
	}
	if side := len(r.block.Rows); r.label == "" { // the columns come once for each row
		columns := ""
		for i := range r.block.Columns {
			columns += model.FoldLabel(r.block.Columns[i].Label)
		}
		if strings.Count(over, columns) == side {
			return same
		}
		return unknown
	}
	last, result := -1, same
	for k := range r.block.Columns {
		c := &r.block.Columns[k]
		at := strings.LastIndex(over, model.FoldLabel(c.Label))
		cell := l.form.Cell(model.CellID(r.section.Key + "." + r.Key + "." + c.Key))
		switch {
		case cell != nil && cell.Computed(): // on paper it may stand in the row above
		case at < 0:
			result = unknown
		case at < last:
			return other
		default:
			last = at
		}
	}
	return result
}

// headRows are the heads of a block as the form has them.
func headRows(b *model.Block) [][]string {
	columns := []string{b.LabelHead}
	for i := range b.Columns {
		columns = append(columns, b.Columns[i].Label)
	}
	return [][]string{columns}
}

// sideHeads are those of a block whose rows stand side by side.
func sideHeads(b *model.Block) [][]string {
	out := make([][]string, 2)
	for i := range b.Rows {
		for k := range b.Columns {
			out[0], out[1] = append(out[0], b.Rows[i].Label), append(out[1], b.Columns[k].Label)
		}
	}
	return out
}

// tabled puts a table in the place of each run of rows of one section.
func tabled(blocks []block, all []textLine, rows []spreadRow) (out []block) {
	at := 0
	plain := func(to int) {
		for ; at < to; at++ {
			b := blocks[all[at].block]
			if b.Table == nil {
				b.Text = all[at].text
			}
			out = append(out, b)
		}
	}
	for i := 0; i < len(rows); {
		plain(rows[i].from)
		b := block{Block: blocks[all[at].block].Block, section: rows[i].section.Key, lines: true}
		b.Text, b.Table = "", &source.Grid{}
		for ok := true; ok; ok = i < len(rows) && rows[i].from == at && rows[i].section.Key == b.section {
			rows[i].put(b.Table, func(line int) string { return blocks[all[line].block].Where })
			at = rows[i].to
			i++
		}
		out = append(out, b)
	}
	plain(len(all))
	return out
}

// put adds the row, its heads above it, to a table; where says where a line is.
func (r *spreadRow) put(g *source.Grid, where func(line int) string) {
	add := func(fields []string, where func(k int) string) {
		row := g.Rows
		for k, text := range fields {
			c := source.Cell{Row: row, Col: k, RowSpan: 1, ColSpan: 1, Text: text, Where: where(k)}
			if isFigure(text) {
				c.Doubts = r.doubts
			}
			g.Put(c)
		}
	}
	for _, heads := range r.heads {
		add(heads, func(int) string { return where(r.from) })
	}
	fields := r.figures
	if r.section.Table.Arrangement != model.Line {
		fields = append([]string{r.label}, fields...)
	}
	add(fields, func(k int) string { // the figures' lines are the last
		return where(max(r.to-len(fields)+k, r.from))
	})
}
