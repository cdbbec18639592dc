package fonts

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Flags of a component in a glyph that is put together from others.
const (
	componentWords    = 1 << 0
	componentScale    = 1 << 3
	componentMore     = 1 << 5
	componentTwo      = 1 << 6
	componentFour     = 1 << 7
	maxSubset         = 0xffff
	maxGlyph          = 1 << 20 // bytes of one outline
	headAdjustment    = 8       // where head keeps checkSumAdjustment
	checksumOfAllFont = 0xb1b0afba
)

// Subset writes a font that holds these glyphs in this order; of TrueType outlines, behind
// them the parts that they are put together from. The first should be 0, and a glyph may
// occur twice. widths are the glyphs', in thousandths of the em, which need not be the
// font's. The font has no cmap: a PDF addresses the glyphs by their numbers. With CFF
// outlines it is their bare table, in which a glyph's number is its CID.
func (f *Face) Subset(glyphs []Glyph, widths []int) ([]byte, error) {
	advances := make([]int, len(glyphs))
	for i, g := range glyphs {
		advances[i] = f.advance(g)
		if widths[i] != f.Width(g) {
			advances[i] = widths[i] * f.unitsPerEm / 1000
		}
	}
	if f.cff != nil {
		return f.compact(glyphs, advances)
	}
	return f.subset(glyphs, advances, nil)
}

// compact is the CFF table of a subset.
func (f *Face) compact(glyphs []Glyph, advances []int) ([]byte, error) {
	data, err := f.cff.subset(f.Name, glyphs, advances)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return data, nil
}

// subset writes a subset with further tables. advances are in the font's units.
func (f *Face) subset(glyphs []Glyph, advances []int, further []part) ([]byte, error) {
	if f.cff != nil {
		data, err := f.compact(glyphs, advances)
		if err != nil {
			return nil, err
		}
		return f.assemble(glyphs, advances, append(further, part{"CFF ", data})), nil
	}
	all := append([]Glyph{}, glyphs...)
	place := map[Glyph]int{}
	for i, g := range all {
		if _, ok := place[g]; !ok {
			place[g] = i
		}
	}
	const usual = 300 // bytes of a glyph
	glyf := make([]byte, 0, usual*len(all))
	loca := make([]byte, 0, 4*len(all)+4)
	for i := 0; i < len(all); i++ { // all grows by the parts
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		outline, err := f.outline(all[i])
		if err != nil {
			return nil, err
		}
		err = components(outline, func(old Glyph) Glyph {
			if _, ok := place[old]; !ok {
				place[old] = len(all)
				all = append(all, old)
			}
			return Glyph(place[old])
		})
		if err != nil || len(all) > maxSubset {
			return nil, fmt.Errorf("%s: %w", f.Name, errDamaged)
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	for _, g := range all[len(glyphs):] {
		advances = append(advances, f.advance(g))
	}
	return f.assemble(all, advances, append(further, part{"glyf", glyf}, part{"loca", loca})), nil
}

// outline reads a glyph; it is empty for a space.
func (f *Face) outline(g Glyph) ([]byte, error) {
	if int(g) >= f.glyphs {
		return nil, fmt.Errorf("%s: %w", f.Name, errDamaged)
	}
	loca := f.raw["loca"]
	from, to := int64(2*loca.u16(2*int(g))), int64(2*loca.u16(2*int(g)+2))
	if f.longLoca {
		from, to = int64(loca.u32(4*int(g))), int64(loca.u32(4*int(g)+4))
	}
	if from > to || to > f.glyf.length || to-from > maxGlyph {
		return nil, fmt.Errorf("%s: %w", f.Name, errDamaged)
	}
	b := make([]byte, to-from)
	if _, err := f.r.ReadAt(b, f.glyf.offset+from); err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return b, nil
}

// components gives the parts of a glyph new numbers; one with an outline of its
// own has none.
func components(outline []byte, renumber func(Glyph) Glyph) error {
	t := table(outline)
	if len(t) < 10 || t.i16(0) >= 0 {
		return nil
	}
	for at := 10; ; {
		if at+4 > len(t) {
			return errDamaged
		}
		flags := t.u16(at)
		binary.BigEndian.PutUint16(t[at+2:], uint16(renumber(Glyph(t.u16(at+2)))))
		at += 6
		if flags&componentWords != 0 {
			at += 2
		}
		switch {
		case flags&componentScale != 0:
			at += 2
		case flags&componentTwo != 0:
			at += 4
		case flags&componentFour != 0:
			at += 8
		}
		if flags&componentMore == 0 {
			return nil
		}
	}
}

// bearing is where a glyph's ink begins, in the font's units.
func (f *Face) bearing(g Glyph) int {
	if int(g) >= f.metrics {
		return f.raw["hmtx"].i16(4*f.metrics + 2*(int(g)-f.metrics))
	}
	return f.raw["hmtx"].i16(4*int(g) + 2)
}

// assemble puts the tables of a subset together.
func (f *Face) assemble(glyphs []Glyph, advances []int, further []part) []byte {
	hmtx := make([]byte, 0, 4*len(glyphs))
	for i, g := range glyphs {
		hmtx = be16(hmtx, advances[i], f.bearing(g))
	}
	head := append([]byte{}, f.raw["head"]...)
	binary.BigEndian.PutUint32(head[headAdjustment:], 0)
	binary.BigEndian.PutUint16(head[50:], 1) // long loca
	hhea := append([]byte{}, f.raw["hhea"]...)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	maxp := append([]byte{}, f.raw["maxp"]...)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))

	var parts []part
	for _, p := range append([]part{{"cvt ", f.raw["cvt "]}, {"fpgm", f.raw["fpgm"]}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx}, {"maxp", maxp}, {"prep", f.raw["prep"]}}, further...) {
		if len(p.data) > 0 {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	power := 1
	for power*2 <= len(parts) {
		power *= 2
	}
	out := []byte{0, 1, 0, 0}
	if f.cff != nil {
		out = []byte("OTTO")
	}
	for _, n := range []int{len(parts), power * 16, log2(power), (len(parts) - power) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	}
	offset, headAt := len(out)+16*len(parts), 0
	total := offset
	for _, p := range parts {
		total += (len(p.data) + 3) &^ 3
	}
	out = slices.Grow(out, total)
	for _, p := range parts {
		if p.name == "head" {
			headAt = offset
		}
		out = append(out, p.name...)
		for _, n := range []uint32{checksum(p.data), uint32(offset), uint32(len(p.data))} {
			out = binary.BigEndian.AppendUint32(out, n)
		}
		offset += (len(p.data) + 3) &^ 3
	}
	for _, p := range parts {
		out = append(out, p.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[headAt+headAdjustment:], checksumOfAllFont-checksum(out))
	return out
}

func log2(n int) int {
	i := 0
	for ; n > 1; n /= 2 {
		i++
	}
	return i
}

func checksum(b []byte) uint32 {
	sum := uint32(0)
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var rest [4]byte
	copy(rest[:], b)
	return sum + binary.BigEndian.Uint32(rest[:])
}
