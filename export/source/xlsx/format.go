package xlsx

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/source"
)

// A number's format decides what is seen of it. The library shows most of them; here is
// what it leaves out: words round a general number, colours, conditions, and parts that
// have no place for a number at all.

// numberFormatting is a format in its parts.
type numberFormatting struct {
	parts       []formatPart
	conditional bool
}

// formatPart is one part of a format: 0.00, [Red]-0, "无".
type formatPart struct {
	operator       string // of its condition; "" for none
	bound          float64
	white          bool
	digits         bool // it has places for digits
	general        bool // it shows the number as it is
	other          bool // a date, a text, a fraction
	padded         bool // as formats of accounts are
	before, behind string
}

var (
	formatCondition = regexp.MustCompile(`^(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)$`)
	formatWhite     = regexp.MustCompile(`(?i)^(white|白色|color ?2|颜色 ?2)$`)
)

// formatting reads a format; nil for one that shows numbers as they are or rounds them.
func formatting(code string) *numberFormatting {
	f := &numberFormatting{}
	for _, part := range splitFormat(code) {
		p := partOf(part)
		f.conditional = f.conditional || p.operator != ""
		f.parts = append(f.parts, p)
	}
	if !slices.ContainsFunc(f.parts, func(p formatPart) bool { return !p.plain() }) {
		return nil
	}
	return f
}

// shows tells whether a part shows something of what the cell holds.
func (p *formatPart) shows() bool { return p.digits || p.general || p.other }

// bare tells whether a part adds nothing to what the cell holds.
func (p *formatPart) bare() bool { return strings.TrimSpace(p.before+p.behind) == "" }

// plain tells whether a part shows a number as it is, or rounds it.
func (p *formatPart) plain() bool {
	always := !p.white && p.operator == ""
	return always && p.shows() && p.bare()
}

// splitFormat parts a format at its semicolons, but for those that are quoted.
func splitFormat(code string) (out []string) {
	from, quoted := 0, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && !quoted:
			i++
		case c == ';' && !quoted:
			out = append(out, code[from:i])
			from = i + 1
		}
	}
	return append(out, code[from:])
}

// word adds what the part shows as it is.
func (p *formatPart) word(s string) {
	if p.digits || p.general {
		p.behind += s
	} else {
		p.before += s
	}
}

func partOf(part string) (p formatPart) {
	const general = "general"
	rs := []rune(part)
	for i := 0; i < len(rs); i++ {
		next := func(stop rune) (inside string) {
			end := slices.Index(rs[i+1:], stop)
			if end < 0 {
				end = len(rs) - i - 1
			}
			inside = string(rs[i+1 : i+1+end])
			i += end + 1
			return inside
		}
		switch r := rs[i]; {
		case r == '"':
			p.word(next('"'))
		case r == '[':
			p.bracket(next(']'))
		case r == '\\' || r == '!':
			if i++; i < len(rs) {
				p.word(string(rs[i]))
			}
		case r == '_' || r == '*':
			p.padded = true
			i++
		case strings.ContainsRune("0#?", r):
			p.digits = true
		case strings.HasPrefix(strings.ToLower(string(rs[i:])), general):
			p.general = true
			i += len(general) - 1
		case strings.ContainsRune("@/%EeYyMmDdHhSsGgBbAaPp", r):
			p.other = true
		case !strings.ContainsRune(".,", r):
			p.word(string(r))
		}
	}
	return p
}

// bracket reads what stands in brackets: a condition, a colour, a currency.
func (p *formatPart) bracket(s string) {
	if c := formatCondition.FindStringSubmatch(s); c != nil {
		if n, err := strconv.ParseFloat(c[2], 64); err == nil {
			p.operator, p.bound = c[1], n
		}
		return
	}
	p.white = p.white || formatWhite.MatchString(s)
	currency, ok := strings.CutPrefix(s, "$")
	if currency, _, _ = strings.Cut(currency, "-"); ok {
		p.word(currency)
	}
	p.other = p.other || strings.HasPrefix(strings.ToLower(s), "dbnum") || slices.Contains([]string{"h", "hh", "m", "mm", "s", "ss"}, strings.ToLower(s))
}

func (p *formatPart) holds(n float64) bool {
	switch p.operator {
	case "<":
		return n < p.bound
	case "<=":
		return n <= p.bound
	case ">":
		return n > p.bound
	case ">=":
		return n >= p.bound
	case "=":
		return n == p.bound
	case "<>":
		return n != p.bound
	}
	return false
}

// of is the part for a number; nil where none is.
func (f *numberFormatting) of(n float64) *formatPart {
	last := &f.parts[len(f.parts)-1]
	if f.conditional {
		for i := range f.parts {
			if p := &f.parts[i]; p.operator != "" && p.holds(n) {
				return p
			}
		}
		if last.operator == "" {
			return last
		}
		return nil
	}
	switch k := len(f.parts); {
	case n < 0 && k > 1:
		return &f.parts[1]
	case n == 0 && k > 2:
		return &f.parts[2]
	}
	return &f.parts[0]
}

// nothingFits is what a spreadsheet shows of a number that no part of its format is for.
const nothingFits = "####"

// apply is what a cell shows of a number, given what the library makes of it, and how
// that looks. A blank is one that the format doesn't show.
func (f *numberFormatting) apply(n float64, plain, shown string) (string, source.Mark) {
	p := f.of(n)
	if p == nil {
		return nothingFits, 0
	}
	mark := source.Mark(0)
	if p.white {
		mark = source.Pale
	}
	words := strings.TrimSpace(p.before + p.behind)
	switch {
	case p.padded && strings.TrimSpace(shown) == "-": // the nought of accounts
		return plain, mark
	case p.digits || p.other:
		if f.conditional && p.before+p.behind != "" && !strings.Contains(shown, words) {
			return p.before + plain + p.behind, mark // the library knows no conditions
		}
		return shown, mark
	case p.general:
		return p.before + plain + p.behind, mark
	case words == "-" && p.padded:
		return plain, mark
	}
	return words, mark
}

// blanks tells whether numbers of some kind are not shown.
func (f *numberFormatting) blanks() bool {
	return slices.ContainsFunc(f.parts, func(p formatPart) bool {
		return !p.shows() && p.bare()
	})
}

// hidesWords tells whether a text is not shown: ;;; hides all.
func (f *numberFormatting) hidesWords() bool {
	const texts = 3 // the part of texts
	return len(f.parts) > texts && !f.parts[texts].other && f.parts[texts].before+f.parts[texts].behind == ""
}
