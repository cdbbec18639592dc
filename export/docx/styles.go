package docx

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/paper"
)

// wanted are the styles of our content: the id in parts/styles.xml, what people
// call it, and the names by which a template's style stands in for it. Word
// writes the English names of its own styles in every language; the Chinese
// ones come from other programs.
var wanted = []struct {
	id, title string
	names     []string
}{
	{"Title", "大标题", []string{"Title", "标题"}},
	{"Body", "正文", []string{"公文正文", "Body Text First Indent", "正文首行缩进", "正文文本首行缩进", "Normal Indent", "正文缩进", "Body Text", "正文文本"}},
	{"Heading1", "一级标题", []string{"heading 1", "标题 1"}},
	{"Heading2", "二级标题", []string{"heading 2", "标题 2"}},
	{"Heading3", "三级标题", []string{"heading 3", "标题 3"}},
	{"Heading4", "四级标题", []string{"heading 4", "标题 4"}},
	{"Lead1", "段首标题", []string{"公文一级标题"}},
	{"Lead2", "段首标题", []string{"公文二级标题"}},
	{"Lead3", "段首标题", []string{"公文三级标题"}},
	{"Lead4", "段首标题", []string{"公文四级标题"}},
	{"Cell", "表格", []string{"公文表格"}},
	{"SmallCell", "表格", []string{"公文表格小字"}},
	{"Signature", "落款", []string{"公文落款"}},
	{"Draft", "草稿标记", []string{"草稿标记"}},
}

// base is the style under those of ours that must not follow the template's
// text: in cells, small type stands in exact lines.
const base = "NianbaoBase"

// styles are those of a template, and what our content makes of them.
type styles struct {
	root  *element
	all   []*element
	ids   map[string]string // in the file, by ours
	added []string          // what the template lacks, as XML
	width int               // of the text

	taken, own []string // titles, with names: from the template, and ours
}

// squash makes names of styles comparable.
func squash(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), ""))
}

// newStyles matches our styles with the template's, and writes those that are
// missing for a text of this width.
func newStyles(root *element, width int) (*styles, error) {
	s := &styles{root: root, ids: map[string]string{}, width: width}
	for _, e := range root.kids {
		if e.word("style") && e.val("styleId") != "" {
			s.all = append(s.all, e)
		}
	}
	var missing []string
	for _, w := range wanted {
		kind := "paragraph"
		if strings.HasPrefix(w.id, "Lead") {
			kind = "character"
		}
		e := s.named(kind, w.names)
		if w.id == "Body" {
			e = s.body(w.names)
		}
		title, whose := w.title, &s.own
		if e == nil {
			missing = append(missing, w.id)
		} else {
			s.ids[w.id] = e.val("styleId")
			whose = &s.taken
		}
		if e != nil && w.id == "Body" { // several may stand in for it
			title += "（" + paper.Line(e.kid("name").val("val")) + "）"
		}
		if !slices.Contains(*whose, title) {
			*whose = append(*whose, title)
		}
	}
	return s, s.supply(missing)
}

// named is the first style of the kind with one of the names, in their order.
func (s *styles) named(kind string, names []string) *element {
	for _, name := range names {
		for _, e := range s.all {
			if e.val("type") == kind && squash(e.kid("name").val("val")) == squash(name) {
				return e
			}
		}
	}
	return nil
}

// body is the first style of the names, or that of paragraphs that name none, by which an
// office sets its text; nil for none.
func (s *styles) body(names []string) *element {
	for _, name := range names {
		if e := s.named("paragraph", []string{name}); s.indents(e) {
			return e
		}
	}
	if e := s.normal(); s.indents(e) {
		return e
	}
	return nil
}

// indents reports whether a style begins paragraphs two characters in. One that doesn't
// is the program's default, and not how an office sets its text.
func (s *styles) indents(e *element) bool {
	if e == nil {
		return false
	}
	for _, attr := range []string{"firstLineChars", "firstLine"} {
		if s.number(e.val("styleId"), attr, 0, "pPr", "ind") > 0 {
			return true
		}
	}
	return false
}

// normal is the style of paragraphs that name none.
func (s *styles) normal() *element {
	for _, e := range s.all {
		if e.val("type") == "paragraph" && slices.Contains([]string{"1", "true", "on"}, e.val("default")) {
			return e
		}
	}
	return s.named("paragraph", []string{"Normal", "正文", "Standard"})
}

var reference = regexp.MustCompile(`(w:styleId|<w:basedOn w:val|<w:next w:val)="([^"]+)"`)

// supply writes the styles that the template lacks, after the base of those
// that must not follow its text. Headings and signature go with the text,
// whoever's that is.
func (s *styles) supply(missing []string) error {
	if len(missing) == 0 {
		return nil
	}
	if e := s.named("paragraph", []string{"公文基准"}); e != nil {
		s.ids[base] = e.val("styleId")
	} else {
		missing = append([]string{base}, missing...)
	}
	for _, id := range missing {
		s.ids[id] = s.free(id)
	}
	s.ids["Normal"] = s.ids[base]
	defer delete(s.ids, "Normal")
	for _, id := range missing {
		text, err := ownStyle(id)
		if err != nil {
			return err
		}
		switch id {
		case "Signature":
			text = strings.Replace(text, `<w:basedOn w:val="Normal"/>`, `<w:basedOn w:val="Body"/>`, 1)
			text = strings.Replace(text, `<w:jc `, `<w:ind w:leftChars="0" w:left="0" w:rightChars="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc `, 1)
		case "Draft":
			side := strconv.Itoa(max((s.width-textWidth)/2+1600, 0))
			text = strings.Replace(text, `<w:ind w:left="1600" w:right="1600"/>`, `<w:ind w:left="`+side+`" w:right="`+side+`"/>`, 1)
		}
		text = reference.ReplaceAllStringFunc(text, func(m string) string {
			part := reference.FindStringSubmatch(m)
			return part[1] + `="` + escape.Replace(s.ids[part[2]]) + `"`
		})
		s.added = append(s.added, s.rename(text))
	}
	return nil
}

// ownStyle is the XML of a style of ours.
func ownStyle(id string) (string, error) {
	name := "parts/styles.xml"
	if id == base {
		name = "parts/base.xml"
	}
	data, err := fixed.ReadFile(name)
	if err != nil {
		return "", err
	}
	root, err := parse(name, data)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(root.kids, func(e *element) bool { return e.val("styleId") == id })
	return string(data[root.kids[i].start:root.kids[i].end]), nil
}

// free is an id for a style of ours that the template doesn't use.
func (s *styles) free(id string) string {
	prefix := ""
	for n := 1; ; n++ {
		if !slices.ContainsFunc(s.all, func(e *element) bool { return strings.EqualFold(e.val("styleId"), prefix+id) }) {
			return prefix + id
		}
		prefix = "Nianbao"
		if n > 1 {
			prefix += strconv.Itoa(n)
		}
	}
}

var styleName = regexp.MustCompile(`<w:name w:val="([^"]+)"/>`)

// rename gives a style of ours another name where one of another kind has it.
func (s *styles) rename(text string) string {
	return styleName.ReplaceAllStringFunc(text, func(m string) string {
		name := styleName.FindStringSubmatch(m)[1]
		for slices.ContainsFunc(s.all, func(e *element) bool { return squash(e.kid("name").val("val")) == squash(name) }) {
			name = "年报" + name
		}
		return `<w:name w:val="` + name + `"/>`
	})
}

// property is the first element at the path (pPr, spacing) that a style, those
// it is based on and the defaults have and that passes.
func (s *styles) property(id string, pass func(*element) bool, path ...string) *element {
	own := func(e *element) *element {
		for _, name := range path {
			e = e.kid(name)
		}
		if e != nil && pass(e) {
			return e
		}
		return nil
	}
	for range len(s.all) {
		i := slices.IndexFunc(s.all, func(e *element) bool { return e.val("styleId") == id })
		if i < 0 {
			break
		}
		if e := own(s.all[i]); e != nil {
			return e
		}
		id = s.all[i].kid("basedOn").val("val")
	}
	return own(s.root.kid("docDefaults").kid(path[0] + "Default"))
}

// number is a property's attribute in twentieths of a point, or other.
func (s *styles) number(id, attr string, other int, path ...string) int {
	e := s.property(id, func(e *element) bool { return e.val(attr) != "" }, path...)
	if n, ok := length(e.val(attr)); e != nil && ok {
		return n
	}
	return other
}

// write returns the template's part with our styles added to it.
func (s *styles) write(name string, data []byte) ([]byte, error) {
	data = adopt(data, s.root, s.added...)
	root, err := parse(name, data)
	if err != nil {
		return nil, err
	}
	s.root = root
	s.all = slices.DeleteFunc(slices.Clone(root.kids), func(e *element) bool { return !e.word("style") })
	return data, nil
}

// layout is what the body has to know about the styles in use, ours included:
// call it after write.
func (s *styles) layout() *layout {
	l := &layout{width: s.width, styles: s.ids, numbered: map[string]bool{}}
	signature := s.ids["Signature"]
	size := s.number(signature, "val", 20, "rPr", "sz") // in half points
	if size < 2 || size > 200 {
		size = 32
	}
	l.half = size * 5
	measured := func(e *element) bool { return e.val("line") != "" }
	l.line = s.number(signature, "line", 240, "pPr", "spacing")
	if rule := s.property(signature, measured, "pPr", "spacing").val("lineRule"); rule == "" || rule == "auto" {
		l.line = l.line * size * 13 / 240 // a line of type is some 1.3 times as high
	}
	l.line = min(max(l.line, 0), 2000)
	for _, id := range []string{"Title", "Body", "Heading1", "Heading2", "Heading3", "Heading4", "Signature"} {
		e := s.property(s.ids[id], func(*element) bool { return true }, "pPr", "numPr")
		l.numbered[id] = e != nil && e.kid("numId").val("val") != "0"
	}
	l.before = s.number(s.ids["Heading1"], "before", 0, "pPr", "spacing")
	l.after = s.number(s.ids["Heading1"], "after", 0, "pPr", "spacing")
	return l
}

// notes say whose the styles are.
func (s *styles) notes(l *layout) []string {
	var out []string
	if len(s.taken) > 0 {
		out = append(out, "样式取自模板的有："+strings.Join(s.taken, "、"))
	}
	if len(s.own) > 0 {
		out = append(out, "模板里没有、用程序自己样式的有："+strings.Join(s.own, "、"))
	}
	for _, numbered := range l.numbered {
		if numbered {
			return append(out, "模板的标题或正文会自动编号，年报的标题自带序号，写出的文件没有用自动编号")
		}
	}
	return out
}
