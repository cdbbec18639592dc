package docx

import (
	"path"
	"slices"
	"strconv"
	"strings"
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
	body      *element
}

func convert(p *pack) (*Template, error) {
	c := &conversion{pack: p, Template: &Template{}}
	for _, step := range []func() error{c.open, c.paper, c.settings, c.remarks, c.styles, c.fonts, c.properties, c.close} {
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
		topGutter = root.kid("gutterAtTop").on()
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
	s, err := newSheet(c.body, known, topGutter)
	if err != nil {
		return err
	}
	c.section, c.notes, c.layout = s.section, append(c.notes, s.notes...), &layout{width: s.width}
	content := func(e *element) bool {
		text := e.word("t") && e.inner < e.close
		return text || e.word("drawing") || e.word("pict")
	}
	if len(c.body.all(content)) > 0 {
		c.note("模板正文里的文字和图片不会写进年报；红头在正文里的，请移到模板的首页页眉")
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

// addPart makes a new part of the main part's, of the same kind as ours.
func (c *conversion) addPart(kind string, data []byte) {
	name := path.Join(path.Dir(c.main), kind+".xml")
	c.put(name, data)
	c.types.set(name, typeWord+kind+"+xml")
	c.relations = append(c.relations, relation{id: newID(c.relations), kind: nsRefs + "/" + kind, target: kind + ".xml"})
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
		c.addPart("styles", data)
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
	linked := false
	for _, r := range c.relations {
		f := c.target(c.main, r)
		if r.is("footnotes", "endnotes") {
			continue // what they led to was in the notes
		}
		more, err := c.visit(f)
		if err != nil {
			return err
		}
		linked = linked || more
	}
	if linked {
		c.note("模板的页眉、页脚里有链接到别处的图片，写出的文件不会去取；请在 Word 里把图片嵌入模板")
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
	for _, name := range []string{c.main, c.core} {
		c.get(name).data = nil
	}
	return c.check()
}
