package cli

import (
	"fmt"
	"strings"

	"nianbao/model"
)

// carried is a figure that a new report begins with.
type carried struct {
	Cell  model.CellID `json:"cell"`
	From  model.CellID `json:"from"` // of last year's report
	Value model.Figure `json:"value"`
}

// begin stores a new report, with what last year's leaves behind; last is nil
// without one. The label says what was done.
func (c *call) begin(made, last *model.Report) (r *model.Report, label string, took []carried, err error) {
	s := model.NewSession(made, c.SessionID())
	label = "新建报告"
	if last != nil {
		e := model.CarryOver(s.Report(), last)
		if err := s.Apply(e); err != nil {
			return nil, "", nil, err
		}
		label = fmt.Sprintf("%s，%s", label, e.Label)
		form := s.Report().Form
		for _, cell := range form.Cells() {
			if f := s.Report().Figures[cell.ID]; f.Filled() {
				took = append(took, carried{cell.ID, form.CarriedFrom(cell.ID), f})
			}
		}
	}
	r, err = c.store.Create(s.Report(), label)
	return r, label, took, err
}

// carriedText says in a line for each row what was carried on and from where,
// and which rules the unit goes on doing without.
func carriedText(r, last *model.Report, took []carried) string {
	sheet := model.Evaluate(r)
	var b strings.Builder
	for i := 0; i < len(took); {
		row := r.Form.Cell(took[i].Cell)
		var parts []string
		for ; i < len(took) && r.Form.Cell(took[i].Cell).Row == row.Row; i++ {
			parts = append(parts, label(r.Form.Cell(took[i].Cell).Column)+" "+took[i].Value.String())
		}
		n := len(parts)
		for _, cell := range r.Form.Cells() {
			if cell.Row == row.Row && cell.Computed() {
				parts = append(parts, label(cell.Column)+" "+shown(sheet.At(cell.ID)))
			}
		}
		from := last.Form.Cell(took[i-1].From)
		if from == nil { // last year's form has it under another name
			from = r.Form.Cell(took[i-1].From)
		}
		fmt.Fprintf(&b, "%s %d 格，照抄 %s 的「%s」：%s\n", row.Row.Name, n, last.Name(), from.Row.Label, strings.Join(parts, "、"))
	}
	if len(took) == 0 {
		fmt.Fprintf(&b, "%s 没有可以带入的结转数。\n", last.Name())
	}
	for i := range r.Explanations {
		if e := &r.Explanations[i]; e.Unit {
			fmt.Fprintf(&b, "沿用：本单位不用一条规则%s：%s（%s）\n", by(e), e.Text, e.Rule)
		}
	}
	return b.String()
}

// label is a column's head in one piece.
func label(c *model.Column) string { return strings.ReplaceAll(c.Label, " ", "") }
