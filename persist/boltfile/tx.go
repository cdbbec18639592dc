package boltfile

import (
	"bytes"
	"iter"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// boltTx is a transaction of bbolt's as a store has it. The pages that bbolt goes
// through are looked at first.
type boltTx struct {
	*bolt.Tx
	*guard      // nil for a file that was made just now
	deleted int // records: a leaf that has lost all of its own is passed over
}

// bucket is the bucket of a name, nil for none, with its first page; 0 where it is so
// small that the page which names it keeps it.
func (t *boltTx) bucket(name string) (b *bolt.Bucket, root uint64) {
	if t.guard != nil {
		t.to(uint64(t.Cursor().Bucket().Root()), "", []byte(name))
	}
	if b = t.Bucket([]byte(name)); b == nil || t.guard == nil {
		return b, 0
	}
	return b, uint64(b.Root())
}

func (t *boltTx) Get(bucket string, key []byte) []byte {
	b, root := t.bucket(bucket)
	if b == nil {
		return nil
	}
	if root != 0 {
		t.to(root, bucket, key)
	}
	return b.Get(key)
}

func (t *boltTx) Put(bucket string, key, value []byte) error {
	b, root := t.bucket(bucket)
	if b == nil {
		return berrors.ErrBucketNotFound
	}
	if root != 0 {
		t.to(root, bucket, key)
	}
	return b.Put(key, value)
}

func (t *boltTx) Delete(bucket string, key []byte) error {
	b, root := t.bucket(bucket)
	if b == nil {
		return nil
	}
	if root != 0 {
		t.neighbours(t.to(root, bucket, key))
	}
	t.deleted++
	return b.Delete(key)
}

func (t *boltTx) Scan(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		b, root := t.bucket(bucket)
		if b == nil {
			return
		}
		pass := func([]byte) {}
		if root != 0 {
			pass = t.ahead(root, bucket, prefix)
		}
		c := b.Cursor()
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix) && yield(k, v); {
			pass(k)
			k, v = c.Next()
		}
	}
}

// ahead looks at the leaf where a prefix belongs and at the next one; pass, which is
// given each key that a cursor has come to from there, at what lies behind that.
func (t *boltTx) ahead(root uint64, bucket string, prefix []byte) (pass func(k []byte)) {
	next := t.after(t.to(root, bucket, prefix))
	pass = func(k []byte) {
		for next != nil && bytes.Compare(k, next.from()) >= 0 {
			next = t.after(next)
		}
	}
	if t.deleted > 0 { // leaves that have become empty are passed over without a key
		for end := behind(prefix); next != nil && (end == nil || bytes.Compare(next.from(), end) < 0); {
			next = t.after(next)
		}
		for range t.deleted {
			next = t.after(next)
		}
	}
	return pass
}

func (t *boltTx) ScanBack(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	if t.deleted > 0 { // bbolt's way back ends at a leaf that has become empty
		return t.turnedRound(bucket, prefix)
	}
	return func(yield func(k, v []byte) bool) {
		b, root := t.bucket(bucket)
		if b == nil {
			return
		}
		pass := func([]byte) {}
		next := behind(prefix)
		if root != 0 {
			pass = t.back(root, bucket, next)
		}
		c := b.Cursor()
		last := c.Last
		if next != nil {
			if k, _ := c.Seek(next); k != nil {
				last = c.Prev
			}
		}
		for k, v := last(); k != nil && bytes.HasPrefix(k, prefix) && yield(k, v); {
			pass(k)
			k, v = c.Prev()
		}
	}
}

// turnedRound is ScanBack by way of Scan.
func (t *boltTx) turnedRound(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		var keys, values [][]byte
		for k, v := range t.Scan(bucket, prefix) {
			keys, values = append(keys, k), append(values, v)
		}
		for i := len(keys) - 1; i >= 0 && yield(keys[i], values[i]); i-- {
		}
	}
}

// back is ahead for a cursor that comes from a key, or the end of the bucket for nil;
// looking for that key it may come to stand on the leaf behind.
func (t *boltTx) back(root uint64, bucket string, end []byte) (pass func(k []byte)) {
	at := t.last(root, bucket)
	if end != nil {
		at = t.to(root, bucket, end)
		t.after(at)
	}
	before := t.before(at)
	return func(k []byte) {
		for before != nil && bytes.Compare(k, at.from()) < 0 {
			at, before = before, t.before(before)
		}
	}
}

// behind is the first key that comes after all that begin with prefix; nil where
// none does.
func behind(prefix []byte) []byte {
	for last := len(prefix) - 1; last >= 0; last-- {
		if prefix[last] < 0xff {
			next := bytes.Clone(prefix[:last+1])
			next[last]++
			return next
		}
	}
	return nil
}

func (t *boltTx) HasBucket(bucket string) bool {
	b, _ := t.bucket(bucket)
	return b != nil
}

func (t *boltTx) MakeBucket(bucket string) error {
	t.bucket(bucket)
	_, err := t.CreateBucketIfNotExists([]byte(bucket))
	return err
}

// check looks at every page of the store.
func (t *boltTx) check() error {
	t.below(uint64(t.Cursor().Bucket().Root()), origin{})
	return t.ForEach(func(name []byte, b *bolt.Bucket) error {
		if b == nil {
			return brokenf("%q is no bucket", name)
		}
		if b.Root() != 0 { // else a small one, kept in the page that names it
			t.below(uint64(b.Root()), origin{bucket: string(name)})
		}
		return nil
	})
}
