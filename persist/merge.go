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
// comes in between, and must not call the store. A place that isn't "" is stored
// too; see SavePlace.
func (s *Store) Merge(r *model.Report, edits []model.Edit, place string, join func(latest *model.Report) (*model.Report, []model.Edit)) (int, error) {
	draft, err := newDraft(r, r.Revision+1)
	if err != nil {
		return 0, err
	}
	var fault error
	err = s.update(func(t *tx) error {
		err := t.save(draft, edits)
		if errors.Is(err, ErrConflict) {
			latest, loadErr := t.current(parseID(draft.report.ID))
			if loadErr != nil {
				return loadErr
			}
			if r, edits, fault = joined(join, latest); r == nil {
				return err
			}
			if draft, err = newDraft(r, latest.Revision+1); err == nil {
				err = t.save(draft, edits)
			}
		}
		if err == nil && place != "" {
			err = t.savePlace(parseID(draft.report.ID), place)
		}
		return err
	})
	if fault != nil {
		panic(fault) // of the program: no damage of the store
	}
	if err != nil && !errors.Is(err, ErrUnsure) {
		return 0, err
	}
	return draft.report.Revision, err
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
