package infographic

import (
	"fmt"
	"math/big"
	"strings"

	"nianbao/model"
)

// bars is a list of kinds with a bar each, below its name and figure.
type bars struct {
	kinds  []model.Share
	before []model.Share // the same of the year before; nil where that isn't known
	years  [2]int        // before, now
	unit   string
	size   float64 // of the letters
}

// whole is the sum of kinds.
func whole(kinds []model.Share) (sum model.Tally) {
	for _, k := range kinds {
		sum.Count, sum.Open, sum.Unread = sum.Count.Add(k.Count), sum.Open+k.Open, sum.Unread || k.Unread
	}
	if sum.Unread {
		sum.Count = model.Blank
	}
	return sum
}

// draw draws the list and returns where it ends. Bars are parts of the biggest of
// both years; there are none where a figure is not known.
func (b bars) draw(p *Picture, x, y, width float64) float64 {
	sum := whole(b.kinds)
	if !b.comparable() {
		b.before = nil
	}
	sumBefore := whole(b.before)
	most := biggest(b.kinds, b.before)
	for i, k := range b.kinds {
		name, words := k.Name, b.words(k.Tally, sum)
		p.fitted(y, width-ems(words)*b.size-b.size/2, label{x: x, size: b.size, colour: ink, text: name})
		y = p.text(y, label{x: x + width, size: b.size, align: end, colour: ink, text: words})
		if sum.Open == 0 {
			y = b.bar(p, x, y, width, ratio(k.Count, most), false)
		}
		if b.before != nil {
			words := fmt.Sprintf("%d年 %s", b.years[0], b.words(b.before[i].Tally, sumBefore))
			y = p.text(y, label{x: x + width, size: b.size * 0.86, align: end, colour: pale, text: words})
			if sum.Open+sumBefore.Open == 0 {
				y = b.bar(p, x, y, width, ratio(b.before[i].Count, most), true)
			}
		}
		y += b.size * 0.45
	}
	return y
}

// words are a kind's figure and, where that is known, its part of the whole.
func (b bars) words(t, whole model.Tally) string {
	words := figureOf(t)
	if t.Count.Filled() {
		words += b.unit
	}
	if whole.Open == 0 && whole.Count.Sign() > 0 {
		words += fmt.Sprintf("  %.1f%%", 100*ratio(t.Count, whole.Count))
	}
	return words
}

func (b bars) bar(p *Picture, x, y, width, part float64, hollow bool) float64 {
	high, colour := b.size*0.55, blue
	if hollow {
		high, colour = b.size*0.4, grey
	}
	p.rect(rect{x: x, y: y, w: width, h: high, colour: inset})
	if part > 0 {
		p.rect(rect{x: x, y: y, w: max(width*part, edge(p.w)), h: high, colour: colour, hollow: hollow})
	}
	return y + high + b.size*0.15
}

// comparable reports whether both years have the same kinds.
func (b bars) comparable() bool {
	if len(b.before) != len(b.kinds) {
		return false
	}
	for i := range b.kinds {
		if b.kinds[i].Name != b.before[i].Name {
			return false
		}
	}
	return true
}

// says is the list in words.
func (b bars) says() string {
	var words []string
	for _, k := range b.kinds {
		words = append(words, k.Name+" "+figureOf(k.Tally)+b.unit)
	}
	return strings.Join(words, "，") + "。"
}

// What stands for a figure that is not there, and behind one in which blanks are
// taken for nothing.
const (
	unread  = "未能识别"
	open    = "未填"
	partial = "＊"
)

// figureOf is a sum as a picture shows it.
func figureOf(t model.Tally) string {
	switch {
	case t.Unread:
		return unread
	case !t.Count.Filled():
		return open
	case t.Open > 0:
		return t.Count.String() + partial
	}
	return t.Count.String()
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
