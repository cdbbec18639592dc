package ofd

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
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
// body and of the document, resources and a picture.
func page(t testing.TB, objects string, more ...string) []byte {
	t.Helper()
	more = append(more, "", "", "", "")
	body, doc, res := more[0], more[1], more[2]
	return made(t, "Doc_0/Res/seal.png", more[3], "Doc_0/Res.xml", cmp.Or(res, `<ofd:Res`+ns+`/>`), "OFD.xml", `<ofd:OFD`+ns+`><ofd:DocBody><ofd:DocInfo><ofd:Title>标题</ofd:Title></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>`+body+`</ofd:DocBody></ofd:OFD>`,
		"Doc_0/Document.xml", `<ofd:Document`+ns+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>`+doc+`</ofd:Document>`,
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
		"no X after": {`<ofd:TextObject ID="9" Boundary="30 40 150 20" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 21 5">` + sentence + `</ofd:TextCode>` +
			`<ofd:TextCode Y="11" DeltaX="g 21 5">` + sentence + `</ofd:TextCode></ofd:TextObject>`, sentence + "|" + sentence},
		"no steps":          {`<ofd:TextObject ID="9" Boundary="30 40 150 7" Size="5"><ofd:TextCode X="0" Y="5">共12,345件</ofd:TextCode></ofd:TextObject>`, "共12,345件"},
		"one figure":        {strings.Replace(said(30, 40, "", "共1件"), "g 2 5", "", 1), "共1件"},
		"upwards":           {turned(270), sentence + sentence},
		"downwards":         {turned(90), sentence + sentence},
		"outlined":          {said(30, 40, `Fill="false" Stroke="true"`, sentence), sentence},
		"clipped to itself": {strings.Replace(said(30, 40, "", sentence), "<ofd:TextCode", clipTo("0 0 150 7")+"<ofd:TextCode", 1), sentence},
	} {
		if got, _ := texts(t, page(t, x.objects)); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// turned is a line of text that is turned by its directions.
func turned(direction int) string {
	y, step := 20, 5
	if direction == 270 {
		y, step = 200, -5
	}
	return fmt.Sprintf(`<ofd:TextObject ID="9" Boundary="30 20 20 200" Size="5" ReadDirection="%d" CharDirection="%d"><ofd:TextCode X="10" Y="%d" DeltaY="g 40 %d">%s</ofd:TextCode></ofd:TextObject>`, direction, direction, y, step, sentence+sentence)
}

// clipTo limits an object to a box within it.
func clipTo(box string) string {
	var x, y, w, h float64
	fmt.Sscan(box, &x, &y, &w, &h)
	return fmt.Sprintf(`<ofd:Clips TransFlag="false"><ofd:Clip><ofd:Area><ofd:Path Boundary="%s"><ofd:AbbreviatedData>M 0 0 L %g 0 L %g %g L 0 %g C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>`, box, w, w, h, h)
}

// filled is a path that is filled.
func filled(data string) string {
	return `<ofd:PathObject ID="8" Boundary="0 0 210 297" Stroke="false" Fill="true"><ofd:AbbreviatedData>` + data + `</ofd:AbbreviatedData></ofd:PathObject>`
}

// TestUnseen: what nobody sees on the page is not read as if it were there.
func TestUnseen(t *testing.T) {
	for name, objects := range map[string]string{
		"hidden":               said(30, 60, `Visible="false"`, "看不见的字"),
		"clear":                said(30, 60, `Alpha="0"`, "看不见的字"),
		"white":                strings.Replace(said(30, 60, "", "看不见的字"), "<ofd:TextCode", `<ofd:FillColor Value="255 255 255"/><ofd:TextCode`, 1),
		"tiny":                 strings.Replace(said(30, 60, "", "看不见的字"), `Size="5"`, `Size="0.3"`, 1),
		"white in hexadecimal": strings.Replace(said(30, 60, "", "看不见的字"), "<ofd:TextCode", `<ofd:FillColor Value="#FF #FF #FF"/><ofd:TextCode`, 1),
		"white for a press":    strings.Replace(said(30, 60, "", "看不见的字"), "<ofd:TextCode", `<ofd:FillColor Value="0 0 0 0"/><ofd:TextCode`, 1),
		"no paint":             said(30, 60, `Fill="false"`, "看不见的字"),
		"clipped":              strings.Replace(said(30, 60, "", "看不见的字"), "<ofd:TextCode", clipTo("0 50 150 7")+"<ofd:TextCode", 1),
		"covered":              said(30, 60, "", "看不见的字") + `<ofd:PathObject ID="8" Boundary="20 55 150 20" Stroke="false" Fill="true"><ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>M 0 0 L 150 0 L 150 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>`,
	} {
		if got, _ := texts(t, page(t, said(30, 40, "", sentence)+objects)); got != sentence {
			t.Errorf("%s: %q", name, got)
		}
	}
	// A frame and rules that are filled in one path hide nothing.
	for name, data := range map[string]string{
		"frame": "M 10 10 L 200 10 L 200 280 L 10 280 C M 10.4 10.4 L 199.6 10.4 L 199.6 279.6 L 10.4 279.6 C",
		"rules": "M 10 30 L 200 30 L 200 30.2 L 10 30.2 C M 10 250 L 200 250 L 200 250.2 L 10 250.2 C",
	} {
		if got, _ := texts(t, page(t, said(30, 40, "", sentence)+filled(data))); got != sentence {
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
	type line [4]float64
	var all []line
	for i := range 4 {
		x, y := 30+float64(i)*40, 40+float64(i)*10
		all = append(all, line{30, y, 150, y}, line{x, 40, x, 70})
	}
	stroke := func(l line) string {
		return fmt.Sprintf(`<ofd:PathObject ID="8" Boundary="0 0 210 297" LineWidth="0.2"><ofd:AbbreviatedData>M %g %g L %g %g</ofd:AbbreviatedData></ofd:PathObject>`, l[0], l[1], l[2], l[3])
	}
	strip := func(l line) string {
		right, foot := max(l[2], l[0]+0.2), max(l[3], l[1]+0.2)
		return fmt.Sprintf(`M %g %g L %g %g L %g %g L %g %g C `, l[0], l[1], right, l[1], right, foot, l[0], foot)
	}
	strokes, areas, one := "", "", ""
	for _, l := range all {
		strokes, areas, one = strokes+stroke(l), areas+filled(strip(l)), one+strip(l)
	}
	for name, objects := range map[string]string{"strokes": strokes, "areas": areas, "one area": filled(one)} {
		for i, s := range strings.Split("甲乙丙丁戊己庚辛壬", "") {
			objects += said(45+40*float64(i%3), 41+10*float64(i/3), "", s)
		}
		_, d := texts(t, page(t, objects))
		if len(d.Blocks) != 1 || d.Blocks[0].Table == nil || len(d.Blocks[0].Table.Cells) != 9 || d.Blocks[0].Table.Cells[5].Text != "己" {
			t.Errorf("%s: %+v", name, d.Blocks)
		}
	}
}

// beside is a file of one page with an annotation, two versions, an attachment and a
// signature, of which only the annotation can be told apart here.
func beside(t testing.TB, objects, annot string) []byte {
	return made(t, "OFD.xml", `<OFD><DocBody><DocRoot>d.xml</DocRoot><Versions><Version Current="false" BaseLoc="v1.xml"/><Version Current="true" BaseLoc="v2.xml"/></Versions><Signatures>s.xml</Signatures></DocBody></OFD>`,
		"v2.xml", `<DocVersion><DocRoot>other.xml</DocRoot></DocVersion>`,
		"d.xml", `<Document><CommonData><PublicRes>none.xml</PublicRes></CommonData><Pages><Page ID="5" BaseLoc="p.xml"/></Pages><Annotations>a.xml</Annotations><Attachments>t.xml</Attachments></Document>`,
		"p.xml", `<Page><Content><Layer>`+objects+`</Layer></Content></Page>`,
		"a.xml", `<Annotations><Page PageID="5"><FileLoc>a5.xml</FileLoc></Page></Annotations>`, "a5.xml", `<PageAnnot>`+annot+`</PageAnnot>`,
		"t.xml", `<Attachments><Attachment Name="附表.xlsx"/></Attachments>`)
}

// TestSaid: what is not read is told of.
func TestSaid(t *testing.T) {
	line := strings.ReplaceAll(said(30, 40, "", sentence), "ofd:", "")
	said := strings.ReplaceAll(said(0, 0, "", "特急"), "ofd:", "")
	stamp := `<Annot Type="Stamp"><Appearance Boundary="9 9 30 9">` + said + `</Appearance></Annot>`
	got, d := texts(t, beside(t, line, stamp+`<Annot Type="Link"><Remark>请改第三条</Remark></Annot>`+strings.Repeat(stamp, 50)))
	notes := strings.Join(d.Notes, "；")
	for _, want := range []string{"电子签章", "图章「特急」", "批注「请改第三条」", "另有 22 处批注", "附表.xlsx", "2 个版本", "当前版本", "none.xml"} {
		if !strings.Contains(notes, want) {
			t.Errorf("nothing says %s: %s", want, notes)
		}
	}
	if got != sentence {
		t.Errorf("the page says %q", got)
	}
	_, d = texts(t, page(t, line, "", `<ofd:Annotations>none.xml</ofd:Annotations>`))
	if notes := strings.Join(d.Notes, "；"); !strings.Contains(notes, "批注") {
		t.Errorf("annotations that are missing: %s", notes)
	}
	// What an annotation strikes out isn't there.
	strike := `<Annot Type="Highlight" Subtype="Strikeout"><Appearance Boundary="30 40 150 7"><PathObject ID="7" Boundary="0 3.2 110 0.3" LineWidth="0.3"><AbbreviatedData>M 0 0 L 110 0</AbbreviatedData></PathObject></Appearance></Annot>`
	if got, _ := texts(t, beside(t, line+strings.Replace(line, "30 40", "30 60", 1), strike)); got != sentence {
		t.Errorf("one of two lines is struck out: %q", got)
	}
}

// TestPictures: a picture hides what is below it, and a seal's, which is seen through,
// doesn't.
func TestPictures(t *testing.T) {
	for alpha, want := range map[uint8]string{255: "", 0: sentence} {
		m := image.NewNRGBA(image.Rect(0, 0, 2, 2))
		for i := range 4 {
			m.SetNRGBA(i%2, i/2, color.NRGBA{200, 0, 0, alpha})
		}
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		seal := `<ofd:ImageObject ID="7" ResourceID="4" Boundary="28 38 150 12" CTM="150 0 0 12 0 0"/>`
		other := said(30, 80, "", "其他的话。")
		res := `<ofd:Res` + ns + ` BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>seal.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`
		got, _ := texts(t, page(t, said(30, 40, "", sentence)+seal+other, "", "", res, b.String()))
		if got != strings.TrimPrefix(want+"|其他的话。", "|") {
			t.Errorf("under a picture of an opacity of %d: %q", alpha, got)
		}
	}
}

// units are resources of which each has the one before many times, one itself, and one
// a path that is long.
var units = func() string {
	var b strings.Builder
	unit := func(id int, content string) {
		fmt.Fprintf(&b, `<ofd:CompositeGraphicUnit ID="%d" Width="9" Height="9"><ofd:Content>%s</ofd:Content></ofd:CompositeGraphicUnit>`, id, content)
	}
	many := func(id int) string {
		return strings.Repeat(fmt.Sprintf(`<ofd:CompositeObject ID="1" ResourceID="%d" Boundary="0 0 9 9"/>`, id), 40)
	}
	unit(10, said(0, 0, "", ""))
	for id := 11; id < 17; id++ {
		unit(id, many(id-1))
	}
	unit(8, many(16))
	unit(9, `<ofd:CompositeObject ID="1" ResourceID="9" Boundary="0 0 9 9"/>`)
	unit(7, `<ofd:PathObject ID="1" Boundary="0 0 9 9">`+strings.Replace(clipTo("0 0 9 9"), "M 0 0", "M 0 0 "+strings.Repeat("L 1 1 L 2 3 ", 50_000), 1)+`</ofd:PathObject>`)
	return `<ofd:Res` + ns + `><ofd:CompositeGraphicUnits>` + b.String() + `</ofd:CompositeGraphicUnits></ofd:Res>`
}()

// hostile are files that are not what they should be.
func hostile(t testing.TB) map[string][]byte {
	doc := func(pages string) []byte {
		return made(t, "OFD.xml", `<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody></OFD>`, "d.xml", `<Document><Pages>`+pages+`</Pages></Document>`)
	}
	return map[string][]byte{
		"no part":          made(t, "OFD.xml", `<OFD><DocBody><DocRoot>none.xml</DocRoot></DocBody></OFD>`),
		"no body":          made(t, "OFD.xml", `<OFD/>`),
		"no pages":         doc(""),
		"no page":          doc(`<Page BaseLoc="x.xml"/>`),
		"many pages":       doc(strings.Repeat(`<Page BaseLoc="x.xml"/>`, 301)),
		"itself":           doc(`<Page BaseLoc="d.xml"/>`),
		"encrypted":        made(t, "OFD.xml", `<OFD><DocBody><DocRoot>d.xml</DocRoot></DocBody><Encryptions>e.xml</Encryptions></OFD>`),
		"not XML":          made(t, "OFD.xml", `不是`),
		"deep":             page(t, strings.Repeat(`<ofd:PageBlock>`, 5000)+strings.Repeat(`</ofd:PageBlock>`, 5000)),
		"no text":          page(t, ""),
		"many advances":    page(t, strings.Repeat(`<ofd:TextObject Boundary="0 0 1 1" Size="5"><ofd:TextCode X="0" Y="0" DeltaX="`+strings.Repeat("g 2000000000 1 ", 50)+`">字字</ofd:TextCode></ofd:TextObject>`, 200)),
		"large numbers":    page(t, `<ofd:TextObject Boundary="1e300 NaN Inf 1" Size="1e99"><ofd:TextCode X="1e308" Y="-1e308">字</ofd:TextCode></ofd:TextObject>`),
		"many lines":       page(t, `<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M 0 0 `+strings.Repeat("L 100 0 L 0 0 ", 30_000)+`</ofd:AbbreviatedData></ofd:PathObject>`),
		"a bomb":           page(t, `<ofd:X>`+strings.Repeat(" ", 33<<20)+`</ofd:X>`),
		"units in units":   page(t, `<ofd:CompositeObject ID="9" ResourceID="8" Boundary="0 0 210 297"/>`, "", "", units),
		"a unit in itself": page(t, `<ofd:CompositeObject ID="9" ResourceID="9" Boundary="0 0 210 297"/>`, "", "", units),
		"a long clip":      page(t, strings.Repeat(`<ofd:CompositeObject ID="9" ResourceID="7" Boundary="0 0 210 297"/>`, 2000), "", "", units),
		"many areas":       page(t, strings.Repeat(filled("M 0 0 L 9 0 L 9 9 L 0 9 C"), 10_000)+strings.Repeat(said(10, 10, "", strings.Repeat("字", 1000)), 100)),
		"many characters":  page(t, strings.Repeat(said(10, 10, "", strings.Repeat("字", 1000)), 1100)),
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
	for _, objects := range []string{said(30, 40, "", sentence), turned(90), clipTo("0 0 9 9"), `<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M 0 0 L 9 0 B 1 1 2 2 3 3 A 1 1 0 0 0 5 5 C</ofd:AbbreviatedData></ofd:PathObject>`} {
		f.Add(objects, `<ofd:Annot Type="Path"><ofd:Appearance Boundary="1 2 3 4">`+objects+`</ofd:Appearance></ofd:Annot>`)
		f.Add(`<ofd:CompositeObject ResourceID="1" Boundary="0 0 9 9"/>`, `<ofd:CompositeGraphicUnit ID="1"><ofd:Content>`+objects+`</ofd:Content></ofd:CompositeGraphicUnit>`)
	}
	f.Fuzz(func(t *testing.T, objects, more string) {
		res := `<ofd:Res` + ns + `><ofd:CompositeGraphicUnits>` + more + `</ofd:CompositeGraphicUnits><ofd:DrawParams>` + more + `</ofd:DrawParams></ofd:Res>`
		for _, data := range [][]byte{page(t, objects, "", "", res), beside(t, objects, more)} {
			if d, err := Source(data); err == nil && d == nil {
				t.Error("neither a document nor an error")
			}
		}
	})
}
