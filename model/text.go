package model

import (
	"fmt"
	"regexp"
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
	var b strings.Builder
	for _, x := range s.Outline {
		if x.holdsOf(sheet) {
			b.WriteString(x.Text)
		}
	}
	return inBraces.ReplaceAllStringFunc(b.String(), func(braced string) string {
		switch name := strings.Trim(braced, "{}"); name {
		case "unit":
			return r.Unit
		case "year":
			return strconv.Itoa(r.Year)
		default:
			return sheet.told(name)
		}
	})
}

var inBraces = regexp.MustCompile(`\{[^{}]*\}`)

// told is what stands for a name in an outline: a figure, a sum, or a share; see [Sentence].
func (s *Sheet) told(name string) string {
	part, whole, share := strings.Cut(strings.TrimSuffix(name, "%"), "/")
	f := s.sumOf(part)
	if !share {
		return f.String()
	}
	of := s.sumOf(whole)
	if of.Sign() <= 0 {
		return ""
	}
	tenths := (f.Units()*2000 + of.Units()) / (2 * of.Units())
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", tenths/10, tenths%10), ".0") + "%"
}

// sumOf adds up the cells that + joins; it is blank where one of them is.
func (s *Sheet) sumOf(cells string) Figure {
	sum := Zero
	for id := range strings.SplitSeq(cells, "+") {
		f := s.At(CellID(id))
		if !f.Filled() {
			return Blank
		}
		sum = sum.Add(f)
	}
	return sum
}

// holdsOf reports whether the sentence is true of a report's figures.
func (x *Sentence) holdsOf(s *Sheet) bool {
	return !slices.ContainsFunc(x.Cells, func(id CellID) bool {
		f := s.sumOf(string(id))
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
