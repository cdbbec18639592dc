package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// setCall is set with its options.
type setCall struct {
	output
	reason string
	dryRun bool
}

func (o *setCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.reason, "reason", "", "`原因`，记入修改记录")
	f.BoolVar(&o.dryRun, "dry-run", false, "只看结果，不保存")
	f.StringSliceVar(&o.formats, "export", nil, "修改后接着导出正式文件，如 --export docx；`格式`可以用逗号写几种")
	o.output.options(f)
}

// moved is a cell before and after.
type moved struct {
	Cell   model.CellID `json:"cell"`
	Before model.Figure `json:"before"`
	After  model.Figure `json:"after"`
}

// noted is the note beside a cell before and after.
type noted struct {
	Cell   model.CellID `json:"cell"`
	Before string       `json:"before"`
	After  string       `json:"after"`
}

// outcome is what set prints.
type outcome struct {
	Report   string          `json:"report"`
	Revision int             `json:"revision"`
	Changed  []moved         `json:"changed"`
	Moved    []moved         `json:"moved"`
	Notes    []noted         `json:"notes,omitempty"`
	Appeared []check.Finding `json:"appeared"`
	Went     []check.Finding `json:"went"`
	Files    []file          `json:"files,omitempty"` // with --export
}

// run corrects figures: all of them or none; then it exports, if asked to.
func (c *setCall) run() error {
	if err := c.checkExport(); err != nil {
		return err
	}
	reason, err := model.Reason(c.reason)
	if err != nil {
		return refused(err)
	}
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	figures, notes, err := assignments(r.Form, c.args[1:])
	if err != nil {
		return err
	}
	was, err := c.beside(r.Clone())
	if err != nil {
		return err
	}
	edit := func(r *model.Report) (model.Edit, error) {
		e := model.SetFigures(r, figures...)
		for id, note := range notes {
			e.Changes = append(e.Changes, model.SetNote(r, id, note).Changes...)
		}
		if e.Label == "" {
			e.Label = "修改附注"
		}
		e.Reason = reason
		return e, nil
	}
	var after *model.Report
	if c.dryRun {
		s := model.NewSession(r, c.SessionID())
		e, _ := edit(r)
		if err := s.Apply(e); err != nil {
			return refused(err)
		}
		after = s.Report()
	} else if after, err = c.save(r, edit); err != nil {
		return err
	}
	is := subjectOf(after, was.last, was.sources)
	return c.tellSet(compare(was, is, figures, notes), is)
}

// checkExport sees before anything is changed whether --export makes sense.
func (c *setCall) checkExport() error {
	switch {
	case len(c.formats) == 0 && c.out != "":
		return backend.Usage("写成 --export docx -o 文件", "没有 --export，-o 没有用")
	case len(c.formats) == 0:
		return nil
	case c.dryRun:
		return backend.Usage("去掉其中一个", "--dry-run 只是试算，不能同时 --export")
	case c.out == "-":
		return backend.Usage("-o 后面写文件夹或文件名；或者另用 nianbao export -o -", "标准输出已经用来显示改动，不能再写文件")
	}
	if err := c.checkFormats(); err != nil {
		return err
	}
	_, err := c.target(len(c.formats))
	return err
}

// tellSet prints what was changed. With --export it writes the files before;
// errors of the report keep it from that, and the figures stay corrected.
func (c *setCall) tellSet(out outcome, after *subject) error {
	var err error
	if len(c.formats) > 0 {
		if err = c.refuse(after); err == nil {
			out.Files, err = c.exportFiles([]*subject{after})
			if !c.json {
				c.warn(after)
			}
		}
		if err != nil && !errors.Is(err, errFindings) { // the exit status must not say that nothing was changed
			fmt.Fprintln(c.Stderr, "nianbao: 数已修改并保存，但文件没有写成："+backend.Message(err))
			err = errFindings
		}
	}
	if c.json {
		return errors.Join(err, c.told(writeJSON(c.Stdout, out)))
	}
	if printErr := c.printf("%s", out.text(after.report.Form, c.dryRun)); printErr != nil {
		return errors.Join(err, c.told(printErr))
	}
	return errors.Join(err, c.told(c.printFiles(out.Files)))
}

// assignments reads CELL=VALUE, where VALUE may have a note in brackets behind
// the figure; nothing is done unless all of them are right.
func assignments(form *model.Form, args []string) ([]model.CellFigure, map[model.CellID]string, error) {
	var out []model.CellFigure
	notes := map[model.CellID]string{}
	seen := map[model.CellID]bool{}
	for _, arg := range args {
		name, value, ok := strings.Cut(strings.Replace(arg, "＝", "=", 1), "=")
		if !ok {
			return nil, nil, backend.Usage("写成 格=数，如 新收/自然人=5", "「%s」里没有等号", arg)
		}
		cell, err := findCell(form, name)
		if err != nil {
			return nil, nil, err
		}
		if cell.Computed() {
			return nil, nil, backend.Usage("改它的分项，总计会跟着变", "「%s」是自动计算的总计，不能直接改", cell.Brief())
		}
		if seen[cell.ID] {
			return nil, nil, backend.Usage("每格只写一次", "「%s」写了两次", cell.Brief())
		}
		seen[cell.ID] = true
		figure, note := model.SplitNote(value)
		if note != "" {
			notes[cell.ID] = note
		}
		f, err := model.ParseFigure(figure, cell.Column)
		if err != nil {
			return nil, nil, backend.Usage("", "「%s」：%v", cell.Brief(), err)
		}
		out = append(out, model.CellFigure{Cell: cell.ID, Figure: f})
	}
	return out, notes, nil
}

// save makes an edit and stores it, see [backend.SaveEdit].
func (c *call) save(r *model.Report, edit func(*model.Report) (model.Edit, error)) (*model.Report, error) {
	saved, err := backend.SaveEdit(c.store, r, c.SessionID(), edit)
	if err != nil {
		err = refused(err)
	}
	return saved, err
}

// compare works out what set prints.
func compare(was, is *subject, figures []model.CellFigure, notes map[model.CellID]string) outcome {
	before, after := was.report, is.report
	out := outcome{Report: after.Name(), Revision: after.Revision, Changed: []moved{}, Moved: []moved{},
		Appeared: []check.Finding{}, Went: []check.Finding{}}
	old, now := model.Evaluate(before), model.Evaluate(after)
	for _, f := range figures {
		out.Changed = append(out.Changed, moved{f.Cell, old.At(f.Cell), now.At(f.Cell)})
	}
	for _, f := range figures {
		if note, is := before.Notes[f.Cell], after.Notes[f.Cell]; notes[f.Cell] != "" && note != is {
			out.Notes = append(out.Notes, noted{f.Cell, note, is})
		}
	}
	for _, c := range after.Form.Cells() {
		if c.Computed() && old.At(c.ID) != now.At(c.ID) {
			out.Moved = append(out.Moved, moved{c.ID, old.At(c.ID), now.At(c.ID)})
		}
	}
	out.Appeared = append(out.Appeared, check.Missing(is.findings, was.findings)...)
	out.Went = append(out.Went, check.Missing(was.findings, is.findings)...)
	return out
}

// differs reports whether any figure, or a note, has changed.
func (o outcome) differs() bool {
	if len(o.Notes) > 0 {
		return true
	}
	for _, m := range o.Changed {
		if m.Before != m.After {
			return true
		}
	}
	return false
}

func (o outcome) text(form *model.Form, dryRun bool) string {
	var b strings.Builder
	line := func(head string, m moved) {
		fmt.Fprintf(&b, "%s%s  %s → %s\n", head, form.Cell(m.Cell).Brief(), shown(m.Before), shown(m.After))
	}
	for _, m := range o.Changed {
		line("", m)
	}
	for _, n := range o.Notes {
		fmt.Fprintf(&b, "  附注  %s  %s → %s\n", form.Cell(n.Cell).Brief(), cmp.Or(n.Before, "（空）"), cmp.Or(n.After, "（空）"))
	}
	for _, m := range o.Moved {
		line("  总计  ", m)
	}
	for _, f := range o.Appeared {
		fmt.Fprintf(&b, "  新出现  %s %s：%s\n", f.Severity.Name(), f.Rule, f.Message)
	}
	for _, f := range o.Went {
		fmt.Fprintf(&b, "  已消除  %s %s：%s\n", f.Severity.Name(), f.Rule, f.Message)
	}
	if !o.differs() {
		b.WriteString("这些格本来就是这个数，没有改动。\n")
	} else if dryRun {
		b.WriteString("以上只是试算，没有保存。\n")
	} else {
		fmt.Fprintf(&b, "%s 已保存，第 %d 稿。\n", o.Report, o.Revision)
	}
	return b.String()
}
