package persist

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
)

// List sums every report up, the latest year first, then by unit. Errors: the
// backend's.
func (s *Store) List() ([]model.Summary, error) {
	var list []model.Summary
	err := s.view(func(t *tx) error {
		list = []model.Summary{}
		for k, v := range t.Scan(bucketSummaries, nil) {
			sum, err := decodeSummary(k, v)
			if err != nil {
				return err
			}
			list = append(list, sum)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b model.Summary) int {
		return cmp.Or(b.Year-a.Year, cmp.Compare(a.Unit, b.Unit))
	})
	return list, nil
}

// Deleted lists what Undelete can bring back, what was deleted last first.
// Errors: the backend's.
func (s *Store) Deleted() ([]model.Deleted, error) {
	var list []model.Deleted
	err := s.view(func(t *tx) error {
		list = []model.Deleted{}
		for k, v := range t.Scan(bucketTrash, nil) {
			sum, err := decodeSummary(k, v)
			if err != nil {
				return err
			}
			was := model.Deleted{Summary: sum, Actor: model.Actor{User: sum.ChangedBy}, At: sum.ChangedAt}
			tail, err := t.logTail(idOf(k), 1) // nothing comes after the deletion
			if err != nil {
				return err
			}
			if len(tail) > 0 {
				was.Actor, was.At = tail[0].Actor, tail[0].At
			}
			list = append(list, was)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(list, func(a, b model.Deleted) int { return b.At.Compare(a.At) })
	return list, nil
}

// Load reads the newest revision of the report of that name (单位-年度).
// Errors: ErrNotFound, and the backend's.
func (s *Store) Load(name string) (r *model.Report, err error) {
	err = s.view(func(t *tx) error {
		r, err = t.load(name)
		return err
	})
	return r, err
}

func (t *tx) load(name string) (*model.Report, error) {
	id := t.Get(bucketNames, []byte(name))
	if id == nil {
		return nil, noName(name)
	}
	r, err := t.current(idOf(id))
	if err == nil && r.Name() != name {
		return nil, broken(fmt.Errorf("%s leads to %s", name, r.Name()))
	}
	return r, err
}

// LoadAll is Load for many: the transaction lasts no longer than it takes
// to copy the records. Each name has a report or an error.
func (s *Store) LoadAll(names []string) ([]*model.Report, []error) {
	reports, errs := make([]*model.Report, len(names)), make([]error, len(names))
	ids, records := make([]uint64, len(names)), make([]record, len(names))
	err := s.view(func(t *tx) error {
		clear(records)
		clear(errs)
		for i, name := range names {
			id := t.Get(bucketNames, []byte(name))
			if id == nil {
				errs[i] = noName(name)
				continue
			}
			ids[i] = idOf(id)
			for k, v := range t.ScanBack(bucketRevisions, key(ids[i])) {
				records[i] = record{second(k), bytes.Clone(v)}
				break
			}
		}
		return nil
	})
	model.Parallel(len(names), func(i int) {
		if err != nil {
			errs[i] = err
		} else if errs[i] == nil {
			reports[i], errs[i] = records[i].report(ids[i])
			errs[i] = s.backend.Explain(errs[i])
		}
	})
	return reports, errs
}

// Reload reads the newest revision of a report by its ID. Errors: ErrNotFound,
// also when it was deleted, and the backend's.
func (s *Store) Reload(id string) (r *model.Report, err error) {
	err = s.view(func(t *tx) error {
		r, err = t.current(parseID(id))
		return err
	})
	return r, err
}

// Create stores a new report as revision 1 and returns the stored copy, with
// its ID. The label says in the log how it came about. Errors: ErrExists,
// ErrReadOnly, ErrFull, and the backend's.
func (s *Store) Create(r *model.Report, label string) (stored *model.Report, err error) {
	draft, err := newDraft(r, 1)
	if err != nil {
		return nil, err
	}
	made, err := draft.ready(label)
	if err != nil {
		return nil, err
	}
	err = s.update(func(t *tx) error {
		stored, err = t.create(&made)
		return err
	})
	return stored, err
}

// Save stores what has become of a report: r.ID and r.Revision name the stored
// revision that the edits build on, and the new revision is returned. Each edit
// is an entry in the log. Errors: ErrUnsure, with the revision, when it is saved and
// the disk fails; ErrConflict when the store has another revision, ErrExists when unit or year were changed to another report's,
// ErrNotFound when it was deleted, ErrReadOnly, ErrFull, and the backend's.
func (s *Store) Save(r *model.Report, edits []model.Edit) (int, error) {
	return s.Merge(r, edits, "", func(*model.Report) (*model.Report, []model.Edit) { return nil, nil })
}

// Delete takes a report out of the list; Undelete brings it back. Errors:
// ErrNotFound, ErrFinal, ErrReadOnly, ErrFull, and the backend's.
func (s *Store) Delete(id string) error {
	return s.update(func(t *tx) error { return t.remove(parseID(id)) })
}

// Undelete brings a deleted report back, under its name or, where that was taken
// meanwhile, with its unit's name changed, and returns the name. Errors: ErrNotFound
// when it isn't in the trash, ErrReadOnly, ErrFull, and the backend's.
func (s *Store) Undelete(id string) (name string, err error) {
	err = s.update(func(t *tx) error {
		name, err = t.undelete(parseID(id))
		return err
	})
	return name, err
}

// MarkExported notes in the log that a revision was written out. If it was
// finished, no draft, and is the stored revision, and it has no errors, the list shows the report as
// exported until it is saved again. The sums of the files are kept; see
// ExportedSums. Errors: ErrNotFound, ErrReadOnly, ErrFull, and the backend's.
func (s *Store) MarkExported(id string, revision int, label string, finished bool, sums []string) error {
	return s.update(func(t *tx) error {
		if err := t.markExported(parseID(id), revision, label, finished); err != nil {
			return err
		}
		return t.keepSums(parseID(id), sums)
	})
}

// What the log calls taking a report out of the list, and bringing it back.
const (
	labelDeleted   = "删除报告"
	labelUndeleted = "恢复已删除的报告"
)

// keptSums is how many sums of exported files are kept of a report.
const keptSums = 200

// ExportedSums are the sums of the report's files that were written last, the
// oldest first: a file with one of them is as it was written. Errors: the
// backend's.
func (s *Store) ExportedSums(id string) (sums []string, err error) {
	err = s.view(func(t *tx) error {
		sums = strings.Fields(string(t.Get(bucketExports, key(parseID(id)))))
		return nil
	})
	return sums, err
}

// keepSums appends to the sums of a report's exported files.
func (t *tx) keepSums(id uint64, sums []string) error {
	all := append(strings.Fields(string(t.Get(bucketExports, key(id)))), sums...)
	return t.Put(bucketExports, key(id), []byte(strings.Join(all[max(len(all)-keptSums, 0):], " ")))
}

// draft is a report made ready for storing as far as that goes without the
// store: the findings are counted beside last year's report in it.
type draft struct {
	report *model.Report
	body   []byte
}

func newDraft(r *model.Report, revision int) (*draft, error) {
	next := *r // nothing below the top is written to
	next.Revision = revision
	body, err := encodeReport(&next)
	if err != nil {
		return nil, err
	}
	return &draft{&next, body}, nil
}

func (t *tx) create(n *ready) (*model.Report, error) {
	id, err := t.add(n)
	if err != nil {
		return nil, err
	}
	return t.current(id)
}

// freeNumber is a new report's. It is drawn, so that where another store takes this
// one's place, nobody who has a report open saves it into another unit's.
func (t *tx) freeNumber() uint64 {
	for {
		id := rand.Uint64N(math.MaxUint64) // one less than the most: what follows it has to be a number
		if id != 0 && t.Get(bucketSummaries, key(id)) == nil && t.Get(bucketTrash, key(id)) == nil {
			return id
		}
	}
}

func (t *tx) save(d *draft, edits []model.Edit) error {
	id := parseID(d.report.ID)
	now, err := t.summary(id)
	if err != nil {
		return err
	}
	if now.Revision != d.report.Revision-1 {
		return conflict(now)
	}
	if now.Report != d.report.Name() {
		if err := t.takeName(d.report.Name(), id); err != nil {
			return err
		}
		if err := t.Delete(bucketNames, []byte(now.Report)); err != nil {
			return err
		}
	}
	sameAct, err := t.logEdits(id, d.report.Revision, edits)
	if err != nil {
		return err
	}
	if err := t.put(id, d, sameAct); err != nil {
		return err
	}
	if err := t.pin(d.report, edits); err != nil {
		return err
	}
	if now.Report != d.report.Name() {
		if err := t.recount(following(now.Unit, now.Year)); err != nil {
			return err
		}
	}
	if next := t.named(following(d.report.Unit, d.report.Year)); next != nil {
		return t.recountBeside(next, d.report)
	}
	return nil
}

// put writes a draft's summary and snapshot.
func (t *tx) put(id uint64, d *draft, replace bool) error {
	sum := check.Summarize(d.report, t.named(lastName(d.report)))
	sum.ChangedAt, sum.ChangedBy = t.at, t.who.User
	if err := t.putSummary(id, sum); err != nil {
		return err
	}
	return t.keep(id, snapshot{uint64(sum.Revision), d.body}, replace)
}

func (t *tx) markExported(id uint64, revision int, label string, finished bool) error {
	sum, err := t.summary(id)
	if err != nil {
		return err
	}
	if finished && sum.Revision == revision && sum.State == model.Ready {
		sum.State = model.Exported
		if err := t.putSummary(id, sum); err != nil {
			return err
		}
	}
	return t.logAct(id, revision, label)
}

func (t *tx) remove(id uint64) error {
	sum, err := t.summary(id)
	switch {
	case err != nil:
		return err
	case sum.State == model.Final:
		return final(sum.Report)
	}
	if err := t.Delete(bucketNames, []byte(sum.Report)); err != nil {
		return err
	}
	if err := t.moveSummary(bucketSummaries, bucketTrash, id); err != nil {
		return err
	}
	if err := t.recount(following(sum.Unit, sum.Year)); err != nil {
		return err
	}
	return t.logAct(id, sum.Revision, labelDeleted)
}

func (t *tx) undelete(id uint64) (name string, err error) {
	data := t.Get(bucketTrash, key(id))
	if data == nil {
		return "", noReport()
	}
	sum, err := decodeSummary(key(id), data)
	if err != nil {
		return "", err
	}
	if err := t.moveSummary(bucketTrash, bucketSummaries, id); err != nil {
		return "", err
	}
	if t.Get(bucketNames, []byte(sum.Report)) != nil {
		return t.undeleteAs(id, t.freeUnit(sum))
	}
	if err := t.takeName(sum.Report, id); err != nil {
		return "", err
	}
	for _, name := range []string{sum.Report, following(sum.Unit, sum.Year)} {
		if err := t.recount(name); err != nil {
			return "", err
		}
	}
	return sum.Report, t.logAct(id, sum.Revision, labelUndeleted)
}

// freeUnit is a unit's name, marked as brought back, that no other report of the
// year has.
func (t *tx) freeUnit(sum model.Summary) string {
	for n := 1; ; n++ {
		mark := "（恢复）"
		if n > 1 {
			mark = fmt.Sprintf("（恢复%d）", n)
		}
		unit := sum.Unit + mark
		for plain := []rune(sum.Unit); model.CheckUnit(unit) != nil && len(plain) > 1; unit = string(plain) + mark {
			plain = plain[:len(plain)-1] // it was as long as it may be
		}
		if t.Get(bucketNames, []byte(model.ReportName(unit, sum.Year))) == nil {
			return unit
		}
	}
}

// undeleteAs gives a report that was brought back another unit's name.
func (t *tx) undeleteAs(id uint64, unit string) (name string, err error) {
	r, err := t.current(id)
	if err != nil {
		return "", err
	}
	e := model.SetField(r, model.FieldUnit, unit)
	e.Label = labelUndeleted + "，原来的名称已有另一份"
	s := model.NewSession(r, "")
	if err := s.Apply(e); err != nil {
		return "", err
	}
	d, err := newDraft(s.Report(), r.Revision+1)
	if err != nil {
		return "", err
	}
	name = d.report.Name()
	if err := t.takeName(name, id); err != nil {
		return "", err
	}
	if _, err := t.logEdits(id, d.report.Revision, []model.Edit{e}); err != nil {
		return "", err
	}
	if err := t.put(id, d, false); err != nil {
		return "", err
	}
	return name, t.recount(following(unit, d.report.Year))
}

// takeName gives a report its name, unless another has it.
func (t *tx) takeName(name string, id uint64) error {
	if t.Get(bucketNames, []byte(name)) != nil {
		return nameTaken(name)
	}
	return t.Put(bucketNames, []byte(name), key(id))
}

// summary reads the summary of a report that is in the list.
func (t *tx) summary(id uint64) (model.Summary, error) {
	if data := t.Get(bucketSummaries, key(id)); data != nil {
		return decodeSummary(key(id), data)
	}
	data := t.Get(bucketTrash, key(id))
	if data == nil {
		return model.Summary{}, noReport()
	}
	was, err := decodeSummary(key(id), data)
	if err != nil {
		return model.Summary{}, err
	}
	return model.Summary{}, deleted(was)
}

// exists makes sure that there is such a report, deleted or not.
func (t *tx) exists(id uint64) error {
	if t.Get(bucketSummaries, key(id)) == nil && t.Get(bucketTrash, key(id)) == nil {
		return noReport()
	}
	return nil
}

func (t *tx) putSummary(id uint64, sum model.Summary) error {
	data, err := json.Marshal(sum)
	if err != nil {
		return err
	}
	return t.Put(bucketSummaries, key(id), data)
}

// moveSummary moves a report into or out of the trash.
func (t *tx) moveSummary(from, to string, id uint64) error {
	data := slices.Clone(t.Get(from, key(id)))
	if err := t.Put(to, key(id), data); err != nil {
		return err
	}
	return t.Delete(from, key(id))
}

func decodeSummary(k, data []byte) (model.Summary, error) {
	var sum model.Summary
	if err := json.Unmarshal(data, &sum); err != nil {
		return sum, broken(err)
	}
	sum.ID = formatID(idOf(k))
	return sum, nil
}
