package fonts

import "sort"

// lookup returns the function that finds a character's glyph, nil where the
// font has no Unicode table that is known here: format 12 holds all characters,
// format 4 those of the first plane.
func lookup(t table) func(rune) Glyph {
	var four, twelve table
	for i := range t.u16(2) {
		record := 4 + 8*i
		platform, encoding, at := t.u16(record), t.u16(record+2), t.u32(record+4)
		windows := platform == 3 && (encoding == 1 || encoding == 10)
		unicode := windows || platform == 0 && encoding != 5
		if !unicode || at >= len(t) {
			continue
		}
		switch sub := t[at:]; sub.u16(0) {
		case 4:
			four = sub
		case 12:
			twelve = sub
		}
	}
	switch {
	case twelve != nil:
		return format12(twelve)
	case four != nil:
		return format4(four)
	}
	return nil
}

// format12 is a sorted list of groups: first and last character, first glyph.
func format12(t table) func(rune) Glyph {
	n := max(min(t.u32(12), (len(t)-16)/12), 0)
	return func(r rune) Glyph {
		i := sort.Search(n, func(i int) bool { return t.u32(16+12*i+4) >= int(r) })
		if i == n || t.u32(16+12*i) > int(r) {
			return 0
		}
		g := t.u32(16+12*i+8) + int(r) - t.u32(16+12*i)
		if g > 0xffff {
			return 0
		}
		return Glyph(g)
	}
}

// format4 is four arrays side by side: ends, starts, differences, and offsets
// into a list of glyphs.
func format4(t table) func(rune) Glyph {
	n := t.u16(6) / 2
	ends, starts, deltas, offsets := 14, 16+2*n, 16+4*n, 16+6*n
	return func(r rune) Glyph {
		if r > 0xffff {
			return 0
		}
		c := int(r)
		i := sort.Search(n, func(i int) bool { return t.u16(ends+2*i) >= c })
		if i == n || t.u16(starts+2*i) > c {
			return 0
		}
		delta, offset := t.u16(deltas+2*i), t.u16(offsets+2*i)
		if offset == 0 {
			return Glyph(c + delta)
		}
		g := t.u16(offsets + 2*i + offset + 2*(c-t.u16(starts+2*i)))
		if g == 0 {
			return 0
		}
		return Glyph(g + delta)
	}
}
