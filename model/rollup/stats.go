package rollup

import (
	"cmp"
	"fmt"
	"slices"

	"nianbao/model"
)

// Rate is a share that reviewers look at, defined by cells of the form: what is in Over, of
// what is in Under without Less.
type Rate struct {
	Name, Definition  string
	Over, Under, Less []model.CellID
}

// rows are cells of the totals' column of section three.
func rows(keys ...string) (ids []model.CellID) {
	for _, key := range keys {
		ids = append(ids, model.CellID("3."+key+".total"))
	}
	return ids
}

var unprocessed = rows("refused_petition", "refused_repeat", "refused_publication", "refused_excessive", "refused_confirm", "other_uncorrected", "other_unpaid", "other")

// rates are the shares, each named with its formula: offices compute them differently.
var rates = []Rate{
	{"公开率", "（予以公开＋部分公开）÷办理结果总计", rows("granted", "partial"), rows("processed"), nil},
	{"公开率（不计不予处理、其他处理）", "（予以公开＋部分公开）÷（办理结果总计－不予处理－其他处理）", rows("granted", "partial"), rows("processed"), unprocessed},
	{"全部公开率", "予以公开÷办理结果总计", rows("granted"), rows("processed"), nil},
	{"不予公开率", "不予公开÷办理结果总计", denied(), rows("processed"), nil},
	{"复议率", "行政复议总计÷办理结果总计", []model.CellID{"4.reconsideration.total"}, rows("processed"), nil},
	{"诉讼率", "（未经复议直接起诉总计＋复议后起诉总计）÷办理结果总计", []model.CellID{"4.direct_suit.total", "4.suit_after.total"}, rows("processed"), nil},
	{"复议纠错率", "结果纠正÷（总计－尚未审结）", []model.CellID{"4.reconsideration.corrected"}, []model.CellID{"4.reconsideration.total"}, []model.CellID{"4.reconsideration.pending"}},
	{"诉讼纠错率", "结果纠正÷（总计－尚未审结）", []model.CellID{"4.direct_suit.corrected", "4.suit_after.corrected"},
		[]model.CellID{"4.direct_suit.total", "4.suit_after.total"}, []model.CellID{"4.direct_suit.pending", "4.suit_after.pending"}},
}

// reasons are the rows of 不予公开.
var reasons = []string{"denied_secret", "denied_law", "denied_security", "denied_third_party", "denied_internal", "denied_process", "denied_case_file", "denied_inquiry"}

func denied() []model.CellID { return rows(reasons...) }

// Share is a rate of a report. Where nothing is below the line there is none.
type Share struct {
	Over, Under model.Figure
	Known       bool
}

// Percent is the share in hundredths of a percent, rounded.
func (s Share) Percent() int64 {
	if !s.Known {
		return 0
	}
	over, under := s.Over.Units(), s.Under.Units()
	return (over*20000 + under) / (2 * under)
}

// Percent writes hundredths of a percent.
func Percent(hundredths int64) string {
	return fmt.Sprintf("%d.%02d%%", hundredths/100, hundredths%100)
}

// String is the share for people, a stroke where there is none.
func (s Share) String() string {
	if !s.Known {
		return "—"
	}
	return Percent(s.Percent())
}

// Value is the share of one; nil where there is none.
func (s Share) Value() *float64 {
	if !s.Known {
		return nil
	}
	v := float64(s.Percent()) / 10000
	return &v
}

// Of is the rate of a report's figures.
func (r Rate) Of(sheet *model.Sheet) Share {
	over, under := total(sheet, r.Over), total(sheet, r.Under).Sub(total(sheet, r.Less))
	return Share{over, under, under.Sign() > 0}
}

// From are the cells that the rate comes from.
func (r Rate) From() []model.CellID { return slices.Concat(r.Over, r.Under, r.Less) }

func total(sheet *model.Sheet, ids []model.CellID) model.Figure {
	sum := model.Blank
	for _, id := range ids {
		sum = sum.Add(sheet.At(id))
	}
	return sum
}

// leastRanked is how many applications a unit must have had to be compared with others: of
// few, one makes a difference.
const leastRanked = 30

// Ranked is a unit among others by a rate.
type Ranked struct {
	Unit  string
	Share Share
	Rank  int // from 1, units with the same share alike; 0 for one that isn't ranked
}

// among is a unit that is to be put in order; its rank says whether it counts.
func (r Rate) among(unit string, sheet *model.Sheet) Ranked {
	x := Ranked{Unit: unit, Share: r.Of(sheet)}
	if enough := sheet.At(handled).Units() >= leastRanked*model.Scale; enough && x.Share.Known {
		x.Rank = 1
	}
	return x
}

// inOrder puts units in order of a rate, the highest first, those without enough applications at
// the end.
func inOrder(all []Ranked) {
	slices.SortFunc(all, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(b.Share.Percent(), a.Share.Percent()), cmp.Compare(a.Unit, b.Unit))
	})
	for i := range all {
		switch {
		case all[i].Rank == 0:
		case i > 0 && all[i].Share.Percent() == all[i-1].Share.Percent():
			all[i].Rank = all[i-1].Rank
		default:
			all[i].Rank = i + 1
		}
	}
}

// Quantile is the share at a hundredth of those that are ranked, in their order,
// by the nearest rank; ok is false where none is.
func Quantile(ranked []Ranked, hundredth int) (s Share, ok bool) {
	n := 0
	for n < len(ranked) && ranked[n].Rank > 0 {
		n++
	}
	if n == 0 {
		return Share{}, false
	}
	from := max((n*hundredth+99)/100, 1) // from the lowest
	return ranked[n-from].Share, true
}
