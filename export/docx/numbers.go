package docx

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/paper"
)

// pageField is the field that gives a page's number.
var pageField = regexp.MustCompile(`(?:^|[\s"])PAGE(?:[\s"\\]|$)`)

// numbers has the words in headers and footers written, and gives the pages numbers where
// neither has any: in the template's own footers, or in ours.
func (c *conversion) numbers() error {
	c.fills = map[string][]fill{}
	numbered, roots := false, map[string]*element{}
	var unknown []string
	if c.letterhead != nil {
		unknown = c.letterhead.unknown
		c.checksum = c.letterhead.checksum
	}
	for _, r := range c.relations {
		if !r.is("header", "footer") {
			continue
		}
		f := c.target(c.main, r)
		root, err := parse(f.name, f.data)
		if err != nil {
			return err
		}
		m := marks(root, f.data)
		c.fills[f.name], roots[r.id] = m.fills, root
		c.checksum = c.checksum || m.names["校验码"] > 0
		for _, name := range append(m.unknown, m.blocks()...) {
			if !slices.Contains(unknown, name) {
				unknown = append(unknown, name)
			}
		}
		if c.sheet.used[r.id] {
			numbered = numbered || hasNumber(root, f.data)
		}
	}
	if len(unknown) > 0 {
		c.note("模板里有几个标记没有对应的内容，原样留着：" + strings.Join(unknown, "、") + "；可以用的有 标题、单位、年度、日期、校验码，正文里还有 正文、落款")
	}
	if !numbered {
		c.addNumbers(roots)
	}
	for _, fills := range c.fills {
		arrange(fills)
	}
	return nil
}

// hasNumber reports whether a header or footer shows the page's number.
func hasNumber(root *element, data []byte) bool {
	return len(root.all(func(e *element) bool {
		simple := e.word("fldSimple") && pageField.MatchString(e.val("instr"))
		return simple || e.word("instrText") && pageField.MatchString(string(data[e.inner:e.close]))
	})) > 0
}

// addNumbers writes page numbers into the footers, and adds those that are missing: in
// the middle where odd and even pages have the same.
func (c *conversion) addNumbers(roots map[string]*element) {
	c.note("模板没有页码，加上了公文的页码")
	c.numbered = true
	kinds := []string{"default"}
	if c.evenOdd {
		kinds = append(kinds, "even")
	}
	if c.sheet.titlePage {
		kinds = append(kinds, "first")
	}
	references := ""
	for _, pages := range kinds {
		side := centred
		switch {
		case c.evenOdd && pages == "even":
			side = left
		case c.evenOdd:
			side = right
		}
		write := func(d *paper.Document, b *strings.Builder) {
			b.WriteString(pageFooter(side, false, c.layout.width, d.Footer))
		}
		if id := c.sheet.edges["footerReference "+pages]; id != "" {
			c.append(id, roots[id], write)
			continue
		}
		references += c.addFooter(pages, write)
	}
	if references == "" {
		return
	}
	at := len(`<w:sectPr>`)
	if i := strings.LastIndex(c.section, `<w:headerReference`); i >= 0 {
		at = i + strings.Index(c.section[i:], `/>`) + len(`/>`)
	}
	c.section = c.section[:at] + references + c.section[at:]
	if last := c.sheet.last; c.letterhead != nil && last != nil {
		c.letterhead.open(last, c.get(c.main).data, references)
	}
	c.lift()
}

// footerBelow is how much nearer the edge of the paper than the text a page's number
// stands, leastFooter how near to it printers print, in twentieths of a point.
const (
	footerBelow = 585
	leastFooter = 567
)

var footerMargin = regexp.MustCompile(`(<\w+:pgMar\b[^>]*:footer=")[^"]*`)

// lift moves our footers away from the edge of the paper: a template without footers may
// have no room for them there.
func (c *conversion) lift() {
	margins := c.sheet.last.kid("pgMar")
	footer, known := length(margins.val("footer"))
	bottom, _ := length(margins.val("bottom"))
	if !known || footer >= leastFooter {
		return
	}
	lifted := "${1}" + strconv.Itoa(max(bottom-footerBelow, leastFooter))
	c.section = footerMargin.ReplaceAllString(c.section, lifted)
	if c.letterhead != nil {
		tag := footerMargin.ReplaceAllString(string(c.get(c.main).data[margins.start:margins.end]), lifted)
		c.letterhead.add(margins.start, margins.end, func(_ *paper.Document, b *strings.Builder) { b.WriteString(tag) })
	}
}

// append writes into a footer of the template's, once.
func (c *conversion) append(id string, root *element, write func(*paper.Document, *strings.Builder)) {
	f := c.byID(id)
	for _, x := range c.fills[f.name] {
		if x.start == root.close {
			return // it is that of other pages too
		}
	}
	closed := root.close == root.end // <w:ftr/>
	if closed {
		name := tagName(f.data[root.start+1:])
		f.data = []byte(strings.TrimSuffix(string(f.data[:root.end]), "/>") + "></" + name + ">" + string(f.data[root.end:]))
		root.close--
	}
	c.fills[f.name] = append(c.fills[f.name], fill{root.close, root.close, func(d *paper.Document, b *strings.Builder) {
		var p strings.Builder
		write(d, &p)
		b.WriteString(strings.Replace(p.String(), `<w:p>`, `<w:p xmlns:w="`+nsWord+`">`, 1))
	}})
}

// byID is the part that a relation of the main part leads to.
func (c *conversion) byID(id string) *file {
	for _, r := range c.relations {
		if r.id == id {
			return c.target(c.main, r)
		}
	}
	return nil
}

// addFooter adds a footer of ours and returns the section's reference to it.
func (c *conversion) addFooter(pages string, write func(*paper.Document, *strings.Builder)) string {
	id, name := c.addPart("footer", "nianbao-footer-"+pages, nil)
	c.fills[name] = []fill{{0, 0, func(d *paper.Document, b *strings.Builder) {
		var p strings.Builder
		write(d, &p)
		b.WriteString(footerPart(p.String()))
	}}}
	return `<w:footerReference xmlns:r="` + nsRefs + `" w:type="` + pages + `" r:id="` + id + `"/>`
}

// open writes references at the beginning of a section's properties, after those to headers.
func (h *letterhead) open(section *element, data []byte, content string) {
	if section.inner < section.end {
		at := section.inner
		for _, k := range section.kids {
			if k.word("headerReference") {
				at = k.end
			}
		}
		h.add(at, at, func(_ *paper.Document, b *strings.Builder) { b.WriteString(content) })
		return
	}
	tag := strings.TrimSuffix(string(data[section.start:section.end]), "/>")
	h.add(section.start, section.end, func(_ *paper.Document, b *strings.Builder) {
		b.WriteString(tag + ">" + content + "</" + tagName(data[section.start+1:]) + ">")
	})
}
