package persist

import (
	"bytes"
	"errors"
	"sync"

	"nianbao/model"
)

// A report is checked with the same unit's of the year before, so what the list
// shows of it depends on both.

// following is the name of the report of the year after.
func following(sum model.Summary) string { return model.ReportName(sum.Unit, sum.Year+1) }

// lastName is the name of the report of the year before.
func lastName(r *model.Report) string { return model.ReportName(r.Unit, r.Year-1) }

// recount counts the findings of the report of that name anew, where there is
// one; nobody has changed it. One that was exported stays so unless it has
// errors now.
func (t *tx) recount(name string) error {
	key := t.Bucket(bucketNames).Get([]byte(name))
	if key == nil {
		return nil
	}
	id := idOf(key)
	was, err := t.summary(id)
	if err != nil {
		return err
	}
	r, err := t.named(name)
	if err != nil || r == nil {
		return err
	}
	last, err := t.named(lastName(r))
	if err != nil {
		return err
	}
	sum := model.Summarize(r, last)
	sum.Revision, sum.ChangedAt, sum.ChangedBy = was.Revision, was.ChangedAt, was.ChangedBy
	if was.State == model.Exported && sum.Errors == 0 {
		sum.State = model.Exported
	}
	if sum == was {
		return nil
	}
	return t.putSummary(id, sum)
}

// named is the newest revision of the report of that name, to be read only; nil
// where there is none, or where only a later program can read it: that must not
// keep others from being saved.
func (t *tx) named(name string) (*model.Report, error) {
	id := t.Bucket(bucketNames).Get([]byte(name))
	if id == nil {
		return nil, nil
	}
	var newest record
	for k, v := range backward(t.Bucket(bucketRevisions), idOf(id)) {
		newest = record{second(k), v}
		break
	}
	if r := t.kin.of(name, newest.packed); r != nil {
		return r, nil
	}
	r, err := newest.report(idOf(id))
	if errors.Is(err, ErrNewer) {
		return nil, nil
	}
	if err == nil {
		t.kin.keep(name, newest.packed, r)
	}
	return r, err
}

// kin remembers reports that were read beside others, by name, with the bytes
// that they were read from: saves follow upon each other with every pause in
// typing, and last year's report is the same each time.
type kin struct {
	mu   sync.Mutex
	read map[string]relative
}

type relative struct {
	packed []byte
	report *model.Report
}

// maxKin bounds what is remembered.
const maxKin = 16

// of is the report of that name if it is still made of those bytes.
func (k *kin) of(name string, packed []byte) *model.Report {
	k.mu.Lock()
	defer k.mu.Unlock()
	if x, ok := k.read[name]; ok && bytes.Equal(x.packed, packed) {
		return x.report
	}
	return nil
}

// last is what is remembered of the year before a report; nil for nothing.
func (k *kin) last(r *model.Report) *model.Report {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.read[lastName(r)].report
}

func (k *kin) keep(name string, packed []byte, r *model.Report) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read == nil || len(k.read) >= maxKin {
		k.read = map[string]relative{}
	}
	k.read[name] = relative{bytes.Clone(packed), r}
}
