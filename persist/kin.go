package persist

import (
	"nianbao/model"
	"nianbao/model/check"
)

// A report is checked with the same unit's of the year before, so what the list
// shows of it depends on both.

// following is the name of the unit's report of the year after.
func following(unit string, year int) string { return model.ReportName(unit, year+1) }

// lastName is the name of the report of the year before.
func lastName(r *model.Report) string { return model.ReportName(r.Unit, r.Year-1) }

// recount counts the findings of the report of that name anew, where there is
// one that can be read; nobody has changed it. One that was exported stays so
// unless it has errors now.
func (t *tx) recount(name string) error {
	r := t.named(name)
	if r == nil {
		return nil
	}
	return t.recountBeside(r, t.named(lastName(r)))
}

// recountBeside is recount of a report beside the one of the year before; nil for none.
func (t *tx) recountBeside(r, last *model.Report) error {
	id := parseID(r.ID)
	was, err := t.summary(id)
	if err != nil {
		return nil // its own next save will tell
	}
	sum := check.Summarize(r, last)
	sum.Revision, sum.ChangedAt, sum.ChangedBy = was.Revision, was.ChangedAt, was.ChangedBy
	if was.State == model.Exported && sum.State == model.Ready {
		sum.State = model.Exported
	}
	if sum == was {
		return nil
	}
	return t.putSummary(id, sum)
}

// named is the newest revision of the report of that name; nil where there is
// none, or where it can't be read, being damaged or a later program's: that must
// not keep others from being saved.
func (t *tx) named(name string) *model.Report {
	id := t.Get(bucketNames, []byte(name))
	if id == nil {
		return nil
	}
	r, err := t.current(idOf(id))
	if err != nil {
		return nil
	}
	return r
}
