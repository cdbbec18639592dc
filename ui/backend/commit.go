package backend

import "nianbao/model"

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
