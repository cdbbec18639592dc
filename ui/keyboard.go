package ui

import (
	"bytes"
	"io"
	"os"
	"runtime"
)

// keyboard is the terminal's input with F1 to F5 of the Linux console, which
// Bubble Tea does not know and would take for letters, turned into xterm's.
type keyboard struct{ *os.File }

// consoleKeys are the console's sequences (console_codes(4), terminfo linux),
// which begin like no other terminal's.
var consoleKeys = map[string]string{"\x1b[[A": "\x1bOP", "\x1b[[B": "\x1bOQ", "\x1b[[C": "\x1bOR", "\x1b[[D": "\x1bOS", "\x1b[[E": "\x1b[15~"}

// Read leaves room for the sequence that becomes longer.
func (k keyboard) Read(p []byte) (int, error) {
	n, err := k.File.Read(p[:max(len(p)*4/5, 1)])
	if bytes.Contains(p[:n], []byte("\x1b[[")) {
		read := bytes.Clone(p[:n])
		for console, xterm := range consoleKeys {
			read = bytes.ReplaceAll(read, []byte(console), []byte(xterm))
		}
		n = copy(p, read)
	}
	return n, err
}

// typed is where Bubble Tea reads keys from. On Windows it reads the console's
// own records and needs the file itself.
func typed(in *os.File) io.Reader {
	if runtime.GOOS == "windows" {
		return in
	}
	return keyboard{in}
}
