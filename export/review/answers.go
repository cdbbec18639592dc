package review

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"nianbao/model/rollup"
)

// about is whose report of which year a letter's title says that it is about.
var about = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:关于)?(.+?)(\d{4})年政府信息公开工作年度报告.*` + Name)
})

// titleRows is how many rows at the top may make up the title.
const titleRows = 6

// ReadAnswers finds a review's answers in the rows of a file; nil for a file that is none. A
// review is known by its title and the heads of its table, whatever the file is called.
func ReadAnswers(rows []rollup.Row) *rollup.Answers {
	a := &rollup.Answers{}
	top := ""
	for _, row := range rows[:min(titleRows, len(rows))] {
		top += squeeze(strings.Join(row.Fields, ""))
	}
	title := about().FindStringSubmatch(top)
	if title == nil {
		return nil
	}
	a.Unit = title[1]
	a.Year, _ = strconv.Atoi(title[2]) // digits
	message, answer := -1, -1
	for _, row := range rows {
		if m, w := slices.Index(row.Fields, Heads.Message), slices.Index(row.Fields, Heads.Answer); m >= 0 && w >= 0 {
			message, answer = m, w
			continue
		}
		if message < 0 || len(row.Fields) <= max(message, answer) || row.Fields[message] == "" {
			continue
		}
		if number := strings.TrimSpace(row.Fields[0]); number == "" || strings.Trim(number, "0123456789") != "" {
			continue // a section's heading
		}
		a.All = append(a.All, rollup.Answer{Where: row.Where, Message: row.Fields[message], Text: strings.TrimSpace(row.Fields[answer])})
	}
	if message < 0 {
		return nil
	}
	return a
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
