package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/width"
)

// seekScreen asks what to look for in a text.
type seekScreen struct {
	below *textScreen
	input textinput.Model
	fresh bool // what was looked for last stands there, to be replaced or used again
}

func newSeek(t *textScreen) *seekScreen {
	return &seekScreen{t, newField("", "", "", t.sought).input, true}
}

func (s *seekScreen) title(*App) string { return "找文字" }
func (s *seekScreen) scopes() []scope   { return []scope{inNote} }
func (s *seekScreen) typing() bool      { return true }

func (s *seekScreen) do(a *App, act action) tea.Cmd {
	if act == actCommit {
		a.pop()
		s.below.seek(a, s.input.Value())
	}
	return nil
}

func (s *seekScreen) text(_ *App, t string) tea.Cmd {
	if s.fresh {
		s.input.SetValue("")
	}
	s.fresh = false
	s.input, _ = s.input.Update(tea.PasteMsg{Content: t})
	return nil
}

func (s *seekScreen) raw(_ *App, k tea.KeyPressMsg) tea.Cmd {
	s.fresh = false
	s.input, _ = s.input.Update(k)
	return nil
}

func (s *seekScreen) view(_ *App, w, _ int) frame {
	value, x := showInput(&s.input, w-8)
	return frame{[]string{width.Rule(w), " 找：" + value, "", " Enter 到下一处；要接着找，再按 Ctrl+F 和 Enter。"}, &tea.Position{X: 5 + x, Y: 1}}
}
