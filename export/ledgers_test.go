package export

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/ledger"
)

// Ledgers in the manner of twenty offices. What each comes to is drawn and added up first, from
// applications that no program has read; then they are written down by seed as offices do.

const ledgerYear = 2025

// application is one as it happened.
type application struct {
	number             string
	received, answered time.Time // the zero time for not yet
	kind, outcome      string    // the form's keys
	kindWord, word     string    // as its office writes it
}

// truth is what some applications come to in the year's section three.
func truth(all []application) map[model.CellID]int {
	out := map[model.CellID]int{}
	begin, end := time.Date(ledgerYear, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(ledgerYear, 12, 31, 0, 0, 0, 0, time.UTC)
	for _, a := range all {
		open := a.answered.IsZero()
		if a.received.After(end) || !open && a.answered.Before(begin) {
			continue
		}
		row := "received"
		if a.received.Before(begin) {
			row = "carried_in"
		}
		out[model.CellID("3."+row+"."+a.kind)]++
		row = a.outcome
		if open || a.answered.After(end) {
			row = "carried_out"
		}
		out[model.CellID("3."+row+"."+a.kind)]++
	}
	return out
}

// wordings are what offices write for kinds and outcomes: the first list is of words that a reader
// must know, the second of such as only a person can tell.
var wordings = map[string][2][]string{
	"natural_person": {{"公民", "自然人", "个人"}, {"群众代表"}},
	"business":       {{"企业", "商业企业", "公司"}, {"个体工商户", "个体户"}},
	"research":       {{"科研机构", "高校", "研究院"}, {"培训机构"}},
	"welfare":        {{"社会公益组织", "协会", "社会组织"}, {"民间团队"}},
	"legal_service":  {{"法律服务机构", "律师事务所"}, {"执业律师"}},
	"other_org":      {{"其他", "村委会", "业委会"}, {"事业单位"}},

	"granted":               {{"予以公开", "公开", "（一）予以公开", "已主动公开告知", "条例第三十六条第（二）项"}, {"同意，已当面交付", "答复书（一）"}},
	"partial":               {{"部分公开", "区分处理"}, {"公开了其中一份"}},
	"denied_secret":         {{"不予公开（国家秘密）", "涉密"}, {"定密文件不给"}},
	"denied_law":            {{"不予公开-法律法规禁止", "2.其他法律行政法规禁止公开"}, {"按税法不能给"}},
	"denied_third_party":    {{"不予公开（第三方）", "商业秘密", "不予公开：个人隐私", "第三方/商业秘密"}, {"对方公司不愿意"}},
	"denied_internal":       {{"内部事务信息", "不予公开（内部事务）"}, {"内部的人事材料"}},
	"denied_process":        {{"过程性信息", "6.属于四类过程性信息"}, {"会议记录不公开"}},
	"denied_case_file":      {{"不予公开-执法案卷", "行政执法案卷"}, {"处罚卷宗"}},
	"denied_inquiry":        {{"行政查询", "不动产登记查询", "36（七）"}, {"请到窗口查"}},
	"unavailable_not_held":  {{"信息不存在", "不属于本机关", "无法提供（不掌握）", "条例第36条第（五）项"}, {"档案已移交"}},
	"unavailable_to_create": {{"需加工", "无法提供-需要另行制作", "第三十八条"}, {"要重新统计"}},
	"unavailable_unclear":   {{"补正后仍不明确"}, {"说不清要什么"}},
	"refused_petition":      {{"信访", "信访、举报、投诉", "咨询"}, {"转信访局"}},
	"refused_repeat":        {{"重复申请", "不予处理（重复）"}, {"以前答过"}},
	"refused_publication":   {{"公开出版物"}, {"书店有卖"}},
	"refused_excessive":     {{"大量反复", "第35条"}, {"短期申请上百件"}},
	"refused_confirm":       {{"重新出具", "确认"}, {"要求盖章证明"}},
	"other_uncorrected":     {{"逾期不补正", "其他处理（逾期不补正）"}, {"没有回音"}},
	"other_unpaid":          {{"逾期未缴费"}, {"没有交钱"}},
	"other":                 {{"申请人撤回", "撤回", "其他"}, {"申请人来电说算了"}},
}

// office is an office's applications with its habits.
type office struct {
	*rand.Rand
	apps []application
	odd  map[ledger.About]map[string]string // wordings that have to be asked, and what they mean
}

// newOffice draws an office of n applications.
func newOffice(seed uint64, n int) *office {
	o := &office{Rand: rand.New(rand.NewPCG(seed, 23)), odd: map[ledger.About]map[string]string{ledger.AboutApplicant: {}, ledger.AboutOutcome: {}}}
	words := map[string][]string{}
	kinds, outcomes := []string{}, []string{}
	for _, c := range model.Form2021.Cells() {
		if c.Section.Key == "3" && !c.Computed() {
			kinds = union(kinds, c.Column.Key)
			if _, is := wordings[c.Row.Key]; is {
				outcomes = union(outcomes, c.Row.Key)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(wordings)) { // an office has one or two words for a thing, seldom odd ones
		w := wordings[key]
		words[key] = []string{w[0][o.IntN(len(w[0]))], w[0][o.IntN(len(w[0]))]}
		if o.IntN(6) == 0 {
			odd := w[1][o.IntN(len(w[1]))]
			words[key] = append(words[key], odd)
			if slices.Contains(kinds, key) {
				o.odd[ledger.AboutApplicant][odd] = key
			} else {
				o.odd[ledger.AboutOutcome][odd] = key
			}
		}
	}
	for i := range n {
		a := application{number: fmt.Sprintf("%d-%03d", ledgerYear, i+1), kind: kinds[min(o.IntN(12), 11)%len(kinds)], outcome: outcomes[o.IntN(len(outcomes))]}
		a.received = time.Date(ledgerYear-1, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, o.IntN(420))
		if o.IntN(12) > 0 {
			a.answered = a.received.AddDate(0, 0, 3+o.IntN(38))
		}
		a.kindWord, a.word = words[a.kind][o.IntN(len(words[a.kind]))], words[a.outcome][o.IntN(len(words[a.outcome]))]
		o.apps = append(o.apps, a)
	}
	slices.SortStableFunc(o.apps, func(a, b application) int { return a.received.Compare(b.received) })
	return o
}

func union(set []string, key string) []string {
	if slices.Contains(set, key) {
		return set
	}
	return append(set, key)
}

// known are the applications all of whose words a reader must know: nobody has to be asked.
func (o *office) known() []application {
	return slices.DeleteFunc(slices.Clone(o.apps), func(a application) bool {
		return o.odd[ledger.AboutApplicant][a.kindWord] != "" || !a.answered.IsZero() && a.answered.Year() == ledgerYear && o.odd[ledger.AboutOutcome][a.word] != ""
	})
}

// sheet is rows of texts under a name.
type sheet struct {
	name string
	rows [][]string
}

// column is one of an office's columns.
type column struct {
	heads string
	group string // the head above it, where there are two lines
	of    func(i int, a *application) string
}

// day writes a day in the office's manner.
func (o *office) day(style int, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	forms := []string{"2006-01-02", "2006/1/2", "2006年1月2日", "20060102", "2006.1.2", "2006-1-2 15:04"}
	if style >= len(forms) {
		style = o.IntN(len(forms))
	}
	return t.Format(forms[style])
}

// dressed are the applications as the office keeps them: sheets, heads, orders, titles, totals.
func (o *office) dressed() (sheets []sheet) {
	style := o.IntN(7) // 6: as it comes
	person := func(i int, a *application) string {
		return map[string]string{"natural_person": "申请人甲", "business": "某某建筑有限公司", "research": "某某大学", "welfare": "某某商会", "legal_service": "某某律师事务所"}[a.kind]
	}
	columns := []column{
		{"登记号 流水号 收件号 受理号 编号", "", func(_ int, a *application) string { return a.number }},
		{"收到日期 申请日期 受理日期 收件日期", "", func(_ int, a *application) string { return o.day(style, a.received) }},
		{"申请人 申请人姓名 申请人名称", "申请人情况", person},
		{"申请人类型 申请人类别 申请人性质", "申请人情况", func(_ int, a *application) string { return a.kindWord }},
		{"答复日期 办结日期", "答复情况", func(_ int, a *application) string { return o.day(style, a.answered) }},
		{"答复类型 答复结果 处理方式 办理结果", "答复情况", func(_ int, a *application) string {
			if a.answered.IsZero() {
				return ""
			}
			return a.word
		}},
	}
	for _, extra := range []column{{"申请方式 申请渠道", "", func(int, *application) string { return "网上" }}, {"申请内容 所需信息", "", func(i int, _ *application) string { return fmt.Sprintf("第%d号地块的\n征收批文", i) }},
		{"联系电话", "申请人情况", func(int, *application) string { return "13800001111" }}, {"答复文号", "答复情况", func(i int, a *application) string {
			if a.answered.IsZero() {
				return ""
			}
			return fmt.Sprintf("〔%d〕%d号", a.answered.Year(), i+1)
		}}, {"是否延期", "", func(int, *application) string { return "否" }}, {"经办科室", "", func(int, *application) string { return "法规科" }}, {"备注", "", func(int, *application) string { return "" }}} {
		if o.IntN(2) == 0 {
			columns = append(columns, extra)
		}
	}
	o.Shuffle(len(columns), func(i, k int) { columns[i], columns[k] = columns[k], columns[i] })
	twoLines := o.IntN(3) == 0
	if twoLines { // groups stand together
		slices.SortStableFunc(columns, func(a, b column) int { return strings.Compare(a.group, b.group) })
	}
	head, group := []string{"序号"}, []string{"序号"}
	for _, c := range columns {
		names := strings.Fields(c.heads)
		name := names[o.IntN(len(names))]
		if o.IntN(4) == 0 {
			name = string([]rune(name)[:2]) + "\n" + string([]rune(name)[2:])
		}
		top := c.group
		if top == "" {
			top = name
		} else if len(group) > 1 && slices.Contains(group, top) {
			top = "" // merged with the one before
		}
		head, group = append(head, name), append(group, top)
	}
	byMonth, title, total := o.IntN(3) == 0, o.IntN(2) == 0, o.IntN(2) == 0
	add := func(name string, apps []application) {
		s := sheet{name: name}
		if title {
			s.rows = append(s.rows, []string{fmt.Sprintf("某某县教育局%d年依申请公开台账", ledgerYear)})
		}
		if twoLines {
			under := slices.Clone(head)
			for i, c := range columns {
				if c.group == "" {
					under[i+1] = ""
				}
			}
			under[0] = ""
			s.rows = append(s.rows, group, under)
		} else {
			s.rows = append(s.rows, head)
		}
		for i := range apps {
			row := []string{fmt.Sprint(i + 1)}
			for _, c := range columns {
				row = append(row, c.of(i, &apps[i]))
			}
			s.rows = append(s.rows, row)
		}
		if total {
			s.rows = append(s.rows, []string{"合计", fmt.Sprintf("%d件", len(apps))})
		}
		sheets = append(sheets, s)
	}
	if !byMonth {
		add("台账", o.apps)
		return sheets
	}
	months := map[string][]application{}
	var order []string
	for _, a := range o.apps {
		name := a.received.Format("2006年1月")
		if months[name] == nil {
			order = append(order, name)
		}
		months[name] = append(months[name], a)
	}
	for _, name := range order {
		add(name, months[name])
	}
	return sheets
}

// read reads the sheets back from a file of a kind that has room for them, or from what is pasted.
func (o *office) read(t *testing.T, sheets []sheet) (*ledger.Book, error) {
	t.Helper()
	dir := t.TempDir()
	kind := o.IntN(6)
	if len(sheets) > 1 || kind < 2 {
		return Ledger(bookOfSheets(t, filepath.Join(dir, "台账.xlsx"), sheets))
	}
	if kind == 5 {
		return PastedLedger(model.FormatBlock(sheets[0].rows))
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(sheets[0].rows); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	switch kind {
	case 2:
		encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(data)
		if err != nil {
			t.Fatal(err)
		}
		data = encoded
	case 3:
		data = []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(b.String())) {
			data = append(data, byte(u), byte(u>>8))
		}
	}
	path := filepath.Join(dir, "台账.csv")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return Ledger(path)
}

// bookOfSheets saves sheets as a workbook, its titles and groups of heads merged.
func bookOfSheets(t *testing.T, path string, sheets []sheet) string {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		var err error
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range s.rows {
			for c, text := range row {
				if text != "" {
					err = f.SetCellValue(s.name, cellref.At(r+1, c+1).String(), text)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if r == 0 && len(row) == 1 && len(s.rows) > 1 {
				if err := f.MergeCell(s.name, "A1", cellref.At(1, len(s.rows[1])).String()); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// miscounted says in which cells a count is not what is wanted, "" for none.
func miscounted(got map[model.CellID]int, want map[model.CellID]int) string {
	var out []string
	for _, c := range model.Form2021.Cells() {
		if c.Section.Key == "3" && !c.Computed() && got[c.ID] != want[c.ID] {
			out = append(out, fmt.Sprintf("%s %d, want %d", c.ID, got[c.ID], want[c.ID]))
		}
	}
	return strings.Join(out, "; ")
}

// TestOffices: each of twenty ledgers counts cell by cell as the applications do of which it was made:
// at first those all of whose words are known, and once the odd words are told, all.
func TestOffices(t *testing.T) {
	words, offices := ledger.NewWords(model.Form2021), uint64(20)
	if os.Getenv("NIANBAO_LONG") != "" {
		offices = 400
	}
	for seed := range offices {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			o := newOffice(seed, 40+int(seed)*5)
			b, err := o.read(t, o.dressed())
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Rows) != len(o.apps) {
				t.Errorf("%d rows of %d are read; skipped %v", len(b.Rows), len(o.apps), b.Skipped)
			}
			options := ledger.Options{Year: ledgerYear, On: "2026-03-01"}
			c := words.Count(b, ledger.Mapping{}, options)
			if d := miscounted(c.Figures, truth(o.known())); d != "" {
				t.Errorf("before anything is told: %s", d)
			}
			var m ledger.Mapping
			for _, q := range c.Questions {
				to := o.odd[q.About][q.Words]
				if bare, _, named := strings.Cut(q.Words, "（名称像"); named && to == "" { // the name agrees with what the odd word means
					to = o.odd[q.About][bare]
				}
				if to == "" {
					t.Errorf("asked about %s %q: %s", q.About, q.Words, q.Why)
					continue
				}
				m.Set(q.Answer(ledgerYear, to, ""))
			}
			c = words.Count(b, m, options)
			if d := miscounted(c.Figures, truth(o.apps)); d != "" || len(c.Questions) > 0 {
				t.Errorf("when all is told: %s; %v", d, c.Questions)
			}
			for _, total := range b.Totals {
				if total.Count != total.Rows {
					t.Errorf("%s says %d, %d rows are read", total.Where, total.Count, total.Rows)
				}
			}
		})
	}
}
