// Package persist keeps reports in one bbolt file: the reports themselves, what
// the list shows of them, their last revisions, and a log of who changed what.
//
// The file is open only during a call: bbolt locks it for one writer or for
// several readers, so every call opens it with a time limit, runs one
// transaction and closes it again. A call therefore waits (up to three seconds,
// longer in a queue that moves) and writes to the disk; don't make it where a
// screen waits. What is saved is on the disk when the call returns. Two people may
// have the same report open: the second to save gets [ErrConflict], or has
// [Store.Merge] join what both did.
//
// A damaged file is never changed or deleted.
package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"nianbao/model"
)

// lockWait is how long a call waits for others who have the file.
const lockWait = 3 * time.Second

// Store is the file of a folder. It is safe for use by several goroutines, and
// several programs may use the same folder.
type Store struct {
	path    string
	who     model.Actor
	now     func() time.Time
	wait    time.Duration
	mode    fs.FileMode // of files
	dirMode fs.FileMode // of folders
	network string      // what kind of share the folder is on; "" for a disk of this machine

	mu      sync.Mutex // guards what follows
	copyAt  time.Time  // when the day's copy was made or tried last
	copyErr error      // how that went
}

// Open opens the store of a folder for one user. It makes the folder and the
// file where they are missing, and reads the file once to see that it is a
// store; one of an older version is copied and migrated. Errors: ErrBusy,
// ErrDamaged, ErrNewer, ErrReadOnly, ErrFull, ErrUnreadable. A store that can be
// read but not written opens; saving then fails with ErrReadOnly.
func Open(dir string, who model.Actor, now func() time.Time) (*Store, error) {
	s, err := unopened(dir, who, now)
	if err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	if err := s.migrate(); err != nil {
		return nil, err
	}
	return s, nil
}

// unopened is the store of a folder that nobody has looked at yet.
func unopened(dir string, who model.Actor, now func() time.Time) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, &problem{Kind: ErrUnreadable, text: fmt.Sprintf("文件夹 %s 不能用（%v）", dir, err), cause: err}
	}
	return &Store{path: path, who: who, now: now, wait: lockWait}, nil
}

// Path is the store's file.
func (s *Store) Path() string { return s.path }

// Stamp differs from an earlier one when the file may have changed since. It
// looks at size and time only, and does not wait for others. Error:
// ErrUnreadable.
func (s *Store) Stamp() (string, error) {
	info, err := os.Stat(s.path)
	if err != nil {
		return "", s.explain(err, false)
	}
	return fmt.Sprintf("%d-%d", info.Size(), info.ModTime().UnixNano()), nil
}

// tx is a transaction, with what its records need.
type tx struct {
	*bolt.Tx
	who model.Actor
	at  time.Time
}

// view runs a transaction that reads; several may run at once.
func (s *Store) view(fn func(*tx) error) error { return s.transact(false, 1, fn) }

// update runs a transaction that writes: all of it is on the disk afterwards,
// or nothing. Somebody may have put an old store in the place of this one.
func (s *Store) update(fn func(*tx) error) error {
	err := s.transact(true, schemaVersion, fn)
	if errors.Is(err, errOld) {
		if err = s.migrate(); err == nil {
			err = s.transact(true, schemaVersion, fn)
		}
	}
	if err == nil {
		s.copyDaily() // not after a disk has failed: what it says now may be all there is
	}
	return err
}

// transact opens the file, runs one transaction in it, where its version is oldest
// or later, and closes it. bbolt panics on a page that makes no sense, and the
// memory map of a file cut short faults; both become ErrDamaged.
func (s *Store) transact(write bool, oldest int, fn func(*tx) error) (err error) {
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = s.explain(errors.Join(fmt.Errorf("%w: %v", errBroken, p), release(file)), write)
		}
	}()
	db, leave, err := s.open(write, &file)
	if err != nil {
		return s.explain(err, write)
	}
	defer leave()
	run := db.View
	if write {
		run = db.Update
	}
	number, done := 0, false
	err = run(func(btx *bolt.Tx) error {
		number = btx.ID()
		if err := checkPages(btx, file); err != nil {
			return err
		}
		if err := checkSchema(btx, oldest); err != nil {
			return err
		}
		err := fn(&tx{btx, s.who, s.now().UTC()})
		done = err == nil
		return err
	})
	if err != nil && write && done && landed(db, number) {
		err = s.unsure(err)
	}
	// By now everything is on the disk or given up; how closing goes doesn't
	// change that, and a save that is done must not be reported as failed.
	_ = db.Close()
	return s.explain(err, write)
}

// landed reports whether a transaction whose commit has failed is in the file all
// the same: the disk has taken all of it, and not said that it will keep it.
func landed(db *bolt.DB, number int) bool {
	newest := 0
	err := db.View(func(btx *bolt.Tx) error {
		newest = btx.ID()
		return nil
	})
	return err == nil && newest == number
}

// open waits for its turn, then for the file: bbolt itself looks only every 50 ms
// whether that is free, and with many at work some would never find it so. leave
// lets the next one in; a reader does so at once, for several may read together,
// and a writer who waits for them holds back those who come after it.
func (s *Store) open(write bool, file **os.File) (db *bolt.DB, leave func(), err error) {
	end := time.Now().Add(s.wait)
	leave, first := lockFolder(filepath.Dir(s.path), s.wait, func() string {
		stamp, _ := s.Stamp() // that of a store that is gone stays as it is: ""
		return stamp
	})
	if first {
		end = time.Now().Add(s.wait)
	} else {
		leave = func() {} // whoever is first there may have been stopped, and the file be free
	}
	defer func() {
		if db == nil || !write {
			leave()
			leave = func() {}
		}
	}()
	for ; ; time.Sleep(time.Millisecond + rand.N(time.Millisecond)) {
		left := time.Until(end)
		db, err = bolt.Open(s.path, 0, &bolt.Options{Timeout: time.Nanosecond, ReadOnly: !write, NoStatistics: true,
			FreelistType: bolt.FreelistMapType, OpenFile: openExisting(file)})
		if err == nil && replaced(*file, s.path) { // between opening and locking it
			err = errors.Join(berrors.ErrTimeout, db.Close())
		}
		if !errors.Is(err, berrors.ErrTimeout) || left <= 0 {
			return db, leave, err
		}
	}
}

// patience is how many times its wait a call stands in a queue that moves.
const patience = 5

// replaced reports that the path leads to another file by now, or to none: what is
// saved in this one would be lost.
func replaced(file *os.File, path string) bool {
	was, err := file.Stat()
	if err != nil {
		return false // reading will fail too
	}
	is, err := os.Stat(path)
	return err != nil || !os.SameFile(was, is)
}

// release lets others have a file over which bbolt has panicked. Its own Close
// could wait for ever, on a mutex that the panic left locked.
func release(file *os.File) error {
	if file == nil {
		return nil
	}
	return errors.Join(unlock(file), file.Close())
}

// openExisting opens for bbolt, which would make a missing file and fill an
// empty one, and would wait on a pipe. The file is handed out too.
func openExisting(opened **os.File) func(string, int, fs.FileMode) (*os.File, error) {
	return func(path string, flag int, _ fs.FileMode) (*os.File, error) {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		switch {
		case !info.Mode().IsRegular():
			return nil, errForeign
		case info.Size() == 0:
			return nil, errEmpty
		}
		f, err := os.OpenFile(path, flag&^os.O_CREATE, 0)
		*opened = f
		return f, err
	}
}
