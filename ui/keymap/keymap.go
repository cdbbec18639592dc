package keymap

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Binding is a line of the table.
type Binding struct {
	Where Scope
	Do    Action
	Keys  []string // as Bubble Tea names them; the first is the footer's
	Short string   // for the footer; "" keeps it out of there
	Says  string   // for the help screen
}

// Names are the binding's keys as clerks know them.
func (b Binding) Names() []string {
	var names []string
	for _, k := range b.Keys {
		names = append(names, Name(k))
	}
	return names
}

// Table is what the keys do.
type Table []Binding

// Standard is the program's table; it is the caller's to change.
func Standard() Table { return slices.Clone(bindings) }

// In are the bindings of a scope, in the order of help.
func (t Table) In(where Scope) []Binding {
	var in []Binding
	for _, b := range t {
		if b.Where == where {
			in = append(in, b)
		}
	}
	return in
}

// Told is In with the keys in what help says.
func (t Table) Told(where Scope) []Binding {
	in := t.In(where)
	for i := range in {
		in[i].Says = t.fill(in[i].Says, func(key string) string { return key })
	}
	return in
}

// Lookup finds what a key does in the first of the scopes that binds it. While
// text is being typed, printable keys do nothing but type.
func (t Table) Lookup(where []Scope, key string, typing bool) Action {
	r, size := utf8.DecodeRuneInString(key)
	if printable := key == "space" || size == len(key); typing && printable {
		return None
	}
	if r >= '！' && r <= '～' { // as an input method gives it
		key = string(r - '！' + '!')
	}
	for _, s := range where {
		for _, b := range t {
			if b.Where == s && slices.Contains(b.Keys, key) {
				return b.Do
			}
		}
	}
	return None
}

// Keys are the keys of an action in a scope, as Bubble Tea names them; nil for none.
func (t Table) Keys(where Scope, do Action) []string {
	for _, b := range t {
		if b.Where == where && b.Do == do {
			return b.Keys
		}
	}
	return nil
}

// tag is a key in a sentence: {key:undo}, {key:list.open}; {key:clash.mine/2} is the
// second that does the same.
var tag = regexp.MustCompile(`\{key:([^{}]*)\}`)

// Say writes the keys that a sentence names, then formats it. Only the sentence is
// looked through: what is put into it may have any braces.
func (t Table) Say(format string, args ...any) string {
	if false {
		_ = fmt.Sprintf(format, args...) // has vet look at the arguments
	}
	return fmt.Sprintf(t.fill(format, func(key string) string { return strings.ReplaceAll(key, "%", "%%") }), args...)
}

// fill puts keys, each as put has it, in the place of their names.
func (t Table) fill(text string, put func(key string) string) string {
	if !strings.Contains(text, "{key:") {
		return text
	}
	return tag.ReplaceAllStringFunc(text, func(tagged string) string {
		key, ok := t.Key(tag.FindStringSubmatch(tagged)[1])
		if !ok {
			return tagged // a test looks for these
		}
		return put(key)
	})
}

// pressed is a key in a sentence with what goes with it: 按 {key:undo}, 按{key:reading.accept}键.
var pressed = regexp.MustCompile("(?:按 ?)?" + tag.String() + "(?:键)?")

// Worded is a sentence for where there are no keys: put says what is done instead of
// pressing the one that is named.
func Worded(text string, put func(name string) string) string {
	return pressed.ReplaceAllStringFunc(text, func(found string) string { return put(pressed.FindStringSubmatch(found)[1]) })
}

// Key is the key that a name in a sentence stands for, as clerks know it: undo, or
// list.open where the scope has to be told. Without one the report's key is meant, or
// the one that works anywhere, or that of the scopes that have the action, if they agree.
func (t Table) Key(name string) (key string, ok bool) {
	name, which, nth := strings.Cut(name, "/")
	n := 1
	if nth {
		var err error
		if n, err = strconv.Atoi(which); err != nil {
			return "", false
		}
	}
	keys := t.named(name)
	if n < 1 || n > len(keys) {
		return "", false
	}
	return Name(keys[n-1]), true
}

// named are the keys of what a sentence names.
func (t Table) named(name string) []string {
	if where, do, scoped := strings.Cut(name, "."); scoped {
		return t.Keys(Scope(where), Action(do))
	}
	var only []string
	for _, where := range append([]Scope{InReport, Anywhere}, Scopes()...) {
		keys := t.Keys(where, Action(name))
		if keys == nil {
			continue
		}
		if where == InReport || where == Anywhere {
			return keys
		}
		if only != nil && !slices.Equal(only, keys) {
			return nil
		}
		only = keys
	}
	return only
}

var keyNames = strings.NewReplacer("ctrl+", "Ctrl+", "shift+", "Shift+", "alt+", "Alt+", "enter", "Enter", "esc", "Esc", "tab", "Tab",
	"pgup", "PgUp", "pgdown", "PgDn", "home", "Home", "end", "End", "delete", "Del", "backspace", "退格",
	"space", "空格键", "up", "↑", "down", "↓", "left", "←", "right", "→")

// Name is a key as clerks know it: Ctrl+Z, F4, PgDn.
func Name(key string) string {
	prefix, base := "", key
	if i := strings.LastIndex(key, "+"); i > 0 {
		prefix, base = keyNames.Replace(key[:i+1]), key[i+1:]
	}
	switch {
	case len(base) == 1 && prefix != "", len(base) > 1 && base[0] == 'f':
		return prefix + strings.ToUpper(base)
	case len(base) == 1:
		return base
	}
	return prefix + keyNames.Replace(base)
}
