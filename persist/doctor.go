package persist

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/model"
)

// Health is what state a store is in.
type Health struct {
	Path    string
	Size    int64
	Problem error // why the store can't be used as it is; nil for none
	Gone    bool  // there is no file, and daily copies hold reports
	Reports []ReportHealth
	Copies  []CopyHealth // the daily copies, the newest first
	Notices []string     // what else its users should know, a Chinese sentence each
	AtWork  []string     // who has a report open
}

// ReportHealth is the state of one report. What is wrong is a Chinese sentence,
// "" for nothing; Line: with its line in the list only.
type ReportHealth struct {
	Name     string
	Revision int
	Wrong    string
	Line     bool
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
	return h.Problem == nil && !slices.ContainsFunc(h.Reports, func(r ReportHealth) bool { return r.Wrong != "" })
}

// onlyLines reports whether all that is wrong are lines of the list.
func (h *Health) onlyLines() bool {
	return h.Problem == nil && !h.Well() && !slices.ContainsFunc(h.Reports, func(r ReportHealth) bool { return r.Wrong != "" && !r.Line })
}

// wrong names the reports with which something is wrong.
func (h *Health) wrong() (names []string) {
	for _, r := range h.Reports {
		if r.Wrong != "" {
			names = append(names, r.Name)
		}
	}
	return names
}

// Examine reads everything in the store of a folder, and its daily copies, and
// changes nothing. It checks that every record is there and in order, that each
// report's last revision can be read, that its log is whole and leads there, and that
// the list and the names say of each what they should.
func Examine(dir string, who model.Actor, now func() time.Time) Health {
	s, err := unopened(dir, who, now)
	if err != nil {
		return Health{Path: dir, Problem: err}
	}
	h := Health{Path: s.path}
	if kind := networkKind(filepath.Dir(s.path)); kind != "" {
		h.Notices = append(h.Notices, onNetwork(s.path, kind))
	}
	info, err := os.Stat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && s.vanished() != nil:
		h.Problem, h.Gone = s.vanished(), true
	case errors.Is(err, fs.ErrNotExist):
		h.Problem = &problem{Kind: ErrNotFound, text: "这个文件夹里还没有数据文件：" + s.path, hint: "还没有用过的不用管；数据在别处的，用 --data 指明文件夹", cause: err}
	case err != nil:
		h.Problem = s.explain(err, false)
	default:
		h.Size = info.Size()
		h.Problem = s.view(func(t *tx) error { return t.examine(&h) })
	}
	h.AtWork = s.atWork()
	for _, copyPath := range s.copies() {
		day, _ := copyDay(filepath.Base(copyPath))
		c := CopyHealth{Path: copyPath, Day: day[:4] + "-" + day[4:6] + "-" + day[6:]}
		if info, err := os.Stat(copyPath); err == nil {
			c.Made = minute(info.ModTime())
		}
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
		if day, rest := copyDay(e.Name()); day != "" && (rest == ".db" || strings.HasPrefix(rest, copyOlder)) {
			paths = append(paths, filepath.Join(s.copyDir(), e.Name()))
		}
	}
	return paths
}

// records reads every record, and checks that they are in order. bbolt's own Check
// runs on a goroutine of its own, where a fault of the memory map ends the program.
func (t *tx) records() error {
	return t.ForEach(func(_ []byte, b *bolt.Bucket) error {
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
}

// intact checks every record, and the last revision of each report by its checksum:
// what examine does without the slow part of it, which is decoding them.
func (t *tx) intact() error {
	if err := t.records(); err != nil {
		return err
	}
	return t.Bucket(bucketSummaries).ForEach(func(k, _ []byte) error {
		_, err := t.last(idOf(k))
		return err
	})
}

// examine checks what transact has not: every record, and each report.
func (t *tx) examine(h *Health) error {
	if err := t.records(); err != nil {
		return err
	}
	return t.Bucket(bucketSummaries).ForEach(func(k, v []byte) error {
		sum, err := decodeSummary(k, v)
		if err != nil {
			h.Reports = append(h.Reports, ReportHealth{Name: "（名称读不出来）", Wrong: "列表里的一行读不出来"})
			return nil
		}
		r := ReportHealth{Name: sum.Report, Revision: sum.Revision}
		if is, err := t.current(idOf(k)); err != nil {
			r.Wrong = "最后一稿读不出来"
		} else if wrong := t.examineLog(idOf(k), is.Revision); wrong != "" {
			r.Wrong = wrong
		} else {
			r.Wrong = t.examineLine(is, sum)
			r.Line = r.Wrong != ""
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
