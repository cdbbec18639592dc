package check

import (
	"encoding/json"
	"strings"

	"nianbao/model"
)

// Finding is one thing that a reviewer would send the report back for, or ask
// about.
type Finding struct {
	Rule       string         `json:"rule"`
	Severity   model.Severity `json:"level"`
	Cells      []model.CellID `json:"cells"`
	Section    string         `json:"section"`
	Left       model.Figure   `json:"left"` // both sides of a comparison; blank where there is none
	Right      model.Figure   `json:"right"`
	Difference model.Figure   `json:"difference"` // Left minus Right
	Message    string         `json:"message"`    // what is wrong, a Chinese sentence
	Quote      string         `json:"quote"`      // the words of the report that it is about
	Explained  bool           `json:"explained"`  // somebody has written why it stands
	Fix        string         `json:"fix"`        // what would put it right, a Chinese sentence
	Suspect    model.CellID   `json:"suspect"`    // the cell that is wrong, where the identities leave no other; else ""
	Value      model.Figure   `json:"value"`      // what should stand there
	Candidates []Candidate    `json:"candidates"` // where there are others, the likeliest first
	Explains   []Folded       `json:"explains"`   // what follows from it, and is no finding of its own

	Kind     model.Kind         `json:"-"` // of its rule
	At       Span               `json:"-"` // where in the section's text the words stand
	Other    model.CellID       `json:"-"` // the other side of a comparison of cells, to type there; "" for none
	Repair   *Repair            `json:"-"` // what one key can do about it; nil for none
	Units    []string           `json:"-"` // of a sum, the units by whose reports it comes
	Because  *model.Explanation `json:"-"` // the one that holds; nil for none
	Lapsed   *model.Explanation `json:"-"` // one that no longer holds, as the figures have changed
	rule     *model.Rule        // that it comes from
	figures  string             // what it speaks of: an explanation is void when that changes
	formerly model.CellID       // a cell of an older edition that stands for last year's
	basis    string             // more of that, where it is neither figures nor quoted
	relation *model.Relation    // the linear rule's that does not hold; nil for other kinds
	unbegun  bool               // nothing of its section is filled in
	firm     bool               // it stands for one that can't be explained away
	inTyped  bool               // At is a place of the text as it was typed
}

// MarshalJSON writes cells as a list even where there are none.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	p := plain(f)
	if p.Cells == nil {
		p.Cells = []model.CellID{}
	}
	if p.Candidates == nil {
		p.Candidates = []Candidate{}
	}
	if p.Explains == nil {
		p.Explains = []Folded{}
	}
	return json.Marshal(p)
}

// Words are the quoted words, unless the message has them already.
func (f *Finding) Words() string {
	if strings.Contains(f.Message, f.Quote) {
		return ""
	}
	return f.Quote
}

// AboutUnits reports whether the finding is about units of a sum and no part of the report.
func (f *Finding) AboutUnits() bool { return f.Section == "" && len(f.Units) > 0 }

// PartName is the part of a report that the finding is about, as the screen calls it.
func (f *Finding) PartName(form *model.Form) string {
	if f.AboutUnits() {
		return "单位"
	}
	return form.SectionName(f.Section)
}

// Key tells findings apart between two checks of the same report.
func (f Finding) Key() string {
	first := f.Section
	if len(f.Cells) > 0 && f.Kind != model.KindFilled {
		first = string(f.Cells[0])
	}
	return f.Rule + " " + first + " " + f.Quote
}

// Count counts the errors, warnings and hints that nobody has explained.
func Count(findings []Finding) (errors, warnings, hints int) {
	for _, f := range findings {
		switch {
		case f.Explained:
		case f.Severity == model.Error:
			errors++
		case f.Severity == model.Warning:
			warnings++
		case f.Severity == model.Hint:
			hints++
		}
	}
	return errors, warnings, hints
}

// Summarize checks the report, with the same unit's of the year before where
// there is one, and sums it up. State is the report's own, else Draft or Ready;
// who changed it and when is the store's to say.
func Summarize(r, last *model.Report) model.Summary {
	s := model.Summary{ID: r.ID, Report: r.Name(), Unit: r.Unit, Level: r.Level, Year: r.Year, Revision: r.Revision, Scope: r.Scope, State: model.Draft}
	s.Filled, s.Cells = r.Progress("")
	s.Errors, s.Warnings, s.Hints = Count(Report(r, last))
	if s.Errors == 0 {
		s.State = model.Ready
	}
	if r.State != "" {
		s.State = r.State
	}
	return s
}

// Finish is the edit that makes a report final, of which these are the findings.
func Finish(r *model.Report, findings []Finding) (model.Edit, error) {
	errors, _, _ := Count(findings)
	return model.Finish(r, errors)
}

// Missing lists the findings of a that b lacks.
func Missing(a, b []Finding) []Finding {
	has := map[string]bool{}
	for _, f := range b {
		has[f.Key()] = true
	}
	var out []Finding
	for _, f := range a {
		if !has[f.Key()] {
			out = append(out, f)
		}
	}
	return out
}
