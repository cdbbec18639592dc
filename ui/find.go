package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// findScreen finds a cell by any words of its label, or by its name, as the
// command line takes it.
type findScreen struct {
	prompt
	sought string
	found  []*model.Cell // that fit what was sought
	at     int
}

func newFind(*App) *findScreen {
	return &findScreen{prompt: newPrompt("", false)}
}

func (s *findScreen) title(*App) string { return "找一格" }
func (s *findScreen) scopes() []scope   { return []scope{inFind} }

func (s *findScreen) do(a *App, act action) tea.Cmd {
	s.search(a)
	switch act {
	case actUp:
		s.at = max(s.at-1, 0)
	case actDown:
		s.at = max(min(s.at+1, len(s.found)-1), 0)
	case actCommit:
		if len(s.found) == 0 {
			a.inform("没有找到；写行名或列名里的几个字，如：新收 自然人")
			return nil
		}
		a.pop()
		a.goTo(place{Cell: s.found[s.at].ID})
	}
	return nil
}

// search finds anew what is typed.
func (s *findScreen) search(a *App) {
	if value := s.value(); value != s.sought {
		s.sought, s.at = value, 0
		s.found = a.session.Report().Form.Search(value)
	}
}

func (s *findScreen) view(a *App, w, h int) frame {
	s.search(a)
	value, x := s.show(w - 14)
	lines := []string{width.Rule(w), " 找哪一格：" + value,
		" " + theme.Dim.Render(width.Clip("写行名、列名里的字，用空格或 / 隔开，如：新收 自然人、国家秘密/总计", w-2)), ""}
	room := max(h-len(lines)-1, 1)
	top := max(0, s.at-room+1)
	for i := top; i < min(len(s.found), top+room); i++ {
		c := s.found[i]
		value := a.sheet.At(c.ID).String()
		line := width.Spread("   "+width.Safe(c.Label()), value+" ", w)
		if i == s.at {
			line = theme.Cursor.Render(width.Spread(" > "+width.Safe(c.Label()), value+" ", w))
		}
		lines = append(lines, line)
	}
	if len(s.found) > room {
		lines = append(lines, fmt.Sprintf("   共 %d 格，再多写几个字", len(s.found)))
	}
	return frame{lines, &tea.Position{X: 11 + x, Y: 1}}
}
