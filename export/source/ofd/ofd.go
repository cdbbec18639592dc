// Package ofd reads the pages of an OFD file (GB/T 33190-2016) as they are drawn:
// characters, straight lines and areas with their places. What they mean is for the
// package that reads pages of PDF files, which sees the same.
package ofd

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"nianbao/export/source"
	"nianbao/export/source/pdf"
	"nianbao/export/source/pdf/content"
)

// The most of a file that is read, beside what package content bounds.
const (
	maxGlyphs   = 1_000_000 // of all pages together
	maxRules    = 20_000    // of a page
	maxAllRules = 400_000
	maxNested   = 8           // blocks within blocks
	maxUnpacked = 64 << 20    // bytes of all parts that are read
	perMM       = 72.0 / 25.4 // points
	usualWidth  = 210.0       // of a page that doesn't say, in millimetres
	usualHeight = 297.0       //
	white       = 235         // of 255: what nobody sees on paper
	tinyPoints  = 2.0         // below what anybody reads
)

// Errors of Source, for the operator.
var (
	errDamaged = errors.New("OFD 文件已损坏或不完整，无法读取；请重新下载或向提供的人再要一份，也可以在 OFD 阅读器里打开它，导出为 pdf 再读")
	errLocked  = errors.New("OFD 文件加了密，无法读取；请在 OFD 阅读器里打开它，另存为不加密的文件再读")
	errPages   = fmt.Errorf("OFD 文件超过 %d 页，不像一份年报；请把年报那几页单独存成一个文件再读", content.MaxPages)
	errTooMuch = errors.New("OFD 文件展开后太大，不像一份年报；请核对是不是选错了文件")
)

// Source reads an OFD file. Its errors are Chinese sentences for the operator.
func Source(data []byte) (*source.Document, error) {
	z, err := source.OpenZip(data)
	if err != nil {
		return nil, err
	}
	r := &reader{zip: z, left: maxUnpacked, glyphs: maxGlyphs, rules: maxAllRules}
	d, err := r.document()
	if err != nil {
		return nil, err
	}
	s, err := pdf.Arrange(d)
	if err != nil {
		return nil, worded(err)
	}
	s.Notes = append(s.Notes, r.notes...)
	return s, nil
}

// worded has an error about pages name this kind of file.
func worded(err error) error {
	if s := err.Error(); strings.Contains(s, "PDF") {
		return errors.New(strings.ReplaceAll(s, "PDF", "OFD"))
	}
	return err
}

// reader reads a file's parts.
type reader struct {
	zip           *source.Zip
	left          int64 // bytes that may still be unpacked
	glyphs, rules int   // that may still be read
	notes         []string
}

// part reads a part, which has to be there, into x.
func (r *reader) part(name string, x any) error {
	part, err := r.zip.Open(name)
	if err != nil {
		return err
	}
	if part == nil {
		return errDamaged
	}
	counted := &io.LimitedReader{R: part, N: r.left}
	err = source.NewDecoder(counted).Decode(x)
	r.left = counted.N
	if closed := part.Close(); err == nil {
		err = closed
	}
	switch {
	case r.left <= 0:
		return errTooMuch
	case err != nil:
		return errDamaged
	}
	return nil
}

// at is a part's name as another part gives it.
func at(from, loc string) string {
	if loc = strings.TrimSpace(loc); strings.HasPrefix(loc, "/") {
		return loc
	}
	return path.Join(path.Dir(from), loc)
}

// The parts, as far as they are read (7 of the standard). Names are matched without their
// namespace: early writers have others.
type (
	root struct {
		DocBody []struct {
			DocInfo    struct{ Title, Author, Abstract, Creator string }
			DocRoot    string
			Signatures string
		}
		Encryptions string
	}
	documentPart struct {
		CommonData struct {
			PageArea     area
			TemplatePage []struct {
				ID      string `xml:",attr"`
				BaseLoc string `xml:",attr"`
				ZOrder  string `xml:",attr"`
			}
		}
		Pages struct {
			Page []struct {
				BaseLoc string `xml:",attr"`
			}
		}
		Annotations string
	}
	area     struct{ PhysicalBox string }
	pagePart struct {
		Template []struct {
			TemplateID string `xml:",attr"`
		}
		Area    area
		Content struct {
			Layer []block
		}
	}
)

// document reads the first document of the file.
func (r *reader) document() (*content.Document, error) {
	var top root
	if err := r.part("OFD.xml", &top); err != nil {
		return nil, err
	}
	if top.Encryptions != "" {
		return nil, errLocked
	}
	if len(top.DocBody) == 0 {
		return nil, errDamaged
	}
	body := top.DocBody[0]
	if len(top.DocBody) > 1 {
		r.notes = append(r.notes, fmt.Sprintf("这个文件里有 %d 份文档，只读了第 1 份", len(top.DocBody)))
	}
	if body.Signatures != "" {
		r.notes = append(r.notes, "文件上有电子签章，签章没有读，也没有验证")
	}
	name := at("", body.DocRoot)
	var doc documentPart
	if err := r.part(name, &doc); err != nil {
		return nil, err
	}
	if doc.Annotations != "" {
		r.notes = append(r.notes, "文件里有批注或图章，没有读")
	}
	d := &content.Document{Title: strings.TrimSpace(body.DocInfo.Title), Author: strings.TrimSpace(body.DocInfo.Author), Subject: body.DocInfo.Abstract, Producer: strings.TrimSpace(body.DocInfo.Creator)}
	if len(doc.Pages.Page) == 0 {
		return nil, errDamaged
	}
	if len(doc.Pages.Page) > content.MaxPages {
		return nil, errPages
	}
	templates := map[string]string{}
	for _, t := range doc.CommonData.TemplatePage {
		templates[t.ID] = at(name, t.BaseLoc)
	}
	for i, p := range doc.Pages.Page {
		page, err := r.page(at(name, p.BaseLoc), doc.CommonData.PageArea, templates)
		if err != nil {
			return nil, err
		}
		page.Number = i + 1
		d.Pages = append(d.Pages, page)
	}
	return d, nil
}

// page reads a page with what its templates draw below it.
func (r *reader) page(name string, usual area, templates map[string]string) (*content.Page, error) {
	var p pagePart
	if err := r.part(name, &p); err != nil {
		return nil, err
	}
	box, ok := numbers(p.Area.PhysicalBox, 4)
	if !ok {
		if box, ok = numbers(usual.PhysicalBox, 4); !ok {
			box = []float64{0, 0, usualWidth, usualHeight}
		}
	}
	d := &drawing{reader: r, page: &content.Page{Width: box[2] * perMM, Height: box[3] * perMM}, left: box[0], top: box[1]}
	for _, t := range p.Template {
		loc, known := templates[t.TemplateID]
		if !known {
			continue
		}
		var below pagePart
		if err := r.part(loc, &below); err != nil {
			return nil, err
		}
		if err := d.layers(below.Content.Layer); err != nil {
			return nil, err
		}
	}
	if err := d.layers(p.Content.Layer); err != nil {
		return nil, err
	}
	d.look()
	return d.page, nil
}
