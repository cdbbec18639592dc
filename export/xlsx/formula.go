package xlsx

import (
	"fmt"
	"strings"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// The formulas take their cells by SUM and COUNT, which pass over blanks and
// over the empty text of a total that has nothing to add; + and - would fail on
// that text. They use English names and commas, as the format does whatever
// language the spreadsheet speaks.

// totalFormula adds cells; over blanks only it is blank, as in [model.Evaluate].
func totalFormula(cells []cellref.Ref) string {
	places := cellref.List(cells, ",")
	return fmt.Sprintf(`IF(COUNT(%s)=0,"",SUM(%s))`, places, places)
}

// checkFormula computes a relation's verdict.
func (t *table) checkFormula(rel relation) string {
	var cells []cellref.Ref
	for _, id := range rel.cells {
		cells = append(cells, t.at[id])
	}
	diff := fmt.Sprintf("ROUND(%s-(%s),%d)", t.sumOf(rel.Left), t.sumOf(rel.Right), model.Places)
	op := "="
	if rel.Rule.Op == ">=" {
		op = ">="
	}
	return fmt.Sprintf(`IF(COUNT(%s)<%d,"%s",IF(%s%s0,"%s","%s"&ABS(%s)))`,
		cellref.List(cells, ","), rel.needed(), SaysOpen, diff, op, SaysEven, SaysApart, diff)
}

// sumOf is a sum with signs: SUM(D6:D7)-SUM(D9).
func (t *table) sumOf(terms []model.Term) string {
	var plus, minus []cellref.Ref
	for _, x := range terms {
		if x.Minus {
			minus = append(minus, t.at[x.Cell])
		} else {
			plus = append(plus, t.at[x.Cell])
		}
	}
	var b strings.Builder
	if len(plus) > 0 {
		b.WriteString("SUM(" + cellref.List(plus, ",") + ")")
	}
	if len(minus) > 0 {
		b.WriteString("-SUM(" + cellref.List(minus, ",") + ")")
	}
	return b.String()
}
