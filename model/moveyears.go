package model

import "strings"

// MoveYears moves the years of a text that a report of one year tells of on to another's:
// its own, those that it compares with and plans for. Years further back, of laws and
// documents (〔2021〕30号, 2024年修订, 《2024年工作要点》), of spans (2022—2024年) and in longer
// numbers stay. Each that is moved goes through show. It reports how many it has moved.
func MoveYears(text string, from, to int, show func(year string) string) (moved string, n int) {
	const back, ahead = 2, 1
	var b strings.Builder
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end == i {
			end++
		}
		if year := yearAt(text, i, end); year >= from-back && year <= from+ahead {
			b.WriteString(show(Count(int64(year + to - from)).String()))
			n++
		} else {
			b.WriteString(text[i:end])
		}
		i = end
	}
	return b.String(), n
}

// yearAt is the year that a part of a text names; 0 for what is none.
func yearAt(text string, from, to int) int {
	tail, named := strings.CutPrefix(strings.TrimLeft(text[to:], " "), "年")
	if digits := text[from:to]; len(digits) != len("2025") || !named || !AllDigits(digits) {
		return 0
	}
	tail, _, _ = strings.Cut(tail, "。")
	until, _, _ := strings.Cut(tail, "，")
	head := text[:from]
	ofALaw := strings.HasPrefix(tail, "修订") || strings.HasPrefix(tail, "修正") || strings.Contains(until, "施行") || strings.Contains(until, "公布")
	quoted := strings.LastIndex(head, "《") > strings.LastIndex(head, "》")
	if span := HasSuffix(strings.TrimRight(head, " 年"), "—", "-", "–", "～", "~", "至"); ofALaw || quoted || span {
		return 0
	}
	year := 0
	for _, d := range text[from:to] {
		year = 10*year + int(d-'0')
	}
	return year
}
