package ui

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// helpScreen shows the table of keys, the present screen's first.
type helpScreen struct {
	order []keymap.Scope
	port  viewport.Model
	drawn int // the width that the text was made for
}

func newHelp(present []keymap.Scope) *helpScreen {
	s := &helpScreen{port: viewport.New()}
	seen := map[keymap.Scope]bool{}
	for _, where := range append(append(append([]keymap.Scope{}, present...), keymap.Anywhere), keymap.Scopes()...) {
		if !seen[where] {
			seen[where] = true
			s.order = append(s.order, where)
		}
	}
	return s
}

func (s *helpScreen) title(*App) string                      { return "帮助" }
func (s *helpScreen) scopes() []keymap.Scope                 { return []keymap.Scope{keymap.InHelp} }
func (s *helpScreen) typing() bool                           { return false }
func (s *helpScreen) text(*App, string) tea.Cmd              { return nil }
func (s *helpScreen) enabled(_ *App, act keymap.Action) bool { return act != keymap.Help }

func (s *helpScreen) do(_ *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.port.ScrollUp(1)
	case keymap.Down:
		s.port.ScrollDown(1)
	case keymap.PageUp:
		s.port.PageUp()
	case keymap.PageDown:
		s.port.PageDown()
	}
	return nil
}

func (s *helpScreen) view(_ *App, w, h int) frame {
	s.port.SetHeight(h)
	if s.drawn != w {
		s.drawn = w
		s.port.SetWidth(w)
		s.port.SetContent(strings.Join(s.lines(w), "\n"))
	}
	return frame{lines: strings.Split(s.port.View(), "\n")}
}

// lines are the keys in groups, one action a line.
func (s *helpScreen) lines(w int) []string {
	var lines []string
	for i, where := range s.order {
		head := where.Title()
		if i == 0 {
			head += "（您刚才所在的界面）"
		}
		lines = append(lines, theme.Title.Render(" "+head))
		for _, b := range keys.Told(where) {
			names := strings.Join(b.Names(), " ")
			for _, says := range width.Wrap(b.Says, w-22) {
				lines = append(lines, "   "+width.Pad(names, 18)+says)
				names = ""
			}
		}
		lines = append(lines, "")
	}
	return lines
}
