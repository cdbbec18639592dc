package check

import (
	"strconv"
	"strings"

	"nianbao/model"
)

// MoveYears moves the years of a text that a report of one year tells of on to another's:
// its own, those that it compares with and plans for. Years further back, of laws and
// documents (〔2021〕30号, 2024年修订, 《2024年工作要点》), of spans (2022—2024年), in longer
// numbers and in other digits stay. Each that is moved goes through show. It reports how
// many it has moved.
func MoveYears(text string, from, to int, show func(year string) string) (moved string, n int) {
	const back, ahead = 2, 1
	var b strings.Builder
	at := 0
	for _, y := range yearsNamed(text) {
		near := y.year >= from-back && y.year <= from+ahead
		if plain := model.AllDigits(text[y.at.Start:y.at.End]); near && plain && !staysSo(text, y) {
			b.WriteString(text[at:y.at.Start] + show(strconv.Itoa(y.year+to-from)))
			at = y.at.End
			n++
		}
	}
	b.WriteString(text[at:])
	return b.String(), n
}

// staysSo reports whether a year is a law's, a paper's or the end of a span.
func staysSo(text string, y yearNamed) bool {
	head := text[:y.at.Start]
	tail, _, _ := strings.Cut(text[y.behind:], "。")
	clause, _, _ := strings.Cut(tail, "，")
	ofALaw := startsWith(tail, "修订", "修正") || containsAny(clause, "施行", "公布")
	quoted := strings.LastIndex(head, "《") > strings.LastIndex(head, "》")
	endsSpan := model.HasSuffix(strings.TrimRight(head, " 年"), "—", "-", "–", "～", "~", "至")
	return ofALaw || quoted || endsSpan
}
