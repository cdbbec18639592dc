package persist

import (
	"errors"
	"slices"

	"nianbao/model"
)

// News is what has become of a report since a revision, in one look at the store.
// That last year's can't be read is said in it and hinders nothing. Errors:
// ErrNotFound, also when it was deleted, and the backend's.
func (s *Store) News(id string, revision int) (news model.News, err error) {
	err = s.view(func(t *tx) (err error) {
		news = model.News{}
		if news.Latest, err = t.current(parseID(id)); err != nil {
			return err
		}
		if news.Last, news.LastErr = t.load(lastName(news.Latest)); errors.Is(news.LastErr, ErrNotFound) {
			news.LastErr = nil
		}
		if news.Latest.Revision > revision {
			news.Entries, err = t.logSince(parseID(id), revision)
		}
		return err
	})
	news.LastErr = s.backend.Explain(news.LastErr)
	return news, err
}

// logSince are the entries of revisions after one, and perhaps a few before it, the
// oldest first.
func (t *tx) logSince(id uint64, revision int) (entries []model.LogEntry, err error) {
	for entry, err := range t.entries(id) {
		if err != nil {
			return nil, err
		}
		// That an older revision was exported may come after a newer one's edits.
		if entry.Revision <= revision && len(entry.Changes) > 0 {
			break
		}
		entries = append(entries, entry.LogEntry)
	}
	slices.Reverse(entries)
	return entries, nil
}
