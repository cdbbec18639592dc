package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// findScreen finds a cell by any words of its label, or by its name, as the
// command line takes it.
type findScreen struct {
	input textinput.Model
	found []*model.Cell
	at    int
}

func newFind(*App) *findScreen {
	return &findScreen{input: newField("", "", "", "").input}
}

func (s *findScreen) title(*App) string { return "找一格" }
func (s *findScreen) scopes() []scope   { return []scope{inFind} }
func (s *findScreen) typing() bool      { return true }

func (s *findScreen) do(a *App, act action) tea.Cmd {
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

func (s *findScreen) text(a *App, t string) tea.Cmd {
	s.input, _ = s.input.Update(tea.PasteMsg{Content: strings.Trim(t, "\n")})
	s.search(a)
	return nil
}

func (s *findScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	s.input, _ = s.input.Update(k)
	s.search(a)
	return nil
}

func (s *findScreen) search(a *App) {
	s.found, s.at = a.session.Report().Form.Search(s.input.Value()), 0
}

func (s *findScreen) view(a *App, w, h int) frame {
	value, x := showInput(&s.input, w-14)
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
