package export

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"nianbao/export/tooltest"
	"nianbao/model"
)

// TestLibreOfficePrintsAll converts the document and looks for every word of
// the form in what comes out.
func TestLibreOfficePrintsAll(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext", "pdfinfo")
	dir := t.TempDir()
	path := filepath.Join(dir, "report.docx")
	if _, err := File(path, "docx", sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
	checkPDF(t, filepath.Join(dir, "report.pdf"))
}

// TestLibreOfficeKeepsNotes: six long notes stand on the page of their table.
func TestLibreOfficeKeepsNotes(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext")
	dir := t.TempDir()
	r := zeroReport()
	for _, row := range []string{"received", "granted", "partial", "denied_law", "refused_repeat", "carried_out"} {
		r.Notes[model.CellID("3."+row+".natural_person")] = "其中上级机关转来的3件"
	}
	path := filepath.Join(dir, "report.docx")
	if _, err := File(path, "docx", r, Options{}); err != nil {
		t.Fatal(err)
	}
	tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
	text := tooltest.Run(t, "pdftotext", "-raw", filepath.Join(dir, "report.pdf"), "-")
	for _, page := range strings.Split(text, "\f") {
		if page = squeeze(page); strings.Contains(page, "三、收到和处理") && strings.Contains(page, "四、结转下年度") && strings.Contains(page, "注6：") {
			return
		}
	}
	t.Errorf("the notes are on another page:\n%s", text)
}

func TestChromiumPrintsAll(t *testing.T) {
	tooltest.Need(t, "chromium", "pdftotext", "pdfinfo")
	dir := t.TempDir()
	path, pdf := filepath.Join(dir, "report.html"), filepath.Join(dir, "report.pdf")
	if _, err := File(path, "html", sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	tooltest.Browser(t, path, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
	checkPDF(t, pdf)
}

func checkPDF(t *testing.T, path string) {
	t.Helper()
	// -raw keeps the lines of a cell together; \f ends a page.
	raw := tooltest.Run(t, "pdftotext", "-raw", path, "-")
	text := squeeze(raw)
	for _, words := range printedWords(sample()) {
		if !strings.Contains(text, squeeze(words)) {
			t.Errorf("%q did not come out", words)
		}
	}
	// A merged label shows only on its first page: each table is on one page.
	for _, ends := range [][2]string{
		{"二、主动公开政府信息情况", "行政事业性收费"},
		{"三、收到和处理政府信息公开申请情况", "四、结转下年度继续办理"},
		{"四、政府信息公开行政复议、行政诉讼情况", "复议后起诉"},
	} {
		if !slices.ContainsFunc(strings.Split(raw, "\f"), func(page string) bool {
			page = squeeze(page)
			return strings.Contains(page, ends[0]) && strings.Contains(page, ends[1])
		}) {
			t.Errorf("%s and its table are not on one page", ends[0])
		}
	}
	if info := tooltest.Run(t, "pdfinfo", path); !strings.Contains(info, "A4") {
		t.Errorf("not A4:\n%s", info)
	}
}

// printedWords are title, headings, labels, figures and the end of the report.
func printedWords(r *model.Report) []string {
	words := append(figures(r), r.FullTitle(), "本报告所列数据", "其中修订16件", "没有其他需要报告的事项。", "2021年12月31日")
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		words = append(words, s.Heading)
		if p := s.Layout(); p != nil {
			for _, c := range p.Cells {
				words = append(words, c.Text)
			}
		}
	}
	return words
}

// squeeze drops spaces: lines break where the layout wants.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
