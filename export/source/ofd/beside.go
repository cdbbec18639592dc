package ofd

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// annotation is what somebody put on a page (15).
type annotation struct {
	Type       string `xml:",attr"`
	Subtype    string `xml:",attr"`
	Visible    string `xml:",attr"`
	Remark     string
	Appearance *appearance
}

type appearance struct {
	Boundary string
	block
}

// UnmarshalXML takes the box, then what is in it.
func (a *appearance) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	for _, x := range start.Attr {
		if x.Name.Local == "Boundary" {
			a.Boundary = x.Value
		}
	}
	return a.block.UnmarshalXML(d, start)
}

// words are the characters of a block's text.
func (b *block) words(depth int) string {
	var out strings.Builder
	for _, x := range b.objects {
		switch x := x.(type) {
		case *textObject:
			for _, code := range x.TextCode {
				out.WriteString(string(x.characters(code.Text)))
			}
		case *block:
			if depth < maxNested {
				out.WriteString(x.words(depth + 1))
			}
		}
	}
	return out.String()
}

// annotated are the annotations by the pages' numbers in the file.
func (r *reader) annotated(from, loc string) (map[string][]annotation, error) {
	out := map[string][]annotation{}
	if strings.TrimSpace(loc) == "" {
		return out, nil
	}
	list := at(from, loc)
	var index struct {
		Page []struct {
			PageID  string `xml:",attr"`
			FileLoc string
		}
	}
	missing := !r.zip.Has(list)
	if !missing {
		if err := r.part(list, &index); err != nil {
			return nil, err
		}
	}
	for _, p := range index.Page {
		name := at(list, p.FileLoc)
		if !r.zip.Has(name) {
			missing = true
			continue
		}
		var x struct{ Annot []annotation }
		if err := r.part(name, &x); err != nil {
			return nil, err
		}
		out[p.PageID] = append(out[p.PageID], x.Annot...)
	}
	if missing {
		r.notes = append(r.notes, "文件里有批注或图章，没有读")
	}
	return out, nil
}

// annotations draws what was typed or drawn on a page; a stamp, a watermark and what
// isn't shown is only told of.
func (d *drawing) annotations(all []annotation, number int) error {
	base := d.base
	defer func() { d.base, d.note = base, nil }()
	for i := range all {
		a := &all[i]
		name := "批注"
		switch a.Type {
		case "Stamp":
			name = "图章"
		case "Watermark":
			name = "水印"
		}
		shown, words := a.Appearance != nil && a.Visible != "false", ""
		if shown && name == "批注" {
			d.base, d.note = corner(a.Appearance.Boundary).in(base), a
			if err := d.block(&a.Appearance.block, 0); err != nil {
				return err
			}
		} else if a.Appearance != nil {
			words = a.Appearance.words(0)
		}
		said := strings.TrimSpace(words + " " + a.Remark)
		if said == "" && name != "图章" {
			continue
		}
		switch d.remarks++; {
		case d.remarks > maxRemarks:
		case said != "":
			d.notes = append(d.notes, fmt.Sprintf("第%d页有%s「%s」，没有读入", number, name, brief(said)))
		default:
			d.notes = append(d.notes, fmt.Sprintf("第%d页有图章，没有读", number))
		}
	}
	return nil
}

// versions tells which of a file's versions is read (16).
func (r *reader) versions(all []version, read string) error {
	if len(all) < 2 {
		return nil
	}
	r.notes = append(r.notes, fmt.Sprintf("文件里存着 %d 个版本，只读了现在显示的一个", len(all)))
	for _, v := range all {
		name := at("", v.BaseLoc)
		if v.Current != "true" || !r.zip.Has(name) {
			continue
		}
		var x struct{ DocRoot string }
		if err := r.part(name, &x); err != nil {
			return err
		}
		if at(name, x.DocRoot) != read {
			r.notes = append(r.notes, "文件写明的当前版本和打开时显示的不是同一个，读的是打开时显示的，请在 OFD 阅读器里核对")
		}
	}
	return nil
}

// attachments tells which files hang on the document.
func (r *reader) attachments(from, loc string) error {
	if strings.TrimSpace(loc) == "" {
		return nil
	}
	var x struct {
		Attachment []struct {
			Name string `xml:",attr"`
		}
	}
	if name := at(from, loc); r.zip.Has(name) {
		if err := r.part(name, &x); err != nil {
			return err
		}
	}
	var names []string
	for _, a := range x.Attachment {
		names = append(names, a.Name)
	}
	r.notes = append(r.notes, fmt.Sprintf("文件带着附件（%s），没有读", brief(strings.Join(names, "、"))))
	return nil
}
