package model

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// AmbiguousError says that words fit several cells.
type AmbiguousError struct {
	Query string
	Cells []*Cell
}

func (e *AmbiguousError) Error() string {
	var names []string
	for i, c := range e.Cells {
		if i == 4 {
			names = append(names, "…")
			break
		}
		names = append(names, fmt.Sprintf("%s（%s）", c.Brief(), c.ID))
	}
	return fmt.Sprintf("「%s」对应 %d 格：%s。请写得更具体，或用括号里的格名", e.Query, len(e.Cells), strings.Join(names, "、"))
}

// FindCell returns the one cell that a name or Chinese words mean:
// 3.received.natural_person, 三.本年新收.自然人, 新收/自然人. It fails, with an
// error for the operator, when none or several fit.
func (f *Form) FindCell(query string) (*Cell, error) {
	found := f.Search(query)
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("没有叫「%s」的格；格名如 3.received.natural_person，也可以写「新收/自然人」", strings.TrimSpace(query))
	case 1:
		return found[0], nil
	}
	return nil, &AmbiguousError{strings.TrimSpace(query), found}
}

// Search returns the cells that fit the words best, in form order: those with
// most words that are a whole label, then those with words that are part of one.
func (f *Form) Search(query string) []*Cell {
	query = strings.TrimSpace(query)
	if c := f.Cell(CellID(strings.ToLower(query))); c != nil {
		return []*Cell{c}
	}
	words := addressWords(query, addressSeparators)
	if len(words) == 0 {
		return nil
	}
	whole := FoldLabel(query) // what the program itself calls the cell
	for _, c := range f.Cells() {
		if whole == FoldLabel(c.Brief()) || whole == FoldLabel(c.Label()) {
			return []*Cell{c}
		}
	}
	if strings.ContainsAny(query, slashes) { // labels hold points: 1.属于国家秘密/自然人
		if found := f.search(addressWords(query, slashes)); len(found) > 0 {
			return found
		}
	}
	return f.search(words)
}

// search returns the cells that fit all words best.
func (f *Form) search(words []string) []*Cell {
	best := 0
	var out []*Cell
	for _, c := range f.Cells() {
		score := c.fits(words)
		if score == 0 || score < best {
			continue
		}
		if score > best {
			best, out = score, nil
		}
		out = append(out, c)
	}
	return out
}

// fits scores how well all words name the cell, each by a part of its own and
// in the order section, groups, row, column; 0 when some word does not fit.
func (c *Cell) fits(words []string) int {
	parts := c.addressParts()
	score, next := 1, 0
	for i, w := range words {
		value := 0
		for p := next; p < len(parts); p++ {
			v := 0
			for _, label := range parts[p] {
				if label == w {
					v = 8
				} else if v == 0 && strings.Contains(label, w) {
					v = 1
				}
			}
			// The numeral of a section counts only as the first word.
			if p == 0 && (i > 0 || v < 8) {
				v = 0
			}
			if v > value {
				value, next = v, p+1
			}
			if p == 0 && v > 0 {
				break
			}
		}
		if value == 0 {
			return 0
		}
		score += value
	}
	return score
}

// addressParts are the names by which each part of a cell's address goes: the
// section, each group, the row, the column's groups, the column.
func (c *Cell) addressParts() [][]string {
	numeral, title, _ := strings.Cut(c.Section.Heading, "、")
	parts := [][]string{{FoldLabel(numeral), FoldLabel("表" + numeral), c.Section.Key, FoldLabel(title), FoldLabel(c.Section.Name)}}
	label := func(texts ...string) {
		var names []string
		for _, t := range texts {
			names = append(names, FoldLabel(t), FoldLabel(StripNumber(t)))
		}
		parts = append(parts, names)
	}
	for _, g := range c.Row.Groups {
		label(g)
	}
	label(c.Row.Label, c.Row.Name, c.Row.Short)
	for _, g := range c.Column.Groups {
		label(g)
	}
	label(c.Column.Label, c.Column.Short)
	return parts
}

// What stands between the words of an address.
const (
	slashes           = "/／"
	addressSeparators = slashes + ".．·•、，,>\\| \t\u3000"
)

func addressWords(query, separators string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(query, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if k := FoldLabel(w); k != "" {
			out = append(out, k)
		}
	}
	return out
}

// FoldLabel folds what clerks write differently in a label: spaces, line ends,
// punctuation, quotes, brackets, width and case.
func FoldLabel(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		}
		if r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s))
}

// StripNumber takes the numbering off a label, whatever brackets and points it
// is written with: （一）予以公开, (一) 予以公开, 1.属于国家秘密, /2、重复申请, 一、本年新收.
func StripNumber(s string) string {
	first, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(" \t\n\u3000/（(一二三四五六七八九十0123456789０１２３４５６７８９", first) {
		return s // as most do: the expression need not look
	}
	loc := numbering.FindStringIndex(s)
	if loc == nil || startsWithDigit(s[loc[1]:]) { // 1.5 is no numbering
		return s
	}
	return s[loc[1]:]
}

var numbering = regexp.MustCompile(`^[\s/]*(?:[（(]\s*[一二三四五六七八九十0-9０-９]{1,3}\s*[）)]|[一二三四五六七八九十0-9０-９]{1,3}\s*[、．.，,])\s*`)

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
