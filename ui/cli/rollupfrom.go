package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// showCall is show with its options.
type showCall struct {
	*call
	units, rows bool
}

func (o *showCall) options(f *pflag.FlagSet) {
	f.BoolVar(&o.units, "units", false, "汇总的格：各单位有多少，从多到少")
	f.BoolVar(&o.rows, "rows", false, "按台账填的格：台账里是哪几行")
}

func (c *showCall) run() error {
	switch {
	case c.units && c.rows:
		return backend.Usage("去掉其中一个", "--units 看单位，--rows 看台账，不能同时写")
	case c.rows:
		return c.rowsBehind()
	case !c.units:
		return c.show()
	}
	if len(c.args) < 2 {
		return backend.Usage("例：nianbao show 某某县-2026 3.received.natural_person --units", "--units 要写明是哪几格")
	}
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	if !r.IsSum() {
		return backend.Usage("去掉 --units", "%s 不是汇总", r.Name())
	}
	sources, err := c.office().Sources(r)
	if err != nil {
		return err
	}
	return c.from(r, sources)
}

// unitPart is what a unit has of a cell.
type unitPart struct {
	Unit  string       `json:"unit"`
	Value model.Figure `json:"value"`
	Share float64      `json:"share"` // of the sum
}

// adjusted is a correction of a cell.
type adjusted struct {
	Value  model.Figure `json:"value"`
	Reason string       `json:"reason"`
	By     string       `json:"by"`
	At     time.Time    `json:"at"`
}

// cellFrom says where a cell of a sum comes from.
type cellFrom struct {
	Cell        model.CellID `json:"cell"`
	Value       model.Figure `json:"value"`
	Units       []unitPart   `json:"units"`
	Adjustments []adjusted   `json:"adjustments"`
}

// from tells where cells come from.
func (c *showCall) from(r *model.Report, sources *check.Sources) error {
	sheet := model.Evaluate(r)
	cells := []cellFrom{}
	var b strings.Builder
	for _, words := range c.args[1:] {
		cell, err := findCell(r.Form, words)
		if err != nil {
			return err
		}
		var parts []rollup.Part
		for unit, s := range sources.Sheets() {
			parts = append(parts, rollup.Part{Unit: unit, Value: s.At(cell.ID)})
		}
		rollup.Largest(parts)
		x := cellFrom{cell.ID, sheet.At(cell.ID), []unitPart{}, []adjusted{}}
		fmt.Fprintf(&b, "%s  %s\n", cell.Brief(), x.Value)
		for _, p := range parts {
			hundredths := p.Share(x.Value)
			x.Units = append(x.Units, unitPart{p.Unit, p.Value, float64(hundredths) / 10000})
			fmt.Fprintf(&b, "  %s  %s  %s\n", width.Pad(p.Unit, 30), width.PadLeft(p.Value.String(), 10), width.PadLeft(rollup.Percent(hundredths), 7))
		}
		for _, a := range r.Adjustments {
			if a.Cell == cell.ID || slices.Contains(cell.Terms, a.Cell) {
				x.Adjustments = append(x.Adjustments, adjusted{a.Value, a.Reason, a.By, a.At})
				fmt.Fprintf(&b, "  %s  %s  %s（%s）\n", width.Pad("调整", 30), width.PadLeft(a.Value.String(), 10), a.Reason, a.By)
			}
		}
		cells = append(cells, x)
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]any{"cells": cells}))
	}
	return c.told(c.printf("%s", b.String()))
}

// stats prints the shares of the sum and the units in their order by the first of them.
func (c *rollupCall) stats() error {
	x, err := c.collector()
	if err != nil {
		return err
	}
	figures, err := x.Figures()
	if err != nil {
		return err
	}
	text := strings.Join(figures.Lines(), "\n") + "\n"
	if c.out != "" {
		written, err := c.Files.WriteStatistics(c.out, figures.Statistics, false)
		if err != nil {
			return err
		}
		notes := written.Notes
		if written.Kept {
			notes = append(notes, "「"+c.out+"」和这次的不同，没有覆盖")
		}
		for _, note := range notes {
			fmt.Fprintln(c.Stderr, "注意："+note)
		}
		text += "已写入 " + written.Path + "\n"
	}
	return c.answer(figures, text, false)
}
