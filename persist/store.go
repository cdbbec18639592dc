// Package persist says what a store of reports means: the reports themselves, what
// the list shows of them, their last revisions, and a log of who changed what; what
// it takes to save beside others, and what an administrator has laid down. It
// stands on [KV], a small interface of transactions, and knows neither bbolt nor
// its file: what keeps the records is a [Backend], such as persist/boltfile.
//
//	kv.go                          what a backend has to do
//	store.go, schema.go            a store over a backend; its buckets, versions
//	reports.go, kin.go, places.go  the list, and reports beside last year's
//	batch.go                       many new reports, all or none
//	revisions.go, record.go        what is kept of a report, and how it is packed
//	log.go, news.go                who did what, and what is new
//	merge.go                       saving beside others
//	presence.go                    who has a report open
//	examine.go, lines.go           whether records are right; making the list anew
//	salvage.go                     a store from the records that are left of one
//	errors.go                      kinds of problem, and what to do about them
//	site.go, home.go               where a store is, by administrator and platform
//	actor.go, access_*.go          who somebody is, and may use a file
//
// A call runs one transaction. It may wait for others and for the disk; don't make
// it where a screen waits. What is saved lasts when the call returns. Two people may
// have the same report open: the second to save gets [ErrConflict], or has
// [Store.Merge] join what both did. What may be joined, what clashes and what is
// locked is the model's to say; a store asks it within the transaction.
//
// # Another backend
//
// Another backend for the store is a package beside persist/boltfile: it fills in persist.Backend
// (transactions, "has anything changed", who has a report open; persist/kv.go says what each has to
// do), is opened in ui/wire, and joins the backends that persist's own tests run over
// (persist.AddBackend in persist/boltfile_test.go; persist/memory_test.go is a whole one in 200 lines,
// which runs each transaction's function twice). Copies, doctor and mending are boltfile's own: a
// backend has what it needs of its own in their place.
package persist

import (
	"errors"
	"time"

	"nianbao/model"
)

// Store is a store as one user has it. It is safe for use by several goroutines,
// and several programs may use the same backend. Any call may fail with the backend's
// errors: ErrBusy, ErrDamaged, ErrNewer, ErrUnreadable, ErrDisk.
type Store struct {
	backend Backend
	who     model.Actor
	now     func() time.Time
}

// Over is the store in a backend that is one already, or that only looks at what
// is there; see [LayOut] and [Store.Migrate].
func Over(b Backend, who model.Actor, now func() time.Time) *Store { return &Store{b, who, now} }

// Stamp differs from an earlier one when the store may have changed since. It does
// not wait for others. Error: ErrUnreadable.
func (s *Store) Stamp() (string, error) { return s.backend.Stamp() }

// tx is a transaction, with what its records need.
type tx struct {
	Tx
	who model.Actor
	at  time.Time
}

// view runs a transaction that reads.
func (s *Store) view(fn func(*tx) error) error { return s.backend.View(s.within(1, fn)) }

// update runs a transaction that writes. Somebody may have put an old store in the
// place of this one.
func (s *Store) update(fn func(*tx) error) error {
	err := s.backend.Update(s.within(schemaVersion, fn))
	if errors.Is(err, errOld) {
		if err = s.Migrate(); err == nil {
			err = s.backend.Update(s.within(schemaVersion, fn))
		}
	}
	if err == nil && s.backend.Keeper != nil {
		s.backend.Saved() // not after a disk has failed: what it says now may be all there is
	}
	return err
}

// within is a transaction's function for stores of a version from oldest on.
func (s *Store) within(oldest int, fn func(*tx) error) func(Tx) error {
	return func(t Tx) error {
		if err := checkSchema(t, oldest); err != nil {
			return err
		}
		return fn(&tx{t, s.who, s.now().UTC()})
	}
}
