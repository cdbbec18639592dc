package persist

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
)

// The buckets of a store. Report, revision and number are eight bytes,
// big endian, so that keys sort as numbers do.
//
//	meta
//	└── "schema"           the version below, in decimal
//	summaries
//	└── report             JSON of model.Summary: what List shows
//	names
//	└── 单位-年度          report: of that name
//	revisions
//	└── report, revision   packed body (see record.go); the newest is whole, an
//	                       older one is packed against the one after it
//	log
//	└── report, number     packed JSON of model.LogEntry; numbers count from 1
//	trash
//	└── report             as in summaries, of a report that was deleted
//	places
//	└── report, user       text: where that user left the report
//	exports
//	└── report             text: sums of the files written last, by spaces
//	pinned
//	└── report, revision   packed body, against nothing, of a revision that a sum goes back to
//	settings
//	├── "user " user       text: how that user wants the program
//	├── "unit " unit       text: how that unit has its files made
//	├── "words " unit      text: what the words of that unit's ledgers mean
//	└── "ledger " report   packed text: the rows of a ledger behind that report's figures
//
// A deleted report keeps its revisions, log and places: only its summary moves
// to the trash and its name becomes free.
//
// 1 had no states of reports, and exports and settings only where they were used; 2 had no
// sums.
const schemaVersion = 3

// migrations bring a store from a version to the next.
var migrations = map[int]func(Tx) error{
	1: func(t Tx) error { return errors.Join(t.MakeBucket(bucketExports), t.MakeBucket(bucketSettings)) },
	2: func(t Tx) error { return t.MakeBucket(bucketPinned) },
}

const (
	bucketMeta      = "meta"
	bucketSummaries = "summaries"
	bucketNames     = "names"
	bucketRevisions = "revisions"
	bucketLog       = "log"
	bucketTrash     = "trash"
	bucketPlaces    = "places"
	bucketExports   = "exports"
	bucketSettings  = "settings"
	bucketPinned    = "pinned"
)

var keySchema = []byte("schema")

// buckets are those that every store has.
var buckets = []string{bucketMeta, bucketSummaries, bucketNames, bucketRevisions, bucketLog, bucketTrash, bucketPlaces, bucketExports, bucketSettings, bucketPinned}

// LayOut makes an empty backend a store. It fails where there is one, of whatever
// version: [Known] is no way to find out whether a backend is empty.
func LayOut(t Tx) error {
	if t.HasBucket(bucketMeta) {
		return errors.New("there is a store already")
	}
	for _, name := range buckets {
		if err := t.MakeBucket(name); err != nil {
			return err
		}
	}
	return putSchema(t)
}

func putSchema(t Tx) error { return t.Put(bucketMeta, keySchema, []byte(strconv.Itoa(schemaVersion))) }

// Known makes sure that a backend has a store that this program knows. Errors:
// ErrForeign, ErrRecords, ErrNewer.
func Known(t Tx) error { return checkSchema(t, 1) }

// schemaOf is a store's version. Errors: ErrForeign for what is no store, and
// ErrNewer.
func schemaOf(t Tx) (int, error) {
	version, err := strconv.Atoi(string(t.Get(bucketMeta, keySchema)))
	switch {
	case err != nil || version < 1:
		return 0, ErrForeign
	case version > schemaVersion:
		return 0, newerSchema(version)
	}
	return version, nil
}

// checkSchema makes sure that there is a store that this program knows, of
// a version from oldest on; errOld where it is older.
func checkSchema(t Tx, oldest int) error {
	version, err := schemaOf(t)
	switch {
	case err != nil:
		return err
	case version < oldest:
		return errOld
	case version < schemaVersion: // it can be read, and lacks what came later
		return nil
	}
	for _, name := range buckets {
		if !t.HasBucket(name) {
			return fmt.Errorf("%w: no bucket %q", ErrRecords, name)
		}
	}
	return nil
}

// Migrate brings the store up to the present version, once its keeper has seen to
// it. A store that can't be written stays as it is. Errors: the backend's.
func (s *Store) Migrate() error {
	var version int
	err := s.view(func(t *tx) (err error) {
		version, err = schemaOf(t)
		return err
	})
	if err != nil || version == schemaVersion {
		return err
	}
	if s.backend.Keeper != nil {
		err = s.backend.Migrating(version)
	}
	if err == nil {
		err = s.backend.Update(s.within(1, func(t *tx) error {
			version, err := schemaOf(t) // somebody else may have been first
			for ; err == nil && version < schemaVersion; version++ {
				err = migrations[version](t)
			}
			if err != nil {
				return err
			}
			return putSchema(t)
		}))
	}
	if errors.Is(err, ErrReadOnly) {
		return nil
	}
	return err
}

// key joins numbers to a key.
func key(numbers ...uint64) []byte {
	k := make([]byte, 0, 8*len(numbers))
	for _, n := range numbers {
		k = binary.BigEndian.AppendUint64(k, n)
	}
	return k
}

// idOf is the report in a key.
func idOf(k []byte) uint64 { return binary.BigEndian.Uint64(k) }

// second is the revision or the number in a key of two.
func second(k []byte) uint64 { return binary.BigEndian.Uint64(k[8:]) }

// formatID is a report's key as model.Report.ID holds it.
func formatID(id uint64) string { return strconv.FormatUint(id, 10) }

// parseID is the reverse of formatID; no report has the key 0.
func parseID(id string) uint64 {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0 // not one of the store's, so not found
	}
	return n
}
