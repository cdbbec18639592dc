package ui

import (
	"bytes"
	"io"
	"os"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// keyboard is the terminal's input, made fit for Bubble Tea: F1 to F5 of the
// Linux console, which it would take for letters, become xterm's; a sequence or a
// character of which a slow line has brought a part only waits for the rest; and
// a paste whose end was lost is ended by the next key.
//
// It waits for the terminal itself, and can be told that the program has to end:
// then it hands on what can still be read without waiting, and says when that was
// all. (Bubble Tea would do the waiting if it knew the file's name.)
type keyboard struct {
	file        *os.File
	waker, woke *os.File  // a pipe; a byte in it ends waiting
	rest        []byte    // read, and not handed on yet
	pasting     bool      // the start of a paste has come, its end has not
	at          time.Time // of the last read
	escaped     bool      // what was handed on last ends in Esc

	resting  atomic.Bool   // nothing is read
	rests    chan struct{} // Read has seen that
	ending   atomic.Bool   // nothing is waited for
	finished bool          // and all has been handed on
	closed   atomic.Bool
	reading  atomic.Bool // a Read is under way
}

func newKeyboard(in *os.File) (*keyboard, error) {
	woke, waker, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	return &keyboard{file: in, woke: woke, waker: waker, rests: make(chan struct{}, 1)}, nil
}

// Write, Fd and Close make it a terminal for Bubble Tea.
func (k *keyboard) Write(p []byte) (int, error) { return k.file.Write(p) }
func (k *keyboard) Fd() uintptr                 { return k.file.Fd() }

// Close ends reading; the terminal stays open.
func (k *keyboard) Close() error {
	if k == nil {
		return nil
	}
	k.closed.Store(true)
	err := k.wake()
	for end := time.Now().Add(lateAfter); k.reading.Load() && time.Now().Before(end); { // the terminal may be closed next
		time.Sleep(time.Millisecond)
	}
	return err
}

// pause has nothing be read until resume: Bubble Tea drops what is read while it
// gives the terminal back.
func (k *keyboard) pause() {
	if k == nil {
		return
	}
	if k.resting.Store(true); k.wake() != nil {
		return
	}
	select {
	case <-k.rests:
	case <-time.After(lateAfter + escAfter): // the rest of a sequence is waited for
	}
}

func (k *keyboard) resume() {
	if k != nil {
		k.resting.Store(false)
	}
}

// finish has what can still be read without waiting be handed on, and a
// tea.FocusMsg behind it; it reports whether one will come.
func (k *keyboard) finish() bool {
	if k == nil {
		return false
	}
	k.ending.Store(true)
	return k.wake() == nil
}

// wake ends the waiting for the terminal.
func (k *keyboard) wake() error {
	_, err := k.waker.Write([]byte{0})
	return err
}

// consoleKeys are the console's sequences (console_codes(4), terminfo linux),
// which begin like no other terminal's.
var consoleKeys = map[string]string{"\x1b[[A": "\x1bOP", "\x1b[[B": "\x1bOQ", "\x1b[[C": "\x1bOR", "\x1b[[D": "\x1bOS", "\x1b[[E": "\x1b[15~"}

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	// allRead is a terminal's word that its window has come to the front, which
	// nobody here asks for.
	allRead = "\x1b[I"

	// lateAfter is how long the rest of a sequence may take; Bubble Tea itself
	// waits 50 ms.
	lateAfter = 500 * time.Millisecond
	// escAfter is how long the rest may take after Esc, which may be a key.
	escAfter = 40 * time.Millisecond
	// lostAfter is how long a paste may pause before its end counts as lost.
	lostAfter = 3 * time.Second
	// restAgain is how often a keyboard that rests looks whether it may go on.
	restAgain = 5 * time.Millisecond
)

// Read hands on what has come, but for a part of something at its end, which it
// waits for.
func (k *keyboard) Read(p []byte) (int, error) {
	k.reading.Store(true)
	defer k.reading.Store(false)
	switch come := k.await(); {
	case k.closed.Load():
		return 0, io.EOF
	case k.resting.Load():
		select {
		case k.rests <- struct{}{}:
		default: // that is known
		}
		time.Sleep(restAgain)
		return 0, nil
	case !come && k.ending.Load():
		return k.last(p)
	case !come:
		return 0, nil
	}
	room := max(len(p)*2/3, 1) // a sequence may become longer
	now := time.Now()
	if k.pasting && now.Sub(k.at) > lostAfter {
		k.rest = append(k.rest, pasteEnd...)
		k.pasting = false
	}
	data := k.rest
	k.rest = nil
	for {
		chunk := make([]byte, max(room-len(data), 1))
		n, err := k.file.Read(chunk)
		k.at = time.Now()
		data = append(data, chunk[:n]...)
		k.escaped = bytes.HasSuffix(data, []byte("\x1b"))
		wait := lateAfter
		if k.escaped {
			wait = escAfter
		}
		whole := err != nil || partial(data) == 0 || len(data) >= room
		if whole || !readable(k.file, wait) {
			k.watchPaste(data)
			if len(data) > 0 {
				err = nil // Bubble Tea would drop what comes with an error; it comes again
			}
			return copy(p, translate(data)), err
		}
	}
}

// last says, once, that all has been handed on.
func (k *keyboard) last(p []byte) (int, error) {
	if k.finished {
		return 0, io.EOF
	}
	k.finished = true
	if k.escaped { // it is a key, once Bubble Tea has waited in vain for more
		time.Sleep(lateAfter)
	}
	end := allRead
	if k.pasting {
		end = pasteEnd + allRead
	}
	return copy(p, end), nil
}

// watchPaste notes whether a paste has begun and not ended.
func (k *keyboard) watchPaste(data []byte) {
	start, end := bytes.LastIndex(data, []byte(pasteStart)), bytes.LastIndex(data, []byte(pasteEnd))
	if start != end { // one of them is there
		k.pasting = start > end
	}
}

// translate turns the console's keys into xterm's.
func translate(data []byte) []byte {
	if bytes.Contains(data, []byte("\x1b[[")) {
		for console, xterm := range consoleKeys {
			data = bytes.ReplaceAll(data, []byte(console), []byte(xterm))
		}
	}
	return data
}

// partial is how many bytes at the end are the beginning of something longer: a
// character, or a control sequence; Esc may be a key.
func partial(data []byte) int {
	for n := 1; n <= min(len(data), utf8.UTFMax); n++ {
		if b := data[len(data)-n]; b >= 0xc0 {
			if !utf8.FullRune(data[len(data)-n:]) {
				return n
			}
			break
		}
	}
	esc := bytes.LastIndexByte(data, 0x1b)
	switch {
	case esc < 0 || esc+1 < len(data) && data[esc+1] != '[':
		return 0
	case esc+1 == len(data):
		return 1
	}
	tail := data[esc+2:]
	if len(tail) > 32 {
		return 0 // no sequence of ours
	}
	for i, b := range tail {
		begins := i == 0 && b == '['
		if final := 0x40 <= b && b <= 0x7e; final && !begins {
			return 0
		}
	}
	return len(data) - esc
}
