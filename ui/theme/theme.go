// Package theme holds the few looks that the screens use. Colours are the
// terminal's own sixteen, so that they suit light and dark grounds; each look
// comes with a mark or an attribute that says the same without colour.
package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Look is a style ready to use: drawing with it is joining three strings.
type Look struct{ open, close string }

// Render draws s in the look.
func (l Look) Render(s string) string {
	if s == "" {
		return s
	}
	return l.open + s + l.close
}

func look(s lipgloss.Style) Look {
	const mark = "x"
	open, shut, _ := strings.Cut(s.Render(mark), mark)
	return Look{open, shut}
}

// The looks.
var (
	Plain   Look
	Title   = look(lipgloss.NewStyle().Bold(true))
	Dim     = look(lipgloss.NewStyle().Faint(true))
	Cursor  = look(lipgloss.NewStyle().Reverse(true))
	Sum     = look(lipgloss.NewStyle().Bold(true))
	Error   = look(lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Red))
	Warning = look(lipgloss.NewStyle().Foreground(lipgloss.Magenta))
	Good    = look(lipgloss.NewStyle().Foreground(lipgloss.Green))
	Key     = look(lipgloss.NewStyle().Reverse(true))
	Pointed = look(lipgloss.NewStyle().Bold(true).Underline(true)) // what the selected finding is about
)
