package boltfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"
	"sort"

	bolt "go.etcd.io/bbolt"

	"nianbao/persist"
)

// bbolt's page: a header of 16 bytes (number, kind, count of elements, count of
// pages that it overflows into), then the elements of 16 bytes each, then what they
// are about. A branch's element is the place (from the element on) and the length of
// its key, and the number of the page below; a leaf's is its flags, the place, the
// length of its key and of its value.
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

// guard looks at the head of every page before bbolt comes to it in a transaction.
// Most damage makes bbolt panic, and transact recovers; but a page that leads back
// to itself has it recurse until the stack is full, and that ends the program. A
// page that is listed as free, or is part of another one, would be written over.
// Only what a transaction touches is looked at, so that what that costs doesn't grow
// with the store; [boltTx.check] looks at everything.
type guard struct {
	file     *os.File
	pageSize int64
	free     []bool          // by number of the page
	pages    map[uint64]page // those that were looked at
	parts    map[uint64]bool // of these, with those that they overflow into
	content  []byte          // of the page that was read last
}

// page is what matters of a page in a tree.
type page struct {
	above origin
	keys  [][]byte // of a branch, where what is below each element begins
	below []uint64 // the pages there; none for a leaf
}

// origin is what leads to a page: another one or, for the first of a tree, the name of
// the bucket.
type origin struct {
	page   uint64
	bucket string
}

// broken is what guard panics with where a page makes no sense: bbolt's cursors, and
// what stands on them, have no errors.
type broken struct{ error }

func brokenf(format string, args ...any) broken {
	return broken{fmt.Errorf("%w: "+format, append([]any{persist.ErrRecords}, args...)...)}
}

// newGuard looks at what a transaction begins with.
func newGuard(btx *bolt.Tx, file *os.File) *guard {
	info, err := file.Stat()
	if err != nil {
		panic(broken{err})
	}
	if info.Size() < btx.Size() {
		panic(brokenf("cut short, %d bytes of %d", info.Size(), btx.Size()))
	}
	pageSize := int64(btx.DB().Info().PageSize)
	g := &guard{file: file, pageSize: pageSize, free: make([]bool, btx.Size()/pageSize), pages: map[uint64]page{}, parts: map[uint64]bool{},
		content: make([]byte, pageSize)}
	g.readFree(g.metas())
	return g
}

func (g *guard) read(into []byte, at int64) {
	if _, err := g.file.ReadAt(into, at); err != nil {
		panic(broken{err})
	}
}

// metas checks both meta pages, and returns where the newer one has the list of
// free pages. Where the newer one is damaged bbolt goes on with the older one,
// and what was saved last would be gone without a word; mending finds it. A save
// that the power cut off is no such case: a meta lies within one sector.
func (g *guard) metas() (free uint64) {
	newest := uint64(0)
	for id := range int64(2) {
		var meta [metaSize]byte
		g.read(meta[:], id*g.pageSize+pageHeader)
		sum := fnv.New64a()
		sum.Write(meta[:metaSum]) // never fails
		if binary.NativeEndian.Uint64(meta[metaSum:]) != sum.Sum64() {
			panic(brokenf("meta page %d", id))
		}
		if tx := binary.NativeEndian.Uint64(meta[metaTx:]); tx >= newest {
			newest, free = tx, binary.NativeEndian.Uint64(meta[metaFreelist:])
		}
	}
	return free
}

// readFree takes the list of free pages, each of which must be there, once, and be
// none of the list's own.
func (g *guard) readFree(id uint64) {
	head := make([]byte, pageHeader)
	span := g.take(id, head)
	if binary.NativeEndian.Uint16(head[8:]) != pageFree {
		panic(brokenf("page %d lists no free pages", id))
	}
	list := make([]byte, int64(span)*g.pageSize-pageHeader)
	g.read(list, int64(id)*g.pageSize+pageHeader)
	count := uint64(binary.NativeEndian.Uint16(head[10:]))
	if count == freeMany {
		count, list = binary.NativeEndian.Uint64(list), list[8:]
	}
	if count > uint64(len(list))/8 {
		panic(brokenf("too many free pages"))
	}
	for ; count > 0; count, list = count-1, list[8:] {
		free := binary.NativeEndian.Uint64(list)
		there := free >= 2 && free < uint64(len(g.free))
		if !there || g.parts[free] || g.free[free] {
			panic(brokenf("page %d is in use and free", free))
		}
		g.free[free] = true
	}
}

// take reads as much of a page as there is room for, and notes it, with those that it
// overflows into, as in use.
func (g *guard) take(id uint64, into []byte) (span uint64) {
	pages := uint64(len(g.free))
	if id >= pages {
		panic(brokenf("page %d leads nowhere", id))
	}
	g.read(into, int64(id)*g.pageSize)
	span = uint64(binary.NativeEndian.Uint32(into[12:])) + 1
	if binary.NativeEndian.Uint64(into) != id || span > pages-id {
		panic(brokenf("page %d is another one", id))
	}
	for i := id; i < id+span; i++ {
		if g.parts[i] || g.free[i] {
			panic(brokenf("page %d is used twice", i))
		}
		g.parts[i] = true
	}
	return span
}

// page looks at a page of a tree, once: nothing else may lead to it.
func (g *guard) page(id uint64, above origin) page {
	if p, seen := g.pages[id]; seen {
		if p.above != above {
			panic(brokenf("two ways lead to page %d", id))
		}
		return p
	}
	content := g.content
	span := g.take(id, content)
	p := page{above: above}
	kind, count := binary.NativeEndian.Uint16(content[8:]), int(binary.NativeEndian.Uint16(content[10:]))
	switch {
	case kind == pageLeaf:
		if end := g.leafEnd(id, content, count); span != uint64((end+g.pageSize-1)/g.pageSize) {
			panic(brokenf("page %d takes %d pages and has %d bytes", id, span, end))
		}
	case kind == pageBranch && count > 0:
		own := append(make([]byte, 0, int64(span)*g.pageSize), content...) // the keys stay in it
		if span > 1 {
			own = own[:cap(own)]
			g.read(own, int64(id)*g.pageSize)
		}
		p.keys, p.below = branch(id, own, count)
	default:
		panic(brokenf("page %d is no page of a tree", id))
	}
	g.pages[id] = p
	return p
}

// leafEnd is where the last record of a leaf ends.
func (g *guard) leafEnd(id uint64, content []byte, count int) int64 {
	if count == 0 {
		return pageHeader // of a bucket that holds nothing
	}
	at := int64(pageHeader + (count-1)*element)
	last := make([]byte, element)
	if at+element <= int64(len(content)) {
		copy(last, content[at:])
	} else {
		g.read(last, int64(id)*g.pageSize+at)
	}
	return at + int64(binary.NativeEndian.Uint32(last[4:])) + int64(binary.NativeEndian.Uint32(last[8:])) + int64(binary.NativeEndian.Uint32(last[12:]))
}

func branch(id uint64, content []byte, count int) (keys [][]byte, below []uint64) {
	if pageHeader+count*element > len(content) {
		panic(brokenf("page %d ends among its elements", id))
	}
	for i := range count {
		at := pageHeader + i*element
		from := int64(at) + int64(binary.NativeEndian.Uint32(content[at:]))
		to := from + int64(binary.NativeEndian.Uint32(content[at+4:]))
		if to > int64(len(content)) {
			panic(brokenf("page %d ends within a key", id))
		}
		keys, below = append(keys, content[from:to]), append(below, binary.NativeEndian.Uint64(content[at+8:]))
	}
	return keys, below
}

// below looks at a page and all that it leads to.
func (g *guard) below(id uint64, above origin) {
	for _, next := range g.page(id, above).below {
		g.below(next, under(id))
	}
}

// guarded runs what goes through pages: what guard panics with is its error.
func guarded(fn func() error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case broken:
			err = p.error
		default:
			panic(p)
		}
	}()
	return fn()
}

// leaf is one leaf of a tree, and the way to it from the tree's first page.
type leaf []step

type step struct {
	id uint64
	page
	at int // which of the elements leads on
}

// down goes on from a way to a leaf; choose is given each branch.
func (g *guard) down(way leaf, id uint64, above origin, choose func(page) int) leaf {
	for {
		p := g.page(id, above)
		if p.below == nil {
			return append(way, step{id, p, 0})
		}
		at := choose(p)
		way, above = append(way, step{id, p, at}), under(id)
		id = p.below[at]
	}
}

func under(id uint64) origin { return origin{page: id} }

// to is the leaf in which bbolt looks for a key.
func (g *guard) to(root uint64, bucket string, key []byte) leaf {
	return g.down(nil, root, origin{bucket: bucket}, func(p page) int {
		return max(sort.Search(len(p.keys), func(i int) bool { return bytes.Compare(p.keys[i], key) > 0 })-1, 0)
	})
}

// last is the last leaf of a tree.
func (g *guard) last(root uint64, bucket string) leaf {
	return g.down(nil, root, origin{bucket: bucket}, lastBelow)
}

func firstBelow(page) int  { return 0 }
func lastBelow(p page) int { return len(p.below) - 1 }

// after is the leaf behind one; nil for none, and behind none.
func (g *guard) after(l leaf) leaf { return g.beside(l, 1, firstBelow) }

// before is the leaf before one; nil for none, and before none.
func (g *guard) before(l leaf) leaf { return g.beside(l, -1, lastBelow) }

func (g *guard) beside(l leaf, by int, choose func(page) int) leaf {
	for level := len(l) - 2; level >= 0; level-- {
		s := l[level]
		if at := s.at + by; at >= 0 && at < len(s.below) {
			way := append(append(leaf{}, l[:level]...), step{s.id, s.page, at})
			return g.down(way, s.below[at], under(s.id), choose)
		}
	}
	return nil
}

// from is the key at which a leaf begins: what is less lies before it. It is nil for
// the first leaf.
func (l leaf) from() []byte {
	for level := len(l) - 2; level >= 0; level-- {
		if l[level].at > 0 {
			return l[level].keys[l[level].at]
		}
	}
	return nil
}

// neighbours looks at the pages beside those on the way to a leaf, with which
// deleting in it may join them.
func (g *guard) neighbours(l leaf) {
	for _, s := range l[:len(l)-1] {
		for at := max(s.at-1, 0); at <= min(s.at+1, len(s.below)-1); at++ {
			g.page(s.below[at], under(s.id))
		}
	}
}
