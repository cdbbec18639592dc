package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// yearNamed is a year that a sentence names by its number.
type yearNamed struct {
	year   int
	at     Span // its digits, in the sentence
	behind int  // where the words behind 年, or 年度, begin
}

// yearsNamed are the years in a sentence, in digits of any kind: 2024年, ２０２４年,
// 二〇二四年.
func yearsNamed(s string) (all []yearNamed) {
	for from := 0; ; {
		i := strings.Index(s[from:], "年")
		if i < 0 {
			return all
		}
		i += from
		from = i + len("年")
		if year, at := yearBefore(s[:i]); year > 0 {
			behind := from
			if strings.HasPrefix(s[from:], "度") {
				behind += len("度")
			}
			all = append(all, yearNamed{year, at, behind})
		}
	}
}

// yearBefore is the year whose four digits end a text; 0 for none.
func yearBefore(s string) (year int, at Span) {
	const digits = 4
	s = strings.TrimRight(s, " ")
	from, n := len(s), 0
	for n <= digits {
		r, size := utf8.DecodeLastRuneInString(s[:from])
		if !isDigit(r) && !isHanNumeral(r) {
			break
		}
		from -= size
		n++
	}
	if n != digits {
		return 0, Span{}
	}
	if y, ok := chineseYear(s[from:]); ok {
		return y, Span{from, len(s)}
	}
	value, _, size, _ := arabicNumber(s[from:])
	y := int(value.Units() / model.Scale)
	ofOurs, whole := y > 1949 && y < 2100, size == len(s)-from
	if !ofOurs || !whole {
		return 0, Span{}
	}
	return y, Span{from, len(s)}
}

// year finds sentences that tell of another year as if it were the report's, as those
// copied from last year's do, and years with digits too many.
func (c *checker) year(r *model.Rule) {
	c.eachText(func(t *written) {
		p := c.read(t.section.Key)
		for i := range p.sentences {
			s := &p.sentences[i]
			for _, y := range yearsNamed(s.text) {
				if y.year != c.report.Year && c.tellsOf(r, p, i, y) {
					at := Span{s.Start + y.at.Start, s.Start + y.at.End}
					if c.copied(t, s) {
						f := Finding{Section: t.section.Key, Quote: around(t.text, at), At: at}
						c.add(r, f, r.FixLess, "{words}", t.text[at.Start:at.End])
						continue
					}
					c.wording(r, t, at, putWords(p.text, at, strconv.Itoa(c.report.Year)))
				}
			}
			for k := range s.quantities {
				if q := &s.quantities[k]; q.unit == "" && q.value.Units() >= 1e4*model.Scale && strings.HasPrefix(p.text[q.end:], "年") {
					c.wording(r, t, Span{q.number.Start, q.end + len("年")}, nil)
				}
			}
		}
	})
}

// copied reports whether a sentence with counts stands in last year's report word for word:
// then its year is not all that has to be changed, and no key makes it official.
func (c *checker) copied(t *written, s *sentence) bool {
	if c.last == nil || !slices.ContainsFunc(s.quantities, func(q quantity) bool { return q.unit != "" }) {
		return false
	}
	return strings.Contains(c.last.Text[t.section.Key], strings.TrimSpace(s.text))
}

// tellsOf reports whether a sentence tells of a year as if it were the report's.
func (c *checker) tellsOf(r *model.Rule, p *prose, i int, y yearNamed) bool {
	s := &p.sentences[i]
	titled := strings.HasSuffix(strings.TrimSpace(s.text), strings.TrimPrefix(c.report.Form.TitleTail, "年"))
	quoted := strings.LastIndex(s.text[:y.at.Start], "《") > strings.LastIndex(s.text[:y.at.Start], "》")
	switch {
	case quoted:
		return false
	case titled:
		return true
	case !c.readAsTold(r, s, y), !c.nearEnough(r, s, y):
		return false
	}
	lastYears := y.year == c.report.Year-1 && c.wasSo(p, s)
	meant := lastYears || c.contrasts(s, y) || c.setAgainst(p, i)
	return !meant
}

// readAsTold is what the first of the rule's readings that fits says of a year.
func (c *checker) readAsTold(r *model.Rule, s *sentence, y yearNamed) bool {
	head, tail := c.roundYear(s, y)
	for k := range r.Mentions {
		if fitsYear(&r.Mentions[k], s.text, head, tail) {
			return !r.Mentions[k].Free
		}
	}
	return model.HasSuffix(head, c.selves()...)
}

// roundYear are the words of its clause before a year and behind it. Those before begin
// with the mark that ends the clause before, 。 for the sentence's beginning.
func (c *checker) roundYear(s *sentence, y yearNamed) (head, tail string) {
	before := s.text[:y.at.Start]
	head = "。" + before
	if title, ok := numbered(before); ok {
		head = "。" + title
	} else if k := strings.LastIndexAny(before, clauseEnds); k >= 0 {
		mark, _ := utf8.DecodeRuneInString(before[k:])
		head = fullMark(mark) + before[k+utf8.RuneLen(mark):]
	}
	head = strings.TrimRight(head, " \u3000")
	tail = strings.TrimLeft(s.text[y.behind:], " ")
	if k := strings.IndexAny(tail, clauseEnds+"。"); k >= 0 {
		tail = tail[:k]
	}
	first, _ := utf8.DecodeRuneInString(head)
	bare := strings.TrimLeft(head[utf8.RuneLen(first):], " \u3000#")
	return string(first) + bare, strings.ReplaceAll(tail, " ", "")
}

// clauseEnds are the marks between the clauses of a sentence.
const clauseEnds = "，,；;：:"

func fullMark(r rune) string {
	if r < utf8.RuneSelf {
		return fullWidth[byte(r)]
	}
	return string(r)
}

// fitsYear reports whether a year with these words of its clause round it is of a
// reading: it stands right behind one of Before, one of Also before it, one of Behind is not far behind it
// and none of Never before that, one of With stands in the sentence, none of Without.
func fitsYear(m *model.Mention, sentence, head, tail string) bool {
	if len(m.Before) > 0 && !model.HasSuffix(head, m.Before...) {
		return false
	}
	if len(m.Also) > 0 && !containsAny(head, m.Also...) {
		return false
	}
	if len(m.Behind) > 0 && !soonBehind(m, tail) {
		return false
	}
	if len(m.With) > 0 && !containsAny(sentence, m.With...) {
		return false
	}
	return !containsAny(sentence, m.Without...)
}

// soonBehind reports whether one of a reading's words begins the words behind a year or,
// unless it is exact, stands near enough with none of Never before it.
func soonBehind(m *model.Mention, tail string) bool {
	const near = 14 // characters
	for _, w := range m.Behind {
		k := strings.Index(tail, w)
		if away := m.Exact && k > 0; k < 0 || away {
			continue
		}
		if between := tail[:k]; utf8.RuneCountInString(between) <= near && !containsAny(between, m.Never...) {
			return true
		}
	}
	return false
}

// selves are the names by which the report's unit calls itself.
func (c *checker) selves() []string {
	names := []string{c.report.Unit}
	for _, tail := range []string{"人民政府", "办事处"} {
		if name, ok := strings.CutSuffix(c.report.Unit, tail); ok {
			names = append(names, name)
		}
	}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// nearEnough reports whether a year is one that a sentence can be taken to mean for the
// report's: last year, else one with counts; in a date only with counts, or as the day
// up to which they go; one to come only without a plan.
func (c *checker) nearEnough(r *model.Rule, s *sentence, y yearNamed) bool {
	head, tail := c.roundYear(s, y)
	counts := slices.ContainsFunc(s.quantities, func(q quantity) bool { return q.unit != "" })
	_, n := digitAt(tail)
	dated, upTo := n > 0, model.HasSuffix(head, "截至", "截止", "到", "至")
	switch {
	case y.year > c.report.Year:
		isPlan := containsAny(s.text, r.Words...) || strings.Contains(s.text, "将")
		early := dated && !strings.HasPrefix(tail, "12月") // when the report was written
		return counts && !isPlan && !early
	case dated && !upTo:
		return counts
	case y.year < c.report.Year-1:
		return counts || upTo
	}
	return true
}

// thisYear are the words for the report's year.
var thisYear = []string{"今年", "本年"}

// contrasts reports whether a sentence sets a year against the report's: that is named
// behind it, or before it with a count in the same unit or a word of comparing.
func (c *checker) contrasts(s *sentence, y yearNamed) bool {
	this := strconv.Itoa(c.report.Year)
	before, behind := s.text[:y.at.Start], s.text[y.behind:]
	names := func(part string) bool { return strings.Contains(part, this) || containsAny(part, thisYear...) }
	next, _, _ := strings.Cut(behind, "；")
	if follows := names(next) || containsAny(behind, this+"年", "今年"); follows {
		return true
	}
	if containsAny(before, "上年", "去年", "上一年") { // it looks back by then
		return true
	}
	if !names(before) {
		return false
	}
	return containsAny(s.text, comparing...) || s.sharesUnit(s, y.at.Start+s.Start)
}

// comparing are the words by which a sentence sets counts against others.
var comparing = []string{"较", "同比", "环比", "相比", "对比", "增加", "减少", "增长", "下降", "上升", "增幅", "降幅", "多出", "少于", "持平", "翻番", "翻了", "比2", "由2", "从2"}

// sharesUnit reports whether something is counted in one unit behind a place of s and
// in another sentence, or before the place where that is the same.
func (s *sentence) sharesUnit(other *sentence, at int) bool {
	some := false
	for _, q := range s.quantities {
		if q.unit == "" || q.number.Start < at {
			continue
		}
		some = true
		for _, x := range other.quantities {
			if same := x.unit == q.unit; same && (s != other || x.number.Start < at) {
				return true
			}
		}
	}
	return !some && s == other
}

// setAgainst reports whether the next sentence begins with the report's year, and
// compares with this one or counts the same.
func (c *checker) setAgainst(p *prose, i int) bool {
	if i+1 >= len(p.sentences) {
		return false
	}
	s, next := &p.sentences[i], &p.sentences[i+1]
	begins := startsWith(strings.TrimLeft(next.text, " \u3000"), append(thisYear, strconv.Itoa(c.report.Year))...)
	sameLine := s.End == next.Start
	return begins && sameLine && (containsAny(next.text, comparing...) || s.sharesUnit(next, s.Start))
}

// planned finds plans for the report's year, which was over when it was written: the
// last year's report had them for the next.
func (c *checker) planned(r *model.Rule) {
	const near = 8 // characters
	this := c.report.Year
	c.eachText(func(t *written) {
		if t.section.Key != r.Section {
			return
		}
		p := c.read(t.section.Key)
		for i := range p.sentences {
			s := &p.sentences[i]
			for _, y := range yearsNamed(s.text) {
				if head, _ := c.roundYear(s, y); y.year != this || !model.HasSuffix(head, "，", "；", "：", "。") {
					continue
				}
				soon := []rune(s.text[y.behind:])
				soon = soon[:min(len(soon), near)]
				if containsAny(string(soon), r.Words...) {
					at := Span{s.Start + y.at.Start, s.Start + y.at.End}
					c.wording(r, t, at, putWords(p.text, at, strconv.Itoa(this+1)))
				}
			}
		}
	})
}

// titleYear finds texts that tell of another year than the title's in every place: the
// report may be another year's as a whole, or its cover's year be wrong.
func (c *checker) titleYear(r *model.Rule) {
	this := strconv.Itoa(c.report.Year)
	told, plans := map[string]int{}, 0
	for i := range c.findings {
		f := &c.findings[i]
		if f.Kind == model.KindPlanned { // last year's report had them for this
			plans++
		}
		ofYears := f.Kind == model.KindYear || f.Kind == model.KindPeriod
		if inText := f.At.End > 0; !ofYears || !inText {
			continue
		}
		words := c.report.Text[f.Section][f.At.Start:f.At.End]
		if year, _ := yearBefore(strings.TrimRight(firstYear(words), "年")); year > 0 {
			told[strconv.Itoa(year)]++
		}
	}
	if len(told) != 1 {
		return
	}
	for _, t := range c.written {
		plans -= strings.Count(t.text, this+"年")
	}
	if plans < 0 {
		return
	}
	for year, n := range told {
		also := ""
		if yearIn(c.report.Title) == year {
			also = "标题和"
		}
		if n > 1 {
			c.add(r, Finding{Quote: c.report.Title, basis: year}, r.Fix, "{count}", strconv.Itoa(n), "{told}", year, "{also}", also)
		}
	}
}

// firstYear is what stands up to the first 年 in words that begin with a year.
func firstYear(words string) string {
	head, _, _ := strings.Cut(words, "年")
	return head
}
