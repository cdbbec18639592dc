// Package boltfile keeps a store of reports in one bbolt file of a folder, and looks
// after it: it is a backend of persist's, and the only package that knows bbolt.
//
//	boltfile.go   a store in a folder, as a program opens it
//	file.go       the file behind persist's transactions: opened, locked, closed
//	turns.go      one call after the other
//	system_*.go   locks, what the system's errors mean
//	folder.go     making folder and file; modes
//	tx.go         a transaction, and what it comes through
//	pages.go      whether the pages there make sense
//	backup.go     copies, the day's and others'
//	lease.go      who has a report open
//	doctor.go     what state everything is in
//	wreck.go      the records of a damaged file, page by page
//	mend.go       another file in a damaged one's place
//	explain.go    all that can go wrong with a file, in words
//	network.go    folders that are another machine's
//
// The file is open only during a call: bbolt locks it for one writer or for
// several readers, so every call opens it with a time limit, runs one
// transaction and closes it again. A call therefore waits (up to three seconds,
// longer in a queue that moves).
//
// A damaged file is never changed or deleted.
//
// # When the file is another, or damaged
//
// Reports have drawn numbers (persist.tx.freeNumber): when another store takes the place of the one in
// use, nothing is saved into its reports, and a store that is older than the screen is asked about.
// persist/examine.go looks at every record, persist/lines.go compares the list with the reports,
// persist/boltfile/doctor.go adds the file and its copies, wreck.go reads a damaged file page by page,
// persist/salvage.go makes reports of what it finds, persist/boltfile/mend.go puts another in its
// place while it holds the old one's lock; whoever opened the old file meanwhile notices (replaced in
// persist/boltfile/file.go). ui/trouble.go is the same on the screen.
package boltfile

import (
	"time"

	"nianbao/model"
	"nianbao/persist"
)

// Store is the store in a folder's file.
type Store struct {
	*persist.Store
	file *file
}

// Open opens the store of a folder for one user. It makes the folder and the
// file where they are missing, and reads the file once to see that it is a
// store; one of an older version is copied and migrated. Errors: ErrBusy,
// ErrDamaged, ErrNewer, ErrReadOnly, ErrFull, ErrUnreadable. A store that can be
// read but not written opens; saving then fails with ErrReadOnly.
func Open(dir string, who model.Actor, now func() time.Time) (*Store, error) {
	f, err := unopened(dir, who, now)
	if err != nil {
		return nil, err
	}
	if err := f.prepare(); err != nil {
		return nil, err
	}
	s := &Store{f.store(), f}
	if err := s.Migrate(); err != nil {
		return nil, err
	}
	return s, nil
}

// Path is the store's file.
func (s *Store) Path() string { return s.file.path }

// Copy writes a copy of the store to another file while it may be in use, whole
// or not at all. An earlier copy of that name is replaced, any other file only with
// overwrite. Errors: those of Open about the store, and ErrReadOnly, ErrFull,
// ErrUnreadable or, for a file that has to stay, ErrExists about the target.
func (s *Store) Copy(to string, overwrite bool) error { return s.file.copy(to, overwrite) }

// Notices are what the store's users should know about it, a Chinese sentence each:
// that it is where it may come to harm, that nothing can be saved in it, that the
// day's copy failed.
func (s *Store) Notices() []string { return s.file.notices() }
