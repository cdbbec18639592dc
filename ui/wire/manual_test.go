package wire_test

import (
	"os"
	"strings"
	"testing"

	"nianbao/export"
)

// TestManualListsFormats: the manual's table of formats has a row for each, and says
// there which options it takes.
func TestManualListsFormats(t *testing.T) {
	page, err := os.ReadFile("../manual/export.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range export.Formats() {
		_, rest, found := strings.Cut(string(page), "\n| `"+f.Name+"` |")
		if !found {
			t.Errorf("no row for %s", f.Name)
			continue
		}
		row, _, _ := strings.Cut(rest, "\n")
		for _, option := range f.Takes {
			if !strings.Contains(row, "--"+string(option)) {
				t.Errorf("the row of %s doesn't tell of --%s", f.Name, option)
			}
		}
	}
}
