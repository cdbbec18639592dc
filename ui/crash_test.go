//go:build unix

package ui

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"nianbao/model"
)

// brokenScreen is a screen with a fault in it.
type brokenScreen struct{ *helpScreen }

func (brokenScreen) view(*App, int, int) frame { panic("fault in a view") }

// brokenStore is a store with a fault in it.
type brokenStore struct{ *fakeStore }

func (brokenStore) LogPage(string, int, int) (model.LogPage, error) { panic("fault in the background") }

// TestFault: a fault of the program, wherever it is, gives the terminal back,
// saves, and says where its report is, which has nothing of what was filled in.
func TestFault(t *testing.T) {
	for what, provoke := range map[string]func(*App){
		"fault in a view":         func(a *App) { a.push(brokenScreen{newHelp(nil)}) },
		"fault in the background": func(a *App) { a.deps.Store = brokenStore{a.deps.Store.(*fakeStore)} },
		"fault in a key":          func(*App) { panic("fault in a key") },
	} {
		t.Run(what, func(t *testing.T) {
			d := drive(t, 80, 24)
			d.begin()
			name := d.report().Name()
			dir := t.TempDir()
			d.app.deps.RescueDirs, d.app.deps.Tick = []string{filepath.Join(dir, "none"), dir}, func(time.Duration, tea.Msg) tea.Cmd { return nil }
			d.app.start = func() tea.Cmd { return nil }
			line, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer tty.Close()
			before, err := term.GetState(tty.Fd())
			if err != nil {
				t.Fatal(err)
			}
			if err := pty.Setsize(line, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
				t.Fatal(err)
			}
			t.Setenv("TERM", "xterm-256color")
			var out strings.Builder
			var reading sync.WaitGroup
			reading.Go(func() { io.Copy(&out, line) }) // ends with the line
			e := model.SetFigures(d.app.session().Report(), model.CellFigure{Cell: "2.rules.issued", Figure: model.Count(7)})
			if err := d.app.session().Apply(e); err != nil {
				t.Fatal(err)
			}
			d.app.start = func() tea.Cmd {
				return func() tea.Msg {
					return thenMsg(func() tea.Cmd {
						provoke(d.app)
						return openHistory(d.app)
					})
				}
			}
			err = Run(d.app, tty, tty, false)
			after, stateErr := term.GetState(tty.Fd())
			if stateErr != nil || *after != *before {
				t.Error("the terminal is not as it was", stateErr)
			}
			tty.Close()
			line.Close()
			reading.Wait()
			if err == nil || !strings.Contains(err.Error(), "程序出错") || !strings.Contains(err.Error(), "都已存好") {
				t.Fatalf("told %v", err)
			}
			if on, off := strings.Count(out.String(), "\x1b[?1049h"), strings.Count(out.String(), "\x1b[?1049l"); off < on {
				t.Error("the screen is not given back")
			}
			reports, err := filepath.Glob(filepath.Join(dir, "nianbao-出错报告-*.txt"))
			if err != nil || len(reports) != 1 {
				t.Fatal(reports, err)
			}
			text, err := os.ReadFile(reports[0])
			if err != nil || !strings.Contains(string(text), what) || !strings.Contains(string(text), "crash_test.go") || strings.Contains(string(text), name) {
				t.Errorf("%v; the report is:\n%s", err, text)
			}
			if got := d.report().Figures["2.rules.issued"]; got != model.Count(7) {
				t.Errorf("saved is %s", got)
			}
		})
	}
}
