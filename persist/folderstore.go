package persist

import (
	"time"

	"nianbao/model"
)

// FileStore is the store in a folder's file.
type FileStore struct {
	*Store
	file *file
}

// Open opens the store of a folder for one user. It makes the folder and the
// file where they are missing, and reads the file once to see that it is a
// store; one of an older version is copied and migrated. Errors: ErrBusy,
// ErrDamaged, ErrNewer, ErrReadOnly, ErrFull, ErrUnreadable. A store that can be
// read but not written opens; saving then fails with ErrReadOnly.
func Open(dir string, who model.Actor, now func() time.Time) (*FileStore, error) {
	f, err := unopened(dir, who, now)
	if err != nil {
		return nil, err
	}
	if err := f.prepare(); err != nil {
		return nil, err
	}
	s := &FileStore{f.store(), f}
	if err := s.Migrate(); err != nil {
		return nil, err
	}
	return s, nil
}

// Path is the store's file.
func (s *FileStore) Path() string { return s.file.path }

// Copy writes a copy of the store to another file while it may be in use, whole
// or not at all. An earlier copy of that name is replaced, any other file only with
// overwrite. Errors: those of Open about the store, and ErrReadOnly, ErrFull,
// ErrUnreadable or, for a file that has to stay, ErrExists about the target.
func (s *FileStore) Copy(to string, overwrite bool) error { return s.file.copy(to, overwrite) }

// Notices are what the store's users should know about it, a Chinese sentence each:
// that it is where it may come to harm, that nothing can be saved in it, that the
// day's copy failed.
func (s *FileStore) Notices() []string { return s.file.notices() }
