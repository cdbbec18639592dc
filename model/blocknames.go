package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Names is what the words in a block name of a section's table, for a block that
// was copied with its heads or with the names of its rows.
type Names struct {
	Rows   []NamedRow
	Labels int      // columns at the left that hold names of rows
	Unsure []string // names that only come near, a sentence each
}

// NamedRow is a row of such a block.
type NamedRow struct {
	Label  string // the words at its left; "" for none
	Words  bool   // there is no place for figures in it: heads, a group's name, a title
	Fields []NamedField
}

// NamedField is what the words round a field name: keys of the form's, "" where
// there is no word or none that is known.
type NamedField struct {
	Row, Column string
	Head        string // the words over it
	Word        bool   // it is itself a name
}

// some reports whether a field that is no word has what is asked for.
func (n *Names) some(has func(NamedField) bool) bool {
	return slices.ContainsFunc(n.Rows, func(r NamedRow) bool {
		return !r.Words && slices.ContainsFunc(r.Fields, func(f NamedField) bool { return !f.Word && has(f) })
	})
}

// RowsKnown and ColumnsKnown report whether any row, or any column, is named by a
// word that is the form's.
func (n *Names) RowsKnown() bool { return n.some(func(f NamedField) bool { return f.Row != "" }) }

// ColumnsKnown is RowsKnown for columns.
func (n *Names) ColumnsKnown() bool {
	return n.some(func(f NamedField) bool { return f.Column != "" })
}

// Figures are the rows with a place for figures, without names, and their numbers
// for people.
func (n *Names) Figures(block [][]string) (rows [][]string, numbers []int) {
	for i, row := range block {
		if !n.Rows[i].Words {
			rows, numbers = append(rows, row[min(n.Labels, len(row)):]), append(numbers, i+1)
		}
	}
	return rows, numbers
}

// Falling is where the fields of a block fall: what [Paste] takes, and what has to
// be said of it, a sentence each.
type Falling struct {
	Targets [][]*Cell
	Block   [][]string
	Says    []string
	Unknown bool // something has a name that isn't known, or none where others have
}

// Fall places a block by its names. Where no row has a name that is known, lines
// are the cells of the lines that the rows with figures fall on; where no column
// has, the first stands in column col.
func (n *Names) Fall(form *Form, section string, lines [][]*Cell, col int, block [][]string) Falling {
	x := faller{Names: n, byRow: n.RowsKnown(), byColumn: n.ColumnsKnown(), col: col, at: map[CellID]placed{}}
	var words []string
	for i, row := range block {
		if n.Rows[i].Words {
			words = append(words, strconv.Itoa(i+1))
			continue
		}
		var line []*Cell
		if !x.byRow && len(lines) > 0 {
			line, lines = lines[0], lines[1:]
		}
		x.row(form, section, i, row, line)
	}
	x.finish()
	if len(words) > 0 {
		x.Says = append(x.Says, "第 "+strings.Join(words, "、")+" 行只有文字，当作表头、组名，不填。")
	}
	return x.Falling
}

// faller is a block being placed.
type faller struct {
	Falling
	*Names
	byRow, byColumn bool
	col             int
	order           []placed            // as they come
	at              map[CellID]placed   // by cell
	twice           map[CellID][]string // what a cell has several of
	lost            []string            // fields that fall nowhere, with why
}

// placed is a field that has a cell.
type placed struct {
	cell *Cell
	text string
	row  int
}

func (x *faller) row(form *Form, section string, i int, row []string, line []*Cell) {
	lost := map[string][]string{} // what falls nowhere, by why
	var whys []string
	for k, text := range row {
		name := x.Rows[i].Fields[k]
		if name.Word {
			continue
		}
		cells := line
		if x.byRow {
			cells = rowCells(form, section, name.Row)
		}
		cell := x.cell(cells, name, k)
		if cell != nil {
			x.put(cell, text, i)
			continue
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		why := x.why(name, i, cells)
		if lost[why] == nil {
			whys = append(whys, why)
		}
		lost[why] = append(lost[why], Shorten(text))
	}
	for _, why := range whys {
		x.lost = append(x.lost, why+"（"+strings.Join(lost[why][:min(len(lost[why]), 7)], " ")+"）")
	}
}

// cell is the one of a row's cells that a field falls on; nil for none.
func (x *faller) cell(cells []*Cell, name NamedField, k int) *Cell {
	if !x.byColumn {
		if k += x.col - x.Labels; k < 0 || k >= len(cells) {
			return nil
		}
		return cells[k]
	}
	i := slices.IndexFunc(cells, func(c *Cell) bool { return c.Column.Key == name.Column })
	if i < 0 {
		return nil
	}
	return cells[i]
}

// why says why a field falls nowhere.
func (x *faller) why(name NamedField, i int, cells []*Cell) string {
	label := x.Rows[i].Label
	switch {
	case x.byRow && name.Row == "" && label == "":
		return fmt.Sprintf("第 %d 行没有行名", i+1)
	case x.byRow && name.Row == "":
		return "表里没有「" + Shorten(label) + "」这一行"
	case cells == nil:
		return fmt.Sprintf("第 %d 行超出了表", i+1)
	case x.byColumn && name.Head == "":
		return "有一列没有列名"
	case x.byColumn:
		return "这里没有「" + Shorten(name.Head) + "」这一列"
	}
	return "超出了表格的边"
}

// rowCells are the cells of the form's row.
func rowCells(form *Form, section, row string) (cells []*Cell) {
	for _, c := range form.Cells() {
		if c.Section.Key == section && c.Row.Key == row {
			cells = append(cells, c)
		}
	}
	return cells
}

// put gives a cell its field. A cell that gets two that differ gets neither.
func (x *faller) put(cell *Cell, text string, row int) {
	p := placed{cell, strings.TrimSpace(text), row}
	had, again := x.at[cell.ID]
	switch {
	case !again || had.text == "":
		x.at[cell.ID] = p
	case p.text != "" && p.text != had.text:
		if x.twice == nil {
			x.twice = map[CellID][]string{}
		}
		if len(x.twice[cell.ID]) == 0 {
			x.twice[cell.ID] = []string{had.text}
		}
		x.twice[cell.ID] = append(x.twice[cell.ID], p.text)
	}
	if !again {
		x.order = append(x.order, p)
	}
}

// finish puts together what is to be pasted, and what is to be said.
func (x *faller) finish() {
	last := -1
	for _, p := range x.order {
		p = x.at[p.cell.ID]
		if texts := x.twice[p.cell.ID]; texts != nil {
			x.lost = append(x.lost, "「"+p.cell.Brief()+"」有两个数（"+strings.Join(texts, "、")+"）")
			continue
		}
		if p.row != last {
			x.Targets, x.Block = append(x.Targets, nil), append(x.Block, nil)
			last = p.row
		}
		at := len(x.Targets) - 1
		x.Targets[at], x.Block[at] = append(x.Targets[at], p.cell), append(x.Block[at], p.text)
	}
	x.say()
}

func (x *faller) say() {
	if a, b := x.turned(true); a != nil {
		x.Says = append(x.Says, fmt.Sprintf("列的次序和表里的不同（「%s」在「%s」前面），按列名放。", a.Column.Label, b.Column.Label))
	}
	if a, b := x.turned(false); a != nil {
		x.Says = append(x.Says, fmt.Sprintf("行的次序和表里的不同（「%s」在「%s」前面），按行名放。", a.Row.Short, b.Row.Short))
	}
	x.Unknown = len(x.lost) > 0
	const most = 4
	for i, l := range x.lost {
		if i == most {
			x.Says = append(x.Says, fmt.Sprintf("还有 %d 处这样的，也不填。", len(x.lost)-most))
			break
		}
		x.Says = append(x.Says, "不填："+l+"。")
	}
	x.Says = append(x.Says, x.Unsure...)
}

// turned finds two fields behind each other that stand the other way round in the
// form: in one row, or in two. It is nil for none.
func (x *faller) turned(oneRow bool) (a, b *Cell) {
	for i := 1; i < len(x.order); i++ {
		a, b = x.order[i-1].cell, x.order[i].cell
		if (a.Row == b.Row) == oneRow && a.pos > b.pos {
			return a, b
		}
	}
	return nil, nil
}
