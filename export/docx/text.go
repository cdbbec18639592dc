package docx

import (
	"strconv"
	"strings"

	"nianbao/export/paper"
)

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// paragraph writes a paragraph of one or more lines; properties is what stands
// in its w:pPr.
func paragraph(b *strings.Builder, properties string, lines ...string) {
	b.WriteString(`<w:p><w:pPr>` + properties + `</w:pPr>`)
	for i, text := range lines {
		if i > 0 {
			b.WriteString(`<w:r><w:br/></w:r>`)
		}
		run(b, "", text)
	}
	b.WriteString(`</w:p>`)
}

// run writes text in one character style. The hint makes quotation marks and
// dashes Chinese: without it Word takes them for Latin ones and sets them in
// Times New Roman.
func run(b *strings.Builder, style, text string) {
	if text == "" {
		return
	}
	b.WriteString(`<w:r><w:rPr>`)
	if style != "" {
		b.WriteString(`<w:rStyle w:val="` + escape.Replace(style) + `"/>`)
	}
	b.WriteString(`<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">`)
	b.WriteString(escape.Replace(text))
	b.WriteString(`</w:t></w:r>`)
}

// body writes a paragraph of the text; a heading that stands alone is one for
// Word's outline too. The last one goes with the signature, which must not stand
// alone on a page.
func body(b *strings.Builder, l *layout, p paper.Paragraph, last bool) {
	style, lead := "Body", ""
	if p.Level > 0 {
		lead = "Lead" + strconv.Itoa(p.Level)
		if p.Text == "" && p.Level > 1 { // the first level is the sections'
			style, lead = "Heading"+strconv.Itoa(p.Level), ""
		}
	}
	b.WriteString(`<w:p><w:pPr>` + l.head(style, last) + `</w:pPr>`)
	run(b, l.style(lead), p.Lead)
	run(b, "", p.Text)
	b.WriteString(`</w:p>`)
}

// signature keeps unit and date together, below empty lines.
func signature(b *strings.Builder, l *layout, s paper.Signature) {
	unit, date := l.indents(s)
	paragraph(b, l.head("Signature", true)+`<w:spacing w:before="`+strconv.Itoa(s.Above()*l.line)+`"/>`+l.indent(unit), s.Unit)
	paragraph(b, l.head("Signature", false)+l.indent(date), s.Date)
}

// checksum writes the last line in 小五, at the left.
func checksum(b *strings.Builder, l *layout, s paper.Checksum) {
	small(b, l, string(s), 0, false)
}

// Of 小五: the line, and half a character.
const (
	smallLine = 300
	smallHalf = 90
)

// small writes a line in 小五, at the left, without the lines' pitch of the text.
func small(b *strings.Builder, l *layout, text string, before int, keep bool) {
	b.WriteString(`<w:p><w:pPr>` + l.head("Body", keep) + `<w:spacing w:before="` + strconv.Itoa(before) + `" w:line="` + strconv.Itoa(smallLine) + `" w:lineRule="exact"/><w:ind w:firstLine="0" w:firstLineChars="0"/></w:pPr>`)
	b.WriteString(`<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr><w:t>` + escape.Replace(text) + `</w:t></w:r></w:p>`)
}
