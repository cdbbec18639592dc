package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// paletteScreen lists what can be done on the screen below it and does what is
// chosen, found by Chinese words or by the initials of their pinyin.
type paletteScreen struct {
	prompt
	all []binding
	at  int
}

func newPalette(a *App, below screen) *paletteScreen {
	p := &paletteScreen{prompt: newPrompt("", false)}
	seen := map[action]bool{}
	for _, where := range append(below.scopes(), anywhere) {
		for _, b := range bindings {
			if b.where == where && initialsOf(b) != "" && !seen[b.do] && a.enabled(b.do) {
				seen[b.do] = true
				p.all = append(p.all, b)
			}
		}
	}
	return p
}

func (s *paletteScreen) title(*App) string { return "要做什么" }
func (s *paletteScreen) scopes() []scope   { return []scope{inPalette} }

// found are the actions that what is typed fits.
func (s *paletteScreen) found() []binding {
	query := strings.ToLower(s.value())
	var out []binding
	for _, b := range s.all {
		if strings.Contains(b.says+b.short, query) || strings.HasPrefix(initialsOf(b), query) {
			out = append(out, b)
		}
	}
	return out
}

func (s *paletteScreen) do(a *App, act action) tea.Cmd {
	found := s.found()
	switch act {
	case actUp:
		s.at = max(s.at-1, 0)
	case actDown:
		s.at = max(min(s.at+1, len(found)-1), 0)
	case actCommit:
		if len(found) == 0 {
			a.inform("没有这样的操作；按退格重写，或按 Esc 返回")
			return nil
		}
		a.pop()
		return a.perform(found[min(s.at, len(found)-1)].do)
	}
	return nil
}

func (s *paletteScreen) view(_ *App, w, h int) frame {
	value, x := s.show(w - 12)
	lines := []string{width.Rule(w), " 做什么：" + value,
		" " + theme.Dim.Render(width.Clip("写几个字或拼音首字母，如：导出、dc；↑↓ 选，Enter 做", w-2)), ""}
	room := max(h-len(lines), 1)
	found := s.found()
	s.at = max(min(s.at, len(found)-1), 0)
	top := max(0, s.at-room+1)
	if len(found) == 0 {
		lines = append(lines, "   没有这样的操作：换几个字，或按 Esc 返回")
	}
	for i := top; i < min(len(found), top+room); i++ {
		text := width.Pad(found[i].keyNames(), 18) + width.Clip(found[i].says, w-22)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(" > "+text))
		} else {
			lines = append(lines, "   "+text)
		}
	}
	return frame{lines: lines, cursor: &tea.Position{X: 9 + x, Y: 1}}
}
