package ui

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"time"
	"unicode/utf8"
)

// keyboard is the terminal's input, made fit for Bubble Tea: F1 to F5 of the
// Linux console, which it would take for letters, become xterm's; a sequence or a
// character of which a slow line has brought a part only waits for the rest; and
// a paste whose end was lost is ended by the next key.
type keyboard struct {
	*os.File
	rest    []byte    // read, and not handed on yet
	pasting bool      // the start of a paste has come, its end has not
	at      time.Time // of the last read
}

// consoleKeys are the console's sequences (console_codes(4), terminfo linux),
// which begin like no other terminal's.
var consoleKeys = map[string]string{"\x1b[[A": "\x1bOP", "\x1b[[B": "\x1bOQ", "\x1b[[C": "\x1bOR", "\x1b[[D": "\x1bOS", "\x1b[[E": "\x1b[15~"}

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"

	// lateAfter is how long the rest of a sequence may take; Bubble Tea itself
	// waits 50 ms.
	lateAfter = 500 * time.Millisecond
	// escAfter is how long the rest may take after Esc, which may be a key.
	escAfter = 40 * time.Millisecond
	// lostAfter is how long a paste may pause before its end counts as lost.
	lostAfter = 3 * time.Second
)

// Read hands on what has come, but for a part of something at its end, which it
// waits for.
func (k *keyboard) Read(p []byte) (int, error) {
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
		n, err := k.File.Read(chunk)
		k.at = time.Now()
		data = append(data, chunk[:n]...)
		wait := lateAfter
		if bytes.HasSuffix(data, []byte("\x1b")) {
			wait = escAfter
		}
		if err != nil || partial(data) == 0 || len(data) >= room || !readable(k.File, wait) {
			k.watchPaste(data)
			return copy(p, translate(data)), err
		}
	}
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
		if b >= 0x40 && b <= 0x7e && (b != '[' || i > 0) {
			return 0
		}
	}
	return len(data) - esc
}

// typed is where Bubble Tea reads keys from. On Windows it reads the console's
// own records and needs the file itself.
func typed(in *os.File) io.Reader {
	if runtime.GOOS == "windows" {
		return in
	}
	return &keyboard{File: in}
}
