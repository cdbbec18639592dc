package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"nianbao/export/paper"
	"nianbao/model"
)

// printed is a finished report, with each kind of block.
func printed(draft bool) *paper.Document {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	r.Date = "2021-12-31"
	r.Text["0"] = "根据条例编制本报告。"
	r.Text["1"] = "全年公开“信息”62条。\n（一）主动公开情况。全年公开公文。\n（二）依申请公开情况\n1.答复\n全部按期答复。"
	r.Text["5"] = "没有。"
	r.Text["6"] = "没有其他需要报告的事项。"
	for i, c := range model.Form2021.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(int64(i*i%997 + 1))
		}
	}
	r.Figures["3.received.natural_person"] = model.Count(123456)
	return paper.Build(r, model.FileOptions{Draft: draft})
}

// pieces are the parts of a package under construction.
type pieces struct {
	names []string
	data  map[string]string
}

func piecesOf(t testing.TB, data []byte) *pieces {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	p := &pieces{data: map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		p.set(f.Name, string(b))
	}
	return p
}

func (p *pieces) set(name, data string) {
	if _, ok := p.data[name]; !ok {
		p.names = append(p.names, name)
	}
	p.data[name] = data
}

func (p *pieces) drop(name string) {
	delete(p.data, name)
	p.names = slices.DeleteFunc(p.names, func(n string) bool { return n == name })
}

// edit replaces what must be there.
func (p *pieces) edit(t testing.TB, name, from, to string) {
	t.Helper()
	if !strings.Contains(p.data[name], from) {
		t.Fatalf("%s holds no %s", name, from)
	}
	p.data[name] = strings.Replace(p.data[name], from, to, 1)
}

func (p *pieces) relate(t testing.TB, part, id, kind, target string, external bool) {
	t.Helper()
	name := relationsName(part)
	if p.data[name] == "" {
		p.set(name, `<Relationships xmlns="`+nsRelations+`"></Relationships>`)
	}
	mode := ""
	if external {
		mode = ` TargetMode="External"`
	}
	if !strings.Contains(kind, "/") {
		kind = nsRefs + "/" + kind
	}
	p.edit(t, name, `</Relationships>`, `<Relationship Id="`+id+`" Type="`+kind+`" Target="`+target+`"`+mode+`/></Relationships>`)
}

func (p *pieces) declare(t testing.TB, name, mediaType string) {
	t.Helper()
	p.edit(t, typesPart, `</Types>`, `<Override PartName="/`+name+`" ContentType="`+mediaType+`"/></Types>`)
}

func (p *pieces) zip(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range p.names {
		if err := put(z, name, p.data[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (p *pieces) read(t testing.TB) (*Template, error) {
	t.Helper()
	data := p.zip(t)
	return ReadTemplate(bytes.NewReader(data), int64(len(data)))
}

// fill writes a report into the template, and checks what must hold of every
// file.
func (p *pieces) fill(t *testing.T, d *paper.Document) (*pieces, []string) {
	t.Helper()
	template, err := p.read(t)
	if err != nil {
		t.Fatal(err)
	}
	var first, second bytes.Buffer
	notes, err := WriteWith(&first, d, template)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := p.read(t); err != nil {
		t.Fatal(err)
	} else if _, err := WriteWith(&second, d, again); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the second file differs, or %v", err)
	}
	out := piecesOf(t, first.Bytes())
	out.check(t)
	return out, notes
}

func tree(t testing.TB, name, data string) *element {
	t.Helper()
	e, err := parse(name, []byte(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return e
}

func every(e *element) []*element {
	out := []*element{e}
	for _, k := range e.kids {
		out = append(out, every(k)...)
	}
	return out
}

func find(e *element, name string) []*element {
	return slices.DeleteFunc(every(e), func(k *element) bool { return !k.word(name) })
}

// check: parts, relations, types and styles agree, and elements stand in the
// order of the schema.
func (p *pieces) check(t *testing.T) {
	t.Helper()
	reached := map[string]bool{typesPart: true}
	for name, data := range p.data {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		base := path.Dir(path.Dir(name))
		reached[name] = true
		ids := map[string]bool{}
		for _, r := range tree(t, name, data).kids {
			if ids[r.get("Id")] {
				t.Errorf("%s: %s twice", name, r.get("Id"))
			}
			ids[r.get("Id")] = true
			if r.get("TargetMode") == "External" {
				continue
			}
			to := strings.TrimPrefix(r.get("Target"), "/")
			if to == r.get("Target") {
				to = path.Join(base, to)
			}
			reached[to] = true
			if _, ok := p.data[to]; !ok {
				t.Errorf("%s leads to %s, which is not there", name, to)
			}
		}
		source := path.Join(base, strings.TrimSuffix(path.Base(name), ".rels"))
		for _, m := range regexp.MustCompile(`\br:(?:id|embed|link)="([^"]*)"`).FindAllStringSubmatch(p.data[source], -1) {
			if !ids[m[1]] {
				t.Errorf("%s: no relation %s", source, m[1])
			}
		}
	}
	for name := range p.data {
		if !reached[name] {
			t.Errorf("nothing leads to %s", name)
		}
	}
	for _, e := range tree(t, typesPart, p.data[typesPart]).kids {
		if part := strings.TrimPrefix(e.get("PartName"), "/"); e.Local == "Override" && !reached[part] {
			t.Errorf("a type for %s, which is not there", part)
		}
	}
	p.checkStyles(t)
	for _, name := range []string{documentPart, "word/styles.xml"} {
		checkOrder(t, name, tree(t, name, p.data[name]))
	}
}

func (p *pieces) checkStyles(t *testing.T) {
	t.Helper()
	ids, names := map[string]bool{}, map[string]bool{}
	styles := tree(t, "styles", p.data["word/styles.xml"])
	for _, e := range find(styles, "style") {
		id, name := strings.ToLower(e.val("styleId")), squash(e.kid("name").val("val"))
		if ids[id] || names[name] {
			t.Errorf("style %s, %s twice", id, name)
		}
		ids[id], names[name] = true, true
	}
	for _, e := range append(every(tree(t, "document", p.data[documentPart])), every(styles)...) {
		if slices.Contains([]string{"pStyle", "rStyle", "basedOn", "next"}, e.Local) && !ids[strings.ToLower(e.val("val"))] {
			t.Errorf("no style %s", e.val("val"))
		}
	}
}

// order is that of the schema, as in the tests of package export.
var order = map[string]string{
	"pPr": `pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
		suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
		snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
		textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`,
	"rPr": `rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
		vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em
		lang eastAsianLayout specVanish oMath`,
	"sectPr": `headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
		pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings`,
	"style": `name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
		personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`,
	"numPr": `ilvl numId`,
	"tbl":   `tblPr tblGrid tr`, "tr": `trPr tc`, "tc": `tcPr p`, "document": `body`, "styles": `docDefaults latentStyles style`,
}

// checkOrder leaves a template's own styles alone.
func checkOrder(t *testing.T, part string, root *element) {
	t.Helper()
	for _, e := range every(root) {
		if part != documentPart && (e.Local == "pPr" || e.Local == "rPr" || e.Local == "style") {
			continue
		}
		last := 0
		for _, k := range e.kids {
			at := slices.Index(strings.Fields(order[e.Local]), k.Local)
			if order[e.Local] != "" && at < last {
				t.Errorf("%s: in %s, %s comes too late or must not be", part, e.Local, k.Local)
			}
			last = max(at, 0)
		}
	}
}

// redHead is a unit's template: its name in red in the header of the first
// page, with a picture and a line, other margins, and text that must not stay.
func redHead(t testing.TB) *pieces {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, &paper.Document{Title: "旧年报", Unit: "旧单位", Blocks: []paper.Block{paper.Paragraph{Text: "旧正文"}}}); err != nil {
		t.Fatal(err)
	}
	p := piecesOf(t, b.Bytes())
	p.set("word/media/image1.png", emblem(t))
	p.edit(t, typesPart, `<Default`, `<Default Extension="png" ContentType="image/png"/><Default`)
	p.set("word/header1.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\r\n"+`<w:hdr xmlns:w="`+nsWord+`" xmlns:r="`+nsRefs+`">`+
		`<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="24" w:space="6" w:color="FF0000"/></w:pBdr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:r>`+picture+`</w:r>`+
		`<w:r><w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:color w:val="FF0000"/><w:sz w:val="72"/></w:rPr><w:t>侯集镇人民政府文件</w:t></w:r></w:p></w:hdr>`)
	p.declare(t, "word/header1.xml", typeWord+"header+xml")
	p.relate(t, documentPart, "rId20", "header", "header1.xml", false)
	p.relate(t, "word/header1.xml", "rId1", "image", "media/image1.png", false)
	p.relate(t, "word/header1.xml", "rId2", "hyperlink", "https://www.example.gov.cn/", true)
	p.edit(t, documentPart, `<w:sectPr>`, `<w:sectPr><w:headerReference w:type="first" r:id="rId20"/>`)
	p.edit(t, documentPart, officialMargins, `<w:pgMar w:top="1701" w:right="1134" w:bottom="1417" w:left="1701" w:header="851" w:footer="992" w:gutter="284"/>`)
	p.edit(t, documentPart, `</w:sectPr>`, `<w:titlePg/></w:sectPr>`)
	return p
}

// picture is a drawing in a line of text.
const picture = `<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="540000" cy="540000"/>` +
	`<wp:docPr id="1" name="徽"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
	`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
	`<pic:nvPicPr><pic:cNvPr id="1" name="徽"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
	`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="540000" cy="540000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>` +
	`</a:graphicData></a:graphic></wp:inline></w:drawing>`

func emblem(t testing.TB) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for i := range m.Pix {
		m.Pix[i] = 0xff
	}
	for x := range 40 {
		for y := range 40 {
			if (x-20)*(x-20)+(y-20)*(y-20) < 300 {
				m.Set(x, y, color.RGBA{200, 0, 0, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTemplateKeepsItsOwn(t *testing.T) {
	in := redHead(t)
	out, notes := in.fill(t, printed(false))
	for _, name := range []string{"word/header1.xml", "word/_rels/header1.xml.rels", "word/media/image1.png", "word/footer1.xml", "word/footer2.xml",
		"word/settings.xml", "word/styles.xml", "word/fontTable.xml"} {
		if out.data[name] != in.data[name] {
			t.Errorf("%s changed", name)
		}
	}
	if !reflect.DeepEqual(in.names, out.names) {
		t.Errorf("parts %q instead of %q", out.names, in.names)
	}
	body := out.data[documentPart]
	for _, want := range []string{`w:gutter="284"`, `<w:titlePg>`, `<w:headerReference w:type="first" r:id="rId20"/>`, `w:type="even"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the section lacks %s", want)
		}
	}
	width := fmt.Sprintf(`<w:tblW w:w="%d"`, 11906-1134-1701-284)
	if n := strings.Count(body, width); n != 3 {
		t.Errorf("%d tables fill the text", n)
	}
	if core := out.data[corePart]; !strings.Contains(core, "侯集镇人民政府2021年") || strings.Contains(body+core, "旧") {
		t.Error("something of the old text stayed")
	}
	if all := strings.Join(notes, "\n"); !strings.Contains(all, "样式取自模板的有：大标题、正文（公文正文）") || !strings.Contains(all, "正文里的文字") || strings.Contains(all, "没有、") {
		t.Errorf("notes\n%s", all)
	}
}

func TestTemplateDraft(t *testing.T) {
	in := redHead(t)
	out, _ := in.fill(t, printed(true))
	first := find(tree(t, documentPart, out.data[documentPart]), "p")[0]
	if first.kid("pPr").kid("pStyle").val("val") != "Draft" || !strings.Contains(out.data[documentPart], paper.DraftNotice) {
		t.Error("the draft does not say so")
	}
	if len(out.names) != len(in.names) {
		t.Errorf("parts %q", out.names)
	}
}

// bare are styles as Word's own empty document has them, and odd ones.
const bare = `<w:styles xmlns:w="` + nsWord + `"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:sz w:val="24"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="200" w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:ind w:firstLine="480"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="1"><w:name w:val="Heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:spacing w:before="340"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="别的"/></w:style>` +
	`<w:style w:type="character" w:styleId="x"><w:name w:val="公文表格"/></w:style></w:styles>`

func TestTemplateStyles(t *testing.T) {
	in := redHead(t)
	in.data["word/styles.xml"] = bare
	in.edit(t, "word/footer1.xml", `<w:pStyle w:val="Footer"/>`, "")
	in.edit(t, "word/footer2.xml", `<w:pStyle w:val="Footer"/>`, "")
	out, notes := in.fill(t, printed(true))
	styles := out.data["word/styles.xml"]
	if !strings.HasPrefix(styles, strings.TrimSuffix(bare, "</w:styles>")) {
		t.Error("the template's styles changed")
	}
	ids, based := map[string]string{}, map[string]string{}
	for _, e := range find(tree(t, "", styles), "style") {
		id := e.val("styleId")
		ids[e.kid("name").val("val")], based[id] = id, e.kid("basedOn").val("val")
	}
	for name, want := range map[string]string{"Title": "Title", "年报公文表格": "NianbaoCell", "heading 2": "Heading2", "公文落款": "Signature", "公文正文": ""} {
		if ids[name] != want {
			t.Errorf("%s is %q", name, ids[name])
		}
	}
	for id, want := range map[string]string{"Title": base, "NianbaoCell": base, "SmallCell": "NianbaoCell", "Heading2": "a", "Signature": "a", base: ""} {
		if based[id] != want {
			t.Errorf("%s is based on %q", id, based[id])
		}
	}
	body := out.data[documentPart]
	for _, want := range []string{
		`<w:pPr><w:pStyle w:val="1"/><w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>`, // the space round it is the style's
		`<w:pPr><w:pStyle w:val="a"/></w:pPr>`,
		`<w:pStyle w:val="Signature"/><w:keepNext/><w:spacing w:before="546"/><w:ind w:rightChars="0" w:right="1120"/>`, // 14 points
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the body lacks %s", want)
		}
	}
	want := []string{"样式取自模板的有：正文（Normal）、一级标题", "模板里没有、用程序自己样式的有：大标题、二级标题、三级标题、四级标题、段首标题、表格、落款、草稿标记"}
	for _, w := range append(want, "模板的标题或正文会自动编号，年报的标题自带序号，写出的文件没有用自动编号") {
		if !slices.Contains(notes, w) {
			t.Errorf("no note %s in %q", w, notes)
		}
	}
}

// TestTemplateOfItsOwnMaking: what was written into a template is a template,
// and gets no second set of styles.
func TestTemplateOfItsOwnMaking(t *testing.T) {
	in := redHead(t)
	in.data["word/styles.xml"] = bare
	in.edit(t, "word/footer1.xml", `<w:pStyle w:val="Footer"/>`, "")
	in.edit(t, "word/footer2.xml", `<w:pStyle w:val="Footer"/>`, "")
	once, _ := in.fill(t, printed(false))
	// The name of the cells' style was another kind's.
	twice, _ := once.fill(t, printed(false))
	if a, b := strings.Count(once.data["word/styles.xml"], "<w:style "), strings.Count(twice.data["word/styles.xml"], "<w:style "); b > a+1 {
		t.Errorf("%d styles became %d", a, b)
	}
}

func TestTemplateOtherPrefix(t *testing.T) {
	in := redHead(t)
	for _, name := range []string{"word/styles.xml", documentPart} {
		in.data[name] = strings.NewReplacer("<w:", "<ns0:", "</w:", "</ns0:", " w:", " ns0:", "xmlns:w=", "xmlns:ns0=", " r:", " x:", "xmlns:r=", "xmlns:x=").Replace(in.data[name])
	}
	in.edit(t, "word/styles.xml", `<ns0:name ns0:val="公文表格"/>`, `<ns0:name ns0:val="其他"/>`)
	out, _ := in.fill(t, printed(false))
	if !strings.Contains(out.data[documentPart], `<w:headerReference w:type="first" r:id="rId20"/>`) {
		t.Error("the header was lost")
	}
}

func TestTemplateSections(t *testing.T) {
	in := redHead(t)
	in.edit(t, documentPart, `<w:body>`, `<w:body><w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId20"/><w:pgSz w:w="1" w:h="1"/></w:sectPr></w:pPr></w:p>`)
	in.edit(t, documentPart, `<w:cols w:space="425"/>`, `<w:cols w:num="2" w:space="425"/><w:docGrid w:type="lines"/><w:type w:val="oddPage"/>`)
	out, notes := in.fill(t, printed(false))
	for _, want := range []string{`<w:headerReference w:type="default" r:id="rId20"/>`, `<w:cols w:num="1" w:space="425"/>`} {
		if !strings.Contains(out.data[documentPart], want) {
			t.Errorf("the section lacks %s", want)
		}
	}
	if all := strings.Join(notes, "\n"); !strings.Contains(all, "分了栏") || !strings.Contains(all, "2 节") {
		t.Errorf("notes\n%s", all)
	}
}

func TestTemplateWithoutPageStylesAndProperties(t *testing.T) {
	in := redHead(t)
	in.data[documentPart] = `<w:document xmlns:w="` + nsWord + `"><w:body><w:p/></w:body></w:document>`
	for _, name := range []string{"word/styles.xml", corePart} {
		in.drop(name)
	}
	in.edit(t, "word/_rels/document.xml.rels", `/styles" Target="styles.xml"`, `/styles" Target="gone.xml"`)
	out, _ := in.fill(t, printed(false))
	if !strings.Contains(out.data[documentPart], officialSize) || !strings.Contains(out.data[corePart], "侯集镇") || out.data["word/header1.xml"] != "" {
		t.Errorf("parts %q", out.names)
	}
}

// TestTemplateDropsWhatIsDangerous: macros, data, links to other files.
func TestTemplateDropsWhatIsDangerous(t *testing.T) {
	for _, mainType := range mainTypes {
		in := redHead(t)
		in.edit(t, typesPart, mainTypes[0], mainType)
		in.edit(t, typesPart, `<Default`, `<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default`)
		in.set("word/vbaProject.bin", "macro")
		in.set("word/_rels/vbaProject.bin.rels", `<Relationships xmlns="`+nsRelations+`"/>`)
		in.relate(t, documentPart, "rId30", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin", false)
		for i, name := range []string{"comments", "customXml", "glossaryDocument", "image"} {
			in.set("word/"+name+".xml", "<secret/>")
			in.declare(t, "word/"+name+".xml", "application/xml")
			in.relate(t, documentPart, fmt.Sprint("rId4", i), name, name+".xml", false)
		}
		in.relate(t, "word/settings.xml", "rId1", "attachedTemplate", "http://evil.example/t.dotm", true)
		in.edit(t, "word/settings.xml", `<w:settings xmlns:w="`+nsWord+`">`, `<w:settings xmlns:w="`+nsWord+`" xmlns:r="`+nsRefs+`">`)
		in.edit(t, "word/settings.xml", `<w:evenAndOddHeaders/>`, `<w:attachedTemplate r:id="rId1"/><w:evenAndOddHeaders/><w:documentProtection w:enforcement="1"/>`)
		in.relate(t, "word/header1.xml", "rId3", "image", "http://evil.example/i.png", true)
		in.relate(t, documentPart, "rId50", "header", "http://evil.example/h.xml", true)
		in.edit(t, documentPart, `<w:sectPr>`, `<w:sectPr><w:headerReference w:type="default" r:id="rId50"/>`)
		in.set("word/footnotes.xml", `<w:footnotes xmlns:w="`+nsWord+`"><w:footnote w:type="separator" w:id="-1"/><w:footnote w:id="1"><w:p/>secret</w:footnote></w:footnotes>`)
		in.relate(t, documentPart, "rId60", "footnotes", "footnotes.xml", false)
		out, notes := in.fill(t, printed(false))
		all := strings.Join(out.names, " ")
		for _, data := range out.data {
			all += data
		}
		for _, bad := range []string{"vba", "macro", "secret", "evil", "attachedTemplate", "documentProtection", "comments"} {
			if strings.Contains(all, bad) {
				t.Errorf("%s stayed", bad)
			}
		}
		for _, good := range []string{`"https://www.example.gov.cn/"`, mainTypes[0], "evenAndOddHeaders", `w:type="separator"`, `Target="NULL" TargetMode="External"`} {
			if !strings.Contains(all, good) {
				t.Errorf("%s was lost", good)
			}
		}
		if n := strings.Join(notes, ""); !strings.Contains(n, "限制了编辑") || !strings.Contains(n, "链接到别处") || strings.Contains(n, "宏") != strings.Contains(mainType, "macro") {
			t.Errorf("notes %q", notes)
		}
	}
}

func TestTemplateRefusals(t *testing.T) {
	dtd := `<!DOCTYPE x [<!ENTITY a "aaaa">]>`
	for name, c := range map[string]struct {
		fault  Fault
		change func(*pieces)
	}{
		"no content types": {NotWord, func(p *pieces) { p.drop(typesPart) }},
		"a workbook":       {NotWord, func(p *pieces) { p.edit(t, typesPart, mainTypes[0], "application/sheet") }},
		"no document":      {Damaged, func(p *pieces) { p.drop(documentPart) }},
		"no relations":     {Damaged, func(p *pieces) { p.drop("_rels/.rels") }},
		"cut off":          {Damaged, func(p *pieces) { p.data[documentPart] = p.data[documentPart][:500] }},
		"no body":          {Damaged, func(p *pieces) { p.data[documentPart] = `<w:document xmlns:w="` + nsWord + `"/>` }},
		"broken header":    {Damaged, func(p *pieces) { p.data["word/header1.xml"] = "<a><b></a>" }},
		"no styles":        {Damaged, func(p *pieces) { p.data["word/styles.xml"] = "<a/>" }},
		"strict":           {Strict, func(p *pieces) { p.edit(t, "_rels/.rels", nsRefs, nsStrict+"officeDocument/relationships") }},
		"strict document": {Strict, func(p *pieces) {
			p.edit(t, documentPart, nsWord, nsStrict+"wordprocessingml/main")
		}},
		"entities in the text":   {Unsafe, func(p *pieces) { p.edit(t, documentPart, "<w:document", dtd+"<w:document") }},
		"entities in the styles": {Unsafe, func(p *pieces) { p.edit(t, "word/styles.xml", "<w:styles", dtd+"<w:styles") }},
		"entities in the header": {Unsafe, func(p *pieces) { p.edit(t, "word/header1.xml", "<w:hdr", dtd+"<w:hdr") }},
		"entities in the types":  {Unsafe, func(p *pieces) { p.edit(t, typesPart, "<Types", dtd+"<Types") }},
		"absolute name":          {Unsafe, func(p *pieces) { p.set("/etc/passwd", "") }},
		"name of a drive":        {Unsafe, func(p *pieces) { p.set("C:/x", "") }},
		"name that climbs":       {Unsafe, func(p *pieces) { p.set("word/../../x", "") }},
		"backslashes":            {Unsafe, func(p *pieces) { p.set(`word\x`, "") }},
		"control in a name":      {Unsafe, func(p *pieces) { p.set("word/\x1b[31m", "") }},
		"same name":              {Unsafe, func(p *pieces) { p.set("WORD/Document.xml", "") }},
		"large part":             {TooLarge, func(p *pieces) { p.set("word/x", strings.Repeat("\x00", maxPart+1)) }},
		"large together": {TooLarge, func(p *pieces) {
			for i := range 3 {
				p.set(fmt.Sprint("word/x", i), strings.Repeat("\x00", maxPart-1))
			}
		}},
		"many parts": {TooLarge, func(p *pieces) {
			for i := range maxParts {
				p.set(fmt.Sprint("word/x", i), "")
			}
		}},
		"deep": {TooLarge, func(p *pieces) { p.edit(t, documentPart, "<w:p>", strings.Repeat("<w:p>", 1000)) }},
		"many elements": {TooLarge, func(p *pieces) {
			p.edit(t, documentPart, "<w:p>", strings.Repeat("<w:p/>", maxElements)+"<w:p>")
		}},
		"object in the header": {Unfit, func(p *pieces) {
			p.relate(t, "word/header1.xml", "rId9", "oleObject", "media/image1.png", false)
		}},
		"narrow":    {Unfit, func(p *pieces) { p.edit(t, documentPart, `w:left="1701"`, `w:left="6000"`) }},
		"no width":  {Unfit, func(p *pieces) { p.edit(t, documentPart, `w:left="1701"`, `w:left="99999"`) }},
		"no number": {Unfit, func(p *pieces) { p.edit(t, documentPart, `w:left="1701"`, `w:left="viel"`) }},
	} {
		p := redHead(t)
		c.change(p)
		_, err := p.read(t)
		checkFault(t, name, err, c.fault)
	}
}

func checkFault(t *testing.T, name string, err error, want Fault) {
	t.Helper()
	var e *TemplateError
	switch {
	case !errors.As(err, &e):
		t.Errorf("%s: %v", name, err)
	case e.Fault != want || e.Hint() == "":
		t.Errorf("%s: fault %d, %v (%s)", name, e.Fault, err, e.Hint())
	case strings.ContainsFunc(e.Error(), unicode.IsControl):
		t.Errorf("%s: %q", name, e.Error())
	}
}

func TestTemplateOtherFiles(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 70_000)
	for name, c := range map[string]struct {
		data  string
		fault Fault
	}{
		"empty": {"", NotWord}, "pdf": {"%PDF-1.7", NotWord}, "rtf": {`{\rtf1}`, OldWord}, "doc": {ole + "W\x00o\x00r\x00d\x00D\x00", OldWord},
		"encrypted": {ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", Encrypted},
		"half zip":  {string(redHead(t).zip(t)[:3000]), Damaged},
	} {
		_, err := ReadTemplate(strings.NewReader(c.data), int64(len(c.data)))
		checkFault(t, name, err, c.fault)
	}
	_, err := ReadTemplate(strings.NewReader("PK"), maxTotal+1)
	checkFault(t, "large", err, TooLarge)
	// A part that says that it is smaller than it is.
	data := redHead(t).zip(t)
	at := bytes.LastIndex(data, []byte("word/styles.xml")) - 46
	copy(data[at+24:], []byte{1, 0, 0, 0})
	_, err = ReadTemplate(bytes.NewReader(data), int64(len(data)))
	checkFault(t, "false size", err, Damaged)
}

func FuzzReadTemplate(f *testing.F) {
	f.Add([]byte("PK"))
	f.Add([]byte(letterheadParts(f).data[documentPart]))
	f.Fuzz(func(t *testing.T, document []byte) {
		p := redHead(t)
		p.data[documentPart] = string(document)
		template, err := p.read(t)
		if err != nil {
			return
		}
		if _, err := WriteWith(io.Discard, printed(true), template); err != nil {
			t.Error(err)
		}
	})
}

func TestLength(t *testing.T) {
	for s, want := range map[string]int{"1440": 1440, "1in": 1440, "25.4mm": 1440, "2.54cm": 1440, "-12": -12, "72pt": 1440} {
		if n, ok := length(s); n != want || !ok {
			t.Errorf("%s: %d", s, n)
		}
	}
	for _, s := range []string{"", "x", "mm", "NaN", "1e99", "99999999"} {
		if n, ok := length(s); ok {
			t.Errorf("%s: %d", s, n)
		}
	}
}
