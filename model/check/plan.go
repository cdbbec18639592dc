package check

import (
	"slices"
	"sync"
	"unicode/utf8"

	"nianbao/model"
)

// plan is what checking works out of a form once.
type plan struct {
	patterns []pattern // in the order in which texts are read for them
	openers  []rune    // the first characters of the words that deny or promise in texts
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
		for i := range r.Mentions {
			p.patterns = append(p.patterns, newPattern(r, &r.Mentions[i]))
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
