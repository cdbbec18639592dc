package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// mentioned is a number of a text taken for a mention. Against is the rule that
// it breaks; nil where the tables have it.
type mentioned struct {
	p       *prose
	rule    *model.Rule
	mention *model.Mention
	s       *sentence
	q       *quantity
	against *model.Rule
	of      told // whose figures it tells; the report's where it says nothing else
}

// matches takes the numbers of the texts for the mentions of the form's rules, once for
// all rules.
func (c *checker) matches() []mentioned {
	if c.matched != nil {
		return c.matched
	}
	c.matched = []mentioned{}
	for _, section := range c.plan.told {
		p := c.read(section)
		for i := range p.sentences {
			c.match(p, &p.sentences[i])
		}
	}
	return c.matched
}

// match takes the numbers of one sentence.
func (c *checker) match(p *prose, s *sentence) {
	add := func(r *model.Rule, m *model.Mention, q *quantity) {
		x := mentioned{p: p, rule: r, mention: m, s: s, q: q.inMeasure(m)}
		x.against = c.broken(&x)
		c.matched = append(c.matched, x)
	}
	for k := range s.quantities {
		q := &s.quantities[k]
		if !countsCells(q.unit) || q.ofAnotherYear(c.report.Year) {
			continue
		}
		q = c.ofItself(p, q)
		rule, m := c.ofAnyYear(p, s, q)
		if m == nil {
			rule, m = c.asBefore(p, s, k)
		}
		if m != nil && !m.Free {
			add(rule, m, q)
		}
		next, _ := utf8.DecodeRuneInString(s.behind(q))
		for i := range c.plan.beside {
			if !c.plan.going.mayHave(next) {
				break
			}
			if x := &c.plan.beside[i]; s.goesOn(q, x.mention.Next) && c.fitsIn(x, p, s, q) {
				add(x.rule, x.mention, q)
			}
		}
	}
}

// asBefore is the mention of the number before the k-th where only a year stands
// between them: 2024年受理申请648件，2025年为713件.
func (c *checker) asBefore(p *prose, s *sentence, k int) (*model.Rule, *model.Mention) {
	q := &s.quantities[k]
	if yearAlone := q.year != 0 && strings.Trim(p.words(q.before), barely) == ""; k == 0 || !yearAlone {
		return nil, nil
	}
	if before := &s.quantities[k-1]; before.year != q.year && before.unit == q.unit {
		return c.ofAnyYear(p, s, before)
	}
	return nil, nil
}

// barely are the characters of a clause that names a year and no more.
const barely = "0123456789０１２３４５６７８９年度今本则共为是达到 "

// behind is the sentence from the clause behind a number's on.
func (s *sentence) behind(q *quantity) string {
	return strings.TrimLeft(s.text[q.after.End-s.Start:], "，,")
}

// goesOn reports whether the clause behind a number's begins with one of the words and
// has no number.
func (s *sentence) goesOn(q *quantity, words []string) bool {
	rest := s.behind(q)
	if !startsWith(rest, words...) {
		return false
	}
	next := Span{s.End - len(rest), s.End}
	if end := strings.IndexAny(rest, "，,；;。"); end >= 0 {
		next.End = next.Start + end
	}
	return !slices.ContainsFunc(s.quantities, func(o quantity) bool {
		return o.unit != "" && o.number.Start >= next.Start && o.number.Start < next.End
	})
}

// countsCells reports whether the tables count in the unit, rules (部) and money
// among it.
func countsCells(unit string) bool { return caseUnit(unit) || unit == "部" || unit == "元" }

// inMeasure is a number in the measure of the cells of a mention: 万元 for an amount
// in 元.
func (q *quantity) inMeasure(m *model.Mention) *quantity {
	if !m.Money {
		return q
	}
	const tenThousand = 10000
	x := *q
	x.value = model.OfUnits((q.value.Units() + tenThousand/2) / tenThousand)
	x.grain = max(q.grain/tenThousand, 1)
	return &x
}

// says reports whether a number says that a figure is what it is, rounded as it is
// written.
func (q *quantity) says(f model.Figure) bool {
	away := q.value.Sub(f).Units()
	return f.Filled() && 2*max(away, -away) <= q.grain
}

// overview is the key of the text that speaks of the tables' figures.
const overview = "1"

// differences are the words by which a number tells how much more or less there is.
var differences = newWordSet([]string{"较", "同比", "环比", "相比", "增加", "减少", "增长", "下降", "上升", "增幅", "降幅", "多出", "少于", "每"})

// mention finds the first that a number fits; nil for none.
func (c *checker) mention(p *prose, s *sentence, q *quantity) (*model.Rule, *model.Mention) {
	if q.ofAnotherYear(c.report.Year) {
		return nil, nil
	}
	return c.ofAnyYear(p, s, q)
}

// ofAnyYear is the mention that a number fits, whatever year is spoken of.
func (c *checker) ofAnyYear(p *prose, s *sentence, q *quantity) (*model.Rule, *model.Mention) {
	before, after := p.words(q.before), p.words(q.after)
	said := spot{before, maskOf(before)}
	if differences.in(said) {
		return nil, nil
	}
	behind := spot{after, maskOf(after)}
	maybe := c.plan.at.always
	c.plan.at.open(&maybe, before)
	c.plan.at.open(&maybe, after)
	for i := range c.plan.patterns {
		if !maybe.has(i) {
			continue
		}
		if x := &c.plan.patterns[i]; c.means(x, p) && x.fits(said, behind, s, q) {
			return x.rule, x.mention
		}
	}
	return nil, nil
}

// means reports whether a text of this report may mean a pattern.
func (c *checker) means(x *pattern, p *prose) bool {
	only := x.mention.Only
	return x.rule.Section == p.section && (len(only) == 0 || slices.Contains(only, c.report.Level))
}

// fitsIn reports whether a number of a text is one of a pattern that is told beside
// another.
func (c *checker) fitsIn(x *pattern, p *prose, s *sentence, q *quantity) bool {
	before, after := p.words(q.before), p.words(q.after)
	return c.means(x, p) && x.fits(spot{before, maskOf(before)}, spot{after, maskOf(after)}, s, q)
}

// wasSo reports whether a sentence tells a figure of last year's report as last
// year's: then the year is meant.
func (c *checker) wasSo(p *prose, s *sentence) bool {
	for k := range s.quantities {
		q := &s.quantities[k]
		if ofLast := c.last != nil && q.year == c.report.Year-1; !ofLast || q.value.Sign() <= 0 {
			continue
		}
		_, m := c.ofAnyYear(p, s, q)
		was := func(sum model.Sum) bool { return c.sumIn(c.lastSheet, sum) == q.value && c.sumOf(sum) != q.value }
		if m != nil && slices.ContainsFunc(m.Accept, was) {
			return true
		}
	}
	return false
}

// pattern is a mention made ready to be looked for.
type pattern struct {
	rule                        *model.Rule
	mention                     *model.Mention
	before, behind, also, never wordSet
	with, without               pairWords
}

func newPattern(r *model.Rule, m *model.Mention) pattern {
	return pattern{r, m, newWordSet(m.Before), newWordSet(m.Behind), newWordSet(m.Also), newWordSet(m.Never), newPairWords(m.With), newPairWords(m.Without)}
}

// fits reports whether a number with these words before and behind it is one of the
// mention; see [model.Mention].
func (p *pattern) fits(before, after spot, s *sentence, q *quantity) bool {
	return p.fitsNumber(q) && p.fitsClause(before, after) && p.fitsSentence(s)
}

func (p *pattern) fitsClause(before, after spot) bool {
	m := p.mention
	for _, w := range m.All {
		if !strings.Contains(before.text, w) {
			return false
		}
	}
	named := len(m.Before)+len(m.Behind) == 0 || p.before.in(before) || p.behind.in(after)
	if !named || p.never.in(before) || p.never.in(after) {
		return false
	}
	return len(m.Also) == 0 || p.also.in(before)
}

func (p *pattern) fitsNumber(q *quantity) bool {
	partly, money := q.part || q.inside, q.unit == "元"
	switch m := p.mention; {
	case m.Whole && partly, m.Money != money:
		return false
	case m.Exact:
		return slices.Contains(exactUnits, q.unit)
	}
	return true
}

// exactUnits are those that applications and cases are counted in.
var exactUnits = []string{"件", "宗"}

func (p *pattern) fitsSentence(s *sentence) bool {
	if s.pairs == nil {
		s.pairs = pairsIn(s.text, s.heading)
	}
	about := len(p.with.words) == 0 || p.with.in(s.pairs, s.text) || p.with.in(s.pairs, s.heading)
	return about && !p.without.in(s.pairs, s.text)
}

// about reports whether a sentence or the heading that it stands under has one of the
// words.
func (s *sentence) about(words []string) bool {
	return containsAny(s.text, words...) || containsAny(s.heading, words...)
}

// wordSet is words with the characters that each needs, as bits: most words are
// ruled out by these alone.
type wordSet struct {
	words []string
	masks []uint64
}

// spot is a few words with the characters in them, as bits.
type spot struct {
	text string
	mask uint64
}

func newWordSet(words []string) wordSet {
	w := wordSet{words: words}
	for _, x := range words {
		w.masks = append(w.masks, maskOf(x))
	}
	return w
}

func (w *wordSet) in(s spot) bool {
	for i, mask := range w.masks {
		if mask&^s.mask == 0 && strings.Contains(s.text, w.words[i]) {
			return true
		}
	}
	return false
}

// maskOf has a bit for each character of a text, one of 64.
func maskOf(s string) (mask uint64) {
	for _, r := range s {
		mask |= 1 << (uint32(r) * 0x9E3779B1 >> 26)
	}
	return mask
}

// sumOf adds the cells of a sum.
func (c *checker) sumOf(sum model.Sum) model.Figure { return c.sumIn(c.sheet, sum) }

func (c *checker) sumIn(sheet *model.Sheet, sum model.Sum) model.Figure {
	total := model.Blank
	for _, id := range sum.Cells {
		total = total.Add(sheet.At(id))
	}
	return total
}

// broken is the rule that a number breaks; nil for none, or where the tables
// have no figures yet.
func (c *checker) broken(x *mentioned) *model.Rule {
	if x.q.approx {
		return nil
	}
	filled := false
	for _, sum := range x.mention.Accept {
		f := c.sumOf(sum)
		if x.q.says(f) || slices.ContainsFunc(sum.Cells, c.sheet.Unknown) {
			return nil
		}
		filled = filled || f.Filled()
	}
	switch {
	case !filled:
		return nil
	case c.tellsOfPart(x):
		return c.brokenInPart(x)
	case c.narrower(*x):
		return c.report.Form.RuleOfKind(model.KindScope)
	case x.mention.Zero != "" && c.sumOf(x.mention.Accept[0]).IsZero() != x.q.value.IsZero():
		return c.report.Form.Rule(x.mention.Zero)
	}
	return x.rule
}

// figuresOf are the accepted sums in words: 新收 713 件，或新收加上年结转 749 件.
func (c *checker) figuresOf(m *model.Mention) string { return c.figuresIn(c.sheet, m) }

func (c *checker) figuresIn(sheet *model.Sheet, m *model.Mention) string {
	var parts []string
	first := c.sumIn(sheet, m.Accept[0])
	for i, sum := range m.Accept {
		if f := c.sumIn(sheet, sum); i == 0 || f != first {
			parts = append(parts, sum.Name+" "+model.Zero.Add(f).String()+" "+c.report.Form.Cell(sum.Cells[0]).Column.Unit)
		}
	}
	return strings.Join(parts, "，或")
}

// mentions reports the numbers of the texts that break the rule.
func (c *checker) mentions(r *model.Rule) {
	for _, x := range c.matches() {
		if x.against == r {
			c.disagree(r, x)
		}
	}
}

// disagree reports a number of a text that the tables don't have. Which of the two
// is wrong the ledger tells, not one key.
func (c *checker) disagree(r *model.Rule, x mentioned) {
	sheet := c.sheet
	if x.of.sheet != nil {
		sheet = x.of.sheet
	}
	f := Finding{Section: x.p.section, Quote: x.p.clause(x.s, x.q), At: x.q.number, Left: x.q.value, Right: model.Zero.Add(c.sumIn(sheet, x.mention.Accept[0])),
		Cells: x.mention.Accept[0].Cells, Units: x.of.units()}
	f.Difference = f.Left.Sub(f.Right)
	fix := r.Fix
	if c.doubtful(c.likeliest(x)) {
		fix = "表里这几格还有其他问题，先把表改对，再看正文。"
	}
	c.add(r, f, fix, "{accepted}", c.figuresIn(sheet, x.mention), "{of}", x.of.name())
}

// likeliest is the accepted sum that a number is meant to be: the way of counting
// that other numbers of the sentence follow, else what it comes nearest to: 750
// for 749 is a slip, not another way of counting.
func (c *checker) likeliest(x mentioned) model.Sum {
	best := x.mention.Accept[0]
	for _, y := range c.matched {
		beside := y.s == x.s && y.rule == x.rule
		alike := len(y.mention.Accept) == len(x.mention.Accept)
		if right := y.against == nil; !beside || !right || !alike {
			continue
		}
		for i, sum := range y.mention.Accept {
			if c.sumOf(sum) == y.q.value {
				return x.mention.Accept[i]
			}
		}
	}
	away := func(sum model.Sum) int64 { d := c.sumOf(sum).Units() - x.q.value.Units(); return max(d, -d) }
	for _, sum := range x.mention.Accept[1:] {
		if c.sumOf(sum).Filled() && away(sum) < away(best) {
			best = sum
		}
	}
	return best
}

// doubtful reports whether a rule about the tables or last year's speaks of the rows of a
// sum: the text may be right and the table wrong.
func (c *checker) doubtful(sum model.Sum) bool {
	row := func(id model.CellID) string { return string(id[:strings.LastIndexByte(string(id), '.')]) }
	for i := range c.findings {
		f := &c.findings[i]
		if f.Explained || f.Severity.Compare(model.Warning) > 0 || slices.Contains(c.plan.told, f.Section) {
			continue
		}
		for _, id := range f.Cells {
			if slices.ContainsFunc(sum.Cells, func(x model.CellID) bool { return row(x) == row(id) }) {
				return true
			}
		}
	}
	return false
}

// narrower reports whether a number speaks of less than the report's tables: of
// what was filed elsewhere, or, where the report adds up others', of one body.
func (c *checker) narrower(x mentioned) bool {
	said := x.p.text[x.s.Start:x.q.after.End] // who it is stands at the sentence's front
	before := x.p.words(x.q.before)
	if c.ofOneBody(said) {
		return true
	}
	namesOne := containsAny(before, "局", "委", "镇", "街道") && !containsAny(before, "各", "全", "共")
	return namesOne && c.addsUpOthers()
}

// addsUpOthers reports whether the report's tables add up those of other bodies.
func (c *checker) addsUpOthers() bool {
	if c.report.IsSum() {
		return true
	}
	switch c.report.Level {
	case model.County, model.City, model.Province:
		return true
	}
	return false
}

// ofOneBody reports whether words speak of one body of those that the report
// adds up, or of what is filed with another.
func (c *checker) ofOneBody(words string) bool {
	r := c.report.Form.RuleOfKind(model.KindScope)
	words = strings.ReplaceAll(words, "本机关不掌握", "") // a row of the table
	switch {
	case r == nil:
		return false
	case strings.Contains(words, "备案"):
		return true
	}
	return c.addsUpOthers() && containsAny(words, r.Words...)
}

// denied finds sentences that say there was none where the tables have some: a
// word of Before, and behind it in the clause one of With. Where the rule has
// Words, nothing else may stand there: 未收到网上申请 denies a part only.
func (c *checker) denied(r *model.Rule) {
	p := c.read(overview)
	for i := range p.sentences {
		s := &p.sentences[i]
		for k := range r.Mentions {
			m := &r.Mentions[k]
			if at, ok := denies(m, s, c.report.Year, r.Words); ok && !containsAny(s.text, m.Without...) {
				c.deny(r, m, p, at)
			}
		}
	}
	c.mentions(r) // numbers that are 0 on one side only
}

// deny reports a clause that denies what the tables have.
func (c *checker) deny(r *model.Rule, m *model.Mention, p *prose, at Span) {
	first := c.sumOf(m.Accept[0])
	if !first.Filled() || first.IsZero() {
		return
	}
	if of := c.toldIn(p.words(at)); of.unit != "" && c.sumIn(of.sheet, m.Accept[0]).IsZero() { // it had none
		return
	}
	if c.ofOneBody(p.words(at)) {
		r = c.report.Form.RuleOfKind(model.KindScope)
	}
	c.add(r, Finding{Section: overview, Quote: model.CleanLine(p.words(at)), At: at, Left: model.Zero, Right: first, Difference: model.Zero.Sub(first),
		Cells: m.Accept[0].Cells}, r.Fix, "{accepted}", c.figuresOf(m))
}

// denies finds the clause of a sentence that says there was none of something.
func denies(m *model.Mention, s *sentence, year int, only []string) (clause Span, ok bool) {
	for _, i := range s.openers {
		for _, no := range m.Before {
			tail, found := strings.CutPrefix(s.text[i:], no)
			if !found {
				continue
			}
			if end := strings.IndexAny(tail, "，,；;。"); end >= 0 {
				tail = tail[:end]
			}
			head := s.text[:i]
			head = head[max(strings.LastIndexAny(head, "，,；;。")+1, 0):]
			meant := containsAny(no+tail, m.With...) && !containsAny(tail, m.Never...)
			if !meant || s.otherYear(s.Start+i, year) || ofPartOfYear(head) {
				continue
			}
			if rest := no + tail; len(only) > 0 && strings.TrimSpace(without(rest, only)) != "" {
				continue
			}
			return Span{s.Start + i - len(head), s.Start + i + len(no) + len(tail)}.trim(s), true
		}
	}
	return Span{}, false
}

// ofPartOfYear reports whether words speak of less than the whole year.
func ofPartOfYear(words string) bool {
	month := strings.Contains(words, "月") && !strings.Contains(words, "12月")
	return month || containsAny(words, "半年", "季度")
}

// without takes words out of a text, the longer ones first as they are listed.
func without(text string, words []string) string {
	for _, w := range words {
		text = strings.ReplaceAll(text, w, "")
	}
	return text
}

// trim leaves the rest of a separator of several bytes out of the span.
func (at Span) trim(s *sentence) Span {
	for at.Start < at.End && s.text[at.Start-s.Start]&0xC0 == 0x80 {
		at.Start++
	}
	return at
}

// otherYear reports whether the words before a place speak of another year.
func (s *sentence) otherYear(at, year int) bool {
	other := false
	for _, y := range s.years {
		if y.at <= at {
			other = y.relative || y.year != 0 && y.year != year
		}
	}
	return other
}
