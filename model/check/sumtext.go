package check

import (
	"slices"
	"strings"

	"nianbao/model"
)

// told is whose figures words of a collector's text tell.
type told struct {
	unit  string       // of those in the sum; "" for none
	sheet *model.Sheet // its figures
	whole bool         // the sum's, by such words as 全县
}

// name is how a finding calls it.
func (t told) name() string {
	if t.unit == "" {
		return "汇总数"
	}
	return t.unit + "的报告"
}

func (t told) units() []string {
	if t.unit == "" {
		return nil
	}
	return []string{t.unit}
}

// toldIn is of whom words tell: the whole area or a unit of the sum, whoever is named last.
// The zero value is for words that name neither, and for those of which the reports can't be
// had.
func (c *checker) toldIn(words string) (t told) {
	rule := c.report.Form.RuleOfKind(model.KindSumText)
	if !c.report.IsSum() || rule == nil {
		return t
	}
	end, longest := -1, 0
	for _, x := range c.namesOf() {
		k := strings.LastIndex(words, x.name)
		if k < 0 {
			continue
		}
		if e := k + len(x.name); e > end || e == end && len(x.name) > longest {
			end, longest, t = e, len(x.name), told{unit: x.unit, whole: x.unit == ""}
		}
	}
	if t.unit == "" {
		return t
	}
	if !c.sources.has(t.unit) {
		return told{}
	}
	t.sheet = c.sources.sheetOf(t.unit)
	return t
}

// unitName is a name by which texts call a unit of a sum, or the whole area (unit "").
type unitName struct{ name, unit string }

// namesOf are those of the collector's list.
func (c *checker) namesOf() []unitName {
	if c.unitNames == nil {
		if c.sources != nil {
			c.unitNames = c.sources.names
		} else {
			c.unitNames = unitNames(c.report)
		}
	}
	return c.unitNames
}

func unitNames(r *model.Report) (all []unitName) {
	add := func(unit string, names ...string) {
		for _, name := range names {
			all = append(all, unitName{name, unit})
		}
	}
	if rule := r.Form.RuleOfKind(model.KindSumText); rule != nil {
		add("", rule.Words...)
	}
	scope := r.Form.RuleOfKind(model.KindScope)
	for _, u := range r.List() {
		add(u.Name, u.Name)
		add(u.Name, u.Aliases...)
		add(u.Name, shortNames(u.Name)...)
		if u.Kind == model.KindOwn && scope != nil {
			add(u.Name, scope.Words...)
		}
	}
	return slices.DeleteFunc(all, func(x unitName) bool { return x.name == "" })
}

// ofItself is a number behind 其中, or in brackets, by itself where its clause names a unit of
// the sum: for that it is the whole.
func (c *checker) ofItself(p *prose, q *quantity) *quantity {
	partly := q.part || q.inside
	if !partly || c.sources == nil || c.toldIn(p.words(q.before)).unit == "" {
		return q
	}
	x := *q
	x.part, x.inside = false, false
	return &x
}

// tellsOfPart finds whose figures a number of a collector's text tells, where that can be said.
func (c *checker) tellsOfPart(x *mentioned) bool {
	if !c.report.IsSum() {
		return false
	}
	said := x.p.text[x.s.Start:x.q.after.End]
	if strings.Contains(said, "备案") { // counted otherwise
		return false
	}
	x.of = c.toldIn(x.p.text[x.s.Start:x.q.number.Start])
	return x.of.unit != "" || x.of.whole && c.narrower(*x)
}

// brokenInPart is the rule that such a number breaks: the sum has it otherwise, and the unit, too.
func (c *checker) brokenInPart(x *mentioned) *model.Rule {
	if x.of.unit != "" && slices.ContainsFunc(x.mention.Accept, func(sum model.Sum) bool { return x.q.says(c.sumIn(x.of.sheet, sum)) }) {
		return nil
	}
	return c.report.Form.RuleOfKind(model.KindSumText)
}

// isListed reports whether a name is that of a unit on the collector's list.
func (c *checker) isListed(name string) bool {
	for _, u := range c.report.Units {
		if strings.Contains(u.Name, name) || slices.Contains(u.Aliases, name) {
			return true
		}
	}
	return false
}
