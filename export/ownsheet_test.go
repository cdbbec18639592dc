package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/export/source/sourcetest"
	"nianbao/export/source/xlsx"
	"nianbao/export/tooltest"
	"nianbao/model"
)

// What the program itself writes comes back, and so does what LibreOffice makes of it.
func TestOwnBookAsAnybodys(t *testing.T) {
	book := []byte(write(t, "xlsx", sample(), Options{}))
	checkSheet(t, book)
	tooltest.Need(t, "soffice")
	dir := t.TempDir()
	name := filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(name, book, 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", out, name)
	book, err := os.ReadFile(filepath.Join(out, "a.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	checkSheet(t, book)
}

// checkSheet looks for the figures of the form's largest table.
func checkSheet(t *testing.T, book []byte) {
	t.Helper()
	d, err := xlsx.Source(book)
	if err != nil {
		t.Fatal(err)
	}
	sourcetest.Check(t, d)
	values := model.Evaluate(sample())
	found := false
	for _, g := range sourcetest.Tables(d) {
		for i := range g.Cells {
			if c := &g.Cells[i]; strings.HasPrefix(c.Text, "一、本年新收") {
				found = true
				for k, column := range []string{"natural_person", "business"} {
					want := values.At(model.CellID("3.received." + column))
					if got := g.At(c.Row, c.Col+c.ColSpan+k); want.Filled() && (got == nil || got.Text != want.String()) {
						t.Errorf("%s: %+v, want %s", column, got, want)
					}
				}
			}
		}
	}
	if !found {
		t.Errorf("the table of applications is missing:\n%s", d)
	}
}

func BenchmarkBook(b *testing.B) {
	book := []byte(write(b, "xlsx", sample(), Options{}))
	b.SetBytes(int64(len(book)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := xlsx.Source(book); err != nil {
			b.Fatal(err)
		}
	}
}
