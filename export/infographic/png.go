package infographic

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"nianbao/export/fonts"
)

// WritePNG writes a picture as a PNG. The letters are those of fontFile, a .ttf, .otf
// or .ttc, or with "" of the fonts that the program carries; characters that they lack
// are named in the notes. It fails where that file is no font and where w does.
func WritePNG(w io.Writer, p *Picture, fontFile string) (notes []string, err error) {
	l := &letters{faces: map[faceKey]font.Face{}}
	sources := [][]byte{fonts.Sans(), fonts.Serif()}
	if fontFile != "" {
		data, err := os.ReadFile(fontFile)
		if err != nil {
			return nil, &fonts.FileError{Path: fontFile, Err: err}
		}
		l.own, sources = 1, append([][]byte{data}, sources...)
	}
	for _, data := range sources {
		f, err := parse(data)
		if err != nil {
			return nil, &fonts.FileError{Path: fontFile, Err: err}
		}
		l.fonts = append(l.fonts, f)
	}
	img := image.NewRGBA(image.Rect(0, 0, pixels(p.w), pixels(p.h)))
	for _, r := range p.rects {
		paint(img, r, edge(p.w))
	}
	for _, text := range p.labels {
		if err := l.write(img, text); err != nil {
			return nil, err
		}
	}
	if l.missing != "" {
		notes = append(notes, "图里有字库没有的字，印成了方框："+l.missing)
	}
	return notes, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, paletted(img, p))
}

// parse reads a font file; of a collection the font that the other formats take too.
func parse(data []byte) (*opentype.Font, error) {
	n, err := fonts.InCollection(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	all, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, err
	}
	return all.Font(n)
}

// letters are the fonts to take characters from, the first that has one: the user's
// own, the sans and the serif; in a serif line the last two change places.
type letters struct {
	own     int // how many are the user's
	fonts   []*opentype.Font
	faces   map[faceKey]font.Face
	missing string
	buffer  sfnt.Buffer
}

type faceKey struct {
	font int
	size float64
}

// face is the one to draw a character with.
func (l *letters) face(r rune, of label) (font.Face, error) {
	order := []int{0, 1, 2}[:len(l.fonts)]
	if of.serif {
		slices.Reverse(order[l.own:])
	}
	at := slices.IndexFunc(order, func(i int) bool {
		g, err := l.fonts[i].GlyphIndex(&l.buffer, r)
		return err == nil && g != 0
	})
	if at < 0 {
		at = 0
		if !strings.ContainsRune(l.missing, r) {
			l.missing += string(r)
		}
	}
	key := faceKey{order[at], of.size}
	if l.faces[key] == nil {
		face, err := opentype.NewFace(l.fonts[key.font], &opentype.FaceOptions{Size: of.size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			return nil, err
		}
		l.faces[key] = face
	}
	return l.faces[key], nil
}

// write draws a label, character by character; a bold one is drawn twice, side by
// side.
func (l *letters) write(img *image.RGBA, text label) error {
	d := font.Drawer{Dst: img, Src: image.NewUniform(rgb(text.colour)), Dot: fixed.Point26_6{X: units(text.x), Y: units(text.y)}}
	each := func(do func(string)) error {
		for _, r := range text.text {
			var err error
			if d.Face, err = l.face(r, text); err != nil {
				return err
			}
			do(string(r))
		}
		return nil
	}
	var length fixed.Int26_6
	if err := each(func(s string) { length += d.MeasureString(s) }); err != nil {
		return err
	}
	switch text.align {
	case middle:
		d.Dot.X -= length / 2
	case end:
		d.Dot.X -= length
	}
	return each(func(s string) {
		dot := d.Dot
		d.DrawString(s)
		if text.bold {
			next := d.Dot
			d.Dot = dot
			d.Dot.X += units(text.size / 36)
			d.DrawString(s)
			d.Dot = next
		}
	})
}

// paint fills a rectangle, or draws the edge of a hollow one.
func paint(img *image.RGBA, r rect, edge float64) {
	at := image.Rect(pixels(r.x), pixels(r.y), max(pixels(r.x+r.w), pixels(r.x)+1), pixels(r.y+r.h))
	src := image.NewUniform(rgb(r.colour))
	if r.hollow {
		in := at.Inset(pixels(edge))
		for _, side := range []image.Rectangle{{at.Min, image.Pt(at.Max.X, in.Min.Y)}, {image.Pt(at.Min.X, in.Max.Y), at.Max},
			{at.Min, image.Pt(in.Min.X, at.Max.Y)}, {image.Pt(in.Max.X, at.Min.Y), at.Max}} {
			draw.Draw(img, side.Intersect(at), src, image.Point{}, draw.Src)
		}
		return
	}
	if r.radius == 0 {
		draw.Draw(img, at, src, image.Point{}, draw.Src)
		return
	}
	c := pixels(r.radius)
	draw.Draw(img, image.Rect(at.Min.X+c, at.Min.Y, at.Max.X-c, at.Max.Y), src, image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(at.Min.X, at.Min.Y+c, at.Max.X, at.Max.Y-c), src, image.Point{}, draw.Src)
	for _, corner := range []image.Point{at.Min, {at.Max.X - c, at.Min.Y}, {at.Min.X, at.Max.Y - c}, at.Max.Sub(image.Pt(c, c))} {
		square := image.Rectangle{corner, corner.Add(image.Pt(c, c))}
		draw.DrawMask(img, square, src, image.Point{}, round{at, r.radius}, corner, draw.Over)
	}
}

// round is the mask of a rectangle with round corners.
type round struct {
	rect   image.Rectangle
	radius float64
}

func (m round) ColorModel() color.Model { return color.AlphaModel }
func (m round) Bounds() image.Rectangle { return m.rect }

// At is how much of a pixel lies within.
func (m round) At(x, y int) color.Color {
	beyond := func(v, from, to int) float64 { // how far from the middle part
		p := float64(v) + 0.5
		return max(float64(from)+m.radius-p, p-float64(to)+m.radius, 0)
	}
	in := m.radius - math.Hypot(beyond(x, m.rect.Min.X, m.rect.Max.X), beyond(y, m.rect.Min.Y, m.rect.Max.Y)) + 0.5
	return color.Alpha{A: uint8(255 * min(max(in, 0), 1))}
}

func pixels(x float64) int { return int(math.Round(x)) }

func units(x float64) fixed.Int26_6 { return fixed.Int26_6(math.Round(x * 64)) }

func rgb(c int) color.Color {
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff}
}
