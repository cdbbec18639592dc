package export

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"nianbao/model"
)

func TestFileName(t *testing.T) {
	r := empty()
	if got := FileName(r, "docx", Options{}); got != "侯集镇人民政府2021年政府信息公开工作年度报告.docx" {
		t.Error(got)
	}
	if got := FileName(r, "docx", Options{Draft: true}); got != "侯集镇人民政府2021年政府信息公开工作年度报告（草稿）.docx" {
		t.Errorf("a draft is named %s", got)
	}
	if got := FileName(r, "nothing", Options{}); got != "侯集镇人民政府2021年政府信息公开工作年度报告" {
		t.Error(got)
	}
	for title, want := range map[string]string{
		`../../etc/passwd`:              "etcpasswd.md",
		`C:\报告*?"<>|.md`:                "C报告.md.md",
		"某局\x00\x1b[31m\n报告\u202e":      "某局[31m报告.md",
		"  . 隐藏 . ":                     "隐藏.md",
		"CON":                           "_CON.md",
		"com1.2021":                     "_com1.2021.md",
		"LPT¹":                          "_LPT¹.md",
		"COMMAND":                       "COMMAND.md",
		"nul ":                          "_nul.md",
		"...":                           "年度报告.md",
		"///":                           "年度报告.md",
		"坏\xff字节":                       "坏字节.md",
		"\u3000全角空格\u3000":              "全角空格.md",
		strings.Repeat("长", 300):        strings.Repeat("长", 57) + ".md",
		strings.Repeat("a", 171) + " b": strings.Repeat("a", 171) + ".md",
	} {
		r.Title = title
		got := FileName(r, "md", Options{})
		if got != want {
			t.Errorf("%q gives %q instead of %q", title, got, want)
		}
		if len(got) > 200 || !utf8.ValidString(got) || got != filepath.Base(got) {
			t.Errorf("%q is no safe name", got)
		}
	}
}

// TestLongUnitKeepsTheYear: what is cut is the unit, alike in every format.
func TestLongUnitKeepsTheYear(t *testing.T) {
	r := sample()
	r.Unit = strings.Repeat("很长", 30)
	for _, o := range []Options{{}, {Draft: true}} {
		docx, _, _ := strings.Cut(FileName(r, "docx", o), ".docx")
		csv, _, _ := strings.Cut(FileName(r, "csv", o), ".csv")
		if docx != csv || !strings.Contains(docx, "2021年政府信息公开工作年度报告") {
			t.Errorf("%s, %s", docx, csv)
		}
	}
	if a, b := FileName(sample(), "html", Options{}), FileName(sample(), "html", Options{Fragment: true}); a == b {
		t.Errorf("page and fragment are both %s", a)
	}
}

func TestReservedNamesAreNotTheUnits(t *testing.T) {
	r := model.NewReport(model.Form2021, "aux", model.Town, 2021)
	if got := FileName(r, "json", Options{}); got != "aux2021年政府信息公开工作年度报告.json" {
		t.Error(got)
	}
}
