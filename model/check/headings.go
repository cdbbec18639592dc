package check

import (
	"slices"
	"strings"

	"nianbao/model"
)

// headings finds headings that are missing, out of order or wrongly numbered.
func (c *checker) headings(r *model.Rule) {
	if c.report.Headings == nil {
		return
	}
	has := map[string]model.Heading{}
	for _, h := range c.report.Headings {
		has[h.Section] = h
	}
	last := -1
	for i := range c.report.Form.Sections {
		s := &c.report.Form.Sections[i]
		if s.Heading == "" {
			continue
		}
		h, ok := has[s.Key]
		want, _, _ := strings.Cut(s.Heading, "、")
		number := strings.TrimSuffix(strings.TrimSpace(h.Text), model.StripNumber(h.Text))
		what := ""
		switch {
		case !ok:
			what = "没有标题「" + s.Heading + "」"
		case h.Place < last:
			what = "标题「" + h.Text + "」的次序不对"
		case model.FoldLabel(number) != want:
			what = "标题「" + h.Text + "」的编号不对，应为「" + want + "、」"
		}
		if ok {
			last = max(last, h.Place)
		}
		if what != "" {
			c.add(r, Finding{Section: s.Key, Quote: h.Text}, r.Fix, "{what}", what, "{right}", s.Heading)
		}
	}
}

// headingWords finds headings that say it in other words.
func (c *checker) headingWords(r *model.Rule) {
	for _, h := range c.report.Headings {
		s, is := c.report.Form.Section(h.Section), wordsOfHeading(h.Text)
		means := func(right string) bool { return wordsOfHeading(right) == is }
		if !means(s.Heading) && !slices.ContainsFunc(s.AsGood, means) {
			c.add(r, Finding{Section: s.Key, Quote: h.Text}, r.Fix, "{right}", s.Heading)
		}
	}
}

// wordsOfHeading is a heading without its number, and with one word for and: 问题和改进 is
// no other heading than 问题及改进.
func wordsOfHeading(heading string) string {
	return model.FoldLabel(ands.Replace(model.StripNumber(heading)))
}

var ands = strings.NewReplacer("和", "及", "与", "及", "、", "及")
