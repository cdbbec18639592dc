package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// prose is a text read: its sentences with the numbers in them and what stands
// round each. Offsets are in bytes of the text.
type prose struct {
	section   string
	text      string
	sentences []sentence
}

// sentence ends with 。！？ or the line. Heading is that of the numbered
// paragraph it stands in: 依申请公开 for （二）依申请公开。…
type sentence struct {
	Span
	text       string
	heading    string
	quantities []quantity
	years      []yearWord
	pairs      *pairSet // of its text and heading, once it is asked for
	openers    []int    // where a word may begin that denies or promises, in its text
}

// quantity is a number in a text with the unit that it counts in.
type quantity struct {
	number Span // without the unit
	end    int  // of the unit
	value  model.Figure
	places int    // decimal places as written
	grain  int64  // units of the last place of a number in 千, 万, 亿, to which it is rounded; 0 for one to the last
	unit   string // 件, 条, 元, % …; "" for one that is none of these
	approx bool   // 余, 多, 近, 约 …
	before Span   // of its clause, since the last number
	after  Span   // of its clause, unless the words belong to the next number
	inside bool   // in brackets
	part   bool   // behind 其中 or 分别为: a part of what was said before
	year   int    // of the words before it: 2024年, 上年; 0 where they speak of none
}

// ofAnotherYear reports whether the words before a number speak of another year than
// the report's.
func (q *quantity) ofAnotherYear(year int) bool { return q.year != 0 && q.year != year }

// yearWord is a year in a sentence; relative ones count from the report's.
type yearWord struct {
	at, end  int  // of the digits or the word
	year     int  // 0 for this year's words: 今年, 全年
	relative bool // year is -1: 上年, 去年
	compared bool // 较上年, 与2024年相比: until the next comma
}

// read reads a section's text; only the report's year is needed of the rest.
func (c *checker) read(section string) *prose {
	if p := c.prose[section]; p != nil {
		return p
	}
	text := ""
	if t := c.textOf(section); t != nil {
		text = t.text
	}
	p := readProse(text, c.report.Year, c.plan)
	p.section = section
	if c.prose == nil {
		c.prose = map[string]*prose{}
	}
	c.prose[section] = p
	return p
}

func readProse(text string, year int, plan *plan) *prose {
	const usual = 120 // bytes of a sentence
	p := &prose{text: text, sentences: make([]sentence, 0, len(text)/usual+1)}
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		p.line(start, end)
		start = end + 1
	}
	l := lexer{plan: plan, year: year}
	for i := range p.sentences {
		l.lex(&p.sentences[i])
	}
	return p
}

// longSentence bounds a sentence, in bytes: what follows is read as another. Real
// ones have a tenth of that.
const longSentence = 3000

// line cuts a line into sentences.
func (p *prose) line(start, end int) {
	heading := ""
	if n := len(p.sentences); n > 0 {
		heading = p.sentences[n-1].heading
	}
	from := start
	add := func(to int) {
		if strings.TrimSpace(p.text[from:to]) == "" {
			return
		}
		s := sentence{Span: Span{from, to}, text: p.text[from:to], heading: heading}
		if title, ok := numbered(s.text); ok {
			heading = headingOf(title)
			s.heading = heading
		}
		p.sentences = append(p.sentences, s)
		from = to
	}
	for i, r := range p.text[start:end] {
		if endsSentence(r) || start+i-from > longSentence {
			add(start + i + utf8.RuneLen(r))
		}
	}
	add(end)
}

// headingOf is what a numbered paragraph begins with: 依申请公开方面 of （二）依申请公开方面，
// 收到……; "" where that is too long to be a heading.
func headingOf(paragraph string) string {
	const most = 30 // characters
	if end := strings.IndexAny(paragraph, "。，：；,:;"); end >= 0 {
		paragraph = paragraph[:end]
	}
	if utf8.RuneCountInString(paragraph) > most {
		return ""
	}
	return paragraph
}

func endsSentence(r rune) bool {
	switch r {
	case '。', '！', '？', '!', '?':
		return true
	}
	return false
}

// numbered takes （一） off the front of a sentence.
func numbered(s string) (title string, ok bool) {
	s = strings.TrimLeft(s, " \u3000#")
	for _, b := range [][2]string{{"（", "）"}, {"(", ")"}} {
		inner, open := strings.CutPrefix(s, b[0])
		if !open {
			continue
		}
		if n, rest, found := strings.Cut(inner, b[1]); found && n != "" && strings.Trim(n, "一二三四五六七八九十") == "" {
			return rest, true
		}
	}
	return "", false
}

// lex finds the numbers and years of a sentence, and the openers.
func (l *lexer) lex(s *sentence) {
	l.begin(s)
	for l.i < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[l.i:])
		if !l.plan.telling.mayHave(r) {
			l.i += n
			continue
		}
		if slices.Contains(l.plan.openers, r) {
			s.openers = append(s.openers, l.i)
		}
		taken := false
		switch {
		case isDigit(r):
			taken = l.arabic()
		case isHanNumeral(r):
			taken = l.chinese()
		default:
			taken = l.word(r)
		}
		if !taken {
			l.i += n
		}
	}
	l.finish()
}

// lexer walks through one sentence after the other.
type lexer struct {
	plan *plan
	year int
	room []quantity // for those of the next sentences

	s        *sentence
	i        int // in the sentence's text
	from     int // where the words of the next number begin
	brackets int
	parts    uint64 // a bit for each bracket that is open: behind 其中 or 分别为
	breaks   []int  // where clauses end
}

func (l *lexer) begin(s *sentence) {
	if cap(l.room) == 0 {
		l.room = make([]quantity, 0, 16)
	}
	s.quantities = l.room
	*l = lexer{plan: l.plan, year: l.year, s: s, breaks: l.breaks[:0]}
}

// telling are the characters, beside digits and numerals, at which the lexer does
// something.
const telling = "，,；;：:（(）)、。！？其分上去往今本全当"

// word takes a separator, a bracket or a word that changes what numbers mean.
func (l *lexer) word(r rune) bool {
	rest := l.s.text[l.i:]
	n := utf8.RuneLen(r)
	switch r {
	case '，', ',', '；', ';', '：', ':':
		if r == '；' || r == ';' {
			l.parts = 0
		}
		if k := len(l.s.years); k > 0 && l.s.years[k-1].compared { // said and done
			l.s.years = append(l.s.years, yearWord{at: l.s.Start + l.i, end: l.s.Start + l.i})
		}
	case '（', '(':
		l.brackets++
		l.parts = l.parts<<1 | l.parts&1
	case '）', ')':
		l.brackets = max(l.brackets-1, 0)
		l.parts >>= 1
	case '、', '。', '！', '？':
		l.breaks = append(l.breaks, l.i)
		l.i += n
		return true
	case '其', '分':
		for _, w := range []string{"其中", "分别为", "分别是"} {
			if strings.HasPrefix(rest, w) {
				l.parts |= 1
				l.i += len(w)
				return true
			}
		}
		return false
	case '上', '去', '往', '今', '本', '全', '当':
		return l.yearWord(rest)
	default:
		return false
	}
	l.breaks = append(l.breaks, l.i)
	l.i += n
	l.from = l.i
	return true
}

// carriedOn are words behind a year that tell where applications or cases come from:
// 上年结转, 2024年转来, 由2024年的答复引起 speak of a row of this year's table.
var carriedOn = []string{"结转", "转", "遗留", "顺延", "未办", "没有办", "未答复", "没有答复", "的答复引", "的申请引", "申请引", "答复引"}

// yearWord takes 上年, 去年, 今年 …; 上年结转 is no year but a row of the table.
func (l *lexer) yearWord(rest string) bool {
	for _, w := range []string{"上一年", "上年", "去年", "往年"} {
		if tail, ok := strings.CutPrefix(rest, w); ok {
			tail = strings.TrimPrefix(tail, "度")
			if !startsWith(tail, carriedOn...) {
				l.addYear(-1, true, len(w))
			}
			l.i += len(w)
			return true
		}
	}
	for _, w := range []string{"今年", "本年", "全年", "当年"} {
		if strings.HasPrefix(rest, w) {
			l.addYear(0, false, len(w))
			l.i += len(w)
			return true
		}
	}
	return false
}

func (l *lexer) addYear(year int, relative bool, size int) {
	before := l.s.text[max(0, l.i-len("同期与")):l.i]
	l.s.years = append(l.s.years, yearWord{l.s.Start + l.i, l.s.Start + l.i + size, year, relative, containsAny(before, "较", "比", "与", "同")})
}

// current is the year that the words before this place speak of.
func (l *lexer) current() int {
	if k := len(l.s.years); k > 0 {
		y := l.s.years[k-1]
		if y.relative {
			return l.year - 1
		}
		return y.year
	}
	return 0
}

// arabic takes digits, plain or full width, with their unit; a year is kept
// apart.
func (l *lexer) arabic() bool {
	value, places, n, digits := arabicNumber(l.s.text[l.i:])
	if n == 0 {
		return false
	}
	start := l.i
	l.i += n
	rest := strings.TrimLeft(l.s.text[l.i:], " ")
	if digits == 4 && places == 0 && strings.HasPrefix(rest, "年") {
		l.i = start // for what stands before it
		carried := startsWith(strings.TrimPrefix(strings.TrimPrefix(rest, "年"), "度"), carriedOn...)
		if said := int(value.Units() / model.Scale); said <= l.year && !carried { // 结转2026年办理: a plan
			l.addYear(said, false, n)
		}
		l.i = len(l.s.text) - len(rest) + len("年")
		return true
	}
	l.quantity(start, value, places)
	return true
}

// chinese takes Chinese numerals where a unit follows them: 三十二件, 两件.
func (l *lexer) chinese() bool {
	text := l.s.text[l.i:]
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if !isHanNumeral(r) && r != '万' && r != '亿' {
			break
		}
		n += size
	}
	run, start := text[:n], l.i
	defer func() { l.i = start + n }()
	if year, ok := chineseYear(run); ok && strings.HasPrefix(text[n:], "年") {
		l.addYear(year, false, n)
		return true
	}
	value, ok := chineseNumber(run)
	if !ok {
		return true
	}
	rest := strings.TrimLeft(text[n:], "余多 ")
	unit := unitOf(rest)
	if unit == "" || unit == "%" {
		return true
	}
	if run == "一" && idiom(l.s.text[:start], unit, rest[len(unit):]) {
		return true
	}
	l.i = start + n
	l.quantity(start, value, 0)
	n = l.i - start
	return true
}

// mottoes are words by which a clause says what is striven for: 做到收到一件、办好一件.
var mottoes = []string{"做到", "坚持", "力求", "努力", "力争", "确保", "原则", "理念", "目标", "满意一", "办好一", "销号一"}

// What stands round a 一 with a unit that counts nothing: 每一件, 统一, 一次性.
var (
	idiomHeads = []string{"每", "任", "没有", "无", "这", "那", "同", "某", "另", "统", "单", "逐", "条", "件"}
	idiomTails = []string{"事", "龙", "律", "体", "致", "次性", "张", "一"}
	idiomUnits = []string{"次", "个", "项"}
)

// idiom reports whether 一 with a unit counts nothing: 每一件, 统一, 一次性, 一个.
func idiom(before, unit, tail string) bool {
	clause := before[max(strings.LastIndexAny(before, "，；：,;:")+1, 0):]
	quoted := strings.LastIndex(before, "“") > strings.LastIndex(before, "”")
	switch {
	case quoted, slices.Contains(idiomUnits, unit), containsAny(clause, mottoes...):
		return true
	}
	return model.HasSuffix(before, idiomHeads...) || startsWith(tail, idiomTails...)
}

// Words that make a number no exact count, before it and behind it, and those that make
// it none at all: 第3号, 〔2021〕.
var (
	roughly  = []string{"近", "约", "超", "逾", "超过", "突破", "不足", "至少", "达到", "各", "均", "—", "-", "～", "~"}
	aboutSo  = []string{"以上", "左右", "以内", "上下"}
	ordinals = []string{"第", "〔", "[", "【"}
)

// quantity takes what follows a number: 万, 余, the unit.
func (l *lexer) quantity(start int, value model.Figure, places int) {
	text := l.s.text
	q := quantity{number: Span{l.s.Start + start, 0}, value: value, places: places, inside: l.brackets > 0, part: l.parts&1 != 0, year: l.current()}
	skip := func(words ...string) string {
		rest := strings.TrimLeft(text[l.i:], " ")
		for _, w := range words {
			if strings.HasPrefix(rest, w) {
				l.i = len(text) - len(rest) + len(w)
				return w
			}
		}
		return ""
	}
	q.approx = skip("余", "多") != ""
	unit, _ := utf8.DecodeRuneInString(skip("万", "亿", "千", "百"))
	if times := numeralUnit(unit); times > 0 && value.Units() <= model.MaxWhole*model.Scale/times { // more is no count
		q.value = model.OfUnits(value.Units() * times)
		q.grain = model.Scale * times
		for range places {
			q.grain /= 10
		}
	}
	q.number.End = l.s.Start + l.i
	q.approx = skip("余", "多") != "" || q.approx
	if u := unitOf(strings.TrimLeft(text[l.i:], " ")); u != "" {
		skip(u)
		q.unit = u
		if u == "％" {
			q.unit = "%"
		}
	}
	q.approx = q.approx || startsWith(text[l.i:], aboutSo...)
	q.end = l.s.Start + l.i
	q.before = Span{l.s.Start + l.from, l.s.Start + start}
	before := strings.TrimRight(text[l.from:start], " ")
	upTo := strings.HasSuffix(before, "至") && !model.HasSuffix(before, cameTo...) // 3至5件
	q.approx = q.approx || upTo || model.HasSuffix(before, roughly...)
	if !model.HasSuffix(before, ordinals...) {
		l.s.quantities = append(l.s.quantities, q)
	}
	l.from = l.i
}

// finish gives each number the words behind it.
func (l *lexer) finish() {
	s := l.s
	for k := range s.quantities {
		q := &s.quantities[k]
		end := s.End
		for _, b := range l.breaks {
			if at := s.Start + b; at >= q.end {
				end = at
				break
			}
		}
		if k+1 < len(s.quantities) && s.quantities[k+1].number.Start < end {
			end = q.end // the words belong to the next number
		}
		q.after = Span{q.end, end}
		if k+1 < len(s.quantities) { // 2件维持、1件纠正
			next := &s.quantities[k+1]
			next.before.Start = max(next.before.Start, min(end, next.number.Start))
		}
	}
	l.room = s.quantities[len(s.quantities):]
	s.quantities = slices.Clip(s.quantities)
}

// units are what numbers count in, the longer first.
var units = []string{"个百分点", "百分点", "人次", "件", "条", "次", "例", "起", "宗", "份", "期", "篇", "个", "项", "部", "场", "家", "户", "页", "人", "元", "%", "％"}

// unitOf is the unit that a text begins with; "" for none.
func unitOf(s string) string {
	for _, u := range units {
		if strings.HasPrefix(s, u) {
			return u
		}
	}
	return ""
}

// caseUnit reports whether applications and cases are counted in the unit; 件
// is the right one.
func caseUnit(u string) bool {
	switch u {
	case "件", "条", "次", "例", "起", "宗", "份":
		return true
	}
	return false
}

// words are the words of a span.
func (p *prose) words(at Span) string { return p.text[at.Start:at.End] }

// clause is a number with the words of its clause, and with words before them
// where these are too few to be found again.
func (p *prose) clause(s *sentence, q *quantity) string {
	const least, most = 10, 40
	text := []rune(p.text[q.before.Start:q.after.End])
	switch {
	case len(text) > most: // what stands nearest to the number says most
		text = []rune(p.text[q.before.Start:q.end])
		text = text[max(len(text)-most, 0):]
	case len(text) < least:
		text = []rune(p.text[s.Start:q.after.End])
		if cut := len(text) - 2*least; cut > 0 { // from the next comma on
			text = text[cut:]
			if i := strings.IndexAny(string(text), "，,；;、："); i >= 0 && i < len(string(text))/2 {
				text = []rune(string(text)[i:])
			}
		}
	}
	return model.CleanLine(strings.TrimLeft(string(text), "、，,；;） )"))
}
