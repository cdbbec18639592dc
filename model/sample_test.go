package model

// countyReport has the figures of a county's published report for 2025 and
// texts that go with them.
func countyReport() *Report {
	r := zeroReport()
	r.Unit, r.Level, r.Date = "沭阳县人民政府", County, "2026-01-23"
	for id, n := range map[CellID]int64{
		"2.normative.issued": 6, "2.normative.repealed": 1, "2.normative.in_force": 32,
		"2.licensing.decided": 517645, "2.penalty.decided": 693957, "2.compulsion.decided": 2154,
		"3.received.natural_person": 705, "3.received.business": 3, "3.received.legal_service": 5, "3.carried_in.natural_person": 36,
		"3.granted.natural_person": 290, "3.granted.business": 1, "3.granted.legal_service": 3,
		"3.partial.natural_person": 99, "3.partial.legal_service": 2,
		"3.denied_security.natural_person": 2, "3.denied_third_party.natural_person": 2, "3.denied_internal.natural_person": 13,
		"3.denied_process.natural_person": 2, "3.denied_case_file.natural_person": 4, "3.denied_inquiry.natural_person": 9,
		"3.unavailable_not_held.natural_person": 111, "3.unavailable_to_create.natural_person": 2,
		"3.refused_petition.natural_person": 12, "3.refused_repeat.natural_person": 6, "3.refused_repeat.business": 1,
		"3.other_uncorrected.natural_person": 9, "3.other_unpaid.natural_person": 7, "3.other.natural_person": 142, "3.other.business": 1,
		"3.carried_out.natural_person": 31,
		"4.reconsideration.upheld":     27, "4.reconsideration.corrected": 10, "4.reconsideration.other": 9, "4.reconsideration.pending": 15,
		"4.direct_suit.upheld": 3, "4.suit_after.upheld": 8, "4.suit_after.other": 1, "4.suit_after.pending": 1,
	} {
		r.Figures[id] = Count(n)
	}
	r.Figures["2.fees.amount"] = Figure{40682080, true} // 4068.208
	r.Text["0"] = "本报告依据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制，所列数据的统计期限自2025年1月1日起至2025年12月31日止。"
	r.Text["1"] = "2025年，我县围绕中心工作推进政务公开。\n（一）主动公开。全年通过县政府门户网站主动公开政府信息4511条，开展意见征集9期，县直部门发布信息3044条。\n" +
		"（二）依申请公开。全县全年共受理政府信息公开申请749件，其中自然人申请741件，法人或其他组织申请8件；共办理718件，结转下一年31件。全县共办理行政复议、行政诉讼案件74件。累计开展办前沟通49次，化解争议33件。\n" +
		"（三）政府信息管理。制发行政规范性文件6件，废止1件，现行有效32件。\n（四）政府信息公开平台建设。清理过期信息697条，整改错误信息83处。\n" +
		"（五）监督保障。政务公开列入县直部门考核，组织业务培训2次，未发生责任追究情形。"
	r.Text["5"] = "存在的主要问题：一是政策解读的形式不够多样，二是依申请公开的办件质量还要提高。改进情况：开设解读专栏，组织办件人员集中培训，对答复书逐件审核。"
	r.Text["6"] = "2025年全县行政机关在办理信息公开申请中收取信息处理费共计380元，其中民政局1件，收取380元。"
	return r
}

// lastCountyReport is the same unit's of the year before: what it carries on and
// its stock go with countyReport.
func lastCountyReport() *Report {
	r := countyReport()
	r.Year, r.Date = 2024, "2025-01-20"
	for id, n := range map[CellID]int64{
		"2.normative.issued": 4, "2.normative.in_force": 27, "2.licensing.decided": 498210, "2.penalty.decided": 655102,
		"3.received.natural_person": 640, "3.carried_in.natural_person": 35, "3.carried_out.natural_person": 36,
		"3.received.legal_service": 5, "3.granted.natural_person": 220,
	} {
		r.Figures[id] = Count(n)
	}
	r.Text = map[string]string{"1": "上一年的总体情况。", "5": "上一年的问题。", "6": "没有收取信息处理费。"}
	return r
}
