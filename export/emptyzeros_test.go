package export

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/model"
)

// TestEmptyZerosOfAWorkbook: in a workbook whose zeros are left empty no row lacks
// cells: each has its address, and nothing is called out of place.
func TestEmptyZerosOfAWorkbook(t *testing.T) {
	b := &model.Form2021.Section("3").Table.Blocks[0]
	for _, keep := range []int{1, 3, 6} { // every how many cells has a figure
		f := excelize.NewFile()
		put := func(col, row int, v any) {
			name, err := excelize.CoordinatesToCellName(col, row)
			if err == nil {
				err = f.SetCellValue("Sheet1", name, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		put(1, 1, "青石镇人民政府2024年政府信息公开工作年度报告")
		put(1, 2, "三、收到和处理政府信息公开申请情况")
		for k, c := range b.Columns {
			put(k+2, 3, c.Label)
		}
		want := map[model.CellID]int64{}
		for r, row := range b.Rows {
			put(1, r+4, row.Label)
			for k, c := range b.Columns {
				id := model.CellID("3." + row.Key + "." + c.Key)
				if n := int64(r*7 + k + 1); !model.Form2021.Cell(id).Computed() && (r+k)%keep == 0 {
					put(k+2, r+4, n)
					want[id] = n
				}
			}
		}
		var data bytes.Buffer
		if err := f.Write(&data); err != nil {
			t.Fatal(err)
		}
		x, err := ReadBytes(data.Bytes(), ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range x.Read {
			if strings.Contains(c.How, "错位") {
				t.Errorf("every %d: %s is %s", keep, c.Cell, c.How)
			}
		}
		for id, n := range want {
			if got := x.Report.Figures[id]; got != model.Count(n) {
				t.Errorf("every %d: %s is %v, want %d", keep, id, got, n)
			}
		}
		for id, got := range x.Report.Figures {
			if _, ok := want[id]; !ok {
				t.Errorf("every %d: %s is %v", keep, id, fmt.Sprint(got))
			}
		}
	}
}
