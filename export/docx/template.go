package docx

import (
	"archive/zip"
	"io"
	"slices"

	"nianbao/export/paper"
)

// Template is a unit's own Word file, read and made ready: page, styles, header
// and footer, theme, fonts and settings are its, the content will be ours. It
// can be used any number of times.
//
// Of its body is kept what stands round the marker {{正文}}; without that nothing, nor what
// only a body needs: pictures, notes, comments, custom data, macros. So nothing of an old
// report that serves as a template gets into the new one.
type Template struct {
	files      []*file
	main, core string            // the names of the two parts that are written anew
	section    string            // the w:sectPr
	letterhead *letterhead       // nil where nothing of the body stays
	fills      map[string][]fill // of headers and footers, by their names
	checksum   bool              // its own text or footer has the checksum
	numbered   bool              // its footers are ours, or have our lines
	layout     *layout
	notes      []string
}

// WriteWith writes the document into a template. The notes say in Chinese what
// the operator should know about it. It fails only where w does.
func WriteWith(w io.Writer, d *paper.Document, t *Template) (notes []string, err error) {
	z := zip.NewWriter(w)
	for _, f := range t.files {
		data := f.data
		switch f.name {
		case t.main:
			if t.letterhead != nil {
				data = stitch(data, t.letterhead.fills, d)
			} else {
				data = []byte(document(d, t.layout, t.section))
			}
		case t.core:
			data = []byte(core(d))
		default:
			data = stitch(data, t.fills[f.name], d)
		}
		method := zip.Deflate
		if f.method == zip.Store {
			method = zip.Store
		}
		h := &zip.FileHeader{Name: f.name, Method: method, Modified: fixedTime}
		part, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(data); err != nil {
			return nil, err
		}
	}
	notes = slices.Clone(t.notes)
	if d.Footer != "" && !t.numbered && !t.checksum {
		notes = append(notes, "模板有自己的页脚，校验码没有印在页脚，只存在文件属性里；要印，在模板里写 {{校验码}}")
	}
	return notes, z.Close()
}

// ReadTemplate reads a template. Its errors about the file are a
// [TemplateError].
func ReadTemplate(r io.ReaderAt, size int64) (*Template, error) {
	if err := sniff(r, size); err != nil {
		return nil, err
	}
	p, err := unpack(r, size)
	if err != nil {
		return nil, err
	}
	return convert(p)
}
