package docx

import (
	"cmp"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/paper"
	"nianbao/model"
)

// A template whose text has {{正文}} in a paragraph of its own keeps the rest of its text: the
// letterhead above, annexes and the list of who gets a copy below. Other markers stand for
// a word of the report, wherever they are, in headers and text boxes too.

// The markers that a paragraph of its own stands for.
const (
	markText      = "正文"
	markSignature = "落款"
)

// markTitle is the marker for the title.
const markTitle = "标题"

// words are the markers within a line, and what they stand for.
var words = map[string]func(*paper.Document) string{
	markTitle: func(d *paper.Document) string { return d.Title },
	"单位":      func(d *paper.Document) string { return d.Unit },
	"年度":      func(d *paper.Document) string { return strconv.Itoa(d.Year) },
	"日期":      func(d *paper.Document) string { return d.Date },
	"校验码":     func(d *paper.Document) string { return strings.TrimPrefix(d.Checksum, model.SealLabel) },
}

var marker = regexp.MustCompile(`(?:\{\{|｛｛)\s*(\pL{1,12})\s*(?:\}\}|｝｝)`)

// fill is a place in a part's bytes that is written anew with each report.
type fill struct {
	start, end int
	with       func(*paper.Document, *strings.Builder)
}

// arrange puts fills in the order of their places.
func arrange(fills []fill) {
	slices.SortStableFunc(fills, func(a, b fill) int { return cmp.Or(a.start-b.start, a.end-b.end) })
}

// stitch writes a part with its fills, which stand in their order.
func stitch(data []byte, fills []fill, d *paper.Document) []byte {
	var b strings.Builder
	at := 0
	for _, f := range fills {
		b.Write(data[at:f.start])
		f.with(d, &b)
		at = f.end
	}
	b.Write(data[at:])
	return []byte(b.String())
}

// marked are the fills for words in a part, the names of all markers in it, and those that
// are not known.
type marked struct {
	titles  bool // a title that has a paragraph of its own breaks where its sense does
	fills   []fill
	names   map[string]int // how often
	unknown []string
}

// blocks are the markers for whole paragraphs in it.
func (m *marked) blocks() (names []string) {
	for _, name := range []string{markText, markSignature} {
		if m.names[name] > 0 {
			names = append(names, name)
		}
	}
	return names
}

// marks finds the words in all paragraphs of a part; titles of the text have lines.
func marks(root *element, data []byte) *marked {
	m := &marked{titles: root.word("body"), names: map[string]int{}}
	for _, p := range paragraphs(root) {
		m.paragraph(p, data)
	}
	return m
}

// paragraphs lists those below an element, and those in the text boxes of each.
func paragraphs(e *element) (all []*element) {
	for _, k := range e.kids {
		if k.word("p") {
			all = append(all, k)
		}
		all = append(all, paragraphs(k)...)
	}
	return all
}

// texts are the pieces of a paragraph's text, without what is in its text boxes.
func texts(p *element) (all []*element) {
	for _, k := range p.kids {
		switch {
		case k.word("p"):
		case k.word("t") && k.inner < k.close:
			all = append(all, k)
		default:
			all = append(all, texts(k)...)
		}
	}
	return all
}

func plain(t *element, data []byte) string { return html.UnescapeString(string(data[t.inner:t.close])) }

// textOf is a paragraph's text.
func textOf(p *element, data []byte) string {
	var b strings.Builder
	for _, t := range texts(p) {
		b.WriteString(plain(t, data))
	}
	return b.String()
}

// alone is the marker that is all of a paragraph; "" for none.
func alone(p *element, data []byte) string {
	text := strings.TrimSpace(textOf(p, data))
	if m := marker.FindStringSubmatch(text); m != nil && m[0] == text {
		return m[1]
	}
	return ""
}

// paragraph finds the words in a paragraph, which programs part anyhow: a word goes where its
// marker begins.
func (m *marked) paragraph(p *element, data []byte) {
	pieces := texts(p)
	starts, whole := make([]int, len(pieces)), ""
	for i, t := range pieces {
		starts[i] = len(whole)
		whole += plain(t, data)
	}
	found := marker.FindAllStringSubmatchIndex(whole, -1)
	for _, at := range found {
		name := whole[at[2]:at[3]]
		m.names[name]++
		if known := words[name] != nil || name == markText || name == markSignature; !known && !slices.Contains(m.unknown, name) {
			m.unknown = append(m.unknown, name)
		}
	}
	titled := m.titles && alone(p, data) == markTitle
	found = slices.DeleteFunc(found, func(at []int) bool { return words[whole[at[2]:at[3]]] == nil })
	for i, t := range pieces {
		from, to := starts[i], starts[i]+len(plain(t, data))
		touched := slices.ContainsFunc(found, func(at []int) bool { return at[0] < to && at[1] > from })
		if !touched {
			continue
		}
		name := tagName(data[t.start+1:])
		lineBreak := "</" + name + "><" + strings.TrimSuffix(name, "t") + "br/><" + name + ">"
		m.fills = append(m.fills, fill{t.inner, t.close, func(d *paper.Document, b *strings.Builder) {
			at := from
			for _, f := range found {
				if f[1] <= from || f[0] >= to {
					continue
				}
				b.WriteString(escape.Replace(whole[at:max(f[0], at)]))
				switch {
				case f[0] >= from && titled:
					for i, line := range d.TitleLines() {
						if i > 0 {
							b.WriteString(lineBreak)
						}
						b.WriteString(escape.Replace(line))
					}
				case f[0] >= from:
					b.WriteString(escape.Replace(words[whole[f[2]:f[3]]](d)))
				}
				at = min(f[1], to)
			}
			b.WriteString(escape.Replace(whole[at:to]))
		}})
	}
}

// letterhead is the text of a template that stays.
type letterhead struct {
	fills    []fill
	section  int  // the index of the section that the report's text stands in
	checksum bool // it has the checksum
	unknown  []string
}

// kept says what of a report is written where its text goes; the template's own text has the
// rest.
type kept struct{ title, signature, checksum bool }

// newLetterhead finds the markers in a template's text; nil where it has none, and
// nothing of it stays. What it writes it writes with t's layout of then.
func newLetterhead(t *Template, root, body *element, data []byte) (*letterhead, error) {
	m := marks(body, data)
	var places []*element
	var signature, date *element
	signed := 0
	for _, p := range body.kids {
		if !p.word("p") {
			continue
		}
		switch alone(p, data) {
		case markText:
			places = append(places, p)
		case markSignature:
			signature, signed = p, 1
		case "日期":
			if len(places) > 0 {
				date = p
			}
		}
	}
	switch {
	case len(places) > 1:
		return nil, refuse(Unfit, "模板里有 "+strconv.Itoa(len(places))+" 处 {{正文}}，只能有一处", nil)
	case len(places) < m.names[markText]:
		return nil, refuse(Unfit, "模板里的 {{正文}} 要单独成一段，不能放在表格、文本框里，前后不能有别的字", nil)
	case len(places) == 0 && len(m.names) > len(m.unknown):
		return nil, refuse(Unfit, "模板里写了标记，但没有 {{正文}}，不知道年报写在哪里", nil)
	case len(places) == 0:
		return nil, nil
	case signed < m.names[markSignature]:
		return nil, refuse(Unfit, "模板里的 {{落款}} 要单独成一段，只能有一处，不能放在表格、文本框里，前后不能有别的字", nil)
	case len(body.all(isChange)) > 0:
		return nil, refuse(Unfit, "模板的正文里有没有处理的修订", nil)
	}
	h := &letterhead{fills: m.fills, unknown: m.unknown, checksum: m.names["校验码"] > 0}
	for _, s := range sections(body) {
		if s.end <= places[0].start {
			h.section++
		}
	}
	write := kept{title: m.names[markTitle] == 0, signature: signature == nil && date == nil, checksum: signature == nil && !h.checksum}
	blocks := []*element{places[0]}
	h.add(places[0].start, places[0].end, func(d *paper.Document, b *strings.Builder) { content(b, d, t.layout, write) })
	if signature != nil {
		blocks = append(blocks, signature)
		h.add(signature.start, signature.end, func(d *paper.Document, b *strings.Builder) {
			closing(b, d, t.layout, kept{signature: true, checksum: !h.checksum})
		})
	}
	h.add(body.inner, body.inner, func(d *paper.Document, b *strings.Builder) { notice(b, d, t.layout) })
	for _, p := range blocks {
		if len(p.all(holds)) > 0 {
			return nil, refuse(Unfit, "模板里 {{正文}} 或 {{落款}} 这一段还有图片、文本框或者分节符，请另起一段写", nil)
		}
	}
	for _, e := range body.all(isRemark) {
		inside := func(p *element) bool { return e.start >= p.start && e.end <= p.end }
		if !slices.ContainsFunc(blocks, inside) {
			h.add(e.start, e.end, nothing)
		}
	}
	return h, h.declare(root, data)
}

// declare has the names of our elements known in the part.
func (h *letterhead) declare(root *element, data []byte) error {
	switch root.in("xmlns", "w") {
	case nsWord:
		return nil
	case "":
		at := root.start + 1 + len(tagName(data[root.start+1:]))
		h.add(at, at, func(_ *paper.Document, b *strings.Builder) { b.WriteString(` xmlns:w="` + nsWord + `"`) })
		return nil
	}
	return refuse(Unfit, "模板的正文不是 Word、WPS 平常的写法，用不了", nil)
}

func (h *letterhead) add(start, end int, with func(*paper.Document, *strings.Builder)) {
	h.fills = append(h.fills, fill{start, end, with})
}

func nothing(*paper.Document, *strings.Builder) {}

// holds finds in a marker's paragraph what would go with it.
func holds(e *element) bool {
	return e.Space == nsWord && slices.Contains([]string{"drawing", "pict", "object", "sectPr"}, e.Local) || e.Local == "AlternateContent"
}

// tagName is the name at the beginning of a tag's inside, with its prefix.
func tagName(tag []byte) string {
	for i, c := range tag {
		if strings.IndexByte(" \t\r\n/>", c) >= 0 {
			return string(tag[:i])
		}
	}
	return string(tag)
}

// isChange is a change that somebody has yet to accept.
func isChange(e *element) bool {
	return e.Space == nsWord && slices.Contains([]string{"ins", "del", "moveFrom", "moveTo"}, e.Local)
}

// isRemark is the place of a comment; comments don't stay.
func isRemark(e *element) bool {
	return e.Space == nsWord && slices.Contains([]string{"commentRangeStart", "commentRangeEnd", "commentReference"}, e.Local)
}
