package check

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
	"nianbao/model/rollup"
)

// mostUnits is how many units a sentence names.
const mostUnits = 3

// sumMissing finds units that the sum lacks, or has and should not.
func (c *checker) sumMissing(r *model.Rule) {
	gap := rollup.GapOf(c.report)
	if open := append(gap.Missing, gap.Strangers...); len(open) > 0 {
		c.add(r, Finding{Units: open}, r.Fix, "{gap}", gap.String())
	}
}

// sumOutdated finds units of which the sum has another revision than the one accepted.
func (c *checker) sumOutdated(r *model.Rule) {
	old := rollup.OutdatedUnits(c.report)
	begun := len(c.report.Sources) > 0
	if len(old) > 0 || !begun {
		c.add(r, Finding{Units: old, unbegun: !begun}, r.Fix, "{units}", rollup.Some(old, mostUnits))
	}
}

// sumLate tells of the units whose reports came after their day.
func (c *checker) sumLate(r *model.Rule) {
	var late, said []string
	for _, u := range c.report.Units {
		v := c.report.Reviews[u.Name]
		came := v.CameOn()
		known := u.Due != "" && came != "" && v.Word != model.WordExcused
		if known && came > u.Due {
			late = append(late, u.Name)
		}
	}
	c.report.InOrder(late)
	for _, unit := range late {
		v := c.report.Reviews[unit]
		said = append(said, unit+"（"+c.report.Units[unit].Due+" 应报，"+v.CameOn()+" 收到）")
	}
	if len(late) > 0 {
		c.add(r, Finding{Units: late, basis: strings.Join(said, "")}, r.Fix, "{n}", strconv.Itoa(len(late)), "{units}", rollup.Some(said, mostUnits))
	}
}

// pair words a finding about units, by whose names it is known again.
func (c *checker) pair(r *model.Rule, units []string, f Finding) {
	f.Units, f.Quote = units, "「"+rollup.Some(units, mostUnits)+"」"
	if said := slices.ContainsFunc(c.findings, func(x Finding) bool { return x.Rule == r.ID && x.Quote == f.Quote }); !said {
		c.add(r, f, r.Fix)
	}
}

// sumTwice finds units in the sum that go by one another's names.
func (c *checker) sumTwice(r *model.Rule) {
	held := map[string]string{} // the unit, by each name that it goes by
	report := map[string]string{}
	for _, s := range c.report.Sources {
		if other, ok := report[s.Report]; ok {
			c.pair(r, []string{other, s.Unit}, Finding{})
			continue
		}
		report[s.Report] = s.Unit
		twin := ""
		for _, name := range append([]string{s.Unit}, c.report.Units[s.Unit].Aliases...) {
			name = rollup.Core(name)
			if other, ok := held[name]; ok && other != s.Unit {
				twin = other
			}
			held[name] = s.Unit
		}
		if own := c.isOwnFigures(twin) || c.isOwnFigures(s.Unit); twin != "" && !own {
			c.pair(r, []string{twin, s.Unit}, Finding{})
		}
	}
}

// isOwnFigures reports whether a unit is the collector itself.
func (c *checker) isOwnFigures(unit string) bool { return c.report.Units[unit].Kind == model.KindOwn }

// sumAlike finds units with the same figures.
func (c *checker) sumAlike(r *model.Rule) {
	if c.sources == nil {
		return
	}
	alike := map[string][]string{}
	all := c.sources.byName()
	for _, s := range all {
		if int64(s.filled) >= r.Bound {
			alike[s.figures] = append(alike[s.figures], s.unit)
		}
	}
	for _, s := range all {
		if units := alike[s.figures]; len(units) > 1 && units[0] == s.unit {
			c.pair(r, units, Finding{Left: model.Count(int64(s.filled))})
		}
	}
}

// sumWithin finds units whose figures are nowhere more than those of the unit that they belong to.
func (c *checker) sumWithin(r *model.Rule) {
	if c.sources == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(c.report.Units)) {
		u := c.report.Units[name]
		above, listed := c.report.Units[u.Parent]
		both := listed && above.Kind != model.KindOwn && c.sources.has(u.Name) && c.sources.has(above.Name)
		if !both || c.sources.byUnit[u.Name].filled == 0 {
			continue
		}
		below, whole := c.sources.sheetOf(u.Name), c.sources.sheetOf(above.Name)
		if !slices.ContainsFunc(c.report.Form.Cells(), func(x *model.Cell) bool { return below.Of(x).Sub(whole.Of(x)).Sign() > 0 }) {
			c.pair(r, []string{u.Name, above.Name}, Finding{})
		}
	}
}

// Of what size a sum has to be for one unit's share to say something, by its cells' measure.
var leastCompared = map[string]int64{"万元": 10}

const (
	leastCounted = 100 // of what is counted in 件
	leastUnits   = 3   // of two, one has most in any case
	sameAsLast   = 10  // times: so little more than last year's is no slip of the unit of money
)

// sumLarge finds cells of which one unit has nearly all, and had not last year.
func (c *checker) sumLarge(r *model.Rule) {
	if c.sources == nil || len(c.sources.byUnit) < leastUnits {
		return
	}
	for _, cell := range c.report.Form.CellsOf(r) {
		whole := c.sheet.Of(cell).Sub(c.report.AdjustedBy(cell.ID))
		least := cmp.Or(leastCompared[cell.Column.Unit], leastCounted)
		l := c.sources.largestOf(cell)
		if whole.Sub(model.Count(least)).Sign() < 0 {
			continue
		}
		share := l.has.Units() * 100 / whole.Units()
		asEver := l.last.Sign() > 0 && l.has.Units() < sameAsLast*l.last.Units()
		if share <= r.Bound || asEver {
			continue
		}
		c.add(r, Finding{Cells: []model.CellID{cell.ID}, Left: l.has, Right: whole, Units: []string{l.unit}, basis: l.unit}, r.Fix,
			"{unit}", l.unit, "{share}", strconv.FormatInt(share, 10), "{measure}", cell.Column.Unit)
	}
}

// sumOfSums finds units that sent the sum of others.
func (c *checker) sumOfSums(r *model.Rule) {
	if c.sources == nil {
		return
	}
	for _, s := range c.sources.byName() {
		if s.isSum && c.report.Units[s.unit].Kind != model.KindCounty {
			c.pair(r, []string{s.unit}, Finding{})
		}
	}
}

// nameUnits says with each relation of a sum that fails by whose reports it does: adding up
// what holds gives what holds.
func (c *checker) nameUnits() {
	r := c.report.Form.RuleOfKind(model.KindSumUnit)
	if r == nil || c.sources == nil || !r.HoldsFor(c.report) {
		return
	}
	for i := range c.findings {
		f := &c.findings[i]
		if f.relation == nil {
			continue
		}
		at := slices.IndexFunc(c.sources.relations, func(x model.Relation) bool {
			return x.Rule == f.relation.Rule && x.Left[0] == f.relation.Left[0]
		})
		if at >= 0 {
			c.nameUnitsOf(r, f, at)
		}
	}
}

// nameUnitsOf does so for one, the units that are off by most first.
func (c *checker) nameUnitsOf(r *model.Rule, f *Finding, relation int) {
	type culprit struct {
		unit string
		off
		by int64
	}
	var found []culprit
	var unknown []string
	for _, s := range c.sources.byName() {
		for _, x := range s.off {
			switch {
			case x.relation != relation:
			case x.unknown:
				unknown = append(unknown, s.unit)
			default:
				found = append(found, culprit{s.unit, x, x.left.Sub(x.right).Units()})
			}
		}
	}
	whole := f.Difference.Units()
	slices.SortStableFunc(found, func(a, b culprit) int {
		if a.by == whole || b.by == whole { // that one alone explains it
			return cmp.Compare(max(a.by-whole, whole-a.by), max(b.by-whole, whole-b.by))
		}
		return cmp.Compare(max(b.by, -b.by), max(a.by, -a.by))
	})
	var said []string
	for i, x := range found {
		f.Units = append(f.Units, x.unit)
		if i >= mostUnits {
			continue
		}
		words := fill(r.Message, []string{"{unit}", x.unit, "{diff}", model.OfUnits(max(x.by, -x.by)).String(), "{left}", model.Zero.Add(x.left).String(), "{right}", model.Zero.Add(x.right).String()})
		if x.cell != "" {
			words += "，像是「" + c.report.Form.Cell(x.cell).InTable() + "」写错"
		}
		if x.said != "" {
			words += "，单位说明：" + x.said
		}
		said = append(said, words)
	}
	if more := len(found) - mostUnits; more > 0 {
		said = append(said, "还有 "+strconv.Itoa(more)+" 个单位不平")
	}
	if len(unknown) > 0 {
		said = append(said, "这里没有上年报告、比不了的："+rollup.Some(unknown, mostUnits))
	}
	if by := c.adjusted(*f.relation); by.Sign() != 0 {
		said = append(said, "调整差 "+by.String())
	}
	if gone := c.goneSince(); f.relation.Last && len(gone) > 0 {
		said = append(said, "上年汇总有、今年没有的："+rollup.Some(gone, mostUnits))
	}
	if len(said) > 0 {
		f.Message += "：" + strings.Join(said, "；")
	}
	if len(f.Units) > 0 {
		f.Fix = fill(r.Fix, []string{"{units}", rollup.Some(f.Units, mostUnits)})
	}
}

// adjusted is by how much the adjustments alone part the sides of a relation.
func (c *checker) adjusted(rel model.Relation) model.Figure {
	by := model.NewReport(c.report.Form, "", c.report.Level, c.report.Year)
	for _, a := range c.report.Adjustments {
		by.Figures[a.Cell] = by.Figures[a.Cell].Add(a.Value)
	}
	sheet := model.Evaluate(by)
	sum := func(terms []model.Term) (sum model.Figure) {
		for _, t := range terms {
			switch {
			case t.Last:
			case t.Minus:
				sum = sum.Sub(sheet.At(t.Cell))
			default:
				sum = sum.Add(sheet.At(t.Cell))
			}
		}
		return sum
	}
	return sum(rel.Left).Sub(sum(rel.Right))
}

// goneSince are the units in last year's sum that are not in this one.
func (c *checker) goneSince() (gone []string) {
	if c.last == nil {
		return nil
	}
	for _, s := range c.last.Sources {
		if !c.sources.has(s.Unit) {
			gone = append(gone, s.Unit)
		}
	}
	return gone
}
