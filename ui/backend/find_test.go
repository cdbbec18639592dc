package backend

import (
	"strings"
	"testing"

	"nianbao/model"
)

// TestFind: a whole name is that report's, whatever else has it in its own; a part of a
// name has to fit one only.
func TestFind(t *testing.T) {
	var list []model.Summary
	for _, unit := range []string{"侯集镇人民政府", "侯集镇人民政府（恢复）", "东侯集镇人民政府", "郭村镇人民政府", "民政局"} {
		for _, year := range []int{2021, 2022} {
			list = append(list, model.Summary{Report: model.ReportName(unit, year), Unit: unit, Year: year})
		}
	}
	x := IndexOf(list)
	for words, want := range map[string]string{
		"侯集镇人民政府-2021": "侯集镇人民政府-2021", " 侯集镇人民政府-2022 ": "侯集镇人民政府-2022", "郭村-2021": "郭村镇人民政府-2021", "民政局 2022": "民政局-2022",
		"恢复-2021": "侯集镇人民政府（恢复）-2021", "2021 东侯": "东侯集镇人民政府-2021", "郭村镇-22": "", "侯集-2021": "", "没有": "", "": "", "-2021": "", "郭村": "",
	} {
		got, err := x.Find(words)
		if got.Report != want || (err == nil) != (want != "") {
			t.Errorf("%q finds %q, %v", words, got.Report, err)
		}
	}
	if _, err := x.Find("侯集"); !strings.Contains(Message(err), "对应 6 份报告") || !strings.Contains(Message(err), "、…") {
		t.Errorf("many: %v", err)
	}
	if _, ok := x.Named("郭村"); ok {
		t.Error("a part is taken for a whole name")
	}
}
