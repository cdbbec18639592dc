package xlsx

import (
	"math"
	"strconv"

	"nianbao/export/source"
)

type xmlColor struct {
	RGB     string `xml:"rgb,attr"`
	Theme   string `xml:"theme,attr"`
	Indexed string `xml:"indexed,attr"`
	Tint    string `xml:"tint,attr"`
	Auto    string `xml:"auto,attr"`
}

// colour is one whose parts are known, from 0 to 255.
type colour [3]float64

var (
	black = colour{}
	white = colour{255, 255, 255}
)

// firstIndexed are the colours that have numbers; 8 to 15 are the same again.
var firstIndexed = []colour{black, white, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 0}, {255, 0, 255}, {0, 255, 255}}

// rgb is the colour that is meant, where that can be told without the file's theme.
func (c *xmlColor) rgb() (out colour, known bool) {
	switch n, err := strconv.Atoi(c.Indexed); {
	case len(c.RGB) >= 6:
		v, bad := strconv.ParseUint(c.RGB[len(c.RGB)-6:], 16, 32)
		out, known = colour{float64(v >> 16), float64(v >> 8 & 0xff), float64(v & 0xff)}, bad == nil
	case c.Theme == "0":
		out, known = white, true
	case c.Theme == "1", isOn(c.Auto):
		out, known = black, true
	case c.Indexed == "" || err != nil || n < 0:
	case n < 16:
		out, known = firstIndexed[n%8], true
	case n == 64: // of the window's text and of its ground
		out, known = black, true
	case n == 65:
		out, known = white, true
	}
	tint, err := strconv.ParseFloat(c.Tint, 64)
	if !known || err != nil || math.Abs(tint) > 1 {
		return out, known
	}
	for i, x := range out {
		if tint < 0 {
			out[i] = x * (1 + tint)
		} else {
			out[i] = x + (255-x)*tint
		}
	}
	return out, true
}

// white tells whether a colour is that of paper.
func (c *xmlColor) white() bool {
	if c == nil {
		return false
	}
	x, known := c.rgb()
	return known && source.LikePaper(x[0], x[1], x[2])
}

// same tells whether letters of one colour can't be told from a ground of another; nil
// is the colour that a program takes by itself, black.
func (c *xmlColor) same(ground *xmlColor) bool {
	const apart = 16 // of 255
	if c == nil {
		c = &xmlColor{Auto: "1"}
	}
	if ground == nil {
		return false
	}
	x, known := c.rgb()
	y, also := ground.rgb()
	if !known || !also {
		return *c == *ground
	}
	return max(math.Abs(x[0]-y[0]), math.Abs(x[1]-y[1]), math.Abs(x[2]-y[2])) < apart
}
