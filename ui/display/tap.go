package display

import (
	"os"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Tap is the terminal as Bubble Tea sees it.
type Tap struct {
	*os.File
	Display *Display
}

// The sequences that enter and leave the other screen.
const (
	enter = "\x1b[?1049h"
	leave = "\x1b[?1049l"
)

// Write takes what Bubble Tea writes. It does not wait for the terminal.
func (t Tap) Write(p []byte) (int, error) {
	d := t.Display
	d.mu.Lock()
	defer d.mu.Unlock()
	d.passed = append(d.passed, p...)
	d.ring()
	return len(p), d.err
}

// passOn is what the terminal gets of what Bubble Tea has written: all of it from
// the way back to the first screen on, and before that no drawing.
func (d *Display) passOn() string {
	if len(d.passed) == 0 {
		return ""
	}
	var out strings.Builder
	text, state, parser := string(d.passed), byte(0), ansi.NewParser()
	for text != "" && !d.left {
		seq, wide, n, next := ansi.DecodeSequence(text, state, parser)
		text, state = text[n:], next
		switch cmd := ansi.Cmd(parser.Command()); {
		case seq == leave:
			d.active, d.left = false, true
			out.WriteString("\x1b[?7h" + seq)
		case seq == enter:
			if !d.active {
				out.WriteString(seq)
				d.active, d.lines = true, nil
			}
		case wide > 0 || len(seq) == 1: // text, the control characters that move the cursor
		case !strings.HasPrefix(seq, "\x1b["):
			out.WriteString(seq)
		case cmd.Prefix() != 0 || strings.IndexByte("cnpqtu", cmd.Final()) >= 0: // modes, questions
			out.WriteString(seq)
		}
	}
	out.WriteString(text)
	d.passed = nil
	return out.String()
}
