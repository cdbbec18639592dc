package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// settings are how the operator wants the program.
type settings = backend.Settings

// setting is a line of the settings screen: one of two ways.
type setting struct {
	name  string
	ways  [2]string // the first is the default
	help  string
	value func(*settings) *bool // true for the second way
}

func settingLines() []setting {
	return []setting{
		{say("填表时按 {key:table.commit}"), [2]string{"到下一行", "到右边一格"},
			"照着一列一列的台账填，用「到下一行」；照着一行一行的表填，用「到右边一格」。", func(s *settings) *bool { return &s.EnterRight }},
		{"鼠标", [2]string{"关", "可点选、滚动"},
			"用鼠标时，点一下到那一格、那一行，滚轮翻看。这时要用终端选取文字，先按住 Shift。", func(s *settings) *bool { return &s.Mouse }},
	}
}

// settingsScreen changes the settings; what is changed holds and is stored at
// once.
type settingsScreen struct{ at int }

func (s *settingsScreen) title(*App) string                      { return "设置" }
func (s *settingsScreen) scopes() []keymap.Scope                 { return []keymap.Scope{keymap.InSettings} }
func (s *settingsScreen) typing() bool                           { return false }
func (s *settingsScreen) text(*App, string) tea.Cmd              { return nil }
func (s *settingsScreen) enabled(_ *App, act keymap.Action) bool { return act != keymap.Settings }

func (s *settingsScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = min(s.at+1, len(settingLines())-1)
	case keymap.Toggle:
		value := settingLines()[s.at].value
		way := !*value(&a.settings)
		*value(&a.settings) = way
		return saveSettings(a, func(kept *settings) { *value(kept) = way })
	}
	return nil
}

func (s *settingsScreen) view(a *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	for i, line := range settingLines() {
		value := line.ways[0]
		if *line.value(&a.settings) {
			value = line.ways[1]
		}
		text := width.Pad(line.name, 18) + width.Pad(value, 14)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(" > "+text))
		} else {
			lines = append(lines, "   "+text)
		}
	}
	lines = append(lines, "")
	for _, l := range width.Wrap(settingLines()[s.at].help, w-4) {
		lines = append(lines, "   "+l)
	}
	return frame{lines: lines}
}

// loadSettings takes the user's settings from the store; without any, or where
// they can't be read, the defaults hold.
func loadSettings(a *App) tea.Cmd {
	store := a.deps.Store
	return background(func() func() tea.Cmd {
		found, err := backend.ReadSettings(store)
		return func() tea.Cmd {
			if err == nil {
				a.settings = found
			}
			return nil
		}
	})
}

// saveSettings makes a change to what is stored, which another sitting may have
// changed elsewhere.
func saveSettings(a *App, change func(*settings)) tea.Cmd {
	store := a.deps.Store
	return background(func() func() tea.Cmd {
		err := backend.ChangeSettings(store, change)
		return func() tea.Cmd {
			if err != nil {
				a.warn("设置这次有效，但没有存下来：" + backend.Message(err))
			}
			return nil
		}
	})
}
