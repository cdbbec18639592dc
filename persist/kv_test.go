package persist

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestTransactions: what a backend has to do, see KV and Tx.
func TestTransactions(t *testing.T) { each(t, testTransactions) }

func testTransactions(t *testing.T, on backend) {
	kv := on.open(t, t.TempDir(), zhang).backend.KV
	keys := threeOf("\x00", "\x01", "a", "\x7f", "\x80", "\x90", "\xfe", "\xff")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(kv.Update(func(tx Tx) error {
		for _, bucket := range []string{"full", "empty", "full"} { // making it again does nothing
			if err := tx.MakeBucket(bucket); err != nil {
				return err
			}
			if bucket == "empty" {
				continue
			}
			for _, k := range slices.Backward(keys) {
				if err := tx.Put(bucket, []byte(k), []byte("of "+k)); err != nil {
					return err
				}
			}
		}
		if err := tx.Put("full", []byte("gone"), nil); err != nil {
			return err
		}
		return errors.Join(tx.Delete("full", []byte("gone")), tx.Delete("full", []byte("nothing")))
	}))
	must(kv.View(func(tx Tx) error {
		for _, prefix := range slices.Concat(keys, []string{"", "gone", "nowhere"}) {
			want := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return !strings.HasPrefix(k, prefix) })
			var there, back []string
			for k, v := range tx.Scan("full", []byte(prefix)) {
				if there = append(there, string(k)); string(v) != "of "+string(k) {
					t.Errorf("%q is %q", k, v)
				}
			}
			for k := range tx.ScanBack("full", []byte(prefix)) {
				back = append(back, string(k))
			}
			if !slices.Equal(there, want) {
				t.Errorf("with %q: %q, want %q", prefix, there, want)
			}
			if slices.Reverse(want); !slices.Equal(back, want) {
				t.Errorf("with %q, back: %q, want %q", prefix, back, want)
			}
		}
		for _, bucket := range []string{"empty", "missing"} {
			for k := range tx.Scan(bucket, nil) {
				t.Errorf("%s has %q", bucket, k)
			}
			for k := range tx.ScanBack(bucket, nil) {
				t.Errorf("%s has %q, back", bucket, k)
			}
			if v := tx.Get(bucket, []byte("a")); v != nil {
				t.Errorf("%s has %q", bucket, v)
			}
			if has := tx.HasBucket(bucket); has != (bucket == "empty") {
				t.Errorf("has %s: %v", bucket, has)
			}
		}
		for range tx.Scan("full", nil) { // one need not walk to the end
			break
		}
		return nil
	}))
	for what, change := range map[string]func(Tx) error{
		"put":    func(tx Tx) error { return tx.Put("full", []byte("a"), nil) },
		"delete": func(tx Tx) error { return tx.Delete("full", []byte("a")) },
		"bucket": func(tx Tx) error { return tx.MakeBucket("new") },
	} {
		if kv.View(change) == nil {
			t.Errorf("%s in a View", what)
		}
	}
	if kv.Update(func(tx Tx) error { return tx.Put("missing", []byte("a"), nil) }) == nil {
		t.Error("put where there is no bucket")
	}
}

// threeOf are all keys of one to three pieces, sorted.
func threeOf(pieces ...string) (keys []string) {
	for _, a := range pieces {
		keys = append(keys, a)
		for _, b := range pieces {
			keys = append(keys, a+b)
			for _, c := range pieces {
				keys = append(keys, a+b+c)
			}
		}
	}
	slices.Sort(keys)
	return keys
}

// TestScansAfterDeleting: what a transaction has deleted hides none of the rest, also
// where that fills whole pages.
func TestScansAfterDeleting(t *testing.T) { each(t, testScansAfterDeleting) }

func testScansAfterDeleting(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	const of, each = 4, 60 // prefixes, and records of each
	var keys []string
	err := s.update(func(t *tx) error {
		keys = nil
		for a := range uint64(of) {
			for b := range uint64(each) {
				keys = append(keys, string(key(a, b)))
				if err := t.Put(bucketLog, key(a, b), make([]byte, 900)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range [][2]int{{0, 70}, {50, 90}, {90, 200}, {175, 180}, {130, 240}} {
		left := slices.Delete(slices.Clone(keys), gone[0], gone[1])
		err := s.update(func(tx *tx) error {
			for _, k := range keys[gone[0]:gone[1]] {
				if err := tx.Delete(bucketLog, []byte(k)); err != nil {
					return err
				}
			}
			for a := range uint64(of) {
				var want, got, back []string
				for _, k := range left {
					if strings.HasPrefix(k, string(key(a))) {
						want = append(want, k)
					}
				}
				for k := range tx.Scan(bucketLog, key(a)) {
					got = append(got, string(k))
				}
				for k := range tx.ScanBack(bucketLog, key(a)) {
					back = append(back, string(k))
				}
				slices.Reverse(back)
				if !slices.Equal(got, want) || !slices.Equal(back, want) {
					t.Errorf("without %v: of %d records of %d forth %d, back %d", gone, len(want), a, len(got), len(back))
				}
			}
			return errGivenUp
		})
		if err == nil {
			t.Fatal("it was not given up")
		}
	}
}

var errGivenUp = errors.New("given up")

// TestTransactionGivenUp leaves nothing, and its error is worded.
func TestTransactionGivenUp(t *testing.T) { each(t, testTransactionGivenUp) }

func testTransactionGivenUp(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	before, err := s.Stamp()
	if err != nil {
		t.Fatal(err)
	}
	for cause, kind := range map[error]*Kind{ErrRecords: ErrDamaged, ErrForeign: ErrDamaged, noReport(): ErrNotFound, errors.New("any"): ErrUnreadable} {
		err := s.backend.Update(func(tx Tx) error {
			if err := tx.Put(bucketSettings, []byte("a"), []byte("b")); err != nil {
				return err
			}
			return cause
		})
		wantKind(t, err, kind)
		wantKind(t, s.backend.Explain(fmt.Errorf("outside: %w", cause)), kind)
	}
	if again, err := s.Stamp(); err != nil || again != before {
		t.Error("something has changed:", before, again, err)
	}
	err = s.view(func(t *tx) error {
		if v := t.Get(bucketSettings, []byte("a")); v != nil {
			return fmt.Errorf("%q is left", v)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestPresence: who has a report open is told to the others.
func TestPresence(t *testing.T) { each(t, testPresence) }

func testPresence(t *testing.T, on backend) {
	a := on.open(t, t.TempDir(), zhang)
	b := as(a, li)
	stamp, err := a.Stamp()
	if err != nil {
		t.Fatal(err)
	}
	hold := func(s *Store, id, session string, opened int) (sessions string) {
		t.Helper()
		others, err := s.Hold(id, Lease{Session: session, Opened: start.AddDate(0, 0, opened), LastKey: start})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range others {
			sessions += l.User + " " + l.Session + ";"
		}
		return sessions
	}
	for _, step := range []struct {
		s       *Store
		id      string
		session string
		opened  int
		others  string
	}{
		{a, "1", "one", 2, ""},
		{a, "1", "one", 2, ""}, // again
		{b, "2", "two", 1, ""}, // another report
		{b, "1", "three", 1, "zhang one;"},
		{a, "1", "one", 2, "li three;"},
		{a, "1", "four", 3, "li three;zhang one;"}, // who came first before the others
	} {
		if others := hold(step.s, step.id, step.session, step.opened); others != step.others {
			t.Errorf("%s of %s beside %q, want %q", step.session, step.id, others, step.others)
		}
	}
	for range 2 {
		if err := b.Release("1", "three"); err != nil {
			t.Fatal(err)
		}
	}
	if others := hold(a, "1", "four", 3); others != "zhang one;" {
		t.Errorf("after one has gone: %q", others)
	}
	if again, err := a.Stamp(); err != nil || again != stamp {
		t.Error("who is there makes others look at the store")
	}
}
