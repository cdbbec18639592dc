package persist

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"nianbao/model"
)

// Mended is what became of a damaged store, or would.
type Mended struct {
	Kept    string            // where the damaged file is now; "" where there was none
	Whole   []string          // reports whose last revision was saved
	Older   []string          // reports of which an older revision was found, or a daily copy's
	Missing []string          // reports of which nothing but the name was found
	Changed map[string]string // when the reports were saved as they were found, "2026-01-31 15:04"; none where nobody knows
	Copied  string            // the time of the daily copy that was put in the store's place; "" where it was mended
	Short   bool              // the file's end is missing: there may have been more reports
	// Relisted are the reports whose line in the list was made anew, where nothing
	// else was wrong.
	Relisted []string
}

// Mend makes a new store of what can be read of a damaged one and, for what
// can't, of the newest daily copy that can. The damaged file is kept under
// another name. A store that is well is left alone. Errors: ErrNotFound,
// ErrBusy, ErrReadOnly, ErrFull and ErrUnreadable; then the damaged file is where
// it was.
func Mend(dir string, who model.Actor, now func() time.Time) (Mended, error) {
	if h, s, _, err := damaged(dir, who, now); err == nil && h.onlyLines() {
		relisted, err := s.relist()
		return Mended{Relisted: relisted}, err
	}
	r, err := survey(dir, who, now)
	if r == nil {
		return Mended{}, err
	}
	if err := r.rebuild(); err != nil {
		return Mended{}, err
	}
	return r.Mended, nil
}

// Prospect is what Mend would make of a damaged store; it changes nothing.
// Errors: those of Mend.
func Prospect(dir string, who model.Actor, now func() time.Time) (Mended, error) {
	if h, _, _, err := damaged(dir, who, now); err == nil && h.onlyLines() {
		return Mended{Relisted: h.wrong()}, nil
	}
	r, err := survey(dir, who, now)
	if r == nil {
		return Mended{}, err
	}
	r.Kept = ""
	return r.Mended, nil
}

// UseCopy puts the newest daily copy that can be read in the place of a damaged
// store, which is kept under another name. Older are the copy's reports. A store
// that is well is left alone. Errors: those of Mend, and ErrNotFound when there is
// no such copy.
func UseCopy(dir string, who model.Actor, now func() time.Time) (Mended, error) {
	h, s, looked, err := damaged(dir, who, now)
	if s == nil || err != nil {
		return Mended{}, err
	}
	i := slices.IndexFunc(h.Copies, func(c CopyHealth) bool { return c.Problem == nil && (c.Reports > 0 || !h.Gone) })
	if i < 0 {
		return Mended{}, &problem{Kind: ErrNotFound, text: "没有读得出来的每日备份", hint: ErrDamaged.hint}
	}
	of := &Store{path: h.Copies[i].Path, who: who, now: now, wait: lockWait}
	list, err := of.List()
	if err != nil {
		return Mended{}, err
	}
	m := Mended{Kept: s.keptName(), Copied: h.Copies[i].Made, Changed: map[string]string{}}
	if h.Gone {
		m.Kept = ""
	}
	for _, sum := range list {
		m.Older, m.Changed[sum.Report] = append(m.Older, sum.Report), minute(sum.ChangedAt)
	}
	err = s.replace(looked, m.Kept, func(fresh string) error { return duplicate(of.path, fresh) })
	return m, err
}

// minute is a time as messages give it.
func minute(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }

// duplicate copies a file to a path that no file has.
func duplicate(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// damaged examines the store of a folder; the store is nil where there is nothing
// to mend, the error says why where that is not because all is well. Looked is its
// stamp from before.
func damaged(dir string, who model.Actor, now func() time.Time) (h Health, s *Store, looked string, err error) {
	s, err = unopened(dir, who, now)
	if err != nil {
		return h, nil, "", err
	}
	looked, stampErr := s.Stamp()
	h = Examine(dir, who, now)
	if h.Gone {
		stampErr = nil
	}
	if h.Well() || errors.Is(h.Problem, ErrNotFound) {
		return h, nil, "", h.Problem
	}
	for _, other := range []error{ErrBusy, ErrNewer, ErrReadOnly, ErrUnreadable} {
		if errors.Is(h.Problem, other) {
			return h, nil, "", h.Problem // not damage
		}
	}
	s.mode, s.dirMode = modes(filepath.Dir(s.path))
	return h, s, looked, stampErr
}

// repair is a store that is about to be mended: what was found, and what it will
// come to.
type repair struct {
	*Store
	*wreck
	Mended
	looked  string               // the store's stamp when it was
	older   map[uint64]bool      // which of the reports are older than what was lost
	changed map[uint64]time.Time // when the reports were saved as they were found; none where that is lost
}

// survey finds out what can be mended; nil where nothing is to be.
func survey(dir string, who model.Actor, now func() time.Time) (*repair, error) {
	h, s, looked, err := damaged(dir, who, now)
	if s == nil || err != nil {
		return nil, err
	}
	w, err := newWreck(), error(nil)
	if !h.Gone {
		w, err = search(h.Path)
	} else if len(h.Copies) > 0 && h.Copies[0].Problem != nil {
		w, err = search(h.Copies[0].Path) // what is left of it
	}
	if err != nil {
		return nil, &problem{Kind: ErrUnreadable, text: fmt.Sprintf("数据文件 %s 读不出来（%v）", h.Path, err), cause: err}
	}
	r := &repair{Store: s, wreck: w, looked: looked, Mended: Mended{Kept: s.keptName(), Short: w.short, Changed: map[string]string{}}}
	if h.Gone {
		r.Kept = ""
	}
	known := w.fill(r, &h)
	taken := map[string]bool{}
	for _, id := range r.inOrder() {
		name := r.reports[id].Name()
		switch {
		case r.deleted(id):
			continue // into the trash, where it was
		case taken[name]: // the one that was changed last has it
			r.rename(id, taken)
			name = r.reports[id].Name()
		}
		taken[name] = true
		if at := r.changed[id]; !at.IsZero() {
			r.Changed[name] = minute(at)
		}
		if r.older[id] {
			r.Older = append(r.Older, name)
		} else {
			r.Whole = append(r.Whole, name)
		}
	}
	for id, name := range known {
		if r.reports[id] == nil && !r.deleted(id) && !slices.Contains(r.Missing, name) {
			r.Missing = append(r.Missing, name)
		}
	}
	for _, names := range [][]string{r.Whole, r.Older, r.Missing} {
		slices.Sort(names)
	}
	return r, nil
}

// inOrder are the reports that were found, those that were changed last first.
func (r *repair) inOrder() []uint64 {
	return slices.SortedFunc(maps.Keys(r.reports), func(a, b uint64) int {
		return cmp.Or(r.last(b).At.Compare(r.last(a).At), cmp.Compare(a, b))
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

func (r *repair) found(id uint64) found {
	f := found{r.reports[id], r.logs[id], r.unfold(id), "", r.deleted(id)}
	if at := r.changed[id]; !at.IsZero() {
		f.changed = minute(at)
	}
	return f
}

// last is what a report's log ends with, as far as it was found.
func (w *wreck) last(id uint64) (e model.LogEntry) {
	for _, n := range slices.Sorted(maps.Keys(w.logs[id])) {
		e = w.logs[id][n]
	}
	return e
}

// deleted reports that a report was in the trash.
func (w *wreck) deleted(id uint64) bool { return w.last(id).Label == labelDeleted }

// rename gives a report that was found a name that none of those taken is.
func (r *repair) rename(id uint64, taken map[string]bool) {
	x := r.reports[id].Clone()
	r.reports[id] = x
	unit := []rune(x.Unit)
	for n := 2; taken[x.Name()]; n++ {
		mark := fmt.Sprintf("（救回的另一份%d）", n)
		x.Unit = string(unit[:min(len(unit), 60-len([]rune(mark)))]) + mark // as long as a name may be
	}
}

// rebuild writes the new store and puts it in the old one's place.
func (r *repair) rebuild() error {
	return r.replace(r.looked, r.Kept, func(path string) error {
		fresh := &Store{path: path, who: r.who, now: r.now, wait: lockWait, mode: r.mode}
		if err := fresh.create(); err != nil {
			return err
		}
		for _, id := range r.inOrder() {
			err := fresh.transact(true, schemaVersion, func(t *tx) error { return t.readmit(id, r.found(id)) })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// keptName is what a damaged store is called from now on.
func (s *Store) keptName() string {
	return free(filepath.Join(filepath.Dir(s.path), "nianbao-损坏-"+s.now().Format("20060102-150405")), ".db")
}

// replace has a new file made and puts it in the store's place, whose content is
// kept under another name. Nobody saves meanwhile, or has since the file was
// looked at, when this was its stamp: what was saved would be lost.
func (s *Store) replace(looked, kept string, make func(path string) error) error {
	dir, err := os.MkdirTemp(filepath.Dir(s.path), ".nianbao-mend-")
	if err != nil {
		return s.explain(err, true)
	}
	defer os.RemoveAll(dir) // what is left there is half a new store
	fresh := filepath.Join(dir, fileName)
	if looked == "" {
		return s.explain(s.begin(fresh, make), true)
	}
	letGo, err := seize(s.path, s.wait)
	if err != nil {
		return s.explain(err, true)
	}
	defer letGo()
	if now, err := s.Stamp(); err != nil {
		return err
	} else if now != looked {
		return &problem{Kind: ErrBusy, text: fmt.Sprintf("数据文件 %s 刚被另一个程序改过", s.path), hint: "请让大家都退出 nianbao，再做一次"}
	}
	if err := make(fresh); err != nil {
		return s.explain(err, true)
	}
	info, err := os.Stat(s.path)
	if err == nil {
		// The old one's, but never less than the folder's users need.
		err = os.Chmod(fresh, info.Mode().Perm()|s.mode)
	}
	if err == nil {
		err = os.Link(s.path, kept) // both names until the new file is in place
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = renameNew(s.path, kept) // no hard links here: FAT, some network shares
		}
	}
	if err == nil {
		err = os.Rename(fresh, s.path)
	}
	syncDir(filepath.Dir(s.path))
	return s.explain(err, true)
}

// begin has a new file made where there is none.
func (s *Store) begin(fresh string, make func(path string) error) error {
	if err := errors.Join(make(fresh), os.Chmod(fresh, s.mode)); err != nil {
		return err
	}
	err := os.Link(fresh, s.path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = renameNew(fresh, s.path) // no hard links here: FAT, some network shares
	}
	syncDir(filepath.Dir(s.path))
	if errors.Is(err, fs.ErrExist) {
		return &problem{Kind: ErrBusy, text: fmt.Sprintf("数据文件 %s 又有了，没有动它", s.path), hint: "请再打开一次看看", cause: err}
	}
	return err
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
// older revision, and notes what is older than what was lost. known are the names
// of all reports that the wreck or a good copy has.
func (w *wreck) fill(r *repair, h *Health) (known map[uint64]string) {
	known, r.older, r.changed = maps.Clone(w.names), map[uint64]bool{}, map[uint64]time.Time{}
	for id, found := range w.reports {
		r.older[id] = found.Revision < w.newest[id]
		for _, e := range w.logs[id] {
			r.older[id] = r.older[id] || found.Revision < e.Revision
			if e.Revision == found.Revision {
				r.changed[id] = e.At
			}
		}
	}
	for _, c := range h.Copies {
		if c.Problem != nil {
			continue
		}
		of := &Store{path: c.Path, who: r.who, now: r.now, wait: lockWait}
		list, err := of.List()
		if err != nil {
			continue
		}
		for _, sum := range list {
			id := parseID(sum.ID)
			if known[id] == "" {
				known[id] = sum.Report
			}
			found, err := of.Load(sum.Report)
			if err != nil {
				continue
			}
			if had := w.reports[id]; had == nil || had.Revision < found.Revision {
				w.reports[id], r.older[id], r.changed[id] = found, true, sum.ChangedAt
				delete(w.bodies, id)
			}
		}
	}
	return known
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
