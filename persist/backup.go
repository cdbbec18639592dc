package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	copyFolder = "backup"
	copyPrefix = "nianbao-" // then YYYYMMDD
	copyOlder  = "-older"   // behind the day, of one that the day's next copy could not take the place of
	keptCopies = 7
	renewed    = time.Hour // from then on the day's copy is made anew
)

// Copy writes a copy of the store to another file while it may be in use, whole
// or not at all. An earlier copy of that name is replaced, any other file only with
// overwrite. Errors: those of Open about the store, and ErrReadOnly, ErrFull,
// ErrUnreadable or, for a file that has to stay, ErrExists about the target.
func (s *Store) Copy(to string, overwrite bool) error {
	if err := s.mayReplace(to, overwrite); err != nil {
		return err
	}
	return s.copyTo(to, func(string) error { return nil })
}

// copyTo writes a copy aside, and gives it its name once it has been looked at.
func (s *Store) copyTo(to string, look func(aside string) error) error {
	f, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".*.tmp")
	if err != nil {
		return explainCopy(to, err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	var copyErr error
	viewErr := s.view(func(t *tx) error {
		_, copyErr = t.WriteTo(f)
		return nil
	})
	// The slow part, with the store free again.
	copyErr = errors.Join(copyErr, f.Sync(), f.Chmod(s.mode), f.Close())
	if viewErr != nil {
		return viewErr
	}
	if copyErr == nil {
		if err := look(f.Name()); err != nil {
			return err
		}
		copyErr = os.Rename(f.Name(), to)
		syncDir(filepath.Dir(to))
	}
	return explainCopy(to, copyErr)
}

// mayReplace is why what has a path must not be replaced by a copy; nil where it
// may be, or where nothing has it.
func (s *Store) mayReplace(path string, overwrite bool) error {
	const another = "请给备份另起一个名字，或者换一个文件夹"
	info, err := os.Lstat(path)
	if err != nil {
		return nil // making the copy finds out what else may be wrong
	}
	if store, err := os.Stat(s.path); err == nil {
		if other, err := os.Stat(path); err == nil && os.SameFile(store, other) {
			return &problem{Kind: ErrExists, text: fmt.Sprintf("%s 就是数据文件本身", path), hint: another}
		}
	}
	if !info.Mode().IsRegular() {
		return &problem{Kind: ErrExists, text: fmt.Sprintf("%s 不是普通文件，备份不能写成它", path), hint: another}
	}
	there := &Store{path: path, who: s.who, now: s.now, wait: s.wait}
	if overwrite || there.view(func(*tx) error { return nil }) == nil {
		return nil
	}
	return &problem{Kind: ErrExists, text: fmt.Sprintf("%s 已经有了，不是 nianbao 的备份，没有覆盖", path), hint: another + "；确实要覆盖它，加 --overwrite"}
}

func explainCopy(to string, err error) error {
	p := &problem{Kind: ErrUnreadable, text: fmt.Sprintf("备份 %s 没有写成（%v）", to, err), cause: err,
		hint: "报告本身已存好；请检查备份文件夹的权限和空间，或者换一个地方备份"}
	switch {
	case err == nil:
		return nil
	case oneOf(err, fullErrnos):
		p.Kind = ErrFull
	case oneOf(err, deniedErrnos):
		p.Kind = ErrReadOnly
	}
	return p
}

// copyDaily makes the day's copy after a write, and makes it anew after one that
// comes an hour later. It is tried once an hour, so that a full disk doesn't make
// every save slow, and its failure is not the save's: Notices tells of it.
func (s *Store) copyDaily() {
	now := s.now()
	s.mu.Lock()
	tried := fresh(s.copyAt, now)
	s.copyAt = now
	s.mu.Unlock()
	if tried {
		return
	}
	at, err := s.copyOf(now)
	s.mu.Lock()
	s.copyAt, s.copyErr = at, err
	s.mu.Unlock()
}

// fresh reports whether a copy that was made then need not be made anew: it is of
// this day, and less than an hour old. A clock that was put back makes it no fresher.
func fresh(then, now time.Time) bool {
	then = then.In(now.Location())
	return then.Format(time.DateOnly) == now.Format(time.DateOnly) && now.Sub(then).Abs() < renewed
}

// Notices are what the store's users should know about it, a Chinese sentence each:
// that it is where it may come to harm, that nothing can be saved in it, that the
// day's copy failed.
func (s *Store) Notices() (notices []string) {
	if s.network != "" {
		notices = append(notices, onNetwork(s.path, s.network))
	}
	if f, err := os.OpenFile(s.path, os.O_RDWR, 0); err == nil {
		_ = f.Close() // nothing was written
	} else if err = s.explain(err, true); errors.Is(err, ErrReadOnly) {
		notices = append(notices, err.Error()+"。可以看，改了存不进去")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.copyErr != nil {
		notices = append(notices, "今天的自动备份没有做成："+s.copyErr.Error())
	}
	return notices
}

// copyOf makes the day's copy unless a fresh one is there, perhaps somebody else's,
// and clears old ones away. It returns when the copy was made or tried.
func (s *Store) copyOf(now time.Time) (at time.Time, err error) {
	day := now.Format("20060102")
	name := copyPrefix + day + ".db"
	if info, err := os.Stat(filepath.Join(s.copyDir(), name)); err == nil && fresh(info.ModTime(), now) {
		return info.ModTime(), nil
	}
	err = s.copyAs(name, func(aside string) error {
		copied := &Store{path: aside, who: s.who, now: s.now, wait: s.wait}
		if err := copied.view((*tx).intact); err != nil {
			return &problem{Kind: ErrDamaged, text: fmt.Sprintf("数据文件 %s 有损坏，没有拿它换掉以前的备份", s.path), hint: "请运行 nianbao doctor 看坏在哪里", cause: err}
		}
		_ = os.Chtimes(aside, now, now) // by the clock that its age is told by
		return s.keepUnless(copied, name, false)
	})
	if err != nil {
		return now, err
	}
	return now, explainCopy(filepath.Join(s.copyDir(), name), s.clearOld(day))
}

// keepUnless renames a daily copy that has something which a newer one lacks: the
// store's file was gone, or an older one is in its place. It is never cleared away.
// One that can't be read may hold anything; old: it would be cleared away by now.
func (s *Store) keepUnless(newer *Store, name string, old bool) error {
	path := filepath.Join(s.copyDir(), name)
	older := &Store{path: path, who: s.who, now: s.now, wait: s.wait}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	switch covered, err := newer.covers(older); {
	case err != nil && old: // a week of good ones has come since
		return nil
	case err == nil && covered:
		return nil
	}
	return explainCopy(path, renameNew(path, free(strings.TrimSuffix(path, ".db")+copyOlder, ".db")))
}

// covers reports whether a store has each report that an earlier copy of it has, in
// no older revision and with the same past.
func (s *Store) covers(copied *Store) (bool, error) {
	past := map[uint64][]logged{} // the last two entries of each report's log
	err := copied.view(func(t *tx) error {
		return t.everyReport(func(id uint64) error {
			tail, err := t.logTail(id, 2)
			past[id] = tail
			return err
		})
	})
	if err != nil {
		return false, err
	}
	covered := true
	err = s.view(func(t *tx) error {
		return t.everyReport(func(id uint64) error {
			tail := past[id]
			delete(past, id)
			for i, was := range tail {
				is, err := t.logEntry(id, was.number)
				same := err == nil && is.At.Equal(was.At)
				goesOn := i == 0 && err == nil && is.EditID == was.EditID && is.Revision >= was.Revision // it was made longer
				covered = covered && (same || goesOn)
			}
			return nil
		})
	})
	return covered && len(past) == 0, err
}

// everyReport walks the reports, deleted ones too.
func (t *tx) everyReport(do func(id uint64) error) error {
	for _, b := range [][]byte{bucketSummaries, bucketTrash} {
		if err := t.Bucket(b).ForEach(func(k, _ []byte) error { return do(idOf(k)) }); err != nil {
			return err
		}
	}
	return nil
}

// vanished is the error that the store's file is gone while its daily copies hold
// reports, or may do; nil where there are none, and a new store may begin.
func (s *Store) vanished() error {
	gone := func(what, hint string) error {
		return &problem{Kind: ErrDamaged, cause: errVanished, text: fmt.Sprintf("数据文件 %s 不见了；%s", s.path, what),
			hint: "可能被杀毒、同步软件拿走了：先到隔离区、回收站找一找，放回原处；" + hint + fmt.Sprintf("；确实要从头开始的，先把 %s 改名", s.copyDir())}
	}
	if _, err := os.ReadDir(s.copyDir()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return gone(fmt.Sprintf("备份文件夹 %s 打不开，不知道里面有没有报告", s.copyDir()), "备份文件夹的权限请管理员看一看")
	}
	unread := 0
	for _, path := range s.copies() {
		of := &Store{path: path, who: s.who, now: s.now, wait: s.wait}
		list, err := of.List()
		if err != nil {
			unread++
		}
		if err != nil || len(list) == 0 {
			continue
		}
		made := filepath.Base(path)
		if info, err := os.Stat(path); err == nil {
			made = minute(info.ModTime())
		}
		return gone(fmt.Sprintf("%s 的每日备份里有 %d 份报告", made, len(list)), fmt.Sprintf("找不到的，运行 nianbao doctor --use-copy --data %s 换成备份", s.folder()))
	}
	if unread > 0 {
		return gone(fmt.Sprintf("每日备份有 %d 个，读不出来", unread), fmt.Sprintf("找不到的，运行 nianbao doctor --mend --data %s，从备份里救能读的", s.folder()))
	}
	return nil
}

// copyAs makes a copy beside the daily ones.
func (s *Store) copyAs(name string, look func(aside string) error) error {
	dir := s.copyDir()
	to := filepath.Join(dir, name)
	if err := os.Mkdir(dir, s.dirMode.Perm()); err == nil {
		err = os.Chmod(dir, s.dirMode) // Mkdir is subject to the umask
		if err != nil {
			return explainCopy(to, err)
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return explainCopy(to, err)
	}
	return s.copyTo(to, look)
}

// clearOld deletes all daily copies but the newest, and what a copy of an
// earlier day left behind when it was killed.
func (s *Store) clearOld(today string) error {
	entries, err := os.ReadDir(s.copyDir())
	if err != nil {
		return err
	}
	var errs []error
	kept := 1 // today's, whatever the clock said when the others were made
	for _, e := range slices.Backward(entries) {
		day, rest := copyDay(e.Name())
		switch {
		case day == "" || day == today:
			continue
		case rest == ".db" && kept < keptCopies:
			kept++
			continue
		case rest != ".db" && !strings.HasSuffix(rest, ".tmp"):
			continue
		case rest == ".db":
			if err := s.keepUnless(s, e.Name(), true); err != nil {
				return err
			}
			if _, err := os.Lstat(filepath.Join(s.copyDir(), e.Name())); err != nil {
				continue // it is kept
			}
		}
		errs = append(errs, os.Remove(filepath.Join(s.copyDir(), e.Name())))
	}
	return errors.Join(errs...)
}

// copyDay splits the name of a daily copy into its day and what follows; the
// day is "" for any other file.
func copyDay(name string) (day, rest string) {
	s, ok := strings.CutPrefix(name, copyPrefix)
	if !ok || len(s) < len("20060102") {
		return "", ""
	}
	day, rest = s[:8], s[8:]
	if _, err := time.Parse("20060102", day); err != nil {
		return "", ""
	}
	return day, rest
}

// newestCopy is the path of the newest daily copy; "" where there is none.
func (s *Store) newestCopy() string {
	if paths := s.copies(); len(paths) > 0 {
		return paths[0]
	}
	return ""
}

func (s *Store) copyDir() string { return filepath.Join(filepath.Dir(s.path), copyFolder) }
