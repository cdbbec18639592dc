package boltfile

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"nianbao/model"
	"nianbao/persist"
	"nianbao/persist/internal/storetest"
)

// What the tests of all stores have in common.
type sitting = storetest.Sitting

var (
	zhang, li, start = storetest.Zhang, storetest.Li, storetest.Start
	ticking, sample  = storetest.Ticking, storetest.Sample
	sit, begin       = storetest.Sit, storetest.Begin
)

func wantKind(t testing.TB, err error, kind *persist.Kind) {
	t.Helper()
	storetest.WantKind(t, err, kind)
}

func open(t testing.TB, dir string, who model.Actor) *Store {
	t.Helper()
	s, err := Open(dir, who, ticking())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// writeStore makes a folder whose data file has that content.
func writeStore(t testing.TB, content []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func folder(s *Store) string { return filepath.Dir(s.Path()) }

// What persist's records look like, for tests that spoil them.
const (
	revisions = "revisions"
	newest    = "3" // version of stores
)

// key is a record's, of the report of that ID.
func key(id string, number uint64) []byte { return binary.BigEndian.AppendUint64(prefix(id), number) }

// prefix is what the keys of a report's records begin with.
func prefix(id string) []byte {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		panic(err)
	}
	return binary.BigEndian.AppendUint64(nil, n)
}
