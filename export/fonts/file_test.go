package fonts

import (
	"bytes"
	"testing"
)

// TestFile: a font of its own has its characters, with the outlines and widths of the
// font that they are from, and no others.
func TestFile(t *testing.T) {
	set, err := (&Finder{}).Open("")
	if err != nil {
		t.Fatal(err)
	}
	defer set.Close()
	const text = " (0139AZaz~。一丁七政府信息公开，Ａ"
	for _, role := range []Role{Body, Hei} {
		face := set.Find(role, '政').Face
		var runes []rune
		var glyphs []Glyph
		for _, r := range text {
			if g := face.Glyph(r); g != 0 {
				runes, glyphs = append(runes, r), append(glyphs, g)
			}
		}
		runes, glyphs = sorted(runes, glyphs)
		data, err := face.File(glyphs, runes)
		if err != nil {
			t.Fatal(err)
		}
		own, err := Parse(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if own.Name != face.Name {
			t.Errorf("it is called %s, want %s", own.Name, face.Name)
		}
		for i, r := range runes {
			g := own.Glyph(r)
			if int(g) != i+1 || own.Width(g) != face.Width(glyphs[i]) {
				t.Errorf("%q is glyph %d of width %d, want %d of %d", r, g, own.Width(g), i+1, face.Width(glyphs[i]))
			}
			a, errA := face.outline(glyphs[i])
			b, errB := own.outline(g)
			simple := len(a) < 2 || table(a).i16(0) >= 0
			if errA != nil || errB != nil || simple && !bytes.Equal(a, b[:len(a)]) {
				t.Errorf("%q has another outline (%v, %v)", r, errA, errB)
			}
		}
		for _, r := range "县长B𠮷" {
			if own.Glyph(r) != 0 {
				t.Errorf("%q is in there", r)
			}
		}
	}
}

func sorted(runes []rune, glyphs []Glyph) ([]rune, []Glyph) {
	for i := range runes {
		for k := i; k > 0 && runes[k] < runes[k-1]; k-- {
			runes[k], runes[k-1] = runes[k-1], runes[k]
			glyphs[k], glyphs[k-1] = glyphs[k-1], glyphs[k]
		}
	}
	return runes, glyphs
}
