package persist

import (
	"fmt"

	"nianbao/model"
)

// pin keeps the revisions that a collector's report has come to go back to by edits, whatever
// becomes of those between: what was accepted, and what the sum was added up of. A revision that
// is gone already, or whose report is, isn't kept; whoever asks for it is told.
func (t *tx) pin(r *model.Report, edits []model.Edit) error {
	if !r.IsSum() {
		return nil
	}
	for _, e := range edits {
		for _, c := range e.Changes {
			v := r.Reviews[c.Key]
			if accepted := c.Kind == model.TargetReview && v.Word == model.WordAccepted; accepted {
				if err := t.pinRevision(v.Report, v.Revision); err != nil {
					return err
				}
			}
			if c.Kind != model.TargetSum {
				continue
			}
			for _, s := range r.Sources {
				if v := r.Reviews[s.Unit]; v.Word == model.WordAccepted && v.Report == s.Report && v.Revision == s.Revision {
					continue // it was when it was accepted
				}
				if err := t.pinRevision(s.Report, s.Revision); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *tx) pinRevision(report string, revision int) error {
	id := t.Get(bucketNames, []byte(report))
	if id == nil {
		return nil
	}
	at := key(idOf(id), uint64(revision))
	if t.Get(bucketPinned, at) != nil {
		return nil
	}
	for shot, err := range t.snapshots(idOf(id)) {
		switch {
		case err != nil:
			return err
		case shot.revision < uint64(revision):
			return nil
		case shot.revision == uint64(revision):
			packed, err := pack(shot.body, nil)
			if err != nil {
				return err
			}
			return t.Put(bucketPinned, at, packed)
		}
	}
	return nil
}

// pinned is a revision that a sum goes back to; nil where none does.
func (t *tx) pinned(id uint64, revision int) (*model.Report, error) {
	if !t.HasBucket(bucketPinned) { // a store of an earlier version that can't be written
		return nil, nil
	}
	packed := t.Get(bucketPinned, key(id, uint64(revision)))
	if packed == nil {
		return nil, nil
	}
	body, err := unpack(packed, nil)
	if err != nil {
		return nil, broken(fmt.Errorf("revision %d of report %d: %w", revision, id, err))
	}
	return snapshot{uint64(revision), body}.report(id)
}
