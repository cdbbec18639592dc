package rollup

import (
	"strings"
	"unicode"
)

// Answers are what a unit has written into the letter about its report.
type Answers struct {
	Unit string // as the letter has it
	Year int
	All  []Answer // at every finding, in the letter's order
	// Aside is what was written elsewhere than in the place for answers.
	Aside []string
}

// Answer is what is written at a finding; Text is "" for nothing.
type Answer struct {
	Where   string // for people
	Message string // the finding's words, with what stands below them in the letter
	Text    string
}

// Given counts the answers that say something.
func (a *Answers) Given() (n int) {
	for _, x := range a.All {
		if x.Text != "" {
			n++
		}
	}
	return n
}

// Bare is text without white space, which programs change.
func Bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
