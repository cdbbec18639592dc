package model

import (
	"strconv"
	"strings"
)

// The kinds of rule about texts.
const (
	KindText      Kind = "text"       // the required texts are not empty
	KindFilledOut Kind = "filled-out" // no text holds Placeholder
)

// textChecks are the functions of the kinds of rule about texts.
var textChecks = map[Kind]func(*checker, *Rule){
	KindText:      (*checker).texts,
	KindFilledOut: (*checker).filledOut,
}

// texts finds what has not been written.
func (c *checker) texts(r *Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		if s.Required && strings.TrimSpace(c.report.Text[s.Key]) == "" {
			c.add(r, Finding{Section: s.Key}, r.Mend, "{guide}", s.Guide)
		}
	}
}

// filledOut finds what is left of an outline.
func (c *checker) filledOut(r *Rule) {
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		text := c.report.Text[s.Key]
		if n := strings.Count(text, Placeholder); n > 0 {
			at := strings.Index(text, Placeholder)
			span := Span{at, at + len(Placeholder)}
			c.add(r, Finding{Section: s.Key, Quote: around(text, span), At: span}, r.Mend, "{n}", strconv.Itoa(n))
		}
	}
}

// around is a part of a text with a dozen characters either side, of its own
// line.
func around(text string, at Span) string {
	head, tail := text[:at.Start], text[at.End:]
	head = head[strings.LastIndex(head, "\n")+1:]
	tail, _, _ = strings.Cut(tail, "\n")
	h, t := []rune(head), []rune(tail)
	return cleanLine(string(h[max(len(h)-12, 0):]) + text[at.Start:at.End] + string(t[:min(len(t), 12)]))
}
