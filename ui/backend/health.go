package backend

import "nianbao/model"

// Folder is where a store is kept: it opens the store, and looks after one that
// can't be used.
type Folder interface {
	Open() (Store, error)
	// Examine reads all of the store and its copies, and changes nothing.
	Examine() (Health, error)
	// Mend makes a new store of what can be read of a damaged one.
	Mend() (model.Mended, error)
	// UseCopy puts the newest daily copy that can be read in a damaged store's place.
	UseCopy() (model.Mended, error)
}

// Health is what state a store is in. What is wrong are Chinese sentences, "" for
// nothing.
type Health struct {
	Path     string               `json:"path"`
	Size     int64                `json:"size"` // in bytes
	Well     bool                 `json:"well"`
	Problem  string               `json:"problem"` // why the store can't be used as it is
	Gone     bool                 `json:"gone"`    // there is no file, and daily copies hold reports
	Reports  []model.ReportHealth `json:"reports"`
	Copies   []CopyHealth         `json:"copies"`  // the daily copies, the newest first
	Notices  []string             `json:"notices"` // what else its users should know
	AtWork   []string             `json:"at_work"` // who has a report open
	Prospect *model.Mended        `json:"salvage"` // what mending would come to; nil where there is nothing to mend
}

// CopyHealth is the state of a daily copy.
type CopyHealth struct {
	Day     string `json:"day"`  // 2026-01-31
	Made    string `json:"made"` // 2026-01-31 15:04
	Path    string `json:"path"`
	Reports int    `json:"reports"`
	Problem string `json:"problem"`
}

// GoodCopy is the newest daily copy that can be read, and holds something where the
// store is gone; nil for none.
func (h *Health) GoodCopy() *CopyHealth {
	for i := range h.Copies {
		if c := &h.Copies[i]; c.Problem == "" && (c.Reports > 0 || !h.Gone) {
			return &h.Copies[i]
		}
	}
	return nil
}
