package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// validate lets only figures into the cells that are filled in.
func (s *sheet) validate(t *table) {
	type kind struct {
		unit   string
		places int
	}
	var order []kind
	entries := map[kind][]cellref.Ref{}
	for _, c := range s.report.Form.Cells() {
		if c.Section != t.section || c.Computed() {
			continue
		}
		k := kind{c.Column.Unit, c.Column.Places}
		if entries[k] == nil {
			order = append(order, k)
		}
		entries[k] = append(entries[k], t.at[c.ID])
	}
	for _, k := range order {
		if k.places == 0 {
			s.validateWhole(entries[k], k.unit)
			continue
		}
		// What the formula names stands for the first cell of a place.
		for _, p := range cellref.Join(entries[k]) {
			s.validateAmount(p, k.unit, k.places)
		}
	}
}

func (s *sheet) validateWhole(cells []cellref.Ref, unit string) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = cellref.List(cells, " ")
	s.try(dv.SetRange(0, "", excelize.DataValidationTypeWhole, excelize.DataValidationOperatorGreaterThanOrEqual))
	s.refuse(dv, fmt.Sprintf("本格按「%s」计，请填不小于 0 的整数，只填数字，不带单位；没有发生的填 0。", unit))
}

func (s *sheet) validateAmount(p cellref.Span, unit string, places int) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = p.String()
	dv.Type = "custom"
	dv.Formula1 = fmt.Sprintf("AND(ISNUMBER(%[1]s),%[1]s&gt;=0,ROUND(%[1]s,%[2]d)=%[1]s)", p.From, places)
	s.refuse(dv, fmt.Sprintf("本格单位是%s，请填不小于 0 的数，小数最多 %d 位，只填数字，不带单位；没有发生的填 0。", unit, places))
}

func (s *sheet) refuse(dv *excelize.DataValidation, message string) {
	dv.SetError(excelize.DataValidationErrorStyleStop, "数字不对", message)
	if s.err == nil {
		s.try(s.f.AddDataValidation(s.name, dv))
	}
}

// marks colours blank cells and checks that don't hold.
func (s *sheet) marks(t *table) {
	blank, err := s.f.NewConditionalStyle(&excelize.Style{
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{blankFill}}})
	s.try(err)
	wrong, err := s.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: wrongText},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{wrongFill}}})
	s.try(err)
	var entries, checks []cellref.Ref
	for _, c := range s.report.Form.Cells() {
		if c.Section == t.section && !c.Computed() {
			entries = append(entries, t.at[c.ID])
		}
	}
	for _, c := range t.checks {
		checks = append(checks, c.at)
	}
	for _, p := range cellref.Join(entries) {
		s.mark(p, fmt.Sprintf("ISBLANK(%s)", p.From), blank)
	}
	for _, p := range cellref.Join(checks) {
		s.mark(p, fmt.Sprintf(`LEFT(%s,%d)="%s"`, p.From, len([]rune(SaysApart)), SaysApart), wrong)
	}
}

func (s *sheet) mark(p cellref.Span, formula string, style int) {
	if s.err == nil {
		s.try(s.f.SetConditionalFormat(s.name, p.String(),
			[]excelize.ConditionalFormatOptions{{Type: "formula", Criteria: formula, Format: &style}}))
	}
}

// maxAuthor is how long a comment's author may be; units are shorter.
const maxAuthor = 60

// comments shows the notes beside their figures.
func (s *sheet) comments(t *table) {
	author := []rune(line(s.report.Unit))
	author = author[:min(len(author), maxAuthor)]
	for _, c := range s.report.Form.Cells() {
		note := Clean(s.report.Notes[c.ID])
		if c.Section == t.section && note != "" && s.err == nil {
			s.try(s.f.AddComment(s.name, excelize.Comment{Cell: t.at[c.ID].String(), Author: string(author), Text: pieces(note)[0]}))
		}
	}
}

// protect keeps formulas and labels from being typed over by mistake. There is
// no password: whoever wants to may lift it.
func (s *sheet) protect() {
	if s.err == nil {
		s.try(s.f.ProtectSheet(s.name, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true,
			FormatCells: true, FormatColumns: true, FormatRows: true, EditScenarios: true}))
	}
}

// entryCells counts, for the guide, what is to be filled in.
func entryCells(r *model.Report, section *model.Section) int {
	n := 0
	for _, c := range r.Form.Cells() {
		if c.Section == section && !c.Computed() {
			n++
		}
	}
	return n
}
