package display

import (
	"bytes"
	"os"
	"strings"
	"time"

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

// Write takes what Bubble Tea writes. It does not wait for the terminal, but for
// a moment on the way back: the program may be stopped right after it.
func (t Tap) Write(p []byte) (int, error) {
	d := t.Display
	d.mu.Lock()
	d.passed = append(d.passed, p...)
	d.ring()
	err := d.err
	d.mu.Unlock()
	if bytes.Contains(p, []byte(leave)) {
		sent := make(chan struct{})
		go func() { d.draw(); close(sent) }()
		select {
		case <-sent:
		case <-time.After(moment):
		}
	}
	return len(p), err
}

const moment = 200 * time.Millisecond

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
	if in, out := strings.LastIndex(text, enter), strings.LastIndex(text, leave); d.left && in != out { // one of them is there
		d.active = in > out
	}
	out.WriteString(text)
	d.passed = nil
	return out.String()
}
