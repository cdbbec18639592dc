package model

import "strings"

// The outlines of the 2021 form's texts: what the notice asks each to say, in
// the words that published reports use.
var (
	openingOutline2021 = []Sentence{
		{Text: "本报告由{unit}根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"},
	}
	overviewOutline2021 = []Sentence{
		{Text: "（一）主动公开。{year}年，通过政府网站公开信息" + Placeholder + "条，通过政务新媒体公开信息" + Placeholder + "条。\n"},
		{Text: "（二）依申请公开。"},
		{Cells: []CellID{"3.received.total"}, When: "zero", Text: "{year}年，未收到政府信息公开申请"},
		{Cells: []CellID{"3.received.total"}, When: "some", Text: "{year}年，新收政府信息公开申请{3.received.total}件"},
		{Cells: []CellID{"3.received.natural_person", organisations}, When: "some", Text: "，其中自然人申请{3.received.natural_person}件，占{3.received.natural_person/3.received.total%}，法人或其他组织申请{" + organisations + "}件，占{" + organisations + "/3.received.total%}"},
		{Cells: []CellID{"3.received.total", "3.carried_in.total"}, When: "some", Text: "；上年结转{3.carried_in.total}件"},
		{Cells: []CellID{"3.processed.total"}, When: "some", Text: "；办结{3.processed.total}件，按办理结果分"},
		came("予以公开", "3.granted.total"), came("部分公开", "3.partial.total"), came("不予公开", sumOfRows(deniedRows)), came("无法提供", sumOfRows(unavailableRows)),
		came("不予处理", sumOfRows(refusedRows)), came("其他处理", sumOfRows(otherwiseRows)),
		{Cells: []CellID{"3.carried_out.total"}, When: "some", Text: "；结转下年度继续办理{3.carried_out.total}件"},
		{Cells: []CellID{"3.received.total"}, Text: "。"},
		{Cells: []CellID{"4.reconsideration.total", "4.direct_suit.total", "4.suit_after.total"}, When: "zero", Text: "未发生因政府信息公开引起的行政复议、行政诉讼。"},
		{Cells: []CellID{"4.reconsideration.total"}, When: "some", Text: "因政府信息公开被申请行政复议{4.reconsideration.total}件。"},
		{Cells: []CellID{"4.direct_suit.total"}, When: "some", Text: "未经复议直接起诉的行政诉讼{4.direct_suit.total}件。"},
		{Cells: []CellID{"4.suit_after.total"}, When: "some", Text: "复议后起诉的行政诉讼{4.suit_after.total}件。"},
		{Text: "\n（三）政府信息管理。"},
		{Cells: []CellID{"2.normative.issued"}, Text: "{year}年，制发行政规范性文件{2.normative.issued}件，废止{2.normative.repealed}件，现行有效{2.normative.in_force}件。"},
		{Text: "\n（四）政府信息公开平台建设。" + Placeholder + "\n（五）监督保障。工作考核、社会评议和责任追究结果情况：" + Placeholder + "\n"},
	}
	problemsOutline2021 = []Sentence{
		{Text: "（一）存在的主要问题。一是" + Placeholder + "；二是" + Placeholder + "。\n（二）改进情况。上年所列问题，" + Placeholder + "。针对今年的问题，一是" + Placeholder + "；二是" + Placeholder + "。\n"},
	}
	otherOutline2021 = []Sentence{
		{Text: "{year}年，{unit}没有收取政府信息公开信息处理费。没有其他需要报告的事项。\n"},
	}
)

// organisations is what the applications of 法人或其他组织 are added up of.
const organisations = "3.received.business+3.received.research+3.received.welfare+3.received.legal_service+3.received.other_org"

// sumOfRows is the sum of rows' totals.
func sumOfRows(rows []string) CellID {
	var cells []string
	for _, id := range totals(rows...) {
		cells = append(cells, string(id))
	}
	return CellID(strings.Join(cells, "+"))
}

// came says how many applications came to something, and their share of all that were handled.
func came(name string, cells CellID) Sentence {
	return Sentence{Cells: []CellID{cells}, When: "some", Text: "，" + name + "{" + string(cells) + "}件，占{" + string(cells) + "/3.processed.total%}"}
}
