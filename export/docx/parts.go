package docx

import (
	"embed"
	"path"
	"strings"

	"nianbao/export/paper"
)

// The parts that are the same in every file.
//
//go:embed parts
var fixed embed.FS

const (
	typesPart    = "[Content_Types].xml"
	documentPart = "word/document.xml"
	corePart     = "docProps/core.xml"

	typeWord = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	typeProp = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
	typeCore = "application/vnd.openxmlformats-package.core-properties+xml"
	relCore  = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"

	nsTypes     = "http://schemas.openxmlformats.org/package/2006/content-types"
	nsRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// part is one file in the package, with all that the others say about it.
type part struct {
	name      string
	source    string // the part that refers to it; "" is the package itself
	id        string
	mediaType string
	relation  string
	file      string // under parts/, for one that is the same in every file
	reference string // what the section calls it, for headers and footers
	pages     string // "default" is odd pages
}

func partsOf(draft bool) []part {
	parts := []part{
		{name: documentPart, id: "rId1", mediaType: typeWord + "document.main+xml", relation: nsRefs + "/officeDocument"},
		{name: corePart, id: "rId2", mediaType: typeCore, relation: relCore},
		{name: "docProps/app.xml", id: "rId3", mediaType: typeProp, relation: nsRefs + "/extended-properties", file: "app.xml"},
		wordPart("rId1", "styles", "styles", "styles.xml"),
		wordPart("rId2", "settings", "settings", "settings.xml"),
		wordPart("rId3", "fontTable", "fontTable", "fontTable.xml"),
		pagePart("rId4", "footer", "footer1", "", "default"),
		pagePart("rId5", "footer", "footer2", "", "even"),
	}
	if draft {
		parts = append(parts,
			pagePart("rId6", "header", "header1", "header.xml", "default"),
			pagePart("rId7", "header", "header2", "header.xml", "even"))
	}
	return parts
}

func wordPart(id, kind, name, file string) part {
	return part{name: "word/" + name + ".xml", source: documentPart, id: id,
		mediaType: typeWord + kind + "+xml", relation: nsRefs + "/" + kind, file: file}
}

func pagePart(id, kind, name, file, pages string) part {
	p := wordPart(id, kind, name, file)
	p.reference, p.pages = kind+"Reference", pages
	return p
}

func (p part) body(d *paper.Document, parts []part) (string, error) {
	switch p.name {
	case documentPart:
		return document(d, official, section(parts)), nil
	case corePart:
		return core(d), nil
	}
	if p.reference == "footerReference" {
		number := right
		if p.pages == "even" {
			number = left
		}
		return footerPart(pageFooter(number, true, textWidth, d.Footer)), nil
	}
	body, err := fixed.ReadFile("parts/" + p.file)
	return string(body), err
}

func core(d *paper.Document) string {
	remark := ""
	if d.Checksum != "" {
		remark = `<dc:description>` + escape.Replace(d.Checksum) + `</dc:description>`
	}
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escape.Replace(d.Title) + `</dc:title><dc:creator>` + escape.Replace(d.Unit) + `</dc:creator>` + remark + `</cp:coreProperties>`
}

func contentTypes(parts []part) string {
	b := &strings.Builder{}
	b.WriteString(xmlHead + `<Types xmlns="` + nsTypes + `">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>`)
	for _, p := range parts {
		b.WriteString(`<Override PartName="/` + p.name + `" ContentType="` + p.mediaType + `"/>`)
	}
	b.WriteString(`</Types>`)
	return b.String()
}

// relationsName is the part that holds the relations of a part.
func relationsName(source string) string {
	dir, file := path.Split(source)
	return dir + "_rels/" + file + ".rels"
}

func relations(parts []part, source string) string {
	b := &strings.Builder{}
	b.WriteString(xmlHead + `<Relationships xmlns="` + nsRelations + `">`)
	dir, _ := path.Split(source)
	for _, p := range parts {
		if p.source == source {
			target := strings.TrimPrefix(p.name, dir)
			b.WriteString(`<Relationship Id="` + p.id + `" Type="` + p.relation + `" Target="` + target + `"/>`)
		}
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}
