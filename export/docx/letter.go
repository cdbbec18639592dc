package docx

import (
	"fmt"
	"io"
	"strings"

	"nianbao/export/paper"
	"nianbao/export/review"
)

// WriteLetter writes an official letter. It fails only where w does.
func WriteLetter(w io.Writer, l *review.Letter) error {
	d := &paper.Document{Title: l.Title, Unit: l.From}
	parts := partsOf(false)
	return writePackage(w, parts, func(p part) (string, error) {
		if p.name == documentPart {
			return letter(l, d, section(parts)), nil
		}
		return p.body(d, parts)
	})
}

// letter is its word/document.xml.
func letter(l *review.Letter, d *paper.Document, section string) string {
	b := &strings.Builder{}
	b.WriteString(xmlHead + `<w:document xmlns:w="` + nsWord + `" xmlns:r="` + nsRefs + `"><w:body>`)
	paragraph(b, official.head("Title", false), d.TitleLines()...)
	paragraph(b, official.head("Body", false)+`<w:ind w:firstLine="0" w:firstLineChars="0"/>`, l.To+"：")
	for _, text := range l.Text {
		paragraph(b, official.head("Body", false), text)
	}
	if len(l.Rows) > 0 {
		paragraph(b, official.head("Body", true)+fmt.Sprintf(`<w:spacing w:before="%d"/>`, official.line), "附件："+l.Attached)
	}
	signature(b, official, paper.Signature{Unit: l.From, Date: l.Date})
	if len(l.Rows) > 0 { // on pages of its own: unit and date go with the text
		paragraph(b, official.head("Body", true)+`<w:pageBreakBefore/><w:ind w:firstLine="0" w:firstLineChars="0"/>`, "附件")
		paragraph(b, official.head("Title", true)+`<w:spacing w:after="240"/>`, l.Attached)
		letterTable(b, l)
		paragraph(b, official.head("Cell", false)+`<w:spacing w:line="20" w:lineRule="exact"/>`) // Word ends no document with a table
	}
	b.WriteString(section + `</w:body></w:document>`)
	return b.String()
}

// letterTable writes the letter's table: heads on every page, no row broken over two.
func letterTable(b *strings.Builder, l *review.Letter) {
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, textWidth)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	widths := make([]int, len(l.Widths))
	for i, hundredths := range l.Widths {
		widths[i] = textWidth * hundredths / 100
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	b.WriteString(`</w:tblGrid>`)
	for i, row := range append([][]string{l.Heads}, l.Rows...) {
		head, across := i == 0, len(row) == 1
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="400" w:hRule="atLeast"/>`)
		if head {
			b.WriteString(`<w:tblHeader/>`)
		}
		b.WriteString(`<w:jc w:val="center"/></w:trPr>`)
		for k, text := range row {
			wide, span, fill := widths[k], "", ""
			if across {
				wide, span = textWidth, fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, len(widths))
			}
			if head || across {
				fill = `<w:shd w:val="clear" w:color="auto" w:fill="` + paper.HeadFill + `"/>`
			}
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s%s<w:vAlign w:val="center"/></w:tcPr>`, wide, span, fill)
			left := `<w:jc w:val="left"/>`
			if centred := head || !across && k < l.Centred; centred {
				left = ""
			}
			keep := ""
			if across {
				keep = `<w:keepNext/>` // with the first below it
			}
			for _, line := range strings.Split(text, "\n") {
				paragraph(b, official.head("Cell", false)+keep+left, line)
			}
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}
