package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/export/source"
	"nianbao/export/source/sourcetest"
	"nianbao/export/tooltest"
)

const (
	nsWord   = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`
	nsStrict = "http://purl.oclc.org/ooxml/"
	nsRefs   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
)

const sourceRoot = `<w:document xmlns:w="` + nsWord + `" xmlns:mc="urn:mc" xmlns:v="urn:v" xmlns:r="` + nsRefs + `"><w:body>`

// sourceFile packs a body, and other parts by name and content, as a document.
func sourceFile(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	return tooltest.Zip(t, append([]string{"word/document.xml", sourceRoot + body + `<w:sectPr/></w:body></w:document>`}, parts...)...)
}

// par is a paragraph with properties.
func par(properties, text string) string {
	return `<w:p><w:pPr>` + properties + `</w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func num(id, level string) string {
	return `<w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr>`
}

func tc(properties, text string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + par("", text) + `</w:tc>`
}

func TestSource(t *testing.T) {
	long := strings.Repeat("全年没有发生有关的事情。", 5)
	for name, c := range map[string]struct{ body, want, notes string }{
		"breaks and tabs": {`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>　　甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t> 丙</w:t><w:noBreakHyphen/></w:r></w:p><w:p/>`, "甲\t乙\n丙-\n", ""},
		"inserted and deleted": {`<w:p><w:r><w:t>共</w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>11</w:delText><w:t>10</w:t></w:r></w:del><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>`,
			"共12件\n", ""},
		"deleted end of paragraph": {par(`<w:rPr><w:del w:id="1"/></w:rPr>`, "上半") + par("", "下半") + par(`<w:rPr><w:del w:id="1"/></w:rPr>`, "尾") + `<w:tbl><w:tr>` + tc("", "a") + tc("", "b") + `</w:tr></w:tbl>`,
			"上半下半\n尾\n|a|b|\n", ""},
		"old properties":  {par(`<w:outlineLvl w:val="0"/><w:pPrChange><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:pPrChange>`, "标题"), "#标题\n", ""},
		"hidden":          {`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>不见</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看见</w:t></w:r></w:p>`, "看见\n", "隐藏"},
		"fields":          {`<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink><w:r><w:sym w:char="F052"/></w:r><w:fldSimple w:instr="X"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>`, "网址3\n", ""},
		"a drawing twice": {`<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>` + par("", "框里") + `</w:txbxContent></mc:Choice><mc:Choice><w:t>二</w:t></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + par("", "框里") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`, "框里\n正文\n", ""},
		"content control": {`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + par("", "请输入") + `</w:sdtContent></w:sdt><w:sdt><w:sdtContent>` + par("", "内容") + `</w:sdtContent></w:sdt>`, "内容\n", ""},
		"contents":        {`<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + par("", "一、总体情况 1") + `</w:sdtContent></w:sdt>` + par("", "一、总体情况"), "一、总体情况\n", "目录"},
		"pictures":        {`<w:p><w:r><w:drawing><a:blip r:embed="1"/></w:drawing></w:r><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>`, "", "2 张图片"},
		"object":          {`<w:p><w:r><w:object><o:OLEObject/></w:object></w:r></w:p>`, "", "1 个其他程序的对象"},
		"merged down": {`<w:tbl><w:tr>` + tc(`<w:vMerge w:val="restart"/>`, "甲") + tc("", "1") + `</w:tr><w:tr>` + tc(`<w:vMerge/>`, "") + tc("", "2") + `</w:tr><w:tr>` + tc(`<w:vMerge w:val="continue"/>`, "甲") + tc("", "3") + `</w:tr><w:tr>` +
			tc(`<w:vMerge w:val="restart"/>`, "乙") + tc("", "4") + `</w:tr></w:tbl>`, "|甲{3×1}|1|\n|2|\n|3|\n|乙|4|\n", ""},
		"merged over columns": {`<w:tbl><w:tr>` + tc(`<w:gridSpan w:val="3"/>`, "头") + `</w:tr><w:tr>` + tc("", "a") + tc(`<w:hMerge w:val="restart"/>`, "b") + tc(`<w:hMerge w:val="continue"/>`, "") + `</w:tr></w:tbl>`, "|头{1×3}|\n|a|b{1×2}|\n", ""},
		"continues nothing":   {`<w:tbl><w:tr>` + tc(`<w:vMerge/>`, "甲") + tc("", "1") + `</w:tr><w:tr>` + tc(`<w:vMerge/>`, "") + tc("", "2") + `</w:tr></w:tbl>`, "|甲{2×1}|1|\n|2|\n", ""},
		"deleted row":         {`<w:tbl><w:tr>` + tc("", "a") + tc("", "b") + `</w:tr><w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + tc("", "x") + tc("", "y") + `</w:tr><w:tr>` + tc("", "c") + tc("", "") + `</w:tr></w:tbl>`, "|a|b|\n|c||\n", ""},
		"lines of a cell":     {`<w:tbl><w:tr><w:tc>` + par("", "商业") + par("", "") + par("", "企业") + `</w:tc>` + tc("", "其他") + `</w:tr></w:tbl>`, "|商业⏎企业|其他|\n", ""},
		"layout": {`<w:tbl><w:tr>` + tc("", "左") + `<w:tc>` + par("", "头") + `<w:tbl><w:tr>` + tc("", "1") + tc("", "2") + `</w:tr></w:tbl>` + par("", "尾") + `</w:tc></w:tr></w:tbl>`,
			"左\n头\n|1|2|\n尾\n", ""},
		"prose in a cell": {`<w:tbl><w:tr>` + tc("", "边") + `<w:tc>` + par("", long) + par("", long) + `</w:tc></w:tr></w:tbl>`, "边\n" + long + "\n" + long + "\n", ""},
		"frame in a cell": {`<w:tbl><w:tr><w:tc><w:tbl><w:tr>` + tc("", "框") + `</w:tr></w:tbl></w:tc>` + tc("", "1") + `</w:tr></w:tbl>`, "|框|1|\n", ""},
		"blank table":     {`<w:tbl><w:tr>` + tc("", "") + tc("", " ") + `</w:tr></w:tbl>` + par("", "后"), "后\n", ""},
		"terminal codes":  {par("", "a\u0085\u009b\u202eb\u200b"), "ab\n", ""},
	} {
		d, err := Source(sourceFile(t, c.body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := d.String(); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		for _, x := range d.Blocks {
			d.Notes = append(d.Notes, x.Doubts...)
		}
		if got := strings.Join(d.Notes, "；"); !strings.Contains(got, c.notes) || c.notes == "" && got != "" {
			t.Errorf("%s: notes %q", name, got)
		}
	}
}

// Slots that a row leaves out before its cells are missing, and the places are said.
func TestSourceGrid(t *testing.T) {
	d, err := Source(sourceFile(t, par("", "前")+par("", "")+par("", "后")+`<w:tbl><w:tr>`+tc("", "a")+tc("", "b")+`</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+tc("", "c")+`</w:tr></w:tbl>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title> 某镇  报告 </dc:title></cp:coreProperties>`))
	if err != nil {
		t.Fatal(err)
	}
	g := d.Blocks[2].Table
	if g.At(1, 0) != nil || g.At(1, 1) == nil || g.At(1, 1).Text != "c" || g.Rows != 2 || g.Cols != 2 {
		t.Errorf("grid %+v", g)
	}
	if d.Title != "某镇 报告" || d.Blocks[1].Where != "第2段" || d.Blocks[2].Where != "第1个表" {
		t.Errorf("title %q, places %q %q", d.Title, d.Blocks[1].Where, d.Blocks[2].Where)
	}
}

const sourceNumbering = `<w:numbering xmlns:w="` + nsWord + `" xmlns:mc="urn:mc">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:pStyle w:val="item"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:isLgl/><w:lvlText w:val="%1.%3.%4"/></w:lvl><w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="linked"/></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="linked"/><w:lvl w:ilvl="0"><w:start w:val="3"/><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="9"/></w:num></w:numbering>`

const sourceStyles = `<w:styles xmlns:w="` + nsWord + `"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="item"><w:name w:val="条目"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="ring"><w:name w:val="x"/><w:basedOn w:val="ring"/></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="off"><w:name w:val="y"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>`

func TestSourceNumbers(t *testing.T) {
	d, err := Source(sourceFile(t, par(num("1", "0"), "总体情况")+par(num("1", "1"), "甲")+par(num("1", "1"), "乙")+par(num("1", "2"), "2024年")+
		par(`<w:pStyle w:val="item"/>`, "样式")+par(num("1", "3"), "四级")+par(num("1", "4"), "圆点")+par(num("1", "0"), "主动公开")+par(num("1", "1"), "丙")+par("", "无")+
		par(num("0", "0"), "取消")+par(num("2", "0"), "重来")+par(num("2", "0"), "再来")+par(num("3", "0"), "条文")+par(num("4", "0"), "没有")+par(num("9", "0"), "也没有")+
		par(num("1", "99"), "太深")+`<w:p><w:pPr>`+num("1", "0")+`</w:pPr></w:p><w:tbl><w:tr>`+tc("", "表")+`<w:tc>`+par(num("1", "1"), "")+`</w:tc></w:tr></w:tbl>`+
		par(`<w:pStyle w:val="own"/>`, "标题")+par(`<w:pStyle w:val="own"/><w:outlineLvl w:val="9"/>`, "不是")+par(`<w:pStyle w:val="toc"/>`, "目录行")+par(`<w:pStyle w:val="ring"/>`, "环")+
		`<w:p><w:r><w:rPr><w:rStyle w:val="off"/></w:rPr><w:t>藏</w:t></w:r></w:p>`,
		"word/numbering.xml", sourceNumbering, "word/styles.xml", sourceStyles))
	if err != nil {
		t.Fatal(err)
	}
	want := "一、总体情况\n（一）甲\n（二）乙\n1. 2024年\n2.样式\n1.2.1 四级\n圆点\n二、主动公开\n（一）丙\n无\n取消\n一、重来\n二、再来\n第003条 条文\n没有\n也没有\n太深\n|表|（一）|\n##标题\n不是\n环\n"
	if got := d.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := strings.Join(d.Notes, "；"); !strings.Contains(got, "目录") || !strings.Contains(got, "隐藏") {
		t.Errorf("notes %q", got)
	}
}

func TestFormatNumber(t *testing.T) {
	for _, c := range []struct {
		n            int
		format, want string
	}{
		{10, "chineseCounting", "十"}, {11, "chineseCountingThousand", "十一"}, {20, "japaneseCounting", "二十"}, {105, "chineseCounting", "一百零五"}, {0, "chineseCounting", "零"},
		{110, "chineseCounting", "一百一十"}, {1001, "chineseCounting", "一千零一"}, {12345, "chineseCounting", "12345"}, {12, "chineseLegalSimplified", "壹拾贰"},
		{2, "ideographTraditional", "乙"}, {11, "ideographTraditional", "11"}, {3, "decimalEnclosedCircleChinese", "③"}, {1984, "upperRoman", "MCMLXXXIV"}, {4, "lowerRoman", "iv"},
		{7, "decimalZero", "07"}, {12, "ideographDigital", "一二"}, {30, "decimalFullWidth", "３０"}, {2, "lowerLetter", "b"}, {5, "unknown", "5"}, {5, "001, 002", "005"},
	} {
		if got := formatNumber(c.n, c.format); got != c.want {
			t.Errorf("%d as %s: %s, want %s", c.n, c.format, got, c.want)
		}
	}
}

// The part is where the package says, in the strict variant and in UTF-16 too.
func TestSourcePackages(t *testing.T) {
	strict := strings.ReplaceAll(strings.ReplaceAll(sourceRoot, nsWord, nsStrict+"wordprocessingml/main"), "w:", "ns0:")
	rels := `<Relationships xmlns="x"><Relationship Id="0" Type="` + nsStrict + `officeDocument/relationships/officeDocument" Target="/body/主.xml"/></Relationships>`
	var wide []byte
	for _, r := range "\ufeff" + `<?xml version="1.0" encoding="UTF-16"?>` + sourceRoot + par("", "宽") + `</w:body></w:document>` {
		wide = append(wide, byte(r), byte(r>>8))
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"strict": {tooltest.Zip(t, "_rels/.rels", rels, "body/主.xml", strings.ReplaceAll(strict, "xmlns:w", "xmlns:ns0")+strings.ReplaceAll(par("", "严"), "w:", "ns0:")+`</ns0:body></ns0:document>`), "严\n"},
		"utf-16": {tooltest.Zip(t, `Word\Document.xml`, string(wide)), "宽\n"},
	} {
		d, err := Source(c.data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := d.String(); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSourceRefuses(t *testing.T) {
	good := sourceFile(t, par("", "好"))
	bomb := func(fill string, size int) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		block := []byte(strings.Repeat(fill, 1<<20/len(fill)))
		if _, err := w.Write([]byte(sourceRoot)); err != nil {
			t.Fatal(err)
		}
		for n := 0; n < size; n += len(block) {
			if _, err := w.Write(block); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	lying := bomb("<w:p/>", 80<<20) // its directory says that it is small
	at := bytes.LastIndex(lying, []byte("PK\x01\x02"))
	copy(lying[at+24:], "\x10\x00\x00\x00")
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing":         {nil, "损坏"},
		"cut":             {good[:len(good)/2], "不完整"},
		"other zip":       {tooltest.Zip(t, "a.txt", "a"), "不是 Word 文档"},
		"cut xml":         {tooltest.Zip(t, "word/document.xml", sourceRoot+"<w:p>"), "损坏"},
		"crossed xml":     {tooltest.Zip(t, "word/document.xml", "<a><b></a></b>"), "损坏"},
		"entities":        {tooltest.Zip(t, "word/document.xml", `<!DOCTYPE a [<!ENTITY x "yy"><!ENTITY z "&x;&x;">]>`+sourceRoot+par("", "&z;")+`</w:body></w:document>`), "损坏"},
		"unknown entity":  {sourceFile(t, par("", "&z;")), "损坏"},
		"zeroes":          {bomb("\x00", 100<<20), "太大"},
		"spaces":          {bomb(" ", 30<<20), "太多"},
		"lying":           {lying, "损坏"},
		"many paragraphs": {bomb(`<w:p><w:r><w:t>a</w:t></w:r></w:p>`, 31<<20), "太多"},
		"many cells":      {bomb(`<w:tbl><w:tr><w:tc/><w:tc/><w:tc/><w:tc/><w:tc/></w:tr></w:tbl>`, 30<<20), "太多"},
		"many parts":      {bytes.Repeat([]byte("PK\x01\x02"), 20_000), "部件太多"},
	} {
		begin := time.Now()
		_, err := Source(c.data)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %v", name, time.Since(begin)) // what has no end, go test ends
	}
}

func TestSourceDeep(t *testing.T) {
	const deep = 100_000
	for name, body := range map[string]string{
		"tables": strings.Repeat(`<w:tbl><w:tr><w:tc>`+par("", "层"), deep) + strings.Repeat(`</w:tc></w:tr></w:tbl>`, deep),
		"boxes":  strings.Repeat(`<w:p><w:r>`, deep) + `<w:t>底</w:t>` + strings.Repeat(`</w:r></w:p>`, deep),
	} {
		begin := time.Now()
		d, err := Source(sourceFile(t, body))
		if err != nil && !errors.Is(err, source.ErrTooLong) {
			t.Errorf("%s: %v", name, err)
		} else if err == nil && len(d.Blocks) == 0 {
			t.Errorf("%s: nothing was read", name)
		}
		t.Logf("%s: %v", name, time.Since(begin)) // what has no end, go test ends
	}
}

// The official form: its tables have the dimensions and spans that Word shows.
func TestSourceOfficial(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "reports", "template-2021-official-tables.docx"))
	if err != nil {
		t.Skip("the files of shared are not here:", err)
	}
	d, err := Source(data)
	if err != nil {
		t.Fatal(err)
	}
	tables := sourcetest.Tables(d)
	if len(tables) != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	for i, want := range [][2]int{{14, 4}, {28, 10}, {4, 15}} {
		if g := tables[i]; g.Rows != want[0] || g.Cols != want[1] {
			t.Errorf("table %d has %d × %d slots, want %v", i+1, g.Rows, g.Cols, want)
		}
	}
	for _, c := range []struct {
		table, row, col, rows, cols int
		begins                      string
	}{
		{0, 0, 0, 1, 4, "第二十条第（一）项"}, {0, 6, 1, 1, 3, ""}, {1, 0, 0, 3, 3, "（本列"}, {1, 5, 0, 22, 1, "三、"}, {1, 7, 1, 8, 1, "（三）"},
		{1, 23, 1, 3, 1, "（六）"}, {1, 27, 0, 1, 3, "四、"}, {1, 27, 9, 1, 1, ""}, {2, 1, 0, 2, 1, "结果维持"}, {2, 1, 10, 1, 5, "复议后"}, {2, 3, 14, 1, 1, ""},
	} {
		if got := tables[c.table].At(c.row, c.col); got == nil || got.Row != c.row || got.Col != c.col || got.RowSpan != c.rows || got.ColSpan != c.cols || !strings.HasPrefix(got.Text, c.begins) {
			t.Errorf("table %d at %d, %d: %+v", c.table+1, c.row, c.col, got)
		}
	}
}

func FuzzSource(f *testing.F) {
	f.Add(sourceRoot+par(num("1", "0"), "一")+`<w:tbl><w:tr>`+tc(`<w:vMerge w:val="restart"/>`, "甲")+tc(`<w:hMerge/>`, "1")+`</w:tr><w:tr>`+tc(`<w:vMerge/><w:gridSpan w:val="2"/>`, "乙")+`</w:tr></w:tbl></w:body></w:document>`, sourceNumbering, sourceStyles)
	f.Add(`<document><p><r><t>a</t><AlternateContent><Choice><p><pPr><rPr><del/></rPr></pPr></p></Choice></AlternateContent></r></p><tr><tc><p/></tc></tr></document>`, "<a/>", "<b/>")
	f.Add(`<a><sdt><sdtContent><sdtPr><showingPlcHdr/></sdtPr></sdtContent></sdt><tbl><tr><trPr><del/><gridBefore val="9"/></trPr><tc><tbl><tr><tc><p/></tc></tr></tbl></tc></tr></tbl></a>`, "", "")
	f.Fuzz(func(t *testing.T, body, numbering, styles string) {
		d, err := Source(tooltest.Zip(t, "word/document.xml", body, "word/numbering.xml", numbering, "word/styles.xml", styles))
		if err == nil {
			sourcetest.Check(t, d)
		}
	})
}

// FuzzSourceZip takes the package itself apart.
func FuzzSourceZip(f *testing.F) {
	f.Add(sourceFile(f, par("", "甲")))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Source(data)
		if err == nil {
			sourcetest.Check(t, d)
		}
	})
}
