package xlsx

import (
	"io"

	"github.com/xuri/excelize/v2"

	"nianbao/export/review"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// reviewWidths are those of the columns, in points.
var reviewWidths = []float64{30, 50, 200, 110, 150, 72, 100, 130}

// WriteReview writes what a check has found as a workbook with one sheet. The
// same review gives the same bytes.
func WriteReview(w io.Writer, d *review.Document) error {
	b := emptyBook()
	s := b.newSheet(b.sheetName(review.Name), reviewWidths, page{landscape: true, gridlines: true})
	const headRow = 4 // below the title, the facts and the advice
	s.freeze(cellref.At(headRow+1, 1))
	s.repeat(headRow, headRow)
	s.line(line(d.Title+review.Name), titleLook, len(reviewWidths))
	facts := ""
	for i, f := range d.Facts {
		if i > 0 {
			facts += "　"
		}
		facts += f.Name + "：" + f.Value
	}
	s.line(line(facts), plainLook, len(reviewWidths))
	s.line(line(d.Advice), plainLook, len(reviewWidths))
	h := review.Heads
	s.list(headingLook, h.Number, h.Level, h.Message, h.Quote, h.Fix, h.Rule, h.Explanation, h.Answer)
	group := headingLook
	group.left = true
	for _, g := range d.Groups {
		s.line(line(g.Heading), group, len(reviewWidths))
		for _, i := range g.Items {
			s.reviewItem(i)
		}
	}
	s.close()
	b.properties(line(d.Title+review.Name), line(d.Unit), "")
	return b.write(w)
}

func (s *sheet) reviewItem(i review.Item) {
	level := listLook
	level.left = false
	if i.Level == model.Error && !i.Explained {
		level.color, level.fill = wrongText, wrongFill
	}
	number := listLook
	number.left = false
	cells := []any{excelize.Cell{StyleID: s.style(number), Value: i.Number}, s.cell(i.LevelName(), level)}
	high := max(minHeight, height(i.LevelName(), cellSize, s.widths[1]))
	for _, text := range []string{i.Message, i.Quote, i.Fix, i.Rule, i.Explanation, ""} {
		text = line(text)
		high = max(high, height(text, cellSize, s.widths[len(cells)]))
		cells = append(cells, s.cell(text, literalLook))
	}
	s.put(high, cells...)
}
