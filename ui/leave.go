package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// quit saves and ends the program. A figure being typed has to be finished or
// dropped first.
func (a *App) quit() tea.Cmd {
	if cmd, done := a.commit(); !done {
		return cmd
	}
	if s, ok := a.top().(holder); ok && s.changed() {
		return s.back(a)
	}
	return a.leave(func() tea.Cmd { return tea.Quit })
}

// closeReport goes back to the list.
func (a *App) closeReport() tea.Cmd {
	return a.leave(func() tea.Cmd {
		list, back := a.list(), a.back
		list.leaving = a.session().Report().ID
		gone := putAway(a)
		if back != nil {
			return tea.Batch(gone, back())
		}
		return tea.Batch(list.load(a), gone)
	})
}

// putAway has no report in hand any more, and the list on top.
func putAway(a *App) tea.Cmd {
	gone := a.desk.PutAway()
	a.opened = opened{}
	a.stack = a.stack[:1]
	return a.carryOne(gone)
}

// Close saves what is unsaved right now; see [desk.Desk.Close].
func (a *App) Close() string {
	said := a.desk.Close(a.deps.Now())
	if a.example == nil {
		return said
	}
	if err := a.example.discard(); err != nil {
		return "例子没有删干净：" + err.Error()
	}
	return ""
}

// How often, and how far apart, ending looks whether what is being opened is there.
const (
	openLimit = 50
	openAgain = 100 * time.Millisecond
)

// hangUp saves and ends the program without asking.
func (a *App) hangUp() tea.Cmd {
	if opening := a.session() == nil && a.waiting && len(a.queue) > 0; opening && a.hangs < openLimit {
		a.hangs++ // keys wait for what is being opened
		return a.deps.Tick(openAgain, HangUp{})
	}
	a.settle()
	a.Close()
	return tea.Quit
}

// settle does what keys that wait were meant for, where the screen that they were
// meant for is still there: nobody will answer what they wait for.
func (a *App) settle() {
	if a.session() == nil {
		return
	}
	a.burst.settle(a) // what is asked about stays with the place
	a.waiting = false
	a.desk.Stay()
	if c, ok := a.top().(*confirmScreen); ok && c.half {
		return // so does what is half written, and the keys behind it
	}
	for a.questioned() {
		a.pop()
	}
	a.replay()
}
