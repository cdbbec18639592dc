package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/keymap"
)

// pick moves a screen's cursor to what is drawn at a place of its view, as far
// as there is anything; extend selects on the way. It reports whether the cursor
// was there already: the second click opens.
type pick func(x, y int, extend bool) (again bool)

// pickRow takes a line of a list for its row: page of n are shown below the first line, from
// top on; at is the cursor.
func pickRow(at *int, top, first, page, n int) pick {
	return func(_, y int, _ bool) bool {
		i := top + y - first
		if y < first || y >= first+page || i >= n {
			return false
		}
		again := i == *at
		*at = i
		return again
	}
}

// mouse is what the mouse points at.
type mouse struct {
	picked  pick   // of the frame that is shown
	pressed screen // where the button was pressed last
}

// on does what clicks, drags and the wheel mean. Nothing waits for it: what
// comes while the program is busy is dropped.
func (p *mouse) on(a *App, msg tea.MouseMsg) tea.Cmd {
	if a.busy() || a.tooSmall() || !a.settings.Mouse {
		return nil
	}
	m := msg.Mouse()
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return wheel(a, m.Button)
	case tea.MouseClickMsg:
		p.pressed = a.top()
		return p.click(a, m, m.Mod.Contains(tea.ModShift))
	case tea.MouseMotionMsg:
		if p.pressed == a.top() { // else the click has opened another screen
			return p.click(a, m, true)
		}
	}
	return nil
}

// click goes to what was clicked on; once more on the same thing opens it.
func (p *mouse) click(a *App, m tea.Mouse, extend bool) tea.Cmd {
	if m.Button != tea.MouseLeft || p.picked == nil {
		return nil
	}
	cmd, done := a.commit()
	if !done {
		return cmd
	}
	a.notice = notice{}
	if p.picked(m.X, m.Y-1, extend) && !extend {
		switch s := a.top().(type) {
		case *listScreen, *contentsScreen, *findingsScreen, *chooseScreen:
			return s.do(a, keymap.Open)
		case *readingScreen:
			return s.do(a, keymap.Edit)
		}
	}
	return cmd
}

// wheel is three times the arrow key, except while a figure is being typed.
func wheel(a *App, button tea.MouseButton) tea.Cmd {
	if s, ok := a.top().(*tableScreen); ok && s.typing() {
		return nil
	}
	code, ok := map[tea.MouseButton]rune{tea.MouseWheelUp: tea.KeyUp, tea.MouseWheelDown: tea.KeyDown}[button]
	if !ok {
		return nil
	}
	var cmds []tea.Cmd
	for range 3 {
		cmds = append(cmds, a.key(tea.KeyPressMsg{Code: code}))
	}
	return tea.Batch(cmds...)
}
