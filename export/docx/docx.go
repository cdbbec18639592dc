// Package docx writes a report as a Word document, laid out as an official
// document by GB/T 9704-2012: A4, margins 37 mm above and 28 mm at the left, a
// text of 156 × 225 mm with 22 lines to the page, the title in 方正小标宋简体 二号,
// the text in 仿宋_GB2312 三号, headings in 黑体 and 楷体_GB2312, page numbers at
// the outer side.
//
// The parts are written by hand: no free library keeps the odd and even
// footers. Elements stand in the order of the ECMA-376 schema, which Word
// insists on.
//
// A unit that has a look of its own gives a Word file as a [Template].
package docx

import (
	"archive/zip"
	"io"
	"strings"
	"time"

	"nianbao/export/paper"
)

// Lengths are in twentieths of a point, as the format counts them.
const (
	textWidth = 8844 // 156 mm
	charWidth = 320  // of the body, 三号
	footGap   = 60   // above notes under a table
)

// The page of GB/T 9704-2012.
const (
	officialSize    = `<w:pgSz w:w="11906" w:h="16838"/>`
	officialMargins = `<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="1134" w:footer="1400" w:gutter="0"/>`
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsWord  = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	nsRefs  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
)

// fixedTime stands for every time in the file, so that the same report gives
// the same bytes. It is the first that a zip can hold.
var fixedTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the document. It fails only where w does.
func Write(w io.Writer, d *paper.Document) error {
	parts := partsOf(d.Draft)
	return writePackage(w, parts, func(p part) (string, error) { return p.body(d, parts) })
}

// writePackage writes the parts of a document.
func writePackage(w io.Writer, parts []part, body func(part) (string, error)) error {
	z := zip.NewWriter(w)
	if err := put(z, typesPart, contentTypes(parts)); err != nil {
		return err
	}
	for _, source := range []string{"", documentPart} {
		if err := put(z, relationsName(source), relations(parts, source)); err != nil {
			return err
		}
	}
	for _, p := range parts {
		text, err := body(p)
		if err != nil {
			return err
		}
		if err := put(z, p.name, text); err != nil {
			return err
		}
	}
	return z.Close()
}

func put(z *zip.Writer, name, body string) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: fixedTime})
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, body)
	return err
}

// document is word/document.xml.
func document(d *paper.Document, l *layout, section string) string {
	b := &strings.Builder{}
	b.Grow(128 << 10)
	b.WriteString(xmlHead + `<w:document xmlns:w="` + nsWord + `" xmlns:r="` + nsRefs + `"><w:body>`)
	notice(b, d, l)
	content(b, d, l, kept{true, true, true})
	b.WriteString(section + `</w:body></w:document>`)
	return b.String()
}

// notice says of a draft that it is one.
func notice(b *strings.Builder, d *paper.Document, l *layout) {
	if d.Draft {
		paragraph(b, l.head("Draft", false), paper.DraftNotice)
	}
	if d.Lacks != "" {
		small(b, l, d.Lacks, 0, false)
	}
}

// content is what stands between: as much of it as is wanted.
func content(b *strings.Builder, d *paper.Document, l *layout, wanted kept) {
	if wanted.title {
		paragraph(b, l.head("Title", false), d.TitleLines()...)
	}
	heading := ""
	for i, block := range d.Blocks {
		switch x := block.(type) {
		case paper.Heading:
			heading = string(x)
			paragraph(b, l.head("Heading1", false)+l.tableGap(d.Blocks, i), string(x))
		case paper.Paragraph:
			body(b, l, x, i+1 < len(d.Blocks) && is[paper.Signature](d.Blocks[i+1]))
		case *paper.Table:
			table(b, l, x, heading)
			for i, note := range x.Notes {
				before := 0
				if i == 0 {
					before = footGap
				}
				small(b, l, note, before, i < len(x.Notes)-1)
			}
		}
	}
	closing(b, d, l, wanted)
}

// closing is what comes last.
func closing(b *strings.Builder, d *paper.Document, l *layout, wanted kept) {
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case paper.Signature:
			if wanted.signature {
				signature(b, l, x)
			}
		case paper.Checksum:
			if wanted.checksum {
				checksum(b, l, x)
			}
		}
	}
}

func is[T paper.Block](b paper.Block) bool {
	_, ok := b.(T)
	return ok
}

// section closes the body: footers, paper and margins. There is no grid for
// lines to stand on: LibreOffice would pull the rows of tables to it.
func section(parts []part) string {
	b := &strings.Builder{}
	b.WriteString(`<w:sectPr>`)
	for _, p := range parts {
		if p.reference != "" {
			b.WriteString(`<w:` + p.reference + ` w:type="` + p.pages + `" r:id="` + p.id + `"/>`)
		}
	}
	b.WriteString(officialSize + officialMargins + `<w:cols w:space="425"/></w:sectPr>`)
	return b.String()
}
