package persist

import (
	"encoding/binary"
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// bbolt's page: a header of 16 bytes (number, kind, count of elements, count of
// pages that it overflows into), then the elements; an element of a branch is
// 16 bytes and ends in the number of the page below it.
const (
	pageHeader = 16
	pageBranch = 0x01
	pageLeaf   = 0x02
	element    = 16
)

// checkPages looks at the head of every page that the trees of a file are made
// of. Most damage makes bbolt panic, and transact recovers; but a page that
// leads back to itself has it recurse until the stack is full, and that ends
// the program. It also finds damage that a save would not have come across.
func checkPages(btx *bolt.Tx, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < btx.Size() {
		return fmt.Errorf("%w: cut short, %d bytes of %d", errBroken, info.Size(), btx.Size())
	}
	pageSize := int64(btx.DB().Info().PageSize)
	w := walk{file, pageSize, make([]bool, btx.Size()/pageSize)}
	if err := w.tree(uint64(btx.Cursor().Bucket().Root())); err != nil {
		return err
	}
	return btx.ForEach(func(name []byte, b *bolt.Bucket) error {
		if b == nil {
			return fmt.Errorf("%w: %q is no bucket", errBroken, name)
		}
		if b.Root() == 0 {
			return nil // a small one, kept in the page that names it
		}
		return w.tree(uint64(b.Root()))
	})
}

type walk struct {
	file     *os.File
	pageSize int64
	seen     []bool
}

// tree checks a page and those below it.
func (w *walk) tree(id uint64) error {
	if id >= uint64(len(w.seen)) || w.seen[id] {
		return fmt.Errorf("%w: page %d leads nowhere or in a circle", errBroken, id)
	}
	w.seen[id] = true
	at := int64(id) * w.pageSize
	var head [pageHeader]byte
	if _, err := w.file.ReadAt(head[:], at); err != nil {
		return err
	}
	kind, count := binary.NativeEndian.Uint16(head[8:]), int(binary.NativeEndian.Uint16(head[10:]))
	switch {
	case binary.NativeEndian.Uint64(head[:]) != id || kind != pageLeaf && kind != pageBranch || kind == pageBranch && count == 0:
		return fmt.Errorf("%w: page %d is no page of a tree", errBroken, id)
	case kind == pageLeaf:
		return nil
	}
	elements := make([]byte, count*element)
	if _, err := w.file.ReadAt(elements, at+pageHeader); err != nil {
		return err
	}
	for ; len(elements) > 0; elements = elements[element:] {
		if err := w.tree(binary.NativeEndian.Uint64(elements[8:])); err != nil {
			return err
		}
	}
	return nil
}
