package infographic

import (
	"cmp"
	"image"
	"image/color"
	"maps"
	"slices"
)

// paletted is a drawn picture in at most 256 colours, which makes the file a fourth as
// big: the picture's own as they are, and of the many at the edges of letters the most
// frequent, a little rounded, for all.
func paletted(img *image.RGBA, p *Picture) *image.Paletted {
	index := map[uint32]uint8{} // of the palette, by colour
	var palette color.Palette
	add := func(c uint32) {
		if _, ok := index[c]; !ok {
			index[c] = uint8(len(palette))
			palette = append(palette, rgb(int(c)))
		}
	}
	for _, r := range p.rects {
		add(uint32(r.colour))
	}
	for _, l := range p.labels {
		add(uint32(l.colour))
	}
	counts := map[uint32]int{}
	runs(img, func(from, to int, c uint32) { counts[c] += to - from })
	edges := map[uint32]int{}
	for c, n := range counts {
		if _, own := index[c]; !own {
			edges[rounded(c)] += n
		}
	}
	frequent := slices.SortedFunc(maps.Keys(edges), func(a, b uint32) int { return cmp.Or(edges[b]-edges[a], cmp.Compare(a, b)) })
	for _, c := range frequent {
		if len(palette) < 256 {
			add(c)
		}
	}
	for c := range counts {
		if _, ok := index[c]; !ok {
			index[c] = uint8(palette.Index(rgb(int(c))))
		}
	}
	out := image.NewPaletted(img.Rect, palette)
	runs(img, func(from, to int, c uint32) {
		at := index[c]
		for i := from; i < to; i++ {
			out.Pix[i] = at
		}
	})
	return out
}

// runs calls do for each run of pixels of one colour, with the numbers of its first and
// of the one behind it.
func runs(img *image.RGBA, do func(from, to int, c uint32)) {
	colour := func(i int) uint32 {
		pix := img.Pix[4*i : 4*i+3]
		return uint32(pix[0])<<16 | uint32(pix[1])<<8 | uint32(pix[2])
	}
	for i, n := 0, len(img.Pix)/4; i < n; {
		c, from := colour(i), i
		for i < n && colour(i) == c {
			i++
		}
		do(from, i, c)
	}
}

// rounded is a colour with the lower half of each part in the middle.
func rounded(c uint32) uint32 { return c&0xf0f0f0 | 0x080808 }
