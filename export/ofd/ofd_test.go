package ofd

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"path"
	"slices"
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

// alone finds the embedded fonts only, which give the same on every machine.
var alone = layout.Options{Fonts: &fonts.Finder{}}

func written(t testing.TB, r *model.Report, draft bool) []byte {
	t.Helper()
	return writtenWith(t, r, draft, alone)
}

func writtenWith(t testing.TB, r *model.Report, draft bool, o layout.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, paper.Build(r, model.FileOptions{Draft: draft}), o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts unpacks a file.
func parts(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != "OFD.xml" {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// node is an element, with those in it.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Kids    []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) all(visit func(*node)) {
	visit(n)
	for i := range n.Kids {
		n.Kids[i].all(visit)
	}
}

func parse(t testing.TB, data []byte) *node {
	t.Helper()
	var n node
	if err := xml.Unmarshal(data, &n); err != nil {
		t.Fatalf("%v in %.200s", err, data)
	}
	return &n
}

// order is what the standard's schema has stand in an element, in this order.
var order = map[string]string{
	"OFD": "DocBody", "DocBody": "DocInfo DocRoot", "DocInfo": "DocID Title Author DocUsage Creator",
	"Document": "CommonData Pages Outlines CustomTags", "CommonData": "MaxUnitID PageArea PublicRes", "PageArea": "PhysicalBox", "Pages": "Page*",
	"Outlines": "OutlineElem*", "OutlineElem": "Actions OutlineElem*", "Actions": "Action*", "Action": "Goto", "Goto": "Dest",
	"Res": "Fonts", "Fonts": "Font*", "Font": "FontFile", "Page": "Area Content", "Area": "PhysicalBox", "Content": "Layer*", "Layer": "PathObject* TextObject*",
	"PathObject": "FillColor StrokeColor AbbreviatedData", "TextObject": "FillColor StrokeColor TextCode*", "CustomTags": "CustomTag*", "CustomTag": "FileLoc",
}

// TestSchema: elements stand in the standard's order, identifiers are each used once and
// none is larger than the document says, and what is referred to is there.
func TestSchema(t *testing.T) {
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "hostile": papertest.Hostile()} {
		for _, draft := range []bool{false, true} {
			files := parts(t, written(t, r, draft))
			ids, most := map[string]string{}, 0
			var maxID int
			for file, data := range files {
				if path.Ext(file) != ".xml" {
					continue
				}
				top := parse(t, data)
				top.all(func(n *node) {
					ours := n.XMLName.Space == tagSpace
					if n.XMLName.Space != Namespace && !ours {
						t.Errorf("%s: %s is in %q", file, n.XMLName.Local, n.XMLName.Space)
					}
					checkOrder(t, file, n)
					if n.XMLName.Local == "MaxUnitID" {
						maxID, _ = strconv.Atoi(n.Text)
					}
					if id := n.attr("ID"); id != "" {
						if ids[id] != "" && !(n.XMLName.Local == "Page") {
							t.Errorf("%s: %s is used twice", file, id)
						}
						ids[id] = n.XMLName.Local
						number, err := strconv.Atoi(id)
						if err != nil {
							t.Error(err)
						}
						most = max(most, number)
					}
				})
			}
			if maxID != most {
				t.Errorf("%s: the largest identifier is %d, the document says %d", name, most, maxID)
			}
			for file, data := range files {
				if path.Ext(file) != ".xml" {
					continue
				}
				parse(t, data).all(func(n *node) { refers(t, file, n, ids, files) })
			}
		}
	}
}

// checkOrder compares an element's kids with the schema's.
func checkOrder(t *testing.T, file string, n *node) {
	t.Helper()
	want, known := order[n.XMLName.Local]
	if !known {
		if len(n.Kids) > 0 && n.XMLName.Space == Namespace {
			t.Errorf("%s: what stands in %s is unknown", file, n.XMLName.Local)
		}
		return
	}
	at := 0
	names := strings.Fields(want)
	for _, kid := range n.Kids {
		for at < len(names) && strings.TrimSuffix(names[at], "*") != kid.XMLName.Local {
			at++
		}
		if at == len(names) {
			t.Errorf("%s: %s stands in %s, or not in its place", file, kid.XMLName.Local, n.XMLName.Local)
			return
		}
		if !strings.HasSuffix(names[at], "*") {
			at++
		}
	}
}

func refers(t *testing.T, file string, n *node, ids map[string]string, files map[string][]byte) {
	t.Helper()
	has := func(attr, kind string) {
		if id := n.attr(attr); ids[id] != kind {
			t.Errorf("%s: %s %q of %s is %q", file, attr, id, n.XMLName.Local, ids[id])
		}
	}
	there := func(name string) {
		if _, ok := files[name]; !ok {
			t.Errorf("%s: %s is not there", file, name)
		}
	}
	dir := path.Dir(file)
	switch n.XMLName.Local {
	case "TextObject":
		has("Font", "Font")
	case "Dest":
		has("PageID", "Page")
	case "ObjectRef":
		has("PageRef", "Page")
		if ids[strings.TrimSpace(n.Text)] != "TextObject" {
			t.Errorf("%s: %q is no text", file, n.Text)
		}
	case "Page":
		if loc := n.attr("BaseLoc"); loc != "" {
			there(path.Join(dir, loc))
		}
	case "FontFile":
		there(path.Join(dir, "Res", n.Text))
	case "DocRoot", "FileLoc", "PublicRes":
		there(path.Join(dir, n.Text))
	case "CustomTags":
		if n.Text != "" {
			there(path.Join(dir, n.Text))
		}
	}
}

// TestGlyphsAreThere: every character of the text has a glyph in the font that its object
// names, with the width by which the text goes on, and an advance for all but the last.
func TestGlyphsAreThere(t *testing.T) {
	noto := layout.Options{Font: tooltest.Noto(t, "Serif"), Fonts: &fonts.Finder{}}
	for name, files := range map[string]map[string][]byte{
		"county":                   parts(t, written(t, papertest.County(), false)),
		"hostile":                  parts(t, written(t, papertest.Hostile(), false)),
		"with outlines of CFF":     parts(t, writtenWith(t, papertest.County(), false, noto)),
		"hostile, outlines of CFF": parts(t, writtenWith(t, papertest.Hostile(), false, noto)),
	} {
		faces := map[string]*fonts.Face{}
		parse(t, files["Doc_0/PublicRes.xml"]).all(func(n *node) {
			if n.XMLName.Local == "Font" {
				data := files["Doc_0/Res/"+n.Kids[0].Text]
				face, err := fonts.Parse(bytes.NewReader(data), int64(len(data)))
				if err != nil {
					t.Fatal(err)
				}
				if face.CFF() != strings.HasSuffix(n.Kids[0].Text, ".otf") {
					t.Errorf("%s: the file of %s is %s", name, face.Name, n.Kids[0].Text)
				}
				faces[n.attr("ID")] = face
			}
		})
		characters, plain := 0, 0
		for file, data := range files {
			if path.Base(file) != "Content.xml" {
				continue
			}
			parse(t, data).all(func(n *node) {
				if n.XMLName.Local != "TextObject" {
					return
				}
				code := n.Kids[len(n.Kids)-1]
				runes := []rune(code.Text)
				size, err := strconv.ParseFloat(n.attr("Size"), 64)
				if err != nil {
					t.Fatal(err)
				}
				steps := advances(t, code.attr("DeltaX"))
				if len(steps) != len(runes)-1 {
					t.Errorf("%s: %d advances for %q", name, len(steps), code.Text)
				}
				face := faces[n.attr("Font")]
				for i, c := range runes {
					characters++
					g := face.Glyph(c)
					if g == 0 {
						t.Errorf("%s: no glyph for %q", name, c)
					}
					if i < len(steps) && math.Abs(steps[i]-float64(face.Width(g))/1000*size) < 0.3*size {
						plain++
					}
				}
			})
		}
		if characters < 2000 || plain < characters*3/4 {
			t.Errorf("%s: %d characters, %d of them go on by about their width", name, characters, plain)
		}
	}
}

// TestDashIsOneStroke: the second half of 「——」 begins where the ink of the first ends.
func TestDashIsOneStroke(t *testing.T) {
	r := papertest.Town()
	r.Text["1"] = "一是——二是"
	files := parts(t, written(t, r, false))
	found := false
	for file, data := range files {
		if path.Base(file) != "Content.xml" {
			continue
		}
		parse(t, data).all(func(n *node) {
			if n.XMLName.Local != "TextObject" || n.Kids[len(n.Kids)-1].Text != r.Text["1"] {
				return
			}
			found = true
			const em, tracking, blank = 16 * 25.4 / 72, 0.25 * 25.4 / 72, 0.071 * 16 * 25.4 / 72 // of Noto Serif's
			d := advances(t, n.Kids[len(n.Kids)-1].attr("DeltaX"))
			if most := em - tracking - 2*blank; d[2] > most || d[2] < most-0.02*em || math.Abs(d[1]+d[2]+d[3]-3*(em-tracking)) > 0.02 {
				t.Errorf("the dash's halves stand at %v", d)
			}
		})
	}
	if !found {
		t.Error("the line isn't there")
	}
}

func advances(t *testing.T, s string) (out []float64) {
	t.Helper()
	f := strings.Fields(s)
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	for i := 0; i < len(f); i++ {
		if f[i] == "g" {
			for range int(number(f[i+1])) {
				out = append(out, number(f[i+2]))
			}
			i += 2
			continue
		}
		out = append(out, number(f[i]))
	}
	return out
}

// TestFiguresAreTagged: each of the 200 figures is named once for the object that shows it,
// or for each of its pieces.
func TestFiguresAreTagged(t *testing.T) {
	r := papertest.Town()
	files := parts(t, written(t, r, false))
	shown := map[string]string{} // by object
	for file, data := range files {
		if path.Base(file) == "Content.xml" {
			parse(t, data).all(func(n *node) {
				if n.XMLName.Local == "TextObject" {
					shown[n.attr("ID")] = n.Kids[len(n.Kids)-1].Text
				}
			})
		}
	}
	got := map[string]string{}
	parse(t, files["Doc_0/Tags/Figures.xml"]).all(func(n *node) {
		if n.XMLName.Local == "Figure" {
			got[n.attr("Cell")] += shown[n.Kids[0].Text]
		}
	})
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		want := sheet.At(c.ID).String()
		if note := r.Notes[c.ID]; note != "" {
			want += "（" + note + "）"
		}
		if got[string(c.ID)] != want {
			t.Errorf("%s shows %q, want %q", c.ID, got[string(c.ID)], want)
		}
	}
	if len(got) != len(r.Form.Cells()) {
		t.Errorf("%d cells are tagged", len(got))
	}
}

// TestSameBytes: the same report gives the same file.
func TestSameBytes(t *testing.T) {
	a, b := written(t, papertest.County(), false), written(t, papertest.County(), false)
	if !bytes.Equal(a, b) {
		t.Error("the files differ")
	}
	if other := written(t, papertest.Town(), false); bytes.Equal(a, other) || slices.Equal(parts(t, a)["OFD.xml"], parts(t, other)["OFD.xml"]) {
		t.Error("another report has the same identifier")
	}
}

func BenchmarkWrite(b *testing.B) {
	d := paper.Build(papertest.County(), model.FileOptions{})
	for b.Loop() {
		if _, err := Write(io.Discard, d, alone); err != nil {
			b.Fatal(err)
		}
	}
}
