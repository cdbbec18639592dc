package export

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"nianbao/export/tooltest"
	"nianbao/model"
)

// TestOpenXMLValidator: the validator of Microsoft's Open XML SDK, which knows the
// schemas that Word and Excel go by, has nothing to say against the files.
func TestOpenXMLValidator(t *testing.T) {
	tooltest.Need(t, "ooxml-validator")
	reports := threeReports()
	reports["sample"] = sample()
	reports["blank"] = model.NewReport(model.Form2021, "", model.Town, 0)
	for name, r := range reports {
		for _, format := range []string{"docx", "xlsx"} {
			template := filepath.Join(t.TempDir(), "template.docx")
			if _, err := File(template, "docx", countyReport(), Options{}); err != nil {
				t.Fatal(err)
			}
			for _, o := range []Options{{}, {Draft: true, Last: zeroReport(), Blank: name == "blank"}, {UnitStyle: model.UnitStyle{Template: template}}} {
				path := filepath.Join(t.TempDir(), name+"."+format)
				if _, err := File(path, format, r, o); err != nil {
					t.Fatal(err)
				}
				validate(t, path)
			}
		}
	}
	validate(t, reviewFile(t, "xlsx", reviewed()))
}

func validate(t *testing.T, path string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ooxml-validator", path).Output() // fails where it finds something
	var result struct {
		OK     bool
		Errors []json.RawMessage
	}
	if jsonErr := json.Unmarshal(out, &result); jsonErr != nil {
		t.Fatalf("%v, %v: %s", err, jsonErr, out)
	}
	if !result.OK {
		t.Errorf("%s: %s", filepath.Base(path), result.Errors)
	}
}
