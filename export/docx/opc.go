package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a template. A real one has some tens of parts and, with a picture
// in the header, some hundred kilobytes.
const (
	maxParts = 2000
	maxPart  = 32 << 20
	maxTotal = 64 << 20 // of the parts, and of the file itself
)

// file is one part of a template. Only what is kept is written.
type file struct {
	name   string
	method uint16
	data   []byte
	keep   bool
}

// pack is a template's package: its parts in the order of the zip.
type pack struct {
	files []*file
	named map[string]*file // by lower case, as names of parts are compared
}

// sniff refuses what is no zip, by the first bytes.
func sniff(r io.ReaderAt, size int64) error {
	head := make([]byte, 8)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return refuse(Damaged, "无法读取模板文件", err)
	}
	head = head[:n]
	switch {
	case size > maxTotal:
		return refuse(TooLarge, "模板文件太大，超过了 64 MB", nil)
	case string(head) == "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
		if contains(r, size, "EncryptedPackage") {
			return refuse(Encrypted, "模板设了打开密码，无法读取里面的内容", nil)
		}
		return refuse(OldWord, "模板是旧版 Word 或 WPS 的文件（.doc、.wps），不是 docx", nil)
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return refuse(OldWord, "模板是 RTF 文件，不是 docx", nil)
	case !bytes.HasPrefix(head, []byte("PK")):
		return refuse(NotWord, "模板不是 Word 文档（docx）", nil)
	}
	return nil
}

// contains looks for a name as OLE files write it, in UTF-16.
func contains(r io.ReaderAt, size int64, name string) bool {
	want := []byte(strings.Join(strings.Split(name, ""), "\x00"))
	block := make([]byte, 1<<16)
	for at := int64(0); at < size; at += int64(len(block) - len(want)) {
		n, err := r.ReadAt(block, at)
		if bytes.Contains(block[:n], want) {
			return true
		}
		if err != nil {
			break
		}
	}
	return false
}

// unpack reads all parts within the bounds.
func unpack(r io.ReaderAt, size int64) (*pack, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse(Damaged, "模板已损坏，不是完整的 docx 文件", err)
	}
	if len(z.File) > maxParts {
		return nil, refuse(TooLarge, "模板里的文件太多，超过了 2000 个", nil)
	}
	p, total := &pack{named: map[string]*file{}}, 0
	for _, f := range z.File {
		folder := strings.HasSuffix(f.Name, "/")
		if !sound(strings.TrimSuffix(f.Name, "/")) {
			return nil, refuse(Unsafe, "模板里有不正常的文件名", errors.New(f.Name))
		}
		if folder && f.UncompressedSize64 == 0 {
			continue
		}
		if p.get(f.Name) != nil || folder {
			return nil, refuse(Unsafe, "模板里有重名的文件「"+f.Name+"」", nil)
		}
		data, err := unpackPart(f, maxTotal-total)
		if err != nil {
			return nil, err
		}
		total += len(data)
		p.add(&file{name: f.Name, method: f.Method, data: data})
	}
	return p, nil
}

// sound tells whether a name in the zip can be that of a part.
func sound(name string) bool {
	if name == "" || len(name) > 1000 || !utf8.ValidString(name) {
		return false
	}
	if strings.ContainsAny(name, `\:`) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "/"), func(s string) bool { return strings.Trim(s, ".") == "" })
}

func unpackPart(f *zip.File, left int) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, refuse(Encrypted, "模板是加了密码的压缩文件", nil)
	}
	left = min(left, maxPart)
	tooLarge := refuse(TooLarge, "模板太大：其中的「"+f.Name+"」展开后超过了限度", nil)
	if f.UncompressedSize64 > uint64(left) {
		return nil, tooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(f.Name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, int64(left)+1))
	if err != nil {
		return nil, damaged(f.Name, err)
	}
	if len(data) > left {
		return nil, tooLarge
	}
	return data, nil
}

func (p *pack) get(name string) *file { return p.named[strings.ToLower(name)] }

func (p *pack) add(f *file) {
	p.files = append(p.files, f)
	p.named[strings.ToLower(f.name)] = f
}

// put makes data a part that is kept, in place of one of that name.
func (p *pack) put(name string, data []byte) {
	f := p.get(name)
	if f == nil {
		f = &file{name: name, method: zip.Deflate}
		p.add(f)
	}
	f.data, f.keep = data, true
}

// relation is a relationship of a part.
type relation struct {
	id, kind, target string
	external         bool
}

// is tells whether it is of a kind of Office's, by the end of its name.
func (r relation) is(kinds ...string) bool {
	own, ok := strings.CutPrefix(r.kind, nsRefs+"/")
	return ok && slices.Contains(kinds, own)
}

// relations are those of a part, "" for the package; none is none.
func (p *pack) relations(source string) ([]relation, error) {
	f := p.get(relationsName(source))
	if f == nil {
		return nil, nil
	}
	root, err := parse(f.name, f.data)
	if err != nil {
		return nil, err
	}
	var out []relation
	for _, e := range root.kids {
		if e.Local == "Relationship" {
			out = append(out, relation{e.get("Id"), e.get("Type"), e.get("Target"), strings.EqualFold(e.get("TargetMode"), "External")})
		}
	}
	return out, nil
}

// relate replaces a part's relations.
func (p *pack) relate(source string, relations []relation) {
	b := &strings.Builder{}
	b.WriteString(xmlHead + `<Relationships xmlns="` + nsRelations + `">`)
	for _, r := range relations {
		b.WriteString(`<Relationship Id="` + escape.Replace(r.id) + `" Type="` + escape.Replace(r.kind) + `" Target="` + escape.Replace(r.target) + `"`)
		if r.external {
			b.WriteString(` TargetMode="External"`)
		}
		b.WriteString(`/>`)
	}
	b.WriteString(`</Relationships>`)
	p.put(relationsName(source), []byte(b.String()))
}

// target is the part that a relation of source leads to, or nil.
func (p *pack) target(source string, r relation) *file {
	name, _, _ := strings.Cut(r.target, "#")
	if r.external || name == "" {
		return nil
	}
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if !strings.HasPrefix(name, "/") {
		name = "/" + path.Dir(source) + "/" + name
	}
	return p.get(strings.TrimPrefix(path.Clean(name), "/"))
}

// embedded are kinds of relations to what can run or hold anything; a header
// does well without.
var embedded = []string{"oleObject", "package", "control", "aFChunk", "subDocument", "frame", "attachedToolbars"}

// visit keeps a part and all that it leads to. It returns whether a link to a
// file outside was cut: nothing outside is fetched when the document opens.
func (p *pack) visit(f *file) (linked bool, err error) {
	f.keep = true
	relations, err := p.relations(f.name)
	if err != nil || relations == nil {
		return false, err
	}
	p.get(relationsName(f.name)).keep = true
	broken := false
	for i, r := range relations {
		switch to := p.target(f.name, r); {
		case r.is(embedded...) || strings.HasSuffix(r.kind, "/vbaProject"):
			return false, refuse(Unfit, "模板的页眉、页脚里有嵌入的对象或控件，带不进年报", nil)
		case r.external && !r.is("hyperlink"):
			relations[i].target, broken = "NULL", true // as Word itself writes a broken link
		case to != nil && !to.keep:
			more, err := p.visit(to)
			if err != nil {
				return false, err
			}
			linked = linked || more
		}
	}
	if broken {
		p.relate(f.name, relations)
	}
	return linked || broken, nil
}

// check refuses XML that is kept and can't be read, or hides something.
func (p *pack) check() error {
	for _, f := range p.files {
		switch strings.ToLower(path.Ext(f.name)) {
		case ".xml", ".rels", ".vml", ".svg":
			if f.keep && f.data != nil { // else it is written anew
				if err := scan(f.name, f.data, func(xml.Token, int, int) error { return nil }); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// mediaTypes is [Content_Types].xml.
type mediaTypes struct {
	defaults  [][2]string // extension and type
	overrides [][2]string // name of the part, and type
}

func (p *pack) mediaTypes() (*mediaTypes, error) {
	f := p.get(typesPart)
	if f == nil {
		return nil, refuse(NotWord, "模板不是 Word 文档（docx），只是压缩文件或其他格式", nil)
	}
	root, err := parse(f.name, f.data)
	if err != nil {
		return nil, err
	}
	t := &mediaTypes{}
	for _, e := range root.kids {
		switch e.Local {
		case "Default":
			t.defaults = append(t.defaults, [2]string{e.get("Extension"), e.get("ContentType")})
		case "Override":
			t.overrides = append(t.overrides, [2]string{strings.TrimPrefix(e.get("PartName"), "/"), e.get("ContentType")})
		}
	}
	return t, nil
}

// of is the type of a part.
func (t *mediaTypes) of(name string) string {
	for _, o := range t.overrides {
		if strings.EqualFold(o[0], name) {
			return o[1]
		}
	}
	for _, d := range t.defaults {
		if strings.EqualFold("."+d[0], path.Ext(name)) {
			return d[1]
		}
	}
	return ""
}

// set gives a part a type of its own.
func (t *mediaTypes) set(name, mediaType string) {
	for i, o := range t.overrides {
		if strings.EqualFold(o[0], name) {
			t.overrides[i][1] = mediaType
			return
		}
	}
	t.overrides = append(t.overrides, [2]string{name, mediaType})
}

// write writes the types of the parts that p keeps.
func (t *mediaTypes) write(p *pack) []byte {
	extensions := map[string]bool{"rels": true, "xml": true}
	for _, f := range p.files {
		if f.keep {
			extensions[strings.ToLower(strings.TrimPrefix(path.Ext(f.name), "."))] = true
		}
	}
	b := &strings.Builder{}
	b.WriteString(xmlHead + `<Types xmlns="` + nsTypes + `">`)
	for _, d := range t.defaults {
		if extensions[strings.ToLower(d[0])] {
			b.WriteString(`<Default Extension="` + escape.Replace(d[0]) + `" ContentType="` + escape.Replace(d[1]) + `"/>`)
		}
	}
	for _, o := range t.overrides {
		if f := p.get(o[0]); f != nil && f.keep {
			b.WriteString(`<Override PartName="/` + escape.Replace(o[0]) + `" ContentType="` + escape.Replace(o[1]) + `"/>`)
		}
	}
	b.WriteString(`</Types>`)
	return []byte(b.String())
}
