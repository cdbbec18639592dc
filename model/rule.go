package model

import (
	"slices"
	"strings"
)

// Severity says what a finding does to finishing the report.
type Severity string

// The severities, from the one that stops an export to the one that only tells.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Hint    Severity = "hint"
	Info    Severity = "info"
)

// Name is the severity in Chinese, for the screen.
func (s Severity) Name() string {
	switch s {
	case Error:
		return "错误"
	case Warning:
		return "警告"
	case Hint:
		return "提示"
	}
	return "说明"
}

func (s Severity) rank() int {
	switch s {
	case Error:
		return 0
	case Warning:
		return 1
	case Hint:
		return 2
	}
	return 3
}

// Kind says how a rule is checked.
type Kind string

// The kinds of rule. Total and Relation are linear and need no code of their
// own; each other kind has one check function in check.go.
const (
	KindTotal       Kind = "total"        // Left[0] is computed as the sum of Right
	KindRelation    Kind = "relation"     // sum of Left Op sum of Right
	KindFilled      Kind = "filled"       // no cell of Left is blank
	KindCount       Kind = "count"        // cells of Left are whole and not negative
	KindAmount      Kind = "amount"       // cells of Left are not negative and keep their decimal places
	KindZero        Kind = "zero"         // cells of Left are 0 for the unit levels in Only
	KindZeroForward Kind = "zero-forward" // where all of Left is 0, all of Right is 0
	KindText        Kind = "text"         // the required texts are not empty
	KindFilledOut   Kind = "filled-out"   // no text holds Placeholder
	KindReadable    Kind = "readable"     // what stood in a cell of another source was a figure
	KindRounded     Kind = "rounded"      // cells of Left were read without losing decimal places
)

// Rule is one thing that reviewers check. Left and Right hold cell patterns:
// a cell name in which one part may be *, which stands for the same row or
// column throughout the rule; a leading - subtracts the cell.
//
// Message and Mend are Chinese sentences with placeholders: {row} {column}
// {section} {guide} {level} {cells} {n} {raw} {left} {right} {leftsum}
// {rightsum} {diff}.
type Rule struct {
	ID       string      `json:"id"` // as reviewers know it, for the telephone
	Severity Severity    `json:"level"`
	Kind     Kind        `json:"kind"`
	Section  string      `json:"section,omitempty"`
	Left     []string    `json:"left,omitempty"`
	Op       string      `json:"op,omitempty"` // "=" or ">="
	Right    []string    `json:"right,omitempty"`
	Only     []UnitLevel `json:"only,omitempty"`      // the unit levels it holds for; all when empty
	Short    string      `json:"short,omitempty"`     // a relation in a few words, for the balance line
	Says     string      `json:"says"`                // the rule itself, and its source
	Message  string      `json:"message"`             // what is wrong
	Mend     string      `json:"mend"`                // what would mend it; in a relation, where Left is more
	MendLess string      `json:"mend_less,omitempty"` // where Left is less
}

func (r *Rule) linear() bool { return r.Kind == KindTotal || r.Kind == KindRelation }

// term is a cell with its sign in a sum.
type term struct {
	cell CellID
	sign int64
}

// relation is a linear rule with its * filled in.
type relation struct {
	rule        *Rule
	left, right []term
}

// match returns the cells that a pattern names, in form order, each with what
// its * stands for.
func (ix *index) match(pattern string) []matched {
	p := strings.Split(pattern, ".")
	var out []matched
	for _, c := range ix.cells {
		parts := strings.Split(string(c.ID), ".")
		if len(p) == 2 && p[1] == "*" && p[0] == parts[0] { // a whole section
			out = append(out, matched{c.ID, parts[1] + "." + parts[2]})
			continue
		}
		if len(p) != 3 {
			continue
		}
		star, ok := "", true
		for i := range p {
			switch p[i] {
			case "*":
				star = parts[i]
			case parts[i]:
			default:
				ok = false
			}
		}
		if ok {
			out = append(out, matched{c.ID, star})
		}
	}
	return out
}

type matched struct {
	cell CellID
	star string
}

// expand turns a linear rule into one relation for each value of its *, in
// form order, leaving out values for which some cell does not exist.
func (ix *index) expand(r *Rule) []relation {
	var out []relation
	for _, m := range ix.match(strings.TrimPrefix(r.Left[0], "-")) {
		rel := relation{rule: r}
		ok := true
		fill := func(patterns []string) []term {
			var ts []term
			for _, p := range patterns {
				t := term{sign: 1}
				if strings.HasPrefix(p, "-") {
					t.sign, p = -1, p[1:]
				}
				t.cell = CellID(strings.Replace(p, "*", m.star, 1))
				if ix.byID[t.cell] == nil {
					ok = false
				}
				ts = append(ts, t)
			}
			return ts
		}
		rel.left, rel.right = fill(r.Left), fill(r.Right)
		if ok {
			out = append(out, rel)
		}
	}
	return out
}

// Term is a cell in a sum; Minus says that it is taken off.
type Term struct {
	Cell  CellID
	Minus bool
}

// Relation is a linear rule for one value of its *: the sum of Left Op the sum
// of Right.
type Relation struct {
	Rule        *Rule
	Left, Right []Term
}

// Relations are the linear rules of a section that hold for a unit of the level,
// in the order of the rules.
func (f *Form) Relations(section string, level UnitLevel) []Relation {
	terms := func(ts []term) (out []Term) {
		for _, t := range ts {
			out = append(out, Term{t.cell, t.sign < 0})
		}
		return out
	}
	var out []Relation
	for _, rel := range f.index().relations {
		if r := rel.rule; r.Section == section && (len(r.Only) == 0 || slices.Contains(r.Only, level)) {
			out = append(out, Relation{r, terms(rel.left), terms(rel.right)})
		}
	}
	return out
}
