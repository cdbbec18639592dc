package desk

import (
	"slices"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// Question is what only the user can decide: one of the types below.
type Question interface{ question() }

type (
	// NotSaved: the report was to be left, and can't be saved. Answers: Leave again,
	// [Desk.UndeleteAndLeave], [Desk.Rescue], [Desk.GiveUp].
	NotSaved struct{ Err error }
	// Clashed: two have changed the same targets. Answer: [Desk.Keep].
	Clashed struct {
		Latest  *model.Report
		Clashes []model.Clash
		By      Others
	}
	// MadeFinal: others have made the report final while edits were unsaved here.
	// Answers: [Desk.ReopenAndSave], [Desk.SetAside].
	MadeFinal struct {
		Latest *model.Report
		By     Others
	}
	// Older: the store's report is older than the one on the screen: a copy was put in
	// the store's place. Answers: [Desk.KeepScreen], [Desk.SetAside].
	Older struct{ Latest *model.Report }
)

func (NotSaved) question()  {}
func (Clashed) question()   {}
func (MadeFinal) question() {}
func (Older) question()     {}

// takeOver fetches the store's report, with last year's, and joins it with what is
// unsaved here.
func (d *Desk) takeOver() []Effect {
	store, session := d.around.Store(), d.session
	id, revision := session.Report().ID, session.Report().Revision
	return []Effect{d.work(func() func() []Effect {
		news, err := store.News(id, revision)
		return func() []Effect {
			if session != d.session {
				return nil
			}
			d.stood = news.Stand
			var effects []Effect
			if err == nil && news.LastErr == nil { // else the one at hand stays
				effects = []Effect{LastYear{news.Last}}
			}
			return append(effects, d.join(revision, news.Latest, news.Entries, err)...)
		}
	})}
}

// JoinAtOnce is for edits that were taken back from a rescue file: nobody is writing yet.
func (d *Desk) JoinAtOnce(now time.Time, latest *model.Report, entries []model.LogEntry) []Effect {
	d.now = now
	d.askAtOnce()
	return d.join(d.session.Report().Revision, latest, entries, nil)
}

// join puts the unsaved edits on top of the store's newer report, asking about each
// target that both have changed. revision is the one that the session had when the
// store was asked.
func (d *Desk) join(revision int, latest *model.Report, entries []model.LogEntry, err error) []Effect {
	session := d.session
	switch {
	case d.Storing():
		return nil
	case d.around.Asking():
		d.leaving = false
		if err != nil || latest.State == model.Final {
			return nil // the answer is saved on what was asked; the next save looks again
		}
		again := func() []Effect {
			if session != d.session {
				return nil
			}
			return d.join(revision, latest, entries, nil)
		}
		return []Effect{Withdraw{Event{then: again}}}
	case err != nil:
		d.LookAgain()
		if !session.Dirty() && !d.leaving {
			return nil // nothing of ours depends on it
		}
		return d.failed(err)
	case latest.Revision >= revision && latest.Revision <= session.Report().Revision: // ours, or older than what was saved since
		if session.Dirty() {
			return d.left()
		}
		d.failure = nil
		return append(d.dropSpare(), d.left()...)
	}
	if older := latest.Revision < revision; older && d.looking {
		d.session = model.NewSession(latest, d.around.SessionID())
		d.session.LookOnly()
		return []Effect{Replaced{}}
	}
	return d.meet(latest, latest.Revision < revision, slices.DeleteFunc(entries, session.Did))
}

// meet joins what others have saved, or asks; older: the store's report is older than
// what was saved from here.
func (d *Desk) meet(latest *model.Report, older bool, entries []model.LogEntry) []Effect {
	d.presence.heard(entries)
	by := Since(entries, d.session.Report().Revision)
	clashes := d.session.Clashes(latest)
	finished := latest.State == model.Final && d.session.Wrote()
	if !older && !finished && len(clashes) == 0 {
		return d.rebase(latest, nil, by)
	}
	if !d.leaving && d.now.Sub(d.presence.mine.LastKey) < askDelay { // nobody is to answer by what he types
		d.LookAgain()
		if d.now.Sub(d.dirtySince) > saveAtMost {
			return append(d.keepSpare(), d.saveAfter(askDelay)...)
		}
		return d.saveAfter(askDelay)
	}
	d.leaving = false
	if older {
		d.spare.onto = latest
	}
	effects := d.keepSpare()
	switch {
	case older:
		return append(effects, Ask{Older{latest}})
	case finished:
		return append(effects, Ask{MadeFinal{latest, by}})
	}
	return append(effects, Ask{Clashed{latest, clashes, by}})
}

// Keep takes the newer report over; where both have changed the same, mine decides.
func (d *Desk) Keep(now time.Time, q Clashed, mine func(model.Clash) bool) []Effect {
	d.now = now
	return d.rebase(q.Latest, mine, q.By)
}

// rebase takes the newer report over and says what changed on the screen.
func (d *Desk) rebase(latest *model.Report, keepMine func(model.Clash) bool, by Others) []Effect {
	session := d.session
	if latest.Revision <= session.Report().Revision {
		return d.takeOver() // it has been overtaken
	}
	mine := map[model.Target]bool{}
	for _, t := range session.Touched() {
		mine[t] = true
	}
	if latest.State != model.Final && d.reason != "" && session.Dirty() { // it was asked for, and somebody else was first
		session.Because(d.reason)
		d.reason = ""
	}
	joined := Joined{By: by, Mine: func(t model.Target) bool { return mine[t] }, Undone: session.Finishing(), Locked: latest.State == model.Final && session.Locked() == nil}
	joined.Changed = session.Rebase(latest, keepMine)
	slices.SortStableFunc(joined.Changed, func(a, b model.Target) int { return order(mine[b]) - order(mine[a]) })
	if joined.Undone && session.Report().State != model.Final {
		d.leaving = false // it was left as final
	}
	d.failure = nil
	effects := []Effect{joined}
	if session.Dirty() {
		return append(effects, d.save()...)
	}
	return append(append(effects, d.dropSpare()...), d.left()...)
}

func order(first bool) int {
	if first {
		return 1
	}
	return 0
}

// UndeleteAndLeave brings the report back that somebody has deleted, saves, and leaves.
func (d *Desk) UndeleteAndLeave() Work {
	store, id := d.around.Store(), d.session.Report().ID
	return d.work(func() func() []Effect {
		_, err := store.Undelete(id)
		if _, gone := store.Reload(id); gone == nil {
			err = nil // somebody was quicker
		}
		return func() []Effect {
			if err != nil {
				return []Effect{Failed{err}}
			}
			d.leaving = true
			return d.save()
		}
	})
}

// ReopenAndSave reopens the store's report, whoever has made it final, and then saves
// what is unsaved here.
func (d *Desk) ReopenAndSave(latest *model.Report, reopen model.Edit) Work {
	store, session := d.around.Store(), model.NewSession(latest.Clone(), d.around.SessionID())
	return d.work(func() func() []Effect {
		err := session.Apply(reopen)
		if err == nil {
			var revision int
			if revision, err = store.Save(session.Take()); revision > 0 {
				session.Saved(revision)
				err = nil // what follows is saved too, and says what is to be known
			}
		}
		return func() []Effect {
			switch {
			case backend.Code(err) == model.CodeConflict: // it is looked at anew
				return append([]Effect{Said{"刚才其他人又改了，没有解除锁定；再选一次，写好的原因还在", true}}, d.save()...)
			case err != nil:
				return append([]Effect{Failed{err}}, d.saveAfter(retryDelay)...)
			}
			d.reason = ""
			d.askAtOnce()
			effects := d.join(d.session.Report().Revision, session.Report(), nil, nil)
			if asks := func(e Effect) bool { _, is := e.(Ask); return is }; slices.ContainsFunc(effects, asks) {
				return effects
			}
			return append(effects, Said{Text: d.around.Say("已解除锁定（更正），您的改动也存进去；改好后再按 {key:finish} 定稿")})
		}
	})
}

// KeepScreen stores what the screen has on top of the store's older report, how far
// that has come included.
func (d *Desk) KeepScreen(now time.Time, q Older) ([]Effect, error) {
	d.now = now
	session, screen := model.NewSession(q.Latest.Clone(), d.around.SessionID()), d.session.Report()
	if err := catchUp(session, screen); err != nil {
		return nil, err
	}
	d.spare.onto = nil
	d.begin(session)
	said := "用界面上的内容，存为新的一稿"
	if screen.State == model.Final {
		said += "，照旧定稿，校验码 " + screen.Seal()
	}
	return append([]Effect{Replaced{}, Said{Text: said}}, d.save()...), nil
}

// catchUp does with the store's older report what brings it to where the screen is.
func catchUp(session *model.Session, screen *model.Report) error {
	do := func(e model.Edit, err error) error {
		if err != nil {
			return err
		}
		return session.Apply(e)
	}
	onto := toScreen(session.Report(), screen)
	var err error
	if session.Report().State == model.Final && (screen.State != model.Final || !onto.Empty()) {
		err = do(model.Reopen(session.Report(), onto.Label))
	}
	if err == nil {
		err = do(onto, nil)
	}
	if err == nil && screen.State == model.Final && session.Report().State != model.Final {
		err = do(model.Finish(session.Report(), 0)) // as was agreed to then
	}
	return err
}

// toScreen is the edit that makes the store's older report what the screen has.
func toScreen(latest, screen *model.Report) model.Edit {
	e := model.Restore(latest, screen)
	e.Label = "数据文件换成了较早的，存回界面上的内容"
	return e
}

// Yielding is a question that may be answered by giving in, with what is unsaved here
// in a rescue file.
type Yielding interface {
	Question
	older() *model.Report // the store's report where that is older than the screen's, else nil
	yield(d *Desk) []Effect
}

func (q MadeFinal) older() *model.Report { return nil }
func (q Older) older() *model.Report     { return q.Latest }

func (q MadeFinal) yield(d *Desk) []Effect { return d.rebase(q.Latest, nil, q.By) }
func (q Older) yield(d *Desk) []Effect {
	d.begin(model.NewSession(q.Latest.Clone(), d.around.SessionID()))
	return []Effect{Replaced{}}
}

// SetAside writes what is unsaved into a rescue file, and goes on with what the store
// has. On an error the file can't be written: nothing has changed, and the question
// stands.
func (d *Desk) SetAside(now time.Time, q Yielding) (path string, effects []Effect, err error) {
	d.spare.onto = q.older()
	if path, err = d.WriteRescue(now); err != nil {
		return "", nil, err
	}
	d.forget()
	return path, q.yield(d), nil
}
