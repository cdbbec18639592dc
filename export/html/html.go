// Package html writes a report as one self-contained page without scripts. It
// prints as an official document (GB/T 9704-2012), and what is copied out of it
// into a website's editor keeps its looks: those editors drop classes and style
// sheets but keep style attributes, so everything that matters stands there.
package html

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	"nianbao/export/link"
	"nianbao/export/paper"
	"nianbao/model"
)

const (
	song     = `font-family:方正小标宋简体,FZXiaoBiaoSong-B05S,STZhongsong,'Noto Serif CJK SC',serif`
	hei      = `font-family:黑体,SimHei,'Noto Sans CJK SC',sans-serif`
	kai      = `font-family:楷体_GB2312,楷体,KaiTi,STKaiti,serif`
	fangsong = `font-family:仿宋_GB2312,仿宋,FangSong,STFangsong,'Noto Serif CJK SC',serif`

	styleTitle   = song + `;font-size:22pt;font-weight:normal;line-height:35pt;text-align:center;margin:0 0 29pt`
	styleHeading = hei + `;font-size:16pt;font-weight:normal;line-height:29pt;text-indent:2em;margin:0`
	styleText    = fangsong + `;font-size:16pt;line-height:29pt;text-indent:2em;text-align:justify;overflow-wrap:anywhere;margin:0`
	styleDraft   = hei + `;font-size:16pt;text-align:center;border:1pt solid #000;padding:4pt;margin:0 0 15pt`
	styleTable   = `border-collapse:collapse;width:100%;margin:6pt 0 12pt;font-family:宋体,SimSun,'Noto Serif CJK SC',serif`
	styleCell    = `border:1px solid #000;font-weight:normal;line-height:1.25;vertical-align:middle`
	styleLink    = `word-break:break-all` // begins in the line where it stands, and ends where it ends
)

// page is what a fragment does without: the sheet of paper and the screen. A table
// that goes on at a side has a shadow there; a phone has smaller letters.
const page = `@page{size:A4;margin:37mm 26mm 35mm 28mm}
@page:right{@bottom-right{content:"— " counter(page) " —";font:14pt 宋体,SimSun,serif;padding:0 1em 10mm}}
@page:left{@bottom-left{content:"— " counter(page) " —";font:14pt 宋体,SimSun,serif;padding:0 1em 10mm}}
h1{text-wrap:balance}
h2{break-after:avoid}
tr{break-inside:avoid}
@media print{body{margin:0}table{break-inside:avoid}section{overflow:visible!important}table{min-width:0!important}a{color:inherit;text-decoration:none}}
@media screen{body{max-width:156mm;margin:12mm auto;padding:0 6mm}td{font-size:inherit!important}
section{background:linear-gradient(90deg,#fff 50%,transparent) left/24px 100% no-repeat local,linear-gradient(270deg,#fff 50%,transparent) right/24px 100% no-repeat local,linear-gradient(90deg,#bbb,transparent) left/12px 100% no-repeat,linear-gradient(270deg,#bbb,transparent) right/12px 100% no-repeat}}
@media screen and (max-width:600px){body{margin:6mm auto;padding:0 4mm}
h1{font-size:18pt!important;line-height:1.5!important;margin-bottom:16pt!important}
[style*="font-size:16pt"]{font-size:13pt!important;line-height:1.75!important}
[style*=justify]{text-align:start!important}
th{padding:2pt!important}
th[style*=center]{padding:2pt 1pt!important}
table[style*="10.5pt"] th{text-wrap:balance}}
`

// Options say what is written beside the report itself.
type Options struct {
	// Fragment leaves the page round the text out, for a website's editor.
	Fragment bool
	// Charts are SVG elements, shown after the report.
	Charts []string
}

// Write writes the page. It fails only where w does.
func Write(w io.Writer, d *paper.Document, o Options) error {
	b := &strings.Builder{}
	b.Grow(64 << 10)
	if o.Fragment {
		content(b, d, o)
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width\">\n")
	b.WriteString("<title>" + html.EscapeString(d.Title) + "</title>\n<style>\n" + page + "</style>\n</head>\n<body>\n<main>\n")
	content(b, d, o)
	b.WriteString("</main>\n</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// content writes what stands on the page.
func content(b *strings.Builder, d *paper.Document, o Options) {
	if d.Draft {
		element(b, "p", styleDraft, d.Marks()...)
	}
	title := "h1"
	if o.Fragment { // the website's page has its own
		title = "p"
	}
	element(b, title, styleTitle, d.TitleLines()...)
	heading, level := "", 2
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case paper.Heading:
			heading, level = string(x), 2
			element(b, "h2", styleHeading, string(x))
		case paper.Paragraph:
			if x.Level > 0 && x.Text == "" {
				level = min(level+1, max(x.Level+1, 3))
				subheading(b, x, level)
			} else {
				paragraph(b, x)
			}
		case *paper.Table:
			table(b, x, heading)
		case paper.Checksum:
			element(b, "p", fangsong+";font-size:9pt;margin:12pt 0 0", string(x))
		case paper.Signature:
			signature(b, x)
		}
	}
	if d.Checksum != "" && !d.Shows() {
		b.WriteString("<!-- " + d.Checksum + " -->\n")
	}
	for _, c := range o.Charts {
		b.WriteString(`<figure style="margin:24pt 0 0;overflow-x:auto;break-inside:avoid">` + c + "</figure>\n")
	}
}

func element(b *strings.Builder, name, style string, lines ...string) {
	fmt.Fprintf(b, `<%s style="%s">`, name, style)
	for i, l := range lines {
		if i > 0 {
			b.WriteString("<br>")
		}
		b.WriteString(html.EscapeString(l))
	}
	b.WriteString("</" + name + ">\n")
}

// faces are those of the headings in a text, by level; "" is the text's own.
var faces = [...]string{"", hei, kai, "", ""}

// subheading writes a heading in the text, no more than a level below the one
// before it.
func subheading(b *strings.Builder, p paper.Paragraph, level int) {
	style := styleText + ";font-weight:normal"
	if face := faces[p.Level]; face != "" {
		style += ";" + face
	}
	element(b, "h"+strconv.Itoa(level), style, p.Lead)
}

func paragraph(b *strings.Builder, p paper.Paragraph) {
	b.WriteString(`<p style="` + styleText + `">`)
	if face := faces[p.Level]; face != "" {
		b.WriteString(`<span style="` + face + `">`)
		running(b, p.Lead)
		b.WriteString(`</span>`)
	} else {
		running(b, p.Lead)
	}
	running(b, p.Text)
	b.WriteString("</p>\n")
}

// running writes text with links. An address breaks anywhere but in its scheme, by
// which whoever reads its lines knows it.
func running(b *strings.Builder, text string) {
	for part, is := range link.Parts(text) {
		part = html.EscapeString(part)
		if is {
			scheme, rest, _ := strings.Cut(part, "//")
			part = `<a href="` + part + `" style="` + styleLink + `"><span style="white-space:nowrap">` + scheme + `//</span>` + rest + `</a>`
		}
		b.WriteString(part)
	}
}

func signature(b *strings.Builder, s paper.Signature) {
	const right = fangsong + `;font-size:16pt;line-height:29pt;text-align:right;break-before:avoid;margin:%s %gem 0 0`
	unit, date := s.Indents()
	element(b, "p", fmt.Sprintf(right, fmt.Sprint(29*s.Above())+"pt", float64(unit)/2), s.Unit)
	element(b, "p", fmt.Sprintf(right, "0", float64(date)/2), s.Date)
}

// table may be wider than a phone, and scrolls there; caption names it for those
// who can't see it.
func table(b *strings.Builder, t *paper.Table, caption string) {
	size := "10.5pt"
	if t.Narrow() {
		size = "9pt"
	}
	wide, narrow := room(t)
	b.WriteString(`<section style="overflow-x:auto" tabindex="0" aria-label="` + html.EscapeString(caption) + `">` + "\n" +
		`<table style="` + styleTable + fmt.Sprintf(";min-width:%gem", wide) + `;font-size:` + size + `">` + "\n<colgroup>")
	for _, w := range t.Spread(10000) {
		fmt.Fprintf(b, `<col style="width:%g%%">`, float64(w)/100)
	}
	b.WriteString("</colgroup>\n")
	body := "<tbody>\n"
	if t.Head > 0 {
		b.WriteString("<thead>\n")
		body = "</thead>\n<tbody>\n"
	}
	for i, row := range t.Grid() {
		if i == t.Head {
			b.WriteString(body)
		}
		b.WriteString("<tr>")
		for _, c := range row {
			if c.Row == i {
				cell(b, t, c, narrow)
			}
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n</section>\n")
	for _, note := range t.Notes {
		element(b, "p", fangsong+";font-size:9pt;line-height:15pt;margin:0", note)
	}
}

// room is how wide a table has to be on the screen, in sizes of its type, and the
// style of figures with more digits than the columns of a matrix have room for on
// paper.
func room(t *paper.Table) (wide float64, narrow string) {
	const fits, size, least = 7, 9.0, 5.0 // digits; points, two of them
	const phone, matrix = 25, 36          // em: as wide as a phone; heads of two characters a line there
	digits, columns := 0, map[int]bool{}
	for _, c := range t.Cells {
		if c.Kind == model.PrintedFigure {
			figure, _ := model.SplitNote(c.Text)
			digits, columns[c.Col] = max(digits, len(figure)), true
		}
	}
	switch {
	case !t.Narrow():
		return phone, ""
	case digits <= fits:
		return matrix, ""
	}
	return matrix + float64((digits-fits)*len(columns))/2, fmt.Sprintf(";font-size:%.1fpt", max(size*fits/float64(digits), least))
}

// cell writes a cell. A figure never breaks, a note behind it does.
func cell(b *strings.Builder, t *paper.Table, c *model.PrintedCell, narrow string) {
	name, scope, breaks := "th", "", ";overflow-wrap:anywhere"
	switch c.Kind {
	case model.PrintedHead:
		scope = ` scope="col"`
	case model.PrintedLabel:
		scope = ` scope="row"`
	case model.PrintedFigure:
		name, breaks = "td", ";white-space:nowrap"+narrow
	}
	b.WriteString("<" + name + scope)
	if c.ColSpan > 1 {
		fmt.Fprintf(b, ` colspan="%d"`, c.ColSpan)
	}
	if c.RowSpan > 1 {
		fmt.Fprintf(b, ` rowspan="%d"`, c.RowSpan)
	}
	b.WriteString(` style="` + styleCell + breaks + placing(t, c) + `">`)
	if figure, note, ok := strings.Cut(c.Text, "（"); ok && name == "td" {
		b.WriteString(html.EscapeString(figure) + `<span style="white-space:normal">`)
		running(b, "（"+note)
		b.WriteString("</span>")
	} else {
		b.WriteString(html.EscapeString(c.Text))
	}
	b.WriteString("</" + name + ">")
}

// placing says where in the cell the text stands; six digits just fit.
func placing(t *paper.Table, c *model.PrintedCell) string {
	switch {
	case t.Across(c):
		return `;padding:2pt 3pt;text-align:left;background:#` + paper.HeadFill
	case t.LeftAligned(c):
		return `;padding:2pt 3pt;text-align:left`
	case t.Squeezed(c):
		return `;padding:2pt 4pt;text-align:center`
	}
	return `;padding:2pt 1pt;text-align:center`
}
