package persist

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

// The store is one bbolt file. Report, revision and number are eight bytes,
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
//	settings
//	└── "user " user       text: how that user wants the program
//
// A deleted report keeps its revisions, log and places: only its summary moves
// to the trash and its name becomes free.
//
// 1 had no states of reports, and exports and settings only where they were used.
const schemaVersion = 2

// migrations bring a store from a version to the next.
var migrations = map[int]func(*bolt.Tx) error{
	1: func(btx *bolt.Tx) error {
		for _, name := range [][]byte{bucketExports, bucketSettings} {
			if _, err := btx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	},
}

var (
	bucketMeta      = []byte("meta")
	bucketSummaries = []byte("summaries")
	bucketNames     = []byte("names")
	bucketRevisions = []byte("revisions")
	bucketLog       = []byte("log")
	bucketTrash     = []byte("trash")
	bucketPlaces    = []byte("places")
	bucketExports   = []byte("exports")
	bucketSettings  = []byte("settings")

	keySchema = []byte("schema")
)

// buckets are those that every store has.
var buckets = [][]byte{bucketMeta, bucketSummaries, bucketNames, bucketRevisions, bucketLog, bucketTrash, bucketPlaces, bucketExports, bucketSettings}

// layOut makes an empty bbolt file a store.
func layOut(btx *bolt.Tx) error {
	for _, name := range buckets {
		if _, err := btx.CreateBucket(name); err != nil {
			return err
		}
	}
	return btx.Bucket(bucketMeta).Put(keySchema, []byte(strconv.Itoa(schemaVersion)))
}

// schemaOf is a store's version. Errors: errForeign for what is no store, and
// ErrNewer.
func schemaOf(btx *bolt.Tx) (int, error) {
	meta := btx.Bucket(bucketMeta)
	if meta == nil {
		return 0, errForeign
	}
	version, err := strconv.Atoi(string(meta.Get(keySchema)))
	switch {
	case err != nil || version < 1:
		return 0, errForeign
	case version > schemaVersion:
		return 0, newerSchema(version)
	}
	return version, nil
}

// checkSchema makes sure that a bbolt file is a store that this program knows, of
// a version from oldest on; errOld where it is older.
func checkSchema(btx *bolt.Tx, oldest int) error {
	version, err := schemaOf(btx)
	switch {
	case err != nil:
		return err
	case version < oldest:
		return errOld
	case version < schemaVersion: // it can be read, and lacks what came later
		return nil
	}
	for _, name := range buckets {
		if btx.Bucket(name) == nil {
			return fmt.Errorf("%w: no bucket %q", errBroken, name)
		}
	}
	return nil
}

// migrate brings the store up to the present version, after a copy of it as it
// was. A store that can't be written stays as it is.
func (s *Store) migrate() error {
	var version int
	err := s.view(func(t *tx) (err error) {
		version, err = schemaOf(t.Tx)
		return err
	})
	if err != nil || version == schemaVersion {
		return err
	}
	err = s.copyAs(fmt.Sprintf("%s格式%d-%s.db", copyPrefix, version, s.now().Format("20060102-150405")), func(string) error { return nil })
	if err == nil {
		err = s.transact(true, 1, func(t *tx) error {
			version, err := schemaOf(t.Tx) // somebody else may have been first
			for ; err == nil && version < schemaVersion; version++ {
				err = migrations[version](t.Tx)
			}
			if err != nil {
				return err
			}
			return t.Bucket(bucketMeta).Put(keySchema, []byte(strconv.Itoa(schemaVersion)))
		})
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
