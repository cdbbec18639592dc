package source

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"io"
	"net/url"
	"path"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Relation is a relationship of a part of an Office file to another.
type Relation struct {
	ID   string
	Kind string // the end of the type's name: styles, worksheet
	Part string // the other part's name
}

// Relations are those of a part, "" for the package, that lead to parts. What
// can't be read is none.
func (z *Zip) Relations(part string) (out []Relation) {
	var rels struct {
		Relationship []struct {
			ID         string `xml:"Id,attr"`
			Type       string `xml:",attr"`
			Target     string `xml:",attr"`
			TargetMode string `xml:",attr"`
		}
	}
	dir, file := path.Split(part)
	if err := z.Decode(dir+"_rels/"+file+".rels", &rels); err != nil {
		return nil
	}
	for _, r := range rels.Relationship {
		if r.TargetMode == "External" {
			continue
		}
		name := r.Target
		if plain, err := url.PathUnescape(name); err == nil {
			name = plain
		}
		if !strings.HasPrefix(name, "/") {
			name = path.Join(dir, name)
		}
		if z.Has(name) {
			out = append(out, Relation{r.ID, r.Type[strings.LastIndexByte(r.Type, '/')+1:], name})
		}
	}
	return out
}

// Related is the part to which the named part, "" for the package, has a
// relationship of a kind; else the name that programs give it.
func (z *Zip) Related(part, kind, usual string) string {
	for _, r := range z.Relations(part) {
		if r.Kind == kind {
			return r.Part
		}
	}
	return usual
}

// Core is the title and the remarks in an Office file's properties, "" for none.
func (z *Zip) Core() (title, remark string) {
	var core struct {
		Title       string `xml:"title"`
		Description string `xml:"description"`
	}
	if err := z.Decode(z.Related("", "core-properties", "docProps/core.xml"), &core); err != nil {
		return "", "" // it only helps
	}
	return core.Title, core.Description
}

// Ours reports whether an Office file's properties say that this program wrote it; one
// that saves it again puts its own name there.
func (z *Zip) Ours() bool {
	var app struct {
		Application string `xml:"Application"`
	}
	err := z.Decode(z.Related("", "extended-properties", "docProps/app.xml"), &app)
	return err == nil && app.Application == Program
}

// Program is what this program calls itself in its files.
const Program = "nianbao"

// Decode decodes a small part of XML into v, as package xml does; one that is
// missing leaves v as it is.
func (z *Zip) Decode(name string, v any) error {
	data, err := z.Read(name)
	if err != nil || data == nil {
		return err
	}
	return NewDecoder(bytes.NewReader(data)).Decode(v)
}

// NewDecoder decodes XML in UTF-8, in UTF-16 with its mark, the encodings that parts
// of an Office file may have, or in one of the GB encodings where that is declared. It
// knows no entities but XML's own.
func NewDecoder(r io.Reader) *xml.Decoder {
	in := bufio.NewReader(r)
	r = in
	if head, err := in.Peek(2); err == nil && (string(head) == "\xff\xfe" || string(head) == "\xfe\xff") {
		r = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in)
	}
	d := xml.NewDecoder(&tagReader{in: r})
	d.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		switch strings.ToLower(name) {
		case "gb18030", "gbk", "gb2312", "cp936":
			return simplifiedchinese.GB18030.NewDecoder().Reader(r), nil
		}
		return r, nil // it is UTF-8 by now
	}
	return d
}

// maxTag bounds one tag of XML with the text behind it, in bytes: the decoder
// makes a list of all that stands in a tag.
const maxTag = 4 << 20

// tagReader refuses what has no tag for too long. Within a tag XML has no "<".
type tagReader struct {
	in  io.Reader
	run int // bytes since the last "<"
}

func (t *tagReader) Read(p []byte) (int, error) {
	n, err := t.in.Read(p)
	if at := bytes.LastIndexByte(p[:n], '<'); at >= 0 {
		t.run = n - at
	} else {
		t.run += n
	}
	if t.run > maxTag {
		return 0, ErrTooLong
	}
	return n, err
}
