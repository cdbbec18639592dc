package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/export/review"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/check"
)

// The names of the sheets that list something.
const (
	NoteSheetName       = "附注"
	FindingSheetName    = "核对"
	ComparisonSheetName = "与上年比较"
)

// heads writes the first row of a list, which stays in sight and is printed on
// every page.
func (s *sheet) heads(texts ...string) {
	s.freeze(cellref.At(2, 1))
	s.list(headingLook, texts...)
	s.try(s.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.name, RefersTo: quoteSheet(s.name) + "!$1:$1"}))
}

// noteSheet lists the notes with their cells; there is none without notes.
func (b *book) noteSheet() {
	if !slices.ContainsFunc(b.report.Form.Cells(), func(c *model.Cell) bool { return Clean(b.report.Notes[c.ID]) != "" }) {
		return
	}
	s := b.newSheet(b.sheetName(NoteSheetName), []float64{170, 230, 60, 200}, page{gridlines: true})
	s.heads("格", "位置", "数", "附注")
	for _, c := range b.report.Form.Cells() {
		note := Clean(b.report.Notes[c.ID])
		if note == "" {
			continue
		}
		at, f := b.places[c.ID], b.sheet.At(c.ID)
		l := listLook
		l.format = numberFormat(f)
		s.put(max(minHeight, height(c.Label(), cellSize, s.widths[1]), height(note, cellSize, s.widths[3])),
			s.cell(string(c.ID), listLook), s.cell(c.Label(), listLook),
			excelize.Cell{StyleID: s.style(l), Value: number(f), Formula: mirror(at)}, s.cell(note, literalLook))
	}
	s.close()
}

// mirror is the formula that shows another cell, blank where that is.
func mirror(p place) string {
	at := quoteSheet(p.sheet) + "!" + p.at.String()
	return fmt.Sprintf(`IF(%s="","",%s)`, at, at)
}

// findingSheet lists what the program finds to check, the explained ones with
// why they stand, and the rules that the unit does without.
func (b *book) findingSheet() {
	s := b.newSheet(b.sheetName(FindingSheetName), []float64{36, 84, 150, 220, 170, 110}, page{landscape: true, gridlines: true})
	s.heads("级别", "规则", "位置", "问题", "怎样改", "说明")
	findings := check.Sheet(b.report, b.sheet, b.opts.Last)
	told := map[string]bool{}
	for _, f := range findings {
		why := ""
		if f.Because != nil {
			why, told[f.Rule] = review.Explanation(f.Because), told[f.Rule] || f.Because.Unit
		}
		s.list(literalLook, f.Severity.Name(), f.Rule, b.where(f), Clean(f.Message), Clean(f.Fix), Clean(why))
	}
	if len(findings) == 0 {
		s.line("导出时没有发现问题；以后改了数，看各表旁边的「勾稽」。", listLook, len(s.widths))
	}
	for _, e := range b.switchedOff(told) {
		says := ""
		if rule := b.report.Form.Rule(e.Rule); rule != nil {
			says = rule.Says
		}
		s.list(literalLook, "不用", Clean(e.Rule), "整份报告", Clean(says), "", Clean(review.Explanation(e)))
	}
	s.close()
}

// switchedOff are the rules that the unit does without, but for those of which a
// finding tells already.
func (b *book) switchedOff(told map[string]bool) (off []*model.Explanation) {
	for i := range b.report.Explanations {
		if e := &b.report.Explanations[i]; e.Unit && !told[e.Rule] && strings.TrimSpace(e.Text) != "" {
			off = append(off, e)
		}
	}
	return off
}

// maxPlaces is how many cells of a finding are listed.
const maxPlaces = 4

// where says on which sheet and in which cells a finding is.
func (b *book) where(f check.Finding) string {
	if len(f.Cells) == 0 {
		return textSheetName + " " + b.report.Form.SectionName(f.Section)
	}
	lines := []string{b.places[f.Cells[0]].sheet}
	for i, id := range f.Cells {
		if i == maxPlaces {
			lines = append(lines, fmt.Sprintf("等 %d 格", len(f.Cells)))
			break
		}
		lines = append(lines, b.places[id].at.String()+" "+b.report.Form.Cell(id).Brief())
	}
	return strings.Join(lines, "\n")
}

// comparisonSheet compares each cell that has a figure in either year. The
// year's own figures and the differences are live.
func (b *book) comparisonSheet() {
	last := model.EvaluateAs(b.opts.Last, b.report.Form)
	s := b.newSheet(b.sheetName(ComparisonSheetName), []float64{84, 270, 70, 70, 70}, page{gridlines: true})
	s.heads("部分", "项目", fmt.Sprintf("%d年", b.opts.Last.Year), fmt.Sprintf("%d年", b.report.Year), "增减")
	for _, c := range b.report.Form.Cells() {
		before, after := last.At(c.ID), b.sheet.At(c.ID)
		if last.Formerly(c.ID) { // not the same thing
			before = model.Blank
		}
		if !before.Filled() && !after.Filled() {
			continue
		}
		row := s.row + 1
		diff := after.Sub(before)
		s.put(max(minHeight, height(c.Label(), cellSize, s.widths[1])),
			s.cell(c.Section.Name, listLook), s.cell(c.Label(), listLook),
			s.compared(before, ""),
			s.compared(after, mirror(b.places[c.ID])),
			s.compared(diff, fmt.Sprintf("ROUND(SUM(D%[1]d)-SUM(C%[1]d),%[2]d)", row, model.Places)))
	}
	if s.row == 1 {
		s.line("两年都还没有数字。", listLook, len(s.widths))
	}
	s.close()
}

func (s *sheet) compared(f model.Figure, formula string) excelize.Cell {
	l := look{size: cellSize, border: true, shrink: true, format: numberFormat(f)}
	return excelize.Cell{StyleID: s.style(l), Value: number(f), Formula: formula}
}
