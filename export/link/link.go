// Package link finds addresses of web pages in running text, for formats that can
// make links of them.
package link

import (
	"iter"
	"regexp"
	"strings"
)

// address is one with its scheme, in the characters that RFC 3986 allows but for *: a
// Chinese character or mark ends it.
var address = regexp.MustCompile(`(?i)\bhttps?://[0-9a-z][0-9a-z\-._~:/?#\[\]@!$&'()+,;=%]*`)

// Parts yields a text's parts in order and, of each, whether it is an address.
func Parts(text string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for text != "" {
			at := address.FindStringIndex(text)
			if at == nil {
				yield(text, false)
				return
			}
			end := at[0] + len(own(text[at[0]:at[1]]))
			if at[0] > 0 && !yield(text[:at[0]], false) || !yield(text[at[0]:end], true) {
				return
			}
			text = text[end:]
		}
	}
}

// own is an address without the marks at its end that are the sentence's.
func own(s string) string {
	for {
		end := s[len(s)-1]
		opens := strings.IndexByte(")]", end) >= 0 && strings.Count(s, string(end)) <= strings.Count(s, map[byte]string{')': "(", ']': "["}[end])
		if opens || strings.IndexByte(".,;:!?')]", end) < 0 {
			return s
		}
		s = s[:len(s)-1]
	}
}
