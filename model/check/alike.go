package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"nianbao/model"
)

// Print is what remains of a report's texts to tell whether others have the same: the
// clauses of each, as hashes, without numbers, the unit's own names, and what everybody
// writes. It takes a few thousand bytes, the texts of many reports far more.
type Print struct {
	Report string // its name
	unit   string
	bound  int // per cent from which a text is alike to another
	texts  []textPrint
}

// textPrint is that of one text.
type textPrint struct {
	section string
	clauses []clausePrint // each once, by hash
	size    int           // characters in all of them
}

type clausePrint struct {
	hash uint64
	size int // characters
}

// Likeness says how much of a text stands in another unit's report, too.
type Likeness struct {
	Section string
	With    string // the report of which most of it is
	Share   int    // per cent of its characters
	Others  int    // how many more reports it is alike to, at least
}

// PrintOf reads a report's texts for [Alike].
func PrintOf(r *model.Report) Print {
	p := Print{Report: r.Name(), unit: r.Unit}
	rule := r.Form.RuleOfKind(model.KindAlike)
	if rule == nil {
		return p
	}
	p.bound = int(rule.Bound)
	common := commonClauses(r.Form, rule)
	own := ownWordsOf(r.Unit)
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		text := r.Text[s.Key]
		if s.Table != nil || len(text) < leastAlike*len("字") {
			continue
		}
		if t := printOf(text, own, common); t.size >= leastAlike {
			t.section = s.Key
			p.texts = append(p.texts, t)
		}
	}
	return p
}

// leastAlike is how many characters a text has to have, what everybody writes not
// counted.
const leastAlike = 300

func printOf(text string, own *ownWords, common map[uint64]bool) (t textPrint) {
	t.clauses = make([]clausePrint, 0, len(text)/usualClause)
	own.eachPart(text, func(hash uint64, size int) {
		if !common[hash] {
			t.clauses = append(t.clauses, clausePrint{hash, size})
		}
	})
	slices.SortFunc(t.clauses, func(a, b clausePrint) int { return cmp.Compare(a.hash, b.hash) })
	t.clauses = slices.Clip(slices.CompactFunc(t.clauses, func(a, b clausePrint) bool { return a.hash == b.hash }))
	for _, c := range t.clauses {
		t.size += c.size
	}
	return t
}

// usualClause is about how long one is, in bytes.
const usualClause = 30

// ownWords are the names of a unit and those by which it calls itself.
type ownWords struct {
	words  []string
	begins runeSet // their first characters
}

func ownWordsOf(unit string) *ownWords {
	own := &ownWords{words: shortNames(unit)}
	for _, who := range []string{"我", "本", "全"} {
		for _, what := range []string{"镇", "乡", "街道", "局", "委", "县", "区", "市", "单位", "机关", "办"} {
			own.words = append(own.words, who+what)
		}
	}
	for _, w := range own.words {
		first, _ := utf8.DecodeRuneInString(w)
		own.begins.add(string(first))
	}
	return own
}

// at is how long the unit's name is with which a text begins; 0 for none.
func (own *ownWords) at(text string) int {
	for _, w := range own.words {
		if strings.HasPrefix(text, w) {
			return len(w)
		}
	}
	return 0
}

// eachPart gives the parts of a text between marks, by their letters alone, the unit's
// names and the 年 and 年度 of years left out.
func (own *ownWords) eachPart(text string, give func(hash uint64, size int)) {
	const offset, prime = 14695981039346656037, 1099511628211
	hash, size := uint64(offset), 0
	var last rune
	named := 0 // where the unit's name ends
	for i, x := range text {
		if i < named {
			continue
		}
		ofYear := x == '年' && isDigit(last) || x == '度' && last == '0' // 2025年度
		latin := x < utf8.RuneSelf && (x|0x20 >= 'a' && x|0x20 <= 'z')
		last = x
		switch {
		case ofYear:
			last = '0'
		case latin, isHan(x):
			if own.begins.mayHave(x) {
				if n := own.at(text[i:]); n > 0 {
					named = i + n
					continue
				}
			}
			hash = (hash ^ uint64(x)) * prime
			size++
		case strings.ContainsRune("，。；：！？,;:!?\n", x):
			if size > 0 {
				give(hash, size)
			}
			hash, size = offset, 0
		}
	}
	if size > 0 {
		give(hash, size)
	}
}

// commons are the clauses that are not counted, by form: *model.Form to map[uint64]bool.
var commons sync.Map

// commonClauses are those of the form's outlines, and the rule's words.
func commonClauses(f *model.Form, r *model.Rule) map[uint64]bool {
	if c, ok := commons.Load(f); ok {
		return c.(map[uint64]bool)
	}
	all := map[uint64]bool{}
	own := ownWordsOf("")
	take := func(text string) {
		own.eachPart(text, func(hash uint64, _ int) { all[hash] = true })
	}
	for i := range f.Sections {
		for _, s := range f.Sections[i].Outline {
			take(withoutFigures(s.Text))
		}
	}
	for _, w := range r.Words {
		take(w)
	}
	commons.Store(f, all)
	return all
}

// withoutFigures is a sentence of an outline without what stands in its gaps; a year
// leaves a digit.
func withoutFigures(text string) string {
	var b strings.Builder
	for text != "" {
		head, tail, _ := strings.Cut(text, "{")
		gap, behind, _ := strings.Cut(tail, "}")
		b.WriteString(head)
		if gap == "year" {
			b.WriteByte('0')
		}
		text = behind
	}
	return strings.ReplaceAll(b.String(), model.Placeholder, "")
}

// place is a text of a set of reports.
type place struct{ report, text int }

// alikes are texts while they are compared.
type alikes struct {
	prints  []Print
	all     []place
	twice   hashSet            // clauses that more than one text may have: of most, one has
	holders map[uint64][]int32 // the texts that have one of those
}

// hashSet is bits of hashes: it may have some that were not added.
type hashSet []uint64

const hashBits = 25

func newHashSet() hashSet { return make(hashSet, 1<<(hashBits-6)) }

func (s hashSet) add(h uint64) { h >>= 64 - hashBits; s[h>>6] |= 1 << (h & 63) }

func (s hashSet) has(h uint64) bool { h >>= 64 - hashBits; return s[h>>6]>>(h&63)&1 != 0 }

// mostHolders bounds how many texts with a clause are looked at: where a county has all
// its towns copy one text, each is told of some.
const mostHolders = 200

// mostLooked bounds how many of these there are by all clauses of a text.
const mostLooked = 20 * mostHolders

// Alike compares the texts of different units' reports, of a section each with those of
// the same: for each report its texts of which so much as the form's rule says stands
// in another. Not every two are compared: those that share one of the clauses that fewest
// have, of which a text must share one where it shares so much.
func Alike(prints []Print) [][]Likeness {
	a := alikes{prints: prints, twice: newHashSet(), holders: map[uint64][]int32{}}
	once := newHashSet()
	for i := range prints {
		for k, t := range prints[i].texts {
			a.all = append(a.all, place{i, k})
			for _, c := range t.clauses {
				if once.has(c.hash) {
					a.twice.add(c.hash)
				}
				once.add(c.hash)
			}
		}
	}
	for n := range a.all {
		_, t := a.at(n)
		for _, c := range t.clauses {
			if a.twice.has(c.hash) {
				a.holders[c.hash] = append(a.holders[c.hash], int32(n))
			}
		}
	}
	found := make([]*Likeness, len(a.all))
	model.Parallel(len(a.all), func(n int) { found[n] = a.nearest(n) })
	out := make([][]Likeness, len(prints))
	for n, l := range found {
		if l != nil {
			out[a.all[n].report] = append(out[a.all[n].report], *l)
		}
	}
	return out
}

func (a *alikes) at(n int) (*Print, *textPrint) {
	p := &a.prints[a.all[n].report]
	return p, &p.texts[a.all[n].text]
}

// nearest is the report in which most of the n-th text stands; nil where that is less
// than the bound.
func (a *alikes) nearest(n int) *Likeness {
	mine, text := a.at(n)
	var best *Likeness
	for _, m := range a.candidates(text, mine.bound) {
		theirs, other := a.at(int(m))
		if theirs.unit == mine.unit || other.section != text.section {
			continue
		}
		share := text.shareIn(other)
		switch {
		case share < mine.bound:
		case best == nil:
			best = &Likeness{Section: text.section, With: theirs.Report, Share: share}
		case share > best.Share:
			best.With, best.Share = theirs.Report, share
			best.Others++
		default:
			best.Others++
		}
	}
	return best
}

// candidates are the texts that have one of the clauses of a text that fewest have: so
// many of them that what is left is less than the bound.
func (a *alikes) candidates(t *textPrint, bound int) []int32 {
	left := t.size
	for _, c := range t.clauses {
		if !a.twice.has(c.hash) {
			left -= c.size
		}
	}
	if 100*left < bound*t.size {
		return nil
	}
	type clause struct {
		size    int
		holders []int32
	}
	var shared []clause
	for _, c := range t.clauses {
		if a.twice.has(c.hash) {
			shared = append(shared, clause{c.size, a.holders[c.hash]})
		}
	}
	slices.SortStableFunc(shared, func(x, y clause) int { return len(x.holders) - len(y.holders) })
	var some []int32
	for _, c := range shared {
		if 100*left < bound*t.size || len(some) > mostLooked {
			break
		}
		left -= c.size
		some = append(some, c.holders[:min(len(c.holders), mostHolders)]...)
	}
	slices.Sort(some)
	return slices.Compact(some)
}

// shareIn is how many per cent of a text's characters stand in another.
func (t *textPrint) shareIn(other *textPrint) int {
	same, k := 0, 0
	for _, c := range t.clauses {
		for k < len(other.clauses) && other.clauses[k].hash < c.hash {
			k++
		}
		if k < len(other.clauses) && other.clauses[k].hash == c.hash {
			same += c.size
		}
	}
	return 100 * same / t.size
}

// WithAlike adds what is alike in another unit's report to what was found of a report.
func WithAlike(r *model.Report, findings []Finding, likes []Likeness) []Finding {
	rule := r.Form.RuleOfKind(model.KindAlike)
	if rule == nil || len(likes) == 0 {
		return findings
	}
	c := checker{report: r, sheet: model.Evaluate(r), said: map[*model.Rule]int{}}
	for _, l := range likes {
		more := ""
		if l.Others > 0 {
			more = "，另有 " + strconv.Itoa(l.Others) + " 份也这样"
		}
		c.add(rule, Finding{Section: l.Section, basis: l.With}, rule.Fix,
			"{with}", l.With, "{share}", strconv.Itoa(l.Share), "{more}", more)
	}
	all := append(slices.Clone(findings), c.findings...)
	slices.SortStableFunc(all, func(a, b Finding) int { return a.Severity.Compare(b.Severity) })
	return all
}
