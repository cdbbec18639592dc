package check

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// mark is a part of a text and what should stand there.
type mark struct {
	at  Span
	put string
}

// punctuation finds half-width marks between Chinese characters, spaces behind the
// number of a paragraph, and straight quotes: one finding a text, whose repair changes
// all.
func (c *checker) punctuation(r *model.Rule) {
	c.eachText(func(t *written) {
		marks := marksOf(t.asTyped)
		if len(marks) == 0 {
			return
		}
		n := strconv.Itoa(len(marks))
		repair := putWords(t.asTyped, Span{0, len(t.asTyped)}, remarked(t.asTyped, marks))
		repair.Label = n + " 处全部改正"
		first := marks[0].at
		c.add(r, Finding{Section: t.section.Key, Quote: around(t.asTyped, first), At: first, Repair: repair, basis: n, inTyped: true}, r.Fix, "{count}", n)
	})
}

// remarked is a text with its marks, which stand in order, put right.
func remarked(text string, marks []mark) string {
	var b strings.Builder
	from := 0
	for _, m := range marks {
		b.WriteString(text[from:m.at.Start] + m.put)
		from = m.at.End
	}
	return b.String() + text[from:]
}

// fullWidth are the marks that stand between Chinese characters instead of these.
var fullWidth = map[byte]string{',': "，", '.': "。", ';': "；", ':': "："}

// marksOf are the marks of a text that are to be put right, in order. A mark has
// Chinese on both sides, brackets and quotes have it inside: what belongs to a number,
// an address or a foreign word does not.
func marksOf(text string) (marks []mark) {
	for start := 0; start < len(text); {
		line, _, _ := strings.Cut(text[start:], "\n")
		marks = append(marks, marksOfLine(line, start)...)
		start += len(line) + 1
	}
	return marks
}

func marksOfLine(line string, start int) (marks []mark) {
	if !mayHaveMarks(line) {
		return nil
	}
	partner, inAddress := pairs(line), addresses(line)
	gap := gapBehindNumber(line)
	for i := 0; i < len(line); i++ {
		if inAddress(i) {
			continue
		}
		b, at := line[i], Span{start + i, start + i + 1}
		switch {
		case i == gap.Start && gap.End > gap.Start:
			marks = append(marks, mark{Span{start + i, start + gap.End}, ""})
		case partner[i] != "":
			marks = append(marks, mark{at, partner[i]})
		case fullWidth[b] != "" && amongChinese(line, i, partner):
			marks = append(marks, mark{at, fullWidth[b]})
		}
	}
	return marks
}

// mayHaveMarks is false only for a line without any: most have none.
func mayHaveMarks(line string) bool {
	for i := range len(line) {
		switch line[i] {
		case ',', '.', ';', ':', '(', ')', '"', ' ':
			return true
		}
	}
	return strings.Contains(line, "　")
}

// amongChinese reports whether the mark at i has a Chinese character before it, and one
// behind it, or a bracket or quote that is to be Chinese; a full stop may also end the
// line. The 一. of a numbered line stays.
func amongChinese(line string, i int, partner map[int]string) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	after, _ := utf8.DecodeRuneInString(line[i+1:])
	ends := line[i] == '.' && strings.TrimSpace(line[i+1:]) == ""
	number := strings.Trim(line[:i], " 　"+chineseNumerals) == ""
	left := chineseOr(before, "”）」》") || partner[i-1] != ""
	right := chineseOr(after, "“（「《") || partner[i+1] != ""
	return left && (right || ends) && !number
}

// chineseOr reports whether a character is a Chinese one, or one of these.
func chineseOr(r rune, marks string) bool { return isHan(r) || strings.ContainsRune(marks, r) }

const chineseNumerals = "一二三四五六七八九十"

// addresses tells which bytes of a line belong to an address: from http:// or www. to a
// space or a Chinese mark.
func addresses(line string) func(i int) bool {
	var all []Span
	for _, sign := range [...]string{"://", "www."} {
		for from := 0; ; {
			i := strings.Index(line[from:], sign)
			if i < 0 {
				break
			}
			end := len(line)
			if k := strings.IndexAny(line[from+i:], " 　，。；：、（）“”《》"); k >= 0 {
				end = from + i + k
			}
			all = append(all, Span{from + i, end})
			from = end
		}
	}
	return func(i int) bool {
		for _, at := range all {
			if i >= at.Start && i < at.End {
				return true
			}
		}
		return false
	}
}

// pairs are what the brackets and straight quotes of a line should be, by their place:
// those that are closed again, have Chinese inside and none of a foreign word outside.
func pairs(line string) map[int]string {
	var out map[int]string
	inAddress := addresses(line)
	pair := func(from, to int, left, right string) {
		if inAddress(from) || inAddress(to) {
			return
		}
		foreign := from > 0 && inLatin(line[from-1]) && line[from-1]|0x20 >= 'a'
		if chinese := strings.ContainsFunc(line[from+1:to], isHan); foreign || !chinese {
			return
		}
		if out == nil {
			out = map[int]string{}
		}
		out[from], out[to] = left, right
	}
	if strings.Count(line, "(") == strings.Count(line, ")") {
		open := -1
		for i := range len(line) {
			switch {
			case line[i] == '(':
				open = i
			case line[i] == ')' && open >= 0:
				pair(open, i, "（", "）")
				open = -1
			}
		}
	}
	if strings.Count(line, `"`)%2 == 0 {
		open := -1
		for i := range len(line) {
			if line[i] != '"' {
				continue
			}
			if open < 0 {
				open = i
				continue
			}
			pair(open, i, "“", "”")
			open = -1
		}
	}
	return out
}

// gapBehindNumber is the white space behind the （一） that a line begins with, before
// Chinese.
func gapBehindNumber(line string) Span {
	bare := strings.TrimLeft(line, " 　")
	rest, opened := strings.CutPrefix(bare, "（")
	if !opened {
		rest, opened = strings.CutPrefix(bare, "(")
	}
	inside := strings.TrimLeft(rest, chineseNumerals)
	tail, closed := strings.CutPrefix(inside, "）")
	if !closed {
		tail, closed = strings.CutPrefix(inside, ")")
	}
	words := strings.TrimLeft(tail, " 　")
	first, _ := utf8.DecodeRuneInString(words)
	numbered := opened && closed && len(inside) < len(rest)
	if !numbered || !isHan(first) {
		return Span{}
	}
	return Span{len(line) - len(tail), len(line) - len(words)}
}
