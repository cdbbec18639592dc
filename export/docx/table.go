package docx

import (
	"fmt"
	"strconv"
	"strings"

	"nianbao/export/paper"
	"nianbao/model"
)

// look is how a table is set: the wide one of section 2 in 五号, the narrow
// columns of the others in 小五.
type look struct {
	style  string // begins the properties of the cells' paragraphs
	height int    // least height of a row
	size   int    // of type, in twentieths of a point
}

// leastScale is how narrow figures are set at most, in percent.
const leastScale = 50

// scale is the width of characters, in percent, at which a figure fits a cell.
func (l look) scale(text string, width int) int {
	const margins = 2 * 20
	need := paper.Halves(text) * l.size / 2
	if strings.Contains(text, paper.FootSign) { // some programs part digits from Chinese by a quarter of an em
		need += l.size / 2
	}
	if need <= width-margins {
		return 100
	}
	return max((width-margins)*100/need, leastScale)
}

func lookOf(on *layout, t *paper.Table) look {
	if t.Narrow() {
		return look{on.head("SmallCell", false), 340 - lowered(on, t), 180}
	}
	return look{on.head("Cell", false), 400, 210}
}

// lowered is by how much the rows of a table that fills a page are lower, so that the notes
// under it stand on that page too, as far as the type allows.
func lowered(on *layout, t *paper.Table) int {
	const fills, most = 20, 60 // rows; what is left has one line of type
	lines := 0
	for _, note := range t.Notes {
		lines += 1 + paper.Halves(note)*smallHalf/on.width
	}
	if t.Rows < fills {
		return 0
	}
	return min(lines*smallLine/t.Rows+1, most)
}

// stackedHead is how many rows at the top of a table without a common head say what stands
// below.
const stackedHead = 2

// table writes a table across the whole width of the text; caption is what programs that
// read the file aloud call it.
func table(b *strings.Builder, on *layout, t *paper.Table, caption string) {
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, on.width)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>` +
		`<w:top w:w="20" w:type="dxa"/><w:left w:w="20" w:type="dxa"/>` +
		`<w:bottom w:w="20" w:type="dxa"/><w:right w:w="20" w:type="dxa"/></w:tblCellMar>` +
		`<w:tblCaption w:val="` + escape.Replace(caption) + `"/></w:tblPr><w:tblGrid>`)
	widths := t.Spread(on.width)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	l := lookOf(on, t)
	for i, row := range t.Grid() {
		fmt.Fprintf(b, `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/>`, l.height)
		if i < t.Head || t.Head == 0 && i < stackedHead {
			b.WriteString(`<w:tblHeader/>`)
		}
		b.WriteString(`<w:jc w:val="center"/></w:trPr>`)
		for _, c := range row {
			cell(b, t, c, i, l, widths)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

// cell writes what a cell shows in one row of the grid: its text in the row
// where it begins, its continuation below.
func cell(b *strings.Builder, t *paper.Table, c *model.PrintedCell, row int, l look, widths []int) {
	width := 0
	for _, w := range widths[c.Col : c.Col+c.ColSpan] {
		width += w
	}
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if c.ColSpan > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, c.ColSpan)
	}
	switch {
	case c.RowSpan > 1 && c.Row == row:
		b.WriteString(`<w:vMerge w:val="restart"/>`)
	case c.RowSpan > 1:
		b.WriteString(`<w:vMerge w:val="continue"/>`)
	}
	if t.Across(c) {
		b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + paper.HeadFill + `"/>`)
	}
	whole := c.Kind == model.PrintedFigure && !strings.ContainsRune(c.Text, '（')
	if whole { // a figure never breaks
		b.WriteString(`<w:noWrap/>`)
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	properties := l.style
	if row < t.Rows-1 || len(t.Notes) > 0 { // a table that fits a page stays on one: merged labels show only where they begin
		properties += `<w:keepNext/>`
	}
	properties += placing(t, c)
	switch scale := l.scale(c.Text, width); {
	case c.Row == row && whole && scale < 100:
		b.WriteString(`<w:p><w:pPr>` + properties + `</w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:w w:val="` + strconv.Itoa(scale) + `"/></w:rPr><w:t>` + escape.Replace(c.Text) + `</w:t></w:r></w:p>`)
	case c.Row == row:
		paragraph(b, properties, c.Text)
	default:
		paragraph(b, properties)
	}
	b.WriteString(`</w:tc>`)
}

// placing says where in the cell the text stands. Figures use the whole cell:
// six digits of 小五 just fit.
func placing(t *paper.Table, c *model.PrintedCell) string {
	switch {
	case t.LeftAligned(c):
		return `<w:ind w:left="40"/><w:jc w:val="left"/>`
	case t.Squeezed(c):
		return `<w:ind w:left="40" w:right="40"/>`
	}
	return ""
}
