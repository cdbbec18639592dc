package match

import (
	"strings"
	"testing"

	"nianbao/export/source"
	"nianbao/model"
)

// TestWhatWasLeftOutIsSaid: a figure beside which something was left out is doubtful
// and says why; where only that stood, the cell is unread and no blank.
func TestWhatWasLeftOutIsSaid(t *testing.T) {
	g := source.FromRows("第1个表", [][]string{{"信息内容", "本年处理决定数量"}, {"行政许可", "321"}, {"行政处罚", ""}, {"行政强制", "6"}})
	struck := []string{"其中「300」有删除线，没有算"}
	g.At(1, 1).Doubts = struck
	g.At(2, 1).Doubts = []string{"里面有图片，无法读取"}
	d := &source.Document{Blocks: []source.Block{{Where: "第1段", Text: "青石县水利局2024年政府信息公开工作年度报告"}, {Where: "第2段", Text: "一、总体情况"},
		{Where: "第3段", Text: "办结4件。", Doubts: struck}, {Where: "第4段", Text: "二、主动公开政府信息情况"}, {Where: "第1个表", Table: g}}}
	x, err := Read(d, model.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cells := map[model.CellID]model.ReadCell{}
	for _, c := range x.Read {
		cells[c.Cell] = c
	}
	if c := cells["2.licensing.decided"]; c.Value != model.Count(321) || c.Confidence >= model.Sure || !strings.Contains(c.How, struck[0]) {
		t.Errorf("struck: %+v", c)
	}
	if c := cells["2.compulsion.decided"]; c.Value != model.Count(6) || c.Confidence < model.Sure {
		t.Errorf("plain: %+v", c)
	}
	if !x.Report.IsUnread("2.penalty.decided") {
		t.Error("the picture's cell is blank")
	}
	said := ""
	for _, l := range x.LeftOut {
		said += l.Where + l.Why + "\n"
	}
	if !strings.Contains(said, "第3段"+struck[0]) || !strings.Contains(said, "里面有图片") {
		t.Errorf("left out:\n%s", said)
	}
}
