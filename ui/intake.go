package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/progress"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"nianbao/model"
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
func (s *intakeScreen) typing() bool                   { return false }
func (s *intakeScreen) do(*App, keymap.Action) tea.Cmd { return nil }

func (s *intakeScreen) text(a *App, _ string) tea.Cmd {
	a.inform(say("正在收报，按 {key:back} 停下"))
	return nil
}

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

// collect takes in files, or all in a folder, and shows what came of it.
func (s *unitsScreen) collect(a *App, paths ...string) tea.Cmd {
	if a.locked() {
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	shown := &intakeScreen{stop: stop}
	x := s.collector(a).Apart()
	office := *x.Office
	office.Progress = shown.begin
	x.Office = &office
	if _, chosen := a.top().(*chooseScreen); chosen {
		a.pop()
	}
	a.push(shown)
	work := background(func() func() tea.Cmd {
		in, err := x.Collect(ctx, paths, false)
		stop()
		return func() tea.Cmd {
			shown.ended = true
			a.stack = slices.DeleteFunc(a.stack, func(o screen) bool { return o == screen(shown) }) // help may lie over it
			if err != nil {
				a.fail(err)
				return nil
			}
			cmd := s.look(a, nil)
			if !in.Edit.Empty() {
				cmd = tea.Batch(cmd, a.applied(in.Edit, strings.TrimSuffix(in.String(), "。")))
			}
			a.push(newPage("收报的结果", in.Lines()...))
			s.askWhose(a, in.Left, nil)
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

// askWhose asks of each file whose unit is not certain which one it is. The name that it has is
// from then on one of the unit's; the files that were told of are taken in at the end.
func (s *unitsScreen) askWhose(a *App, left []collecting.NotTaken, told []string) tea.Cmd {
	i := slices.IndexFunc(left, func(f collecting.NotTaken) bool { return len(f.Candidates) > 0 })
	if i < 0 {
		if len(told) == 0 {
			return nil
		}
		a.pop() // what came of it the first time
		return s.collect(a, told...)
	}
	f, rest := left[i], left[i+1:]
	const most = 5
	var options []option
	for k, unit := range f.Candidates[:min(len(f.Candidates), most)] {
		options = append(options, option{itoa(k + 1), "是" + unit + "的，以后这样写的也是", func() tea.Cmd {
			u := a.session().Report().Units[unit]
			u.Aliases = append(slices.Clone(u.Aliases), f.Written)
			cmd := a.applied(model.SetListed(a.session().Report(), unit+"又叫"+f.Written, u), "")
			return tea.Batch(cmd, s.askWhose(a, rest, append(told, f.File)))
		}})
	}
	options = append(options, option{"n", "都不是，不收", func() tea.Cmd { return s.askWhose(a, rest, told) }})
	a.push(&confirmScreen{heading: "是哪个单位的", lines: []string{"「" + filepath.Base(f.File) + "」里写的单位是「" + f.Written + "」，名单上没有这个名称，像是下面的："}, options: options, decline: "不再问：没有收的在下面列着"})
	return nil
}
