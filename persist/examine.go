package persist

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"

	"nianbao/model"
)

// Examine reads everything in the store and changes nothing. It checks that every
// record is there and in order, that each report's last revision can be read, that
// its log is whole and leads there, and that the list and the names say of each what
// they should. Errors: the backend's.
func (s *Store) Examine() (reports []model.ReportHealth, err error) {
	err = s.view(func(t *tx) (err error) {
		reports, err = t.examine()
		return err
	})
	return reports, err
}

// Intact checks every record, and the last revision of each report by its checksum:
// what Examine does without the slow part of it, which is decoding them. Errors: the
// backend's.
func (s *Store) Intact() error {
	return s.view(func(t *tx) error {
		if err := t.records(); err != nil {
			return err
		}
		for k := range t.Scan(bucketSummaries, nil) {
			if _, err := t.last(idOf(k)); err != nil {
				return err
			}
		}
		return nil
	})
}

// records reads every record, and checks that they are in order.
func (t *tx) records() error {
	for _, bucket := range buckets {
		var last []byte
		for k, v := range t.Scan(bucket, nil) {
			if bytes.Compare(last, k) >= 0 && last != nil {
				return broken(errors.New("keys out of order"))
			}
			last = append(last[:0], k...)
			crc32.ChecksumIEEE(v) // reads all of it: what a file lacks faults here
		}
	}
	return nil
}

func (t *tx) examine() (reports []model.ReportHealth, err error) {
	if err := t.records(); err != nil {
		return nil, err
	}
	for k, v := range t.Scan(bucketSummaries, nil) {
		sum, err := decodeSummary(k, v)
		if err != nil {
			reports = append(reports, model.ReportHealth{Report: "（名称无法读取）", Wrong: "列表里的一行无法读取"})
			continue
		}
		r := model.ReportHealth{Report: sum.Report, Revision: sum.Revision}
		if is, err := t.current(idOf(k)); err != nil {
			r.Wrong = "最后一稿无法读取"
		} else if wrong := t.examineLog(idOf(k), is.Revision); wrong != "" {
			r.Wrong = wrong
		} else {
			r.Wrong = t.examineLine(is, sum)
			r.Line = r.Wrong != ""
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// examineLog checks that a report's log is whole and ends with its revision.
func (t *tx) examineLog(id uint64, revision int) string {
	tail, err := t.logTail(id, 0)
	if err != nil {
		return "修改记录无法读取"
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

// Covers reports whether a store has each report that an earlier copy of it has, in
// no older revision and with the same past. Errors: the backend's.
func (s *Store) Covers(copied *Store) (bool, error) {
	var past map[uint64][]logged // the last two entries of each report's log
	err := copied.view(func(t *tx) error {
		past = map[uint64][]logged{}
		return t.everyReport(func(id uint64) error {
			tail, err := t.logTail(id, 2)
			past[id] = tail
			return err
		})
	})
	if err != nil {
		return false, err
	}
	var covered bool
	err = s.view(func(t *tx) error {
		left := maps.Clone(past)
		covered = true
		err := t.everyReport(func(id uint64) error {
			tail := left[id]
			delete(left, id)
			for i, was := range tail {
				is, err := t.logEntry(id, was.number)
				same := err == nil && is.At.Equal(was.At)
				longer := is.EditID == was.EditID && is.Revision >= was.Revision
				goesOn := i == 0 && err == nil && longer
				covered = covered && (same || goesOn)
			}
			return nil
		})
		covered = covered && len(left) == 0
		return err
	})
	return covered, err
}

// everyReport walks the reports, deleted ones too.
func (t *tx) everyReport(do func(id uint64) error) error {
	for _, bucket := range []string{bucketSummaries, bucketTrash} {
		for k := range t.Scan(bucket, nil) {
			if err := do(idOf(k)); err != nil {
				return err
			}
		}
	}
	return nil
}
