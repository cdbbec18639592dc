package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/model/ledger"
)

// someLedger has what a ledger can have: known and odd words, an application of last year's, one that
// is open, one that contradicts itself, a row of totals.
func someLedger() *ledger.Book {
	row := func(number, kind string, received, answered ledger.Day, outcome string) ledger.Row {
		return ledger.Row{Where: "工作表「台账」第" + number + "行", Number: "2025-" + number, Applicant: kind, Received: received, Answered: answered, Outcome: outcome}
	}
	return &ledger.Book{
		Has: map[ledger.Field]bool{ledger.FieldReceived: true, ledger.FieldAnswered: true, ledger.FieldOutcome: true},
		Rows: []ledger.Row{row("003", "公民", "2025-01-08", "2025-01-25", "予以公开"), row("004", "企业", "2025-02-03", "2025-03-10", "部分公开"), row("005", "个体工商户", "2025-03-05", "2025-04-20", "不予公开（第三方）"),
			row("006", "公民", "2024-12-20", "2025-01-10", "信息不存在"), row("007", "公民", "2025-12-20", "", ""), row("008", "公民", "2025-05-20", "2025-06-01", "同意提供，已邮寄"),
			row("009", "公民", "2025-05-22", "2025-06-01", "同意提供，已邮寄"), row("010", "公民", "2025-07-20", "2025-06-01", "予以公开"), row("011", "公民", "2024-03-20", "2024-04-01", "予以公开")},
		Skipped: []ledger.Skipped{{Where: "工作表「台账」第12行", What: "合计 9件", Why: "合计行，不是申请"}},
	}
}

// tallying reads a ledger into the report in hand.
func (d *driver) tallying() {
	d.t.Helper()
	d.begin()
	dir := d.t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "台账.docx"), nil, 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.files.ledger = someLedger()
	d.files.readings = map[string]func(int) (*model.Reading, error){"台账.docx": func(int) (*model.Reading, error) { return nil, fakeError{model.CodeUnreadable} }}
	d.app.importDir = dir
	d.press("i", "台账", "enter")
}

// TestTally: each wording is asked about once, nothing goes into the report before all is told, and then
// as one step; a figure opens into its rows.
func TestTally(t *testing.T) {
	d := drive(t, 80, 24)
	d.tallying()
	d.see("台账 9 行，计入 4 件；4 行待定", "[待定 3]", "个体工商户", "同意提供，已邮寄", "2025-010", "建议 予以公开")
	d.press("ctrl+s")
	d.see("4 行待定，没有计入：这时的数是不全的，没有填进报告")
	if d.app.session().Report().Figures["3.received.natural_person"].Filled() {
		t.Error("something was filled in")
	}
	d.press("enter", "商业", "enter")
	d.see("「个体工商户」按「商业企业」算：1 行定了，还有 3 行待定")
	d.press("ctrl+z")
	d.see("撤销了，4 行待定")
	d.press("enter", "商业", "enter", "space")
	d.see("「同意提供，已邮寄」按「予以公开」算：2 行定了，还有 1 行待定")
	d.press("space")
	d.see("这一条没有建议")
	d.press("enter", "不计", "enter", "enter")
	d.see("请写原因")
	d.press("esc", "esc", "enter", "答复日期", "enter", "2025-13-01", "enter")
	d.see("不是日期")
	d.press("ctrl+u", "2025-08-01", "enter")
	d.see("台账 9 行，计入 8 件", "待定 0", "[和报告不同", "另有")
	d.press("enter")
	d.see("台账里的行：", "2025-003", "2025-008")
	d.press("esc", "tab")
	d.see("2024 年就答复了，不是这一年的", "合计行，不是申请")
	d.press("tab")
	d.see("2025-007", "期限 2026-01-19")
	d.press("ctrl+s")
	d.see("8 件申请填进了 144 格")
	r := d.app.session().Report()
	for cell, want := range map[model.CellID]int64{"3.received.natural_person": 5, "3.received.business": 2, "3.carried_in.natural_person": 1, "3.granted.natural_person": 4, "3.carried_out.natural_person": 1, "3.denied_secret.research": 0} {
		if r.Figures[cell] != model.Count(want) {
			t.Errorf("%s is %s, want %d", cell, r.Figures[cell], want)
		}
	}
	d.press("3", "z")
	d.see("报告里 5，台账里 5 行", "2025-010")
	d.press("esc", "esc", "ctrl+z")
	if d.app.session().Report().Figures["3.received.natural_person"].Filled() {
		t.Error("taking a ledger is more than one step")
	}
	d.press("i", "台账", "enter") // what was told is known
	d.see("台账 9 行，计入 8 件", "这次有 0 行不同", "待定 0")
}

// TestTallyElsewhere: from the list a ledger shows its terms; one that is pasted into a table is counted.
func TestTallyElsewhere(t *testing.T) {
	d := drive(t, 80, 24)
	d.tallying()
	d.press("esc", "esc", "esc", "i", "台账", "enter")
	d.see("台账里没有答复的申请", "2025-007", "要数进报告，先打开报告")
	d.press("esc", "esc", "enter", "3")
	d.send(rows("登记号 收到日期 申请人类型 答复日期 答复类型", "1 2025-01-08 公民 2025-01-25 予以公开"))
	d.see("按台账填表", "台账 9 行")
	d.press("esc", "f4", "esc", "z")
	d.lack("台账里的行")
	if s := d.screen(); strings.Contains(s, "panic") {
		t.Error(s)
	}
}
