package xlsx

import (
	"io"

	"nianbao/export/review"
)

// WriteLetter writes an official letter as a workbook with one sheet.
func WriteLetter(w io.Writer, l *review.Letter) error {
	b := emptyBook()
	widths := make([]float64, len(l.Widths))
	for i, hundredths := range l.Widths {
		const page = 480 // points
		widths[i] = float64(page*hundredths) / 100
	}
	s := b.newSheet(b.sheetName("通知"), widths, page{gridlines: true})
	s.line(line(l.Title), titleLook, len(widths))
	s.line(line(l.To)+"：", plainLook, len(widths))
	for _, text := range l.Text {
		s.line(line(text), plainLook, len(widths))
	}
	s.list(headingLook, l.Heads...)
	for _, row := range l.Rows {
		s.list(literalLook, row...)
	}
	s.line(line(l.From)+"　"+l.Date, plainLook, len(widths))
	s.close()
	b.properties(line(l.Title), line(l.From), "")
	return b.write(w)
}
