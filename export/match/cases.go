package match

import (
	"fmt"
	"slices"

	"nianbao/export/source"
	"nianbao/model"
)

// cases reads the table whose rows stand side by side in one line on paper, and
// in the wild also below each other, in tables of their own, or turned round: each
// figure is found by the words above it and at its left.
type cases struct {
	*labels
	out     *reading
	section string
	context string // the label before the table, or in a row of its own
	items   []*item
}

// item is one figure and what the words round it say of its place; -1 for
// nothing.
type item struct {
	slot
	grid        *source.Grid
	row, column int
	label       string // the words that told them
	merged      bool   // over several columns: nobody knows whose it is
	sure        float64
	how         string
}

func (t *cases) block() *model.Block { return t.labels.rows[t.section][0].block }

func (t *cases) paragraph(text string, _ []string) bool {
	if t.rowOf(text) >= 0 {
		t.context = text
		return true
	}
	return t.groupOf(t.section, text) != "" || t.isHead(text) || t.namesColumn(t.section, text)
}

// rowOf is the form's row that a label names; -1 for none.
func (t *cases) rowOf(text string) int {
	if f, ok := t.find(t.section, text, ""); ok && f.sure >= partLabel {
		return f.index
	}
	return -1
}

func (t *cases) table(g *source.Grid) {
	for r := range g.Rows {
		cells := cellsOf(g, r)
		if t.caption(cells) {
			continue
		}
		stands := t.wordsForFigures(g, r, cells)
		for _, c := range cells {
			x := inCell(c)
			forFigure := x.kind != blank && (x.kind != words || stands)
			if c.Row != r || !forFigure {
				continue
			}
			i := &item{slot: slot{c, x}, grid: g, row: -1, column: -1, sure: headed, how: "组名、列名相符"}
			if lacks(g, r) {
				i.sure, i.how = shortRow, "组名、列名相符，但这一行缺格子，可能错位"
			}
			t.locate(i)
			if x.kind == words && (i.row < 0 || i.column < 0) { // a label beside them
				continue
			}
			if t.acrossHeads(i) {
				i.row, i.column, i.merged = -1, -1, true
			}
			t.items = append(t.items, i)
		}
	}
}

// wordsForFigures reports whether a row below heads has words, none of them the
// form's, and no figure: O, 见附件, 同上.
func (t *cases) wordsForFigures(g *source.Grid, r int, cells []*source.Cell) bool {
	n := 0
	for _, c := range cells {
		x := contentOf(c.Text)
		switch {
		case c.Row != r || x.kind == blank:
		case x.kind != words || t.isNamed(x.text):
			return false
		default:
			n++
		}
	}
	return n > 1 && r > 0 && slices.ContainsFunc(cellsOf(g, r-1), func(c *source.Cell) bool { return t.isNamed(oneLine(c.Text)) })
}

// isNamed reports whether words are a name of the table's.
func (t *cases) isNamed(text string) bool {
	if t.column(t.block(), text) >= 0 || t.rowOf(text) >= 0 {
		return true
	}
	return t.groupOf(t.section, text) != "" || t.isHead(text)
}

// caption takes a row that is nothing but the label of what follows.
func (t *cases) caption(cells []*source.Cell) bool {
	words := wordsOf(cells)
	alone := len(words) == 1 && len(cells) < 3
	if !alone || t.rowOf(words[0]) < 0 || hasFigure(cells) {
		return false
	}
	t.context = words[0]
	return true
}

func wordsOf(cells []*source.Cell) (out []string) {
	for _, c := range cells {
		if contentOf(c.Text).kind == words {
			out = append(out, oneLine(c.Text))
		}
	}
	return out
}

func hasFigure(cells []*source.Cell) bool {
	for _, c := range cells {
		if contentOf(c.Text).kind == figure {
			return true
		}
	}
	return false
}

// lacks reports whether a row of a grid has fewer cells than the grid, and nothing
// tells which are missing.
func lacks(g *source.Grid, r int) bool { return g.At(r, g.Cols-1) == nil && !addressed(g, r) }

// addressed reports whether the cells of a row have addresses: what is not there is
// empty.
func addressed(g *source.Grid, r int) bool {
	return slices.ContainsFunc(cellsOf(g, r), func(c *source.Cell) bool { return c.Where != "" })
}

// acrossHeads reports whether an item spans columns with heads of their own.
func (t *cases) acrossHeads(x *item) bool {
	if x.ColSpan == 1 {
		return false
	}
	for r := x.Row - 1; r >= 0; r-- {
		first, last := x.grid.At(r, x.Col), x.grid.At(r, x.Col+x.ColSpan-1)
		apart := first != last && first != nil && last != nil
		if apart && t.column(t.block(), oneLine(first.Text)) >= 0 {
			return true
		}
	}
	return false
}

// locate reads the words above an item and at its left, the near ones first.
func (t *cases) locate(x *item) {
	read := func(c *source.Cell) {
		if c == nil || c == x.Cell {
			return
		}
		text := oneLine(c.Text)
		if x.column < 0 {
			x.column = t.column(t.block(), text)
			if x.column >= 0 {
				x.label += text
				return
			}
		}
		if x.row < 0 {
			if x.row = t.rowOf(text); x.row >= 0 {
				x.label = text + " " + x.label
			}
		}
	}
	for r := x.Row - 1; r >= 0; r-- {
		read(x.grid.At(r, x.Col))
	}
	for col := x.Col - 1; col >= 0; col-- {
		read(x.grid.At(x.Row, col))
	}
	for col := x.Col; col >= 0 && x.row < 0; col-- { // a head that should span the columns, and does not
		for r := x.Row - 1; r >= 0 && x.row < 0; r-- {
			if c := x.grid.At(r, col); c != nil {
				x.row = t.rowOf(oneLine(c.Text))
			}
		}
	}
	if x.row < 0 && t.context != "" {
		x.row = t.rowOf(t.context)
	}
}

// finish puts the items into cells; where words are missing, the order tells.
func (t *cases) finish() {
	b := t.block()
	n := len(b.Columns)
	t.bySequence(n * len(b.Rows))
	for _, x := range t.items {
		if x.row < 0 || x.column < 0 {
			t.out.leave(x.grid.PlaceOf(x.Cell), x.text, "无法识别是哪一组的哪一项")
			t.out.lose(t.section)
			continue
		}
		sure, how := x.sure, x.how
		if total, sum, ok := t.total(x.row); ok && total != sum {
			sure = min(sure, unequal)
			how += fmt.Sprintf("；这一组写的总计是 %s，加起来是 %s", total, sum)
		}
		id := model.CellID(t.section + "." + b.Rows[x.row].Key + "." + b.Columns[x.column].Key)
		t.out.put(id, x.content, x.label, x.grid.PlaceOf(x.Cell), how, sure)
	}
}

// bySequence gives all items their places in the form's order, where there are
// as many as the form has and none that is known says otherwise.
func (t *cases) bySequence(n int) {
	if len(t.items) != n {
		return
	}
	columns := len(t.block().Columns)
	unknown, headless := 0, false
	for i, x := range t.items {
		if x.merged {
			return
		}
		otherRow, otherColumn := x.row >= 0 && x.row != i/columns, x.column >= 0 && x.column != i%columns
		if otherRow || otherColumn {
			if t.headsHold() || !t.addsUp(columns) {
				return
			}
			unknown, headless = len(t.items), true // the heads have been jumbled
			break
		}
		if x.row < 0 || x.column < 0 {
			unknown++
		}
		headless = headless || x.column < 0
	}
	if unknown == 0 {
		return
	}
	sure, how := sequence, "列名依次相符"
	if headless {
		sure, how = bySequence, "列名无法识别，按表式的次序"
	}
	for i, x := range t.items {
		x.row, x.column, x.sure, x.how = i/columns, i%columns, sure, how
	}
}

// addsUp reports whether the items, taken in the form's order, are groups whose
// last is the sum of the others, and not 0 in all of them.
func (t *cases) addsUp(columns int) bool {
	some := false
	for i := 0; i+columns <= len(t.items); i += columns {
		sum := model.Zero
		for _, x := range t.items[i : i+columns-1] {
			sum = sum.Add(x.figure)
		}
		if sum != t.items[i+columns-1].figure {
			return false
		}
		some = some || sum.Sign() != 0
	}
	return some
}

// headsHold reports whether the words round the items give each cell of the form one of
// them, and the totals are the sums then.
func (t *cases) headsHold() bool {
	columns, rows := len(t.block().Columns), len(t.block().Rows)
	seen := map[int]bool{}
	for _, x := range t.items {
		if x.row >= 0 && x.column >= 0 {
			seen[x.row*columns+x.column] = true
		}
	}
	if len(seen) != rows*columns || len(t.items) != len(seen) {
		return false
	}
	for row := range rows {
		if total, sum, ok := t.total(row); !ok || total != sum {
			return false
		}
	}
	return true
}

// total compares the stated total of a row with the sum of its parts.
func (t *cases) total(row int) (total, sum model.Figure, ok bool) {
	b := t.block()
	for _, x := range t.items {
		if x.row != row || x.column < 0 || x.kind != figure {
			continue
		}
		if c := t.form.Cell(model.CellID(t.section + "." + b.Rows[row].Key + "." + b.Columns[x.column].Key)); c.Computed() {
			total, ok = x.figure, true
		} else {
			sum = sum.Add(x.figure)
		}
	}
	return total, sum, ok && sum.Filled()
}
