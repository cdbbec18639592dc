package ofd_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"testing"
)

const ofdSpace = "http://www.ofdspec.org/2016"

// parcel is a file being packed: its parts in order.
type parcel struct {
	t     testing.TB
	store bool // parts are stored, not deflated
	names []string
	parts map[string][]byte
	id    int // the last that was given to an object
}

func newParcel(t testing.TB) *parcel { return &parcel{t: t, parts: map[string][]byte{}} }

func (p *parcel) next() int {
	p.id++
	return p.id
}

func (p *parcel) put(name, content string) {
	if _, ok := p.parts[name]; ok {
		p.t.Fatalf("%s is there twice", name)
	}
	p.names = append(p.names, name)
	p.parts[name] = []byte(content)
}

// xml puts a part of a root element in the prefix ofd, as most makers write it.
func (p *parcel) xml(name, root, content string) {
	tag, _, _ := strings.Cut(root, " ")
	p.put(name, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<ofd:"+root+` xmlns:ofd="`+ofdSpace+`">`+content+"</ofd:"+tag+">")
}

func (p *parcel) bytes() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range p.names {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if p.store {
			h.Method = zip.Store
			h.CRC32 = crc32.ChecksumIEEE(p.parts[name])
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write(p.parts[name])
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		p.t.Fatal(err)
	}
	return b.Bytes()
}

// num is a length as it's written: at most four places.
func num(v float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 4, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func nums(v ...float64) string {
	out := make([]string, len(v))
	for i := range v {
		out[i] = num(v[i])
	}
	return strings.Join(out, " ")
}

// grouped are deltas with "g n d" for what is repeated.
func grouped(v []float64) string {
	var out []string
	for i := 0; i < len(v); {
		n := 1
		for i+n < len(v) && num(v[i+n]) == num(v[i]) {
			n++
		}
		if n > 2 {
			out = append(out, "g", strconv.Itoa(n), num(v[i]))
		} else {
			n = 1
			out = append(out, num(v[i]))
		}
		i += n
	}
	return strings.Join(out, " ")
}

// attr is an attribute, or nothing for an empty value.
func attr(name, value string) string {
	if value == "" {
		return ""
	}
	return ` ` + name + `="` + value + `"`
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func scaled(v []float64, by float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = v[i] * by
	}
	return out
}

// picture is a small PNG of one colour.
func picture(t testing.TB, c color.Color) string {
	m := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		m.Set(i%8, i/8, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// ofdrwFile is as the Java library ofdrw lays a report out: paths from the package's
// root, a text object a line with a font named and not embedded, its base line at the
// font's size, equal steps grouped, and a frame a cell as a closed path that is stroked.
func ofdrwFile(t testing.TB) []byte {
	p := newParcel(t)
	p.put("OFD.xml", `<?xml version="1.0" encoding="UTF-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>3b6b0f2a4d0c4a2f9d1e5a7c8b9d0e1f</ofd:DocID><ofd:CreationDate>2026-01-15</ofd:CreationDate><ofd:Creator>OFD R&amp;W</ofd:Creator><ofd:CreatorVersion>2.3.1</ofd:CreatorVersion></ofd:DocInfo><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)
	p.id = 3
	var pages strings.Builder
	for n, s := range makersSheets(manner{numbers: true}) {
		fmt.Fprintf(&pages, `<ofd:Page ID="%d" BaseLoc="/Doc_0/Pages/Page_%d/Content.xml"/>`, p.next(), n)
		var b strings.Builder
		fmt.Fprintf(&b, `<ofd:Content><ofd:Layer ID="%d" Type="Body">`, p.next())
		for _, x := range s.boxes {
			fmt.Fprintf(&b, `<ofd:PathObject ID="%d" Boundary="%s" LineWidth="0.353"><ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L %s 0 L %s %s L 0 %s C </ofd:AbbreviatedData></ofd:PathObject>`,
				p.next(), nums(x.x, x.y, x.w, x.h), num(x.w), num(x.w), num(x.h), num(x.h))
		}
		for _, r := range s.runs {
			weight := ""
			if r.size > 7 {
				weight = "800"
			}
			fmt.Fprintf(&b, `<ofd:TextObject ID="%d" Boundary="%s" Font="3" Size="%s"%s><ofd:TextCode X="0" Y="%s"%s>%s</ofd:TextCode></ofd:TextObject>`,
				p.next(), nums(r.x, r.y-r.size, r.width(), r.size+2), num(r.size), attr("Weight", weight), num(r.size), attr("DeltaX", grouped(r.deltas())), escaper.Replace(r.text))
		}
		b.WriteString(`</ofd:Layer></ofd:Content>`)
		p.xml(fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", n), "Page", b.String())
	}
	p.xml("Doc_0/Document.xml", "Document", fmt.Sprintf(`<ofd:CommonData><ofd:MaxUnitID>%d</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox><ofd:ApplicationBox>0 0 210 297</ofd:ApplicationBox></ofd:PageArea><ofd:PublicRes>/Doc_0/PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>/Doc_0/DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>%s</ofd:Pages>`, p.id, pages.String()))
	p.xml("Doc_0/PublicRes.xml", `Res BaseLoc="Res"`, `<ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts>`)
	p.xml("Doc_0/DocumentRes.xml", `Res BaseLoc="Res"`, ``)
	return p.bytes()
}

// wpsFile is as a word processor exports it: sizes and steps in points under a matrix
// of 0.3528, runs broken where the script changes and a figure's digits one by one,
// rules as thin filled areas, shades as areas too, and what every page repeats in a
// template. The parts have names of its own and are found by relative paths.
func wpsFile(t testing.TB) []byte {
	const pt = 0.3528
	p := newParcel(t)
	p.put("OFD.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ofd:OFD Version="1.0" DocType="OFD" xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:DocID>C6F1A2B3D4E5F60718293A4B5C6D7E8F</ofd:DocID><ofd:Title>年报（定）.docx</ofd:Title><ofd:Author>陈办事员</ofd:Author><ofd:CreationDate>2026-01-15</ofd:CreationDate><ofd:Creator>WPS 文字</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Docs/D1/Main.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`)
	p.id = 20
	text := func(b *strings.Builder, r run) {
		fmt.Fprintf(b, `<ofd:TextObject ID="%d" CTM="%s 0 0 %s 0 0" Boundary="%s" Font="%d" Size="%s"><ofd:FillColor Value="0 0 0" ColorSpace="4"/><ofd:TextCode X="0" Y="%s"%s>%s</ofd:TextCode></ofd:TextObject>`,
			p.next(), num(pt), num(pt), nums(r.x, r.y-r.size*0.86, r.width(), r.size*1.15), 11, num(r.size/pt), num(r.size*0.86/pt), attr("DeltaX", nums(scaled(r.deltas(), 1/pt)...)), escaper.Replace(r.text))
	}
	area := func(b *strings.Builder, x box, value string) {
		fmt.Fprintf(b, `<ofd:PathObject ID="%d" Boundary="%s" Stroke="false" Fill="true"><ofd:FillColor Value="%s" ColorSpace="4"/><ofd:AbbreviatedData>M 0 0 L %s 0 L %s %s L 0 %s L 0 0 C</ofd:AbbreviatedData></ofd:PathObject>`,
			p.next(), nums(x.x, x.y, x.w, x.h), value, num(x.w), num(x.w), num(x.h), num(x.h))
	}
	var pages strings.Builder
	for n, s := range makersSheets(manner{repeat: true, landscape: true, numbers: true}) {
		fmt.Fprintf(&pages, `<ofd:Page ID="%d" BaseLoc="p/%d/page.xml"/>`, p.next(), n+1)
		var b strings.Builder
		if s.w != 210 {
			fmt.Fprintf(&b, `<ofd:Area><ofd:PhysicalBox>0 0 %s</ofd:PhysicalBox></ofd:Area>`, nums(s.w, s.h))
		}
		fmt.Fprintf(&b, `<ofd:Template TemplateID="6" ZOrder="Background"/><ofd:Content><ofd:Layer ID="%d">`, p.next())
		for _, x := range s.heads {
			area(&b, x, "217 217 217")
		}
		drawn := map[string]bool{}
		for _, x := range s.boxes {
			for _, edge := range []box{{x.x, x.y, x.w, 0.17}, {x.x, x.y + x.h, x.w + 0.17, 0.17}, {x.x, x.y, 0.17, x.h}, {x.x + x.w, x.y, 0.17, x.h}} {
				if key := nums(edge.x, edge.y, edge.w, edge.h); !drawn[key] {
					drawn[key] = true
					area(&b, edge, "0 0 0")
				}
			}
		}
		for _, r := range s.runs {
			for _, part := range byScript(r) {
				text(&b, part)
			}
		}
		b.WriteString(`</ofd:Layer></ofd:Content>`)
		p.xml(fmt.Sprintf("Docs/D1/p/%d/page.xml", n+1), "Page", b.String())
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<ofd:Content><ofd:Layer ID="%d" Type="Background">`, p.next())
	text(&b, run{x: 27, y: 17, size: 3.175, text: "侯集镇政务公开工作材料"})
	area(&b, box{27, 18.5, 156, 0.25}, "0 0 0")
	b.WriteString(`</ofd:Layer></ofd:Content>`)
	p.xml("Docs/D1/t/head.xml", "Page", b.String())
	p.xml("Docs/D1/Main.xml", "Document", fmt.Sprintf(`<ofd:CommonData><ofd:MaxUnitID>%d</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Shared.xml</ofd:PublicRes><ofd:TemplatePage ID="6" Name="页眉" ZOrder="Background" BaseLoc="t/head.xml"/><ofd:DefaultCS>4</ofd:DefaultCS></ofd:CommonData><ofd:Pages>%s</ofd:Pages><ofd:VPreferences><ofd:PageMode>None</ofd:PageMode></ofd:VPreferences>`, p.id, pages.String()))
	p.xml("Docs/D1/Shared.xml", `Res BaseLoc="."`, `<ofd:ColorSpaces><ofd:ColorSpace ID="4" Type="RGB" BitsPerComponent="8"/></ofd:ColorSpaces><ofd:Fonts><ofd:Font ID="11" FontName="仿宋_GB2312" FamilyName="仿宋_GB2312" Charset="prc"/></ofd:Fonts>`)
	return p.bytes()
}

// byScript breaks a run where wide characters and narrow ones meet, a figure of a
// table between all of its digits.
func byScript(r run) (out []run) {
	x := r.x
	for _, c := range r.text {
		last := len(out) - 1
		same := last >= 0 && r.cell == "" && advance([]rune(out[last].text)[0]) == advance(c)
		if same {
			out[last].text += string(c)
		} else {
			out = append(out, run{x: x, y: r.y, size: r.size, text: string(c), cell: r.cell})
		}
		x += advance(c) * r.size
	}
	return out
}
