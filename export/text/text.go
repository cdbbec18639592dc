// Package text writes a report as plain text: prose a paragraph a line, tables
// in columns that stand under each other where a Chinese character is as wide as
// two letters.
package text

import (
	"io"
	"strings"

	"nianbao/export/paper"
)

// lineWidth is what headings and the signature are centred and indented in, in
// half characters.
const lineWidth = 78

// Write writes the report. It fails only where w does.
func Write(w io.Writer, d *paper.Document) error {
	b := &strings.Builder{}
	if d.Draft {
		centre(b, "【"+paper.DraftNotice+"】")
		if d.Lacks != "" {
			centre(b, "【"+d.Lacks+"】")
		}
		b.WriteByte('\n')
	}
	for _, l := range d.TitleLines() {
		centre(b, l)
	}
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case paper.Heading:
			b.WriteString("\n" + string(x) + "\n\n")
		case paper.Paragraph:
			b.WriteString("　　" + x.Lead + x.Text + "\n")
		case *paper.Table:
			for i, p := range x.Plain {
				if i > 0 {
					b.WriteByte('\n')
				}
				table(b, p)
			}
		case paper.Checksum:
			b.WriteString("\n" + string(x) + "\n")
		case paper.Signature:
			signature(b, x)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func centre(b *strings.Builder, s string) {
	b.WriteString(spaces((lineWidth-paper.Halves(s))/2) + s + "\n")
}

func signature(b *strings.Builder, s paper.Signature) {
	unit, date := s.Indents()
	b.WriteString(strings.Repeat("\n", s.Above()) + spaces(lineWidth-unit-paper.Halves(s.Unit)) + s.Unit + "\n")
	b.WriteString(spaces(lineWidth-date-paper.Halves(s.Date)) + s.Date + "\n")
}

// table draws bars between the columns, so that a blank cell is told from a
// missing one. Groups of rows have lines of their own; a long label goes on in
// the next line.
func table(b *strings.Builder, p paper.Plain) {
	if p.Heading != "" {
		b.WriteString(p.Heading + "\n")
	}
	heads, widths := heads(p)
	for _, h := range heads {
		row(b, h, widths)
	}
	for i, w := range widths {
		b.WriteString(strings.Repeat("-", w+min(i, 1)))
		if i < len(widths)-1 {
			b.WriteString("-+")
		}
	}
	b.WriteByte('\n')
	var open []string
	for i, r := range p.Rows {
		groups := p.Block.Rows[i].Groups
		for g, name := range groups {
			if g >= len(open) || open[g] != name {
				b.WriteString(spaces(2*g) + name + "\n")
			}
		}
		open = groups
		indent := spaces(2 * len(groups))
		for k, part := range split(p.Block.Rows[i].Label, paper.LabelColumns-len(indent)) {
			cells := make([]string, len(r))
			if k == 0 {
				copy(cells, r)
			}
			cells[0] = indent + part
			row(b, cells, widths)
		}
	}
}

// heads are the lines above the rows, and the widths of the columns.
func heads(p paper.Plain) (lines [][]string, widths []int) {
	n := 1
	columns := [][]string{split(p.Head[0], paper.LabelColumns)}
	headWidth := 40
	if len(p.Block.Columns) > 5 { // 法律服务 机构
		headWidth = 8
	}
	for _, c := range p.Block.Columns {
		columns = append(columns, split(c.Label, headWidth))
	}
	for _, c := range columns {
		n = max(n, len(c))
	}
	widths = make([]int, len(columns))
	for i := range n {
		line := make([]string, len(columns))
		for k, c := range columns {
			if at := i - (n - len(c)); at >= 0 {
				line[k] = c[at]
			}
		}
		lines = append(lines, line)
	}
	for _, line := range append(lines, p.Rows...) {
		for k, c := range line {
			if w := paper.Halves(c); k > 0 || w <= paper.LabelColumns {
				widths[k] = max(widths[k], w)
			}
		}
	}
	for i := range p.Rows {
		for _, part := range split(p.Block.Rows[i].Label, paper.LabelColumns-2*len(p.Block.Rows[i].Groups)) {
			widths[0] = max(widths[0], paper.Halves(part)+2*len(p.Block.Rows[i].Groups))
		}
	}
	return lines, widths
}

// split breaks a label into parts of at most width half characters.
func split(s string, width int) []string {
	parts := []string{""}
	for _, r := range s {
		last := len(parts) - 1
		if paper.Halves(parts[last]+string(r)) > width && !strings.ContainsRune("、，。；：）", r) {
			parts = append(parts, "")
			last++
		}
		parts[last] += string(r)
	}
	return parts
}

// row writes the label at the left of its column, figures at the right.
func row(b *strings.Builder, cells []string, widths []int) {
	for i, c := range cells {
		gap := spaces(widths[i] - paper.Halves(c))
		if i == 0 {
			b.WriteString(c + gap)
		} else {
			b.WriteString(" | " + gap + c)
		}
	}
	b.WriteByte('\n')
}

func spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }
