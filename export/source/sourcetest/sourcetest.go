// Package sourcetest checks what readers give, for their tests.
package sourcetest

import (
	"strings"
	"testing"

	"nianbao/export/paper"
	"nianbao/export/source"
)

// Tables are a document's tables.
func Tables(d *source.Document) (out []*source.Grid) {
	for _, b := range d.Blocks {
		if b.Table != nil {
			out = append(out, b.Table)
		}
	}
	return out
}

// Check fails the test where a document isn't what readers promise.
func Check(t *testing.T, d *source.Document) {
	t.Helper()
	for _, b := range d.Blocks {
		if (b.Table == nil) == (b.Text == "") || b.Where == "" || strings.TrimSpace(b.Text) != b.Text {
			t.Fatalf("block %+v", b)
		}
		if b.Table == nil {
			continue
		}
		last := -1
		for i := range b.Table.Cells {
			c := &b.Table.Cells[i]
			at := c.Row*source.MaxCols + c.Col
			if at <= last {
				t.Fatalf("cell %+v comes too late", c)
			}
			if c.RowSpan < 1 || c.ColSpan < 1 {
				t.Fatalf("cell %+v spans nothing", c)
			}
			if c.Row+c.RowSpan > b.Table.Rows || c.Col+c.ColSpan > b.Table.Cols {
				t.Fatalf("cell %+v of %d × %d", c, b.Table.Rows, b.Table.Cols)
			}
			if strings.TrimSpace(c.Text) != c.Text {
				t.Fatalf("cell %+v has space round its text", c)
			}
			last = at
		}
	}
}

// CheckPrinted compares a document's title and tables with what was printed into
// the file that it was read from.
func CheckPrinted(t *testing.T, d *source.Document, p *paper.Document) {
	t.Helper()
	Check(t, d)
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if !strings.Contains(squeeze(d.String()), squeeze(p.Title)) {
		t.Errorf("the title is missing in\n%s", d)
	}
	tables, n := Tables(d), 0
	for _, b := range p.Blocks {
		want, ok := b.(*paper.Table)
		if !ok {
			continue
		}
		if n == len(tables) {
			t.Fatalf("only %d tables were read", n)
		}
		for _, c := range want.Cells {
			got := tables[n].At(c.Row, c.Col)
			if got == nil {
				t.Errorf("table %d has no cell where %+v belongs", n+1, c)
				continue
			}
			place, want := [4]int{got.Row, got.Col, got.RowSpan, got.ColSpan}, [4]int{c.Row, c.Col, c.RowSpan, c.ColSpan}
			if place != want || squeeze(got.Text) != squeeze(c.Text) {
				t.Errorf("table %d: %+v, want %+v", n+1, got, c)
			}
		}
		n++
	}
	if n != len(tables) || n == 0 {
		t.Errorf("%d tables were read, %d printed", len(tables), n)
	}
}
