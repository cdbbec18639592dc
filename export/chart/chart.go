// Package chart draws how the applications of a year ended, by kind, beside the
// year before where that is known: as an SVG, alone or in a page, and as a PNG
// for a 图解. Both draw the same shapes. Nothing is said by colour alone: each bar
// has its figure, and last year's bars are outlined and named.
package chart

import (
	"fmt"
	"math/big"

	"nianbao/export/paper"
	"nianbao/model"
)

// Lengths are in pixels of a screen, at scale 1.
const (
	width     = 720
	margin    = 24
	labelEnd  = 132 // where bars begin
	barsEnd   = 540 // the longest bar; its figure stands behind it
	barHeight = 18
	barGap    = 4  // between the two years
	rowGap    = 14 // between kinds
	textSize  = 15
	titleSize = 20
)

const (
	ink     = 0x222222
	fill    = 0x1f4e79
	outline = 0x6f8fae
	paleInk = 0x555555
)

// rect is a bar; a hollow one is drawn by its outline.
type rect struct {
	x, y, w, h float64
	colour     int
	hollow     bool
}

// label is a line of text; end puts its end, not its start, at x. y is the
// baseline.
type label struct {
	x, y, size float64
	end        bool
	colour     int
	text       string
}

// Picture is a chart ready to be drawn.
type Picture struct {
	// Title and Says are the picture in words, for those who can't see it.
	Title, Says string

	w, h   float64
	rects  []rect
	labels []label
}

// Pictures are the charts of a report's sections, as the form has them; last is
// the report of the year before, nil where it isn't known. A draft's say so.
func Pictures(r, last *model.Report, draft bool) []*Picture {
	var out []*Picture
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Chart != nil {
			out = append(out, compose(r, last, s, draft))
		}
	}
	return out
}

func compose(r, last *model.Report, s *model.Section, draft bool) *Picture {
	now := model.Evaluate(r).Shares(s)
	var before []model.Share
	if last != nil && last.Form.Section(s.Key) != nil {
		before = model.Evaluate(last).Shares(last.Form.Section(s.Key))
	}
	if len(before) != len(now) { // a form of other kinds
		before = nil
	}
	whole, most := sum(now), biggest(now, before)
	p := &Picture{Title: fmt.Sprintf("%s%d年%s", paper.Line(r.Unit), r.Year, s.Chart.Title), w: width}
	if draft {
		p.Title = "【草稿】" + p.Title
	}
	p.Says = fmt.Sprintf("共 %s 件：", text(whole))
	p.text(margin, margin+titleSize, titleSize, ink, p.Title)
	y := p.subtitle(r.Year, whole, before) + rowGap
	for i, share := range now {
		if i > 0 {
			p.Says += "，"
		}
		p.Says += share.Name + " " + text(share.Count)
		rows := 1
		if before != nil {
			rows = 2
		}
		height := float64(rows*barHeight + (rows-1)*barGap)
		p.labels = append(p.labels, label{labelEnd - 10, y + height/2 + textSize/3, textSize, true, ink, share.Name})
		p.bar(y, share.Count, most, whole, false)
		y += barHeight
		if before != nil {
			p.bar(y+barGap, before[i].Count, most, sum(before), true)
			y += barGap + barHeight
		}
		y += rowGap
	}
	p.Says += "。"
	p.h = y + margin - rowGap
	return p
}

// subtitle says how many there are, and which bars are whose; it returns where
// it ends.
func (p *Picture) subtitle(year int, whole model.Figure, before []model.Share) float64 {
	const y = margin + titleSize + 12 + textSize
	words := fmt.Sprintf("%d年应办理 %s 件（含上年结转）", year, text(whole))
	if before == nil {
		p.text(margin, y, textSize, paleInk, words)
		return y
	}
	p.rects = append(p.rects, rect{margin, y - textSize + 2, textSize, textSize, fill, false})
	p.text(margin+textSize+8, y, textSize, paleInk, words)
	at := float64(margin+textSize+8) + float64(paper.Halves(words))*textSize/2 + 24
	p.rects = append(p.rects, rect{at, y - textSize + 2, textSize, textSize, outline, true})
	p.text(at+textSize+8, y, textSize, paleInk, fmt.Sprintf("%d年（上年）%s 件", year-1, text(sum(before))))
	return y
}

// bar draws a figure as a part of the biggest, with its share of the whole.
func (p *Picture) bar(y float64, f, most, whole model.Figure, hollow bool) {
	length := (barsEnd - labelEnd) * ratio(f, most)
	colour := fill
	if hollow {
		colour = outline
	}
	p.rects = append(p.rects, rect{labelEnd, y, max(length, 1), barHeight, colour, hollow})
	words := text(f)
	if whole.Sign() > 0 && f.Filled() {
		words += fmt.Sprintf("（%.1f%%）", 100*ratio(f, whole))
	}
	p.text(labelEnd+length+8, y+barHeight-4, textSize, ink, words)
}

func (p *Picture) text(x, y, size float64, colour int, s string) {
	p.labels = append(p.labels, label{x, y, size, false, colour, s})
}

func sum(shares []model.Share) (whole model.Figure) {
	for _, s := range shares {
		whole = whole.Add(s.Count)
	}
	return whole
}

func biggest(years ...[]model.Share) (most model.Figure) {
	for _, shares := range years {
		for _, s := range shares {
			if s.Count.Sub(most).Sign() > 0 {
				most = s.Count
			}
		}
	}
	return most
}

// ratio is a part of a whole, between 0 and 1.
func ratio(part, whole model.Figure) float64 {
	if part.Sign() <= 0 || whole.Sign() <= 0 {
		return 0
	}
	a, okA := new(big.Rat).SetString(part.String())
	b, okB := new(big.Rat).SetString(whole.String())
	if !okA || !okB {
		return 0
	}
	x, _ := a.Quo(a, b).Float64()
	return min(x, 1)
}

// text is a figure as the picture shows it.
func text(f model.Figure) string {
	if !f.Filled() {
		return "未填"
	}
	return f.String()
}
