package model

import (
	"encoding/json"
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

// Key tells findings apart between two checks of the same report.
func (f Finding) Key() string {
	first := f.Section
	if len(f.Cells) > 0 && f.Rule != "FILL-BLANK" {
		first = string(f.Cells[0])
	}
	return f.Rule + " " + first
}

// Check evaluates every rule of the report's form. Findings come with the most
// severe first, and in the order of the form's rules.
func Check(r *Report) []Finding { return CheckSheet(r, Evaluate(r)) }

// CheckSheet is Check for a report that has been evaluated already.
func CheckSheet(r *Report, s *Sheet) []Finding {
	c := checker{report: r, sheet: s}
	for i := range r.Form.Rules {
		c.rule(&r.Form.Rules[i])
	}
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return a.Severity.rank() - b.Severity.rank() })
	return c.findings
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
	report   *Report
	sheet    *Sheet
	findings []Finding
}

func (c *checker) rule(r *Rule) {
	if len(r.Only) > 0 && !slices.Contains(r.Only, c.report.Level) {
		return
	}
	switch r.Kind {
	case KindTotal:
		c.each(r, c.total)
	case KindRelation:
		c.each(r, c.relation)
	case KindFilled:
		c.filled(r)
	case KindCount, KindAmount, KindZero, KindRounded:
		c.cells(r)
	case KindZeroForward:
		c.zeroForward(r)
	case KindFilledOut:
		c.filledOut(r)
	case KindText:
		c.texts(r)
	case KindReadable:
		c.readable(r)
	}
}

func (c *checker) each(r *Rule, check func(relation)) {
	for _, rel := range c.report.Form.index().relations {
		if rel.rule == r {
			check(rel)
		}
	}
}

// total compares a total that another source states with the sum.
func (c *checker) total(rel relation) {
	id := rel.left[0].cell
	if stated, ok := c.report.Stated[id]; ok {
		if right := c.sheet.sum(rel.right); right.Filled() && stated != right {
			c.compared(rel, stated, right)
		}
	}
}

func (c *checker) relation(rel relation) {
	left, right := c.sheet.sum(rel.left), c.sheet.sum(rel.right)
	diff := left.Sub(right)
	switch rel.rule.Op {
	case "=":
		if diff.Sign() == 0 {
			return
		}
	case ">=": // says something only once all of it is filled in
		for _, t := range slices.Concat(rel.left, rel.right) {
			if !c.sheet.At(t.cell).Filled() {
				return
			}
		}
		if diff.Sign() >= 0 {
			return
		}
	}
	c.compared(rel, left, right)
}

// compared reports a relation that does not hold.
func (c *checker) compared(rel relation, left, right Figure) {
	f := Finding{Left: left, Right: right, Difference: left.Sub(right)}
	for _, t := range slices.Concat(rel.left, rel.right) {
		f.Cells = append(f.Cells, t.cell)
	}
	cell := c.report.Form.Cell(rel.left[0].cell)
	mend := rel.rule.Mend
	if rel.rule.MendLess != "" && f.Difference.Sign() < 0 {
		mend = rel.rule.MendLess
	}
	c.add(rel.rule, f, mend, "{row}", cell.Row.Name, "{column}", strings.ReplaceAll(cell.Column.Label, " ", ""),
		"{left}", c.words(rel.left), "{right}", c.words(rel.right))
}

// words spells a sum out: 新收12＋上年结转1.
func (c *checker) words(terms []term) string {
	var b strings.Builder
	for i, t := range terms {
		switch {
		case t.sign < 0:
			b.WriteString("－")
		case i > 0:
			b.WriteString("＋")
		}
		b.WriteString(c.report.Form.Cell(t.cell).Row.Name + ShowValue(Target{Kind: TargetCell}, c.sheet.At(t.cell).String()))
	}
	return b.String()
}

func (c *checker) filled(r *Rule) {
	var blank []CellID
	for _, cell := range c.report.Form.index().cellsOf[r] {
		if !cell.Computed() && !c.sheet.values[cell.pos].Filled() {
			blank = append(blank, cell.ID)
		}
	}
	if len(blank) > 0 {
		c.add(r, Finding{Cells: blank}, r.Mend)
	}
}

// cells reports each typed cell that breaks a rule about single figures.
func (c *checker) cells(r *Rule) {
	for _, cell := range c.report.Form.index().cellsOf[r] {
		id, v := cell.ID, c.sheet.values[cell.pos]
		if cell.Computed() || !v.Filled() {
			continue
		}
		bad := false
		switch r.Kind {
		case KindCount:
			bad = v.Sign() < 0 || !v.Whole()
		case KindAmount:
			bad = v.Sign() < 0
		case KindZero:
			bad = !v.IsZero()
		case KindRounded:
			bad = c.report.Unread[id] != ""
		}
		if bad {
			c.add(r, Finding{Cells: []CellID{id}, Left: v}, r.Mend, "{raw}", c.report.Unread[id])
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
	if len(bad) > 0 {
		c.add(r, Finding{Cells: bad}, r.Mend)
	}
}

func (c *checker) texts(r *Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		if s.Required && strings.TrimSpace(c.report.Text[s.Key]) == "" {
			c.add(r, Finding{Section: s.Key}, r.Mend, "{guide}", s.Guide)
		}
	}
}

// filledOut finds what is left of an outline.
func (c *checker) filledOut(r *Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		if n := strings.Count(c.report.Text[s.Key], Placeholder); n > 0 {
			c.add(r, Finding{Section: s.Key, Quote: around(c.report.Text[s.Key], Placeholder)}, r.Mend, "{n}", strconv.Itoa(n))
		}
	}
}

// around is where the words first stand, with a dozen characters either side.
func around(text, words string) string {
	before, after, _ := strings.Cut(text, words)
	head, tail := []rune(before), []rune(after)
	return string(head[max(len(head)-12, 0):]) + words + string(tail[:min(len(tail), 12)])
}

func (c *checker) readable(r *Rule) {
	for _, cell := range c.report.Form.Cells() {
		if raw := c.report.Unread[cell.ID]; raw != "" && !c.sheet.At(cell.ID).Filled() {
			c.add(r, Finding{Cells: []CellID{cell.ID}, Quote: raw}, r.Mend, "{raw}", raw)
		}
	}
}

// add completes a finding from its rule and words it. The pairs are more
// placeholders with their values.
func (c *checker) add(r *Rule, f Finding, mend string, pairs ...string) {
	f.Rule, f.Severity = r.ID, r.Severity
	form := c.report.Form
	if f.Section == "" && len(f.Cells) > 0 {
		f.Section = form.Cell(f.Cells[0]).Section.Key
	}
	diff := f.Difference
	if diff.Sign() < 0 {
		diff = Blank.Sub(diff)
	}
	for _, e := range c.report.Explanations {
		if e.Rule == f.Rule && strings.TrimSpace(e.Text) != "" && (len(f.Cells) == 0 || slices.Contains(f.Cells, e.Cell)) {
			f.Explained = true
		}
	}
	pairs = append(pairs, "{section}", form.Section(f.Section).Name, "{level}", c.report.Level.Name(),
		"{n}", strconv.Itoa(len(f.Cells)), "{cells}", form.briefs(f.Cells),
		"{leftsum}", Zero.Add(f.Left).String(), "{rightsum}", Zero.Add(f.Right).String(), "{diff}", diff.String())
	words := strings.NewReplacer(pairs...)
	f.Message, f.Fix = words.Replace(r.Message), words.Replace(mend)
	c.findings = append(c.findings, f)
}

// briefs names up to three cells.
func (f *Form) briefs(ids []CellID) string {
	var names []string
	for i, id := range ids {
		if i == 3 {
			return strings.Join(names, "、") + " 等"
		}
		_, name, ok := strings.Cut(f.Cell(id).Brief(), "、")
		if !ok {
			name = f.Cell(id).Brief()
		}
		names = append(names, "「"+name+"」")
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
