package boltfile

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/persist"
)

// age makes a store one of version 1.
func age(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(btx *bolt.Tx) error {
		return errors.Join(btx.DeleteBucket([]byte("exports")), btx.DeleteBucket([]byte("settings")), btx.DeleteBucket([]byte("pinned")), (&boltTx{Tx: btx}).Put("meta", []byte("schema"), []byte("1")))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func version(t *testing.T, path string) (v string) {
	t.Helper()
	f := &file{path: path, now: time.Now, wait: lockWait}
	if err := f.View(func(t persist.Tx) error { v = string(t.Get("meta", []byte("schema"))); return nil }); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestMigration: a store of an earlier version is copied as it was, and then
// brought up to date with all that is in it; also one that is put in the place of
// a store in use.
func TestMigration(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	age(t, s.Path())
	again := open(t, folder(s), zhang)
	if version(t, s.Path()) != newest {
		t.Fatal("not migrated")
	}
	copies, err := filepath.Glob(filepath.Join(again.file.copyDir(), "nianbao-格式1-*.db"))
	if err != nil || len(copies) != 1 || version(t, copies[0]) != "1" {
		t.Fatalf("copies %v, %v", copies, err)
	}
	if r, err := again.Load(a.Report().Name()); err != nil || r.Revision != 1 {
		t.Error(r, err)
	}
	age(t, s.Path())
	if list, err := again.List(); err != nil || len(list) != 1 {
		t.Error("reading an older one:", err)
	}
	if err := again.SaveSettings("x"); err != nil || version(t, s.Path()) != newest {
		t.Error("writing to an older one:", err)
	}
}
