package model

import "slices"

var (
	// reporting are the words by which a report begins what its unit did.
	reporting = []string{"高度重视", "坚持", "始终", "将", "把", "严格", "认真", "积极", "全面", "切实", "不断", "持续", "进一步", "紧紧", "紧扣", "围绕", "按照", "根据", "结合", "立足", "深入", "扎实", "着力", "充分", "通过", "共", "累计", "主动", "全年", "未", "没有", "无", "成立", "组织", "开展", "召开", "建立", "制定", "完善", "加强", "强化",
		"推进", "落实", "公开", "收到", "受理", "办理", "发布", "利用", "依托", "聚焦", "以", "对照", "在", "政务公开工作", "政府信息公开工作"}
	// reportingItself are those that only the unit whose report it is would be said to do.
	reportingItself = []string{"高度重视", "坚持", "始终", "严格落实", "严格按照", "认真贯彻", "认真落实", "深入贯彻", "全面贯彻", "全年共", "共收到", "共受理", "共公开", "累计公开", "收到政府信息公开", "受理政府信息公开", "收到信息公开", "受理信息公开", "收到依申请", "受理依申请", "未收到", "新收", "主动公开", "把政务公开", "将政务公开", "把政府信息公开",
		"将政府信息公开", "成立政务公开", "成立了", "成立以", "通过政府网站", "通过区政府", "通过县政府", "通过市政府", "通过门户", "通过官网", "通过官方", "政务公开工作", "政府信息公开工作"}
	// manyUnits are how words begin or go on that stand for units, and are no name.
	manyUnits = []string{"各", "全", "本", "我", "该", "某", "每", "两", "这", "所有", "有关", "相关", "部分", "个别", "其他", "其它", "多个", "部门", "政府办公室", "委办公室", "乡镇", "镇街", "小镇", "城镇化", "村镇", "小城镇", "重点镇", "中心镇", "党委", "纪委", "政法委", "由", "与", "及", "以", "在", "对", "向", "为", "被", "使", "让", "请", "从", "并", "凡", "将", "的", "了",
		"配合", "会同", "联合", "协助", "督促", "指导", "组织", "推动", "要求", "加强", "规范", "完善", "强化", "推进", "健全", "建立", "落实", "提升", "提高", "修订", "制定", "做好", "抓好", "优化", "结合", "按照", "依照", "参照", "根据", "依托", "通过", "围绕", "聚焦", "利用", "借助", "紧扣", "立足", "印发", "发布", "公开", "成立", "召开", "开展", "参加", "接受", "上报", "报送",
		"提请", "设立", "设置", "开设", "开通", "打造", "更新", "明确", "确保", "保障", "发挥", "深化", "加快", "加大", "增强", "汇总", "梳理", "编制", "整合", "服务", "方便", "收到", "受理", "关于", "涉及", "包括", "针对", "截至", "截止", "经过", "作为", "属于", "位于", "进入", "召集", "动员", "引导", "鼓励", "支持", "创新", "发动", "负责", "承担", "推荐", "选派", "抽调", "邀请", "协调", "统筹"}
	// otherTowns are words that end as towns' names do, and their like.
	otherTowns = []string{"下乡", "返乡", "家乡", "城乡", "回乡", "水乡", "入乡", "市县", "县乡", "古镇", "名镇", "强镇", "示范镇", "试点镇", "示范乡", "主要", "主次", "沿街", "大街", "背街"}

	townEndings       = []string{"镇", "乡", "街道", "镇人民政府", "乡人民政府", "街道办事处", "街道办", "镇政府", "乡政府"}
	departmentEndings = []string{"局", "委", "委员会", "厅", "办公室", "中心", "署"}
	countyEndings     = []string{"县", "市", "旗", "自治州"}
)

// setPhrases are clauses that zero reports have in common, and that say nothing of one
// unit.
var setPhrases = []string{
	"未收到政府信息公开申请", "未收到依申请公开", "未收到依申请公开申请", "没有收到政府信息公开申请", "没有收到依申请公开", "未收到公民、法人和其他组织的政府信息公开申请", "未收到公民、法人或其他组织的政府信息公开申请", "未收到申请", "无依申请公开",
	"未发生行政复议、行政诉讼", "未发生因政府信息公开引起的行政复议、行政诉讼", "未发生因政府信息公开引发的行政复议、行政诉讼", "没有发生行政复议、行政诉讼", "无行政复议、行政诉讼", "未发生政府信息公开行政复议、行政诉讼", "未发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况", "未发生责任追究", "未发生责任追究情况", "没有责任追究",
	"没有收取信息处理费", "未收取信息处理费", "没有收取政府信息公开信息处理费", "未收取任何费用", "没有其他需要报告的事项", "无其他需要报告的事项", "无其他需要报告事项", "没有制发规范性文件", "未制发行政规范性文件", "无规章、规范性文件",
	"以习近平新时代中国特色社会主义思想为指导", "坚持以习近平新时代中国特色社会主义思想为指导", "深入贯彻党的二十大精神", "全面贯彻党的二十大精神", "全面贯彻落实党的二十大精神", "根据《中华人民共和国政府信息公开条例》", "按照《中华人民共和国政府信息公开条例》要求", "认真贯彻落实《中华人民共和国政府信息公开条例》", "在县委、县政府的正确领导下", "在区委、区政府的正确领导下", "在市委、市政府的正确领导下",
	"主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "平台建设", "监督保障", "存在的主要问题", "主要问题", "改进情况", "改进措施", "下一步", "现将有关情况报告如下",
}

// nameRules2021 are about whose report it is.
var nameRules2021 = []Rule{
	{ID: "W-NAME", Severity: Warning, Kind: KindSubject, Only: []UnitLevel{Town, Street},
		Mentions: []Mention{{Before: townEndings, Behind: reporting, Never: slices.Concat(manyUnits, otherTowns)}, {Before: departmentEndings, Behind: reportingItself, Never: manyUnits}},
		Says:     otherSays, Source: otherSource, Message: otherMessage, Fix: otherFix},
	{ID: "W-NAME", Severity: Warning, Kind: KindSubject, Only: departments,
		Mentions: []Mention{{Before: departmentEndings, Behind: reportingItself, Never: manyUnits}},
		Says:     otherSays, Source: otherSource, Message: otherMessage, Fix: otherFix},
	{ID: "W-NAME", Severity: Warning, Kind: KindSubject, Only: governments,
		Mentions: []Mention{{Before: countyEndings, Behind: reportingItself, Never: manyUnits}, {Before: departmentEndings, Behind: reportingItself, Never: manyUnits}},
		Says:     otherSays, Source: otherSource, Message: otherMessage, Fix: otherFix},
	{ID: "W-NAME", Severity: Hint, Kind: KindArea,
		Words: []string{"会议", "考核", "评估", "评议", "测评", "排名", "通报", "部署", "要求", "统一", "平台", "系统", "第", "先进", "试点", "示范", "优秀", "推广", "前列", "标准", "活动", "比赛", "竞赛", "培训", "检查", "抽查", "重点", "大局", "中心工作"},
		Says:  "乡镇、街道、部门不把全省、全市当作自己的范围。", Source: "常见于套用其他报告",
		Message: "「{section}」写「{quote}」，「{words}」比本单位的范围大", Fix: "像是抄来的，改成本单位的范围；确实说全省、全市的不用改。"},
	{ID: "W-ALIKE", Severity: Hint, Kind: KindAlike, Bound: 80, Words: setPhrases,
		Says: "几份报告一起核对时，一段文字（300 字以上，提纲里的句子、零报告的套话、单位名称和数字不算）不能有八成和其他单位的相同。", Source: "国办公开办函〔2021〕30号：内容雷同、敷衍塞责的依法追究",
		Message: "「{section}」有 {share}% 的文字和 {with} 相同{more}", Fix: "核对是谁抄谁的；抄来的按本单位的实际情况重写。"},
}

const (
	otherSays    = "句子说的是本单位的事，主语不是其他镇、街道、局、县；本单位的名称不少字。"
	otherSource  = "侯集镇 2021 年报告写「集镇人民政府」；各地退回意见"
	otherMessage = "「{section}」里说的是「{words}」，本单位是「{unit}」：{quote}"
	otherFix     = "少字、抄来的改成本单位；确实说的是其他单位的，要说明。"
)
