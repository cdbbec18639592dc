//go:build unix

package ui

import (
	"io"
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
		k, err := newKeyboard(r)
		if err != nil {
			t.Fatal(err)
		}
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
	k, err := newKeyboard(r)
	if err != nil {
		t.Fatal(err)
	}
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

// TestKeyboardFinishes: what can be read without waiting is handed on, an Esc that
// is a key and a paste that has not ended included, then a word that that was all,
// and then the end.
func TestKeyboardFinishes(t *testing.T) {
	for sent, want := range map[string]string{"": allRead, "61\r4": "61\r4" + allRead, "7\x1b": "7\x1b" + allRead, "\x1b[200~12": "\x1b[200~12" + pasteEnd + allRead} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		k, err := newKeyboard(r)
		if err != nil {
			t.Fatal(err)
		}
		got := make(chan string)
		go func() {
			all, err := io.ReadAll(k)
			if err != nil {
				t.Error(err)
			}
			got <- string(all)
		}()
		if _, err := w.WriteString(sent); err != nil {
			t.Fatal(err)
		}
		if !k.finish() {
			t.Fatal("nothing will come")
		}
		if all := <-got; all != want {
			t.Errorf("%q: handed on %q, want %q", sent, all, want)
		}
		w.Close()
		r.Close()
	}
}

// TestKeyboardPauses: nothing is read while the terminal is another program's.
func TestKeyboardPauses(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	k, err := newKeyboard(r)
	if err != nil {
		t.Fatal(err)
	}
	read := func() (string, error) {
		buf := make([]byte, 64)
		n, err := k.Read(buf)
		return string(buf[:n]), err
	}
	waiting := make(chan string)
	go func() { s, _ := read(); waiting <- s }()
	k.pause()
	if _, err := w.WriteString("ls"); err != nil {
		t.Fatal(err)
	}
	if s := <-waiting; s != "" {
		t.Errorf("read %q", s)
	}
	if s, err := read(); s != "" || err != nil {
		t.Errorf("read %q, %v", s, err)
	}
	k.resume()
	for s := ""; s != "ls"; {
		if s, err = read(); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := read(); err != io.EOF {
		t.Errorf("after Close: %v", err)
	}
}
