package export

import (
	"bytes"
	"testing"

	"nianbao/model"
	"nianbao/model/check"
)

// FuzzReadBytes: whatever a file holds, it gives a report that the store can
// keep, or a sentence.
func FuzzReadBytes(f *testing.F) {
	small := empty()
	small.Text["1"], small.Date = "（一）主动公开。全年公开信息62条。", "2022-01-05"
	small.Figures["3.received.natural_person"], small.Figures["2.fees.amount"] = model.Count(12), mustParse("0.5")
	for _, format := range readable {
		var b bytes.Buffer
		if _, err := Write(&b, format, small, Options{}); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte("青石镇2024年政府信息公开工作年度报告\n一、总体情况\n好。\n| 行政复议 | 结果维持 | 1 |\n一、本年新收政府信息公开申请数量\t1\t/\t3（含补报）\t4\t\t6\t21\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := ReadBytes(data, ReadOptions{Year: 2024})
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without a word")
			}
			return
		}
		file, err := model.Encode(x.Report)
		if err != nil {
			t.Fatal(err)
		}
		back, err := model.Decode(file)
		if err != nil {
			t.Fatalf("the report can't be kept: %v\n%s", err, file)
		}
		for id, want := range x.Report.Figures {
			if back.Figures[id] != want {
				t.Errorf("%s was read as %s and kept as %s", id, want, back.Figures[id])
			}
		}
		check.Report(x.Report, nil)
	})
}
