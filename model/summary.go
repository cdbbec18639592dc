package model

import (
	"encoding/json"
	"time"
)

// State says how far a report has come.
type State string

// The states of a report.
const (
	Draft    State = "draft"    // errors stand in the way of finishing
	Ready    State = "ready"    // nothing stands in the way
	Exported State = "exported" // finished and written out, unchanged since
	// Final is locked, and Correcting was reopened after that; see [Finish].
	Final      State = "final"
	Correcting State = "correcting"
)

// Name is the state in Chinese.
func (s State) Name() string {
	switch s {
	case Ready:
		return "可导出"
	case Exported:
		return "已导出"
	case Final:
		return "已定稿"
	case Correcting:
		return "更正中"
	}
	return "填报中"
}

// Summary is a report's line in the list.
type Summary struct {
	ID        string    `json:"-"`      // see Report.ID
	Report    string    `json:"report"` // 单位-年度
	Unit      string    `json:"unit"`
	Level     UnitLevel `json:"level"`
	Year      int       `json:"year"`
	State     State     `json:"state"`
	Filled    int       `json:"filled"` // typed cells with a figure
	Cells     int       `json:"cells"`  // typed cells
	Errors    int       `json:"errors"`
	Warnings  int       `json:"warnings"`
	Hints     int       `json:"hints"`
	Revision  int       `json:"revision"`
	ChangedAt time.Time `json:"changed_at"`
	ChangedBy string    `json:"changed_by"`
	Scope     Scope     `json:"scope,omitempty"`
}

// Deleted is a report in the trash, and who put it there.
type Deleted struct {
	Summary
	Actor
	At time.Time
}

// Actor is who does something, and from where: the address at the other end of
// an ssh line, or "" on the spot.
type Actor struct {
	User string `json:"by"`
	From string `json:"from"`
}

// LogEntry is one act in the audit log.
type LogEntry struct {
	Revision int       `json:"revision"`
	At       time.Time `json:"at"`
	Actor
	Label   string   `json:"label"`
	Reason  string   `json:"reason"`
	EditID  string   `json:"edit_id"` // joins an act that was saved in several parts
	Changes []Change `json:"changes"`
}

// LogPage is a part of a report's log.
type LogPage struct {
	Newest  int        // the number of the newest entry that there is; they count from 1
	Number  int        // of the first entry here
	Entries []LogEntry // the newest first: each has the number before
}

// Next is the number from which on the page after this one is; 0 where this is the last.
func (p LogPage) Next() int { return p.Number - len(p.Entries) }

// Size is how many bytes the page's changes have, of what stood there before and after:
// a text may have a hundred thousand characters.
func (p LogPage) Size() (size int) {
	for _, e := range p.Entries {
		for _, c := range e.Changes {
			size += len(c.Before) + len(c.After)
		}
	}
	return size
}

// LogView is a log entry as the command line's --json prints it: figures as
// numbers, a blank as null, and the kind of target as the name of its key.
func (e LogEntry) LogView() any {
	type change map[string]any
	changes := []change{}
	for _, c := range e.Changes {
		changes = append(changes, change{string(c.Kind): c.Key, "before": c.jsonValue(c.Before), "after": c.jsonValue(c.After)})
	}
	return struct {
		Revision int       `json:"revision"`
		At       time.Time `json:"at"`
		Actor
		Label   string   `json:"label"`
		Reason  string   `json:"reason"`
		Changes []change `json:"changes"`
	}{e.Revision, e.At, e.Actor, e.Label, e.Reason, changes}
}

func (c Change) jsonValue(v string) any {
	if c.Kind != TargetCell {
		return v
	}
	if v == "" {
		return nil
	}
	return json.Number(v)
}

// Stand is which revisions the store has of a report and of the same unit's of the
// year before: where it is the same, there is no news.
type Stand struct {
	Revision int
	Last     string // the report and its revision; "" for none
}

// News is what has become of a report since a revision.
type News struct {
	Stand   Stand
	Latest  *Report
	Last    *Report    // the same unit's of the year before; nil for none
	LastErr error      // why that could not be read
	Entries []LogEntry // of the revisions since, and perhaps a few before; the oldest first
}
