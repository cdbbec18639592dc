package ofd

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"nianbao/export/source"
)

// made is a file of parts, by name and content in turn.
func made(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const ns = ` xmlns:ofd="http://www.ofdspec.org/2016"`

// page is a file of one page with these objects, and further elements of the document
// body and of the document.
func page(t testing.TB, objects string, more ...string) []byte {
	t.Helper()
	body, doc := "", ""
	if len(more) > 0 {
		body = more[0]
	}
	if len(more) > 1 {
		doc = more[1]
	}
	return made(t, "OFD.xml", `<ofd:OFD`+ns+`><ofd:DocBody><ofd:DocInfo><ofd:Title>标题</ofd:Title></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>`+body+`</ofd:DocBody></ofd:OFD>`,
		"Doc_0/Document.xml", `<ofd:Document`+ns+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>`+doc+`</ofd:Document>`,
		"Doc_0/Pages/Page_0/Content.xml", `<ofd:Page`+ns+`><ofd:Content><ofd:Layer ID="2">`+objects+`</ofd:Layer></ofd:Content></ofd:Page>`)
}

// said is a line of text, 5 mm high, at a place.
func said(x, y float64, attrs, text string) string {
	return fmt.Sprintf(`<ofd:TextObject ID="9" Boundary="%g %g 150 7" Font="1" Size="5" %s><ofd:TextCode X="0" Y="5" DeltaX="g %d 5">%s</ofd:TextCode></ofd:TextObject>`, x, y, attrs, len([]rune(text))-1, text)
}

func texts(t testing.TB, data []byte) (string, *source.Document) {
	t.Helper()
	d, err := Source(data)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, b := range d.Blocks {
		all = append(all, b.Text)
	}
	return strings.Join(all, "|"), d
}

const sentence = "本年度收到政府信息公开申请十二件，都已答复。"

func TestObjects(t *testing.T) {
	for name, x := range map[string]struct{ objects, want string }{
		"plain":        {said(30, 40, "", sentence), sentence},
		"block":        {`<ofd:PageBlock ID="3"><ofd:PageBlock ID="4">` + said(30, 40, "", sentence) + `</ofd:PageBlock></ofd:PageBlock>`, sentence},
		"scaled":       {strings.Replace(said(30, 40, `CTM="0.5 0 0 0.5 0 0"`, sentence), `Size="5"`, `Size="10"`, 1), sentence},
		"each advance": {strings.Replace(said(30, 40, "", "两个字"), "g 2 5", "5 5", 1), "两个字"},
		"two codes": {`<ofd:TextObject ID="9" Boundary="30 40 150 7" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5">收到</ofd:TextCode>` +
			`<ofd:TextCode X="10" Y="5" DeltaX="5">申请</ofd:TextCode></ofd:TextObject>`, "收到申请"},
		"early namespace": {strings.ReplaceAll(said(30, 40, "", sentence), "ofd:", ""), sentence},
		"askew":           {said(30, 40, "", sentence) + said(60, 90, `CTM="0.7 0.7 -0.7 0.7 0 0"`, "仅供参考"), sentence},
		"beyond":          {said(30, 40, "", "姓名𠮷某"), "姓名𠮷某"},
	} {
		if got, _ := texts(t, page(t, x.objects)); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// TestUnseen: what nobody sees on the page is not read as if it were there.
func TestUnseen(t *testing.T) {
	for name, objects := range map[string]string{
		"hidden":  said(30, 60, `Visible="false"`, "看不见的字"),
		"clear":   said(30, 60, `Alpha="0"`, "看不见的字"),
		"white":   strings.Replace(said(30, 60, "", "看不见的字"), "<ofd:TextCode", `<ofd:FillColor Value="255 255 255"/><ofd:TextCode`, 1),
		"tiny":    strings.Replace(said(30, 60, "", "看不见的字"), `Size="5"`, `Size="0.3"`, 1),
		"covered": said(30, 60, "", "看不见的字") + `<ofd:PathObject ID="8" Boundary="20 55 150 20" Stroke="false" Fill="true"><ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>M 0 0 L 150 0 L 150 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>`,
	} {
		if got, _ := texts(t, page(t, said(30, 40, "", sentence)+objects)); got != sentence {
			t.Errorf("%s: %q", name, got)
		}
	}
	dark := `<ofd:PathObject ID="8" Boundary="20 55 150 20" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 128"/><ofd:AbbreviatedData>M 0 0 L 150 0 L 150 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>`
	shown := strings.Replace(said(30, 60, "", "深色上的白字"), "<ofd:TextCode", `<ofd:FillColor Value="255 255 255"/><ofd:TextCode`, 1)
	if got, _ := texts(t, page(t, said(30, 40, "", sentence)+dark+shown)); !strings.Contains(got, "深色上的白字") {
		t.Errorf("white on a dark ground: %q", got)
	}
}

// TestTable: lines drawn as strokes, as thin areas and as boxes make the same table.
func TestTable(t *testing.T) {
	line := func(x0, y0, x1, y1 float64) string {
		return fmt.Sprintf(`<ofd:PathObject ID="8" Boundary="0 0 210 297" LineWidth="0.2"><ofd:AbbreviatedData>M %g %g L %g %g</ofd:AbbreviatedData></ofd:PathObject>`, x0, y0, x1, y1)
	}
	area := func(x0, y0, x1, y1 float64) string {
		w, h := max(x1-x0, 0.2), max(y1-y0, 0.2)
		return fmt.Sprintf(`<ofd:PathObject ID="8" Boundary="%g %g %g %g" Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g C</ofd:AbbreviatedData></ofd:PathObject>`, x0, y0, w, h, w, w, h, h)
	}
	for name, draw := range map[string]func(x0, y0, x1, y1 float64) string{"strokes": line, "areas": area} {
		objects := ""
		for i := range 4 {
			objects += draw(30, 40+float64(i)*10, 150, 40+float64(i)*10) + draw(30+float64(i)*40, 40, 30+float64(i)*40, 70)
		}
		for i, s := range strings.Split("甲乙丙丁戊己庚辛壬", "") {
			objects += said(45+40*float64(i%3), 41+10*float64(i/3), "", s)
		}
		_, d := texts(t, page(t, objects))
		if len(d.Blocks) != 1 || d.Blocks[0].Table == nil || len(d.Blocks[0].Table.Cells) != 9 || d.Blocks[0].Table.Cells[5].Text != "己" {
			t.Errorf("%s: %+v", name, d.Blocks)
		}
	}
}

// TestSaid: what is not read is told of.
func TestSaid(t *testing.T) {
	_, d := texts(t, page(t, said(30, 40, "", sentence), `<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>`, `<ofd:Annotations>Annotations.xml</ofd:Annotations>`))
	if notes := strings.Join(d.Notes, "；"); !strings.Contains(notes, "电子签章") || !strings.Contains(notes, "批注") {
		t.Errorf("notes: %s", notes)
	}
}

// hostile are files that are not what they should be.
func hostile(t testing.TB) map[string][]byte {
	doc := func(pages string) []byte {
		return made(t, "OFD.xml", `<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody></OFD>`, "d.xml", `<Document><Pages>`+pages+`</Pages></Document>`)
	}
	return map[string][]byte{
		"no part":         made(t, "OFD.xml", `<OFD><DocBody><DocRoot>none.xml</DocRoot></DocBody></OFD>`),
		"no body":         made(t, "OFD.xml", `<OFD/>`),
		"no pages":        doc(""),
		"no page":         doc(`<Page BaseLoc="x.xml"/>`),
		"many pages":      doc(strings.Repeat(`<Page BaseLoc="x.xml"/>`, 301)),
		"itself":          doc(`<Page BaseLoc="d.xml"/>`),
		"encrypted":       made(t, "OFD.xml", `<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody><Encryptions>e.xml</Encryptions></OFD>`),
		"not XML":         made(t, "OFD.xml", `不是`),
		"deep":            page(t, strings.Repeat(`<ofd:PageBlock>`, 5000)+strings.Repeat(`</ofd:PageBlock>`, 5000)),
		"no text":         page(t, ""),
		"many advances":   page(t, strings.Repeat(`<ofd:TextObject Boundary="0 0 1 1" Size="5"><ofd:TextCode X="0" Y="0" DeltaX="`+strings.Repeat("g 2000000000 1 ", 50)+`">字字</ofd:TextCode></ofd:TextObject>`, 200)),
		"large numbers":   page(t, `<ofd:TextObject Boundary="1e300 NaN Inf 1" Size="1e99"><ofd:TextCode X="1e308" Y="-1e308">字</ofd:TextCode></ofd:TextObject>`),
		"many lines":      page(t, `<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M 0 0 `+strings.Repeat("L 100 0 L 0 0 ", 30_000)+`</ofd:AbbreviatedData></ofd:PathObject>`),
		"a bomb":          page(t, `<ofd:X>`+strings.Repeat(" ", 33<<20)+`</ofd:X>`),
		"many characters": page(t, strings.Repeat(said(10, 10, "", strings.Repeat("字", 1000)), 1100)),
	}
}

// TestHostile: each is refused in a sentence, or read; none takes long.
func TestHostile(t *testing.T) {
	for name, data := range hostile(t) {
		d, err := Source(data)
		if err == nil && (name != "many advances" && name != "deep") {
			t.Errorf("%s is read: %+v", name, d)
		}
		if err != nil && (strings.Contains(err.Error(), "PDF") || !strings.ContainsRune(err.Error(), '，') && !strings.ContainsRune(err.Error(), '；')) {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole := page(t, said(30, 40, "", sentence))
	for n := 0; n < len(whole); n += 37 {
		if _, err := Source(whole[:n]); err == nil {
			t.Errorf("read %d of %d bytes", n, len(whole))
		}
	}
}

func FuzzSource(f *testing.F) {
	for _, objects := range []string{said(30, 40, "", sentence), `<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 0 B 1 1 2 2 3 3 A 1 1 0 0 0 5 5 C</ofd:AbbreviatedData></ofd:PathObject>`} {
		f.Add(objects)
	}
	f.Fuzz(func(t *testing.T, objects string) {
		if d, err := Source(page(t, objects)); err == nil && d == nil {
			t.Error("neither a document nor an error")
		}
	})
}
