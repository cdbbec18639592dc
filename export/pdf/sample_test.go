package pdf

import (
	"bytes"
	"testing"

	"nianbao/export/fonts"
	"nianbao/export/layout"
	"nianbao/export/paper"
	"nianbao/model"
)

// alone finds the embedded fonts only, which give the same on every machine.
var alone = layout.Options{Fonts: &fonts.Finder{}}

func write(t testing.TB, r *model.Report, draft bool) ([]byte, []string) {
	t.Helper()
	var b bytes.Buffer
	notices, err := Write(&b, paper.Build(r, model.FileOptions{Draft: draft}), alone)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), notices
}

// placedFor places a report with the embedded fonts.
func placedFor(t testing.TB, r *model.Report, draft bool) *layout.Document {
	t.Helper()
	set, err := alone.Fonts.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { set.Close() })
	return layout.Place(paper.Build(r, model.FileOptions{Draft: draft}), set)
}
