package export

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/model"
)

// caseFile is a file of the cases that once failed.
func caseFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "cases", name))
	if err != nil {
		t.Skip("the files of shared are not here:", err)
	}
	return data
}

// appearance is what is right of a cell that somebody has marked in a file.
type appearance struct {
	cell   model.CellID
	want   string // a figure, or "" for one that could not be read
	reason string // in how, or of what was left out
}

// seen fails the test unless a cell has the figure, in doubt and with the reason, or
// is unread and no blank.
func (a appearance) check(t *testing.T, name string, data []byte) {
	t.Helper()
	x, err := ReadBytes(data, ReadOptions{})
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	why := ""
	for _, l := range x.LeftOut {
		why += l.Why + "\n"
	}
	for _, c := range x.Read {
		if c.Cell == a.cell {
			why += c.How
			if c.Confidence >= model.Sure {
				t.Errorf("%s: %s is sure: %+v", name, a.cell, c)
			}
		}
	}
	if got := x.Report.Figures[a.cell].String(); got != a.want {
		t.Errorf("%s: %s is %q, want %q", name, a.cell, got, a.want)
	}
	if a.want == "" && !x.Report.IsUnread(a.cell) {
		t.Errorf("%s: %s is blank", name, a.cell)
	}
	if !strings.Contains(why, a.reason) {
		t.Errorf("%s: no word of %q in %q", name, a.reason, why)
	}
}

func TestSeenInCases(t *testing.T) {
	const licensing, penalty = "2.licensing.decided", "2.penalty.decided"
	for name, a := range map[string]appearance{
		"05-struck-figure/strike.docx":                          {licensing, "321", "删除线"},
		"05-struck-figure/s.html":                               {licensing, "321", "删除线"},
		"05-struck-figure/style.html":                           {licensing, "321", "删除线"},
		"06-raised-note-number/sup.docx":                        {licensing, "321", "上下标"},
		"06-raised-note-number/sup.html":                        {penalty, "45", "上下标"},
		"12-html-form-controls/input.html":                      {penalty, "45", "表单"},
		"19-visibility-hidden/v.html":                           {licensing, "321", "隐藏"},
		"2-11-docx-textbox-in-cell/txbx-next-to.docx":           {licensing, "321", "框"},
		"2-12-white-and-tiny-text/tiny-text.docx":               {licensing, "321", "太小"},
		"2-12-white-and-tiny-text/white-text.docx":              {licensing, "321", "底色"},
		"2-12-white-and-tiny-text/x-rich-white.xlsx":            {licensing, "321", "底色"},
		"2-13-figure-not-read-no-word/eq-field-overstrike.docx": {licensing, "", "公式"},
		"2-13-figure-not-read-no-word/img-in-cell.docx":         {licensing, "", "图片"},
		"2-18-docx-sym/sym.docx":                                {licensing, "", "符号"},
	} {
		t.Run(filepath.Base(name), func(t *testing.T) { a.check(t, name, caseFile(t, name)) })
	}
}

// changed is a package in which a part's text was replaced once.
func changed(t *testing.T, data []byte, part, old, new string) []byte {
	t.Helper()
	parts := unzip(t, string(data))
	if !strings.Contains(parts[part], old) {
		t.Fatalf("%s of the file has no %s", part, old)
	}
	parts[part] = strings.Replace(parts[part], old, new, 1)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) { // [Content_Types].xml comes first
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, parts[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// penalties is the sample with a figure that nothing else of it has.
func penalties() *model.Report {
	r := sample()
	r.Figures["2.penalty.decided"] = model.Count(693957)
	return r
}

// TestSeenInDocx marks the figure of the penalties, 693957, in a printed document.
func TestSeenInDocx(t *testing.T) {
	data := []byte(write(t, "docx", penalties(), Options{}))
	const run = `<w:t xml:space="preserve">693957</w:t></w:r>`
	const cell = "2.penalty.decided"
	r := func(properties, text string) string {
		return `<w:r><w:rPr>` + properties + `</w:rPr><w:t>` + text + `</w:t></w:r>`
	}
	box := func(text string) string {
		return `<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>` + r("", text) + `</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>`
	}
	for name, c := range map[string]struct{ behind, want, reason string }{
		"struck twice":        {r(`<w:dstrike/>`, "0"), "693957", "「0」有删除线"},
		"vanished":            {r(`<w:vanish/>`, "11"), "693957", "隐藏"},
		"lowered":             {r(`<w:vertAlign w:val="subscript"/>`, "3"), "693957", "上下标"},
		"lifted":              {r(`<w:position w:val="8"/>`, "2"), "693957", "上下标"},
		"nearly white":        {r(`<w:color w:val="FEFEFE"/>`, "7"), "693957", "底色"},
		"white theme":         {r(`<w:color w:val="FFFFFF" w:themeColor="background1"/>`, "7"), "693957", "底色"},
		"two points":          {r(`<w:sz w:val="4"/>`, "8"), "693957", "太小"},
		"squeezed":            {r(`<w:w w:val="1"/>`, "8"), "693957", "太小"},
		"tracked deletion":    {`<w:del w:id="9"><w:r><w:delText>12</w:delText></w:r></w:del>`, "693957", "删除线"},
		"box of VML":          {box("99"), "693957", "框"},
		"symbol":              {`<w:r><w:sym w:font="Symbol" w:char="F035"/></w:r>`, "", "符号"},
		"formula":             {`<m:oMath><m:r><m:t>5</m:t></m:r></m:oMath>`, "6939575", "公式"},
		"picture that floats": {`<w:r><w:drawing><wp:anchor><wp:docPr descr="箭头"/><a:blip/></wp:anchor></w:drawing></w:r>`, "693957", "箭头"},
	} {
		appearance{cell, c.want, c.reason}.check(t, name, changed(t, data, "word/document.xml", run, run+c.behind))
	}
	for name, c := range map[string]struct{ instead, want, reason string }{
		"picture": {`</w:r><w:r><w:pict><v:shape alt="693957"><v:imagedata/></v:shape></w:pict></w:r>`, "", "图片（写明是「693957」"},
		"field":   {`</w:r><w:fldSimple w:instr="EQ \f(1,2)"/>`, "", "公式域"},
		"object":  {`</w:r><w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object></w:r>`, "", "对象"},
		"deleted": {`</w:r><w:del w:id="9"><w:r><w:delText>693957</w:delText></w:r></w:del>`, "", "删除线"},
		"choice": {`</w:r><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="1"/><w:listEntry w:val="26"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
			"26", "表单"},
		"box": {`</w:r>` + box("26"), "26", "框"},
	} {
		appearance{cell, c.want, c.reason}.check(t, name, changed(t, data, "word/document.xml", run, c.instead))
	}
}

// TestSeenOverATable: a figure in a box that floats beside a table may cover a cell of it:
// the table is doubtful, others are not; a box in the line, and one with words, cover none.
func TestSeenOverATable(t *testing.T) {
	data := []byte(write(t, "docx", penalties(), Options{}))
	box := func(place, text string) string {
		return `<w:p><w:r><w:drawing><wp:` + place + `><wps:txbx><w:txbxContent><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:txbxContent></wps:txbx></wp:` + place + `></w:drawing></w:r></w:p>`
	}
	for name, c := range map[string]struct {
		paragraph string
		floats    bool
	}{
		"figure":             {box("anchor", "88"), true},
		"money":              {box("anchor", "1,234.5"), true},
		"one digit":          {box("anchor", "5"), true},
		"in the line":        {box("inline", "88"), false},
		"words":              {box("anchor", "见附件2"), false},
		"one that is no box": {`<w:p><w:r><w:t>88</w:t></w:r></w:p>`, false},
	} {
		t.Run(name, func(t *testing.T) {
			x, err := ReadBytes(changed(t, data, "word/document.xml", "<w:tbl>", c.paragraph+"<w:tbl>"), ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			doubtful := map[string]int{}
			for _, r := range x.Read {
				if r.Confidence < model.Sure {
					doubtful[string(r.Cell[:1])]++
				}
			}
			if c.floats != (doubtful["2"] > 0) || doubtful["3"]+doubtful["4"] > 0 {
				t.Errorf("doubtful by section: %v", doubtful)
			}
			if len(x.LeftOut) == 0 {
				t.Error("a figure beside the table is dropped without a word")
			}
		})
	}
}

// TestSeenOverALabel: so does what is anchored in a label or a head and lies over a figure
// beside; it is in the list of what was not read.
func TestSeenOverALabel(t *testing.T) {
	data := []byte(write(t, "docx", penalties(), Options{}))
	const label = `行政处罚</w:t></w:r>`
	text := func(s string) string {
		return `<w:r><w:drawing><wp:anchor><wps:txbx><w:txbxContent><w:p><w:r><w:t>` + s + `</w:t></w:r></w:p></w:txbxContent></wps:txbx></wp:anchor></w:drawing></w:r>`
	}
	for name, run := range map[string]string{"a figure": text("400"), "a rectangle": `<w:r><w:pict><v:rect style="position:absolute"/></w:pict></w:r>`, "a picture": `<w:r><w:drawing><wp:anchor><wp:docPr descr="x"/><a:blip/></wp:anchor></w:drawing></w:r>`} {
		t.Run(name, func(t *testing.T) {
			x, err := ReadBytes(changed(t, data, "word/document.xml", label, label+run), ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range x.Read {
				if r.Cell == "2.penalty.decided" && r.Confidence >= model.Sure {
					t.Errorf("%s is sure", r.Source)
				}
				if strings.HasPrefix(string(r.Cell), "3.") && r.Confidence < model.Sure {
					t.Errorf("%s of another table is doubtful", r.Cell)
				}
			}
			if len(x.LeftOut) == 0 {
				t.Error("nothing is said of it")
			}
		})
	}
}

// TestWhiteOnDarkIsSeen: what a person can read is read, and is sure.
func TestWhiteOnDarkIsSeen(t *testing.T) {
	data := []byte(write(t, "docx", penalties(), Options{}))
	const run = `<w:t xml:space="preserve">693957</w:t></w:r>`
	for _, more := range []string{`<w:highlight w:val="blue"/>`, `<w:shd w:val="clear" w:fill="1F4E79"/>`} {
		x, err := ReadBytes(changed(t, data, "word/document.xml", run, `</w:r><w:r><w:rPr><w:color w:val="FFFFFF"/>`+more+`</w:rPr>`+run), ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range x.Read {
			if c.Cell == "2.penalty.decided" && (c.Confidence < model.Sure || c.Source != "693957") {
				t.Errorf("%s: %+v", more, c)
			}
		}
	}
}

// seenPage is a page whose penalties are given.
func seenPage(head, cell string) []byte {
	return []byte(`<!DOCTYPE html><html><head><meta charset="utf-8">` + head + `<title>青石县民政局2023年政府信息公开工作年度报告</title></head><body><h1>青石县民政局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年公开。</p><p>二、主动公开政府信息情况</p>
<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>7</td></tr><tr><td>行政处罚</td>` + cell + `</tr><tr><td>行政强制</td><td>0</td></tr></table></body></html>`)
}

func TestSeenInHTML(t *testing.T) {
	for name, c := range map[string]struct{ head, cell, want, reason string }{
		"strike":             {"", `<td><strike>8</strike>17</td>`, "17", "「8」有删除线"},
		"struck class":       {`<style>.old, b.x{TEXT-DECORATION: line-through}</style>`, `<td><i class="y old">9</i>17</td>`, "17", "删除线"},
		"hidden class":       {`<style>/* x */ #n { visibility : hidden }</style>`, `<td><i id=n>9</i>17</td>`, "17", "隐藏"},
		"in another":         {`<style>@charset "utf-8"; tr td.list > .old{visibility:hidden} @media screen { tr .x{color:red} }</style>`, `<td class=list><i class=old>9</i>17</td>`, "17", "隐藏"},
		"for the screen":     {`<style>@media screen and (min-width:1px) { table .old { text-decoration:line-through } }</style>`, `<td>17<i class=old>9</i></td>`, "17", "删除线"},
		"of a kind":          {`<style>i:not(.y){display:none}</style>`, `<td>1<i>7</i></td>`, "17", "没有读懂"},
		"by an attribute":    {`<style>td i[data-x="1"] {visibility:hidden}</style>`, `<td><i data-x=1>17</i></td>`, "17", "没有读懂"},
		"the third":          {`<style>b + i, td:nth-child(9) {text-decoration:line-through}</style>`, `<td><b>1</b><i>7</i></td>`, "17", "没有读懂"},
		"digit by a style":   {`<style>.x::before{content:"3"}</style>`, `<td class=x>21</td>`, "", "样式加上的字"},
		"figure by a style":  {`<style>td.x:after { color:red; content: attr(data-n) }</style>`, `<td class=x data-n=17></td>`, "", "样式加上的字"},
		"fill colour":        {"", `<td>17<i style="-webkit-text-fill-color:#fff">9</i></td>`, "17", "底色"},
		"white hsl":          {"", `<td>17<i style="color:hsl(0,0%,100%)">9</i></td>`, "17", "底色"},
		"on its head":        {"", `<td><span style="display:inline-block;transform:rotate(180deg)">19</span></td>`, "19", "倒着"},
		"in a mirror":        {"", `<td><span style="transform: scaleX(-1)">12</span></td>`, "12", "倒着"},
		"in reverse":         {"", `<td><div style="display:flex;flex-direction:row-reverse"><b>1</b><b>2</b></div></td>`, "12", "倒着"},
		"lifted":             {"", `<td>17<span style="position:relative;top:-.4em">9</span></td>`, "17", "上下标"},
		"blacked out":        {"", `<td><span style="background:#000">17</span></td>`, "17", "没有读懂"},
		"two classes":        {`<style>.old.x, i.y.z{text-decoration:line-through}</style>`, `<td>17<i class="x old">9</i></td>`, "17", "删除线"},
		"button":             {"", `<td><button>17</button></td>`, "17", "表单"},
		"cell of a row":      {`<style>tr td b, p.x{display:none}</style>`, `<td>17<b>9</b></td>`, "17", "隐藏"},
		"display none":       {"", `<td>17<span style="display:none">9</span></td>`, "17", "隐藏"},
		"seen again":         {"", `<td style="visibility:hidden">9<b style="visibility:visible">17</b></td>`, "17", "隐藏"},
		"for readers aloud":  {`<style>.sr-only{position:absolute;width:1px;height:1px;overflow:hidden}</style>`, `<td>17<span class="sr-only">9</span></td>`, "17", "隐藏"},
		"red on red":         {"", `<td>17<span style="color:#C00;background:#c00">9</span></td>`, "17", "隐藏"},
		"turned":             {"", `<td><bdo dir=rtl>71</bdo></td>`, "71", "倒着"},
		"mark of direction":  {"", "<td>\u202e71</td>", "71", "倒着"},
		"two lines":          {"", `<td>5<br>321</td>`, "5321", "两行"},
		"no opacity":         {"", `<td><u style="opacity:0">9</u>17</td>`, "17", "隐藏"},
		"off the page":       {"", `<td><span style="position:absolute;left:-9999px">9</span>17</td>`, "17", "隐藏"},
		"one pixel":          {"", `<td>1<font style="font-size:1px">9</font>7</td>`, "17", "太小"},
		"white font":         {"", `<td>1<font color=#FFF>9</font>7</td>`, "17", "底色"},
		"white rgb":          {"", `<td>1<span style="color: rgb(255, 255, 255)">9</span>7</td>`, "17", "底色"},
		"sub":                {"", `<td>17<sub>9</sub></td>`, "17", "上下标"},
		"raised by a style":  {"", `<td>17<span style="vertical-align:super">9</span></td>`, "17", "上下标"},
		"box":                {"", `<td>17<div style="position:absolute">9</div></td>`, "17", "框"},
		"struck row":         {"", `<td><del>17</del></td>`, "", "删除线"},
		"picture":            {"", `<td><img src=a.gif alt="17"></td>`, "", "图片（写明是「17」"},
		"drawing":            {"", `<td><svg><text>17</text></svg></td>`, "", "图形"},
		"formula":            {"", `<td><math><mn>17</mn></math></td>`, "17", "公式"},
		"field":              {"", `<td><input value=" 17 "></td>`, "17", "表单"},
		"text field":         {"", `<td><textarea rows=1>17</textarea></td>`, "17", "表单"},
		"list":               {"", `<td><select><option>1<option selected>17<option>3</select></td>`, "17", "表单"},
		"list as it is":      {"", `<td><select><option>17</option><option>3</option></select></td>`, "17", "表单"},
		"picture in figure":  {"", `<td>1<img src=7.gif></td>`, "", "图片"},
		"ruby":               {"", `<td><ruby>17<rt>9</rt></ruby></td>`, "17", "上下标"},
		"hidden by the row":  {"", `<td><span style="color:transparent">17</span></td>`, "", "隐藏"},
		"style of a comment": {`<style><!-- td.z s, s {color:red} td.z{font-size:0} --></style>`, `<td class=z>9<b style="font-size:12pt">17</b></td>`, "17", "太小"},
	} {
		appearance{"2.penalty.decided", c.want, c.reason}.check(t, name, seenPage(c.head, c.cell))
	}
	for name, cell := range map[string]string{"white on blue": `<td bgcolor=#003399><font color=white>17</font></td>`, "hidden field": `<td>17<input type=hidden value=9></td>`, "script": `<td>17<script>9</script></td>`,
		"icons":     `<style>b::before{content:"\e601"} b:after{content:""} .y{background:#000;color:#fff}</style><td><b>17</b></td>`,
		"elsewhere": `<style>b:hover, b::after, td:first-child:active {display:none} .list li:nth-child(2) {color:red} .a b, b.x, .x.y, h1 > td b, b > td b, b i {display:none} @media print { b {display:none} } @font-face { src:x }</style><td><b>17</b></td>`,
		"spacer":    `<td><img src=s.gif width=1 height=1>17</td>`, "sizes": `<td><span style="font-size:0.8em">17</span></td>`, "percent": `<td style="font-size:90%;text-decoration:none">17</td>`} {
		x, err := ReadBytes(seenPage("", cell), ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range x.Read {
			if c.Cell == "2.penalty.decided" && (c.Confidence < model.Sure || c.Value != model.Count(17)) {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if f := x.Report.Figures["2.penalty.decided"]; f != model.Count(17) {
			t.Errorf("%s: %s", name, f)
		}
	}
}

// seenBook is a workbook whose penalties, in B7, are put in by the test.
func seenBook(t *testing.T, put func(*excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	for row, cells := range [][]any{{"青石县民政局2023年政府信息公开工作年度报告"}, {"二、主动公开政府信息情况"}, {"信息内容", "本年处理决定数量"}, {"行政许可", 7}, {"行政处罚", 17}, {"行政强制", 0}} {
		name, err := excelize.CoordinatesToCellName(1, row+1)
		if err == nil {
			err = f.SetSheetRow("Sheet1", name, &cells)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := put(f); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSeenInXlsx(t *testing.T) {
	rich := func(font excelize.Font) func(*excelize.File) error {
		return func(f *excelize.File) error {
			return f.SetCellRichText("Sheet1", "B5", []excelize.RichTextRun{{Text: "17"}, {Text: "4", Font: &font}})
		}
	}
	styled := func(s excelize.Style) func(*excelize.File) error {
		return func(f *excelize.File) error {
			id, err := f.NewStyle(&s)
			if err != nil {
				return err
			}
			return f.SetCellStyle("Sheet1", "B5", "B5", id)
		}
	}
	hide, scaled, rounded := ";;;", "0,", "0"
	number := func(v float64, format string) func(*excelize.File) error {
		return func(f *excelize.File) error {
			if err := f.SetCellValue("Sheet1", "B5", v); err != nil {
				return err
			}
			return styled(excelize.Style{CustomNumFmt: &format})(f)
		}
	}
	shape := func(f *excelize.File) error {
		return f.AddShape("Sheet1", &excelize.Shape{Cell: "B5", Type: "rect", Width: 20, Height: 10, Paragraph: []excelize.RichTextRun{{Text: "9"}}})
	}
	for name, c := range map[string]struct {
		put          func(*excelize.File) error
		want, reason string
	}{
		"struck run":     {rich(excelize.Font{Strike: true}), "17", "「4」有删除线"},
		"raised run":     {rich(excelize.Font{VertAlign: "superscript"}), "17", "上下标"},
		"white run":      {rich(excelize.Font{Color: "FFFFFF"}), "17", "底色"},
		"tiny run":       {rich(excelize.Font{Size: 1}), "17", "太小"},
		"struck cell":    {styled(excelize.Style{Font: &excelize.Font{Strike: true}}), "", "「17」有删除线"},
		"white cell":     {styled(excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}}), "", "底色"},
		"colour of fill": {styled(excelize.Style{Font: &excelize.Font{Color: "203864"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"203864"}}}), "", "底色"},
		"turned":         {func(f *excelize.File) error { return f.SetCellValue("Sheet1", "B5", "\u202e71") }, "71", "倒着"},
		"hiding format":  {number(17, hide), "", "「17」是隐藏的字"},
		"scaling format": {number(17400, scaled), "17", "显示成 17"},
		"rounded":        {number(17.4, rounded), "17.4", "显示成 17"},
		"shape":          {shape, "17", "框"},
		"shape alone": {func(f *excelize.File) error {
			if err := f.SetCellValue("Sheet1", "B5", nil); err != nil {
				return err
			}
			return shape(f)
		}, "9", "框"},
	} {
		appearance{"2.penalty.decided", c.want, c.reason}.check(t, name, seenBook(t, c.put))
	}
	x, err := ReadBytes(seenBook(t, styled(excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"203864"}}})), ReadOptions{})
	if err != nil || x.Report.Figures["2.penalty.decided"] != model.Count(17) || len(x.Guessed()) > 0 {
		t.Errorf("white on blue: %v, %v", err, x)
	}
}

// TestSeenByCondition: what a conditional format hides or strikes out is unseen where the
// condition holds, doubtful where nobody can tell, and else as it is; noughts that a sheet
// doesn't show are blanks.
func TestSeenByCondition(t *testing.T) {
	white, struck, shown := excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}}, excelize.Style{Font: &excelize.Font{Strike: true}}, excelize.Style{Font: &excelize.Font{Color: "FF0000"}}
	for name, c := range map[string]struct {
		style  excelize.Style
		rule   excelize.ConditionalFormatOptions
		want   string
		reason string // "" for a figure that is sure
	}{
		"white where equal":      {white, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: "17"}, "", "底色"},
		"white where nought":     {white, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: "0"}, "17", ""},
		"struck between":         {struck, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "between", MinValue: "10", MaxValue: "20"}, "", "删除线"},
		"struck, not between":    {struck, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "not between", MinValue: "10", MaxValue: "20"}, "17", ""},
		"struck above another":   {struck, excelize.ConditionalFormatOptions{Type: "cell", Criteria: ">", Value: "$B$4"}, "17", "条件格式"},
		"white by a formula":     {white, excelize.ConditionalFormatOptions{Type: "formula", Criteria: "B5=B4"}, "17", "条件格式"},
		"red above, nothing hid": {shown, excelize.ConditionalFormatOptions{Type: "cell", Criteria: ">", Value: "1"}, "17", ""},
	} {
		t.Run(name, func(t *testing.T) {
			book := seenBook(t, func(f *excelize.File) error {
				id, err := f.NewConditionalStyle(&c.style)
				if err != nil {
					return err
				}
				c.rule.Format = &id
				return f.SetConditionalFormat("Sheet1", "B4:B6 D1", []excelize.ConditionalFormatOptions{c.rule})
			})
			if c.reason != "" {
				appearance{"2.penalty.decided", c.want, c.reason}.check(t, name, book)
				return
			}
			x, err := ReadBytes(book, ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range x.Read {
				if r.Cell == "2.penalty.decided" && (r.Value != model.Count(17) || r.Confidence < model.Sure) {
					t.Errorf("%+v", r)
				}
			}
		})
	}
	no := false
	x, err := ReadBytes(seenBook(t, func(f *excelize.File) error {
		return f.SetSheetView("Sheet1", 0, &excelize.ViewOptions{ShowZeros: &no})
	}), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if f := x.Report.Figures["2.compulsion.decided"]; f.Filled() {
		t.Errorf("a nought that the sheet doesn't show is read as %s", f)
	}
	if f := x.Report.Figures["2.penalty.decided"]; f != model.Count(17) {
		t.Errorf("beside it %s is read", f)
	}
	if !slices.ContainsFunc(x.LeftOut, func(l model.LeftOut) bool { return strings.Contains(l.Why, "不显示") }) {
		t.Errorf("nothing is said of it: %+v", x.LeftOut)
	}
}

// TestSeenInOurOwnWorkbook: the cells that we name are looked at, too.
func TestSeenInOurOwnWorkbook(t *testing.T) {
	for name, c := range map[string]struct {
		font         excelize.Font
		whole        bool
		want, reason string
	}{
		"struck run":  {excelize.Font{Strike: true}, false, "12", "删除线"},
		"white run":   {excelize.Font{Color: "FFFFFF"}, false, "12", "底色"},
		"struck cell": {excelize.Font{Strike: true}, true, "", "删除线"},
		"raised cell": {excelize.Font{VertAlign: "superscript"}, true, "693957", "上下标"},
		"hidden cell": {excelize.Font{}, true, "", "隐藏"},
	} {
		f, err := excelize.OpenReader(strings.NewReader(write(t, "xlsx", penalties(), Options{})))
		if err != nil {
			t.Fatal(err)
		}
		at := ""
		for _, n := range f.GetDefinedName() {
			if n.Name == "c_2.penalty.decided" {
				at = n.RefersTo
			}
		}
		sheet, cell, _ := strings.Cut(strings.NewReplacer("$", "", "'", "").Replace(at), "!")
		if c.whole {
			style := &excelize.Style{Font: &c.font}
			if name == "hidden cell" {
				none := ";;;"
				style.CustomNumFmt = &none
			}
			id, err := f.NewStyle(style)
			if err == nil {
				err = f.SetCellStyle(sheet, cell, cell, id)
			}
			if err != nil {
				t.Fatal(err)
			}
		} else if err := f.SetCellRichText(sheet, cell, []excelize.RichTextRun{{Text: "5", Font: &c.font}, {Text: "12"}}); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		appearance{"2.penalty.decided", c.want, c.reason}.check(t, name, out.Bytes())
	}
}
