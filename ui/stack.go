package ui

import (
	"cmp"
	"reflect"
	"slices"
)

// stack is the screens that are open, one over the other: the list at the bottom, then
// the report's contents, then where the operator is.
type stack []screen

func (s stack) top() screen { return s[len(s)-1] }

// push opens a screen over the present one; pop goes back.
func (s *stack) push(next screen) { *s = append(*s, next) }

// pushOnce opens a screen of which one is enough: the way back leads through it.
func (s *stack) pushOnce(next screen) {
	same := func(o screen) bool { return reflect.TypeOf(o) == reflect.TypeOf(next) }
	if i := slices.IndexFunc(*s, same); i >= 0 {
		*s = (*s)[:i]
	}
	s.push(next)
}

func (s *stack) pop() {
	if len(*s) > 1 {
		*s = (*s)[:len(*s)-1]
	}
}

// list is the screen at the bottom.
func (s stack) list() *listScreen { return s[0].(*listScreen) }

// here is the present place; that of what lies below where a screen has none.
func (s stack) here() place {
	reason := ""
	for i := len(s) - 1; i >= 0; i-- {
		screen, ok := s[i].(placer)
		if !ok {
			continue
		}
		p := screen.place()
		if r, ok := screen.(*reopenScreen); ok && r.final != nil { // it lies over what is being written
			reason = p.Reason
			continue
		}
		p.Reason = cmp.Or(reason, p.Reason)
		return p
	}
	return place{Reason: reason}
}

// asking reports that the operator is choosing between two values, or what to do
// with edits that can't be saved as they are.
func (s stack) asking() bool {
	return slices.ContainsFunc(s, func(o screen) bool {
		r, ok := o.(*reopenScreen)
		return asks(o) || ok && r.final != nil
	})
}

// questioned is asking, where nothing lies over the question.
func (s stack) questioned() bool { return asks(s.top()) }

func asks(s screen) bool {
	q, ok := s.(asker)
	return ok && q.asks()
}
