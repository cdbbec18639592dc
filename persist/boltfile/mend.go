package boltfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"nianbao/model"
	"nianbao/persist"
)

// Mend makes a new store of what can be read of a damaged one and, for what
// can't, of the newest daily copy that can. The damaged file is kept under
// another name. A store that is well is left alone. Errors: ErrNotFound,
// ErrBusy, ErrReadOnly, ErrFull and ErrUnreadable; then the damaged file is where
// it was.
func Mend(dir string, who model.Actor, now func() time.Time) (model.Mended, error) {
	if h, f, _, err := damaged(dir, who, now); err == nil && h.onlyLines() {
		relisted, err := f.store().Relist()
		return model.Mended{Relisted: relisted}, err
	}
	r, err := survey(dir, who, now)
	if r == nil {
		return model.Mended{}, err
	}
	if err := r.rebuild(); err != nil {
		return model.Mended{}, err
	}
	return r.Mended, nil
}

// Prospect is what Mend would make of a damaged store; it changes nothing.
// Errors: those of Mend.
func Prospect(dir string, who model.Actor, now func() time.Time) (model.Mended, error) {
	if h, _, _, err := damaged(dir, who, now); err == nil && h.onlyLines() {
		return model.Mended{Relisted: h.wrong()}, nil
	}
	r, err := survey(dir, who, now)
	if r == nil {
		return model.Mended{}, err
	}
	r.Kept = ""
	return r.Mended, nil
}

// UseCopy puts the newest daily copy that can be read in the place of a damaged
// store, which is kept under another name. Older are the copy's reports. A store
// that is well is left alone. Errors: those of Mend, and ErrNotFound when there is
// no such copy.
func UseCopy(dir string, who model.Actor, now func() time.Time) (model.Mended, error) {
	h, f, looked, err := damaged(dir, who, now)
	if f == nil || err != nil {
		return model.Mended{}, err
	}
	i := slices.IndexFunc(h.Copies, func(c CopyHealth) bool { return c.Problem == nil && (c.Reports > 0 || !h.Gone) })
	if i < 0 {
		return model.Mended{}, &persist.Problem{Kind: persist.ErrNotFound, Text: "没有能读的每日备份", Advice: persist.ErrDamaged.Hint()}
	}
	path := h.Copies[i].Path
	list, err := f.other(path).store().List()
	if err != nil {
		return model.Mended{}, err
	}
	m := model.Mended{Kept: f.keptName(), Copied: h.Copies[i].Made, Changed: map[string]string{}}
	if h.Gone {
		m.Kept = ""
	}
	for _, sum := range list {
		m.Older, m.Changed[sum.Report] = append(m.Older, sum.Report), persist.Minute(sum.ChangedAt)
	}
	err = f.replace(looked, m.Kept, func(fresh string) error { return duplicate(path, fresh) })
	return m, err
}

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
func damaged(dir string, who model.Actor, now func() time.Time) (h Health, f *file, looked string, err error) {
	f, err = unopened(dir, who, now)
	if err != nil {
		return h, nil, "", err
	}
	looked, stampErr := f.Stamp()
	h = Examine(dir, who, now)
	if h.Gone {
		stampErr = nil
	}
	if h.Well() || errors.Is(h.Problem, persist.ErrNotFound) {
		return h, nil, "", h.Problem
	}
	for _, other := range []error{persist.ErrBusy, persist.ErrNewer, persist.ErrReadOnly, persist.ErrUnreadable} {
		if errors.Is(h.Problem, other) {
			return h, nil, "", h.Problem // not damage
		}
	}
	f.mode, f.dirMode = modes(filepath.Dir(f.path))
	return h, f, looked, stampErr
}

// mending is a store that is about to be mended: what was found, and what it will
// come to.
type mending struct {
	*file
	*persist.Wreck
	model.Mended
	looked string // the store's stamp when it was
}

// survey finds out what can be mended; nil where nothing is to be.
func survey(dir string, who model.Actor, now func() time.Time) (*mending, error) {
	h, f, looked, err := damaged(dir, who, now)
	if f == nil || err != nil {
		return nil, err
	}
	w, short, err := persist.NewWreck(), false, error(nil)
	if !h.Gone {
		w, short, err = search(h.Path)
	} else if len(h.Copies) > 0 && h.Copies[0].Problem != nil {
		w, short, err = search(h.Copies[0].Path) // what is left of it
	}
	if err != nil {
		return nil, &persist.Problem{Kind: persist.ErrUnreadable, Text: fmt.Sprintf("数据文件 %s 无法读取（%v）", h.Path, err), Cause: err}
	}
	var copies []*persist.Store
	for _, c := range h.Copies {
		if c.Problem == nil {
			copies = append(copies, f.other(c.Path).store())
		}
	}
	all := w.Fill(copies)
	r := &mending{f, w, model.Mended{Kept: f.keptName(), Short: short, Whole: all.Whole, Older: all.Older, Missing: all.Missing, Changed: all.Changed}, looked}
	if h.Gone {
		r.Kept = ""
	}
	return r, nil
}

// rebuild writes the new store and puts it in the old one's place.
func (r *mending) rebuild() error {
	return r.replace(r.looked, r.Kept, func(path string) error {
		fresh := r.other(path)
		fresh.mode = r.mode
		if err := fresh.create(); err != nil {
			return err
		}
		return r.Rebuild(fresh.store())
	})
}

// keptName is what a damaged store is called from now on.
func (f *file) keptName() string {
	return free(filepath.Join(filepath.Dir(f.path), "nianbao-损坏-"+f.now().Format("20060102-150405")), ".db")
}

// replace has a new file made and puts it in the store's place, whose content is
// kept under another name. Nobody saves meanwhile, or has since the file was
// looked at, when this was its stamp: what was saved would be lost.
func (f *file) replace(looked, kept string, make func(path string) error) error {
	dir, err := os.MkdirTemp(filepath.Dir(f.path), ".nianbao-mend-")
	if err != nil {
		return f.explain(err, true)
	}
	defer os.RemoveAll(dir) // what is left there is half a new store
	fresh := filepath.Join(dir, fileName)
	if looked == "" {
		return f.explain(f.begin(fresh, make), true)
	}
	letGo, err := seize(f.path, f.wait)
	if err != nil {
		return f.explain(err, true)
	}
	defer letGo()
	if now, err := f.Stamp(); err != nil {
		return err
	} else if now != looked {
		return &persist.Problem{Kind: persist.ErrBusy, Text: fmt.Sprintf("数据文件 %s 刚被另一个程序改过", f.path), Advice: "请让大家都退出 nianbao，再做一次"}
	}
	if err := make(fresh); err != nil {
		return f.explain(err, true)
	}
	info, err := os.Stat(f.path)
	if err == nil {
		// The old one's, but never less than the folder's users need.
		err = os.Chmod(fresh, info.Mode().Perm()|f.mode)
	}
	if err == nil {
		err = os.Link(f.path, kept) // both names until the new file is in place
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = renameNew(f.path, kept) // no hard links here: FAT, some network shares
		}
	}
	if err == nil {
		err = os.Rename(fresh, f.path)
	}
	syncDir(filepath.Dir(f.path))
	return f.explain(err, true)
}

// begin has a new file made where there is none.
func (f *file) begin(fresh string, make func(path string) error) error {
	if err := errors.Join(make(fresh), os.Chmod(fresh, f.mode)); err != nil {
		return err
	}
	err := os.Link(fresh, f.path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = renameNew(fresh, f.path) // no hard links here: FAT, some network shares
	}
	syncDir(filepath.Dir(f.path))
	if errors.Is(err, fs.ErrExist) {
		return &persist.Problem{Kind: persist.ErrBusy, Text: fmt.Sprintf("数据文件 %s 又有了，没有动它", f.path), Advice: "请再打开一次看看", Cause: err}
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
