package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"nianbao/model"
)

// About says what a question or an answer is about.
type About string

// What can be asked.
const (
	AboutApplicant About = "applicant" // the words of a kind of applicant
	AboutOutcome   About = "outcome"   // the words of an answer
	AboutRow       About = "row"       // one application
	AboutDouble    About = "double"    // a number that several rows have
	AboutUndated   About = "undated"   // all that have an outcome and no day
	AboutCase      About = "case"      // a reconsideration or suit
	AboutCarried   About = "carried"   // what last year's report carries over
	AboutTotal     About = "total"     // a number of applications that the ledger prints
)

// Abouts lists them with their Chinese names, in the order in which they are asked.
var Abouts = []struct {
	About About
	Name  string
}{
	{AboutApplicant, "申请人类型"}, {AboutOutcome, "答复结果"}, {AboutUndated, "没有答复日期"}, {AboutDouble, "编号重复"},
	{AboutRow, "申请"}, {AboutCase, "复议诉讼"}, {AboutCarried, "上年结转"}, {AboutTotal, "合计"},
}

// Name is what the question is about in Chinese.
func (a About) Name() string {
	for _, x := range Abouts {
		if x.About == a {
			return x.Name
		}
	}
	return string(a)
}

// What an answer may be, beside the keys of rows and columns and Open.
const (
	Aside   = "aside"   // it doesn't count, for a reason
	ByRow   = "by-row"  // each row of the wording is asked about for itself
	AsItIs  = "as-is"   // it counts as its row says, whatever is odd about it
	Each    = "each"    // rows of one number are applications of their own
	Same    = "same"    // they are one, of which the last row says what came of it
	InYear  = "in-year" // answered in the year of the report
	NoCase  = "no-case" // there was none, or none that counts this year
	onDay   = "answered="
	came    = "received="
	caseOne = "case:" // one of section four's cells: case:direct_suit.upheld
)

// OnDay is a choice that wants a day, with the day.
func OnDay(choice string, d Day) string { return choice + string(d) }

// Case is the answer that a case counts in a row and column of section four.
func Case(row, column string) string { return caseOne + row + "." + column }

// WantsDay tells whether a choice is one of those that a day has to be put behind.
func WantsDay(to string) bool { return to == onDay || to == came }

// Answer is what a person has said.
type Answer struct {
	About  About  `json:"about"`
	Words  string `json:"words"` // as the ledger has them, or the application's number or place
	To     string `json:"to"`    // "" takes an earlier answer back
	Reason string `json:"reason,omitempty"`
	Year   int    `json:"year,omitempty"` // of the report, for what holds for one ledger only
}

// lasts tells whether an answer serves next year's ledger too: what words mean does.
func (a About) lasts() bool { return a == AboutApplicant || a == AboutOutcome }

func (a *Answer) key() string {
	if a.About.lasts() {
		return string(a.About) + " " + fold(a.Words)
	}
	return fmt.Sprintf("%s %d %s", a.About, a.Year, a.Words)
}

// Mapping is what a unit's people have said of the words and rows of its ledgers. The zero value
// says nothing.
type Mapping struct {
	answers map[string]Answer
}

// ParseMapping reads what Encode has written; "" is the zero value.
func ParseMapping(text string) (Mapping, error) {
	var m Mapping
	if text == "" {
		return m, nil
	}
	var list []Answer
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return m, fmt.Errorf("台账的对照表损坏：%w", err)
	}
	for _, a := range list {
		m.Set(a)
	}
	return m, nil
}

// Encode is the mapping to be stored.
func (m Mapping) Encode() (string, error) {
	text, err := json.Marshal(slices.DeleteFunc(m.List(), func(a Answer) bool { return a.To == "" }))
	return string(text), err
}

// Set takes an answer, in place of an earlier one about the same.
func (m *Mapping) Set(a Answer) {
	if a.About.lasts() {
		a.Year = 0
	}
	if m.answers == nil {
		m.answers = map[string]Answer{}
	}
	m.answers[a.key()] = a
}

// Merge takes all answers of another mapping.
func (m *Mapping) Merge(other Mapping) {
	for _, a := range other.answers {
		m.Set(a)
	}
}

// Become is the mapping as another one, what that one doesn't say being taken back.
func (m *Mapping) Become(other Mapping) {
	for _, a := range m.List() {
		if a.To = ""; other.answers[a.key()].To == "" {
			m.Set(a)
		}
	}
	m.Merge(other)
}

// Clone is a copy to go on with.
func (m Mapping) Clone() Mapping { return Mapping{maps.Clone(m.answers)} }

// List is all answers, by what they are about and their words.
func (m Mapping) List() []Answer {
	return slices.SortedFunc(maps.Values(m.answers), func(a, b Answer) int {
		return cmp.Or(place(a.About)-place(b.About), a.Year-b.Year, strings.Compare(a.Words, b.Words))
	})
}

func place(a About) int {
	for i, x := range Abouts {
		if x.About == a {
			return i
		}
	}
	return len(Abouts)
}

// about is the answer about words or a row in a year's ledger.
func (m Mapping) about(what About, year int, words string) (Answer, bool) {
	a := Answer{About: what, Words: words, Year: year}
	got := m.answers[a.key()]
	return got, got.To != ""
}

// KeepNumber is an application's number as it may be kept: digits, letters, brackets and the words
// that numbers are made of. What else stands there might be somebody's name.
func KeepNumber(number string) string {
	if personal.MatchString(number) {
		return ""
	}
	const words = "第号年月字依申请公开登记受理收件函复告答政府信息办网信邮至和及"
	number = latin.ReplaceAllString(number, "")
	return model.Cut(strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Han, r) && !strings.ContainsRune(words, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-－—_/.、，,；;~～〔〕[]（）()【】#", r):
			return r
		}
		return -1
	}, number)), 40)
}

// latin are letters that may spell a name.
var latin = regexp.MustCompile(`[A-Za-z]{5,}`)

// personal are the numbers of identity cards and mobile telephones.
var personal = regexp.MustCompile(`[0-9]{17}[0-9Xx]|(^|[^0-9])1[3-9][0-9]{9}($|[^0-9])`)

// sheetWords are the signs of which the names of sheets are made that say nothing of a person.
const sheetWords = "工作表第行张个一二三四五六七八九十〇年度月季上下半全台账依申请公开登记汇总明细政府信息办理情况统计表受已未结新收往转"

// KeepPlace is a row's place, or a sentence about one, as it may be kept: without the names of sheets
// that aren't made of months, years and words such as 台账.
func KeepPlace(where string) string {
	return sheetName.ReplaceAllStringFunc(where, func(sheet string) string {
		for _, r := range strings.TrimSuffix(strings.TrimPrefix(sheet, "工作表「"), "」") {
			if !unicode.IsDigit(r) && !strings.ContainsRune(sheetWords+"Sheet .-—~（）()〔〕", r) {
				return "一张工作表"
			}
		}
		return sheet
	})
}

var sheetName = regexp.MustCompile(`工作表「[^」]*」`)
