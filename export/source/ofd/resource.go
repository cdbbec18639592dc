package ofd

import (
	"image/color"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/source"
)

// resources are what objects refer to by number (7.9).
type resources struct {
	params map[string]drawParam
	units  map[string]*unit
	spaces map[string]space
	media  map[string]string // parts
	clear  map[string]bool   // which of the media that were looked into are seen through
}

type (
	drawParam struct {
		ID          string `xml:",attr"`
		Relative    string `xml:",attr"`
		FillColor   *paint
		StrokeColor *paint
	}
	unit struct {
		ID      string `xml:",attr"`
		Content block
	}
	space struct {
		ID               string `xml:",attr"`
		Type             string `xml:",attr"`
		BitsPerComponent string `xml:",attr"`
		Palette          struct{ CV []string }
	}
	resPart struct {
		BaseLoc               string `xml:",attr"`
		ColorSpaces           struct{ ColorSpace []space }
		DrawParams            struct{ DrawParam []drawParam }
		CompositeGraphicUnits struct{ CompositeGraphicUnit []unit }
		MultiMedias           struct {
			MultiMedia []struct {
				ID        string `xml:",attr"`
				MediaFile string
			}
		}
	}
	// paint is a colour.
	paint struct {
		Value      string `xml:",attr"`
		Alpha      string `xml:",attr"`
		ColorSpace string `xml:",attr"`
		Index      string `xml:",attr"`
	}
)

// resource adds what parts of resources have. One that is missing is told of: it may be of
// fonts only, which nobody here needs.
func (r *reader) resource(from string, locs []string) error {
	for _, loc := range locs {
		name := at(from, loc)
		if !r.zip.Has(name) {
			r.notes = append(r.notes, "文件里缺少资源「"+brief(loc)+"」，有的内容可能没有读出来，请对着原文件核对")
			continue
		}
		var x resPart
		if err := r.part(name, &x); err != nil {
			return err
		}
		for _, p := range x.DrawParams.DrawParam {
			r.resources.params[p.ID] = p
		}
		for i, u := range x.CompositeGraphicUnits.CompositeGraphicUnit {
			r.resources.units[u.ID] = &x.CompositeGraphicUnits.CompositeGraphicUnit[i]
		}
		for _, s := range x.ColorSpaces.ColorSpace {
			r.resources.spaces[s.ID] = s
		}
		for _, m := range x.MultiMedias.MultiMedia {
			r.resources.media[m.ID] = at(at(name, x.BaseLoc)+"/", m.MediaFile)
		}
	}
	return nil
}

// maxRelative bounds draw parameters that refer to others.
const maxRelative = 8

// drawn is the first of draw parameters that says a colour, nil for none: an object's
// own ones, then those of its layer.
func (d *drawing) drawn(own string, of func(*drawParam) *paint) *paint {
	for _, id := range []string{own, d.param} {
		for range maxRelative {
			p, ok := d.resources.params[id]
			if !ok {
				break
			}
			if c := of(&p); c != nil {
				return c
			}
			id = p.Relative
		}
	}
	return nil
}

func (d *drawing) fill(c *paint, own string) *paint {
	if c == nil {
		c = d.drawn(own, func(p *drawParam) *paint { return p.FillColor })
	}
	return c
}

func (d *drawing) stroke(c *paint, own string) *paint {
	if c == nil {
		c = d.drawn(own, func(p *drawParam) *paint { return p.StrokeColor })
	}
	return c
}

// paleColor reports whether a colour can't be seen on paper; none is black, and one that
// isn't understood, such as a pattern, is seen.
func (d *drawing) paleColor(c *paint) bool {
	if c == nil {
		return false
	}
	if clear(c.Alpha) {
		return true
	}
	s := d.resources.spaces[c.ColorSpace]
	value := c.Value
	if i := int(numberOr(c.Index, -1)); value == "" && i >= 0 && i < len(s.Palette.CV) {
		value = s.Palette.CV[i]
	}
	full := math.Exp2(min(max(numberOr(s.BitsPerComponent, 8), 1), 16)) - 1
	if len(value) > maxNumbers {
		return false
	}
	var v []float64
	for _, x := range strings.Fields(value) {
		v = append(v, channel(x)/full*255)
	}
	switch len(v) {
	case 1:
		return source.LikePaper(v[0], v[0], v[0])
	case 3:
		return source.LikePaper(v[0], v[1], v[2])
	case 4: // of a press: so much of each ink
		return source.LikePaper(255-v[0]-v[3], 255-v[1]-v[3], 255-v[2]-v[3])
	}
	return false
}

// channel is a number, or one that is written in hexadecimal behind a #.
func channel(s string) float64 {
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		n, _ := strconv.ParseUint(hex, 16, 16)
		return float64(n)
	}
	return numberOr(s, 0)
}

// seenThrough reports whether a picture has transparent parts, as that of a seal has: what
// is below it is not hidden then.
func (r *reader) seenThrough(id string) bool {
	seen, known := r.resources.clear[id]
	if !known && len(r.resources.clear) < maxPictures {
		seen = r.transparent(r.resources.media[id])
		r.resources.clear[id] = seen
	}
	return seen
}

// transparent reports whether a part is a picture with transparent parts.
func (r *reader) transparent(name string) bool {
	part, err := r.zip.Open(name)
	if part == nil || err != nil {
		return false
	}
	defer part.Close()
	c, err := png.DecodeConfig(io.LimitReader(part, 1<<20))
	if err != nil {
		return false
	}
	palette, ok := c.ColorModel.(color.Palette)
	if !ok {
		return c.ColorModel == color.NRGBAModel || c.ColorModel == color.NRGBA64Model
	}
	return slices.ContainsFunc(palette, func(x color.Color) bool {
		_, _, _, a := x.RGBA()
		return a < 0xffff
	})
}
