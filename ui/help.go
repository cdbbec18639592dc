package ui

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// helpScreen shows the table of keys, the present screen's first.
type helpScreen struct {
	order []scope
	port  viewport.Model
	drawn int // the width that the text was made for
}

func newHelp(present []scope) *helpScreen {
	s := &helpScreen{port: viewport.New()}
	seen := map[scope]bool{}
	for _, where := range append(append(append([]scope{}, present...), anywhere), scopes...) {
		if !seen[where] {
			seen[where] = true
			s.order = append(s.order, where)
		}
	}
	return s
}

func (s *helpScreen) title(*App) string               { return "帮助" }
func (s *helpScreen) scopes() []scope                 { return []scope{inHelp} }
func (s *helpScreen) typing() bool                    { return false }
func (s *helpScreen) text(*App, string) tea.Cmd       { return nil }
func (s *helpScreen) enabled(_ *App, act action) bool { return act != actHelp }

func (s *helpScreen) do(_ *App, act action) tea.Cmd {
	switch act {
	case actUp:
		s.port.ScrollUp(1)
	case actDown:
		s.port.ScrollDown(1)
	case actPageUp:
		s.port.PageUp()
	case actPageDown:
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
		head := string(where)
		if i == 0 {
			head += "（您刚才所在的画面）"
		}
		lines = append(lines, theme.Title.Render(" "+head))
		for _, b := range bindings {
			if b.where == where {
				names := b.keyNames()
				for _, says := range width.Wrap(b.says, w-22) {
					lines = append(lines, "   "+width.Pad(names, 18)+says)
					names = ""
				}
			}
		}
		lines = append(lines, "")
	}
	return lines
}

func (b binding) keyNames() string {
	var names []string
	for _, k := range b.keys {
		names = append(names, keyName(k))
	}
	return strings.Join(names, " ")
}
