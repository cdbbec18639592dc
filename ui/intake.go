package ui

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/progress"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"nianbao/ui/collecting"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// intakeScreen shows how far taking in units' files has come, and stops it.
type intakeScreen struct {
	stop  context.CancelFunc
	ended bool
	what  atomic.Pointer[string] // is being done
	total atomic.Int64
	done  atomic.Int64
}

// intakeMsg has the screen drawn anew.
type intakeMsg struct{}

// drawEvery is how often.
const drawEvery = 200 * time.Millisecond

// begin is [collecting.Progress] of the screen.
func (s *intakeScreen) begin(what string, total int) collecting.Progress {
	s.what.Store(&what)
	s.total.Store(int64(total))
	s.done.Store(0)
	return s
}

func (s *intakeScreen) Step() { s.done.Add(1) }
func (s *intakeScreen) End()  {}

func (s *intakeScreen) title(a *App) string {
	return a.session().Report().Name() + "  收各单位的报告"
}
func (s *intakeScreen) scopes() []keymap.Scope         { return []keymap.Scope{keymap.InConfirm} }
func (s *intakeScreen) typing() bool                   { return true }
func (s *intakeScreen) do(*App, keymap.Action) tea.Cmd { return nil }
func (s *intakeScreen) text(*App, string) tea.Cmd      { return nil }
func (s *intakeScreen) asks() (must bool)              { return true }

func (s *intakeScreen) back(a *App) tea.Cmd {
	s.stop()
	a.inform("正在停下：手上的这一份存好就停")
	return nil
}

func (s *intakeScreen) view(_ *App, w, _ int) frame {
	lines := []string{width.Rule(w), ""}
	what := s.what.Load()
	if what == nil {
		return frame{lines: append(lines, "  正在看有哪些文件……")}
	}
	done, total := s.done.Load(), s.total.Load()
	look := progress.New(progress.WithWidth(min(w-20, 50)), progress.WithFillCharacters('#', '.'), progress.WithColors(lipgloss.NoColor{}), progress.WithoutPercentage())
	look.EmptyColor = lipgloss.NoColor{}
	lines = append(lines, fmt.Sprintf("  %s [%s] %d/%d", *what, look.ViewAs(float64(done)/float64(max(total, 1))), done, total), "")
	return frame{lines: append(lines, say("  按 {key:back} 停下：已经存好的留着，再收一次就接着收"))}
}

// collect takes in a file, or all in a folder, and shows what came of it.
func (s *unitsScreen) collect(a *App, path string) tea.Cmd {
	if a.locked() {
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	shown := &intakeScreen{stop: stop}
	x := s.collector(a).Apart()
	office := *x.Office
	office.Progress = shown.begin
	x.Office = &office
	a.pop() // the choice of the file
	a.push(shown)
	work := background(func() func() tea.Cmd {
		in, err := x.Collect(ctx, []string{path}, false)
		stop()
		return func() tea.Cmd {
			shown.ended = true
			a.pop()
			if err != nil {
				a.fail(err)
				return nil
			}
			cmd := s.look(a, nil)
			if !in.Edit.Empty() {
				cmd = tea.Batch(cmd, a.applied(in.Edit, in.String()))
			}
			a.push(newPage("收报的结果", in.Lines()...))
			return cmd
		}
	})
	return tea.Batch(work, a.deps.Tick(drawEvery, intakeMsg{}))
}

// drawn has the screen drawn again while it is there.
func (s *intakeScreen) drawn(a *App) tea.Cmd {
	if s.ended {
		return nil
	}
	return a.deps.Tick(drawEvery, intakeMsg{})
}
