package persist

import (
	"encoding/binary"
	"encoding/json"
	"maps"
	"os"
	"slices"

	"nianbao/model"
)

// wreck is what can still be read of a damaged store, page by page: whatever
// leads to a page may be lost, its records are there as long as it is itself.
type wreck struct {
	reports map[uint64]*model.Report       // the highest revision of each that is whole
	bodies  map[uint64]snapshot            // the same, not decoded; none where it is of a copy
	packed  map[uint64]map[uint64][][]byte // what is packed against a newer revision, by its own
	logs    map[uint64]map[uint64]model.LogEntry
	names   map[uint64]string // of reports whose line in the list is whole
	newest  map[uint64]int    // the highest revision that such a line tells of
	short   bool              // the file's end is missing, or nobody knows where it was, nor what was there
}

// maxWreck bounds a file that is looked through, in bytes: it is held in memory.
const maxWreck = 2 << 30

// search looks through a file for reports and log entries. Records carry a
// checksum, so what is found is what was stored; an old revision may be found
// where the new one is lost, which its number tells.
func search(path string) (*wreck, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxWreck {
		return nil, errBroken
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	w := newWreck()
	size, pages := metaOf(data)
	w.short = pages == 0 || pages*uint64(size) > uint64(len(data))
	for at := 0; at+pageHeader <= len(data); at += size {
		if binary.NativeEndian.Uint64(data[at:]) == uint64(at/size) {
			w.page(data[at:])
		}
	}
	return w, nil
}

// newWreck is one in which nothing was found.
func newWreck() *wreck {
	return &wreck{reports: map[uint64]*model.Report{}, bodies: map[uint64]snapshot{}, packed: map[uint64]map[uint64][][]byte{},
		logs: map[uint64]map[uint64]model.LogEntry{}, names: map[uint64]string{}, newest: map[uint64]int{}}
}

// unfold is the revision of a report that is the highest whole one, and those before
// it, as far back as each was packed against the one after it; the newest first.
func (w *wreck) unfold(id uint64) []snapshot {
	last, ok := w.bodies[id]
	if !ok {
		return nil
	}
	shots := []snapshot{last}
	for _, number := range slices.Backward(slices.Sorted(maps.Keys(w.packed[id]))) {
		if number >= last.revision || len(shots) == keptRevisions {
			continue
		}
		for _, packed := range w.packed[id][number] {
			if body, err := unpack(packed, last.body); err == nil {
				last = snapshot{number, body}
				shots = append(shots, last)
				break
			}
		}
	}
	return shots
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

// page takes the records of a leaf page, and of the small buckets that are held
// in it. It begins at the page and goes on to the end of the file: a record may
// run over several pages.
func (w *wreck) page(p []byte) {
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
			w.page(value[bucketHeader:])
		case flags == 0 && len(key) == 16:
			w.record(idOf(key), second(key), value)
		case flags == 0 && len(key) == 8:
			if sum, err := decodeSummary(key, value); err == nil && sum.Report != "" {
				if sum.Revision >= w.newest[idOf(key)] {
					w.names[idOf(key)], w.newest[idOf(key)] = sum.Report, sum.Revision
				}
			}
		}
	}
}

// record takes a revision or a log entry: both are filed under two numbers, and
// what they hold tells them apart.
func (w *wreck) record(id, number uint64, packed []byte) {
	data, err := unpack(packed, nil)
	if err != nil {
		if w.packed[id] == nil { // an older revision, packed against the next, or damaged
			w.packed[id] = map[uint64][][]byte{}
		}
		w.packed[id][number] = append(w.packed[id][number], packed)
		return
	}
	if r, err := decodeReport(data); err == nil {
		if had := w.reports[id]; had == nil || int(number) > had.Revision {
			r.ID, r.Revision = formatID(id), int(number)
			w.reports[id], w.bodies[id] = r, snapshot{number, data}
		}
		return
	}
	var e model.LogEntry
	if json.Unmarshal(data, &e) == nil && !e.At.IsZero() {
		if w.logs[id] == nil {
			w.logs[id] = map[uint64]model.LogEntry{}
		}
		w.logs[id][number] = e
	}
}
