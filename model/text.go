package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Outline is the skeleton of a section's text with the report's own figures in
// it; what is left open is a pair of wide spaces. Sentences about a cell that
// nobody has filled in yet are left out.
func Outline(r *Report, s *Section) string {
	sheet := Evaluate(r)
	pairs := []string{"{unit}", r.Unit, "{year}", strconv.Itoa(r.Year)}
	for _, c := range r.Form.Cells() {
		pairs = append(pairs, "{"+string(c.ID)+"}", sheet.At(c.ID).String())
	}
	var b strings.Builder
	for _, x := range s.Outline {
		if x.holdsOf(sheet) {
			b.WriteString(x.Text)
		}
	}
	return strings.NewReplacer(pairs...).Replace(b.String())
}

// holdsOf reports whether the sentence is true of a report's figures.
func (x *Sentence) holdsOf(s *Sheet) bool {
	return !slices.ContainsFunc(x.Cells, func(id CellID) bool {
		f := s.At(id)
		switch {
		case !f.Filled():
			return true
		case x.When == "zero":
			return !f.IsZero()
		case x.When == "some":
			return f.IsZero()
		}
		return false
	})
}

// TidyPaste makes text from Word plain: the indent of each line, spaces at its
// end, spaces between Chinese characters and repeated blank lines go; the
// exported file indents by itself. It says in Chinese what it has taken out, ""
// for nothing.
func TidyPaste(text string) (tidied, said string) {
	indents, gaps, blanks := 0, 0, 0
	var lines []string
	for _, line := range strings.Split(CleanText(text), "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if cut := strings.TrimLeftFunc(line, unicode.IsSpace); cut != line {
			line = cut
			indents++
		}
		close, n := closeGaps(line)
		gaps += n
		if close == "" && len(lines) > 0 && lines[len(lines)-1] == "" {
			blanks++
			continue
		}
		lines = append(lines, close)
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{indents, "%d 处段首空格"}, {gaps, "%d 处字间空格"}, {blanks, "%d 个多余的空行"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf(p.what, p.n))
		}
	}
	return strings.Join(lines, "\n"), strings.Join(parts, "、")
}

// closeGaps takes out spaces that stand between two Chinese characters; a pair
// of wide spaces is a blank to fill in and stays.
func closeGaps(line string) (string, int) {
	rs := []rune(line)
	var out []rune
	gaps := 0
	for i := 0; i < len(rs); i++ {
		j := i
		for j < len(rs) && rs[j] == ' ' {
			j++
		}
		inside := j > i && i > 0 && j < len(rs)
		if inside && unicode.Is(unicode.Han, rs[i-1]) && unicode.Is(unicode.Han, rs[j]) {
			gaps++
			i = j
		}
		out = append(out, rs[i])
	}
	return string(out), gaps
}
