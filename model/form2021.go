package model

// Form2021 is the form in force since the report for 2021: 国办公开办函〔2021〕30号.
// The wording of headings and labels is the notice's, to the letter; the help
// sentences say what each figure counts, by the notice, the regulation
// (国务院令第711号) and the practice of published reports.
var Form2021 = &Form{
	Edition:    "2021",
	Notice:     "国办公开办函〔2021〕30号",
	NoticeMark: noticeMark,
	Miscalled:  []string{"国办发"},
	TitleTail:  titleTail,
	Years:      [2]int{2021, 0},
	Sections: []Section{
		{Key: "0", Name: "引言", Guide: "标题和第一部分之间的引言，可以不写。多写编制依据、统计期限（1月1日至12月31日）和联系方式。", Outline: openingOutline2021},
		{Key: "1", Heading: "一、总体情况", Aliases: []string{"基本情况", "工作总体情况", "政府信息公开工作总体情况", "政府信息公开总体情况", "概述", "总体情况概述"}, Name: "一、总体情况", Required: true, Limit: 1000, Outline: overviewOutline2021, Aspects: overviewAspects2021,
			Guide: "写五方面：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。原则上不超过一千字。"},
		{Key: "2", Heading: "二、主动公开政府信息情况", Aliases: []string{"行政机关主动公开政府信息情况", "主动公开政府信息的情况", "主动公开信息情况", "主动公开情况"}, Name: "二、主动公开", Table: disclosure2021,
			Nothing: "本年没有制发、废止、现行有效的规章和行政规范性文件，没有行政许可、行政处罚、行政强制决定，没有行政事业性收费。",
			Guide:   "条例第二十条第（一）（五）（六）（八）项的数量，数据截至报告年度12月31日。没有发生的填 0。"},
		{Key: "3", Heading: "三、收到和处理政府信息公开申请情况", Aliases: []string{"行政机关收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请的情况", "依申请公开政府信息情况", "依申请公开情况", "收到及处理政府信息公开申请情况", "政府信息公开申请情况"}, Name: "三、申请办理", Table: applications2021,
			Chart:   &Chart{Title: "政府信息公开申请办理情况", Whole: "3.processed.*", Column: "total", Also: []CellID{"3.carried_out.total"}, Row: "3.received.*", RowTitle: "本年新收申请的申请人"},
			Nothing: "本年没有收到政府信息公开申请，没有上年结转和结转下年的申请。",
			Guide:   "按申请人类别和最终处理结果填。每一列都要平：一加二等于三加四。没有发生的填 0。"},
		{Key: "4", Heading: "四、政府信息公开行政复议、行政诉讼情况", Aliases: []string{"因政府信息公开工作被申请行政复议、提起行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼的情况", "政府信息公开行政复议和行政诉讼情况", "行政复议、行政诉讼情况", "行政复议和行政诉讼情况"}, Name: "四、复议诉讼", Table: litigation2021,
			Nothing: "本年没有因政府信息公开工作被申请行政复议、提起行政诉讼。",
			Guide:   "只计因政府信息公开引起的案件，按结果分，尚未审结的以12月31日为准。没有发生的填 0。"},
		{Key: "5", Heading: "五、存在的主要问题及改进情况", Aliases: []string{"政府信息公开工作存在的主要问题及改进情况", "存在问题及改进情况", "存在的问题及改进情况", "存在的主要问题和改进情况", "存在的主要问题及改进措施", "存在问题及改进措施", "存在的问题及改进措施", "政府信息公开工作存在的主要问题及改进措施", "存在的主要问题"}, Name: "五、问题及改进", Required: true, Outline: problemsOutline2021,
			Guide: "写本年存在的主要问题和改进情况，上年所列问题要有交代。不能只写「无」。"},
		{Key: "6", Heading: "六、其他需要报告的事项", Aliases: []string{"其他需要报告事项", "其它需要报告的事项", "需要报告的其他事项", "其他报告事项", "其他需报告的事项", "其他事项"}, Name: "六、其他事项", Required: true, Outline: otherOutline2021,
			Guide: "收取信息处理费的情况在此处报告，没有收取也要写明。"},
	},
	Rules:   rules2021,
	Carries: []Carry{{From: "3.carried_out.*", To: "3.carried_in.*"}},
	Former:  []Former{{From: "2.*.public_total", To: "2.*.in_force"}},
	Highlights: []Highlight{
		{Name: "现行有效规范性文件", Cells: []CellID{"2.normative.in_force"}, Key: true},
		{Name: "行政许可决定", Cells: []CellID{"2.licensing.decided"}},
		{Name: "行政处罚决定", Cells: []CellID{"2.penalty.decided"}},
		{Name: "新收公开申请", Cells: []CellID{"3.received.total"}, Key: true},
		{Name: "办结公开申请", Cells: []CellID{"3.processed.total"}, Key: true},
		{Name: "结转下年度申请", Cells: []CellID{"3.carried_out.total"}},
		{Name: "行政复议、行政诉讼", Cells: []CellID{"4.reconsideration.total", "4.direct_suit.total", "4.suit_after.total"}, Key: true},
	},
}

const (
	titleTail  = "年政府信息公开工作年度报告"
	noticeMark = "公开办"
)

// accountable are the governments of all levels, who by 条例第五十条 also tell how they
// were judged.
var accountable = []UnitLevel{Town, County, City, Province}

// overviewAspects2021 are the five of the notice, and 工作考核、社会评议和责任追究结果情况
// of the regulation, each of which has to be told: an assessment is no public review.
var overviewAspects2021 = []Aspect{
	{Name: "主动公开", Words: []string{"主动公开"}},
	{Name: "依申请公开", Words: []string{"依申请", "公开申请"}},
	{Name: "政府信息管理", Words: []string{"信息管理", "规范性文件", "保密审查", "信息审核", "信息发布管理", "动态调整"}},
	{Name: "政府信息公开平台建设", Words: []string{"平台建设", "公开平台", "政府网站", "门户网站", "新媒体", "公开专区", "公示栏", "公开栏"}},
	{Name: "监督保障", Words: []string{"监督", "考核", "培训"}},
	{Name: "工作考核结果", Words: []string{"考核", "考评"}, Only: accountable},
	{Name: "社会评议结果", Words: []string{"评议", "评估", "测评", "满意度", "社会评价", "公众评价", "群众评价"}, Only: accountable},
	{Name: "责任追究结果", Words: []string{"责任追究", "追究责任", "追究", "追责", "问责"}, Only: accountable},
}

const (
	helpIssued    = "本年1月1日至12月31日制发的件数，修订的也计入。"
	helpRepealed  = "本年废止、宣布失效的件数，自然失效的也计入。"
	helpInForce   = "截至12月31日仍然有效的件数，不论哪一年制发；一般等于上年现行有效加本年制发减本年废止。"
	fewerRepealed = "本年废止的填在「本年废止件数」"
	helpDecided   = "本年作出的处理决定的件数，包括已公开和依法未公开的全部决定；是件数，不是事项数。"
)

var disclosure2021 = &Table{
	Arrangement: Stacked,
	Blocks: []Block{
		{Heading: "第二十条第（一）项", LabelHead: "信息内容",
			Columns: []Column{
				{Key: "issued", Label: "本年制发件数", Short: "本年制发", Aliases: []string{"本年制发数量", "本年制发数", "制发件数"}, Unit: "件", Help: helpIssued, Fewer: fewerRepealed},
				{Key: "repealed", Label: "本年废止件数", Short: "本年废止", Aliases: []string{"本年废止数量", "本年废止数", "废止件数"}, Unit: "件", Help: helpRepealed},
				{Key: "in_force", Label: "现行有效件数", Short: "现行有效", Aliases: []string{"现行有效件", "现行有效数量", "现行有效数"}, Unit: "件", Help: helpInForce, Fewer: fewerRepealed},
			},
			Rows: []Row{
				{Key: "rules", Label: "规章", Short: "规章", Name: "规章",
					Help: "只有国务院部门、省级和设区的市、自治州政府能制定规章；乡镇、街道、县级政府和县级部门填 0。"},
				{Key: "normative", Label: "行政规范性文件", Short: "行政规范性文件", Name: "规范性文件", Aliases: []string{"规范性文件"},
					Help: "涉及公民、法人和其他组织权利义务，具有普遍约束力，在一定期限内反复适用的公文；件数与司法行政部门的备案一致。"},
			}},
		{Heading: "第二十条第（五）项", LabelHead: "信息内容",
			Columns: []Column{{Key: "decided", Label: "本年处理决定数量", Short: "本年处理决定", Unit: "件", Help: helpDecided}},
			Rows:    []Row{{Key: "licensing", Label: "行政许可", Short: "行政许可", Name: "行政许可", Help: "准予、不予、变更、延续、撤销等行政许可决定。"}}},
		{Heading: "第二十条第（六）项", LabelHead: "信息内容",
			Columns: []Column{{Key: "decided", Label: "本年处理决定数量", Short: "本年处理决定", Unit: "件", Help: helpDecided}},
			Rows: []Row{
				{Key: "penalty", Label: "行政处罚", Short: "行政处罚", Name: "行政处罚", Help: "警告、罚款、没收、吊销、拘留等行政处罚决定。"},
				{Key: "compulsion", Label: "行政强制", Short: "行政强制", Name: "行政强制", Help: "查封、扣押、冻结等强制措施和强制执行的决定。"},
			}},
		{Heading: "第二十条第（八）项", LabelHead: "信息内容",
			Columns: []Column{{Key: "amount", Label: "本年收费金额（单位：万元）", Short: "收费（万元）", Aliases: []string{"本年收费金额", "本年收费金额（万元）", "本年收费金额（单位：万元，保留4位小数）", "收费金额"}, Unit: "万元", Places: 4,
				Help: "本年实际收取的金额，单位是万元，最多4位小数；以元为单位的除以 10000 再填。"}},
			Rows: []Row{{Key: "fees", Label: "行政事业性收费", Short: "行政事业性收费", Name: "行政事业性收费", Aliases: []string{"行政事业型收费", "行政事业收费"}, Help: "按规定收取的各项行政事业性收费合计，信息处理费也在内。"}}},
	},
}

var applicants2021 = []Column{
	{Key: "natural_person", Label: "自然人", Short: "自然人", Unit: "件", Help: "公民个人以自己的名义申请。"},
	{Key: "business", Label: "商业企业", Short: "商业 企业", Aliases: []string{"企业"}, Groups: []string{legalPersons}, Unit: "件", Help: "公司、合伙企业、个人独资企业等。"},
	{Key: "research", Label: "科研机构", Short: "科研 机构", Aliases: []string{"科研"}, Groups: []string{legalPersons}, Unit: "件", Help: "高校、研究院所等。"},
	{Key: "welfare", Label: "社会公益组织", Short: "社会 公益", Aliases: []string{"社会组织", "公益组织", "社会公益", "社会公益机构"}, Groups: []string{legalPersons}, Unit: "件", Help: "社会团体、基金会、民办非企业单位等。"},
	{Key: "legal_service", Label: "法律服务机构", Short: "法律 服务", Aliases: []string{"法律服务", "法律机构"}, Groups: []string{legalPersons}, Unit: "件", Help: "律师事务所、基层法律服务所等以机构名义申请。"},
	{Key: "other_org", Label: "其他", Short: "其他", Groups: []string{legalPersons}, Unit: "件", Help: "不属于前四类的法人和组织，如村（居）委会。"},
	{Key: "total", Label: "总计", Short: "总计", Aliases: totalAliases, Unit: "件", Help: "前六列之和，自动计算。"},
}

var totalAliases = []string{"合计", "共计", "计"}

const (
	legalPersons = "法人或其他组织"
	handled      = "三、本年度办理结果"
	denied       = "（三）不予公开"
	unavailable  = "（四）无法提供"
	refused      = "（五）不予处理"
	otherwise    = "（六）其他处理"
)

var applications2021 = &Table{
	Arrangement: Matrix,
	Corner:      "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
	Banner:      "申请人情况",
	Blocks: []Block{{
		Columns: applicants2021,
		Rows: []Row{
			{Key: "received", Label: "一、本年新收政府信息公开申请数量", Short: "一、本年新收", Name: "新收", Aliases: []string{"本年新收申请数量", "本年新收政府信息公开申请", "新收政府信息公开申请数量"},
				Help: "本年1月1日至12月31日收到的申请，以收到之日为准。"},
			{Key: "carried_in", Label: "二、上年结转政府信息公开申请数量", Short: "二、上年结转", Name: "上年结转", Aliases: []string{"上年结转申请数量", "上年结转政府信息公开申请", "上年度结转政府信息公开申请数量"},
				Help: "上年报告「四、结转下年度继续办理」的数，逐列照填。"},
			{Key: "granted", Label: "（一）予以公开", Short: "（一）予以公开", Name: "予以公开", Groups: []string{handled},
				Help: "已经公开的告知获取方式和途径，可以公开的提供该信息（条例第三十六条第（一）（二）项）。"},
			{Key: "partial", Label: "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Short: "（二）部分公开", Aliases: []string{"部分公开（区分处理的，只计这一情形）"}, Name: "部分公开", Groups: []string{handled},
				Help: "区分处理、提供了可以公开部分的（条例第三十七条），只计在这里。"},
			{Key: "denied_secret", Label: "1.属于国家秘密", Short: "1.属于国家秘密", Name: "不予公开（国家秘密）", Groups: []string{handled, denied},
				Help: "依法确定为国家秘密的（条例第十四条）。"},
			{Key: "denied_law", Label: "2.其他法律行政法规禁止公开", Short: "2.其他法律法规禁止", Aliases: []string{"其他法律法规禁止公开", "法律行政法规禁止公开", "法律法规禁止公开", "其他法律行政止公开"}, Name: "不予公开（法律法规禁止）", Groups: []string{handled, denied},
				Help: "法律、行政法规禁止公开的（条例第十四条）。"},
			{Key: "denied_security", Label: "3.危及“三安全一稳定”", Short: "3.危及“三安全一稳定”", Aliases: []string{"三安全一稳定", "危及三安全一稳定信息"}, Name: "不予公开（三安全一稳定）", Groups: []string{handled, denied},
				Help: "公开后可能危及国家安全、公共安全、经济安全、社会稳定的（条例第十四条）。"},
			{Key: "denied_third_party", Label: "4.保护第三方合法权益", Short: "4.保护第三方权益", Aliases: []string{"第三方合法权益", "涉及第三方合法权益"}, Name: "不予公开（第三方权益）", Groups: []string{handled, denied},
				Help: "涉及商业秘密、个人隐私等，公开会损害第三方合法权益的（条例第十五条）。"},
			{Key: "denied_internal", Label: "5.属于三类内部事务信息", Short: "5.三类内部事务信息", Aliases: []string{"属于内部事务信息", "内部事务信息"}, Name: "不予公开（内部事务）", Groups: []string{handled, denied},
				Help: "人事管理、后勤管理、内部工作流程等三类内部事务信息（条例第十六条）。"},
			{Key: "denied_process", Label: "6.属于四类过程性信息", Short: "6.四类过程性信息", Aliases: []string{"属于过程性信息", "过程性信息"}, Name: "不予公开（过程性信息）", Groups: []string{handled, denied},
				Help: "讨论记录、过程稿、磋商信函、请示报告等四类过程性信息（条例第十六条）。"},
			{Key: "denied_case_file", Label: "7.属于行政执法案卷", Short: "7.行政执法案卷", Aliases: []string{"属于行政执法案卷信息", "行政执法案卷信息"}, Name: "不予公开（执法案卷）", Groups: []string{handled, denied},
				Help: "行政执法案卷信息（条例第十六条）。"},
			{Key: "denied_inquiry", Label: "8.属于行政查询事项", Short: "8.行政查询事项", Aliases: []string{"属于行政查询"}, Name: "不予公开（行政查询）", Groups: []string{handled, denied},
				Help: "工商登记、不动产登记等另有查询规定，告知申请人依规定查询的（条例第三十六条第（七）项）。"},
			{Key: "unavailable_not_held", Label: "1.本机关不掌握相关政府信息", Short: "1.本机关不掌握", Aliases: []string{"本机关不掌握相关信息", "不掌握相关政府信息"}, Name: "无法提供（不掌握）", Groups: []string{handled, unavailable},
				Help: "经检索信息不存在，或不属于本机关负责公开的（条例第三十六条第（四）（五）项）。"},
			{Key: "unavailable_to_create", Label: "2.没有现成信息需要另行制作", Short: "2.需要另行制作", Aliases: []string{"没有现成信息需另行制作", "没有现成信息"}, Name: "无法提供（需另行制作）", Groups: []string{handled, unavailable},
				Help: "需要对现有信息加工、分析才能提供的（条例第三十八条）。"},
			{Key: "unavailable_unclear", Label: "3.补正后申请内容仍不明确", Short: "3.补正后仍不明确", Aliases: []string{"补正后申请内容不明确", "补正后内容仍不明确"}, Name: "无法提供（内容不明确）", Groups: []string{handled, unavailable},
				Help: "告知补正后，申请内容仍然不明确的（条例第三十条）。"},
			{Key: "refused_petition", Label: "1.信访举报投诉类申请", Short: "1.信访举报投诉类", Aliases: []string{"信访、举报、投诉类", "信访投诉举报类申请", "信访、投诉、举报类申请"}, Name: "不予处理（信访举报投诉）", Groups: []string{handled, refused},
				Help: "以信息公开申请的形式进行信访、投诉、举报等活动的（条例第三十九条）。"},
			{Key: "refused_repeat", Label: "2.重复申请", Short: "2.重复申请", Aliases: []string{"重复提出申请"}, Name: "不予处理（重复申请）", Groups: []string{handled, refused},
				Help: "已经答复，同一申请人又就同一内容申请的（条例第三十六条第（六）项）。"},
			{Key: "refused_publication", Label: "3.要求提供公开出版物", Short: "3.要求公开出版物", Aliases: []string{"公开出版物"}, Name: "不予处理（公开出版物）", Groups: []string{handled, refused},
				Help: "要求提供政府公报、报刊、书籍等公开出版物的（条例第三十九条）。"},
			{Key: "refused_excessive", Label: "4.无正当理由大量反复申请", Short: "4.大量反复申请", Aliases: []string{"无正当理由反复申请", "无正当理由大量申请"}, Name: "不予处理（大量反复）", Groups: []string{handled, refused},
				Help: "申请的数量、频次明显超过合理范围，又没有正当理由的（条例第三十五条）。"},
			{Key: "refused_confirm", Label: "5.要求行政机关确认或重新出具已获取信息", Short: "5.确认或重新出具", Aliases: []string{"要求确认或重新出具已获取信息", "要求行政机关确认或重新出具", "确认或重新出具已获取信息"}, Name: "不予处理（确认或重新出具）", Groups: []string{handled, refused},
				Help: "要求对已经获取的信息进行确认，或者重新出具的。"},
			{Key: "other_uncorrected", Label: "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", Short: "1.逾期不补正", Aliases: []string{"申请人逾期不补正", "申请人无正当理由逾期不补正"}, Name: "其他处理（逾期不补正）", Groups: []string{handled, otherwise},
				Help: "告知补正后，申请人无正当理由逾期不补正，视为放弃申请的（条例第三十条）。"},
			{Key: "other_unpaid", Label: "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", Short: "2.逾期未缴费", Aliases: []string{"逾期不缴费", "申请人逾期未按收费通知要求缴纳费用", "申请人逾期未缴费", "申请人逾期不缴纳费用"}, Name: "其他处理（逾期未缴费）", Groups: []string{handled, otherwise},
				Help: "收到信息处理费的缴费通知后逾期未缴，视为放弃申请的（国办函〔2020〕109号）。"},
			{Key: "other", Label: "3.其他", Short: "3.其他", Lone: true, Name: "其他处理（其他）", Groups: []string{handled, otherwise},
				Help: "以上都不是的处理，实践中主要是申请人主动撤回申请。"},
			{Key: "processed", Label: "（七）总计", Short: "（七）总计", Aliases: totalAliases, Name: "办理", Groups: []string{handled},
				Help: "（一）至（六）各项之和，自动计算。"},
			{Key: "carried_out", Label: "四、结转下年度继续办理", Short: "四、结转下年度", Aliases: []string{"结转下一年度继续办理", "结转下年", "结转下一年", "结转下年继续办理"}, Name: "结转下年",
				Help: "12月31日前收到、到12月31日还没有答复的申请：期限未满、延期、补正、征求意见中的。"},
		},
	}},
}

var outcomes2021 = []Column{
	{Key: "upheld", Label: "结果维持", Short: "结果维持", Aliases: []string{"维持"}, Unit: "件", Help: "维持原行政行为，驳回复议申请或者诉讼请求的。"},
	{Key: "corrected", Label: "结果纠正", Short: "结果纠正", Aliases: []string{"纠正"}, Unit: "件", Help: "撤销、变更、确认违法或者责令重新答复的。"},
	{Key: "other", Label: "其他结果", Short: "其他结果", Unit: "件", Help: "撤回、终止、不予受理、调解等其他结果。"},
	{Key: "pending", Label: "尚未审结", Short: "尚未审结", Aliases: []string{"未审结"}, Unit: "件", Help: "到12月31日还没有结果的，上年转来的也计入。"},
	{Key: "total", Label: "总计", Short: "总计", Aliases: totalAliases, Unit: "件", Help: "前四项之和，自动计算。"},
}

var litigation2021 = &Table{
	Arrangement: Line,
	Blocks: []Block{{
		Columns: outcomes2021,
		Rows: []Row{
			{Key: "reconsideration", Label: "行政复议", Short: "行政复议", Name: "行政复议",
				Help: "因政府信息公开工作被申请行政复议的案件。"},
			{Key: "direct_suit", Label: "未经复议直接起诉", Short: "未经复议直接起诉", Aliases: []string{"未经复议直接起诉案件", "直接起诉"}, Name: "直接起诉", Groups: []string{"行政诉讼"},
				Help: "未经复议、直接提起行政诉讼的案件。复议机关作共同被告的，只由原行为机关计。"},
			{Key: "suit_after", Label: "复议后起诉", Short: "复议后起诉", Aliases: []string{"复议后起诉案件", "经复议后起诉"}, Name: "复议后起诉", Groups: []string{"行政诉讼"},
				Help: "经过复议以后又提起行政诉讼的案件。复议机关作共同被告的，只由原行为机关计。"},
		},
	}},
}
