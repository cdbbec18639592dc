package counting

import (
	"cmp"
	"fmt"
	"slices"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/width"
)

// Term is when an open application is due.
type Term struct {
	Row *ledger.Row
	ledger.Term
}

// Terms are the open applications of a ledger with their terms, those that are overdue first, then
// by the day, then those whose day nobody knows.
func Terms(calendar *ledger.Calendar, words *ledger.Words, book *ledger.Book, on ledger.Day) (terms []Term) {
	for _, i := range words.StillOpen(book, on) {
		r := &book.Rows[i]
		terms = append(terms, Term{r, calendar.Due(r, on)})
	}
	slices.SortStableFunc(terms, func(a, b Term) int {
		unknown := map[bool]int{true: 1}
		return cmp.Or(unknown[a.Due == ""]-unknown[b.Due == ""], cmp.Compare(a.Due, b.Due))
	})
	return terms
}

// String is the application with its term, for people.
func (t *Term) String() string {
	left := "期限不明"
	switch {
	case t.Due == "":
	case t.DaysLeft < 0:
		left = fmt.Sprintf("已过 %d 个工作日", -t.DaysLeft)
	default:
		left = fmt.Sprintf("还有 %d 个工作日", t.DaysLeft)
	}
	line := fmt.Sprintf("%s  收到 %s  期限 %s  %s", width.Pad(cmp.Or(t.Row.Number, t.Row.Where), 20), dayOr(t.Row.Received), dayOr(t.Due), left)
	if t.Why != "" {
		line += "：" + t.Why
	}
	return line
}

// dayOr is a day, or as many columns that say that nobody knows it.
func dayOr(d ledger.Day) string { return cmp.Or(string(d), "（不明）  ") }

// TermLines are the open applications of a ledger for people, with what is to be said of them all.
func TermLines(calendar *ledger.Calendar, book *ledger.Book, on ledger.Day) []string {
	terms := Terms(calendar, ledger.NewWords(model.Newest()), book, on)
	said := fmt.Sprintf("台账 %d 行，到 %s 还有 %d 件没有答复", len(book.Rows), on, len(terms))
	if n := Overdue(terms); n > 0 {
		said += fmt.Sprintf("，其中 %d 件过了期限", n)
	}
	lines := []string{said}
	for _, t := range terms {
		lines = append(lines, "  "+t.String())
	}
	for _, n := range slices.Concat(book.Notes, Unsure(calendar, terms, on)) {
		lines = append(lines, "注意："+n)
	}
	return lines
}

// Overdue counts the terms that have passed.
func Overdue(terms []Term) (n int) {
	for _, t := range terms {
		if t.Due != "" && t.DaysLeft < 0 {
			n++
		}
	}
	return n
}

// Unsure says for which years of the terms only weekends are known.
func Unsure(calendar *ledger.Calendar, terms []Term, on ledger.Day) (notes []string) {
	years := map[int]bool{}
	for _, t := range terms {
		for y := t.Row.Received.Year(); y > 0 && y <= max(t.Due.Year(), on.Year()); y++ {
			if !calendar.Known(y) && !years[y] {
				years[y] = true
				notes = append(notes, fmt.Sprintf("%d 年的放假安排还不知道，只按周末算", y))
			}
		}
	}
	slices.Sort(notes)
	return notes
}
