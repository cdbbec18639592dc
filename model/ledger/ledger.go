// Package ledger counts a ledger of single applications (依申请公开台账, a row an application)
// into sections three and four of a report, and says when open applications are due. It knows
// neither files nor screens: package export/ledger reads files into a [Book].
//
//	ledger.go                what was read of a ledger
//	field.go                 its columns, and the words that head them
//	phrases.go, classify.go  what the words of applicants and outcomes mean
//	mapping.go               what a person has said that they mean
//	count.go                 rows into cells
//	calendar.go, due.go      working days and terms
//
// Names, numbers of identity cards and contents of applications are not kept: a [Row] lives as long
// as the ledger is being counted, a [Kept] has nothing of a person.
package ledger

// Day is a day of the calendar, YYYY-MM-DD, or "". Days compare as texts do.
type Day string

// Year is the day's year, 0 for none.
func (d Day) Year() (year int) {
	if len(d) < len("2006") {
		return 0
	}
	for _, c := range d[:4] {
		year = year*10 + int(c-'0')
	}
	return year
}

// Book is what was read of a ledger, of all its sheets.
type Book struct {
	Rows []Row
	// Has are the fields of which the ledger has a column.
	Has map[Field]bool
	// Skipped are rows, sheets and columns that are no applications: totals at the end, hidden
	// sheets.
	Skipped []Skipped
	// Totals are numbers of applications that the ledger prints itself.
	Totals []Total
	Notes  []string // what else there is to say, a Chinese sentence each
}

// Skipped is something of the ledger that is no row of it.
type Skipped struct {
	Where, What, Why string
}

// Total is a number of applications as a ledger prints it. Rows are those that it may be of: since the
// last total, of the sheet or of the book, whichever it agrees with, else the first.
type Total struct {
	Where string
	Count int
	Rows  int
}

// Row is an application as its row has it. Words are as they stand there, tidied.
type Row struct {
	Where  string // 工作表「1月」第12行, as a person finds it
	Number string // 登记号
	Doc    string // 答复文号

	Received Day
	Answered Day

	Name      string // of the applicant: looked at for a proposal, never kept
	Applicant string // kind of applicant
	Outcome   string
	Basis     string // the article that is cited, in a column of its own
	Remark    string

	Notice    Day  // 补正通知
	Amendment Mark // 补正
	Extension Mark // 延期: the day is that to which
	Inquiry   Mark // 征求第三方和其他机关意见: the day is when it was sent
	Inquired  Day  // when the answer to the inquiry came

	Reconsideration Mark // 复议: the day is that of the decision
	Suit            Mark // 诉讼

	// Unread are cells of which something stands there and can't be read: a date such as 2月30日.
	Unread []Unread
	// Doubts say why the row may not be one that counts: it is struck out.
	Doubts []string
}

// Mark is a column that says whether something was done, what came of it, and when: 是, 维持,
// 2025-03-10.
type Mark struct {
	Word string
	Day  Day
}

// Unread is a cell that can't be read.
type Unread struct {
	Field Field
	Text  string // as it stands there
	Why   string // a Chinese phrase: 没有这一天
}
