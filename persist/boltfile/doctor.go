package boltfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nianbao/model"
	"nianbao/persist"
)

// Health is what state a store is in.
type Health struct {
	Path    string
	Size    int64
	Problem error // why the store can't be used as it is; nil for none
	Gone    bool  // there is no file, and daily copies hold reports
	Reports []model.ReportHealth
	Copies  []CopyHealth // the daily copies, the newest first
	Notices []string     // what else its users should know, a Chinese sentence each
	AtWork  []string     // who has a report open
}

// CopyHealth is the state of a daily copy.
type CopyHealth struct {
	Day     string // 2026-01-31
	Made    string // 2026-01-31 15:04
	Path    string
	Reports int
	Problem error
}

// Well reports whether nothing is wrong with the store itself.
func (h *Health) Well() bool {
	return h.Problem == nil && !slices.ContainsFunc(h.Reports, func(r model.ReportHealth) bool { return r.Wrong != "" })
}

// onlyLines reports whether all that is wrong are lines of the list.
func (h *Health) onlyLines() bool {
	return h.Problem == nil && !h.Well() && !slices.ContainsFunc(h.Reports, func(r model.ReportHealth) bool { return r.Wrong != "" && !r.Line })
}

// wrong names the reports with which something is wrong.
func (h *Health) wrong() (names []string) {
	for _, r := range h.Reports {
		if r.Wrong != "" {
			names = append(names, r.Report)
		}
	}
	return names
}

// Examine reads everything in the store of a folder, and its daily copies, and
// changes nothing. It checks that every record is there and in order, that each
// report's last revision can be read, that its log is whole and leads there, and that
// the list and the names say of each what they should. bbolt's own Check runs on a
// goroutine of its own, where a fault of the memory map would end the program.
func Examine(dir string, who model.Actor, now func() time.Time) Health {
	f, err := unopened(dir, who, now)
	if err != nil {
		return Health{Path: dir, Problem: err}
	}
	h := Health{Path: f.path}
	if kind := networkKind(filepath.Dir(f.path)); kind != "" {
		h.Notices = append(h.Notices, onNetwork(f.path, kind))
	}
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && f.vanished() != nil:
		h.Problem, h.Gone = f.vanished(), true
	case errors.Is(err, fs.ErrNotExist):
		h.Problem = &persist.Problem{Kind: persist.ErrNotFound, Text: "这个文件夹里还没有数据文件：" + f.path, Advice: "还没有用过的不用管；数据在别处的，用 --data 指明文件夹", Cause: err}
	case err != nil:
		h.Problem = f.explain(err, false)
	default:
		h.Size = info.Size()
		h.Reports, h.Problem = f.store().Examine()
	}
	h.AtWork = f.atWork()
	for _, copyPath := range f.copies() {
		day, _ := copyDay(filepath.Base(copyPath))
		c := CopyHealth{Path: copyPath, Day: day[:4] + "-" + day[4:6] + "-" + day[6:]}
		if info, err := os.Stat(copyPath); err == nil {
			c.Made = persist.Minute(info.ModTime())
		}
		list, err := f.other(copyPath).store().List()
		c.Reports, c.Problem = len(list), err
		h.Copies = append(h.Copies, c)
	}
	return h
}

// copies are the paths of the daily copies, the newest first.
func (f *file) copies() (paths []string) {
	entries, err := os.ReadDir(f.copyDir())
	if err != nil {
		return nil // most likely there is no such folder
	}
	for _, e := range slices.Backward(entries) {
		if day, rest := copyDay(e.Name()); day != "" && (rest == ".db" || strings.HasPrefix(rest, copyOlder)) {
			paths = append(paths, filepath.Join(f.copyDir(), e.Name()))
		}
	}
	return paths
}
