package ui

import (
	"nianbao/model"
	"nianbao/model/check"
)

// opened is what is shown of the report at work.
type opened struct {
	sheet    *model.Sheet
	findings []check.Finding
	last     *lastReport   // the same unit's of the year before; nil for none
	selected check.Finding // the one gone to last, see [opened.pointed]
	visiting bool          // nothing was opened: the place where it was left stays
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
	o.findings = check.Sheet(r, o.sheet, last)
	if f := o.pointed(); f != nil {
		o.selected = *f // where the words are now
	}
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
