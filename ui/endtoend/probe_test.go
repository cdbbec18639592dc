//go:build unix

package endtoend

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// conversation reads what the program sends until it holds the text.
func conversation(t *testing.T, line io.Reader, want string) string {
	t.Helper()
	var got bytes.Buffer
	buf := make([]byte, 4096)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		n, err := line.Read(buf)
		got.Write(buf[:n])
		if strings.Contains(got.String(), want) {
			return got.String()
		}
		if err != nil {
			break
		}
	}
	t.Fatalf("%q did not come: %q", want, got.String())
	return ""
}

// TestWidthProbe: the terminal is asked once how wide it draws an ambiguous
// character, and what it says moves what follows such a character. Without an
// answer, and with --no-probe, everything goes on just the same.
func TestWidthProbe(t *testing.T) {
	for _, c := range []struct {
		name, answer string
		args         []string
		column       string // where the cursor is sent behind “α” in a text
	}{
		{"narrow", "\x1b[2;2R", nil, "3G"},
		{"wide", "\x1b[2;3R", nil, "4G"},
		{"silent", "", nil, "3G"},
		{"not asked", "\x1b[2;3R", []string{"--no-probe"}, "3G"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := newReport(t)
			cmd := command(dir, append([]string{"edit", "某某镇"}, c.args...)...)
			cmd.Env = append(cmd.Env, "TERM=xterm-256color")
			line, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { cmd.Process.Kill(); cmd.Wait(); line.Close() }() // it has served
			first := conversation(t, line, "封面")
			if asked := strings.Count(first, "\x1b[6n"); (asked == 1) != (len(c.args) == 0) {
				t.Errorf("asked %d times", asked)
			}
			io.WriteString(line, c.answer+"1") // into the text
			conversation(t, line, "五方面")
			io.WriteString(line, "α年")
			got := conversation(t, line, "年")
			if !strings.Contains(got, "α\x1b["+c.column) && !strings.Contains(got, ";"+strings.TrimSuffix(c.column, "G")+"H年") {
				t.Errorf("behind α the cursor goes elsewhere: %q", got)
			}
		})
	}
}
