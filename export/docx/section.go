package docx

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// sectionOrder are the properties of a section that are taken, in the order of
// the schema. What the template's printer, its tracked changes and its break
// before the section were is not.
var sectionOrder = []string{"footnotePr", "endnotePr", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType",
	"cols", "formProt", "vAlign", "noEndnote", "titlePg", "bidi", "rtlGutter", "docGrid"}

// sheet is the paper that the template has us write on.
type sheet struct {
	section   string            // the w:sectPr
	last      *element          // where it comes from; nil for none
	used      map[string]bool   // the relations of its headers and footers
	edges     map[string]string // those relations, by kind and pages: footerReference default
	titlePage bool              // the first page has its own
	columns   bool              // it had several
	width     int               // of the text
	notes     []string
}

// sections lists the body's w:sectPr in document order: each section but the
// last has its own in its last paragraph.
func sections(body *element) []*element {
	return body.all(func(e *element) bool { return e.word("sectPr") })
}

// newSheet takes a section, nil for none, of all up to that. A section without a header or
// footer of some kind has that of the section before it. known are the relations to headers
// and footers, topGutter puts the gutter above the text.
func newSheet(all []*element, last *element, known map[string]bool, topGutter bool) (*sheet, error) {
	s := &sheet{last: last, used: map[string]bool{}, edges: map[string]string{}}
	if last == nil {
		last = &element{}
		s.notes = append(s.notes, "模板没有设页面，用的是公文的页面")
	}
	s.titlePage = last.kid("titlePg").on()
	if err := s.measure(last, topGutter); err != nil {
		return nil, err
	}
	b := &strings.Builder{}
	b.WriteString(`<w:sectPr>`)
	s.references(b, all, known)
	for _, name := range sectionOrder {
		switch e := last.kid(name); {
		case name == "pgSz" && e == nil:
			b.WriteString(officialSize)
		case name == "pgMar" && e == nil:
			b.WriteString(officialMargins)
		case name == "cols":
			s.column(b, e)
		case e != nil:
			e.write(b)
		}
	}
	b.WriteString(`</w:sectPr>`)
	s.section = b.String()
	return s, nil
}

// references writes the headers and footers of the last section.
func (s *sheet) references(b *strings.Builder, all []*element, known map[string]bool) {
	for _, kind := range []string{"headerReference", "footerReference"} {
		for _, pages := range []string{"default", "first", "even"} {
			for _, sect := range slices.Backward(all) {
				i := slices.IndexFunc(sect.kids, func(e *element) bool {
					return e.word(kind) && cmp.Or(e.val("type"), "default") == pages
				})
				if i < 0 {
					continue
				}
				if id := sect.kids[i].in(nsRefs, "id"); known[id] {
					s.used[id], s.edges[kind+" "+pages] = true, id
					b.WriteString(`<w:` + kind + ` w:type="` + pages + `" r:id="` + escape.Replace(id) + `"/>`)
				}
				break
			}
		}
	}
}

// column writes one column: no table of the form fits into less than the
// whole width.
func (s *sheet) column(b *strings.Builder, e *element) {
	if e == nil {
		return
	}
	if n, _ := strconv.Atoi(e.val("num")); n > 1 || len(e.all(func(k *element) bool { return k.word("col") })) > 1 {
		s.columns = true
	}
	b.WriteString(`<w:cols w:num="1"`)
	if space := e.val("space"); space != "" {
		b.WriteString(` w:space="` + escape.Replace(space) + `"`)
	}
	b.WriteString(`/>`)
}

// Widths of the text, in twentieths of a point: below the one the tables are
// unreadable, below the other large figures break.
const (
	leastWidth = 5670 // 100 mm
	goodWidth  = 8500 // 150 mm
	mostWidth  = 31680
)

// measure sets the width of the text.
func (s *sheet) measure(sect *element, topGutter bool) error {
	s.width = textWidth
	size, margins := sect.kid("pgSz"), sect.kid("pgMar")
	if size != nil || margins != nil {
		valid := true
		get := func(e *element, name string, official int) int {
			if e == nil {
				return official
			}
			n, ok := length(e.val(name))
			valid = valid && (ok || e.val(name) == "")
			return n
		}
		s.width = get(size, "w", 11906) - max(get(margins, "left", 1588), 0) - max(get(margins, "right", 1474), 0)
		if !topGutter {
			s.width -= max(get(margins, "gutter", 0), 0)
		}
		if !valid {
			s.width = -1
		}
	}
	millimetres := strconv.Itoa(int(float64(s.width)*25.4/1440 + 0.5))
	switch {
	case s.width < 0 || s.width > mostWidth:
		return refuse(Unfit, "模板的纸张和页边距不对，没有写字的地方", nil)
	case s.width < leastWidth:
		return refuse(Unfit, "模板的版心只有 "+millimetres+" 毫米宽，放不下年报的表格", nil)
	case s.width < goodWidth:
		s.notes = append(s.notes, "模板的版心宽 "+millimetres+" 毫米，比公文格式的 156 毫米窄，表格里的大数可能折行")
	}
	return nil
}
