package check

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/model"
)

// texts finds what has not been written.
func (c *checker) texts(r *model.Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		if s.Required && strings.TrimSpace(c.report.Text[s.Key]) == "" {
			c.add(r, Finding{Section: s.Key}, r.Fix, "{guide}", s.Guide)
		}
	}
}

// eachText calls check for each text that has been written.
func (c *checker) eachText(check func(t *written)) {
	for _, t := range c.written {
		check(t)
	}
}

// filledOut finds what is left of an outline.
func (c *checker) filledOut(r *model.Rule) {
	c.eachText(func(t *written) {
		n := 0
		var span Span // of the first
		for at := range t.occurrences(model.Placeholder) {
			if n++; n == 1 {
				span = Span{at, at + len(model.Placeholder)}
			}
		}
		if n > 0 {
			c.add(r, Finding{Section: t.section.Key, Quote: around(t.text, span), At: span}, r.Fix, "{n}", strconv.Itoa(n))
		}
	})
}

// around is a part of a text with a dozen characters either side, of its own
// sentence.
func around(text string, at Span) string {
	head, tail := text[:at.Start], text[at.End:]
	const most = 12
	from := len(head)
	for range most {
		r, n := utf8.DecodeLastRuneInString(head[:from])
		if strings.ContainsRune("。！？；\n", r) {
			break
		}
		from -= n
	}
	to := 0
	for range most {
		r, n := utf8.DecodeRuneInString(tail[to:])
		if strings.ContainsRune("。！？；\n", r) {
			break
		}
		to += n
	}
	return model.CleanLine(strings.TrimLeft(head[from:], "，、, ") + text[at.Start:at.End] + tail[:to])
}

// aspects finds what a text does not speak of.
func (c *checker) aspects(r *model.Rule) {
	c.eachText(func(t *written) {
		var missing []string
		for _, a := range t.section.Aspects {
			if (&model.Rule{Only: a.Only}).HoldsFor(c.report) && !t.has(a.Words...) {
				missing = append(missing, "「"+a.Name+"」")
			}
		}
		if len(missing) > 0 {
			c.add(r, Finding{Section: t.section.Key, basis: strings.Join(missing, "")}, r.Fix, "{missing}", strings.Join(missing, "、"))
		}
	})
}

// long finds texts over their limit.
func (c *checker) long(r *model.Rule) {
	c.eachText(func(t *written) {
		s, text := t.section, t.text
		if s.Limit == 0 || len(text) <= s.Limit {
			return
		}
		if n := model.CountCharacters(text); n > s.Limit {
			c.add(r, Finding{Section: s.Key, Left: model.Count(int64(n)), Right: model.Count(int64(s.Limit))}, r.Fix)
		}
	})
}

// short finds a text that says next to nothing.
func (c *checker) short(r *model.Rule) {
	text := strings.TrimSpace(c.report.Text[r.Section])
	if n := model.CountCharacters(text); n > 0 && int64(n) < r.Bound {
		c.add(r, Finding{Section: r.Section, Left: model.Count(int64(n)), Right: model.Count(r.Bound)}, r.Fix)
	}
}

// says finds a text that has none of the rule's words.
func (c *checker) says(r *model.Rule) {
	c.eachText(func(t *written) {
		if t.section.Key == r.Section && strings.TrimSpace(t.text) != "" && !t.has(r.Words...) {
			c.add(r, Finding{Section: r.Section, basis: digest(t.text)}, r.Fix)
		}
	})
}

// digest stands for a text in what an explanation keeps.
func digest(text string) string {
	h := fnv.New32a()
	h.Write([]byte(text)) // never fails
	return strconv.FormatUint(uint64(h.Sum32()), 16)
}

// facts finds a text without any count.
func (c *checker) facts(r *model.Rule) {
	p := c.read(r.Section)
	if len(p.sentences) == 0 {
		return
	}
	for i := range p.sentences {
		for _, q := range p.sentences[i].quantities {
			if q.unit != "" && q.unit != "%" {
				return
			}
		}
	}
	if !hasDenial(p) {
		c.add(r, Finding{Section: r.Section}, r.Fix)
	}
}

// hasDenial reports whether a text says that there was nothing to count.
func hasDenial(p *prose) bool {
	return containsAny(p.text, "未收到", "没有收到", "未发生")
}

// feeTold compares a fee in 元 that a text tells with the table's 万元.
func (c *checker) feeTold(r *model.Rule) {
	id := model.CellID(r.Left[0])
	all := c.sheet.At(id)
	p := c.read(r.Section)
	for i := range p.sentences {
		s := &p.sentences[i]
		if !containsAny(s.text, r.Words...) {
			continue
		}
		for k := range s.quantities {
			q := &s.quantities[k]
			price := model.HasSuffix(p.words(q.before), "每", "每件", "每页")
			if q.unit != "元" || price || q.ofAnotherYear(c.report.Year) {
				continue
			}
			if told := (model.OfUnits((q.value.Units() + model.Scale - 1) / model.Scale)); all.Filled() && told.Sub(all).Sign() > 0 {
				c.add(r, Finding{Section: r.Section, Quote: p.clause(s, q), At: q.number, Cells: []model.CellID{id}, Left: q.value, Right: all}, r.Fix, "{fee}", told.String())
			}
			return // the sum comes first, then what it is made of
		}
	}
}

// similar finds texts that are for the most part last year's.
func (c *checker) similar(r *model.Rule) {
	if c.last == nil {
		return
	}
	c.eachText(func(t *written) {
		s, text := t.section, t.text
		const least = 100 // characters: a sentence about fees is the same every year
		if !s.Required || model.CountCharacters(text) < least {
			return
		}
		if percent := repeated(text, c.last.Text[s.Key]); int64(percent) > r.Bound {
			c.add(r, Finding{Section: s.Key, basis: fmt.Sprintf("%d0%%", percent/10)}, r.Fix, "{percent}", fmt.Sprint(percent))
		}
	})
}

// repeated is how many per cent of the characters of a text, its numbers and
// punctuation aside, stand in runs of eight that the other text has too.
func repeated(text, other string) int {
	const run = 8
	mine, theirs := hanLetters(text), hanLetters(other)
	if len(mine) < run || len(theirs) < run {
		return 0
	}
	// Runs by a rolling hash in an open table of a power of two.
	size := 1
	for size < 2*len(theirs) {
		size *= 2
	}
	table := make([]uint64, size)
	eachRun(theirs, run, func(_ int, h uint64) {
		i := h % uint64(size)
		for table[i] != 0 && table[i] != h {
			i = (i + 1) % uint64(size)
		}
		table[i] = h
	})
	covered, until := 0, 0
	eachRun(mine, run, func(at int, h uint64) {
		i := h % uint64(size)
		for table[i] != 0 && table[i] != h {
			i = (i + 1) % uint64(size)
		}
		if table[i] == h {
			covered += at + run - max(until, at)
			until = at + run
		}
	})
	return 100 * covered / len(mine)
}

// eachRun gives the hash, never 0, of each run of n characters.
func eachRun(rs []rune, n int, give func(at int, hash uint64)) {
	const base = 0x9E3779B97F4A7C15
	h, power := uint64(0), uint64(1)
	for i, r := range rs {
		h = h*base + uint64(r)
		if i < n {
			power *= base
		} else {
			h -= uint64(rs[i-n]) * power
		}
		if i >= n-1 {
			give(i-n+1, (h^h>>29)|1)
		}
	}
}

// hanLetters are the Chinese characters and Latin letters of a text, without
// numbers, spaces and punctuation.
func hanLetters(text string) []rune {
	out := make([]rune, 0, len(text)/3)
	for _, r := range text {
		if latin := r < utf8.RuneSelf && unicode.IsLetter(r); latin || isHan(r) {
			out = append(out, r)
		}
	}
	return out
}

func isHan(r rune) bool { return r >= '\u4e00' && r <= '\u9fff' }
