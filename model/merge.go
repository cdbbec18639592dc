package model

import (
	"cmp"
	"slices"
	"strings"
)

// hunk is what one side has made of some of a text's paragraphs.
type hunk struct {
	start, end int // of the paragraphs replaced; equal where some were only added
	by         []string
	mine       bool
}

// hunks are what turns base into other. Where as many paragraphs come as go, each
// stands for itself, so that two people on neighbouring paragraphs don't meet.
func hunks(base, other []string, mine bool) (out []hunk) {
	kept, ok := inCommon(base, other)
	if !ok {
		return []hunk{{0, len(base), other, mine}}
	}
	i, j := 0, 0
	for _, k := range append(kept, [2]int{len(base), len(other)}) {
		switch gone, come := k[0]-i, other[j:k[1]]; {
		case gone == len(come):
			for n := range gone {
				out = append(out, hunk{i + n, i + n + 1, come[n : n+1], mine})
			}
		case gone > 0 || len(come) > 0:
			out = append(out, hunk{i, k[0], come, mine})
		}
		i, j = k[0]+1, k[1]+1
	}
	return out
}

// clashing are paragraphs that two people have changed otherwise.
type clashing struct{ base, mine, theirs string }

// mergeText joins, paragraph by paragraph, what two people have made of a text.
// Where both changed the same paragraphs otherwise, and not just where they break,
// keepMine decides; clashes are numbered from 0.
func mergeText(base, mine, theirs string, keepMine func(n int, c clashing) bool) string {
	clashes := 0
	return joined(weave(paragraphs(base), paragraphs(mine), paragraphs(theirs), func(base, mine, theirs []string) []string {
		c := clashing{joined(base), joined(mine), joined(theirs)}
		if both, ok := c.broken(); ok {
			return paragraphs(both)
		}
		keep := theirs
		if keepMine(clashes, c) {
			keep = mine
		}
		clashes++
		return keep
	}))
}

// broken joins what two people have made of the same paragraphs, where one of them
// has only put breaks in or taken them out, and the other has changed other places.
func (c clashing) broken() (both string, ok bool) {
	if !onlyBreaks(c.base, c.mine) && !onlyBreaks(c.base, c.theirs) {
		return "", false
	}
	ok = true
	runes := func(s string) []string { return strings.Split(s, "") }
	return strings.Join(weave(runes(c.base), runes(c.mine), runes(c.theirs), func(base, mine, theirs []string) []string {
		ok = false
		return mine
	}), ""), ok
}

// onlyBreaks reports whether two texts differ in nothing but where they break.
func onlyBreaks(a, b string) bool {
	return strings.ReplaceAll(a, "\n", "") == strings.ReplaceAll(b, "\n", "")
}

// weave joins what two have made of a list. Where both changed the same part of it
// otherwise, settle says what becomes of that.
func weave(from, mine, theirs []string, settle func(base, mine, theirs []string) []string) (out []string) {
	all := append(hunks(from, mine, true), hunks(from, theirs, false)...)
	slices.SortStableFunc(all, func(a, b hunk) int { return cmp.Or(a.start-b.start, a.end-b.end) })
	at := 0
	for len(all) > 0 {
		n := meeting(all)
		group := all[:n]
		all = all[n:]
		start, end := group[0].start, 0
		for _, h := range group {
			end = max(end, h.end)
		}
		out = append(out, from[at:start]...)
		at = end
		a, b := side(from, group, start, end, true), side(from, group, start, end, false)
		theirsToo := slices.ContainsFunc(group, func(h hunk) bool { return !h.mine })
		mineToo := slices.ContainsFunc(group, func(h hunk) bool { return h.mine })
		switch {
		case !mineToo:
			a = b
		case theirsToo && !slices.Equal(a, b):
			a = settle(from[start:end], a, b)
		}
		out = append(out, a...)
	}
	return append(out, from[at:]...)
}

// meeting is how many of the hunks, from the first, are about the same paragraphs
// as one before them. Two additions in one place meet as well.
func meeting(all []hunk) int {
	end := all[0].end
	for i, h := range all[1:] {
		addsThere := h.start == h.end && all[i].start == h.start && all[i].end == h.end
		if h.start >= end && !addsThere {
			return i + 1
		}
		end = max(end, h.end)
	}
	return len(all)
}

// side is what one side has made of the paragraphs from start to end.
func side(base []string, group []hunk, start, end int, mine bool) (out []string) {
	for _, h := range group {
		if h.mine == mine {
			out = append(append(out, base[start:h.start]...), h.by...)
			start = h.end
		}
	}
	return append(out, base[start:end]...)
}

func joined(paragraphs []string) string { return strings.Join(paragraphs, "\n") }
