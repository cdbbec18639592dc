package content

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// encoding says which character a code of a font with one byte stands for: by a
// table that the file names, or by the names of the font's glyphs (ISO 32000-1,
// 9.6.6). What neither says is by the code itself, and a guess.
type encoding struct {
	symbols bool             // the font has signs for letters and digits
	base    *charmap.Charmap // nil for the font's own
	names   [256]string      // of glyphs, "" for the base's
}

func newEncoding(v value) *encoding {
	e := &encoding{symbols: isSymbols(v.key("BaseFont").name())}
	o := v.key("Encoding")
	base := o.name()
	if o.kind == '<' {
		base = o.key("BaseEncoding").name()
		code := 0
		for _, x := range o.key("Differences").list {
			switch x = e.resolved(o, x); {
			case x.kind == '0':
				code = int(min(max(x.num, 0), 256))
			case x.kind == '/' && code < len(e.names):
				e.names[code] = x.str
				code++
			}
		}
	}
	d := v.key("FontDescriptor")
	embedded := !d.key("FontFile").isNull() || !d.key("FontFile2").isNull() || !d.key("FontFile3").isNull()
	switch {
	case base == "MacRomanEncoding":
		e.base = charmap.Macintosh
	case base == "WinAnsiEncoding", base == "StandardEncoding", base == "PDFDocEncoding", !embedded && v.key("Subtype").name() != "Type3":
		e.base = charmap.Windows1252
	}
	return e
}

func (e *encoding) resolved(v value, o operand) operand {
	if o.kind == 'R' {
		return v.f.resolve(o).operand
	}
	return o
}

// text is a code's character, and whether that is a guess.
func (e *encoding) text(c byte) (text string, guess bool) {
	if name := e.names[c]; name != "" {
		if name == ".notdef" {
			return "", false
		}
		if t, ok := glyphText(name); ok {
			return t, false
		}
		return unread, true
	}
	if e.symbols {
		return unread, true
	}
	base := e.base
	if guess = base == nil; guess {
		base = charmap.Windows1252
	}
	r := base.DecodeByte(c)
	if r < ' ' || r == utf8.RuneError {
		return unread, true
	}
	return string(r), guess
}

// signNames are the glyph names of the characters from 0x20 to 0x7e but letters,
// as Adobe's list for new fonts has them.
var signNames = func() map[string]string {
	const names = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash " +
		"zero one two three four five six seven eight nine colon semicolon less equal greater question at"
	out := map[string]string{"bracketleft": "[", "backslash": "\\", "bracketright": "]", "asciicircum": "^", "underscore": "_", "grave": "`",
		"braceleft": "{", "bar": "|", "braceright": "}", "asciitilde": "~", "quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”",
		"endash": "–", "emdash": "—", "ellipsis": "…", "bullet": "•", "periodcentered": "·", "minus": "−", "multiply": "×", "yen": "¥", "degree": "°", "section": "§", "nbspace": "\u00a0"}
	for i, name := range strings.Fields(names) {
		out[name] = string(rune(' ' + i))
	}
	return out
}()

// glyphText is what a glyph's name says: three, three.oldstyle, uni0033, u1F600,
// f_i.
func glyphText(name string) (string, bool) {
	name, _, _ = strings.Cut(name, ".")
	var out strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		switch t, known := signNames[part]; {
		case known:
			out.WriteString(t)
		case len(part) == 1 && (part[0]|32) >= 'a' && (part[0]|32) <= 'z':
			out.WriteString(part)
		default:
			t, ok := codeName(part)
			if !ok {
				return "", false
			}
			out.WriteString(t)
		}
	}
	return out.String(), out.Len() > 0
}

// inFours reports whether digits are the numbers of up to eight characters, four each.
func inFours(digits string) bool {
	n := len(digits)
	return n >= 4 && n <= 32 && n%4 == 0
}

// codeName reads names that are numbers of characters: uni with four digits for
// each, u with four to six.
func codeName(name string) (string, bool) {
	if digits, ok := strings.CutPrefix(name, "uni"); ok && inFours(digits) {
		var out strings.Builder
		for ; digits != ""; digits = digits[4:] {
			n, err := strconv.ParseUint(digits[:4], 16, 16)
			if err != nil || !utf8.ValidRune(rune(n)) {
				return "", false
			}
			out.WriteRune(rune(n))
		}
		return out.String(), true
	}
	if digits, ok := strings.CutPrefix(name, "u"); ok && len(digits) >= 4 && len(digits) <= 6 {
		if n, err := strconv.ParseUint(digits, 16, 32); err == nil && utf8.ValidRune(rune(n)) {
			return string(rune(n)), true
		}
	}
	return "", false
}
