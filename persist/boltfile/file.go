package boltfile

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
	"nianbao/persist"
)

// lockWait is how long a call waits for others who have the file.
const lockWait = 3 * time.Second

// file is a bbolt file that several programs share.
type file struct {
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

// unopened is the file of a folder that nobody has looked at yet.
func unopened(dir string, who model.Actor, now func() time.Time) (*file, error) {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return nil, &persist.Problem{Kind: persist.ErrUnreadable, Text: fmt.Sprintf("文件夹 %s 不能用（%v）", dir, err), Cause: err}
	}
	return &file{path: path, who: who, now: now, wait: lockWait}, nil
}

// other is another file, such as a copy.
func (f *file) other(path string) *file {
	return &file{path: path, who: f.who, now: f.now, wait: f.wait}
}

// store is what is in the file, as a store.
func (f *file) store() *persist.Store {
	return persist.Over(persist.Backend{KV: f, Changes: f, Presence: f, Keeper: f}, f.who, f.now)
}

// Stamp looks at size and time only. Error: ErrUnreadable.
func (f *file) Stamp() (string, error) {
	info, err := os.Stat(f.path)
	if err != nil {
		return "", f.explain(err, false)
	}
	return fmt.Sprintf("%d-%d", info.Size(), info.ModTime().UnixNano()), nil
}

// View opens the file for reading during one transaction.
func (f *file) View(fn func(persist.Tx) error) error { return f.transact(false, fn) }

// Update opens the file for writing during one transaction: all of it is on the
// disk afterwards, or nothing.
func (f *file) Update(fn func(persist.Tx) error) error { return f.transact(true, fn) }

// Explain words what is wrong with what is in the file.
func (f *file) Explain(err error) error { return f.explain(err, false) }

// transact opens the file, runs one transaction in it and closes it. bbolt panics on a page that makes no sense, and the
// memory map of a file cut short faults; both become ErrDamaged.
func (f *file) transact(write bool, fn func(persist.Tx) error) (err error) {
	var opened *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = f.explain(errors.Join(fmt.Errorf("%w: %v", persist.ErrRecords, p), release(opened)), write)
		}
	}()
	db, leave, err := f.open(write, &opened)
	if err != nil {
		return f.explain(err, write)
	}
	defer leave()
	run := db.View
	if write {
		run = db.Update
	}
	number, done := 0, false
	err = run(func(btx *bolt.Tx) error {
		number = btx.ID()
		err := guarded(func() error { return fn(&boltTx{Tx: btx, guard: newGuard(btx, opened)}) })
		done = err == nil
		return err
	})
	failedLate := err != nil && write && done // only the disk was left to fail
	if failedLate && landed(db, number) {
		err = f.unsure(err)
	}
	// By now everything is on the disk or given up; how closing goes doesn't
	// change that, and a save that is done must not be reported as failed.
	_ = db.Close()
	return f.explain(err, write)
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
func (f *file) open(write bool, opened **os.File) (db *bolt.DB, leave func(), err error) {
	end := time.Now().Add(f.wait)
	leave, first := takeTurn(filepath.Dir(f.path), f.wait, func() string {
		stamp, _ := f.Stamp() // that of a store that is gone stays as it is: ""
		return stamp
	})
	if first {
		end = time.Now().Add(f.wait)
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
		db, err = bolt.Open(f.path, 0, &bolt.Options{Timeout: time.Nanosecond, ReadOnly: !write, NoStatistics: true,
			FreelistType: bolt.FreelistMapType, OpenFile: openExisting(opened)})
		if err == nil && replaced(*opened, f.path) { // between opening and locking it
			err = errors.Join(berrors.ErrTimeout, db.Close())
		}
		if !errors.Is(err, berrors.ErrTimeout) || left <= 0 {
			return db, leave, err
		}
	}
}

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
			return nil, persist.ErrForeign
		case info.Size() == 0:
			return nil, errEmpty
		}
		f, err := os.OpenFile(path, flag&^os.O_CREATE, 0)
		*opened = f
		return f, err
	}
}
