package docx

import (
	"strings"
	"testing"
)

// TestSourceMarks: what styles say of runs counts as what the runs say themselves,
// and a run may say otherwise.
func TestSourceMarks(t *testing.T) {
	const styles = `<w:styles xmlns:w="` + nsWord + `"><w:style w:type="paragraph" w:styleId="gone"><w:name w:val="a"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="note"><w:name w:val="b"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="base"><w:name w:val="c"/><w:basedOn w:val="note"/><w:rPr><w:vertAlign w:val="baseline"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="crossed"><w:name w:val="e"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="table" w:styleId="blue"><w:name w:val="d"/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style></w:styles>`
	run := func(properties, text string) string {
		return `<w:r><w:rPr>` + properties + `</w:rPr><w:t>` + text + `</w:t></w:r>`
	}
	cell := func(cellProperties, paragraph string) string {
		return `<w:tc><w:tcPr>` + cellProperties + `</w:tcPr><w:p>` + paragraph + `</w:p></w:tc>`
	}
	char := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	instruct := func(text string) string { return `<w:r><w:instrText>` + text + `</w:instrText></w:r>` }
	white := run(`<w:color w:val="FFFFFF"/>`, "7")
	for name, c := range map[string]struct{ table, cell, want, doubt string }{
		"style of the paragraph":   {"", cell("", `<w:pPr><w:pStyle w:val="gone"/></w:pPr>`+run("", "3")+run(`<w:strike w:val="0"/>`, "21")), "21", "「3」有删除线"},
		"style of the run":         {"", cell("", run("", "21")+run(`<w:rStyle w:val="note"/>`, "3")), "21", "「3」是上下标"},
		"back on the line":         {"", cell("", run("", "21")+run(`<w:rStyle w:val="base"/>`, "3")), "213", ""},
		"white on white":           {"", cell(`<w:shd w:val="clear" w:fill="auto"/>`, run("", "21")+white), "21", "底色"},
		"white in a dark cell":     {"", cell(`<w:shd w:val="clear" w:fill="002060"/>`, run("", "21")+white), "217", ""},
		"white on dark paragraph":  {"", cell("", `<w:pPr><w:shd w:val="clear" w:fill="C00000"/></w:pPr>`+run("", "21")+white), "217", ""},
		"white in a table's style": {`<w:tblPr><w:tblStyle w:val="blue"/></w:tblPr>`, cell("", run("", "21")+white), "217", ""},
		"ground of its own":        {"", cell(`<w:shd w:val="clear" w:fill="4472c4"/>`, run("", "21")+run(`<w:color w:val="4472C4"/>`, "7")), "21", "底色"},
		"lines without height":     {"", cell("", `<w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>`+run("", "7")) + cell("", run("", "21")), "", "隐藏"},
		"number by itself":         {"", cell("", `<w:pPr>`+num("1", "0")+`</w:pPr>`+run("", "321")), "321", "「一、」是自动编号"},
		"numbered words":           {"", cell("", `<w:pPr>`+num("1", "0")+`</w:pPr>`+run("", "规章")), "一、规章", ""},
		"shown backwards":          {"", cell("", run("", "\u202e123")), "123", "倒着"},
		"result in an instruction": {"", cell("", char("begin")+instruct(" IF ")+char("begin")+instruct(" X ")+char("separate")+run("", "99")+char("end")+char("separate")+run("", "21")+char("end")), "21", "「99」是隐藏的字"},
		"field with a result":      {"", cell("", char("begin")+instruct(" =20+1 ")+char("separate")+run("", "21")+char("end")), "21", ""},
		"field without a result":   {"", cell("", char("begin")+instruct(" =20+1 ")+char("end")), "", "没有算出来的域"},
		"field that never ends":    {"", cell("", char("begin")+instruct(" PAGE ")) + cell("", run("", "21")), "", ""},
		"written backwards":        {"", cell("", `<w:bdo w:val="rtl">`+run("", "21")+`</w:bdo>`), "21", "倒着"},
		"font of signs":            {"", cell("", run(`<w:rFonts w:ascii="Wingdings"/>`, "21")), "21", "没有写明"},
		"struck by the table":      {`<w:tblPr><w:tblStyle w:val="crossed"/></w:tblPr>`, cell("", run("", "7")+run(`<w:strike w:val="0"/>`, "21")), "21", "「7」有删除线"},
		"cell that was deleted":    {"", cell(`<w:cellDel w:id="1"/>`, run("", "21")), "", "删除线"},
		"blacked out":              {"", cell("", run("", "21")+run(`<w:highlight w:val="black"/>`, "7")), "21", "底色"},
		"white on a black marker":  {"", cell("", run("", "21")+run(`<w:highlight w:val="black"/><w:color w:val="FFFFFF"/>`, "7")), "217", ""},
		"white on a yellow marker": {"", cell("", run("", "21")+run(`<w:highlight w:val="yellow"/><w:color w:val="FFFFFF"/>`, "7")), "21", "底色"},
		"on a yellow marker":       {"", cell("", run("", "21")+run(`<w:highlight w:val="yellow"/>`, "7")), "217", ""},
		"the theme's ground":       {"", cell("", run("", "21")+run(`<w:color w:val="auto" w:themeColor="background1"/>`, "7")), "21", "底色"},
		"a shade of that":          {"", cell("", run("", "21")+run(`<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>`, "7")), "217", ""},
		"black on a solid ground":  {"", cell(`<w:shd w:val="solid" w:color="000000"/>`, run("", "21")+run(`<w:color w:val="000000"/>`, "7")), "21", "底色"},
		"pale grey":                {"", cell("", run("", "21")+run(`<w:color w:val="EEEEEE"/>`, "7")), "21", "底色"},
		"grey":                     {"", cell("", run("", "21")+run(`<w:color w:val="A6A6A6"/>`, "7")), "217", ""},
		"no fill":                  {"", cell("", run("", "21")+run(`<w14:textFill><w14:noFill/></w14:textFill>`, "3")), "21", "隐藏"},
	} {
		d, err := Source(sourceFile(t, `<w:tbl>`+c.table+`<w:tr>`+cell("", run("", "行"))+c.cell+`</w:tr></w:tbl>`, "word/styles.xml", styles, "word/numbering.xml", sourceNumbering))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := d.Blocks[0].Table.At(0, 1)
		if doubts := strings.Join(got.Doubts, "；"); got.Text != c.want || !strings.Contains(doubts, c.doubt) || c.doubt == "" && doubts != "" {
			t.Errorf("%s: %q, %q", name, got.Text, doubts)
		}
	}
}
