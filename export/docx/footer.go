package docx

import (
	"strconv"
	"strings"
)

// numberInset is how far from the edge of the text a page's number stands: one character
// of 四号 (GB/T 9704-2012, 7.5).
const numberInset = 280

// side is where a page's number stands: at the outer side, which of odd pages is the right one.
type side string

const (
	left    side = "left"
	right   side = "right"
	centred side = "center"
)

// pageFooter is a footer with the page's number and at the other side a text, if any, in
// 小五; beside a text no number stands in the middle, where they would touch.
// width is the text's. Without the style Footer, in a
// template, it brings its looks along.
func pageFooter(number side, styled bool, width int, text string) string {
	size := func(halfPoints string) string {
		return `<w:sz w:val="` + halfPoints + `"/><w:szCs w:val="` + halfPoints + `"/>`
	}
	style, fonts, numbers := `<w:pStyle w:val="Footer"/>`, `<w:rFonts w:hint="eastAsia"/>`, ""
	if !styled {
		style, fonts, numbers = "", `<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:hint="eastAsia"/>`, size("28")
	}
	run := func(size, content string) string {
		return `<w:r><w:rPr>` + fonts + size + `</w:rPr>` + content + `</w:r>`
	}
	line := ""
	for _, s := range []string{`<w:t xml:space="preserve">— </w:t>`, `<w:fldChar w:fldCharType="begin"/>`, `<w:instrText xml:space="preserve"> PAGE </w:instrText>`,
		`<w:fldChar w:fldCharType="separate"/>`, `<w:t>1</w:t>`, `<w:fldChar w:fldCharType="end"/>`, `<w:t xml:space="preserve"> —</w:t>`} {
		line += run(numbers, s)
	}
	tabs, indent := "", `<w:ind w:firstLineChars="0" w:firstLine="0"/>`
	align := number
	if text != "" {
		tabs, align = `<w:tabs><w:tab w:val="right" w:pos="`+strconv.Itoa(width-numberInset)+`"/></w:tabs>`, left
		parts := []string{run(size("18"), `<w:t>`+escape.Replace(text)+`</w:t>`), line}
		if number == left {
			parts[0], parts[1] = parts[1], parts[0]
		}
		line = strings.Join(parts, `<w:r><w:tab/></w:r>`)
	}
	if align != centred {
		indent = `<w:ind w:` + string(align) + `Chars="100" w:` + string(align) + `="` + strconv.Itoa(numberInset) + `" w:firstLineChars="0" w:firstLine="0"/>`
	}
	return `<w:p><w:pPr>` + style + tabs + `<w:spacing w:line="240" w:lineRule="auto"/>` + indent + `<w:jc w:val="` + string(align) + `"/></w:pPr>` + line + `</w:p>`
}

// footerPart is a part with a footer.
func footerPart(footer string) string {
	return xmlHead + `<w:ftr xmlns:w="` + nsWord + `">` + footer + `</w:ftr>`
}
