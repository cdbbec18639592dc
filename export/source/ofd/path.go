package ofd

import (
	"math"
	"slices"
	"strings"

	"nianbao/export/source/pdf/content"
)

type pathObject struct {
	object
	Stroke          string `xml:",attr"`
	Fill            string `xml:",attr"`
	FillColor       *paint
	StrokeColor     *paint
	AbbreviatedData string
}

// rect is a part of the page, in points.
type rect struct{ x0, y0, x1, y1 float64 }

var nowhere = rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

// add makes the rectangle hold a point.
func (r *rect) add(x, y float64) {
	r.x0, r.y0, r.x1, r.y1 = min(r.x0, x), min(r.y0, y), max(r.x1, x), max(r.y1, y)
}

func (r rect) holds(x, y float64) bool {
	across := x > r.x0 && x < r.x1
	return across && y > r.y0 && y < r.y1
}

// meet is what two rectangles have in common; nil is all of the page.
func (r rect) meet(o *rect) rect {
	if o == nil {
		return r
	}
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

// around reports whether o lies within.
func (r rect) around(o rect) bool { return r.meet(&o) == o }

// clips limit what is seen of an object (8.4).
type clips struct {
	TransFlag string `xml:",attr"`
	Clip      []struct {
		Area []struct {
			CTM  string `xml:",attr"`
			Path *struct {
				Boundary        string `xml:",attr"`
				CTM             string `xml:",attr"`
				AbbreviatedData string
			}
		}
	}
}

// within is to what drawing is limited in an object: in all of its clips, in any area of
// each, by their boxes. An area of text limits nothing.
func (d *drawing) within(o *object) (*rect, error) {
	if o.Clips == nil {
		return d.clip, nil
	}
	m := corner(o.Boundary).in(d.base)
	if o.Clips.TransFlag != "false" {
		m = d.place(o)
	}
	clip := d.clip
	for _, c := range o.Clips.Clip {
		all, whole := nowhere, len(c.Area) == 0
		for _, a := range c.Area {
			if a.Path == nil {
				whole = true
				continue
			}
			if !d.effort(len(a.Path.AbbreviatedData)) {
				return nil, errTooMuch
			}
			place := matrix(a.Path.CTM).in(corner(a.Path.Boundary)).in(matrix(a.CTM)).in(m)
			for _, s := range figures(a.Path.AbbreviatedData, place) {
				all.add(s.box.x0, s.box.y0)
				all.add(s.box.x1, s.box.y1)
			}
		}
		if !whole {
			all = all.meet(clip)
			clip = &all
		}
	}
	return clip, nil
}

// thin is how thick an area may be that is a line, in points.
const thin = 3.0

// path reads the straight lines of a path, and the areas that it fills.
func (d *drawing) path(p *pathObject) error {
	if p.invisible() {
		return nil
	}
	clip, err := d.within(&p.object)
	if err != nil || !d.effort(len(p.AbbreviatedData)) {
		return errTooMuch
	}
	all := figures(p.AbbreviatedData, d.place(&p.object))
	strokes := p.Stroke != "false" && !d.paleColor(d.stroke(p.StrokeColor, p.DrawParam))
	var lines []content.Rule
	if p.Fill == "true" {
		lines = d.filled(all, d.paleColor(d.fill(p.FillColor, p.DrawParam)), clip)
	}
	if strokes {
		for _, f := range all {
			lines = append(lines, f.lines...)
		}
	}
	if clip != nil {
		lines = slices.DeleteFunc(lines, func(r content.Rule) bool {
			seen := rect{r.X0, r.Y0, r.X1, r.Y1}.meet(clip)
			return seen.x1 < seen.x0 || seen.y1 < seen.y0
		})
	}
	if d.note != nil && d.note.Type != "Highlight" { // only what strikes text out is of the page
		return nil
	}
	if d.rules -= len(lines); d.rules < 0 || len(d.page.Rules)+len(lines) > maxRules {
		return errTooMuch
	}
	d.page.Rules = append(d.page.Rules, lines...)
	return nil
}

// filled are the lines among figures that are filled together: thin ones, and the edges
// of a thin frame, which is one figure round another. The rest are areas.
func (d *drawing) filled(all []figure, pale bool, clip *rect) (lines []content.Rule) {
	var areas []figure
	for _, f := range all {
		w, h := f.box.x1-f.box.x0, f.box.y1-f.box.y0
		switch {
		case w > thin && h > thin:
			areas = append(areas, f)
		case (w > thin || h > thin) && !pale:
			lines = append(lines, content.Rule{X0: f.box.x0, Y0: f.box.y0, X1: f.box.x1, Y1: f.box.y1})
		}
	}
	const compared = 100 // more are a drawing
	for i, f := range areas {
		other := -1
		if len(areas) <= compared {
			other = slices.IndexFunc(areas, func(o figure) bool {
				nested := o.box.around(f.box) || f.box.around(o.box)
				return nested && o.box != f.box
			})
		}
		switch {
		case other < 0 && d.note == nil:
			d.areas = append(d.areas, painted{f.box.meet(clip), len(d.page.Glyphs), pale})
		case other > i && !pale && math.Abs(areas[other].box.x0-f.box.x0) < thin:
			lines = append(lines, f.lines...)
		}
	}
	return lines
}

// figure is a part of a path that is drawn without lifting the pen.
type figure struct {
	lines []content.Rule // level or plumb
	box   rect
}

// apart puts blanks round the letters of a path: some writers have none.
var apart = strings.NewReplacer("M", " M ", "S", " S ", "L", " L ", "Q", " Q ", "B", " B ", "A", " A ", "C", " C ", ",", " ")

// takes is how many numbers follow a letter of a path (9.1); the last two are where
// the pen comes to.
var takes = map[string]int{"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

// figures are those of a path.
func figures(data string, m place) (all []figure) {
	f := strings.Fields(apart.Replace(data))
	var start, pen [2]float64
	now := figure{box: nowhere}
	count := 0
	line := func(to [2]float64) {
		level, plumb := math.Abs(to[1]-pen[1]) < 0.5, math.Abs(to[0]-pen[0]) < 0.5
		if count++; level != plumb && count <= maxRules+1 {
			now.lines = append(now.lines, content.Rule{X0: min(pen[0], to[0]), Y0: min(pen[1], to[1]), X1: max(pen[0], to[0]), Y1: max(pen[1], to[1])})
		}
		pen = to
	}
	end := func() {
		if now.box.x1 > now.box.x0 || now.box.y1 > now.box.y0 {
			all = append(all, now)
		}
		now = figure{box: nowhere}
	}
	for i := 0; i < len(f); {
		op := f[i]
		n, known := takes[op]
		if i++; !known || i+n > len(f) {
			continue
		}
		var at [7]float64
		whole := true
		for k := range n {
			var ok bool
			at[k], ok = number(f[i+k])
			whole = whole && ok
		}
		if i += n; !whole {
			continue
		}
		if op == "C" {
			line(start)
			continue
		}
		x, y := m.of(at[n-2], at[n-1])
		to := [2]float64{x, y}
		if op == "M" || op == "S" {
			end()
			start, pen = to, to
		}
		now.box.add(x, y)
		switch op {
		case "L":
			line(to)
		case "Q", "B", "A":
			pen = to
		}
	}
	end()
	return all
}
