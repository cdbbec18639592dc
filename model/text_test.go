package model

import (
	"strings"
	"testing"
)

func TestOutline(t *testing.T) {
	r := zeroReport()
	text := Outline(r, r.Form.Section("1"))
	for _, want := range []string{"（一）主动公开。2025年", "未收到政府信息公开申请", "未发生因政府信息公开引起的行政复议", "现行有效0件", "（五）监督保障"} {
		if !strings.Contains(text, want) {
			t.Errorf("the zero report's outline lacks %q: %s", want, text)
		}
	}
	r.Figures["3.received.natural_person"], r.Figures["3.granted.natural_person"] = Count(12), Count(12)
	text = Outline(r, r.Form.Section("1"))
	if !strings.Contains(text, "新收政府信息公开申请12件；办结12件，按办理结果分，予以公开12件，占100%。") || strings.Contains(text, "未收到") || strings.Contains(text, "结转") {
		t.Errorf("outline: %s", text)
	}
	for id, n := range map[CellID]int64{"3.received.business": 3, "3.carried_in.business": 2, "3.denied_secret.business": 2, "3.denied_third_party.business": 1, "3.other.business": 1, "3.carried_out.business": 1} {
		r.Figures[id] = Count(n)
	}
	want := "新收政府信息公开申请15件，其中自然人申请12件，占80%，法人或其他组织申请3件，占20%；上年结转2件；办结16件，按办理结果分，予以公开12件，占75%，不予公开3件，占18.8%，其他处理1件，占6.3%；结转下年度继续办理1件。"
	if text = Outline(r, r.Form.Section("1")); !strings.Contains(text, want) {
		t.Errorf("outline: %s", text)
	}
	empty := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	for _, s := range []string{"0", "1", "5", "6"} {
		if text := Outline(empty, empty.Form.Section(s)); text == "" || strings.ContainsAny(text, "{}") || strings.Contains(text, "未收到") {
			t.Errorf("outline of section %s of an empty report: %q", s, text)
		}
	}
}

func TestTidyPaste(t *testing.T) {
	for _, c := range []struct{ in, want, said string }{
		{"　　一是 公开。  \r\n\r\n\r\n\r\n\t二是 PDF 文件\u00a02 份", "一是公开。\n\n二是 PDF 文件 2 份", "2 处段首空格、1 处字间空格、2 个多余的空行"},
		{"干净的文字。\n第二段", "干净的文字。\n第二段", ""},
		{"公开　　条", "公开　　条", ""},
		{"", "", ""},
	} {
		if got, said := TidyPaste(c.in); got != c.want || said != c.said {
			t.Errorf("TidyPaste(%q) = %q, %q; want %q, %q", c.in, got, said, c.want, c.said)
		}
	}
}
