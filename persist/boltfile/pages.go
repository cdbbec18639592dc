package boltfile

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"

	bolt "go.etcd.io/bbolt"

	"nianbao/persist"
)

// bbolt's page: a header of 16 bytes (number, kind, count of elements, count of
// pages that it overflows into), then the elements; an element of a branch is
// 16 bytes and ends in the number of the page below it.
const (
	pageHeader = 16
	pageBranch = 0x01
	pageLeaf   = 0x02
	pageFree   = 0x10 // lists the free pages
	element    = 16
	freeMany   = 0xFFFF // of a list of free pages: the count is its first item
)

// What is where in bbolt's meta.
const (
	metaFreelist = 32
	metaTx       = 48
	metaSum      = 56 // of all before it
	metaSize     = 64
)

// checkPages looks at the head of every page that the trees of a file are made
// of. Most damage makes bbolt panic, and transact recovers; but a page that
// leads back to itself has it recurse until the stack is full, and that ends
// the program. It also finds damage that a save would not have come across, or
// would have made worse.
func checkPages(btx *bolt.Tx, file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < btx.Size() {
		return fmt.Errorf("%w: cut short, %d bytes of %d", persist.ErrRecords, info.Size(), btx.Size())
	}
	pageSize := int64(btx.DB().Info().PageSize)
	w := walk{file, pageSize, make([]bool, btx.Size()/pageSize)}
	free, err := w.metas()
	if err != nil {
		return err
	}
	if err := w.tree(uint64(btx.Cursor().Bucket().Root())); err != nil {
		return err
	}
	err = btx.ForEach(func(name []byte, b *bolt.Bucket) error {
		if b == nil {
			return fmt.Errorf("%w: %q is no bucket", persist.ErrRecords, name)
		}
		if b.Root() == 0 {
			return nil // a small one, kept in the page that names it
		}
		return w.tree(uint64(b.Root()))
	})
	if err != nil {
		return err
	}
	return w.free(free)
}

type walk struct {
	file     *os.File
	pageSize int64
	seen     []bool
}

// metas checks both meta pages, and returns where the newer one has the list of
// free pages. Where the newer one is damaged bbolt goes on with the older one,
// and what was saved last would be gone without a word; mending finds it. A save
// that the power cut off is no such case: a meta lies within one sector.
func (w *walk) metas() (free uint64, err error) {
	newest := uint64(0)
	for id := range int64(2) {
		var meta [metaSize]byte
		if _, err := w.file.ReadAt(meta[:], id*w.pageSize+pageHeader); err != nil {
			return 0, err
		}
		sum := fnv.New64a()
		sum.Write(meta[:metaSum]) // never fails
		if binary.NativeEndian.Uint64(meta[metaSum:]) != sum.Sum64() {
			return 0, fmt.Errorf("%w: meta page %d", persist.ErrRecords, id)
		}
		if tx := binary.NativeEndian.Uint64(meta[metaTx:]); tx >= newest {
			newest, free = tx, binary.NativeEndian.Uint64(meta[metaFreelist:])
		}
	}
	return free, nil
}

// free checks the list of free pages: one in use must not be in it, for the next
// save would write over it.
func (w *walk) free(id uint64) error {
	head, err := w.take(id)
	if err != nil {
		return err
	}
	if binary.NativeEndian.Uint16(head[8:]) != pageFree {
		return fmt.Errorf("%w: page %d lists no free pages", persist.ErrRecords, id)
	}
	list := make([]byte, (int64(binary.NativeEndian.Uint32(head[12:]))+1)*w.pageSize-pageHeader)
	if _, err := w.file.ReadAt(list, int64(id)*w.pageSize+pageHeader); err != nil {
		return err
	}
	count := uint64(binary.NativeEndian.Uint16(head[10:]))
	if count == freeMany {
		count, list = binary.NativeEndian.Uint64(list), list[8:]
	}
	if count > uint64(len(list))/8 {
		return fmt.Errorf("%w: too many free pages", persist.ErrRecords)
	}
	for ; count > 0; count, list = count-1, list[8:] {
		if free := binary.NativeEndian.Uint64(list); free < 2 || free >= uint64(len(w.seen)) || w.seen[free] {
			return fmt.Errorf("%w: page %d is in use and free", persist.ErrRecords, free)
		}
	}
	return nil
}

// take reads the head of a page and notes it, with those it overflows into, as
// in use.
func (w *walk) take(id uint64) (head [pageHeader]byte, err error) {
	pages := uint64(len(w.seen))
	if id >= pages || w.seen[id] {
		return head, fmt.Errorf("%w: page %d leads nowhere or in a circle", persist.ErrRecords, id)
	}
	if _, err := w.file.ReadAt(head[:], int64(id)*w.pageSize); err != nil {
		return head, err
	}
	more := uint64(binary.NativeEndian.Uint32(head[12:]))
	if binary.NativeEndian.Uint64(head[:]) != id || more >= pages-id {
		return head, fmt.Errorf("%w: page %d is another one", persist.ErrRecords, id)
	}
	for i := id; i <= id+more; i++ {
		if w.seen[i] {
			return head, fmt.Errorf("%w: page %d is used twice", persist.ErrRecords, i)
		}
		w.seen[i] = true
	}
	return head, nil
}

// tree checks a page and those below it.
func (w *walk) tree(id uint64) error {
	head, err := w.take(id)
	if err != nil {
		return err
	}
	kind, count := binary.NativeEndian.Uint16(head[8:]), int(binary.NativeEndian.Uint16(head[10:]))
	isTree := kind == pageLeaf || kind == pageBranch && count > 0
	switch {
	case !isTree:
		return fmt.Errorf("%w: page %d is no page of a tree", persist.ErrRecords, id)
	case kind == pageLeaf:
		return nil
	}
	elements := make([]byte, count*element)
	if _, err := w.file.ReadAt(elements, int64(id)*w.pageSize+pageHeader); err != nil {
		return err
	}
	for ; len(elements) > 0; elements = elements[element:] {
		if err := w.tree(binary.NativeEndian.Uint64(elements[8:])); err != nil {
			return err
		}
	}
	return nil
}
