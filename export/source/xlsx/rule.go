package xlsx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
	"nianbao/export/xlsx/cellref"
)

// A conditional format may hide or strike out a figure. One that compares the cell with a
// number is worked out; of any other it is only known that the cell may look so.

// condition is a conditional format that marks what is in its cells.
type condition struct {
	areas    []cellref.Span
	mark     source.Mark
	reshapes bool   // shows something else than the number
	always   bool   // for each number
	operator string // of a comparison; "" for any other condition
	operands []string
}

// maxConditions bounds the conditional formats of a sheet, maxAreas, the areas of one.
const (
	maxConditions = 200
	maxAreas      = 100
)

// conditionScanner takes them up as the elements of a sheet come.
type conditionScanner struct {
	areas   []cellref.Span
	open    *condition
	inside  bool // the text of a formula
	formula strings.Builder
}

func (c *conditionScanner) start(e xml.StartElement, l *looks) {
	switch e.Name.Local {
	case "conditionalFormatting":
		c.areas = nil
		for _, area := range strings.Fields(attribute(e, "sqref")) {
			if s, ok := spanOf(area); ok && len(c.areas) < maxAreas {
				c.areas = append(c.areas, s)
			}
		}
	case "cfRule":
		c.open = &condition{areas: c.areas}
		style, err := strconv.Atoi(attribute(e, "dxfId"))
		if has := l != nil && style >= 0 && style < len(l.conditional); err == nil && has {
			c.open.mark, c.open.reshapes = l.conditional[style].mark, l.conditional[style].reshapes
		}
		if attribute(e, "type") == "cellIs" {
			c.open.operator = attribute(e, "operator")
		}
	case "dataBar", "iconSet":
		if shows := attribute(e, "showValue"); c.open != nil && (shows == "0" || shows == "false") {
			c.open.mark, c.open.always = source.Hidden, true // a bar or a sign instead of the number
		}
	case "formula":
		c.inside = c.open != nil
		c.formula.Reset()
	}
}

// end returns the condition that is whole; nil for none.
func (c *conditionScanner) end(name string) (whole *condition) {
	switch name {
	case "formula":
		if c.inside {
			c.open.operands = append(c.open.operands, strings.TrimSpace(c.formula.String()))
		}
		c.inside = false
	case "cfRule":
		if whole, c.open = c.open, nil; whole != nil && whole.mark == 0 && !whole.reshapes {
			whole = nil
		}
	}
	return whole
}

func (c *conditionScanner) chars(text []byte) {
	if c.inside && c.formula.Len() < maxSelected {
		c.formula.Write(text)
	}
}

// maxSelected bounds the text of a condition that is kept.
const maxSelected = 1000

// spanOf reads an area: B4 or B4:D9.
func spanOf(area string) (cellref.Span, bool) {
	first, last, two := strings.Cut(strings.ReplaceAll(area, "$", ""), ":")
	if !two {
		last = first
	}
	c1, r1, err1 := excelize.CellNameToCoordinates(first)
	c2, r2, err2 := excelize.CellNameToCoordinates(last)
	return cellref.Between(cellref.At(r1, c1), cellref.At(r2, c2)), err1 == nil && err2 == nil
}

// holds tells whether a value meets the condition, and whether that is known.
func (c *condition) holds(value string) (holds, known bool) {
	n, err := strconv.ParseFloat(value, 64)
	if c.always {
		return err == nil, true
	}
	if err != nil {
		return false, c.operator != "" // a number is compared with no text
	}
	var bounds []float64
	for _, o := range c.operands {
		b, err := strconv.ParseFloat(o, 64)
		if err != nil {
			return false, false
		}
		bounds = append(bounds, b)
	}
	between := c.operator == "between" || c.operator == "notBetween"
	if len(bounds) == 0 || between && len(bounds) < 2 {
		return false, false
	}
	switch c.operator {
	case "equal":
		return n == bounds[0], true
	case "notEqual":
		return n != bounds[0], true
	case "lessThan":
		return n < bounds[0], true
	case "lessThanOrEqual":
		return n <= bounds[0], true
	case "greaterThan":
		return n > bounds[0], true
	case "greaterThanOrEqual":
		return n >= bounds[0], true
	case "between", "notBetween":
		inside := n >= min(bounds[0], bounds[1]) && n <= max(bounds[0], bounds[1])
		return inside == (c.operator == "between"), true
	}
	return false, false
}

// conditioned is how a cell looks by the conditional formats, and the reason where that
// isn't known.
func (s *sheetReader) conditioned(at cellref.Ref, value string) (m source.Mark, doubt string) {
	for i := range s.conditions {
		c := &s.conditions[i]
		for _, a := range c.areas {
			if !a.Holds(at) {
				continue
			}
			holds, known := c.holds(value)
			switch {
			case !known:
				doubt = "有条件格式，可能不显示出来"
			case holds && c.reshapes && c.mark == 0:
				doubt = "有条件格式，显示的可能是别的"
			case holds:
				m |= c.mark
			}
			break
		}
	}
	return m, doubt
}
