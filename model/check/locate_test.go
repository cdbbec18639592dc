package check

import (
	"math/rand/v2"
	"testing"

	"nianbao/model"
)

// printed is a report with all its totals stated, as a paper has them.
func printedReport(r *model.Report) *model.Report {
	r = r.Clone()
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		if c.Computed() && c.Section.Key != "2" {
			r.Stated[c.ID] = sheet.At(c.ID)
		}
	}
	return r
}

// mistype is a figure as a hand gets it wrong: a digit otherwise, one left out, one too many.
func mistype(random *rand.Rand, f model.Figure) model.Figure {
	for {
		digits := []byte(f.String())
		k := random.IntN(len(digits))
		switch random.IntN(3) {
		case 0:
			digits[k] = byte('0' + random.IntN(10))
		case 1:
			digits = append(digits[:k], digits[k+1:]...)
		default:
			digits = append(digits[:k+1], digits[k:]...)
		}
		if g, err := model.ParseDecimal(string(digits)); err == nil && g.Filled() && g != f {
			return g
		}
	}
}

// found is how a fault was found.
type found struct{ named, among, wrong, not int }

func (n *found) count(groups [][]Correction, right ...model.CellFigure) {
	if len(groups) == 0 {
		n.not++
		return
	}
	hit := func(x Correction) bool {
		for _, f := range right {
			ok := false
			for _, g := range x.Figures {
				ok = ok || g == f
			}
			if !ok {
				return false
			}
		}
		return true
	}
	var all []Correction
	single := true
	var merged Correction
	for _, g := range groups {
		single = single && len(g) == 1
		merged.Figures = append(merged.Figures, g[0].Figures...)
		all = append(all, g...)
	}
	switch {
	case single && hit(merged):
		n.named++
	case single:
		n.wrong++
	default:
		for i, x := range all {
			if i < 3 && hit(x) {
				n.among++
				return
			}
		}
		n.not++
	}
}

func TestLocateSim(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for name, base := range map[string]*model.Report{"county": countyReport(), "last": lastCountyReport()} {
		for _, stated := range []bool{true, false} {
			var one, moved, two found
			for _, c := range base.Form.Cells() {
				if c.Section.Key == "2" || c.Computed() && !stated {
					continue
				}
				r := base
				if stated {
					r = printedReport(base)
				} else {
					r = base.Clone()
				}
				was := model.Evaluate(r).At(c.ID)
				set := func(id model.CellID, f model.Figure) {
					if r.Form.Cell(id).Computed() {
						r.Stated[id] = f
					} else {
						r.Figures[id] = f
					}
				}
				set(c.ID, mistype(random, was))
				one.count(locateIn(r, c.Section.Key), model.CellFigure{Cell: c.ID, Figure: was})
				if c.Computed() {
					continue
				}
				// moved one row down
				set(c.ID, was)
				if was.Sign() > 0 {
					k := indexOf(c.Block.Rows, c.Row)
					if k+1 < len(c.Block.Rows) {
						next := model.CellID(c.Section.Key + "." + c.Block.Rows[k+1].Key + "." + c.Column.Key)
						if n := r.Form.Cell(next); n != nil && !n.Computed() && r.Figures[next].IsZero() {
							set(c.ID, model.Zero)
							set(next, was)
							if g := locateIn(r, c.Section.Key); stated && name == "county" {
								t.Log(c.ID, was, next, len(g))
								for _, x := range g {
									t.Log(len(x), x)
								}
							}
							moved.count(locateIn(r, c.Section.Key), model.CellFigure{Cell: c.ID, Figure: was}, model.CellFigure{Cell: next, Figure: model.Zero})
							set(c.ID, was)
							set(next, model.Zero)
						}
					}
				}
				// two
				all := r.Form.Cells()
				var other *model.Cell
				for other == nil || other.Computed() || other.Section != c.Section || other == c {
					other = all[random.IntN(len(all))]
				}
				was2 := model.Evaluate(r).At(other.ID)
				set(c.ID, mistype(random, was))
				set(other.ID, mistype(random, was2))
				two.count(locateIn(r, c.Section.Key), model.CellFigure{Cell: c.ID, Figure: was}, model.CellFigure{Cell: other.ID, Figure: was2})
			}
			t.Logf("%s, totals stated %v: one %+v, moved %+v, two %+v", name, stated, one, moved, two)
		}
	}
}

func locateIn(r *model.Report, section string) [][]Correction {
	c := checker{report: r, sheet: model.Evaluate(r), plan: planOf(r.Form), said: map[*model.Rule]int{}}
	return c.identitiesOf(section, func(model.Relation) bool { return false }).locate()
}
