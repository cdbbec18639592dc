package wire_test

import (
	"os"
	"strings"
	"testing"

	"nianbao/export"
)

// TestReadmeListsFormats: the README's table of formats has a row for each, and says
// there which options it takes.
func TestReadmeListsFormats(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range export.Formats() {
		_, rest, found := strings.Cut(string(readme), "\n| `"+f.Name+"` |")
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
