package collecting

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// Adding is a sum to be, and which units it has.
type Adding struct {
	*rollup.Sum
	Added, Missing, Faulty []string // names; Faulty are all that have sent and aren't accepted
	Later                  []string // of those added, which have been changed since
	// Known is what adding up has shown of the reports, for [backend.SourcesOf].
	Known *check.Sources
}

// Whole reports that no unit lacks.
func (a *Adding) Whole() bool { return len(a.Missing)+len(a.Faulty) == 0 }

// AddUp adds up what is accepted: where few have changed, from the sum that there is. Nothing is
// changed: Edit is for the caller to make.
func (x *Collector) AddUp() (*Adding, error) {
	if err := x.Collectors.Check(); err != nil {
		return nil, err
	}
	sum, off, on := rollup.Resume(x.Report)
	a := &Adding{Added: []string{}, Missing: []string{}, Faulty: []string{}, Known: check.NewSources(x.Report)}
	if x.verified(off, nil, sum.TakeOff) != nil { // what was added is there no more
		sum, on = rollup.NewSum(x.Form), rollup.AcceptedSources(x.Report)
	}
	if err := x.verified(on, a.Known, sum.AddAs); err != nil {
		return nil, err
	}
	a.Sum = sum
	for _, l := range x.Listed() {
		switch {
		case !rollup.Due(l.ListedUnit, x.Year) || l.State == rollup.Excused:
		case x.Reviews[l.Name].Word == model.WordAccepted:
			a.Added = append(a.Added, l.Name)
			if l.State != rollup.Accepted {
				a.Later = append(a.Later, l.Name)
			}
		case l.State == rollup.Missing:
			a.Missing = append(a.Missing, l.Name)
		default:
			a.Faulty = append(a.Faulty, l.Name)
		}
	}
	return a, nil
}

// Sources are the reports that a sum was added up of, as they were.
func (o *Office) Sources(r *model.Report) (*check.Sources, error) {
	of := check.NewSources(r)
	return of, o.verified(r.Sources, of, func(model.Source, *model.Report) {})
}

// verified does something with accepted reports, one after the other, and adds them to what is
// known, to nothing for nil. Error: one that can't be had as it was accepted.
func (o *Office) verified(sources []model.Source, of *check.Sources, do func(model.Source, *model.Report)) error {
	var mu sync.Mutex
	wrong := map[string]error{}
	missed := backend.EachSource(o.Store, sources, func(s model.Source, r, last *model.Report) {
		right := r.Seal() == s.Checksum
		if right && of != nil {
			of.Add(s.Unit, r, last)
		}
		mu.Lock()
		defer mu.Unlock()
		if right {
			do(s, r)
		} else {
			wrong[s.Unit] = backend.Usage("请重新看一看，再接收", "%s 的报告和接收的时候不一样了", s.Unit)
		}
	})
	for unit, err := range missed {
		wrong[unit] = fmt.Errorf("%s 接收的那一稿无法读取：%w", unit, err)
	}
	for _, unit := range slices.Sorted(maps.Keys(wrong)) {
		return wrong[unit]
	}
	return nil
}
