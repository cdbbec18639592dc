package model

import (
	"slices"
	"sync"
)

// Form2019 is the form of the reports for 2019 and 2020: 国办公开办函〔2019〕60号.
// What it has in common with [Form2021], the applicants, the results, the cases,
// has the same cell names, so that figures of both years can be compared. The
// wording was read in published reports of both years; help sentences of section
// two are the notes that one province printed under the labels.
var Form2019 = sync.OnceValue(func() *Form { return Derive(Form2021, to2019) })

func to2019(f *Form) {
	f.Edition, f.Years = "2019", [2]int{2019, 2020}
	f.Notice, f.NoticeMark, f.Miscalled = "国办公开办函〔2019〕60号", noticeMark, nil
	f.Section("2").Table, f.Section("2").Guide = disclosure2019, "条例第二十条第（一）（五）（六）（八）（九）项的数量，数据截至报告年度12月31日。没有发生的填 0。"
	f.Section("2").AsGood = []string{"行政机关主动公开政府信息情况"}
	f.Section("3").AsGood = []string{"行政机关收到和处理政府信息公开申请情况"}
	f.Section("4").AsGood = []string{"因政府信息公开工作被申请行政复议、提起行政诉讼情况"}
	f.Section("5").AsGood = []string{"政府信息公开工作存在的主要问题及改进情况"}
	f.Section("0").Outline = []Sentence{{Text: "本报告由{unit}根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）编制。报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"}}
	f.Section("1").Outline = slices.Clone(f.Section("1").Outline)
	for i, x := range f.Section("1").Outline {
		if slices.Contains(x.Cells, sumOfRows(otherwiseRows)) {
			f.Section("1").Outline[i] = came("其他处理", sumOfRows([]string{"other"}))
		}
	}
	f.Section("2").Nothing = ""
	f.Highlights = append([]Highlight{{Name: "对外公开规范性文件", Cells: []CellID{"2.normative.public_total"}, Key: true}}, f.Highlights[1:]...)
	otherwise2019(&f.Section("3").Table.Blocks[0])
	f.Rules = rules2019(f.Rules)
}

// rules2019 are those of 2021 but for the ones about old forms, for which this one
// has its own words, and about the notice.
func rules2019(rules []Rule) []Rule {
	over := Rule{ID: "FILL-OLD", Severity: Error, Kind: KindEdition, Section: "2",
		Says: "2021 年度起用新表式，不能再用 2019 年的旧表。", Source: "国办公开办函〔2021〕30号；摘录 99 件中见 5 件",
		Message: "{year} 年度的报告用了旧格式的表（本年新制作数量、上一年项目数量），2021 年度起不再用",
		Fix:     "按 2021 年表式新建报告，第二部分按新表的栏目重新核数填写，不要照搬旧表的数。"}
	rules = slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return r.ID == over.ID || r.Kind == KindNotice })
	for i := range rules {
		if r := &rules[i]; r.Kind == KindSumLarge && slices.Equal(r.Left, []string{"2.fees.amount"}) {
			r.Left = []string{"2.procurement.amount"} // the amount that the old form has
		}
		rules[i].Mentions = slices.Clone(rules[i].Mentions)
		for k := range rules[i].Mentions {
			if m := &rules[i].Mentions[k]; len(m.Accept) == 1 && slices.Equal(m.Accept[0].Cells, totals(otherwiseRows...)) {
				m.Accept = []Sum{{"其他处理", totals("other")}}
			}
		}
	}
	return append([]Rule{over}, rules...)
}

const (
	helpItems   = "上一年的事项数，是项目的个数，不是办件量。"
	helpChange  = "本年增加或减少的事项数，减少的用负数，如 -8。"
	helpHandled = "本年作出的处理决定件数（办件量）。"
)

// items2019 are the columns about items and the decisions on them.
var items2019 = []Column{
	{Key: "items", Label: "上一年项目数量", Short: "上年项目", Unit: "项", Help: helpItems},
	{Key: "change", Label: "本年增/减", Short: "本年增减", Unit: "项", Signed: true, Aliases: []string{"本年增减", "本年增、减"}, Help: helpChange},
	{Key: "decided", Label: "处理决定数量", Short: "处理决定", Unit: "件", Aliases: []string{"本年处理决定数量"}, Help: helpHandled},
}

var disclosure2019 = &Table{
	Arrangement: Stacked,
	Blocks: []Block{
		{Heading: "第二十条第（一）项", LabelHead: "信息内容",
			Columns: []Column{
				{Key: "made", Label: "本年新制作数量", Short: "本年新制作", Unit: "件", Aliases: []string{"本年新制作数", "本年数量"}, Help: "本年制定的件数，公开和不公开的都计。"},
				{Key: "disclosed", Label: "本年新公开数量", Short: "本年新公开", Unit: "件", Aliases: []string{"本年新公开数"}, Help: "本年新公开的件数。"},
				{Key: "public_total", Label: "对外公开总数量", Short: "公开总数", Unit: "件", Aliases: []string{"对外公开总数"}, Help: "到12月31日对外公开的全部件数。"},
			},
			Rows: []Row{
				{Key: "rules", Label: "规章", Short: "规章", Name: "规章", Help: "设区的市、自治州以上的政府和国务院部门制定的规章。"},
				{Key: "normative", Label: "规范性文件", Short: "规范性文件", Name: "规范性文件", Aliases: []string{"行政规范性文件"}, Help: "涉及公民、法人和其他组织权利义务，具有普遍约束力，在一定期限内反复适用的公文。"},
			}},
		{Heading: "第二十条第（五）项", LabelHead: "信息内容", Columns: items2019,
			Rows: []Row{
				{Key: "licensing", Label: "行政许可", Short: "行政许可", Name: "行政许可", Help: "行政许可事项和决定。"},
				{Key: "services", Label: "其他对外管理服务事项", Short: "其他管理服务", Name: "其他对外管理服务", Help: "行政许可以外的政务服务事项。"},
			}},
		{Heading: "第二十条第（六）项", LabelHead: "信息内容", Columns: items2019,
			Rows: []Row{
				{Key: "penalty", Label: "行政处罚", Short: "行政处罚", Name: "行政处罚", Help: "行政处罚事项和决定。"},
				{Key: "compulsion", Label: "行政强制", Short: "行政强制", Name: "行政强制", Help: "行政强制事项和决定。"},
			}},
		{Heading: "第二十条第（八）项", LabelHead: "信息内容", Columns: items2019[:2],
			Rows: []Row{{Key: "fees", Label: "行政事业性收费", Short: "行政事业性收费", Name: "行政事业性收费", Aliases: []string{"行政事业型收费", "行政事业收费"}, Help: "收费项目的个数，旧表没有金额。"}}},
		{Heading: "第二十条第（九）项", LabelHead: "信息内容",
			Columns: []Column{
				{Key: "projects", Label: "采购项目数量", Short: "采购项目", Unit: "项", Help: "本年政府集中采购的项目数。"},
				{Key: "amount", Label: "采购总金额", Short: "采购金额", Unit: "万元", Places: Places, Aliases: []string{"采购总金额（万元）", "采购总金额（单位：万元）"}, Help: "本年政府集中采购的金额，单位万元。"},
			},
			Rows: []Row{{Key: "procurement", Label: "政府集中采购", Short: "政府集中采购", Name: "政府集中采购", Help: "政府集中采购的项目和金额。"}}},
	},
}

// otherwise2019 makes one row of （六）其他处理, which is the sum of the three that
// the form of 2021 has.
func otherwise2019(b *Block) {
	b.Rows = slices.DeleteFunc(b.Rows, func(r Row) bool { return r.Key == "other_uncorrected" || r.Key == "other_unpaid" })
	for i := range b.Rows {
		if r := &b.Rows[i]; r.Lone {
			r.Label, r.Short, r.Name, r.Groups, r.Lone = otherwise, otherwise, "其他处理", []string{handled}, false
			r.Aliases = []string{"其他"}
			r.Help = "逾期不补正、逾期未缴费、申请人撤回等以上各项以外的处理。"
		}
	}
}
