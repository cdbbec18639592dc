// Package check is where a report is read as a reviewer reads it: it holds the rules
// of the report's form against figures, texts and last year's report and tells what
// it finds, each finding with its words, its place, and a repair where the report's own
// witnesses leave no doubt about one.
//
// The rules themselves are data of the form, in package model, which knows nothing of
// this package: model says what a rule is, check what it means. A kind of rule has one
// function here, listed in checks; texts are read once into sentences and numbers
// (prose.go) and matched with the form's mentions (mention.go). Nothing here changes a
// report: repairs and explanations are edits that go through [model.Session].
//
// # Rules and texts
//
// A form's sums are rules: {ID: "T3-ROW", Kind: "total", Left: ["3.*.total"], Right:
// ["3.*.natural_person", …]} computes the cell, words the finding and marks the cells. * stands for
// the same row or column throughout, @ for last year's figure. What isn't linear is a Kind of its own
// (model/kind.go) with one function, listed in model/check/kinds.go. A new rule of a kind that is
// there is a line in model/rules2021….go and cases in model/check/rules_test.go; check.Validate tells
// where a rule's kind has no function. Only bounds a rule to kinds of units, Since to the report years
// from one on: rules --year leaves it out before that too.
//
// Texts are read once (model/check/prose.go): sentences, and in them numbers with their unit and the
// words round them. A rule's Mentions say in which words texts speak of which sums of cells; a number
// is taken for the first mention that it fits (model/check/mention.go), so a new way of saying is a
// new line of data in model/rules2021prose.go. Tests hold, for every rule, sentences that it must find
// and sentences that it must leave alone.
//
// Whose year and whose name a text has is told by data, too: how years are meant
// (model/rules2021years.go), how another unit's name begins a clause (model/rules2021names.go);
// check.Among takes the names of other units that are known, and check.Alike the prints of many
// reports' texts, of which it compares those that share one of the clauses that fewest have. A store's
// summaries and the screen know nothing of others: the same report counts the same there.
//
// # A collector's sum
//
// Rules that are about sums alone (model/rules2021sum.go, Sums) compare it with its list and, where
// [Sources] holds them, with the reports in it: check.Sum. What stands in the way of finishing is the
// same without those; they name units, and ask. A relation that fails is looked for in the units'
// reports, not in the sum's own cells, which nobody types over.
//
// # What put a figure wrong, and what would put it right
//
// When all rules have spoken, model/check/locate.go takes the identities of a table as printed (stated
// totals, balances, last year's carry) and looks for the smallest change that puts right all that fail
// and breaks none: one cell, a figure a row or column off, two cells. localise.go makes one finding of
// it and folds under it what follows, sentences of the prose included. TestLocate spoils each cell of
// a report and tells what is named.
//
// A repair needs a witness on its side and none against it (model/check/witness.go): the sums that a
// figure stands in, the balance, the prose, last year's report. A figure that the prose has otherwise
// than the tables has no repair at all.
package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
)

// Report evaluates every rule of the report's form; last is the same unit's
// report of the year before, nil for none. Findings come with the most severe
// first, and in the order of the form's rules.
func Report(r, last *model.Report) []Finding { return Sheet(r, model.Evaluate(r), last) }

// Among is [Sum] where other units are known: the texts may have their names.
func Among(r, last *model.Report, known *Units, of *Sources) []Finding {
	return sheetAmong(r, model.Evaluate(r), last, known, of)
}

// Sum is [Report] of a collector's sum beside the reports in it; nil where they can't be had.
// What stands in the way of finishing is the same without them, but for the words.
func Sum(r, last *model.Report, of *Sources) []Finding {
	return SheetOf(r, model.Evaluate(r), last, of)
}

// Sheet is [Report] for a report that has been evaluated already.
func Sheet(r *model.Report, s *model.Sheet, last *model.Report) []Finding {
	return SheetOf(r, s, last, nil)
}

// SheetOf is [Sum] for a report that has been evaluated already.
func SheetOf(r *model.Report, s *model.Sheet, last *model.Report, of *Sources) []Finding {
	return sheetAmong(r, s, last, nil, of)
}

func sheetAmong(r *model.Report, s *model.Sheet, last *model.Report, known *Units, of *Sources) []Finding {
	c := newChecker(r, s)
	c.known = known
	if of.Of(r) {
		c.sources = of
	}
	c.last = last
	if last != nil {
		c.lastSheet = model.EvaluateAs(last, r.Form)
	}
	for i := range r.Form.Rules {
		if rule := &r.Form.Rules[i]; rule.HoldsFor(r) {
			if check := checks[rule.Kind]; check != nil {
				check(c, rule)
			}
		}
	}
	c.localise()
	c.nameUnits()
	c.sayMore()
	c.lapse()
	slices.SortStableFunc(c.findings, func(a, b Finding) int { return a.Severity.Compare(b.Severity) })
	return c.findings
}

type checker struct {
	report    *model.Report
	sheet     *model.Sheet
	last      *model.Report // nil for none
	lastSheet *model.Sheet
	known     *Units     // other units; nil for none
	sources   *Sources   // the reports in a sum; nil where they can't be had
	unitNames []unitName // see namesOf
	plan      *plan
	written   []*written          // the texts, in the form's order
	prose     map[string]*prose   // by section key, read once
	matched   []mentioned         // see matches
	said      map[*model.Rule]int // how often each rule has spoken
	findings  []Finding
}

func newChecker(r *model.Report, s *model.Sheet) *checker {
	return &checker{report: r, sheet: s, plan: planOf(r.Form), said: map[*model.Rule]int{}, written: writtenTexts(r)}
}

func (c *checker) each(r *model.Rule, check func(model.Relation)) {
	for _, rel := range c.report.Form.Relations() {
		if rel.Rule != r {
			continue
		}
		if told := (!rel.Last || c.last != nil) && !c.unknown(rel); told {
			check(rel)
		}
	}
}

// at is the figure of a term, this year's or last year's; of a total that nobody can add
// up, the paper's.
func (c *checker) at(t model.Term) model.Figure {
	switch {
	case t.Last:
		return c.lastSheet.At(t.Cell)
	case c.sheet.Unknown(t.Cell):
		return c.printed(t.Cell)
	}
	return c.sheet.At(t.Cell)
}

// sum adds the terms; a blank among them counts as nothing, and blanks alone make a
// blank.
func (c *checker) sum(terms []model.Term) model.Figure {
	total := model.Blank
	for _, t := range terms {
		if t.Minus {
			total = total.Sub(c.at(t))
		} else {
			total = total.Add(c.at(t))
		}
	}
	return total
}

// total compares a total that another source states with the sum.
func (c *checker) total(rel model.Relation) {
	id := rel.Left[0].Cell
	if stated, ok := c.report.Stated[id]; ok {
		if right := c.sum(rel.Right); right.Filled() && stated != right {
			c.compared(rel, stated, right)
		}
	}
}

func (c *checker) relation(rel model.Relation) {
	if left, right, fails := c.sides(rel); fails {
		c.compared(rel, left, right)
	}
}

// sides are those of a relation, and whether it fails.
func (c *checker) sides(rel model.Relation) (left, right model.Figure, fails bool) {
	if rel.Last && c.report.Form.Cell(rel.Left[0].Cell).Computed() {
		return left, right, false // its parts say it
	}
	left, right = c.sum(rel.Left), c.sum(rel.Right)
	if rel.Last || rel.Rule.Op == ">=" { // says something only once all of it is filled in
		for _, t := range slices.Concat(rel.Left, rel.Right) {
			if !c.at(t).Filled() {
				return left, right, false
			}
		}
	}
	sign := left.Sub(right).Sign()
	return left, right, sign < 0 || sign > 0 && rel.Rule.Op != ">="
}

// implies checks that there is some of Right where there is some of Left.
func (c *checker) implies(rel model.Relation) {
	left, right := c.sum(rel.Left), c.sum(rel.Right)
	if left.Sign() > 0 && right.IsZero() {
		c.compared(rel, left, right)
	}
}

// compared reports a relation that does not hold.
func (c *checker) compared(rel model.Relation, left, right model.Figure) {
	f := Finding{Left: left, Right: right, Difference: left.Sub(right), Other: c.toType(rel.Right), relation: &rel}
	for _, t := range slices.Concat(rel.Left, rel.Right) {
		switch {
		case !t.Last:
			f.Cells = append(f.Cells, t.Cell)
		case c.lastSheet.Formerly(t.Cell):
			f.formerly = c.report.Form.FormerCell(t.Cell)
		}
	}
	cell := c.report.Form.Cell(rel.Left[0].Cell)
	r := rel.Rule
	one := len(rel.Left) == 1 && len(rel.Right) == 1 && r.Op == "="
	carried := one && rel.Right[0].Last && !cell.Computed()
	switch {
	case r.Kind == model.KindTotal && c.summed(cell.ID, left, right):
		f.Repair = &Repair{Label: "总计用加起来的 " + right.String(), stated: cell.ID}
	case carried && c.asLastYear(cell.ID, right):
		f.Repair = putFigure(cell.ID, right)
		f.Repair.Label = "改为上年报告的 " + right.String()
	}
	fix := r.Fix
	if r.FixLess != "" && f.Difference.Sign() < 0 {
		fix = r.FixLess
	}
	c.add(r, f, fix, "{row}", cell.Row.Name, "{column}", strings.ReplaceAll(cell.Column.Label, " ", ""),
		"{left}", c.words(rel.Left), "{right}", c.words(rel.Right))
}

// toType is the first cell of a sum that can be typed and is not 0, else the first of
// all; "" for one of last year's figures alone.
func (c *checker) toType(terms []model.Term) (first model.CellID) {
	for _, t := range terms {
		if t.Last {
			continue
		}
		for _, leaf := range c.report.Form.Leaves(t.Cell) {
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
func (c *checker) words(terms []model.Term) string {
	var b strings.Builder
	for i, t := range terms {
		b.WriteString(t.Leader(i) + c.report.Form.Cell(t.Cell).Row.Name + model.ShowValue(model.Target{Kind: model.TargetCell}, c.at(t).String()))
	}
	return b.String()
}

func (c *checker) filled(r *model.Rule) {
	var blank []model.CellID
	set := map[model.CellID]bool{}
	for _, cell := range c.report.Form.CellsOf(r) {
		if missing := !c.sheet.Of(cell).Filled() && !c.report.IsUnread(cell.ID); missing && !cell.Computed() {
			blank, set[cell.ID] = append(blank, cell.ID), true
		}
	}
	if len(blank) == 0 {
		return
	}
	begun, _ := c.report.Progress(r.Section)
	f := Finding{Cells: blank, unbegun: begun == 0}
	if c.nothingThere(r.Section, set) {
		f.Repair = &Repair{Label: fmt.Sprintf("%d 格填 0", len(blank)), zeroes: r.Section}
	}
	c.add(r, f, r.Fix)
}

// cells reports each typed cell that breaks a rule about single figures.
func (c *checker) cells(r *model.Rule) {
	for _, cell := range c.report.Form.CellsOf(r) {
		id, v := cell.ID, c.sheet.Of(cell)
		if cell.Computed() || !v.Filled() {
			continue
		}
		bad := false
		var repair *Repair
		switch r.Kind {
		case model.KindCount:
			bad = v.Sign() < 0 || !v.Whole()
		case model.KindAmount:
			bad = v.Sign() < 0
		case model.KindZero:
			bad = !v.IsZero() // in the wrong row, or the level is wrong: nobody can tell
		case model.KindRounded:
			bad = c.report.Unread[id] != ""
		case model.KindAtMost:
			bad = v.Sub(model.Count(r.Bound)).Sign() > 0
			if yuan := model.OfUnits((v.Units() + model.Scale/2) / model.Scale); cell.Column.Unit == "万元" && c.likeLastYear(id, yuan) {
				repair = putFigure(id, yuan)
				repair.Label = "把元换算成万元：" + yuan.String()
			}
		}
		if bad {
			c.add(r, Finding{Cells: []model.CellID{id}, Left: v, Repair: repair}, r.Fix, "{raw}", c.report.Unread[id])
		}
	}
}

func (c *checker) zeroForward(r *model.Rule) {
	for _, id := range r.Left {
		for _, leaf := range c.report.Form.Leaves(model.CellID(id)) {
			if !c.sheet.At(leaf).IsZero() {
				return
			}
		}
	}
	var bad []model.CellID
	seen := map[model.CellID]bool{}
	for _, id := range r.Right {
		for _, leaf := range c.report.Form.Leaves(model.CellID(id)) {
			if c.sheet.At(leaf).Sign() != 0 && !seen[leaf] {
				bad, seen[leaf] = append(bad, leaf), true
			}
		}
	}
	if len(bad) > 0 { // or the row above was left out
		c.add(r, Finding{Cells: bad}, r.Fix)
	}
}

// mostOfARule bounds how often a rule speaks: whoever has put that many right
// sees the next.
const mostOfARule = 100

// sayMore says with the last finding of a rule how many more there are that are not told.
func (c *checker) sayMore() {
	for r, n := range c.said {
		if n <= mostOfARule {
			continue
		}
		for i := range slices.Backward(c.findings) {
			if f := &c.findings[i]; f.rule == r {
				f.Message += fmt.Sprintf("；同样的还有 %d 处，改正以后再列出来", n-mostOfARule)
				break
			}
		}
	}
}

// add completes a finding from its rule and words it. The pairs are more
// placeholders with their values.
func (c *checker) add(r *model.Rule, f Finding, fix string, pairs ...string) {
	f.rule, f.Rule, f.Kind, f.Severity = r, r.ID, r.Kind, r.Severity
	form := c.report.Form
	if f.formerly != "" { // near to what the rule means, and not that
		f.Severity = model.Hint
	}
	if f.Section == "" && len(f.Cells) > 0 {
		f.Section = form.Cell(f.Cells[0]).Section.Key
	}
	c.said[r]++
	if c.said[r] > mostOfARule {
		return
	}
	if r.Unless != "" && slices.ContainsFunc(c.findings, func(x Finding) bool {
		return x.Rule == r.Unless && (len(f.Cells) == 0 || slices.Contains(x.Cells, f.Cells[0]))
	}) {
		return
	}
	if c.report.IsSum() && f.Repair.ofFigures() { // nothing is put over a sum
		f.Repair = nil
	}
	c.place(&f)
	if !r.Firm {
		f.figures = c.spokenOf(&f)
		c.explain(&f)
	}
	diff := f.Difference
	if diff.Sign() < 0 {
		diff = model.Blank.Sub(diff)
	}
	pairs = append(pairs, "{level}", c.report.Level.Name(), "{n}", strconv.Itoa(len(f.Cells)), "{last}", strconv.Itoa(c.report.Year-1), "{year}", strconv.Itoa(c.report.Year),
		"{leftsum}", model.Zero.Add(f.Left).String(), "{rightsum}", model.Zero.Add(f.Right).String(), "{diff}", diff.String(), "{quote}", f.Quote, "{unit}", c.report.Unit)
	pairs = append(pairs, "{section}", form.SectionName(f.Section))
	if len(f.Cells) > 0 {
		pairs = append(pairs, "{cells}", briefs(form, f.Cells))
	}
	message := r.Message
	if f.unbegun && r.None != "" {
		message = r.None
	}
	f.Message, f.Fix = fill(message, pairs), fill(fix, pairs)
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
func briefs(f *model.Form, ids []model.CellID) string {
	var names []string
	for i, id := range ids {
		if i == mostNamed {
			return strings.Join(names, "、") + " 等"
		}
		names = append(names, "「"+f.Cell(id).InTable()+"」")
	}
	return strings.Join(names, "、")
}
