package export

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"nianbao/model"
)

// ownBooks are reports of all editions with what a workbook can hold.
func ownBooks() []*model.Report {
	reports := []*model.Report{sample(), long(), bare()}
	random := rand.New(rand.NewPCG(16, 2026))
	for i := range 8 {
		reports = append(reports, randomReport(random), randomOf(model.Form2019(), 2019+i%2, random))
	}
	return reports
}

// TestOwnBookUntouched: a workbook of ours that nobody touched reads back with nothing
// doubtful and nothing left out, blank or filled in, as a draft or compared with last year.
func TestOwnBookUntouched(t *testing.T) {
	for i, r := range ownBooks() {
		for name, o := range map[string]Options{"": {}, "blank": {Blank: true}, "last": {Last: bare()}, "draft": {Draft: true}} {
			x, err := ReadBytes([]byte(write(t, "xlsx", r, o)), ReadOptions{})
			if err != nil {
				t.Fatalf("%d %s: %v", i, name, err)
			}
			if len(x.Guessed())+len(x.LeftOut)+len(x.Report.Unread)+len(x.Report.Stated) > 0 {
				t.Errorf("%d %s: doubtful %v, left out %v, unread %v, stated %v", i, name, x.Guessed(), x.LeftOut, x.Report.Unread, x.Report.Stated)
			}
			if diff := differs(r, x.Report); diff != "" && !o.Blank {
				t.Errorf("%d %s: %s", i, name, diff)
			}
		}
	}
}

// edited is our own workbook after somebody has edited it in a spreadsheet.
func edited(t *testing.T, data []byte, edit func(*excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err == nil {
		err = edit(f)
	}
	var out bytes.Buffer
	if err == nil {
		err = f.Write(&out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestOwnBookFilledIn: blank forms that somebody fills in, on a sheet that was moved or not,
// read sure, and so does a workbook that a spreadsheet has saved again.
func TestOwnBookFilledIn(t *testing.T) {
	blank := []byte(write(t, "xlsx", model.NewReport(model.Form2021, "白石镇人民政府", model.Town, 2025), Options{Blank: true}))
	for name, move := range map[string]func(*excelize.File) error{
		"as it is":     func(*excelize.File) error { return nil },
		"a row above":  func(f *excelize.File) error { return f.InsertRows("二、主动公开", 2, 1) },
		"wider column": func(f *excelize.File) error { return f.SetColWidth("二、主动公开", "A", "A", 40) },
	} {
		at := ""
		data := edited(t, blank, func(f *excelize.File) error {
			if err := move(f); err != nil {
				return err
			}
			for _, n := range f.GetDefinedName() {
				if n.Name == "c_2.penalty.decided" {
					at = strings.ReplaceAll(n.RefersTo, "$", "")
				}
			}
			sheet, cell, _ := strings.Cut(at, "!")
			return f.SetCellValue(strings.Trim(sheet, "'"), cell, 45)
		})
		x, err := ReadBytes(data, ReadOptions{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if x.Report.Figures["2.penalty.decided"] != model.Count(45) || len(x.Guessed())+len(x.LeftOut) > 0 {
			t.Errorf("%s (%s): %v, doubtful %v, left out %v", name, at, x.Report.Figures, x.Guessed(), x.LeftOut)
		}
	}
}

// ownCell is the XML of a cell of the sample's own workbook, by its name.
func ownCell(t *testing.T, data []byte, id model.CellID) (part, at, xml string) {
	t.Helper()
	parts := unzip(t, string(data))
	m := regexp.MustCompile(`<definedName name="c_` + regexp.QuoteMeta(string(id)) + `">(?:'|&apos;|&#39;)([^'&]+)(?:'|&apos;|&#39;)!\$([A-Z]+)\$(\d+)<`).FindStringSubmatch(parts["xl/workbook.xml"])
	if m == nil {
		t.Fatalf("no name of %s", id)
	}
	for i := 1; ; i++ {
		part = fmt.Sprintf("xl/worksheets/sheet%d.xml", i)
		if parts[part] == "" {
			t.Fatalf("no cell of %s", id)
		}
		if i == map[string]int{"二、主动公开": 1, "三、申请办理": 2}[m[1]] {
			break
		}
	}
	at = m[2] + m[3]
	return part, at, regexp.MustCompile(`<c r="` + at + `"[^>]*>.*?</c>`).FindString(parts[part])
}

// TestOwnBookAsItLooks: our own workbook is read as it looks, and the labels count.
func TestOwnBookAsItLooks(t *testing.T) {
	const cell = "2.penalty.decided"
	data := []byte(write(t, "xlsx", penalties(), Options{}))
	part, at, xml := ownCell(t, data, cell)
	row := strings.TrimLeft(at, "ABCDEFGHIJ")
	styled := func(code string) []byte {
		return edited(t, data, func(f *excelize.File) error {
			id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			if err != nil {
				return err
			}
			return f.SetCellStyle("二、主动公开", at, at, id)
		})
	}
	value := func(v string) []byte { return changed(t, data, part, xml, strings.Replace(xml, "<v>693957</v>", v, 1)) }
	renamed := func(old, new string) []byte { return changed(t, data, part, old, new) }
	for name, c := range map[string]struct {
		data         []byte
		want, reason string
	}{
		"hidden row":        {changed(t, data, part, `<row r="`+row+`"`, `<row r="`+row+`" hidden="1"`), "", "第 " + row + " 行"},
		"hidden sheet":      {changed(t, data, "xl/workbook.xml", `<sheet name="二、主动公开"`, `<sheet state="hidden" name="二、主动公开"`), "", "隐藏的工作表"},
		"hidden column":     {edited(t, data, func(f *excelize.File) error { return f.SetColVisible("二、主动公开", "B", false) }), "", "B 列"},
		"ten thousands":     {styled(`0"万"`), "", "存的是 693957，显示成 693957万"},
		"general words":     {styled(`General"件次"`), "", "显示成"},
		"scaled":            {styled(`#,##0,`), "694", "存的是 693957，显示成 694"},
		"not shown":         {styled(`;;;`), "", "隐藏"},
		"white":             {styled(`[White]0`), "", "看不见"},
		"rounded":           {edited(t, data, func(f *excelize.File) error { return f.SetCellValue("二、主动公开", at, 693957) }), "693957", ""},
		"formula":           {value(`<f>693900+57</f><v></v>`), "", "没有算出结果"},
		"formula, no value": {value(`<f>693900+57</f>`), "", "没有算出结果"},
		"label of another":  {renamed(`<t>行政处罚</t>`, `<t>行政强制</t>`), "", "指的是"},
		"unknown label":     {renamed(`<t>行政处罚</t>`, `<t>处理的其他案子</t>`), "693957", ""},
	} {
		if name == "rounded" {
			x, err := ReadBytes(c.data, ReadOptions{})
			if err != nil || x.Report.Figures[cell] != model.Count(693957) || len(x.LeftOut) > 0 || len(x.Guessed()) > 0 {
				t.Errorf("saved again: %v %v %v", err, x.LeftOut, x.Guessed())
			}
			continue
		}
		appearance{cell, c.want, c.reason}.check(t, name, c.data)
	}
	for name, code := range map[string]string{"two places": "0.00", "groups": "#,##0", "accounts": `_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"??_ ;_ @_ `} {
		if x, err := ReadBytes(styled(code), ReadOptions{}); err != nil || x.Report.Figures[cell] != model.Count(693957) || len(x.Guessed())+len(x.LeftOut) > 0 {
			t.Errorf("%s: %v, %v, left out %v", name, err, x.Guessed(), x.LeftOut)
		}
	}
}

// TestOwnBookLabels: a name that points to another row or column than its label says, to the
// same cell as another name or to nothing is found out.
func TestOwnBookLabels(t *testing.T) {
	r := sample()
	for i, id := range []model.CellID{"2.licensing.decided", "2.penalty.decided", "2.compulsion.decided"} {
		r.Figures[id] = model.Count(int64(700 + i))
	}
	r.Figures["2.fees.amount"] = mustParse("123456.5")
	data := []byte(write(t, "xlsx", r, Options{}))
	names := unzip(t, string(data))["xl/workbook.xml"]
	name := func(id string) string {
		return regexp.MustCompile(`<definedName name="c_` + regexp.QuoteMeta(id) + `">[^<]*</definedName>`).FindString(names)
	}
	to := func(id, other string) []byte {
		old := name(id)
		return changed(t, data, "xl/workbook.xml", old, strings.Replace(name(other), "c_"+other, "c_"+id, 1))
	}
	part, penalty, _ := ownCell(t, data, "2.penalty.decided")
	penaltyRow := strings.TrimLeft(penalty, "ABCDEF")
	swapped := changed(t, data, part, `<t>行政处罚</t>`, `<t>@</t>`)
	swapped = changed(t, swapped, part, `<t>行政强制</t>`, `<t>行政处罚</t>`)
	swapped = changed(t, swapped, part, `<t>@</t>`, `<t>行政强制</t>`)
	for name, c := range map[string]struct {
		data   []byte
		cell   model.CellID
		want   string
		reason string
	}{
		"labels exchanged":      {swapped, "2.penalty.decided", "702", "格名"},
		"their others":          {swapped, "2.compulsion.decided", "701", "格名"},
		"two names on one cell": {to("2.licensing.decided", "2.penalty.decided"), "2.licensing.decided", "700", "格名"},
		"column of another":     {to("3.received.business", "3.received.natural_person"), "3.received.business", r.Figures["3.received.business"].String(), "格名"},
		"lost name":             {changed(t, data, "xl/workbook.xml", name("2.penalty.decided"), ""), "2.penalty.decided", "701", "没有数"},
		"broken name":           {changed(t, data, "xl/workbook.xml", name("2.penalty.decided"), `<definedName name="c_2.penalty.decided">#REF!</definedName>`), "2.penalty.decided", "701", "没有数"},
		"under a merged cell":   {changed(t, data, part, `<c r="C`+penaltyRow+`"`, `<c r="C`+penaltyRow+`"><v>999</v></c><c r="Z`+penaltyRow+`"`), "2.penalty.decided", "701", "还有「999」"},
		"row taken out":         {edited(t, data, func(f *excelize.File) error { return f.RemoveRow("二、主动公开", atoi(t, penaltyRow)+1) }), "2.compulsion.decided", "", "指的是"},
		"yuan in the head":      {changed(t, data, part, `（单位：万元）`, `（单位：元）`), "2.fees.amount", "12.3457", "存的是 123456.5"},
		"thousands in the head": {changed(t, data, part, `（单位：万元）`, `（单位：千元）`), "2.fees.amount", "12345.65", "千元"},
	} {
		appearance{c.cell, c.want, c.reason}.check(t, name, c.data)
	}
	for name, data := range map[string][]byte{
		"beside the table": edited(t, data, func(f *excelize.File) error { return f.SetCellValue("二、主动公开", "H"+penaltyRow, 999) }),
		"a remark":         edited(t, data, func(f *excelize.File) error { return f.SetCellValue("四、复议诉讼", "A25", "经办人：张三") }),
		"below the table": edited(t, data, func(f *excelize.File) error {
			return f.SetSheetRow("二、主动公开", "A40", &[]any{"行政处罚应为", 999})
		}),
		"on a sheet of its own": edited(t, data, func(f *excelize.File) error {
			_, err := f.NewSheet("更正")
			if err == nil {
				err = f.SetCellValue("更正", "A1", 999)
			}
			return err
		}),
	} {
		x, err := ReadBytes(data, ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(x.LeftOut) == 0 || x.Report.Figures["2.penalty.decided"] != model.Count(701) {
			t.Errorf("%s: nothing is said of 999, %v", name, x.Report.Figures["2.penalty.decided"])
		}
	}
	zeros := sample()
	for _, c := range zeros.Form.Cells() {
		if !c.Computed() {
			zeros.Figures[c.ID] = model.Zero
		}
	}
	hidden := []byte(write(t, "xlsx", zeros, Options{}))
	hidden = changed(t, hidden, part, `<sheetView `, `<sheetView showZeros="0" `)
	x, err := ReadBytes(hidden, ReadOptions{})
	if err != nil || x.Report.Figures["2.penalty.decided"].Filled() || len(x.LeftOut) != 1 || !strings.Contains(x.LeftOut[0].Why, "不显示") {
		t.Errorf("noughts that are not shown: %v %v %v", err, x.Report.Figures["2.penalty.decided"], x.LeftOut)
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestOwnCSVLabels: a line whose label is another's than its number says is doubtful.
func TestOwnCSVLabels(t *testing.T) {
	data := write(t, "csv", penalties(), Options{})
	for name, c := range map[string]struct{ old, new string }{
		"row":    {"行政处罚,本年处理决定数量,693957", "行政强制,本年处理决定数量,693957"},
		"column": {"行政处罚,本年处理决定数量,693957", "行政处罚,上年处理决定数量,693957"},
		"words":  {"行政处罚,本年处理决定数量,693957", "行政检查,本年处理决定数量,693957"},
	} {
		if !strings.Contains(data, c.old) {
			t.Fatalf("no %s", c.old)
		}
		appearance{"2.penalty.decided", "693957", "写的是"}.check(t, name, []byte(strings.Replace(data, c.old, c.new, 1)))
	}
	if x, err := ReadBytes([]byte(strings.Replace(data, "第二十条第（六）项 行政处罚,本年处理决定数量,693957", ",,693957", 1)), ReadOptions{}); err != nil || len(x.Guessed()) > 0 {
		t.Errorf("labels taken out: %v %v", err, x.Guessed())
	}
}

// TestOwnBookManyNames: names that refer to one large text again and again are refused.
func TestOwnBookManyNames(t *testing.T) {
	r := sample()
	r.Text["1"] = strings.Repeat("长", 30_000)
	data := []byte(write(t, "xlsx", r, Options{}))
	m := regexp.MustCompile(`<definedName name="t_1">([^<]*)</definedName>`).FindStringSubmatch(unzip(t, string(data))["xl/workbook.xml"])
	var more strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&more, `<definedName name="t_x%d">%s</definedName>`, i, m[1])
	}
	if _, err := ReadBytes(changed(t, data, "xl/workbook.xml", m[0], m[0]+more.String()), ReadOptions{}); err == nil {
		t.Error("60 MB of text are read")
	}
}
