package cli

import (
	"bufio"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
)

// open shows a report at a cell, or the list of reports for "": on the screen,
// or question by question where that is asked for, or offered and taken.
func (c *terminalCall) open(report string, cell model.CellID) error {
	if why, able := c.Limited(); why != "" && !c.plain {
		screens := ""
		if able {
			screens = "，输入 s 仍打开全屏界面"
		}
		answer, ok, err := c.ask("%s。可以一问一答地填报，不用全屏界面。\n直接回车开始%s，输入 q 退出> ", why, screens)
		if err != nil || !ok || answer == "q" {
			return err
		}
		c.plain = !able || answer != "s"
	}
	switch {
	case !c.plain:
		return c.Terminal(c.Folder(c.data), c.store, nil, Start{Report: report, Cell: cell, Look: c.look, Probe: !c.noProbe})
	case report == "":
		return c.plainList()
	}
	return c.editPlain(report, cell)
}

// cantOpen has the screens say why the store can't be opened, and offer what can
// be done; where there are none, the error does.
func (c *terminalCall) cantOpen(why error) error {
	if hindrance, able := c.Limited(); c.plain || !able || hindrance != "" {
		return why
	}
	return c.Terminal(c.Folder(c.data), nil, why, Start{Probe: !c.noProbe})
}

// line is the next line of standard input; ok is false at its end.
func (c *call) line() (text string, ok bool) {
	if c.in == nil {
		c.in = bufio.NewScanner(c.Stdin)
		c.in.Buffer(nil, maxInput)
	}
	ok = c.in.Scan()
	return model.CleanText(c.in.Text()), ok
}

// ask prints a question and returns the answer, trimmed.
func (c *call) ask(format string, args ...any) (answer string, ok bool, err error) {
	if err := c.printf(format, args...); err != nil {
		return "", false, err
	}
	answer, ok = c.line()
	return strings.TrimSpace(answer), ok, nil
}

// plainList has the operator choose a report by its number or name, or begin
// one, until they have had enough.
func (c *call) plainList() error {
	for {
		list, err := c.store.List()
		if err != nil {
			return err
		}
		for i, r := range list {
			if err := c.printf("%d  %s  %s，已填 %d/%d，错误 %d\n", i+1, r.Report, r.State.Name(), r.Filled, r.Cells, r.Errors); err != nil {
				return err
			}
		}
		answer, ok, err := c.ask("输入报告的序号或名称，n 新建，q 退出> ")
		if err != nil || !ok || answer == "q" {
			return err
		}
		if err := c.plainChosen(list, answer); err != nil {
			if backend.Code(err) != model.CodeUsage && backend.Code(err) != model.CodeExists {
				return err
			}
			if err := c.printf("! %s。\n", backend.Message(err)); err != nil {
				return err
			}
		}
	}
}

// plainChosen opens what was chosen from the list.
func (c *call) plainChosen(list []model.Summary, answer string) error {
	if answer == "" {
		return nil
	}
	if answer == "n" {
		return c.plainNew()
	}
	if n, err := strconv.Atoi(answer); err == nil && n >= 1 && n <= len(list) {
		return c.editPlain(list[n-1].Report, "")
	}
	s, err := backend.Find(c.store, answer)
	if err != nil {
		return err
	}
	return c.editPlain(s.Report, "")
}

// plainNew asks for a new report's unit and year, and opens it.
func (c *call) plainNew() error {
	unit, ok, err := c.ask("单位全称> ")
	if err != nil || !ok || unit == "" {
		return err
	}
	year := c.reportYear(0)
	answer, ok, err := c.ask("年度（直接回车是 %d）> ", year)
	if err != nil || !ok {
		return err
	}
	if answer != "" {
		if year, err = strconv.Atoi(answer); err != nil {
			return backend.Usage("写四位数，如 2025", "「%s」不是年度", answer)
		}
	}
	if err := errors.Join(model.CheckUnit(unit), model.CheckYear(year)); err != nil {
		return backend.Usage("", "%v", strings.ReplaceAll(err.Error(), "\n", "；"))
	}
	last, err := backend.LastYear(c.store, &model.Report{Unit: unit, Year: year})
	if err != nil {
		return err
	}
	r, label, took, err := c.begin(unit, model.GuessUnitLevel(unit), year, last)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s：%s\n", r.Name(), label)
	if last != nil {
		text += carriedText(r, last, took)
	}
	if err := c.printf("%s", text); err != nil {
		return err
	}
	return c.editPlain(r.Name(), "")
}

// carried is a figure that a new report begins with.
type carried struct {
	Cell  model.CellID `json:"cell"`
	From  model.CellID `json:"from"` // of last year's report
	Value model.Figure `json:"value"`
}

// begin stores a new report, with what last year's leaves behind; last is nil
// without one. The label says what was done.
func (c *call) begin(unit string, level model.UnitLevel, year int, last *model.Report) (r *model.Report, label string, took []carried, err error) {
	s := model.NewSession(model.NewReport(model.FormFor(year), unit, level, year), c.SessionID())
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
