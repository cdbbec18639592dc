package ledger

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"nianbao/model"
)

// Options are how a ledger is counted.
type Options struct {
	Year int // of the report
	// Carried is what last year's report carries over into this year, by column; nil where nobody
	// knows it.
	Carried map[string]int
	On      Day // today
}

// Count is what a ledger comes to. A row counts whole or not at all: where something of it has to be
// asked, no figure has it.
type Count struct {
	Year      int
	Figures   map[model.CellID]int // of sections three and, where the ledger speaks of cases, four
	Placed    []Placed
	Questions []Question // by what they are about, the commonest first
	Aside     []Skipped  // rows that don't count in this year, or not by somebody's word
	Remarks   []string   // Chinese sentences: what the ledger says of itself, what it can't say
	Unplaced  int        // rows that hang on questions and count nowhere
	Cases     int        // rows that count, and whose reconsideration or suit hangs on a question
}

// Placed is a row with the cells that count it.
type Placed struct {
	Row       int // of the book
	Applicant string
	Outcome   string // "" for one that another year answered
	Cells     []model.CellID
}

// Question is something that only a person can say.
type Question struct {
	About    About
	Words    string // as an [Answer] gives them again
	Text     string // what it is about, for people
	Why      string // why it is asked, a Chinese sentence without a full stop
	Proposal string // "" for none
	May      []string
	Rows     []int // of the book that hang on it
}

// Answer is the answer to a question.
func (q *Question) Answer(year int, to, reason string) Answer {
	return Answer{About: q.About, Words: q.Words, To: to, Reason: reason, Year: year}
}

// counter counts.
type counter struct {
	*Words
	*Count
	carriedOver map[string]int // Options.Carried
	on          Day
	book        *Book
	mapping     Mapping
	refs        []string // by row, how an answer names it
	asked       map[string]int
	later       map[int]bool // rows that a later one of the same application goes on from
	undatedRows int          // rows without a day that count as somebody has said
}

// Count counts a ledger into the cells of a year's report.
func (w *Words) Count(b *Book, m Mapping, o Options) *Count {
	c := &counter{Words: w, carriedOver: o.Carried, on: o.On, book: b, mapping: m, asked: map[string]int{}, later: map[int]bool{},
		Count: &Count{Year: o.Year, Figures: map[model.CellID]int{}}}
	for _, cell := range w.form.Cells() {
		if cell.Section.Key == ApplicationSection && !cell.Computed() {
			c.Figures[cell.ID] = 0
		}
	}
	c.refer()
	held := c.doubles()
	cases := c.cases()
	unplaced := map[int]bool{}
	for i := range b.Rows {
		switch {
		case held[i]:
			unplaced[i] = true
		case !c.later[i] && !c.row(i):
			unplaced[i] = true
		}
	}
	c.Unplaced = len(unplaced)
	maps.DeleteFunc(cases, func(i int, _ bool) bool { return unplaced[i] })
	c.Cases = len(cases)
	if c.undatedRows > 0 {
		c.Remarks = append(c.Remarks, fmt.Sprintf("%d 行没有答复日期，按您说的算", c.undatedRows))
	}
	c.carried()
	c.totals()
	slices.SortStableFunc(c.Questions, func(a, b Question) int {
		return cmp.Or(place(a.About)-place(b.About), len(b.Rows)-len(a.Rows))
	})
	return c.Count
}

// refer names each row as an answer does: by its number where that is its own, else by its place.
func (c *counter) refer() {
	times := map[string]int{}
	c.refs = make([]string, len(c.book.Rows))
	for i := range c.book.Rows {
		c.refs[i] = KeepNumber(c.book.Rows[i].Number)
		times[c.refs[i]]++
	}
	places := map[string]int{}
	for i, ref := range c.refs {
		if ref != "" && times[ref] == 1 {
			continue
		}
		c.refs[i] = KeepPlace(c.book.Rows[i].Where)
		if places[c.refs[i]]++; places[c.refs[i]] > 1 { // of another sheet whose name isn't kept
			c.refs[i] += fmt.Sprintf("（第%d处）", places[c.refs[i]])
		}
	}
}

// ask has a row hang on a question.
func (c *counter) ask(q Question, row int) {
	key := string(q.About) + " " + q.Words
	at, has := c.asked[key]
	if !has {
		at = len(c.Questions)
		c.asked[key] = at
		c.Questions = append(c.Questions, q)
	}
	known := &c.Questions[at]
	if !slices.Contains(known.Rows, row) {
		known.Rows = append(known.Rows, row)
	}
}

// aside leaves a row out, and says why.
func (c *counter) aside(i int, why string) {
	r := &c.book.Rows[i]
	c.Aside = append(c.Aside, Skipped{r.Where, r.Number, why})
}

// Hanging says what hangs on questions, "" for nothing.
func (c *Count) Hanging() string {
	var out []string
	if c.Unplaced > 0 {
		out = append(out, fmt.Sprintf("%d 行待定，没有计入", c.Unplaced))
	}
	if c.Cases > 0 {
		out = append(out, fmt.Sprintf("%d 件的复议、诉讼待定", c.Cases))
	}
	if len(out) == 0 && len(c.Questions) > 0 {
		out = append(out, c.Questions[0].About.Name()+"待核对")
	}
	return strings.Join(out, "，")
}

// row counts a row, or asks; it tells whether the row's place is known.
func (c *counter) row(i int) bool {
	r := c.book.Rows[i]
	doubt := c.doubt(&r)
	answer, has := c.mapping.about(AboutRow, c.Year, c.refs[i])
	if has && doubt.Why != "" { // what was said of a row that has been put right since holds no more
		doubt = c.answered(&r, answer, doubt)
	}
	switch {
	case has && answer.To == Aside:
		c.aside(i, cmp.Or(answer.Reason, "按您说的不计"))
		return true
	case doubt.Why != "":
		c.ask(Question{About: AboutRow, Words: c.refs[i], Text: c.title(i), Why: doubt.Why, Proposal: doubt.Proposal, May: doubt.May}, i)
		return false
	case r.Received.Year() > c.Year:
		c.aside(i, fmt.Sprintf("%d 年收到的，不是这一年的", r.Received.Year()))
		return true
	case r.Answered != "" && r.Answered.Year() < c.Year:
		c.aside(i, fmt.Sprintf("%d 年就答复了，不是这一年的", r.Answered.Year()))
		return true
	}
	return c.count(i, &r)
}

// title is a row as a question has it.
func (c *counter) title(i int) string {
	r := &c.book.Rows[i]
	if n := strings.TrimSpace(r.Number); n != "" {
		return model.Cut(n, 30) + "（" + r.Where + "）"
	}
	return r.Where
}

// count puts a row that is in order into its cells.
func (c *counter) count(i int, r *Row) bool {
	applicant, sure := c.applicantOf(i, r)
	outcome, settled := c.outcomeOf(i, r)
	if !sure || !settled {
		return false
	}
	first := rowReceived
	if r.Received.Year() < c.Year {
		first = rowCarriedIn
	}
	last := outcome
	if outcome == Open {
		last = rowCarriedOut
	}
	p := Placed{Row: i, Applicant: applicant, Outcome: outcome}
	for _, row := range []string{first, last} {
		p.Cells = append(p.Cells, c.cell(row, applicant))
	}
	c.place(p)
	return true
}

func (c *counter) cell(row, column string) model.CellID {
	return model.CellID(ApplicationSection + "." + row + "." + column)
}

func (c *counter) place(p Placed) {
	for _, id := range p.Cells {
		c.Figures[id]++
	}
	c.Placed = append(c.Placed, p)
}

// applicantOf is the column of a row's applicant; sure is false where it has to be asked.
func (c *counter) applicantOf(i int, r *Row) (key string, sure bool) {
	v := c.Applicant(r.Applicant, r.Name)
	words := strings.TrimSpace(r.Applicant)
	if by := kindOfName(r.Name); !v.Sure && by != "" {
		words += "（名称像" + c.Name(by) + "）"
	} else if words == "" && likePerson(r.Name) {
		words = "（名称像个人）"
	}
	if words == "" {
		words = "（空着）"
	}
	a, has := c.mapping.about(AboutApplicant, c.Year, words)
	switch {
	case has && a.To == ByRow:
		return c.byRow(i, c.refs[i]+" 申请人", "申请人类型「"+words+"」这一行是哪一种", c.cols)
	case has && slices.Contains(c.cols, a.To):
		return a.To, true
	}
	if v.Sure {
		return v.Key, true
	}
	c.ask(Question{About: AboutApplicant, Words: words, Text: words, Why: v.Why, Proposal: v.Key, May: append(slices.Clone(c.cols), ByRow)}, i)
	return "", false
}

// outcomeOf is what a row comes to in the year: a row of section three, or [Open].
func (c *counter) outcomeOf(i int, r *Row) (key string, sure bool) {
	words := strings.TrimSpace(r.Outcome)
	if r.Basis != "" {
		words += "（依据：" + strings.TrimSpace(r.Basis) + "）"
	}
	v := c.Outcome(r.Outcome, r.Basis)
	if has(c.rows, r.Outcome) || r.Outcome == Open { // by an answer about this row
		v = Verdict{Key: r.Outcome, Sure: true}
	} else if a, has := c.mapping.about(AboutOutcome, c.Year, words); has && slices.Contains(append(c.Outcomes(), ByRow), a.To) {
		v = Verdict{Key: a.To, Sure: true}
	}
	late := r.Answered.Year() > c.Year
	switch {
	case late:
		return Open, true
	case r.Answered == "" && r.Outcome == "":
		return Open, true
	case v.Key == ByRow && v.Sure:
		return c.byRow(i, c.refs[i], "答复结果「"+words+"」这一行是哪一种", append(c.Outcomes(), Aside))
	case !v.Sure:
		c.ask(Question{About: AboutOutcome, Words: words, Text: words, Why: v.Why, Proposal: v.Key, May: append(c.Outcomes(), ByRow)}, i)
		return "", false
	case v.Key == Open && r.Answered != "":
		return c.byRow(i, c.refs[i], fmt.Sprintf("有答复日期 %s，答复结果却是「%s」", r.Answered, r.Outcome), slices.Concat([]string{Open}, c.rows, []string{Aside}))
	case v.Key == Open || r.Answered != "":
		return v.Key, true
	}
	return c.undated(i, v.Key)
}

// byRow asks about a row for itself: its words mean something else in each row, or contradict.
func (c *counter) byRow(i int, ref, why string, may []string) (key string, sure bool) {
	if a, has := c.mapping.about(AboutRow, c.Year, ref); has && slices.Contains(may, a.To) {
		return a.To, true
	}
	c.ask(Question{About: AboutRow, Words: ref, Text: c.title(i), Why: why, May: may}, i)
	return "", false
}

// undated is what becomes of a row that has an outcome and no day.
func (c *counter) undated(i int, key string) (string, bool) {
	const words = "有答复结果，没有答复日期"
	if a, has := c.mapping.about(AboutUndated, c.Year, words); has {
		switch a.To {
		case InYear:
			c.undatedRows++
			return key, true
		case Open:
			c.undatedRows++
			return Open, true
		}
	}
	c.ask(Question{About: AboutUndated, Words: words, Text: words, Why: "不知道是哪一年答复的", Proposal: InYear, May: []string{InYear, Open}}, i)
	return "", false
}

// doubt is why a row may not count as it stands; Why is "" for one that may.
func (c *counter) doubt(r *Row) (q Question) {
	q.May = []string{Aside}
	for _, u := range r.Unread {
		if u.Field == FieldReceived || u.Field == FieldAnswered {
			q.Why = fmt.Sprintf("%s「%s」%s", u.Field.Head(), model.Cut(u.Text, 20), u.Why)
			q.May = []string{dayOf(u.Field), Aside}
			return q
		}
	}
	asIs := []string{AsItIs, Aside}
	switch {
	case len(r.Doubts) > 0:
		q.Why, q.May = strings.Join(r.Doubts, "；"), asIs
	case r.Received == "":
		q.Why, q.May = "没有收到日期", []string{came, Aside}
	case r.Answered != "" && r.Answered < r.Received:
		q.Why, q.May = fmt.Sprintf("答复日期 %s 早于收到日期 %s", r.Answered, r.Received), []string{onDay, came, AsItIs, Aside}
	case c.on != "" && r.Received > c.on:
		q.Why, q.May = fmt.Sprintf("收到日期 %s 还没有到", r.Received), []string{came, Aside}
	case c.on != "" && r.Answered > c.on:
		q.Why, q.May = fmt.Sprintf("答复日期 %s 还没有到", r.Answered), []string{onDay, Aside}
	case r.Received.Year() < c.Year-oldest:
		q.Why, q.May = fmt.Sprintf("%d 年收到的，隔了 %d 年", r.Received.Year(), c.Year-r.Received.Year()), []string{came, AsItIs, Aside}
		if r.Answered != "" && r.Answered.Year() < c.Year {
			q.Why = ""
		}
	case r.Answered != "" && r.Answered.Year() == c.Year && strings.TrimSpace(r.Outcome) == "" && r.Basis == "":
		q.Why, q.May = "有答复日期 "+string(r.Answered)+"，没有答复结果", slices.Concat(c.rows, []string{Open, Aside})
	case several.MatchString(r.Number):
		q.Why, q.May = "编号里有几个号：是几件的，请在台账里分成几行", asIs
	case r.Answered == "" && strings.TrimSpace(r.Outcome) == "" && c.ended(r) != "":
		q.Why, q.May = "没有答复日期和答复结果，"+c.ended(r), slices.Concat([]string{Open, onDay}, []string{Aside})
	}
	return q
}

// several are two numbers in one cell: 2025-003、2025-004, 2025-003至2025-005.
var several = regexp.MustCompile(`[0-9号]\s*[、，,；;～~至和及]\s*[^0-9]{0,6}[0-9]`)

// oldest is how many years an application may have been open.
const oldest = 3

// ended says what else in a row speaks of an answer, "" for nothing.
func (c *counter) ended(r *Row) string {
	switch {
	case r.Doc != "":
		return "却有答复文号"
	case strings.TrimSpace(r.Basis) != "":
		return "却有答复依据"
	}
	words, keys := c.outcomes.found(r.Remark)
	for i, k := range keys {
		if !has(k, Open) && !strings.Contains(r.Remark, "未"+words[i]) {
			return "备注里却有「" + words[i] + "」"
		}
	}
	return ""
}

func dayOf(f Field) string {
	if f == FieldReceived {
		return came
	}
	return onDay
}

// answered has a row say what an answer about it says, and is what is still doubtful.
func (c *counter) answered(r *Row, a Answer, doubt Question) Question {
	if day, ok := strings.CutPrefix(a.To, came); ok {
		r.Received = Day(day)
		r.Unread = slices.DeleteFunc(slices.Clone(r.Unread), func(u Unread) bool { return u.Field == FieldReceived })
		return c.doubt(r)
	}
	if day, ok := strings.CutPrefix(a.To, onDay); ok {
		r.Answered = Day(day)
		r.Unread = slices.DeleteFunc(slices.Clone(r.Unread), func(u Unread) bool { return u.Field == FieldAnswered })
		return c.doubt(r)
	}
	switch {
	case a.To == AsItIs && has(doubt.May, AsItIs):
		return Question{}
	case a.To == Open && has(doubt.May, Open):
		r.Answered, r.Outcome = "", ""
		return Question{}
	case has(c.rows, a.To) && has(doubt.May, a.To):
		r.Outcome, r.Basis = a.To, ""
		return Question{}
	}
	return doubt
}

// carried compares what was open on 1 January with what last year's report carries over.
func (c *counter) carried() {
	if c.carriedOver == nil {
		return
	}
	var apart []string
	ledger, last := 0, 0
	for _, col := range c.cols {
		n := c.Figures[c.cell(rowCarriedIn, col)]
		ledger, last = ledger+n, last+c.carriedOver[col]
		if n != c.carriedOver[col] {
			apart = append(apart, fmt.Sprintf("%s %d 件、台账 %d 件", c.Name(col), c.carriedOver[col], n))
		}
	}
	if len(apart) == 0 || c.Unplaced > 0 && ledger < last { // the missing ones may be among those
		return
	}
	why := "上年报告结转下来：" + strings.Join(apart, "；")
	words := fmt.Sprintf("上年报告 %d 件，台账 %d 件", last, ledger)
	if a, has := c.mapping.about(AboutCarried, c.Year, words); has && a.To == AsItIs {
		c.Remarks = append(c.Remarks, why+"。按您说的照台账："+cmp.Or(a.Reason, "没有写原因"))
		return
	}
	c.Questions = append(c.Questions, Question{About: AboutCarried, Words: words, Text: words, Why: why + "。台账里可能少了上年收到、年初还没办结的申请", May: []string{AsItIs}})
}

// totals compares the numbers that the ledger prints with its rows: what doesn't agree is asked about.
func (c *counter) totals() {
	for _, t := range c.book.Totals {
		if t.Count == t.Rows {
			continue
		}
		words := fmt.Sprintf("%s写着 %d 件，读到 %d 行", KeepPlace(t.Where), t.Count, t.Rows)
		if a, has := c.mapping.about(AboutTotal, c.Year, words); has && a.To == AsItIs {
			c.Remarks = append(c.Remarks, words+"。按您说的照读到的行")
			continue
		}
		c.Questions = append(c.Questions, Question{About: AboutTotal, Words: words, Text: words, Why: "台账自己的合计和行数不一样：是不是少了、多了一行，或者有的行不算一件", May: []string{AsItIs}})
	}
}
