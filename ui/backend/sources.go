package backend

import (
	"slices"

	"nianbao/model"
	"nianbao/model/check"
)

// atOnce is how many reports are held at a time where there may be thousands.
const atOnce = 256

// EachSource gives the reports that a sum is of as they are in it, and the same units' of the
// year before, nil where there is none; several at once, in no order. Only a few hundred are
// held at a time. missed are the errors of those that can't be had, by the unit.
func EachSource(store Store, sources []model.Source, give func(s model.Source, r, last *model.Report)) (missed map[string]error) {
	missed = map[string]error{}
	for some := range slices.Chunk(sources, atOnce) {
		names := make([]string, 2*len(some))
		for i, s := range some {
			names[i], names[len(some)+i] = s.Report, model.ReportName(s.Unit, s.Year-1)
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

// SourcesOf are the reports in a collector's sum as its rules look at them, with what is known
// of those at hand. nil for a report that is no sum. Of those that can't be had the rules say
// nothing.
func SourcesOf(store Store, r *model.Report, had *check.Sources) *check.Sources {
	if !r.IsSum() || len(r.Sources) == 0 {
		return nil
	}
	if had.Of(r) {
		return had
	}
	of := check.NewSources(r)
	EachSource(store, of.Keep(had, r.Sources), func(s model.Source, one, last *model.Report) { of.Add(s.Unit, one, last) })
	return of
}
