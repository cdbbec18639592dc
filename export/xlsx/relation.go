package xlsx

import "nianbao/model"

// relation is one of the form's, with all its cells and what a check says of it.
type relation struct {
	model.Relation
	cells []model.CellID
}

// relations are those of a section that hold for the report's level.
func relations(r *model.Report, section string) []relation {
	var out []relation
	for _, rel := range r.RelationsOf(section) {
		cells := make([]model.CellID, 0, len(rel.Left)+len(rel.Right))
		for _, terms := range [][]model.Term{rel.Left, rel.Right} {
			for _, t := range terms {
				cells = append(cells, t.Cell)
			}
		}
		out = append(out, relation{rel, cells})
	}
	return out
}

// What a check says.
const (
	SaysOpen  = "待填"
	SaysEven  = "平衡"
	SaysApart = "相差 "
)

// verdict is what the relation's check says of figures. An equation waits for
// the first figure, anything else for all of them, as the findings do.
func (rel relation) verdict(s *model.Sheet) string {
	filled := 0
	for _, id := range rel.cells {
		if s.At(id).Filled() {
			filled++
		}
	}
	diff := sum(s, rel.Left).Sub(sum(s, rel.Right))
	switch {
	case filled < rel.needed():
		return SaysOpen
	case diff.Sign() == 0, diff.Sign() > 0 && rel.Rule.Op == ">=":
		return SaysEven
	case diff.Sign() < 0:
		diff = model.Zero.Sub(diff)
	}
	return SaysApart + diff.String()
}

// needed is how many of the relation's cells must have a figure before there
// is anything to say.
func (rel relation) needed() int {
	if rel.Rule.Op == "=" {
		return 1
	}
	return len(rel.cells)
}

func sum(s *model.Sheet, terms []model.Term) model.Figure {
	total := model.Blank
	for _, t := range terms {
		if t.Minus {
			total = total.Sub(s.At(t.Cell))
		} else {
			total = total.Add(s.At(t.Cell))
		}
	}
	return total
}
