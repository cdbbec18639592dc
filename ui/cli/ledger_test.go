package cli_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/model/ledger"
)

const ledgerHead = "序号,登记号,收到日期,申请人,申请人类型,申请内容,答复日期,答复类型,是否复议,备注\n"

// ledgerFile writes a ledger's rows under the heads above.
func (s *shell) ledgerFile(name, rows string) string {
	s.Helper()
	path := filepath.Join(s.TempDir(), name)
	if err := os.WriteFile(path, []byte(ledgerHead+rows), 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}

const someRows = "1,2025-001,2025-01-08,申请人甲,公民,甲地批文,2025-01-25,予以公开,否,\n" +
	"2,2025-002,2025/2/3,申请人乙,自然人,乙地方案,2025/3/10,部分公开,否,\n" +
	"3,2025-003,2025年3月5日,某某建筑有限公司,企业,档案,2025年4月20日,不予公开（第三方）,否,\n" +
	"4,2024-090,2024-12-20,申请人丁,公民,纪要,2025-01-10,信息不存在,否,\n" +
	"5,2025-005,2025-12-20,申请人丙,公民,纪要,,,否,未办结\n" +
	"6,2025-006,2025-05-20,申请人戊,公民,纪要,2025-06-01,同意给,否,\n"

// TestLedger: what nobody can tell keeps the figures out of the report until somebody has said it;
// then they are one edit, each opens into its rows, and the next reading says what is new.
func TestLedger(t *testing.T) {
	s := newShell(t)
	s.must("new", "--unit", "某某县教育局", "--year", "2025")
	path, words := s.ledgerFile("台账.csv", someRows), filepath.Join(t.TempDir(), "对照.csv")
	if got := s.run("", "ledger", "教育局-2025", path, "--map", words); got.status != 1 {
		t.Fatalf("%+v", got)
	}
	s.says(s.out, "台账 6 行，计入 5 件；1 行待定", "答复结果「同意给」：没有见过的写法", "新收/自然人", "填好「计入」一栏")
	if out := s.must("show", "教育局-2025", "3.received.natural_person"); !strings.Contains(out, "未填") && !strings.Contains(out, "空") {
		t.Errorf("something was changed: %s", out)
	}
	table, err := os.ReadFile(words)
	if err != nil || !strings.Contains(string(table), "答复结果,同意给,,,,1,,没有见过的写法") {
		t.Fatalf("%v: %s", err, table)
	}
	for to, says := range map[string]string{"随便": "可以写", "不计": "可以写"} {
		if err := os.WriteFile(words, bytes.Replace(table, []byte("同意给,,"), []byte("同意给,"+to+","), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		s.fails(2, says, "ledger", "教育局-2025", path, "--map", words)
	}
	if err := os.WriteFile(words, bytes.Replace(table, []byte("同意给,,"), []byte("同意给,予以公开,"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	s.says(s.must("ledger", "教育局-2025", path, "--map", words, "--dry-run"), "以上只是试算")
	s.says(s.must("ledger", "教育局-2025", path, "--map", words), "新收/自然人", "→ 4", "上年结转/自然人", "已保存，第 2 稿")
	s.says(s.must("log", "教育局-2025"), "按台账填表（6 件申请）")
	s.says(s.must("ledger", "教育局-2025", path), "报告里已经是这些数") // the words are known by now
	var rows struct {
		Cells []struct {
			Cell  string
			Value int
			Rows  []struct{ Where, Number, Received, Answered, Applicant, Outcome string }
		}
	}
	if err := json.Unmarshal([]byte(s.must("show", "教育局-2025", "3.granted.natural_person", "3.processed.total", "--rows", "--json")), &rows); err != nil {
		t.Fatal(err)
	}
	if c := rows.Cells; len(c) != 2 || c[0].Value != 2 || len(c[0].Rows) != 2 || c[0].Rows[1].Number != "2025-006" || c[0].Rows[0].Outcome != "予以公开" || len(c[1].Rows) != 5 || c[1].Value != 5 {
		t.Errorf("%+v", rows)
	}
	next := s.ledgerFile("台账.csv", strings.Replace(someRows, "2025-01-25,予以公开", "2025-01-25,部分公开", 1))
	s.says(s.must("ledger", "教育局-2025", next), "和上次读这份台账相比", "2025-001", "2 → 1", "部分公开/自然人")
	var told struct {
		Rows, Counted int
		Figures       map[string]int
		Conflicts     []struct{ Cell string }
		LeftOut       []struct{ Where, What, Why string } `json:"left_out"`
		Open          []struct {
			Number, Received, Due string
			DaysLeft              *int `json:"days_left"`
		}
	}
	if err := json.Unmarshal([]byte(s.must("ledger", "教育局-2025", next, "--json")), &told); err != nil {
		t.Fatal(err)
	}
	if told.Rows != 6 || told.Counted != 6 || told.Figures["3.carried_out.natural_person"] != 1 || len(told.Conflicts) != 0 || len(told.Open) != 1 || told.Open[0].Due != "2026-01-19" || *told.Open[0].DaysLeft != 6 {
		t.Errorf("%+v", told)
	}
	old := s.ledgerFile("去年.csv", "1,2024-001,2024-01-08,申请人甲,公民,甲地批文,2024-01-25,予以公开,否,\n")
	if got := s.run("", "ledger", "教育局-2025", old); got.status != 1 || !strings.Contains(got.out, "没有一件是 2025 年的") {
		t.Errorf("another year's: %+v", got)
	}
	if got := s.run("", "ledger", "教育局-2025", s.ledgerFile("空.csv", "")); got.status != 1 || !strings.Contains(got.out, "没有一件是 2025 年的") {
		t.Errorf("an empty one over figures: %+v", got)
	}
	s.fails(2, "不是按台账填的", "show", s.another(), "3.received.natural_person", "--rows")
	s.fails(2, "不能同时写", "show", "教育局-2025", "3.received.natural_person", "--rows", "--units")
}

// TestLedgerCases: of reconsiderations a ledger has those about its own applications; it adds to section
// four and takes nothing away.
func TestLedgerCases(t *testing.T) {
	s := newShell(t)
	s.must("new", "--unit", "某某县教育局", "--year", "2025")
	s.must("set", "教育局-2025", "4.reconsideration.upheld=3", "4.reconsideration.other=0")
	path := filepath.Join(t.TempDir(), "台账.csv")
	text := "登记号,收到日期,申请人类型,答复日期,答复结果,复议结果,复议日期\n1,2025-01-08,公民,2025-01-25,公开,维持,2025-05-01\n2,2025-01-08,公民,2025-01-25,公开,终止,2025-05-01\n3,2025-01-08,公民,2025-01-25,公开,维持,2024-05-01\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.says(s.must("ledger", "教育局-2025", path), "往年申请的案件请自己核对", "复议、诉讼是 2024 年的")
	var shown struct{ Figures map[string]*int }
	if err := json.Unmarshal([]byte(s.must("show", "教育局-2025", "4.reconsideration.upheld", "4.reconsideration.other", "4.reconsideration.pending", "--json")), &shown); err != nil {
		t.Fatal(err)
	}
	if f := shown.Figures; *f["4.reconsideration.upheld"] != 3 || *f["4.reconsideration.other"] != 1 || f["4.reconsideration.pending"] != nil {
		t.Errorf("%v", f)
	}
}

// another is a report that no ledger was counted into.
func (s *shell) another() string {
	s.must("new", "--unit", "某某县水利局", "--year", "2025")
	return "某某县水利局-2025"
}

// TestLedgerOpen: without a report a ledger's open applications are listed, those first that are overdue.
func TestLedgerOpen(t *testing.T) {
	s := newShell(t)
	path := s.ledgerFile("台账.csv", someRows+"7,2025-007,2025-11-03,申请人己,公民,纪要,,,否,\n8,2025-008,,申请人庚,公民,纪要,,,否,\n")
	if got := s.run("", "ledger", path); got.status != 1 {
		t.Errorf("%+v", got)
	}
	at := func(what string) int { return strings.Index(s.out, what) }
	if s.says(s.out, "还有 3 件没有答复，其中 1 件过了期限", "期限 2025-12-01", "没有收到日期"); at("2025-007") > at("2025-005") || at("2025-005") > at("2025-008") {
		t.Error(s.out)
	}
	s.says(s.must("ledger", path, "--on", "2025-11-10"), "还有 2 件没有答复\n") // 2025-005 hadn't come
	s.says(s.run("", "ledger", path, "--on", "2027-03-10").out, "2027 年的放假安排还不知道，只按周末算")
	s.fails(2, "写成 2025-03-10 这样", "ledger", path, "--on", "3月10日")
	s.fails(2, "没有找到台账的表头", "ledger", s.another(), s.noLedger("一份年报.txt"))
	s.fails(2, "请写明台账文件", "ledger")
	s.fails(2, "docx 或 xlsx", "ledger", s.old())
}

// noLedger is a file that is no ledger, old one of a kind that can't be read.
func (s *shell) noLedger(name string) string {
	path := filepath.Join(s.TempDir(), name)
	if err := os.WriteFile(path, []byte("某某镇2025年政府信息公开工作年度报告\n一、总体情况\n"), 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}

func (s *shell) old() string {
	path := filepath.Join(s.TempDir(), "台账.xls")
	if err := os.WriteFile(path, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600)), 0o600); err != nil {
		s.Fatal(err)
	}
	return path
}

// TestBlankLedger: what is written to begin with is read back as a ledger without rows, and one row of
// each outcome and kind, written from its own lists, counts without a question.
func TestBlankLedger(t *testing.T) {
	s := newShell(t)
	path := filepath.Join(t.TempDir(), "台账.xlsx")
	s.must("ledger", "--blank", "-o", path)
	s.fails(2, "只写 -o 文件", "ledger", "--blank")
	s.fails(2, "以 .xlsx 结尾", "ledger", "--blank", "-o", path+".csv")
	s.must("new", "--unit", "某某县教育局", "--year", "2025")
	s.says(s.must("ledger", path), "台账 0 行")
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	heads, err := f.GetRows("台账")
	if err != nil {
		t.Fatal(err)
	}
	choices, err := f.GetCols("可选的写法")
	if err != nil {
		t.Fatal(err)
	}
	for i := range choices {
		choices[i] = slices.DeleteFunc(choices[i], func(s string) bool { return s == "" })
	}
	col := func(f ledger.Field) int {
		for i, h := range heads[0] {
			if ledger.HeadOf(h) == f {
				return i + 1
			}
		}
		t.Fatalf("no column for %s in %v", f, heads[0])
		return 0
	}
	put := func(row int, field ledger.Field, text string) {
		t.Helper()
		cell, err := excelize.CoordinatesToCellName(col(field), row)
		if err == nil {
			err = f.SetCellValue("台账", cell, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	kinds, outcomes := choices[0][1:], choices[1][1:]
	for i, outcome := range outcomes {
		put(i+2, ledger.FieldReceived, "2025-03-03")
		put(i+2, ledger.FieldAnswered, "2025-03-20")
		put(i+2, ledger.FieldOutcome, outcome)
		put(i+2, ledger.FieldApplicant, kinds[i%len(kinds)])
	}
	for i, result := range choices[3][1:] {
		put(i+2, ledger.FieldReconsideration, result)
		put(i+2, ledger.FieldReconsidered, "2025-09-01")
	}
	for i, result := range choices[4][1:] {
		put(i+2, ledger.FieldSuit, result)
		put(i+2, ledger.FieldSued, "2025-10-01")
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var told struct {
		Counted   int
		Questions []any
		Figures   map[string]int
	}
	if err := json.Unmarshal([]byte(s.must("ledger", "教育局-2025", path, "--json")), &told); err != nil {
		t.Fatal(err)
	}
	ones := 0
	for _, n := range told.Figures {
		if n == 1 {
			ones++
		}
	}
	if told.Counted != len(outcomes) || len(outcomes) != 21 || len(told.Questions) > 0 || ones < 21+12 || told.Figures["4.suit_after.pending"] != 1 || told.Figures["4.reconsideration.upheld"] != 1 {
		t.Errorf("%d outcomes: %+v", len(outcomes), told)
	}
}

// TestNoPersonalData: names that stand in every column, in the sheet's and the file's name are nowhere
// in what is kept or printed for programs.
func TestNoPersonalData(t *testing.T) {
	const planted = "欧阳铁柱"
	s := newShell(t)
	s.must("new", "--unit", "某某县教育局", "--year", "2025")
	f := excelize.NewFile()
	heads := []any{"序号", "登记号", "收到日期", "申请人", "申请人类型", "证件号码", "联系电话", "申请内容", "是否补正", "是否延期", "征询第三方", "答复日期", "答复类型", "答复文号", "送达方式", "是否复议", "是否诉讼", "备注", "经办人"}
	rows := [][]any{{planted + "2025年台账"}, heads}
	for i, outcome := range []string{"予以公开", "部分公开", "信访"} {
		rows = append(rows, []any{planted, planted + "-" + string(rune('1'+i)), "2025-03-0" + string(rune('1'+i)), planted, "公民", "33010619900101123X", "13800001111", planted + "的房子",
			"否", "否", "否", "2025-04-01", outcome, planted + "〔2025〕1号", planted + "自取", "否", "否", planted + "来过", planted})
	}
	rows = append(rows, []any{planted, planted + "9", planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted, planted})
	name := planted + "台账.xlsx"
	sheet := planted + "的表"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow(sheet, cell, &rows[i])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), name)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	words := filepath.Join(t.TempDir(), "对照.csv")
	if got := s.run("", "ledger", "教育局-2025", path, "--map", words); got.status != 1 {
		t.Fatalf("%+v", got)
	}
	table, err := os.ReadFile(words)
	if err != nil {
		t.Fatal(err)
	}
	var answered []string
	for _, line := range strings.Split(string(table), "\r\n") { // the planted row is set aside: it says nothing
		if fields := strings.Split(line, ","); len(fields) > 4 && (fields[0] == "申请" || fields[0] == "复议诉讼") {
			fields[2], fields[3] = map[string]string{"申请": "不计", "复议诉讼": "没有复议诉讼"}[fields[0]], "不是申请"
			line = strings.Join(fields, ",")
		}
		answered = append(answered, line)
	}
	if err := os.WriteFile(words, []byte(strings.Join(answered, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	printed := s.must("ledger", "教育局-2025", path, "--map", words, "--json")
	s.must("backup", "-o", filepath.Join(s.dir, "备份.db"))
	printed += s.must("show", "教育局-2025", "--json") + s.must("log", "教育局-2025", "--json") + s.must("show", "教育局-2025", "3.received.total", "--rows", "--json")
	store, err := s.machine.Folder(s.dir).Open()
	if err != nil {
		t.Fatal(err)
	}
	list, err := store.List()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Ledger(list[0].ID)
	if err != nil || !strings.Contains(kept, "2025-03-01") {
		t.Fatalf("%v: %s", err, kept)
	}
	mapping, err := store.UnitWords("某某县教育局")
	if err != nil {
		t.Fatal(err)
	}
	found := func(where, text string) {
		for _, secret := range []string{planted, "铁柱", "33010619900101123X", "13800001111"} {
			if strings.Contains(text, secret) {
				i := strings.Index(text, secret)
				t.Errorf("%s is in %s: %.200q", secret, where, text[max(i-100, 0):])
			}
		}
	}
	found("what is printed for programs", printed)
	found("the rows that are kept", kept)
	found("the words that are kept", mapping)
	err = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		found(path, string(data)+path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
