package persist

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"nianbao/model"
)

// Wreck is what can still be read of a store that is damaged. A backend hands it
// every record that it finds, in whatever order and from wherever: records carry a
// checksum, so what is found is what was stored; an old revision may be found where
// the new one is lost, which its number tells.
type Wreck struct {
	reports map[uint64]*model.Report       // the highest revision of each that is whole
	bodies  map[uint64]snapshot            // the same, not decoded; none where it is of a copy
	packed  map[uint64]map[uint64][][]byte // what is packed against a newer revision, by its own
	logs    map[uint64]map[uint64]model.LogEntry
	names   map[uint64]string    // of reports whose line in the list is whole, or that a good copy has
	newest  map[uint64]int       // the highest revision that such a line tells of
	older   map[uint64]bool      // which of the reports are older than what was lost
	changed map[uint64]time.Time // when the reports were saved as they were found; none where that is lost
}

// Salvaged is what becomes of the reports of a store that is damaged, by their
// names.
type Salvaged struct {
	Whole   []string          // reports whose last revision was saved
	Older   []string          // reports of which an older revision was found, or a copy's
	Missing []string          // reports of which nothing but the name was found
	Changed map[string]string // when the reports were saved as they were found, "2026-01-31 15:04"; none where nobody knows
}

// NewWreck is one in which nothing was found.
func NewWreck() *Wreck {
	return &Wreck{reports: map[uint64]*model.Report{}, bodies: map[uint64]snapshot{}, packed: map[uint64]map[uint64][][]byte{},
		logs: map[uint64]map[uint64]model.LogEntry{}, names: map[uint64]string{}, newest: map[uint64]int{}}
}

// Take takes a record that was found, whatever bucket it is of. Neither key nor value
// may be changed afterwards.
func (w *Wreck) Take(key, value []byte) {
	switch len(key) {
	case 16:
		w.record(idOf(key), second(key), value)
	case 8:
		if sum, err := decodeSummary(key, value); err == nil && sum.Report != "" {
			if sum.Revision >= w.newest[idOf(key)] {
				w.names[idOf(key)], w.newest[idOf(key)] = sum.Report, sum.Revision
			}
		}
	}
}

// record takes a revision or a log entry: both are filed under two numbers, and
// what they hold tells them apart.
func (w *Wreck) record(id, number uint64, packed []byte) {
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

// unfold is the revision of a report that is the highest whole one, and those before
// it, as far back as each was packed against the one after it; the newest first.
func (w *Wreck) unfold(id uint64) []snapshot {
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

// Fill takes from good copies of the store, the newest first, what the wreck lacks or
// has only in an older revision, and tells what it has come to.
func (w *Wreck) Fill(copies []*Store) Salvaged {
	w.fill(copies)
	all := Salvaged{Changed: map[string]string{}}
	taken := map[string]bool{}
	for _, id := range w.inOrder() {
		name := w.reports[id].Name()
		switch {
		case w.deleted(id):
			continue // into the trash, where it was
		case taken[name]: // the one that was changed last has it
			w.rename(id, taken)
			name = w.reports[id].Name()
		}
		taken[name] = true
		if at := w.changed[id]; !at.IsZero() {
			all.Changed[name] = Minute(at)
		}
		if w.older[id] {
			all.Older = append(all.Older, name)
		} else {
			all.Whole = append(all.Whole, name)
		}
	}
	for id, name := range w.names {
		if w.reports[id] == nil && !w.deleted(id) && !slices.Contains(all.Missing, name) {
			all.Missing = append(all.Missing, name)
		}
	}
	for _, names := range [][]string{all.Whole, all.Older, all.Missing} {
		slices.Sort(names)
	}
	return all
}

// Rebuild stores what was found, once it is filled, in an empty store. Errors: those
// of the backend.
func (w *Wreck) Rebuild(into *Store) error {
	for _, id := range w.inOrder() {
		err := into.backend.Update(into.within(schemaVersion, func(t *tx) error { return t.readmit(id, w.found(id)) }))
		if err != nil {
			return err
		}
	}
	return nil
}

// fill takes from the newest good copy what the wreck lacks or has only in an
// older revision, and notes what is older than what was lost.
func (w *Wreck) fill(copies []*Store) {
	w.older, w.changed = map[uint64]bool{}, map[uint64]time.Time{}
	for id, found := range w.reports {
		w.older[id] = found.Revision < w.newest[id]
		for _, e := range w.logs[id] {
			w.older[id] = w.older[id] || found.Revision < e.Revision
			if e.Revision == found.Revision {
				w.changed[id] = e.At
			}
		}
	}
	for _, of := range copies {
		list, err := of.List()
		if err != nil {
			continue
		}
		for _, sum := range list {
			id := parseID(sum.ID)
			if w.names[id] == "" {
				w.names[id] = sum.Report
			}
			found, err := of.Load(sum.Report)
			if err != nil {
				continue
			}
			if had := w.reports[id]; had == nil || had.Revision < found.Revision {
				w.reports[id], w.older[id], w.changed[id] = found, true, sum.ChangedAt
				delete(w.bodies, id)
			}
		}
	}
}

// inOrder are the reports that were found, those that were changed last first.
func (w *Wreck) inOrder() []uint64 {
	return slices.SortedFunc(maps.Keys(w.reports), func(a, b uint64) int {
		return cmp.Or(w.last(b).At.Compare(w.last(a).At), cmp.Compare(a, b))
	})
}

// found is what was found of a report.
type found struct {
	*model.Report
	log     map[uint64]model.LogEntry
	shots   []snapshot // what it was, the newest first; none where only a copy had it
	changed string     // when it was saved; "" where nobody knows
	deleted bool
}

func (w *Wreck) found(id uint64) found {
	f := found{w.reports[id], w.logs[id], w.unfold(id), "", w.deleted(id)}
	if at := w.changed[id]; !at.IsZero() {
		f.changed = Minute(at)
	}
	return f
}

// last is what a report's log ends with, as far as it was found.
func (w *Wreck) last(id uint64) (e model.LogEntry) {
	for _, n := range slices.Sorted(maps.Keys(w.logs[id])) {
		e = w.logs[id][n]
	}
	return e
}

// deleted reports that a report was in the trash.
func (w *Wreck) deleted(id uint64) bool { return w.last(id).Label == labelDeleted }

// rename gives a report that was found a name that none of those taken is.
func (w *Wreck) rename(id uint64, taken map[string]bool) {
	x := w.reports[id].Clone()
	w.reports[id] = x
	unit := []rune(x.Unit)
	for n := 2; taken[x.Name()]; n++ {
		mark := fmt.Sprintf("（救回的另一份%d）", n)
		x.Unit = string(unit[:min(len(unit), 60-len([]rune(mark)))]) + mark // as long as a name may be
	}
}

// readmit stores a report that was saved, with what is left of its log before
// the entry that says so. Who has it open goes on: it is found under its old
// number, with a revision later than any there has been.
func (t *tx) readmit(id uint64, f found) error {
	if !f.deleted {
		if err := t.takeName(f.Name(), id); err != nil {
			return err
		}
	}
	number, latest := uint64(0), f.Revision
	for _, n := range slices.Sorted(maps.Keys(f.log)) {
		number++
		latest = max(latest, f.log[n].Revision)
		if err := t.putLog(id, logged{number, f.log[n]}); err != nil {
			return err
		}
	}
	var newer []byte
	for _, shot := range f.shots {
		if err := t.putSnapshot(id, shot, newer); err != nil {
			return err
		}
		newer = shot.body
	}
	label := fmt.Sprintf("从损坏的数据文件救回第 %d 稿", f.Revision)
	if f.changed != "" {
		label += "（" + f.changed + " 的内容）"
	}
	d, err := newDraft(f.Report, latest+1)
	if err != nil {
		return err
	}
	if err := t.logAct(id, d.report.Revision, label); err != nil {
		return err
	}
	if err := t.put(id, d, false); err != nil || !f.deleted {
		return err
	}
	if err := t.logAct(id, d.report.Revision, labelDeleted); err != nil {
		return err
	}
	return t.moveSummary(bucketSummaries, bucketTrash, id)
}
