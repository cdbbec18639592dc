package content

import (
	"strings"
	"unicode"

	"github.com/ledongthuc/pdf"
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
	simple    pdf.TextEncoding
}

// loadFont reads a font's dictionary (ISO 32000-1, 9.6 and 9.7).
func (d *Document) loadFont(v pdf.Value) *font {
	f := &font{widths: map[int]float64{}, scale: 0.001, name: v.Key("Encoding").Name()}
	if t := v.Key("ToUnicode"); t.Kind() == pdf.Stream {
		f.toUnicode = parseCMap(d.inflate(t), &d.mapped)
	}
	if v.Key("Subtype").Name() == "Type0" {
		f.loadComposite(d, v)
		return f
	}
	first := int(v.Key("FirstChar").Int64())
	w := v.Key("Widths")
	for i := 0; i < w.Len() && i < 256; i++ {
		f.widths[first+i] = w.Index(i).Float64()
	}
	f.other = v.Key("FontDescriptor").Key("MissingWidth").Float64()
	if w.Len() == 0 {
		f.other = 500
	}
	if m := v.Key("FontMatrix"); v.Key("Subtype").Name() == "Type3" && m.Len() == 6 {
		f.scale = m.Index(0).Float64()
	}
	f.simple = (&pdf.Font{V: v}).Encoder()
	return f
}

func (f *font) loadComposite(d *Document, v pdf.Value) {
	f.composite = true
	f.vertical = strings.HasSuffix(f.name, "-V")
	if e := v.Key("Encoding"); e.Kind() == pdf.Stream {
		f.encoding = parseCMap(d.inflate(e), &d.mapped)
		f.vertical = e.Key("WMode").Int64() == 1
	}
	cid := v.Key("DescendantFonts").Index(0)
	f.other = 1000
	if dw := cid.Key("DW"); !dw.IsNull() {
		f.other = dw.Float64()
	}
	w := cid.Key("W")
	put := func(code int, width float64) {
		if d.mapped > 0 {
			f.widths[code] = width
			d.mapped--
		}
	}
	for i := 0; i+1 < w.Len() && d.mapped > 0; {
		from := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for k := range list.Len() {
				put(from+k, list.Index(k).Float64())
			}
			i += 2
			continue
		}
		to, width := int(w.Index(i+1).Int64()), w.Index(i+2).Float64()
		for c := from; c <= to && d.mapped > 0; c++ {
			put(c, width)
		}
		i += 3
	}
}

// unread stands for a character of which the file doesn't say what it is.
const unread = "\uFFFD"

// show calls emit for each character of a string: what it is, its width as part
// of the em, and whether it is the space that word spacing widens.
func (f *font) show(s string, emit func(text string, width float64, space bool)) {
	for len(s) > 0 {
		n := f.length(s)
		c := s[:n]
		s = s[n:]
		number := value(c)
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
		emit(f.text(c), width*f.scale, n == 1 && c == " ")
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

func (f *font) text(c string) string {
	if f.toUnicode != nil {
		if t, ok := f.toUnicode.text[c]; ok {
			return t
		}
		if t, ok := f.toUnicode.text["\x00"+c]; ok && len(c) == 1 {
			return t
		}
	}
	switch {
	case !f.composite:
		return printable(f.simple.Decode(c))
	case strings.HasPrefix(f.name, "UniGB-") || strings.HasPrefix(f.name, "UniCNS-") || strings.HasPrefix(f.name, "UniJIS-"):
		return decode16(c)
	case strings.HasPrefix(f.name, "GB"):
		if t, err := simplifiedchinese.GB18030.NewDecoder().String(c); err == nil {
			return t
		}
	}
	return unread
}

func printable(s string) string {
	for _, r := range s {
		if unicode.IsControl(r) && r != '\t' {
			return unread
		}
	}
	return s
}
