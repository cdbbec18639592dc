package display

import (
	"bytes"
	"os"
	"time"
)

// Tap is the terminal as Bubble Tea sees it, whose renderer has nothing to say:
// what it writes is dropped, but for the way back to the first screen, which the
// display goes then.
type Tap struct {
	*os.File
	Display *Display
}

// What is asked of the terminal for as long as frames are shown, and how it gets all
// of it back.
const (
	enter    = "\x1b[?1049h"                   // the other screen
	asking   = "\x1b[?2004h\x1b[>4;2m\x1b[>1u" // pastes marked, keys told apart (xterm's way, kitty's way)
	quitting = "\x1b[>4m\x1b[<1u\x1b[?7h"      // keys as before, lines that wrap; a screen has its own
	leave    = "\x1b[?1049l"                   // back to the first screen
	given    = "\x1b[?25h\x1b[?2004l\x1b]2;\a" // the cursor, pastes, the title
	mouseOn  = "\x1b[?1002h\x1b[?1006h"        // clicks and drags
	mouseOff = "\x1b[?1002l\x1b[?1003l\x1b[?1006l"
)

// Write takes what Bubble Tea writes. It waits for the terminal for a moment on the
// way back: the program may be stopped right after it.
func (t Tap) Write(p []byte) (int, error) {
	d := t.Display
	if bytes.Contains(p, []byte(leave)) {
		d.mu.Lock()
		d.left = true
		d.mu.Unlock()
		sent := make(chan struct{})
		go func() { d.draw(); close(sent) }()
		select {
		case <-sent:
		case <-time.After(moment):
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(p), d.err
}

const moment = 200 * time.Millisecond

// entering is what has to be sent before a frame.
func (d *Display) entering(f Frame) (text string) {
	if !d.active {
		d.active, d.lines, d.mouse = true, nil, false
		text = enter + asking
		if f.Title != "" {
			text += "\x1b]2;" + f.Title + "\a"
		}
	}
	if f.Mouse != d.mouse {
		d.mouse = f.Mouse
		text += map[bool]string{true: mouseOn, false: mouseOff}[f.Mouse]
	}
	return text
}

// leaving is what gives the terminal back; "" where it has been.
func (d *Display) leaving() (text string) {
	if !d.active {
		return ""
	}
	d.active = false
	text = quitting + leave + given
	if d.mouse {
		text += mouseOff
	}
	return text
}
