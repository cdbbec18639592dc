package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// paletteScreen lists what can be done on the screen below it and does what is
// chosen, found by Chinese words or by the initials of their pinyin.
type paletteScreen struct {
	prompt
	all []keymap.Binding
	at  int
}

func newPalette(a *App, below screen) *paletteScreen {
	p := &paletteScreen{prompt: newPrompt("", false)}
	seen := map[keymap.Action]bool{}
	for _, where := range append(below.scopes(), keymap.Anywhere) {
		for _, b := range keys.Told(where) {
			if b.Initials() != "" && !seen[b.Do] && a.enabled(b.Do) {
				seen[b.Do] = true
				p.all = append(p.all, b)
			}
		}
	}
	return p
}

func (s *paletteScreen) title(*App) string      { return "要做什么" }
func (s *paletteScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InPalette} }

// found are the actions that what is typed fits.
func (s *paletteScreen) found() []keymap.Binding {
	query := strings.ToLower(s.value())
	var out []keymap.Binding
	for _, b := range s.all {
		if strings.Contains(b.Says+b.Short, query) || strings.HasPrefix(b.Initials(), query) {
			out = append(out, b)
		}
	}
	return out
}

func (s *paletteScreen) do(a *App, act keymap.Action) tea.Cmd {
	found := s.found()
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = max(min(s.at+1, len(found)-1), 0)
	case keymap.Commit:
		if len(found) == 0 {
			a.inform(say("没有这样的操作；按退格重写，或按 {key:back} 返回"))
			return nil
		}
		a.pop()
		return a.perform(found[min(s.at, len(found)-1)].Do)
	}
	return nil
}

func (s *paletteScreen) view(_ *App, w, h int) frame {
	value, x := s.show(w - 12)
	lines := []string{width.Rule(w), " 做什么：" + value,
		" " + theme.Dim.Render(width.Clip(say("写几个字或拼音首字母，如：设置、sz；{key:palette.up}{key:palette.down} 选，{key:palette.commit} 做"), w-2)), ""}
	room := max(h-len(lines), 1)
	found := s.found()
	s.at = max(min(s.at, len(found)-1), 0)
	top := max(0, s.at-room+1)
	if len(found) == 0 {
		for _, l := range width.Wrap(say("没有这样的操作：换几个字，或按 {key:back} 返回"), w-4) {
			lines = append(lines, "   "+l)
		}
	}
	for i := top; i < min(len(found), top+room); i++ {
		text := width.Pad(strings.Join(found[i].Names(), " "), 18) + width.Clip(found[i].Says, w-22)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(" > "+text))
		} else {
			lines = append(lines, "   "+text)
		}
	}
	return frame{lines: lines, cursor: &tea.Position{X: 9 + x, Y: 1}}
}
