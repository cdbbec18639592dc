package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nianbao/export/fonts"
	"nianbao/export/layout"
	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/export/tooltest"
	"nianbao/model"
)

// noto writes a report with Debian's Noto as the body's font, of which the embedded one is a
// part: CFF outlines in a collection.
func noto(t *testing.T, r *model.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, paper.Build(r, model.FileOptions{}), layout.Options{Font: tooltest.Noto(t, "Serif"), Fonts: &fonts.Finder{}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestOutlinesOfCFF: what is copied and what is seen is the same as with TrueType outlines.
func TestOutlinesOfCFF(t *testing.T) {
	tooltest.Need(t, "pdffonts", "pdftotext", "pdftoppm", "qpdf")
	r := papertest.County()
	r.Text["1"] += "\n全年——“喆”、㙍村，𠅤。"
	want, _ := write(t, r, false)
	got := noto(t, r)
	if list := run(t, got, "pdffonts", "{}"); strings.Count(list, "CID TrueType") != 2 || strings.Count(list, "+NotoSerifCJKsc-Regular        CID Type 0C       Identity-H       yes yes yes") != 1 {
		t.Error(list)
	}
	if a, b := run(t, want, "pdftotext", "-raw", "{}", "-"), run(t, got, "pdftotext", "-raw", "{}", "-"); a != b || !strings.Contains(b, "㙍村，𠅤") {
		t.Error("the text differs")
	}
	a, b := run(t, want, "pdftoppm", "-r", "50", "-gray", "{}"), run(t, got, "pdftoppm", "-r", "50", "-gray", "{}")
	different := 0
	for i := range min(len(a), len(b)) {
		if x, y := int(a[i]), int(b[i]); max(x-y, y-x) > 48 {
			different++
		}
	}
	if len(a) != len(b) || different > len(a)/5000 {
		t.Errorf("%d of %d dots differ", different, len(a))
	}
}

// TestDashIsOneStroke: 「——」 is two characters wide and drawn without a gap, in the middle of
// the line's height, in every face of the embedded fonts and with outlines of CFF.
func TestDashIsOneStroke(t *testing.T) {
	tooltest.Need(t, "pdftoppm", "pdftotext")
	r := papertest.Town()
	r.Text["1"] = "一是——二是\n（一）标题——不断\n1.共建——共享\n———三个"
	r.Text["6"] = "“——”"
	for _, o := range []layout.Options{alone, {Font: tooltest.Noto(t, "Serif"), Fonts: &fonts.Finder{}}, {Font: tooltest.Noto(t, "Sans"), Fonts: &fonts.Finder{}}} {
		set, err := o.Fonts.Open(o.Font)
		if err != nil {
			t.Fatal(err)
		}
		d := paper.Build(r, model.FileOptions{})
		placed := layout.Place(d, set)
		data, err := encode(placed, d)
		if err != nil {
			t.Fatal(err)
		}
		if text := run(t, data, "pdftotext", "-raw", "{}", "-"); strings.Count(text, "——") != 5 || strings.Count(text, "\n———三个\n") != 1 {
			t.Errorf("%s: the dashes aren't copied: %.600s", o.Font, text)
		}
		const dpi = 144.0
		found := 0
		for i, page := range placed.Pages {
			number := strconv.Itoa(i + 1)
			dots := []byte(run(t, data, "pdftoppm", "-r", "144", "-gray", "-f", number, "-l", number, "{}"))
			width := int(math.Ceil(layout.PageWidth * dpi / 72))
			dots = dots[bytes.Index(dots, []byte("\n255\n"))+5:]
			for _, l := range page.Lines {
				x := l.X
				for k, g := range l.Glyphs {
					if g.R == '—' && k+1 < len(l.Glyphs) && g.Shift > 0 {
						found++
						from, to := x+0.16*l.Size, x+1.84*l.Size
						if w := g.W + l.Glyphs[k+1].W; math.Abs(w-2*l.Size) > 0.04*l.Size {
							t.Errorf("%s: a dash is %g wide, of %g", o.Font, w, l.Size)
						}
						row := int((l.Y-0.38*l.Size)*dpi/72) * width
						for at := int(from * dpi / 72); at < int(to*dpi/72); at++ {
							if min(dots[row+at-width], dots[row+at], dots[row+at+width]) > 150 {
								t.Errorf("%s: the dash at %g, %g has a gap at %g", o.Font, x, l.Y, float64(at)*72/dpi)
								break
							}
						}
					}
					x += g.W
				}
			}
		}
		if found != 5 {
			t.Errorf("%s: %d dashes", o.Font, found)
		}
		if err := set.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestQPDF: a strict reader finds no fault.
func TestQPDF(t *testing.T) {
	tooltest.Need(t, "qpdf")
	plain, _ := write(t, papertest.Hostile(), true)
	for _, data := range [][]byte{plain, noto(t, papertest.Hostile())} {
		if out := run(t, data, "qpdf", "--check", "{}"); !strings.Contains(out, "No syntax or stream encoding errors found") {
			t.Error(out)
		}
	}
}

// TestWidthsAgree: the widths in a font's dictionary are those of the font (ISO 19005-2,
// 6.2.11.5), also of signs without their blank half.
func TestWidthsAgree(t *testing.T) {
	r := papertest.Town()
	r.Text["1"] = "他说：“好。”（见《条例》、《规定》）。"
	data, _ := write(t, r, false)
	object := func(number string) string {
		_, s, _ := strings.Cut(string(data), "\n"+number+" 0 obj\n")
		s, _, _ = strings.Cut(s, "\nendobj\n")
		return s
	}
	half := 0
	for _, m := range regexp.MustCompile(`/W\[(.*?\])\]/FontDescriptor (\d+) 0 R`).FindAllStringSubmatch(string(data), -1) {
		file := regexp.MustCompile(`/FontFile2 (\d+) 0 R`).FindStringSubmatch(object(m[2]))
		_, stream, _ := strings.Cut(object(file[1]), "\nstream\n")
		z, err := zlib.NewReader(strings.NewReader(stream))
		if err != nil {
			t.Fatal(err)
		}
		font, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.Index(font[:300], []byte("hmtx"))
		metrics := font[binary.BigEndian.Uint32(font[at+8:]):][:binary.BigEndian.Uint32(font[at+12:])]
		stated := map[int]int{}
		for _, w := range regexp.MustCompile(`(\d+)\[(\d+)\]`).FindAllStringSubmatch(m[1], -1) {
			code, _ := strconv.Atoi(w[1])
			stated[code], _ = strconv.Atoi(w[2])
			if stated[code] == 500 {
				half++
			}
		}
		for i := 0; i < len(metrics); i += 4 {
			want, ok := stated[i/4]
			if !ok {
				want = 1000
			}
			if is := int(binary.BigEndian.Uint16(metrics[i:])); is != want {
				t.Errorf("glyph %d is %d wide, stated as %d", i/4, is, want)
			}
		}
	}
	if half < 3 {
		t.Errorf("%d signs without their blank half", half)
	}
}
