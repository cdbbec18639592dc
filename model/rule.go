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

// Compare is less than 0 where s is the more severe of two, more where it is the less
// severe.
func (s Severity) Compare(t Severity) int { return s.rank() - t.rank() }

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

// Rule is one thing that reviewers check. Left and Right hold cell patterns:
// a cell name in which one part may be *, which stands for the same row or
// column throughout the rule; a leading - subtracts the cell, and an @ before
// the name means last year's figure.
//
// Message and Fix are Chinese sentences with placeholders: {row} {column}
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
	Only     []UnitLevel `json:"only,omitempty"`     // the unit levels it holds for; all when empty
	Sums     Sums        `json:"sums,omitempty"`     // whether it is about collectors' sums; all reports when empty
	Since    int         `json:"since,omitempty"`    // the first report year that it is about; all when 0
	Bound    int64       `json:"bound,omitempty"`    // the kind's threshold
	Unless   string      `json:"unless,omitempty"`   // silent where that rule speaks of the same cell
	Mentions []Mention   `json:"mentions,omitempty"` // how texts speak of figures (KindMention)
	Words    []string    `json:"words,omitempty"`    // what the kind looks for in texts
	Firm     bool        `json:"firm,omitempty"`     // can't be explained away
	Short    string      `json:"short,omitempty"`    // a relation in a few words, for the balance line
	Formula  string      `json:"formula,omitempty"`  // how it is told, where its terms are too many; else made of them
	Says     string      `json:"says"`               // the rule itself, a Chinese sentence
	Source   string      `json:"source"`             // where it comes from
	Message  string      `json:"message"`            // what is wrong
	None     string      `json:"none,omitempty"`     // in place of Message where nothing of the section is filled in
	Fix      string      `json:"fix"`                // what would put it right; in a relation, where Left is more
	FixLess  string      `json:"fix_less,omitempty"` // where Left is less, or the words are last year's, counts included
}

// Sums says whether a rule is about collectors' sums; "" for all reports.
type Sums string

// The rules that are not about all reports.
const (
	OnlySums Sums = "only"
	NoSums   Sums = "never"
)

// Mention is a way in which texts speak of figures of the tables. A number in a
// text is taken for the first mention of the form's rules that it fits: in its
// clause all of All stand before it, and one of Before, or one of Behind behind
// it, and one of Also before it; one of With in its sentence or the heading of
// its paragraph; none of Never in its clause, none of Without in its sentence. A
// list that is empty asks for nothing.
type Mention struct {
	All     []string `json:"all,omitempty"`
	Before  []string `json:"before,omitempty"`
	Behind  []string `json:"behind,omitempty"`
	Also    []string `json:"also,omitempty"`
	With    []string `json:"with,omitempty"`
	Never   []string `json:"never,omitempty"`
	Without []string `json:"without,omitempty"`
	Whole   bool     `json:"whole,omitempty"` // not for parts: 其中…, and what stands in brackets
	Exact   bool     `json:"exact,omitempty"` // counted in 件 only
	Money   bool     `json:"money,omitempty"` // an amount in 元 of cells in 万元, no count
	Free    bool     `json:"free,omitempty"`  // fits, and says nothing that the tables have
	// Next are words that the next clause begins with, which has no number of its own:
	// 收到申请1件，结转下年度. Such a number may be another mention's as well.
	Next []string `json:"next,omitempty"`
	// Only are the levels of units whose texts mean it so; all when empty.
	Only []UnitLevel `json:"only,omitempty"`
	// Of are the sums of which a text may say that the number is so many per cent,
	// without telling the sum.
	Of []Sum `json:"of,omitempty"`
	// Accept are the sums that the number may be, the likeliest first.
	Accept []Sum `json:"accept"`
	// Zero is the rule that a finding belongs to where one side is 0 and the
	// other is not; "" for the mention's own.
	Zero string `json:"zero,omitempty"`
}

// CountsDocuments is the Bound of mention rules that count documents, not cases.
const CountsDocuments = 1

// Sum is a sum of cells by the name that reviewers give it.
type Sum struct {
	Name  string   `json:"name"`
	Cells []CellID `json:"cells"`
}

// typed reports whether the rule looks at each of its cells that is typed; what is
// computed follows from those.
func (r *Rule) typed() bool {
	switch r.Kind {
	case KindCount, KindAmount, KindZero, KindRounded, KindAtMost:
		return true
	}
	return false
}

func (r *Rule) linear() bool {
	switch r.Kind {
	case KindTotal, KindRelation, KindImplies, KindNone:
		return true
	}
	return false
}

// HoldsFor reports whether the rule is about a report: of its year, its unit's level, a sum
// or none.
func (r *Rule) HoldsFor(x *Report) bool {
	other := r.Sums == OnlySums && !x.IsSum() || r.Sums == NoSums && x.IsSum()
	return r.HoldsIn(x.Year) && !other && (len(r.Only) == 0 || slices.Contains(r.Only, x.Level))
}

// HoldsIn reports whether the rule is about reports of a year.
func (r *Rule) HoldsIn(year int) bool { return year >= r.Since }

// CanSwitchOff reports whether a unit may do without the rule: errors are
// explained one by one.
func (r *Rule) CanSwitchOff() bool { return !r.Firm && r.Severity != Error }

// Term is a cell in a sum.
type Term struct {
	Cell  CellID
	Minus bool // it is taken off
	Last  bool // it is last year's figure
}

// readTerm takes the signs off a pattern.
func readTerm(pattern string) (t Term) {
	pattern, t.Minus = strings.CutPrefix(pattern, "-")
	pattern, t.Last = strings.CutPrefix(pattern, "@")
	t.Cell = CellID(pattern)
	return t
}

// Leader is what stands before the term's name where it is the i-th of a sum.
func (t Term) Leader(i int) string {
	sign, year := "", ""
	switch {
	case t.Minus:
		sign = "－"
	case i > 0:
		sign = "＋"
	}
	if t.Last {
		year = "上年的"
	}
	return sign + year
}

// Relation is a linear rule for one value of its *: the sum of Left Op the sum
// of Right.
type Relation struct {
	Rule        *Rule
	Left, Right []Term
	Last        bool // some term is last year's
}

// match returns the cells that a pattern names, in form order, each with what
// its * stands for.
func (ix *index) match(pattern string) []matched {
	if !strings.Contains(pattern, "*") {
		if ix.byID[CellID(pattern)] == nil {
			return nil
		}
		return []matched{{cell: CellID(pattern)}}
	}
	p := strings.Split(pattern, ".")
	var out []matched
	for _, c := range ix.cells {
		parts := [3]string{c.Section.Key, c.Row.Key, c.Column.Key}
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
func (ix *index) expand(r *Rule) []Relation {
	var out []Relation
	for _, m := range ix.match(string(readTerm(r.Left[0]).Cell)) {
		rel := Relation{Rule: r}
		ok := true
		fill := func(patterns []string) []Term {
			var ts []Term
			for _, p := range patterns {
				t := readTerm(p)
				t.Cell = CellID(strings.Replace(string(t.Cell), "*", m.star, 1))
				ok = ok && ix.byID[t.Cell] != nil
				rel.Last = rel.Last || t.Last
				ts = append(ts, t)
			}
			return ts
		}
		rel.Left, rel.Right = fill(r.Left), fill(r.Right)
		if ok {
			out = append(out, rel)
		}
	}
	return out
}

// Relations are the linear rules in the order of the rules, each for every value of
// its *.
func (f *Form) Relations() []Relation { return f.index().relations }

// RelationsOf are the relations of a section of a report about one year's figures that hold
// for it and matter for finishing.
func (r *Report) RelationsOf(section string) []Relation {
	var out []Relation
	for _, rel := range r.Form.Relations() {
		if rel.Rule.Section == section && rel.Rule.HoldsFor(r) && rel.mattersForFinishing() {
			out = append(out, rel)
		}
	}
	return out
}

// mattersForFinishing reports whether a relation that this year's figures break is
// an error or a warning.
func (rel *Relation) mattersForFinishing() bool {
	compares := rel.Rule.Kind != KindImplies && !rel.Last
	return compares && rel.Rule.Severity.Compare(Warning) <= 0
}

// Formula is a linear rule as reviewers write it, by the names of its rows, or of
// its columns where the * stands for a row: 新收＋上年结转＝办理＋结转下年; "" for any
// other rule.
func (f *Form) Formula(r *Rule) string {
	if !r.linear() || r.Formula != "" {
		return r.Formula
	}
	side := func(patterns []string) string {
		var b strings.Builder
		for i, p := range patterns {
			t := readTerm(p)
			b.WriteString(t.Leader(i))
			c := f.Cell(f.index().match(string(t.Cell))[0].cell)
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
	case r.Kind == KindNone:
		return left + "＝0"
	case r.Op == ">=":
		return left + "≥" + right
	}
	return left + "＝" + right
}
