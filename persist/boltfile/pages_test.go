package boltfile

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"nianbao/persist"
)

// TestPageInUseAndFree: a page of a report that is listed as free would be
// written over by the next save.
func TestPageInUseAndFree(t *testing.T) {
	content, _ := stuffed(t)
	lists, noticed := 0, 0
	for at := 0; at < len(content); at += pageSize {
		if binary.NativeEndian.Uint16(content[at+8:]) != pageFree || binary.NativeEndian.Uint16(content[at+10:]) == 0 {
			continue
		}
		lists++
		for _, id := range []uint64{1, uint64(len(content)), uint64(at / pageSize)} {
			bad := bytes.Clone(content)
			binary.NativeEndian.PutUint64(bad[at+pageHeader:], id)
			if _, err := Open(writeStore(t, bad), zhang, ticking()); err != nil {
				wantKind(t, err, persist.ErrDamaged)
				noticed++
			}
		}
	}
	// One of the lists is in force; the others are free themselves.
	if noticed != 3 {
		t.Errorf("of %d lists, %d numbers were noticed, want the 3 of one", lists, noticed)
	}
}

// TestMetaPages: with the newer of the two spoiled the last save would be gone.
func TestMetaPages(t *testing.T) {
	content, _ := stuffed(t)
	for page := range 2 {
		for _, at := range []int{0, metaFreelist, metaTx, metaSum} {
			bad := bytes.Clone(content)
			bad[page*pageSize+pageHeader+at] ^= 1
			_, err := Open(writeStore(t, bad), zhang, ticking())
			wantKind(t, err, persist.ErrDamaged)
		}
	}
}

// deepGroups is how many prefixes the records of a deep store have.
const deepGroups = 60

// deepStore is the content of a store whose trees have several levels, with large
// records among small ones.
func deepStore(t *testing.T) []byte {
	t.Helper()
	s := open(t, t.TempDir(), zhang)
	rng := rand.New(rand.NewPCG(1, 1))
	for _, bucket := range []string{"log", "places"} {
		err := s.file.Update(func(tx persist.Tx) error {
			for range 9000 {
				value := make([]byte, 1+rng.IntN(90))
				if rng.IntN(500) == 0 {
					value = make([]byte, rng.IntN(5*pageSize))
				}
				noise(rng, value)
				if err := tx.Put(bucket, deepKey(rng), value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return readFile(t, s.Path())
}

func deepKey(rng *rand.Rand) []byte {
	return key(strconv.Itoa(rng.IntN(deepGroups)), uint64(rng.IntN(400)))
}

// wander does a few things that stores do, and returns a sum of what it has seen.
func wander(tx persist.Tx, rng *rand.Rand) (uint64, error) {
	sum := fnv.New64a()
	note := func(k, v []byte) bool {
		sum.Write(k)
		sum.Write(v)
		return rng.IntN(40) > 0
	}
	for range 1 + rng.IntN(5) {
		bucket, of := []string{"log", "places"}[rng.IntN(2)], prefix(strconv.Itoa(rng.IntN(deepGroups+2)))
		switch rng.IntN(6) {
		case 0:
			note(nil, tx.Get(bucket, deepKey(rng)))
		case 1:
			for k, v := range tx.Scan(bucket, of) {
				if !note(k, v) {
					break
				}
			}
		case 2:
			for k, v := range tx.ScanBack(bucket, of) {
				if !note(k, v) {
					break
				}
			}
		case 3:
			if err := tx.Put(bucket, deepKey(rng), []byte("new")); err != nil {
				return 0, err
			}
		case 4:
			if err := tx.Delete(bucket, deepKey(rng)); err != nil {
				return 0, err
			}
		case 5: // all of a prefix, which empties leaves
			var gone [][]byte
			for k := range tx.Scan(bucket, of) {
				gone = append(gone, bytes.Clone(k))
			}
			for _, k := range gone {
				if err := tx.Delete(bucket, k); err != nil {
					return 0, err
				}
			}
		}
	}
	return sum.Sum64(), nil
}

// TestPagesAreLookedAt: a transaction comes to no page that was not looked at before:
// with all others spoiled it sees the same, and goes through.
func TestPagesAreLookedAt(t *testing.T) {
	content, pages := deepStore(t), []int{}
	for seed := range uint64(80) {
		run := func(content []byte) (sum uint64, looked map[uint64]bool) {
			f, err := unopened(writeStore(t, content), zhang, ticking())
			if err != nil {
				t.Fatal(err)
			}
			err = f.Update(func(tx persist.Tx) (err error) {
				looked = tx.(*boltTx).parts
				sum, err = wander(tx, rand.New(rand.NewPCG(seed, 2)))
				return err
			})
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			return sum, looked
		}
		sum, looked := run(content)
		bad := bytes.Clone(content)
		for id := 2; id < len(bad)/pageSize; id++ {
			if !looked[uint64(id)] {
				copy(bad[id*pageSize:(id+1)*pageSize], bytes.Repeat([]byte{0xff}, pageSize))
			}
		}
		if again, _ := run(bad); again != sum {
			t.Errorf("seed %d: something else is seen where pages that were not looked at are spoiled", seed)
		}
		pages = append(pages, len(looked))
	}
	slices.Sort(pages)
	if all, median := len(content)/pageSize, pages[len(pages)/2]; median > all/4 {
		t.Errorf("of %d pages %d were looked at", all, median)
	}
}

// TestWrongWays has elements of branches lead elsewhere: to their own page, to one
// above, beside, of another bucket, to a free one. Whatever is done then ends, with
// an error where bbolt would go in circles for ever or write over a page in use.
func TestWrongWays(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	content := deepStore(t)
	var branches []int
	for at := 2 * pageSize; at+pageSize <= len(content); at += pageSize {
		if binary.NativeEndian.Uint16(content[at+8:]) == pageBranch {
			branches = append(branches, at)
		}
	}
	tries, noticed := 150, 0
	for range tries {
		bad := bytes.Clone(content)
		from, to := branches[rng.IntN(len(branches))], branches[rng.IntN(len(branches))]/pageSize
		if rng.IntN(2) == 0 {
			to = rng.IntN(len(content) / pageSize)
		}
		count := int(binary.NativeEndian.Uint16(bad[from+10:]))
		binary.NativeEndian.PutUint64(bad[from+pageHeader+rng.IntN(count)*element+8:], uint64(to))
		f, err := unopened(writeStore(t, bad), zhang, ticking())
		if err != nil {
			t.Fatal(err)
		}
		for range 6 {
			if err := f.Update(func(tx persist.Tx) error { _, err := wander(tx, rng); return err }); err != nil {
				wantKind(t, err, persist.ErrDamaged)
				noticed++
				break
			}
		}
	}
	t.Logf("%d of %d noticed", noticed, tries)
	if noticed < tries/10 {
		t.Error("too few")
	}
}
