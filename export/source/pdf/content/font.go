package content

import (
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// font is what is needed of a font to place its characters and to read them.
type font struct {
	composite bool // Type0: codes of several bytes
	vertical  bool
	widths    map[int]float64 // in glyph space, by code or glyph number
	other     float64         // width of the others
	scale     float64         // of glyph space: 0.001 but for Type3
	toUnicode *cmap
	encoding  *cmap  // a map of its own
	name      string // of the encoding
	simple    *encoding
}

// loadFont reads a font's dictionary (ISO 32000-1, 9.6 and 9.7).
func (d *Document) loadFont(v value) *font {
	f := &font{widths: map[int]float64{}, scale: 0.001, name: v.key("Encoding").name()}
	if t := v.key("ToUnicode"); t.kind == 's' {
		f.toUnicode = parseCMap(d.file.inflate(t), &d.mapped)
	}
	if v.key("Subtype").name() == "Type0" {
		f.loadComposite(d, v)
		return f
	}
	first := int(v.key("FirstChar").int())
	w := v.key("Widths")
	for i := 0; i < w.len() && i < 256; i++ {
		f.widths[first+i] = w.index(i).float()
	}
	f.other = v.key("FontDescriptor").key("MissingWidth").float()
	if w.len() == 0 {
		f.other = 500
	}
	if m := v.key("FontMatrix"); v.key("Subtype").name() == "Type3" && m.len() == 6 {
		f.scale = m.index(0).float()
	}
	f.simple = newEncoding(v)
	return f
}

func (f *font) loadComposite(d *Document, v value) {
	f.composite = true
	f.vertical = strings.HasSuffix(f.name, "-V")
	if e := v.key("Encoding"); e.kind == 's' {
		f.encoding = parseCMap(d.file.inflate(e), &d.mapped)
		f.vertical = e.key("WMode").int() == 1
	}
	cid := v.key("DescendantFonts").index(0)
	f.other = 1000
	if dw := cid.key("DW"); !dw.isNull() {
		f.other = dw.float()
	}
	w := cid.key("W")
	put := func(code int, width float64) {
		if d.mapped > 0 {
			f.widths[code] = width
			d.mapped--
		}
	}
	for i := 0; i+1 < w.len() && d.mapped > 0; {
		from := int(w.index(i).int())
		if list := w.index(i + 1); list.kind == '[' {
			for k := range list.len() {
				put(from+k, list.index(k).float())
			}
			i += 2
			continue
		}
		to, width := int(w.index(i+1).int()), w.index(i+2).float()
		for c := from; c <= to && d.mapped > 0; c++ {
			put(c, width)
		}
		i += 3
	}
}

// unread stands for a character of which the file doesn't say what it is.
const unread = "\uFFFD"

// char is a character of a string.
type char struct {
	text  string
	guess bool    // the file doesn't say what it is
	width float64 // as part of the em
	space bool    // that word spacing widens
}

// show calls emit for each character of a string.
func (f *font) show(s string, emit func(c char)) {
	for len(s) > 0 {
		n := f.length(s)
		c := s[:n]
		s = s[n:]
		number := bigEndian(c)
		if f.encoding != nil {
			number = f.encoding.cid[c]
		}
		width, ok := f.widths[number]
		if !ok {
			width = f.other
		}
		if !ok && n == 1 && f.composite {
			width = 500 // of GBK: the Latin half
		}
		text, guess := f.text(c)
		emit(char{text, guess, width * f.scale, n == 1 && c == " "})
	}
}

// length is how many bytes the next code has.
func (f *font) length(s string) int {
	n := 2
	switch {
	case !f.composite:
		n = 1
	case f.encoding != nil:
		for k := 1; k < len(f.encoding.bytes) && k <= len(s); k++ {
			if _, ok := f.encoding.cid[s[:k]]; ok {
				return k
			}
		}
		if f.encoding.bytes[1] && !f.encoding.bytes[2] {
			n = 1
		}
	case strings.HasPrefix(f.name, "GB"):
		switch {
		case s[0] < 0x81:
			n = 1
		case len(s) > 3 && s[1] >= '0' && s[1] <= '9': // GB18030
			n = 4
		}
	case strings.Contains(f.name, "UTF16") && s[0] >= 0xd8 && s[0] < 0xdc:
		n = 4
	}
	return min(n, len(s))
}

// text is what a code stands for, and whether that is a guess.
func (f *font) text(c string) (text string, guess bool) {
	if f.toUnicode != nil {
		if t, ok := f.toUnicode.text[c]; ok {
			return t, false
		}
		if t, ok := f.toUnicode.text["\x00"+c]; ok && len(c) == 1 {
			return t, false
		}
	}
	switch {
	case !f.composite:
		return f.simple.text(c[0])
	case strings.HasPrefix(f.name, "UniGB-") || strings.HasPrefix(f.name, "UniCNS-") || strings.HasPrefix(f.name, "UniJIS-"):
		return decode16(c), false
	case strings.HasPrefix(f.name, "GB"):
		if t, err := simplifiedchinese.GB18030.NewDecoder().String(c); err == nil {
			return t, false
		}
	}
	return unread, true
}
