package html

import (
	"fmt"
	"html"
	"io"
	"strings"

	"nianbao/export/review"
)

// WriteLetter writes an official letter as a page. It fails only where w does.
func WriteLetter(w io.Writer, l *review.Letter) error {
	b := &strings.Builder{}
	b.WriteString("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
	b.WriteString("<title>" + html.EscapeString(l.Title) + "</title>\n<style>\n" + reviewStyle + ".to{margin-top:8pt}.text{text-indent:2em}.sign{text-align:right;margin:12pt 2em 0}\n</style>\n</head>\n<body>\n<main>\n")
	b.WriteString("<h1>" + html.EscapeString(l.Title) + "</h1>\n<p class=\"to\">" + html.EscapeString(l.To) + "：</p>\n")
	for _, text := range l.Text {
		b.WriteString(`<p class="text">` + html.EscapeString(text) + "</p>\n")
	}
	b.WriteString("<table>\n<colgroup>")
	for _, hundredths := range l.Widths {
		fmt.Fprintf(b, `<col style="width:%d%%">`, hundredths)
	}
	b.WriteString("</colgroup>\n<thead><tr>")
	for _, head := range l.Heads {
		b.WriteString(`<th scope="col">` + html.EscapeString(head) + "</th>")
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for _, row := range l.Rows {
		b.WriteString("<tr>")
		for _, text := range row {
			b.WriteString("<td>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	for _, text := range []string{l.From, l.Date} {
		b.WriteString(`<p class="sign">` + html.EscapeString(text) + "</p>\n")
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}
