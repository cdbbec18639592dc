package check

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"nianbao/model"
)

// plan is what checking works out of a form once.
type plan struct {
	told     []string  // the sections whose texts tell the tables' figures
	patterns []pattern // in the order in which texts are read for them
	beside   []pattern // of numbers that may be another mention's as well
	at       gates     // where a text may speak of one of them
	openers  []rune    // the first characters of the words that deny or promise in texts
	going    runeSet   // the first characters of the words that go on from those
	telling  runeSet   // what sentences are read for: these, and see [lexer]
}

// plans are those of the forms met so far, *Form to *plan: forms are few, never
// change and live as long as the program.
var plans sync.Map

func planOf(f *model.Form) *plan {
	if p, ok := plans.Load(f); ok {
		return p.(*plan)
	}
	p := &plan{}
	for i := range f.Rules {
		p.addWords(&f.Rules[i])
	}
	p.telling.add(telling + numerals + "0123456789０１２３４５６７８９" + string(p.openers))
	plans.Store(f, p)
	return p
}

// addWords takes up what texts are read for.
func (p *plan) addWords(r *model.Rule) {
	var words []string
	switch r.Kind {
	case model.KindMention:
		if !slices.Contains(p.told, r.Section) {
			p.told = append(p.told, r.Section)
		}
		for i := range r.Mentions {
			m := &r.Mentions[i]
			if len(m.Next) > 0 {
				p.beside = append(p.beside, newPattern(r, m))
				p.going.add(firsts(m.Next))
				continue
			}
			p.at.add(len(p.patterns), m)
			p.patterns = append(p.patterns, newPattern(r, m))
		}
	case model.KindContradict:
		words = r.Words
	case model.KindDenied:
		for i := range r.Mentions {
			words = append(words, r.Mentions[i].Before...)
		}
	}
	for _, w := range words {
		if first, _ := utf8.DecodeRuneInString(w); !slices.Contains(p.openers, first) {
			p.openers = append(p.openers, first)
		}
	}
}

// firsts are the first characters of words.
func firsts(words []string) string {
	var b strings.Builder
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		b.WriteRune(r)
	}
	return b.String()
}

// runeSet tells of most characters that they are not in it.
type runeSet [16]uint64

func (s *runeSet) add(text string) {
	for _, r := range text {
		at := runeHash(r)
		s[at>>6] |= 1 << (at & 63)
	}
}

// mayHave is false only for characters that were not added.
func (s *runeSet) mayHave(r rune) bool {
	at := runeHash(r)
	return s[at>>6]>>(at&63)&1 != 0
}

// runeHash is one of the bits of a runeSet.
func runeHash(r rune) uint32 { return uint32(r) * 0x9E3779B1 >> 22 }

// gates tell which patterns words may speak of, by the first two characters of each
// of a pattern's words: hardly one of a hundred patterns need be looked at.
type gates struct {
	pairs  [1 << gateBits]patternSet
	always patternSet // patterns that no two characters tell
}

// patternSet has a bit for each pattern; with very many, some share one.
type patternSet [4]uint64

const gateBits = 10

func (s *patternSet) add(i int) { s[i>>6%len(s)] |= 1 << (i & 63) }

func (s *patternSet) has(i int) bool { return s[i>>6%len(s)]>>(i&63)&1 != 0 }

func (s *patternSet) join(t *patternSet) {
	for k := range s {
		s[k] |= t[k]
	}
}

func pairHash(a, b rune) uint32 {
	return (uint32(a)*0x9E3779B1 + uint32(b)) * 0x85EBCA6B >> (32 - gateBits)
}

// pairSet has a bit for the hash of each two characters that stand side by side.
type pairSet [1 << (gateBits - 6)]uint64

func pairsIn(texts ...string) *pairSet {
	set := &pairSet{}
	for _, text := range texts {
		last := rune(0)
		for _, r := range text {
			at := pairHash(last, r)
			set[at>>6] |= 1 << (at & 63)
			last = r
		}
	}
	return set
}

// pairWords are words with the hash of the first two characters of each: most are ruled
// out by these alone.
type pairWords struct {
	words  []string
	hashes []uint32
	next   []int // the first word behind it that begins otherwise
}

func newPairWords(words []string) pairWords {
	w := pairWords{words: words}
	for _, x := range words {
		hash := uint32(0) // of a single character: always looked for
		if rs := []rune(x); len(rs) > 1 {
			hash = pairHash(rs[0], rs[1])
		}
		w.hashes = append(w.hashes, hash)
	}
	w.next = make([]int, len(words))
	for i := len(words) - 1; i >= 0; i-- {
		w.next[i] = i + 1
		if i+1 < len(words) && w.hashes[i+1] == w.hashes[i] {
			w.next[i] = w.next[i+1]
		}
	}
	return w
}

// in reports whether one of the words stands in a text, of whose pairs the set has all.
func (w *pairWords) in(set *pairSet, text string) bool {
	for i := 0; i < len(w.words); {
		at := w.hashes[i]
		if absent := at != 0 && set[at>>6]>>(at&63)&1 == 0; absent {
			i = w.next[i]
			continue
		}
		if strings.Contains(text, w.words[i]) {
			return true
		}
		i++
	}
	return false
}

// add takes up the i-th pattern: one of its words must stand in the clause.
func (g *gates) add(i int, m *model.Mention) {
	words := slices.Concat(m.Before, m.Behind)
	if len(m.All) > 0 {
		words = m.All[:1]
	}
	told := len(words) > 0
	for _, w := range words {
		rs := []rune(w)
		if len(rs) < 2 {
			told = false
			continue
		}
		g.pairs[pairHash(rs[0], rs[1])].add(i)
	}
	if !told {
		g.always.add(i)
	}
}

// open adds the patterns that words may speak of.
func (g *gates) open(set *patternSet, words string) {
	last := rune(0)
	for _, r := range words {
		set.join(&g.pairs[pairHash(last, r)])
		last = r
	}
}
