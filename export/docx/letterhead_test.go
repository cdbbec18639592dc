package docx

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nianbao/export/paper"
	"nianbao/model"
)

// letterheadParts is a template with a letterhead in its text, as offices have them: the red
// name and line, a picture, a text box, a title, and below the list of who gets a copy.
func letterheadParts(t testing.TB) *pieces {
	t.Helper()
	p := redHead(t)
	p.relate(t, documentPart, "rId70", "image", "media/image1.png", false)
	p.relate(t, documentPart, "rId71", "hyperlink", "https://www.example.gov.cn/a", true)
	p.relate(t, documentPart, "rId72", "image", "http://evil.example/i.png", true)
	p.relate(t, documentPart, "rId73", "image", "media/image1.png", false) // nobody shows it
	para := func(inner string) string { return `<w:p>` + inner + `</w:p>` }
	text := func(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	box := `<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>` + para(text("（{{年度}}）")) + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`
	body := para(`<w:commentRangeStart w:id="1"/>`+strings.Replace(`<w:r>`+picture+`</w:r>`, "rId1", "rId70", 1)+text("侯集镇人民政府文件")+`<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>`) +
		para(box+text("侯政发〔2026〕3号")+strings.Replace(`<w:r>`+picture+`</w:r>`, "rId1", "rId72", 1)) +
		para(text("{{标")+`<w:proofErr w:type="spellStart"/>`+text("题")+text("}} &amp; 报送{{ 日期 }}稿")) +
		para(text("｛｛正文｝｝")) +
		para(text("{{落款}}")) +
		`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="8000"/></w:tblGrid><w:tr><w:tc>` + para(text("抄送：县政府办。{{抄送单位}}")) + `</w:tc></w:tr></w:tbl>` +
		para(`<w:hyperlink r:id="rId71">`+text("网上看")+`</w:hyperlink>`)
	from := strings.Index(p.data[documentPart], `<w:body>`) + len(`<w:body>`)
	to := strings.LastIndex(p.data[documentPart], `<w:sectPr>`)
	p.data[documentPart] = p.data[documentPart][:from] + body + p.data[documentPart][to:]
	p.edit(t, "word/header1.xml", "侯集镇人民政府文件", "{{单位}}文件")
	return p
}

func finalDocument(o model.FileOptions) *paper.Document {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	r.Date, r.State, r.Text["1"] = "2022-01-05", model.Final, "全年公开信息62条。"
	return paper.Build(r, o)
}

func textsOf(p *pieces, name string, t *testing.T) string {
	var b strings.Builder
	for _, e := range find(tree(t, name, p.data[name]), "p") {
		b.WriteString(textOf(e, []byte(p.data[name])) + "\n")
	}
	return b.String()
}

func TestLetterhead(t *testing.T) {
	for _, draft := range []bool{false, true} {
		in := letterheadParts(t)
		d := finalDocument(model.FileOptions{Draft: draft, UnitStyle: model.UnitStyle{Checksum: model.ChecksumText}})
		out, notes := in.fill(t, d)
		all := textsOf(out, documentPart, t)
		want := []string{"侯集镇人民政府文件", "侯政发〔2026〕3号", "（2021）", "侯集镇人民政府2021年政府信息公开工作年度报告 & 报送2022年1月5日稿", "一、总体情况", "全年公开信息62条。", "六、其他需要报告的事项",
			"侯集镇人民政府\n2022年1月5日", "抄送：县政府办。{{抄送单位}}", "网上看"}
		if draft {
			want = slices.Insert(want, 0, paper.DraftNotice)
		} else {
			want = slices.Insert(want, 8, d.Checksum)
		}
		at := 0
		for _, w := range want {
			i := strings.Index(all[at:], w)
			if i < 0 {
				t.Fatalf("%q is not below what comes before in\n%s", w, all)
			}
			at += i
		}
		if n := strings.Count(all, "年政府信息公开工作年度报告"); n != 1 {
			t.Errorf("%d titles", n)
		}
		if n := strings.Count(all, "2022年1月5日"); n != 2 {
			t.Errorf("%d dates", n)
		}
		if strings.Contains(out.data[documentPart], "comment") || strings.Contains(all, "正文") {
			t.Error("a comment or a marker stayed")
		}
		relations := out.data["word/_rels/document.xml.rels"]
		for id, stays := range map[string]bool{"rId70": true, "rId71": true, "rId73": false, "evil": false} {
			if strings.Contains(relations, `"`+id+`"`) != stays {
				t.Errorf("relation %s", id)
			}
		}
		if head := out.data["word/header1.xml"]; !strings.Contains(head, "侯集镇人民政府文件") {
			t.Error("the header has its marker")
		}
		if n := strings.Join(notes, "\n"); !strings.Contains(n, "原样留着：抄送单位") || !strings.Contains(n, "链接到别处") || strings.Contains(n, "不会写进年报") {
			t.Errorf("notes\n%s", n)
		}
	}
}

// TestLetterheadTitle: a title in a paragraph of its own breaks where its sense does.
func TestLetterheadTitle(t *testing.T) {
	in := letterheadParts(t)
	in.edit(t, documentPart, `}} &amp; 报送{{ 日期 }}稿`, "}}")
	out, _ := in.fill(t, finalDocument(model.FileOptions{}))
	want := `侯集镇人民政府</w:t><w:br/><w:t>2021年政府信息公开工作年度报告<`
	if !strings.Contains(out.data[documentPart], want) {
		t.Error("the title stands in one line")
	}
}

// TestFootersLifted: in a template without footers that leaves no room for them, ours stand
// where printers print, as far from the text as on official paper.
func TestFootersLifted(t *testing.T) {
	for _, letterhead := range []bool{false, true} {
		for margin, want := range map[string]string{"0": "832", "566": "832", "0mm": "832", "567": "567", "992": "992"} {
			in := redHead(t)
			if letterhead {
				in = letterheadParts(t)
			}
			sect := footerReferences.ReplaceAllString(in.data[documentPart], "")
			in.data[documentPart] = strings.Replace(sect, `w:footer="992"`, `w:footer="`+margin+`"`, 1)
			out, _ := in.fill(t, finalDocument(model.FileOptions{UnitStyle: model.UnitStyle{Checksum: model.ChecksumFooter}}))
			if !strings.Contains(out.data[documentPart], `w:bottom="1417" w:left="1701" w:header="851" w:footer="`+want+`"`) {
				t.Errorf("letterhead %v: a margin of %s isn't %s", letterhead, margin, want)
			}
		}
	}
}

var footerReferences = regexp.MustCompile(`<w:footerReference[^>]*/>`)

// TestLetterheadOwnSignature: a template that signs below the text itself gets no second one.
func TestLetterheadOwnSignature(t *testing.T) {
	in := letterheadParts(t)
	in.edit(t, documentPart, "{{落款}}", "{{日期}}")
	in.edit(t, documentPart, "{{抄送单位}}", "{{校验码}}")
	d := finalDocument(model.FileOptions{UnitStyle: model.UnitStyle{Checksum: model.ChecksumText}})
	out, _ := in.fill(t, d)
	all := textsOf(out, documentPart, t)
	if strings.Count(all, "2022年1月5日") != 2 || strings.Count(all, "侯集镇人民政府\n") != 0 {
		t.Errorf("signed twice:\n%s", all)
	}
	if code := strings.TrimPrefix(d.Checksum, model.SealLabel); strings.Count(all, code) != 1 {
		t.Errorf("the checksum stands %d times", strings.Count(all, code))
	}
}

// TestLetterheadSections: the text stands in the section of its marker, and the others stay.
func TestLetterheadSections(t *testing.T) {
	in := letterheadParts(t)
	cover := `<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr></w:p>`
	in.edit(t, documentPart, `<w:body>`, `<w:body>`+cover)
	out, notes := in.fill(t, printed(false))
	if strings.Count(out.data[documentPart], "<w:sectPr") != 2 || strings.Contains(strings.Join(notes, ""), "节") {
		t.Errorf("sections lost, or %q", notes)
	}
	if width := fmt.Sprintf(`<w:tblW w:w="%d"`, 11906-1134-1701-284); strings.Count(out.data[documentPart], width) != 3 {
		t.Error("the tables have the width of another section")
	}
}

func TestLetterheadRefusals(t *testing.T) {
	for name, change := range map[string][2]string{
		"in a table":      {"抄送：县政府办。{{抄送单位}}", "{{正文}}"},
		"within a line":   {"｛｛正文｝｝", "见{{正文}}"},
		"no text":         {"｛｛正文｝｝", "正文"},
		"two texts":       {"{{落款}}", "{{正文}}"},
		"signed in a row": {"{{落款}}", "落款{{落款}}"},
		"change":          {"侯政发〔2026〕3号", "侯政发</w:t></w:r><w:ins w:id=\"9\"><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:t>"},
		"picture":         {"｛｛正文｝｝</w:t></w:r>", "｛｛正文｝｝</w:t></w:r><w:r><w:pict/></w:r>"},
		"columns":         {`<w:cols w:space="425"/>`, `<w:cols w:num="2"/>`},
		"break":           {`<w:p><w:r><w:t xml:space="preserve">｛｛`, `<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t xml:space="preserve">｛｛`},
		"object":          {`r:embed="rId70"`, `r:embed="rId70" r:id="rId80"`},
		"other prefix":    {`xmlns:w="` + nsWord + `"`, `xmlns:w="urn:other" xmlns:z="` + nsWord + `"`},
	} {
		in := letterheadParts(t)
		in.relate(t, documentPart, "rId80", "oleObject", "media/image1.png", false)
		if name == "other prefix" {
			in.data[documentPart] = strings.NewReplacer("<w:", "<z:", "</w:", "</z:", " w:", " z:").Replace(in.data[documentPart])
		}
		in.edit(t, documentPart, change[0], change[1])
		_, err := in.read(t)
		checkFault(t, name, err, Unfit)
	}
	in := letterheadParts(t) // another prefix, and w free
	in.data[documentPart] = strings.NewReplacer("<w:", "<z:", "</w:", "</z:", " w:", " z:", "xmlns:w=", "xmlns:z=").Replace(in.data[documentPart])
	template, err := in.read(t)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if _, err := WriteWith(&b, printed(false), template); err != nil {
		t.Fatal(err)
	}
	root := tree(t, documentPart, piecesOf(t, []byte(b.String())).data[documentPart])
	if n := len(find(root, "tbl")); n != 4 {
		t.Errorf("%d tables", n)
	}
}

// TestPageNumbers: a template without any gets ours, in its own footer where it has one.
func TestPageNumbers(t *testing.T) {
	strip := func(p *pieces) *pieces {
		for _, name := range []string{"word/footer1.xml", "word/footer2.xml"} {
			p.data[name] = `<w:ftr xmlns:w="` + nsWord + `"><w:p><w:r><w:t>地址：侯集镇一号</w:t></w:r></w:p></w:ftr>`
		}
		return p
	}
	bare := func(p *pieces) *pieces {
		at := strings.Index(p.data[documentPart], `<w:footerReference`)
		end := strings.LastIndex(p.data[documentPart], `<w:pgSz`)
		p.data[documentPart] = p.data[documentPart][:at] + p.data[documentPart][end:]
		return p
	}
	plain := func(p *pieces) *pieces {
		p.edit(t, "word/settings.xml", "<w:evenAndOddHeaders/>", "")
		return p
	}
	d := finalDocument(model.FileOptions{UnitStyle: model.UnitStyle{Checksum: model.ChecksumFooter}})
	for name, c := range map[string]struct {
		in    *pieces
		ours  bool
		parts int // that show a number
	}{
		"own numbers":             {redHead(t), false, 2},
		"own numbers, letterhead": {letterheadParts(t), false, 2},
		"own footers":             {strip(redHead(t)), true, 3},
		"own footers, letterhead": {strip(letterheadParts(t)), true, 3},
		"no footers":              {bare(redHead(t)), true, 3},
		"no footers, letterhead":  {bare(letterheadParts(t)), true, 3},
		"all pages alike":         {bare(plain(redHead(t))), true, 2},
	} {
		out, notes := c.in.fill(t, d)
		said := strings.Join(notes, "\n")
		if strings.Contains(said, "加上了公文的页码") != c.ours || strings.Contains(said, "校验码没有印在页脚") == c.ours {
			t.Errorf("%s: notes\n%s", name, said)
		}
		numbers, sums := 0, 0
		for part, data := range out.data {
			if strings.Contains(part, "oot") && strings.HasSuffix(part, ".xml") {
				numbers += strings.Count(data, " PAGE ")
				sums += strings.Count(data, d.Checksum)
			}
		}
		if c.ours != (sums == c.parts) || numbers != c.parts {
			t.Errorf("%s: %d footers with a number, %d with the checksum: %q", name, numbers, sums, out.names)
		}
	}
}

// TestBodyStyle: a style without an indent is the program's default, not the office's.
func TestBodyStyle(t *testing.T) {
	for indent, taken := range map[string]bool{``: false, `<w:ind w:firstLine="640"/>`: true, `<w:ind w:firstLineChars="200"/>`: true} {
		in := redHead(t)
		in.data["word/styles.xml"] = strings.Replace(strings.Replace(bare, `<w:ind w:firstLine="480"/>`, "", 1), `</w:styles>`,
			`<w:style w:type="paragraph" w:styleId="BT"><w:name w:val="Body Text"/><w:pPr>`+indent+`</w:pPr></w:style></w:styles>`, 1)
		in.edit(t, "word/footer1.xml", `<w:pStyle w:val="Footer"/>`, "")
		in.edit(t, "word/footer2.xml", `<w:pStyle w:val="Footer"/>`, "")
		out, _ := in.fill(t, printed(false))
		if got := strings.Contains(out.data[documentPart], `<w:pStyle w:val="BT"/>`); got != taken {
			t.Errorf("%q: taken is %t", indent, got)
		}
	}
}
