package model

import (
	"fmt"
	"slices"
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
	Replaced int      // of those, cells that hold another figure now, but not 0
	Zeros    int      // of those, cells that hold 0 now and get another figure
	Blank    int      // fields without text: their cells stay as they are
	Stand    []string // of those, cells that hold a figure other than 0, with it
	Computed int      // fields that fall on totals, which stay computed
	Differ   []string // of those, what the block says and what is computed
	Unread   []string // fields that are no figures, with their cells and why
	Dashes   int      // of those, fields with a word that often stands for 0
	Words    []string // these words
	Outside  int      // fields beyond the table's edge
}

// Paste works out what pasting a block would do, whose first field falls on
// targets[0][0]. Targets holds the cells below and to the right, nil beyond the
// edge of a row.
func Paste(r *Report, targets [][]*Cell, block [][]string) Pasting {
	return paste(r, targets, block, false)
}

// PasteZeros is Paste that takes the words which often stand for 0 (- — 无) for 0.
func PasteZeros(r *Report, targets [][]*Cell, block [][]string) Pasting {
	return paste(r, targets, block, true)
}

func paste(r *Report, targets [][]*Cell, block [][]string, zeros bool) Pasting {
	x := paster{r: r, zeros: zeros}
	for i, row := range block {
		for k, field := range row {
			if i >= len(targets) || k >= len(targets[i]) {
				if strings.TrimSpace(field) != "" {
					x.Outside++
				}
				continue
			}
			x.put(targets[i][k], field)
		}
	}
	x.Unread = append(x.Unread, x.dashes...)
	x.Edit = SetFigures(r, x.figures...)
	x.Edit.Label = fmt.Sprintf("粘贴 %d 格", x.Filled)
	if zeros && x.Dashes > 0 {
		x.Edit.Label += fmt.Sprintf("，原文是%s的 %d 格当作 0", quoted(x.Words), x.Dashes)
	}
	after := r.Clone()
	for _, f := range x.figures {
		after.Figures[f.Cell] = f.Figure
	}
	sheet := Evaluate(after)
	for _, t := range x.totals {
		sum := sheet.At(t.Cell)
		if nothing := t.Figure.IsZero() && !sum.Filled(); sum != t.Figure && !nothing {
			x.Differ = append(x.Differ, fmt.Sprintf("「%s」原文 %s，算出来是 %s", r.Form.Cell(t.Cell).Brief(), t.Figure, ShowValue(Target{Kind: TargetCell}, sum.String())))
		}
	}
	return x.Pasting
}

// paster is a pasting being worked out.
type paster struct {
	Pasting
	r       *Report
	zeros   bool // words that often stand for 0 are 0
	figures []CellFigure
	totals  []CellFigure // that the block states
	dashes  []string     // the last of the unread
}

// put sees to one field.
func (x *paster) put(cell *Cell, field string) {
	f, err := ParseFigure(field, cell.Column)
	dash := err != nil && slices.Contains(zeroWords, narrow(field))
	if dash && !cell.Computed() {
		if x.Dashes++; !slices.Contains(x.Words, narrow(field)) {
			x.Words = append(x.Words, narrow(field))
		}
	}
	if dash && x.zeros {
		f, err = Zero, nil
	}
	old := x.r.Figures[cell.ID]
	switch {
	case cell.Computed():
		x.Computed++
		if err == nil && f.Filled() {
			x.totals = append(x.totals, CellFigure{cell.ID, f})
		}
	case dash && err != nil:
		x.dashes = append(x.dashes, unread(cell, field, err))
	case err != nil:
		x.Unread = append(x.Unread, unread(cell, field, err))
	case !f.Filled():
		x.Blank++
		if old.Sign() != 0 {
			x.Stand = append(x.Stand, fmt.Sprintf("「%s」%s", cell.Brief(), old))
		}
	default:
		x.Filled++
		switch {
		case old == f || !old.Filled():
		case old.IsZero():
			x.Zeros++
		default:
			x.Replaced++
		}
		x.figures = append(x.figures, CellFigure{cell.ID, f})
	}
}

func unread(cell *Cell, field string, err error) string {
	return fmt.Sprintf("「%s」原文「%s」：%v", cell.Brief(), Shorten(field), err)
}

// quoted writes words in brackets of their own, one behind the other.
func quoted(words []string) string { return "「" + strings.Join(words, "」「") + "」" }

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
	e.Label = fmt.Sprintf("%s %d 格", label, e.cells())
	return e
}
