package check

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"nianbao/model"
)

// wording adds a finding about some words of a text.
func (c *checker) wording(r *model.Rule, t *written, at Span, repair *Repair, pairs ...string) {
	f := Finding{Section: t.section.Key, Quote: around(t.text, at), At: at, Repair: repair}
	c.add(r, f, r.Fix, append(pairs, "{words}", model.CleanLine(t.text[at.Start:at.End]))...)
}

// leftover finds what a template or an old form left behind. Latin letters must
// stand alone: the xx of xxgk.gov.cn is no gap to fill; ______ is one gap.
func (c *checker) leftover(r *model.Rule) {
	c.eachText(func(t *written) {
		for _, w := range r.Words {
			end := 0
			for i := range t.occurrences(w) {
				follows, at := i == end && i > 0, Span{i, i + len(w)}
				end = at.End
				if follows || inLatin(w[0]) && inWord(t.text, at) {
					continue
				}
				c.wording(r, t, at, nil)
			}
		}
	})
}

// inLatin reports whether a character can be of a Latin word, an address or a number.
func inLatin(b byte) bool {
	letter, digit, mark := b|0x20 >= 'a' && b|0x20 <= 'z', b >= '0' && b <= '9', b == '.' || b == '/'
	return letter || digit || mark
}

// inWord reports whether what stands before a part of a text or behind it belongs to
// the same Latin word.
func inWord(text string, at Span) bool {
	before := at.Start > 0 && inLatin(text[at.Start-1])
	behind := at.End < len(text) && inLatin(text[at.End])
	return before || behind
}

// title finds titles that are not the form's.
func (c *checker) title(r *model.Rule) {
	title := strings.ReplaceAll(c.report.Title, " ", "")
	tail := strconv.Itoa(c.report.Year) + c.report.Form.TitleTail
	if head, ok := strings.CutSuffix(title, tail); title != "" && (!ok || head == "") {
		f := Finding{Quote: c.report.Title}
		ours := strings.Contains(title, c.report.Unit) && yearIn(title) == strconv.Itoa(c.report.Year)
		if ours { // else the title may be what is right
			f.Repair = &Repair{Label: "用标准标题", field: model.FieldTitle}
		}
		c.add(r, f, r.Fix, "{right}", c.report.Unit+tail)
	}
}

// period checks the year of the title, the period that the opening names, and
// that the date lies behind it.
func (c *checker) period(r *model.Rule) {
	year := strconv.Itoa(c.report.Year)
	if titled := yearIn(c.report.Title); titled != "" && titled != year {
		c.add(r, Finding{Quote: c.report.Title}, r.Fix, "{what}", "标题写的是 "+titled+" 年")
	}
	if date, err := time.Parse(time.DateOnly, c.report.Date); err == nil && date.Before(time.Date(c.report.Year, 12, 15, 0, 0, 0, 0, time.UTC)) {
		c.add(r, Finding{Quote: c.report.Date}, r.Fix, "{what}", "落款日期是 "+c.report.Date+"，这时报告年度还没有过完")
	}
	c.eachText(func(t *written) {
		flat, at := flatten(t.text)
		for from := 0; ; {
			i := strings.Index(flat[from:], "年1月1日")
			if i < 0 {
				return
			}
			i += from
			from = i + len("年1月1日")
			if what, end := periodFault(flat, i, c.report.Year); what != "" {
				span := Span{at[i-4], at[end-1] + 1}
				f := Finding{Section: t.section.Key, Quote: around(t.text, span), At: span, Repair: ofYear(t.text, span, c.report.Year)}
				c.add(r, f, r.Fix, "{what}", what)
			}
		}
	})
}

// ofYear offers the years of a period as the report's; nil where these are right.
func ofYear(text string, at Span, year int) *Repair {
	words, this := text[at.Start:at.End], strconv.Itoa(year)
	put, from := "", 0
	for _, y := range yearsNamed(words) {
		put += words[from:y.at.Start] + this
		from = y.at.End
	}
	if put += words[from:]; put == words {
		return nil
	}
	return putWords(text, at, put)
}

// yearIn is the first year of this century that a title names; "" for none.
func yearIn(title string) string {
	i := strings.Index(title, "20")
	if i < 0 || len(title) < i+4 || !model.AllDigits(title[i:i+4]) {
		return ""
	}
	return title[i : i+4]
}

// edition finds a report on a form whose time is over.
func (c *checker) edition(r *model.Rule) {
	if next := c.report.Form.Successor(c.report.Year); next != nil {
		c.add(r, Finding{Section: r.Section}, r.Fix, "{edition}", c.report.Form.Edition, "{right}", next.Edition)
	}
}

// periodFault reads a period whose first year ends at i, and says what is wrong
// with it; "" for nothing, or for no period.
func periodFault(flat string, i, year int) (what string, end int) {
	if i < 4 || !model.AllDigits(flat[i-4:i]) {
		return "", 0
	}
	rest := flat[i+len("年1月1日"):]
	k := strings.Index(rest, "月")
	if k < 1 || k > len("起（含当日）至二〇二五年12") {
		return "", 0
	}
	to := strings.TrimRight(rest[:k], "0123456789")
	month, tail := rest[len(to):k], rest[k+len("月"):]
	day, _, ok := strings.Cut(tail, "日")
	dated := month != "" && day != "" && len(day) <= 2 && model.AllDigits(day)
	if !ok || !dated {
		return "", 0
	}
	end = len(flat) - len(tail) + len(day) + len("日")
	want := strconv.Itoa(year)
	switch last, named := strings.CutSuffix(to, "年"); {
	case flat[i-4:i] != want:
		return "统计期限从 " + flat[i-4:i] + " 年开始", end
	case named && !strings.HasSuffix(last, want):
		return "统计期限到 " + last[max(len(last)-4, 0):] + " 年为止", end
	case month != "12" || day != "31":
		return "统计期限到 " + month + " 月 " + day + " 日为止", end
	}
	return "", 0
}

// flatten takes spaces out of a text; at are the offsets of what is left.
func flatten(text string) (flat string, at []int) {
	mayHavePeriod := strings.Contains(text, "月1") || strings.Contains(text, "月 ")
	if !mayHavePeriod { // no 1月1日, with spaces or without
		return "", nil
	}
	out := make([]byte, 0, len(text))
	at = make([]int, 0, len(text))
	for i := range len(text) {
		if text[i] != ' ' {
			out, at = append(out, text[i]), append(at, i)
		}
	}
	return string(out), at
}

// replace finds 截止 before a date, where 截至 is meant.
func (c *checker) replace(r *model.Rule) {
	wrong, right := r.Words[0], r.Words[1]
	c.eachText(func(t *written) {
		text := t.text
		for i := range t.occurrences(wrong) {
			at := Span{i, i + len(wrong)}
			deadline := model.HasSuffix(text[:i], "报名", "申报", "申请", "征集")
			if !deadline && beginsDate(strings.TrimLeft(text[at.End:], " ")) {
				c.wording(r, t, at, putWords(text, at, right))
			}
		}
	})
}

func beginsDate(text string) bool {
	_, n := digitAt(text)
	return n > 0 || startsWith(text, "目前", "今年", "本年", "年底", "年末", "二〇")
}

// unit finds applications and cases counted in other units than 件.
func (c *checker) unit(r *model.Rule) {
	for _, x := range c.matches() {
		ofCases := x.q.unit == "件" || x.q.unit == "起" || x.q.unit == "宗"
		if ofCases || x.rule.Bound == model.CountsDocuments {
			continue
		}
		at := Span{x.q.end - len(x.q.unit), x.q.end}
		c.add(r, Finding{Section: x.p.section, Quote: x.p.clause(x.s, x.q), At: at, Repair: putWords(x.p.text, at, "件")}, r.Fix, "{words}", x.q.unit)
	}
}

// doubled finds a word of two characters that stands twice in a row.
func (c *checker) doubled(r *model.Rule) {
	han := func(r rune) bool { return isHan(r) && !isHanNumeral(r) }
	c.eachText(func(t *written) {
		text := t.text
		var last [3]rune
		for i, x := range text {
			again := last[0] == last[2] && last[1] == x && last[1] != last[0]
			if again && han(x) && han(last[0]) {
				end := i + utf8.RuneLen(x)
				start := end - 12
				word := text[end-6 : end]
				if tail := text[start:]; !startsWith(tail, r.Words...) {
					at := Span{start, end}
					repair := putWords(text, at, word)
					repair.Label = "删去一个「" + word + "」"
					c.wording(r, t, at, repair, "{word}", word)
				}
				x = 0
			}
			last = [3]rune{last[1], last[2], x}
		}
	})
}

// lineNumeral is the Chinese numeral that a line is numbered with, 二、; "" for none.
func lineNumeral(line string) string {
	n, _, ok := strings.Cut(strings.TrimLeft(line, " \u3000#"), "、")
	numeral := n != "" && len(n) <= 9 && strings.Trim(n, "一二三四五六七八九十") == ""
	if !ok || !numeral {
		return ""
	}
	return n
}

// nested finds a second numbering inside a text: a whole report, or part of one,
// pasted into it.
func (c *checker) nested(r *model.Rule) {
	c.eachText(func(t *written) {
		s, text := t.section, t.text
		if s.Key != r.Section {
			return
		}
		seen := map[string]bool{}
		var first Span
		for start := 0; start < len(text); {
			line, _, _ := strings.Cut(text[start:], "\n")
			if n := lineNumeral(line); n != "" && !(start == 0 && isHeading(s, line)) {
				if len(seen) == 0 {
					first = Span{start, start + len(line)}
				}
				seen[n] = true
			}
			start += len(line) + 1
		}
		if len(seen) > 1 {
			if len([]rune(text[first.Start:first.End])) > 20 {
				first.End = first.Start + len(string([]rune(text[first.Start:first.End])[:20]))
			}
			c.wording(r, t, first, nil, "{n}", strconv.Itoa(len(seen)))
		}
	})
}

// isHeading reports whether a line is the section's heading, or something like it.
func isHeading(s *model.Section, line string) bool {
	n := lineNumeral(line)
	itsNumber := n != "" && strings.HasPrefix(s.Heading, n+"、")
	short := utf8.RuneCountInString(line) <= 25 && !strings.Contains(line, "。")
	return itsNumber && short
}

// heading finds texts that begin with their own heading.
func (c *checker) heading(r *model.Rule) {
	c.eachText(func(t *written) {
		s, text := t.section, t.text
		if line, _, more := strings.Cut(text, "\n"); isHeading(s, line) {
			at := Span{0, len(line)}
			if more {
				at.End++
			}
			c.wording(r, t, Span{0, len(line)}, putWords(text, at, ""), "{right}", s.Heading)
		}
	})
}

// deadline finds a date behind the day by which the report of such a unit is due.
func (c *checker) deadline(r *model.Rule) {
	if names := r.Words[1:]; len(names) > 0 && !model.HasSuffix(c.report.Unit, names...) {
		return
	}
	date, err := time.Parse(time.DateOnly, c.report.Date)
	due, err2 := time.Parse(time.DateOnly, fmt.Sprintf("%04d-%s", c.report.Year+1, r.Words[0]))
	if err == nil && err2 == nil && date.After(due) {
		c.add(r, Finding{Quote: c.report.Date}, r.Fix, "{due}", due.Format("2006年1月2日"))
	}
}
