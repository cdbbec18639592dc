package fonts

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// What can be wrong with a font file, in Chinese: the user chose the file.
var (
	errNotFont    = errors.New("不是 TrueType 或 OpenType 字体文件")
	errOutlines   = errors.New("字体里没有能嵌入的轮廓（可变的、点阵的字体不能用）")
	errDamaged    = errors.New("字体文件已损坏")
	errForbidden  = errors.New("字体声明不允许嵌入文件")
	errNoHan      = errors.New("里面没有汉字")
	errNoUnicode  = errors.New("字体里没有 Unicode 对照表")
	errManyTables = errors.New("字体文件里的表太多或太大")
)

// maxTable bounds what is read of one table: the largest cmap known has 1 MB.
const maxTable = 8 << 20

// Glyph is the number of a glyph in its font; 0 is the sign for a missing one.
type Glyph uint16

// Face is one font, with outlines of TrueType or of CFF. Its small tables are in memory, its
// outlines are read when they are needed: a Chinese font has 10 MB of them, a report some 800.
type Face struct {
	// Name is the PostScript name, of letters, digits and hyphens only.
	Name string
	// Ascent, Descent and Box are in thousandths of the em.
	Ascent, Descent int
	Box             [4]int
	// Serif and Fixed say what kind of face it is.
	Serif, Fixed bool

	r          io.ReaderAt
	unitsPerEm int
	glyphs     int
	metrics    int // entries of hmtx with a width of their own
	longLoca   bool
	glyf       extent
	cff        *cffFont         // nil for outlines of TrueType
	raw        map[string]table // tables that a subset copies or rewrites
	find       func(rune) Glyph
}

// table is a table's bytes; reading behind its end gives 0.
type table []byte

func (t table) u16(i int) int {
	if i < 0 || i+2 > len(t) {
		return 0
	}
	return int(t[i])<<8 | int(t[i+1])
}

func (t table) i16(i int) int { return int(int16(t.u16(i))) }
func (t table) u32(i int) int { return t.u16(i)<<16 | t.u16(i+2) }

// extent is where a table lies in its file.
type extent struct{ offset, length int64 }

// Parse reads a font, of a collection (.ttc) the one for the mainland's forms of characters
// ([InCollection]).
func Parse(r io.ReaderAt, size int64) (*Face, error) {
	starts, err := collection(r, size)
	if err != nil {
		return nil, err
	}
	tables, err := directory(r, size, starts[mainland(r, size, starts)])
	if err != nil {
		return nil, err
	}
	f := &Face{r: r, raw: map[string]table{}}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "loca", "cmap", "OS/2", "name", "post", "cvt ", "fpgm", "prep"} {
		if f.raw[name], err = read(r, tables[name]); err != nil {
			return nil, err
		}
	}
	var ok bool
	if f.glyf, ok = tables["glyf"]; !ok {
		outlines, ok := tables["CFF "]
		if !ok {
			return nil, errOutlines
		}
		if f.cff, err = parseCFF(r, outlines); err != nil {
			return nil, err
		}
	}
	if err := f.header(); err != nil {
		return nil, err
	}
	if f.find = lookup(f.raw["cmap"]); f.find == nil {
		return nil, errNoUnicode
	}
	for _, name := range []string{"cmap", "OS/2", "name", "post"} { // a subset does without
		delete(f.raw, name)
	}
	return f, nil
}

// CFF reports whether the outlines are those of CFF, and not TrueType's.
func (f *Face) CFF() bool { return f.cff != nil }

// maxCollection bounds the fonts of a collection: Noto's has ten.
const maxCollection = 64

// collection lists where the fonts of a file begin: one, or several in a collection.
func collection(r io.ReaderAt, size int64) ([]int64, error) {
	head := make(table, 12)
	if _, err := r.ReadAt(head, 0); err != nil {
		return nil, errNotFont
	}
	if string(head[:4]) != "ttcf" {
		return []int64{0}, nil
	}
	list, err := read(r, extent{12, min(4*int64(head.u32(8)), 4*maxCollection, size-12)})
	if err != nil || len(list) < 4 {
		return nil, errDamaged
	}
	var starts []int64
	for i := 0; i+4 <= len(list); i += 4 {
		starts = append(starts, int64(list.u32(i)))
	}
	return starts, nil
}

// mainland is the number of the first font whose name says that its characters have the
// mainland's forms (NotoSerifCJKsc-Regular, UKaiCN), 0 where none does.
func mainland(r io.ReaderAt, size int64, starts []int64) int {
	for i, start := range starts {
		if len(starts) == 1 {
			break
		}
		tables, err := directory(r, size, start)
		if err != nil {
			continue
		}
		const most = 1 << 16 // bytes of names
		names := tables["name"]
		names.length = min(names.length, most)
		text, err := read(r, names)
		if err != nil {
			continue
		}
		family, _, _ := strings.Cut(postScriptName(text), "-")
		if family = strings.ToUpper(family); strings.HasSuffix(family, "SC") || strings.HasSuffix(family, "CN") {
			return i
		}
	}
	return 0
}

// InCollection is the number of the font that [Parse] takes from a file, 0 of one that is
// no collection.
func InCollection(r io.ReaderAt, size int64) (int, error) {
	starts, err := collection(r, size)
	if err != nil {
		return 0, err
	}
	n := mainland(r, size, starts)
	_, err = directory(r, size, starts[n])
	return n, err
}

// directory lists the tables of the font that begins at start.
func directory(r io.ReaderAt, size, start int64) (map[string]extent, error) {
	head := make(table, 12)
	if _, err := r.ReadAt(head, start); err != nil {
		return nil, errNotFont
	}
	switch string(head[:4]) {
	case "\x00\x01\x00\x00", "true", "OTTO":
	default:
		return nil, errNotFont
	}
	n := head.u16(4)
	if n > 200 {
		return nil, errManyTables
	}
	list := make(table, 16*n)
	if _, err := r.ReadAt(list, start+12); err != nil && err != io.EOF {
		return nil, errDamaged
	}
	tables := map[string]extent{}
	for i := range n {
		e := extent{int64(list.u32(16*i + 8)), int64(list.u32(16*i + 12))}
		if e.offset < 0 || e.length < 0 || e.offset+e.length > size {
			return nil, errDamaged
		}
		tables[string(list[16*i:16*i+4])] = e
	}
	return tables, nil
}

func read(r io.ReaderAt, e extent) (table, error) {
	if e.length > maxTable {
		return nil, errManyTables
	}
	t := make(table, e.length)
	if _, err := r.ReadAt(t, e.offset); err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w：%w", errDamaged, err)
	}
	return t, nil
}

// header reads what is asked of a font often, and refuses a font without it.
func (f *Face) header() error {
	head, hhea, os2 := f.raw["head"], f.raw["hhea"], f.raw["OS/2"]
	f.unitsPerEm, f.glyphs, f.metrics = head.u16(18), f.raw["maxp"].u16(4), hhea.u16(34)
	f.longLoca = head.u16(50) != 0
	entry := 2
	if f.longLoca {
		entry = 4
	}
	short := len(head) < 54 || len(hhea) < 36 || len(f.raw["maxp"]) < 6
	empty := f.unitsPerEm < 16 || f.glyphs == 0 || f.metrics == 0
	outlines := len(f.raw["loca"])/entry - 1
	if f.cff != nil {
		outlines = f.cff.glyphs.count
	}
	cut := len(f.raw["hmtx"]) < 4*f.metrics || outlines < f.glyphs
	if short || empty || cut {
		return errDamaged
	}
	// OS/2, fsType: a 2 alone is a restricted licence.
	if os2.u16(8)&0xf == 2 {
		return errForbidden
	}
	f.Ascent, f.Descent = f.thousandths(hhea.i16(4)), f.thousandths(hhea.i16(6))
	for i := range f.Box {
		f.Box[i] = f.thousandths(head.i16(36 + 2*i))
	}
	class := os2.i16(30) >> 8 // sFamilyClass
	f.Serif = class >= 1 && class <= 7
	f.Fixed = f.raw["post"].u32(12) != 0
	f.Name = postScriptName(f.raw["name"])
	return nil
}

func (f *Face) thousandths(n int) int {
	if n < 0 {
		return -f.thousandths(-n)
	}
	return (n*1000 + f.unitsPerEm/2) / f.unitsPerEm
}

// Glyph is the glyph of a character, 0 if the font has none.
func (f *Face) Glyph(r rune) Glyph {
	if g := f.find(r); int(g) < f.glyphs {
		return g
	}
	return 0
}

// chinese is the glyph of a character in a Chinese text: a dash is as wide as a character
// and stands at half its height. Fonts that have that of Latin texts for it (Noto) have the
// Chinese one as the horizontal bar, as their feature locl says.
func (f *Face) chinese(r rune) Glyph {
	g := f.Glyph(r)
	if r == '—' && g != 0 && f.Width(g) < 1000 {
		if bar := f.Glyph('―'); bar != 0 && f.Width(bar) == 1000 {
			return bar
		}
	}
	return g
}

// Blank is the space before a glyph's ink, in thousandths of the em.
func (f *Face) Blank(g Glyph) int { return f.thousandths(f.bearing(g)) }

// Width is how far a glyph moves on, in thousandths of the em, as a PDF counts.
func (f *Face) Width(g Glyph) int { return f.thousandths(f.advance(g)) }

// advance is a glyph's width in the font's units.
func (f *Face) advance(g Glyph) int { return f.raw["hmtx"].u16(4 * min(int(g), f.metrics-1)) }

// postScriptName is name 6 of the font, cleaned for a PDF name.
func postScriptName(t table) string {
	for i := range t.u16(2) {
		record := 6 + 12*i
		if t.u16(record+6) != 6 {
			continue
		}
		from := t.u16(4) + t.u16(record+10)
		to := from + t.u16(record+8)
		if to > len(t) {
			continue
		}
		s := string(t[from:to])
		if platform := t.u16(record); platform == 3 || platform == 0 {
			var u []uint16
			for k := from; k+1 < to; k += 2 {
				u = append(u, uint16(t.u16(k)))
			}
			s = string(utf16.Decode(u))
		}
		if s = cleanName(s); s != "" {
			return s
		}
	}
	return "Font"
}

func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '-', r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 63)]
}
