package chart

import (
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

// pngScale is how many pixels one of the picture's is: sharp on paper too.
const pngScale = 2

// WritePNG writes the pictures of a report one below the other as a PNG. The
// letters are those of fontFile, a TrueType file, or with "" of the fonts that the
// program carries; characters that they lack are named in the notes. It fails
// where that file is no font and where w does.
func WritePNG(w io.Writer, pictures []*Picture, fontFile string) (notes []string, err error) {
	sources := [][]byte{fonts.Sans(), fonts.Serif()}
	if fontFile != "" {
		data, err := os.ReadFile(fontFile)
		if err != nil {
			return nil, &fonts.FileError{Path: fontFile, Err: err}
		}
		sources = append([][]byte{data}, sources...)
	}
	l := &letters{faces: map[faceKey]font.Face{}}
	for _, data := range sources {
		f, err := opentype.Parse(data)
		if err != nil {
			return nil, &fonts.FileError{Path: fontFile, Err: err}
		}
		l.fonts = append(l.fonts, f)
	}
	p := stack(pictures)
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(p.w*pngScale)), int(math.Ceil(p.h*pngScale))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, r := range p.rects {
		paint(img, r)
	}
	for _, text := range p.labels {
		if err := l.write(img, text); err != nil {
			return nil, err
		}
	}
	if l.missing != "" {
		notes = append(notes, "图里有字库没有的字，印成了方框："+l.missing)
	}
	return notes, png.Encode(w, img)
}

// letters are the fonts to take characters from, the first that has one.
type letters struct {
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
func (l *letters) face(r rune, size float64) (font.Face, error) {
	at := slices.IndexFunc(l.fonts, func(f *opentype.Font) bool {
		g, err := f.GlyphIndex(&l.buffer, r)
		return err == nil && g != 0
	})
	if at < 0 {
		at = 0
		if !strings.ContainsRune(l.missing, r) {
			l.missing += string(r)
		}
	}
	key := faceKey{at, size}
	if l.faces[key] == nil {
		face, err := opentype.NewFace(l.fonts[at], &opentype.FaceOptions{Size: size * pngScale, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return nil, err
		}
		l.faces[key] = face
	}
	return l.faces[key], nil
}

// write draws a label, character by character.
func (l *letters) write(img *image.RGBA, text label) error {
	d := font.Drawer{Dst: img, Src: image.NewUniform(rgb(text.colour)),
		Dot: fixed.Point26_6{X: fixed.I(pixels(text.x)), Y: fixed.I(pixels(text.y))}}
	draw := func(each func(string)) error {
		for _, r := range text.text {
			var err error
			if d.Face, err = l.face(r, text.size); err != nil {
				return err
			}
			each(string(r))
		}
		return nil
	}
	if text.end {
		if err := draw(func(s string) { d.Dot.X -= d.MeasureString(s) }); err != nil {
			return err
		}
	}
	return draw(func(s string) { d.DrawString(s) })
}

// paint fills a bar, and empties a hollow one again but for its edge.
func paint(img *image.RGBA, r rect) {
	at := image.Rect(pixels(r.x), pixels(r.y), pixels(r.x+r.w), pixels(r.y+r.h))
	if at.Dx() < 1 {
		at.Max.X = at.Min.X + 1
	}
	draw.Draw(img, at, image.NewUniform(rgb(r.colour)), image.Point{}, draw.Src)
	if inner := at.Inset(3); r.hollow && !inner.Empty() {
		draw.Draw(img, inner, image.White, image.Point{}, draw.Src)
	}
}

func pixels(x float64) int { return int(math.Round(x * pngScale)) }

func rgb(c int) color.Color {
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff}
}
