package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// lineScreen asks for a line of text: a reason, a name.
type lineScreen struct {
	prompt
	heading, label, help string
	done                 func(words string) (tea.Cmd, error) // an error keeps the screen; else it leaves it itself
	err                  error
}

func (s *lineScreen) title(*App) string      { return s.heading }
func (s *lineScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InLine} }

// changed reports whether anything was written.
func (s *lineScreen) changed() bool { return s.value() != "" }

func (s *lineScreen) back(a *App) tea.Cmd { return dropUnless(a, s.changed()) }

func (s *lineScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return nil
	}
	cmd, err := s.done(s.value())
	s.err = err
	return cmd
}

func (s *lineScreen) text(a *App, t string) tea.Cmd {
	s.err = nil
	return s.prompt.text(a, t)
}

func (s *lineScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	s.err = nil
	return s.prompt.raw(a, k)
}

func (s *lineScreen) view(_ *App, w, _ int) frame {
	lines := []string{width.Rule(w), ""}
	for _, l := range width.Wrap(s.help, w-4) {
		lines = append(lines, "  "+l)
	}
	label := "  " + s.label
	shown, x := s.show(w - width.Of(label) - 2)
	lines = append(lines, "", label+shown)
	cursor := &tea.Position{X: width.Of(label) + x, Y: len(lines) - 1}
	if s.err != nil {
		for _, l := range width.Wrap("! "+s.err.Error(), w-4) {
			lines = append(lines, strings.Repeat(" ", 2)+theme.Error.Render(l))
		}
	}
	return frame{lines: lines, cursor: cursor}
}
