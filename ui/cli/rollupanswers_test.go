package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/model"
)

// TestAnswersAndWhatCameWithThem: an answer counts for the report that comes along, a
// corrected report that comes later is taken all the same, and what is written in paragraphs,
// beside the place for it, about another year or another unit is not lost.
func TestAnswersAndWhatCameWithThem(t *testing.T) {
	s := newShell(t)
	dir := t.TempDir()
	const sum = "某某县人民政府-2025"
	list := filepath.Join(dir, "名单.txt")
	if err := os.WriteFile(list, []byte("侯集镇人民政府\n金厂镇人民政府"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.must("rollup", "units", sum, "--read", list)
	path := filepath.Join(dir, "侯集.docx")
	s.put(path, unitReport("侯集镇人民政府", 2025, 12, 10), today)
	s.run("", "rollup", "collect", sum, path)
	out := filepath.Join(dir, "意见")
	s.must("rollup", "return", sum, "侯集镇", "-o", out, "-f", "docx,html")
	letter := filepath.Join(out, "核对意见-侯集镇人民政府-2025.docx")
	page, err := os.ReadFile(strings.TrimSuffix(letter, "docx") + "html")
	if err != nil {
		t.Fatal(err)
	}

	// Two long paragraphs in Word, and a corrected report beside the letter.
	const reason = "两件申请在十二月三十日由申请人书面撤回，按照台账的统计口径没有列入本年度的办理结果。"
	back := filepath.Join(dir, "回来")
	if err := os.MkdirAll(back, 0o755); err != nil {
		t.Fatal(err)
	}
	s.answerIn(letter, filepath.Join(back, "说明.docx"), reason+`</w:t></w:r></w:p><w:p><w:r><w:t>`+reason)
	s.says(s.run("", "rollup", "collect", sum, back, "--dry-run").out, "答复 1 条，记为说明 1 条", "没有保存")
	again := unitReport("侯集镇人民政府", 2025, 12, 10)
	again.Text["5"] = "公开的内容还不够细，明年改进。"
	s.put(filepath.Join(back, "再报.docx"), again, today)
	s.says(s.run("", "rollup", "collect", sum, back).out, "侯集镇人民政府 ← 再报.docx：有错，错误 1，警告 3", "答复 1 条，记为说明 1 条")
	mended := unitReport("侯集镇人民政府", 2025, 12, 12)
	s.put(path, mended, today)
	s.says(s.must("rollup", "collect", sum, path), "侯集镇人民政府 ← 侯集.docx：已报")
	if r := s.report("侯集镇人民政府-2025"); r.Figures["3.granted.natural_person"] != model.Count(12) || len(r.Explanations) != 1 {
		t.Errorf("%v %+v", r.Figures["3.granted.natural_person"], r.Explanations)
	}

	for name, change := range map[string][2]string{
		"下面.html": {"</table>", "</table><p>第一条是系统的原因，请予采用。</p>"},
		"别年.html": {"2025年", "2024年"}, "别家.html": {"侯集镇", "外县"},
	} {
		text := strings.ReplaceAll(string(page), change[0], change[1])
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, says := range map[string]string{"下面.html": "第一条是系统的原因，请予采用。", "别年.html": "是 2024 年报告的核对意见", "别家.html": "名单上认不准这个单位"} {
		if x := s.run("", "rollup", "collect", sum, filepath.Join(dir, name)); x.status != 1 || !strings.Contains(x.out, says) {
			t.Errorf("%s: %+v", name, x)
		}
	}
}
