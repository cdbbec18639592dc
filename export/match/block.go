package match

import (
	"fmt"
	"slices"
	"strings"

	"nianbao/export/source"
	"nianbao/model"
)

// Names says what the words in a block of fields name of a section's table: the
// heads over its figures and the labels beside them. It guesses nothing from the
// order of rows or columns.
func Names(form *model.Form, section string, block [][]string) model.Names {
	s := form.Section(section)
	g := source.FromRows("", block)
	out := model.Names{Rows: make([]model.NamedRow, len(block))}
	for i, row := range block {
		out.Rows[i].Fields = make([]model.NamedField, len(row))
	}
	const most = 100_000 // fields: no block that anybody copies
	if g.Rows*g.Cols > most || g.Cols >= source.MaxCols || g.Rows >= source.MaxRows {
		return out
	}
	switch {
	case s == nil || s.Table == nil:
	case s.Table.Arrangement == model.Line:
		(&cases{labels: labelsOf(form), section: section}).name(g, &out)
	default:
		(&rows{labels: labelsOf(form), section: section, laid: s.Table}).name(g, &out)
	}
	return out
}

// name says what names the figures of a block whose rows are the form's.
func (t *rows) name(g *source.Grid, out *model.Names) {
	known := false
	for r := range g.Rows {
		n, row := len(t.lines), &out.Rows[r]
		t.take(g, r)
		if len(t.lines) == n || t.takeFirstHeads(g, r) {
			for k := range row.Fields { // heads, or nothing at all
				row.Fields[k].Word = g.At(r, k).Text != ""
				row.Words = row.Words || row.Fields[k].Word
			}
			t.lines = t.lines[:n]
			continue
		}
		x := t.lines[n]
		begin := len(row.Fields) - len(x.slots)
		row.Label, row.Words = x.label, x.label != "" && !x.known && x.filled() == 0
		labelled := row.Label != "" && !row.Words
		if labelled && (x.known || !known) {
			if x.known && !known {
				known, out.Labels = true, 0
			}
			out.Labels = max(out.Labels, begin)
		}
		if x.known && x.found.sure < model.Sure {
			out.Unsure = append(out.Unsure, fmt.Sprintf("「%s」当作表里的「%s」，请看清。", shorten(x.label, 16), x.found.Short))
		}
		for k := range begin {
			if row.Fields[k] = t.nameOf(x, k); row.Fields[k].Column == "" || x.known {
				row.Fields[k] = model.NamedField{Word: g.At(r, k).Text != ""}
			}
		}
		for _, s := range x.slots {
			row.Fields[s.Col] = t.nameOf(x, s.Col)
		}
	}
}

// nameOf is what names a figure of a line.
func (t *rows) nameOf(x *line, col int) model.NamedField {
	f := model.NamedField{Head: x.heads.names[col]}
	b := &t.laid.Blocks[0]
	if x.known {
		f.Row, b = x.found.Key, x.found.block
	}
	if i := t.column(b, f.Head); f.Head != "" && i >= 0 {
		f.Column = b.Columns[i].Key
	}
	return f
}

// takeFirstHeads takes the words over a block's first figures for heads where one
// of them names a column: people copy one column, or have columns of their own.
func (t *rows) takeFirstHeads(g *source.Grid, r int) bool {
	x := t.lines[len(t.lines)-1]
	cells := cellsOf(g, r)
	first := len(t.lines) == 1 || t.lines[len(t.lines)-2].filled() == 0
	if empty := !x.known && x.filled() == 0 && !hasFigure(cells); !first || !empty {
		return false
	}
	named := false
	for _, c := range cells {
		for i := range t.laid.Blocks {
			named = named || t.column(&t.laid.Blocks[i], oneLine(c.Text)) >= 0
		}
	}
	for _, c := range cells {
		if text := oneLine(c.Text); named && text != "" && !t.isHead(text) {
			t.heads.add(c, text)
		}
	}
	return named
}

// name says what names the figures of a block whose rows stand side by side.
func (t *cases) name(g *source.Grid, out *model.Names) {
	b := t.block()
	for r := range g.Rows {
		cells := cellsOf(g, r)
		row := &out.Rows[r]
		caption := t.caption(cells)
		row.Words = caption || !hasFigure(cells) && len(wordsOf(cells)) > 0
		labels := wordsOf(cells)
		row.Label = strings.Join(labels, " ")
		named := func(text string) bool { return t.rowOf(text) >= 0 }
		strange := len(labels) > 0 && !slices.ContainsFunc(labels, named) // not the row whose name stands further up
		for _, c := range cells {
			f := &row.Fields[c.Col]
			if f.Word = contentOf(c.Text).kind == words; f.Word || caption {
				continue
			}
			i := &item{slot: slot{c, contentOf(c.Text)}, grid: g, row: -1, column: -1}
			if t.locate(i); i.row >= 0 && !strange {
				f.Row = b.Rows[i.row].Key
			}
			if f.Head = i.label; i.column >= 0 {
				f.Column = b.Columns[i.column].Key
			}
		}
	}
	for _, row := range out.Rows { // labels at the left
		for k := 0; !row.Words && k < len(row.Fields) && row.Fields[k].Word; k++ {
			out.Labels = max(out.Labels, k+1)
		}
	}
}
