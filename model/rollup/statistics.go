package rollup

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
)

// Statistics are what a collector's report comes to: shares with what units have of them, why
// information was refused, the years before, and the units in the order of the first share.
type Statistics struct {
	Collector string     `json:"-"`
	Year      int        `json:"-"`
	Lacks     string     `json:"lacks,omitempty"` // what the sum lacks, a Chinese sentence
	Rates     []RateOf   `json:"rates"`
	Reasons   []ReasonOf `json:"reasons"`
	Years     []YearOf   `json:"years"` // the latest first, this one among them
	Units     []UnitOf   `json:"units"`
	Notes     []string   `json:"notes,omitempty"` // what is to be known of them, a Chinese sentence each
}

// RateOf is one of the shares.
type RateOf struct {
	Name       string         `json:"name"`
	Definition string         `json:"definition"`
	Value      *float64       `json:"value"` // null where nothing is below the line
	Last       *float64       `json:"last"`  // last year's
	P10        *float64       `json:"p10"`   // of the units that are ranked
	Median     *float64       `json:"median"`
	P90        *float64       `json:"p90"`
	From       []model.CellID `json:"from"`

	Share, LastShare Share    `json:"-"`
	Spread           [3]Share `json:"-"` // P10, median, P90
	Source           string   `json:"-"` // the cells by their names: 表三 予以公开/总计÷表三 办理/总计
}

// ReasonOf is one of the reasons of 不予公开.
type ReasonOf struct {
	Name      string       `json:"name"`
	Value     model.Figure `json:"value"`
	Share     *float64     `json:"share"` // of all that was refused
	Last      model.Figure `json:"last"`
	LastShare *float64     `json:"last_share"`
	From      model.CellID `json:"from"`

	Of, LastOf Share  `json:"-"`
	Source     string `json:"-"`
}

// YearOf are the shares of a year.
type YearOf struct {
	Year     int          `json:"year"`
	Report   string       `json:"report"`
	Sum      bool         `json:"sum"`             // else the report is the collector's own alone
	Lacks    string       `json:"lacks,omitempty"` // what that sum lacks
	Received model.Figure `json:"received"`
	Handled  model.Figure `json:"processed"`
	Values   []*float64   `json:"rates"` // in the order of Rates

	Shares []Share `json:"-"`
}

// UnitOf is a unit's place, with all of its shares.
type UnitOf struct {
	Unit  string   `json:"unit"`
	Value *float64 `json:"value"` // of the first of the rates
	Rank  int      `json:"rank"`  // 0 for one with fewer than 30 applications

	Granted, Partial, Handled model.Figure `json:"-"`
	Shares                    []Share      `json:"-"`
}

// Scope is whose figures a year's are, in Chinese.
func (y *YearOf) Scope() string {
	switch {
	case !y.Sum:
		return "一份报告"
	case y.Lacks != "":
		return "汇总草稿"
	}
	return "汇总"
}

// Place is the unit's rank in Chinese.
func (u *UnitOf) Place() string {
	if u.Rank == 0 {
		return "不排"
	}
	return strconv.Itoa(u.Rank)
}

const handled = model.CellID("3.processed.total")

// YearsBack is how many years are compared, this one among them.
const YearsBack = 5

// NewStatistics works them out. earlier are the collector's reports of years before, in any
// order; units the figures of those in the sum.
func NewStatistics(r *model.Report, earlier []*model.Report, units iter.Seq2[string, *model.Sheet]) *Statistics {
	s := &Statistics{Collector: r.Unit, Year: r.Year, Lacks: Shortfall(r)}
	sheet := model.Evaluate(r)
	var last *model.Sheet
	for _, x := range append([]*model.Report{r}, earlier...) {
		figures := model.EvaluateAs(x, r.Form)
		s.Years = append(s.Years, yearOf(x, figures))
		if x.Year == r.Year-1 {
			last = figures
			if !x.IsSum() {
				s.Notes = append(s.Notes, "上年的是「"+x.Name()+"」，是一份报告，不是汇总，口径不同的不能比。")
			}
		}
	}
	slices.SortFunc(s.Years, func(a, b YearOf) int { return b.Year - a.Year })
	s.reasons(sheet, last, r.Form)
	s.compare(sheet, last, units, r.Form)
	return s
}

func yearOf(r *model.Report, sheet *model.Sheet) YearOf {
	y := YearOf{Year: r.Year, Report: r.Name(), Sum: r.IsSum(), Lacks: Shortfall(r), Received: sheet.At("3.received.total"), Handled: sheet.At(handled)}
	for _, rate := range rates {
		share := rate.Of(sheet)
		y.Shares, y.Values = append(y.Shares, share), append(y.Values, share.Value())
	}
	return y
}

func (s *Statistics) reasons(sheet, last *model.Sheet, form *model.Form) {
	whole := total(sheet, denied())
	for _, id := range denied() {
		c := form.Cell(id)
		if c == nil {
			continue
		}
		x := ReasonOf{Name: c.Row.Name, From: id, Source: c.Brief(), Value: sheet.At(id), Of: Share{sheet.At(id), whole, whole.Sign() > 0}}
		if last != nil {
			before := total(last, denied())
			x.Last, x.LastOf = last.At(id), Share{last.At(id), before, before.Sign() > 0}
		}
		x.Share, x.LastShare = x.Of.Value(), x.LastOf.Value()
		s.Reasons = append(s.Reasons, x)
	}
}

// compare puts the units in order and tells the shares with them.
func (s *Statistics) compare(sheet, last *model.Sheet, units iter.Seq2[string, *model.Sheet], form *model.Form) {
	ranked := make([][]Ranked, len(rates))
	of := map[string]UnitOf{}
	for unit, figures := range units {
		u := UnitOf{Unit: unit, Granted: figures.At("3.granted.total"), Partial: figures.At("3.partial.total"), Handled: figures.At(handled)}
		for i, rate := range rates {
			x := rate.among(unit, figures)
			ranked[i], u.Shares = append(ranked[i], x), append(u.Shares, x.Share)
		}
		of[unit] = u
	}
	for i, rate := range rates {
		x := RateOf{Name: rate.Name, Definition: rate.Definition, Share: rate.Of(sheet), Source: rate.source(form)}
		for _, id := range rate.From() {
			if form.Cell(id) != nil {
				x.From = append(x.From, id)
			}
		}
		if last != nil {
			x.LastShare = rate.Of(last)
		}
		inOrder(ranked[i])
		for k, hundredth := range []int{10, 50, 90} {
			x.Spread[k], _ = Quantile(ranked[i], hundredth)
		}
		x.Value, x.Last = x.Share.Value(), x.LastShare.Value()
		x.P10, x.Median, x.P90 = x.Spread[0].Value(), x.Spread[1].Value(), x.Spread[2].Value()
		s.Rates = append(s.Rates, x)
	}
	s.Units = []UnitOf{}
	for _, x := range ranked[0] {
		u := of[x.Unit]
		u.Rank, u.Value = x.Rank, x.Share.Value()
		s.Units = append(s.Units, u)
	}
}

// source names the cells of a rate.
func (r Rate) source(form *model.Form) string {
	names := func(ids []model.CellID, joint string) string {
		var all []string
		for _, id := range ids {
			if c := form.Cell(id); c != nil {
				all = append(all, c.Brief())
			}
		}
		return strings.Join(all, joint)
	}
	under := names(r.Under, "＋")
	if less := names(r.Less, "－"); less != "" {
		under += "－" + less
	}
	bracket := func(text string) string {
		if strings.ContainsAny(text, "＋－") {
			return "（" + text + "）"
		}
		return text
	}
	return bracket(names(r.Over, "＋")) + "÷" + bracket(under)
}
