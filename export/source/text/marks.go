package text

import (
	"html"
	"regexp"
	"strings"

	"nianbao/export/source"
)

// What Markdown's signs say of the words between them.

var (
	entity    = regexp.MustCompile(`&#?[0-9A-Za-z]+;`)
	bold      = regexp.MustCompile(`(^|[^\\*])\*\*([^*\n]+?)\*\*`)
	lineBreak = regexp.MustCompile(`(?i)[ \t]*<br[ \t]*/?>[ \t]*`)
	// A sign that a backslash keeps from marking anything up, or an address.
	escaped = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])|<((?i:https?)://[^\\s<>]+)>")
	// Struck words, raised signs and the numbers of notes.
	marked = regexp.MustCompile(`(?i)\\~|~~([^~\n]+)~~|<(?:del|s|strike)>([^<\n]*)</(?:del|s|strike)>|<su[pb]>([^<\n]*)</su[pb]>|\[\^([^\]\n]+)\]`)
)

// cell is what stands in a cell, and why that has to be looked at.
func (s *scanner) cell(t string) (string, []string) {
	if !s.markdown {
		return t, nil
	}
	return seen(t).Cell()
}

// paragraph is the same for running text.
func (s *scanner) paragraph(t string) (string, []string) {
	if !s.markdown {
		return t, nil
	}
	return seen(t).Paragraph()
}

// seen parts a text by what its signs say.
func seen(t string) *source.Seen {
	t = lineBreak.ReplaceAllString(t, "\n")
	t = bold.ReplaceAllString(t, "$1$2")
	x := &source.Seen{}
	at := 0
	for _, m := range marked.FindAllStringSubmatchIndex(t, -1) {
		for k, mark := range []source.Mark{source.Struck, source.Struck, source.Raised, source.Raised} {
			if from, to := m[2*k+2], m[2*k+3]; from >= 0 {
				x.Write(unescape(t[at:m[0]]))
				x.Add(source.Run{Text: unescape(t[from:to]), Mark: mark})
				at = m[1]
			}
		}
	}
	x.Write(unescape(t[at:]))
	return x
}

// unescape gives signs that a backslash kept from marking anything up, addresses without
// their angle brackets, and Markdown's other way to write characters, &lt;.
func unescape(t string) string {
	var b strings.Builder
	from := 0
	for _, m := range escaped.FindAllStringSubmatchIndex(t, -1) {
		b.WriteString(entity.ReplaceAllStringFunc(t[from:m[0]], html.UnescapeString))
		for _, group := range [][]int{m[2:4], m[4:6]} {
			if group[0] >= 0 {
				b.WriteString(t[group[0]:group[1]])
			}
		}
		from = m[1]
	}
	b.WriteString(entity.ReplaceAllStringFunc(t[from:], html.UnescapeString))
	return b.String()
}
