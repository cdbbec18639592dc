package check

import (
	"strings"
	"unicode/utf8"
)

// joined is a text as its sentences are read: lines that ended where the page did, in
// the middle of a sentence, are put together again.
type joined struct {
	text string
	cuts []lineCut // what was taken out, in order
}

// lineCut is white space that was taken out before a place of the joined text.
type lineCut struct {
	at   int // in the joined text
	lost int // bytes, with those of the cuts before
}

// raw is where a part of the joined text stands in the text itself.
func (j *joined) raw(at Span) Span {
	if len(j.cuts) == 0 || at.End == 0 {
		return at
	}
	start, end := at.Start, at.End
	for _, c := range j.cuts {
		if c.at <= at.Start {
			start = at.Start + c.lost
		}
		if c.at < at.End {
			end = at.End + c.lost
		}
	}
	return Span{start, end}
}

// joinLines puts the lines of a text together that the page's width has parted.
func joinLines(text string) joined {
	if !mayBeParted(text) {
		return joined{text: text}
	}
	const blank = " \t　"
	lines := strings.Split(text, "\n")
	parted := partedLines(lines)
	var b strings.Builder
	j := joined{}
	lost := 0
	for i, line := range lines {
		if i > 0 && parted[i-1] {
			bare := strings.TrimLeft(line, blank)
			lost += len("\n") + len(line) - len(bare)
			j.cuts = append(j.cuts, lineCut{b.Len(), lost})
			line = bare
		} else if i > 0 {
			b.WriteByte('\n')
		}
		if i < len(lines)-1 && parted[i] {
			bare := strings.TrimRight(line, blank)
			lost += len(line) - len(bare)
			line = bare
		}
		b.WriteString(line)
	}
	j.text = b.String()
	return j
}

// The marks that a line ends with where its sentence or its list does, and those that
// no line begins or ends with but where it is parted.
const (
	endMarks   = "。！？；：!?;:”」』"
	openMarks  = "，、（《“,("
	closeMarks = "，、。；：）》”,;)"
)

// mayBeParted is false only where no line is parted: most texts end each line with its
// sentence.
func mayBeParted(text string) bool {
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(line)
		if line != "" && !strings.ContainsRune(endMarks, last) {
			return true
		}
		text = rest
	}
}

// partedLines tells which lines go on in the next.
func partedLines(lines []string) []bool {
	widths, widest := make([]int, len(lines)), 0
	for i, line := range lines {
		widths[i] = columns(line)
		widest = max(widest, widths[i])
	}
	const narrow, wide, ragged = 30, 120, 4 // of a page; and how uneven its edge is
	page := widest >= narrow && widest <= wide
	parted := make([]bool, len(lines))
	ends := false // whether the lines from the next on, as far as they belong together, end a sentence
	for i := len(lines) - 2; i >= 0; i-- {
		next := lines[i+1]
		ends = strings.ContainsAny(next, "。；！？") || parted[i+1] && ends
		full := page && ends && widths[i] >= widest-ragged
		parted[i] = goesOn(lines[i], next) && (full || inMidClause(lines[i], next))
	}
	return parted
}

// goesOn is false for lines that a sentence can't go on from or to: blank ones, ends of
// sentences, headings, items of a list.
func goesOn(line, next string) bool {
	line, next = strings.TrimSpace(line), strings.TrimSpace(next)
	if line == "" || next == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	return !strings.ContainsRune(endMarks, last) && !isHeadingLine(line) && !beginsItem(next)
}

// isHeadingLine reports whether a line is a numbered heading and nothing more, or a title.
func isHeadingLine(line string) bool {
	numbered := beginsItem(line) && !strings.ContainsAny(line, "。，,；")
	return numbered || strings.HasSuffix(line, "年度报告")
}

// beginsItem reports whether a line begins with a number of its own.
func beginsItem(line string) bool {
	if _, ok := numbered(line); ok || lineNumeral(line) != "" {
		return true
	}
	rest := strings.TrimLeft(line, "0123456789①②③④⑤⑥⑦⑧⑨⑩")
	return rest != line && startsWith(rest, ".", "．", "、", "）", ")") || startsWith(rest, "一是", "二是", "三是", "四是", "五是", "六是")
}

// inMidClause reports whether a line ends where no clause does, whatever its width.
func inMidClause(line, next string) bool {
	line, next = strings.TrimSpace(line), strings.TrimSpace(next)
	last, _ := utf8.DecodeLastRuneInString(line)
	first, _ := utf8.DecodeRuneInString(next)
	counted := isDigit(last) && strings.ContainsFunc(line, isHan) && (unitOf(next) != "" || startsWith(next, "年", "月", "日", "万", "亿"))
	return counted || strings.ContainsRune(openMarks, last) || strings.ContainsRune(closeMarks, first)
}

// columns is how wide a line is on a page.
func columns(line string) (n int) {
	for _, r := range line {
		n++
		if r >= utf8.RuneSelf {
			n++
		}
	}
	return n
}
