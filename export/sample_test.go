package export

import (
	"bytes"
	"strings"
	"testing"

	"nianbao/model"
)

// odd holds what breaks writers: markup, the end of a CDATA section, a pair of
// surrogates, a joined emoji, a rare surname, quotation marks, an address.
const odd = `“三安全一稳定”——5<6 && a|b]]> *星* _下划_ "引号" 'x' \ ` + "`码` 👍 👨‍👩‍👧 𠮷 喆 https://www.example.gov.cn/xxgk/art_123_4.html"

// sample is a finished report without a blank and, but for few cells, a 0.
func sample() *model.Report {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	r.Date = "2021-12-31"
	r.Text["0"] = "根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，编制本报告。本报告所列数据的统计期限自2021年1月1日起至12月31日止。"
	r.Text["1"] = "2021年，侯集镇认真落实条例要求，坚持“以公开为常态、不公开为例外”，稳步推进各项工作。\n\n" +
		"（一）主动公开情况。全年通过县政府门户网站公开信息62条，其中机构职能类3条，财政预决算类8条，重点领域类51条。\n" +
		"(二)依申请公开情况。\n　　全年收到申请若干件，全部按期答复，没有引起行政复议和行政诉讼。\n" +
		"（三）2021年以来，全镇上下把公开工作同乡村振兴、人居环境整治、基层治理一起部署、一起检查、一起落实，形成了合力，工作面貌有了新的变化。\n" + odd
	r.Text["5"] = "（一）存在的主要问题\r\n一是公开内容不够丰富；二是更新不够及时。\r\n（二）改进情况\r\n加强培训，明确专人，按月检查。"
	r.Text["6"] = "本年度没有收取信息处理费。除此之外，没有其他需要报告的事项。"
	for i, c := range model.Form2021.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(int64(i*i%997 + 1))
		}
	}
	r.Figures["2.fees.amount"] = mustParse("96171.6")
	r.Figures["3.received.natural_person"] = model.Count(123456)
	r.Notes["2.normative.issued"] = "其中修订16件"
	return r
}

func mustParse(s string) model.Figure {
	f, err := model.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return f
}

// long is a report whose first text has 12,000 characters.
func long() *model.Report {
	r := sample()
	p := strings.Repeat("加强组织领导，完善工作制度，规范公开程序，主动接受社会监督。", 10) + "\n"
	for len([]rune(r.Text["1"])) < 12_000 {
		r.Text["1"] += "\n" + p
	}
	return r
}

func empty() *model.Report {
	return model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
}

func write(t testing.TB, format string, r *model.Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// figures are the report's 200 figures in form order.
func figures(r *model.Report) []string {
	sheet := model.Evaluate(r)
	var out []string
	for _, c := range r.Form.Cells() {
		out = append(out, sheet.At(c.ID).String())
	}
	return out
}
