package export

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/model"
	"nianbao/model/rollup"
)

// TestRows: a list of units is the same from a workbook, from csv as Excel saves it and from
// a text.
func TestRows(t *testing.T) {
	dir := t.TempDir()
	book := excelize.NewFile()
	for cell, v := range map[string]string{"A1": "报送单位名单", "A2": "序号", "B2": "单位名称", "C2": "类别", "A3": "1", "B3": "侯集镇人民政府", "C3": "乡镇", "A4": "2", "B4": "某某县教育局", "C4": "部门"} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(dir, "名单.xlsx")); err != nil {
		t.Fatal(err)
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("序号,单位名称,类别\r\n1,侯集镇人民政府,乡镇\r\n2,某某县教育局,部门\r\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"名单.csv": []byte(gb), "名单.txt": []byte("侯集镇人民政府\n某某县教育局\n")} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	county := model.NewReport(model.Form2021, "某某县人民政府", model.County, 2026)
	for _, name := range []string{"名单.xlsx", "名单.csv", "名单.txt"} {
		rows, err := Rows(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		units, told := rollup.ReadList(rows)
		units = rollup.Listing(county, units)
		var got []string
		for _, u := range units {
			got = append(got, u.Name+" "+string(u.Kind))
		}
		if want := []string{"侯集镇人民政府 town", "某某县教育局 department"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, told %v", name, got, told)
		}
	}
	if _, err := Rows(filepath.Join(dir, "none.xlsx")); err == nil {
		t.Error("a file that is not there")
	}
}
