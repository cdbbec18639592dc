package collecting

import (
	"fmt"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/width"
)

// Figures are the shares of a collector's sum, and the units in their order.
type Figures struct {
	Rates []RateOf   `json:"rates"`
	Units []RankedBy `json:"units"` // by the first of the rates
	Years []any      `json:"years"`
	order []rollup.Ranked
	sheet *model.Sheet
}

// RateOf is one of the shares.
type RateOf struct {
	Name       string         `json:"name"`
	Definition string         `json:"definition"`
	Value      *float64       `json:"value"` // null where nothing is below the line
	From       []model.CellID `json:"from"`
}

// RankedBy is a unit's place.
type RankedBy struct {
	Unit  string   `json:"unit"`
	Value *float64 `json:"value"`
	Rank  int      `json:"rank"` // 0 for one with fewer than 30 applications
}

// Figures works them out.
func (x *Collector) Figures() (*Figures, error) {
	sources, err := x.Sources(x.Report)
	if err != nil {
		return nil, err
	}
	f := &Figures{Rates: []RateOf{}, Units: []RankedBy{}, Years: []any{}, sheet: model.Evaluate(x.Report)}
	for _, r := range rollup.Rates() {
		f.Rates = append(f.Rates, RateOf{r.Name, r.Definition, r.Of(f.sheet).Value(), r.From()})
	}
	f.order = rollup.Rates()[0].Rank(sources.Sheets())
	for _, u := range f.order {
		f.Units = append(f.Units, RankedBy{u.Unit, u.Share.Value(), u.Rank})
	}
	return f, nil
}

// Lines tell them.
func (f *Figures) Lines() (lines []string) {
	for _, r := range rollup.Rates() {
		lines = append(lines, width.Pad(r.Name, 34)+"  "+width.PadLeft(r.Of(f.sheet).String(), 8), "    "+r.Definition)
	}
	first := rollup.Rates()[0]
	for _, hundredth := range []int{10, 50, 90} {
		if s, ok := rollup.Quantile(f.order, hundredth); ok {
			lines = append(lines, fmt.Sprintf("各单位%s第 %d 百分位：%s", first.Name, hundredth, s))
		}
	}
	for _, u := range f.order {
		rank := "不排"
		if u.Rank > 0 {
			rank = fmt.Sprint(u.Rank)
		}
		lines = append(lines, width.PadLeft(rank, 4)+"  "+width.Pad(u.Unit, 30)+"  "+width.PadLeft(u.Share.String(), 8))
	}
	return append(lines, "办理不到 30 件的单位不排名。")
}
