package check

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// mistyped is a figure as a hand gets it wrong: a digit otherwise, one left out, one too many.
func mistyped(random *rand.Rand, f model.Figure) model.Figure {
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

// onPaper puts a figure on a report's paper: into a cell, or as a stated total.
func onPaper(r *model.Report, id model.CellID, f model.Figure) {
	if r.Form.Cell(id).Computed() {
		r.Stated[id] = f
	} else {
		r.Figures[id] = f
	}
}

// outcome is how faults were found: named, among the candidates told, another named, not
// at all; how many findings a fault made; and what the key would do.
type outcome struct {
	named, among, wrong, not int
	findings                 []int
	right, worse             int
}

func (o *outcome) look(r *model.Report, faults ...model.CellFigure) {
	var told []Finding
	for _, f := range Report(r, nil) {
		if f.Severity == model.Error && f.Section == r.Form.Cell(faults[0].Cell).Section.Key {
			told = append(told, f)
		}
	}
	o.findings = append(o.findings, len(told))
	names := func(x model.CellFigure) bool {
		return slices.ContainsFunc(told, func(f Finding) bool {
			return f.Suspect == x.Cell && f.Value == x.Figure || f.Suspect != "" && slices.Contains(f.Cells, x.Cell)
		})
	}
	suggests := func(x model.CellFigure) bool {
		return slices.ContainsFunc(told, func(f Finding) bool {
			return slices.ContainsFunc(f.Candidates, func(c Candidate) bool {
				return c.Cell == x.Cell || strings.Contains(c.Why, "「"+r.Form.Cell(x.Cell).InTable()+"」")
			})
		})
	}
	other := func(f Finding) bool {
		return f.Suspect != "" && !slices.ContainsFunc(faults, func(x model.CellFigure) bool { return slices.Contains(f.Cells, x.Cell) })
	}
	all := func(ok func(model.CellFigure) bool) bool {
		return !slices.ContainsFunc(faults, func(x model.CellFigure) bool { return !ok(x) })
	}
	switch {
	case slices.ContainsFunc(told, other):
		o.wrong++
	case all(names):
		o.named++
	case all(func(x model.CellFigure) bool { return names(x) || suggests(x) }):
		o.among++
	default:
		o.not++
	}
	for _, f := range told {
		if f.Repair == nil {
			continue
		}
		s := model.NewSession(r.Clone(), "mend")
		if err := s.Apply(EditFor(s.Report(), &f)); err != nil {
			o.worse++
			continue
		}
		mended := func(x model.CellFigure) bool {
			if r.Form.Cell(x.Cell).Computed() {
				return !s.Report().Stated[x.Cell].Filled() || s.Report().Stated[x.Cell] == x.Figure
			}
			return s.Report().Figures[x.Cell] == x.Figure
		}
		if slices.ContainsFunc(faults, mended) {
			o.right++
		} else {
			o.worse++
		}
	}
}

// TestLocate spoils every cell of section three of three published reports as hands do,
// printed with all totals and typed without any: what is named is what is wrong, and no
// key makes it worse.
func TestLocate(t *testing.T) {
	for _, i := range []int{0, 2, 3} {
		base := published[i].report()
		for _, stated := range []bool{true, false} {
			spoilt := spoiled{random: rand.New(rand.NewPCG(5, 6)), base: base, sheet: model.Evaluate(base), stated: stated}
			spoilt.every()
			for name, o := range map[string]*outcome{"one": &spoilt.one, "a row off": &spoilt.moved, "two": &spoilt.two} {
				slices.Sort(o.findings)
				n := len(o.findings)
				t.Logf("%s, totals stated %v, %s: of %d named %d, among the candidates %d, another named %d, not %d; findings: median %d, at most %d; the key: right %d, worse %d",
					published[i].name, stated, name, n, o.named, o.among, o.wrong, o.not, o.findings[n/2], o.findings[n-1], o.right, o.worse)
				if o.worse > 0 {
					t.Errorf("%s: a key makes %d worse", name, o.worse)
				}
			}
			one := &spoilt.one
			if stated && (one.named != len(one.findings) || one.findings[len(one.findings)-1] > 1) {
				t.Errorf("printed: %d of %d cells named, up to %d findings for one", one.named, len(one.findings), one.findings[len(one.findings)-1])
			}
			if one.wrong > 0 || spoilt.moved.wrong > 0 || 20*spoilt.two.wrong > len(spoilt.two.findings) {
				t.Errorf("cells named that are right: %d, %d, %d", one.wrong, spoilt.moved.wrong, spoilt.two.wrong)
			}
		}
	}
}

// spoiled is what became of a report's faults, of each kind.
type spoiled struct {
	random          *rand.Rand
	base            *model.Report
	sheet           *model.Sheet
	stated          bool
	one, moved, two outcome
}

// spoil looks at the report as it is read with other figures on the paper.
func (x *spoiled) spoil(o *outcome, with map[model.CellID]model.Figure) {
	r := x.base.Clone()
	if x.stated {
		state(r)
	}
	var faults []model.CellFigure
	for id, f := range with {
		faults = append(faults, model.CellFigure{Cell: id, Figure: x.sheet.At(id)})
		onPaper(r, id, f)
	}
	r.SettleStated()
	o.look(r, faults...)
}

// every spoils each cell of section three.
func (x *spoiled) every() {
	var typed []model.CellID
	for _, c := range x.base.Form.Cells() {
		if c.Section.Key == "3" && !c.Computed() {
			typed = append(typed, c.ID)
		}
	}
	for _, c := range x.base.Form.Cells() {
		if c.Section.Key != "3" || c.Computed() && !x.stated {
			continue
		}
		was := x.sheet.At(c.ID)
		x.spoil(&x.one, map[model.CellID]model.Figure{c.ID: mistyped(x.random, was)})
		if c.Computed() {
			continue
		}
		other := typed[x.random.IntN(len(typed))]
		if other != c.ID {
			x.spoil(&x.two, map[model.CellID]model.Figure{c.ID: mistyped(x.random, was), other: mistyped(x.random, x.sheet.At(other))})
		}
		k := indexOf(c.Block.Rows, c.Row) + 1
		below := x.base.Form.Cell(model.CellID("3." + c.Block.Rows[min(k, len(c.Block.Rows)-1)].Key + "." + c.Column.Key))
		if free := below != c && !below.Computed() && x.sheet.Of(below).IsZero(); free && was.Sign() > 0 {
			x.spoil(&x.moved, map[model.CellID]model.Figure{c.ID: model.Zero, below.ID: was})
		}
	}
}

// TestCellStandsForFirm: what stands for a finding that must be put right must be, too,
// and says so in the letter.
func TestCellStandsForFirm(t *testing.T) {
	r := countyReport()
	state(r)
	put(r, 189, "3.granted.natural_person")
	f := find(Report(r, nil), "T3-CELL")
	if len(f) != 1 || f[0].CanExplain(r.Form) == nil || f[0].Class(r.Form) != model.Forced {
		t.Errorf("stands for sums of the paper: %+v", f)
	}
	last := lastCountyReport()
	r = countyReport()
	put(r, 35, "3.carried_in.natural_person")
	f = find(Report(r, last), "T3-CELL")
	if len(f) != 1 || f[0].CanExplain(r.Form) != nil || f[0].Class(r.Form) != model.Pressed {
		t.Errorf("stands for a balance and last year's: %+v", f)
	}
}
