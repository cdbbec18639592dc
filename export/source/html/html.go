// Package html reads web pages as a browser would show them.
package html

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"nianbao/export/source"
)

var errTooDeep = errors.New("网页的标签套得太深，无法读取，请在浏览器里打开它，把内容复制到 Word 或 WPS，另存为 docx 再读")

// Source reads what a web page shows, a whole page with its navigation or a
// piece of one. Text directly in an element counts, too. An error is for the
// operator.
func Source(data []byte) (*source.Document, error) {
	text, note := decode(data)
	s := &skeleton{}
	if err := s.build(text); err != nil {
		return nil, err
	}
	// A mere syntax error doesn't exist in HTML: the parser only refuses depth.
	root, err := html.Parse(&s.out)
	if err != nil {
		return nil, errTooDeep
	}
	p := &pageReader{line: &source.Seen{}}
	p.Title(s.title)
	if note != "" {
		p.Note(note)
	}
	for _, c := range s.comments {
		p.Remark(c)
	}
	p.children(root, &frame{})
	p.flush(&frame{})
	d, err := p.Document()
	if err != nil {
		return nil, err
	}
	d.Notes = append(d.Notes, s.notes(d)...)
	return d, nil
}

// decode finds a page's encoding. UTF-8 is certain where it is valid, and pages
// that say gb2312 have GB18030; what a page says counts for the others.
func decode(data []byte) (text, note string) {
	if !source.IsUTF8(data) {
		enc, name, _ := charset.DetermineEncoding(data, "")
		switch name {
		case "utf-8", "utf-16le", "utf-16be", "gbk", "gb18030", "windows-1252", "replacement":
		default:
			if out, err := enc.NewDecoder().Bytes(data); err == nil {
				data = out
			}
		}
	}
	return source.Decode(data)
}

// notes say where else the report may be, of a page without a table.
func (s *skeleton) notes(d *source.Document) (out []string) {
	if s.empties > 0 {
		out = append(out, fmt.Sprintf("网页里有 %d 个空的填写框：填过的内容可能没有保存在网页里，请核对", s.empties))
	}
	if s.framed {
		out = append(out, "网页里嵌着另一张网页，没有读")
	}
	for _, b := range d.Blocks {
		if b.Table != nil {
			return out
		}
	}
	if len(s.files) > 0 {
		out = append(out, "网页里没有表格，有附件「"+strings.Join(s.files, "」「")+"」：年报可能在附件里，请下载附件再读")
	}
	if s.images > 0 {
		out = append(out, fmt.Sprintf("网页里没有表格，有 %d 张图片，图片里的文字无法读取", s.images))
	}
	return out
}

// maxTags bounds a page: a report that Word saved as a page has some ten thousand.
const maxTags = 400_000

// skeleton is a page with what carries its text and tables only. It keeps the
// parser from the work that hostile pages make of fonts and attributes, and
// from most of the depth of pages that were pasted from Word.
type skeleton struct {
	out      bytes.Buffer
	title    string
	images   int
	files    []string // names of attachments
	comments []string
	framed   bool // another page is shown in this one

	tags    int
	rules   map[string][]rule // of style sheets, by the selector of the innermost element
	count   int               // of the selectors
	open    []opened          // from outside to inside
	work    int               // spent on comparing those
	list    *choice           // the open one
	empties int               // controls without a value
	inline  map[string][]bool // by name, whether each open one was kept
	gap     bool              // in a table, but in no cell
}

// kept are the elements that matter to paragraphs and tables.
var kept = set("p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd pre table caption thead tbody tfoot tr td th br hr " +
	"address article aside blockquote center details dialog figcaption figure fieldset footer header hgroup legend main menu nav section summary")

// unshown are elements whose content is no text of the page.
var unshown = set("template svg object applet video audio canvas datalist map xml rp")

// drawn are such of them as may show a figure nevertheless.
var drawn = set("svg object applet video canvas")

// raw are elements whose content is no markup, so that it comes as one text.
var raw = set("script style iframe noscript noframes noembed textarea")

// empty are elements without an end.
var empty = set("img input link meta base br hr wbr col embed area param source track frame")

// dropped are elements that hold the page or nothing.
var dropped = set("html head body form frameset img input link meta base wbr col colgroup embed area param source track frame title plaintext xmp")

func set(names string) map[string]bool {
	out := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		out[name] = true
	}
	return out
}

func (s *skeleton) build(text string) error {
	s.inline, s.rules = map[string][]bool{}, map[string][]rule{}
	z := html.NewTokenizer(strings.NewReader(text))
	before := "" // the tag before a text
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: a string has no other error
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			before = string(name)
			s.start(before, z, more)
		case html.EndTagToken:
			name, _ := z.TagName()
			before = ""
			s.end(string(name))
		case html.CommentToken:
			s.comments = append(s.comments, string(z.Text()))
		case html.TextToken:
			switch t := string(z.Text()); {
			case before == "title" && s.title == "":
				s.title = t
			case before == "style":
				s.sheet(t)
			case before == "textarea":
				s.control("", t)
			case before == "title" || raw[before]:
			case s.list != nil:
				if s.list.taking {
					s.list.shown.WriteString(t)
				}
			case s.gap && strings.TrimSpace(t) != "":
				// It goes before the table. In an element of its own it isn't
				// joined to all that went there.
				s.out.WriteString("<p>" + html.EscapeString(t) + "</p>")
				s.tags++
			default:
				s.out.WriteString(html.EscapeString(t))
			}
			before = ""
		}
		if s.tags > maxTags || s.work > maxWork {
			return source.ErrTooLong
		}
	}
}

// tag are the attributes of an element that count.
type tag struct {
	said
	hidden, pre, selected                          bool
	adds                                           string
	spans                                          [2]string
	kind, value, told, width, height, class, ident string
}

// attributes reads them.
func (s *skeleton) attributes(name string, z *html.Tokenizer, more bool) (t tag) {
	style := ""
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch k, v := string(key), string(value); k {
		case "hidden":
			t.hidden = true
		case "style":
			style = strings.ToLower(strings.Join(strings.Fields(v), ""))
			t.pre = strings.Contains(style, "white-space:pre")
		case "rowspan":
			t.spans[0] = fmt.Sprintf(" rowspan=%d", span(v))
		case "colspan":
			t.spans[1] = fmt.Sprintf(" colspan=%d", span(v))
		case "srcdoc":
			s.framed = true
		case "href", "src":
			s.link(name, v)
		case "class":
			t.class = v
		case "id":
			t.ident = v
		case "type":
			t.kind = v
		case "value":
			t.value = v
		case "alt":
			t.told = v
		case "width":
			t.width = v
		case "height":
			t.height = v
		case "selected":
			t.selected = true
		case "color":
			t.colour(strings.ToLower(strings.TrimSpace(v)))
		case "bgcolor":
			t.ground(strings.ToLower(strings.TrimSpace(v)))
		}
	}
	e := openedOf(name, t.class, t.ident)
	r := s.ruled(e)
	if !empty[name] {
		s.enter(e)
	}
	t.on, t.off = r.on&^t.off|t.on, r.off&^t.on|t.off
	t.on |= marks(elementMarks[name])
	if style != "" {
		r.gone = t.style(style) || r.gone && !strings.Contains(style, "display:")
	}
	t.hidden, t.adds = t.hidden || r.gone, r.adds
	return t
}

func (s *skeleton) start(name string, z *html.Tokenizer, more bool) {
	t := s.attributes(name, z, more)
	if s.list != nil && endsList[name] {
		s.endList()
	}
	switch {
	case name == "img":
		if s.images++; !t.hidden {
			s.picture("图片", t.told, t.width, t.height)
		}
	case name == "input":
		if !t.hidden {
			s.control(t.kind, t.value)
		}
	case name == "select" && s.list == nil:
		s.list = &choice{}
	case name == "option" && s.list != nil:
		s.tags++
		s.list.option(t.selected)
	case raw[name] || dropped[name] || s.list != nil:
	case kept[name]:
		s.tags++
		s.out.WriteString("<" + name + t.spans[0] + t.spans[1] + t.said.attributes())
		if t.hidden {
			s.out.WriteString(" hidden")
		}
		if t.pre {
			s.out.WriteString(" pre")
		}
		s.out.WriteByte('>')
		s.follow(name, true)
	default:
		s.inlined(name, &t)
	}
	if t.adds != "" && !t.hidden {
		s.noted(source.Thing, "样式加上的字", t.adds)
	}
}

// inlined keeps an element within a line that changes how its text looks.
func (s *skeleton) inlined(name string, t *tag) {
	if drawn[name] && !t.hidden {
		s.picture("图形", t.told, t.width, t.height)
	}
	span := ""
	switch {
	case unshown[name]:
		span = " gone"
	case t.hidden:
		span = " hidden"
	default:
		span = t.said.attributes()
	}
	s.inline[name] = append(s.inline[name], span != "")
	if span != "" {
		s.tags++
		s.out.WriteString("<span" + span + ">")
	}
}

func (s *skeleton) end(name string) {
	s.leave(name)
	open := s.inline[name]
	switch {
	case name == "select" && s.list != nil:
		s.endList()
	case s.list != nil:
	case kept[name]:
		s.tags++
		s.out.WriteString("</" + name + ">")
		s.follow(name, false)
	case len(open) > 0:
		if open[len(open)-1] {
			s.out.WriteString("</span>")
		}
		s.inline[name] = open[:len(open)-1]
	}
}

// follow keeps in mind whether text would stand between a table's cells.
func (s *skeleton) follow(name string, begins bool) {
	switch name {
	case "table":
		s.gap = begins
	case "thead", "tbody", "tfoot", "tr":
		s.gap = true
	case "td", "th", "caption":
		s.gap = !begins
	}
}

// span is a rowspan or colspan as browsers read it: digits at its front.
func span(s string) int {
	n := 0
	for _, c := range strings.TrimSpace(s) {
		if c < '0' || c > '9' {
			break
		}
		n = min(n*10+int(c-'0'), source.MaxRows)
	}
	return n
}

// attachments are the ends of names of files that reports are published in.
var attachments = []string{".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".zip", ".rar"}

// link keeps the names of the first attachments in mind.
func (s *skeleton) link(element, address string) {
	leads := element == "a" || element == "iframe" || element == "embed"
	if !leads || len(s.files) >= 3 {
		return
	}
	name, _, _ := strings.Cut(address, "?")
	name = name[strings.LastIndexByte(name, '/')+1:]
	for _, end := range attachments {
		if strings.HasSuffix(strings.ToLower(name), end) && len(name) < 200 {
			if plain, err := url.PathUnescape(name); err == nil {
				name = plain
			}
			s.files = append(s.files, source.Clean(strings.ToValidUTF8(name, "")))
			return
		}
	}
}
