package backend

import (
	"fmt"

	"nianbao/model"
)

// Commit stores what a session has not stored yet, joined with what somebody
// else has saved meanwhile, and the place where the user is, unless it is "". Where
// that can't be done without asking, nothing is stored, and latest is their report,
// beside the store's error: what both have changed, a report that was or is to be
// finished, or one older than what the session began with. CodeUnsure: it is stored,
// see [Store.Save].
func Commit(store Store, s *model.Session, place string) (latest *model.Report, err error) {
	report, edits := s.Take()
	same := false
	revision, err := store.Merge(report, edits, place, func(theirs *model.Report) (*model.Report, []model.Edit) {
		latest, same = nil, false                  // it may run again, on a newer one
		older := theirs.Revision < report.Revision // another store is in the place of the one it was loaded from
		ask := older || theirs.State == model.Final || s.Finishing()
		if ask || len(s.Clashes(theirs)) > 0 {
			latest = theirs
			return nil, nil
		}
		s.NotSaved()
		s.Rebase(theirs, nil)
		if same = !s.Dirty(); same { // they have done the same
			return nil, nil
		}
		return s.Take()
	})
	switch {
	case revision > 0:
		s.Saved(revision)
		return nil, err
	case same:
		if place != "" {
			_ = store.SavePlace(report.ID, place) // alone it is not worth a word
		}
		return nil, nil
	}
	s.NotSaved()
	return latest, err
}

// SaveEdit makes an edit and stores it, for a sitting of its own. When somebody else saves in
// between it is made again on the newer report, unless they changed what it changes: then
// theirs stays, and the store's error says what that is.
func SaveEdit(store Store, r *model.Report, session string, edit func(*model.Report) (model.Edit, error)) (*model.Report, error) {
	s := model.NewSession(r, session)
	e, err := edit(r)
	if err == nil {
		err = s.Apply(e)
	}
	if err != nil {
		return nil, err
	}
	if !s.Dirty() {
		return s.Report(), nil
	}
	latest, err := Commit(store, s, "")
	switch {
	case latest == nil:
		return s.Report(), err
	case latest.State == model.Final:
		return nil, model.ErrFinal
	}
	if clashes := s.Clashes(latest); len(clashes) > 0 {
		t := clashes[0].Target
		return nil, fmt.Errorf("「%s」刚刚被其他人改为 %s：%w", s.Report().TargetName(t), model.ShowValue(t, clashes[0].Theirs), err)
	}
	return s.Report(), err
}
