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
	s.repeat(1, 1)
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
func (b *book) findingSheet(findings []check.Finding) {
	s := b.newSheet(b.sheetName(FindingSheetName), []float64{36, 84, 150, 220, 170, 110}, page{landscape: true, gridlines: true})
	s.heads("级别", "规则", "位置", "问题", "怎样改", "说明")
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

// comparisonSheet compares each cell that has a figure in either year: those that have
// changed, which are printed, and below them the others. The year's own figures, the
// differences and the marks are live.
func (b *book) comparisonSheet() {
	last := model.EvaluateAs(b.opts.Last, b.report.Form)
	s := b.newSheet(b.sheetName(ComparisonSheetName), []float64{84, 270, 70, 70, 70}, page{gridlines: true})
	s.heads("部分", "项目", fmt.Sprintf("%d年", b.opts.Last.Year), fmt.Sprintf("%d年", b.report.Year), "增减")
	var changed, same []comparison
	for _, c := range b.report.Form.Cells() {
		x := comparison{c, last.At(c.ID), b.sheet.At(c.ID)}
		if last.Formerly(c.ID) { // not the same thing
			x.before = model.Blank
		}
		switch {
		case x.before != x.after:
			changed = append(changed, x)
		case x.after.Filled():
			same = append(same, x)
		}
	}
	for _, x := range changed {
		s.compared(x)
	}
	if len(changed) == 0 {
		s.line("两年的数都相同。", listLook, len(s.widths))
	}
	s.printOnly(cellref.At(s.row, len(s.widths)))
	if len(same) > 0 {
		s.line(fmt.Sprintf("以下 %d 格导出时两年相同，不打印。", len(same)), legendLook, len(s.widths))
	}
	for _, x := range same {
		s.compared(x)
	}
	s.markChanged()
	s.close()
}

// comparison is a cell's figures in both years.
type comparison struct {
	*model.Cell
	before, after model.Figure
}

// compared writes a comparison's row. There is no difference from what isn't known.
func (s *sheet) compared(x comparison) {
	diff := model.Blank
	if x.before.Filled() && x.after.Filled() {
		diff = x.after.Sub(x.before)
	}
	s.put(max(minHeight, height(x.Label(), cellSize, s.widths[1])),
		s.cell(x.Section.Name, listLook), s.cell(x.Label(), listLook),
		s.number(x.before, ""), s.number(x.after, mirror(s.places[x.ID])),
		s.number(diff, fmt.Sprintf(`IF(COUNT(C%[1]d:D%[1]d)<2,"",ROUND(D%[1]d-C%[1]d,%[2]d))`, s.row+1, model.Places)))
}

// markChanged colours the figures of years that differ; a blank is no 0.
func (s *sheet) markChanged() {
	fill, err := s.f.NewConditionalStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{blankFill}}})
	s.try(err)
	s.mark(cellref.Between(cellref.At(2, 3), cellref.At(s.row, len(s.widths))), `$C2&""<>$D2&""`, fill)
}

func (s *sheet) number(f model.Figure, formula string) excelize.Cell {
	l := look{size: cellSize, border: true, shrink: true, format: numberFormat(f)}
	return excelize.Cell{StyleID: s.style(l), Value: number(f), Formula: formula}
}
