package persist

import (
	"os"
	"path/filepath"
	"testing"

	"nianbao/model"
	"nianbao/persist/internal/storetest"
)

// What the tests of all stores have in common.
type sitting = storetest.Sitting

var (
	zhang, li, start = storetest.Zhang, storetest.Li, storetest.Start
	ticking, sample  = storetest.Ticking, storetest.Sample
	sit, begin       = storetest.Sit, storetest.Begin
)

func wantKind(t testing.TB, err error, kind *Kind) { t.Helper(); storetest.WantKind(t, err, kind) }

func open(t testing.TB, dir string, who model.Actor) *FileStore {
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

func folder(s *FileStore) string { return filepath.Dir(s.Path()) }
