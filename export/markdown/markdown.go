// Package markdown writes a report in GitHub's Markdown. It knows no merged
// cells: each block of a table becomes a table of its own, with the whole label
// of every row.
package markdown

import (
	"io"
	"regexp"
	"strings"
	"unicode"

	"nianbao/export/link"
	"nianbao/export/paper"
)

// Write writes the report. It fails only where w does.
func Write(w io.Writer, d *paper.Document) error {
	b := &strings.Builder{}
	if d.Draft {
		b.WriteString("> **" + paper.DraftNotice + "**\n")
		if d.Lacks != "" {
			b.WriteString(">\n> " + escape(d.Lacks) + "\n")
		}
		b.WriteByte('\n')
	}
	b.WriteString("# " + escape(d.Title) + "\n")
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case paper.Heading:
			b.WriteString("\n## " + escape(string(x)) + "\n")
		case paper.Paragraph:
			paragraph(b, x)
		case *paper.Table:
			for _, p := range x.Plain {
				table(b, p)
			}
		case paper.Checksum:
			b.WriteString("\n" + escape(string(x)) + "\n")
		case paper.Signature:
			b.WriteString("\n" + escape(x.Unit) + "\n\n" + escape(x.Date) + "\n")
		}
	}
	if d.Checksum != "" && !d.Shows() {
		b.WriteString("\n<!-- " + d.Checksum + " -->\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// paragraph makes a lead （一） that stands alone a heading. One with text behind it
// stays plain: the stars of bold type don't close between 。 and a digit.
func paragraph(b *strings.Builder, p paper.Paragraph) {
	b.WriteByte('\n')
	if p.Text == "" && p.Level == 2 {
		b.WriteString("### ")
	}
	b.WriteString(escape(p.Lead+p.Text) + "\n")
}

func table(b *strings.Builder, p paper.Plain) {
	if p.Heading != "" {
		b.WriteString("\n" + escape(p.Heading) + "\n")
	}
	b.WriteByte('\n')
	row(b, p.Head)
	b.WriteString("| :--- |" + strings.Repeat(" :---: |", len(p.Head)-1) + "\n")
	for _, r := range p.Rows {
		row(b, r)
	}
}

func row(b *strings.Builder, cells []string) {
	b.WriteByte('|')
	for _, c := range cells {
		b.WriteString(" " + escape(c) + " |")
	}
	b.WriteByte('\n')
}

// escape takes the meaning from a line's characters that Markdown reads, and puts
// addresses in angle brackets.
func escape(s string) string {
	b := &strings.Builder{}
	for part, is := range link.Parts(s) {
		if is && !entity.MatchString(part) { // which would be read even there
			b.WriteString("<" + part + ">")
		} else {
			b.WriteString(escapePart(part, b.Len() == 0))
		}
	}
	return b.String()
}

// escapePart puts a backslash before characters that mark up text and, where a line
// begins with the part, before those that make it a heading, a quotation or a list.
func escapePart(s string, first bool) string {
	b := &strings.Builder{}
	runes := []rune(s)
	digits := first // nothing but digits so far
	for i, r := range runes {
		var before, after rune
		if i > 0 {
			before = runes[i-1]
		}
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		begins := first && i == 0 && strings.ContainsRune("#+-=>", r) // a heading, a list, a quotation
		numbers := digits && beginsList(before, r, after)
		if begins || numbers || marksUp(before, r, after) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		digits = digits && '0' <= r && r <= '9'
	}
	return entity.ReplaceAllString(b.String(), `\$0`)
}

// entity is what Markdown shows as another character: &lt;
var entity = regexp.MustCompile(`&#?[0-9A-Za-z]+;`)

// marksUp spares a line between letters, as in a_b: it has no meaning there,
// and the addresses of pages are full of it.
func marksUp(before, r, after rune) bool {
	if r == '_' {
		return !wordly(before) || !wordly(after)
	}
	return strings.ContainsRune("\\`*[]<|~$", r)
}

// beginsList reports whether a sign after digits makes them a list's number.
func beginsList(before, r, after rune) bool {
	if before == 0 || r != '.' && r != ')' {
		return false
	}
	return after == 0 || after == ' '
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
