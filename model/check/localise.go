package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
)

// Candidate is a cell that may be the one that is wrong.
type Candidate struct {
	Cell  model.CellID `json:"cell"`
	Value model.Figure `json:"value"` // what would put the identities right
	Why   string       `json:"why"`   // a few Chinese words
}

// Folded is a finding that follows from another and goes with it.
type Folded struct {
	Rule  string         `json:"rule"`
	Cells []model.CellID `json:"cells"`
}

// mostCandidates is how many are told: more is no help.
const mostCandidates = 3

// localise looks, in each table of which identities fail, for the cell that is wrong.
// Where there is just one it is the finding, and those that follow from it are folded
// under it; where there are several they are told with the first.
func (c *checker) localise() {
	for i := range c.report.Form.Sections {
		key := c.report.Form.Sections[i].Key
		if c.report.IsSum() { // what is wrong there is wrong in a unit's report, see nameUnits
			c.foldTotals(key)
			continue
		}
		rules := c.rulesOfCell(key)
		fails := slices.ContainsFunc(c.findings, func(f Finding) bool { return f.isIdentity(key) && !f.Explained })
		if len(rules) > 0 && fails {
			var certain Correction
			for _, group := range c.identitiesOf(key).locate() {
				if group = slices.DeleteFunc(group, c.againstPaper); len(group) == 0 {
					continue
				}
				c.locate(rules, group)
				if len(group) == 1 {
					certain.Figures = append(certain.Figures, group[0].Figures...)
				}
			}
			c.foldJoint(key, certain)
			c.foldTotals(key)
		}
	}
	c.foldImpossible()
}

// foldImpossible folds what follows from a figure that no cell can have: nothing that it
// stands in says more than, perhaps, what it should be.
func (c *checker) foldImpossible() {
	for i := 0; i < len(c.findings); i++ {
		f := &c.findings[i]
		impossible := f.Kind == model.KindCount || f.Kind == model.KindAmount
		if !impossible {
			continue
		}
		id := f.Cells[0]
		var follow []int
		for k := range c.findings {
			x := &c.findings[k]
			if k == i || x.Explained {
				continue
			}
			if x.Suspect == id {
				f.Suspect, f.Value, f.Repair, f.Fix = x.Suspect, x.Value, x.Repair, x.Message+"。"+f.Fix
			}
			if x.Suspect == id || x.relation != nil && c.speaksOf(*x.relation, id) {
				follow = append(follow, k)
			}
		}
		f.Explains = append(f.Explains, c.folded(follow)...)
		c.withdraw(follow)
		i -= len(slices.DeleteFunc(follow, func(k int) bool { return k > i }))
	}
}

// speaksOf reports whether a relation is about a cell of this year, by itself or in a total.
func (c *checker) speaksOf(rel model.Relation, id model.CellID) bool {
	return slices.ContainsFunc(slices.Concat(rel.Left, rel.Right), func(t model.Term) bool {
		return !t.Last && slices.Contains(c.report.Form.Leaves(t.Cell), id)
	})
}

// Suspects are the cells that totals which the paper has otherwise single out. Why is a
// Chinese sentence.
func Suspects(r *model.Report) (out []Candidate) {
	if len(r.Stated) == 0 {
		return nil
	}
	c := newChecker(r, model.Evaluate(r))
	for i := range r.Form.Rules {
		rule := &r.Form.Rules[i]
		ofSums := rule.Kind == model.KindTotal || rule.Kind == model.KindRelation
		if ofSums && rule.HoldsFor(r) {
			checks[rule.Kind](c, rule)
		}
	}
	c.localise()
	for i := range c.findings {
		if f := &c.findings[i]; f.Suspect != "" {
			out = append(out, Candidate{f.Suspect, f.Value, "和总计、表头的平衡关系对不上，改成 " + f.Value.String() + " 就平"})
		}
	}
	return out
}

// againstPaper reports whether with a correction a total would be other than the paper has
// it, whatever has become of that since.
func (c *checker) againstPaper(x Correction) bool {
	for id, printed := range c.report.Printed {
		sum, about := c.sheet.At(id), false
		for _, g := range x.Figures {
			if slices.Contains(c.report.Form.Leaves(id), g.Cell) {
				sum, about = sum.Add(g.Figure).Sub(c.sheet.At(g.Cell)), true
			}
		}
		if about && sum != printed {
			return true
		}
	}
	return false
}

// rulesOfCell are the rules that word what is wrong in a section, by how many cells are.
func (c *checker) rulesOfCell(section string) map[model.Kind]*model.Rule {
	out := map[model.Kind]*model.Rule{}
	for i := range c.report.Form.Rules {
		r := &c.report.Form.Rules[i]
		switch r.Kind {
		case model.KindCell, model.KindMoved, model.KindCells:
			if r.Section == section {
				out[r.Kind] = r
			}
		}
	}
	return out
}

// isIdentity reports a finding about an equation of a section.
func (f *Finding) isIdentity(section string) bool {
	return f.relation != nil && f.relation.Rule.Section == section && f.Severity == model.Error
}

// explainedAway reports whether somebody has written why an equation need not hold.
func (c *checker) explainedAway(rel model.Relation) bool {
	return slices.ContainsFunc(c.findings, func(f Finding) bool {
		explained := f.Explained && f.relation != nil
		return explained && f.relation.Rule == rel.Rule && f.relation.Left[0] == rel.Left[0]
	})
}

// locate tells of one fault, of which these are the corrections.
func (c *checker) locate(rules map[model.Kind]*model.Rule, group []Correction) {
	var cured []int // findings that each of the corrections puts right
	for i, x := range group[:min(len(group), mostCandidates)] {
		if cures := c.curedBy(x); i == 0 {
			cured = cures
		} else {
			cured = slices.DeleteFunc(cured, func(k int) bool { return !slices.Contains(cures, k) })
		}
	}
	if len(cured) == 0 {
		return
	}
	x := group[0]
	switch {
	case len(group) > 1:
		c.suggest(group, cured)
		return
	case len(cured) == 1 && len(x.Figures) == 1: // it says both sides
		f := &c.findings[cured[0]]
		f.Suspect, f.Value = x.Figures[0].Cell, x.Figures[0].Figure
		return
	}
	rule := rules[x.kind()]
	if rule == nil {
		return
	}
	f := Finding{Suspect: x.Figures[0].Cell, Value: x.Figures[0].Figure}
	var names []string
	for _, g := range x.Figures {
		f.Cells = append(f.Cells, g.Cell)
		names = append(names, c.named(g))
	}
	f.Left, f.Right = c.printed(f.Suspect), f.Value
	f.Difference = f.Left.Sub(f.Right)
	f.Repair = c.certain(x)
	f.firm = slices.ContainsFunc(cured, func(k int) bool { return c.findings[k].isFirm(c.report.Form) })
	f.Explains = c.folded(cured)
	heard := c.heardWith(x)
	f.Explains = append(f.Explains, c.folded(heard)...)
	at, puts := cured[0], strconv.Itoa(len(cured))
	c.withdraw(slices.Sorted(slices.Values(append(cured, heard...))))
	n := len(c.findings)
	c.add(rule, f, rule.Fix, "{changes}", strings.Join(names, "，"), "{puts}", puts)
	if len(c.findings) > n { // where the first that follows from it stood
		told := c.findings[n]
		c.findings = slices.Insert(c.findings[:n], at, told)
	}
}

// kind is that of the rule that words a correction.
func (x *Correction) kind() model.Kind {
	switch {
	case x.Moved:
		return model.KindMoved
	case len(x.Figures) > 1:
		return model.KindCells
	}
	return model.KindCell
}

// named spells a change out: 「予以公开/自然人」写的是 5375，改成 5345.
func (c *checker) named(x model.CellFigure) string {
	return fmt.Sprintf("「%s」写的是 %s，改成 %s", c.report.Form.Cell(x.Cell).InTable(), c.printed(x.Cell), x.Figure)
}

// certain is the repair of one cell that at least two witnesses ask for and none
// speaks against; nil for any other.
func (c *checker) certain(x Correction) *Repair {
	g := x.Figures[0]
	wrote := c.printed(g.Cell)
	alone := len(x.Figures) == 1 && len(x.holds) >= 2
	spokenFor := wrote.Sign() > 0 && c.told(g.Cell, wrote)
	if !alone || spokenFor || c.toldOtherwise(g.Cell, g.Figure) {
		return nil
	}
	if !c.report.Form.Cell(g.Cell).Computed() {
		return putFigure(g.Cell, g.Figure)
	}
	if c.sheet.At(g.Cell) != g.Figure {
		return nil
	}
	return &Repair{Label: "总计用加起来的 " + g.Figure.String(), stated: g.Cell}
}

// foldJoint folds what is off because of several faults at once, and right with all of
// them put right, under the first.
func (c *checker) foldJoint(section string, all Correction) {
	first := slices.IndexFunc(c.findings, func(f Finding) bool { return f.Suspect != "" && f.Section == section })
	if first < 0 || len(all.Figures) == 0 {
		return
	}
	cured := slices.DeleteFunc(c.curedBy(all), func(i int) bool { return c.findings[i].Suspect != "" })
	root := &c.findings[first]
	root.Explains = append(root.Explains, c.folded(cured)...)
	root.firm = root.firm || slices.ContainsFunc(cured, func(k int) bool { return c.findings[k].isFirm(c.report.Form) })
	c.withdraw(cured)
}

// foldTotals folds what is off in the totals of a section only because it is in a column
// under the first column's; an explanation covers both.
func (c *checker) foldTotals(section string) {
	var totals []int
	first := -1
	for i := range c.findings {
		f := &c.findings[i]
		switch {
		case !f.isIdentity(section):
		case !c.follows(*f.relation):
			if first < 0 || c.findings[first].Explained && !f.Explained {
				first = i
			}
		case !f.Explained:
			totals = append(totals, i)
		}
	}
	if first >= 0 && len(totals) > 0 && first < totals[0] {
		c.findings[first].Explains = append(c.findings[first].Explains, c.folded(totals)...)
		c.withdraw(totals)
	}
}

// suggest tells the likely ones of several corrections with the first finding, and folds
// the others under it.
func (c *checker) suggest(group []Correction, cured []int) {
	f := &c.findings[cured[0]]
	var words []string
	for _, x := range group {
		if x.rank > 0 || len(words) == mostCandidates {
			break
		}
		g, why := x.Figures[0], "像是多写、少写或写错了一位"
		switch {
		case x.Moved:
			why = "可能填错了一格，应在「" + c.report.Form.Cell(x.Figures[1].Cell).InTable() + "」"
		case len(x.Figures) > 1:
			why = "和「" + c.report.Form.Cell(x.Figures[1].Cell).InTable() + "」一起改就平"
		case x.rank < 0:
			why = "正文或上年报告是这个数"
		}
		f.Candidates = append(f.Candidates, Candidate{g.Cell, g.Figure, why})
		words = append(words, "「"+c.report.Form.Cell(g.Cell).InTable()+"」改成 "+g.Figure.String())
	}
	if len(words) > 0 {
		f.Fix = "先核对这几格：" + strings.Join(words, "；") + "，改对一处就平。" + f.Fix
	}
	f.Explains = append(f.Explains, c.folded(cured[1:])...)
	c.withdraw(cured[1:])
}

func (c *checker) folded(which []int) (out []Folded) {
	for _, k := range which {
		f := &c.findings[k]
		out = append(out, Folded{f.Rule, f.Cells})
		out = append(out, f.Explains...)
	}
	return out
}

// withdraw takes findings back that go with another.
func (c *checker) withdraw(which []int) {
	for _, k := range slices.Backward(which) {
		c.findings = slices.Delete(c.findings, k, k+1)
	}
}

// with is the same report with a correction.
func (c *checker) with(x Correction) *checker {
	r := c.report.Clone()
	for _, g := range x.Figures {
		if r.Form.Cell(g.Cell).Computed() {
			r.Stated[g.Cell] = g.Figure
			delete(r.Printed, g.Cell)
		} else {
			r.Figures[g.Cell] = g.Figure
		}
	}
	return &checker{report: r, sheet: model.Evaluate(r), last: c.last, lastSheet: c.lastSheet, plan: c.plan, written: c.written, prose: c.prose,
		said: map[*model.Rule]int{}}
}

// heardWith are the findings, by number, about sentences that say what the tables have
// with a correction: the sentence was right.
func (c *checker) heardWith(x Correction) (out []int) {
	then, done := c.with(x), map[*model.Rule]bool{}
	for i := range c.findings {
		f := &c.findings[i]
		if f.Kind != model.KindMention || f.Explained {
			continue
		}
		if r := f.RuleIn(c.report.Form); !done[r] {
			done[r] = true
			checks[r.Kind](then, r)
		}
		if !slices.ContainsFunc(then.findings, func(g Finding) bool { return g.Key() == f.Key() }) {
			out = append(out, i)
		}
	}
	return out
}

// curedBy are the findings about identities, by number, that are none with a correction.
func (c *checker) curedBy(x Correction) (out []int) {
	then := c.with(x)
	for i := range c.findings {
		if f := &c.findings[i]; f.relation != nil && !f.Explained && then.holds(*f.relation) {
			out = append(out, i)
		}
	}
	return out
}

// holds reports whether a linear rule finds nothing in one of its relations.
func (c *checker) holds(rel model.Relation) bool {
	before := len(c.findings)
	switch rel.Rule.Kind {
	case model.KindTotal:
		c.total(rel)
	case model.KindRelation:
		c.relation(rel)
	case model.KindImplies:
		c.implies(rel)
	default:
		return false
	}
	return len(c.findings) == before
}
