package collecting

import (
	"cmp"
	"fmt"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// Figures are the shares of a collector's sum, and the units in their order.
type Figures struct{ *rollup.Statistics }

// Figures works them out.
func (x *Collector) Figures() (*Figures, error) {
	sources, err := x.Sources(x.Report)
	if err != nil {
		return nil, err
	}
	var names []string
	for year := x.Year - 1; year > x.Year-rollup.YearsBack; year-- {
		names = append(names, model.ReportName(x.Unit, year))
	}
	var earlier []*model.Report
	var missed []string
	reports, errs := x.Store.LoadAll(names)
	for i, err := range errs {
		switch {
		case err == nil:
			earlier = append(earlier, reports[i])
		case backend.Code(err) != model.CodeNotFound:
			missed = append(missed, "「"+names[i]+"」无法读取，没有列入："+backend.Message(err))
		}
	}
	s := rollup.NewStatistics(x.Report, earlier, sources.Sheets())
	s.Notes = append(s.Notes, missed...)
	return &Figures{s}, nil
}

// Lines tell them.
func (f *Figures) Lines() (lines []string) {
	if f.Lacks != "" {
		lines = append(lines, "这是草稿："+f.Lacks)
	}
	for _, r := range f.Rates {
		lines = append(lines, width.Pad(r.Name, 34)+"  "+width.PadLeft(r.Share.String(), 8)+"   上年 "+width.PadLeft(r.LastShare.String(), 8), "    "+r.Definition)
		if r.Median != nil {
			lines = append(lines, fmt.Sprintf("    各单位：第 10 百分位 %s，中位数 %s，第 90 百分位 %s", r.Spread[0], r.Spread[1], r.Spread[2]))
		}
	}
	lines = append(lines, "", width.Pad("不予公开的理由", 34)+"      件数      占比   上年件数  上年占比")
	for _, r := range f.Reasons {
		lines = append(lines, width.Pad(r.Name, 34)+width.PadLeft(r.Value.String(), 10)+width.PadLeft(r.Of.String(), 10)+width.PadLeft(cmp.Or(r.Last.String(), "—"), 11)+width.PadLeft(r.LastOf.String(), 10))
	}
	lines = append(lines, "", "年度    口径        新收      办理    "+f.Rates[0].Name)
	for _, y := range f.Years {
		lines = append(lines, fmt.Sprintf("%d  %s%s%s%s", y.Year, width.Pad(y.Scope(), 8), width.PadLeft(y.Received.String(), 8), width.PadLeft(y.Handled.String(), 10), width.PadLeft(y.Shares[0].String(), 10)))
	}
	lines = append(lines, "", "各单位按"+f.Rates[0].Name+"排名：")
	for _, u := range f.Units {
		lines = append(lines, width.PadLeft(u.Place(), 4)+"  "+width.Pad(u.Unit, 30)+"  "+width.PadLeft(u.Shares[0].String(), 8))
	}
	lines = append(lines, "办理不到 30 件的单位不排名。")
	return append(lines, f.Notes...)
}
