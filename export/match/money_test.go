package match

import (
	"strings"
	"testing"

	"nianbao/export/source"
	"nianbao/model"
)

func TestMovePoint(t *testing.T) {
	for _, c := range [][3]string{{"380", "元", "0.0380"}, {"12.5", "千元", "1.25"}, {"3", "百万元", "300."}, {"0.0456", "亿元", "00456."}, {"7", "万元", "7."}, {"-5.55", "十万元", "-55.5"}, {"123456.78", "元", "12.345678"}, {"2", "千万元", "2000."}} {
		if got := movePoint(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// TestFeeInAnotherUnit: what a label, a head or a line over the table says of the unit
// counts, is said, and has to be looked at. A nought is one in any unit.
func TestFeeInAnotherUnit(t *testing.T) {
	plain := []source.Block{{Where: "1", Text: "青石县水利局2024年政府信息公开工作年度报告"}, {Where: "2", Text: "一、总体情况"}, {Where: "3", Text: "公开。"}, {Where: "4", Text: "二、主动公开政府信息情况"}}
	for name, c := range map[string]struct {
		caption string
		rows    [][]string
		want    string
		says    string // "" for a sure one
	}{
		"head in yuan":        {"", [][]string{{"信息内容", "本年收费金额（元）"}, {"行政事业性收费", "1234.5"}}, "0.1235", "1234.5 元换算成 0.1235 万元"},
		"head over two rows":  {"", [][]string{{"信息内容", "本年收费金额"}, {"", "单位：千元"}, {"行政事业性收费", "30"}}, "3", "30 千元换算成 3 万元"},
		"label in millions":   {"", [][]string{{"信息内容", "本年收费金额"}, {"行政事业性收费（百万元）", "2.5"}}, "250", "行名里的单位是百万元"},
		"label beats head":    {"", [][]string{{"信息内容", "本年收费金额（单位：万元）"}, {"行政事业性收费（单位：亿元）", "0.02"}}, "200", "亿元"},
		"caption":             {"（单位：元）", [][]string{{"信息内容", "本年收费金额"}, {"行政事业性收费", "50,000"}}, "5", "50,000 元"},
		"two units":           {"", [][]string{{"信息内容", "本年收费金额（单位：万元）（元）"}, {"行政事业性收费", "380"}}, "380", "几个单位"},
		"more places":         {"", [][]string{{"信息内容", "本年收费金额（元）"}, {"行政事业性收费", "38012.34567"}}, "3.8012", "换算"},
		"the form's":          {"", [][]string{{"信息内容", "本年收费金额（单位：万元）"}, {"行政事业性收费", "380"}}, "380", ""},
		"nought":              {"", [][]string{{"信息内容", "本年收费金额（元）"}, {"行政事业性收费", "0"}}, "0", ""},
		"no amount":           {"单位：元", [][]string{{"信息内容", "本年处理决定数量"}, {"行政许可", "380"}}, "", ""},
		"caption of the form": {"单位：件、万元", [][]string{{"信息内容", "本年收费金额"}, {"行政事业性收费", "380"}}, "380", ""},
	} {
		d := &source.Document{Blocks: append(plain[:len(plain):len(plain)], source.Block{Where: "5", Text: "无"})}
		if d.Blocks[4].Text = c.caption; c.caption == "" {
			d.Blocks = d.Blocks[:4]
		}
		d.Blocks = append(d.Blocks, source.Block{Where: "表", Table: source.FromRows("表", append([][]string{{"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"}, {"规章", "0", "0", "0"}}, c.rows...))})
		x, err := Read(d, model.ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := x.Report.Figures["2.fees.amount"].String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		for _, r := range x.Read {
			if r.Cell == "2.fees.amount" && (!strings.Contains(r.How, c.says) || (c.says != "") != (r.Confidence < model.Sure)) {
				t.Errorf("%s: %+v", name, r)
			}
		}
		if f := x.Report.Figures["2.licensing.decided"]; name == "no amount" && f != model.Count(380) {
			t.Errorf("%s: %s", name, f)
		}
	}
}
