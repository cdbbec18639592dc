package desk

import (
	"cmp"

	"nianbao/model"
)

// Place is where an operator left a report, kept in the store so that the next
// sitting begins there.
type Place struct {
	Section string       `json:"section,omitempty"`
	Cell    model.CellID `json:"cell,omitempty"`
	Typing  string       `json:"typing,omitempty"` // typed into the cell, not entered yet
	Was     string       `json:"was,omitempty"`    // what stood where something is half written when that was begun
	Offset  int          `json:"offset,omitempty"` // in a text, in characters
	// Finding was being explained, in these words; Unit: its rule switched off.
	Finding string `json:"finding,omitempty"`
	Words   string `json:"words,omitempty"`
	Unit    bool   `json:"unit,omitempty"`
	Note    string `json:"note,omitempty"`   // being written beside the cell
	Reason  string `json:"reason,omitempty"` // being given for reopening the report
	Queued  string `json:"queued,omitempty"` // typed while a question stood, or held, and in no place yet
	Cover   string `json:"cover,omitempty"`  // what was changed of it and not taken yet; fields by name, as JSON
}

// Half reports that something was being written that is nowhere else.
func (p Place) Half() bool {
	return cmp.Or(p.Typing, p.Words, p.Note, p.Reason, p.Cover) != ""
}
