package backend

import (
	"nianbao/model"
	"nianbao/model/check"
)

// atOnce is how many reports are held at a time where there may be thousands.
const atOnce = 256

// EachSource gives the reports in a collector's sum as they are in it, and the same units' of
// the year before, nil where there is none; several at once, in no order. Only a few hundred
// are held at a time. A report that can't be had is left out: its error is the second value.
func EachSource(store Store, sources []model.Source, give func(s model.Source, r, last *model.Report)) (missed map[string]error) {
	missed = map[string]error{}
	for len(sources) > 0 {
		some := sources[:min(atOnce, len(sources))]
		sources = sources[len(some):]
		names := make([]string, 0, 2*len(some))
		for _, s := range some {
			names = append(names, s.Report)
		}
		for _, s := range some {
			names = append(names, model.ReportName(s.Unit, s.Year-1))
		}
		reports, errs := store.LoadAll(names)
		for i, s := range some {
			if errs[i] == nil && reports[i].Revision != s.Revision {
				reports[i], errs[i] = store.Revision(reports[i].ID, s.Revision)
			}
			if errs[i] != nil {
				missed[s.Unit] = errs[i]
			}
		}
		model.Parallel(len(some), func(i int) {
			if errs[i] == nil {
				give(some[i], reports[i], reports[len(some)+i])
			}
		})
	}
	return missed
}

// SourcesOf are the reports in a collector's sum as its rules look at them: those at hand where
// they are still the ones. nil for a report that is no sum. Of those that can't be had the rules
// say nothing.
func SourcesOf(store Store, r *model.Report, had *check.Sources) *check.Sources {
	if !r.IsSum() || len(r.Sources) == 0 {
		return nil
	}
	if had.Of(r) {
		return had
	}
	of := check.NewSources(r)
	EachSource(store, r.Sources, func(s model.Source, one, last *model.Report) { of.Add(s.Unit, one, last) })
	return of
}
