package ofd_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
)

// suwellFile is as a reader and signer of official documents leaves a file: lines
// drawn by a draw parameter, the wide table's text turned by its reading and character
// directions, a seal and its signature, annotations of all kinds, an attachment,
// tags, an earlier version with other figures, and a second document in the package.
func suwellFile(t testing.TB) []byte {
	p := newParcel(t)
	p.store = true
	p.put("OFD.xml", `<?xml version="1.0" encoding="UTF-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD">
	<ofd:DocBody>
		<ofd:DocInfo><ofd:DocID>5f1c</ofd:DocID><ofd:Title>侯集镇2025年年报</ofd:Title><ofd:Creator>Suwell</ofd:Creator><ofd:CustomDatas><ofd:CustomData Name="文号">侯政〔2026〕3号</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>
		<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>
		<ofd:Versions>
			<ofd:Version ID="1" Index="1" Current="false" BaseLoc="Doc_0/Versions/Version_1.xml"/>
			<ofd:Version ID="2" Index="2" Current="true" BaseLoc="Doc_0/Versions/Version_2.xml"/>
		</ofd:Versions>
		<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>
	</ofd:DocBody>
	<ofd:DocBody>
		<ofd:DocInfo><ofd:DocID>5f1d</ofd:DocID><ofd:Title>报送函</ofd:Title></ofd:DocInfo>
		<ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot>
	</ofd:DocBody>
</ofd:OFD>`)
	p.id = 10
	sheets := makersSheets(manner{turned: true, numbers: true})
	var pages strings.Builder
	for n, s := range sheets {
		fmt.Fprintf(&pages, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, 1000+n, n)
		p.xml(fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", n), "Page", suwellPage(p, s))
	}
	document := func(pages, more string) string {
		return `<ofd:CommonData><ofd:MaxUnitID>9000</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox><ofd:ContentBox>25 25 160 247</ofd:ContentBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>` + pages + `</ofd:Pages>` + more
	}
	p.xml("Doc_0/Document.xml", "Document", document(pages.String(), `<ofd:Outlines><ofd:OutlineElem Title="一、总体情况"/></ofd:Outlines><ofd:Permissions><ofd:Edit>false</ofd:Edit></ofd:Permissions><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:Extensions>Extensions.xml</ofd:Extensions>`))
	p.xml("Doc_0/PublicRes.xml", `Res BaseLoc="Res"`, `<ofd:Fonts><ofd:Font ID="5" FontName="方正仿宋_GBK" FamilyName="方正仿宋_GBK"/></ofd:Fonts>`)
	p.xml("Doc_0/DocumentRes.xml", `Res BaseLoc="Res"`, `<ofd:DrawParams><ofd:DrawParam ID="7" LineWidth="0.35"><ofd:StrokeColor Value="0 0 0"/></ofd:DrawParam></ofd:DrawParams>`)
	suwellBeside(p, sheets)
	// The version before: one page, other figures.
	p.xml("Doc_0/Versions/Version_1.xml", `DocVersion ID="1" Version="1.0" Name="初稿" CreationDate="2026-01-10"`, `<ofd:FileList><ofd:File ID="1">/Doc_0/Old/Document.xml</ofd:File></ofd:FileList><ofd:DocRoot>/Doc_0/Old/Document.xml</ofd:DocRoot>`)
	p.xml("Doc_0/Versions/Version_2.xml", `DocVersion ID="2" Version="1.1" Name="定稿" CreationDate="2026-01-15"`, `<ofd:FileList><ofd:File ID="1">/Doc_0/Document.xml</ofd:File></ofd:FileList><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>`)
	old := &sheet{w: 210, h: 297, runs: []run{{x: 30, y: 40, size: bodySize, text: "侯集镇人民政府2025年年报初稿，行政许可9999件"}}}
	p.xml("Doc_0/Old/Document.xml", "Document", document(`<ofd:Page ID="2000" BaseLoc="Page.xml"/>`, ""))
	p.xml("Doc_0/Old/PublicRes.xml", "Res", "")
	p.xml("Doc_0/Old/DocumentRes.xml", "Res", "")
	p.xml("Doc_0/Old/Page.xml", "Page", suwellPage(p, old))
	// The other document of the package: a letter.
	letter := &sheet{w: 210, h: 297, runs: []run{{x: 30, y: 40, size: bodySize, text: "县政务公开办：现报送本镇2025年年报一份，请审阅。"}}}
	p.xml("Doc_1/Document.xml", "Document", document(`<ofd:Page ID="3000" BaseLoc="Page.xml"/>`, ""))
	p.xml("Doc_1/PublicRes.xml", `Res BaseLoc="Res"`, `<ofd:Fonts><ofd:Font ID="5" FontName="仿宋"/></ofd:Fonts>`)
	p.xml("Doc_1/DocumentRes.xml", `Res BaseLoc="Res"`, `<ofd:DrawParams><ofd:DrawParam ID="7" LineWidth="0.35"/></ofd:DrawParams>`)
	p.xml("Doc_1/Page.xml", "Page", suwellPage(p, letter))
	return p.bytes()
}

// suwellPage draws lines in an object each and text a line an object. A turned page
// has its text at a reading and character direction of 90: the steps go down the page.
func suwellPage(p *parcel, s *sheet) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<ofd:Content><ofd:Layer ID="%d" Type="Body" DrawParam="7">`, p.next())
	line := func(ax, ay, bx, by float64) {
		if s.turn {
			ax, ay, bx, by = s.h-ay, ax, s.h-by, bx
		}
		x, y := min(ax, bx), min(ay, by)
		fmt.Fprintf(&b, `<ofd:PathObject ID="%d" Boundary="%s"><ofd:AbbreviatedData>M %s L %s</ofd:AbbreviatedData></ofd:PathObject>`+"\n",
			p.next(), nums(x-0.2, y-0.2, max(ax, bx)-x+0.4, max(ay, by)-y+0.4), nums(ax-x+0.2, ay-y+0.2), nums(bx-x+0.2, by-y+0.2))
	}
	for _, x := range s.boxes {
		line(x.x, x.y, x.x+x.w, x.y)
		line(x.x, x.y+x.h, x.x+x.w, x.y+x.h)
		line(x.x, x.y, x.x, x.y+x.h)
		line(x.x+x.w, x.y, x.x+x.w, x.y+x.h)
	}
	for _, r := range s.runs {
		if s.turn {
			// The base line runs down the page, the characters' feet to the left.
			x, y := s.h-r.y, r.x
			fmt.Fprintf(&b, `<ofd:TextObject ID="%d" Boundary="%s" Font="5" Size="%s" ReadDirection="90" CharDirection="90"><ofd:TextCode X="1" Y="0"%s>%s</ofd:TextCode></ofd:TextObject>`+"\n",
				p.next(), nums(x-1, y, r.size*1.2+1, r.width()), num(r.size), attr("DeltaY", nums(r.deltas()...)), escaper.Replace(r.text))
			continue
		}
		fmt.Fprintf(&b, `<ofd:TextObject ID="%d" Boundary="%s" Font="5" Size="%s"><ofd:TextCode X="0" Y="%s"%s>%s</ofd:TextCode></ofd:TextObject>`+"\n",
			p.next(), nums(r.x, r.y-r.size*0.88, r.width(), r.size*1.17), num(r.size), num(r.size*0.88), attr("DeltaX", nums(r.deltas()...)), escaper.Replace(r.text))
	}
	b.WriteString(`</ofd:Layer></ofd:Content>`)
	return b.String()
}

// suwellBeside puts what a signer and a reviewer add: nothing of it is the report.
func suwellBeside(p *parcel, sheets []*sheet) {
	last := 1000 + len(sheets) - 1
	p.xml("Doc_0/Signs/Signatures.xml", "Signatures", `<ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/>`)
	p.xml("Doc_0/Signs/Sign_0/Signature.xml", "Signature", fmt.Sprintf(`<ofd:SignedInfo><ofd:Provider ProviderName="Suwell" Version="3.0" Company="Suwell"/><ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod><ofd:SignatureDateTime>20260115093000Z</ofd:SignatureDateTime><ofd:References CheckMethod="1.2.156.10197.1.401"><ofd:Reference FileRef="/Doc_0/Document.xml"><ofd:CheckValue>MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=</ofd:CheckValue></ofd:Reference></ofd:References><ofd:StampAnnot ID="1" PageRef="%d" Boundary="130 150 42 42"/><ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue>`, last))
	p.put("Doc_0/Signs/Sign_0/Seal.esl", "\x30\x03\x02\x01\x05")
	p.put("Doc_0/Signs/Sign_0/SignedValue.dat", "\x30\x03\x02\x01\x05")
	p.xml("Doc_0/Annots/Annotations.xml", "Annotations", fmt.Sprintf(`<ofd:Page PageID="1000"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page><ofd:Page PageID="%d"><ofd:FileLoc>Page_9/Annotation.xml</ofd:FileLoc></ofd:Page>`, last))
	text := func(x, y, size float64, s string) string {
		return fmt.Sprintf(`<ofd:TextObject ID="%d" Boundary="%s" Font="5" Size="%s"><ofd:TextCode X="0" Y="%s" DeltaX="%s">%s</ofd:TextCode></ofd:TextObject>`,
			p.next(), nums(x, y, lengthOf(s, size), size*1.2), num(size), num(size), grouped(run{size: size, text: s}.deltas()), s)
	}
	annot := func(kind, more, boundary, content string) string {
		return fmt.Sprintf(`<ofd:Annot ID="%d" Type="%s" Creator="王科长" LastModDate="2026-01-16"%s><ofd:Appearance Boundary="%s">%s</ofd:Appearance></ofd:Annot>`, p.next(), kind, more, boundary, content)
	}
	// A figure typed over the table: where what stands in section two's licences is seen.
	var licences run
	page := 0
	for n, s := range sheets {
		for _, r := range s.runs {
			if r.cell == "2.licensing.decided" {
				licences, page = r, n
			}
		}
	}
	if page != 0 {
		p.t.Fatalf("the licences are on page %d", page+1)
	}
	p.xml("Doc_0/Annots/Page_0/Annotation.xml", "PageAnnot",
		annot("Stamp", ` Subtype="收文章"`, "140 8 50 16", text(0, 0, 5, "收文〔2026〕118号"))+
			annot("Highlight", ` Subtype="Highlight"`, "38 90 60 6", `<ofd:PathObject ID="8001" Boundary="0 0 60 6" Fill="true" Stroke="false"><ofd:FillColor Value="255 255 0"/><ofd:AbbreviatedData>M 0 0 L 60 0 L 60 6 L 0 6 C</ofd:AbbreviatedData></ofd:PathObject>`)+
			annot("Path", ` Subtype="Typewriter"`, nums(licences.x+10, licences.y-4, 14, 5), text(0, 0.5, cellSize, "应为2156")))
	p.xml("Doc_0/Annots/Page_9/Annotation.xml", "PageAnnot",
		annot("Watermark", "", "0 0 210 297", text(60, 200, 12, "已归档"))+
			`<ofd:Annot ID="8100" Type="Link" Creator="x" LastModDate="2026-01-16" Visible="false"><ofd:Remark>请核对第三部分</ofd:Remark><ofd:Appearance Boundary="0 0 0 0"/></ofd:Annot>`)
	p.xml("Doc_0/Attachs/Attachments.xml", "Attachments", `<ofd:Attachment ID="1" Name="附表.txt" Format="txt" Visible="true"><ofd:FileLoc>a.txt</ofd:FileLoc></ofd:Attachment>`)
	p.put("Doc_0/Attachs/a.txt", "明细")
	p.xml("Doc_0/Tags/CustomTags.xml", "CustomTags", `<ofd:CustomTag TypeID="1" NameSpace="http://www.w3.org/gwxml"><ofd:FileLoc>Tag.xml</ofd:FileLoc></ofd:CustomTag>`)
	p.put("Doc_0/Tags/Tag.xml", `<?xml version="1.0" encoding="UTF-8"?><公文 xmlns:ofd="http://www.ofdspec.org/2016"><标题><ofd:ObjectRef PageRef="1000">12</ofd:ObjectRef></标题></公文>`)
	p.xml("Doc_0/Extensions.xml", "Extensions", `<ofd:Extension AppName="Suwell" RefId="1"><ofd:Property Name="k" Type="v">1</ofd:Property></ofd:Extension>`)
	p.put("Doc_0/Signs/stamp.png", picture(p.t, color.RGBA{220, 20, 20, 255}))
}
