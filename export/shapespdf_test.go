package export

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// pdfFile writes objects from number 1 on, the first the catalog, the second the
// tree of pages; after "stream:" an object's data, which are packed.
func pdfFile(t testing.TB, objects ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		if dict, data, ok := strings.Cut(o, "stream:"); ok {
			var z bytes.Buffer
			w := zlib.NewWriter(&z)
			if _, err := w.Write([]byte(data)); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			o = fmt.Sprintf("<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", dict, z.Len(), z.String())
		}
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return b.Bytes()
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"

// pdfPage is a file of one page, drawn by content, with a font F and more objects
// from number 6 on.
func pdfPage(t testing.TB, font, resources, content string, more ...string) []byte {
	return pdfFile(t, append([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>" + resources + ">>>>",
		"stream:" + content, font}, more...)...)
}

var pdfShapes = []shape{
	{"ToUnicode", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", "", "BT /F 9 Tf ("+strings.Repeat("A", references)+") Tj ET",
			"stream:1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <"+strings.Repeat("7532", size/4)+"> endbfchar")
	}},
	{"ToUnicode to sixteen", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>", "", "BT /F 9 Tf ("+strings.Repeat("A", references)+") Tj ET",
			"stream:1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <"+strings.Repeat("7532", 16)+"> endbfchar")
	}},
	{"ranges", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 1000>>]/ToUnicode 6 0 R>>", "", "BT /F 9 Tf <0001> Tj ET",
			"stream:"+strings.Repeat("1 beginbfrange <00000000> <FFFFFFFF> <4E00> endbfrange\n", references))
	}},
	{"widths", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, "<</Type/Font/Subtype/Type0/Encoding/UniGB-UTF16-H/DescendantFonts[<</W["+strings.Repeat("0 99999999 500 ", references)+"]>>]>>", "", "BT /F 9 Tf <4E00> Tj ET")
	}},
	{"forms in forms", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "/XObject<</X 6 0 R>>", strings.Repeat("/X Do ", references),
			"/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>stream:"+strings.Repeat("/X Do ", min(size, 5000)))
	}},
	{"forms that draw the next", func(t testing.TB, references, size int) []byte {
		var forms []string
		for i := range 8 {
			forms = append(forms, fmt.Sprintf("/Subtype/Form/Resources<</XObject<</X %d 0 R>>/Font<</F 5 0 R>>>>stream:%s", 7+i, strings.Repeat("/X Do ", min(size, 100))+"BT /F 9 Tf (1) Tj ET"))
		}
		return pdfPage(t, helvetica, "/XObject<</X 6 0 R>>", strings.Repeat("/X Do ", references), append(forms, helvetica)...)
	}},
	{"fonts by many names", func(t testing.TB, references, size int) []byte {
		var fonts, content strings.Builder
		for i := range min(references, 100_000) {
			fmt.Fprintf(&fonts, "/F%d 5 0 R", i)
			fmt.Fprintf(&content, "/F%d 1 Tf ", i)
		}
		return pdfPage(t, helvetica, "/Font<<"+fonts.String()+">>", content.String())
	}},
	{"bundles", func(t testing.TB, references, size int) []byte {
		// Each page draws a form whose resources stand in a bundle's end.
		return pdfPage(t, helvetica, "/XObject 7 0 R", strings.Repeat("/X Do ", references), "/Type/ObjStm/N 1/First 5stream:7 0  "+strings.Repeat(" ", size)+"<</X 8 0 R>>", "<</X 8 0 R>>", "/Subtype/Formstream: ")
	}},
	{"lists of objects", func(t testing.TB, references, size int) []byte {
		data := pdfPage(t, helvetica, "", "BT ET")
		at := bytes.LastIndex(data, []byte("xref\n0"))
		data = data[:at:at]
		first := at
		for i := range min(references, 200_000) {
			at := len(data)
			data = fmt.Appendf(data, "xref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev %d>>\n", first)
			if i > 0 {
				first = at
			}
		}
		return fmt.Appendf(data, "startxref\n%d\n%%%%EOF\n", first)
	}},
	{"characters", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "", "BT /F 9 Tf 0 700 Td "+strings.Repeat("(1 2) Tj 1 -0.5 Td ", references)+"ET")
	}},
	{"rules", func(t testing.TB, references, size int) []byte {
		var b strings.Builder
		for i := range min(references, 100_000) {
			fmt.Fprintf(&b, "%d %d m %d %d l S ", i%590, i%700, i%590+5, i%700)
		}
		return pdfPage(t, helvetica, "", b.String()+"BT /F 9 Tf (1) Tj ET")
	}},
	{"tables and characters", func(t testing.TB, references, size int) []byte {
		var b strings.Builder
		for i := range min(size, 900) {
			x, y := i%30*18, i/30*20
			fmt.Fprintf(&b, "%d %d m %d %d l %d %d m %d %d l S ", x, y, x+10, y, x+5, y, x+5, y+10)
		}
		return pdfPage(t, helvetica, "", b.String()+"BT /F 9 Tf 0 1 Td ("+strings.Repeat("1", references)+") Tj ET")
	}},
	{"covered characters", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "", "BT /F 9 Tf ("+strings.Repeat("1", references)+") Tj ET "+strings.Repeat("1 g 0 0 100 100 re f ", min(size, 100_000)))
	}},
	{"areas of many points", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "", "BT /F 9 Tf ("+strings.Repeat("1", min(references, 10_000))+") Tj ET "+strings.Repeat("0 0 m "+strings.Repeat("9 9 l ", min(size, 900))+"f ", min(references, 4_000_000/min(size, 900))))
	}},
	{"annotations", func(t testing.TB, references, size int) []byte {
		return pdfFile(t, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("3 0 R ", min(size, 300))+"]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots["+strings.Repeat("5 0 R ", min(references, 100_000))+"]>>", helvetica,
			"<</Subtype/FreeText/Rect[0 0 99 99]/Contents(9)/AP<</N 6 0 R>>>>", "/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>stream:BT /F 9 Tf (1) Tj ET")
	}},
	{"fields that hang on each other", func(t testing.TB, references, size int) []byte {
		return pdfFile(t, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("3 0 R ", min(size, 300))+"]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots["+strings.Repeat("4 0 R ", min(references, 100_000))+"]>>",
			"<</Subtype/Widget/Rect[0 0 99 99]/Parent 4 0 R/V("+strings.Repeat("9\\n", min(size, 10_000))+")>>")
	}},
	{"marked content", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "/Properties<</L 6 0 R>>", strings.Repeat("/OC /L BDC ", min(size, 100_000))+"BT /F 9 Tf ("+strings.Repeat("1", references)+") Tj ET", "<</Type/OCG>>")
	}},
	{"shadows", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "", "BT /F 9 Tf "+strings.Repeat("(12) Tj -9 0.1 Td ", references)+"ET")
	}},
	{"lines through words", func(t testing.TB, references, size int) []byte {
		var b strings.Builder
		for i := range min(size, 4000) {
			fmt.Fprintf(&b, "%d %d m %d %d l S ", i%590, i%780, i%590+9, i%780)
		}
		return pdfPage(t, helvetica, "", b.String()+"BT /F 9 Tf 0 300 Td "+strings.Repeat("(1) Tj 1 -0.001 Td ", min(references, 200_000))+"ET")
	}},
	{"operands", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "", strings.Repeat("["+strings.Repeat("0 ", min(size, 20_000))+"]", min(references, 30_000_000/min(size, 20_000)/2)))
	}},
	{"objects of operands", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, "<</Type/Font/Subtype/Type1/Widths["+strings.Repeat("0 ", 8*references)+"]>>", "", "BT /F 9 Tf (1) Tj ET")
	}},
	{"brackets", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, strings.Repeat("[", 8*references), "", "BT /F 9 Tf (1) Tj ET")
	}},
	{"pictures in the page", func(t testing.TB, references, size int) []byte {
		return pdfPage(t, helvetica, "", strings.Repeat("BI /W 1 /H 1 ID x EI ", references)+"BT /F 9 Tf (1) Tj ET")
	}},
	{"pages", func(t testing.TB, references, size int) []byte {
		return pdfFile(t, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Resources<</Font<</F 4 0 R>>>>/Kids["+strings.Repeat("3 0 R ", min(references, 300))+"]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents["+strings.Repeat("5 0 R ", min(size, 5000))+"]>>", helvetica, "stream:BT /F 9 Tf 10 10 Td (12) Tj ET 10 10 m 90 10 l S")
	}},
	{"a tree of pages", func(t testing.TB, references, size int) []byte {
		return pdfFile(t, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("2 0 R ", references)+"]/Count 1>>")
	}},
}
