package docx

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/export/paper"
	reader "nianbao/export/source/docx"
	page "nianbao/export/source/html"
	"nianbao/export/source/sourcetest"
	"nianbao/export/tooltest"
)

// What the program itself writes comes back.
func TestSourceOwn(t *testing.T) {
	p := printed(false)
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	checkOwn(t, b.Bytes(), p)
	tooltest.Need(t, "soffice")
	name := filepath.Join(t.TempDir(), "report.docx")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	other := convertFile(t, name, "--convert-to", "odt") + ".odt"
	data, err := os.ReadFile(convertFile(t, other, "--convert-to", "docx") + ".docx")
	if err != nil {
		t.Fatal(err)
	}
	checkOwn(t, data, p)
	// A page that an office program saved.
	if data, err = os.ReadFile(convertFile(t, name, "--convert-to", "html") + ".html"); err != nil {
		t.Fatal(err)
	}
	d, err := page.Source(data)
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.CheckPrinted(t, d, p)
}

func checkOwn(t *testing.T, data []byte, p *paper.Document) {
	t.Helper()
	d, err := reader.Source(data)
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.CheckPrinted(t, d, p)
	if !strings.Contains(d.String(), "\n全部按期答复。\n") {
		t.Errorf("text is missing in\n%s", d)
	}
}

func BenchmarkSource(b *testing.B) {
	var file bytes.Buffer
	if err := Write(&file, printed(false)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := reader.Source(file.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
