package desk

import (
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// Effect is something to be done for the desk: one of the types below.
type Effect interface{ effect() }

type (
	// Timer hands an event to [Desk.On] after a while.
	Timer struct {
		After time.Duration
		Event Event
	}
	// Said is to be told to the user.
	Said struct {
		Text    string
		Warning bool
	}
	// Failed is an error to be told to the user.
	Failed struct{ Err error }
	// Kept says that what is not saved is in a rescue file by now; Err is why it is not
	// in the store.
	Kept struct {
		Path string
		Err  error
	}
	// LastYear is the same unit's report of the year before, which may have been
	// corrected; nil for none.
	LastYear struct{ Report *model.Report }
	// Replaced says that the report is another one by now, all of it.
	Replaced struct{}
	// Joined says what others have changed on the screen.
	Joined struct {
		Changed []model.Target            // what this sitting has touched first
		Mine    func(t model.Target) bool // whether this sitting has touched it
		By      Others                    // who did it
		Undone  bool                      // the report was to become final, which was taken back
		Locked  bool                      // they have made it final
	}
	// Ask puts a question to the user.
	Ask struct{ Question Question }
	// Withdraw takes the question about a report that others have made final away,
	// where it stands, keeps the reason being given, and then hands the event to On.
	Withdraw struct{ Then Event }
	// Left says that all is saved: it goes on where leaving led.
	Left struct{}
	// StoreChanged says that the list of reports may be another one.
	StoreChanged struct{}
	// SeenTo says that a rescue file's edits are saved by now: it is to be set aside.
	SeenTo struct{ Path string }
	// Unchanged says that others have changed nothing.
	Unchanged struct{}
	// Met says who has come to the report and who has gone.
	Met struct{ Come, Gone []backend.Presence }
)

func (Work) effect()         {}
func (Timer) effect()        {}
func (Said) effect()         {}
func (Failed) effect()       {}
func (Kept) effect()         {}
func (LastYear) effect()     {}
func (Replaced) effect()     {}
func (Joined) effect()       {}
func (Ask) effect()          {}
func (Withdraw) effect()     {}
func (Left) effect()         {}
func (StoreChanged) effect() {}
func (SeenTo) effect()       {}
func (Unchanged) effect()    {}
func (Met) effect()          {}

// Event is what has come of an effect, to be handed to [Desk.On].
type Event struct {
	job  *job
	then func() []Effect
}

// On takes an event. One that comes twice, or late, does nothing.
func (d *Desk) On(now time.Time, e Event) []Effect {
	d.now = now
	switch {
	case e.job != nil:
		return d.fetch(e.job)
	case e.then != nil:
		return e.then()
	}
	return nil
}

// Fault is a fault of the program: what was said, and where in the program.
type Fault struct {
	What  any
	Stack []byte
}

// job is work off the goroutine of the desk. It is done once, by whoever comes first,
// and has an outcome whatever happens.
type job struct {
	once    sync.Once
	begun   atomic.Bool
	do      func()
	done    chan struct{}
	fault   *Fault
	then    func() []Effect // what comes of it, on the desk's goroutine
	given   int             // the tick at which it was given out
	fetched bool
}

// Work is to be done off the goroutine of the desk.
type Work struct{ job *job }

// Do does it, unless it has been done, and returns what came of it. A fault of the
// program is a panic with a [Fault].
func (w Work) Do() Event {
	w.job.run()
	if w.job.fault != nil {
		panic(*w.job.fault)
	}
	return Event{job: w.job}
}

// run does the work, unless that was begun before, and waits for the end.
func (j *job) run() {
	j.once.Do(func() {
		j.begun.Store(true)
		defer close(j.done)
		defer func() {
			if what := recover(); what != nil {
				j.fault = &Fault{what, debug.Stack()}
			}
		}()
		j.do()
	})
}

// give gives work out: do off the goroutine of the desk and then, with what came of
// it, then on that.
func (d *Desk) give(do func(), then func() []Effect) *job {
	j := &job{do: do, then: then, done: make(chan struct{}), given: d.ticks}
	d.jobs = append(d.jobs, j)
	return j
}

// work is give where what is to be done then comes of the work; nothing is where that
// had a fault.
func (d *Desk) work(do func() (then func() []Effect)) Work {
	var then func() []Effect
	return Work{d.give(func() { then = do() }, func() []Effect {
		if then == nil {
			return nil
		}
		return then()
	})}
}

// outstanding are the jobs whose outcome hasn't come.
func (d *Desk) outstanding() []*job {
	d.jobs = slices.DeleteFunc(d.jobs, func(j *job) bool { return j.fetched })
	return slices.Clone(d.jobs)
}

// chase fetches the outcome of a job that nobody has brought, and gives one out again
// that nobody has begun.
func (d *Desk) chase(j *job) []Effect {
	select {
	case <-j.done:
		return d.fetch(j)
	default:
	}
	if waited := d.ticks-j.given > 1; j.begun.Load() || !waited {
		return nil
	}
	j.given = d.ticks
	return []Effect{Work{j}}
}

// fetch takes a job's outcome, once.
func (d *Desk) fetch(j *job) []Effect {
	if j.fetched {
		return nil
	}
	j.fetched = true
	if d.glance == j {
		d.glance = nil
	}
	return j.then()
}
