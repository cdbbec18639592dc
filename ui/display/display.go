// Package display shows frames on a terminal and sends only what has changed.
//
// Bubble Tea's own renderer sends each row that holds a Chinese character again
// with every frame, because it can't know how wide the terminal draws it: 5.5 kB
// for a key press at 120×40. Here the screens draw nothing but characters whose
// width no terminal doubts (ui/width sees to that), so a row can be compared cell
// by cell; behind the few that remain doubtful the cursor is placed anew.
//
// The terminal's modes are the display's as well: Bubble Tea sends them with its
// frames, sixty times a second looking whether there is one, which is most of what an
// idle sitting costs. It is given an empty view to show once a second, the slowest it
// can, and what it writes goes to [Tap], so that the two never mix.
package display

import (
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Position is a place on the screen, from 0.
type Position struct{ X, Y int }

// Frame is a picture of the whole screen.
type Frame struct {
	W, H   int
	Lines  []string  // with SGR sequences; missing ones are blank
	Cursor *Position // nil hides it
	Mouse  bool      // clicks are wanted
	Title  string    // of the window, from the first frame on
}

// Display is what the terminal shows. Its methods may be called by several
// goroutines.
type Display struct {
	out  io.Writer
	mono bool
	gap  time.Duration // least time between two frames
	wake chan struct{}
	done chan struct{}

	writing sync.Mutex // to out
	mu      sync.Mutex // guards what follows
	ask     string     // to be sent once, before the first frame
	next    *Frame     // to be shown
	last    *Frame     // shown
	extra   string     // to be sent before it; see Send
	active  bool       // the terminal is on the other screen
	left    bool       // and is to be back on the first one
	mouse   bool       // it tells of clicks
	closed  bool
	err     error // of writing; nothing more is written after it

	lines  []string // what the terminal shows; nil when it isn't known
	rows   []row
	w, h   int
	cursor *Position
	hidden bool
}

// New returns a display that sends at most fps frames a second. Mono leaves
// colours out.
func New(out io.Writer, fps int, mono bool) *Display {
	d := &Display{out: out, mono: mono, gap: time.Second / time.Duration(fps), wake: make(chan struct{}, 1), done: make(chan struct{})}
	go d.run()
	return d
}

// Ask has a question to the terminal sent once, before the first frame, which
// then covers what it may have drawn. Call it before anything is shown.
func (d *Display) Ask(question string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ask = question
}

// Show makes a frame the one to show; of several between two writes only the
// last is sent.
func (d *Display) Show(f Frame) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = &f
	d.ring()
}

// Send has what is no picture sent: text for the terminal's clipboard.
func (d *Display) Send(sequence string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.extra += sequence
	d.ring()
}

// Redraw has the last frame drawn whole: something else has written there.
func (d *Display) Redraw() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = nil
	d.ring()
}

// Resume has frames shown again after Bubble Tea has given the terminal back and has
// taken it again.
func (d *Display) Resume() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left, d.lines = false, nil
	d.ring()
}

// ring wakes the writer.
func (d *Display) ring() {
	if d.closed {
		return
	}
	select {
	case d.wake <- struct{}{}:
	default: // it is awake
	}
}

// Close sends what is left, gives the terminal back where that hasn't been done, and
// stops; a terminal that takes nothing any more is given up after a while. It returns
// the first error of writing.
func (d *Display) Close() error {
	d.mu.Lock()
	d.closed = true
	close(d.wake)
	d.mu.Unlock()
	select {
	case <-d.done:
	case <-time.After(patience):
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

// patience is how long Close waits for the terminal.
const patience = 2 * time.Second

// burst is how many frames may follow each other without a gap: the first one
// and, a few milliseconds later, the one with what was read from the store.
const burst = 3

// run writes frames until Close.
func (d *Display) run() {
	defer close(d.done)
	var due time.Time // for the next frame, at the latest rate
	for range d.wake {
		if early := time.Now().Add(-burst * d.gap); due.Before(early) {
			due = early
		}
		d.draw()
		due = due.Add(d.gap)
		time.Sleep(time.Until(due))
	}
	d.draw()
	d.mu.Lock()
	d.left = true
	d.mu.Unlock()
	d.draw()
}

// draw writes what has changed. The lock is not
// held while the terminal takes its time.
func (d *Display) draw() {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.Lock()
	text := d.take()
	failed := d.err != nil
	d.mu.Unlock()
	if text == "" || failed {
		return
	}
	if _, err := io.WriteString(d.out, text); err != nil {
		d.mu.Lock()
		d.err = err
		d.mu.Unlock()
	}
}

// take is what to write next. The first frame goes to the other screen.
func (d *Display) take() string {
	if d.left {
		return d.leaving()
	}
	text := d.extra
	d.extra = ""
	if d.next == nil && d.lines == nil {
		d.next = d.last
	}
	if d.next == nil {
		return text
	}
	text = d.entering(*d.next) + text
	d.last, d.next = d.next, nil
	text += d.ask + d.update(*d.last)
	d.ask = ""
	return text
}

// update is what turns the picture on the terminal into the frame.
func (d *Display) update(f Frame) string {
	p := pen{mono: d.mono, x: -1}
	if f.W != d.w || f.H != d.h || d.lines == nil {
		d.w, d.h, d.cursor, d.hidden = f.W, f.H, nil, true
		d.lines, d.rows = make([]string, f.H), make([]row, f.H)
		for y := range d.rows {
			d.rows[y] = parse("", f.W)
		}
		p.raw("\x1b[?7l\x1b[?25l\x1b[m\x1b[2J")
	}
	for y := range f.H {
		line := ""
		if y < len(f.Lines) {
			line = f.Lines[y]
		}
		if line != d.lines[y] {
			next := parse(line, f.W)
			p.row(y, d.rows[y], next)
			d.lines[y], d.rows[y] = line, next
		}
	}
	p.setLook(0)
	d.place(&p, f.Cursor)
	return p.String()
}

// place puts the cursor where the frame wants it, or hides it.
func (d *Display) place(p *pen, at *Position) {
	painted := p.Len() > 0
	if at == nil {
		if !d.hidden {
			p.raw("\x1b[?25l")
		}
		d.hidden, d.cursor = true, nil
		return
	}
	if painted || d.cursor == nil || *d.cursor != *at {
		p.raw("\x1b[" + strconv.Itoa(at.Y+1) + ";" + strconv.Itoa(at.X+1) + "H")
	}
	if d.hidden {
		p.raw("\x1b[?25h")
	}
	c := *at
	d.hidden, d.cursor = false, &c
}

// pen writes cells and keeps where the terminal's cursor is.
type pen struct {
	strings.Builder
	mono bool
	x, y int // x -1 when it isn't known
	look look
}

func (p *pen) raw(s string) { p.WriteString(s) }

func (p *pen) setLook(l look) {
	if p.mono {
		l &= attributes
	}
	if l != p.look {
		p.raw(l.sgr(p.mono))
		p.look = l
	}
}

// moveTo puts the terminal's cursor on a cell, the short way.
func (p *pen) moveTo(x, y int) {
	switch {
	case p.x == x && p.y == y:
		return
	case p.x >= 0 && p.y == y:
		p.raw("\x1b[" + strconv.Itoa(x+1) + "G")
	default:
		p.raw("\x1b[" + strconv.Itoa(y+1) + ";" + strconv.Itoa(x+1) + "H")
	}
	p.x, p.y = x, y
}

// bridge is how many unchanged columns are written again rather than skipped.
const bridge = 4

// row writes the cells of a row that differ.
func (p *pen) row(y int, old, next row) {
	end := len(next) // the rest is blank
	for end > 0 && next[end-1] == blank {
		end--
	}
	for x := 0; x < end; x++ {
		if next[x] != old[x] {
			x = p.span(y, x, old, next[:end]) - 1
		}
	}
	for x := end; x < len(next); x++ {
		if old[x] != blank {
			p.moveTo(end, y)
			p.setLook(0)
			p.raw("\x1b[K")
			return
		}
	}
}

// span writes from column x on until a run of columns is right already, and
// returns the column behind what it wrote.
func (p *pen) span(y, x int, old, next row) int {
	for x > 0 && next[x].width == 0 { // begin with the whole character
		x--
	}
	for x < len(next) {
		equal := 0
		for equal < bridge && x+equal < len(next) && next[x+equal] == old[x+equal] {
			equal++
		}
		if equal == bridge || x+equal == len(next) {
			return x
		}
		c := next[x]
		p.moveTo(x, y)
		p.setLook(c.look)
		p.raw(c.text)
		x += int(c.width)
		if p.x = x; c.doubtful {
			p.x = -1 // the terminal knows where it is, we don't
		}
	}
	return x
}
