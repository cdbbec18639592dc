package model

// lastYearRules2021 compare a report with the same unit's of the year before.
var lastYearRules2021 = []Rule{
	{ID: "Y-CARRY", Severity: Error, Kind: KindRelation, Sums: NoSums, Section: "3", Op: "=", Left: []string{"3.carried_in.*"}, Right: []string{"@3.carried_out.*"},
		Says: "本年的「二、上年结转」等于上年报告的「四、结转下年度继续办理」，每一类申请人都一样。", Source: "由表式推出：上年没有办结的转入本年",
		Message: "{column}一列上年结转填 {leftsum}，上年报告结转下年度是 {rightsum}，差 {diff}", Fix: "改成和上年报告一致；机构调整、上年报告更正过的，说明原因。"},
	{ID: "Y-STOCK", Severity: Warning, Kind: KindRelation, Section: "2", Op: "=", Left: []string{"2.*.in_force"},
		Right: []string{"@2.*.in_force", "2.*.issued", "-2.*.repealed"},
		Says:  "本年现行有效＝上年现行有效＋本年制发－本年废止。", Source: "由存量、流量的含义推出",
		Message: "{row}：上年（{last}年）现行有效＋本年制发－本年废止＝{rightsum} 件，本年现行有效填的是 {leftsum} 件，差 {diff}", Fix: "核对这几个数；因修订、自然失效、清理、机构划转不等的，说明原因。"},
	{ID: "Y-JUMP", Severity: Hint, Kind: KindJump, Section: "2", Bound: 5,
		Left: []string{"2.licensing.decided", "2.penalty.decided", "2.compulsion.decided", "2.fees.amount", "3.received.total"}, Unless: "T2-FEEUNIT",
		Says: "处理决定、收费、新收申请与上年相差 5 倍以上的（多的一年不少于 20），请核对。", Source: "界限由本程序设定",
		Message: "{cells}本年 {leftsum} {measure}，上年 {rightsum} {measure}，{change}", Fix: "核对是不是口径变了、多填或漏填了一位；确实是这样的不用改。"},
	{ID: "T4-PENDING", Severity: Hint, Kind: KindImplies, Section: "4", Left: []string{"@4.*.pending"}, Right: []string{"4.*.total"},
		Says: "上年尚未审结的案件，本年应有结果或者仍未审结。", Source: "由表式推出：没有审结的案件转入下一年",
		Message: "上年有 {leftsum} 件{row}尚未审结，本年这一组总计却是 0", Fix: "把上年转来的案件按本年的结果填上，还没有结果的填在尚未审结。"},
	{ID: "Y-SAME", Severity: Warning, Kind: KindSame, Section: "2", Left: []string{"2.*", "3.*", "4.*"}, Bound: 3,
		Says: "三张表的数与上年完全相同的（不为 0 的有 3 格以上），多半没有更新。", Source: "国办公开办函〔2021〕30号第二条（四）「内容雷同」",
		Message: "三张表与上年（{last}年）的报告完全相同（{leftsum} 格不为 0 的数都没有变）", Fix: "核对是不是照抄了上年的表；确实相同的，说明原因。"},
	{ID: "Y-SIM", Severity: Warning, Kind: KindSimilar, Bound: 50,
		Says: "一、五、六部分的文字与上年同一部分重复超过 50% 的，会被认为照搬（数字、标点不计）。", Source: "国办公开办函〔2021〕30号第二条（四）「内容雷同」；重复率 50% 的界限见于市级考核规则",
		Message: "「{section}」有 {percent}% 的文字与上年（{last}年）的报告相同", Fix: "按本年的做法和问题改写。"},
}
