package ofd_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
)

// What the converter's file hides: text that nobody sees on the page, each in the cell
// of a figure, and a figure that has only its glyph, for which the text has the
// placeholder U+00A4.
var (
	converterHides = []struct{ cell, text, how string }{
		{"2.rules.issued", "999", "invisible"},
		{"2.licensing.decided", "888", "white"},
		{"2.penalty.decided", "777", "transparent"},
		{"2.compulsion.decided", "666", "clipped"},
		{"2.normative.in_force", "555", "neither filled nor stroked"},
		{"2.normative.repealed", "444", "white by a gray space"},
		{"2.normative.issued", "333", "white by a draw parameter"},
	}
	converterPlaceholder = "3.refused_repeat.research"
)

const kilo = 0.352778 // a point in mm

// converter writes pages as programs do that turn PDF into OFD: lengths and places of
// the PDF, in points from the page's lower left corner, under a matrix that undoes it.
type converter struct {
	*parcel
	glyphs map[rune]int // of the subset, numbered as they come
	height float64      // of the page, in mm
}

func (c *converter) glyph(r rune) int {
	if c.glyphs[r] == 0 {
		c.glyphs[r] = len(c.glyphs) + 3
	}
	return c.glyphs[r]
}

// char writes a character with its glyph; more are attributes, inside what stands
// before the text.
func (c *converter) char(b *strings.Builder, x, y, size float64, r rune, code string, more, inside string) {
	bx, by := x, y-size*0.9
	fmt.Fprintf(b, `<ofd:TextObject ID="%d" CTM="%s" Boundary="%s" LineWidth="1" MiterLimit="3.527" Font="16" Size="%s"%s>`+
		`%s<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>%d</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="%s" Y="%s">%s</ofd:TextCode></ofd:TextObject>`+"\n",
		c.next(), nums(kilo, 0, 0, kilo, -bx, c.height-by), nums(bx, by, advance(r)*size, size*1.2), num(size/kilo), more,
		inside, c.glyph(r), num(x/kilo), num(-(c.height-y)/kilo), code)
}

const converterBlack = `<ofd:FillColor ColorSpace="15" Value="0"/><ofd:StrokeColor ColorSpace="15" Value="0"/>`

func (c *converter) run(b *strings.Builder, r run) {
	x := r.x
	for _, ch := range r.text {
		code := escaper.Replace(string(ch))
		if r.cell == converterPlaceholder {
			code = "¤"
		}
		if ch != ' ' { // a PDF has no glyphs for blanks, often
			c.char(b, x, r.y, r.size, ch, code, ` Stroke="false" Fill="true"`, converterBlack)
		}
		x += advance(ch) * r.size
	}
	for _, h := range converterHides {
		if h.cell == r.cell {
			c.hide(b, r, h.text, h.how)
		}
	}
}

// hide writes text that is not to be seen left of a figure.
func (c *converter) hide(b *strings.Builder, r run, text, how string) {
	more, inside := "", converterBlack
	switch how {
	case "invisible":
		more = ` Visible="false"`
	case "white":
		inside = `<ofd:FillColor Value="255 255 255"/>`
	case "transparent":
		more = ` Alpha="0"`
	case "clipped":
		// TransFlag false: the area is in the container's coordinates, not under the
		// object's matrix. It's a strip at the page's head, and nothing of it is here.
		inside += `<ofd:Clips TransFlag="false"><ofd:Clip><ofd:Area><ofd:Path Boundary="0 -200 20 5" Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 5 L 0 5 C </ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`
	case "neither filled nor stroked":
		more = ` Fill="false" Stroke="false"`
	case "white by a gray space":
		inside = `<ofd:FillColor ColorSpace="15" Value="255"/>`
	case "white by a draw parameter":
		more, inside = ` DrawParam="18"`, ""
	}
	x := r.x - lengthOf(text, r.size) - 1
	for _, ch := range text {
		c.char(b, x, r.y, r.size, ch, string(ch), more, inside)
		x += advance(ch) * r.size
	}
}

// rules writes all the frames of a page as one path.
func (c *converter) rules(b *strings.Builder, boxes []box) {
	if len(boxes) == 0 {
		return
	}
	x0, y0, x1, y1 := 1e9, 1e9, 0.0, 0.0
	var data strings.Builder
	line := func(ax, ay, bx, by float64) {
		fmt.Fprintf(&data, "M %s L %s ", nums(ax/kilo, (c.height-ay)/kilo), nums(bx/kilo, (c.height-by)/kilo))
	}
	for _, x := range boxes {
		x0, y0, x1, y1 = min(x0, x.x), min(y0, x.y), max(x1, x.x+x.w), max(y1, x.y+x.h)
		line(x.x, x.y, x.x+x.w, x.y)
		line(x.x, x.y, x.x, x.y+x.h)
		line(x.x+x.w, x.y, x.x+x.w, x.y+x.h)
		line(x.x, x.y+x.h, x.x+x.w, x.y+x.h)
	}
	fmt.Fprintf(b, `<ofd:PathObject ID="%d" CTM="%s" Boundary="%s" LineWidth="0.48" Cap="Butt" Stroke="true" Fill="false"><ofd:StrokeColor ColorSpace="15" Value="0"/><ofd:AbbreviatedData>%s</ofd:AbbreviatedData></ofd:PathObject>`+"\n",
		c.next(), nums(kilo, 0, 0, -kilo, -x0, c.height-y0), nums(x0, y0, x1-x0, y1-y0), data.String())
}

// clip is the page as a clip area, which every second object of a converter has.
func (c *converter) clip(x run, width float64) string {
	return fmt.Sprintf(`<ofd:Clips TransFlag="false"><ofd:Clip><ofd:Area><ofd:Path Boundary="%s" Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 %s L 0 0 L %s 0 L %s %s C </ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`,
		nums(-x.x, -(x.y-x.size*0.9), width, c.height), num(c.height), num(width), num(width), num(c.height))
}

// converterFile is as a converter from PDF makes it: a text object a glyph, with the
// glyph's number in an embedded subset and the character beside it; nested blocks;
// clips; a white ground and a watermark; text that isn't seen; a page that is one
// graphic unit, placed turned. The embedded font is an empty one.
func converterFile(t testing.TB) []byte {
	c := &converter{parcel: newParcel(t), glyphs: map[rune]int{}}
	c.put("OFD.xml", `<?xml version="1.0" encoding="utf-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo><ofd:DocID>a01</ofd:DocID><ofd:Creator>pdf2ofd</ofd:Creator></ofd:DocInfo><ofd:DocRoot>./Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)
	c.id = 100
	var pages, units strings.Builder
	for n, s := range makersSheets(manner{right: true, turned: true, numbers: true}) {
		c.height = s.h
		fmt.Fprintf(&pages, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, c.next(), n)
		var b strings.Builder
		c.rules(&b, s.boxes)
		for i, r := range s.runs {
			if r.cell == "" && i%5 == 4 && strings.Trim(r.text, " ") == r.text { // whole, with a clip that takes nothing away
				fmt.Fprintf(&b, `<ofd:TextObject ID="%d" Boundary="%s" Font="16" Size="%s">%s<ofd:TextCode X="0" Y="%s" DeltaX="%s">%s</ofd:TextCode></ofd:TextObject>`,
					c.next(), nums(r.x, r.y-r.size*0.9, r.width(), r.size*1.2), num(r.size), c.clip(r, s.w), num(r.size*0.9), nums(r.deltas()...), escaper.Replace(r.text))
				continue
			}
			c.run(&b, r)
		}
		objects := b.String()
		b.Reset()
		if s.turn {
			unit := c.next()
			fmt.Fprintf(&units, `<ofd:CompositeGraphicUnit ID="%d" Width="%s" Height="%s"><ofd:Content>%s</ofd:Content></ofd:CompositeGraphicUnit>`, unit, num(s.w), num(s.h), objects)
			objects = fmt.Sprintf(`<ofd:CompositeObject ID="%d" ResourceID="%d" Boundary="0 0 210 297" CTM="0 1 -1 0 210 0"/>`, c.next(), unit)
		}
		fmt.Fprintf(&b, `<ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox><ofd:CropBox>0 0 210 297</ofd:CropBox></ofd:Area><ofd:Content>`+
			`<ofd:Layer ID="%d" Type="Background"><ofd:PathObject ID="%d" Boundary="0 0 210 297" Fill="true" Stroke="false"><ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>S 0 0 M 0 0 L 210 0 L 210 297 L 0 297 C</ofd:AbbreviatedData></ofd:PathObject>`+
			`<ofd:ImageObject ID="%d" CTM="20 0 0 20 0 0" Boundary="10 5 20 20" ResourceID="40"/></ofd:Layer>`+
			`<ofd:Layer ID="%d" Type="Body"><ofd:PageBlock ID="%d"><ofd:PageBlock ID="%d">%s</ofd:PageBlock></ofd:PageBlock></ofd:Layer>`+
			`<ofd:Layer ID="%d" Type="Foreground"><ofd:TextObject ID="%d" CTM="0.7071 -0.7071 0.7071 0.7071 0 100" Boundary="40 90 130 130" Font="16" Size="24" Alpha="40"><ofd:FillColor Value="192 192 192"/><ofd:TextCode X="0" Y="24" DeltaX="g 3 24">侯集镇府</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content>`,
			c.next(), c.next(), c.next(), c.next(), c.next(), c.next(), objects, c.next(), c.next())
		c.xml(fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", n), "Page", b.String())
	}
	c.xml("Doc_0/Document.xml", "Document", fmt.Sprintf(`<ofd:CommonData><ofd:MaxUnitID>%d</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>%s</ofd:Pages>`, c.id, pages.String()))
	c.xml("Doc_0/PublicRes.xml", `Res BaseLoc="Res"`, `<ofd:ColorSpaces><ofd:ColorSpace ID="15" Type="GRAY" BitsPerComponent="8"/></ofd:ColorSpaces><ofd:DrawParams><ofd:DrawParam ID="17" LineWidth="0.25"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam><ofd:DrawParam ID="18" Relative="17"/></ofd:DrawParams><ofd:Fonts><ofd:Font ID="16" FontName="ABCDEE+仿宋" FamilyName="仿宋"><ofd:FontFile>font_16.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>`)
	c.xml("Doc_0/DocumentRes.xml", `Res BaseLoc="Res"`, `<ofd:MultiMedias><ofd:MultiMedia ID="40" Type="Image" Format="PNG"><ofd:MediaFile>image_40.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias><ofd:CompositeGraphicUnits>`+units.String()+`</ofd:CompositeGraphicUnits>`)
	c.put("Doc_0/Res/font_16.ttf", "\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	c.put("Doc_0/Res/image_40.png", picture(t, color.RGBA{200, 30, 30, 255}))
	return c.bytes()
}
