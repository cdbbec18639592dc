package layout

import (
	"testing"

	"nianbao/export/fonts"
	"nianbao/export/paper"
	"nianbao/model"
)

// placedFor places a report with the embedded fonts, which are the same on every machine.
func placedFor(t testing.TB, r *model.Report, draft bool) *Document {
	t.Helper()
	set, err := (&fonts.Finder{}).Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { set.Close() })
	return Place(paper.Build(r, model.FileOptions{Draft: draft}), set)
}
