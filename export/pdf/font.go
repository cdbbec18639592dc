package pdf

import (
	"fmt"
	"hash/fnv"
	"nianbao/export/layout"
	"slices"
	"strings"

	"nianbao/export/fonts"
)

// embedded is a face in the file. Characters are numbered in the order in which
// they occur, so that each has a number of its own, also where the font draws
// two with one glyph, or a character that it lacks as 〓: what is copied out of
// the file is the text.
type embedded struct {
	name   string // of the resource: F1
	face   *fonts.Face
	number map[character]int
	runes  []rune        // by number, from 1
	glyphs []fonts.Glyph // by number, from 0
	widths []int         // by number, in thousandths of the em
}

// character is a character with a number. One without its blank half has
// another: programs that copy text take characters that overlap for lines of
// their own.
type character struct {
	r   rune
	cut bool
}

// embedder numbers the faces of a document as they occur.
type embedder struct {
	faces []*embedded
}

func (e *embedder) face(f *fonts.Face) *embedded {
	for _, x := range e.faces {
		if x.face == f {
			return x
		}
	}
	x := &embedded{name: fmt.Sprintf("F%d", len(e.faces)+1), face: f, number: map[character]int{}, glyphs: []fonts.Glyph{0}, widths: []int{f.Width(0)}}
	e.faces = append(e.faces, x)
	return x
}

// code is the number of a glyph's character.
func (x *embedded) code(g *layout.Glyph) int {
	c := character{g.R, g.Cut == layout.CutAfter}
	n, ok := x.number[c]
	if !ok {
		n = len(x.glyphs)
		x.number[c] = n
		x.runes = append(x.runes, g.R)
		x.glyphs = append(x.glyphs, g.ID)
		w := x.face.Width(g.ID)
		if c.cut {
			w -= 500
		}
		x.widths = append(x.widths, w)
	}
	return n
}

// resources embeds all faces and returns the dictionary of fonts.
func (e *embedder) resources(f *file) (string, error) {
	dict := "<<"
	for _, x := range e.faces {
		r, err := x.write(f)
		if err != nil {
			return "", err
		}
		dict += "/" + x.name + " " + r.String()
	}
	return dict + ">>", nil
}

// write embeds a font (ISO 32000-1, 9.7 and 9.9).
func (x *embedded) write(f *file) (ref, error) {
	data, err := x.face.Subset(x.glyphs, x.widths)
	if err != nil {
		return 0, err
	}
	kind, file := "/CIDFontType2/CIDToGIDMap/Identity", "/FontFile2 "
	program := fmt.Sprintf("/Length1 %d", len(data))
	if x.face.CFF() {
		kind, file, program = "/CIDFontType0", "/FontFile3 ", "/Subtype/CIDFontType0C"
	}
	file += f.stream(program, data).String()
	name := "/" + x.tag() + "+" + x.face.Name
	flags := 4 // has signs of its own
	if x.face.Serif {
		flags |= 2
	}
	if x.face.Fixed {
		flags |= 1
	}
	b := x.face.Box
	descriptor := f.add(fmt.Sprintf("<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80%s>>",
		name, flags, b[0], b[1], b[2], b[3], x.face.Ascent, x.face.Descent, x.face.Ascent, file))
	cid := f.add(fmt.Sprintf("<</Type/Font/Subtype%s/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[%s]/FontDescriptor %s>>",
		kind, name, x.widthList(), descriptor))
	unicode := f.stream("", []byte(x.toUnicode()))
	return f.add(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>", name, cid, unicode)), nil
}

// tag marks the font as a part of one: six letters that are the same for the
// same characters.
func (x *embedded) tag() string {
	h := fnv.New64a()
	h.Write([]byte(string(x.runes)))
	sum, letters := h.Sum64(), make([]byte, 6)
	for i := range letters {
		letters[i] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(letters)
}

// widthList lists the widths that are not a whole em.
func (x *embedded) widthList() string {
	var b strings.Builder
	for i, w := range x.widths {
		if w != 1000 {
			fmt.Fprintf(&b, "%d[%d]", i, w)
		}
	}
	return b.String()
}

// toUnicode maps the numbers back to characters, a hundred at a time, the most
// that is allowed.
func (x *embedded) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
		"1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	n := 0
	for part := range slices.Chunk(x.runes, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, r := range part {
			n++
			b.WriteString("<" + string(appendHex(nil, uint16(n))) + "><" + hex16(string(r)) + ">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end\n")
	return b.String()
}
