package model

import "strings"

// MoveYears moves the years of a text that a report of one year tells of on to another's:
// its own, those that it compares with and plans for. Years further back, of documents
// (〔2021〕30号) and in longer numbers stay. It reports how many it has moved.
func MoveYears(text string, from, to int) (moved string, n int) {
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
			b.WriteString(Count(int64(year + to - from)).String())
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
	named := strings.HasPrefix(strings.TrimLeft(text[to:], " "), "年")
	if digits := text[from:to]; len(digits) != len("2025") || !named || !AllDigits(digits) {
		return 0
	}
	year := 0
	for _, d := range text[from:to] {
		year = 10*year + int(d-'0')
	}
	return year
}
