package fonts

import (
	"encoding/binary"
	"unicode/utf16"
)

// part is a table of a font that is written.
type part struct {
	name string
	data []byte
}

// File is a subset as a font of its own, in which programs look characters up: runes[i] is
// the character of glyphs[i], in ascending order from the first on; the glyph before them,
// 0, has none. It is a .ttf, of CFF outlines an .otf.
func (f *Face) File(glyphs []Glyph, runes []rune) ([]byte, error) {
	glyphs = append([]Glyph{0}, glyphs...)
	advances := make([]int, len(glyphs))
	for i, g := range glyphs {
		advances[i] = f.advance(g)
	}
	return f.subset(glyphs, advances, []part{
		{"OS/2", f.metricsTable(runes)},
		{"cmap", characterMap(runes)},
		{"name", f.nameTable()},
		{"post", append([]byte{0, 3, 0, 0}, make([]byte, 28)...)}, // version 3: no names of glyphs
	})
}

func be16(b []byte, values ...int) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func be32(b []byte, values ...int) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(v))
	}
	return b
}

// run is characters that follow each other, and so do their glyphs.
type run struct{ first, last, glyph int }

func runs(runes []rune) []run {
	var all []run
	for i, r := range runes {
		if n := len(all); n > 0 && all[n-1].last+1 == int(r) {
			all[n-1].last++
		} else {
			all = append(all, run{int(r), int(r), i + 1})
		}
	}
	return all
}

// characterMap is a cmap of two tables: format 4 for the first plane, 12 for all.
func characterMap(runes []rune) []byte {
	all := runs(runes)
	var low []run
	for _, x := range all {
		if x.last < 0xffff {
			low = append(low, x)
		}
	}
	low = append(low, run{0xffff, 0xffff, 0})
	n := len(low)
	power := 1
	for power*2 <= n {
		power *= 2
	}
	four := be16(nil, 4, 16+8*n, 0, 2*n, 2*power, log2(power), 2*(n-power))
	for _, x := range low {
		four = be16(four, x.last)
	}
	four = be16(four, 0)
	for _, x := range low {
		four = be16(four, x.first)
	}
	for _, x := range low {
		delta := x.glyph - x.first
		if x.glyph == 0 {
			delta = 1 // 0xffff to glyph 0
		}
		four = be16(four, delta)
	}
	four = append(four, make([]byte, 2*n)...)
	twelve := be32(be16(nil, 12, 0), 16+12*len(all), 0, len(all))
	for _, x := range all {
		twelve = be32(twelve, x.first, x.last, x.glyph)
	}
	const head = 4 + 2*8
	b := be32(be16(be16(nil, 0, 2), 3, 1), head)
	b = be32(be16(b, 3, 10), head+len(four))
	return append(append(b, four...), twelve...)
}

// nameTable has the family, the style and the PostScript name.
func (f *Face) nameTable() []byte {
	names := []struct {
		id   int
		text string
	}{{1, f.Name}, {2, "Regular"}, {4, f.Name}, {6, f.Name}}
	b, text := be16(nil, 0, len(names), 6+12*len(names)), []byte{}
	for _, x := range names {
		from := len(text)
		for _, u := range utf16.Encode([]rune(x.text)) {
			text = be16(text, int(u))
		}
		b = be16(b, 3, 1, 0x409, x.id, len(text)-from, from)
	}
	return append(b, text...)
}

// metricsTable is an OS/2 table of version 4 (Microsoft's OpenType specification).
func (f *Face) metricsTable(runes []rune) []byte {
	first, last := 0xffff, 0
	for _, r := range runes {
		first, last = min(first, int(r)), max(last, min(int(r), 0xffff))
	}
	scale := func(n int) int { return n * f.unitsPerEm / 1000 }
	b := be16(nil, 4, f.unitsPerEm, 400, 5, 0)
	b = append(b, make([]byte, 20)...) // sub- and superscripts, strikeout
	b = be16(b, 0)                     // no family class
	b = append(b, make([]byte, 10)...) // no panose
	b = be32(b, 0, 1<<27, 0, 0)        // CJK Unified Ideographs
	b = append(b, "NONE"...)
	b = be16(b, 0x40, first, last, scale(f.Ascent), scale(f.Descent), 0, max(scale(f.Box[3]), 0), max(-scale(f.Box[1]), 0))
	b = be32(b, 1<<18, 0) // the code page of simplified Chinese
	return be16(b, scale(500), scale(700), 0, ' ', 0)
}
