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
	if !strings.Contains(text, "新收政府信息公开申请12件，办结12件。") || strings.Contains(text, "未收到") || strings.Contains(text, "结转") {
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
