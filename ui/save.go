package ui

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
)

// How soon things are saved and looked at.
const (
	saveDelay  = 300 * time.Millisecond // after the last edit
	saveAtMost = 2 * time.Second        // while edits keep coming
	retryDelay = 3 * time.Second        // after a save has failed
	sealDelay  = time.Second            // a pause that ends a step of undo
	pollEvery  = 2 * time.Second        // looking for others' changes
	askDelay   = time.Second            // without a key, before a question comes up by itself
)

// saver is the state of saving: the status line tells it as it is.
type saver struct {
	generation int       // of edits; a timer of an older one is void
	dirtySince time.Time // the first edit that is not saved yet
	lastEdit   time.Time
	saving     *storing  // the save in progress; nil for none
	savedAt    time.Time // zero before the first save of this sitting
	failure    error     // of the last save; nil when it went well
	leaving    func() tea.Cmd
	stamp      string // of the store, when last looked at
	place      string // last saved
	farewell   string // what Close has said: it may be called again
	closed     bool   // and has saved all, the place as well
	spare      spare
	spares     *spareOrder
	hangs      int // how often ending has waited for what is being opened
	trashed    []model.Summary
}

type autosaveMsg struct{ generation int }
type pollMsg struct{}

func itoa(n int) string { return strconv.Itoa(n) }

// busy reports that keys have to wait: the report is being saved to be left, or
// another screen is about to come.
func (a *App) busy() bool { return a.leaving != nil || a.waiting }

// status tells the truth about saving, in a few words.
func (a *App) status() string {
	if a.session == nil {
		return ""
	}
	counts := counts(a.findings, true) + "  "
	switch {
	case a.looking:
		return counts + "只看 "
	case a.failure != nil:
		return counts + "! 没有保存 "
	case a.storing():
		return counts + "正在保存 "
	case a.session.Dirty():
		return counts + "未保存 "
	case a.session.Report().State == model.Final:
		return counts + "已定稿 "
	case a.savedAt.IsZero():
		return counts + "无改动 "
	}
	return counts + "已保存 " + a.savedAt.Format("15:04") + " "
}

// storing reports whether edits are being saved.
func (a *App) storing() bool { return a.saving != nil && !a.saving.aside }

// saveSoon starts the clock for an automatic save.
func (a *App) saveSoon() tea.Cmd {
	now := a.deps.Now()
	a.lastEdit = now
	if a.dirtySince.IsZero() {
		a.dirtySince = now
	}
	return a.saveAfter(saveDelay)
}

func (a *App) saveAfter(d time.Duration) tea.Cmd {
	a.generation++
	return a.deps.Tick(d, autosaveMsg{a.generation})
}

// autosave saves unless newer edits have started their own clock, which they
// may do for saveAtMost.
func (a *App) autosave(msg autosaveMsg) tea.Cmd {
	if a.session == nil {
		return nil
	}
	if a.asking() { // nothing can be saved before the answer
		return a.keepSpare()
	}
	if msg.generation != a.generation && a.deps.Now().Sub(a.dirtySince) < saveAtMost {
		return nil
	}
	return a.save()
}

// save stores what is unsaved, and where the cursor is; one save at a time.
func (a *App) save() tea.Cmd {
	if a.session == nil || a.saving != nil {
		return nil
	}
	if !a.session.Dirty() {
		return a.savePlace()
	}
	session, saving := a.session, a.store()
	a.saving = saving
	return background(func() func() tea.Cmd {
		x := saving.do()
		if x.fault != nil {
			panic(*x.fault)
		}
		return func() tea.Cmd { return a.saved(session, saving.place, x) }
	})
}

// savePlace stores where the cursor is; that it failed is not worth a word. It is a
// save as others are: an older place never comes after a newer one.
func (a *App) savePlace() tea.Cmd {
	place := a.placeString()
	if place == a.place || a.visiting || a.looking {
		return a.left()
	}
	store, session := a.deps.Store, a.session
	failed := false
	saving := newStoring(func() (x stored) {
		failed = store.SavePlace(session.Report().ID, place) != nil
		return x
	})
	saving.aside, saving.place = true, place
	a.saving = saving
	return background(func() func() tea.Cmd {
		x := saving.do()
		if x.fault != nil {
			panic(*x.fault)
		}
		return func() tea.Cmd {
			a.saving = nil
			switch {
			case session != a.session:
				return nil
			case session.Dirty():
				return tea.Batch(a.saveSoon(), a.left())
			case failed:
				return a.left()
			}
			a.place = place
			return a.savePlace() // it may be another one by now
		}
	})
}

// saved takes note of a save's outcome.
func (a *App) saved(session *model.Session, place string, x stored) tea.Cmd {
	a.saving = nil
	if session != a.session {
		return nil
	}
	if x.take(session); x.revision == 0 {
		return a.saveFailed(x.err)
	}
	switch {
	case x.err != nil:
		a.fail(x.err)
	case a.failure != nil:
		a.inform("现在存好了")
	}
	a.failure, a.dirtySince, a.savedAt, a.place = nil, time.Time{}, a.deps.Now(), place
	if x.joined && a.leaving == nil {
		return a.takeOver()
	}
	if session.Dirty() {
		return a.saveSoon()
	}
	return tea.Batch(a.dropSpare(), a.left())
}

// saveFailed says why nothing was saved. Somebody else's newer revision is
// taken over; anything else is tried again after a while.
func (a *App) saveFailed(err error) tea.Cmd {
	if backend.Code(err) == backend.CodeConflict {
		return a.takeOver()
	}
	a.failure = err
	a.fail(err)
	if next := a.leaving; next != nil {
		a.leaving = nil
		a.push(a.notSavedScreen(err, next))
		return a.keepSpare()
	}
	return tea.Batch(a.keepSpare(), a.saveAfter(retryDelay))
}

// leave saves and then goes on: to the list, to another report, to the shell.
func (a *App) leave(next func() tea.Cmd) tea.Cmd {
	if a.session == nil {
		return next()
	}
	a.leaving = next
	return a.save()
}

// left goes on where leave wanted to, once everything is saved.
func (a *App) left() tea.Cmd {
	switch {
	case a.leaving == nil || a.saving != nil:
		return nil
	case a.session != nil && a.session.Dirty():
		return a.save()
	}
	next := a.leaving
	a.leaving = nil
	return next()
}

// quit saves and ends the program. A figure being typed has to be finished or
// dropped first.
func (a *App) quit() tea.Cmd {
	if s, ok := a.top().(committer); ok {
		if cmd, done := s.commit(a); !done {
			return cmd
		}
	}
	if s, ok := a.top().(holder); ok && s.changed() {
		return s.back(a)
	}
	return a.leave(func() tea.Cmd { return tea.Quit })
}

// closeReport goes back to the list.
func (a *App) closeReport() tea.Cmd {
	return a.leave(func() tea.Cmd {
		list := a.stack[0].(*listScreen)
		list.leaving = a.session.Report().ID
		gone := a.depart()
		a.opened = opened{}
		a.failure, a.savedAt, a.dirtySince, a.place = nil, time.Time{}, time.Time{}, ""
		a.stack = a.stack[:1]
		return tea.Batch(list.load(a), background(func() func() tea.Cmd {
			gone()
			return func() tea.Cmd { return nil }
		}))
	})
}

// Close saves what is unsaved right now, in the caller's time; where the store
// can't take it, a rescue file is written. It is for a dropped line and for the
// time after the loop, and does nothing when all is saved. A figure that is
// still being typed is kept with the place. Close returns what the operator
// should be told, or "".
func (a *App) Close() string {
	if a.session == nil || a.looking {
		return ""
	}
	if a.farewell != "" {
		return a.farewell
	}
	if a.closed && !a.session.Dirty() && a.placeString() == a.place {
		return "" // nothing has come since; another sitting may have gone on from there
	}
	gone := a.depart()
	x := a.saveNow()
	if !x.late {
		defer gone()
	}
	var err error
	switch {
	case a.session.Dirty():
		err = x.err
	case x.err != nil:
		a.farewell = backend.Message(x.err)
	}
	if a.spare.onto != nil {
		err = backend.Unsaved("数据文件换成了较早的")
	}
	if !a.session.Dirty() && err == nil {
		if a.spare.path != "" {
			_ = os.Remove(a.spare.path) // what stays is offered once more, and found to be saved
		}
		place := a.placeString()
		if place != a.place {
			err = a.deps.Store.SavePlace(a.session.Report().ID, place)
		}
		if err == nil || a.farewell != "" {
			a.place, a.closed = place, true
			return a.farewell
		}
		if !a.here().half() && a.pending() == "" {
			return "上次的位置没有记下：" + backend.Message(err)
		}
	}
	path, rescueErr := a.rescue()
	if rescueErr != nil {
		return fmt.Sprintf("没有保存：%s；救援文件也写不了：%s", backend.Message(err), backend.Message(rescueErr))
	}
	a.session.Forget() // it is safe in the file
	why := backend.Message(err)
	if backend.Code(err) == backend.CodeConflict {
		why = "别人先存了新的一稿，要请您选定"
	}
	a.farewell = say("没有存进数据文件（%s）。您的改动已另存为 %s，下次打开后在报告列表里按 {key:rescue} 收回", why, path)
	return a.farewell
}

// saveNow stores what is unsaved in the caller's time, after the save in progress,
// which the loop has perhaps not begun and won't hear of.
func (a *App) saveNow() (x stored) {
	do := func(saving *storing) {
		x = saving.within(closeLimit)
		if x.take(a.session); x.revision > 0 {
			a.place = saving.place
		}
	}
	if a.saving != nil {
		do(a.saving)
		a.saving = nil
	}
	if a.session.Dirty() && !x.late {
		do(a.store())
	}
	return x
}

// How often, and how far apart, ending looks whether what is being opened is there.
const (
	openLimit = 50
	openAgain = 100 * time.Millisecond
)

// hangUp saves and ends the program without asking.
func (a *App) hangUp() tea.Cmd {
	if opening := a.session == nil && a.waiting && len(a.queue) > 0; opening && a.hangs < openLimit {
		a.hangs++ // keys wait for what is being opened
		return a.deps.Tick(openAgain, HangUp{})
	}
	a.settle()
	a.Close()
	return tea.Quit
}

// settle does what keys that wait were meant for, where the screen that they were
// meant for is still there: nobody will answer what they wait for.
func (a *App) settle() {
	if a.session == nil {
		return
	}
	a.settleBurst() // what is asked about stays with the place
	a.waiting, a.leaving = false, nil
	if c, ok := a.top().(*confirmScreen); ok && c.half {
		return // so does what is half written, and the keys behind it
	}
	for a.questioned() {
		a.pop()
	}
	a.replay()
}

// notSavedScreen asks what to do when leaving, for what comes next, with
// unsaved work.
func (a *App) notSavedScreen(err error, next func() tea.Cmd) screen {
	again := option{"r", "再保存一次，然后离开", func() tea.Cmd { return a.leave(next) }}
	if backend.Code(err) == backend.CodeNotFound {
		again = option{"u", "恢复这份报告（撤销删除），存进去，然后离开", func() tea.Cmd { return a.restoreAndLeave(next) }}
	}
	return &confirmScreen{
		heading: "还没有保存",
		lines:   []string{backend.Message(err), "您的改动还没有丢。"},
		options: []option{
			again,
			{"w", "另存为救援文件，然后离开", func() tea.Cmd {
				path, err := a.rescue()
				if err != nil {
					a.fail(err)
					return nil
				}
				a.session.Forget()
				a.failure = nil
				a.farewell = "您的改动已另存为 " + path + say("，下次打开后在报告列表里按 {key:rescue} 收回") // where this ends the program
				cmd := next()
				a.inform("已另存为 " + path)
				return cmd
			}},
			{"x", "放弃没有保存的改动，然后离开（已写的救援文件改名留着）", func() tea.Cmd {
				a.session.Forget()
				a.failure = nil
				delete(a.sessions, a.session.Report().ID)
				given := a.spare.path
				a.spare = spare{last: a.spare.last}
				cmd := next()
				if given != "" {
					cmd = tea.Batch(a.stack[0].(*listScreen).setAside(a, given), cmd)
				}
				return cmd
			}},
		},
	}
}

// restoreAndLeave brings the report back that somebody has deleted, and saves.
func (a *App) restoreAndLeave(next func() tea.Cmd) tea.Cmd {
	store, id := a.deps.Store, a.session.Report().ID
	return a.wait(func() func() tea.Cmd {
		_, err := store.Undelete(id)
		if _, gone := store.Reload(id); gone == nil {
			err = nil // somebody was quicker
		}
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			return a.leave(next)
		}
	})
}

// poll looks at the store every now and then for what others have changed.
func (a *App) poll() tea.Cmd {
	return a.deps.Tick(pollEvery, pollMsg{})
}

func (a *App) polled() tea.Cmd {
	stamp, err := a.deps.Store.Stamp()
	if err != nil || stamp == a.stamp || a.storing() {
		return tea.Batch(a.poll(), a.tell()) // a store that can't be reached shows at the next save
	}
	a.stamp = stamp
	if a.session != nil {
		return tea.Batch(a.poll(), a.tell(), a.takeOver())
	}
	return tea.Batch(a.poll(), a.stack[0].(*listScreen).load(a))
}

// takeOver fetches the store's report, with last year's, and joins it with what
// is unsaved here.
func (a *App) takeOver() tea.Cmd {
	store, session := a.deps.Store, a.session
	id, revision := session.Report().ID, session.Report().Revision
	return background(func() func() tea.Cmd {
		news, err := store.News(id, revision)
		var last *lastReport
		if err == nil {
			last = asLast(news.Last, news.Latest.Form)
		}
		return func() tea.Cmd {
			if err == nil && news.LastErr == nil && session == a.session { // else the one at hand stays
				a.last = last // it may have been corrected, too
				a.refresh()
			}
			return a.join(session, revision, news.Latest, news.Entries, err)
		}
	})
}

// join puts the unsaved edits on top of the store's newer report, asking about
// each target that both have changed. revision is the one that the session had when
// the store was asked.
func (a *App) join(session *model.Session, revision int, latest *model.Report, entries []model.LogEntry, err error) tea.Cmd {
	switch {
	case session != a.session || a.storing():
		return nil
	case a.asking():
		a.leaving = nil
		if open := err == nil && latest.State != model.Final; !open || !a.reopened() {
			return nil // the answer is saved on what was asked; the next save looks again
		}
		typed := a.replay()
		return tea.Batch(typed, a.join(session, revision, latest, entries, nil))
	case err != nil:
		a.stamp = "" // look again soon
		if next := a.leaving; next != nil {
			a.leaving = nil
			a.push(a.notSavedScreen(err, next))
			return a.keepSpare()
		}
		if !session.Dirty() {
			return nil // nothing of ours depends on it
		}
		a.failure = err
		a.fail(err)
		return tea.Batch(a.keepSpare(), a.saveAfter(retryDelay))
	case latest.Revision >= revision && latest.Revision <= session.Report().Revision: // ours, or older than what was saved since
		if session.Dirty() {
			return a.left()
		}
		a.failure = nil
		return tea.Batch(a.dropSpare(), a.left())
	}
	older := latest.Revision < revision
	if older && a.looking {
		a.session = model.NewSession(latest, a.deps.SessionID())
		a.session.LookOnly()
		a.refresh()
		return nil
	}
	entries = slices.DeleteFunc(entries, session.Did)
	a.heard(entries)
	by := since(entries, session.Report().Revision)
	clashes := session.Clashes(latest)
	finished := latest.State == model.Final && session.Wrote()
	if !older && !finished && len(clashes) == 0 {
		half := latest.State == model.Final && session.Locked() == nil && a.here().half()
		cmd := a.rebase(latest, nil, by)
		if half {
			a.keepHalf(by.of(stateTarget))
		}
		return cmd
	}
	if a.leaving == nil && a.deps.Now().Sub(a.presence.mine.LastKey) < askDelay { // nobody is to answer by what he types
		a.stamp = ""
		if a.deps.Now().Sub(a.dirtySince) > saveAtMost {
			return tea.Batch(a.keepSpare(), a.saveAfter(askDelay))
		}
		return a.saveAfter(askDelay)
	}
	a.leaving = nil
	if older {
		a.spare.onto = latest
	}
	spare := a.keepSpare()
	switch {
	case older:
		a.push(a.olderScreen(latest))
	case finished:
		a.push(a.finalScreen(latest, by))
	default:
		a.push(&clashScreen{latest: latest, clashes: clashes, by: by})
	}
	return spare
}

// askAtOnce has a question that comes up now not wait: nobody is writing.
func (a *App) askAtOnce() { a.presence.mine.LastKey = a.deps.Now().Add(-askDelay) }

// asking reports that the operator is choosing between two values, or what to do
// with edits that can't be saved as they are.
func (a *App) asking() bool {
	return slices.ContainsFunc(a.stack, func(s screen) bool {
		r, ok := s.(*reopenScreen)
		return question(s) || ok && r.latest != nil
	})
}

// questioned is asking, where nothing lies over the question.
func (a *App) questioned() bool { return question(a.top()) }

func question(s screen) bool {
	q, ok := s.(asker)
	return ok && q.asks()
}

// rebase takes the newer report over and says what changed on the screen.
func (a *App) rebase(latest *model.Report, keepMine func(model.Clash) bool, by others) tea.Cmd {
	if latest.Revision <= a.session.Report().Revision {
		return a.takeOver() // it has been overtaken
	}
	mine := map[model.Target]bool{}
	for _, t := range a.session.Touched() {
		mine[t] = true
	}
	if latest.State != model.Final && a.reason != "" && a.session.Dirty() { // it was asked for, and somebody else was first
		a.session.Because(a.reason)
		a.reason = ""
	}
	finishing := a.session.Finishing()
	changed := a.session.Rebase(latest, keepMine)
	a.refresh()
	slices.SortStableFunc(changed, func(a, b model.Target) int { return order(mine[b]) - order(mine[a]) })
	if len(changed) > 0 {
		a.warn(a.news(changed, mine[changed[0]], by))
		a.warnTyping(changed, by)
		for _, t := range changed {
			a.showText(t)
			a.changedBy[t] = by.of(t)
		}
		for _, s := range a.stack {
			if form, ok := s.(*formScreen); ok {
				form.follow(a.session.Report())
			}
		}
	}
	if finishing {
		a.finishAnew(by)
	}
	a.failure = nil
	if a.session.Dirty() {
		return a.save()
	}
	return tea.Batch(a.dropSpare(), a.left())
}

// news says who has changed what, the first of it by name; mine: where the operator
// had written.
func (a *App) news(changed []model.Target, mine bool, by others) string {
	first := changed[0]
	text := by.of(first) + "改了这份报告："
	if mine {
		text = by.of(first) + "改了您写过的一处："
	}
	text += a.session.Report().TargetName(first) + " 现为 " + model.ShowValue(first, a.session.Report().Get(first))
	if len(changed) > 1 {
		text += fmt.Sprintf(" 等 %d 处", len(changed))
	}
	var more []string
	for _, t := range changed {
		if who := by.of(t); who != by.of(first) && !slices.Contains(more, who) {
			more = append(more, who)
		}
	}
	if len(more) > 0 {
		text += "，其他是" + strings.Join(more, "、") + "改的"
	}
	if mine {
		text += say("；您写的在修改记录里（目录里按 {key:history}）")
	}
	return text
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

// warnTyping says that the very cell being typed into was changed: Enter then
// writes over a figure that the operator has been told of.
func (a *App) warnTyping(changed []model.Target, by others) {
	table, ok := a.top().(*tableScreen)
	if !ok || !table.typing() {
		return
	}
	t := model.Target{Kind: model.TargetCell, Key: string(table.current().ID)}
	if slices.Contains(changed, t) {
		a.warn(say("您正在填的这一格刚被%s改为 %s：按 {key:cell.commit} 会请您选定用不用您的 %s，按 {key:cell.cancel} 用对方的",
			by.of(t), model.ShowValue(t, a.session.Report().Get(t)), table.grid.Input()))
	}
}
