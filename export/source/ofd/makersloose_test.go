package ofd_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// looseFile is what else the standard lets a maker write, or what makers are known to:
// the namespace as the default one, parts in other encodings, lists broken by any
// blanks, text inside indentation, in CDATA or with \ and four digits for what the
// encoding lacks and for blanks, several text codes an object of which the later lack X
// or Y, steps for only a part of the characters or for none, narrowed characters, boxes
// of negative width whose text ends at their left edge, fonts that are only named.
func looseFile(t testing.TB) []byte {
	p := newParcel(t)
	p.put("OFD.xml", "\ufeff<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- made by hand -->\r\n<OFD xmlns='"+ofdSpace+"' Version='1.0' DocType='OFD'>\r\n <DocBody>\r\n  <DocInfo><DocID>9</DocID></DocInfo>\r\n  <DocRoot>\r\n   Doc/../Doc/./doc.xml\r\n  </DocRoot>\r\n </DocBody>\r\n</OFD>")
	p.id = 1
	var pages strings.Builder
	for n, s := range makersSheets(manner{right: true, repeat: true}) {
		fmt.Fprintf(&pages, "<Page ID='%d' BaseLoc='Page%d/Content.xml'/>\n", p.next(), n)
		var b strings.Builder
		b.WriteString("<Content><Layer ID='" + fmt.Sprint(p.next()) + "'>\n")
		for i, x := range s.boxes {
			looseFrame(p, &b, x, i)
		}
		for i, r := range s.runs {
			looseText(p, &b, r, i)
		}
		b.WriteString("</Layer></Content>")
		name, code := "GB18030", encoding.Encoding(simplifiedchinese.GB18030)
		if n%2 == 1 {
			name, code = "gbk", simplifiedchinese.GBK
		}
		content := "<?xml version='1.0' encoding='" + name + "'?><Page xmlns='" + ofdSpace + "' xmlns:v='urn:vendor'><v:private>不是正文99</v:private>" + b.String() + "</Page>"
		encoded, err := code.NewEncoder().String(content)
		if err != nil {
			t.Fatal(err)
		}
		p.put(fmt.Sprintf("Doc/Page%d/Content.xml", n), encoded)
	}
	p.put("Doc/doc.xml", utf16le("<?xml version='1.0' encoding='UTF-16'?><Document xmlns='"+ofdSpace+"'><CommonData><MaxUnitID>9999</MaxUnitID><PageArea><PhysicalBox>0.0 0.0\n 210.00\t297.00</PhysicalBox></PageArea><PublicRes>res.xml</PublicRes></CommonData><Pages>"+pages.String()+"</Pages></Document>"))
	p.put("Doc/res.xml", "<Res xmlns='"+ofdSpace+"' BaseLoc='.'><Fonts><Font ID='1' FontName='Courier New' FixedWidth='true'/></Fonts></Res>")
	return p.bytes()
}

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// looseFrame draws a cell's frame, each a little differently.
func looseFrame(p *parcel, b *strings.Builder, x box, i int) {
	data := fmt.Sprintf("M0 0L%s 0L%s %sL0 %sC", num(x.w), num(x.w), num(x.h), num(x.h))
	if i%2 == 1 { // the same by numbers with signs and exponents, the first point in the box's middle
		data = fmt.Sprintf("M +0.0 0.0e0\n L %s .0 L %s %s\tL 0 %s L 0 0", num(x.w), num(x.w), num(x.h), num(x.h))
	}
	fmt.Fprintf(b, "<PathObject ID='%d' Boundary='%s  %s\n%s\t%s' LineWidth='.3'>\n <AbbreviatedData>%s</AbbreviatedData></PathObject>\n", p.next(), num(x.x), num(x.y), num(x.w), num(x.h), data)
}

// loosely writes characters with \ and four digits for what GBK lacks and, if asked,
// for blanks.
func loosely(s string, blanks bool) string {
	var b strings.Builder
	for _, r := range s {
		_, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
		if err != nil || (blanks && r == ' ') {
			fmt.Fprintf(&b, `\%04X`, r)
			continue
		}
		b.WriteString(escaper.Replace(string(r)))
	}
	return b.String()
}

func looseText(p *parcel, b *strings.Builder, r run, i int) {
	d := r.deltas()
	all := nums(d...)
	open := func(x, y, w, h float64, more string) {
		fmt.Fprintf(b, "<TextObject ID='%d' Font='1' Size='%s' Boundary='%s'%s>", p.next(), num(r.size), nums(x, y, w, h), more)
	}
	code := func(attrs, text string) { fmt.Fprintf(b, "<TextCode%s>%s</TextCode>", attrs, text) }
	text := loosely(r.text, true)
	at := fmt.Sprintf(" X='0' Y='%s'", num(r.size))
	switch kind := i % 6; {
	case r.cell != "" && i%3 == 0: // ends at the left edge of a box of negative width
		open(r.x+r.width(), r.y-r.size, -3, r.size*1.2, "")
		code(fmt.Sprintf(" X='%s' Y='%s'", num(-r.width()), num(r.size))+attr("DeltaX", all), text)
	case r.cell != "" && i%3 == 1: // no steps: the font's own, as makers mean it
		open(r.x, r.y-r.size, r.width(), r.size*1.2, "")
		code(at, "<![CDATA["+text+"]]>")
	case r.cell != "": // narrowed; the steps are given and stay what they are
		open(r.x, r.y-r.size, r.width(), r.size*1.2, " HScale='0.8'")
		code(at+attr("DeltaX", all), "\n      "+text+"\n    ")
	case kind == 0 && len(d) > 6: // two codes, the second without its Y
		open(r.x, r.y-r.size, r.width(), r.size*1.2, "")
		rs := []rune(r.text)
		code(at+attr("DeltaX", nums(d[:3]...)), loosely(string(rs[:4]), true))
		code(fmt.Sprintf(" X='%s'", num(lengthOf(string(rs[:4]), r.size)))+attr("DeltaX", nums(d[4:]...)), loosely(string(rs[4:]), true))
	case kind == 1 && len(d) > 6: // fewer steps than characters
		open(r.x, r.y-r.size, r.width(), r.size*1.2, "")
		code(at+attr("DeltaX", nums(d[:len(d)-4]...)), text)
	case kind == 2: // none
		open(r.x, r.y-r.size, r.width(), r.size*1.2, "")
		code(at, text)
	case kind == 3: // more than there are characters
		open(r.x, r.y-r.size, r.width(), r.size*1.2, "")
		code(at+attr("DeltaX", all+" 0 0"), text)
	case kind == 4 && len(d) > 0: // indented
		open(r.x, r.y-r.size, r.width(), r.size*1.2, "")
		code(at+attr("DeltaX", grouped(d)), "\n\t\t"+text+"\n\t")
	default:
		open(r.x, r.y-r.size, r.width(), r.size*1.2, " Weight='400' Italic='false'")
		code(at+attr("DeltaX", all), text)
	}
	b.WriteString("</TextObject>\n")
}
