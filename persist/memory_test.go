package persist

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"nianbao/model"
)

// memory is a backend without a file, as another program's would be: it calls each
// transaction's function twice, of which the first time doesn't count, and spoils
// what was handed out once it isn't valid any more.
type memory struct {
	mu     sync.RWMutex
	state  map[string]table
	stamp  int
	leases map[string][]Lease // by report
}

// table is a bucket: its records in the order of their keys.
type table []struct{ key, value []byte }

// memories are the stores by the folders that tests know them by.
var memories sync.Map

func openMemory(t testing.TB, dir string, who model.Actor, now func() time.Time) *Store {
	t.Helper()
	fresh := &memory{state: map[string]table{}, leases: map[string][]Lease{}}
	if err := fresh.Update(LayOut); err != nil {
		t.Fatal(err)
	}
	known, _ := memories.LoadOrStore(dir, fresh)
	m := known.(*memory)
	s := Over(Backend{KV: m, Changes: m, Presence: m}, who, now)
	if err := s.Migrate(); err != nil {
		t.Fatal(err)
	}
	return s
}

func (m *memory) View(fn func(Tx) error) error {
	m.mu.RLock()
	defer m.mu.RUnlock()
	_ = m.attempt(fn, false, true)
	return m.Explain(m.attempt(fn, false, false))
}

func (m *memory) Update(fn func(Tx) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	_ = m.attempt(fn, true, true)
	return m.Explain(m.attempt(fn, true, false))
}

// attempt runs a transaction's function; in vain: nothing comes of it.
func (m *memory) attempt(fn func(Tx) error, write, inVain bool) error {
	t := &memoryTx{state: maps.Clone(m.state), write: write}
	err := fn(t)
	t.end()
	if err == nil && write && !inVain {
		m.state = t.state
		m.stamp++
	}
	return err
}

// Explain words what is wrong with records; a store in memory has no other faults.
func (m *memory) Explain(err error) error {
	var worded *Problem
	switch {
	case err == nil, errors.As(err, &worded):
		return err
	case errors.Is(err, ErrRecords), errors.Is(err, ErrForeign):
		return &Problem{Kind: ErrDamaged, Text: fmt.Sprintf("内存里的数据已损坏（%v）", err), Cause: err}
	}
	return &Problem{Kind: ErrUnreadable, Text: fmt.Sprintf("内存里的数据不能用（%v）", err), Cause: err}
}

func (m *memory) Stamp() (string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return fmt.Sprint(m.stamp), nil
}

func (m *memory) Hold(id string, mine Lease) ([]Lease, error) {
	if err := m.Release(id, mine.Session); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	others := slices.Clone(m.leases[id])
	m.leases[id] = append(m.leases[id], mine)
	slices.SortFunc(others, func(a, b Lease) int { return a.Opened.Compare(b.Opened) })
	return others, nil
}

func (m *memory) Release(id, session string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.leases[id] = slices.DeleteFunc(m.leases[id], func(l Lease) bool { return l.Session == session })
	return nil
}

// memoryTx is a transaction of a memory. Tables are never changed in place: those of
// an attempt in vain go away.
type memoryTx struct {
	state map[string]table
	write bool
	lent  [][]byte // what was handed out, and is spoilt at the next write or in the end
}

var errMemory = errors.New("not in a transaction that writes, or no such bucket")

// lend hands out a copy.
func (t *memoryTx) lend(b []byte) []byte {
	b = bytes.Clone(b)
	t.lent = append(t.lent, b)
	return b
}

func (t *memoryTx) end() {
	for _, b := range t.lent {
		clear(b)
	}
	t.lent = nil
}

func (t *memoryTx) find(bucket string, key []byte) (int, bool) {
	return slices.BinarySearchFunc(t.state[bucket], key, func(r struct{ key, value []byte }, key []byte) int { return bytes.Compare(r.key, key) })
}

func (t *memoryTx) Get(bucket string, key []byte) []byte {
	i, ok := t.find(bucket, key)
	if !ok {
		return nil
	}
	return t.lend(t.state[bucket][i].value)
}

func (t *memoryTx) Put(bucket string, key, value []byte) error {
	if _, ok := t.state[bucket]; !ok || !t.write {
		return errMemory
	}
	defer t.end() // what was read is not valid any more
	record := struct{ key, value []byte }{bytes.Clone(key), bytes.Clone(value)}
	i, ok := t.find(bucket, key)
	if all := slices.Clone(t.state[bucket]); ok {
		all[i] = record
		t.state[bucket] = all
	} else {
		t.state[bucket] = slices.Insert(all, i, record)
	}
	return nil
}

func (t *memoryTx) Delete(bucket string, key []byte) error {
	if !t.write {
		return errMemory
	}
	defer t.end()
	if i, ok := t.find(bucket, key); ok {
		t.state[bucket] = slices.Delete(slices.Clone(t.state[bucket]), i, i+1)
	}
	return nil
}

// under are the records of a bucket whose keys begin with prefix.
func (t *memoryTx) under(bucket string, prefix []byte) table {
	from, _ := t.find(bucket, prefix)
	all := t.state[bucket][from:]
	for i, r := range all {
		if !bytes.HasPrefix(r.key, prefix) {
			return all[:i]
		}
	}
	return all
}

func (t *memoryTx) Scan(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		for _, r := range t.under(bucket, prefix) {
			if !yield(t.lend(r.key), t.lend(r.value)) {
				return
			}
		}
	}
}

func (t *memoryTx) ScanBack(bucket string, prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		for _, r := range slices.Backward(t.under(bucket, prefix)) {
			if !yield(t.lend(r.key), t.lend(r.value)) {
				return
			}
		}
	}
}

func (t *memoryTx) HasBucket(bucket string) bool {
	_, ok := t.state[bucket]
	return ok
}

func (t *memoryTx) MakeBucket(bucket string) error {
	if !t.write {
		return errMemory
	}
	if !t.HasBucket(bucket) {
		t.state[bucket] = table{}
	}
	return nil
}
