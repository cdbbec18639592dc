// Package ofd writes a report as an OFD file (GB/T 33190-2016, the layout format of
// official documents) from the same pages as the pdf file: text at its place with the
// advance of each character, rules and boxes as paths, the fonts embedded with only the
// characters used of them, headings as outline, document information, and a file of
// custom tags that names each figure's cell beside the object that shows it.
//
// There is no Go library for OFD on the registries. A file is a zip of a few XML files:
//
//	OFD.xml                     document information; where the document is
//	Doc_0/Document.xml          page size, pages, outline, where the rest is
//	Doc_0/PublicRes.xml         fonts
//	Doc_0/Res/font_N.ttf        a font of its own each; of CFF outlines font_N.otf
//	Doc_0/Pages/Page_N/Content.xml
//	Doc_0/Tags/CustomTags.xml   the list of tag files, and the one there is
//	Doc_0/Tags/Figures.xml
//
// Lengths are millimetres from the upper left corner (7.3 of the standard), identifiers
// are numbered through the document.
package ofd

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"

	"nianbao/export/layout"
	"nianbao/export/paper"
)

// Namespace is that of the standard's elements.
const Namespace = "http://www.ofdspec.org/2016"

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// space declares the namespace on a file's outermost element.
const space = ` xmlns:ofd="` + Namespace + `"`

// fixedTime stands for every time in the file, so that the same report gives
// the same bytes. It is the first that a zip can hold.
var fixedTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Write writes the document and returns what the operator should know about it, as
// [layout.Draw] does. An error is a *[fonts.FileError] about Options.Font, or w's.
func Write(w io.Writer, d *paper.Document, o layout.Options) (notices []string, err error) {
	return layout.Draw(d, o, func(placed *layout.Document) error {
		files, err := write(placed, d)
		if err != nil {
			return err
		}
		return pack(w, files)
	})
}

// file is one in the zip.
type file struct {
	name string
	data []byte
}

// writer numbers what the document's files refer to.
type writer struct {
	ids   int
	fonts []*font
	tags  strings.Builder // an element for each figure
}

func (w *writer) id() string {
	w.ids++
	return strconv.Itoa(w.ids)
}

// write makes the document's files, in the order in which readers look for them.
func write(p *layout.Document, d *paper.Document) ([]file, error) {
	w := &writer{}
	var pages []file
	var list strings.Builder
	pageIDs := make([]string, len(p.Pages))
	for i, page := range p.Pages {
		pageIDs[i] = w.id()
		name := "Pages/Page_" + strconv.Itoa(i) + "/Content.xml"
		list.WriteString(`<ofd:Page ID="` + pageIDs[i] + `" BaseLoc="` + name + `"/>`)
		pages = append(pages, file{"Doc_0/" + name, w.page(page, pageIDs[i])})
	}
	embedded, resources, err := w.resources()
	if err != nil {
		return nil, err
	}
	doc := xmlHead + `<ofd:Document` + space + `><ofd:CommonData><ofd:MaxUnitID>` + strconv.Itoa(w.ids) + `</ofd:MaxUnitID>` +
		`<ofd:PageArea>` + physicalBox + `</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>` +
		`<ofd:Pages>` + list.String() + `</ofd:Pages>` + outline(p.Marks, pageIDs) +
		`<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>`
	rest := append([]file{{"Doc_0/Document.xml", []byte(doc)}, {"Doc_0/PublicRes.xml", resources}}, pages...)
	rest = append(append(rest, w.customTags()...), embedded...)
	sum := sha256.New()
	for _, f := range rest {
		sum.Write(f.data)
	}
	id := hex.EncodeToString(sum.Sum(nil)[:16])
	remark := ""
	if d.Checksum != "" {
		remark = element("Abstract", d.Checksum)
	}
	root := xmlHead + `<ofd:OFD` + space + ` Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>` + id + `</ofd:DocID>` +
		element("Title", d.Title) + element("Author", d.Unit) + remark + `<ofd:DocUsage>Normal</ofd:DocUsage><ofd:Creator>nianbao</ofd:Creator></ofd:DocInfo>` +
		`<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`
	return append([]file{{"OFD.xml", []byte(root)}}, rest...), nil
}

var physicalBox = `<ofd:PhysicalBox>0 0 ` + number(layout.PageWidth) + ` ` + number(layout.PageHeight) + `</ofd:PhysicalBox>`

func element(name, text string) string {
	return `<ofd:` + name + `>` + escape(text) + `</ofd:` + name + `>`
}

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

// number is a length in points as millimetres, to a thousandth.
func number(points float64) string { return string(appendNumber(nil, points)) }

func appendNumber(b []byte, points float64) []byte {
	from := len(b)
	b = strconv.AppendFloat(b, points*25.4/72, 'f', 3, 64)
	b = bytes.TrimRight(bytes.TrimRight(b, "0"), ".")
	if string(b[from:]) == "-0" {
		return append(b[:from], '0')
	}
	return b
}

// pack writes the zip.
func pack(w io.Writer, files []file) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		part, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: fixedTime})
		if err != nil {
			return err
		}
		if _, err := part.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// outline are the headings with their places, nested by level.
func outline(marks []*layout.Bookmark, pages []string) string {
	if len(marks) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<ofd:Outlines>`)
	var open []int // levels
	for _, m := range marks {
		for len(open) > 0 && open[len(open)-1] >= m.Level {
			b.WriteString(`</ofd:OutlineElem>`)
			open = open[:len(open)-1]
		}
		b.WriteString(`<ofd:OutlineElem Title="` + escape(m.Title) + `"><ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto><ofd:Dest Type="XYZ" PageID="` + pages[m.Page] +
			`" Left="0" Top="` + number(m.Y) + `" Zoom="0"/></ofd:Goto></ofd:Action></ofd:Actions>`)
		open = append(open, m.Level)
	}
	b.WriteString(strings.Repeat(`</ofd:OutlineElem>`, len(open)) + `</ofd:Outlines>`)
	return b.String()
}
