// Package desk is one report at work: its sitting, autosave, joining with what others
// have saved, the questions about that, the rescue file that stands ready, who else is
// there, and where the user is. It is a state machine: what has happened comes in by
// the methods of [Desk], what is to be done goes out as [Effect] values, and what came
// of those comes back by [Desk.On]. It knows no screen, no terminal and no clock.
//
// What keeps it right, whatever becomes of the effects (desk_test.go drives it so):
//   - Every edit is in the session until a save has confirmed it, or a rescue file has
//     taken it, or the user has given it up.
//   - One save at a time. Whoever comes first does it, once: whoever was given the
//     work, or [Desk.Close].
//   - Work that nobody has begun is given out again at a later tick, and what came of
//     work is fetched there, where nobody has brought it: nothing is waited for for ever.
//
// # When something fails
//
// A save that fails is tried again every three seconds, and at once what is unsaved goes into a rescue
// file (ui/desk/spare.go; ui/rescue.go takes it back): an exchange file with one more key, rescue,
// that holds the report's number, the unsaved edits and the place with whatever was half typed.
// model.Rescue.Resume puts the edits on top of whatever the report is by then, so they meet others'
// changes as any unsaved edits do. The file goes once all is saved; one that was taken back is renamed
// then, not before. Anything that is being written and is not an edit yet (a figure, a note, an
// explanation, the cover) belongs into place, which is saved with the report.
//
// When the system wants the program gone, the keyboard hands on what can still be read, and a
// tea.FocusMsg behind it that tells the loop that that was all (keyboard.finish). Closing waits for no
// work that may not have begun: what the desk gives out (desk.Work) is done once by whoever comes
// first, the loop's command or Desk.Close; what has no outcome within closeLimit goes into a rescue
// file. Work that nobody has begun is given out again at a later tick. ui/desk/desk_test.go drives
// desks at random, every effect late, dropped, doubled or failed.
//
// A question that comes up by itself (desk.Question; confirmScreen.must, clashScreen) waits for a
// second without a key, is answered by function keys only, and keys typed at it wait for the answer
// (App.questioned).
package desk

import (
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// How soon things are saved and looked at.
const (
	saveDelay  = 300 * time.Millisecond // after the last edit
	saveAtMost = 2 * time.Second        // while edits keep coming
	sealDelay  = time.Second            // a pause that ends a step of undo
	retryDelay = 3 * time.Second        // after a save has failed
	askDelay   = time.Second            // without a key, before a question comes up by itself
	tellEvery  = 20 * time.Second       // that a report is open
)

// Surroundings are what stands round a desk. Their methods are called where those of
// Desk are, and read what stands on the screen.
type Surroundings interface {
	Store() backend.Store // nil while it can't be opened
	Files() Files
	SessionID() string    // differs at each call
	User() string         // whose rescue files these are
	RescueDirs() []string // in the order to try
	// Place is where the user is, for the store; "" where the place that it has is to stay.
	Place() string
	// Half reports that the place has what was half written and is nowhere else.
	Half() bool
	// Asking reports that the user is choosing between two values, or what to do with
	// edits that can't be saved as they are.
	Asking() bool
	// Say is a sentence for the user, with the keys that it names as {key:undo}.
	Say(format string, args ...any) string
	// Limit fires when ending waits no longer for the store.
	Limit() <-chan time.Time
}

// Files writes rescue files.
type Files interface {
	FileName(r *model.Report, format string, o model.FileOptions) string
	WriteFile(path, format string, r *model.Report, o model.FileOptions) (model.Written, error)
}

// Desk is one report at work, or none. Its methods run on one goroutine; those that
// take the time return what is to be done, in that order.
type Desk struct {
	around  Surroundings
	now     time.Time      // at the event that is being handled
	session *model.Session // nil where nothing is open
	// sessions are those of this run, by report, so that what was done before a report
	// was left can still be undone.
	sessions map[string]*model.Session
	looking  bool   // nothing can be changed
	reason   string // given for reopening the report, and not used yet

	generation int       // of edits; a timer of an older one is void
	due        time.Time // when the last timer should have come; zero for none
	lastEdit   time.Time
	dirtySince time.Time   // the first edit that is not saved yet
	saving     *saving     // the save in progress; nil for none
	savedAt    time.Time   // zero before the first save of this sitting
	failure    error       // of the last save; nil when it went well
	failedAt   time.Time   // when the last one that failed did
	leaving    bool        // the report is left as soon as all is saved
	place      string      // last saved
	stamp      string      // of the store, when last looked at
	stood      model.Stand // of the report then
	glance     *job        // the look at the store in progress; nil for none
	farewell   string      // what Close has said: it may be called again
	closed     bool        // and has saved all, the place as well
	ticks      int
	jobs       []*job // whose outcome hasn't come
	spare      spare
	spares     *spareOrder
	presence   presence
}

// New is a desk with nothing open.
func New(around Surroundings) *Desk {
	return &Desk{around: around, sessions: map[string]*model.Session{}, spares: &spareOrder{last: map[string]sparePlace{}}}
}

// Session is the sitting over the report that is open; nil for none.
func (d *Desk) Session() *model.Session { return d.session }

// Looking reports that the report is open to be looked at only.
func (d *Desk) Looking() bool { return d.looking }

// Leaving reports that the report is being saved to be left.
func (d *Desk) Leaving() bool { return d.leaving }

// Reason is what was given for reopening the report, and not used yet.
func (d *Desk) Reason() string { return d.reason }

// SetReason keeps what is given for reopening the report: it may have to be asked for again.
func (d *Desk) SetReason(reason string) { d.reason = reason }

// LookAgain has the next tick look at the store, whether it has changed or not.
func (d *Desk) LookAgain() { d.stamp, d.stood = "", model.Stand{} }

// Opening is a report to be opened.
type Opening struct {
	Report *model.Report
	Look   bool             // to look only
	Log    []model.LogEntry // what earlier sittings did can be undone
	Stamp  string           // of the store, before the report was loaded
	Place  string           // where it was left, as the store has it
}

// Open makes a report the one at work.
func (d *Desk) Open(now time.Time, o Opening) {
	d.now = now
	d.looking = o.Look
	d.session = d.sessions[o.Report.ID]
	switch {
	case o.Look:
		d.session = model.NewSession(o.Report, d.around.SessionID())
		d.session.LookOnly()
	case d.session == nil:
		d.begin(model.NewSession(o.Report, d.around.SessionID()))
	default: // nothing is pending: it was saved when it was left
		d.session.Rebase(o.Report, nil)
	}
	d.farewell, d.closed = "", false
	d.presence = presence{mine: backend.Presence{Session: d.around.SessionID(), Opened: now, LastKey: now}}
	d.session.Recall(o.Log, d.around.User())
	d.stamp, d.stood, d.place = o.Stamp, model.Stand{}, o.Place
}

// begin goes on with another sitting over the report.
func (d *Desk) begin(session *model.Session) {
	d.sessions[session.Report().ID], d.session, d.failure, d.stood = session, session, nil, model.Stand{}
}

// Resume goes on with a sitting that holds the edits of a rescue file.
func (d *Desk) Resume(session *model.Session, file string) {
	d.begin(session)
	d.TakenFrom(file)
}

// PutAway closes the report, once it has been left, and returns what tells the others
// that this sitting has gone.
func (d *Desk) PutAway() Work {
	gone := d.depart()
	d.session, d.looking, d.reason = nil, false, ""
	d.failure, d.savedAt, d.dirtySince, d.due, d.place = nil, time.Time{}, time.Time{}, time.Time{}, ""
	return d.work(func() func() []Effect {
		gone()
		return nil
	})
}

// Tick looks every now and then at what others have changed, tells that the report is
// open, and sees to what nobody has brought back.
func (d *Desk) Tick(now time.Time) (effects []Effect) {
	d.now = now
	d.ticks++
	for _, j := range d.outstanding() {
		effects = append(effects, d.chase(j)...)
	}
	switch {
	case d.session == nil:
	case d.forgotten():
		effects = append(effects, d.saveAfter(retryDelay)...)
	case !d.due.IsZero() && now.After(d.due): // its timer hasn't come
		effects = append(effects, d.autosave(d.generation)...)
	}
	if d.around.Store() == nil || d.glance != nil {
		return append(effects, d.tell()...)
	}
	store, session, was := d.around.Store(), d.session, d.stamp
	w := d.work(func() func() []Effect {
		stamp, err := store.Stamp()
		var stand model.Stand
		if err == nil && stamp != was && session != nil {
			if stand, err = store.Stand(session.Report().ID); err != nil {
				stand, err = model.Stand{}, nil // looking closer will say why
			}
		}
		return func() []Effect {
			if session != d.session {
				stand = model.Stand{}
			}
			return d.glanced(stamp, stand, err)
		}
	})
	d.glance = w.job
	return append(append(effects, w), d.tell()...)
}

// forgotten reports edits that nothing is on its way to save: leaving failed, and was
// thought better of.
func (d *Desk) forgotten() bool { return d.session.Dirty() && d.saving == nil && d.due.IsZero() }

// glanced looks closer where the store's file may have changed, and where the report
// stands in it, or last year's, is not how it stood. A store that can't be reached
// shows at the next save.
func (d *Desk) glanced(stamp string, stand model.Stand, err error) []Effect {
	d.glance = nil
	switch {
	case err == nil && stamp == d.stamp:
		return []Effect{Unchanged{}}
	case err != nil || d.Storing():
		return nil
	}
	d.stamp = stamp
	switch {
	case d.session == nil:
		return []Effect{StoreChanged{}}
	case stand == d.stood && stand != model.Stand{}: // others were at other reports
		return []Effect{Unchanged{}}
	}
	return d.takeOver()
}

// Pressed notes that somebody is writing: no question comes up under his hands.
func (d *Desk) Pressed(now time.Time) { d.presence.mine.LastKey = now }

// Continue changes a text as it is typed: a step of undo ends at a pause.
func (d *Desk) Continue(now time.Time, e model.Edit) error {
	if now.Sub(d.lastEdit) >= sealDelay {
		d.session.Seal()
	}
	return d.session.Continue(e)
}

// askAtOnce has a question that comes up now not wait: nobody is writing.
func (d *Desk) askAtOnce() { d.presence.mine.LastKey = d.now.Add(-askDelay) }
