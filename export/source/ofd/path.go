package ofd

import (
	"math"
	"strings"

	"nianbao/export/source/pdf/content"
)

// thin is how thick an area may be that is a line, in points.
const thin = 3.0

// path reads the straight lines of a path, and the area that it fills.
func (d *drawing) path(p *pathObject) error {
	m, ok := d.place(&p.object)
	if !ok || p.invisible() {
		return nil
	}
	lines, x0, y0, x1, y1 := segments(p.AbbreviatedData, m)
	strokes := p.Stroke != "false" && !paleColor(p.StrokeColor)
	fills := p.Fill == "true"
	pale := paleColor(p.FillColor)
	switch width, height := x1-x0, y1-y0; {
	case fills && !pale && (width < thin && height > thin || height < thin && width > thin): // a line drawn as an area
		lines, strokes = append(lines[:0], content.Rule{X0: x0, Y0: y0, X1: x1, Y1: y1}), true
	case fills && width > thin && height > thin && !clear(p.Alpha):
		d.areas = append(d.areas, painted{x0, y0, x1, y1, len(d.page.Glyphs), pale})
	}
	if !strokes {
		return nil
	}
	if d.rules -= len(lines); d.rules < 0 || len(d.page.Rules)+len(lines) > maxRules {
		return errTooMuch
	}
	d.page.Rules = append(d.page.Rules, lines...)
	return nil
}

// segments are the level and plumb lines of a path (9.1), and the box round all of it.
func segments(data string, m place) (lines []content.Rule, x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	f := strings.Fields(strings.ReplaceAll(data, ",", " "))
	var start, pen [2]float64
	to := func(x, y float64) (float64, float64) {
		px, py := m.of(x, y)
		x0, y0, x1, y1 = min(x0, px), min(y0, py), max(x1, px), max(y1, py)
		return px, py
	}
	line := func(to [2]float64) {
		level, plumb := math.Abs(to[1]-pen[1]) < 0.5, math.Abs(to[0]-pen[0]) < 0.5
		if level != plumb && len(lines) < maxRules {
			lines = append(lines, content.Rule{X0: min(pen[0], to[0]), Y0: min(pen[1], to[1]), X1: max(pen[0], to[0]), Y1: max(pen[1], to[1])})
		}
		pen = to
	}
	// How many numbers follow a letter; the last two are where the pen comes to.
	takes := map[string]int{"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
	for i := 0; i < len(f); {
		op := f[i]
		n, known := takes[op]
		if i++; !known || i+n > len(f) {
			continue
		}
		at, ok := numbers(strings.Join(f[i:i+n], " "), n)
		if i += n; !ok && n > 0 {
			continue
		}
		switch op {
		case "C":
			line(start)
		default:
			px, py := to(at[n-2], at[n-1])
			switch op {
			case "M", "S":
				start, pen = [2]float64{px, py}, [2]float64{px, py}
			case "L":
				line([2]float64{px, py})
			default:
				pen = [2]float64{px, py}
			}
		}
	}
	return lines, x0, y0, x1, y1
}
