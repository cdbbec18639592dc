package backend

import (
	"slices"

	"nianbao/model"
)

// How much of the log is read for what the last sitting did to be undone: as far back as
// that goes, and so many entries, or so many bytes of what stood there before and after, at
// most.
const (
	LatelyEntries = 1000
	latelyBytes   = 4 << 20
)

// Lately are the last entries of a report's log, the oldest first: those that a sitting of
// the user recalls.
func Lately(store Store, id, user string) (log []model.LogEntry, err error) {
	size := 0
	page, err := LastLog(store, id, 16)
	for err == nil {
		size += page.Size()
		log = append(log, page.Entries...)
		enough := size > latelyBytes || len(log) >= LatelyEntries
		if page.Next() == 0 || enough || model.HasSitting(log, user) {
			break
		}
		n := 16
		if size < latelyBytes/64 { // figures
			n = min(8*len(log), 512)
		}
		page, err = store.LogPage(id, page.Next(), n)
	}
	slices.Reverse(log)
	return log, err
}
