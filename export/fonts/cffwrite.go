package fonts

import "slices"

// maxProgram bounds the outlines of a subset: a report's have some 300 KB.
const maxProgram = 64 << 20

// subset writes a CID-keyed table that holds these glyphs in this order, the number of each
// its CID too, with widths in the font's units. Groups of glyphs keep their dictionaries;
// subroutines stand in the place of their calls, since of 30,000 a report needs a hundred.
func (f *cffFont) subset(name string, glyphs []Glyph, widths []int) ([]byte, error) {
	place := map[int]byte{} // the new number of a font dictionary
	var used []int
	choices := []byte{0} // FDSelect of format 0: a number for each glyph
	outlines := make([][]byte, len(glyphs))
	total := 0
	for i, g := range glyphs {
		n, err := f.font(g)
		if err != nil {
			return nil, err
		}
		if _, ok := place[n]; !ok {
			place[n] = byte(len(used))
			used = append(used, n)
		}
		choices = append(choices, place[n])
		if outlines[i], err = f.inline(g, widths[i]); err != nil {
			return nil, err
		}
		if total += len(outlines[i]); total > maxProgram {
			return nil, errDamaged
		}
	}
	charset := []byte{0} // format 0 with nothing, or 2 with one range
	if len(glyphs) > 1 {
		charset = be16([]byte{2}, 1, len(glyphs)-2)
	}
	const firstString = 391 // of the font's own, behind the standard ones
	// top is the top dictionary, as long whatever the offsets are.
	top := func(charset, choices, outlines, fonts int) []byte {
		b := dictNumbers(nil, dictROS, firstString, firstString+1, 0)
		for _, op := range []int{dictMatrix, dictBox} {
			if e := f.top.find(op); e != nil {
				b = dictOperator(append(b, e.operands...), op)
			}
		}
		b = dictNumbers(b, dictCIDCount, len(glyphs))
		b = dictNumbers(b, dictCharset, charset)
		b = dictNumbers(b, dictFDSelect, choices)
		b = dictNumbers(b, dictCharStrings, outlines)
		return dictNumbers(b, dictFDArray, fonts)
	}
	head := func(top []byte) []byte {
		b := writeIndex([]byte{1, 0, 4, 4}, []byte(name))
		b = writeIndex(b, top)
		b = writeIndex(b, []byte("Adobe"), []byte("Identity"))
		return writeIndex(b) // no global subroutines
	}
	out := head(top(0, 0, 0, 0))
	charsetAt := len(out)
	out = append(out, charset...)
	choicesAt := len(out)
	out = append(out, choices...)
	outlinesAt := len(out)
	out = writeIndex(out, outlines...)
	dicts := make([][]byte, len(used))
	for i, n := range used {
		private := f.fonts[n].private.without(dictSubrs, dictDefaultWidth, dictNominalWidth)
		if e := f.fonts[n].dict.find(dictMatrix); e != nil && f.choices != nil {
			dicts[i] = dictOperator(slices.Clone(e.operands), dictMatrix)
		}
		dicts[i] = dictNumbers(dicts[i], dictPrivate, len(private), len(out))
		out = append(out, private...)
	}
	fontsAt := len(out)
	out = writeIndex(out, dicts...)
	copy(out, head(top(charsetAt, choicesAt, outlinesAt, fontsAt)))
	return out, nil
}

// without is a dictionary as it is written, less some of its entries.
func (d dict) without(ops ...int) []byte {
	var b []byte
	for _, e := range d {
		if !slices.Contains(ops, e.op) {
			b = dictOperator(append(b, e.operands...), e.op)
		}
	}
	return b
}

func dictOperator(b []byte, op int) []byte {
	if op > 0xff {
		b = append(b, byte(op>>8))
	}
	return append(b, byte(op))
}

// dictNumbers writes an entry whose operands are all of five bytes.
func dictNumbers(b []byte, op int, operands ...int) []byte {
	for _, n := range operands {
		b = be32(append(b, 29), n)
	}
	return dictOperator(b, op)
}

func writeIndex(b []byte, items ...[]byte) []byte {
	b = be16(b, len(items))
	if len(items) == 0 {
		return b
	}
	total := 1
	for _, x := range items {
		total += len(x)
	}
	width := 1
	for total >= 1<<(8*width) {
		width++
	}
	b = append(b, byte(width))
	at := 1
	offset := func() {
		for i := width - 1; i >= 0; i-- {
			b = append(b, byte(at>>(8*i)))
		}
	}
	offset()
	for _, x := range items {
		at += len(x)
		offset()
	}
	for _, x := range items {
		b = append(b, x...)
	}
	return b
}
