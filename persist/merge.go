package persist

import (
	"errors"
	"fmt"
	"runtime/debug"

	"nianbao/model"
)

// Merge is Save for who can join what others have saved: where the store has
// another revision, join is given it and returns what to store in its place, or nil
// to have ErrConflict. It is called within the transaction, so that nobody else
// comes in between, and must not call the store; a backend may have it called more
// than once, each time with what is newest then. A place that isn't "" is stored
// too; see SavePlace.
func (s *Store) Merge(r *model.Report, edits []model.Edit, place string, join func(latest *model.Report) (*model.Report, []model.Edit)) (int, error) {
	mine, err := newDraft(r, r.Revision+1)
	if err != nil {
		return 0, err
	}
	var stored *draft
	var fault error
	err = s.update(func(t *tx) (err error) {
		if stored, fault, err = t.merge(mine, edits, join); err == nil && place != "" {
			err = t.savePlace(parseID(stored.report.ID), place)
		}
		return err
	})
	if fault != nil {
		panic(fault) // of the program: no damage of the store
	}
	if err != nil && !errors.Is(err, ErrUnsure) {
		return 0, err
	}
	return stored.report.Revision, err
}

// merge saves a draft, or what it is joined to; stored is which. fault is join's
// panic.
func (t *tx) merge(mine *draft, edits []model.Edit, join func(*model.Report) (*model.Report, []model.Edit)) (stored *draft, fault, err error) {
	if err = t.save(mine, edits); !errors.Is(err, ErrConflict) {
		return mine, nil, err
	}
	latest, loadErr := t.current(parseID(mine.report.ID))
	if loadErr != nil {
		return mine, nil, loadErr
	}
	r, edits, fault := joined(join, latest)
	if r == nil {
		return mine, fault, err
	}
	both, err := newDraft(r, latest.Revision+1)
	if err != nil {
		return mine, nil, err
	}
	return both, nil, t.save(both, edits)
}

// joined calls join; fault is its panic, with where that was.
func joined(join func(*model.Report) (*model.Report, []model.Edit), latest *model.Report) (r *model.Report, edits []model.Edit, fault error) {
	defer func() {
		if what := recover(); what != nil {
			r, fault = nil, fmt.Errorf("%v\n%s", what, debug.Stack())
		}
	}()
	r, edits = join(latest)
	return r, edits, nil
}
