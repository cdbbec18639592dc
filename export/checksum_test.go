package export

import (
	"fmt"
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

// TestChecksumOfBrokenTitle: where the clerk has set the title's break it is the same title.
func TestChecksumOfBrokenTitle(t *testing.T) {
	r := final(t)
	r.Unit = "某某藏族羌族自治州某某县住房和城乡建设管理局"
	r.Title = fmt.Sprintf("某某藏族羌族自治州 某某县住房和城乡建设管理局 %d年政府信息公开工作年度报告", r.Year)
	for _, format := range []string{"docx", "pdf", "ofd", "html", "md", "xlsx", "txt"} {
		x, err := ReadBytes([]byte(write(t, format, r, Options{UnitStyle: model.UnitStyle{Checksum: model.ChecksumText}})), ReadOptions{})
		if err != nil {
			t.Fatal(format, err)
		}
		if x.Report.Unit != r.Unit || !strings.Contains(x.Sealed(), "相符") {
			t.Errorf("%s: %s, %s", format, x.Report.Unit, x.Sealed())
		}
	}
}
