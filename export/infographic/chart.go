package infographic

import (
	"fmt"

	"nianbao/export/paper"
	"nianbao/model"
)

// A chart is so narrow that its letters can be read on a phone.
const (
	chartWidth = 336
	chartText  = 15
	chartTitle = 18
	small      = 13.5
)

// Charts are those of a report's sections, as the form has them, each for a page;
// last is the report of the year before, nil where it isn't known. A draft's say so.
func Charts(r, last *model.Report, draft bool) []*Picture {
	var out []*Picture
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Chart != nil {
			out = append(out, chart(r, last, s, draft))
		}
	}
	return out
}

func chart(r, last *model.Report, s *model.Section, draft bool) *Picture {
	b := outcomes(r, last, s)
	b.size = chartText
	sum := whole(b.kinds)
	p := &Picture{Title: fmt.Sprintf("%s%d年%s", paper.Line(r.Unit), r.Year, s.Chart.Title), w: chartWidth}
	if draft {
		p.Title = "【草稿】" + p.Title
	}
	p.rect(rect{w: chartWidth, colour: white})
	y := p.titled(0, chartWidth, chartText, label{size: chartTitle, colour: ink, text: p.Title})
	if nothing(sum) && s.Nothing != "" {
		p.Says = s.Nothing
		y = p.lines(y+4, chartWidth, label{size: chartText, colour: ink, text: s.Nothing})
	} else {
		p.Says = handled(r.Year, sum) + "：" + b.says() + openNote(sum)
		y = p.lines(y+4, chartWidth, label{size: small, colour: pale, text: handled(r.Year, sum)})
		y = b.draw(p, 0, y+10, chartWidth)
		y = p.lines(y, chartWidth, label{size: small, colour: red, text: openNote(sum)})
	}
	p.h = y
	p.rects[0].h = p.h
	return p
}

// nothing reports whether a sum is known and 0.
func nothing(t model.Tally) bool { return t.Open == 0 && t.Count.IsZero() }

// outcomes are how a section's cases ended.
func outcomes(r, last *model.Report, s *model.Section) bars {
	b := bars{kinds: model.Evaluate(r).Shares(s), years: [2]int{r.Year - 1, r.Year}, unit: "件"}
	if last != nil && last.Form.Section(s.Key) != nil {
		b.before = model.Evaluate(last).Shares(last.Form.Section(s.Key))
	}
	return b
}

func handled(year int, sum model.Tally) string {
	if !sum.Count.Filled() {
		return fmt.Sprintf("%d年应办理的件数（含上年结转）%s", year, figureOf(sum))
	}
	return fmt.Sprintf("%d年应办理 %s 件（含上年结转）", year, figureOf(sum))
}

// openNote says what is not known of figures, "" where nothing.
func openNote(t model.Tally) string {
	why := "没有填"
	switch {
	case t.Open == 0:
		return ""
	case t.Unread:
		why = "没有填或者未能识别"
	}
	return fmt.Sprintf("有 %d 格%s，没有画图；带%s的只含已填的格。", t.Open, why, partial)
}
