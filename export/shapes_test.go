package export

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"nianbao/export/tooltest"
)

// What a small file may cost: a bound on memory, and one on what is
// allocated in all, which stands for the time.
const (
	mostHeld      = 512 << 20
	mostAllocated = 4 << 30
	smallFile     = 10 << 20
)

// shape makes files in which something small is referred to often: so many
// references to so many bytes.
type shape struct {
	name string
	file func(t testing.TB, references, size int) []byte
}

const (
	relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	officeDoc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	bookSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// wordFile packs the body of a Word document and other parts.
func wordFile(t testing.TB, body string, parts ...string) []byte {
	return tooltest.Zip(t, append([]string{"word/document.xml", `<w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`}, parts...)...)
}

// bookFile packs rows as so many sheets, and other parts; book goes into the
// part that names the sheets.
func bookFile(t testing.TB, rows string, sheets int, book string, parts ...string) []byte {
	var list, rels strings.Builder
	for i := range sheets {
		fmt.Fprintf(&list, `<sheet name="s%d" sheetId="%d" r:id="r%d"/>`, i, i+1, i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>`, i, officeDoc)
	}
	return tooltest.Zip(t, append([]string{
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels", relations + `<Relationship Id="r1" Type="` + officeDoc + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns="` + bookSpace + `" xmlns:r="` + officeDoc + `"><sheets>` + list.String() + `</sheets>` + book + `</workbook>`,
		"xl/_rels/workbook.xml.rels", relations + rels.String() + `</Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet xmlns="` + bookSpace + `"><sheetData>` + rows + `</sheetData></worksheet>`,
	}, parts...)...)
}

// inRows are cells, so many to a row.
func inRows(cell string, n, width int) string {
	return strings.Repeat("<row>"+strings.Repeat(cell, width)+"</row>", max(n/width, 1))
}

var zipShapes = []shape{
	{"shared texts", func(t testing.TB, references, size int) []byte {
		return bookFile(t, inRows(`<c t="s"><v>0</v></c>`, references, 20), 1, "", "xl/sharedStrings.xml", `<sst xmlns="`+bookSpace+`"><si><t>`+strings.Repeat("年", size/3)+`</t></si></sst>`)
	}},
	{"shared texts in pieces", func(t testing.TB, references, size int) []byte {
		return bookFile(t, inRows(`<c t="s"><v>0</v></c>`, references, 500), 1, "", "xl/sharedStrings.xml", `<sst xmlns="`+bookSpace+`"><si>`+strings.Repeat("<r><t>a</t></r>", min(size, 100_000))+`</si></sst>`)
	}},
	{"a workbook of ours", func(t testing.TB, references, size int) []byte {
		var names strings.Builder
		for i := range min(references, 10_000) {
			fmt.Fprintf(&names, `<definedName name="t_%d">s0!$A$1:$A$4000</definedName>`, i)
		}
		return bookFile(t, inRows(`<c t="s"><v>0</v></c>`, references, 1), 1, `<definedNames>`+names.String()+`<definedName name="f_unit">s0!$A$1</definedName></definedNames>`,
			"xl/sharedStrings.xml", `<sst xmlns="`+bookSpace+`"><si><t>`+strings.Repeat("年", size/3)+`</t></si></sst>`)
	}},
	{"sheets of one part", func(t testing.TB, references, size int) []byte {
		return bookFile(t, inRows(`<c t="str"><v>年报</v></c>`, size, 20), min(references, 20_000), "")
	}},
	{"number formats", func(t testing.TB, references, size int) []byte {
		return bookFile(t, inRows(`<c s="0"><v>1.5</v></c>`, references, 20), 1, "", "xl/styles.xml",
			`<styleSheet xmlns="`+bookSpace+`"><numFmts><numFmt numFmtId="200" formatCode="`+strings.Repeat("0.0", size/3)+`"/></numFmts><cellXfs><xf numFmtId="200" applyNumberFormat="1"/></cellXfs></styleSheet>`)
	}},
	{"styles", func(t testing.TB, references, size int) []byte {
		return bookFile(t, `<row><c s="1"><v>1</v></c></row>`, 1, "", "xl/styles.xml", `<styleSheet xmlns="`+bookSpace+`"><cellXfs>`+strings.Repeat(`<xf/>`, references)+`</cellXfs></styleSheet>`)
	}},
	{"far cells", func(t testing.TB, references, size int) []byte {
		return bookFile(t, strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, references), 1, "")
	}},
	{"a cell of many pieces", func(t testing.TB, references, size int) []byte {
		return bookFile(t, `<row><c t="inlineStr"><is>`+strings.Repeat("<r><t>1</t></r>", references)+`</is></c></row>`, 1, "")
	}},
	{"numbers with long texts", func(t testing.TB, references, size int) []byte {
		return wordFile(t, strings.Repeat(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>`, min(references, 200_000)), "word/numbering.xml",
			`<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="`+strings.Repeat("编", size/3)+`%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)
	}},
	{"numbers of many parts", func(t testing.TB, references, size int) []byte {
		return wordFile(t, strings.Repeat(`<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>`, min(references, 300_000)), "word/numbering.xml",
			`<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="`+strings.Repeat("%1", min(size, 990)/2)+`"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)
	}},
	{"many lists", func(t testing.TB, references, size int) []byte {
		var nums strings.Builder
		for i := range references {
			fmt.Fprintf(&nums, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/></w:num>`, i)
		}
		return wordFile(t, `<w:p/>`, "word/numbering.xml", `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"/>`+nums.String()+`</w:numbering>`)
	}},
	{"merged cells", func(t testing.TB, references, size int) []byte {
		return wordFile(t, strings.Repeat(`<w:tbl>`+strings.Repeat(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="511"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>`, min(size, 3000))+`</w:tbl>`, max(1, min(references, 200_000)/min(size, 3000))))
	}},
	{"nested tables", func(t testing.TB, references, size int) []byte {
		n := min(references, 100_000)
		return wordFile(t, strings.Repeat(`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>层</w:t></w:r></w:p>`, n)+strings.Repeat(`</w:tc></w:tr></w:tbl>`, n))
	}},
	{"open paragraphs", func(t testing.TB, references, size int) []byte {
		return wordFile(t, strings.Repeat(`<w:p><w:r>`, references))
	}},
	{"attributes", func(t testing.TB, references, size int) []byte {
		return wordFile(t, `<w:p `+strings.Repeat(`a="" `, 5*references)+`/>`)
	}},
	{"paragraphs that go on", func(t testing.TB, references, size int) []byte {
		return wordFile(t, strings.Repeat(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>年报</w:t></w:r></w:p>`, min(references, 200_000)))
	}},
	{"lines of a web page", func(t testing.TB, references, size int) []byte {
		return []byte("<html><p>" + strings.Repeat("甲<br>", min(references, 390_000)))
	}},
	{"deep lines of a web page", func(t testing.TB, references, size int) []byte {
		return []byte("<html>" + strings.Repeat("<div>", min(size, 200)) + strings.Repeat("<p>甲", min(references, 190_000)))
	}},
}

// cost is what reading a file took.
type cost struct {
	held, allocated int64 // of memory from the machine, and in all
	spent           time.Duration
	err             error
}

// price reads a file and measures.
func price(data []byte) (c cost) {
	debug.FreeOSMemory()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := time.Now()
	_, c.err = ReadBytes(data, ReadOptions{Unit: "某镇", Year: 2024})
	c.spent = time.Since(begin)
	runtime.ReadMemStats(&after)
	// What earlier tests needed was given back; little of this is within so short a time.
	c.held, c.allocated = int64(after.HeapSys-after.HeapReleased), int64(after.TotalAlloc-before.TotalAlloc)
	return c
}

// within fails the test where a small file costs more than it may.
func (c cost) within(t *testing.T, name string, size int) {
	t.Helper()
	switch {
	case size > smallFile:
		return
	case c.held > mostHeld:
		t.Errorf("%s: the heap has %d MB", name, c.held>>20)
	case c.allocated > mostAllocated:
		t.Errorf("%s: %d MB were allocated", name, c.allocated>>20)
	case c.err != nil && !strings.ContainsFunc(c.err.Error(), func(r rune) bool { return r > 0x2e80 }):
		t.Errorf("%s: not a sentence for the operator: %v", name, c.err)
	}
	t.Logf("%s: %d kB, %d MB allocated, the heap has %d MB, %v; %v", name, size>>10, c.allocated>>20, c.held>>20, c.spent.Round(time.Millisecond), c.err)
}

// TestShapes: what is referred to often costs no more than a report.
func TestShapes(t *testing.T) {
	for i, s := range append(zipShapes, pdfShapes...) {
		for k, n := range [][2]int{{4_000, 1_000_000}, {100_000, 3_000}} {
			if testing.Short() {
				if i%2 != k { // half of them, under the race detector
					continue
				}
				n[0] /= 20
			}
			data := s.file(t, n[0], n[1])
			price(data).within(t, fmt.Sprintf("%s %d×%d", s.name, n[0], n[1]), len(data))
		}
	}
}

// TestShapeCases reads those that ate the memory.
func TestShapeCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "cases", "hostile", "*.*"))
	if err != nil || len(files) == 0 {
		t.Skip("the files of shared are not here:", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		price(data).within(t, filepath.Base(name), len(data))
	}
}

// TestShapeSearch tries references and sizes at random: some seconds, or an hour
// where NIANBAO_LONG is set. The worst are printed.
func TestShapeSearch(t *testing.T) {
	limit := 5 * time.Second
	if os.Getenv("NIANBAO_LONG") != "" {
		limit = time.Hour
	}
	shapes := append(zipShapes, pdfShapes...)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	var most, slowest string
	var worst cost
	tried := 0
	for begin := time.Now(); time.Since(begin) < limit; tried++ {
		s := shapes[random.IntN(len(shapes))]
		// Evenly over magnitudes: up to half a million references of a megabyte.
		references, size := 1<<random.IntN(19)+random.IntN(1000), 1<<random.IntN(20)+random.IntN(1000)
		data := s.file(t, references, size)
		name := fmt.Sprintf("%s %d×%d", s.name, references, size)
		c := price(data)
		if len(data) <= smallFile && (c.held > mostHeld || c.allocated > mostAllocated) {
			t.Errorf("%s: %d kB cost %d MB in all, the heap has %d MB, %v", name, len(data)>>10, c.allocated>>20, c.held>>20, c.spent)
		}
		if c.allocated > worst.allocated {
			worst.allocated, most = c.allocated, name
		}
		if c.spent > worst.spent {
			worst.spent, slowest = c.spent, name
		}
	}
	t.Logf("%d files; most memory: %s, %d MB in all; slowest: %s, %v", tried, most, worst.allocated>>20, slowest, worst.spent)
}
