package backend

import "nianbao/model"

// Commit stores what a session has not stored yet, joined with what somebody
// else has saved meanwhile. Where that can't be done without asking, nothing is
// stored, and latest is their report, beside the store's error: what both have
// changed, a report that was or is to be finished, or one older than what the
// session began with. CodeUnsure: it is stored, see [Store.Save].
func Commit(store Store, s *model.Session) (latest *model.Report, err error) {
	const tries = 20
	for range tries {
		report, edits := s.Take()
		var revision int
		revision, err = store.Save(report, edits)
		if revision > 0 {
			s.Saved(revision)
			return nil, err
		}
		s.NotSaved()
		if Code(err) != CodeConflict {
			return nil, err
		}
		latest, loadErr := store.Reload(report.ID)
		if loadErr != nil {
			return nil, loadErr
		}
		older := latest.Revision < report.Revision // another store is in the place of the one it was loaded from
		if older || latest.State == model.Final || s.Finishing() || len(s.Clashes(latest)) > 0 {
			return latest, err
		}
		if s.Rebase(latest, nil); !s.Dirty() { // they have done the same
			return nil, nil
		}
	}
	return nil, err
}
