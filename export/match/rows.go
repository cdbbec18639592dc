package match

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/model"
)

// line is one row of a grid that has figures, blanks in their place, or a label.
type line struct {
	grid  *source.Grid
	row   int
	label string // what was taken for the label
	found found
	known bool // found holds
	heads heads
	slots []slot // what stands behind the label
}

// slot is a cell of a line behind its label.
type slot struct {
	*source.Cell
	content
}

// filled counts the slots that hold something.
func (x *line) filled() (n int) {
	for _, s := range x.slots {
		if s.kind != blank {
			n++
		}
	}
	return n
}

// allWords reports whether there are several words behind the label and nothing
// else.
func (x *line) allWords() bool {
	n := 0
	for _, s := range x.slots {
		switch s.kind {
		case words:
			n++
		case figure, mark:
			return false
		}
	}
	return n > 1
}

// heads are the columns that the heads over a grid name.
type heads struct {
	names map[int]string // by column of the grid: what stands there
	done  bool           // figures have come since
	cols  int            // of the grid: in one that is wider or narrower they stand elsewhere
}

func (h *heads) add(c *source.Cell, text string) {
	if h.names == nil {
		h.names = map[int]string{}
	}
	for col := c.Col; col < c.Col+c.ColSpan; col++ {
		h.names[col] += text
	}
}

// rows reads the tables of a section whose rows and columns are the form's.
type rows struct {
	*labels
	out     *reading
	section string
	laid    *model.Table // the section's, as the form has it
	group   string       // folded label of the group that the next row stands in
	heads   heads
	lines   []*line
	unit    string   // of the amounts, where a line over the tables says so
	several string   // the line that names a unit of the counts that stands for several
	over    struct { // such a unit in the heads of the table that was asked for last
		grid *source.Grid
		unit string
	}
}

// paragraph takes up what stands between the tables of the section: a group's or
// a row's label in some files.
func (t *rows) paragraph(text string, doubts []string) bool {
	if g := t.groupOf(t.section, text); g != "" {
		t.group = g
		return true
	}
	if g := t.spelt(text); g != nil {
		for i := range g.Cells {
			g.Cells[i].Doubts = doubts
		}
		t.table(g)
		return true
	}
	if name, line := unitIn(text), squeeze(text); name != "" && utf8.RuneCountInString(line) <= maxUnitLine && unitLine.MatchString(line) {
		t.unit = name
		return true
	}
	if utf8.RuneCountInString(text) <= maxUnitLine && countUnit.MatchString(squeeze(text)) {
		t.several = text
		return true
	}
	words := t.isLabel(text)
	if r := t.rowBefore(t.section, text); r != nil && !words {
		t.out.miss(t.section, r.Key)
	}
	return words
}

// isLabel reports whether a text is a label of the section's table, whole or broken, or
// a head.
func (t *rows) isLabel(text string) bool {
	if _, ok := t.exactly(t.section, text, t.group); ok || t.partOfLabel(text) {
		return true
	}
	return t.isHead(text) || t.headLike(text) || t.namesColumn(t.section, text)
}

// partOfLabel reports whether a text is a piece of a row's or a group's label, as lines
// break them.
func (t *rows) partOfLabel(text string) bool {
	const least = 2 // characters
	key := model.FoldLabel(text)
	if utf8.RuneCountInString(key) < least {
		return false
	}
	return slices.ContainsFunc(t.labels.rows[t.section], func(r *row) bool {
		return strings.Contains(r.whole, key)
	})
}

// maxUnitLine bounds a line that names a unit, in characters.
const maxUnitLine = 30

// spelt is a row that a file has as plain text, 行政许可 97: a label of the form
// and as many figures as it has columns; nil for anything else.
func (t *rows) spelt(text string) *source.Grid {
	fields := strings.Fields(text)
	n := len(fields)
	for n > 0 && contentOf(fields[n-1]).kind == figure {
		n--
	}
	f, ok := t.exactly(t.section, strings.Join(fields[:n], ""), t.group)
	if !ok || n == 0 || len(fields)-n != len(f.block.Columns) {
		return nil
	}
	row := append([]string{strings.Join(fields[:n], "")}, fields[n:]...)
	return source.FromRows("「"+shorten(text, 20)+"」", [][]string{row})
}

// headLike reports whether words name heads: 申请人情况 (自然人).
func (t *rows) headLike(text string) bool {
	head, _, _ := strings.Cut(strings.ReplaceAll(text, "（", "("), "(")
	return t.isHead(head)
}

// table takes up a grid, row by row.
func (t *rows) table(g *source.Grid) {
	t.heads.done = true // each grid has its own
	for r := range g.Rows {
		t.take(g, r)
	}
}

func (t *rows) take(g *source.Grid, r int) {
	cells := cellsOf(g, r)
	if t.takeHead(g, cells, r) {
		return
	}
	x := &line{grid: g, row: r, heads: t.heads}
	begin := t.takeLabel(x, cells)
	for _, c := range cells[begin:] {
		x.slots = append(x.slots, slot{c, inCell(c)})
	}
	if x.label == "" && x.filled() == 0 {
		return
	}
	if !x.known {
		if words := wordsOf(cells); fillers(words) {
			t.out.leave(x.where(), strings.Join(words, " "), noRow)
			return
		}
	}
	if x.allWords() && (!x.known || t.names(x)) { // heads of somebody's own
		t.heads = heads{}
		return
	}
	t.heads.done = true
	t.lines = append(t.lines, x)
}

// cellsOf are the cells of a row from left to right; one that begins further up
// is among them.
func cellsOf(g *source.Grid, r int) (out []*source.Cell) {
	for col := 0; col < g.Cols; col++ {
		c := g.At(r, col)
		if c != nil && (len(out) == 0 || out[len(out)-1] != c) {
			out = append(out, c)
		}
	}
	return out
}

// takeHead takes up a row of heads: words that only heads have, or the names of
// two columns and more, and no figure.
func (t *rows) takeHead(g *source.Grid, cells []*source.Cell, r int) bool {
	named, only := 0, false
	if hasFigure(cells) {
		return false
	}
	seen := map[string]bool{}
	for _, c := range cells {
		text := oneLine(c.Text)
		only = only || t.isHead(text)
		for i := range t.laid.Blocks {
			b := &t.laid.Blocks[i]
			if k := t.column(b, text); k >= 0 && !seen[b.Columns[k].Key] {
				seen[b.Columns[k].Key] = true
				named++
				break
			}
		}
	}
	if !only && named < 2 {
		return false
	}
	if t.heads.done {
		t.heads = heads{}
	}
	t.heads.cols = g.Cols
	for _, c := range cells {
		if text := oneLine(c.Text); c.Row == r && text != "" && !t.isHead(text) {
			t.heads.add(c, text)
		}
	}
	return true
}

// takeLabel finds a line's row by the words at its left, and returns where its
// figures begin.
func (t *rows) takeLabel(x *line, cells []*source.Cell) (begin int) {
	from := t.serials(cells)
	last, named, figures := from-1, -1, false
	var texts []string
	for i, c := range cells {
		if i < from {
			continue
		}
		text := contentOf(c.Text) // a picture beside a label is none of its figures
		if figures = text.kind == figure || text.kind == mark; figures {
			break
		}
		if text.kind == words {
			texts = append(texts, oneLine(c.Text))
			last = i
			if f, ok := t.exactly(t.section, text.text, t.group); ok {
				x.found, x.known, x.label = f, true, text.text
				if t.labelBehind(cells[i+1:], text.text) {
					continue // 其他 is a piece of the group's label
				}
				break // what stands behind is no label
			}
			if g := t.groupOf(t.section, c.Text); g != "" {
				t.group = g
				x.label = oneLine(c.Text)
				continue
			}
			if f, ok := t.find(t.section, text.text, t.group); ok && (!x.known || f.sure > x.found.sure) {
				x.found, x.known, x.label, named = f, true, text.text, i
			}
		}
	}
	if x.known && named >= 0 && !figures { // O or 见附件 in each cell
		last = named
	}
	if !x.known && len(texts) > 1 { // a label over two cells
		if f, ok := t.find(t.section, strings.Join(texts, ""), t.group); ok {
			x.found, x.known = f, true
		}
	}
	if len(texts) > 0 && !x.known {
		x.label = texts[len(texts)-1]
	}
	if x.known {
		if x.found.rest != "" {
			t.group = x.found.rest
		}
		t.group = x.found.group
	}
	return last + 1
}

// labelBehind reports whether the next cell has the rest of a label of which this one
// has a piece of the group's.
func (t *rows) labelBehind(cells []*source.Cell, piece string) bool {
	if len(cells) == 0 || contentOf(cells[0].Text).kind != words {
		return false
	}
	_, ok := t.behindPiece(t.section, model.FoldLabel(piece+cells[0].Text))
	return ok
}

// serials is how many cells at a row's left only number it: a label of the form's
// comes behind them.
func (t *rows) serials(cells []*source.Cell) int {
	const most = 2 // 序号 and 行次
	numbers := 0
	for i, c := range cells {
		switch contentOf(c.Text).kind {
		case figure, mark:
			if numbers++; numbers > most {
				return 0
			}
		case words:
			_, row := t.find(t.section, oneLine(c.Text), t.group)
			if numbers > 0 && (row || t.groupOf(t.section, c.Text) != "") {
				return i
			}
			return 0
		}
	}
	return 0
}

// finish gives every line its row and puts its figures into cells.
func (t *rows) finish() {
	t.join()
	t.lone()
	t.order()
	for _, x := range t.lines {
		switch {
		case x.known:
			t.place(x)
		case x.filled() > 0 && !onlyMarks(x):
			t.out.leave(x.where(), x.shown(), "无法识别这一行是表里的哪一行")
			t.out.lose(t.section)
		case t.fills(x):
			t.out.leave(x.where(), x.shown(), noRow)
		default:
			x.unseen(t.out)
		}
	}
	t.twice()
}

// unseen says what nobody sees of a line that has nothing else.
func (x *line) unseen(out *reading) {
	for _, s := range x.slots {
		if s.text == model.NotRead {
			out.leave(x.grid.PlaceOf(s.Cell), x.label, strings.Join(s.doubts, "；"))
		}
	}
}

// names reports whether one of the words behind a line's label is a name of the form's:
// then they are heads and stand in no figure's place.
func (t *rows) names(x *line) bool {
	return slices.ContainsFunc(x.slots, func(s slot) bool {
		if s.kind != words {
			return false
		}
		for i := range t.laid.Blocks { // columns are known by their blocks
			if t.column(&t.laid.Blocks[i], s.text) >= 0 {
				return true
			}
		}
		_, row := t.exactly(t.section, s.text, t.group)
		return row || t.isHead(s.text) || t.groupOf(t.section, s.text) != ""
	})
}

// fills reports whether a line has a sign for each column of one of the form's blocks:
// fewer may be part of a drawing or a head.
func (t *rows) fills(x *line) bool {
	n := x.filled()
	return n > 1 && slices.ContainsFunc(t.laid.Blocks, func(b model.Block) bool { return len(b.Columns) == n })
}

const noRow = "无法识别这一行是表里的哪一行，格里也没有数"

// fillers reports whether all words of a row but the first are the same few signs, as
// people write them where figures belong; heads are different words.
func fillers(words []string) bool {
	const most = 4 // characters
	if len(words) < 3 || utf8.RuneCountInString(words[1]) > most {
		return false
	}
	return !slices.ContainsFunc(words[1:], func(w string) bool { return w != words[1] })
}

// onlyLabel reports whether a line has a label and no figure.
func (x *line) onlyLabel() bool { return x.label != "" && x.filled() == 0 }

// onlyFigures reports whether a line has figures and no label.
func (x *line) onlyFigures() bool { return x.label == "" && x.filled() > 0 }

// exact reports whether a line's label is one of the form's.
func (x *line) exact() bool { return x.known && x.found.sure >= exactLabel }

// brokenLabel reports whether a line can be half of a row's label: it is no group's.
func (t *rows) brokenLabel(x *line) bool {
	return x.onlyLabel() && t.groupOf(t.section, x.label) == ""
}

// join puts together what a file has broken over two rows: a label without
// figures and figures without a label, or the two halves of a label.
func (t *rows) join() {
	var out []*line
	for _, x := range t.lines {
		if len(out) == 0 {
			out = append(out, x)
			continue
		}
		prev := out[len(out)-1]
		switch {
		case prev.onlyLabel() && x.onlyFigures() && prev.grid == x.grid:
			prev.slots, prev.row, prev.heads = x.slots, x.row, x.heads
			if prev.known && prev.found.sure > partLabel {
				prev.found.sure, prev.found.how = partLabel, "行名相符，数在下一行"
			}
			continue
		case !x.known && t.brokenLabel(x) && !prev.exact():
			if f, ok := t.find(t.section, prev.label+x.label, t.group); ok && (!prev.known || f.sure >= prev.found.sure) {
				prev.found, prev.known, prev.label = f, true, prev.label+x.label
				continue
			}
		case x.label != "" && t.brokenLabel(prev) && !prev.exact():
			if f, ok := t.find(t.section, prev.label+x.label, t.group); ok && (!x.known || f.sure > x.found.sure) {
				x.found, x.known, x.label = f, true, prev.label+x.label
				out[len(out)-1] = x
				continue
			}
		}
		out = append(out, x)
	}
	t.lines = out
}

// order gives lines without a known label the rows between those of their
// neighbours, where there are as many of both.
func (t *rows) order() {
	all := t.labels.rows[t.section]
	for i := 0; i < len(t.lines); i++ {
		if t.lines[i].known || i == 0 || !t.lines[i-1].known {
			continue
		}
		from := t.lines[i-1].found.index
		var gap []*line
		j := i
		for ; j < len(t.lines) && !t.lines[j].known; j++ {
			if x := t.lines[j]; x.filled() > 1 && !onlyMarks(x) {
				gap = append(gap, x)
			}
		}
		to := len(all)
		if j < len(t.lines) {
			to = t.lines[j].found.index
		}
		if to-from-1 == len(gap) {
			for k, x := range gap {
				x.found, x.known = found{all[from+1+k], orderedLabel, "行名无法识别，按前后各行的次序", ""}, true
			}
		}
		i = j
	}
}

// onlyMarks reports whether a line has no number at all.
func onlyMarks(x *line) bool {
	for _, s := range x.slots {
		if s.kind == figure {
			return false
		}
	}
	return true
}

// lone reads the single row that older tables have for a group of rows. What is
// 0 in all is 0 in each; any other figure goes to the row of the rest, and
// somebody has to look at it.
func (t *rows) lone() {
	seen := map[string]bool{}
	for _, x := range t.lines {
		if x.known {
			seen[x.found.Key] = true
		}
	}
	var more []*line
	for _, x := range t.lines {
		g := t.groupOf(t.section, x.label)
		if x.known || g == "" || x.filled() == 0 {
			continue
		}
		var members []*row
		any := false
		for _, r := range t.labels.rows[t.section] {
			if r.group == g {
				members = append(members, r)
				any = any || seen[r.Key]
			}
		}
		for _, r := range members {
			if r.Lone && !any {
				x.found, x.known = found{r, orderedLabel, "「" + oneLine(x.label) + "」在原件里只有一行，没有分项，先放在这一行", ""}, true
			}
		}
		if !x.known {
			t.out.leave(x.where(), x.shown(), "表里这一组没有小计")
			if !any {
				t.out.lose(t.section)
			}
			x.slots = nil
			continue
		}
		if !allZero(x) {
			continue
		}
		x.found.sure, x.found.how = partLabel, "「"+oneLine(x.label)+"」在原件里只有一行，合计为 0，各分项都是 0"
		for _, r := range members {
			if !r.Lone {
				copied := *x
				copied.found.row = r
				more = append(more, &copied)
			}
		}
	}
	t.lines = append(t.lines, more...)
}

func allZero(x *line) bool {
	for _, s := range x.slots {
		if s.kind != blank && !s.figure.IsZero() {
			return false
		}
	}
	return true
}

func (x *line) where() string {
	if len(x.slots) > 0 {
		return x.grid.PlaceOf(x.slots[0].Cell)
	}
	return fmt.Sprintf("%s第%d行", x.grid.Where, x.row+1)
}

// shown is the line in a few words.
func (x *line) shown() string {
	parts := []string{}
	if x.label != "" {
		parts = append(parts, x.label)
	}
	for _, s := range x.slots {
		if s.kind != blank {
			parts = append(parts, s.text)
		}
	}
	return shorten(strings.Join(parts, " "), 40)
}
