// Command bare is the least that Bubble Tea can be made to do: one screen in the size of
// nianbao's table, and Ctrl+Q.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
)

type screen struct{}

func (screen) Init() tea.Cmd { return nil }

func (s screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "ctrl+q" {
		return s, tea.Quit
	}
	return s, nil
}

func (screen) View() tea.View {
	v := tea.NewView(strings.Repeat(strings.Repeat("│  123", 13)+"\n", 23) + "本格 未填")
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(screen{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
