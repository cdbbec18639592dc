package model

import (
	"fmt"
	"strings"
	"unicode"
)

// ParseBlock reads what a spreadsheet puts on the clipboard: lines of fields
// with tabs between them. A field in double quotes may hold tabs and line ends,
// and "" stands for a quote in it. Line ends may be CRLF, LF, CR or, as tmux
// hands CRLF on, CR twice; one at the end begins no line. All of them doubled,
// the last one too, are CRLF; else CR twice is an empty row.
func ParseBlock(text string) [][]string {
	doubled := strings.ReplaceAll(text, "\r\r", "\n")
	if !strings.Contains(text, "\n") && !strings.Contains(doubled, "\r") && strings.HasSuffix(doubled, "\n") {
		text = doubled
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.TrimSuffix(text, "\n")
	var rows [][]string
	row := []string{}
	for {
		field, end := blockField(text)
		row = append(row, field)
		if end == len(text) {
			return append(rows, row)
		}
		if text[end] == '\n' {
			rows, row = append(rows, row), []string{}
		}
		text = text[end+1:]
	}
}

// blockField reads the first field of text and says where it ends: at a tab, a
// line end, or the end of the text.
func blockField(text string) (field string, end int) {
	if strings.HasPrefix(text, `"`) {
		var b strings.Builder
		for i := 1; i < len(text); i++ {
			if text[i] != '"' {
				b.WriteByte(text[i])
				continue
			}
			if i+1 < len(text) && text[i+1] == '"' {
				b.WriteByte('"')
				i++
				continue
			}
			if i+1 == len(text) || text[i+1] == '\t' || text[i+1] == '\n' {
				return b.String(), i + 1
			}
			break // a quote that is no field's: take the text as it stands
		}
	}
	end = strings.IndexAny(text, "\t\n")
	if end < 0 {
		end = len(text)
	}
	return text[:end], end
}

// FormatBlock writes rows of fields as a spreadsheet takes them from the
// clipboard, without a line end after the last.
func FormatBlock(rows [][]string) string {
	var lines []string
	for _, row := range rows {
		fields := make([]string, len(row))
		for i, f := range row {
			if strings.ContainsAny(f, "\t\n\"") {
				f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
			}
			fields[i] = f
		}
		lines = append(lines, strings.Join(fields, "\t"))
	}
	return strings.Join(lines, "\n")
}

// TrimLabels takes the rows at the top and the columns at the left of a block
// off that hold words and no figure: a ledger is often copied with its heads and
// labels. It reports how many.
func TrimLabels(block [][]string) (trimmed [][]string, rows, cols int) {
	isLabel := func(fields []string) bool {
		words := false
		for _, f := range fields {
			if f = strings.TrimSpace(f); f == "" {
				continue
			}
			if figure, _ := SplitNote(f); letters(figure) < 2 {
				return false
			}
			words = true
		}
		return words
	}
	column := func(i int) (fields []string) {
		for _, row := range block {
			if i < len(row) {
				fields = append(fields, row[i])
			}
		}
		return fields
	}
	for len(block) > 1 && isLabel(block[0]) {
		block, rows = block[1:], rows+1
	}
	for len(block) > 0 && len(block[0]) > cols+1 && isLabel(column(cols)) {
		cols++
	}
	for _, row := range block {
		trimmed = append(trimmed, row[min(cols, len(row)):])
	}
	return trimmed, rows, cols
}

// letters counts the characters of words: 12件 has one.
func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// Pasting is what pasting a block would do.
type Pasting struct {
	Edit     Edit
	Filled   int      // cells that get a figure, equal ones included
	Replaced int      // of those, cells that hold another figure now
	Blank    int      // fields without text: their cells stay as they are
	Computed int      // fields that fall on totals, which stay computed
	Differ   []string // of those, what the block says and what is computed
	Unread   []string // fields that are no figures, with their cells and why
	Outside  int      // fields beyond the table's edge
}

// Paste works out what pasting a block would do, whose first field falls on
// targets[0][0]. Targets holds the cells below and to the right, nil beyond the
// edge of a row.
func Paste(r *Report, targets [][]*Cell, block [][]string) Pasting {
	var p Pasting
	var figures []CellFigure
	type stated struct {
		cell *Cell
		f    Figure
	}
	var totals []stated
	for i, row := range block {
		for k, field := range row {
			if i >= len(targets) || k >= len(targets[i]) {
				if strings.TrimSpace(field) != "" {
					p.Outside++
				}
				continue
			}
			cell := targets[i][k]
			f, err := ParseFigure(field, cell.Column)
			switch {
			case err != nil && !cell.Computed():
				p.Unread = append(p.Unread, fmt.Sprintf("「%s」原文「%s」：%v", cell.Brief(), shorten(field), err))
			case cell.Computed():
				p.Computed++
				if err == nil && f.Filled() {
					totals = append(totals, stated{cell, f})
				}
			case !f.Filled():
				p.Blank++
			default:
				p.Filled++
				if old := r.Figures[cell.ID]; old.Filled() && old != f {
					p.Replaced++
				}
				figures = append(figures, CellFigure{cell.ID, f})
			}
		}
	}
	p.Edit = SetFigures(r, figures...)
	p.Edit.Label = fmt.Sprintf("粘贴 %d 格", p.Filled)
	after := r.Clone()
	for _, f := range figures {
		after.Figures[f.Cell] = f.Figure
	}
	sheet := Evaluate(after)
	for _, t := range totals {
		if sum := sheet.At(t.cell.ID); sum != t.f {
			p.Differ = append(p.Differ, fmt.Sprintf("「%s」原文 %s，算出来是 %s", t.cell.Brief(), t.f, ShowValue(Target{Kind: TargetCell}, sum.String())))
		}
	}
	return p
}

// Clear is the edit that empties every typed cell among these, its note too.
func Clear(r *Report, label string, cells ...*Cell) Edit {
	e := SetAll(r, label, Blank, cells...)
	for _, c := range cells {
		e.Changes = append(e.Changes, SetNote(r, c.ID, "").Changes...)
	}
	return e
}

// SetAll is the edit that gives every typed cell among these one figure.
func SetAll(r *Report, label string, f Figure, cells ...*Cell) Edit {
	var figures []CellFigure
	for _, c := range cells {
		if !c.Computed() {
			figures = append(figures, CellFigure{c.ID, f})
		}
	}
	e := SetFigures(r, figures...)
	e.Label = fmt.Sprintf("%s %d 格", label, len(e.Changes))
	return e
}
