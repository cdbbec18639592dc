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
		top += rollup.Bare(strings.Join(row.Fields, ""))
	}
	title := about().FindStringSubmatch(top)
	if title == nil {
		return nil
	}
	a.Unit = title[1]
	a.Year, _ = strconv.Atoi(title[2]) // digits
	message, quote, answer := -1, -1, -1
	var between []string // the findings: a section's heading, or what somebody has added
	for _, row := range rows {
		if m, w := slices.Index(row.Fields, Heads.Message), slices.Index(row.Fields, Heads.Answer); m >= 0 && w >= 0 {
			message, quote, answer = m, slices.Index(row.Fields, Heads.Quote), w
			continue
		}
		if message < 0 {
			continue
		}
		if !isFinding(row.Fields, message) {
			if text := strings.TrimSpace(strings.Join(row.Fields, " ")); strings.ContainsFunc(text, unicode.IsLetter) { // else a page's number
				between = append(between, text)
			}
			continue
		}
		if n := len(between); n > 1 {
			a.Aside = append(a.Aside, between[:n-1]...)
		}
		between = nil
		said := ""
		if len(row.Fields) > answer { // a workbook's rows end where nothing stands any more
			said = strings.TrimSpace(row.Fields[answer])
		}
		about := row.Fields[message]
		if quote >= 0 && len(row.Fields) > quote { // a column of its own in a workbook
			about += "\n" + row.Fields[quote]
		}
		a.All = append(a.All, rollup.Answer{Where: row.Where, Message: about, Text: said})
	}
	if message < 0 {
		return nil
	}
	if n := len(between); n > 0 {
		if at := slices.IndexFunc(between, signed().MatchString); at >= 0 { // ours, below who signs
			between = slices.Delete(between, max(at-1, 0), at+1)
		}
		a.Aside = append(a.Aside, between...)
	}
	return a
}

// signed is the day of a letter.
var signed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日$`) })

// isFinding reports whether a row of the table has a finding: a number, and words.
func isFinding(fields []string, message int) bool {
	if len(fields) <= message || fields[message] == "" {
		return false
	}
	number := strings.TrimSpace(fields[0])
	return number != "" && strings.Trim(number, "0123456789") == ""
}
