package match

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"nianbao/export/source"
	"nianbao/model"
)

// document is a report of paragraphs and tables.
func document(parts ...any) *source.Document {
	d := &source.Document{}
	for i, p := range parts {
		b := source.Block{Where: fmt.Sprintf("第%d段", i+1)}
		switch p := p.(type) {
		case string:
			b.Text = p
		case [][]string:
			b.Table = source.FromRows(fmt.Sprintf("第%d个表", i+1), p)
		}
		d.Blocks = append(d.Blocks, b)
	}
	return d
}

// TestWordsInTheFiguresPlace: a row without a number is no row of heads where its
// label is the form's; each word is kept as it stands, and nothing is dropped.
func TestWordsInTheFiguresPlace(t *testing.T) {
	const title = "青石县水利局2024年政府信息公开工作年度报告"
	three := []string{"", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"}
	seven := func(label, word string) []string {
		row := []string{label}
		for range 7 {
			row = append(row, word)
		}
		return row
	}
	four := [][]string{{}, {}}
	for range 3 {
		four[0] = append(four[0], "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
		four[1] = append(four[1], "N/A", "N/A", "N/A", "N/A", "N/A")
	}
	groups := [][]string{{"行政复议", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉", "", "", "", ""}}
	for name, c := range map[string]struct {
		rows [][]string
		head string
		cell model.CellID
		want string
	}{
		"see the annex":      {[][]string{three, seven("1.属于国家秘密", "见附件"), seven("2.其他法律行政法规禁止公开", "0")}, "三、收到和处理政府信息公开申请情况", "3.denied_secret.welfare", "见附件"},
		"as above":           {[][]string{three, seven("（一）予以公开", "3"), seven("（二）部分公开", "同上")}, "三、收到和处理政府信息公开申请情况", "3.partial.other_org", "同上"},
		"letters, near name": {[][]string{three, seven("一、本年新收申请数量合计", "x"), seven("二、上年结转政府信息公开申请数量", "0")}, "三、收到和处理政府信息公开申请情况", "3.received.business", "x"},
		"table four":         {append(groups, four...), "四、政府信息公开行政复议、行政诉讼情况", "4.direct_suit.other", "N/A"},
		"table two":          {[][]string{{"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"}, {"规章", "none", "none", "none"}, {"行政规范性文件", "1", "是", "4"}}, "二、主动公开政府信息情况", "2.rules.in_force", "none"},
	} {
		x, err := Read(document(title, "一、总体情况", "公开。", c.head, c.rows), model.ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := x.Report.Unread[c.cell]; got != c.want {
			t.Errorf("%s: %s is %q, want %q; left out %v", name, c.cell, got, c.want, x.LeftOut)
		}
	}
	x, err := Read(document(title, "一、总体情况", "二、主动公开政府信息情况", [][]string{{"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"}, {"规章", "1", "0", "2"}, {"某某事项", "O", "O", "O"}, {"其余事项", "/", "/", "/"}}), model.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	said := fmt.Sprint(x.LeftOut)
	legend, err := Read(document(title, "一、总体情况", "三、收到和处理政府信息公开申请情况", [][]string{three, seven("（一）予以公开", "3")}, [][]string{{"予以公开", "部分公开", "不予公开", "总计"}}), model.ReadOptions{})
	if err != nil || strings.Contains(fmt.Sprint(legend.LeftOut), "予以公开") || legend.Report.Figures["3.granted.business"] != model.Count(3) {
		t.Errorf("a legend: %v, %v", err, legend)
	}
	if !strings.Contains(said, "某某事项 O O O") || !strings.Contains(said, "其余事项 / / /") {
		t.Errorf("dropped without a word: %s", said)
	}
}

// TestOtherDocuments: headings that any document has make no report, whatever the
// operator says of unit and year.
func TestOtherDocuments(t *testing.T) {
	known := model.ReadOptions{Unit: "青石县水利局", Year: 2024}
	budget := [][]string{{"项目", "合计", "其他"}, {"基本支出", "12", "3"}, {"总计", "15", "3"}}
	for name, d := range map[string]*source.Document{
		"summary":     document("青石县水利局2024年工作总结", "一、总体情况", "修渠。", "二、重点工作", "三、存在问题", "四、下步打算", "五、存在的主要问题及改进情况", "人少。", "六、其他事项", "无。"),
		"budget":      document("青石县水利局2024年部门预算公开说明", "一、收支总体情况", budget, "二、收入情况", "三、支出情况", "五、其他事项", "无。"),
		"rule of law": document("2024年法治政府建设情况报告", "一、总体情况", "二、主要举措", "三、存在的问题", "四、下一年安排", "无。"),
	} {
		for _, o := range []model.ReadOptions{{}, known} {
			if x, err := Read(d, o); !errors.Is(err, ErrOther) && !errors.Is(err, ErrNoReport) {
				t.Errorf("%s: %v, %+v", name, err, x)
			}
		}
	}
	for name, d := range map[string]*source.Document{
		"titled":   document("青石县水利局2024年政府信息公开年报", "一、总体情况", "好。", "二、做法", "三、不足", "五、存在的主要问题及改进情况", "少。", "六、其他需要报告的事项", "无。"),
		"headings": document("青石县水利局", "一、总体情况", "好。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "五、存在的主要问题及改进情况", "少。"),
	} {
		if _, err := Read(d, known); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
