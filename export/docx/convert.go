package docx

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/paper"
)

// Types of a main part that can be a template: document, template, and both
// with macros.
var mainTypes = []string{
	typeWord + "document.main+xml",
	typeWord + "template.main+xml",
	"application/vnd.ms-word.document.macroEnabled.main+xml",
	"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
}

// nsStrict begins the names of the strict kind of the format.
const nsStrict = "http://purl.oclc.org/ooxml/"

// mainKinds are the relations of the main part that are kept, besides those to
// the section's headers and footers.
var mainKinds = []string{"styles", "settings", "fontTable", "theme", "numbering", "footnotes", "endnotes"}

// conversion makes a package a template, step by step.
type conversion struct {
	*pack
	*Template
	types     *mediaTypes
	root      []relation // of the package, as far as they are kept
	relations []relation // of the main part; kept ones only from paper on
	document  *element   // the main part
	body      *element
	sheet     *sheet
	linked    bool // a link to a file outside was cut
	evenOdd   bool // even pages have headers and footers of their own
}

func convert(p *pack) (*Template, error) {
	c := &conversion{pack: p, Template: &Template{}}
	for _, step := range []func() error{c.open, c.paper, c.numbers, c.settings, c.remarks, c.styles, c.fonts, c.properties, c.close} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c.Template, nil
}

func (c *conversion) note(s string) { c.notes = append(c.notes, s) }

// open finds the main part.
func (c *conversion) open() (err error) {
	if c.types, err = c.mediaTypes(); err != nil {
		return err
	}
	if c.root, err = c.pack.relations(""); err != nil {
		return err
	}
	var main *file
	for _, r := range c.root {
		if strings.HasPrefix(r.kind, nsStrict) {
			return refuse(Strict, "模板是「Strict Open XML 文档」，这种格式用不了", nil)
		}
		if main == nil && r.is("officeDocument") {
			main = c.target("", r)
		}
	}
	if main == nil {
		return refuse(Damaged, "模板里没有正文部件 word/document.xml", nil)
	}
	c.main, main.keep = main.name, true
	kind := c.types.of(main.name)
	if !slices.Contains(mainTypes, kind) {
		return refuse(NotWord, "模板不是 Word 文档（docx），可能是 Excel 或 PowerPoint 文件", nil)
	}
	c.types.set(main.name, mainTypes[0])
	root, err := parse(main.name, main.data)
	if err != nil {
		return err
	}
	if strings.HasPrefix(root.Space, nsStrict) {
		return refuse(Strict, "模板是「Strict Open XML 文档」，这种格式用不了", nil)
	}
	c.document = root
	if c.body = root.kid("body"); !root.word("document") || c.body == nil {
		return damaged(main.name, nil)
	}
	if strings.Contains(kind, "macroEnabled") {
		c.note("模板里的宏没有带进写出的文件")
	}
	return nil
}

// find is the part to which the main part has a relation of the kind, or nil.
func (c *conversion) find(kind string) *file {
	for _, r := range c.relations {
		if r.is(kind) {
			return c.target(c.main, r)
		}
	}
	return nil
}

// paper takes the last section, and of the main part's relations what the
// section and the styles need.
func (c *conversion) paper() (err error) {
	if c.relations, err = c.pack.relations(c.main); err != nil {
		return err
	}
	topGutter := false
	if f := c.find("settings"); f != nil {
		root, err := parse(f.name, f.data)
		if err != nil {
			return err
		}
		topGutter, c.evenOdd = root.kid("gutterAtTop").on(), root.kid("evenAndOddHeaders").on()
	}
	known := map[string]bool{}
	for _, r := range c.relations {
		if r.is("header", "footer") {
			known[r.id] = c.target(c.main, r) != nil
			if r.external {
				c.note("模板的页眉或页脚在另一个文件里，没有带进写出的文件")
			}
		}
	}
	if c.letterhead, err = newLetterhead(c.Template, c.document, c.body, c.get(c.main).data); err != nil {
		return err
	}
	all := sections(c.body)
	var last *element
	if n := len(c.body.kids); n > 0 && c.body.kids[n-1].word("sectPr") {
		last = c.body.kids[n-1]
	}
	if c.letterhead != nil && c.letterhead.section < len(all) {
		all = all[:c.letterhead.section+1]
		last = all[c.letterhead.section]
	}
	s, err := newSheet(all, last, known, topGutter)
	if err != nil {
		return err
	}
	c.sheet, c.section, c.notes, c.layout = s, s.section, append(c.notes, s.notes...), &layout{width: s.width}
	if c.letterhead != nil {
		return c.keepText(known)
	}
	if len(all) > 1 {
		c.note("模板有 " + strconv.Itoa(len(all)) + " 节，页面和页眉页脚取自最后一节")
	}
	if s.columns {
		c.note("模板分了栏，年报的表格要占整个版心，改成了不分栏")
	}
	content := func(e *element) bool {
		text := e.word("t") && e.inner < e.close
		return text || e.word("drawing") || e.word("pict")
	}
	if len(c.body.all(content)) > 0 {
		c.note("模板正文里的文字和图片不会写进年报；要留下红头、版记，在写年报的地方单独写一段 {{正文}}")
	}
	seen := map[string]bool{}
	c.relations = slices.DeleteFunc(c.relations, func(r relation) bool {
		again := seen[r.kind]
		seen[r.kind] = true
		if r.is("header", "footer") {
			return !s.used[r.id]
		}
		return again || !r.is(mainKinds...) || c.target(c.main, r) == nil
	})
	return nil
}

// keepText keeps what the template's text needs beside the styles: headers and footers of all
// sections, pictures, links. known are the relations to headers and footers.
func (c *conversion) keepText(known map[string]bool) error {
	if c.sheet.columns {
		return refuse(Unfit, "模板里 {{正文}} 所在的一节分了栏，放不下年报的表格", nil)
	}
	if c.sheet.last == nil {
		c.letterhead.add(c.body.close, c.body.close, func(_ *paper.Document, b *strings.Builder) { b.WriteString(c.section) })
	}
	named := map[string]bool{}
	c.body.all(func(e *element) bool {
		for _, a := range e.attrs {
			if a.Name.Space == nsRefs || a.Name.Local == "relid" {
				named[a.Value] = true
			}
		}
		edge := e.word("headerReference") || e.word("footerReference")
		if edge && !known[e.in(nsRefs, "id")] {
			c.letterhead.add(e.start, e.end, nothing)
		}
		return false
	})
	seen, linked := map[string]bool{}, false
	var kept []relation
	for _, r := range c.relations {
		again, to := seen[r.kind], c.target(c.main, r)
		seen[r.kind] = true
		switch {
		case r.is(mainKinds...):
			if again || to == nil {
				continue
			}
		case !named[r.id]:
			continue
		case r.is("header", "footer"):
			if !known[r.id] {
				continue
			}
		case r.is(embedded...):
			return refuse(Unfit, "模板的正文里有嵌入的对象或控件，带不进年报", nil)
		case r.external && !r.is("hyperlink"):
			r.target, linked = "NULL", true // as Word itself writes a broken link
		}
		kept = append(kept, r)
	}
	c.relations, c.linked = kept, linked
	return nil
}

// tied are settings that lead out of the file, or forbid to edit it.
var tied = []string{"writeProtection", "attachedTemplate", "linkStyles", "mailMerge", "saveThroughXslt", "documentProtection"}

// settings cuts what ties the file to others.
func (c *conversion) settings() error {
	f := c.find("settings")
	if f == nil {
		return nil
	}
	root, err := parse(f.name, f.data)
	if err != nil {
		return err
	}
	if root.kid("writeProtection") != nil || slices.Contains([]string{"1", "true", "on"}, root.kid("documentProtection").val("enforcement")) {
		c.note("模板限制了编辑，写出的文件没有带上这个限制")
	}
	c.put(f.name, cut(f.data, root.all(func(e *element) bool { return e.Space == nsWord && slices.Contains(tied, e.Local) })))
	relations, err := c.pack.relations(f.name)
	if err != nil {
		return err
	}
	if relations != nil {
		c.relate(f.name, slices.DeleteFunc(relations, func(r relation) bool { return r.external || !r.is("image") }))
	}
	return nil
}

// remarks cuts the notes of the template's text; the lines above notes stay,
// for the settings refer to them.
func (c *conversion) remarks() error {
	if c.letterhead != nil { // they are its text's
		return nil
	}
	for _, kind := range []string{"footnote", "endnote"} {
		f := c.find(kind + "s")
		if f == nil {
			continue
		}
		root, err := parse(f.name, f.data)
		if err != nil {
			return err
		}
		c.put(f.name, cut(f.data, root.all(func(e *element) bool {
			return e.word(kind) && (e.val("type") == "" || e.val("type") == "normal")
		})))
	}
	return nil
}

// addPart makes a new part of the main part's, of the same kind as ours, and returns
// its relation's id and its name.
func (c *conversion) addPart(kind, base string, data []byte) (id, name string) {
	id, name = newID(c.relations), path.Join(path.Dir(c.main), base+".xml")
	c.put(name, data)
	c.types.set(name, typeWord+kind+"+xml")
	c.relations = append(c.relations, relation{id: id, kind: nsRefs + "/" + kind, target: base + ".xml"})
	return id, name
}

// newID is an id that none of the relations has.
func newID(relations []relation) string {
	for n := len(relations) + 1; ; n++ {
		id := "rId" + strconv.Itoa(n)
		if !slices.ContainsFunc(relations, func(r relation) bool { return strings.EqualFold(r.id, id) }) {
			return id
		}
	}
}

// styles adds the styles that our content needs.
func (c *conversion) styles() error {
	f := c.find("styles")
	if f == nil {
		data, err := fixed.ReadFile("parts/styles.xml")
		if err != nil {
			return err
		}
		c.addPart("styles", "styles", data)
		l := *official
		l.width, l.styles = c.layout.width, map[string]string{}
		c.layout = &l
		c.note("模板里没有样式表，用的是程序自己的样式")
		return nil
	}
	root, err := parse(f.name, f.data)
	if err != nil {
		return err
	}
	if !root.word("styles") {
		return damaged(f.name, nil)
	}
	s, err := newStyles(root, c.layout.width)
	if err != nil {
		return err
	}
	data, err := s.write(f.name, f.data)
	if err != nil {
		return err
	}
	c.put(f.name, data)
	c.layout = s.layout()
	c.notes = append(c.notes, s.notes(c.layout)...)
	return nil
}

// fonts adds what to show where one of our fonts is not installed.
func (c *conversion) fonts() error {
	f := c.find("fontTable")
	if f == nil {
		return nil
	}
	root, err := parse(f.name, f.data)
	if err != nil {
		return err
	}
	ours, err := fixed.ReadFile("parts/fontTable.xml")
	if err != nil {
		return err
	}
	own, err := parse("parts/fontTable.xml", ours)
	if err != nil {
		return err
	}
	var added []string
	for _, e := range own.kids {
		if !slices.ContainsFunc(root.kids, func(k *element) bool { return k.val("name") == e.val("name") }) {
			added = append(added, string(ours[e.start:e.end]))
		}
	}
	f.data = adopt(f.data, root, added...)
	return nil
}

// counted are properties that tell of the template's text.
var counted = []string{"Template", "TotalTime", "Pages", "Words", "Characters", "Lines", "Paragraphs", "Slides", "Notes",
	"HiddenSlides", "MMClips", "HeadingPairs", "TitlesOfParts", "HLinks", "CharactersWithSpaces", "DigSig"}

// properties keeps the properties that a header may show, but for title and
// author, which are ours, and what is counted.
func (c *conversion) properties() error {
	var kept []relation
	for _, r := range c.root {
		f := c.target("", r)
		core := strings.HasSuffix(r.kind, "/metadata/core-properties")
		switch {
		case f == nil:
			continue
		case core:
			if c.core != "" {
				continue
			}
			c.core, f.keep = f.name, true
		case r.is("extended-properties"):
			root, err := parse(f.name, f.data)
			if err != nil {
				return err
			}
			c.put(f.name, cut(f.data, root.all(func(e *element) bool { return slices.Contains(counted, e.Local) })))
		case r.is("custom-properties"):
			f.keep = true
		case !r.is("officeDocument"):
			continue
		}
		kept = append(kept, r)
	}
	c.root = kept
	if c.core == "" {
		c.core = corePart
		c.put(corePart, nil)
		c.root = append(c.root, relation{id: newID(c.root), kind: relCore, target: corePart})
	}
	c.types.set(c.core, typeCore)
	return nil
}

// close keeps what the kept relations lead to, and drops the rest.
func (c *conversion) close() error {
	for _, r := range c.relations {
		f := c.target(c.main, r)
		if cutNotes := c.letterhead == nil && r.is("footnotes", "endnotes"); f == nil || cutNotes {
			continue // what those led to was in the notes
		}
		more, err := c.visit(f)
		if err != nil {
			return err
		}
		c.linked = c.linked || more
	}
	if c.linked {
		c.note("模板里有链接到别处的图片，写出的文件不会去取；请在 Word 里把图片嵌入模板")
	}
	c.relate("", c.root)
	c.relate(c.main, c.relations)
	c.get(typesPart).keep = true
	c.put(typesPart, c.types.write(c.pack))
	for _, f := range c.pack.files {
		if f.keep {
			c.Template.files = append(c.Template.files, f)
		}
	}
	if err := c.check(); err != nil {
		return err
	}
	c.get(c.core).data = nil
	if c.letterhead == nil {
		c.get(c.main).data = nil
		return nil
	}
	arrange(c.letterhead.fills)
	return nil
}
