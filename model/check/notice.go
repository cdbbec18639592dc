package check

import (
	"slices"
	"strings"
	"sync"

	"nianbao/model"
)

// paper is a notice as texts quote it.
type paper struct {
	*model.Form
	begin        string // of every quotation, right or wrong: 国办
	year, number string // 2021, 30号
	longest      int    // bytes that a quotation may have
}

// newPaper takes the name of an edition's notice to pieces; ok tells whether it has
// them all.
func newPaper(f *model.Form) (p paper, ok bool) {
	head, number, found := strings.Cut(f.Notice, "〕")
	_, year, dated := strings.Cut(head, "〔")
	begin, _, marked := strings.Cut(f.Notice, f.NoticeMark)
	const slack = len(" 第   ") // that people put between
	numbered, named := found && dated, marked && begin != ""
	return paper{f, begin, year, number, len(f.Notice) + slack}, numbered && named
}

// quoted finds where a quotation ends that begins a text, and gives it without the spaces; "" for none.
func (p *paper) quoted(text string) (plain string, end int) {
	end = strings.Index(text[:min(p.longest, len(text))], "号")
	if end < 0 {
		return "", 0
	}
	end += len("号")
	return strings.ReplaceAll(text[:end], " ", ""), end
}

// means reports whether a quotation with the notice's number is meant for it: no
// other paper has its mark, and those that begin as it is miscalled have the year.
func (p *paper) means(plain string) bool {
	if !hasNumber(plain, p.number) {
		return false
	}
	miscalled := slices.ContainsFunc(p.Miscalled, func(begin string) bool { return strings.HasPrefix(plain, begin) })
	return strings.Contains(plain, p.NoticeMark) || miscalled && strings.Contains(plain, p.year)
}

// meansOld is means for the notice of an edition that is over: without its year the
// number may be another's.
func (p *paper) meansOld(plain string) bool { return p.means(plain) && strings.Contains(plain, p.year) }

// notice finds the notice of the form under a wrong number or name, and those of
// the editions before it.
func (c *checker) notice(r *model.Rule) {
	own, ok := newPaper(c.report.Form)
	if !ok {
		return
	}
	old := sync.OnceValue(func() (out []paper) {
		for _, f := range model.Editions() {
			if p, ok := newPaper(f); ok && f.Years[0] < own.Years[0] {
				out = append(out, p)
			}
		}
		return out
	})
	c.eachText(func(t *written) {
		for i := range t.occurrences(own.begin) {
			plain, end := own.quoted(t.text[i:])
			if plain == "" || plain == own.Notice {
				continue
			}
			if own.means(plain) || slices.ContainsFunc(old(), func(p paper) bool { return p.meansOld(plain) }) {
				at := Span{i, i + end}
				c.wording(r, t, at, putWords(t.text, at, own.Notice), "{right}", own.Notice)
			}
		}
	})
}

// hasNumber reports whether a paper's number ends in this one, and not in a
// longer one: 130号.
func hasNumber(paper, number string) bool {
	head, ok := strings.CutSuffix(paper, number)
	if !ok || head == "" {
		return ok
	}
	return !model.AllDigits(head[len(head)-1:])
}
