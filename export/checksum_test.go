package export

import (
	"strings"
	"testing"

	"nianbao/model"
)

// final is a report that was made final.
func final(t *testing.T) *model.Report {
	t.Helper()
	r := sample()
	r.State = model.Final
	return r
}

// TestChecksumOutOfSight: by default no file shows the checksum to whoever reads it, and all
// but those that can hold nothing unseen still have it, wherever it stands.
func TestChecksumOutOfSight(t *testing.T) {
	r := final(t)
	for _, format := range []string{"docx", "xlsx", "pdf", "ofd", "html", "md", "txt"} {
		for _, place := range model.ChecksumPlaces {
			o := Options{UnitStyle: model.UnitStyle{Checksum: place.Place}}
			x, err := ReadBytes([]byte(write(t, format, r, o)), ReadOptions{})
			if err != nil {
				t.Fatal(format, err)
			}
			unseen := format == "txt" && place.Place == model.ChecksumProperties
			switch {
			case unseen && x.Seal != "":
				t.Errorf("%s holds %s", format, x.Seal)
			case !unseen && (x.Seal != r.Seal() || !strings.Contains(x.Sealed(), "相符")):
				t.Errorf("%s, %s: %s, %s", format, place.Place, x.Seal, x.Sealed())
			}
			for _, s := range x.LeftOut {
				if strings.Contains(s.What, "校验码") {
					t.Errorf("%s, %s: left out %v", format, place.Place, s)
				}
			}
			if text := x.Report.Text["6"]; strings.Contains(text, "校验码") {
				t.Errorf("%s, %s: in the text %s", format, place.Place, text)
			}
		}
	}
}
