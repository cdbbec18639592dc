package persist

import (
	"errors"
	"slices"
	"testing"
)

// keeper notes what it is told.
type keeper struct {
	told []string
	err  error
}

func (k *keeper) Migrating(int) error { k.told = append(k.told, "migrating"); return k.err }
func (k *keeper) Saved()              { k.told = append(k.told, "saved") }

// TestKeeper: a store of an earlier version is brought up to date once its keeper has
// seen to it, also when it appears in the place of one in use; saves are told.
func TestKeeper(t *testing.T) {
	m, k := &memory{state: map[string]table{}}, &keeper{err: errors.New("full")}
	s := Over(Backend{KV: m, Changes: m, Presence: m, Keeper: k}, zhang, ticking())
	version := func() (v int) {
		t.Helper()
		if err := m.View(func(t Tx) (err error) { v, err = schemaOf(t); return err }); err != nil {
			t.Fatal(err)
		}
		return v
	}
	age := func() {
		t.Helper()
		m.state = map[string]table{}
		err := m.Update(func(t Tx) error {
			for _, bucket := range buckets {
				if bucket == bucketExports || bucket == bucketSettings || bucket == bucketPinned {
					continue
				}
				if err := t.MakeBucket(bucket); err != nil {
					return err
				}
			}
			return t.Put(bucketMeta, keySchema, []byte("1"))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, s.Migrate(), ErrDamaged) // there is nothing yet
	age()
	if err := s.Migrate(); !errors.Is(err, k.err) || version() != 1 {
		t.Errorf("against its keeper: %v, version %d", err, version())
	}
	k.err = nil
	if err := s.Migrate(); err != nil || version() != schemaVersion {
		t.Errorf("%v, version %d", err, version())
	}
	age()
	if list, err := s.List(); err != nil || len(list) != 0 || version() != 1 {
		t.Errorf("reading an old one: %v, %v, version %d", list, err, version())
	}
	if err := s.SaveSettings("x"); err != nil || version() != schemaVersion {
		t.Errorf("writing to an old one: %v, version %d", err, version())
	}
	if err := s.SavePlace("77", "x"); err == nil {
		t.Error("a place in no report")
	}
	if want := []string{"migrating", "migrating", "migrating", "saved"}; !slices.Equal(k.told, want) {
		t.Errorf("the keeper was told %v, want %v", k.told, want)
	}
}
