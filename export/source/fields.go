package source

import (
	"encoding/csv"
	"strings"
)

// Separators are the signs that may stand between fields.
const Separators = ",;\t"

// NewFieldReader reads text as rows of fields, of any number, quoted or not.
func NewFieldReader(text string, separator byte) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = rune(separator), true, -1
	return r
}

// Separator is the sign that gives the most rows the same number of fields, and
// whether text is rows of fields rather than lines of prose: four of five rows
// have the same number of fields, three or more.
func Separator(text string) (sign byte, isTable bool) {
	head := text[:min(len(text), 1<<16)]
	if len(head) < len(text) {
		head = head[:strings.LastIndexByte(head, '\n')+1]
	}
	sign, most := ',', 0
	for _, s := range []byte(Separators) {
		rows, counts := 0, map[int]int{}
		for r := NewFieldReader(head, s); ; rows++ {
			fields, err := r.Read()
			if err != nil {
				break // the end, or that of the head in the middle of a field
			}
			counts[len(fields)]++
		}
		for fields, n := range counts {
			score := (fields - 1) * n
			if score > most {
				sign, most, isTable = s, score, fields >= 3 && n > 1 && n*5 >= rows*4
			}
		}
	}
	return sign, isTable
}
