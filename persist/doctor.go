package persist

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/model"
)

// Health is what state a store is in.
type Health struct {
	Path    string
	Size    int64
	Problem error // why the store can't be used as it is; nil for none
	Reports []ReportHealth
	Copies  []CopyHealth // the daily copies, the newest first
}

// ReportHealth is the state of one report. What is wrong is a Chinese sentence,
// "" for nothing.
type ReportHealth struct {
	Name     string
	Revision int
	Wrong    string
}

// CopyHealth is the state of a daily copy.
type CopyHealth struct {
	Path    string
	Reports int
	Problem error
}

// Well reports whether nothing is wrong with the store itself.
func (h *Health) Well() bool {
	return h.Problem == nil && !slices.ContainsFunc(h.Reports, func(r ReportHealth) bool { return r.Wrong != "" })
}

// Examine reads everything in the store of a folder, and its daily copies, and
// changes nothing. It checks that every record is there and in order, that each
// report's last revision can be read, and that its log is whole and leads there.
func Examine(dir string, who model.Actor, now func() time.Time) Health {
	path, err := filepath.Abs(filepath.Join(dir, fileName))
	if err != nil {
		return Health{Path: dir, Problem: &problem{Kind: ErrUnreadable, text: fmt.Sprintf("文件夹 %s 不能用（%v）", dir, err), cause: err}}
	}
	s := &Store{path: path, who: who, now: now, wait: lockWait}
	h := Health{Path: path}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		h.Problem = &problem{Kind: ErrNotFound, text: "这个文件夹里还没有数据文件：" + path, hint: "还没有用过的不用管；数据在别处的，用 --data 指明文件夹", cause: err}
	case err != nil:
		h.Problem = s.explain(err, false)
	default:
		h.Size = info.Size()
		h.Problem = s.view(func(t *tx) error { return t.examine(&h) })
	}
	for _, copyPath := range s.copies() {
		c := CopyHealth{Path: copyPath}
		of := &Store{path: copyPath, who: who, now: now, wait: lockWait}
		list, err := of.List()
		c.Reports, c.Problem = len(list), err
		h.Copies = append(h.Copies, c)
	}
	return h
}

// copies are the paths of the daily copies, the newest first.
func (s *Store) copies() (paths []string) {
	entries, err := os.ReadDir(s.copyDir())
	if err != nil {
		return nil // most likely there is no such folder
	}
	for _, e := range slices.Backward(entries) {
		if day, rest := copyDay(e.Name()); day != "" && rest == ".db" {
			paths = append(paths, filepath.Join(s.copyDir(), e.Name()))
		}
	}
	return paths
}

// examine checks what transact has not: every record, and each report. bbolt's own
// Check runs on a goroutine of its own, where a fault of the memory map ends the
// program.
func (t *tx) examine(h *Health) error {
	err := t.ForEach(func(_ []byte, b *bolt.Bucket) error {
		var last []byte
		return b.ForEach(func(k, v []byte) error {
			if bytes.Compare(last, k) >= 0 && last != nil {
				return broken(errors.New("keys out of order"))
			}
			last = append(last[:0], k...)
			crc32.ChecksumIEEE(v) // reads all of it: what is not there faults here
			return nil
		})
	})
	if err != nil {
		return err
	}
	return t.Bucket(bucketSummaries).ForEach(func(k, v []byte) error {
		sum, err := decodeSummary(k, v)
		if err != nil {
			h.Reports = append(h.Reports, ReportHealth{Name: "（名称读不出来）", Wrong: "列表里的一行读不出来"})
			return nil
		}
		r := ReportHealth{Name: sum.Report, Revision: sum.Revision}
		if _, err := t.current(idOf(k)); err != nil {
			r.Wrong = "最后一稿读不出来"
		} else if wrong := t.examineLog(idOf(k), sum.Revision); wrong != "" {
			r.Wrong = wrong
		}
		h.Reports = append(h.Reports, r)
		return nil
	})
}

// examineLog checks that a report's log is whole and ends with its revision.
func (t *tx) examineLog(id uint64, revision int) string {
	tail, err := t.logTail(id, 0)
	if err != nil {
		return "修改记录读不出来"
	}
	for i, e := range tail {
		if e.number != uint64(len(tail)-i) {
			return fmt.Sprintf("修改记录缺了第 %d 条", len(tail)-i)
		}
	}
	if len(tail) == 0 || tail[0].Revision != revision {
		return "修改记录和最后一稿对不上"
	}
	return ""
}

// Mended is what became of a damaged store.
type Mended struct {
	Kept    string   // where the damaged file is now
	Whole   []string // reports whose last revision was saved
	Older   []string // reports of which an older revision was found, or a daily copy's
	Missing []string // reports of which nothing but the name was found
	Short   bool     // the file's end is missing: there may have been more reports
}

// Mend makes a new store of what can be read of a damaged one and, for what
// can't, of the newest daily copy that can. The damaged file is kept under
// another name. A store that is well is left alone. Errors: ErrNotFound,
// ErrReadOnly, ErrFull and ErrUnreadable; then the damaged file is where it was.
func Mend(dir string, who model.Actor, now func() time.Time) (Mended, error) {
	h := Examine(dir, who, now)
	if h.Well() || errors.Is(h.Problem, ErrNotFound) {
		return Mended{}, h.Problem
	}
	for _, other := range []error{ErrBusy, ErrNewer, ErrReadOnly, ErrUnreadable} {
		if errors.Is(h.Problem, other) {
			return Mended{}, h.Problem // not damage
		}
	}
	w, err := search(h.Path)
	if err != nil {
		return Mended{}, &problem{Kind: ErrUnreadable, text: fmt.Sprintf("数据文件 %s 读不出来（%v）", h.Path, err), cause: err}
	}
	m := Mended{Short: w.short}
	older, known := w.fill(&h, who, now)
	s := &Store{path: h.Path, who: who, now: now, wait: lockWait}
	m.Kept = free(filepath.Join(filepath.Dir(h.Path), "nianbao-损坏-"+now().Format("20060102-150405")), ".db")
	if err := w.rebuild(s, older, &m); err != nil {
		return Mended{}, err
	}
	for _, name := range known {
		if !slices.Contains(m.Whole, name) && !slices.Contains(m.Older, name) {
			m.Missing = append(m.Missing, name)
		}
	}
	return m, nil
}

// free is a path that no file has: a clock that was put back, or mending twice in
// a second, must not cost an earlier file that was kept.
func free(base, ext string) string {
	path := base + ext
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}

// fill takes from the newest good copy what the wreck lacks or has only in an
// older revision, and says what is older than what was lost. known are the names
// of all reports that the wreck or a good copy has.
func (w *wreck) fill(h *Health, who model.Actor, now func() time.Time) (older map[uint64]bool, known []string) {
	older = map[uint64]bool{}
	lastLogged := func(id uint64) (revision int) {
		for _, e := range w.logs[id] {
			revision = max(revision, e.Revision)
		}
		return revision
	}
	for id, r := range w.reports {
		older[id] = r.Revision < lastLogged(id)
	}
	for _, c := range h.Copies {
		if c.Problem != nil {
			continue
		}
		of := &Store{path: c.Path, who: who, now: now, wait: lockWait}
		list, err := of.List()
		if err != nil {
			continue
		}
		for _, sum := range list {
			known = append(known, sum.Report)
			r, err := of.Load(sum.Report)
			if err != nil {
				continue
			}
			id := parseID(r.ID)
			if had := w.reports[id]; had == nil || had.Revision < r.Revision {
				w.reports[id], older[id] = r, true
			}
		}
	}
	for _, name := range w.names {
		known = append(known, name)
	}
	slices.Sort(known)
	return older, slices.Compact(known)
}

// rebuild writes the new store and puts it in the old one's place, which keeps
// its content under the name of m.Kept.
func (w *wreck) rebuild(s *Store, older map[uint64]bool, m *Mended) error {
	dir, err := os.MkdirTemp(filepath.Dir(s.path), ".nianbao-mend-")
	if err != nil {
		return s.explain(err, true)
	}
	defer os.RemoveAll(dir) // what is left there is half a new store
	fresh, err := Open(dir, s.who, s.now)
	if err != nil {
		return err
	}
	byName := map[string]uint64{}
	for _, id := range slices.SortedFunc(maps.Keys(w.reports), func(a, b uint64) int { return cmp.Compare(a, b) }) {
		byName[w.reports[id].Name()] = id // of two of one name the later one
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		id := byName[name]
		if err := fresh.update(func(t *tx) error { return t.readmit(w.reports[id], w.logs[id]) }); err != nil {
			return err
		}
		if older[id] {
			m.Older = append(m.Older, name)
		} else {
			m.Whole = append(m.Whole, name)
		}
	}
	info, err := os.Stat(s.path)
	if err == nil {
		// The old one's, but never less than the folder's users need.
		err = os.Chmod(fresh.path, info.Mode().Perm()|fresh.mode)
	}
	if err == nil {
		err = os.Link(s.path, m.Kept) // both names until the new file is in place
	}
	if err != nil { // no hard links here: FAT, some network shares
		err = os.Rename(s.path, m.Kept)
	}
	if err == nil {
		err = os.Rename(fresh.path, s.path)
	}
	return s.explain(err, true)
}

// readmit stores a report that was saved, with what is left of its log before
// the entry that says so.
func (t *tx) readmit(r *model.Report, log map[uint64]model.LogEntry) error {
	id, err := t.Bucket(bucketSummaries).NextSequence()
	if err != nil {
		return err
	}
	if err := t.takeName(r.Name(), id); err != nil {
		return err
	}
	number := uint64(0)
	for _, n := range slices.Sorted(maps.Keys(log)) {
		number++
		if err := t.putLog(id, logged{number, log[n]}); err != nil {
			return err
		}
	}
	label := fmt.Sprintf("从损坏的数据文件救回第 %d 稿", r.Revision)
	d, err := newDraft(r, r.Revision+1)
	if err != nil {
		return err
	}
	if err := t.logAct(id, d.report.Revision, label); err != nil {
		return err
	}
	return t.put(id, d, false)
}
