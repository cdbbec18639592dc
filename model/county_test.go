package model

import (
	"fmt"
	"strings"
	"testing"
)

// countyReport is a report like a county's: figures in most cells, texts of the
// usual length that speak of them, and two faults.
func countyReport(year int) *Report {
	r := NewReport(Form2021, "某某县人民政府", County, year)
	r.Date = fmt.Sprintf("%d-01-20", year+1)
	for i, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = Count(int64(i * i % 97))
		}
	}
	for _, id := range []CellID{"2.rules.issued", "2.rules.repealed", "2.rules.in_force"} {
		r.Figures[id] = Zero
	}
	r.Figures["2.fees.amount"] = Figure{961716000, true}
	sheet := Evaluate(r)
	for _, col := range r.Form.Section("3").Table.Blocks[0].Columns { // balanced
		if id := CellID("3.received." + col.Key); !r.Form.Cell(id).Computed() {
			r.Figures[id] = sheet.At(CellID("3.processed." + col.Key)).Add(sheet.At(CellID("3.carried_out." + col.Key))).Sub(sheet.At(CellID("3.carried_in." + col.Key)))
		}
	}
	sheet = Evaluate(r)
	r.Text["0"] = fmt.Sprintf("根据《中华人民共和国政府信息公开条例》的规定，编制本报告。本报告所列数据的统计期限自%d年1月1日起至12月31日止。", year)
	r.Text["1"] = fmt.Sprintf("%d年，我县认真落实条例要求，坚持以公开为常态、不公开为例外，稳步推进各项工作。\n（一）主动公开情况。全年通过县政府门户网站公开信息%d条。\n"+
		"（二）依申请公开情况。全年收到申请%s件，上年结转%s件，办结%s件，结转下年度%s件。\n（三）政府信息管理情况。制发行政规范性文件%s件，废止%s件。\n（四）平台建设情况。\n（五）监督保障情况。\n",
		year, 62, sheet.At("3.received.total"), sheet.At("3.carried_in.total"), sheet.At("3.processed.total"), sheet.At("3.carried_out.total"),
		sheet.At("2.normative.issued"), sheet.At("2.normative.repealed")) + strings.Repeat("把公开工作同乡村振兴、人居环境整治、基层治理一起部署、一起检查、一起落实，形成了合力。", 12)
	r.Text["5"] = "（一）存在的主要问题\n一是公开内容不够丰富；二是更新不够及时。\n（二）改进情况\n" + strings.Repeat("加强培训，明确专人，按月检查。", 12)
	r.Text["6"] = "本年度没有收取信息处理费。除此之外，没有其他需要报告的事项。"
	r.Figures["3.granted.business"] = r.Figures["3.granted.business"].Add(Count(1))
	delete(r.Figures, "4.direct_suit.other")
	return r
}

func encoded(tb testing.TB, r *Report) []byte {
	data, err := Encode(r)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// BenchmarkCheck is a check of a report that has been read, on as many
// processors as -cpu says.
func BenchmarkCheck(b *testing.B) {
	r := countyReport(2024)
	if len(Check(r, nil)) < 2 {
		b.Fatal("the report lacks its faults")
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			Check(r, nil)
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkCheckWithLastYear is the same beside the report of the year before.
func BenchmarkCheckWithLastYear(b *testing.B) {
	r, last := countyReport(2024), countyReport(2023)
	for b.Loop() {
		Check(r, last)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// BenchmarkDecode reads the exchange file of such a report.
func BenchmarkDecode(b *testing.B) {
	data := encoded(b, countyReport(2024))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
