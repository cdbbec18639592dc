package desk

import (
	"fmt"
	"os"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// Status is how it stands with saving.
type Status int

// The states of saving, as they are told; the first that holds.
const (
	Looking   Status = iota // nothing can be changed
	Failing                 // the last save failed
	Storing                 // edits are on their way into the store
	Unsaved                 // there are edits that no save has confirmed
	Untouched               // nothing was changed in this sitting
	Saved                   // all is in the store
)

// Status tells the truth about saving, and when the last save was; zero for none.
func (d *Desk) Status() (Status, time.Time) {
	switch {
	case d.looking:
		return Looking, d.savedAt
	case d.failure != nil:
		return Failing, d.savedAt
	case d.Storing():
		return Storing, d.savedAt
	case d.session.Dirty():
		return Unsaved, d.savedAt
	case d.savedAt.IsZero():
		return Untouched, d.savedAt
	}
	return Saved, d.savedAt
}

// Storing reports whether edits are being saved.
func (d *Desk) Storing() bool { return d.saving != nil && !d.saving.aside }

// saving is one save on its way into the store.
type saving struct {
	*job
	place string // where the user was when it began
	aside bool   // that is all that is saved
	void  bool   // the session has forgotten meanwhile what is saved
	stored
}

// stored is the outcome of a save.
type stored struct {
	revision int   // that the session has now; 0 when nothing was saved
	joined   bool  // the store has a newer one, with what others have done
	err      error // why nothing was saved, or what is to be known about what was
	late     bool  // it is not known yet
}

// take has the session know how its save went.
func (x stored) take(session *model.Session) {
	if x.revision > 0 {
		session.Saved(x.revision)
	} else {
		session.NotSaved()
	}
}

// forget drops what is unsaved, which is safe in another place, or given up; part of it
// may be on its way into the store all the same.
func (d *Desk) forget() {
	d.session.Forget()
	if d.saving != nil {
		d.saving.void = true
	}
}

// outcome is how a save that has ended went.
func (s *saving) outcome() stored {
	if s.fault != nil {
		return stored{err: backend.Unsaved("保存时程序出错")}
	}
	return s.stored
}

// within does a save, unless that was begun before, and waits for it until the limit.
func (s *saving) within(limit <-chan time.Time) stored {
	go s.run()
	select {
	case <-s.done:
		return s.outcome()
	case <-limit:
		return stored{err: backend.Unsaved("数据文件一直没有回应"), late: true}
	}
}

// start begins a save: do says how it went, then is what comes of that.
func (d *Desk) start(s *saving, do func() stored, then func(*saving) []Effect) []Effect {
	s.job = d.give(func() { s.stored = do() }, func() []Effect {
		if d.saving != s { // ending has seen to it
			return nil
		}
		d.saving = nil
		if s.void && d.session != nil {
			return d.takeOver()
		}
		return then(s)
	})
	d.saving = s
	return []Effect{Work{s.job}}
}

// store takes what is unsaved, to be joined with what others have saved and stored
// with the place.
func (d *Desk) store() []Effect {
	session := d.session
	report, edits := session.Take()
	// Joined aside: on the desk's goroutine, with many at work, somebody else would be
	// first again and again.
	aside := session.Aside(report, edits)
	store, place, base := d.around.Store(), d.around.Place(), report.Revision
	return d.start(&saving{place: place}, func() (x stored) {
		_, x.err = backend.Commit(store, aside, place)
		if !aside.Dirty() {
			x.revision = aside.Report().Revision
			if x.joined = aside.Report() != report; x.joined {
				x.revision = base // the session hasn't got what others have done
			}
		}
		return x
	}, func(s *saving) []Effect { return d.saved(session, s.place, s.outcome()) })
}

// Edited starts the clock for an automatic save: the report has changed, or what is
// half written.
func (d *Desk) Edited(now time.Time) []Effect {
	d.now, d.lastEdit = now, now
	return d.saveSoon()
}

func (d *Desk) saveSoon() []Effect {
	if d.dirtySince.IsZero() {
		d.dirtySince = d.now
	}
	return d.saveAfter(saveDelay)
}

func (d *Desk) saveAfter(wait time.Duration) []Effect {
	d.generation++
	d.due = d.now.Add(wait)
	generation := d.generation
	return []Effect{Timer{wait, Event{then: func() []Effect { return d.autosave(generation) }}}}
}

// autosave saves unless newer edits have started their own clock, which they may do
// for saveAtMost; a save that has failed begins that time anew, or each of their clocks
// would go on trying for itself.
func (d *Desk) autosave(generation int) []Effect {
	if d.session == nil {
		return nil
	}
	if d.around.Asking() { // nothing can be saved before the answer
		return d.keepSpare()
	}
	since := d.dirtySince
	if d.failedAt.After(since) {
		since = d.failedAt
	}
	if generation != d.generation && d.now.Sub(since) < saveAtMost {
		return nil
	}
	return d.save()
}

// Save stores what is unsaved, and where the user is.
func (d *Desk) Save(now time.Time) []Effect {
	d.now = now
	return d.save()
}

// save is Save; one save at a time.
func (d *Desk) save() []Effect {
	if d.session == nil || d.saving != nil {
		return nil
	}
	d.due = time.Time{}
	if !d.session.Dirty() {
		return d.savePlace()
	}
	return d.store()
}

// savePlace stores where the user is; that it failed is not worth a word. It is a save
// as others are: an older place never comes after a newer one.
func (d *Desk) savePlace() []Effect {
	place := d.around.Place()
	if place == d.place || place == "" || d.looking {
		return d.left()
	}
	store, session := d.around.Store(), d.session
	return d.start(&saving{aside: true, place: place}, func() stored {
		return stored{err: store.SavePlace(session.Report().ID, place)}
	}, func(s *saving) []Effect {
		switch {
		case session != d.session:
			return nil
		case session.Dirty():
			return append(d.saveSoon(), d.left()...)
		case s.outcome().err != nil:
			return d.left()
		}
		d.place = place
		return d.savePlace() // it may be another one by now
	})
}

// saved takes note of a save's outcome.
func (d *Desk) saved(session *model.Session, place string, x stored) (effects []Effect) {
	if session != d.session {
		return nil
	}
	if x.take(session); x.revision == 0 {
		return d.saveFailed(x.err)
	}
	switch {
	case x.err != nil:
		effects = []Effect{Failed{x.err}}
	case d.failure != nil:
		effects = []Effect{Said{Text: "现在存好了"}}
	}
	d.failure, d.dirtySince, d.savedAt, d.place = nil, time.Time{}, d.now, place
	if d.stood.Revision > 0 && !x.joined {
		d.stood.Revision = x.revision
	}
	switch {
	case x.joined && !d.leaving:
		return append(effects, d.takeOver()...)
	case session.Dirty():
		return append(effects, d.saveSoon()...)
	}
	return append(append(effects, d.dropSpare()...), d.left()...)
}

// saveFailed says why nothing was saved. Somebody else's newer revision is taken over;
// anything else is tried again after a while.
func (d *Desk) saveFailed(err error) []Effect {
	if backend.Code(err) == model.CodeConflict {
		return d.takeOver()
	}
	return d.failed(err)
}

// failed keeps what could not be saved: whoever is leaving is asked what to do.
func (d *Desk) failed(err error) []Effect {
	if d.leaving {
		d.leaving = false
		return append([]Effect{Ask{NotSaved{err}}}, d.keepSpare()...)
	}
	d.failure, d.failedAt = err, d.now
	return append(append([]Effect{Failed{err}}, d.keepSpare()...), d.saveAfter(retryDelay)...)
}

// Leave saves; [Left] comes once all is saved.
func (d *Desk) Leave(now time.Time) []Effect {
	d.now = now
	d.leaving = true
	return d.save()
}

// Stay doesn't leave after all.
func (d *Desk) Stay() { d.leaving = false }

// left goes on where leaving led, once everything is saved.
func (d *Desk) left() []Effect {
	switch {
	case !d.leaving || d.saving != nil:
		return nil
	case d.session.Dirty():
		return d.save()
	}
	d.leaving = false
	return []Effect{Left{}}
}

// Close saves what is unsaved right now, in the caller's time; where the store can't
// take it, a rescue file is written. It is for a dropped line and for the time after
// the loop, and does nothing when all is saved. What is half written is kept with the
// place. Close returns what the user should be told, or "".
func (d *Desk) Close(now time.Time) string {
	d.now = now
	if d.session == nil || d.looking {
		return ""
	}
	if d.farewell != "" {
		return d.farewell
	}
	if d.closed && !d.session.Dirty() && d.placed() {
		return "" // nothing has come since; another sitting may have gone on from there
	}
	gone := d.depart()
	x := d.saveNow()
	if !x.late {
		defer gone()
	}
	var err error
	switch {
	case d.session.Dirty():
		err = x.err
	case x.err != nil:
		d.farewell = backend.Message(x.err)
	}
	if d.spare.onto != nil {
		err = backend.Unsaved("数据文件换成了较早的")
	}
	if d.session.Dirty() || err != nil {
		return d.closeAside(err)
	}
	if d.spare.path != "" {
		_ = os.Remove(d.spare.path) // what stays is offered once more, and found to be saved
	}
	place := d.around.Place()
	if !d.placed() {
		err = d.around.Store().SavePlace(d.session.Report().ID, place)
	}
	switch {
	case err == nil || d.farewell != "":
		d.place, d.closed = place, true
		return d.farewell
	case !d.around.Half():
		return "上次的位置没有记下：" + backend.Message(err)
	}
	return d.closeAside(err)
}

// placed reports that the store has the place.
func (d *Desk) placed() bool {
	place := d.around.Place()
	return place == "" || place == d.place
}

// closeAside ends with a rescue file; err is why the store can't have it.
func (d *Desk) closeAside(err error) string {
	path, rescueErr := d.WriteRescue(d.now)
	if rescueErr != nil {
		return fmt.Sprintf("没有保存：%s；救援文件也写不了：%s", backend.Message(err), backend.Message(rescueErr))
	}
	d.forget() // it is safe in the file
	why := backend.Message(err)
	if backend.Code(err) == model.CodeConflict {
		why = "其他人先存了新的一稿，要请您选定"
	}
	d.farewell = d.around.Say("没有保存（%s）。您的改动已另存为 %s，下次打开后在报告列表里按 {key:rescue} 找回", why, path)
	return d.farewell
}

// saveNow stores what is unsaved in the caller's time, after the save in progress,
// which nobody has perhaps begun and whose outcome may never come.
func (d *Desk) saveNow() (x stored) {
	finish := func() {
		s := d.saving
		d.saving = nil
		x = s.within(d.around.Limit())
		if s.void {
			return
		}
		if x.take(d.session); x.revision > 0 {
			d.place = s.place
		}
	}
	if d.saving != nil {
		finish()
	}
	if d.session.Dirty() && !x.late {
		d.store()
		finish()
	}
	return x
}
