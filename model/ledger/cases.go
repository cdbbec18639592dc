package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
)

// The rows of section four.
const (
	rowReconsideration = "reconsideration"
	rowDirectSuit      = "direct_suit"
	rowSuitAfter       = "suit_after"
	pending            = "pending" // a column
)

// cases counts reconsiderations and suits, by their own days, and is the rows that hang on
// questions about them. Section four has figures where the ledger has a column for it, or a case.
func (c *counter) cases() (held map[int]bool) {
	held = map[int]bool{}
	if c.book.Has[FieldReconsideration] || c.book.Has[FieldReconsidered] {
		c.open(rowReconsideration)
	}
	if c.book.Has[FieldSuit] || c.book.Has[FieldSued] {
		c.open(rowDirectSuit)
		c.open(rowSuitAfter)
	}
	if c.book.Has[FieldReconsideration] || c.book.Has[FieldSuit] {
		c.Remarks = append(c.Remarks, "表四只数台账里这些申请的复议、诉讼：没有的不填 0，报告里更多的不改；往年申请的案件请自己核对")
	}
	for i := range c.book.Rows {
		r := &c.book.Rows[i]
		reconsidered, sued := c.oneCase(i, false, r.Reconsideration), c.oneCase(i, true, r.Suit)
		if !reconsidered || !sued {
			held[i] = true
		}
	}
	return held
}

// open gives a row of section four figures.
func (c *counter) open(row string) {
	for _, cell := range c.form.Cells() {
		if _, has := c.Figures[cell.ID]; !has && cell.Section.Key == CaseSection && cell.Row.Key == row && !cell.Computed() {
			c.Figures[cell.ID] = 0
		}
	}
}

// oneCase counts a row's reconsideration or suit, or asks; it tells whether it is known where it
// belongs.
func (c *counter) oneCase(i int, suit bool, m Mark) bool {
	r := &c.book.Rows[i]
	if m.Day == "" && !happened(m.Word) {
		if !remarked(r.Remark, suit) {
			return true
		}
		m.Word = cmp.Or(m.Word, "空着") + "，备注：" + r.Remark // the two disagree
	}
	words := c.refs[i] + map[bool]string{false: " 复议", true: " 诉讼"}[suit]
	q := Question{About: AboutCase, Words: words, Text: c.title(i) + " " + model.Cut(m.Word, 20), May: c.caseChoices(suit)}
	result := c.result(m.Word, r.Remark)
	row := c.caseRow(r, suit, m.Word)
	if result != "" && row != "" {
		q.Proposal = Case(row, result)
	}
	switch {
	case m.Day == "":
		q.Why = "没有复议、诉讼的日期，不知道算哪一年的"
	case m.Day.Year() < c.Year && result == pending && row != "": // it was not settled by the year's end either
		c.addCase(i, row, result)
		return true
	case m.Day.Year() < c.Year:
		c.Aside = append(c.Aside, Skipped{r.Where, r.Number, fmt.Sprintf("复议、诉讼是 %d 年的，不在这一年", m.Day.Year())})
		return true
	case m.Day.Year() > c.Year:
		q.Why = fmt.Sprintf("%s 才有结果：%d 年 12 月 31 日以前提出的算「尚未审结」", m.Day, c.Year)
		q.Proposal = ""
	case result == "":
		q.Why = "看不出结果"
	case row == "":
		q.Why = "看不出是直接起诉还是复议后起诉"
	default:
		c.addCase(i, row, result)
		return true
	}
	if a, has := c.mapping.about(AboutCase, c.Year, words); has {
		return c.answeredCase(i, a)
	}
	c.ask(q, i)
	return false
}

// caseChoices are what a question about a case may be answered with.
func (c *counter) caseChoices(suit bool) (may []string) {
	for _, cell := range c.form.Cells() {
		mine := cell.Section.Key == CaseSection && !cell.Computed() && (cell.Row.Key != rowReconsideration) == suit
		if mine {
			may = append(may, Case(cell.Row.Key, cell.Column.Key))
		}
	}
	return append(may, NoCase)
}

func (c *counter) answeredCase(i int, a Answer) bool {
	cell, ok := strings.CutPrefix(a.To, caseOne)
	if !ok {
		return a.To == NoCase
	}
	row, column, _ := strings.Cut(cell, ".")
	c.addCase(i, row, column)
	return true
}

func (c *counter) addCase(i int, row, column string) {
	c.open(row)
	c.place(Placed{Row: i, Cells: []model.CellID{model.CellID(CaseSection + "." + row + "." + column)}})
}

// result is the column of what a case came to, "" for unknown.
func (c *counter) result(texts ...string) string {
	for _, t := range texts {
		v := c.results.verdict(strings.NewReplacer("复议", "，", "诉讼", "，", "结果", "，", "是", "，", "行政", "，").Replace(t))
		if v.Key != "" {
			return v.Key
		}
	}
	return ""
}

// caseRow is the row of section four that a case belongs to, "" for unknown.
func (c *counter) caseRow(r *Row, suit bool, words string) string {
	text := words + " " + r.Remark
	switch {
	case !suit:
		return rowReconsideration
	case strings.Contains(text, "直接") || strings.Contains(text, "未经复议"):
		return rowDirectSuit
	case strings.Contains(text, "复议后") || happened(r.Reconsideration.Word):
		return rowSuitAfter
	case c.book.Has[FieldReconsideration]: // it says that there was none
		return rowDirectSuit
	}
	return ""
}

// remarked tells whether a remark speaks of a case that a column of its own doesn't.
func remarked(remark string, suit bool) bool {
	words := []string{"复议"}
	if suit {
		words = []string{"诉讼", "起诉"}
	}
	for _, w := range words {
		if i := strings.Index(remark, w); i >= 0 {
			before := strings.TrimSuffix(remark[:i], "行政")
			return !model.HasSuffix(before, "未", "无", "没有", "可以", "可", "未申请", "未提起", "告知")
		}
	}
	return false
}

// happened tells whether a column on reconsiderations or suits speaks of one.
func happened(word string) bool {
	f := model.FoldLabel(word)
	return f != "" && !slices.Contains([]string{"否", "无", "没有", "未", "不", "n", "no", "0", "×", "未复议", "未诉讼", "未提起", "未申请", "未申请复议", "未起诉", "未提起诉讼"}, f)
}
