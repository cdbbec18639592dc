package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// seekScreen looks for words in a text, which stays in sight: Enter goes from
// place to place, Esc back to writing at the last one.
type seekScreen struct {
	prompt
	below  *textScreen
	result string
}

func newSeek(t *textScreen) *seekScreen {
	return &seekScreen{prompt: newPrompt(t.sought, true), below: t}
}

func (s *seekScreen) title(a *App) string    { return s.below.title(a) }
func (s *seekScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InSeek} }

func (s *seekScreen) do(a *App, act keymap.Action) tea.Cmd {
	words := s.value()
	if act != keymap.Commit || words == "" {
		return nil
	}
	s.below.sought, s.proposed = words, false
	at, count := s.below.editor.Seek(words)
	s.result = fmt.Sprintf("第 %d 处，共 %d 处", at, count)
	if count == 0 {
		s.result = "没有找到"
	}
	return nil
}

func (s *seekScreen) back(a *App) tea.Cmd {
	s.below.deselect()
	a.pop()
	return nil
}

// view is the text's with a line for the words below it.
func (s *seekScreen) view(a *App, w, h int) frame {
	f := s.below.view(a, w, h-2)
	for len(f.lines) < h-2 {
		f.lines = append(f.lines, "")
	}
	value, x := s.show(w - 30)
	lines := append(f.lines[:h-2:h-2], width.Rule(w), width.Spread(theme.Title.Render(" 找：")+value, s.result+" ", w))
	return frame{lines: lines, cursor: &tea.Position{X: 5 + x, Y: h - 1}}
}
