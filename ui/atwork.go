package ui

import (
	"math"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/theme"
)

// How often the desk is told that time goes by: less often once nobody has pressed a
// key and nothing has come for a while. What others save has to be seen within five
// seconds, and a hundred screens that nobody looks at are to cost nothing.
const (
	pollEvery  = 2 * time.Second
	pollSeldom = 4500 * time.Millisecond
	restAfter  = 20 * time.Second
)

type pollMsg struct{}

// idle tells a sitting in which nothing happens.
type idle struct {
	stirred time.Time // when a key or news came last
	drawn   int64     // the minute of the last poll that had the screen drawn: it says how long ago things were
	still   bool      // what came last changes nothing on the screen
	resting bool      // nothing has happened for a while
	begun   bool      // the first poll has come
}

// settle gives memory back once nothing happens any more: a sitting keeps what opening
// its report took, and a hundred of them lie open all day.
func (i *idle) settle(now time.Time) tea.Cmd {
	was := i.resting
	i.resting = now.Sub(i.stirred) >= restAfter
	if was || !i.resting {
		return nil
	}
	return func() tea.Msg {
		debug.FreeOSMemory()
		return nil
	}
}

// inHaste has nothing be cleared away while the program starts, which is most of what the
// processor would do then; atEase ends that with the first poll.
func inHaste() {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(32 << 20)
}

func atEase() {
	debug.SetGCPercent(100)
	debug.SetMemoryLimit(math.MaxInt64)
}

// every is how soon the next poll is due.
func (i *idle) every(now time.Time) time.Duration {
	if now.Sub(i.stirred) < restAfter {
		return pollEvery
	}
	return pollSeldom
}

// turned reports that another minute has begun since it was asked last.
func (i *idle) turned(now time.Time) bool {
	minute := now.Unix() / 60
	was := i.drawn
	i.drawn = minute
	return was != minute
}

// deskMsg brings to the desk what has come of something that it wanted done.
type deskMsg struct{ desk.Event }

func itoa(n int) string { return strconv.Itoa(n) }

// roundDesk is what stands round the desk of an App.
type roundDesk struct{ *App }

func (r roundDesk) Store() backend.Store                  { return r.deps.Store }
func (r roundDesk) Files() desk.Files                     { return r.deps.Files }
func (r roundDesk) SessionID() string                     { return r.deps.SessionID() }
func (r roundDesk) User() string                          { return r.deps.User }
func (r roundDesk) RescueDirs() []string                  { return r.deps.RescueDirs }
func (r roundDesk) Place() string                         { return r.placeString() }
func (r roundDesk) Half() bool                            { return r.here().Half() || pending(r.App) != "" }
func (r roundDesk) Asking() bool                          { return r.asking() }
func (r roundDesk) Say(format string, args ...any) string { return say(format, args...) }
func (r roundDesk) Limit() <-chan time.Time               { return time.After(closeLimit) }

// closeLimit is how long Close waits for the store; then a rescue file is written.
var closeLimit = 10 * time.Second

// carry does what the desk wants done.
func (a *App) carry(effects []desk.Effect) tea.Cmd {
	var cmds []tea.Cmd
	for _, e := range effects {
		cmds = append(cmds, a.carryOne(e))
	}
	return tea.Batch(cmds...)
}

func (a *App) carryOne(e desk.Effect) tea.Cmd {
	switch e := e.(type) {
	case desk.Work:
		return func() (msg tea.Msg) {
			defer rethrown(&msg)
			return deskMsg{e.Do()}
		}
	case desk.Timer:
		return a.deps.Tick(e.After, deskMsg{e.Event})
	case desk.Said:
		if e.Warning {
			a.warn(e.Text)
		} else {
			a.inform(e.Text)
		}
	case desk.Failed:
		a.fail(e.Err)
	case desk.Kept:
		a.notice = notice{"! 您写的都在，另存在 " + filepath.Dir(e.Path) + " 的 " + desk.RescuePrefix + "….json 里，可以接着填。" + e.Err.Error() + "。" + backend.Hint(e.Err), theme.Error}
	case desk.LastYear:
		a.last = asLast(e.Report, a.session().Report().Form)
		a.refresh()
	case desk.Replaced:
		a.refresh()
		a.showTexts()
	case desk.Joined:
		a.joined(e)
	case desk.Ask:
		a.push(questionScreen(a, e.Question))
	case desk.Withdraw:
		return a.withdraw(e.Then)
	case desk.Left:
		next := a.next
		a.next = nil
		return next()
	case desk.Unchanged:
		a.idle.still = true
	case desk.StoreChanged:
		return a.list().load(a)
	case desk.SeenTo:
		return a.list().setAside(a, e.Path)
	case desk.Met:
		a.arrivals.met(a, e)
	}
	return nil
}

// waitFor is carry for work that keys have to wait for.
func (a *App) waitFor(w desk.Work) tea.Cmd {
	return a.wait(func() func() tea.Cmd {
		e := w.Do()
		return func() tea.Cmd { return a.carry(a.desk.On(a.deps.Now(), e)) }
	})
}

// session is the sitting over the report in hand; nil in the list.
func (a *App) session() *model.Session { return a.desk.Session() }

// busy reports that keys have to wait: the report is being saved to be left, or
// another screen is about to come.
func (a *App) busy() bool { return a.desk.Leaving() || a.waiting }

// saveSoon has what was changed saved by itself.
func (a *App) saveSoon() tea.Cmd { return a.carry(a.desk.Edited(a.deps.Now())) }

func (a *App) save() tea.Cmd { return a.carry(a.desk.Save(a.deps.Now())) }

// leave saves and then goes on: to the list, to another report, to the shell.
func (a *App) leave(next func() tea.Cmd) tea.Cmd {
	if a.session() == nil {
		return next()
	}
	a.next = next
	return a.carry(a.desk.Leave(a.deps.Now()))
}

// poll has the desk look, every now and then, at what others have changed.
func (a *App) poll() tea.Cmd { return a.deps.Tick(a.idle.every(a.deps.Now()), pollMsg{}) }

func (a *App) polled() tea.Cmd {
	if !a.idle.begun {
		a.idle.begun = true
		atEase()
	}
	was := a.notice
	if a.session() != nil {
		a.arrivals.tell(&a.notice)
	}
	now := a.deps.Now()
	effects := a.desk.Tick(now)
	cmd := a.carry(effects)
	if s, ok := a.top().(watcher); ok {
		cmd = tea.Batch(cmd, s.watch(a))
	}
	nothing := a.notice == was && !slices.ContainsFunc(effects, shows)
	a.idle.still = nothing && !a.idle.turned(now)
	if a.session() != nil && a.session().Dirty() {
		a.idle.stirred, a.idle.still = now, false // it is to be seen to soon
	}
	return tea.Batch(a.poll(), a.idle.settle(now), cmd)
}

// shows reports an effect that may change the screen; what work comes to, its event says.
func shows(e desk.Effect) bool {
	switch e.(type) {
	case desk.Work, desk.Timer:
		return false
	}
	return true
}

// brought takes to the desk what has come of something that it wanted done.
func (a *App) brought(e desk.Event) tea.Cmd {
	now := a.deps.Now()
	effects := a.desk.On(now, e)
	cmd := a.carry(effects)
	if !a.idle.still && len(effects) > 0 {
		a.idle.stirred = now
	}
	return cmd
}

// status tells the truth about saving, in a few words.
func (a *App) status() string {
	if a.session() == nil {
		return ""
	}
	status, at := a.desk.Status()
	said := map[desk.Status]string{
		desk.Looking: "只看", desk.Failing: "! 没有保存", desk.Storing: "正在保存", desk.Unsaved: "未保存",
		desk.Untouched: "无改动", desk.Saved: "已保存 " + at.Format("15:04"),
	}[status]
	if stands := status == desk.Untouched || status == desk.Saved; stands && a.session().Report().State == model.Final {
		said = "已定稿"
	}
	if status == desk.Saved && a.example != nil {
		said = "例子，不保留"
	}
	return counts(a.findings, true) + "  " + said + " "
}

// joined shows what others have changed.
func (a *App) joined(j desk.Joined) {
	a.refresh()
	if len(j.Changed) > 0 {
		a.warn(j.News(a.session().Report(), say))
		warnTyping(a, j)
		for _, t := range j.Changed {
			a.showText(t)
			a.changedBy[t] = j.By.Of(t)
		}
		for _, s := range a.stack {
			if form, ok := s.(*formScreen); ok {
				form.follow(a.session().Report())
			}
		}
	}
	if j.Undone {
		finishAnew(a, j.By)
	}
	if j.Locked && a.here().Half() {
		a.keepHalf(j.By.Of(desk.StateTarget))
	}
}

// warnTyping says that the very cell being typed into was changed: Enter then
// writes over a figure that the operator has been told of.
func warnTyping(a *App, j desk.Joined) {
	table, ok := a.top().(*tableScreen)
	if !ok || !table.typing() {
		return
	}
	t := model.Target{Kind: model.TargetCell, Key: string(table.current().ID)}
	if slices.Contains(j.Changed, t) {
		a.warn(say("这一格刚被%s改为 %s：按 {key:cell.commit} 选用哪个（您的 %s），按 {key:cell.cancel} 用对方的",
			j.By.Of(t), model.ShowValue(t, a.session().Report().Get(t)), table.grid.Input()))
	}
}
