package check

import (
	"strings"
	"testing"

	"nianbao/model"
)

// TestMarks: what one key makes of a text.
func TestMarks(t *testing.T) {
	for text, want := range map[string]string{
		"更新不及时,解读少;下一步:加强培训.":       "更新不及时，解读少；下一步：加强培训。",
		"（一） 主动公开。\n(二)　依申请公开":      "（一）主动公开。\n（二）依申请公开",
		"落实\"三审三校\"和“双公示”":          "落实“三审三校”和“双公示”",
		"信息处理费(含邮寄费),没有收取。":         "信息处理费（含邮寄费），没有收取。",
		"公开1,062条,占33.5%,电话:0527-1": "公开1,062条，占33.5%,电话:0527-1",
		"见http://a.cn/中,文?x=(1)。":   "见http://a.cn/中,文?x=(1)。",
		"一是发布(见附件1).\n二是解读":         "一是发布（见附件1）。\n二是解读",
		"一个(没有关上,\"也没有":             "一个(没有关上,\"也没有",
		"网址http://a.cn，查询,下载":       "网址http://a.cn，查询，下载",
		"f(中)":                      "f(中)",
		"（一）主动公开。公开 1,234 条。":       "（一）主动公开。公开 1,234 条。",
		"": "",
	} {
		marks := marksOf(text)
		if got := remarked(text, marks); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
		if again := marksOf(want); len(again) > 0 {
			t.Errorf("%q has %v still", want, again)
		}
	}
}

// TestMarksAreOneHint: a text with many has one finding, which is put right whole.
func TestMarksAreOneHint(t *testing.T) {
	r := countyReport()
	r.Text["5"] = strings.NewReplacer("，", ",", "。", ".").Replace(r.Text["5"])
	f := find(Report(r, nil), "W-MARK")
	if len(f) != 1 || f[0].Severity != model.Hint || f[0].Section != "5" {
		t.Fatalf("%v", f)
	}
	s := model.NewSession(r, "marks")
	must(t, s.Apply(EditFor(r, &f[0])))
	if got, want := s.Report().Text["5"], countyReport().Text["5"]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNoRuleNameInSentences: whoever reads what a rule says has not learnt the names
// of the others.
func TestNoRuleNameInSentences(t *testing.T) {
	for _, f := range model.Editions() {
		for _, r := range f.Rules {
			for _, x := range f.Rules {
				if strings.Contains(r.Says+r.Source+r.Message+r.Fix+r.FixLess, x.ID) {
					t.Errorf("%s names %s", r.ID, x.ID)
				}
			}
		}
	}
}
