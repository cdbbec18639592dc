package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/width"
)

// seekScreen asks what to look for in a text.
type seekScreen struct {
	prompt // what was looked for last stands there, to be replaced or used again
	below  *textScreen
}

func newSeek(t *textScreen) *seekScreen {
	return &seekScreen{newPrompt(t.sought, true), t}
}

func (s *seekScreen) title(*App) string { return "找文字" }
func (s *seekScreen) scopes() []scope   { return []scope{inNote} }

func (s *seekScreen) do(a *App, act action) tea.Cmd {
	if act == actCommit {
		a.pop()
		s.below.seek(a, s.value())
	}
	return nil
}

func (s *seekScreen) view(_ *App, w, _ int) frame {
	value, x := s.show(w - 8)
	return frame{lines: []string{width.Rule(w), " 找：" + value, "", " Enter 到下一处；要接着找，再按 Ctrl+F 和 Enter。"}, cursor: &tea.Position{X: 5 + x, Y: 1}}
}
