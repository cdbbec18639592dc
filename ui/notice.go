package ui

import (
	"nianbao/ui/backend"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// notice is the last message, shown until the next key.
type notice struct {
	text string
	look theme.Look
}

func (n *notice) inform(text string) { *n = notice{text, theme.Good} }
func (n *notice) warn(text string)   { *n = notice{"! " + text, theme.Warning} }
func (n *notice) fail(err error) {
	*n = notice{"! " + backend.Message(err) + unlock(err), theme.Error}
}

// lines is the message in up to three lines of w columns; none where there is no
// message.
func (n *notice) lines(w int) []string {
	if n.text == "" {
		return nil
	}
	lines := width.Wrap(n.text, w-2)
	lines = lines[:min(len(lines), 3)]
	for i := range lines {
		lines[i] = n.look.Render(width.Pad(" "+lines[i], w))
	}
	return lines
}
