package xlsx

import (
	"slices"
	"strings"

	"nianbao/export/paper"
	"nianbao/export/source"
	written "nianbao/export/xlsx"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// What a name says of a cell, the labels beside it say too. As long as each table stands
// as it was written, there is nothing to compare; where anything has changed, whoever
// reads the names has to read the sheet as a person would.

// page gives the sheets of tables, where they are not as they were written.
func (o *ownBook) page() {
	tables := map[string]map[cellref.Ref]bool{} // by sheet, the cells that are where they should be
	laid := true
	for i := range o.form.Sections {
		s := &o.form.Sections[i]
		if s.Table == nil {
			continue
		}
		stands := o.stands(s, tables)
		laid = laid && stands
	}
	var shown []*sheetReader
	some := false
	for _, s := range o.order {
		expected, is := tables[s.name]
		if !is || s.hidden {
			continue
		}
		o.tidy(s)
		more := o.beside(s, expected)
		if laid {
			o.Beside = append(o.Beside, more...)
		}
		some = some || len(more) > 0
		shown = append(shown, s)
	}
	if laid && !some {
		return
	}
	o.Page = &source.Document{}
	for _, s := range shown {
		s.arrange(o.Page)
	}
}

// stands tells whether a section's names and labels are as they were written, wherever
// on the sheet, and adds the cells to those of the sheet.
func (o *ownBook) stands(section *model.Section, tables map[string]map[cellref.Ref]bool) bool {
	at, name := map[model.CellID]cellref.Ref{}, ""
	for _, n := range o.names {
		if n.kind != "c" || o.form.Cell(model.CellID(n.key)).Section != section || o.sheets[n.sheet] == nil {
			continue
		}
		if tables[n.sheet] == nil {
			tables[n.sheet] = map[cellref.Ref]bool{}
		}
		if name != "" && name != n.sheet {
			return false
		}
		name = n.sheet
		at[model.CellID(n.key)] = n.cells.From
		tables[n.sheet][n.cells.From] = true
	}
	s := o.sheets[name]
	if s == nil {
		return false
	}
	var origin *cellref.Ref
	for i, layout := 0, section.Layout(); i < len(layout.Cells); i++ {
		c := &layout.Cells[i]
		if c.Kind != model.PrintedFigure {
			continue
		}
		is, named := at[c.Cell]
		if origin == nil {
			origin = &cellref.Ref{Row: is.Row - c.Row, Col: is.Col - c.Col}
		}
		if !named || is != (cellref.At(origin.Row+c.Row, origin.Col+c.Col)) || !s.whole(is, c) {
			return false
		}
	}
	if origin == nil {
		return false
	}
	for i, layout := 0, section.Layout(); i < len(layout.Cells); i++ {
		c := &layout.Cells[i]
		place := cellref.At(origin.Row+c.Row, origin.Col+c.Col)
		if c.Kind == model.PrintedFigure || c.Text == "" {
			continue
		}
		if seen, _ := s.shows(place); squeezed(seen.text) != squeezed(written.Clean(c.Text)) {
			return false
		}
		tables[name][place] = true
	}
	return true
}

// whole tells whether a figure's cell is not merged with others than it was.
func (s *sheetReader) whole(at cellref.Ref, c *model.PrintedCell) bool {
	size, merged := s.anchors[at]
	if !s.covered[at] {
		return true
	}
	return merged && size[0] <= c.RowSpan && size[1] <= c.ColSpan
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// tidy takes off a sheet what this program writes round the tables, and the formulas of
// totals and checks that nobody has worked out: they are worked out here.
func (o *ownBook) tidy(s *sheetReader) {
	entries := map[cellref.Ref]bool{}
	for _, n := range o.names {
		if n.kind == "c" && n.sheet == s.name && !o.form.Cell(model.CellID(n.key)).Computed() {
			entries[n.cells.From] = true
		}
	}
	for row, cells := range s.rowCells {
		s.rowCells[row] = slices.DeleteFunc(cells, func(c sheetCell) bool {
			at := cellref.At(row, c.col)
			if entries[at] {
				return false
			}
			open := c.text == "" && len(c.doubts) == 1 && c.doubts[0] == noResult
			return open || c.text != "" && o.wrote(c.text)
		})
	}
}

// wrote tells whether a text is one that this program writes round a table.
func (o *ownBook) wrote(text string) bool {
	titled := text == squeezed(o.title) || text == source.Tidy(o.title)
	if titled || strings.HasSuffix(text, o.form.TitleTail) || strings.HasPrefix(text, paper.DraftNotice) {
		return true
	}
	if slices.Contains([]string{written.CheckHeading, written.SaysOpen, written.SaysEven}, text) {
		return true
	}
	return slices.ContainsFunc([]string{written.SaysApart, written.CheckHeading + "：", written.BesideLegend, written.BelowLegend, written.NoteLegend, written.BlankLegend}, func(begin string) bool { return strings.HasPrefix(text, begin) })
}

// maxBeside bounds what of a sheet is told that is not its table's.
const maxBeside = 50

// beside are the cells of a sheet that are neither expected nor a heading.
func (o *ownBook) beside(s *sheetReader, expected map[cellref.Ref]bool) (out []model.LeftOut) {
	heading := func(text string) bool {
		return slices.ContainsFunc(o.form.Sections, func(x model.Section) bool { return squeezed(x.Heading) == squeezed(text) })
	}
	for row := 1; row <= s.rows; row++ {
		for _, c := range s.rowCells[row] {
			if at := (cellref.At(row, c.col)); !expected[at] && !heading(c.text) && len(out) < maxBeside {
				out = append(out, model.LeftOut{Where: s.place(at), What: model.Cut(squeezed(c.text), 40), Why: strings.Join(append([]string{"在表的外面，没有读"}, c.doubts...), "；")})
			}
		}
	}
	return out
}
