package export

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"image"
	_ "image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/export/papertest"
	"nianbao/export/tooltest"
)

const (
	viewerScale = 5 // pixels a millimetre, in both pictures; the most that the viewer draws
	viewerNear  = 0.4
)

// viewer opens a file of OFD in ofd.js, one page below the other, and tells where each
// character stands, in millimetres from its page's corner, and what went wrong.
const viewer = `<!DOCTYPE html><meta charset=utf-8><style>body{margin:0}body>div{margin:0!important}</style><body><script src="file://%s"></script><script>
const say = x => { const p = document.createElement("pre"); p.hidden = true; p.textContent = JSON.stringify(x); document.body.append(p) }
onerror = e => say({wrong: String(e)})
ofd.parseOfdDocument({
  ofd: new File([Uint8Array.from(atob("%s"), c => c.charCodeAt(0))], "report.ofd"),
  fail: e => say({wrong: String(e)}),
  success(docs) {
    for (const page of ofd.renderOfd(210 * %d + 10, docs[0])) {
      document.body.append(page)
      const box = page.getBoundingClientRect(), mm = box.width / 210
      say({glyphs: [...page.querySelectorAll("text")].filter(t => t.getNumberOfChars()).map(t => {
        const at = t.getStartPositionOfChar(0).matrixTransform(t.getScreenCTM())
        return {text: t.textContent, x: (at.x - box.left) / mm, y: (at.y - box.top) / mm}
      })})
    }
  }
})
</script>`

// viewed is a page as the viewer has it.
type viewed struct {
	Wrong  string
	Glyphs []struct {
		Text string
		X, Y float64
	}
}

// TestOFDInAViewer: ofd.js, which another made, draws our OFD file as poppler draws the
// PDF file: every character within 0.4 mm, and the same straight lines.
func TestOFDInAViewer(t *testing.T) {
	script := tooltest.Module(t, "ofd.js/lib/ofd.umd.min.js")
	tooltest.Need(t, "chromium", "pdftotext", "pdftoppm")
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	report := papertest.Town()
	pdf := file("report.pdf")
	page := fmt.Sprintf(viewer, filepath.ToSlash(script), base64.StdEncoding.EncodeToString([]byte(write(t, "ofd", report, Options{}))), viewerScale)
	for name, data := range map[string]string{pdf: write(t, "pdf", report, Options{}), file("viewer.html"): page} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var pages []viewed
	for _, part := range strings.Split(tooltest.Browser(t, file("viewer.html"), "--virtual-time-budget=60000", "--dump-dom"), `<pre hidden="">`)[1:] {
		text, _, _ := strings.Cut(part, "</pre>")
		var p viewed
		if err := json.Unmarshal([]byte(html.UnescapeString(text)), &p); err != nil {
			t.Fatal(err)
		}
		if p.Wrong != "" {
			t.Fatalf("the viewer says %s", p.Wrong)
		}
		pages = append(pages, p)
	}
	words := printedPages(t, tooltest.Run(t, "pdftotext", "-bbox", pdf, "-"))
	if len(pages) == 0 || len(pages) != len(words) {
		t.Fatalf("the viewer shows %d pages, the pdf has %d", len(pages), len(words))
	}
	for i := range pages {
		compareWords(t, i+1, &pages[i], words[i])
	}
	height := 297 * viewerScale
	tooltest.Browser(t, file("viewer.html"), "--virtual-time-budget=60000", "--hide-scrollbars", fmt.Sprintf("--window-size=%d,%d", 210*viewerScale, height*len(pages)), "--screenshot="+file("viewer.png"))
	tooltest.Run(t, "pdftoppm", "-png", "-r", fmt.Sprint(25.4*viewerScale), pdf, file("pdf"))
	all, ruled := picture(t, file("viewer.png")), 0
	printed, err := filepath.Glob(file("pdf-*.png"))
	if err != nil || len(printed) != len(pages) {
		t.Fatalf("%v: %v", printed, err)
	}
	for i, name := range printed {
		ours := straight(all, i*height, height)
		pdfs := straight(picture(t, name), 0, height)
		ruled += len(pdfs)
		compareLines(t, i+1, "the viewer", ours, "the pdf", pdfs)
		compareLines(t, i+1, "the pdf", pdfs, "the viewer", ours)
	}
	if ruled < 60 { // of the rows and columns of three tables
		t.Errorf("only %d lines were found in the pdf's picture", ruled)
	}
}

// printedWord is a word of a PDF file, in points, as pdftotext gives it.
type printedWord struct {
	XMin float64 `xml:"xMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMin float64 `xml:"yMin,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

func printedPages(t *testing.T, bbox string) (pages [][]printedWord) {
	t.Helper()
	_, bbox, _ = strings.Cut(bbox, "<body>")
	var doc struct {
		Page []struct {
			Word []printedWord `xml:"word"`
		} `xml:"page"`
	}
	d := xml.NewDecoder(strings.NewReader(bbox))
	d.Strict = false
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Page {
		pages = append(pages, p.Word)
	}
	return pages
}

// compareWords looks for the characters of each word of the pdf in the viewer, from where
// the word begins to where it ends and on its base line, and for any that are over.
func compareWords(t *testing.T, page int, v *viewed, words []printedWord) {
	t.Helper()
	const mm = 25.4 / 72
	used := make([]bool, len(v.Glyphs))
	for _, w := range words {
		// The base line, by the ascent and descent of both Noto fonts: 1.151 and 0.286 ems,
		// and 1.160 and 0.288.
		base := (w.YMin + 0.801*(w.YMax-w.YMin)) * mm
		var at []int
		for i, g := range v.Glyphs {
			within := g.X > w.XMin*mm-viewerNear && g.X < w.XMax*mm-viewerNear
			if within && math.Abs(g.Y-base) < viewerNear && strings.TrimSpace(g.Text) != "" {
				at = append(at, i)
			}
		}
		slices.SortStableFunc(at, func(a, b int) int { return int(1000 * (v.Glyphs[a].X - v.Glyphs[b].X)) })
		text := ""
		for _, i := range at {
			text += v.Glyphs[i].Text
			used[i] = true
		}
		if text != w.Text || math.Abs(v.Glyphs[at[0]].X-w.XMin*mm) > viewerNear {
			t.Errorf("page %d: the pdf has %s at %.2f, %.2f mm, the viewer %q", page, w.Text, w.XMin*mm, base, text)
		}
	}
	for i, g := range v.Glyphs {
		if !used[i] && strings.TrimSpace(g.Text) != "" {
			t.Errorf("page %d: the viewer has %s at %.2f, %.2f mm, the pdf doesn't", page, g.Text, g.X, g.Y)
		}
	}
}

func picture(t *testing.T, name string) image.Image {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// stretch is a straight dark line in a picture, in pixels: across it at a place, along it
// from one to another.
type stretch struct {
	level        bool
	at, from, to int
}

// straight finds the dark level and plumb lines of 9 mm and more in a part of a picture
// from a height on: longer than any stroke of a character.
func straight(m image.Image, top, height int) (out []stretch) {
	const least = 9 * viewerScale
	dark := func(x, y int) bool {
		r, g, b, _ := m.At(x, top+y).RGBA()
		return r+g+b < 3*0xb000
	}
	width := m.Bounds().Dx()
	scan := func(level bool, across, along int) {
		for at := range across {
			from := 0
			for i := range along + 1 {
				x, y := i, at
				if !level {
					x, y = at, i
				}
				if i < along && dark(x, y) {
					continue
				}
				if i-from >= least {
					out = append(out, stretch{level, at, from, i})
				}
				from = i + 1
			}
		}
	}
	scan(true, height, width)
	scan(false, width, height)
	return out
}

// compareLines looks for each line of one picture in another, in which it may come in
// pieces: no place along it is without one.
func compareLines(t *testing.T, page int, name string, lines []stretch, other string, others []stretch) {
	t.Helper()
	near := int(math.Ceil(viewerNear * viewerScale))
	for _, l := range lines {
		for i := l.from + near; i < l.to-near; i++ {
			if !slices.ContainsFunc(others, func(o stretch) bool {
				beside := o.level == l.level && o.at >= l.at-near && o.at <= l.at+near
				return beside && o.from <= i+near && o.to >= i-near
			}) {
				t.Errorf("page %d: %s has a line at %d from %d to %d (level: %v; 1/%d mm), %s has none at %d", page, name, l.at, l.from, l.to, l.level, viewerScale, other, i)
				break
			}
		}
	}
}
