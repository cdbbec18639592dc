package export

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	"nianbao/export/tooltest"
	"nianbao/model"
	"nianbao/model/rollup"
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
	reminder := rollup.Reminder{Collector: "某某县人民政府", Year: 2021, Missing: []model.ListedUnit{{Name: "商务局"}}, Returned: []model.ListedUnit{{Name: "侯集镇人民政府", Due: "2022-01-20"}}}
	for _, format := range []string{"docx", "xlsx"} {
		validate(t, reviewFile(t, format, reviewed()))
		path := filepath.Join(t.TempDir(), ReminderName(reminder, format))
		if _, err := ReminderFile(path, format, reminder); err != nil {
			t.Fatal(err)
		}
		validate(t, path)
	}
	for _, form := range model.Editions() {
		path := filepath.Join(t.TempDir(), "台账.xlsx")
		if _, err := BlankLedgerFile(path, form, false); err != nil {
			t.Fatal(err)
		}
		validate(t, path)
	}
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
