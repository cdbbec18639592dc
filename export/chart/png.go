package chart

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"nianbao/export/fonts"
)

// pngScale is how many pixels one of the picture's is: sharp on paper too.
const pngScale = 2

// WritePNG writes the pictures of a report one below the other as a PNG. The
// letters are those of fontFile, a TrueType file, or with "" of the font that the
// program carries. It fails where that file is no font and where w does.
func WritePNG(w io.Writer, pictures []*Picture, fontFile string) error {
	data := fonts.Sans()
	if fontFile != "" {
		var err error
		if data, err = os.ReadFile(fontFile); err != nil {
			return &fonts.FileError{Path: fontFile, Err: err}
		}
	}
	letters, err := opentype.Parse(data)
	if err != nil {
		return &fonts.FileError{Path: fontFile, Err: err}
	}
	p := stack(pictures)
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(p.w*pngScale)), int(math.Ceil(p.h*pngScale))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, r := range p.rects {
		paint(img, r)
	}
	faces := map[float64]font.Face{}
	for _, l := range p.labels {
		face := faces[l.size]
		if face == nil {
			if face, err = opentype.NewFace(letters, &opentype.FaceOptions{Size: l.size * pngScale, DPI: 72, Hinting: font.HintingFull}); err != nil {
				return err
			}
			faces[l.size] = face
		}
		write(img, face, l)
	}
	return png.Encode(w, img)
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

func write(img *image.RGBA, face font.Face, l label) {
	d := font.Drawer{Dst: img, Src: image.NewUniform(rgb(l.colour)), Face: face,
		Dot: fixed.Point26_6{X: fixed.I(pixels(l.x)), Y: fixed.I(pixels(l.y))}}
	if l.end {
		d.Dot.X -= d.MeasureString(l.text)
	}
	d.DrawString(l.text)
}

func pixels(x float64) int { return int(math.Round(x * pngScale)) }

func rgb(c int) color.Color {
	return color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 0xff}
}
