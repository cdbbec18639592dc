package export

import (
	"archive/zip"
	"io"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// unzip returns the parts of a docx file by name.
func unzip(t *testing.T, data string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if first := z.File[0].Name; first != "[Content_Types].xml" && first != "OFD.xml" {
		t.Errorf("the first part is %s", first)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(b)
	}
	return parts
}

func docxBody(t *testing.T, r *model.Report, o Options) *node {
	t.Helper()
	return parseXML(t, unzip(t, write(t, "docx", r, o))["word/document.xml"]).kid("body")
}

func paragraphText(p *node) string {
	s := ""
	for _, w := range p.all("t") {
		s += w.text
	}
	return s
}

func styleOf(p *node) string { return p.kid("pPr").kid("pStyle").attr["val"] }

// TestDocxParts checks that the parts agree about each other.
func TestDocxParts(t *testing.T) {
	for _, o := range []Options{{}, {Draft: true}} {
		parts := unzip(t, write(t, "docx", sample(), o))
		typed := map[string]bool{}
		for _, n := range parseXML(t, parts["[Content_Types].xml"]).all("Override") {
			name := strings.TrimPrefix(n.attr["PartName"], "/")
			typed[name] = true
			if parts[name] == "" {
				t.Errorf("a content type for %s, which is not there", name)
			}
		}
		related, ids := map[string]bool{}, map[string]bool{}
		for name, body := range parts {
			root := parseXML(t, body)
			if !strings.HasSuffix(name, ".rels") {
				continue
			}
			base := path.Dir(path.Dir(name))
			for _, n := range root.all("Relationship") {
				related[path.Join(base, n.attr["Target"])] = true
				ids[base+n.attr["Id"]] = true
			}
		}
		for name := range parts {
			if !strings.HasSuffix(name, ".rels") && name != "[Content_Types].xml" && !(typed[name] && related[name]) {
				t.Errorf("%s: content type %v, referred to %v", name, typed[name], related[name])
			}
		}
		if len(related) != len(typed) {
			t.Errorf("%d relations, %d content types", len(related), len(typed))
		}
		sect := parseXML(t, parts["word/document.xml"]).all("sectPr")[0]
		for _, n := range sect.kids {
			if id := n.attr["id"]; id != "" && !ids["word"+id] {
				t.Errorf("%s refers to %s, which is not there", n.name, id)
			}
		}
	}
}

func TestDocxStylesExist(t *testing.T) {
	parts := unzip(t, write(t, "docx", sample(), Options{Draft: true}))
	known := map[string]bool{}
	for _, s := range parseXML(t, parts["word/styles.xml"]).all("style") {
		known[s.attr["styleId"]] = true
	}
	for name, body := range parts {
		for _, ref := range regexp.MustCompile(`<w:(?:pStyle|rStyle|basedOn|next) w:val="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			if !known[ref[1]] {
				t.Errorf("%s: no style %s", name, ref[1])
			}
		}
	}
}

func TestDocxHeadingsAndTexts(t *testing.T) {
	for _, r := range []*model.Report{sample(), long()} {
		var headings, lines []string
		for _, p := range docxBody(t, r, Options{}).kids {
			if p.name != "p" {
				continue
			}
			switch text := paragraphText(p); styleOf(p) {
			case "Heading1":
				headings = append(headings, text)
			case "Body", "Heading2", "Heading3", "Heading4":
				lines = append(lines, text)
			}
		}
		checkHeadings(t, headings)
		if want := textLines(r); !reflect.DeepEqual(lines, want) {
			t.Errorf("texts\n%q\ninstead of\n%q", lines, want)
		}
	}
}

// checkHeadings compares with the form's headings.
func checkHeadings(t *testing.T, got []string) {
	t.Helper()
	var want []string
	for _, s := range model.Form2021.Sections {
		if s.Heading != "" {
			want = append(want, s.Heading)
		}
	}
	if !reflect.DeepEqual(got, want) || len(got) != 6 {
		t.Errorf("headings %q", got)
	}
}

// textLines are the lines of all texts, without empty ones and without spaces
// round them.
func textLines(r *model.Report) []string {
	var out []string
	for _, s := range r.Form.Sections {
		for l := range strings.Lines(r.Text[s.Key]) {
			if l = strings.TrimSpace(l); l != "" {
				out = append(out, l)
			}
		}
	}
	return out
}

func TestDocxLeads(t *testing.T) {
	var leads []string
	r := sample()
	r.Text["6"] = "一、收费情况\n1.没有收费。其他。\n（1）没有其他"
	for _, p := range docxBody(t, r, Options{}).all("p") {
		if style := styleOf(p); strings.HasPrefix(style, "Heading") && style != "Heading1" {
			leads = append(leads, style+" "+paragraphText(p))
		}
		for _, run := range p.all("r") {
			if props := run.kid("rPr"); props != nil && props.kid("rStyle") != nil {
				leads = append(leads, props.kid("rStyle").attr["val"]+" "+run.words())
			}
		}
	}
	want := []string{"Lead2 （一）主动公开情况。", "Heading2 (二)依申请公开情况。", "Heading2 （一）存在的主要问题", "Heading2 （二）改进情况",
		"Lead1 一、收费情况", "Lead3 1.没有收费。", "Heading4 （1）没有其他"}
	if !reflect.DeepEqual(leads, want) {
		t.Errorf("leads %q", leads)
	}
}

// figurePattern is what a figure's cell holds.
var figurePattern = regexp.MustCompile(`^\d+(\.\d+)?(（.*）)?$`)

// checkFigures compares the cells that hold figures with the report's 200, in
// form order.
func checkFigures(t *testing.T, r *model.Report, cells []string) {
	t.Helper()
	var got []string
	for _, c := range cells {
		if figurePattern.MatchString(c) {
			figure, _, _ := strings.Cut(c, "（")
			got = append(got, figure)
		}
	}
	if want := figures(r); len(want) != 200 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d figures\n%v\ninstead of\n%v", len(got), got, want)
	}
}

func TestDocxFigures(t *testing.T) {
	r := sample()
	var cells []string
	for _, c := range docxBody(t, r, Options{}).all("tc") {
		cells = append(cells, paragraphText(c))
	}
	checkFigures(t, r, cells)
	if !slices.Contains(cells, "10（其中修订16件）") {
		t.Error("the note is not beside its figure")
	}
	for _, c := range docxBody(t, empty(), Options{}).all("tc") {
		if figurePattern.MatchString(paragraphText(c)) {
			t.Errorf("a blank cell is written as %s", paragraphText(c))
		}
	}
}

func TestDocxDropsWhatXMLForbids(t *testing.T) {
	r := empty()
	r.Unit = "甲\x00镇"
	r.Text["1"] = "一\x01二\x1b[31m三\ufffe四\xff五\u2028六\x7f七"
	r.Notes["2.rules.issued"] = "注\x02\n释"
	var lines []string
	for _, p := range docxBody(t, r, Options{}).kids {
		if p.name == "p" && styleOf(p) == "Body" {
			lines = append(lines, paragraphText(p))
		}
	}
	if want := []string{"一二[31m三四五", "六七"}; !reflect.DeepEqual(lines, want) {
		t.Errorf("%q", lines)
	}
	for _, name := range []string{"html", "md"} {
		if out := write(t, name, r, Options{}); strings.ContainsAny(out, "\x00\x01\x02\x1b\x7f\ufffe") {
			t.Errorf("%s holds control characters", name)
		}
	}
}

func TestDocxDraftAndSignature(t *testing.T) {
	body := docxBody(t, sample(), Options{Draft: true})
	if first := body.kids[0]; styleOf(first) != "Draft" || !strings.HasPrefix(paragraphText(first), "草稿") {
		t.Errorf("first paragraph %q", paragraphText(first))
	}
	parts := unzip(t, write(t, "docx", sample(), Options{Draft: true}))
	for _, name := range []string{"word/header1.xml", "word/header2.xml"} {
		if !strings.Contains(parts[name], "草　稿") {
			t.Errorf("%s does not say so", name)
		}
	}
	n := len(body.kids) // the last one is sectPr
	if unit, date := paragraphText(body.kids[n-3]), paragraphText(body.kids[n-2]); unit != "侯集镇人民政府" || date != "2021年12月31日" {
		t.Errorf("signed %s, %s", unit, date)
	}
	if parts = unzip(t, write(t, "docx", empty(), Options{})); strings.Contains(parts["word/document.xml"], "Signature") {
		t.Error("a report without a date is signed")
	}
}

// merging is how one cell is merged.
type merging struct{ span, vertical string }

// mergings is the merged structure of each table: per row, per cell.
func mergings(body *node) [][][]merging {
	var tables [][][]merging
	for _, tbl := range body.all("tbl") {
		var rows [][]merging
		for _, tr := range tbl.all("tr") {
			var row []merging
			for _, tc := range tr.all("tc") {
				m := merging{span: "1"}
				if n := tc.kid("tcPr").kid("gridSpan"); n != nil {
					m.span = n.attr["val"]
				}
				if n := tc.kid("tcPr").kid("vMerge"); n != nil {
					m.vertical = n.attr["val"]
				}
				row = append(row, m)
			}
			rows = append(rows, row)
		}
		tables = append(tables, rows)
	}
	return tables
}

func TestDocxTablesAreMergedAsTheOfficialOnes(t *testing.T) {
	data, err := os.ReadFile("../../shared/reports/template-2021-official-tables.docx")
	if err != nil {
		t.Skipf("the official form is not here: %v", err)
	}
	official := parseXML(t, unzip(t, string(data))["word/document.xml"])
	want, got := mergings(official), mergings(docxBody(t, empty(), Options{}))
	if len(got) != len(want) {
		t.Fatalf("%d tables instead of %d", len(got), len(want))
	}
	for i := range want {
		for row := range want[i] {
			if !reflect.DeepEqual(got[i][row], want[i][row]) {
				t.Errorf("table %d, row %d: %v instead of %v", i, row, got[i][row], want[i][row])
			}
		}
		if len(got[i]) != len(want[i]) {
			t.Errorf("table %d: %d rows instead of %d", i, len(got[i]), len(want[i]))
		}
	}
	labels := func(n *node) string {
		s := ""
		for _, tc := range n.all("tc") {
			s += strings.Join(strings.Fields(paragraphText(tc)), "")
		}
		return s
	}
	if labels(docxBody(t, empty(), Options{})) != labels(official) {
		t.Error("the labels differ")
	}
}

// TestDocxFiguresAreWhole: cells of figures don't wrap, long figures are narrower so that
// they fit, and each table has the name of its section.
func TestDocxFiguresAreWhole(t *testing.T) {
	r := sample()
	r.Figures["3.received.natural_person"] = model.Count(1234567890)
	body := docxBody(t, r, Options{})
	for i, caption := range body.all("tblCaption") {
		if want := []string{"二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"}[i]; caption.attr["val"] != want {
			t.Errorf("table %d is called %q", i, caption.attr["val"])
		}
	}
	whole, narrow := 0, 0
	for _, tc := range body.all("tc") {
		if tc.words() == "" || strings.Trim(tc.words(), "0123456789.") != "" {
			continue
		}
		whole += len(tc.all("noWrap"))
		for _, w := range tc.all("w") {
			narrow++
			wide := number(t, tc.all("tcW")[0].attr["w"]) - 40
			if need := len(tc.words()) * 90 * number(t, w.attr["val"]) / 100; need > wide {
				t.Errorf("%s is %d wide in %d", tc.words(), need, wide)
			}
		}
	}
	if whole < 190 || narrow < 2 { // the figure and its totals
		t.Errorf("%d figures don't wrap, %d are narrower", whole, narrow)
	}
}

func TestDocxTableFitsTheText(t *testing.T) {
	for i, tbl := range docxBody(t, sample(), Options{}).all("tbl") {
		sum := 0
		for _, g := range tbl.all("gridCol") {
			sum += number(t, g.attr["w"])
		}
		if sum != 8844 {
			t.Errorf("table %d is %d wide", i, sum)
		}
		for _, tr := range tbl.all("tr") {
			cells := 0
			for _, w := range tr.all("tcW") {
				cells += number(t, w.attr["w"])
			}
			if cells != sum || tr.kid("trPr").kid("cantSplit") == nil {
				t.Errorf("table %d: a row is %d wide, or may split", i, cells)
			}
		}
		if heads := len(tbl.all("tblHeader")); heads != []int{2, 3, 3}[i] {
			t.Errorf("table %d repeats %d rows", i, heads)
		}
	}
}
