// Package ofd reads the pages of an OFD file (GB/T 33190-2016) as they are drawn:
// characters, straight lines and areas with their places. What they mean is for the
// package that reads pages of PDF files, which sees the same.
package ofd

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
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
	maxObjects  = 1_000_000   // that are drawn, units each time that they're placed
	maxCompared = 300_000_000 // characters with areas
	maxNumbers  = 1_000       // bytes of a list of a few numbers
	maxPictures = 200         // that are looked into
	maxRemarks  = 30          // annotations that are told of one by one
	maxThings   = 5_000       // pictures of a page
	maxUnpacked = 64 << 20    // bytes of all parts that are read
	perMM       = 72.0 / 25.4 // points
	usualWidth  = 210.0       // of a page that doesn't say, in millimetres
	usualHeight = 297.0       //
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
	r := &reader{zip: z, left: maxUnpacked, glyphs: maxGlyphs, rules: maxAllRules, objects: maxObjects, compared: maxCompared,
		resources: resources{map[string]drawParam{}, map[string]*unit{}, map[string]space{}, map[string]string{}, map[string]bool{}}}
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
	objects       int   // that may still be drawn
	compared      int   // characters with areas that may still be
	remarks       int   // annotations that were told of
	resources     resources
	slanted       []slanted
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
		return path.Clean(loc[1:])
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
			Versions   struct{ Version []version }
			Signatures string
		}
		Encryptions string
	}
	version struct {
		Current string `xml:",attr"`
		BaseLoc string `xml:",attr"`
	}
	documentPart struct {
		CommonData struct {
			PageArea     area
			PublicRes    []string
			DocumentRes  []string
			TemplatePage []struct {
				ID      string `xml:",attr"`
				BaseLoc string `xml:",attr"`
			}
		}
		Pages struct {
			Page []struct {
				ID      string `xml:",attr"`
				BaseLoc string `xml:",attr"`
			}
		}
		Annotations string
		Attachments string
	}
	area     struct{ PhysicalBox string }
	pagePart struct {
		Template []struct {
			TemplateID string `xml:",attr"`
			ZOrder     string `xml:",attr"`
		}
		Area    area
		PageRes []string
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
	if n := len(top.DocBody); n > 1 {
		var others []string
		for _, b := range top.DocBody[1:] {
			others = append(others, strings.TrimSpace(b.DocInfo.Title))
		}
		r.notes = append(r.notes, fmt.Sprintf("这个文件里有 %d 份文档，只读了第 1 份，没有读的是：%s", n, brief(strings.Join(others, "、"))))
	}
	if body.Signatures != "" {
		r.notes = append(r.notes, "文件上有电子签章，签章没有读，也没有验证")
	}
	name := at("", body.DocRoot)
	if err := r.versions(body.Versions.Version, name); err != nil {
		return nil, err
	}
	var doc documentPart
	if err := r.part(name, &doc); err != nil {
		return nil, err
	}
	d := &content.Document{Title: strings.TrimSpace(body.DocInfo.Title), Author: strings.TrimSpace(body.DocInfo.Author), Subject: body.DocInfo.Abstract, Producer: strings.TrimSpace(body.DocInfo.Creator)}
	if len(doc.Pages.Page) == 0 {
		return nil, errDamaged
	}
	if len(doc.Pages.Page) > content.MaxPages {
		return nil, errPages
	}
	if err := r.attachments(name, doc.Attachments); err != nil {
		return nil, err
	}
	if err := r.resource(name, append(doc.CommonData.PublicRes, doc.CommonData.DocumentRes...)); err != nil {
		return nil, err
	}
	notes, err := r.annotated(name, doc.Annotations)
	if err != nil {
		return nil, err
	}
	templates := map[string]string{}
	for _, t := range doc.CommonData.TemplatePage {
		templates[t.ID] = at(name, t.BaseLoc)
	}
	for i, p := range doc.Pages.Page {
		page, err := r.page(at(name, p.BaseLoc), i+1, doc.CommonData.PageArea, templates, notes[p.ID])
		if err != nil {
			return nil, err
		}
		d.Pages = append(d.Pages, page)
	}
	r.watermarks()
	if more := r.remarks - maxRemarks; more > 0 {
		r.notes = append(r.notes, fmt.Sprintf("另有 %d 处批注、图章没有读入，也没有列出", more))
	}
	return d, nil
}

// page reads a page with its templates and with what was put on it.
func (r *reader) page(name string, number int, usual area, templates map[string]string, notes []annotation) (*content.Page, error) {
	var p pagePart
	if err := r.part(name, &p); err != nil {
		return nil, err
	}
	if err := r.resource(name, p.PageRes); err != nil {
		return nil, err
	}
	box, ok := numbers(p.Area.PhysicalBox, 4)
	if !ok {
		if box, ok = numbers(usual.PhysicalBox, 4); !ok {
			box = []float64{0, 0, usualWidth, usualHeight}
		}
	}
	d := &drawing{reader: r, page: &content.Page{Number: number, Width: box[2] * perMM, Height: box[3] * perMM}, base: place{perMM, 0, 0, perMM, -box[0] * perMM, -box[1] * perMM}}
	var below, above []block
	for _, t := range p.Template {
		loc, known := templates[t.TemplateID]
		if !known {
			d.lost++
			continue
		}
		var x pagePart
		if err := r.part(loc, &x); err != nil {
			return nil, err
		}
		if t.ZOrder == "Foreground" {
			above = append(above, x.Content.Layer...)
		} else {
			below = append(below, x.Content.Layer...)
		}
	}
	if err := d.layers(slices.Concat(below, p.Content.Layer, above)); err != nil {
		return nil, err
	}
	if err := d.annotations(notes, number); err != nil {
		return nil, err
	}
	if err := d.look(); err != nil {
		return nil, err
	}
	d.told(number)
	d.page.Upright()
	return d.page, nil
}
