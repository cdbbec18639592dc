package cli

import (
	"cmp"
	"fmt"
	"iter"
	"strings"

	"nianbao/model"
)

// preview reads the report out from beginning to end.
func (p *plain) preview(string) error { return p.readOut(p.report()) }

// readOut reads a report out: texts as they are, a table row by row, each figure with its
// column. Columns that stand below each other say nothing to who listens.
func (p *plain) readOut(r *model.Report) error {
	sheet := model.Evaluate(r)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.FullTitle())
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		fmt.Fprintf(&b, "%s\n", titleOf(s))
		if s.Table == nil {
			b.WriteString(cmp.Or(r.Text[s.Key], "（没有写）") + "\n")
			continue
		}
		for row := range rowsOf(r.Form, s) {
			fmt.Fprintf(&b, "  %s\n", rowRead(r, sheet, row))
		}
	}
	return p.printf("%s", b.String())
}

// rowsOf are the rows of a section's table, each as its cells.
func rowsOf(form *model.Form, s *model.Section) iter.Seq[[]*model.Cell] {
	return func(yield func([]*model.Cell) bool) {
		var row []*model.Cell
		for _, c := range form.Cells() {
			if len(row) > 0 && row[0].Row != c.Row {
				if !yield(row) {
					return
				}
				row = nil
			}
			if c.Section == s {
				row = append(row, c)
			}
		}
		if len(row) > 0 {
			yield(row)
		}
	}
}

// rowRead is a row in a sentence: each figure with its column, or that there is nothing.
func rowRead(r *model.Report, sheet *model.Sheet, row []*model.Cell) string {
	head, _, _ := strings.Cut(row[0].Label(), " / ")
	var parts []string
	zeros := true
	for _, c := range row {
		part := label(c.Column) + " " + bare(shownIn(r, c.ID, sheet.At(c.ID)))
		if note := r.Notes[c.ID]; note != "" {
			part += "（" + note + "）"
		}
		parts = append(parts, part)
		zeros = zeros && sheet.At(c.ID) == model.Zero && r.Notes[c.ID] == ""
	}
	if zeros && len(row) > 2 {
		return head + "：各列都是 0"
	}
	return head + "：" + strings.Join(parts, "，")
}
