package ui

import (
	"runtime/debug"
	"sync"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// closeLimit is how long Close waits for the store; then a rescue file is written.
var closeLimit = 10 * time.Second

// storing is one save on its way into the store. Whoever comes first does it: the
// command that the loop was given, or Close, when the loop has ended and may never
// have begun that. It is done once, and has an outcome whatever happens.
type storing struct {
	once  sync.Once
	work  func() stored
	done  chan struct{}
	place string // where the user was when it began
	aside bool   // that is all that is saved
	stored
}

func newStoring(work func() stored) *storing { return &storing{work: work, done: make(chan struct{})} }

// stored is the outcome of a save.
type stored struct {
	revision int    // that the session has now; 0 when nothing was saved
	joined   bool   // the store has a newer one, with what others have done
	err      error  // why nothing was saved, or what is to be known about what was
	fault    *crash // of the program, on the way; nil for none
	late     bool   // it is not known yet
}

// store takes what is unsaved, to be joined with what others have saved and stored
// with the place.
func (a *App) store() *storing {
	report, edits := a.session.Take()
	// Joined aside: by way of the loop, with many at work, somebody else would be
	// first again and again.
	aside := a.session.Aside(report, edits)
	store, place, base := a.deps.Store, a.placeString(), report.Revision
	saving := newStoring(func() (x stored) {
		_, x.err = backend.Commit(store, aside, place)
		if !aside.Dirty() {
			x.revision = aside.Report().Revision
			if x.joined = aside.Report() != report; x.joined {
				x.revision = base // the session hasn't got what others have done
			}
		}
		return x
	})
	saving.place = place
	return saving
}

// do stores, unless that was begun before, and waits for the outcome.
func (s *storing) do() stored {
	s.once.Do(func() {
		defer close(s.done)
		defer func() {
			if what := recover(); what != nil {
				s.fault = &crash{what, debug.Stack()}
				s.err = backend.Unsaved("保存时程序出错")
			}
		}()
		s.stored = s.work()
	})
	return s.stored
}

// within is do that waits for the store no longer than a while.
func (s *storing) within(limit time.Duration) stored {
	go s.do()
	select {
	case <-s.done:
		return s.stored
	case <-time.After(limit):
		return stored{err: backend.Unsaved("数据文件一直没有回应"), late: true}
	}
}

// take has the session know how its save went.
func (x stored) take(session *model.Session) {
	if x.revision > 0 {
		session.Saved(x.revision)
	} else {
		session.NotSaved()
	}
}
