package ledger

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nianbao/model"
)

// split is the part of a number that tells the applications apart of which one was split.
var split = regexp.MustCompile(`^(.*[0-9])(?:-[0-9]{1,2}|[（(][0-9一二三四五六七八九十]{1,2}[)）]|之[0-9一二三四五六七八九十]{1,2})$`)

// carriedOn are the words by which rows go under that the next sheet repeats until they are answered.
const carriedOn = "先登记没办结，后面同一编号有结果"

// doubles finds the numbers that several rows have and asks about them; held are the rows that hang
// on that. Of rows that are one application, all but the last are passed over.
func (c *counter) doubles() (held map[int]bool) {
	held = map[int]bool{}
	rows, order := map[string][]int{}, []string{}
	for i := range c.book.Rows {
		n := model.FoldLabel(c.book.Rows[i].Number)
		if n == "" {
			continue
		}
		if n = exact(c.book.Rows[i].Number); rows[n] == nil {
			order = append(order, n)
		}
		rows[n] = append(rows[n], i)
	}
	for _, n := range order {
		if len(rows[n]) > 1 {
			c.double(rows[n], held)
			continue
		}
		whole := split.FindStringSubmatch(n)
		if whole == nil || len(rows[whole[1]]) != 1 {
			continue
		}
		c.parted(rows[whole[1]][0], rows[n][0], held)
	}
	return held
}

// exact is a number without spaces and width.
func exact(number string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～' && r != '（' && r != '）':
			return r - '！' + '!'
		case r == '－' || r == '—' || r == '–':
			return '-'
		}
		return r
	}, number)), "")
}

// double settles rows of one number, or asks.
func (c *counter) double(rows []int, held map[int]bool) {
	q := Question{About: AboutDouble, Words: c.number(rows), May: []string{Same, Each, Aside}}
	places := make([]string, len(rows))
	for k, i := range rows {
		places[k] = c.book.Rows[i].Where
	}
	q.Text = model.Cut(c.book.Rows[rows[0]].Number, 30) + "（" + strings.Join(places, "、") + "）"
	q.Why = fmt.Sprintf("%d 行是同一个编号：是重复登记，还是几件申请", len(rows))
	if c.goesOn(rows) {
		q.Words, q.Text, q.Proposal = carriedOn, carriedOn, Same
		q.Why = "同一件申请在几张表里各登记了一行，只有最后一行有结果"
		q.May = []string{Same, Each}
	}
	a, has := c.mapping.about(AboutDouble, c.Year, q.Words)
	switch {
	case has && a.To == Same:
		for _, i := range rows[:len(rows)-1] {
			c.later[i] = true
			c.aside(i, "和"+c.book.Rows[rows[len(rows)-1]].Where+"是同一件，只算一次")
		}
	case has && a.To == Each:
	case has && a.To == Aside:
		for _, i := range rows {
			c.later[i] = true
			c.aside(i, a.Reason)
		}
	default:
		for _, i := range rows {
			held[i] = true
			c.ask(q, i)
		}
	}
}

// number is how an answer names rows of one number.
func (c *counter) number(rows []int) string {
	if n := c.book.Rows[rows[0]].Number; KeepNumber(n) == strings.TrimSpace(n) {
		return KeepNumber(n)
	}
	return KeepPlace(c.book.Rows[rows[0]].Where)
}

// goesOn tells whether rows look like one application that is written down again until it is
// answered: received on one day, and open in all but the last.
func (c *counter) goesOn(rows []int) bool {
	last := &c.book.Rows[rows[len(rows)-1]]
	for _, i := range rows[:len(rows)-1] {
		r := &c.book.Rows[i]
		v := c.Outcome(r.Outcome, r.Basis)
		open := r.Answered == "" && (r.Outcome == "" || v.Sure && v.Key == Open)
		if !open || r.Received != last.Received {
			return false
		}
	}
	return true
}

// parted asks about an application that is there whole and in parts.
func (c *counter) parted(whole, part int, held map[int]bool) {
	words := c.number([]int{whole})
	a, has := c.mapping.about(AboutDouble, c.Year, words)
	switch {
	case has && a.To == Same: // the parts count
		if !c.later[whole] {
			c.later[whole] = true
			c.aside(whole, "拆成几件登记了，只算拆开的")
		}
	case has && a.To == Each:
	default:
		r := &c.book.Rows[whole]
		q := Question{About: AboutDouble, Words: words, Text: c.title(whole), Proposal: Same, May: []string{Same, Each},
			Why: "整件（" + r.Where + "）和拆开的（" + c.book.Rows[part].Where + "）都登记了"}
		for _, i := range []int{whole, part} {
			if held[i] = true; !slices.Contains(q.Rows, i) {
				c.ask(q, i)
			}
		}
	}
}
