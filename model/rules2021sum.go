package model

// sumRules2021 are about a collector's sum and the reports in it. What a unit's own report can
// be asked, the other rules ask of the sum, too.
var sumRules2021 = []Rule{
	{ID: "A-MISS", Severity: Error, Firm: true, Kind: KindSumMissing, Sums: OnlySums,
		Says: "名单上应报的单位（不用报的除外）都已汇总，没有名单以外的单位。", Source: "条例第四十九条：本级政府的报告汇总全部编制主体",
		Message: "{gap}", Fix: "收齐、接收以后再汇总一次；确实不用报的，注明原因。"},
	{ID: "A-OLD", Severity: Error, Firm: true, Kind: KindSumOutdated, Sums: OnlySums,
		Says: "汇总的就是现在接收的那一稿；接收有变化的，再汇总一次。", Source: "由汇总的含义推出",
		Message: "汇总数过期了，和现在接收的不同：{units}", None: "还没有汇总", Fix: "再汇总一次。"},
	{ID: "A-CARRY", Severity: Error, Kind: KindRelation, Section: "3", Op: "=", Sums: OnlySums, Left: []string{"3.carried_in.*"}, Right: []string{"@3.carried_out.*"},
		Says: "各单位的上年结转加起来，等于上年报告（汇总的）的结转下年度，每一类申请人都一样。", Source: "由表式推出：上年没有办结的转入本年",
		Message: "{column}一列各单位上年结转共 {leftsum}，上年报告的结转下年度是 {rightsum}，差 {diff}", Fix: "核对上年的报告和各单位上年的报告；单位增减、上年的不是汇总数的，说明原因。"},
	{ID: "A-UNIT", Severity: Info, Kind: KindSumUnit, Sums: OnlySums,
		Says: "各单位都平，汇总就平：汇总数对不上的，指出是哪个单位、哪一格。", Source: "由加法推出",
		Message: "{unit}差 {diff}（{left} 和 {right}）", Fix: "请{units}改正，再接收、再汇总；单位的说明属实的，这里也说明原因。"},
	{ID: "A-DUP", Severity: Warning, Kind: KindSumTwice, Sums: OnlySums,
		Says: "一个单位只汇总一次。", Source: "由汇总的含义推出",
		Message: "{quote}像是同一个单位，数加了两次", Fix: "是同一个单位的，从名单上去掉一个，另一个名称写作简称，再汇总一次；不是的，说明原因。"},
	{ID: "A-DUP", Severity: Warning, Kind: KindSumAlike, Sums: OnlySums, Bound: 5,
		Says: "两个单位三张表的数完全相同的（不为 0 的有 5 格以上），多半有一个报错了文件。", Source: "界限由本程序设定",
		Message: "{quote}三张表的数完全相同（{leftsum} 格不为 0）", Fix: "核对是不是一份报告收了两次、或者抄了另一家的表；确实相同的，说明原因。"},
	{ID: "A-DUP", Severity: Hint, Kind: KindSumWithin, Sums: OnlySums,
		Says: "部门的报告已经包括下属单位的，下属单位不再另外汇总。", Source: "部分县的编制说明：部门的报告包括所属企事业单位",
		Message: "{quote}都在汇总里，前一个属于后一个，数都不超过它：后一个的报告里是不是已经有前一个的数", Fix: "问清楚：已经包括的，把下属单位注明不用报，再汇总一次；没有包括的不用改。"},
	{ID: "A-OUTLIER", Severity: Warning, Kind: KindSumLarge, Sums: OnlySums, Bound: 80, Left: []string{"2.fees.amount"},
		Says: "金额共 10 万元以上、一个单位占八成以上，上年又不是这样的，多半把元当成了万元。", Source: "界限由本程序设定",
		Message: "{cells}共 {rightsum} {measure}，其中 {unit} {leftsum} {measure}，占 {share}%，是不是把元当成了万元", Fix: "请这个单位核对：以元为单位的除以 10000；确实是这么多的，说明原因。"},
	{ID: "A-OUTLIER", Severity: Hint, Kind: KindSumLarge, Sums: OnlySums, Bound: 80, Unless: "A-OUTLIER",
		Left: []string{"2.*", "3.received.total", "3.carried_in.total", "3.processed.total", "3.carried_out.total", "4.*.total"},
		Says: "共 100 件以上、一个单位占八成以上，上年又不是这样的，请核对。", Source: "界限由本程序设定",
		Message: "{cells}共 {rightsum} {measure}，其中 {unit} {leftsum} {measure}，占 {share}%", Fix: "请这个单位核对有没有多填一位、填了别的口径的数；确实是这样的不用改。"},
	{ID: "A-SCOPE", Severity: Warning, Kind: KindSumOfSums, Sums: OnlySums,
		Says: "汇总的是各单位自己的报告；只有县区报来的可以是它的汇总。", Source: "国办公开办函〔2021〕30号；各地编制主体名单",
		Message: "{quote}报来的本身是汇总，里面可能有另外报了的单位", Fix: "核对它汇总了哪些单位：和名单上的重复的，请它报自己的数；类别应是县区的，改名单。"},
	{ID: "A-LATE", Severity: Hint, Kind: KindSumLate, Sums: OnlySums,
		Says: "各单位按名单上的截止日期报送。", Source: "条例第四十九条；各地的通知",
		Message: "{n} 个单位报晚了：{units}", Fix: "只作记录，不影响汇总。"},
}

// sumProseRules2021 compare what a collector's texts tell with its sums.
var sumProseRules2021 = []Rule{
	{ID: "A-TEXT", Severity: Warning, Kind: KindSumText, Section: "1", Sums: OnlySums,
		Words: []string{"全市", "全县", "全区", "全省", "全州", "全旗", "全盟", "全系统", "各部门", "各单位", "各乡镇", "各县", "各区"},
		Says:  "正文写全县、全市的数等于汇总数，写政府本级、某个单位的数等于它自己的报告。", Source: "正文与各表应当一致",
		Message: "「{section}」写「{quote}」，和{of}对不上：{accepted}", Fix: "核对后把写错的一边改正；口径不同的，说明原因。"},
}
