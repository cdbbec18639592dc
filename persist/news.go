package persist

import (
	"errors"
	"slices"
	"strconv"

	"nianbao/model"
)

// News is what has become of a report since a revision, in one look at the store.
// That last year's can't be read is said in it and hinders nothing. Errors:
// ErrNotFound, also when it was deleted, and the backend's.
func (s *Store) News(id string, revision int) (news model.News, err error) {
	err = s.view(func(t *tx) (err error) {
		news = model.News{}
		if news.Stand, err = t.stand(parseID(id)); err != nil {
			return err
		}
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

// Stand is that of a report, in a brief look at the store. Errors: ErrNotFound, also
// when it was deleted, and the backend's.
func (s *Store) Stand(id string) (stand model.Stand, err error) {
	err = s.view(func(t *tx) (err error) {
		stand, err = t.stand(parseID(id))
		return err
	})
	return stand, err
}

func (t *tx) stand(id uint64) (model.Stand, error) {
	sum, err := t.summary(id)
	if err != nil {
		return model.Stand{}, err
	}
	stand := model.Stand{Revision: sum.Revision}
	if last := t.Get(bucketNames, []byte(model.ReportName(sum.Unit, sum.Year-1))); last != nil {
		stand.Last = formatID(idOf(last))
		if sum, err := t.summary(idOf(last)); err == nil { // else reading it will say why
			stand.Last += "@" + strconv.Itoa(sum.Revision)
		}
	}
	return stand, nil
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
