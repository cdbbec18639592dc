package xlsx

import (
	"slices"
	"strings"

	"nianbao/model"
)

// term is a cell with its sign in a sum.
type term struct {
	cell  model.CellID
	minus bool
}

// relation is a linear rule of the form for one value of its *, as in
// [model.Rule]: the sum of left Op the sum of right.
type relation struct {
	rule        *model.Rule
	left, right []term
}

// relations expands the linear rules of a section that hold for the report's
// level, in form order. A relation with a cell that the form lacks is left out.
func relations(r *model.Report, section string) []relation {
	var out []relation
	for i := range r.Form.Rules {
		rule := &r.Form.Rules[i]
		linear := rule.Kind == model.KindTotal || rule.Kind == model.KindRelation
		if !linear || rule.Section != section || len(rule.Only) > 0 && !slices.Contains(rule.Only, r.Level) {
			continue
		}
		for _, star := range stars(r.Form, rule.Left[0]) {
			left, okLeft := fill(r.Form, rule.Left, star)
			right, okRight := fill(r.Form, rule.Right, star)
			if okLeft && okRight {
				out = append(out, relation{rule, left, right})
			}
		}
	}
	return out
}

// stars lists what the * of a pattern stands for.
func stars(f *model.Form, pattern string) []string {
	before, after, ok := strings.Cut(strings.TrimPrefix(pattern, "-"), "*")
	if !ok {
		return []string{""}
	}
	var out []string
	for _, c := range f.Cells() {
		star, okBefore := strings.CutPrefix(string(c.ID), before)
		star, okAfter := strings.CutSuffix(star, after)
		if okBefore && okAfter && star != "" && !strings.Contains(star, ".") {
			out = append(out, star)
		}
	}
	return out
}

func fill(f *model.Form, patterns []string, star string) ([]term, bool) {
	var out []term
	for _, p := range patterns {
		p, minus := strings.CutPrefix(p, "-")
		t := term{model.CellID(strings.Replace(p, "*", star, 1)), minus}
		if f.Cell(t.cell) == nil {
			return nil, false
		}
		out = append(out, t)
	}
	return out, true
}

// cells are all cells of the relation.
func (rel relation) cells() []model.CellID {
	var out []model.CellID
	for _, t := range slices.Concat(rel.left, rel.right) {
		out = append(out, t.cell)
	}
	return out
}

// What a check says.
const (
	saysOpen  = "待填"
	saysEven  = "平衡"
	saysApart = "相差 "
)

// verdict is what the relation's check says of figures. An equation waits for
// the first figure, anything else for all of them, as the findings do.
func (rel relation) verdict(s *model.Sheet) string {
	filled := 0
	for _, id := range rel.cells() {
		if s.At(id).Filled() {
			filled++
		}
	}
	diff := sum(s, rel.left).Sub(sum(s, rel.right))
	switch {
	case filled < rel.needed():
		return saysOpen
	case diff.Sign() == 0, diff.Sign() > 0 && rel.rule.Op == ">=":
		return saysEven
	case diff.Sign() < 0:
		diff = model.Zero.Sub(diff)
	}
	return saysApart + diff.String()
}

// needed is how many of the relation's cells must have a figure before there
// is anything to say.
func (rel relation) needed() int {
	if rel.rule.Op == "=" {
		return 1
	}
	return len(rel.cells())
}

func sum(s *model.Sheet, terms []term) model.Figure {
	total := model.Blank
	for _, t := range terms {
		if t.minus {
			total = total.Sub(s.At(t.cell))
		} else {
			total = total.Add(s.At(t.cell))
		}
	}
	return total
}
