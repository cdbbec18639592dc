package model

import "slices"

// total names the 总计 cells of rows of section 3.
func totals(rows ...string) (cells []CellID) {
	for _, row := range rows {
		cells = append(cells, CellID("3."+row+".total"))
	}
	return cells
}

// The rows of the groups （三） to （六） of section 3.
var (
	deniedRows = []string{"denied_secret", "denied_law", "denied_security", "denied_third_party", "denied_internal", "denied_process",
		"denied_case_file", "denied_inquiry"}
	unavailableRows = []string{"unavailable_not_held", "unavailable_to_create", "unavailable_unclear"}
	refusedRows     = []string{"refused_petition", "refused_repeat", "refused_publication", "refused_excessive", "refused_confirm"}
	otherwiseRows   = []string{"other_uncorrected", "other_unpaid", "other"}
)

// resultColumns are the cells of a column that the results of handling come to.
func resultColumns() (patterns []string) {
	for _, row := range slices.Concat([]string{"granted", "partial"}, deniedRows, unavailableRows, refusedRows, otherwiseRows) {
		patterns = append(patterns, "3."+row+".*")
	}
	return patterns
}

// reasons are the rows of （三） to （六） by the words that name them in texts, and the
// group that must be spoken of.
var reasons = []struct {
	row, name, group string
	words            []string
}{
	{"denied_secret", "属于国家秘密", "不予公开", []string{"国家秘密"}},
	{"denied_law", "其他法律行政法规禁止公开", "不予公开", []string{"禁止公开", "法规禁止"}},
	{"denied_security", "危及三安全一稳定", "不予公开", []string{"三安全一稳定"}},
	{"denied_third_party", "保护第三方合法权益", "不予公开", []string{"第三方"}},
	{"denied_internal", "属于三类内部事务信息", "不予公开", []string{"内部事务"}},
	{"denied_process", "属于四类过程性信息", "不予公开", []string{"过程性信息", "过程信息"}},
	{"denied_case_file", "属于行政执法案卷", "不予公开", []string{"执法案卷"}},
	{"denied_inquiry", "属于行政查询事项", "不予公开", []string{"行政查询", "查询事项"}},
	{"unavailable_not_held", "本机关不掌握相关政府信息", "", []string{"不掌握"}},
	{"unavailable_to_create", "没有现成信息需要另行制作", "无法提供", []string{"另行制作", "另外制作", "现成信息"}},
	{"unavailable_unclear", "补正后申请内容仍不明确", "无法提供", []string{"仍不明确", "内容不明确"}},
	{"refused_petition", "信访举报投诉类申请", "不予处理", []string{"信访", "投诉举报的", "投诉举报类", "举报投诉类", "投诉、举报类", "举报、投诉类"}},
	{"refused_repeat", "重复申请", "", []string{"重复申请"}},
	{"refused_publication", "要求提供公开出版物", "不予处理", []string{"公开出版物"}},
	{"refused_excessive", "无正当理由大量反复申请", "不予处理", []string{"大量反复"}},
	{"refused_confirm", "要求确认或重新出具已获取信息", "不予处理", []string{"重新出具"}},
}

// denyingAtOnce is how a sentence goes on from applications to their being denied,
// with no other number between.
var denyingAtOnce = []string{"件申请，因属", "件申请,因属", "件申请，依据", "件申请,依据", "件申请，依法不予公开", "件申请,依法不予公开", "件申请，决定不予公开", "件申请，均不予公开",
	"件申请，根据", "件申请不予公开", "件申请依法不予公开", "件申请，属于", "件申请均不予公开"}

// reasonWords are all of them.
func reasonWords() (words []string) {
	for _, x := range reasons {
		words = append(words, x.words...)
	}
	return words
}

// byReason are the mentions of the rows by their reasons, a clause that names two of
// them aside: what it counts may be either's, both's or the whole group's.
func byReason() (mentions []Mention) {
	for _, x := range reasons {
		// 涉及第三方等不予公开: what stands before 等 is only one of them
		notMeant := append(ending(x.words, "等", "合法权益等", "权益等", "信息等", "事项等", "申请等", "情形等", "类等"), "征求", "审查", "制度", "收到", "受理", "新收", "转来")
		others := slices.DeleteFunc(reasonWords(), func(w string) bool { return slices.Contains(x.words, w) })
		m := Mention{Exact: true, Before: x.words, Never: slices.Concat(notMeant, others), Accept: []Sum{{x.name, totals(x.row)}}}
		if x.group != "" {
			m.With = []string{x.group}
		}
		// 涉及投诉卷宗的5件申请，因属行政执法案卷不予公开
		after := Mention{Exact: true, Behind: []string{"申请"}, Also: []string{"涉及", "对", "关于", "有"}, Never: []string{"收到", "受理", "新收", "办结", "答复", "登记"},
			With:    spread([]string{"件申请，因属", "件申请,因属", "件申请，因属于", "件申请,因属于", "件申请，属于", "件申请,属于"}, spread([]string{"", "三类", "四类", "行政"}, x.words)),
			Without: others, Accept: m.Accept}
		// 13件因本机关不掌握、3件因补正后仍不明确
		behind := Mention{Exact: true, Behind: spread([]string{"因", "因本机关", "因补正后", "因需", "属", "属于", "属三类", "属四类", "属于三类", "属于四类", "属于行政", "属行政"}, x.words), With: m.With, Accept: m.Accept}
		mentions = append(mentions, behind, m, after)
	}
	for _, group := range []string{"不予公开", "无法提供", "不予处理"} {
		var words []string
		for _, x := range reasons {
			if x.group == group {
				words = append(words, x.words...)
			}
		}
		mentions = append(mentions, Mention{Exact: true, Before: words, With: []string{group}, Free: true})
	}
	return mentions
}

// spread is each word behind each of the heads.
func spread(heads, words []string) (out []string) {
	for _, h := range heads {
		for _, w := range words {
			out = append(out, h+w)
		}
	}
	return out
}

// ending is each word with each of the tails behind it.
func ending(words []string, tails ...string) []string { return spread(words, tails) }

// eitherOf are a group's rows together, and each of them.
func eitherOf(name string, rows []string) []Sum {
	sums := []Sum{{name, totals(rows...)}}
	for _, x := range reasons {
		if slices.Contains(rows, x.row) {
			sums = append(sums, Sum{x.name, totals(x.row)})
		}
	}
	return sums
}

// received are the cells of 新收, and with 上年结转, of some kinds of applicant.
func received(applicants ...string) []Sum {
	var fresh, carried []CellID
	for _, a := range applicants {
		fresh, carried = append(fresh, CellID("3.received."+a)), append(carried, CellID("3.carried_in."+a))
	}
	return []Sum{{"新收", fresh}, {"新收加上年结转", slices.Concat(fresh, carried)}}
}

var (
	sumReconsideration = []CellID{"4.reconsideration.total"}
	sumDirect          = []CellID{"4.direct_suit.total"}
	sumAfter           = []CellID{"4.suit_after.total"}
	sumSuits           = slices.Concat(sumDirect, sumAfter)
	sumCases           = slices.Concat(sumReconsideration, sumSuits)
	// 属信访、重复申请等不予处理 may mean all of them or those that are named.
	refusedTogether = []Sum{{"不予处理小计", totals(refusedRows...)}, {"信访举报投诉类和重复申请", totals("refused_petition", "refused_repeat")}}
	sumProcessed    = Sum{"办理结果总计", totals("processed")}
	ofResults       = append([]Sum{sumProcessed}, received("total")...)

	// fromAnswers show that cases come from answers to applications.
	fromAnswers = spread([]string{"答复", "答复书", "告知书"}, []string{"引发", "引起", "产生", "引来", "不服", "不满"})
	// causes show that cases are about disclosure.
	causes = append(fromAnswers, disclosureWords...)

	// disclosureWords show that a sentence or a paragraph is about disclosure.
	disclosureWords = []string{"申请", "信息公开", "政务公开"}
	// otherMatters are what a sentence counts that has nothing to do with
	// applications for information.
	otherMatters = []string{"留言", "信箱", "来信", "来电", "热线", "12345", "工单", "咨询", "建议", "提案", "议案", "舆情", "意见", "诉求", "许可", "审批", "登记",
		"补助", "救助", "低保", "仲裁", "工伤", "证照", "业务", "稿件", "推送", "解读", "发布", "主动公开", "网民", "群众来", "走访", "检查", "整改", "培训", "沟通", "督办", "催办", "调解", "化解", "规范性文件",
		"平台"}
	// businesses are what else an office has to finish or to carry over.
	businesses = []string{"建议", "提案", "议案", "许可", "审批", "热线", "工单", "信访", "来信", "留言", "资金", "项目"}
	// channels are ways by which a part of the applications came.
	channels  = []string{"信函", "邮寄", "当面", "现场", "网上", "网络", "在线", "邮件", "传真", "线上", "线下"}
	doneWords = []string{"答复", "办结", "办复", "回复", "处理完"}
	// notDecisions are what licences and punishments are counted by, beside decisions.
	notDecisions = []string{"案例", "典型", "样本", "公示", "信息", "事项", "复议", "诉讼", "应诉", "申请", "受理", "案卷", "评查", "抽查", "立案", "处罚案", "许可案", "强制案", "涉及", "撤销", "不予", "简易", "一般程序", "减轻", "减免", "首违", "免罚", "领域", "听证", "类", "引发", "引起", "因行政", "其中"}
	// notCharged are sums about fees that were not taken, or are no fee of the table's.
	notCharged = []string{"信息处理费", "减免", "免征", "免收", "退还", "退回", "减轻", "取消", "降低", "缓缴", "停征", "罚没", "欠缴", "每"}
	// what a sentence about handling may count besides, and parts of what was handled
	notCounts = []string{"部门", "流程", "事项", "同意公开", "予以公开", "部分公开", "不予公开", "无法提供", "网站", "纸质", "平台", "手册", "指南", "范例", "范本", "模板", "样本", "汇编", "须知", "明白卡"}
	// resultWords show that a sentence is about the results of applications; where
	// several are told one after the other, that is seen by the others.
	resultWords = slices.Concat(disclosureWords, []string{"答复结果", "办理结果", "予以公开", "同意公开", "部分公开", "区分处理", "无法提供", "不予处理", "其他处理"})
	// underWay shows that a sentence is about the handling of applications.
	underWay = slices.Concat(disclosureWords, []string{"结转", "转入", "转下", "延至", "延期", "顺延", "正在办理", "答复", "办结", "办复", "回复"})
	// outcomes of cases are not their number.
	caseOutcomes = []string{"维持", "纠正", "纠错", "撤销", "驳回", "胜诉", "败诉", "审结", "出庭", "培训", "建议", "意见书", "变更", "确认违法", "责令", "终止", "撤回", "正在办理", "正在审理"}
)

// single are the units that report for themselves alone: what they tell of the counties,
// towns and branches is not in their tables.
var single = []UnitLevel{Town, Street, CountyDepartment, CityDepartment, ProvinceDepartment}

// elsewhere are numbers that count what the tables don't have, wherever they stand:
// documents by how open they are, all reconsiderations with those about information
// among them, what is done with others' applications, lists and means.
var elsewhere = []Mention{
	{Before: []string{"主动公开", "依申请公开", "不予公开", "部分公开"}, With: []string{"发文", "公文", "公开属性", "文件", "制文", "拟制", "源头认定", "保密审查"},
		Without: []string{"收到", "受理", "答复", "办结", "件申请", "的申请", "申请人", "公开申请"}, Free: true},
	{Before: []string{"复议", "诉讼", "应诉"}, With: []string{"各类行政复议", "各类复议", "各类行政诉讼", "信息公开类", "其中政府信息公开", "其中信息公开", "其中涉及政府信息公开", "其中涉及信息公开",
		"其中涉政府信息公开", "其中涉信息公开", "治安管理类", "行政处罚类", "征地拆迁类"}, Never: spread([]string{"信息公开"}, []string{"行政复议", "行政诉讼", "复议", "诉讼"}), Free: true},
	{Before: []string{"指导", "协助", "配合", "会同", "帮助", "会商", "督促", "转办", "交办", "分办", "移送", "转交", "移交", "分别"}, Free: true},
	{Before: []string{"办理", "受理", "收到", "答复", "办结", "承办", "申请"}, With: spread([]string{"指导", "督促", "协助", "协调"}, []string{"全省", "全市", "全县", "全区", "各", "下级", "所属", "下属", "基层", "市（州）", "市县", "县区", "县（市"}), Free: true},
	{Before: []string{"办理", "受理", "收到", "答复", "办结", "承办", "申请"}, With: ending([]string{"最多", "较多", "最集中"}, "的是", "的为", "的单位", "的部门"), Free: true},
	{Before: []string{"办理", "受理", "收到", "答复", "办结", "承办", "申请"}, Only: single, With: spread([]string{"个", "各"}, []string{"区", "县", "镇", "乡", "街道", "分局", "市（", "市直", "县直"}), Without: []string{"个区域", "各区域"}, Free: true},
	{Before: spread([]string{"疑难", "复杂", "重大", "敏感", "群体性", "批量", "历史遗留"}, []string{"申请", "政府信息公开申请", "信息公开申请", "依申请", "公开申请", "件"}), Free: true},
	{Before: []string{"人均", "平均", "月均", "日均", "户均", "最多", "最少"}, Free: true},
}

// proseRules2021 compare what the overview says with the tables.
var proseRules2021 = []Rule{
	{ID: "P-ZERO", Severity: Error, Kind: KindDenied, Section: "1",
		Says: "正文写未收到申请（或 0 件），表中新收总计就是 0；反过来也一样。", Source: "正文与表三应当一致",
		Mentions: []Mention{{Before: []string{"未收到", "没有收到", "未接到", "没有接到", "未接收", "没有接收", "未受理", "没有受理", "无依申请", "无政府信息公开申请", "无申请", "没有依申请", "没有政府信息公开申请"},
			With: []string{"申请"}, Accept: received("total")[:1]}},
		Words: []string{"未收到", "没有收到", "未接到", "没有接到", "未接收", "没有接收", "未受理", "没有受理", "没有", "无", "公民、法人和其他组织", "公民、法人或其他组织", "公民、法人或者其他组织", "法人和其他组织",
			"法人或其他组织", "组织和个人", "个人和组织", "组织或个人", "组织或者个人", "单位或个人", "单位或者个人", "社会公众", "公众", "广大", "各类", "各种", "方面", "方式", "形式", "要求", "以", "政务信息", "来信来函", "来信", "来函", "市民", "村民", "居民", "公民", "法人", "其他组织", "单位和个人", "群众", "政府信息", "信息", "公开", "申请", "提出", "提交", "递交", "书面", "任何", "一件", "事项", "情况", "有关", "相关", "关于", "来自",
			"依", "件", "过", "到", "的", "对", "和", "或", "、", "0", "０", "我镇", "我乡", "我街道", "我县", "我局", "我市", "我区", "本单位", "本机关"},
		Message: "「{section}」写「{quote}」，表三却是{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-REV", Severity: Warning, Kind: KindMention, Section: "1",
		Says: "正文的复议、诉讼件数等于表四的总计；诉讼是直接起诉与复议后起诉之和。", Source: "正文与表四应当一致，口径不同的要说明",
		Mentions: append(slices.Clone(elsewhere), []Mention{
			{Before: []string{"维持"}, With: []string{"行政复议"}, Without: []string{"诉讼", "起诉"}, Accept: []Sum{{"行政复议结果维持", outcome("upheld", "reconsideration")}}},
			{Before: []string{"纠正"}, With: []string{"行政复议"}, Without: []string{"诉讼", "起诉"}, Accept: []Sum{{"行政复议结果纠正", outcome("corrected", "reconsideration")}}},
			{Before: []string{"未审结"}, With: []string{"行政复议"}, Without: []string{"诉讼", "起诉"}, Accept: []Sum{{"行政复议尚未审结", outcome("pending", "reconsideration")}}},
			{Before: []string{"维持"}, With: []string{"行政诉讼"}, Without: []string{"复议", "起诉"}, Accept: []Sum{{"两类行政诉讼结果维持共", outcome("upheld", "direct_suit", "suit_after")}}},
			{Before: []string{"纠正"}, With: []string{"行政诉讼"}, Without: []string{"复议", "起诉"}, Accept: []Sum{{"两类行政诉讼结果纠正共", outcome("corrected", "direct_suit", "suit_after")}}},
			{Before: []string{"未审结"}, With: []string{"行政诉讼"}, Without: []string{"复议", "起诉"}, Accept: []Sum{{"两类行政诉讼尚未审结共", outcome("pending", "direct_suit", "suit_after")}}},
			{Before: caseOutcomes, With: []string{"复议", "诉讼", "应诉"}, Free: true},
			{Before: []string{"复议后起诉", "复议后提起", "经复议后", "复议后又"}, With: append([]string{"行政诉讼"}, causes...), Accept: []Sum{{"复议后起诉", sumAfter}}},
			{Before: []string{"直接起诉", "直接提起", "未经复议"}, With: append([]string{"行政诉讼"}, causes...), Accept: []Sum{{"未经复议直接起诉", sumDirect}}},
			{All: []string{"复议", "诉讼"}, With: causes, Accept: []Sum{{"复议、诉讼共", sumCases}, {"两类行政诉讼共", sumSuits}}},
			{Before: []string{"诉讼", "应诉", "起诉"}, Behind: []string{"行政诉讼"}, With: causes, Accept: []Sum{{"两类行政诉讼共", sumSuits}}, Never: caseOutcomes},
			{Before: []string{"复议"}, Behind: []string{"行政复议"}, With: causes, Accept: []Sum{{"行政复议", sumReconsideration}}, Never: caseOutcomes},
			{Before: []string{"相关案件"}, With: []string{"复议", "诉讼", "应诉"}, Accept: []Sum{{"复议、诉讼共", sumCases}, {"行政复议", sumReconsideration}, {"两类行政诉讼共", sumSuits}}},
			{Before: []string{"案件"}, With: []string{"复议", "诉讼", "应诉"}, Free: true},
		}...),
		Message: "「{section}」写「{quote}」，和表四对不上：{accepted}", Fix: "核对台账，把写错的一边改正；两边口径不同的，说明原因。"},
	{ID: "P-REV", Severity: Warning, Kind: KindDenied, Section: "1",
		Says: "正文写未发生复议、诉讼的，表四就是 0。", Source: "正文与表四应当一致",
		Mentions: []Mention{
			{Before: []string{"未发生", "没有发生", "未出现", "未被", "没有被", "没有因", "未因", "无因", "无行政复议", "无行政诉讼", "未涉及", "未产生", "未引起", "未引发", "没有引起", "没有引发", "不涉及", "没有涉及", "没有信息公开", "没有政府信息公开", "没有行政复议", "没有行政诉讼", "无信息公开", "无政府信息公开", "不存在"}, With: []string{"复议"}, Never: caseOutcomes, Accept: []Sum{{"行政复议", sumReconsideration}}},
			{Before: []string{"未发生", "没有发生", "未出现", "未被", "没有被", "没有因", "未因", "无因", "无行政复议", "无行政诉讼", "未涉及", "未产生", "未引起", "未引发", "没有引起", "没有引发", "不涉及", "没有涉及", "没有信息公开", "没有政府信息公开", "没有行政复议", "没有行政诉讼", "无信息公开", "无政府信息公开", "不存在"}, With: []string{"诉讼", "起诉"}, Never: caseOutcomes, Accept: []Sum{{"两类行政诉讼共", sumSuits}}},
		},
		Message: "「{section}」写「{quote}」，表四却有{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-NORM", Severity: Warning, Kind: KindMention, Section: "1", Bound: CountsDocuments,
		Says: "正文制发、废止、现行有效的规范性文件件数等于表二。", Source: "正文与表二应当一致",
		Mentions: []Mention{
			{Before: []string{"解读", "备案", "审查", "审核", "清理", "修订", "修改", "草案", "征求", "评估", "主动公开"}, With: []string{"规范性文件"}, Free: true},
			{All: []string{"现行有效", "规章"}, Never: []string{"规范性"}, Accept: []Sum{{"规章现行有效", []CellID{"2.rules.in_force"}}}},
			{All: []string{"废止", "规章"}, Never: []string{"规范性"}, Accept: []Sum{{"规章本年废止", []CellID{"2.rules.repealed"}}}},
			{All: []string{"规章"}, Before: []string{"制发", "制定", "出台", "发布", "新增"}, Never: []string{"规范性", "规章制度"}, Accept: []Sum{{"规章本年制发", []CellID{"2.rules.issued"}}}},
			{Before: []string{"现行有效"}, Behind: []string{"现行有效"}, With: []string{"规范性文件"}, Accept: documents("现行有效", "in_force")},
			{Exact: true, Before: []string{"废止"}, With: []string{"规范性文件"}, Without: []string{"失效"}, Never: spread([]string{"拟", "拟予", "拟予以", "建议", "计划", "提请"}, []string{"废止"}), Accept: documents("本年废止", "repealed")},
			{Before: []string{"失效"}, With: []string{"规范性文件"}, Without: []string{"废止"}, Accept: documents("本年废止", "repealed")},
			{Before: []string{"制发", "制定", "出台", "印发", "新增"}, With: []string{"规范性文件"}, Accept: documents("本年制发", "issued"), Never: []string{"方案", "通知", "制度", "规定"}},
			{All: []string{"发布", "规范性文件"}, Accept: documents("本年制发", "issued")},
		},
		Message: "「{section}」写「{quote}」，和表二对不上：{accepted}", Fix: "核对文件目录，把写错的一边改正。"},
	{ID: "P-NORM", Severity: Warning, Kind: KindDenied, Section: "1",
		Says: "正文写没有制发、没有废止规范性文件的，表二就是 0。", Source: "正文与表二应当一致",
		Mentions: []Mention{
			{Before: []string{"没有制发", "未制发", "没有制定", "未制定", "没有出台", "未出台"}, With: []string{"规范性文件"}, Accept: documents("本年制发", "issued")[:1]},
			{Before: []string{"没有废止", "未废止"}, With: []string{"规范性文件"}, Accept: documents("本年废止", "repealed")[:1]},
		},
		Message: "「{section}」写「{quote}」，表二却有{accepted}", Fix: "核对文件目录，把写错的一边改正。"},
	{ID: "P-DEC", Severity: Warning, Kind: KindMention, Section: "1", Bound: CountsDocuments,
		Says: "正文的行政许可、行政处罚、行政强制件数和行政事业性收费金额等于表二；写几万件、几亿元的，四舍五入后相等。", Source: "正文与表二应当一致",
		Mentions: []Mention{
			{Exact: true, Before: []string{"行政许可"}, Never: append([]string{"行政处罚", "行政强制"}, notDecisions...), Accept: []Sum{{"行政许可", []CellID{"2.licensing.decided"}}}},
			{Exact: true, Before: []string{"行政处罚"}, Never: append([]string{"行政许可", "行政强制"}, notDecisions...), Accept: []Sum{{"行政处罚", []CellID{"2.penalty.decided"}}}},
			{Exact: true, Before: []string{"行政强制"}, Never: append([]string{"行政许可", "行政处罚"}, notDecisions...), Accept: []Sum{{"行政强制", []CellID{"2.compulsion.decided"}}}},
			{Before: []string{"行政许可", "行政处罚", "行政强制"}, Free: true},
			{Money: true, Before: []string{"行政事业性收费"}, Never: notCharged, Accept: []Sum{{"行政事业性收费", []CellID{"2.fees.amount"}}}},
			{Money: true, Whole: true, Before: []string{"合计", "共计", "总计"}, With: []string{"行政事业性收费"}, Never: notCharged, Without: append([]string{"信息处理费"}, notCharged...), Accept: []Sum{{"行政事业性收费", []CellID{"2.fees.amount"}}}},
		},
		Message: "「{section}」写「{quote}」，和表二对不上：{accepted}", Fix: "核对台账，把写错的一边改正；收费注意单位是元还是万元。"},
	{ID: "P-FWD", Severity: Warning, Kind: KindMention, Section: "1",
		Says: "正文的上年结转、结转下年度件数等于表三的二、四两行总计。", Source: "正文与表三应当一致",
		Mentions: []Mention{
			{All: []string{"新收", "结转"}, Before: []string{"合计", "共", "总计", "总数", "之和", "总量", "合起来"}, Accept: received("total")[1:]},
			{Before: []string{"需办理", "应办理", "应办", "需办", "待办理"}, With: append([]string{"结转"}, disclosureWords...), Never: otherMatters, Accept: []Sum{received("total")[1], received("total")[0]}},
			{Exact: true, Before: []string{"结转下", "结转至下", "结转到下", "结转入下", "顺延", "转下年", "转下一年", "转至下", "转入下", "转入20", "延至下", "延期至下", "未结", "下年度继续办理", "结转次年", "结转至次年", "跨年"}, Behind: []string{"结转", "顺延", "延至", "延期至", "转至下", "转入", "转下年", "转下一年", "下年度"},
				Never: []string{"上年", "上一年", "上年度", "去年", "案件", "复议", "诉讼", "资金"}, Accept: []Sum{{"结转下年度", totals("carried_out")}}},
			{Exact: true, Next: spread([]string{"结转", "结转至", "结转到", "转入", "转到", "转至", "顺延至", "顺延到", "延至", "延期至", "留待", "留到"}, []string{"下年", "下一年", "次年", "20"}), With: append([]string{"征求", "期限"}, underWay...), Never: append([]string{"复议", "诉讼", "案件", "答复", "办结", "上年", "去年"}, businesses...), Accept: []Sum{{"结转下年度", totals("carried_out")}}},
			{Exact: true, Behind: []string{"正在办理", "还在办理", "尚在办理", "仍在办理", "正在处理", "尚未办结", "尚未答复", "未办结", "未答复", "没有办结", "没有答复", "没有办完", "未办完", "在办理期限", "处于办理期限", "在法定期限", "在法定办理期限", "在法定答复期限", "在答复期限", "未到期限"}, With: underWay, Never: slices.Concat([]string{"复议", "诉讼", "案件", "上年", "去年"}, otherMatters), Accept: []Sum{{"结转下年度", totals("carried_out")}}},
			{Exact: true, Behind: []string{"申请"}, With: []string{"年底仍在办理", "年末仍在办理", "底尚在办理", "底正在办理", "年底尚未办结", "年末尚未办结", "年底仍未办结"}, Never: []string{"收到", "受理", "新收", "答复", "办结", "登记"}, Accept: []Sum{{"结转下年度", totals("carried_out")}}},
			{Exact: true, Before: []string{"上年结转", "上年度结转", "上一年结转", "上一年度结转", "去年结转", "往年结转", "结转上年", "上年转来", "上年度转来", "从上年", "年转来", "年度转来", "年转入", "年度转入", "年遗留", "年度遗留", "年没有办完", "年度没有办完", "年未办结", "年度未办结", "年没有办结", "年度没有办结"}, Behind: []string{"上年结转", "上年度结转", "上一年度结转", "上年度转", "上一年结转"},
				Never: spread([]string{"转入", "转至"}, []string{"下", "20", "次年"}), Accept: []Sum{{"上年结转", totals("carried_in")}}},
			{Exact: true, Before: []string{"结转"}, Accept: []Sum{{"结转下年度", totals("carried_out")}, {"上年结转", totals("carried_in")}}},
		},
		Message: "「{section}」写「{quote}」，和表三对不上：{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-FWD", Severity: Warning, Kind: KindMention, Section: "5",
		Says: "第五部分写到的结转下年度件数也等于表三。", Source: "正文与表三应当一致",
		Mentions: []Mention{{Exact: true, Behind: []string{"未办结", "没有办结", "没有办完", "未办完", "仍在办理", "正在办理", "结转下", "结转至下", "结转到下", "转入下", "顺延"}, With: spread([]string{"结转", "转入", "顺延", "转至", "顺延至", "结转至", "结转到"}, []string{"下年", "下一年", "次年"}),
			Never: slices.Concat([]string{"复议", "诉讼", "案件", "上年", "去年"}, otherMatters), Accept: []Sum{{"结转下年度", totals("carried_out")}}}},
		Message: "「{section}」写「{quote}」，和表三对不上：{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-FWD", Severity: Warning, Kind: KindDenied, Section: "1",
		Says: "正文写没有上年结转、没有结转下年度的，表三的这一行就是 0。", Source: "正文与表三应当一致",
		Mentions: []Mention{
			{Before: []string{"无上年", "没有上年", "无上一年", "没有上一年"}, With: []string{"结转"}, Never: []string{"资金", "案件"}, Accept: []Sum{{"上年结转", totals("carried_in")}}},
			{Before: []string{"无结转", "没有结转", "无申请结转", "没有申请结转", "无一件结转", "无一件顺延", "无一件跨年", "无跨年", "没有跨年", "没有一件结转", "没有一件顺延", "无顺延", "未结转", "没有顺延", "无转入下", "没有转入下", "无转下"}, With: []string{"结转", "顺延", "跨年", "转入下", "转下"}, Never: []string{"资金", "案件", "上年", "上一年"}, Without: businesses, Accept: []Sum{{"结转下年度", totals("carried_out")}}},
		},
		Message: "「{section}」写「{quote}」，表三却有{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-GRP", Severity: Warning, Kind: KindMention, Section: "1",
		Says: "正文的予以公开、部分公开、不予公开、无法提供、不予处理、其他处理件数等于表三各组小计。", Source: "正文与表三应当一致",
		Mentions: slices.Concat([]Mention{
			// what became of one body's: that it is one body's is said of what it received
			{Exact: true, With: []string{"本级受理", "本级共受理", "本级收到", "本级共收到", "本级办理", "名义受理", "名义收到"}, Before: []string{"公开", "无法提供", "不予处理", "其他处理"}, Never: []string{"受理", "收到", "申请"}, Free: true},
			{Exact: true, All: []string{"予以公开", "部分公开"}, Accept: []Sum{{"予以公开和部分公开", totals("granted", "partial")}}},
			{Exact: true, All: []string{"信访", "重复申请", "不予处理"}, Accept: refusedTogether},
			{Exact: true, All: []string{"不掌握", "制作", "不明确", "无法提供"}, Of: ofResults, Accept: []Sum{{"无法提供小计", totals(unavailableRows...)}}},
			{Exact: true, Before: []string{"等不予处理", "等情形不予处理", "等原因不予处理", "等申请不予处理"}, Free: true},
			{Exact: true, Also: []string{"不再处理", "不予处理", "其他处理", "视为放弃", "视作放弃"}, Before: []string{"不补正", "未补正"}, Accept: []Sum{{"申请人逾期不补正", totals("other_uncorrected")}}},
			{Exact: true, Also: []string{"不再处理", "不予处理", "其他处理", "视为放弃", "视作放弃"}, Before: []string{"缴纳费用", "未缴费", "不缴费", "未缴纳"}, Accept: []Sum{{"申请人逾期未缴费", totals("other_unpaid")}}},
		}, byReason(), []Mention{
			// 涉及执法案卷的5件申请，因属……不予公开: the reason may stand on either side
			{Exact: true, Behind: []string{"申请"}, Also: []string{"涉及", "属", "对", "因", "关于"}, Never: []string{"收到", "受理", "新收", "办结", "答复", "登记"},
				With: denyingAtOnce, Without: []string{"不予处理", "无法提供", "部分公开"}, Accept: eitherOf("不予公开小计", deniedRows)},
			{Exact: true, Behind: []string{"不予公开", "决定不予公开"}, Never: []string{"收到", "受理", "新收", "办结"}, With: append([]string{"申请"}, reasonWords()...), Accept: eitherOf("不予公开小计", deniedRows)},
			{Exact: true, Behind: []string{"不予处理"}, Never: []string{"收到", "受理", "新收", "办结"}, With: append([]string{"申请"}, reasonWords()...), Accept: eitherOf("不予处理小计", refusedRows)},
			{Exact: true, Behind: []string{"申请"}, Also: []string{"形式", "信访", "举报", "重复", "反复"}, Never: []string{"收到", "受理", "新收", "办结", "答复", "登记"}, With: []string{"不予处理"},
				Without: []string{"不予公开", "无法提供", "部分公开"}, Accept: eitherOf("不予处理小计", refusedRows)},
			{Exact: true, Before: []string{"不予公开"}, With: spread([]string{"因属于", "因属", "因涉及", "由于", "对涉及"}, spread([]string{"", "三类", "四类", "行政"}, reasonWords())), Accept: eitherOf("不予公开小计", deniedRows)},
			{Exact: true, Before: []string{"不予公开"}, With: slices.Concat(resultWords, reasonWords()), Of: ofResults, Accept: []Sum{{"不予公开小计", totals(deniedRows...)}}},
			{Exact: true, Before: []string{"依法不予公开", "决定不予公开"}, Without: []string{"审查", "文件", "发文", "公文", "主动公开"}, Of: ofResults, Accept: []Sum{{"不予公开小计", totals(deniedRows...)}}},
			{Exact: true, Before: []string{"部分公开"}, With: slices.Concat(disclosureWords, []string{"区分处理", "予以公开", "同意公开", "不予公开", "无法提供"}), Of: ofResults, Accept: []Sum{{"部分公开", totals("partial")}}},
			{Exact: true, Before: []string{"准予公开", "给予公开", "提供公开"}, With: []string{"部分公开", "不予公开"}, Accept: []Sum{{"予以公开", totals("granted")}}},
			{Exact: true, Before: []string{"予以公开"}, With: []string{"件,部分公开", "件，部分公开", "件、部分公开", "件；部分公开", "件;部分公开", "件;(二)部分公开", "件；（二）部分公开"}, Accept: []Sum{{"予以公开", totals("granted")}}, Never: []string{"主动", "应当", "文件"}},
			{Exact: true, Before: []string{"予以公开"}, With: []string{"申请", "部分公开", "不予公开"}, Of: ofResults, Accept: []Sum{{"予以公开", totals("granted")}, {"予以公开和部分公开", totals("granted", "partial")}}, Never: []string{"主动", "应当", "文件"}},
			{Exact: true, Before: []string{"无法提供"}, With: resultWords, Of: ofResults, Accept: []Sum{{"无法提供小计", totals(unavailableRows...)}}},
			{Exact: true, Before: []string{"不予处理"}, With: resultWords, Of: ofResults, Accept: []Sum{{"不予处理小计", totals(refusedRows...)}}},
			{Exact: true, Before: []string{"其他处理"}, With: resultWords, Of: ofResults, Accept: []Sum{{"其他处理小计", totals(otherwiseRows...)}}},
			{Exact: true, Before: []string{"撤回", "撤销", "撤诉", "补正", "延期", "缴费", "逾期", "征求第三方"}, Free: true},
		}),
		Message: "「{section}」写「{quote}」，和表三对不上：{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-NEW", Severity: Warning, Kind: KindMention, Section: "1",
		Says: "正文收到、受理申请的件数等于表三新收总计，或新收加上年结转；自然人、法人的件数同理。", Source: "正文与表三应当一致；两种写法都通行",
		Mentions: []Mention{
			{Before: []string{"登记在册的申请", "登记在册的政府信息公开申请", "登记在案的申请"}, Whole: true, Accept: received("total")},
			{Before: spread([]string{"登记", "登记办理", "登记受理", "登记的", "登记并受理"}, []string{"政府信息公开申请", "信息公开申请", "依申请", "公开申请"}), Whole: true, Accept: received("total")},
			{Exact: true, Before: []string{"合计", "总计", "共计", "共收到", "总共", "共有"}, With: append(spread([]string{"网上", "网络", "在线", "线上", "信函", "邮寄", "当面", "窗口", "书面", "平台"}, []string{"申请", "提交", "提出"}), "申请渠道"), Never: slices.Concat(otherMatters, doneWords), Without: []string{"咨询", "留言", "来信", "来电"}, Accept: received("total")},
			{Before: slices.Concat(otherMatters, channels), Free: true},
			{Before: []string{"自然人", "公民个人", "个人提出的申请", "个人提出申请"}, With: disclosureWords, Never: []string{"法人", "单位"}, Of: received("total"), Accept: received("natural_person")},
			{Before: []string{"法人或其他组织", "法人和其他组织", "法人及其他组织", "法人、其他组织", "法人和非法人组织"}, With: disclosureWords, Never: []string{"公民", "自然人"}, Of: received("total"),
				Accept: received("business", "research", "welfare", "legal_service", "other_org")},
			{Before: []string{"商业企业"}, With: disclosureWords, Accept: received("business")},
			{Before: []string{"受理", "收到", "新收", "收办", "接收", "承办", "接到", "接受", "共收"}, With: disclosureWords, Whole: true, Zero: "P-ZERO",
				Never: []string{"答复", "办结", "群众", "主动公开", "未受理", "尚未"}, Accept: received("total")},
			{Before: []string{"信息公开申请", "依申请公开", "公开申请"}, Whole: true, Zero: "P-ZERO", Never: []string{"答复", "办结", "办复", "回复", "办理", "公开申请表", "主动公开"}, Accept: received("total")},
		},
		Message: "「{section}」写「{quote}」，和表三对不上：{accepted}", Fix: "核对台账，把写错的一边改正；两边口径不同的，说明原因。"},
	{ID: "P-DONE", Severity: Warning, Kind: KindMention, Section: "1",
		Says: "正文答复、办结的件数等于表三（七）总计。", Source: "正文与表三应当一致；「其中 11 件办结」这样的部分数不算",
		Mentions: []Mention{
			{Exact: true, Before: []string{"共答复", "共办结", "共办复", "共回复", "实际办结", "实际答复", "合计办结", "全年答复", "全年办结", "共办理答复", "共办理回复", "本年度办结", "本年度答复", "本年度回复", "本年办结", "本年答复", "年内办结", "年内答复", "年内回复", "当年办结", "当年答复", "已办结", "已答复", "已回复", "已办复", "作出答复", "依法答复"}, With: underWay,
				Without: slices.Concat(otherMatters, []string{"复议", "诉讼", "案件", "本级", "名义"}), Never: slices.Concat(notCounts, channels, []string{"其中"}), Accept: []Sum{sumProcessed}},
			{Exact: true, Whole: true, Behind: []string{"已答复", "已办结", "已全部答复", "已作出答复", "得到答复", "获得答复"}, With: underWay, Without: slices.Concat(otherMatters, []string{"复议", "诉讼", "案件", "本级", "名义"}), Never: slices.Concat(notCounts, channels, []string{"收到", "受理", "新收", "上年", "结转"}), Accept: append([]Sum{sumProcessed}, received("total")...)},
			{Before: doneWords, Also: []string{"申请", "公开"}, With: disclosureWords, Whole: true, Accept: []Sum{sumProcessed}, Never: notCounts, Without: channels},
			{Before: doneWords, With: disclosureWords, Whole: true, Accept: []Sum{sumProcessed}, Never: notCounts, Without: slices.Concat(channels, otherMatters, []string{"复议", "诉讼"})},
			{Before: []string{"办理"}, With: disclosureWords, Whole: true, Accept: append([]Sum{sumProcessed}, received("total")...), Never: notCounts, Without: channels},
		},
		Message: "「{section}」写「{quote}」，和表三对不上：{accepted}", Fix: "核对台账，把写错的一边改正。"},
	{ID: "P-CONTR", Severity: Warning, Kind: KindContradict, Section: "1", Left: []string{"3.carried_out.total"},
		Words:    []string{"均已办结", "全部办结", "均已办理完", "全部办理完", "均已答复", "全部答复", "已全部答复", "均已按时答复", "均已按期答复", "均已在规定", "均已在法定", "均办结", "全部办理完成", "已全部办理", "全部按期办结", "全部按时办结", "全部如期办结", "全部依法办结", "全部依法答复", "全部按期答复", "全部按时答复", "均已按期办结", "均已按时办结", "均已依法办理完", "均已依法办结", "均已依法答复", "均按期办结", "均按时办结", "均按期答复", "均按时答复", "无一件未办结"},
		Mentions: []Mention{{With: disclosureWords, Never: otherMatters}},
		Says:     "正文写全部办结的，就不会有结转下年度的申请。", Source: "正文与表三应当一致",
		Message: "「{section}」写「{quote}」，表三中却有结转下年度 {rightsum} 件", Fix: "改成「除结转下年度继续办理的外，均已……」，或核对结转的数。"},
	{ID: "P-CONTR", Severity: Warning, Kind: KindContradict, Section: "1", Left: []string{"4.*.corrected", "4.*.pending"},
		Words:    []string{"均获维持", "均被维持", "均维持", "全部维持", "均予维持", "结果均为维持"},
		Mentions: []Mention{{With: []string{"复议", "诉讼"}}},
		Says:     "正文写全部维持的，表四就没有结果纠正和尚未审结的案件。", Source: "正文与表四应当一致",
		Message: "「{section}」写「{quote}」，表四中却有 {rightsum} 件结果纠正或尚未审结：{cells}", Fix: "核对案件结果，把写错的一边改正。"},
	{ID: "P-LAST", Severity: Hint, Kind: KindToldOfLast, Section: "1",
		Says: "正文写的上年件数等于上年报告的数（有上年报告时）。", Source: "正文与上年报告应当一致",
		Message: "「{section}」写「{quote}」，上年报告里是{accepted}", Fix: "核对上年报告，把写错的数改正；上年报告后来更正过的，说明原因。"},
	{ID: "P-SUM", Severity: Hint, Kind: KindParts, Section: "1",
		Says: "正文「共 N 条，其中……」各部分之和不超过 N；写「分别为」的等于 N。", Source: "由有关的数算出",
		Message: "「{section}」写「{quote}」，分项加起来 {terms}＝{rightsum}，和总数 {leftsum} 不符", Fix: "改正写错的数；同一条在几处公开而重复计算的，写明即可。"},
	{ID: "P-SUM", Severity: Hint, Kind: KindParts, Section: "6",
		Says: "第六部分信息处理费的分项也不超过总数；各分项的件数正好是总件数的，金额也正好是总数。", Source: "由有关的数算出",
		Message: "「{section}」写「{quote}」，分项加起来 {terms}＝{rightsum}，和总数 {leftsum} 不符", Fix: "改正写错的数。"},
	{ID: "P-PCT", Severity: Hint, Kind: KindPercent, Section: "1",
		Says: "正文的占比、同比等于有关两个数算出来的百分比（四舍五入）。", Source: "由有关的数算出",
		Message: "「{section}」写「{quote}」，按 {a} 和 {b} 算是{result}", Fix: "核对这两个数，改正百分比。"},
	{ID: "P-SCOPE", Severity: Hint, Kind: KindScope, Section: "1",
		Words: []string{"本机关", "本单位", "本级", "政府办", "办公室", "代表区政府", "代表县政府", "代表市政府", "机关本部"},
		Says:  "县级以上政府的表是全地区汇总数；正文只说本机关、政府办的，或按备案数写的，与表不同不算错，但要让读的人看得明白。", Source: "县级以上政府的表是汇总数",
		Message: "「{section}」写「{quote}」，而表里是{accepted}，可能只说了一部分单位，或用了其他口径", Fix: "确是这样的，在正文里写明，并写上全部的数；写错的改正。"},
}

// outcome names the cells of one outcome in section 4.
func outcome(column string, rows ...string) (cells []CellID) {
	for _, row := range rows {
		cells = append(cells, CellID("4."+row+"."+column))
	}
	return cells
}

// documents are the cells of a column of section 2: of normative documents, and
// of rules and normative documents together.
func documents(name, column string) []Sum {
	return []Sum{{"规范性文件" + name, []CellID{CellID("2.normative." + column)}},
		{"规章和规范性文件" + name, []CellID{CellID("2.rules." + column), CellID("2.normative." + column)}}}
}
