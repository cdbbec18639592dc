package boltfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nianbao/persist"
)

const (
	copyFolder = "backup"
	copyPrefix = "nianbao-" // then YYYYMMDD
	copyOlder  = "-older"   // behind the day, of one that the day's next copy could not take the place of
	keptCopies = 7
	renewed    = time.Hour // from then on the day's copy is made anew
)

// copy is [Store.Copy].
func (f *file) copy(to string, overwrite bool) error {
	if err := f.mayReplace(to, overwrite); err != nil {
		return err
	}
	return f.copyTo(to, func(string) error { return nil })
}

// copyTo writes a copy aside, and gives it its name once it has been looked at.
func (f *file) copyTo(to string, look func(aside string) error) error {
	aside, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".*.tmp")
	if err != nil {
		return explainCopy(to, err)
	}
	defer os.Remove(aside.Name()) // gone already when all went well
	var copyErr error
	viewErr := f.View(func(t persist.Tx) error {
		if err := persist.Known(t); err != nil {
			return err
		}
		whole := t.(*boltTx)
		if err := whole.check(); err != nil {
			return err
		}
		_, copyErr = whole.WriteTo(aside)
		return nil
	})
	// The slow part, with the store free again.
	copyErr = errors.Join(copyErr, aside.Sync(), aside.Chmod(f.mode), aside.Close())
	if viewErr != nil {
		return viewErr
	}
	if copyErr == nil {
		if err := look(aside.Name()); err != nil {
			return err
		}
		copyErr = os.Rename(aside.Name(), to)
		syncDir(filepath.Dir(to))
	}
	return explainCopy(to, copyErr)
}

// mayReplace is why what has a path must not be replaced by a copy; nil where it
// may be, or where nothing has it.
func (f *file) mayReplace(path string, overwrite bool) error {
	const another = "请给备份另起一个名字，或者换一个文件夹"
	info, err := os.Lstat(path)
	if err != nil {
		return nil // making the copy finds out what else may be wrong
	}
	if store, err := os.Stat(f.path); err == nil {
		if other, err := os.Stat(path); err == nil && os.SameFile(store, other) {
			return &persist.Problem{Kind: persist.ErrExists, Text: fmt.Sprintf("%s 就是数据文件本身", path), Advice: another}
		}
	}
	if !info.Mode().IsRegular() {
		return &persist.Problem{Kind: persist.ErrExists, Text: fmt.Sprintf("%s 不是普通文件，备份不能写成它", path), Advice: another}
	}
	if overwrite || f.other(path).View(persist.Known) == nil {
		return nil
	}
	return &persist.Problem{Kind: persist.ErrExists, Text: fmt.Sprintf("%s 已经有了，不是 nianbao 的备份，没有覆盖", path), Advice: another + "；确实要覆盖它，加 --overwrite"}
}

func explainCopy(to string, err error) error {
	p := &persist.Problem{Kind: persist.ErrUnreadable, Text: fmt.Sprintf("备份 %s 没有写成（%v）", to, err), Cause: err,
		Advice: "报告本身已存好；请检查备份文件夹的权限和空间，或者换一个地方备份"}
	switch {
	case err == nil:
		return nil
	case oneOf(err, fullErrnos):
		p.Kind = persist.ErrFull
	case oneOf(err, deniedErrnos):
		p.Kind = persist.ErrReadOnly
	}
	return p
}

// Migrating keeps a copy of a store as an earlier version has it.
func (f *file) Migrating(version int) error {
	return f.copyAs(fmt.Sprintf("%s格式%d-%s.db", copyPrefix, version, f.now().Format("20060102-150405")), func(string) error { return nil })
}

// Saved is when the day's copy is made.
func (f *file) Saved() { f.copyDaily() }

// copyDaily makes the day's copy after a write, and makes it anew after one that
// comes an hour later. It is tried once an hour, so that a full disk doesn't make
// every save slow, and its failure is not the save's: Notices tells of it.
func (f *file) copyDaily() {
	now := f.now()
	f.mu.Lock()
	tried := fresh(f.copyAt, now)
	f.copyAt = now
	f.mu.Unlock()
	if tried {
		return
	}
	at, err := f.copyOf(now)
	f.mu.Lock()
	f.copyAt, f.copyErr = at, err
	f.mu.Unlock()
}

// fresh reports whether a copy that was made then need not be made anew: it is of
// this day, and less than an hour old. A clock that was put back makes it no fresher.
func fresh(then, now time.Time) bool {
	then = then.In(now.Location())
	return then.Format(time.DateOnly) == now.Format(time.DateOnly) && now.Sub(then).Abs() < renewed
}

// notices is [Store.Notices].
func (f *file) notices() (notices []string) {
	if f.network != "" {
		notices = append(notices, onNetwork(f.path, f.network))
	}
	if opened, err := os.OpenFile(f.path, os.O_RDWR, 0); err == nil {
		_ = opened.Close() // nothing was written
	} else if err = f.explain(err, true); errors.Is(err, persist.ErrReadOnly) {
		notices = append(notices, err.Error()+"。可以看，改了存不进去")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.copyErr != nil {
		notices = append(notices, "今天的每日备份没有做成："+f.copyErr.Error())
	}
	return notices
}

// copyOf makes the day's copy unless a fresh one is there, perhaps somebody else's,
// and clears old ones away. It returns when the copy was made or tried.
func (f *file) copyOf(now time.Time) (at time.Time, err error) {
	day := now.Format("20060102")
	name := copyPrefix + day + ".db"
	if info, err := os.Stat(filepath.Join(f.copyDir(), name)); err == nil && fresh(info.ModTime(), now) {
		return info.ModTime(), nil
	}
	err = f.copyAs(name, func(aside string) error {
		copied := f.other(aside)
		if err := copied.store().Intact(); err != nil {
			return &persist.Problem{Kind: persist.ErrDamaged, Text: fmt.Sprintf("数据文件 %s 有损坏，没有拿它换掉以前的备份", f.path), Advice: "请运行 nianbao doctor 看坏在哪里", Cause: err}
		}
		_ = os.Chtimes(aside, now, now) // by the clock that its age is told by
		return f.keepUnless(copied, name, false)
	})
	if err != nil {
		return now, err
	}
	return now, explainCopy(filepath.Join(f.copyDir(), name), f.clearOld(day))
}

// keepUnless renames a daily copy that has something which a newer one lacks: the
// store's file was gone, or an older one is in its place. It is never cleared away.
// One that can't be read may hold anything; old: it would be cleared away by now.
func (f *file) keepUnless(newer *file, name string, old bool) error {
	path := filepath.Join(f.copyDir(), name)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	switch covered, err := newer.store().Covers(f.other(path).store()); {
	case err != nil && old: // a week of good ones has come since
		return nil
	case err == nil && covered:
		return nil
	}
	return explainCopy(path, renameNew(path, free(strings.TrimSuffix(path, ".db")+copyOlder, ".db")))
}

// vanished is the error that the store's file is gone while its daily copies hold
// reports, or may do; nil where there are none, and a new store may begin.
func (f *file) vanished() error {
	gone := func(what, hint string) error {
		return &persist.Problem{Kind: persist.ErrDamaged, Cause: errVanished, Text: fmt.Sprintf("数据文件 %s 不见了；%s", f.path, what),
			Advice: "可能被杀毒、同步软件拿走了：先到隔离区、回收站找一找，放回原处；" + hint + fmt.Sprintf("；确实要从头开始的，先把 %s 改名", f.copyDir())}
	}
	if _, err := os.ReadDir(f.copyDir()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return gone(fmt.Sprintf("备份文件夹 %s 打不开，不知道里面有没有报告", f.copyDir()), "备份文件夹的权限请管理员看一看")
	}
	unread := 0
	for _, path := range f.copies() {
		list, err := f.other(path).store().List()
		if err != nil {
			unread++
		}
		if err != nil || len(list) == 0 {
			continue
		}
		made := filepath.Base(path)
		if info, err := os.Stat(path); err == nil {
			made = persist.Minute(info.ModTime())
		}
		return gone(fmt.Sprintf("%s 的每日备份里有 %d 份报告", made, len(list)), fmt.Sprintf("找不到的，运行 nianbao doctor --use-copy --data %s 换成备份", f.folder()))
	}
	if unread > 0 {
		return gone(fmt.Sprintf("每日备份有 %d 个，无法读取", unread), fmt.Sprintf("找不到的，运行 nianbao doctor --mend --data %s，从备份里救能读的", f.folder()))
	}
	return nil
}

// copyAs makes a copy beside the daily ones.
func (f *file) copyAs(name string, look func(aside string) error) error {
	dir := f.copyDir()
	to := filepath.Join(dir, name)
	if err := os.Mkdir(dir, f.dirMode.Perm()); err == nil {
		err = os.Chmod(dir, f.dirMode) // Mkdir is subject to the umask
		if err != nil {
			return explainCopy(to, err)
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return explainCopy(to, err)
	}
	return f.copyTo(to, look)
}

// clearOld deletes all daily copies but the newest, and what a copy of an
// earlier day left behind when it was killed.
func (f *file) clearOld(today string) error {
	entries, err := os.ReadDir(f.copyDir())
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
			if err := f.keepUnless(f, e.Name(), true); err != nil {
				return err
			}
			if _, err := os.Lstat(filepath.Join(f.copyDir(), e.Name())); err != nil {
				continue // it is kept
			}
		}
		errs = append(errs, os.Remove(filepath.Join(f.copyDir(), e.Name())))
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
func (f *file) newestCopy() string {
	if paths := f.copies(); len(paths) > 0 {
		return paths[0]
	}
	return ""
}

func (f *file) copyDir() string { return filepath.Join(filepath.Dir(f.path), copyFolder) }
