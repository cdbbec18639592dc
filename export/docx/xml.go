package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Bounds of what is read of a template's XML.
const (
	maxElements = 300_000 // in one part
	maxDepth    = 200
)

// element is an element of a template's part, and where it stands there: parts
// are changed by cutting and adding, so that all else keeps its bytes.
type element struct {
	xml.Name
	attrs      []xml.Attr
	kids       []*element
	start, end int
	inner      int // where its content begins
	close      int // where its end tag begins
}

// parse reads a part; it refuses what could stand for something else.
func parse(name string, data []byte) (*element, error) {
	root, count := &element{}, 0
	stack := []*element{root}
	err := scan(name, data, func(t xml.Token, start, end int) error {
		top := stack[len(stack)-1]
		switch x := t.(type) {
		case xml.StartElement:
			if count++; count > maxElements || len(stack) > maxDepth {
				return refuse(TooLarge, "模板里的「"+name+"」内容太多", nil)
			}
			e := &element{Name: x.Name, attrs: x.Attr, start: start, inner: end}
			top.kids = append(top.kids, e)
			stack = append(stack, e)
		case xml.EndElement:
			top.close, top.end = start, end
			stack = stack[:len(stack)-1]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(root.kids) != 1 {
		return nil, damaged(name, errors.New("not one root element"))
	}
	return root.kids[0], nil
}

// scan gives visit each token of a part with its place. A part that declares a
// document type or entities is refused: Word knows none.
func scan(name string, data []byte, visit func(t xml.Token, start, end int) error) error {
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		start := dec.InputOffset()
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(name, err)
		}
		if _, ok := token.(xml.Directive); ok {
			return refuse(Unsafe, "模板里的「"+name+"」含有不能使用的内容，请用 Word 另存一份", nil)
		}
		if err := visit(token, int(start), int(dec.InputOffset())); err != nil {
			return err
		}
	}
}

// word tells whether the element has this name in WordprocessingML.
func (e *element) word(name string) bool { return e.Space == nsWord && e.Local == name }

// kid is the first child of a name in WordprocessingML, or nil; nil has none.
func (e *element) kid(name string) *element {
	if e == nil {
		return nil
	}
	if i := slices.IndexFunc(e.kids, func(k *element) bool { return k.word(name) }); i >= 0 {
		return e.kids[i]
	}
	return nil
}

// get is an attribute without a namespace, or "".
func (e *element) get(name string) string { return e.in("", name) }

// val is an attribute of WordprocessingML, or "".
func (e *element) val(name string) string { return e.in(nsWord, name) }

func (e *element) in(space, name string) string {
	if e != nil {
		for _, a := range e.attrs {
			if a.Name.Space == space && a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

// on tells whether a switch is there and on.
func (e *element) on() bool {
	return e != nil && !slices.Contains([]string{"0", "false", "off"}, e.val("val"))
}

// all lists the elements below e that pass; it doesn't look into those.
func (e *element) all(pass func(*element) bool) []*element {
	var out []*element
	for _, k := range e.kids {
		if pass(k) {
			out = append(out, k)
		} else {
			out = append(out, k.all(pass)...)
		}
	}
	return out
}

// cut returns the part without elements that are given in their order.
func cut(data []byte, elements []*element) []byte {
	var b bytes.Buffer
	at := 0
	for _, e := range elements {
		b.Write(data[at:e.start])
		at = e.end
	}
	b.Write(data[at:])
	return b.Bytes()
}

// adopt adds elements written with the prefix w at the end of the root's
// content, whatever prefix the root has for WordprocessingML.
func adopt(data []byte, root *element, elements ...string) []byte {
	if len(elements) == 0 {
		return data
	}
	added := strings.Join(elements, "")
	if root.in("xmlns", "w") != nsWord {
		added = strings.NewReplacer("<w:style ", `<w:style xmlns:w="`+nsWord+`" `, "<w:font ", `<w:font xmlns:w="`+nsWord+`" `).Replace(added)
	}
	if root.close == root.end { // <w:fonts/>
		tag := bytes.TrimSuffix(data[root.start:root.end], []byte("/>"))
		name, _, _ := bytes.Cut(tag[1:], []byte(" "))
		return slices.Concat(data[:root.start], tag, []byte(">"+added+"</"+string(bytes.TrimSpace(name))+">"), data[root.end:])
	}
	return slices.Concat(data[:root.close], []byte(added), data[root.close:])
}

// write writes an element anew with the prefixes w and r, and nothing of other
// namespaces.
func (e *element) write(b *strings.Builder) {
	b.WriteString(`<w:` + e.Local)
	for _, a := range e.attrs {
		switch a.Name.Space {
		case nsWord:
			b.WriteString(` w:`)
		case nsRefs:
			b.WriteString(` r:`)
		default:
			continue
		}
		b.WriteString(a.Name.Local + `="` + escape.Replace(a.Value) + `"`)
	}
	b.WriteString(`>`)
	for _, k := range e.kids {
		if k.Space == nsWord {
			k.write(b)
		}
	}
	b.WriteString(`</w:` + e.Local + `>`)
}

// units are those of a length (ECMA-376 part 1, 22.9.2.15), in twentieths of a
// point.
var units = map[string]float64{"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440, "pt": 20, "pc": 240, "pi": 240}

// length reads a length in twentieths of a point.
func length(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, n > -1e6 && n < 1e6
	}
	factor := 1.0
	if i := max(len(s)-2, 0); units[s[i:]] != 0 {
		factor, s = units[s[i:]], s[:i]
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f*factor > -1e6 && f*factor < 1e6) {
		return 0, false
	}
	return int(f*factor + 0.5), true
}
