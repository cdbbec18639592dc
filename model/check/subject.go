package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// subject finds clauses that tell what another unit did as if the report were its own:
// they begin with a name by one of a mention's endings (Before), and one of the words for
// reporting (Behind) follows. A town that is known needs no such words; one that is the
// report's own, or is spoken of elsewhere as another, is left alone.
func (c *checker) subject(r *model.Rule) {
	c.eachText(func(t *written) {
		p := c.read(t.section.Key)
		for i := range p.sentences {
			eachClause(&p.sentences[i], func(at int, clause string) {
				name := c.otherIn(r, clause)
				span := Span{at, at + len(name)}
				if name == "" {
					return
				}
				if said := c.spokenOfIn(t, name) || c.namedAt(t, span); !said {
					c.wording(r, t, span, nil)
				}
			})
		}
	})
}

// eachClause gives each clause of a sentence that may have a unit's name, with its place in the text, from where its
// subject may stand: behind numbers of paragraphs and the year.
func eachClause(s *sentence, give func(at int, clause string)) {
	from, names := 0, false
	take := func(end int) {
		if !names {
			return
		}
		names = false
		clause := bareClause(s.text[from:end])
		give(s.Start+end-len(clause), clause)
	}
	for i, x := range s.text {
		switch x {
		case '，', ',', '；', ';', '：', ':': // see clauseEnds
			take(i)
			from = i + utf8.RuneLen(x)
		default:
			names = names || nameEnds.mayHave(x)
		}
	}
	take(len(s.text))
}

// longestYear is how many bytes a year has at most.
const longestYear = len("２０２５ 年度")

func bareClause(clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	if plain := isHan(first) && !strings.HasPrefix(clause[size:], "是"); plain { // most
		return clause
	}
	clause = strings.TrimLeft(clause, " \u3000#")
	if title, ok := numbered(clause); ok {
		clause = title
	}
	if x, n := utf8.DecodeRuneInString(clause); strings.HasPrefix(clause[n:], "是") && strings.ContainsRune(chineseNumerals, x) {
		clause = clause[n+len("是"):]
	}
	if _, n := digitAt(clause); n > 0 {
		if named := yearsNamed(clause[:min(len(clause), longestYear)]); len(named) > 0 && named[0].at.Start == 0 {
			clause = strings.TrimLeft(clause[named[0].behind:], " ")
		}
	}
	return clause
}

// namedAt reports whether a rule about names has spoken of a place of a text.
func (c *checker) namedAt(t *written, at Span) bool {
	return slices.ContainsFunc(c.findings, func(f Finding) bool {
		ofNames := f.Kind == model.KindNames || f.Kind == model.KindSubject || f.Kind == model.KindWider
		meets := f.At.Start < at.End && at.Start < f.At.End
		there := meets && f.Section == t.section.Key
		return ofNames && there
	})
}

// longestName bounds a unit's name, in characters.
const longestName = 24

// otherIn is the name of another unit that a clause begins with; "" for none.
func (c *checker) otherIn(r *model.Rule, clause string) (longest string) {
	n := 0
	for i, x := range clause {
		begins := n == 0 && beginsNoName(x)
		if n++; n > longestName || !isHan(x) || begins {
			break
		}
		end := i + utf8.RuneLen(x)
		if !nameEnds.mayHave(x) {
			continue
		}
		name, rest := clause[:end], clause[end:]
		for k := range r.Mentions {
			if c.tellsOfOther(&r.Mentions[k], name, rest) {
				longest = name
			}
		}
	}
	return longest
}

// beginsNoName reports whether a character is one with which no unit's name begins.
func beginsNoName(x rune) bool {
	switch x {
	case '我', '本', '全', '各', '该', '某', '每':
		return true
	}
	return false
}

// nameEnds are the characters that can end a unit's name.
var nameEnds = func() (s runeSet) {
	s.add("镇乡道处府局委会厅室心署办省县市区旗州")
	return s
}()

// tellsOfOther reports whether a name with these words behind it is another unit's that
// is told of.
func (c *checker) tellsOfOther(m *model.Mention, name, rest string) bool {
	if !model.HasSuffix(name, m.Before...) {
		return false
	}
	for _, body := range []string{"党委", "党工委", "党政", "政府"} {
		rest = strings.TrimPrefix(rest, body)
	}
	must := startsWith(rest, surely...)
	if named := yearsNamed(rest[:min(len(rest), longestYear)]); len(named) > 0 && named[0].at.Start == 0 {
		rest = strings.TrimLeft(rest[named[0].behind:], " ")
	}
	if c.isListed(name) {
		return false
	}
	known, tells := c.known.has(name) && model.HasSuffix(name, towns...), startsWith(rest, m.Behind...)
	silent := !known && !tells && !must
	switch {
	case silent || containsAny(name, m.Never...):
		return false
	case c.isCut(name):
		longer := utf8.RuneCountInString(name) > 2
		return must || tells && longer
	case isOwn(c.report.Unit, name), containsAny(name, c.selves()...):
		return false
	case known:
		return !startsWith(rest, together...)
	}
	return tells && c.couldBeTaken(name)
}

// surely are words behind what is left of a unit's name that are said of no 集镇.
var surely = []string{"高度重视", "坚持", "始终", "把", "将", "认真", "严格", "20"}

// together are words behind a name that say that it is one of several, or of whose thing
// something is.
var together = []string{"、", "和", "与", "及", "等", "的", "（", "(", "》", "”"}

// isOwn reports whether a name is one by which a unit may be called: all its characters
// stand in the unit's, in that order, but for the last: 市卫健委 is 海州市卫生健康委员会,
// 县发改局 perhaps 白水县发展和改革委员会.
func isOwn(unit, name string) bool {
	rs := []rune(name)
	return within(unit, rs) || len(rs) > 3 && within(unit, rs[:len(rs)-1])
}

// within reports whether characters stand in a text in their order.
func within(text string, rs []rune) bool {
	for _, x := range text {
		if len(rs) > 0 && rs[0] == x {
			rs = rs[1:]
		}
	}
	return len(rs) == 0
}

// isCut reports whether a name is the unit's with a character lost: 集镇人民政府 and 侯镇
// of 侯集镇人民政府. One that says which kind of place it is, or 和, may be left out.
func (c *checker) isCut(name string) bool {
	short := []rune(withoutBody(name))
	for _, own := range c.selves() {
		own := []rune(withoutBody(own))
		if len(short)+1 != len(own) {
			continue
		}
		k := 0
		for k < len(short) && short[k] == own[k] {
			k++
		}
		lost := own[k]
		if slices.Equal(short[k:], own[k+1:]) && !strings.ContainsRune("省市县区旗州盟乡镇和与", lost) {
			return true
		}
	}
	return false
}

// withoutBody is a name of a town or street without the body that governs it.
func withoutBody(name string) string {
	for _, body := range []string{"人民政府", "政府", "办事处"} {
		name = strings.TrimSuffix(name, body)
	}
	return name
}

// couldBeTaken reports whether a unit of such a name is one whose report could be taken
// for this one: of the report's kind, of a place of the same rank, and no superior.
func (c *checker) couldBeTaken(name string) bool {
	place, kind, rest := placeOf(name)
	own := ownKind(c.report.Unit)
	elsewhere := kind != "" && kind == own && foreign(c.report.Unit, place+kind)
	switch {
	case model.HasSuffix(name, towns...):
		return townName(name)
	case kind == "":
		return false
	case rest == "":
		named := utf8.RuneCountInString(place) >= 2
		return named && elsewhere
	case c.addsUpOthers():
		return place != "" && elsewhere
	}
	return own == "" || kind == own
}

// towns are the endings of the names of towns and streets.
var towns = []string{"镇", "乡", "街道", "镇人民政府", "乡人民政府", "街道办事处", "街道办", "镇政府", "乡政府"}

// townName reports whether what stands before 镇, 乡, 街道 can be a town's name.
func townName(name string) bool {
	name = withoutBody(name)
	for _, end := range []string{"办", "街道", "镇", "乡"} {
		name = strings.TrimSuffix(name, end)
	}
	n := utf8.RuneCountInString(name)
	return n >= 2 && n <= 8
}

const placeKinds = "省市县区旗州盟"

// placeOf takes the first place off a name: 江东, 区, 市场监督管理局. The place of 县住建局
// is "", the kind of 住建局 too.
func placeOf(name string) (place, kind, rest string) {
	const longest = 6 // characters
	n := 0
	for i, x := range name {
		if n++; n > longest {
			break
		}
		if end := i + utf8.RuneLen(x); strings.ContainsRune(placeKinds, x) && !ofOtherWord(name[:i], name[end:]) {
			return name[:i], name[i:end], name[end:]
		}
	}
	return "", "", name
}

// ofOtherWord reports whether 市 or 区 between these is of 市场, 城市, 社区.
func ofOtherWord(before, behind string) bool {
	return strings.HasPrefix(behind, "场") || model.HasSuffix(before, "城", "社", "园", "景", "片", "小")
}

// ownKind is the kind of the innermost place in a unit's name; "" for none.
func ownKind(unit string) (kind string) {
	for rest := unit; ; {
		_, k, behind := placeOf(rest)
		if k == "" {
			return kind
		}
		kind, rest = k, behind
	}
}

// spokenOfIn reports whether a text names a unit as another elsewhere: 与青山镇共同举办.
func (c *checker) spokenOfIn(t *written, name string) bool {
	for i := range t.occurrences(name) {
		if model.HasSuffix(t.text[:i], "与", "和", "同", "赴", "到", "向", "学习", "借鉴", "、", "邻的", "对", "指导", "由") {
			return true
		}
	}
	return false
}

// Units are names of units that are known beside the report's own: of a store, of a
// folder that is checked, of a list.
type Units struct{ names map[string]bool }

// UnitsOf are units with the short names that they go by.
func UnitsOf(names []string) *Units {
	u := &Units{names: map[string]bool{}}
	for _, name := range names {
		for _, short := range shortNames(name) {
			u.names[short] = true
		}
	}
	return u
}

// shortNames are a unit's name, without what stands for its kind, and both without the
// places that it belongs to: 沭阳县青山镇人民政府, 青山镇.
func shortNames(name string) (all []string) {
	for rest := name; rest != ""; {
		all = append(all, rest)
		for _, end := range []string{"人民政府", "办事处"} {
			if short, ok := strings.CutSuffix(rest, end); ok && townName(short) {
				all = append(all, short)
			}
		}
		_, kind, behind := placeOf(rest)
		if kind == "" || utf8.RuneCountInString(behind) < 3 {
			break
		}
		rest = behind
	}
	return slices.DeleteFunc(all, func(n string) bool { return utf8.RuneCountInString(n) < 3 || n == "人民政府" })
}

func (u *Units) has(name string) bool { return u != nil && u.names[name] }
