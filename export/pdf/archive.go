package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"math"

	"nianbao/export/paper"
)

// archive puts what makes the file one for archives and for readers that speak it
// (PDF/A-2a, ISO 19005-2; PDF/UA-1, ISO 14289-1): what the file says of itself, and what its
// colours mean. It returns the entries of the catalog. Every file has them: they are
// 3 KB, and nobody has to know that an archive will ask.
func (f *file) archive(d *paper.Document) string {
	metadata := f.plain("/Type/Metadata/Subtype/XML", metadata(d))
	profile := f.stream("/N 3", colours())
	intent := f.add("<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile " + profile.String() + ">>")
	return "/Metadata " + metadata.String() + "/OutputIntents[" + intent.String() + "]"
}

// plain puts a stream as it is: programs that know no PDF look for metadata.
func (f *file) plain(dict string, data []byte) ref {
	r := f.reserve()
	f.offsets[r-1] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n", r, dict, len(data), data)
	return r
}

// metadata is an XMP packet (ISO 16684-1) with what the file's information has, and the
// standards that it keeps. PDF/A wants the property of PDF/UA described.
func metadata(d *paper.Document) []byte {
	escape := func(s string) string {
		var b bytes.Buffer
		if err := xml.EscapeText(&b, []byte(s)); err != nil {
			panic(err) // a buffer takes everything
		}
		return b.String()
	}
	subject := ""
	if d.Checksum != "" {
		subject = `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + escape(d.Checksum) + `</rdf:li></rdf:Alt></dc:description>` + "\n"
	}
	return []byte(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escape(d.Title) + `</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>` + escape(d.Unit) + `</rdf:li></rdf:Seq></dc:creator>
` + subject + `<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>nianbao</xmp:CreatorTool><pdf:Producer>nianbao</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`)
}

// colours is an ICC profile (ICC.1:2001-04) of sRGB: its primaries and white, adapted to
// D50, and a gamma of 2.2.
func colours() []byte {
	be := binary.BigEndian
	xyz := func(x, y, z float64) []byte {
		b := append([]byte("XYZ "), 0, 0, 0, 0)
		for _, v := range []float64{x, y, z} {
			b = be.AppendUint32(b, uint32(int32(math.Round(v*65536))))
		}
		return b
	}
	text := func(s string) []byte { return append(append([]byte("text\x00\x00\x00\x00"), s...), 0) }
	name := "sRGB"
	desc := be.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(name)+1))
	desc = append(append(desc, name...), make([]byte, 1+4+4+2+1+67)...)
	curve := be.AppendUint16(be.AppendUint32([]byte("curv\x00\x00\x00\x00"), 1), uint16(math.Round(2.2*256)))
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", desc}, {"cprt", text("no copyright")}, {"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(0.4361, 0.2225, 0.0139)}, {"gXYZ", xyz(0.3851, 0.7169, 0.0971)}, {"bXYZ", xyz(0.1431, 0.0606, 0.7142)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	const headLength = 128
	at := headLength + 4 + 12*len(tags)
	table, body := be.AppendUint32(nil, uint32(len(tags))), []byte{}
	for _, t := range tags {
		table = append(table, t.name...)
		table = be.AppendUint32(be.AppendUint32(table, uint32(at+len(body))), uint32(len(t.data)))
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	head := make([]byte, headLength)
	be.PutUint32(head, uint32(at+len(body)))
	copy(head[8:], "\x02\x10\x00\x00mntrRGB XYZ ")
	be.PutUint16(head[24:], 2000) // a date: it must have one
	head[27], head[29] = 1, 1
	copy(head[36:], "acsp")
	copy(head[68:], xyz(0.9642, 1, 0.8249)[8:]) // the light that profiles meet in
	return append(append(head, table...), body...)
}
