package pdf

import (
	reader "nianbao/export/source/pdf"

	"bytes"
	"os"
	"path/filepath"
	"testing"

	"nianbao/export/docx"
	"nianbao/export/html"
	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/export/tooltest"
	"nianbao/model"
)

// TestOtherWriters reads what LibreOffice makes of the docx file and Chromium of
// the page: other fonts and codes, borders in pieces, tables over several pages.
func TestOtherWriters(t *testing.T) {
	tooltest.Need(t, "soffice", "chromium")
	dir := t.TempDir()
	reports := map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "mixed": mixed()}
	var files []string
	for name, r := range reports {
		d := paper.Build(r, model.FileOptions{})
		var page, doc bytes.Buffer
		if err := html.Write(&page, d, html.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := docx.Write(&doc, d); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, name+".html"), page.Bytes())
		put(t, filepath.Join(dir, name+".docx"), doc.Bytes())
		files = append(files, filepath.Join(dir, name+".docx"))
		tooltest.Run(t, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
			"--user-data-dir="+filepath.Join(dir, "chromium"), "--print-to-pdf="+filepath.Join(dir, name+"-page.pdf"), "file://"+filepath.Join(dir, name+".html"))
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir}
	tooltest.Run(t, "soffice", append(args, files...)...)
	for name, r := range reports {
		for _, file := range []string{name + ".pdf", name + "-page.pdf"} {
			data, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			d, err := reader.Source(data)
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			compare(t, file, d, paper.Build(r, model.FileOptions{}))
		}
	}
}

func put(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
