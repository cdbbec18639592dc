package xlsx

import (
	"cmp"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/ledger"
)

// The sheets of an empty ledger, and how many applications it has room for.
const (
	ledgerSheetName = "台账"
	choiceSheetName = "可选的写法"
	termSheetName   = "怎么填"
	ledgerRows      = 500
)

// ledgerColumn is a column of an empty ledger.
type ledgerColumn struct {
	field ledger.Field
	head  string  // in place of the field's own
	width float64 // in points
	day   bool
	list  int // its column on the sheet of choices, 0 for none
	says  string
}

var ledgerColumns = []ledgerColumn{
	{field: ledger.FieldOrder, width: 32},
	{field: ledger.FieldNumber, width: 72, says: "一件申请一个编号，不要重复；一件拆成几件的写成 2026-003-1、2026-003-2。"},
	{field: ledger.FieldReceived, width: 66, day: true, says: "收到申请的日期，写全年月日。按这个日期分是新收还是上年结转。"},
	{field: ledger.FieldName, width: 72, says: "姓名或单位名称。本程序不读也不存。"},
	{field: ledger.FieldApplicant, width: 72, list: 1, says: "从列表里选。以单位名义申请的选单位的类型。"},
	{field: ledger.FieldManner, width: 52, says: "当面、信函、网上、传真、邮件。"},
	{field: ledger.FieldContent, width: 130, says: "本程序不读也不存。"},
	{field: ledger.FieldNotice, width: 66, day: true, says: "要申请人补正的，写发出通知的日期：收到之日起 7 个工作日内。"},
	{field: ledger.FieldAmended, width: 66, day: true, says: "收到补正的日期：期限从这一天重新算。"},
	{field: ledger.FieldExtension, width: 40, list: 3, says: "延长答复期限的选「是」：最多 20 个工作日。"},
	{field: ledger.FieldExtended, width: 66, day: true, says: "延期到哪一天。"},
	{field: ledger.FieldInquirySent, width: 66, day: true, says: "征求第三方或者其他机关意见，发出的日期。"},
	{field: ledger.FieldInquired, width: 66, day: true, says: "收到意见的日期：征求意见的时间不算在期限里。"},
	{field: ledger.FieldAnswered, width: 66, day: true, says: "作出答复的日期。还没有答复的空着，答复类型也空着。"},
	{field: ledger.FieldOutcome, width: 120, list: 2, says: "从列表里选，一件只选一种；有公开有不公开的选「部分公开」。"},
	{field: ledger.FieldDocument, width: 80, says: "答复书的文号。"},
	{field: ledger.FieldDelivery, width: 52},
	{field: ledger.FieldReconsideration, head: "复议结果", width: 66, list: 4, says: "被申请行政复议的，选结果。"},
	{field: ledger.FieldReconsidered, width: 66, day: true, says: "复议有结果的日期；还没有审结的，写受理的日期。"},
	{field: ledger.FieldSuit, head: "诉讼结果", width: 90, list: 5, says: "被提起行政诉讼的，选有没有经过复议、结果。"},
	{field: ledger.FieldSued, width: 66, day: true, says: "诉讼有结果的日期；还没有审结的，写受理的日期。"},
	{field: ledger.FieldRemark, width: 100},
}

// WriteBlankLedger writes a ledger to begin with for a form's report: heads, choices, and what each
// column wants.
func WriteBlankLedger(w io.Writer, form *model.Form) error {
	b := emptyBook()
	b.ledgerSheet(ledgerChoices(form))
	b.choiceSheet(ledgerChoices(form))
	b.termSheet(form)
	b.properties("依申请公开台账", "", "")
	return b.write(w)
}

// ledgerChoices are the columns of the sheet of choices, each with its head.
func ledgerChoices(form *model.Form) [][]string {
	words := ledger.NewWords(form)
	names := func(head string, keys []string) []string {
		out := []string{head}
		for _, k := range keys {
			out = append(out, words.Name(k))
		}
		return out
	}
	outcomes := words.Outcomes()
	lists := [][]string{names("申请人类型", words.Applicants()), names("答复类型", outcomes[:len(outcomes)-1]), {"是否延期", "是", "否"}, {"复议结果"}, {"诉讼结果"}}
	for _, c := range form.Cells() {
		if c.Section.Key != ledger.CaseSection || c.Computed() {
			continue
		}
		if len(c.Row.Groups) == 0 {
			lists[3] = append(lists[3], c.Column.Label)
		} else {
			lists[4] = append(lists[4], c.Row.Name+"，"+c.Column.Label)
		}
	}
	return lists
}

func (b *book) ledgerSheet(choices [][]string) {
	widths, heads := make([]float64, len(ledgerColumns)), make([]string, len(ledgerColumns))
	for i, c := range ledgerColumns {
		widths[i], heads[i] = c.width, cmp.Or(c.head, c.field.Head())
	}
	s := b.newSheet(b.sheetName(ledgerSheetName), widths, page{landscape: true, gridlines: true})
	s.freeze(cellref.At(2, 3))
	s.repeat(1, 1)
	s.list(headingLook, heads...)
	plain, day := listLook, listLook
	day.format, day.wrap = "yyyy-mm-dd", false
	cells := make([]any, len(ledgerColumns))
	for i, c := range ledgerColumns {
		cells[i] = excelize.Cell{StyleID: s.style(plain)}
		if c.day {
			cells[i] = excelize.Cell{StyleID: s.style(day)}
		}
	}
	for range ledgerRows {
		s.put(minHeight, cells...)
	}
	for i, c := range ledgerColumns {
		s.choose(cellref.Between(cellref.At(2, i+1), cellref.At(ledgerRows+1, i+1)), c, choices)
	}
	s.close()
}

// choose lets only days, or the words of a list, into the cells of a column.
func (s *sheet) choose(p cellref.Span, c ledgerColumn, choices [][]string) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = p.String()
	switch {
	case c.day:
		from, to := time.Date(2008, 5, 1, 0, 0, 0, 0, time.UTC), time.Date(2099, 12, 31, 0, 0, 0, 0, time.UTC) // since the regulation
		s.try(dv.SetRange(excelSerial(from), excelSerial(to), excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween))
		dv.SetError(excelize.DataValidationErrorStyleStop, "日期不对", "请写成 2026-01-08 这样的日期。")
	case c.list > 0:
		from, to := cellref.At(2, c.list), cellref.At(len(choices[c.list-1]), c.list)
		dv.SetSqrefDropList(quoteSheet(choiceSheetName) + "!" + from.Absolute() + ":" + to.Absolute())
		dv.SetError(excelize.DataValidationErrorStyleWarning, "列表里没有", "最好从列表里选；列表里没有的写法，数的时候要逐个确定。")
	default:
		return
	}
	if s.err == nil {
		s.try(s.f.AddDataValidation(s.name, dv))
	}
}

// excelSerial is a day as workbooks count them.
func excelSerial(t time.Time) int {
	return int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

func (b *book) choiceSheet(choices [][]string) {
	s := b.newSheet(b.sheetName(choiceSheetName), []float64{100, 180, 60, 80, 140}, page{gridlines: true})
	s.freeze(cellref.At(2, 1))
	longest := 0
	for _, c := range choices {
		longest = max(longest, len(c))
	}
	for i := range longest {
		row := make([]string, len(choices))
		for k, c := range choices {
			if i < len(c) {
				row[k] = c[i]
			}
		}
		l := listLook
		if i == 0 {
			l = headingLook
		}
		s.list(l, row...)
	}
	s.close()
}

// termSheet says what each column wants, when answers are due, and what each answer counts.
func (b *book) termSheet(form *model.Form) {
	s := b.newSheet(b.sheetName(termSheetName), []float64{170, 400}, page{})
	s.line("依申请公开台账：怎么填", titleLook, 2)
	for i, text := range []string{
		fmt.Sprintf("一件申请一行，从第 2 行起；先准备了 %d 行，不够的往下接着写。栏目可以换位置、加别的，表头的字不要改。", ledgerRows),
		"期限（条例第三十三条）：收到之日起 20 个工作日内答复；延期再加 20 个；补正的从收到补正之日重新算；征求第三方和其他机关意见的时间不算。",
		"随时可以看还有哪些没有答复、什么时候到期：nianbao ledger 台账.xlsx。",
		"年底数进年报：nianbao ledger 单位-年度 台账.xlsx，或者打开报告，在目录里读入这个文件。姓名、证件、申请内容不读也不存。",
	} {
		s.line(fmt.Sprintf("%d. %s", i+1, text), plainLook, 2)
	}
	s.row++
	s.list(headingLook, "栏目", "怎样填")
	for _, c := range ledgerColumns {
		if c.says != "" {
			s.list(listLook, cmp.Or(c.head, c.field.Head()), c.says)
		}
	}
	s.row++
	section := form.Section(ledger.ApplicationSection)
	s.line(section.Heading+"：各是什么", look{size: cellSize + 1, bold: true, left: true}, 2)
	s.helps(section)
	s.close()
}
