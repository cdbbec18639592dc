package persist

import (
	"bytes"
	"fmt"
	"iter"

	"nianbao/model"
)

// keptRevisions is how many snapshots of a report are kept. Those of one text being
// written come to one; see [tx.goesOn].
const keptRevisions = 50

// snapshot is a report as a save left it.
type snapshot struct {
	revision uint64
	body     []byte // see record.go
}

// record is the newest snapshot of a report as it is stored: packed, against
// nothing.
type record struct {
	revision uint64
	packed   []byte
}

// report reads the record.
func (rec record) report(id uint64) (*model.Report, error) {
	if rec.packed == nil {
		return nil, broken(fmt.Errorf("no revision of report %d", id))
	}
	body, err := unpack(rec.packed, nil)
	if err != nil {
		return nil, err
	}
	return snapshot{rec.revision, body}.report(id)
}

// snapshots walks what is kept of a report, the newest first. Each one is
// packed against the one after it, which is all but the same: fifty revisions
// take little more room than one.
func (t *tx) snapshots(id uint64) iter.Seq2[snapshot, error] {
	return func(yield func(snapshot, error) bool) {
		var newer []byte
		for k, v := range t.ScanBack(bucketRevisions, key(id)) {
			body, err := unpack(v, newer)
			if !yield(snapshot{second(k), body}, err) || err != nil {
				return
			}
			newer = body
		}
	}
}

// newest reads up to n snapshots, the newest first.
func (t *tx) newest(id uint64, n int) ([]snapshot, error) {
	var found []snapshot
	for shot, err := range t.snapshots(id) {
		if err != nil {
			return nil, err
		}
		if found = append(found, shot); len(found) == n {
			break
		}
	}
	return found, nil
}

// keep makes a snapshot the newest one. With replace it takes the place of the one before, which the log leads back to where it
// has an entry of its own.
func (t *tx) keep(id uint64, shot snapshot, replace bool) error {
	n, most := 1, keptRevisions-1
	switch {
	case replace:
		n, most = n+1, most+1
	case len(shot.body) >= large: // a window of 32 KiB shows little of what the two have in common
		n = 0
	}
	older, dropped, err := t.newestAndOld(id, n, most)
	if err != nil {
		return err
	}
	if replace && len(older) > 0 {
		dropped = append(dropped, key(id, older[0].revision))
		older = older[1:]
	}
	for _, k := range dropped {
		if err := t.Delete(bucketRevisions, k); err != nil {
			return err
		}
	}
	if len(older) == 0 {
		return t.putSnapshot(id, shot, nil)
	}
	newest, before, err := packBoth(shot.body, older[0].body)
	if err != nil {
		return err
	}
	if err := t.Put(bucketRevisions, key(id, shot.revision), newest); err != nil {
		return err
	}
	return t.Put(bucketRevisions, key(id, older[0].revision), before)
}

// newestAndOld is newest, with the keys of the snapshots beyond the newest most of
// them. Nothing is packed against the oldest one, so that those can be deleted and the
// others stay readable.
func (t *tx) newestAndOld(id uint64, n, most int) (found []snapshot, old [][]byte, err error) {
	var newer []byte
	count := 0
	for k, v := range t.ScanBack(bucketRevisions, key(id)) {
		if count++; count > most {
			old = append(old, bytes.Clone(k))
		}
		if count > n {
			continue
		}
		if newer, err = unpack(v, newer); err != nil {
			return nil, nil, err
		}
		found = append(found, snapshot{second(k), newer})
	}
	return found, old, nil
}

func (t *tx) putSnapshot(id uint64, shot snapshot, base []byte) error {
	packed, err := pack(shot.body, base)
	if err != nil {
		return err
	}
	return t.Put(bucketRevisions, key(id, shot.revision), packed)
}

// current reads the newest revision of a report that is in the list.
func (t *tx) current(id uint64) (*model.Report, error) {
	shot, err := t.last(id)
	if err != nil {
		return nil, err
	}
	return shot.report(id)
}

// last is the newest snapshot of a report that is in the list; its checksum is right.
func (t *tx) last(id uint64) (snapshot, error) {
	sum, err := t.summary(id)
	if err != nil {
		return snapshot{}, err
	}
	found, err := t.newest(id, 1)
	if err != nil {
		return snapshot{}, err
	}
	if len(found) == 0 || found[0].revision != uint64(sum.Revision) {
		return snapshot{}, broken(fmt.Errorf("no revision %d of %s", sum.Revision, sum.Report))
	}
	return found[0], nil
}

// report decodes a snapshot. The checksum has shown by now that it is intact:
// what can't be decoded was written by a program that knows more.
func (shot snapshot) report(id uint64) (*model.Report, error) {
	r, err := decodeReport(shot.body)
	if err != nil {
		return nil, unknownContent(err)
	}
	r.ID, r.Revision = formatID(id), int(shot.revision)
	return r, nil
}

// Revision reads one of the revisions of a report that are kept, or that the log
// leads back to from one of these; the report may be deleted. Its Revision says
// which. Errors: ErrNotFound, and the backend's.
func (s *Store) Revision(id string, revision int) (r *model.Report, err error) {
	err = s.view(func(t *tx) (err error) {
		r = nil
		if err := t.exists(parseID(id)); err != nil {
			return err
		}
		if r, err = t.pinned(parseID(id), revision); r != nil || err != nil {
			return err
		}
		var newer, shot snapshot
		for shot, err = range t.snapshots(parseID(id)) {
			switch {
			case err != nil:
				return err
			case shot.revision == uint64(revision):
				r, err = shot.report(parseID(id))
				return err
			case shot.revision < uint64(revision) && newer.revision > 0:
				if r, err = t.unwritten(parseID(id), newer, revision); r != nil || err != nil {
					return err
				}
				return noRevision(revision, int(shot.revision), int(newer.revision))
			case shot.revision < uint64(revision):
				return noRevision(revision, int(shot.revision), 0)
			}
			newer = shot
		}
		if newer.revision == 0 { // each report has one
			return broken(fmt.Errorf("no revision of report %s", id))
		}
		return noRevision(revision, 0, int(newer.revision))
	})
	return r, err
}

// unwritten is a revision that a newer snapshot has taken the place of, by taking
// back what was written since; nil where the log does not lead there: what was
// typed without a pause is one entry.
func (t *tx) unwritten(id uint64, newer snapshot, revision int) (*model.Report, error) {
	r, err := newer.report(id)
	if err != nil {
		return nil, err
	}
	for entry, err := range t.entries(id) {
		switch {
		case err != nil:
			return nil, err
		case entry.Revision > int(newer.revision):
			continue
		case entry.Revision == revision:
			r.Revision = revision
			return r, nil
		case entry.Revision < revision:
			return nil, nil
		}
		for _, c := range entry.Changes {
			if c.Kind != model.TargetText || r.Text[c.Key] != c.After {
				return nil, nil
			}
			if r.Text[c.Key] = c.Before; c.Before == "" {
				delete(r.Text, c.Key)
			}
		}
	}
	return nil, nil
}
