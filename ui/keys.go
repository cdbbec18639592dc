package ui

import (
	"cmp"
	"slices"
	"strings"

	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// keys are the program's keys; the tests have others.
var keys = keymap.Standard()

// say is a sentence for the screen, with the keys that it names as {key:undo}.
func say(format string, args ...any) string { return keys.Say(format, args...) }

// useful is how many keys a footer names beside the way back, help and the palette.
const useful = 5

// footer is the line of the most useful keys that work in the scopes, as many as fit;
// the way back, help and the palette always do. word is "" for keys that are left out.
func footer(where []keymap.Scope, typing bool, word func(keymap.Binding) string, w int) string {
	var front, tail []keymap.Binding
	for _, b := range footed(where, word) {
		if atEnd(b) {
			tail = append(tail, b)
		} else if len(front) < useful {
			front = append(front, b)
		}
	}
	line := func(front, tail []keymap.Binding, gap string) string {
		left, right := footings(front, typing, word, gap), footings(tail, typing, word, gap)
		if width.Of(left)+width.Of(gap)+width.Of(right)+2 > w {
			return ""
		}
		return width.Spread(" "+left, right+" ", w)
	}
	for n := len(front); n > 0; n-- {
		if l := cmp.Or(line(front[:n], tail, "  "), line(front[:n], tail, " ")); l != "" {
			return l
		}
	}
	if len(front) > 0 && len(tail) > 2 { // one that works here before help, which the palette has
		helpless := slices.DeleteFunc(slices.Clone(tail), func(b keymap.Binding) bool { return b.Do == keymap.Help })
		if l := cmp.Or(line(front[:1], helpless, "  "), line(front[:1], helpless, " ")); l != "" {
			return l
		}
	}
	return cmp.Or(line(nil, tail, "  "), width.Spread("", footings(tail, typing, word, " ")+" ", w))
}

// footings are keys with their words, told apart at a look: the key stands in reverse.
func footings(list []keymap.Binding, typing bool, word func(keymap.Binding) string, gap string) string {
	var all []string
	for _, b := range list {
		key := b.Keys[0]
		if typing && len(key) == 1 {
			key = b.Keys[len(b.Keys)-1]
		}
		all = append(all, theme.Key.Render(keymap.Name(key))+" "+word(b))
	}
	return strings.Join(all, gap)
}

// atEnd reports that a key stands at the right end of every footer.
func atEnd(b keymap.Binding) bool {
	switch b.Do {
	case keymap.Back, keymap.Cancel, keymap.Help, keymap.Palette, keymap.Quit:
		return true
	}
	return false
}

// footed are the bindings with a word that work in the scopes, the most useful first,
// each action and each key once.
func footed(where []keymap.Scope, word func(keymap.Binding) string) []keymap.Binding {
	var all []keymap.Binding
	taken := map[string]bool{}
	for _, s := range where {
		for _, b := range keys.In(s) {
			if said := slices.ContainsFunc(all, func(x keymap.Binding) bool { return x.Do == b.Do }); said || taken[b.Keys[0]] || word(b) == "" {
				continue
			}
			taken[b.Keys[0]] = true
			all = append(all, b)
		}
	}
	first := where[0].Footed()
	rank := func(b keymap.Binding) int {
		if i := slices.Index(first, b.Do); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortStableFunc(all, func(a, b keymap.Binding) int { return rank(a) - rank(b) })
	return all
}
