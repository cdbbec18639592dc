package ui

import (
	"testing"
)

// TestPasteByNames: a block that has names of rows or columns is placed by them,
// wherever the cursor is, and what stands otherwise than in the form is said.
func TestPasteByNames(t *testing.T) {
	d := atTable(t, "3.carried_in.research")
	d.send(rows("办理情况 其他 自然人 合计", "（二）部分公开 1 7 8", "（三）不予公开 . . .", "3.危及“三安全一稳定” 0 2 2", "一、本年新收政府信息公开申请数量 3 9 12"))
	d.see("按块里的行名、列名放", "能填 6 格", "列的次序和表里的不同（「其他」在「自然人」前面）", "行的次序和表里的不同（「3.危及「三安全一稳定」」在", "「一、本年新收」前面）", "第 1、3 行只有文字")
	d.want("3.partial.natural_person=")
	d.press("enter")
	d.want("3.partial.other_org=1", "3.partial.natural_person=7", "3.denied_security.natural_person=2", "3.received.natural_person=9", "3.received.other_org=3", "3.carried_in.research=")

	d = atTable(t, "2.fees.amount")
	d.send(rows("信息内容 现行有效件数 本年制发件数 本年废止件数", "行政规范性文件 17 4 1", "规章 0 2 0", "信息内容 本年处理决定数量", "行政强制 6", "行政处罚 45"))
	d.see("列的次序", "行的次序", "能填 8 格")
	d.press("enter")
	d.want("2.normative.in_force=17", "2.normative.issued=4", "2.normative.repealed=1", "2.rules.issued=2", "2.penalty.decided=45", "2.compulsion.decided=6", "2.fees.amount=")

	d = atTable(t, "4.direct_suit.pending")
	d.send(rows(". 结果纠正 结果维持", "复议后起诉 1 5", "行政复议 0 3"))
	d.see("能填 4 格", "列的次序", "行的次序")
	d.press("enter")
	d.want("4.suit_after.corrected=1", "4.suit_after.upheld=5", "4.reconsideration.upheld=3", "4.direct_suit.pending=")

	d = atTable(t, "4.reconsideration.upheld") // as on paper, in one line
	d.send(rows("行政诉讼 . . . . . . . . . 行政复议 . . . .", "未经复议直接起诉 . . . . 复议后起诉 . . . . 结果维持 结果纠正 其他结果 尚未审结 总计",
		"结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计 . . . . .", "1 0 0 0 1 2 0 0 0 2 0 3 0 4 7"))
	d.see("能填 12 格", "行的次序")
	d.press("enter")
	d.want("4.direct_suit.upheld=1", "4.suit_after.upheld=2", "4.reconsideration.corrected=3", "4.reconsideration.pending=4")
}

// TestPasteByOneKindOfName: rows without names fall by their place under columns
// with names, and the other way round.
func TestPasteByOneKindOfName(t *testing.T) {
	d := atTable(t, "3.refused_petition.business")
	d.send(rows("其他 社会公益组织", "1 2", "3 4"))
	d.see("按块里的列名放，行从「1.信访举报投诉类」起")
	d.press("enter")
	d.want("3.refused_petition.other_org=1", "3.refused_petition.welfare=2", "3.refused_repeat.welfare=4", "3.refused_petition.business=")

	d = atTable(t, "3.granted.welfare")
	d.send(rows("四、结转下年度继续办理 1 2", "重复申请 3 4"))
	d.see("按块里的行名放，列从「社会公益」起")
	d.press("enter")
	d.want("3.carried_out.welfare=1", "3.refused_repeat.legal_service=4", "3.granted.welfare=")

	d = atTable(t, "3.granted.natural_person") // one column alone
	d.send(rows("法律服务机构", "5", "6"))
	d.press("enter")
	d.want("3.granted.legal_service=5", "3.partial.legal_service=6", "3.granted.natural_person=")

	d = atTable(t, "3.received.natural_person") // and rows that nothing proves
	d.send(rows("科研机构 总计", "5 5", "0 0", "1 1", "0 0", ". .", "2 2"))
	d.see("第 6 行是空的")
	d.press("b")
	d.see("能填 5 格")
	d.press("enter")
	d.want("3.denied_secret.research=2")
}

// TestPasteUnknownNames: what has a name that the form doesn't know is asked about
// and not filled in; all may be placed without names.
func TestPasteUnknownNames(t *testing.T) {
	block := rows("项目 自然人 外国企业", "（一）予以公开 1 2", "转送其他机关 3 4", "重复申请 5 六")
	d := atTable(t, "3.received.natural_person")
	d.send(block)
	d.see("能填 2 格", "不填：这里没有「外国企业」这一列（2）", "不填：表里没有「转送其他机关」这一行（3 4）", "（六）", "按 p", "按位置放")
	d.press("enter")
	d.want("3.granted.natural_person=1", "3.refused_repeat.natural_person=5", "3.received.natural_person=", "3.partial.natural_person=")
	d.press("ctrl+z")
	d.send(block)
	d.press("p")
	d.see("从「表三 新收/自然人」开始粘贴，能填 5 格", "前 1 行、前 1 列是文字")
	d.press("esc")

	d = atTable(t, "4.reconsideration.upheld")
	d.send(rows("行政复议 1 2", "行政复议 3 2", "行政裁决 4 5"))
	d.see("「表四 行政复议/结果维持」有两个数（1、3）", "表里没有「行政裁决」这一行（4 5）", "能填 1 格")

	d = atTable(t, "2.rules.issued")
	d.send(rows("甲县 1 2 3", "乙县 4 5 6"))
	d.see("从「表二 规章/本年制发」开始粘贴，能填 6 格", "前 1 列是文字")
}

// TestPasteNamesThatComeNear: such a name is told with the row that it is taken for.
func TestPasteNamesThatComeNear(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.send(rows("要求公开出版物的 1 2", "无理由大量反复申请 3 4"))
	d.press("enter")
	d.want("3.refused_publication.natural_person=1", "3.refused_excessive.business=4")
}
