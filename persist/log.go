package persist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"nianbao/model"
)

// logged is a log entry and its number in the report's log.
type logged struct {
	number uint64
	model.LogEntry
}

// entries walks a report's log, the last entry first.
func (t *tx) entries(id uint64) iter.Seq2[logged, error] {
	return func(yield func(logged, error) bool) {
		for k, v := range t.ScanBack(bucketLog, key(id)) {
			entry, err := decodeLog(second(k), v)
			if !yield(entry, err) || err != nil {
				return
			}
		}
	}
}

func decodeLog(number uint64, packed []byte) (logged, error) {
	entry := logged{number: number}
	data, err := unpack(packed, nil)
	if err == nil {
		if err = json.Unmarshal(data, &entry.LogEntry); err != nil {
			err = broken(err)
		}
	}
	return entry, err
}

// logEntry reads one entry of a report's log.
func (t *tx) logEntry(id, number uint64) (logged, error) {
	return decodeLog(number, t.Get(bucketLog, key(id, number)))
}

// logTail reads up to n entries of a report's log, the last one first; all of
// them for 0.
func (t *tx) logTail(id uint64, n int) ([]logged, error) {
	var tail []logged
	for entry, err := range t.entries(id) {
		if err != nil {
			return nil, err
		}
		if tail = append(tail, entry); len(tail) == n {
			break
		}
	}
	return tail, nil
}

func (t *tx) putLog(id uint64, entry logged) error {
	data, err := json.Marshal(entry.LogEntry)
	if err != nil {
		return err
	}
	packed, err := pack(data, nil)
	if err != nil {
		return err
	}
	return t.Put(bucketLog, key(id, entry.number), packed)
}

// entry begins a log entry of this transaction.
func (t *tx) entry(number uint64, revision int, e model.Edit) logged {
	return logged{number, model.LogEntry{Revision: revision, At: t.at, Actor: t.who,
		Label: e.Label, Reason: e.Reason, EditID: e.ID, Changes: slices.Clone(e.Changes)}}
}

// logAct appends an entry that changes no figure and no text.
func (t *tx) logAct(id uint64, revision int, label string) error {
	tail, err := t.logTail(id, 1)
	if err != nil {
		return err
	}
	number := uint64(1)
	if len(tail) > 0 {
		number = tail[0].number + 1
	}
	return t.putLog(id, t.entry(number, revision, model.Edit{Label: label}))
}

// logEdits appends the edits of a save. An edit that goes on with the act of
// the last entry, such as the typing of a text, makes that entry longer
// instead. The result tells whether the revision before this one need not be kept:
// it was that act at an earlier moment, and nothing else, or the same text as it
// was written a little earlier, see [tx.goesOn].
func (t *tx) logEdits(id uint64, revision int, edits []model.Edit) (replace bool, err error) {
	if len(edits) == 0 {
		return false, t.logAct(id, revision, "保存") // every revision is in the log
	}
	tail, err := t.logTail(id, 1)
	if err != nil {
		return false, err
	}
	var last logged
	if len(tail) > 0 {
		last = tail[0]
		if replace = t.continues(last, edits[0]) || t.goesOn(last, edits); replace { // unless that revision has another entry
			if tail, err = t.logTail(id, 2); err != nil {
				return false, err
			}
			replace = len(tail) == 1 || tail[1].Revision != last.Revision
		}
	}
	for _, e := range edits {
		if t.continues(last, e) {
			last.extend(t.entry(last.number, revision, e))
		} else {
			last = t.entry(last.number+1, revision, e)
		}
		if err := t.putLog(id, last); err != nil {
			return false, err
		}
	}
	return replace, nil
}

// oneSnapshot is how much time of writing one text comes to one snapshot: else
// the pauses of a minute would use up all that are kept.
const oneSnapshot = 10 * time.Minute

// goesOn reports whether the edits go on writing the one text that the last entry
// is about, in the same ten minutes of the clock, which bounds what a snapshot
// stands for however long somebody writes. Revision 1 stays; one that was exported
// or finished does, too, because that is an entry of its own.
func (t *tx) goesOn(last logged, edits []model.Edit) bool {
	oneText := len(last.Changes) == 1 && last.Changes[0].Kind == model.TargetText
	if !oneText || last.Revision == 1 || last.Actor != t.who {
		return false
	}
	if !last.At.Truncate(oneSnapshot).Equal(t.at.Truncate(oneSnapshot)) {
		return false
	}
	return !slices.ContainsFunc(edits, func(e model.Edit) bool {
		return len(e.Changes) != 1 || e.Changes[0].Target != last.Changes[0].Target
	})
}

// continues reports whether an edit is the same act as an entry.
func (t *tx) continues(last logged, e model.Edit) bool {
	return e.ID != "" && e.ID == last.EditID && t.who == last.Actor
}

// extend takes over what an act has come to, and keeps what was there before
// the act. What is back as it was drops out.
func (l *logged) extend(by logged) {
	changes := l.Changes
	for _, c := range by.Changes {
		if i := slices.IndexFunc(changes, func(o model.Change) bool { return o.Target == c.Target }); i >= 0 {
			changes[i].After = c.After
		} else {
			changes = append(changes, c)
		}
	}
	*l = by
	l.Changes = slices.DeleteFunc(changes, func(c model.Change) bool { return c.Before == c.After })
}

// Log is everything that was done to a report, deleted or not, the oldest
// first. Times are UTC. Errors: ErrNotFound, and the backend's.
func (s *Store) Log(id string) ([]model.LogEntry, error) {
	var all []logged
	err := s.view(func(t *tx) (err error) {
		if err := t.exists(parseID(id)); err != nil {
			return err
		}
		all, err = t.logTail(parseID(id), 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	entries := make([]model.LogEntry, 0, len(all))
	for _, entry := range slices.Backward(all) {
		entries = append(entries, entry.LogEntry)
		if entry.number != uint64(len(entries)) {
			return nil, s.backend.Explain(broken(fmt.Errorf("log entry %d of %s is missing", len(entries), id)))
		}
	}
	return entries, nil
}

// LogPage is up to n entries of a report's log, the newest first, from a number on; 0
// is the newest one's, and entries count from 1. The report may be deleted. It takes as
// long as those entries are, however long the log is. Times are UTC. Errors: ErrNotFound,
// also where there is no entry of that number, and the backend's.
func (s *Store) LogPage(id string, from, n int) (page model.LogPage, err error) {
	var packed [][]byte
	err = s.view(func(t *tx) error {
		page, packed = model.LogPage{}, nil
		if err := t.exists(parseID(id)); err != nil {
			return err
		}
		for k := range t.ScanBack(bucketLog, key(parseID(id))) {
			page.Newest = int(second(k))
			break
		}
		if page.Number = from; from == 0 {
			page.Number = page.Newest
		}
		if page.Number < 1 || page.Number > page.Newest {
			return &Problem{Kind: ErrNotFound, Text: fmt.Sprintf("修改记录里没有第 %d 条", from)}
		}
		for number := page.Number; number > max(page.Number-n, 0); number-- {
			v := t.Get(bucketLog, key(parseID(id), uint64(number)))
			if v == nil {
				return broken(fmt.Errorf("log entry %d of %s is missing", number, id))
			}
			packed = append(packed, bytes.Clone(v))
		}
		return nil
	})
	if err != nil {
		return model.LogPage{}, err
	}
	page.Entries = make([]model.LogEntry, len(packed))
	errs := make([]error, len(packed))
	model.Parallel(len(packed), func(i int) {
		entry, err := decodeLog(uint64(page.Number-i), packed[i])
		page.Entries[i], errs[i] = entry.LogEntry, s.backend.Explain(err)
	})
	return page, errors.Join(errs...)
}
