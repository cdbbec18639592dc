package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/export/papertest"
	"nianbao/model"
)

// answerIn writes an answer into the first place for one of a letter, and saves it under
// another name.
func (s *shell) answerIn(from, to, answer string) {
	s.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		s.Fatal(err)
	}
	switch filepath.Ext(from) {
	case ".html":
		data = bytes.Replace(data, []byte(`<td class="answer" contenteditable="true"></td>`), []byte(`<td class="answer" contenteditable="true">`+answer+`</td>`), 1)
	case ".xlsx":
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			s.Fatal(err)
		}
		sheet := f.GetSheetName(0)
		rows, err := f.GetRows(sheet)
		if err != nil {
			s.Fatal(err)
		}
		for i, row := range rows {
			if len(row) > 3 && row[0] == "1" {
				cell, _ := excelize.CoordinatesToCellName(8, i+1) // the answer's column
				if err := f.SetCellValue(sheet, cell, answer); err != nil {
					s.Fatal(err)
				}
			}
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			s.Fatal(err)
		}
		data = b.Bytes()
	case ".docx":
		if data, err = papertest.AnswerInWord(data, answer); err != nil {
			s.Fatal(err)
		}
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		s.Fatal(err)
	}
}

// TestLettersComeBack: a letter in each format, renamed and with an answer, makes the answer
// the unit's explanation; what is none, what is about something else and what is empty is said.
func TestLettersComeBack(t *testing.T) {
	for _, format := range []string{"docx", "html", "xlsx"} {
		t.Run(format, func(t *testing.T) {
			s := newShell(t)
			dir := t.TempDir()
			list := filepath.Join(dir, "名单.txt")
			if err := os.WriteFile(list, []byte("侯集镇人民政府\n金厂镇人民政府\n石桥镇人民政府\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			const sum = "某某县人民政府-2025"
			s.must("rollup", "units", sum, "--read", list)
			s.reported("金厂镇人民政府", 3)
			faulty := unitReport("侯集镇人民政府", 2025, 12, 10) // 12 came, 10 were answered
			path := filepath.Join(dir, "侯集.docx")
			s.put(path, faulty, today)
			s.must("rollup", "collect", sum, path)
			out := filepath.Join(dir, "意见")
			s.says(s.must("rollup", "return", sum, "侯集镇", "-o", out, "-f", format, "--due", "2026-01-25"), "第 1 次退回")
			letters, err := filepath.Glob(filepath.Join(out, "*."+format))
			if err != nil || len(letters) != 1 {
				t.Fatalf("%v %v", letters, err)
			}
			s.says(s.run("", "rollup", "collect", sum, letters[0]).out, "「单位答复」都空着")

			back := filepath.Join(dir, "回信."+format)
			s.answerIn(letters[0], back, "无误")
			s.says(s.run("", "rollup", "collect", sum, back).out, "答复 1 条，记为说明 0 条", "没有记：")
			s.answerIn(letters[0], back, "两件申请年底撤回，没有列入办理结果")
			s.says(s.must("rollup", "collect", sum, back), "侯集镇人民政府 ← 回信."+format+"：核对意见上答复 1 条，记为说明 1 条")
			r := s.report("侯集镇人民政府-2025")
			if len(r.Explanations) != 1 || r.Explanations[0].By != "侯集镇人民政府" || !strings.Contains(r.Explanations[0].Text, "年底撤回") {
				t.Errorf("%+v", r.Explanations)
			}
			s.says(s.must("rollup", "collect", sum, back), "记为说明 0 条，以前记过 1 条")
			s.answerIn(letters[0], back, "两件申请由申请人书面撤回，没有列入")
			s.says(s.must("rollup", "collect", sum, back), "记为说明 1 条")
			if r := s.report("侯集镇人民政府-2025"); len(r.Explanations) != 1 || !strings.Contains(r.Explanations[0].Text, "书面撤回") {
				t.Errorf("the unit's newer words: %+v", r.Explanations)
			}
			s.run("主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障都按要求做好，工作考核、社会评议按要求进行，没有责任追究。", "text", "侯集镇人民政府-2025", "1", "--file", "-")
			s.says(s.run("", "rollup", "collect", sum, back).out, "现在没有这条问题")

			s.says(s.must("rollup", "remind", sum, "-o", out, "-f", format, "--due", "2026-02-01"), "催报 1 个", "石桥镇人民政府：未报", "催报通知-"+sum+"."+format)
			if x := s.run("", "rollup", "remind", sum, "金厂镇", "-o", out, "-f", format); x.status != 1 || !strings.Contains(x.out, "没有催 金厂镇人民政府：不用催：已报") {
				t.Errorf("%+v", x)
			}
		})
	}
}

// report is a report of the store.
func (s *shell) report(name string) *model.Report {
	s.Helper()
	store, err := s.machine.Folder(s.dir).Open()
	if err != nil {
		s.Fatal(err)
	}
	r, err := store.Load(name)
	if err != nil {
		s.Fatal(err)
	}
	return r
}
