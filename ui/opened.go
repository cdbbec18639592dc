package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// opened is what is shown of the report at work.
type opened struct {
	sheet    *model.Sheet
	findings []check.Finding
	last     *lastReport    // the same unit's of the year before; nil for none
	sources  *check.Sources // the reports in a collector's sum; nil where they are not read yet
	lacks    bool           // they are to be read
	looked   []model.Source // of which they were looked for last, found or not
	selected check.Finding  // the one gone to last, see [opened.pointed]
	visiting bool           // nothing was opened: the place where it was left stays
	tallied  bool           // a ledger was counted into it
	back     func() tea.Cmd // where closing it leads; nil for the list
	arrivals arrivals
	// changedBy names who else has changed a target in this sitting, the last one.
	changedBy map[model.Target]string
}

// refresh computes anew what depends on the report.
func (o *opened) refresh(r *model.Report) {
	o.sheet = model.Evaluate(r)
	var last *model.Report
	if o.last != nil {
		last = o.last.report
	}
	o.findings = check.SheetOf(r, o.sheet, last, o.sources)
	o.lacks = len(r.Sources) > 0 && !o.sources.Of(r) && !slices.Equal(o.looked, r.Sources)
	if f := o.pointed(); f != nil {
		o.selected = *f // where the words are now
	}
}

// readSources reads the reports in a collector's sum beside the work on it, where they are not
// at hand: what is known of them comes in when it is there.
func readSources(a *App) tea.Cmd {
	if !a.lacks || a.desk.Session() == nil {
		return nil
	}
	store, r := a.deps.Store, a.session().Report().Clone()
	a.lacks, a.looked = false, r.Sources
	return background(func() func() tea.Cmd {
		of := backend.SourcesOf(store, r, nil)
		return func() tea.Cmd {
			if a.desk.Session() != nil && of.Of(a.session().Report()) {
				a.sources = of
				a.refresh()
			}
			return nil
		}
	})
}

// finding is a finding as it stands now.
func (o *opened) finding(f *check.Finding) (check.Finding, bool) {
	for i := range o.findings {
		if identity(&o.findings[i]) == identity(f) {
			return o.findings[i], true
		}
	}
	return check.Finding{}, false
}

// identity tells findings apart while the figures change.
func identity(f *check.Finding) string { return f.Section + " " + f.Key() }

// pointed is the finding that was gone to last, as it stands now; nil when there
// is none, or it has been put right.
func (o *opened) pointed() (found *check.Finding) {
	was := &o.selected
	if was.Rule == "" {
		return nil
	}
	const near = 90 // bytes: typing round the words changes the quote, and moves them a little
	away := func(f *check.Finding) int { return max(f.At.Start-was.At.Start, was.At.Start-f.At.Start) }
	moved := func(f *check.Finding) bool {
		sort, placed := f.Rule == was.Rule && f.Section == was.Section, f.At.End > 0 && was.At.End > 0
		return sort && placed && away(f) < near
	}
	for i := range o.findings {
		f := &o.findings[i]
		if same := identity(f) == identity(was) || moved(f); same && (found == nil || away(f) < away(found)) {
			found = f
		}
	}
	return found
}

// lapsed counts the findings whose explanations have lapsed.
func lapsed(findings []check.Finding) (n int) {
	for i := range findings {
		if findings[i].Lapsed != nil {
			n++
		}
	}
	return n
}
