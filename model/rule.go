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
	return "参考"
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

// The kinds of rule about figures. Total, Relation and Implies are linear and
// need no code of their own; each other kind has one check function, listed in
// checks.
const (
	KindTotal       Kind = "total"        // Left[0] is computed as the sum of Right
	KindRelation    Kind = "relation"     // sum of Left Op sum of Right
	KindImplies     Kind = "implies"      // where the sum of Left is more than 0, that of Right is too
	KindFilled      Kind = "filled"       // no cell of Left is blank
	KindCount       Kind = "count"        // cells of Left are whole and not negative
	KindAmount      Kind = "amount"       // cells of Left are not negative and keep their decimal places
	KindZero        Kind = "zero"         // cells of Left are 0 for the unit levels in Only
	KindZeroForward Kind = "zero-forward" // where all of Left is 0, all of Right is 0
	KindReadable    Kind = "readable"     // what stood in a cell of another source was a figure
	KindRounded     Kind = "rounded"      // cells of Left were read without losing decimal places
	KindAtMost      Kind = "at-most"      // cells of Left are at most Bound
	KindJump        Kind = "jump"         // cells of Left are within a factor of Bound of last year's
	KindOneColumn   Kind = "one-column"   // of more than Bound in all, not all stand in one column (Left[0]: the total, the others: the columns)
	KindSame        Kind = "same"         // the figures are not all last year's
	KindSubtotal    Kind = "subtotal"     // nothing to check: subtotals are shown on the screen
	KindHelp        Kind = "help"         // nothing that figures or words can tell: the help sentences say it
)

// Rule is one thing that reviewers check. Left and Right hold cell patterns:
// a cell name in which one part may be *, which stands for the same row or
// column throughout the rule; a leading - subtracts the cell, and an @ before
// the name means last year's figure.
//
// Message and Mend are Chinese sentences with placeholders: {row} {column}
// {section} {guide} {level} {cells} {n} {raw} {left} {right} {leftsum}
// {rightsum} {diff} {last} {quote} and those that the check of the kind adds.
type Rule struct {
	ID       string      `json:"id"` // as reviewers know it, for the telephone
	Severity Severity    `json:"level"`
	Kind     Kind        `json:"kind"`
	Section  string      `json:"section,omitempty"`
	Left     []string    `json:"left,omitempty"`
	Op       string      `json:"op,omitempty"` // "=" or ">="
	Right    []string    `json:"right,omitempty"`
	Only     []UnitLevel `json:"only,omitempty"`      // the unit levels it holds for; all when empty
	Bound    int64       `json:"bound,omitempty"`     // the kind's threshold
	Unless   string      `json:"unless,omitempty"`    // silent where that rule speaks of the same cell
	Mentions []Mention   `json:"mentions,omitempty"`  // how texts speak of figures (KindMention)
	Words    []string    `json:"words,omitempty"`     // what the kind looks for in texts
	Firm     bool        `json:"firm,omitempty"`      // can't be explained away
	Short    string      `json:"short,omitempty"`     // a relation in a few words, for the balance line
	Says     string      `json:"says"`                // the rule itself, a Chinese sentence
	Source   string      `json:"source"`              // where it comes from
	Message  string      `json:"message"`             // what is wrong
	Mend     string      `json:"mend"`                // what would mend it; in a relation, where Left is more
	MendLess string      `json:"mend_less,omitempty"` // where Left is less
}

func (r *Rule) linear() bool {
	return r.Kind == KindTotal || r.Kind == KindRelation || r.Kind == KindImplies
}

// holdsFor reports whether the rule is about units of a level.
func (r *Rule) holdsFor(level UnitLevel) bool {
	return len(r.Only) == 0 || slices.Contains(r.Only, level)
}

// CanSwitchOff reports whether a unit may do without the rule: errors are
// explained one by one.
func (r *Rule) CanSwitchOff() bool { return !r.Firm && r.Severity != Error }

// term is a cell with its sign in a sum.
type term struct {
	cell CellID
	sign int64
	last bool // last year's figure
}

// readTerm takes the signs off a pattern.
func readTerm(pattern string) (t term) {
	pattern, minus := strings.CutPrefix(pattern, "-")
	pattern, t.last = strings.CutPrefix(pattern, "@")
	t.cell, t.sign = CellID(pattern), 1
	if minus {
		t.sign = -1
	}
	return t
}

// leader is what stands before the term's name where it is the i-th of a sum.
func (t term) leader(i int) string {
	sign, year := "", ""
	switch {
	case t.sign < 0:
		sign = "－"
	case i > 0:
		sign = "＋"
	}
	if t.last {
		year = "上年的"
	}
	return sign + year
}

// relation is a linear rule with its * filled in.
type relation struct {
	rule        *Rule
	left, right []term
	last        bool // some term is last year's
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
	for _, m := range ix.match(string(readTerm(r.Left[0]).cell)) {
		rel := relation{rule: r}
		ok := true
		fill := func(patterns []string) []term {
			var ts []term
			for _, p := range patterns {
				t := readTerm(p)
				t.cell = CellID(strings.Replace(string(t.cell), "*", m.star, 1))
				ok = ok && ix.byID[t.cell] != nil
				rel.last = rel.last || t.last
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

// Relations are the linear rules of a section about one year's figures that hold
// for a unit of the level and matter for finishing, in the order of the rules.
func (f *Form) Relations(section string, level UnitLevel) []Relation {
	terms := func(ts []term) (out []Term) {
		for _, t := range ts {
			out = append(out, Term{t.cell, t.sign < 0})
		}
		return out
	}
	var out []Relation
	for _, rel := range f.index().relations {
		if r := rel.rule; r.Section == section && r.holdsFor(level) && r.Kind != KindImplies && !rel.last && r.Severity.rank() <= Warning.rank() {
			out = append(out, Relation{r, terms(rel.left), terms(rel.right)})
		}
	}
	return out
}

// Formula is a linear rule as reviewers write it, by the names of its rows, or of
// its columns where the * stands for a row: 新收＋上年结转＝办理＋结转下年; "" for any
// other rule.
func (f *Form) Formula(r *Rule) string {
	if !r.linear() {
		return ""
	}
	side := func(patterns []string) string {
		var b strings.Builder
		for i, p := range patterns {
			t := readTerm(p)
			b.WriteString(t.leader(i))
			c := f.Cell(f.index().match(string(t.cell))[0].cell)
			switch parts := strings.Split(p, "."); {
			case parts[1] == "*": // the column tells
				b.WriteString(c.Column.Label)
			case parts[2] == "*":
				b.WriteString(c.Row.Name)
			default:
				b.WriteString(c.Row.Name + strings.ReplaceAll(c.Column.Label, " ", ""))
			}
		}
		return b.String()
	}
	left, right := side(r.Left), side(r.Right)
	switch {
	case r.Kind == KindImplies:
		return left + "＞0 时 " + right + "＞0"
	case r.Op == ">=":
		return left + "≥" + right
	}
	return left + "＝" + right
}
