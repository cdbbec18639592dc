package display

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
)

// randomFrame is the frame before it with some lines, or parts of lines,
// changed: what a session looks like, and worse.
func randomFrame(rng *rand.Rand, last Frame, w, h int) Frame {
	f := Frame{W: w, H: h, Lines: make([]string, h)}
	copy(f.Lines, last.Lines)
	for range 1 + rng.IntN(5) {
		y := rng.IntN(h)
		if old := []rune(f.Lines[y]); len(old) > 4 && rng.IntN(2) == 0 && !strings.Contains(f.Lines[y], "\x1b") {
			at := rng.IntN(len(old) - 2)
			f.Lines[y] = string(old[:at]) + randomLine(rng, 1+rng.IntN(6)) + string(old[at+1+rng.IntN(2):])
			continue
		}
		f.Lines[y] = randomLine(rng, rng.IntN(w))
	}
	if rng.IntN(4) > 0 {
		f.Cursor = &Position{rng.IntN(w), rng.IntN(h)}
	}
	return f
}

func randomLine(rng *rand.Rand, n int) string {
	var b strings.Builder
	words := []string{"政府", "信息公开", "件", "1", "23", " ", "   ", "（一）", "「引」", "abc", "、", "。", "“", "”", "—", "…", "①", "é", "e\u0301", "─", "Ａ", "年12月", "×", "㈠"}
	for range n / 3 {
		switch rng.IntN(14) {
		case 0:
			fmt.Fprintf(&b, "\x1b[%sm", []string{"1", "2", "7", "1;31", "32", "95", "0", "", "22", "27", "39"}[rng.IntN(11)])
		default:
			b.WriteString(words[rng.IntN(len(words))])
		}
	}
	if strings.Contains(b.String(), "\x1b") {
		b.WriteString("\x1b[m")
	}
	return b.String()
}

// whole draws a frame from nothing, without any cleverness.
func whole(f Frame) string {
	fresh := Display{hidden: true}
	return "\x1b[m\x1b[2J" + fresh.update(f)
}

// plainly draws a frame a line at a time, as written, without parsing it.
func plainly(f Frame) string {
	s := "\x1b[?7l\x1b[m\x1b[2J"
	for y, l := range f.Lines {
		s += fmt.Sprintf("\x1b[%d;1H%s\x1b[m", y+1, l)
	}
	if f.Cursor == nil {
		return s + "\x1b[?25l"
	}
	return s + fmt.Sprintf("\x1b[?25h\x1b[%d;%dH", f.Cursor.Y+1, f.Cursor.X+1)
}

// TestFramesInEmulator: 2,000 frames sent as changes leave the terminal as the
// same frames drawn whole do.
func TestFramesInEmulator(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 11))
		w, h := 20+rng.IntN(100), 5+rng.IntN(30)
		changes, wholes := vt.NewEmulator(w, h), vt.NewEmulator(w, h)
		write(t, changes, "\x1b[?7l\x1b[?25l\x1b[2J")
		s := Display{hidden: true}
		var f Frame
		sent, full := 0, 0
		for i := range 500 {
			f = randomFrame(rng, f, w, h)
			text := s.update(f)
			sent += len(text)
			write(t, changes, text)
			text = "\x1b[?7l\x1b[?25l" + whole(f)
			full += len(text)
			write(t, wholes, text)
			a, b := changes.Render(), wholes.Render()
			if a != b {
				t.Fatalf("seed %d, frame %d: changes give\n%q\nthe whole frame\n%q", seed, i, a, b)
			}
			if f.Cursor != nil && changes.CursorPosition() != wholes.CursorPosition() || changes.CursorHidden() != wholes.CursorHidden() {
				t.Fatalf("seed %d, frame %d: cursor %v, want %v", seed, i, changes.CursorPosition(), wholes.CursorPosition())
			}
		}
		t.Logf("%d×%d: %d bytes for 500 frames as changes, %d whole", w, h, sent, full)
	}
}

func write(t *testing.T, e *vt.Emulator, s string) {
	t.Helper()
	if _, err := e.WriteString(s); err != nil {
		t.Fatal(err)
	}
}

// TestFramesInTmux is the same in a terminal that thinks for itself about
// widths: 2,000 frames as changes, and the last one drawn plainly.
func TestFramesInTmux(t *testing.T) {
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	const w, h, frames = 80, 24, 2000
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 5))
		s := Display{hidden: true}
		var f Frame
		var changes strings.Builder
		changes.WriteString("\x1b[?7l\x1b[2J")
		for range frames {
			f = randomFrame(rng, f, w, h)
			changes.WriteString(s.update(f))
		}
		// Parsed, because tmux may reset attributes before or after a line's end.
		got, want := inTmux(t, changes.String(), w, h), inTmux(t, plainly(clipped(f)), w, h)
		if !slices.Equal(cells(got), cells(want)) {
			t.Errorf("seed %d: after %d frames tmux shows\n%s\nwant\n%s", seed, frames, got, want)
		}
	}
}

// cells are the characters of captured lines with their looks.
func cells(captured string) row {
	r := parse(strings.ReplaceAll(captured, "\n", "$"), 100_000)
	for i := range r {
		if r[i].text == "$" {
			r[i].look = 0
		}
	}
	return r
}

// clipped is the frame with its lines cut to the screen as parse cuts them.
func clipped(f Frame) Frame {
	lines := make([]string, len(f.Lines))
	for y, l := range f.Lines {
		for x, c := range parse(l, f.W) {
			if c.width == 0 {
				continue
			}
			lines[y] += fmt.Sprintf("\x1b[%dG%s%s", x+1, c.look.sgr(false), c.text)
		}
	}
	f.Lines = lines
	return f
}

// inTmux is what a tmux pane shows after the text was sent to it.
func inTmux(t *testing.T, text string, w, h int) string {
	t.Helper()
	dir := t.TempDir()
	file, socket := filepath.Join(dir, "frames"), filepath.Join(dir, "tmux") // a server of its own
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	tmux := func(args ...string) string {
		c := exec.Command("tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...)
		c.Env = append(os.Environ(), "LANG=C.UTF-8", "TERM=xterm-256color")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "-s", "frames",
		"stty raw -echo; cat '"+file+"'; printf '\\033]2;shown\\007'; sleep 60")
	defer tmux("kill-server")
	tmux("set-option", "-t", "frames", "status", "off")
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(tmux("display-message", "-p", "-t", "frames", "#{pane_title}"), "shown"); {
		if time.Now().After(deadline) {
			t.Fatal("tmux does not come to the end of the frames")
		}
		time.Sleep(20 * time.Millisecond)
	}
	return tmux("capture-pane", "-p", "-e", "-t", "frames")
}

// slowWriter takes its time.
type slowWriter struct {
	mu   sync.Mutex
	text strings.Builder
}

func (w *slowWriter) Write(p []byte) (int, error) {
	time.Sleep(5 * time.Millisecond)
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

// until waits until the terminal was sent a text.
func (w *slowWriter) until(t *testing.T, text string) string {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		w.mu.Lock()
		got := w.text.String()
		w.mu.Unlock()
		if strings.Contains(got, text) {
			return got
		}
		if time.Now().After(deadline) {
			t.Fatalf("%q was not sent: %q", text, got)
		}
	}
}

func TestLastFrameIsShown(t *testing.T) {
	out := &slowWriter{}
	d := New(out, 60, true)
	tap := Tap{Display: d}
	frame := func(i int) Frame {
		return Frame{W: 20, H: 2, Lines: []string{"\x1b[31m" + fmt.Sprint("frame ", i)}}
	}
	d.Show(frame(0)) // does not wait for Bubble Tea to enter the other screen
	for i := range 200 {
		d.Show(frame(i))
	}
	d.Show(Frame{W: 20, H: 2, Lines: []string{"THE END"}})
	got := out.until(t, "THE END")
	if !strings.HasPrefix(got, enter) || strings.Count(got, "frame") > 20 || strings.Contains(got, "31m") {
		t.Errorf("sent %q", got)
	}
	// Of what Bubble Tea writes nothing passes.
	if _, err := tap.Write([]byte(enter + "\x1b[2J\x1b[H\x1b[1mcleared\r\n\x1b[?2004h\x1b]2;x\a\x1b[?u\x1b[K")); err != nil {
		t.Fatal(err)
	}
	d.Send("\x1b]52;c;YQ==\a")
	if got = out.until(t, "YQ==\a"); strings.Contains(got, "cleared") || strings.Contains(got, "\r") || strings.Count(got, enter) != 1 {
		t.Errorf("sent %q", got)
	}
	d.Redraw()
	for strings.Count(out.until(t, "THE END"), "THE END") < 2 {
		time.Sleep(time.Millisecond)
	}
	if _, err := tap.Write([]byte(leave)); err != nil {
		t.Fatal(err)
	}
	d.Show(frame(500)) // too late
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d.Show(frame(501))
	if got := out.until(t, leave); !strings.HasSuffix(got, "\x1b[?7h"+leave+given) || strings.Count(got, leave) != 1 {
		t.Errorf("after the way back was sent %q", got[strings.Index(got, leave):])
	}
}

// TestModes: what is asked of the terminal stands before the first frame, once, and is
// given back once, whoever is first with it; a sitting that is stopped for a while asks anew.
func TestModes(t *testing.T) {
	out := &slowWriter{}
	d := New(out, 60, false)
	tap := Tap{Display: d}
	d.Show(Frame{W: 20, H: 2, Lines: []string{"one"}, Title: "年报"})
	if got := out.until(t, "one"); !strings.HasPrefix(got, enter+asking+"\x1b]2;年报\a") {
		t.Errorf("sent %q", got)
	}
	d.Show(Frame{W: 20, H: 2, Lines: []string{"two"}, Title: "年报", Mouse: true})
	out.until(t, mouseOn)
	d.Show(Frame{W: 20, H: 2, Lines: []string{"six"}, Title: "年报"})
	out.until(t, mouseOff)
	d.Show(Frame{W: 20, H: 2, Lines: []string{"ten"}, Title: "年报", Mouse: true})
	out.until(t, "ten")
	if _, err := tap.Write([]byte("\x1b[>4m" + leave + "\x1b[?25h")); err != nil {
		t.Fatal(err)
	}
	stopped := out.until(t, leave)
	if !strings.HasSuffix(stopped, quitting+leave+given+mouseOff) {
		t.Errorf("sent %q", stopped)
	}
	d.Resume()
	if again := out.until(t, enter+asking+"\x1b]2;年报\a"+mouseOn); strings.Count(again, leave) != 1 {
		t.Errorf("sent %q", again)
	}
	for strings.Count(out.until(t, "ten"), "ten") < 2 {
		time.Sleep(time.Millisecond)
	}
	if err := d.Close(); err != nil { // Bubble Tea was cut off and has not said a word
		t.Fatal(err)
	}
	if got := out.until(t, leave); strings.Count(got, leave) != 2 || strings.Count(got, enter) != 2 || !strings.HasSuffix(got, given+mouseOff) {
		t.Errorf("sent %q", got)
	}
}

func BenchmarkUpdate(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var frames []Frame
	var f Frame
	for range 100 {
		f = randomFrame(rng, f, 120, 40)
		frames = append(frames, f)
	}
	s := Display{hidden: true}
	i := 0
	for b.Loop() {
		s.update(frames[i%len(frames)])
		i++
	}
}
