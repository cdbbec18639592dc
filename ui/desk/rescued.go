package desk

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
)

// SeenPrefix is how rescue files begin that were seen to, which stay.
const SeenPrefix = "已处理-"

// maxRescue bounds a rescue file that is read, in bytes.
const maxRescue = 16 << 20

// RescueFiles are this user's rescue files that wait, the oldest first.
func RescueFiles(dirs []string, user string) (paths []string) {
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // nothing was written there, then
		}
		for _, e := range entries {
			rescued := strings.HasPrefix(e.Name(), RescuePrefix) && filepath.Ext(e.Name()) == ".json"
			if !rescued || !e.Type().IsRegular() || !strings.Contains(e.Name(), "-"+Signed(user)+"-") {
				continue
			}
			path := filepath.Join(dir, e.Name())
			if info, err := e.Info(); err == nil && mine(info) && !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(filepath.Base(a), filepath.Base(b)) })
	return paths
}

// Rescued is a rescue file beside the store's report.
type Rescued struct {
	Path string
	File *model.Report
	*model.Rescue
	Latest  *model.Report // the report that it belongs to; nil where that is gone
	Entries []model.LogEntry
	Trashed *model.Deleted // where it is gone: how it was deleted; nil where nobody knows
	Another *model.Report  // where it is gone: what has its name by now; nil for none
}

// ReadRescued reads a rescue file, and the report that it belongs to: that of its
// number, whatever it is called by now. One of its name only is another.
func ReadRescued(store backend.Store, path string) (*Rescued, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxRescue))
	if err != nil {
		return nil, err
	}
	x := &Rescued{Path: path}
	if x.File, x.Rescue, err = model.DecodeRescue(data); err != nil {
		return nil, err
	}
	x.Latest, err = store.Reload(x.Report)
	switch backend.Code(err) {
	case "":
		x.Entries, err = store.Log(x.Latest.ID)
	case model.CodeNotFound:
		err = x.orphaned(store)
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// orphaned finds out what has become of the report.
func (x *Rescued) orphaned(store backend.Store) error {
	deleted, err := store.Deleted()
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(deleted, func(d model.Deleted) bool { return d.ID == x.Report }); i >= 0 {
		x.Trashed = &deleted[i]
	}
	if x.Another, err = store.Load(x.File.Name()); backend.Code(err) == model.CodeNotFound {
		return nil
	}
	return err
}

// Create stores the file as a new report, the one that it was being gone: where another
// has its name by now, under a changed one.
func (x *Rescued) Create(store backend.Store) error {
	const label = "找回没有保存的改动，存为新报告"
	unit := x.File.Unit
	_, err := store.Create(x.File, label)
	for n := 1; backend.Code(err) == model.CodeExists && n < 100; n++ {
		if x.File.Unit = unit + "（找回）"; n > 1 {
			x.File.Unit = fmt.Sprintf("%s（找回%d）", unit, n)
		}
		_, err = store.Create(x.File, label)
	}
	if err != nil {
		x.File.Unit = unit
	}
	return err
}

// SetAside gives a rescue file that has been seen to another name.
func SetAside(path string) error {
	if os.Rename(path, filepath.Join(filepath.Dir(path), SeenPrefix+strings.TrimPrefix(filepath.Base(path), RescuePrefix))) != nil {
		return backend.Usage("请自己把它移开，否则下次还会问", "救援文件 %s 改不了名", path)
	}
	return nil
}
