package ledger

import (
	"slices"
	"strings"

	"nianbao/model"
)

// A meaning is what some words of a ledger may mean: one key of a row or column of the form, or
// several where they leave it open. Words count as known only where they are the whole of a cell
// or of a part of it; see classify.go.

// Open is what an application comes to that nobody has answered yet.
const Open = "open"

// meanings are words and the keys that they may stand for, both separated by spaces.
type meanings []struct{ keys, words string }

// outcomes are the words of answers by the row of section three, beside the form's own labels;
// as read in ledgers, answers and systems.
var outcomes = meanings{
	{"granted", "予以公开 全部公开 公开 同意公开 主动公开 已主动公开 已主动公开告知 主动公开告知 告知已主动公开 已公开告知 已公开 依法公开 准予公开 予以提供 提供 同意提供 提供信息 告知获取方式 告知获取途径 告知获取方式和途径 告知获取该政府信息的方式、途径 属于主动公开 属于主动公开范围"},
	{"partial", "部分公开 部分予以公开 区分处理 区分处理公开 同意部分公开 部分提供 部分公开部分不予公开 部分公开（区分处理）"},
	{"denied_secret denied_law denied_security denied_third_party denied_internal denied_process denied_case_file denied_inquiry", "不予公开 不公开 不同意公开 拒绝公开 免予公开"},
	{"denied_secret", "国家秘密 涉密 依法确定为国家秘密"},
	{"denied_law", "法律法规禁止 法律行政法规禁止 法律、行政法规禁止公开 其他法律法规禁止"},
	{"denied_security", "三安全一稳定 危及三安全一稳定 国家安全公共安全经济安全社会稳定"},
	{"denied_third_party", "第三方 第三方权益 第三方合法权益 第三方利益 第三方不同意 第三方不同意公开 商业秘密 个人隐私 第三方商业秘密 第三方个人隐私 损害第三方合法权益 保护第三方"},
	{"denied_internal", "内部事务 内部事务信息 内部管理信息 三类内部事务 内部信息 人事管理 后勤管理 内部工作流程"},
	{"denied_process", "过程性 过程性信息 四类过程性 过程信息 讨论记录 过程稿 磋商信函 请示报告"},
	{"denied_case_file", "执法案卷 行政执法案卷 执法案卷信息 行政执法案卷信息 案卷信息"},
	{"denied_inquiry", "行政查询 行政查询事项 工商查档 工商档案查询 不动产登记查询 不动产查询 不动产登记资料查询 登记资料查询 企业登记档案查询"},
	{"unavailable_not_held unavailable_to_create unavailable_unclear", "无法提供 不能提供"},
	{"unavailable_not_held", "不存在 信息不存在 政府信息不存在 未制作 未保存 未获取 未制作未保存 未制作或者未保存 未制作或未获取 不属于本机关 不属于本机关公开 不属于本机关负责公开 不属于本机关公开职责 不属于本机关职责 不属于本机关公开范围 非本机关 非本机关公开职责 非本机关公开 不掌握 本机关不掌握 未掌握 检索不到 经检索没有"},
	{"unavailable_to_create", "加工 需加工 需要加工 加工分析 需加工分析 需要加工分析 另行制作 需另行制作 需要另行制作 需另行制作或加工 没有现成信息 汇总加工 需汇总加工 需要汇总加工分析"},
	{"unavailable_unclear", "补正后仍不明确 补正后不明确 补正后内容不明确 补正后仍无法确定 补正后内容仍不明确"},
	{"refused_petition refused_repeat refused_publication refused_excessive refused_confirm", "不予处理 不再处理"},
	{"refused_petition", "信访 举报 投诉 咨询 信访事项 信访举报投诉 信访投诉举报 信访投诉 投诉举报 信访类 信访举报投诉类 信访投诉举报类 咨询类 咨询事项"},
	{"refused_repeat", "重复 重复申请 不予重复处理 不予重复答复 不再重复处理 重复申请不予处理"},
	{"refused_publication", "出版物 公开出版物 要求公开出版物"},
	{"refused_excessive", "大量反复 大量反复申请 大量申请 反复申请 无正当理由大量反复"},
	{"refused_confirm", "确认 重新出具 要求确认 确认或重新出具 要求重新出具 要求确认或重新出具"},
	{"other_uncorrected other_unpaid other", "其他处理"},
	{"other_uncorrected", "逾期不补正 逾期未补正 未补正 未按期补正 逾期未补正不再处理 视为放弃申请（逾期未补正）"},
	{"other_unpaid", "逾期不缴费 逾期未缴费 未缴费 逾期未缴费不再处理"},
	{"other", "其他 撤回 撤回申请 申请人撤回 主动撤回 申请人主动撤回 申请人撤回申请 已撤回 撤销申请 申请人撤销申请 自行撤回"},
	{Open, "未办结 未办 办理中 在办 正在办理 尚未办结 待办 待答复 未答复 待补正 补正中 等待补正 延期办理中 延期中 征求意见中 征询中 结转 结转下年 结转下年度 结转下年度继续办理 审核中 流转中 未到期 待办理"},
}

// applicants are the words of kinds of applicants by the column of section three.
var applicants = meanings{
	{"natural_person", "自然人 公民 个人 公民个人 自然人个人 个人申请 公民自然人 群众 居民 村民"},
	{"business", "商业企业 企业 公司 工厂 厂 厂矿 有限公司 股份公司 有限责任公司 企业单位 国有企业 国企 民营企业 私营企业 企业法人 合作社 农民专业合作社 商业企业法人 商业公司"},
	{"research", "科研机构 科研 科研单位 科研院所 大学 高校 高等院校 高等学校 研究院 研究所 研究机构 设计院"},
	{"welfare", "社会公益组织 社会公益 公益组织 社会组织 社会团体 社团 协会 基金会 学会 商会 民办非企业单位 民办非企业"},
	{"legal_service", "法律服务机构 法律服务 律师事务所 律所 法律服务所 基层法律服务所"},
	{"other_org", "其他 村委会 居委会 业委会 村民委员会 居民委员会 业主委员会 村集体 村民小组 村集体经济组织"},
	{"business research welfare legal_service other_org", "法人 法人或其他组织 法人和其他组织 法人及其他组织 法人或者其他组织 单位 组织 机构 法人组织 其他组织"},
}

// names end, and begin nothing, as the kinds of applicant do that the key says.
var names = []struct{ key, ends string }{
	{"legal_service", "律师事务所 法律服务所 律师所"},
	{"other_org", "村委会 居委会 业委会 村民委员会 居民委员会 业主委员会 村民小组 股份经济合作社 经济合作社 经济联合社"},
	{"welfare", "协会 基金会 学会 商会 联合会 促进会 志愿者协会"},
	{"research", "大学 研究院 研究所 设计院 科学院 研究中心"},
	{"business", "公司 集团 厂 专业合作社 合作社 企业 合伙企业 门市部 经营部 分公司"},
}

// results are what reconsiderations and suits come to, by the column of section four.
var results = meanings{
	{"upheld", "维持 结果维持 予以维持 驳回 驳回复议申请 驳回申请 驳回诉讼请求 驳回起诉 胜诉 维持原决定 维持原答复"},
	{"corrected", "纠正 结果纠正 撤销 变更 确认违法 撤销重作 责令重新答复 责令重作 责令履行 责令限期答复 败诉 撤销并责令重新答复"},
	{"other", "其他 其他结果 终止 终结 调解 和解 撤回 撤诉 不予受理 撤回复议申请 申请人撤回 原告撤诉 终止审理 终止复议"},
	{"pending", "未审结 尚未审结 审理中 未结 在审 未判决 未决 正在审理 尚未审结中"},
}

// articles are those of the regulation (国务院令第711号) that answers cite, and the rows that they
// lead to: 36 is a whole one, 36(一) an item, 39/1 a paragraph.
var articles = map[string]string{
	"14": "denied_secret denied_law denied_security", "15": "denied_third_party",
	"16": "denied_internal denied_process denied_case_file", "16/1": "denied_internal", "16/2": "denied_process denied_case_file",
	"30": "unavailable_unclear other_uncorrected", "35": "refused_excessive",
	"36(1)": "granted", "36(2)": "granted",
	"36(3)": "denied_secret denied_law denied_security denied_third_party denied_internal denied_process denied_case_file",
	"36(4)": "unavailable_not_held", "36(5)": "unavailable_not_held", "36(6)": "refused_repeat", "36(7)": "denied_inquiry",
	"37": "partial", "38": "unavailable_to_create",
	"39": "refused_petition refused_publication", "39/1": "refused_petition", "39/2": "refused_publication",
	"41": "refused_confirm", "42": "other_unpaid",
}

// lexicon is words, folded, with the keys that they may stand for in a form.
type lexicon struct {
	keys    map[string][]string
	longest int // of the words, in characters
}

// lexiconOf makes one of the words and the form's own labels. A key that the form hasn't is
// its group's only row, as that of 其他处理 in the form of 2019.
func lexiconOf(m meanings, labels map[string][]string, instead string) *lexicon {
	x := &lexicon{keys: map[string][]string{}}
	for _, line := range m {
		var keys []string
		for key := range strings.FieldsSeq(line.keys) {
			if _, known := labels[key]; !known && key != Open {
				key = instead
			}
			keys = union(keys, key)
		}
		for word := range strings.FieldsSeq(line.words) {
			x.add(word, keys...)
		}
	}
	for key, words := range labels {
		for _, w := range words {
			x.add(w, key)
		}
	}
	return x
}

// add has a word mean keys; what the table says of it already holds.
func (x *lexicon) add(word string, keys ...string) {
	w := fold(word)
	if _, has := x.keys[w]; w == "" || has {
		return
	}
	x.keys[w] = keys
	x.longest = max(x.longest, len([]rune(w)))
}

// fold is how words are compared: without numbering, spaces, punctuation and width.
func fold(s string) string { return model.FoldLabel(model.StripNumber(s)) }

// union is a set with more keys; the set itself stays.
func union(set []string, more ...string) []string {
	set = slices.Clone(set)
	for _, m := range more {
		if !has(set, m) {
			set = append(set, m)
		}
	}
	return set
}

func has(set []string, key string) bool { return slices.Contains(set, key) }

// common are the keys of both.
func common(a, b []string) (both []string) {
	for _, k := range a {
		if has(b, k) {
			both = append(both, k)
		}
	}
	return both
}
