// Package papertest has reports to try the writers on.
package papertest

import (
	"strings"

	"nianbao/model"
)

// Odd holds what breaks writers of PDF: brackets and backslashes, escape
// sequences, marks for the direction of writing, a joined emoji, characters
// beyond the first plane, quotation marks side by side, an address.
const Odd = `“三安全一稳定”——（见《条例》）：“a)b(c\d\(e” 5<6 && >> endstream endobj [31m 喆㑇𠅤𨱏 ` +
	"\u202e倒\u202c \u200b👨\u200d👩 https://www.example.gov.cn/xxgk/zfxxgknb/2021/art_123_4.html。"

// Town is a town's report without a blank: 200 figures, most of them different.
func Town() *model.Report {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	r.Date = "2021-12-31"
	r.Text["0"] = "根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，编制本报告。本报告所列数据的统计期限自2021年1月1日起至12月31日止。"
	r.Text["1"] = "2021年，侯集镇认真落实条例要求，坚持“以公开为常态、不公开为例外”，稳步推进各项工作。\n\n" +
		"（一）主动公开情况。全年通过县政府门户网站公开信息62条，其中机构职能类3条，财政预决算类8条，重点领域类51条。\n" +
		"(二)依申请公开情况。\n　　全年收到申请若干件，全部按期答复，没有引起行政复议和行政诉讼。\n" +
		"1.存在的问题。人手不足……\n（1）第三层。正文"
	r.Text["5"] = "（一）存在的主要问题\r\n一是公开内容不够丰富；二是更新不够及时。\r\n（二）改进情况\r\n加强培训，明确专人，按月检查。"
	r.Text["6"] = "本年度没有收取信息处理费。除此之外，没有其他需要报告的事项。"
	for i, c := range model.Form2021.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(int64(i*i%997 + 1))
		}
	}
	r.Figures["3.received.natural_person"] = model.Count(123456)
	r.Notes["2.normative.issued"] = "其中修订16件"
	return r
}

// County is a county's: some 3,000 characters of text.
func County() *model.Report {
	r := Town()
	r.Unit, r.Level = "某某自治县人民政府办公室", model.County
	sentences := []string{"加强组织领导，完善工作制度，规范公开程序，主动接受社会监督。", "全年公开政府信息12,345条，比上年增长6.7%；",
		"及时公开规划计划、统计信息、财政预决算、政府采购、重大建设项目等信息，做到“应公开、尽公开”。",
		"围绕乡村振兴、生态环境、义务教育、社会保障、公共卫生等重点领域，细化公开事项目录，更新办事指南。"}
	n := 0
	for _, heading := range []string{"（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）政府信息公开平台建设", "（五）监督保障"} {
		r.Text["1"] += "\n" + heading
		for range 3 {
			r.Text["1"] += "\n"
			for range 6 {
				r.Text["1"] += sentences[n%len(sentences)]
				n++
			}
		}
	}
	return r
}

// Hostile is what nobody writes, in every place where something is written.
func Hostile() *model.Report {
	r := Town()
	r.Unit = `测试（单位）\)镇人民政府`
	r.Text["1"] = Odd + "\n一\x00二\x1b[31m三\ufffe四\xed\xa0\x80五\u2028六\x7f七\n" + strings.Repeat("，。", 60) + "\n" + strings.Repeat("abc/123-", 40)
	for i, c := range model.Form2021.Cells() {
		if !c.Computed() {
			f, err := model.ParseDecimal("99999999999")
			if err != nil {
				panic(err)
			}
			r.Figures[c.ID] = f
			if i%17 == 0 {
				r.Notes[c.ID] = strings.Repeat("附注很长", 15)
			}
		}
	}
	return r
}
