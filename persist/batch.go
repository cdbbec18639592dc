package persist

import (
	"bytes"
	"context"
	"errors"
	"time"

	"nianbao/model"
	"nianbao/model/check"
)

// ready is a new report as it will be stored, as far as that goes without the
// store: some kilobytes, so that thousands can be held.
type ready struct {
	label  string
	sum    model.Summary // beside no report of the year before
	packed []byte        // its body, against nothing
}

func (d *draft) ready(label string) (ready, error) {
	packed, err := pack(d.body, nil)
	return ready{label, check.Summarize(d.report, nil), bytes.Clone(packed)}, err // without what room the packing took
}

// add stores a new report.
func (t *tx) add(n *ready) (id uint64, err error) {
	id = t.freeNumber()
	sum, revision := n.sum, uint64(n.sum.Revision)
	if err := t.takeName(sum.Report, id); err != nil {
		return 0, err
	}
	if last := t.named(model.ReportName(sum.Unit, sum.Year-1)); last != nil {
		r, err := record{revision, n.packed}.report(id)
		if err != nil {
			return 0, err
		}
		sum = check.Summarize(r, last)
	}
	sum.ChangedAt, sum.ChangedBy = t.at, t.who.User
	if err := t.putSummary(id, sum); err != nil {
		return 0, err
	}
	if err := t.Put(bucketRevisions, key(id, revision), n.packed); err != nil {
		return 0, err
	}
	if err := t.putLog(id, t.entry(1, sum.Revision, model.Edit{Label: n.label})); err != nil {
		return 0, err
	}
	return id, t.recount(following(sum.Unit, sum.Year))
}

// Batch is new reports that are stored together: all of them, or none. Others come in
// between, since it takes several transactions to store many.
type Batch struct {
	store *Store
	ready []ready
}

// Batch begins one of n reports.
func (s *Store) Batch(n int) *Batch { return &Batch{s, make([]ready, n)} }

// Put makes the i-th report ready; nothing is stored. Several goroutines may put
// different ones. The label says in the log how it came about. Error: a report that
// can't be stored.
func (b *Batch) Put(i int, r *model.Report, label string) error {
	d, err := newDraft(r, 1)
	if err == nil {
		b.ready[i], err = d.ready(label)
	}
	return err
}

// How much of a batch one transaction stores, and how long others have the store then:
// a command of theirs comes to six or seven transactions, of which each may have to wait
// for one of the batch's, unless it gets in with the one before.
const (
	longest   = 50 * time.Millisecond // of it, its commit included; twice that at worst
	pause     = 25 * time.Millisecond // after it, for those who wait
	firstSize = 32                    // nothing is known then of how long one takes
	backSize  = 128                   // how many are taken back in one transaction
	patience  = 5                     // how often it waits anew for a store that is busy
)

// added is a report of a batch that is in the store.
type added struct {
	id   uint64
	name string
}

// Store stores the batch, once; step is told how many more are stored, and is nil for
// nobody. Where that fails, or the context ends, what was stored already is taken back
// as if it never had been; left are the names of those that could not be: somebody has
// changed them meanwhile, or the store can't be written any more. Errors: ErrExists,
// ErrReadOnly, ErrFull, the context's cause, and the backend's; ErrUnsure, after which
// all are stored.
func (b *Batch) Store(ctx context.Context, step func(n int)) (left []string, err error) {
	var done []added
	var unsure error
	size := firstSize
	for len(done) < len(b.ready) {
		some, took, err := b.some(b.ready[len(done):], size)
		if errors.Is(err, ErrUnsure) {
			unsure, err = err, nil
		}
		if err != nil {
			return b.store.takeBack(done), err
		}
		done = append(done, some...)
		clear(b.ready[len(done)-len(some) : len(done)]) // they need not be held any more
		if step != nil {
			step(len(some))
		}
		size = nextSize(size, len(some), took)
		if len(done) < len(b.ready) {
			time.Sleep(pause)
			if ctx.Err() != nil {
				return b.store.takeBack(done), context.Cause(ctx)
			}
		}
	}
	return nil, unsure
}

// nextSize is how many to store next where n of size have taken some time: no more
// than twice as many.
func nextSize(size, n int, took time.Duration) int {
	return max(1, min(2*size, int(time.Duration(n)*longest/max(took, time.Millisecond))))
}

// some stores up to size reports in one transaction, at least one.
func (b *Batch) some(next []ready, size int) (done []added, took time.Duration, err error) {
	var began time.Time
	err = patiently(func() error {
		return b.store.update(func(t *tx) error {
			began, done = time.Now(), nil
			for i := range next[:min(size, len(next))] {
				if i > 0 && time.Since(began) > longest {
					break
				}
				id, err := t.add(&next[i])
				if err != nil {
					return err
				}
				done = append(done, added{id, next[i].sum.Report})
			}
			return nil
		})
	})
	return done, time.Since(began), err
}

// patiently does something again where the store was busy: a batch that is half
// stored has more to lose than a few seconds.
func patiently(do func() error) error {
	err := do()
	for n := 1; n < patience && errors.Is(err, ErrBusy); n++ {
		err = do()
	}
	return err
}

// takeBack takes new reports back and returns the names of those that stay.
func (s *Store) takeBack(done []added) (left []string) {
	for len(done) > 0 {
		var stay []string
		n := min(len(done), backSize)
		err := patiently(func() error {
			return s.update(func(t *tx) (err error) {
				stay, err = t.forget(done[:n])
				return err
			})
		})
		if err != nil && !errors.Is(err, ErrUnsure) {
			for _, x := range done {
				left = append(left, x.name)
			}
			return left
		}
		left, done = append(left, stay...), done[n:]
		if len(done) > 0 {
			time.Sleep(pause)
		}
	}
	return left
}

// forget takes new reports back as if they had not been stored: they come neither into
// the trash nor does their log stay. Those that somebody has done something with since
// stay, and are named.
func (t *tx) forget(new []added) (stay []string, err error) {
	var gone []model.Summary
	for _, x := range new {
		sum, err := t.untouched(x.id)
		if err != nil {
			return nil, err
		}
		if sum == nil {
			stay = append(stay, x.name)
			continue
		}
		gone = append(gone, *sum)
		if next := t.named(following(sum.Unit, sum.Year)); next != nil {
			if err := t.recountBeside(next, nil); err != nil {
				return nil, err
			}
		}
	}
	for _, sum := range gone {
		if err := t.Delete(bucketNames, []byte(sum.Report)); err != nil {
			return nil, err
		}
		for _, bucket := range []string{bucketSummaries, bucketRevisions, bucketLog, bucketPlaces} {
			if err := t.deleteAll(bucket, key(parseID(sum.ID))); err != nil {
				return nil, err
			}
		}
	}
	return stay, nil
}

// untouched is the line of a report that nobody has done anything with since it was
// stored, other than look at it; nil for others.
func (t *tx) untouched(id uint64) (*model.Summary, error) {
	sum, err := t.summary(id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	tail, err := t.logTail(id, 1)
	if err != nil || len(tail) == 0 || tail[0].number > 1 {
		return nil, err
	}
	return &sum, nil
}

// deleteAll deletes the records of a bucket whose keys begin with prefix; all of them
// for nil.
func (t *tx) deleteAll(bucket string, prefix []byte) error {
	var keys [][]byte
	for k := range t.Scan(bucket, prefix) {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := t.Delete(bucket, k); err != nil {
			return err
		}
	}
	return nil
}
