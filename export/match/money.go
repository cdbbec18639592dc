package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nianbao/export/source"
	"nianbao/model"
)

// money are the units in which amounts are written, the longest first, and how many
// places the point moves to the right to make the form's 万元 of them.
var money = []struct {
	name   string
	places int
}{{"千万元", 3}, {"百万元", 2}, {"十万元", 1}, {"亿元", 4}, {"万元", 0}, {"千元", -1}, {"百元", -2}, {"元", -4}}

// amounts is the unit of the form's amounts.
const amounts = "万元"

var (
	unitWord = regexp.MustCompile(`(?:千万|百万|十万|亿|万|千|百)?元`)
	unitLine = regexp.MustCompile(`单位[:：为是]?.{0,6}元[)）]?$`)
	// Units of counts that stand for several: 百件, （单位：十件）.
	countUnit = regexp.MustCompile(`单位[:：为是]?([十百千万亿]+)|[（(]([十百千万亿]+[件条份个项]?)[)）]`)
)

// unitsIn are the units that a label or a head names.
func unitsIn(text string) []string {
	if !strings.Contains(text, "元") {
		if m := countUnit.FindStringSubmatch(squeeze(text)); m != nil { // 收费金额（亿）
			return []string{m[1] + m[2] + "元"}
		}
		return nil
	}
	return unitWord.FindAllString(squeeze(text), -1)
}

// between parts several units, of which nobody knows which it is.
const between = "、"

// unitIn is the unit that a label or a head names, or the several; "" for none.
func unitIn(text string) string {
	all := unitsIn(text)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), between)
}

// inCounts makes the counts of a line doubtful whose label, head or table names a unit of
// several.
func (t *rows) inCounts(x *line, slots []*slot) {
	unit := severalIn(x.label)
	for _, name := range x.heads.names {
		if unit == "" {
			unit = severalIn(name)
		}
	}
	if unit == "" {
		unit = t.severalOver(x.grid)
	}
	if unit == "" {
		return
	}
	for _, s := range slots {
		if s != nil && s.kind == figure && !s.figure.IsZero() {
			s.doubt("表里写的单位是「" + unit + "」，没有换算")
		}
	}
}

// severalIn is the unit of several that a text names; "" for none.
func severalIn(text string) string {
	if !strings.ContainsAny(text, "十百千万亿") {
		return ""
	}
	if m := countUnit.FindStringSubmatch(squeeze(text)); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// severalOver is that of the line over a table, or of its heads.
func (t *rows) severalOver(g *source.Grid) string {
	if unit := severalIn(t.several); unit != "" {
		return unit
	}
	if t.over.grid == g {
		return t.over.unit
	}
	t.over.grid, t.over.unit = g, ""
	for r := range g.Rows {
		cells := cellsOf(g, r)
		if hasFigure(cells) {
			break
		}
		for _, cell := range cells {
			if t.over.unit == "" {
				t.over.unit = severalIn(cell.Text)
			}
		}
	}
	return t.over.unit
}

// inAmounts makes the form's unit of an amount whose label or head has another one.
func (t *rows) inAmounts(x *line, c content) content {
	counts := c.kind == figure || c.kind == mark
	if !counts || c.figure.IsZero() || !c.figure.Filled() {
		return c
	}
	name, where := t.unitOf(x)
	if name == "" || name == amounts {
		return c
	}
	if strings.Contains(c.text, amounts) {
		c.doubt(where + "的单位是" + name + "，格里写的是" + amounts)
		return c
	}
	if strings.Contains(name, between) {
		c.doubt(where + "写着几个单位：" + name)
		return c
	}
	number, _ := model.SplitNote(c.text)
	moved := movePoint(strings.NewReplacer(",", "", "，", "").Replace(c.figure.String()), name)
	if digits := strings.TrimSpace(number); c.kind == mark && strings.Trim(digits, "0123456789.") == "" {
		moved = movePoint(digits, name) // more places than a figure holds
	}
	f := model.RoundDecimal(moved)
	if !f.Filled() {
		return c
	}
	c.kind, c.figure = figure, f
	c.doubt(fmt.Sprintf("%s的单位是%s，%s %s换算成 %s 万元", where, name, c.text, name, f))
	return c
}

// unitOf is the unit of a line's amounts, "" for the form's: that of its label, else
// of the head above, else of the whole table.
func (t *rows) unitOf(x *line) (name, where string) {
	for _, c := range cellsOf(x.grid, x.row) {
		if contentOf(c.Text).kind != words {
			continue
		}
		if name := unitIn(c.Text); name != "" {
			return name, "行名里"
		}
	}
	if name := unitIn(x.label); name != "" {
		return name, "行名里"
	}
	for r := x.row - 1; r >= 0; r-- {
		cells := cellsOf(x.grid, r)
		if hasFigure(cells) {
			break
		}
		if name := unitAmong(cells); name != "" {
			return name, "表头"
		}
	}
	for _, text := range x.heads.names {
		if name := unitIn(text); name != "" {
			return name, "表头"
		}
	}
	return t.unit, "表"
}

func unitAmong(cells []*source.Cell) string {
	for _, c := range cells {
		if name := unitIn(c.Text); name != "" {
			return name
		}
	}
	return ""
}

// movePoint moves the point of a number from a unit to the form's.
func movePoint(number, unit string) string {
	places := 0
	for _, m := range money {
		if m.name == unit {
			places = m.places
		}
	}
	number, negative := strings.CutPrefix(number, "-")
	whole, frac, _ := strings.Cut(number, ".")
	for ; places > 0; places-- {
		if frac == "" {
			frac = "0"
		}
		whole, frac = whole+frac[:1], frac[1:]
	}
	for ; places < 0; places++ {
		if whole == "" {
			whole = "0"
		}
		whole, frac = whole[:len(whole)-1], whole[len(whole)-1:]+frac
	}
	if whole == "" {
		whole = "0"
	}
	if number = whole + "." + frac; negative {
		number = "-" + number
	}
	return number
}
