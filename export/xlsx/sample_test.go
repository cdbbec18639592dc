package xlsx

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/model"
)

func decimal(s string) model.Figure {
	f, err := model.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return f
}

// sample is a finished county report: every cell has a figure and every column
// balances.
func sample() *model.Report {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.City, 2021)
	r.Date = "2021-12-31"
	r.Text["0"] = "本报告所列数据的统计期限自2021年1月1日起至12月31日止。"
	r.Text["1"] = strings.Repeat("（一）主动公开情况。全年通过县政府门户网站公开信息62条。\n", 18) +
		"（二）依申请公开。件数见第三部分。（三）政府信息管理。（四）政府信息公开平台建设。更新公开栏。（五）监督保障。工作列入考核，社会评议良好，没有责任追究。\n"
	r.Text["5"] = "一是公开内容不够丰富；二是更新不够及时。\n加强培训，明确专人，按月检查。"
	r.Text["6"] = "本年度没有收取信息处理费。"
	for i, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(int64(i*i%97 + 1))
		}
	}
	r.Figures["2.normative.in_force"] = model.Count(300)
	r.Figures["2.fees.amount"] = decimal("96171.6")
	r.Notes["2.normative.issued"] = "其中修订16件"
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		if c.Row.Key == "received" && !c.Computed() {
			at := func(row string) model.Figure { return sheet.At(model.CellID("3." + row + "." + c.Column.Key)) }
			r.Figures[c.ID] = at("processed").Add(at("carried_out")).Sub(at("carried_in"))
		}
	}
	return r
}

// lastYear is a report of the year before with some blanks.
func lastYear() *model.Report {
	r := sample()
	r.Year = 2020
	r.Figures["2.fees.amount"] = decimal("96171.3")
	r.Figures["2.penalty.decided"] = model.Count(0)
	delete(r.Figures, "2.licensing.decided")
	return r
}

// huge has figures with as many digits as the model holds.
func huge() *model.Report {
	r := sample()
	for id := range r.Figures {
		r.Figures[id] = model.Count(99_999_999_999)
	}
	r.Figures["2.fees.amount"] = decimal("99999999999.9999")
	return r
}

// partial has blanks, a decimal where none belongs, and a column that doesn't
// balance.
func partial() *model.Report {
	r := sample()
	delete(r.Figures, "2.rules.in_force")
	delete(r.Figures, "3.granted.business")
	r.Figures["2.normative.in_force"] = model.Count(0)
	r.Figures["2.normative.issued"] = model.Count(50)
	r.Figures["3.other.research"] = decimal("2.5")
	for _, c := range r.Form.Cells() {
		if c.Section.Key == "4" {
			delete(r.Figures, c.ID)
		}
	}
	r.Explanations = []model.Explanation{{Rule: "T3-BAL", Cell: "3.received.business", Text: "台账更正中", By: "张三"}}
	return r
}

func write(t testing.TB, r *model.Report, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// names are the defined names of a workbook with the sheet and the first cell
// of what they refer to.
func names(t *testing.T, f *excelize.File) map[string][2]string {
	t.Helper()
	out := map[string][2]string{}
	for _, d := range f.GetDefinedName() {
		sheet, cells, ok := strings.Cut(d.RefersTo, "!")
		if !ok || strings.HasPrefix(d.Name, "_") {
			continue
		}
		first, _, _ := strings.Cut(cells, ":")
		out[d.Name] = [2]string{strings.Trim(sheet, "'"), strings.ReplaceAll(first, "$", "")}
	}
	return out
}

func value(t *testing.T, f *excelize.File, at [2]string) string {
	t.Helper()
	v, err := f.GetCellValue(at[0], at[1])
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// column lists a column's values, without the head.
func column(t *testing.T, f *excelize.File, sheet string, n int) []string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows[1:] {
		if n < len(row) {
			out = append(out, row[n])
		} else {
			out = append(out, "")
		}
	}
	return out
}

// checkCells are the cells that hold a verdict, by their place.
func checkCells(r *model.Report, o Options) map[[2]string]checkCell {
	out := map[[2]string]checkCell{}
	b := newBook(r, o)
	for _, t := range b.tables {
		for _, c := range t.checks {
			out[[2]string{t.sheet, c.at.String()}] = c
		}
	}
	_ = b.f.Close()
	return out
}

func BenchmarkWrite(b *testing.B) {
	r, last := sample(), lastYear()
	for _, c := range []struct {
		name string
		opts Options
	}{{"alone", Options{}}, {"with last year", Options{Last: last}}, {"blank", Options{Blank: true}}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, r, c.opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
