package docx

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/export/paper"
	"nianbao/export/tooltest"
)

// convertFile has LibreOffice convert a file, and returns the other's path.
func convertFile(t *testing.T, name string, args ...string) string {
	t.Helper()
	dir := filepath.Dir(name)
	args = append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless"}, args...)
	tooltest.Run(t, "soffice", append(args, "--outdir", dir, name)...)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// show prints a file, and checks that everything came out.
func show(t *testing.T, data []byte, d *paper.Document, extra ...string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.docx")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	pdf := convertFile(t, name, "--convert-to", "pdf") + ".pdf"
	if dir := os.Getenv("NIANBAO_SHOW"); dir != "" {
		tooltest.Run(t, "pdftoppm", "-r", "60", "-png", pdf, filepath.Join(dir, t.Name()))
	}
	text := squeeze(tooltest.Run(t, "pdftotext", "-raw", pdf, "-"))
	words := append(extra, d.Title, "全部按期答复。", "没有其他需要报告的事项。", "2021年12月31日")
	for _, b := range d.Blocks {
		if table, ok := b.(*paper.Table); ok {
			for _, c := range table.Cells {
				words = append(words, c.Text)
			}
		}
	}
	for _, w := range words {
		if !strings.Contains(text, squeeze(w)) {
			t.Errorf("%q did not come out", w)
		}
	}
}

func (p *pieces) show(t *testing.T, d *paper.Document, extra ...string) {
	t.Helper()
	out, _ := p.fill(t, d)
	show(t, out.zip(t), d, extra...)
}

func TestLibreOfficeRedHead(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext")
	redHead(t).show(t, printed(true), "侯集镇人民政府文件", "—2—", paper.DraftNotice)
}

func TestLibreOfficeBareStyles(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext")
	in := redHead(t)
	in.data["word/styles.xml"] = bare
	in.edit(t, "word/footer1.xml", `<w:pStyle w:val="Footer"/>`, "")
	in.edit(t, "word/footer2.xml", `<w:pStyle w:val="Footer"/>`, "")
	in.show(t, printed(false), "侯集镇人民政府文件")
}

// TestLibreOfficeMadeTemplate: a file of another program as the template.
func TestLibreOfficeMadeTemplate(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext")
	name := filepath.Join(t.TempDir(), "page.html")
	page := `<html><head><meta charset="utf-8"><style>@page{size:21cm 29.7cm;margin:2cm}</style></head><body>` +
		`<div title="header"><p style="color:#f00">页眉里的单位</p></div><h1>旧标题</h1><p>旧正文</p></body></html>`
	if err := os.WriteFile(name, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(convertFile(t, name, "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML") + ".docx")
	if err != nil {
		t.Fatal(err)
	}
	in := piecesOf(t, data)
	out, _ := in.fill(t, printed(false))
	if all := out.data[documentPart]; strings.Contains(all, "旧") {
		t.Error("the old text stayed")
	}
	show(t, out.zip(t), printed(false), "页眉里的单位")
}

// TestTemplateOfAnotherOffice: a file that WPS wrote, with a theme.
func TestTemplateOfAnotherOffice(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext")
	data, err := os.ReadFile("../../../shared/reports/template-2021-official-tables.docx")
	if err != nil {
		t.Skipf("the official form is not here: %v", err)
	}
	in := piecesOf(t, data)
	out, notes := in.fill(t, printed(false))
	if out.data["word/theme/theme1.xml"] != in.data["word/theme/theme1.xml"] || out.data["docProps/custom.xml"] == "" {
		t.Errorf("parts %q", out.names)
	}
	if all := strings.Join(notes, "\n"); !strings.Contains(all, "版心宽 147 毫米") {
		t.Errorf("notes\n%s", all)
	}
	show(t, out.zip(t), printed(false))
}
