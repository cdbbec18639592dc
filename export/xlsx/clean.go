package xlsx

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf16"
)

// escaped finds the beginning of what a spreadsheet would read as a character's
// code (ECMA-376 part 1, 22.9.2.19): the _ of _x000D_. The library escapes it
// too, but not where two of them share an underscore.
var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// mask stands for such a _ until the file is packed. It is a character that
// Unicode promises never to assign.
const mask = '\ufdd0'

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Clean makes text fit for a cell: valid UTF-8, lines that end in \n, without
// what XML 1.0 does not allow. Everything else stays as it is.
func Clean(s string) string {
	if s == "" {
		return ""
	}
	s = lineEnds.Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r < ' ', r >= 0x7f && r < 0xa0, r == mask, r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, s)
	for from := 0; ; {
		at := escaped.FindStringIndex(s[from:])
		if at == nil {
			return s
		}
		i := from + at[0]
		s = s[:i] + string(mask) + s[i+1:]
		from = i + len(string(mask))
	}
}

// unmask writes the escape for each masked underscore.
func unmask(part []byte) []byte {
	masked := []byte(string(mask))
	if !bytes.Contains(part, masked) {
		return part
	}
	return bytes.ReplaceAll(part, masked, []byte("_x005F_"))
}

// line is clean for a single line.
func line(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch r {
		case '\n', '\t', '\u2028', '\u2029':
			return ' '
		}
		return r
	}, Clean(s)))
}

// maxText is what a cell holds, in UTF-16 units.
const maxText = 32767

// pieces divides a text into what fits a cell each; joined they are the text.
func pieces(s string) []string {
	var out []string
	start, units := 0, 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		if units+n > maxText {
			out = append(out, s[start:i])
			start, units = i, 0
		}
		units += n
	}
	return append(out, s[start:])
}
