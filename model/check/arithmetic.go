package check

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
)

// parts finds a whole whose parts, behind 其中, come to more; to something else
// where they are said to be all (分别).
func (c *checker) parts(r *model.Rule) {
	p := c.read(r.Section)
	for i := range p.sentences {
		s := &p.sentences[i]
		for k := range s.quantities {
			whole := &s.quantities[k]
			parts := s.partsOf(k)
			if !whole.countsExactly() || len(parts) == 0 {
				continue
			}
			sum, rough, terms := model.Zero, false, ""
			for _, q := range parts {
				sum, rough = sum.Add(q.value), rough || q.approx
				terms += "＋" + q.value.String()
			}
			last := parts[len(parts)-1]
			all := strings.Contains(s.text[whole.end-s.Start:last.number.Start-s.Start], "分别")
			over := sum.Sub(whole.value).Sign()
			agrees := over == 0 || over < 0 && !all && !s.allCounted(k, len(parts))
			if rough || agrees {
				continue
			}
			at := Span{whole.before.Start, last.end}
			c.add(r, Finding{Section: r.Section, Quote: model.CleanLine(p.words(at)), At: whole.number, Left: whole.value, Right: sum, Difference: whole.value.Sub(sum)},
				r.Fix, "{terms}", strings.TrimPrefix(terms, "＋"))
		}
	}
}

// countsExactly reports whether a number is a count of something, to the last of them.
func (q *quantity) countsExactly() bool {
	counts := q.unit != "" && q.unit != "%"
	return counts && !q.approx
}

// endsParts are words behind which a number is no part any more: another whole, or
// by how much there is more or less.
var endsParts = []string{"其中", "共", "总", "合计", "较", "同比", "增加", "减少", "增长", "下降"}

// partsOf are the parts of a number in its sentence: those of its unit that
// stand behind the 其中 which follows it.
func (s *sentence) partsOf(k int) []*quantity {
	whole := &s.quantities[k]
	if whole.part || whole.inside {
		return nil
	}
	var parts []*quantity
	from := whole.end
	for i := k + 1; i < len(s.quantities); i++ {
		q := &s.quantities[i]
		if noPart := !q.part || q.value.IsZero() && q.unit == ""; noPart {
			if len(parts) > 0 || q.unit == whole.unit { // another whole begins, or another number stands between
				break
			}
			continue
		}
		between := s.text[from-s.Start : q.number.Start-s.Start]
		another := len(parts) > 0 && (s.another(i, whole) || containsAny(between, endsParts...))
		if another || strings.ContainsAny(between, "；;") {
			break
		}
		if q.unit == whole.unit && !q.inside {
			parts = append(parts, q)
		}
		from = q.end
	}
	return parts
}

// another reports whether the i-th number counts something else than a whole, so that no
// parts are told any more: 812条,其中文件80条,访谈3场,图解5条.
func (s *sentence) another(i int, whole *quantity) bool {
	q := &s.quantities[i]
	other := q.countsExactly() && q.unit != whole.unit && !q.inside
	return other && !s.paired(i-1) && !s.paired(i)
}

// paired reports whether the i-th number and the next are a count and its money: 3件920元.
func (s *sentence) paired(i int) bool {
	if i < 0 || i+1 >= len(s.quantities) {
		return false
	}
	a, b := &s.quantities[i], &s.quantities[i+1]
	between := strings.TrimSpace(s.text[a.end-s.Start : b.number.Start-s.Start])
	return (a.unit == "元") != (b.unit == "元") && strings.Trim(between, "、共计") == ""
}

// allCounted reports whether the n parts of the k-th number are all that there are, as
// the counts that go with them are: 9件2,760元，其中6件1,700元，3件1,060元.
func (s *sentence) allCounted(k, n int) bool {
	for j := range s.quantities {
		parts := []*quantity(nil)
		if s.quantities[j].unit != s.quantities[k].unit {
			parts = s.partsOf(j)
		}
		sum := model.Zero
		for _, q := range parts {
			sum = sum.Add(q.value)
		}
		if n > 1 && len(parts) == n && sum == s.quantities[j].value {
			return true
		}
	}
	return false
}

// percent finds shares and growths that their numbers don't make.
func (c *checker) percent(r *model.Rule) {
	p := c.read(overview)
	for i := range p.sentences {
		s := &p.sentences[i]
		for k := range s.quantities {
			q := &s.quantities[k]
			if q.unit != "%" || q.approx || k == 0 {
				continue
			}
			before := p.words(q.before)
			switch {
			case strings.Contains(before, "占"):
				c.share(r, p, s, k)
			case containsAny(before, sinceLast...) || containsAny(before, growthWords...):
				c.growth(r, p, s, k)
			}
		}
	}
}

// share checks 其中甲 N 件，占 x%: of a number of the same unit before it. Without
// 其中 it may be of one in another sentence, and only a right one is recognised.
func (c *checker) share(r *model.Rule, p *prose, s *sentence, k int) {
	part, q := &s.quantities[k-1], &s.quantities[k]
	if part.approx || part.after.End > part.after.Start || !strings.HasPrefix(strings.TrimSpace(p.words(q.before)), "占") {
		return // the share is not of the number before it
	}
	var first *quantity
	for i := range k - 1 {
		whole := &s.quantities[i]
		if !whole.canHold(part) {
			continue
		}
		if whole.approx || percentAgrees(q, percentOf(part.value, whole.value)) {
			return
		}
		if first == nil && !whole.part {
			first = whole
		}
	}
	if first != nil && p.among(part, first, q) {
		known := c.vouched(part) && c.vouched(first)
		c.compute(r, p, Span{first.before.Start, q.end}, q, comparison{part.value, first.value, percentOf(part.value, first.value), "", known})
		return
	}
	c.shareOfTable(r, p, part, q)
}

// shareOfTable checks 自然人申请 N 件，占 x%: of what the table has in all, where the
// sentence doesn't tell it.
func (c *checker) shareOfTable(r *model.Rule, p *prose, part, q *quantity) {
	i := slices.IndexFunc(c.matches(), func(m mentioned) bool { return m.q == part && m.against == nil })
	if i < 0 {
		return
	}
	m, whole := c.matches()[i].mention, model.Blank
	for k, sum := range m.Of {
		f := c.sumOf(sum)
		if f.Sign() <= 0 || percentAgrees(q, percentOf(part.value, f)) {
			return
		}
		if meant := k < len(m.Accept) && c.sumOf(m.Accept[k]) == part.value; meant && !whole.Filled() {
			whole = f
		}
	}
	if whole.Filled() {
		c.compute(r, p, Span{part.before.Start, q.end}, q, comparison{part.value, whole, percentOf(part.value, whole), "", c.vouched(part)})
	}
}

// among reports whether a sentence says that a number is a part of another: 其中,
// 40件申请中, 占总数的.
func (p *prose) among(part, whole, q *quantity) bool {
	of := []string{"中", "申请中", "公开申请中", "案件中", "信息中", "答复中", "里", "申请里", "公开申请里", "当中", "申请当中"}
	ofAll := containsAny(p.words(q.before), "总数", "总量")
	amid := startsWith(p.words(part.before), of...) || model.HasSuffix(p.words(whole.after), of...)
	return part.part || ofAll || amid
}

// canHold reports whether a number may be the whole of which another is a part.
func (q *quantity) canHold(part *quantity) bool {
	same := q.unit == part.unit && !q.inside
	return same && q.value.Sign() > 0 && q.value.Sub(part.value).Sign() >= 0
}

func percentOf(a, b model.Figure) float64 { return 100 * float64(a.Units()) / float64(b.Units()) }

// percentAgrees reports whether a percentage is that, rounded to its places.
func percentAgrees(q *quantity, percent float64) bool {
	return math.Abs(float64(q.value.Units())/model.Scale-percent) <= math.Pow10(-q.places)/2+1e-6
}

// growth checks 受理申请 N 件，同比增长 x% with last year's figure: the one that is
// printed, else that of the same mention in last year's report.
func (c *checker) growth(r *model.Rule, p *prose, s *sentence, k int) {
	q := &s.quantities[k]
	before := p.words(q.before)
	if containsAny(before, "百分点") {
		return
	}
	x := c.printedGrowth(p, s, k)
	if !x.b.Filled() {
		x = c.tableGrowth(p, s, k)
	}
	if x.b.Sign() <= 0 {
		return
	}
	sign := 1.0
	if containsAny(before, fallWords...) {
		sign = -1
	}
	x.word = "增长"
	if x.a.Units() < x.b.Units() {
		x.word = "下降"
	}
	x.percent = sign * 100 * float64(x.a.Units()-x.b.Units()) / float64(x.b.Units())
	c.compute(r, p, Span{s.quantities[max(k-2, 0)].before.Start, q.end}, q, x)
}

// sinceLast says that a percentage compares with last year; growthWords, that it
// compares.
var (
	sinceLast   = []string{"同比", "比上年", "较上年", "比去年", "较去年", "上年同期"}
	growthWords = []string{"增长", "下降", "上升", "增幅", "降幅", "增加", "减少", "降低"}
)

// How much more or less there is, and to how much it has come.
var (
	fallWords = []string{"下降", "减少", "降低", "降幅", "减幅"}
	lessWords = []string{"减少", "少", "下降", "降低"}
	moreWords = []string{"增加", "多", "增长", "上升", "新增"}
	cameTo    = []string{"增至", "升至", "增加到", "增加至", "上升至", "上升到", "增长到", "增长至", "降至", "降到", "减至", "减少至", "减少到", "下降至", "下降到"}
)

// printedGrowth is of N件，比上年的 M 件增加 D 件，增长 x%, of which M or D may be
// missing, and of 由 M 件增至 N 件; empty where neither is printed.
func (c *checker) printedGrowth(p *prose, s *sentence, k int) (x comparison) {
	near := s.quantities[:k]
	change := 0 // by how much, in units of figures
	if n := len(near); n > 1 && near[n-1].unit == near[n-2].unit {
		by := p.words(near[n-1].before)
		change = direction(by)
		if change != 0 {
			x.b, near = near[n-1].value, near[:n-1]
		}
	}
	n := len(near)
	if n == 0 || !near[n-1].counted() {
		return comparison{}
	}
	now, was := &near[n-1], (*quantity)(nil)
	if n > 1 && near[n-2].counted() && near[n-2].unit == now.unit {
		was = p.base(&near[n-2], now, c.report.Year)
		if was == now {
			now = &near[n-2]
		}
	}
	switch {
	case was != nil:
		return comparison{a: now.value, b: was.value}
	case change == 0 || now.ofAnotherYear(c.report.Year):
		return comparison{}
	}
	return comparison{a: now.value, b: now.value.Sub(model.OfUnits(int64(change) * x.b.Units()))}
}

// direction is 1 for words of how much more there is, -1 of how much less; 0 where
// they say to how much it has come, or nothing of it.
func direction(words string) int {
	switch {
	case containsAny(words, cameTo...):
		return 0
	case containsAny(words, lessWords...):
		return -1
	case containsAny(words, moreWords...):
		return 1
	}
	return 0
}

// base is the one of two numbers that the other is compared with; nil for neither.
func (p *prose) base(first, second *quantity, year int) *quantity {
	before, earlier := p.words(second.before), second.ofAnotherYear(year)
	switch {
	case containsAny(before, cameTo...):
		return first
	case first.ofAnotherYear(year) && !earlier && model.HasSuffix(before, "年", "年度", "年为", "年度为"):
		return first
	case earlier && !first.ofAnotherYear(year):
		return second
	}
	return nil
}

// counted reports whether a number counts cases or money, to the last of them.
func (q *quantity) counted() bool {
	counts := caseUnit(q.unit) || q.unit == "元"
	return counts && !q.approx && q.grain == 0
}

// tableGrowth is what the number before a percentage was in last year's report.
func (c *checker) tableGrowth(p *prose, s *sentence, k int) (x comparison) {
	now := &s.quantities[k-1]
	cases := countsCells(now.unit) && !now.approx
	said := p.words(s.quantities[k].before)
	if c.last == nil || !cases || !containsAny(said, sinceLast...) {
		return x
	}
	_, m := c.mention(p, s, now)
	if m == nil || m.Free {
		return x
	}
	x.a, x.known = now.inMeasure(m).value, c.vouched(now)
	for _, sum := range m.Accept {
		if c.sumOf(sum) == x.a {
			x.b = c.sumIn(c.lastSheet, sum)
			break
		}
	}
	return x
}

// comparison is what two numbers make, in per cent: a of b, or a after b.
type comparison struct {
	a, b    model.Figure
	percent float64
	word    string // 增长, 下降; "" for a share
	known   bool   // both are beyond doubt, so that the percentage is what is wrong
}

// vouched reports whether the tables have a number of the text, and nothing speaks
// against them.
func (c *checker) vouched(q *quantity) bool {
	if q.approx || q.value.IsZero() {
		return false
	}
	for _, m := range c.matches() {
		if m.q != q || m.against != nil {
			continue
		}
		for _, sum := range m.mention.Accept {
			if c.sumOf(sum) == q.value {
				return !c.inDoubt(c.report.Form.Cell(sum.Cells[0]).Section.Key)
			}
		}
	}
	return false
}

// compute compares a percentage with what its numbers make, rounded to as many
// places.
func (c *checker) compute(r *model.Rule, p *prose, at Span, q *quantity, x comparison) {
	if percentAgrees(q, x.percent) {
		return
	}
	right, err := model.ParseDecimal(strconv.FormatFloat(math.Abs(x.percent), 'f', q.places, 64))
	if err != nil {
		return // more than a figure holds: nobody means that
	}
	f := Finding{Section: overview, Quote: model.CleanLine(p.words(at)), At: q.number, Left: q.value, Right: right, Difference: q.value.Sub(right)}
	if x.percent > 0 && x.known {
		f.Repair = putWords(p.text, q.number, right.String())
		f.Repair.Label = "正文改成 " + right.String() + "%"
	}
	c.add(r, f, r.Fix, "{a}", x.a.String(), "{b}", x.b.String(), "{result}", x.word+" "+right.String()+"%")
}

// clause is the part of a sentence between commas that a place lies in.
func (s *sentence) clause(at int) string {
	head, tail := s.text[:at], s.text[at:]
	if i := strings.LastIndexAny(head, "，；。："); i >= 0 {
		head = head[i+len("，"):]
	}
	if end := strings.IndexAny(tail, "，；。"); end >= 0 {
		tail = tail[:end]
	}
	return head + tail
}

// contradict finds words that the tables belie.
func (c *checker) contradict(r *model.Rule) {
	sum := model.Blank
	var cells []model.CellID
	for _, cell := range c.report.Form.CellsOf(r) {
		if v := c.sheet.At(cell.ID); v.Sign() > 0 {
			cells, sum = append(cells, cell.ID), sum.Add(v)
		}
	}
	if len(cells) == 0 {
		return
	}
	p := c.read(overview)
	for i := range p.sentences {
		s := &p.sentences[i]
		for _, k := range s.openers {
			if s.promises(r, k, c.report.Year) && !c.ofOneBody(s.text) {
				w := r.Words[slices.IndexFunc(r.Words, func(w string) bool { return strings.HasPrefix(s.text[k:], w) })]
				at := Span{s.Start + k, s.Start + k + len(w)}
				c.add(r, Finding{Section: overview, Quote: model.CleanLine(s.clause(k)), At: at, Cells: cells, Left: model.Zero, Right: sum}, r.Fix)
				break
			}
		}
	}
}

// promises reports whether one of the rule's words stands at k and is meant of
// this year's applications or cases, all of them.
func (s *sentence) promises(r *model.Rule, k, year int) bool {
	meant := startsWith(s.text[k:], r.Words...) && !s.makesExceptions() && !s.otherYear(s.Start+k, year)
	if !meant || ofLastYearAlone(s.clause(k)) {
		return false
	}
	m := &r.Mentions[0]
	ofDisclosure := containsAny(s.text, "信息公开", "依申请", "政府信息")
	if !ofDisclosure && containsAny(s.text, m.Never...) {
		return false
	}
	return s.about(m.With) && !containsAny(s.clause(k), m.Never...)
}

// ofLastYearAlone reports whether a clause speaks of what last year left over, and of
// nothing else.
func ofLastYearAlone(clause string) bool {
	return startsWith(clause, "上年", "上一年", "去年", "往年") && !strings.Contains(clause, "新收")
}

// noneLeft are words of exceptions that make none.
var noneLeft = []string{"无一件顺延", "无一件结转", "无顺延", "无结转", "没有结转", "没有顺延", "上年结转", "上年度结转"}

// makesExceptions reports whether a sentence leaves some out.
func (s *sentence) makesExceptions() bool {
	return containsAny(without(s.text, noneLeft), "除", "其余", "结转", "顺延", "其他")
}
