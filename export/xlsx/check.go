package xlsx

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// What is written round the tables.
const (
	CheckHeading = "勾稽"
	BesideLegend = "右边一列" + CheckHeading
	BelowLegend  = "下面一行" + CheckHeading
	NoteLegend   = "附注："
	BlankLegend  = "浅黄色的格还没有填；带公式的总计和勾稽自动计算，不用填。"
)

// checkCell is a relation with the cell that shows whether it holds.
type checkCell struct {
	relation
	at    cellref.Ref
	below bool
}

// placeChecks puts the check of a column below it and that of a row beside it,
// both outside what is printed. Where a row holds several of one rule each goes
// below the first cell of its relation.
func (t *table) placeChecks(rels []relation) {
	for len(rels) > 0 {
		n := slices.IndexFunc(rels, func(r relation) bool { return r.Rule != rels[0].Rule })
		if n < 0 {
			n = len(rels)
		}
		t.placeRule(rels[:n])
		rels = rels[n:]
	}
}

func (t *table) placeRule(rels []relation) {
	rows, taken := map[int]bool{}, t.besides()
	beside := true
	for _, rel := range rels {
		row := t.at[rel.Left[0].Cell].Row
		for _, id := range rel.cells {
			beside = beside && t.at[id].Row == row
		}
		_, used := taken[row]
		beside = beside && !used && !rows[row]
		rows[row] = true
	}
	cols := map[int]bool{}
	for _, rel := range rels {
		at := t.at[rel.Left[0].Cell]
		if beside {
			t.checks = append(t.checks, checkCell{rel, cellref.At(at.Row, t.checkColumn()), false})
			continue
		}
		if len(cols) == 0 || cols[at.Col] {
			t.below++
			clear(cols)
		}
		cols[at.Col] = true
		t.checks = append(t.checks, checkCell{rel, cellref.At(t.bottom()+len(t.notes)+t.below, at.Col), true})
	}
}

// besides are the checks beside the grid, by the sheet's row.
func (t *table) besides() map[int]checkCell {
	out := map[int]checkCell{}
	for _, c := range t.checks {
		if !c.below {
			out[c.at.Row] = c
		}
	}
	// The column's head has no relation.
	if head := t.besideHead(); len(out) > 0 {
		for row := head.From.Row; row <= head.To.Row; row++ {
			out[row] = checkCell{at: cellref.At(row, head.From.Col)}
		}
	}
	return out
}

// besideHead is where the head over the checks of rows stands: beside the
// table's heads, or in the row above the first check.
func (t *table) besideHead() cellref.Span {
	first := 0
	for _, c := range t.checks {
		if !c.below && (first == 0 || c.at.Row < first) {
			first = c.at.Row
		}
	}
	if first == 0 {
		return cellref.Span{}
	}
	col := t.checkColumn()
	if t.Head > 0 {
		return cellref.Between(cellref.At(t.top, col), cellref.At(t.top+t.Head-1, col))
	}
	return cellref.Between(cellref.At(first-1, col), cellref.At(first-1, col))
}

// besideCell is a check beside the grid, or the head over them.
func (s *sheet) besideCell(t *table, c checkCell) excelize.Cell {
	if c.Rule != nil {
		return s.verdictCell(t, c)
	}
	if c.at == t.besideHead().From {
		return s.cell(CheckHeading, checkHead)
	}
	return excelize.Cell{StyleID: s.style(checkHead)}
}

func (s *sheet) verdictCell(t *table, c checkCell) excelize.Cell {
	return excelize.Cell{StyleID: s.style(checkLook), Formula: t.checkFormula(c.relation), Value: c.verdict(s.sheet)}
}

// below writes the checks of columns, and then what each check compares.
func (s *sheet) below(t *table) {
	for i := range t.below {
		row := make([]any, len(t.Widths))
		first, rule := len(row), (*model.Rule)(nil)
		for _, c := range t.checks {
			if c.below && c.at.Row == t.bottom()+len(t.notes)+1+i {
				row[c.at.Col-1] = s.verdictCell(t, c)
				first, rule = min(first, c.at.Col-1), c.Rule
			}
		}
		label := CheckHeading + "：" + shortOrSays(rule)
		high := height("差\n1", cellSize, checkWidth) // a narrow column has the number below the words
		for col := range first {
			row[col] = excelize.Cell{StyleID: s.style(checkHead)}
		}
		if first > 0 {
			row[0] = s.cell(label, checkHead)
			high = max(high, height(label, cellSize, total(t.widths[:first])))
		}
		at := s.put(high, row...)
		if first > 0 {
			s.merge(cellref.Between(at, cellref.At(at.Row, first)))
		}
	}
	s.legend(t)
}

func shortOrSays(rule *model.Rule) string {
	if rule.Short != "" {
		return rule.Short
	}
	return rule.Says
}

// legend says in words what the checks compare.
func (s *sheet) legend(t *table) {
	s.row++
	var told []*model.Rule
	for _, c := range t.checks {
		if slices.Contains(told, c.Rule) || c.below && c.Rule.Short == "" { // its label says it
			continue
		}
		told = append(told, c.Rule)
		where := BesideLegend
		if c.below {
			where = BelowLegend
		}
		s.put(0, s.cell(where+"："+c.Rule.Says, legendLook))
	}
	s.put(0, s.cell(BlankLegend, legendLook))
}
