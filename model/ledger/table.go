package ledger

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"nianbao/model"
)

// tableHead heads a mapping that is written for people.
var tableHead = []string{"关于", "写法", "计入", "原因", "年度", "件数", "建议", "为什么要确定"}

// columns of the table.
const (
	colAbout = iota
	colWords
	colTo
	colReason
	colYear
	colCount
	colProposal
	colWhy
)

// Table is a mapping as rows for a spreadsheet, and below the questions of a count with the answer
// left blank. See [Words.ReadTable].
func (w *Words) Table(m Mapping, c *Count) [][]string {
	rows := [][]string{tableHead}
	for _, a := range m.List() {
		if a.To == "" {
			continue
		}
		year := ""
		if a.Year != 0 {
			year = strconv.Itoa(a.Year)
		}
		rows = append(rows, []string{a.About.Name(), a.Words, w.AnswerName(a.To), a.Reason, year, "", "", ""})
	}
	for _, q := range c.Questions {
		year := ""
		if !q.About.lasts() {
			year = strconv.Itoa(c.Year)
		}
		proposal := ""
		if q.Proposal != "" {
			proposal = w.AnswerName(q.Proposal)
		}
		rows = append(rows, []string{q.About.Name(), q.Words, "", "", year, strconv.Itoa(len(q.Rows)), proposal, q.Why})
	}
	return rows
}

// ReadTable takes the answers of a table into a mapping, and tells how many; rows without an answer
// are passed over. The error says which row is wrong: then the mapping is as it was.
func (w *Words) ReadTable(rows [][]string, m *Mapping) (taken int, err error) {
	at, head := map[int]int{}, -1
	for i, row := range rows {
		for k, text := range row {
			if c := slices.Index(tableHead, strings.TrimSpace(text)); c >= 0 {
				at[c] = k
			}
		}
		if _, ok := at[colTo]; ok {
			head = i
			break
		}
	}
	_, about := at[colAbout]
	_, words := at[colWords]
	if head < 0 || !about || !words {
		return 0, fmt.Errorf("对照表没有「关于」「写法」「计入」这几列：请用 --map 写出的文件来填")
	}
	all := m.Clone()
	for i, row := range rows[head+1:] {
		field := func(c int) string {
			if k, ok := at[c]; ok && k < len(row) {
				return strings.TrimSpace(row[k])
			}
			return ""
		}
		if field(colTo) == "" {
			continue
		}
		a, err := w.answer(field)
		if err != nil {
			return 0, fmt.Errorf("对照表第 %d 行「%s」：%w", head+i+2, model.Cut(field(colWords), 20), err)
		}
		all.Set(a)
		taken++
	}
	*m = all
	return taken, nil
}

// answer reads a row of a table.
func (w *Words) answer(field func(int) string) (a Answer, err error) {
	i := slices.IndexFunc(Abouts, func(x struct {
		About About
		Name  string
	}) bool {
		return x.Name == field(colAbout)
	})
	if i < 0 {
		return a, fmt.Errorf("「关于」一栏没有「%s」", field(colAbout))
	}
	a = Answer{About: Abouts[i].About, Words: field(colWords), Reason: field(colReason)}
	if !a.About.lasts() {
		if a.Year, err = strconv.Atoi(field(colYear)); err != nil {
			return a, fmt.Errorf("「年度」一栏要写四位数的年份")
		}
	}
	if a.To, err = w.ParseAnswer(a.About, field(colTo)); err == nil && a.To == Aside && a.Reason == "" {
		err = fmt.Errorf("不计的要在「原因」一栏写为什么")
	}
	return a, err
}

// said are answers that are no rows or columns, as people write them.
var said = []struct{ to, words string }{
	{Open, "未办结"}, {ByRow, "逐行定"}, {Aside, "不计"}, {AsItIs, "照台账"}, {Each, "各算一件"}, {Same, "同一件"}, {InYear, "当年办结"}, {NoCase, "没有复议诉讼"}, {onDay, "答复日期"}, {came, "收到日期"},
}

// AnswerName is an answer as people write it.
func (w *Words) AnswerName(to string) string {
	for _, s := range said {
		if day, ok := strings.CutPrefix(to, s.to); ok && (day == "" || s.to == onDay || s.to == came) {
			return strings.TrimSpace(s.words + " " + day)
		}
	}
	if cell, ok := strings.CutPrefix(to, caseOne); ok {
		if c := w.form.Cell(model.CellID(CaseSection + "." + cell)); c != nil {
			return c.Row.Name + " " + c.Column.Label
		}
	}
	return w.Name(to)
}

// ParseAnswer reads an answer as people write it: the name of a row or column, in the form's words or
// a ledger's, 未办结, 不计, 答复日期 2025-03-10 and such.
func (w *Words) ParseAnswer(about About, text string) (to string, err error) {
	for _, s := range said {
		rest, ok := strings.CutPrefix(text, s.words)
		if day := strings.TrimSpace(rest); ok && (s.to == onDay || s.to == came) {
			d, err := ParseDay(day)
			return s.to + string(d), err
		}
		if ok && rest == "" {
			to = s.to
		}
	}
	x := w.outcomes
	switch {
	case about == AboutApplicant:
		x = w.applicants
	case about == AboutCase && to == "":
		for _, cell := range w.form.Cells() {
			if to := Case(cell.Row.Key, cell.Column.Key); cell.Section.Key == CaseSection && !cell.Computed() && fold(w.AnswerName(to)) == fold(text) {
				return to, nil
			}
		}
	}
	if to == "" {
		switch keys := x.keys[fold(text)]; {
		case len(keys) == 1 && about != AboutCase:
			to = keys[0]
		case has(w.rows, text), has(w.cols, text):
			to = text
		}
	}
	if to == "" || !w.suits(about, to) {
		return "", fmt.Errorf("「计入」一栏不能写「%s」：可以写%s", text, w.choices(about))
	}
	return to, nil
}

// answers are those that a kind of question may have beside rows and columns.
var answers = map[About][]string{
	AboutOutcome: {Open, ByRow}, AboutApplicant: {ByRow}, AboutUndated: {InYear, Open}, AboutDouble: {Same, Each, Aside},
	AboutRow: {Aside, AsItIs, Open}, AboutCase: {NoCase}, AboutCarried: {AsItIs}, AboutTotal: {AsItIs},
}

func (w *Words) suits(about About, to string) bool {
	switch {
	case slices.Contains(answers[about], to):
		return true
	case about == AboutApplicant:
		return has(w.cols, to)
	case about == AboutRow && has(w.cols, to): // of an applicant that is told row by row
		return true
	}
	return (about == AboutOutcome || about == AboutRow) && has(w.rows, to)
}

// choices are the answers that a kind of question may have, for a message.
func (w *Words) choices(about About) string {
	var out []string
	switch about {
	case AboutApplicant:
		for _, c := range w.cols {
			out = append(out, w.Name(c))
		}
	case AboutOutcome:
		out = append(out, "表三的一行，如「"+w.Name(w.rows[0])+"」")
	case AboutRow:
		out = append(out, "表三的一行", "答复日期 2025-03-10", "收到日期 2025-03-10")
	case AboutCase:
		out = append(out, "表四的一格，如「行政复议 结果维持」")
	}
	for _, to := range answers[about] {
		out = append(out, w.AnswerName(to))
	}
	return strings.Join(out, "、")
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(text string) (Day, error) {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fmt.Errorf("「%s」不是日期，写成 2025-03-10 这样", text)
	}
	return Day(text), nil
}
