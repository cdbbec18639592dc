package boltfile

import (
	"bytes"
	"encoding/binary"
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
