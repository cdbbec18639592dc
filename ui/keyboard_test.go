//go:build unix

package ui

import (
	"os"
	"testing"
	"time"
)

// TestKeyboardJoinsWhatWasSplit: whatever a slow line cuts a character or a
// sequence into, Bubble Tea gets it whole; the console's keys become xterm's.
func TestKeyboardJoinsWhatWasSplit(t *testing.T) {
	for _, c := range []struct{ sent, want string }{
		{"呑府２", "呑府２"}, {"\x1b[<0;35;8M", "\x1b[<0;35;8M"}, {"\x1b[2;3R", "\x1b[2;3R"}, {"\x1b[[B", "\x1bOQ"}, {"\x1b[[E1", "\x1b[15~1"}, {"𠮷\x1b[A", "𠮷\x1b[A"},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		k := &keyboard{File: r}
		go func() {
			defer w.Close()
			for i := range len(c.sent) {
				w.Write([]byte{c.sent[i]}) // the reader says if it's lacking
				if c.sent[i] != 0x1b {     // Esc may be a key, and waits a moment only
					time.Sleep(30 * time.Millisecond)
				}
			}
		}()
		got, parts := "", 0
		buf := make([]byte, 256)
		for {
			n, err := k.Read(buf)
			if err != nil {
				break
			}
			got += string(buf[:n])
			parts++
			if p := partial(buf[:n]); p > 0 {
				t.Errorf("%q: handed on %q", c.sent, buf[:n])
			}
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.sent, got, c.want)
		}
	}
}

// TestKeyboardEndsALostPaste: the first key after a pause ends it.
func TestKeyboardEndsALostPaste(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	k := &keyboard{File: r}
	read := func(send string) string {
		if _, err := w.WriteString(send); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 256)
		n, err := k.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		return string(buf[:n])
	}
	if got := read("\x1b[200~12"); got != "\x1b[200~12" || !k.pasting {
		t.Fatalf("%q", got)
	}
	k.at = k.at.Add(-2 * lostAfter)
	if got := read("\x11"); got != "\x1b[201~\x11" || k.pasting {
		t.Errorf("%q", got)
	}
	if got := read("\x1b[200~34\x1b[201~"); k.pasting || got == "" {
		t.Errorf("%q leaves it pasting", got)
	}
}
