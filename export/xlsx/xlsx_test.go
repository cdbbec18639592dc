package xlsx

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/export/paper"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/check"
)

// TestEveryCellIsNamed: each of the form's cells has a name, which refers to
// the cell that holds its figure.
func TestEveryCellIsNamed(t *testing.T) {
	for _, r := range []*model.Report{sample(), partial(), huge()} {
		f := open(t, write(t, r, Options{}))
		at, sheet, n := names(t, f), model.Evaluate(r), 0
		for name := range at {
			if strings.HasPrefix(name, "c_") {
				n++
			}
		}
		if n != 200 || len(r.Form.Cells()) != 200 {
			t.Errorf("%d names for %d cells", n, len(r.Form.Cells()))
		}
		for _, c := range r.Form.Cells() {
			place := at[cellName(c.ID)]
			if got, want := value(t, f, place), sheet.At(c.ID).String(); got != want {
				t.Errorf("%s at %v: %q instead of %q", c.ID, place, got, want)
			}
			formula, err := f.GetCellFormula(place[0], place[1])
			if err != nil || (formula != "") != c.Computed() {
				t.Errorf("%s: formula %q, %v", c.ID, formula, err)
			}
			style, err := f.GetCellStyle(place[0], place[1])
			if err != nil {
				t.Fatal(err)
			}
			s, err := f.GetStyle(style)
			if err != nil || s.Protection == nil || s.Protection.Locked != c.Computed() {
				t.Errorf("%s: locked %+v, %v", c.ID, s.Protection, err)
			}
		}
	}
}

// validName is what a spreadsheet accepts as a name; reference is what it would
// take for a cell, in either of its notations.
var (
	validName = regexp.MustCompile(`^[A-Za-z_\\][A-Za-z0-9_.\\]{0,254}$`)
	reference = regexp.MustCompile(`(?i)^([A-Z]{1,3}[0-9]+|R[0-9]*|C[0-9]*|R[0-9]*C[0-9]*)$`)
)

func TestNamesAreValid(t *testing.T) {
	f := open(t, write(t, sample(), Options{Last: lastYear()}))
	seen := map[string]bool{}
	for _, d := range f.GetDefinedName() {
		key := d.Scope + " " + strings.ToLower(d.Name)
		if !validName.MatchString(d.Name) || reference.MatchString(d.Name) || seen[key] {
			t.Errorf("name %s", d.Name)
		}
		seen[key] = true
	}
	for _, s := range f.GetSheetList() {
		if len([]rune(s)) > maxSheetName || strings.ContainsAny(s, `[]:*?/\`) {
			t.Errorf("sheet %s", s)
		}
	}
}

func TestSheets(t *testing.T) {
	tables := "二、主动公开 三、申请办理 四、复议诉讼"
	plain := sample()
	plain.Notes = nil
	for want, data := range map[string][]byte{
		tables + " 文字 附注 核对":       write(t, sample(), Options{}),
		tables + " 文字 核对":          write(t, plain, Options{}),
		tables + " 文字 附注 核对 与上年比较": write(t, sample(), Options{Last: lastYear()}),
		"填写说明 " + tables + " 文字":   write(t, sample(), Options{Blank: true, Last: lastYear()}),
	} {
		f := open(t, data)
		if got := strings.Join(f.GetSheetList(), " "); got != want {
			t.Errorf("sheets %s instead of %s", got, want)
		}
		if f.GetActiveSheetIndex() != 0 {
			t.Errorf("%s: the first sheet is not in front", want)
		}
	}
}

func TestSheetNames(t *testing.T) {
	b := &book{names: map[string]bool{}}
	for _, c := range [][2]string{
		{"二、主动公开", "二、主动公开"}, {"二、主动公开", "二、主动公开2"}, {"a/b:c*d?e[f]g\\h", "abcdefgh"}, {"'引'", "引"}, {"", "表"}, {"\n", "表2"},
		{strings.Repeat("长", 40), strings.Repeat("长", 31)}, {strings.Repeat("长", 40), strings.Repeat("长", 30) + "2"},
		{"ABC", "ABC"}, {"abc", "abc2"},
	} {
		if got := b.sheetName(c[0]); got != c[1] {
			t.Errorf("%s: %s instead of %s", c[0], got, c[1])
		}
	}
}

// TestTablesStandAsPrinted compares merged cells and labels with the form's
// layout.
func TestTablesStandAsPrinted(t *testing.T) {
	r := sample()
	f := open(t, write(t, r, Options{Draft: true}))
	for i := range r.Form.Sections {
		section := &r.Form.Sections[i]
		if section.Table == nil {
			continue
		}
		merged := map[string]bool{}
		cells, err := f.GetMergeCells(section.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range cells {
			merged[m.GetStartAxis()+":"+m.GetEndAxis()] = true
		}
		for row, want := range []string{paper.DraftNotice, r.FullTitle(), section.Heading} {
			if got := value(t, f, [2]string{section.Name, cellref.At(row+1, 1).String()}); got != want {
				t.Errorf("row %d: %s", row+1, got)
			}
		}
		p, top := section.Layout(), 4
		for _, c := range p.Cells {
			from := cellref.At(top+c.Row, 1+c.Col)
			to := cellref.At(from.Row+c.RowSpan-1, from.Col+c.ColSpan-1)
			if from != to && !merged[from.String()+":"+to.String()] {
				t.Errorf("%s: %s:%s is not merged", section.Name, from, to)
			}
			if got := value(t, f, [2]string{section.Name, from.String()}); c.Kind != model.PrintedFigure && got != c.Text {
				t.Errorf("%s %s: %q instead of %q", section.Name, from, got, c.Text)
			}
		}
	}
}

func TestDeterministic(t *testing.T) {
	for _, o := range []Options{{}, {Draft: true, Last: lastYear()}, {Blank: true}} {
		first := write(t, sample(), o)
		for range 5 {
			if !bytes.Equal(first, write(t, sample(), o)) {
				t.Fatalf("%+v: other bytes", o)
			}
		}
	}
}

// TestDoesNotChangeTheReport: the blank form least of all.
func TestDoesNotChangeTheReport(t *testing.T) {
	r := partial()
	before, err := model.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	write(t, r, Options{Blank: true})
	write(t, r, Options{Last: r})
	if after, err := model.Encode(r); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the report changed, %v", err)
	}
}

// TestRelationsAreTheModels compares what this package reads out of the rules
// with what the model computes by them.
func TestRelationsAreTheModels(t *testing.T) {
	for _, r := range []*model.Report{sample(), partial(), model.NewReport(model.Form2021, "", model.Town, 0)} {
		sheet, seen := model.Evaluate(r), map[*model.Rule]int{}
		for _, section := range r.Form.Sections {
			for _, rel := range relations(r, section.Key) {
				n := seen[rel.Rule]
				seen[rel.Rule]++
				want := sheet.Balances(rel.Rule.ID)[n]
				if sum(sheet, rel.Left) != want.Left || sum(sheet, rel.Right) != want.Right {
					t.Errorf("%s %d: %v, %v instead of %+v", rel.Rule.ID, n, sum(sheet, rel.Left), sum(sheet, rel.Right), want)
				}
			}
		}
		for i := range r.Form.Rules {
			rule := &r.Form.Rules[i]
			if got, want := seen[rule], len(sheet.Balances(rule.ID)); got != want && (rule.Kind == model.KindTotal || rule.Kind == model.KindRelation) && rule.Severity != model.Hint {
				t.Errorf("%s: %d relations instead of %d", rule.ID, got, want)
			}
		}
	}
}

// TestChecksSayWhatTheFindingsSay: a check is red where the model finds the
// relation broken.
func TestChecksSayWhatTheFindingsSay(t *testing.T) {
	for want, r := range map[int]*model.Report{0: sample(), 4: partial()} {
		f := open(t, write(t, r, Options{}))
		broken := 0
		for at, c := range checkCells(r, Options{}) {
			found := slices.ContainsFunc(check.Report(r, nil), func(x check.Finding) bool {
				told := append(slices.Clone(x.Explains), check.Folded{Rule: x.Rule, Cells: x.Cells})
				return slices.ContainsFunc(told, func(y check.Folded) bool { return y.Rule == c.Rule.ID && y.Cells[0] == c.Left[0].Cell })
			})
			got := value(t, f, at)
			if found != strings.HasPrefix(got, SaysApart) {
				t.Errorf("%v, %s of %s: %s, found %v", at, c.Rule.ID, c.Left[0].Cell, got, found)
			}
			if found {
				broken++
			}
		}
		if broken != want {
			t.Errorf("%d broken instead of %d", broken, want)
		}
	}
}

func TestFindingsAndExplanations(t *testing.T) {
	r := partial()
	f := open(t, write(t, r, Options{}))
	findings := check.Report(r, nil)
	rules, says := column(t, f, FindingSheetName, 1), column(t, f, FindingSheetName, 3)
	fixes, why := column(t, f, FindingSheetName, 4), column(t, f, FindingSheetName, 5)
	explained := 0
	for i, x := range findings {
		if rules[i] != x.Rule || says[i] != x.Message || fixes[i] != x.Fix || (why[i] != "") != x.Explained {
			t.Errorf("%s, %s, %s, %s instead of %+v", rules[i], says[i], fixes[i], why[i], x)
		}
		if why[i] == "台账更正中（张三）" {
			explained++
		}
	}
	if len(rules) != len(findings) || explained != 1 {
		t.Errorf("%d findings instead of %d, %d explained", len(rules), len(findings), explained)
	}
	if got := column(t, open(t, write(t, sample(), Options{})), FindingSheetName, 0); len(got) != 1 || !strings.HasPrefix(got[0], "导出时没有发现问题") {
		t.Errorf("%v", got)
	}
}

// TestRulesThatTheUnitDoesWithout are listed, once each, whether they would find
// something or not.
func TestRulesThatTheUnitDoesWithout(t *testing.T) {
	at := time.Date(2022, 1, 5, 0, 0, 0, 0, time.UTC)
	for name, r := range map[string]*model.Report{"nothing": sample(), "broken": partial()} {
		r.Explanations = append(r.Explanations, model.Explanation{Rule: "T2-FEE", Unit: true, Text: "=1+1 收费口径不同", By: "张三", At: at},
			model.Explanation{Rule: "S6-MISS", Unit: true, Text: "收费另行公布", By: "李四"})
		if name == "broken" {
			r.Text["6"] = "无"
		}
		f := open(t, write(t, r, Options{}))
		rules, why := column(t, f, FindingSheetName, 1), column(t, f, FindingSheetName, 5)
		got := map[string]int{}
		for i, rule := range rules {
			if i < len(why) && strings.HasPrefix(why[i], "本单位停用这条规则：") {
				got[rule+" "+why[i]]++
			}
		}
		missing := 0
		for _, x := range check.Report(r, nil) {
			if x.Because != nil && x.Because.Unit {
				missing++
			}
		}
		if (missing > 0) != (name == "broken") {
			t.Fatalf("%s: %d findings of a rule that is switched off", name, missing)
		}
		if got["T2-FEE 本单位停用这条规则：=1+1 收费口径不同（张三，2022-01-05）"] != 1 || got["S6-MISS 本单位停用这条规则：收费另行公布（李四）"] != max(missing, 1) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNotes(t *testing.T) {
	f := open(t, write(t, sample(), Options{}))
	for i, want := range []string{"2.normative.issued", "第二十条第（一）项 行政规范性文件 / 本年制发件数", "", "其中修订16件"} {
		if got := column(t, f, NoteSheetName, i); len(got) != 1 || want != "" && got[0] != want {
			t.Errorf("column %d: %q", i, got)
		}
	}
	comments, err := f.GetComments("二、主动公开")
	if err != nil || len(comments) != 1 || comments[0].Text != "其中修订16件" || comments[0].Author != "侯集镇人民政府" ||
		comments[0].Cell != names(t, f)["c_2.normative.issued"][1] {
		t.Errorf("%+v, %v", comments, err)
	}
}

// differences are the rows of the comparison by their labels, with last year's figure,
// this year's and by how much they differ.
func differences(t *testing.T, f *excelize.File) map[string][3]string {
	t.Helper()
	out := map[string][3]string{}
	sections := column(t, f, ComparisonSheetName, 0)
	for i, label := range column(t, f, ComparisonSheetName, 1) {
		if label == "" || strings.HasPrefix(sections[i], "以下") || strings.HasPrefix(sections[i], "两年") {
			continue
		}
		var row [3]string
		for k := range row {
			row[k] = value(t, f, [2]string{ComparisonSheetName, cellref.At(i+2, 3+k).String()})
		}
		out[sections[i]+" "+label] = row
	}
	return out
}

// TestComparison: every cell with a figure in either year, those that have changed first,
// and no others are printed.
func TestComparison(t *testing.T) {
	r, last := sample(), lastYear()
	f := open(t, write(t, r, Options{Last: last}))
	before, after := model.Evaluate(last), model.Evaluate(r)
	got, changed := differences(t, f), 0
	for _, c := range r.Form.Cells() {
		a, b := before.At(c.ID), after.At(c.ID)
		want := [3]string{a.String(), b.String(), b.Sub(a).String()}
		if !a.Filled() || !b.Filled() {
			want[2] = ""
		}
		if a != b {
			changed++
		}
		if row := got[c.Section.Name+" "+c.Label()]; row != want {
			t.Errorf("%s: %q instead of %q", c.ID, row, want)
		}
	}
	if len(got) != len(r.Form.Cells()) || changed == 0 {
		t.Errorf("%d rows, %d changed", len(got), changed)
	}
	area, titles := printed(f, ComparisonSheetName)
	if want := fmt.Sprintf("$A$1:$E$%d", 1+changed); area != want || titles != "$1:$1" {
		t.Errorf("%s is printed instead of %s, with %s on each page", area, want, titles)
	}
	marks, err := f.GetConditionalFormats(ComparisonSheetName)
	if rule := marks[fmt.Sprintf("C2:E%d", 2+len(got))]; err != nil || len(rule) != 1 || rule[0].Criteria != `$C2&""<>$D2&""` {
		t.Errorf("marks: %+v, %v", marks, err)
	}
	blank := model.NewReport(r.Form, r.Unit, r.Level, r.Year)
	if got := column(t, open(t, write(t, blank, Options{Last: blank})), ComparisonSheetName, 0); len(got) != 1 || got[0] != "两年的数都相同。" {
		t.Errorf("%v", got)
	}
}

// printed are the area of a sheet that is printed, and its rows on each page.
func printed(f *excelize.File, sheet string) (area, titles string) {
	for _, n := range f.GetDefinedName() {
		_, cells, _ := strings.Cut(n.RefersTo, "!")
		switch {
		case n.Scope != sheet:
		case n.Name == "_xlnm.Print_Area":
			area = cells
		case n.Name == "_xlnm.Print_Titles":
			titles = cells
		}
	}
	return area, titles
}

// TestPrinting: each sheet has page numbers; lists repeat their heads, tables theirs; the
// notes of a table's figures are printed below it.
func TestPrinting(t *testing.T) {
	f := open(t, write(t, sample(), Options{Last: lastYear()}))
	for _, sheet := range f.GetSheetList() {
		footer, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(footer.OddFooter, "&P") || !strings.Contains(footer.OddFooter, "&N") {
			t.Errorf("%s: footer %+v, %v", sheet, footer, err)
		}
		if _, titles := printed(f, sheet); titles == "" && sheet != "二、主动公开" {
			t.Errorf("%s repeats no head", sheet)
		}
	}
	area, _ := printed(f, "二、主动公开")
	_, last, _ := strings.Cut(strings.ReplaceAll(area, "$", ""), ":")
	_, row, err := excelize.CellNameToCoordinates(last)
	if got := value(t, f, [2]string{"二、主动公开", cellref.At(row, 1).String()}); err != nil || got != "附注：第二十条第（一）项 行政规范性文件 / 本年制发件数：其中修订16件" {
		t.Errorf("the last printed row is %q of %s, %v", got, area, err)
	}
}

func TestBlankForm(t *testing.T) {
	for _, r := range []*model.Report{sample(), model.NewReport(model.Form2021, "", "", 0)} {
		f := open(t, write(t, r, Options{Blank: true}))
		at := names(t, f)
		for _, c := range r.Form.Cells() {
			if got := value(t, f, at[cellName(c.ID)]); got != "" {
				t.Errorf("%s holds %s", c.ID, got)
			}
		}
		for place := range checkCells(r, Options{}) {
			if got := value(t, f, place); got != SaysOpen {
				t.Errorf("%v: %s", place, got)
			}
		}
		for _, key := range []string{"0", "1", "5", "6"} {
			if got := value(t, f, at[textName(key)]); got != "" {
				t.Errorf("text %s: %s", key, got)
			}
		}
		var guide string
		rows, err := f.GetRows(GuideSheetName)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			guide += strings.Join(row, "|") + "\n"
		}
		for _, c := range r.Form.Cells() {
			if !strings.Contains(guide, c.Row.Help) || !strings.Contains(guide, c.Column.Help) {
				t.Errorf("the guide says nothing of %s", c.ID)
			}
		}
	}
	f := open(t, write(t, model.NewReport(model.Form2021, "", "", 0), Options{Blank: true}))
	for _, place := range [][2]string{names(t, f)["f_title"], {"三、申请办理", "A1"}} {
		if got := value(t, f, place); got != "（单位）（年度）年政府信息公开工作年度报告" {
			t.Errorf("%v: %s", place, got)
		}
	}
}

func TestHugeFiguresShowEveryDigit(t *testing.T) {
	large := model.Count(99_999_999_999)
	for f, want := range map[model.Figure]string{model.Blank: "", model.Zero: "", large: "", large.Add(large): "0",
		decimal("99999999999.9999"): "0.0000", decimal("2.5"): "0.0"} {
		if got := numberFormat(f); got != want {
			t.Errorf("%s: %q", f, got)
		}
	}
	if got := number(decimal("99999999999.9999")); got != 99999999999.9999 {
		t.Errorf("%v", got)
	}
}
