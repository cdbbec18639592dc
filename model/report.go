package model

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Report is one unit's report for one year. Change it through a [Session] only;
// everything else reads it.
type Report struct {
	ID    string // the store's own name for it, which a change of unit or year leaves alone; "" outside a store
	Form  *Form
	Unit  string
	Level UnitLevel
	Year  int
	Title string // "" for the form's own title
	Date  string // YYYY-MM-DD, or ""
	State State  // Final, Correcting, or "" for the findings to say

	Text    map[string]string // by section key; an empty text is absent
	Figures map[CellID]Figure // typed cells; a blank is absent
	Notes   map[CellID]string // a note beside a figure: 其中修订16件
	// Stated holds totals as another source gives them. Computed cells always
	// show the sum; a stated total that differs from it is a finding.
	Stated map[CellID]Figure
	// Printed holds the totals of another source that agreed with the sums when they
	// were read, or that a person has settled since; see [Report.StatedTotal]. A total
	// is in one of the two.
	Printed map[CellID]Figure
	// Unread holds what stood in a cell of another source but is no figure.
	Unread       map[CellID]string
	Explanations []Explanation
	// Headings are those of the file that the report was read from, in the form's
	// order and without the missing ones; nil where there is no such file.
	Headings []Heading

	// collection is a collector's; see [Report.IsSum].
	collection

	Revision int // of the store's copy that this one goes back to; 0 when new
}

// Heading is a section's heading as a file has it. Place grows from the file's
// beginning to its end.
type Heading struct {
	Section, Text string
	Place         int
}

// NewReport returns an empty report: every cell is blank.
func NewReport(f *Form, unit string, level UnitLevel, year int) *Report {
	return &Report{Form: f, Unit: unit, Level: level, Year: year,
		Text: map[string]string{}, Figures: map[CellID]Figure{}, Notes: map[CellID]string{},
		Stated: map[CellID]Figure{}, Printed: map[CellID]Figure{}, Unread: map[CellID]string{}}
}

// Clone returns a deep copy, which shares the form only.
func (r *Report) Clone() *Report {
	c := *r
	c.Text, c.Figures, c.Notes = maps.Clone(r.Text), maps.Clone(r.Figures), maps.Clone(r.Notes)
	c.Stated, c.Printed, c.Unread = maps.Clone(r.Stated), maps.Clone(r.Printed), maps.Clone(r.Unread)
	c.Explanations = slices.Clone(r.Explanations)
	c.collection = r.collection.clone()
	return &c
}

// Name is how people and the command line call the report: 单位-年度.
func (r *Report) Name() string { return ReportName(r.Unit, r.Year) }

// ReportName joins unit and year to a report's name.
func ReportName(unit string, year int) string { return fmt.Sprintf("%s-%d", unit, year) }

// FullTitle is the title as printed: the report's own, or the form's.
func (r *Report) FullTitle() string {
	if r.Title != "" {
		return r.Title
	}
	return fmt.Sprintf("%s%d%s", r.Unit, r.Year, r.Form.TitleTail)
}

// Check of the fields that name a report; the errors are for the operator.
const (
	minYear = 2008 // the regulation came into force on 2008-05-01
	maxYear = 2100
	// MaxText bounds one text, in characters; the longest published section
	// seen has about 12,000.
	MaxText = 200_000
	// MaxNote bounds the note beside a figure, in characters, where one is taken.
	MaxNote = 60
)

// CheckUnit returns why a unit's name can't be used, or nil.
func CheckUnit(unit string) error {
	switch {
	case strings.TrimSpace(unit) == "":
		return errors.New("单位名称不能为空，请填单位全称，如「侯集镇人民政府」")
	case utf8.RuneCountInString(unit) > 60:
		return errors.New("单位名称超过 60 个字，请填单位全称，不要带标题")
	case strings.ContainsAny(unit, `/\`) || strings.HasPrefix(unit, "-") || strings.HasPrefix(unit, "."):
		return errors.New("单位名称里不能有斜线，也不能用 - 或 . 开头，请填单位全称")
	case unit != CleanLine(unit):
		return errors.New("单位名称里有换行或控制字符，请重新输入")
	}
	return nil
}

// CheckYear returns why a report year can't be used, or nil.
func CheckYear(year int) error {
	if year < minYear || year > maxYear {
		return fmt.Errorf("年度应为 %d 到 %d 的四位数，如 2025", minYear, maxYear)
	}
	return nil
}

// ParseYear reads a year in digits of any width; 0 for anything else.
func ParseYear(s string) int {
	f, err := ParseFigure(strings.TrimSuffix(s, "年"), &Column{Unit: "年"})
	if err != nil {
		return 0
	}
	year, err := strconv.Atoi(f.String())
	if err != nil {
		return 0
	}
	return year
}

// ProposeYear is the year of a unit's next report: the one after its last one, so that its
// figures are carried over; for a unit without one, 0, last year.
func ProposeYear(last int, now time.Time) int {
	if last > 0 && last < now.Year() {
		return last + 1
	}
	return now.Year() - 1
}

// ProposeDate is today while the report is due, else the year's last day.
func ProposeDate(year int, now time.Time) string {
	if now.Year() == year+1 {
		return now.Format(time.DateOnly)
	}
	return fmt.Sprintf("%04d-12-31", year)
}

// TidyDate writes a date as clerks type it (2026年1月5日, 2026/1/5, full width)
// as 2026-01-05; anything else is left as it is, for CheckDate to refuse.
func TidyDate(s string) string {
	parts := strings.FieldsFunc(narrow(s), func(r rune) bool { return strings.ContainsRune("年月日-/. ,", r) })
	if len(parts) != 3 {
		return strings.TrimSpace(s)
	}
	t, err := time.Parse("2006-1-2", strings.Join(parts, "-"))
	if err != nil {
		return strings.TrimSpace(s)
	}
	return t.Format(time.DateOnly)
}

// CheckDate returns why a date can't be used, or nil; an empty date is allowed.
func CheckDate(date string) error {
	if date == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return errors.New("日期应写成 2026-01-20 的样子，也可以不填")
	}
	return nil
}

// CleanText makes text from outside safe and plain: line ends become \n, tabs
// and odd spaces become spaces, control characters (escape sequences begin with
// one), direction marks, invisible tags and invalid bytes are dropped.
func CleanText(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u00a0', r == '\u2007', r == '\u202f':
			return ' '
		case r == '\u2028', r == '\u2029', r == '\u000b', r == '\f':
			return '\n'
		case unicode.IsControl(r), r == '\ufeff', r >= '\u200b' && r <= '\u200f',
			r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u2069', r >= '\ufff9' && r <= '\ufffb',
			r == '\ufffe', r == '\uffff', r >= '\U000e0000' && r <= '\U000e007f':
			return -1
		}
		return r
	}, s)
}

// Cut cuts a text to n characters, and shows that by the last of them.
func Cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(append(r[:n-1:n-1], '…'))
	}
	return s
}

// CleanLine is CleanText for a single line: trimmed, without line ends.
func CleanLine(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(CleanText(s), "\n", " "))
}
