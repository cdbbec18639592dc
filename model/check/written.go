package check

import (
	"iter"
	"strings"

	"nianbao/model"
)

// written is a text of the report as the rules search it: dozens of words are looked
// for in each, and hardly one stands there.
type written struct {
	section *model.Section
	joined
	asTyped string // before its lines were joined
	grams   grams
}

// writtenTexts makes the texts of a report ready to be searched.
func writtenTexts(r *model.Report) (all []*written) {
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if text := r.Text[s.Key]; s.Table == nil && text != "" {
			w := &written{section: s, joined: joinLines(text), asTyped: text}
			w.grams.add(w.text)
			all = append(all, w)
		}
	}
	return all
}

// textOf is a section's text; nil where there is none.
func (c *checker) textOf(section string) *written {
	for _, w := range c.written {
		if w.section.Key == section {
			return w
		}
	}
	return nil
}

// place makes what a finding has found in the joined lines of its text point into the
// text itself.
func (c *checker) place(f *Finding) {
	t := c.textOf(f.Section)
	if parted := t != nil && len(t.cuts) > 0; !parted || f.inTyped {
		return
	}
	f.At = t.raw(f.At)
	if r := f.Repair; r != nil && r.at.End > 0 {
		r.at = t.raw(r.at)
		r.old = t.asTyped[r.at.Start:r.at.End]
	}
}

// has reports whether one of the words stands in the text.
func (w *written) has(words ...string) bool {
	for _, word := range words {
		if w.grams.mayHave(word) && strings.Contains(w.text, word) {
			return true
		}
	}
	return false
}

// occurrences are the places of a word in the text.
func (w *written) occurrences(word string) iter.Seq[int] {
	return func(yield func(int) bool) {
		if !w.grams.mayHave(word) {
			return
		}
		for from := 0; ; {
			i := strings.Index(w.text[from:], word)
			if i < 0 || !yield(from+i) {
				return
			}
			from += i + len(word)
		}
	}
}

// grams are the runs of four bytes that a text has, as bits of their hashes: a
// character and the beginning of the next.
type grams [1 << (gramBits - 6)]uint64

const (
	gram     = 4
	gramBits = 16
)

func (g *grams) add(text string) {
	last := uint32(0)
	for i := range len(text) {
		last = last<<8 | uint32(text[i])
		if i >= gram-1 {
			at := gramHash(last)
			g[at>>6] |= 1 << (at & 63)
		}
	}
}

// mayHave is false only where the text does not have the word.
func (g *grams) mayHave(word string) bool {
	last := uint32(0)
	for i := range len(word) {
		last = last<<8 | uint32(word[i])
		if i >= gram-1 {
			if at := gramHash(last); g[at>>6]>>(at&63)&1 == 0 {
				return false
			}
		}
	}
	return true
}

func gramHash(run uint32) uint32 { return run * 0x9E3779B1 >> (32 - gramBits) }
