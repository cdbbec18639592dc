package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Finding is one thing that a reviewer would send the report back for, or ask
// about.
type Finding struct {
	Rule       string   `json:"rule"`
	Severity   Severity `json:"level"`
	Cells      []CellID `json:"cells"`
	Section    string   `json:"section"`
	Left       Figure   `json:"left"` // both sides of a comparison; blank where there is none
	Right      Figure   `json:"right"`
	Difference Figure   `json:"difference"` // Left minus Right
	Message    string   `json:"message"`    // what is wrong, a Chinese sentence
	Quote      string   `json:"quote"`      // the words of the report that it is about
	Explained  bool     `json:"explained"`  // somebody has written why it stands
	Fix        string   `json:"fix"`        // what would mend it, a Chinese sentence

	Kind     Kind         `json:"-"` // of its rule
	At       Span         `json:"-"` // where in the section's text the words stand
	Other    CellID       `json:"-"` // the other side of a comparison of cells, to type there; "" for none
	Repair   *Repair      `json:"-"` // a mend that one key can do; nil for none
	Because  *Explanation `json:"-"` // the one that holds; nil for none
	Lapsed   *Explanation `json:"-"` // one that no longer holds, as the figures have changed
	figures  string       // what it speaks of: an explanation is void when that changes
	formerly CellID       // a cell of an older edition that stands for last year's
	basis    string       // more of that, where it is neither figures nor quoted
}

// MarshalJSON writes cells as a list even where there are none.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	p := plain(f)
	if p.Cells == nil {
		p.Cells = []CellID{}
	}
	return json.Marshal(p)
}

// Words are the quoted words, unless the message has them already.
func (f *Finding) Words() string {
	if strings.Contains(f.Message, f.Quote) {
		return ""
	}
	return f.Quote
}

// Key tells findings apart between two checks of the same report.
func (f Finding) Key() string {
	first := f.Section
	if len(f.Cells) > 0 && f.Kind != KindFilled {
		first = string(f.Cells[0])
	}
	return f.Rule + " " + first + " " + f.Quote
}

// Check evaluates every rule of the report's form; last is the same unit's
// report of the year before, nil for none. Findings come with the most severe
// first, and in the order of the form's rules.
func Check(r, last *Report) []Finding { return CheckSheet(r, Evaluate(r), last) }

// CheckSheet is Check for a report that has been evaluated already.
func CheckSheet(r *Report, s *Sheet, last *Report) []Finding {
	c := checker{report: r, sheet: s, last: last, said: map[*Rule]int{}}
	if last != nil {
		c.lastSheet = EvaluateAs(last, r.Form)
	}
	for i := range r.Form.Rules {
		if rule := &r.Form.Rules[i]; rule.holdsFor(r.Level) {
			if check := checks[rule.Kind]; check != nil {
				check(&c, rule)
			}
		}
	}
	c.lapse()
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return a.Severity.rank() - b.Severity.rank() })
	return c.findings
}

// checks are the functions of the kinds of rule.
var checks map[Kind]func(*checker, *Rule)

func init() { // the functions lead to Form.Validate, which reads this
	checks = map[Kind]func(*checker, *Rule){
		KindTotal:       func(c *checker, r *Rule) { c.each(r, c.total) },
		KindRelation:    func(c *checker, r *Rule) { c.each(r, c.relation) },
		KindImplies:     func(c *checker, r *Rule) { c.each(r, c.implies) },
		KindFilled:      (*checker).filled,
		KindCount:       (*checker).cells,
		KindAmount:      (*checker).cells,
		KindZero:        (*checker).cells,
		KindRounded:     (*checker).cells,
		KindAtMost:      (*checker).cells,
		KindZeroForward: (*checker).zeroForward,
		KindReadable:    (*checker).readable,
		KindUnread:      (*checker).unread,
		KindOneColumn:   (*checker).oneColumn,
		KindJump:        (*checker).jump,
		KindSame:        (*checker).same,
	}
	for kind, check := range textChecks {
		checks[kind] = check
	}
}

// CountFindings counts the errors, warnings and hints that nobody has explained.
func CountFindings(findings []Finding) (errors, warnings, hints int) {
	for _, f := range findings {
		switch {
		case f.Explained:
		case f.Severity == Error:
			errors++
		case f.Severity == Warning:
			warnings++
		case f.Severity == Hint:
			hints++
		}
	}
	return errors, warnings, hints
}

type checker struct {
	report    *Report
	sheet     *Sheet
	last      *Report // nil for none
	lastSheet *Sheet
	prose     map[string]*prose // by section key, read once
	matched   []mentioned       // see matches
	said      map[*Rule]int     // how often each rule has spoken
	findings  []Finding
}

func (c *checker) each(r *Rule, check func(relation)) {
	for _, rel := range c.report.Form.index().relations {
		if told := (!rel.last || c.last != nil) && !c.unknown(rel); rel.rule == r && told {
			check(rel)
		}
	}
}

// at is the figure of a term, this year's or last year's.
func (c *checker) at(t term) Figure {
	if t.last {
		return c.lastSheet.At(t.cell)
	}
	return c.sheet.At(t.cell)
}

// sum adds the terms; a blank among them counts as nothing, and blank tells
// that all of them are blank.
func (c *checker) sum(terms []term) Figure {
	total := Blank
	for _, t := range terms {
		if t.sign < 0 {
			total = total.Sub(c.at(t))
		} else {
			total = total.Add(c.at(t))
		}
	}
	return total
}

// total compares a total that another source states with the sum.
func (c *checker) total(rel relation) {
	id := rel.left[0].cell
	if stated, ok := c.report.Stated[id]; ok {
		if right := c.sum(rel.right); right.Filled() && stated != right {
			c.compared(rel, stated, right)
		}
	}
}

func (c *checker) relation(rel relation) {
	if rel.last && c.report.Form.Cell(rel.left[0].cell).Computed() {
		return // its parts say it
	}
	left, right := c.sum(rel.left), c.sum(rel.right)
	if rel.last || rel.rule.Op == ">=" { // says something only once all of it is filled in
		for _, t := range slices.Concat(rel.left, rel.right) {
			if !c.at(t).Filled() {
				return
			}
		}
	}
	if sign := left.Sub(right).Sign(); sign == 0 || sign > 0 && rel.rule.Op == ">=" {
		return
	}
	c.compared(rel, left, right)
}

// implies checks that there is some of Right where there is some of Left.
func (c *checker) implies(rel relation) {
	left, right := c.sum(rel.left), c.sum(rel.right)
	if left.Sign() > 0 && right.IsZero() {
		c.compared(rel, left, right)
	}
}

// compared reports a relation that does not hold.
func (c *checker) compared(rel relation, left, right Figure) {
	f := Finding{Left: left, Right: right, Difference: left.Sub(right), Other: c.toType(rel.right)}
	for _, t := range slices.Concat(rel.left, rel.right) {
		switch {
		case !t.last:
			f.Cells = append(f.Cells, t.cell)
		case c.lastSheet.Formerly(t.cell):
			f.formerly = c.report.Form.index().formerly[t.cell]
		}
	}
	cell := c.report.Form.Cell(rel.left[0].cell)
	r := rel.rule
	one := len(rel.left) == 1 && len(rel.right) == 1 && r.Op == "="
	carried := one && rel.right[0].last && !cell.Computed()
	switch {
	case r.Kind == KindTotal && c.summed(cell.ID, left, right):
		f.Repair = &Repair{Label: "总计用加起来的 " + right.String(), stated: cell.ID}
	case carried && c.asLastYear(cell.ID, right):
		f.Repair = putFigure(cell.ID, right)
		f.Repair.Label = "改为上年报告的 " + right.String()
	}
	mend := r.Mend
	if r.MendLess != "" && f.Difference.Sign() < 0 {
		mend = r.MendLess
	}
	c.add(r, f, mend, "{row}", cell.Row.Name, "{column}", strings.ReplaceAll(cell.Column.Label, " ", ""),
		"{left}", c.words(rel.left), "{right}", c.words(rel.right))
}

// toType is the first cell of a sum that can be typed and is not 0, else the first of
// all; "" for one of last year's figures alone.
func (c *checker) toType(terms []term) (first CellID) {
	for _, t := range terms {
		if t.last {
			continue
		}
		for _, leaf := range c.report.Form.leaves(t.cell) {
			if c.sheet.At(leaf).Sign() != 0 {
				return leaf
			}
			if first == "" {
				first = leaf
			}
		}
	}
	return first
}

// words spells a sum out: 新收12＋上年结转1.
func (c *checker) words(terms []term) string {
	var b strings.Builder
	for i, t := range terms {
		b.WriteString(t.leader(i) + c.report.Form.Cell(t.cell).Row.Name + ShowValue(Target{Kind: TargetCell}, c.at(t).String()))
	}
	return b.String()
}

func (c *checker) filled(r *Rule) {
	var blank []CellID
	set := map[CellID]bool{}
	for _, cell := range c.report.Form.index().cellsOf[r] {
		if missing := !c.sheet.values[cell.pos].Filled() && !c.report.IsUnread(cell.ID); missing && !cell.Computed() {
			blank, set[cell.ID] = append(blank, cell.ID), true
		}
	}
	if len(blank) == 0 {
		return
	}
	f := Finding{Cells: blank}
	if c.nothingThere(r.Section, set) {
		f.Repair = &Repair{Label: fmt.Sprintf("%d 个空格填 0", len(blank)), zeroes: r.Section}
	}
	c.add(r, f, r.Mend)
}

// cells reports each typed cell that breaks a rule about single figures.
func (c *checker) cells(r *Rule) {
	for _, cell := range c.report.Form.index().cellsOf[r] {
		id, v := cell.ID, c.sheet.values[cell.pos]
		if cell.Computed() || !v.Filled() {
			continue
		}
		bad := false
		var repair *Repair
		switch r.Kind {
		case KindCount:
			bad = v.Sign() < 0 || !v.Whole()
		case KindAmount:
			bad = v.Sign() < 0
		case KindZero:
			bad = !v.IsZero() // in the wrong row, or the level is wrong: nobody can tell
		case KindRounded:
			bad = c.report.Unread[id] != ""
		case KindAtMost:
			bad = v.Sub(Count(r.Bound)).Sign() > 0
			if yuan := (Figure{(v.units + scale/2) / scale, true}); cell.Column.Unit == "万元" && c.likeLastYear(id, yuan) {
				repair = putFigure(id, yuan)
				repair.Label = "把元换算成万元：" + yuan.String()
			}
		}
		if bad {
			c.add(r, Finding{Cells: []CellID{id}, Left: v, Repair: repair}, r.Mend, "{raw}", c.report.Unread[id])
		}
	}
}

func (c *checker) zeroForward(r *Rule) {
	for _, id := range r.Left {
		for _, leaf := range c.report.Form.leaves(CellID(id)) {
			if !c.sheet.At(leaf).IsZero() {
				return
			}
		}
	}
	var bad []CellID
	seen := map[CellID]bool{}
	for _, id := range r.Right {
		for _, leaf := range c.report.Form.leaves(CellID(id)) {
			if c.sheet.At(leaf).Sign() != 0 && !seen[leaf] {
				bad, seen[leaf] = append(bad, leaf), true
			}
		}
	}
	if len(bad) > 0 { // or the row above was left out
		c.add(r, Finding{Cells: bad}, r.Mend)
	}
}

// mostOfARule bounds how often a rule speaks: whoever has put that many right
// sees the next.
const mostOfARule = 100

// add completes a finding from its rule and words it. The pairs are more
// placeholders with their values.
func (c *checker) add(r *Rule, f Finding, mend string, pairs ...string) {
	f.Rule, f.Kind, f.Severity = r.ID, r.Kind, r.Severity
	form := c.report.Form
	if f.formerly != "" { // near to what the rule means, and not that
		f.Severity = Hint
	}
	if f.Section == "" && len(f.Cells) > 0 {
		f.Section = form.Cell(f.Cells[0]).Section.Key
	}
	if c.said[r]++; c.said[r] > mostOfARule {
		return
	}
	if r.Unless != "" && slices.ContainsFunc(c.findings, func(x Finding) bool {
		return x.Rule == r.Unless && (len(f.Cells) == 0 || slices.Contains(x.Cells, f.Cells[0]))
	}) {
		return
	}
	if !r.Firm {
		f.figures = c.spokenOf(&f)
		c.explain(&f)
	}
	diff := f.Difference
	if diff.Sign() < 0 {
		diff = Blank.Sub(diff)
	}
	pairs = append(pairs, "{level}", c.report.Level.Name(), "{n}", strconv.Itoa(len(f.Cells)), "{last}", strconv.Itoa(c.report.Year-1), "{year}", strconv.Itoa(c.report.Year),
		"{leftsum}", Zero.Add(f.Left).String(), "{rightsum}", Zero.Add(f.Right).String(), "{diff}", diff.String(), "{quote}", f.Quote, "{unit}", c.report.Unit)
	pairs = append(pairs, "{section}", form.SectionName(f.Section))
	if len(f.Cells) > 0 {
		pairs = append(pairs, "{cells}", form.briefs(f.Cells))
	}
	f.Message, f.Fix = fill(r.Message, pairs), fill(mend, pairs)
	if f.formerly != "" {
		f.Message += "（上年是旧表式，用「" + c.last.Form.Cell(f.formerly).Column.Label + "」代替，只作参考）"
	}
	c.findings = append(c.findings, f)
}

// fill puts values in the place of placeholders; the pairs are few and short.
func fill(words string, pairs []string) string {
	var b strings.Builder
next:
	for {
		head, tail, ok := strings.Cut(words, "{")
		b.WriteString(head)
		if !ok {
			return b.String()
		}
		for i := 0; i < len(pairs); i += 2 {
			if rest, ok := strings.CutPrefix(tail, pairs[i][1:]); ok {
				b.WriteString(pairs[i+1])
				words = rest
				continue next
			}
		}
		b.WriteByte('{')
		words = tail
	}
}

// spokenOf writes down the figures that a finding speaks of.
func (c *checker) spokenOf(f *Finding) string {
	var b strings.Builder
	for _, id := range f.Cells {
		b.WriteString(c.sheet.At(id).String() + " ")
	}
	if f.Left.Filled() || f.Right.Filled() {
		b.WriteString("/ " + f.Left.String() + " " + f.Right.String())
	}
	return strings.TrimSpace(b.String() + " " + f.basis)
}

// briefs names up to three cells.
func (f *Form) briefs(ids []CellID) string {
	var names []string
	for i, id := range ids {
		if i == 3 {
			return strings.Join(names, "、") + " 等"
		}
		names = append(names, "「"+f.Cell(id).inTable()+"」")
	}
	return strings.Join(names, "、")
}

// leaves are the typed cells that a cell is made of; itself when it is typed.
func (f *Form) leaves(id CellID) []CellID {
	c := f.Cell(id)
	if !c.Computed() {
		return []CellID{id}
	}
	var out []CellID
	for _, t := range c.Terms {
		out = append(out, f.leaves(t)...)
	}
	return out
}
