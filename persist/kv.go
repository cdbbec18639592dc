package persist

import "iter"

// Backend is where a store is: its records, and what else people who share it
// want to know of each other. A backend's own things (where it is, copies of it,
// mending it) are its package's, not asked for here.
type Backend struct {
	KV
	Changes
	Presence
	Keeper // nil for a backend that keeps nothing by itself
}

// KV keeps records: values by key, in named buckets, in the order of their keys'
// bytes.
//
// A transaction's function may be called more than once: by a backend that sends
// it again when somebody else was first, that queues many into one, or that learns
// only afterwards that a read has failed. What its last call did and returned
// counts. So it has no effects outside, and what it hands out it sets anew in each
// call. Nothing it is given is valid once it has returned.
type KV interface {
	// View runs a transaction that reads one state of the store; several may run
	// at once.
	View(fn func(Tx) error) error
	// Update runs a transaction that writes. One runs at a time, or as if it
	// did: what it reads is there until all it writes is, or nothing of that. It
	// has happened, and lasts, when Update returns; with ErrUnsure it has
	// happened and may not last.
	Update(fn func(Tx) error) error
	// Explain words an error of a transaction for people, as View and Update have
	// done with those they return: ErrRecords and ErrForeign become ErrDamaged, and
	// what has been worded stays.
	Explain(err error) error
}

// Tx is a transaction. It sees what it has written. Keys and values that it hands out
// are valid until it writes, as a scan is, and must not be changed; neither must what
// was put, before it ends. What can't be read is reported by View or Update at the
// latest.
type Tx interface {
	// Get is a record's value; nil for none. Nobody puts an empty one.
	Get(bucket string, key []byte) []byte
	// Scan walks the records of a bucket whose keys begin with prefix; all of them
	// for nil.
	Scan(bucket string, prefix []byte) iter.Seq2[[]byte, []byte]
	// ScanBack is Scan with the last record first.
	ScanBack(bucket string, prefix []byte) iter.Seq2[[]byte, []byte]
	// Put and Delete fail in a View, and Put where there is no such bucket.
	Put(bucket string, key, value []byte) error
	Delete(bucket string, key []byte) error
	HasBucket(bucket string) bool
	MakeBucket(bucket string) error // does nothing where there is one
}

// Changes tells whether anybody has changed the store, without waiting for
// others: it is asked every few seconds. A backend that is told of changes answers
// from what it was told last.
type Changes interface {
	// Stamp differs from an earlier one when the store may have changed since; one's
	// own change is in it when Update returns.
	Stamp() (string, error)
}

// Presence tells people who else has a report open; see [Store.Hold].
type Presence interface {
	Hold(id string, mine Lease) (others []Lease, err error)
	Release(id, session string) error
}

// Keeper looks after a store beside its records.
type Keeper interface {
	// Migrating is told before a store of an earlier version is brought up to
	// date, which an error prevents.
	Migrating(version int) error
	// Saved is told when something was saved.
	Saved()
}
