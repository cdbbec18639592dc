// Package ledger reads ledgers of applications: it finds the head row of each sheet by its words,
// and makes an application of each row below. What names persons is passed over.
package ledger

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/source"
	"nianbao/model"
	"nianbao/model/ledger"
)

// ErrNoHead says that no row has the heads of a ledger.
var ErrNoHead = errors.New("没有找到台账的表头")

// Sheet is a sheet of a workbook, or a whole file of fields.
type Sheet struct {
	Name string // "" for a file without sheets
	Rows []Line
}

// Line is a row of a sheet.
type Line struct {
	Where  string   // as a person finds it
	Fields []string // blank where the row has nothing
	Doubts []string // why it may not count: it is struck out
}

// Find makes a book of sheets. The names of sheets, titles above the heads and, after those, the
// file's name tell the year of days that are written without one. Error: ErrNoHead.
func Find(sheets []Sheet, file string) (*ledger.Book, error) {
	b := &ledger.Book{Has: map[ledger.Field]bool{}}
	r := &reader{Book: b, fileYear: yearIn(file)}
	found := false
	for _, s := range sheets {
		found = r.sheet(s) || found
	}
	if !found {
		return nil, ErrNoHead
	}
	if n := len(r.numbered); n > 0 {
		b.Skipped = append(b.Skipped, ledger.Skipped{Where: r.numbered[0], Why: fmt.Sprintf("等 %d 行只有序号", n)})
	}
	return b, nil
}

// reader reads sheets into a book.
type reader struct {
	*ledger.Book
	fileYear int
	columns  []ledger.Field // of the open sheet; nil before its head
	year     int            // of the open sheet's days without one, 0 where nobody knows
	month    int
	began    int      // rows of the book where the sheet began
	rows     int      // and where what was totalled last ended
	numbered []string // where rows are that have a running number only
}

// headRows is how far down a sheet's head is looked for.
const headRows = 30

// sheet reads a sheet; it tells whether it has a head, or goes on with that of the sheet before.
func (r *reader) sheet(s Sheet) bool {
	if r.goesOn(s) { // the sheet has no head of its own, and rows as those of the sheet before
		r.Notes = append(r.Notes, fmt.Sprintf("%s这张表没有表头，按前一张表的栏目读", s.Rows[0].Where))
		r.year, r.month, r.began, r.rows = yearIn(s.Name), monthIn(s.Name), len(r.Rows), len(r.Rows)
		for _, line := range s.Rows {
			r.line(line)
		}
		return true
	}
	r.columns, r.year, r.month, r.began, r.rows = nil, yearIn(s.Name), monthIn(s.Name), len(r.Rows), len(r.Rows)
	for i := 0; i < len(s.Rows); i++ {
		line := s.Rows[i]
		if cols, lines := headAt(s.Rows, i); lines > 0 {
			if r.columns == nil && i > 0 {
				r.titles(s.Rows[:i])
			}
			r.setColumns(cols)
			i += lines - 1
			continue
		}
		if r.columns == nil {
			if i >= headRows {
				break
			}
			continue
		}
		r.line(line)
	}
	if r.columns != nil {
		return true
	}
	if len(s.Rows) > 0 {
		r.Skipped = append(r.Skipped, ledger.Skipped{Where: s.Rows[0].Where, What: model.Cut(strings.Join(s.Rows[0].Fields, " "), 20), Why: "这张表没有表头，没有读"})
	}
	return false
}

// goesOn tells whether a sheet without a head has days where the sheet before has that of receipt.
func (r *reader) goesOn(s Sheet) bool {
	at := slices.Index(r.columns, ledger.FieldReceived)
	if at < 0 || len(s.Rows) == 0 {
		return false
	}
	days := 0
	for i := range s.Rows {
		if _, lines := headAt(s.Rows, i); lines > 0 {
			return false
		}
		if fields := s.Rows[i].Fields; at < len(fields) {
			if d, _ := parseDay(fields[at], firstOf(yearIn(s.Name), r.fileYear, 1), monthIn(s.Name)); d != "" {
				days++
			}
		}
	}
	return 2*days >= len(s.Rows)
}

// titles takes the year from what stands above the heads.
func (r *reader) titles(lines []Line) {
	for _, l := range lines {
		for _, f := range l.Fields {
			if y := yearIn(f); y != 0 && r.year == 0 {
				r.year = y
			}
		}
	}
}

// headAt are the columns of a head that begins at a line, and how many lines it has; 0 for none.
func headAt(lines []Line, i int) (columns []string, n int) {
	one := lines[i].Fields
	if i+1 < len(lines) && known(one) > 0 && filled(one) >= 2 { // one alone is a title, one without a head is an application
		two, heads := beside(one, lines[i+1].Fields)
		if heads >= 2 && known(two) > known(one) && ledger.IsLedger(two) {
			return two, 2
		}
	}
	if ledger.IsLedger(one) {
		return one, 1
	}
	return nil, 0
}

// beside puts the second line of a head under the first; heads is how many of its fields are known.
func beside(one, two []string) (both []string, heads int) {
	for k := range max(len(one), len(two)) {
		text := ""
		if k < len(one) {
			text = one[k]
		}
		if k < len(two) && ledger.HeadOf(two[k]) != "" {
			text = two[k]
			heads++
		}
		both = append(both, text)
	}
	return both, heads
}

func filled(fields []string) (n int) {
	for _, f := range fields {
		if strings.TrimSpace(f) != "" {
			n++
		}
	}
	return n
}

func known(heads []string) (n int) {
	for _, f := range ledger.HeadsOf(heads) {
		if f != "" {
			n++
		}
	}
	return n
}

func (r *reader) setColumns(heads []string) {
	r.columns = ledger.HeadsOf(heads)
	for _, f := range r.columns {
		if f != "" {
			r.Has[f] = true
		}
	}
}

var (
	totalWord  = source.Expression(`^(本[月年季]度?|全[年部]|上半年|下半年|[0-9一二三四五六七八九十]{1,3}月份?|第?[0-9一二三四]季度)?(合计|小计|总计|共计|累计)`)
	numbered   = source.Expression(`^[0-9]+$`)
	totalCount = source.Expression(`(?:合计|小计|总计|共计|累计|共)[^0-9]{0,8}([0-9]+)`)
)

// line makes an application of a row, or says why it is none.
func (r *reader) line(l Line) {
	row := ledger.Row{Where: l.Where, Doubts: l.Doubts}
	text, told := "", 0
	for k, f := range l.Fields {
		f = strings.TrimSpace(f)
		if f == "" {
			continue
		}
		text += f + " "
		if k < len(r.columns) && r.columns[k] != ledger.FieldOrder {
			told++
		}
	}
	switch first := strings.TrimSpace(text); {
	case first == "":
		return
	case totalWord().MatchString(first) || told > 0 && totalWord().MatchString(firstTold(l.Fields)):
		r.total(l, first)
		return
	case told == 0 && numbered().MatchString(first): // prepared for applications to come
		r.numbered = append(r.numbered, l.Where)
		return
	case told == 0:
		r.skip(l, first, "没有编号、日期和结果，不像一件申请")
		return
	case strings.HasPrefix(first, "注：") || strings.HasPrefix(first, "说明：") || strings.HasPrefix(first, "制表") || strings.HasPrefix(first, "填表"):
		r.skip(l, first, "不是申请，是说明")
		return
	}
	for k, f := range l.Fields {
		if k < len(r.columns) {
			r.field(&row, r.columns[k], strings.TrimSpace(f))
		}
	}
	says := row.Number + string(row.Received) + row.Outcome + row.Name + row.Applicant
	if says == "" && len(row.Unread) == 0 && told == 1 {
		r.skip(l, text, "没有编号、日期和结果，不像一件申请")
		return
	}
	r.Rows = append(r.Rows, row)
}

func firstTold(fields []string) string {
	for _, f := range fields {
		if f = strings.TrimSpace(f); f != "" {
			return f
		}
	}
	return ""
}

func (r *reader) skip(l Line, what, why string) {
	r.Skipped = append(r.Skipped, ledger.Skipped{Where: l.Where, What: model.Cut(strings.TrimSpace(what), 20), Why: why})
}

// total takes a row of totals as a witness.
func (r *reader) total(l Line, text string) {
	r.skip(l, text, "合计行，不是申请")
	if m := totalCount().FindStringSubmatch(strings.ReplaceAll(text, " ", "")); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			t := ledger.Total{Where: l.Where, Count: n, Rows: len(r.Rows) - r.rows}
			for _, from := range []int{r.began, 0} { // a subtotal is of the rows since the last one, others of the sheet or of all
				if len(r.Rows)-from == n {
					t.Rows = n
				}
			}
			r.Totals = append(r.Totals, t)
			r.rows = len(r.Rows)
		}
	}
}

// field puts a cell's text where its column belongs.
func (r *reader) field(row *ledger.Row, f ledger.Field, text string) {
	if text == "" {
		return
	}
	switch f {
	case ledger.FieldNumber:
		row.Number = text
	case ledger.FieldReceived:
		r.day(row, f, &row.Received, text)
	case ledger.FieldAnswered:
		r.day(row, f, &row.Answered, text)
	case ledger.FieldName:
		row.Name = text
	case ledger.FieldApplicant:
		row.Applicant = besides(row.Applicant, text)
	case ledger.FieldOutcome:
		row.Outcome = besides(row.Outcome, text)
	case ledger.FieldBasis:
		row.Basis = text
	case ledger.FieldDocument:
		row.Doc = text
	case ledger.FieldRemark:
		row.Remark = text
	case ledger.FieldNotice:
		r.day(row, f, &row.Notice, text)
	case ledger.FieldInquired:
		r.day(row, f, &row.Inquired, text)
	case ledger.FieldAmendment:
		r.mark(&row.Amendment, text)
	case ledger.FieldExtension:
		r.mark(&row.Extension, text)
	case ledger.FieldInquiry:
		r.mark(&row.Inquiry, text)
	case ledger.FieldReconsideration:
		r.mark(&row.Reconsideration, text)
	case ledger.FieldSuit:
		r.mark(&row.Suit, text)
	case ledger.FieldAmended:
		r.day(row, f, &row.Amendment.Day, text)
	case ledger.FieldExtended:
		r.day(row, f, &row.Extension.Day, text)
	case ledger.FieldInquirySent:
		r.day(row, f, &row.Inquiry.Day, text)
	case ledger.FieldReconsidered:
		r.day(row, f, &row.Reconsideration.Day, text)
	case ledger.FieldSued:
		r.day(row, f, &row.Suit.Day, text)
	}
}

// besides is what two columns of one field have.
func besides(had, text string) string {
	if had == "" || had == text {
		return text
	}
	return had + "；" + text
}

// day reads a day; what can't be read is kept with the row, and so is that two columns of one field
// differ.
func (r *reader) day(row *ledger.Row, f ledger.Field, into *ledger.Day, text string) {
	d, why := parseDay(text, firstOf(r.year, r.fileYear), r.month)
	switch {
	case why != "":
		row.Unread = append(row.Unread, ledger.Unread{Field: f, Text: text, Why: why})
	case *into == "":
		*into = d
	case d != "" && d != *into:
		row.Doubts = append(row.Doubts, fmt.Sprintf("两列「%s」不一样：%s、%s", f.Head(), *into, d))
	}
}

// mark reads a column that may have a word and a day.
func (r *reader) mark(m *ledger.Mark, text string) {
	m.Word = text
	if loc := fullDate().FindStringIndex(text); loc != nil {
		if d, why := parseDay(text[loc[0]:loc[1]], 0, 0); why == "" {
			m.Day = d
			m.Word = strings.Trim(text[:loc[0]]+text[loc[1]:], " ，,；;（）()")
		}
	}
}

func firstOf(years ...int) int {
	for _, y := range years {
		if y != 0 {
			return y
		}
	}
	return 0
}
