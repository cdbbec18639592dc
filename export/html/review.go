package html

import (
	"fmt"
	"html"
	"io"
	"strings"

	"nianbao/export/review"
	"nianbao/model"
)

// reviewStyle prints on A4 with the head of the table on every page; on a phone
// each finding is a card. What a unit types into the place for its answer, the browser saves with
// the page.
const reviewStyle = `@page{size:A4;margin:18mm 16mm}
body{` + fangsong + `;font-size:11pt;line-height:1.5;max-width:190mm;margin:8mm auto;padding:0 5mm;color:#000}
h1{` + song + `;font-size:18pt;font-weight:normal;line-height:1.4;text-align:center;text-wrap:balance;margin:0 0 10pt}
dl{display:grid;grid-template-columns:auto 1fr;gap:2pt 12pt;margin:0 0 8pt}
dt{` + hei + `}
dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #000;padding:4pt 5pt;vertical-align:top;text-align:left;font-weight:normal;overflow-wrap:anywhere}
thead th,th[scope=rowgroup]{` + hei + `;background:#ededed}
thead th{text-align:center}
p{margin:0 0 3pt}
dl+p{margin-bottom:8pt}
td p:last-child{margin:0}
.level{text-align:center}
.error{` + hei + `;color:#9c0006}
.warning{color:#7f4f00}
.quote{border-left:2pt solid #999;padding-left:5pt}
.note,.rule{color:#555;font-size:9.5pt}
@media print{body{max-width:none;margin:0;padding:0}tr{break-inside:avoid}th[scope=rowgroup]{break-after:avoid}}
@media screen and (max-width:600px){
table,tbody,tr,td,th{display:block;width:auto}
colgroup,thead{display:none}
tr{border:1px solid #000;margin:0 0 8pt}
th,td{border:0}
td.number,td.level{display:inline-block;padding-bottom:0}
td.answer{border-top:1px dashed #999;min-height:4em}
td.answer::before{content:"` + model.AnswerHead + `";color:#555}
}
`

// WriteReview writes what a check has found as a page of its own. It fails only
// where w does.
func WriteReview(w io.Writer, d *review.Document) error {
	b := &strings.Builder{}
	b.WriteString("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width\">\n")
	b.WriteString("<title>" + html.EscapeString(review.Name+" "+d.Title) + "</title>\n<style>\n" + reviewStyle + "</style>\n</head>\n<body>\n<main>\n")
	b.WriteString("<h1>" + html.EscapeString(d.Title) + "<br>" + review.Name + "</h1>\n<dl>\n")
	for _, f := range d.Facts {
		fmt.Fprintf(b, "<dt>%s</dt><dd>%s</dd>\n", f.Name, html.EscapeString(f.Value))
	}
	b.WriteString("</dl>\n<p>" + html.EscapeString(d.Advice) + "</p>\n")
	if len(d.Groups) > 0 {
		h := review.Heads
		b.WriteString(`<table>` + "\n" + `<colgroup><col style="width:7%"><col style="width:11%"><col style="width:54%"><col style="width:28%"></colgroup>` + "\n<thead><tr>")
		for _, head := range []string{h.Number, h.Level, h.Message, h.Answer} {
			b.WriteString(`<th scope="col">` + head + "</th>")
		}
		b.WriteString("</tr></thead>\n")
	}
	for _, g := range d.Groups {
		b.WriteString(`<tbody>` + "\n" + `<tr><th scope="rowgroup" colspan="4">` + html.EscapeString(g.Heading) + "</th></tr>\n")
		for _, i := range g.Items {
			reviewItem(b, i)
		}
		b.WriteString("</tbody>\n")
	}
	if len(d.Groups) > 0 {
		b.WriteString("</table>\n")
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func reviewItem(b *strings.Builder, i review.Item) {
	class := ""
	switch {
	case i.Explained:
	case i.Level == model.Error, i.Level == model.Warning:
		class = " " + string(i.Level)
	}
	fmt.Fprintf(b, `<tr><td class="number">%d</td><td class="level%s">%s</td><td>`, i.Number, class, strings.ReplaceAll(i.LevelName(), "\n", "<br>"))
	h := review.Heads
	for _, p := range [][3]string{{"", "", i.Message}, {"quote", h.Quote, i.Quote}, {"", h.Fix, i.Fix}, {"note", h.Explanation, i.Explanation}, {"rule", h.Rule, i.Rule}} {
		if p[2] == "" {
			continue
		}
		b.WriteString("<p")
		if p[0] != "" {
			b.WriteString(` class="` + p[0] + `"`)
		}
		b.WriteByte('>')
		if p[1] != "" {
			b.WriteString(p[1] + "：")
		}
		b.WriteString(html.EscapeString(p[2]) + "</p>")
	}
	b.WriteString(`</td><td class="answer" contenteditable="true"></td></tr>` + "\n")
}
