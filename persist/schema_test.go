package persist

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/model"
)

// age makes a store one of version 1.
func age(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(btx *bolt.Tx) error {
		return errors.Join(btx.DeleteBucket([]byte(bucketExports)), btx.DeleteBucket([]byte(bucketSettings)), boltTx{btx}.Put(bucketMeta, keySchema, []byte("1")))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

func version(t *testing.T, path string) (v int) {
	t.Helper()
	f := &file{path: path, now: time.Now, wait: lockWait}
	if err := f.View(func(t Tx) (err error) { v, err = schemaOf(t); return err }); err != nil {
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
	if version(t, s.Path()) != schemaVersion {
		t.Fatal("not migrated")
	}
	copies, err := filepath.Glob(filepath.Join(again.file.copyDir(), "nianbao-格式1-*.db"))
	if err != nil || len(copies) != 1 || version(t, copies[0]) != 1 {
		t.Fatalf("copies %v, %v", copies, err)
	}
	if r, err := again.Load(a.Report().Name()); err != nil || r.Revision != 1 {
		t.Error(r, err)
	}
	age(t, s.Path())
	if list, err := again.List(); err != nil || len(list) != 1 {
		t.Error("reading an older one:", err)
	}
	if err := again.SaveSettings("x"); err != nil || version(t, s.Path()) != schemaVersion {
		t.Error("writing to an older one:", err)
	}
}

// TestFinalReport: its state is stored, shown in the list, and keeps it from being
// deleted.
func TestFinalReport(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	e, err := model.Finish(a.Report(), nil)
	if err == nil {
		err = a.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	a.Save()
	if got := onlySummary(t, s); got.State != model.Final {
		t.Error("in the list it is", got.State)
	}
	if err := s.MarkExported(a.ID(), 2, "导出 docx", true, nil); err != nil || onlySummary(t, s).State != model.Final {
		t.Error("exported it is", onlySummary(t, s).State, err)
	}
	wantKind(t, s.Delete(a.ID()), ErrFinal)
	r, err := s.Load(a.Report().Name())
	if err != nil || r.State != model.Final {
		t.Fatal(r, err)
	}
	b := sit(t, s, r, "later")
	if e, err = model.Reopen(r, "漏登一件"); err == nil {
		err = b.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.Set("2.rules.issued", 1).Save()
	if got := onlySummary(t, s); got.State != model.Correcting {
		t.Error("reopened it is", got.State)
	}
	if old, err := s.Revision(a.ID(), 2); err != nil || old.State != model.Final {
		t.Error("the final revision is", old, err)
	}
}
