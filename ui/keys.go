package ui

import (
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// keys are the program's keys; the tests have others.
var keys = keymap.Standard()

// say is a sentence for the screen, with the keys that it names as {key:undo}.
func say(format string, args ...any) string { return keys.Say(format, args...) }

// footer is the line of keys that work in the scopes, as many as fit; the way
// back and help always do. Keys without a word are left out.
func footer(where []keymap.Scope, typing bool, word func(keymap.Binding) string, w int) string {
	var front []string
	tail, seen, taken := "", map[keymap.Action]bool{}, map[string]bool{}
	for _, s := range where {
		for _, b := range keys.In(s) {
			said := seen[b.Do] || taken[b.Keys[0]]
			if said || b.Short == "" || word(b) == "" {
				continue
			}
			key := b.Keys[0]
			if typing && len(key) == 1 {
				key = b.Keys[len(b.Keys)-1]
			}
			seen[b.Do], taken[b.Keys[0]] = true, true
			item := keymap.Name(key) + word(b)
			if b.Do == keymap.Back || b.Do == keymap.Help || b.Do == keymap.Cancel {
				tail += " " + item
			} else {
				front = append(front, item)
			}
		}
	}
	room := w - width.Of(tail) - 2
	line := ""
	for _, k := range front {
		if width.Of(line)+1+width.Of(k) > room {
			break
		}
		line += " " + k
	}
	return theme.Key.Render(width.Spread(line, tail+" ", w))
}
