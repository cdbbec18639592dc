package boltfile

import (
	"encoding/binary"
	"os"

	"nianbao/persist"
)

// maxWreck bounds a file that is looked through, in bytes: it is held in memory.
const maxWreck = 2 << 30

// search looks through a file page by page: whatever leads to a page may be lost, its
// records are there as long as it is itself. short: the file's end is missing, or
// nobody knows where it was, nor what was there.
func search(path string) (w *persist.Wreck, short bool, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, false, err
	}
	if info.Size() > maxWreck {
		return nil, false, persist.ErrRecords
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false, err
	}
	w = persist.NewWreck()
	size, pages := metaOf(data)
	for at := 0; at+pageHeader <= len(data); at += size {
		if binary.NativeEndian.Uint64(data[at:]) == uint64(at/size) {
			findRecords(w, data[at:])
		}
	}
	return w, pages == 0 || pages*uint64(size) > uint64(len(data)), nil
}

// metaOf is the size of pages, and how many there should be, by the first of the
// two meta pages that makes sense; else the machine's, and none.
func metaOf(data []byte) (size int, pages uint64) {
	const magic, sizeAt, pagesAt = 0xED0CDAED, 8, 40 // in bbolt's meta
	size = os.Getpagesize()
	for _, at := range []int{0, size, 4096} {
		meta := at + pageHeader
		if meta+pagesAt+8 <= len(data) && binary.NativeEndian.Uint32(data[meta:]) == magic {
			if n := int(binary.NativeEndian.Uint32(data[meta+sizeAt:])); n >= 512 && n <= 1<<20 {
				size, pages = n, max(pages, min(binary.NativeEndian.Uint64(data[meta+pagesAt:]), maxWreck))
			}
		}
	}
	return size, pages
}

// findRecords takes the records of a leaf page, and of the small buckets that are held
// in it. It begins at the page and goes on to the end of the file: a record may
// run over several pages.
func findRecords(w *persist.Wreck, p []byte) {
	const bucketLeaf, bucketHeader = 0x01, 16
	if binary.NativeEndian.Uint16(p[8:]) != pageLeaf {
		return
	}
	count := int(binary.NativeEndian.Uint16(p[10:]))
	for i := range count {
		at := pageHeader + i*element
		if at+element > len(p) {
			return
		}
		flags, pos := binary.NativeEndian.Uint32(p[at:]), int64(binary.NativeEndian.Uint32(p[at+4:]))
		k, v := int64(binary.NativeEndian.Uint32(p[at+8:])), int64(binary.NativeEndian.Uint32(p[at+12:]))
		begin := int64(at) + pos
		if begin+k+v > int64(len(p)) {
			continue
		}
		key, value := p[begin:begin+k], p[begin+k:begin+k+v]
		switch {
		case flags&bucketLeaf != 0 && len(value) >= bucketHeader+pageHeader && binary.NativeEndian.Uint64(value) == 0:
			findRecords(w, value[bucketHeader:])
		case flags == 0:
			w.Take(key, value)
		}
	}
}
