package check

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
)

// ruleCase is a change of countyReport, with lastCountyReport before it, that a
// rule must find, or must leave alone.
type ruleCase struct {
	name  string
	finds bool
	do    func(r, last *model.Report)
}

func finds(name string, do func(r, last *model.Report)) ruleCase  { return ruleCase{name, true, do} }
func leaves(name string, do func(r, last *model.Report)) ruleCase { return ruleCase{name, false, do} }

// put gives cells figures.
func put(r *model.Report, n int64, cells ...model.CellID) {
	for _, id := range cells {
		r.Figures[id] = model.Count(n)
	}
}

func write(section, text string) func(r, last *model.Report) {
	return func(r, _ *model.Report) { r.Text[section] = text }
}

func nothing(_, _ *model.Report) {}

// town makes the report a zero report of a town.
func town(r *model.Report) {
	z := zeroReport()
	r.Unit, r.Level, r.Figures, r.Text, r.Date = z.Unit, z.Level, z.Figures, z.Text, "2026-01-20"
}

// afterReconsideration lets the county's direct suits have gone the way that the law
// lays down.
func afterReconsideration(r *model.Report) {
	put(r, 0, "4.direct_suit.upheld")
	put(r, 11, "4.suit_after.upheld")
}

// fiveAspects speaks of the notice's five.
const fiveAspects = "主动公开信息62条；未收到依申请公开；加强信息管理；维护公开平台；接受监督。"

// ruleCases has two of each kind, at least, for every rule that is not about
// sentences that tell figures: those are in proseCases.
var ruleCases = map[string][]ruleCase{
	"P-LAST": {
		finds("received", write("1", "2024年全县受理申请684件，2025年受理713件。")),
		finds("answered", write("1", "上年答复政府信息公开申请684件，今年有所增加。")),
		finds("punished", write("1", "2024年作出行政处罚决定655201件，2025年693975件。")),
		leaves("received", write("1", "2024年全县受理申请648件，2025年受理713件。")),
		leaves("with what was carried over", write("1", "2024年受理申请683件。")),
		leaves("half a year", write("1", "2024年上半年受理申请300件。")),
		leaves("about", write("1", "2024年受理申请600余件。")),
		leaves("an older year", write("1", "2023年受理申请500件。")),
		leaves("this year's, of which the year is wrong", write("1", "2024年受理申请713件。")),
		leaves("one body's", write("1", "2024年县政府办公室受理申请17件。")),
	},
	"FILL-BLANK": {
		finds("a blank", func(r, _ *model.Report) { delete(r.Figures, "3.other.research") }),
		finds("blanks", func(r, _ *model.Report) { clear(r.Figures) }),
		leaves("none", nothing), leaves("zeroes", func(r, _ *model.Report) { town(r) }),
	},
	"FILL-SECTION": {finds("empty", write("5", "")), finds("spaces", write("6", " \n ")), leaves("written", nothing), leaves("no opening", write("0", ""))},
	"FILL-OUTLINE": {
		finds("left open", write("5", "一是＿＿。")), finds("at the end", write("6", "本年收取信息处理费＿＿元。")),
		leaves("filled", nothing), leaves("a single line", write("5", "存在的主要问题是更新_不及时，下一步由专人每月核对一次公开目录并加强培训。")),
	},
	"FILL-UNREAD": {
		finds("a row", func(r, _ *model.Report) { notRead(r, "3.granted.natural_person", "3.granted.business") }), finds("a table", func(r, _ *model.Report) { notRead(r, r.Form.Leaves("4.direct_suit.total")...) }),
		leaves("typed since", func(r, _ *model.Report) { r.Unread["2.penalty.decided"] = model.NotRead }), leaves("all was read", nothing),
	},
	"FILL-TEXT": {
		finds("a word", func(r, _ *model.Report) {
			delete(r.Figures, "2.penalty.decided")
			r.Unread["2.penalty.decided"] = "减3"
		}),
		finds("a slash", func(r, _ *model.Report) {
			delete(r.Figures, "4.suit_after.other")
			r.Unread["4.suit_after.other"] = "/"
		}),
		leaves("typed since", func(r, _ *model.Report) { r.Unread["2.penalty.decided"] = "减3" }), leaves("figures", nothing),
	},
	"FILL-OLD": {
		finds("an old table", write("1", "信息内容｜本年新制作数量｜本年新公开数量｜对外公开总数量")), finds("another", write("6", "行政许可 上一年项目数量 33")),
		leaves("procurement in a sentence", write("1", "公开政府集中采购信息33条。")), leaves("none", nothing),
	},
	"T3-BAL": {
		finds("too many received", func(r, _ *model.Report) { put(r, 706, "3.received.natural_person") }), finds("a column", func(r, _ *model.Report) { put(r, 1, "3.carried_out.welfare") }),
		leaves("balanced", nothing), leaves("two that cancel", func(r, _ *model.Report) { put(r, 1, "3.received.welfare", "3.carried_out.welfare") }),
	},
	"T3-ROW": {
		finds("stated", func(r, _ *model.Report) { r.Stated["3.granted.total"] = model.Zero }), finds("by one", func(r, _ *model.Report) { r.Stated["3.received.total"] = model.Count(714) }),
		leaves("stated right", func(r, _ *model.Report) { r.Stated["3.received.total"] = model.Count(713) }), leaves("computed", nothing),
	},
	"T3-RES": {
		finds("stated", func(r, _ *model.Report) { r.Stated["3.processed.business"] = model.Zero }), finds("by one", func(r, _ *model.Report) { r.Stated["3.processed.natural_person"] = model.Count(711) }),
		leaves("stated right", func(r, _ *model.Report) { r.Stated["3.processed.natural_person"] = model.Count(710) }), leaves("computed", nothing),
	},
	"T4-SUM": {
		finds("0 by hand", func(r, _ *model.Report) { r.Stated["4.reconsideration.total"] = model.Zero }), finds("by one", func(r, _ *model.Report) { r.Stated["4.suit_after.total"] = model.Count(9) }),
		leaves("stated right", func(r, _ *model.Report) { r.Stated["4.suit_after.total"] = model.Count(10) }), leaves("computed", nothing),
	},
	"T3-CELL": {
		finds("carried in, by last year's and the balance", func(r, _ *model.Report) { put(r, 35, "3.carried_in.natural_person") }),
		finds("a result, by its row and column", func(r, _ *model.Report) {
			state(r)
			put(r, 189, "3.granted.natural_person")
		}),
		finds("a row down", func(r, _ *model.Report) {
			state(r)
			put(r, 0, "3.partial.natural_person")
			put(r, 99, "3.denied_secret.natural_person")
		}),
		finds("two of one row", func(r, _ *model.Report) {
			state(r)
			put(r, 189, "3.granted.natural_person")
			put(r, 7, "3.granted.legal_service")
		}),
		leaves("a balance alone", func(r, _ *model.Report) { put(r, 706, "3.received.natural_person") }), leaves("none", nothing), leaves("none, stated", func(r, _ *model.Report) { state(r) }),
		leaves("explained", func(r, last *model.Report) {
			put(r, 35, "3.carried_in.natural_person")
			f := find(Report(r, last), "T3-CELL")[0]
			r.Explanations = append(r.Explanations, func() model.Explanation { e := f.explanation(); e.Text = "机构调整，划出一件"; return e }())
			if got := find(Report(r, last), "T3-CELL"); len(got) == 1 && got[0].Explained {
				put(r, 36, "3.carried_in.natural_person")
			}
		}),
	},
	"T4-CELL": {
		finds("in the group below", func(r, _ *model.Report) {
			put(r, 0, "4.direct_suit.corrected")
			state(r)
			put(r, 0, "4.reconsideration.corrected")
			put(r, 10, "4.direct_suit.corrected")
		}), finds("in the group above", func(r, _ *model.Report) {
			put(r, 0, "4.direct_suit.upheld")
			put(r, 6, "4.suit_after.upheld")
			state(r)
			put(r, 0, "4.suit_after.upheld")
			put(r, 6, "4.direct_suit.upheld")
		}),
		leaves("one that only its total tells", func(r, _ *model.Report) { state(r); put(r, 38, "4.reconsideration.upheld") }), leaves("none", func(r, _ *model.Report) { state(r) }),
	},
	"T3-NEG": {
		finds("negative", func(r, _ *model.Report) { put(r, -1, "3.granted.research") }), finds("broken", func(r, _ *model.Report) { r.Figures["3.granted.research"] = model.OfUnits(15000) }),
		leaves("0", nothing), leaves("large", func(r, _ *model.Report) { put(r, 99999, "3.granted.research") }),
	},
	"T4-NEG": {
		finds("negative", func(r, _ *model.Report) { put(r, -1, "4.direct_suit.other") }), finds("broken", func(r, _ *model.Report) { r.Figures["4.direct_suit.other"] = model.OfUnits(5000) }),
		leaves("0", nothing), leaves("large", func(r, _ *model.Report) { put(r, 99999, "4.direct_suit.other") }),
	},
	"T2-NEG": {
		finds("negative", func(r, _ *model.Report) { put(r, -8, "2.licensing.decided") }), finds("broken", func(r, _ *model.Report) { r.Figures["2.penalty.decided"] = model.OfUnits(5000) }),
		leaves("0", nothing), leaves("a fee with places", func(r, _ *model.Report) { r.Figures["2.fees.amount"] = model.OfUnits(1) }),
	},
	"T2-FEE": {
		finds("negative", func(r, _ *model.Report) { put(r, -1, "2.fees.amount") }), finds("five places", func(r, _ *model.Report) { r.Unread["2.fees.amount"] = "1.23456" }),
		leaves("four places", func(r, _ *model.Report) { r.Figures["2.fees.amount"] = model.OfUnits(592372449) }), leaves("0", func(r, _ *model.Report) { put(r, 0, "2.fees.amount") }),
	},
	"T3-ZEROFWD": {
		finds("answered", func(r, _ *model.Report) { town(r); put(r, 1, "3.granted.business") }), finds("carried", func(r, _ *model.Report) { town(r); put(r, 1, "3.carried_out.business") }),
		leaves("nothing at all", func(r, _ *model.Report) { town(r) }), leaves("from last year", func(r, _ *model.Report) { town(r); put(r, 1, "3.carried_in.business", "3.granted.business") }),
	},
	"T2-REG": {
		finds("a county", func(r, _ *model.Report) { put(r, 2, "2.rules.issued", "2.rules.in_force") }), finds("a town", func(r, _ *model.Report) { town(r); put(r, 6, "2.rules.in_force") }),
		leaves("a city", func(r, _ *model.Report) { r.Level = model.City; put(r, 2, "2.rules.issued", "2.rules.in_force") }), leaves("0", nothing),
	},
	"T2-STOCK": {
		finds("none in force", func(r, _ *model.Report) { put(r, 0, "2.normative.in_force") }), finds("by one", func(r, _ *model.Report) { put(r, 4, "2.normative.in_force") }),
		leaves("as many", func(r, _ *model.Report) { put(r, 5, "2.normative.in_force") }), leaves("more", nothing),
	},
	"T2-STOCKHINT": {
		finds("one repealed", func(r, _ *model.Report) { put(r, 5, "2.normative.in_force") }), finds("all repealed", func(r, _ *model.Report) { put(r, 0, "2.normative.in_force"); put(r, 6, "2.normative.repealed") }),
		leaves("the error says it", func(r, _ *model.Report) { put(r, 0, "2.normative.in_force") }), leaves("more", nothing),
	},
	"T2-FEEUNIT": {
		finds("a town", func(r, _ *model.Report) { town(r); r.Figures["2.fees.amount"] = model.OfUnits(1192535500) }), finds("a thousand times", func(_, last *model.Report) { put(last, 40682080, "2.fees.amount") }),
		finds("ten thousand times", func(r, last *model.Report) {
			town(r)
			r.Figures["2.fees.amount"], last.Figures["2.fees.amount"] = model.OfUnits(1192535500), model.OfUnits(98000)
		}),
		leaves("a town's", func(r, _ *model.Report) { town(r); put(r, 9999, "2.fees.amount") }), leaves("a county's", func(r, last *model.Report) { put(r, 96171, "2.fees.amount"); put(last, 86489, "2.fees.amount") }),
	},
	"T3-ALLNAT": {
		finds("all", func(r, _ *model.Report) { put(r, 0, "3.received.business", "3.received.legal_service") }), finds("21", func(r, _ *model.Report) { town(r); put(r, 21, "3.received.natural_person") }),
		leaves("some", nothing), leaves("20", func(r, _ *model.Report) { town(r); put(r, 20, "3.received.natural_person") }),
	},
	"T4-POST": {
		finds("none", func(r, _ *model.Report) {
			put(r, 0, "4.reconsideration.upheld", "4.reconsideration.corrected", "4.reconsideration.other", "4.reconsideration.pending")
		}), finds("one", func(r, _ *model.Report) { town(r); put(r, 1, "4.suit_after.pending") }),
		leaves("some", nothing), leaves("none of either", func(r, _ *model.Report) { town(r) }),
	},
	"T4-PRIOR": {
		finds("one pending", func(r, _ *model.Report) { town(r); put(r, 1, "4.direct_suit.pending") }), finds("the first year", func(r, _ *model.Report) { r.Year = 2024; put(r, 2, "4.direct_suit.corrected") }),
		finds("the county's own", nothing),
		leaves("the year before the law", func(r, _ *model.Report) { r.Year = 2023; put(r, 2, "4.direct_suit.corrected") }), leaves("after reconsideration", func(r, _ *model.Report) { afterReconsideration(r) }), leaves("none", func(r, _ *model.Report) { town(r) }),
		leaves("not read", func(r, _ *model.Report) { notRead(r, r.Form.Leaves("4.direct_suit.total")...) }),
	},
	"T-TWICE": {
		finds("changed since", func(r, _ *model.Report) { rechecked(r); put(r, 1, "3.granted.research") }),
		finds("cleared since", func(r, _ *model.Report) { rechecked(r); delete(r.Figures, "2.rules.issued") }),
		leaves("as it was", func(r, _ *model.Report) { rechecked(r) }), leaves("never", nothing),
		leaves("other words since", func(r, _ *model.Report) { rechecked(r); r.Text["6"] = "无其他事项。" }),
	},
	"T4-PENDING": {
		finds("one", func(r, last *model.Report) { put(r, 0, "4.direct_suit.upheld"); put(last, 1, "4.direct_suit.pending") }), finds("all", func(r, _ *model.Report) { town(r) }),
		leaves("decided", func(_, last *model.Report) { put(last, 1, "4.direct_suit.pending") }),
		leaves("none pending", func(r, last *model.Report) {
			town(r)
			put(last, 0, "4.reconsideration.pending", "4.suit_after.pending")
		}),
	},
	"Y-CARRY": {
		finds("a column, out by the same", func(r, _ *model.Report) {
			put(r, 35, "3.carried_in.natural_person")
			put(r, 30, "3.carried_out.natural_person")
		}), finds("dropped", func(_, last *model.Report) { put(last, 2, "3.carried_out.business") }),
		leaves("carried", nothing), leaves("not filled in yet", func(r, _ *model.Report) {
			for _, c := range r.Form.Section("3").Table.Blocks[0].Columns {
				delete(r.Figures, model.CellID("3.carried_in."+c.Key))
			}
		}),
	},
	"Y-STOCK": {
		finds("by one", func(r, _ *model.Report) { put(r, 33, "2.normative.in_force") }), finds("rules", func(_, last *model.Report) { put(last, 1, "2.rules.in_force") }),
		leaves("adds up", nothing), leaves("blank", func(r, _ *model.Report) { delete(r.Figures, "2.normative.issued") }),
	},
	"Y-JUMP": {
		finds("17 times", func(r, last *model.Report) {
			put(r, 9487, "2.licensing.decided")
			put(last, 550, "2.licensing.decided")
		}), finds("a tenth", func(r, _ *model.Report) { put(r, 200, "2.compulsion.decided") }),
		leaves("as last year", nothing), leaves("small", func(r, last *model.Report) { put(r, 19, "2.compulsion.decided"); put(last, 1, "2.compulsion.decided") }),
	},
	"Y-SAME": {
		finds("all", func(r, last *model.Report) { last.Figures = r.Clone().Figures }), finds("a few", func(r, last *model.Report) {
			town(r)
			put(r, 3, "2.penalty.decided", "2.licensing.decided", "2.compulsion.decided")
			last.Figures = r.Clone().Figures
		}),
		leaves("others", nothing), leaves("zero reports", func(r, last *model.Report) { town(r); last.Figures = r.Clone().Figures }),
	},
	"Y-SIM": {
		finds("the same", func(r, last *model.Report) { last.Text["1"] = strings.ReplaceAll(r.Text["1"], "2025", "2024") }),
		finds("a new beginning", func(r, last *model.Report) {
			last.Text["1"] = r.Text["1"]
			r.Text["1"] = "今年政务公开取得新进展。" + r.Text["1"]
		}),
		leaves("another", nothing), leaves("a short one", func(r, last *model.Report) { last.Text["6"] = r.Text["6"] }),
	},
	"S6-MISS": {
		finds("无", write("6", "无")), finds("something else", write("6", "没有其他需要报告的事项。")),
		leaves("none", write("6", "本年未收取信息处理费。")), leaves("some", nothing), leaves("in other words", write("6", "本单位2025年没有收取任何费用。")),
	},
	"S6-FEE": {
		finds("more than all fees", func(r, _ *model.Report) { put(r, 0, "2.fees.amount") }),
		finds("元 for 万元", func(r, _ *model.Report) {
			r.Figures["2.fees.amount"] = model.OfUnits(100)
			r.Text["6"] = "收取信息处理费２９５０元。"
		}),
		leaves("less", nothing), leaves("none", func(r, _ *model.Report) { put(r, 0, "2.fees.amount"); r.Text["6"] = "收取信息处理费0元。" }),
		leaves("fees, and none of this kind", write("6", "无")), // S6-ZEROCONF of other software
	},
	"W-LEN": {
		finds("1001", write("1", strings.Repeat("公", 1001))), finds("long", write("1", strings.Repeat("主动公开信息。", 200))),
		leaves("1000", write("1", strings.Repeat("公", 1000)+"  \n")), leaves("section five", write("5", strings.Repeat("改进", 600))),
	},
	"W-ASPECT": {
		finds("one missing", write("1", "（一）主动公开。62条。（二）依申请公开。未收到申请。（三）信息管理。（四）监督保障。考核。")), finds("next to nothing", write("1", "工作正常。")),
		finds("an assessment alone", write("1", fiveAspects+"工作列入年度考核。")), finds("no review by the public", write("1", fiveAspects+"工作列入年度考核，没有发生责任追究。")),
		finds("nobody held to account", write("1", fiveAspects+"年度考核优秀，社会评议满意率高。")), finds("review alone", write("1", fiveAspects+"开展社会评议。")),
		finds("a town", func(r, _ *model.Report) { town(r); r.Text["1"] = fiveAspects + "列入村居考核，没有追责。" }),
		leaves("other words", write("1", fiveAspects+"年终考评得分靠前，第三方评估良好，未被问责。")),
		leaves("a street", func(r, _ *model.Report) { r.Level = model.Street; r.Text["1"] = fiveAspects }),
		leaves("all", nothing), leaves("a department", func(r, _ *model.Report) {
			r.Level = model.CountyDepartment
			r.Text["1"] = "主动公开信息62条；未收到依申请公开；加强信息管理；维护公开平台；接受监督。"
		}),
	},
	"W-NOFACT": {
		finds("words only", write("1", "扎实推进主动公开，规范依申请公开。")), finds("a year is no count", write("1", "2025年，在第一季度安排部署，1月1日起实施。")),
		leaves("counts", nothing), leaves("none at all", write("1", "未收到政府信息公开申请。")),
	},
	"W-SEC5": {
		finds("无", write("5", "无")), finds("no word of mending", write("5", strings.Repeat("存在的问题是公开的内容不全面，时效性不强。", 3))),
		leaves("both", nothing), leaves("short enough", write("5", "主要问题是更新不及时，内容还不够全。已整改，由专人每周检查一次网站栏目。")),
	},
	"W-TITLE": {
		finds("度", func(r, _ *model.Report) { r.Title = "沭阳县人民政府2025年度政府信息公开年度报告" }), finds("a slip", func(r, _ *model.Report) { r.Title = "沭阳县2025年政府信息公开工作告年度报" }),
		leaves("the form's", nothing), leaves("the place's name", func(r, _ *model.Report) { r.Title = "沭阳县 2025年政府信息公开工作年度报告" }),
	},
	"W-YEAR": {
		finds("the period", write("0", "本报告统计期限自2024年1月1日起至2024年12月31日止。")), finds("the last day", write("0", "数据统计期限为2025年1月1日至 12 月 30 日。")),
		finds("the title", func(r, _ *model.Report) { r.Title = "沭阳县人民政府2024年政府信息公开工作年度报告" }), finds("the date", func(r, _ *model.Report) { r.Date = "2025-01-20" }),
		finds("a sentence", write("1", "（一）主动公开。2024年，我县主动公开政府信息4511条。")), finds("up to", write("1", "截至2024年12月31日，主动公开信息62条。")), finds("digits too many", write("1", "202025年，公开信息62条。")), finds("full width", write("1", "２０２４年，公开信息62条。")), finds("in Chinese", write("1", "二〇二四年，公开信息62条。")),
		finds("eleven months", write("0", "统计期限为2025年1月1日至2025年11月30日。")), leaves("an assessment", write("1", "2024年度工作考核中，我县获评优秀，公开信息62条。")),
		leaves("right", nothing), leaves("a comparison", write("1", "2024年同期相比，公开信息增加62条。与2024年相比有所增加。")),
		leaves("a paper", write("1", "公开2024年部门决算64家。2024年印发的办法继续有效。")), leaves("spaces", write("0", "统计期限为 2025 年 1 月 1 日至 2025 年 12 月 31 日。")),
		leaves("last year's problems", write("5", "2024年存在的政策解读形式单一的问题，通过开设专栏已经整改到位。下一步继续改进。")),
	},
	"W-JIEZHI": {
		finds("a date", write("1", "截止2025年12月31日，公开62条。")), finds("now", write("1", "截止目前公开62条，截止年底更新完毕。")),
		leaves("截至", write("1", "截至2025年12月31日，公开62条。")), leaves("a last day", write("1", "报名截止日期为5月1日，截止时间不变，截止到12月结束。")),
	},
	"W-NAME": {
		finds("another county", write("1", "在沐阳县人民政府门户网站公开。")), finds("not what we are", write("1", "我局主动公开信息62条。")),
		finds("a name cut off", func(r, _ *model.Report) {
			town(r)
			r.Unit = "侯集镇人民政府"
			r.Text["1"] = "集镇人民政府2025年公开信息62条。"
		}),
		finds("another town", func(r, _ *model.Report) {
			town(r)
			r.Unit = "侯集镇人民政府"
			r.Text["1"] = "王楼镇人民政府公开信息62条。"
		}),
		finds("the province's figures", func(r, _ *model.Report) { town(r); r.Text["1"] = "全省累计公开信息62条。" }),
		finds("where to apply", func(r, _ *model.Report) {
			town(r)
			r.Text["1"] = "可以向市政府及市政府办公室提出申请。"
		}),
		leaves("ours", write("1", "沭阳县人民政府在我县门户网站公开，各县区人民政府、宿迁市人民政府、镇人民政府都参加。")),
		leaves("a meeting", func(r, _ *model.Report) {
			town(r)
			r.Text["1"] = "落实全省政务公开工作会议精神，我镇公开信息62条。"
		}),
	},
	"W-NOTICE": {
		finds("涵", write("0", "依据国办公开办涵〔2021〕30号编制。")), finds("发", write("0", "依据国办发〔2021〕30号编制。")), finds("brackets", write("0", "依据国办公开办函【2021】30号编制。")), finds("the old one", write("0", "依据国办公开办函〔2019〕60号编制。")), leaves("numbers that end alike", write("0", "依据国办发〔2021〕130号、国办函〔2021〕30号、国办秘函〔2021〕30号。")),
		leaves("right", nothing), leaves("other papers", write("0", "依据国办函〔2020〕109号、国办发〔2018〕37号和国办公开办函〔2021〕30号编制。")),
	},
	"W-PLACE": {
		finds("XX", write("1", "XX镇公开信息62条。")), finds("the address", write("0", "下载地址：（具体网址）。")), finds("the guide", write("6", "（文字描述，收取信息处理费情况在此处报告。）")),
		leaves("an address", write("0", "网址：http://www.shuyang.gov.cn/xxgk/xx2025.html。")), leaves("none", nothing),
	},
	"W-UNIT": {
		finds("次", write("1", "（二）依申请公开。受理政府信息公开申请749次。")), finds("条", write("1", "因政府信息公开被提起行政诉讼13条。")),
		leaves("件", nothing), leaves("起", write("1", "因政府信息公开被提起行政诉讼13起，公开信息62条，制发规范性文件6份。")),
	},
	"W-DUP": {
		finds("工作", write("1", "做好政务公开工作工作62次。")), finds("资金", write("1", "公开扶贫资金资金62条。")),
		leaves("two words", write("1", "县政府政府信息公开申请由专人办理，规范规范性文件管理，设立公开公开栏62个。")), leaves("one character", write("1", "天天更新，件件落实，三三两两，一年一年。")),
	},
	"W-MARK": {
		finds("a comma", write("5", "更新不及时,下一步由专人核对。")), finds("brackets", write("6", "信息处理费(含邮寄费)没有收取。")), finds("a space", write("1", "（一） 主动公开。公开62条。")),
		finds("straight quotes", write("1", "“三审三校”制度和\"双公示\"制度。")), finds("a stop at the end", write("6", "本年没有收取信息处理费.")),
		leaves("none", nothing), leaves("numbers", write("1", "（一）主动公开。公开1,062条，占33.5%，时间为8:30至17:30，比例3:1。")), leaves("an address", write("1", "网址http://www.x.gov.cn:8080/a(1).html，邮箱a.b@x.cn。")),
		leaves("a foreign word", write("1", "使用App(iOS、Android)发布，见GB/T 9704, 9705。")), leaves("numbered", write("1", "一.总体\n1.属于国家秘密\n(1)公开62条")),
	},
	"W-NEST": {
		finds("a second report", write("1", "一、基本情况\n公开62条。\n二、主动公开情况\n公开信息。\n三、申请情况\n无。")), finds("in section five, a warning", write("5", "一、存在问题\n更新不及时。\n二、改进措施\n加强培训，由专人每月核对一次公开目录，及时更新。")),
		leaves("（一）", nothing), leaves("一是", write("1", "一是公开62条。\n二是解读5条。")),
	},
	"W-HEAD": {
		finds("section five", write("5", "五、存在的主要问题及改进情况\n主要问题是更新不及时，下一步加强培训，由专人核对。")), finds("in other words", write("1", "一、总体工作情况\n公开信息62条。")),
		finds("one is missing in the file", func(r, _ *model.Report) { r.Headings = headingsBut("5", "") }), finds("numbered twice", func(r, _ *model.Report) { r.Headings = headingsBut("5", "四、存在的主要问题及改进情况") }),
		finds("other words in the file", func(r, _ *model.Report) { r.Headings = headingsBut("5", "五、存在问题及改进措施") }),
		finds("out of order", func(r, _ *model.Report) { r.Headings = headingsBut("", ""); r.Headings[4].Place = 9 }),
		finds("the words of the form of 2019", func(r, _ *model.Report) {
			r.Headings = headingsBut("5", "五、政府信息公开工作存在的主要问题及改进情况")
		}),
		leaves("和 for 及", func(r, _ *model.Report) { r.Headings = headingsBut("5", "五、存在的主要问题和改进情况") }),
		leaves("及 for a comma", func(r, _ *model.Report) {
			r.Headings = headingsBut("4", "四、政府信息公开行政复议及行政诉讼情况")
		}),
		leaves("与 for 和", func(r, _ *model.Report) {
			r.Headings = headingsBut("3", "三、收到与处理政府信息公开申请情况")
		}),
		leaves("all in the file", func(r, _ *model.Report) { r.Headings = headingsBut("", "") }),
		leaves("none", nothing), leaves("another numeral", write("1", "（一）主动公开。公开信息62条。")),
	},
	"D-DEAD": {
		finds("a county", func(r, _ *model.Report) { r.Date = "2026-04-01" }), finds("a department", func(r, _ *model.Report) { r.Level, r.Date = model.CountyDepartment, "2026-02-05" }), finds("a town", func(r, _ *model.Report) { r.Level, r.Date = model.Town, "2026-02-03" }),
		finds("a ministry", func(r, _ *model.Report) { r.Level, r.Date = model.Ministry, "2026-02-05" }), finds("a county's office", func(r, _ *model.Report) { r.Unit, r.Date = "沭阳县人民政府办公室", "2026-02-05" }),
		leaves("an office in time", func(r, _ *model.Report) { r.Unit, r.Date = "沭阳县人民政府办公室", "2026-01-31" }), leaves("a city's sum", func(r, _ *model.Report) { r.Level, r.Date = model.City, "2026-02-05" }),
		leaves("a county in time", func(r, _ *model.Report) { r.Date = "2026-03-31" }), leaves("a department in time", func(r, _ *model.Report) { r.Level, r.Date = model.CountyDepartment, "2026-01-31" }), leaves("no date", func(r, _ *model.Report) { r.Date = "" }),
	},
}

// withRule is a form, or, where that lacks the rule, the newest edition that has it.
func withRule(f *model.Form, id string) *model.Form {
	for _, edition := range append([]*model.Form{f}, model.Editions()...) {
		if edition.Rule(id) != nil {
			return edition
		}
	}
	return f
}

// rechecked has somebody enter the figures a second time.
func rechecked(r *model.Report) {
	s := model.NewSession(r, "x")
	e, err := model.Recheck(r, "复核 30 格：30 格相同", "李四", time.Date(2026, 1, 9, 9, 0, 0, 0, time.UTC))
	if err == nil {
		err = s.Apply(e)
	}
	if err != nil {
		panic(err)
	}
}

func TestEveryRule(t *testing.T) {
	for id, cases := range ruleCases {
		found, left := 0, 0
		for _, c := range cases {
			r, last := countyReport(), lastCountyReport()
			r.Form = withRule(r.Form, id)
			c.do(r, last)
			got := find(Report(r, last), id)
			if c.finds {
				found++
			} else {
				left++
			}
			if (len(got) > 0) != c.finds {
				t.Errorf("%s, %s: %v", id, c.name, got)
			}
			for _, f := range got {
				if f.Message == "" || f.Fix == "" || strings.ContainsAny(f.Message+f.Fix, "{}") {
					t.Errorf("%s, %s: not fully worded: %q %q", id, c.name, f.Message, f.Fix)
				}
				for _, x := range model.Form2021.Rules {
					if strings.Contains(f.Message+f.Fix, x.ID) {
						t.Errorf("%s, %s names %s: %q %q", id, c.name, x.ID, f.Message, f.Fix)
					}
				}
			}
		}
		if found < 2 || left < 2 {
			t.Errorf("%s: %d cases to find and %d to leave alone, want two of each", id, found, left)
		}
	}
	var rules []model.Rule
	for _, f := range model.Editions() {
		rules = append(rules, f.Rules...)
	}
	for _, r := range rules {
		prose := slices.ContainsFunc(proseCases, func(c struct {
			rule          string
			finds, leaves []string
		}) bool {
			return c.rule == r.ID
		})
		if r.Says == "" || r.Source == "" {
			t.Errorf("%s does not say what it checks, or by which source", r.ID)
		}
		ofMany := r.Kind == model.KindAlike // TestAlike has its cases
		ofSums := len(sumCases[r.ID]) > 0
		if r.Severity != model.Info && ruleCases[r.ID] == nil && !prose && !ofMany && !ofSums {
			t.Errorf("%s has no cases", r.ID)
		}
	}
}

// TestGoodReportIsClean: a whole report with its last year's has nothing to say.
func TestGoodReportIsClean(t *testing.T) {
	r := countyReport()
	afterReconsideration(r)
	for _, f := range Report(r, lastCountyReport()) {
		t.Errorf("false alarm: %s", said(f))
	}
}

// TestRepairs: each repair ends its finding, and undo brings it back.
func TestRepairs(t *testing.T) {
	repaired := map[string]bool{}
	for id, cases := range ruleCases {
		for _, c := range cases {
			r, last := countyReport(), lastCountyReport()
			c.do(r, last)
			for _, f := range find(Report(r, last), id) {
				if f.Repair == nil {
					continue
				}
				s := model.NewSession(r.Clone(), "repair")
				if err := s.Apply(EditFor(s.Report(), &f)); err != nil || !s.Dirty() {
					t.Errorf("%s, %s: %v", id, c.name, err)
					continue
				}
				for _, left := range find(Report(s.Report(), last), id) {
					if left.Key() == f.Key() {
						t.Errorf("%s, %s: repaired (%s), and still %s", id, c.name, f.Repair.Label, said(left))
					}
				}
				if _, err := s.Undo(); err != nil {
					t.Errorf("%s: %v", id, err)
				}
				same(t, "after undo", s.Report(), r)
				repaired[id] = true
			}
		}
	}
	for _, id := range []string{"FILL-BLANK", "T3-ROW", "T3-RES", "T4-SUM", "T2-FEEUNIT", "T3-CELL", "W-JIEZHI", "W-DUP", "W-NOTICE", "W-TITLE", "W-YEAR", "W-UNIT", "W-HEAD", "W-MARK"} {
		if !repaired[id] {
			t.Errorf("%s: nothing that one key repairs", id)
		}
	}
}

// headingsBut are the form's headings as a file may have them, with one of them
// in other words, or missing for none.
func headingsBut(section, text string) []model.Heading {
	out := []model.Heading{}
	for i := range model.Form2021.Sections {
		s := &model.Form2021.Sections[i]
		switch {
		case s.Heading == "":
		case s.Key != section:
			out = append(out, model.Heading{Section: s.Key, Text: s.Heading, Place: i})
		case text != "":
			out = append(out, model.Heading{Section: s.Key, Text: text, Place: i})
		}
	}
	return out
}

// TestDeadlineOfTheOrgan: a late report is told the date of the organ that it is of,
// once, and not another's.
func TestDeadlineOfTheOrgan(t *testing.T) {
	for _, c := range []struct {
		level      model.UnitLevel
		unit, date string
		severity   model.Severity // "" for none
		says, rule string
	}{
		{model.County, "沭阳县人民政府", "2026-04-02", model.Warning, "晚于县级政府汇总报告的期限（2026年3月31日）", "本级政府的汇总报告"},
		{model.City, "宿迁市人民政府", "2026-03-01", "", "", ""},
		{model.County, "沭阳县人民政府办公室", "2026-04-02", model.Hint, "比政府本级、办公室报告通常的2026年1月31日晚；3月31日是汇总报告的期限", "政府办公室"},
		{model.Province, "江苏省人民政府办公厅", "2026-02-03", model.Hint, "办公室报告通常的2026年1月31日晚", "政府办公室"},
		{model.County, "沭阳县（本级）", "2026-02-03", model.Hint, "比政府本级", "政府办公室"},
		{model.CountyDepartment, "沭阳县机关事务办公室", "2026-02-03", model.Warning, "晚于县级部门报告的期限（2026年1月31日）", "部门的报告"},
		{model.Ministry, "水利部", "2026-02-03", model.Warning, "晚于国务院部门报告的期限（2026年1月31日）", "部门的报告"},
		{model.Town, "侯集镇人民政府", "2026-02-03", model.Hint, "比乡镇报告通常的2026年1月31日晚", "乡镇、街道"},
		{model.Street, "迎宾路街道办事处", "2026-02-03", model.Hint, "比街道报告通常的2026年1月31日晚", "乡镇、街道"},
	} {
		r := zeroReport()
		r.Level, r.Unit, r.Date = c.level, c.unit, c.date
		got := find(Report(r, nil), "D-DEAD")
		if c.severity == "" {
			if len(got) > 0 {
				t.Errorf("%s: %s", c.unit, said(got[0]))
			}
			continue
		}
		if len(got) != 1 || got[0].Severity != c.severity || !strings.Contains(got[0].Message, c.says) {
			t.Errorf("%s: %v, want one %s with %q", c.unit, got, c.severity, c.says)
			continue
		}
		if rule := got[0].RuleIn(r.Form); !strings.HasPrefix(rule.Says, c.rule) {
			t.Errorf("%s is told %q, not of %s", c.unit, rule.Says, c.rule)
		}
	}
}
