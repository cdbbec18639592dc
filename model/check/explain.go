package check

import (
	"errors"
	"slices"
	"strings"
	"time"

	"nianbao/model"
)

// explainedBy reports whether an explanation is about the finding as it stands.
func (f *Finding) explainedBy(e *model.Explanation) bool {
	switch {
	case e.Rule != f.Rule || strings.TrimSpace(e.Text) == "":
		return false
	case e.Unit:
		return f.Severity != model.Error
	case loose(e):
		return len(f.Cells) == 0 || slices.Contains(f.Cells, e.Cell)
	}
	mine := f.explanation()
	return e.Key() == mine.Key() && e.Figures == mine.Figures
}

// loose reports that an explanation is from a file of others, which keeps
// neither figures nor words.
func loose(e *model.Explanation) bool { return e.Figures == "" && e.Quote == "" && e.Section == "" }

// explanation is one of the finding, without the words.
func (f *Finding) explanation() model.Explanation {
	e := model.Explanation{Rule: f.Rule, Section: f.Section, Quote: f.Quote, Figures: f.figures}
	if len(f.Cells) > 0 {
		e.Cell = f.Cells[0]
	}
	return e
}

// ExplanationKeys are the target keys of the explanations that explaining the
// finding sets: its own, and that of a lapsed one whose place it takes; unit: that of
// its rule's being switched off.
func (f *Finding) ExplanationKeys(unit bool) []string {
	if unit {
		return []string{(&model.Explanation{Rule: f.Rule, Unit: true}).Key()}
	}
	own := f.explained()
	keys := []string{own.Key()}
	if f.Lapsed != nil && f.Lapsed.Key() != keys[0] {
		keys = append(keys, f.Lapsed.Key())
	}
	return keys
}

// explained is the explanation that the finding has or would get, without the words
// in the latter case.
func (f *Finding) explained() model.Explanation {
	if f.Because != nil && loose(f.Because) && !f.Because.Unit {
		return *f.Because
	}
	return f.explanation()
}

// explain finds what holds of what has been said of the finding.
func (c *checker) explain(f *Finding) {
	for i := range c.report.Explanations {
		if e := c.report.Explanations[i]; f.explainedBy(&e) { // a copy: edits change the report's in place
			f.Explained, f.Because = true, &e
			return
		}
	}
}

// lapse gives the findings that nobody has explained the explanations of the
// same rule and place that hold for none: their figures or words have changed.
func (c *checker) lapse() {
	held := map[string]bool{}
	for i := range c.findings {
		if e := c.findings[i].Because; e != nil {
			held[e.Key()] = true
		}
	}
	for i := range c.report.Explanations {
		e := c.report.Explanations[i]
		if e.Unit || held[e.Key()] {
			continue
		}
		var open *Finding
		for k := range c.findings {
			f := &c.findings[k]
			if f.Because != nil || f.Lapsed != nil || !f.samePlace(&e) {
				continue
			}
			mine := f.explanation()
			if open == nil || mine.Key() == e.Key() { // rather of the same words
				open = f
			}
		}
		if open != nil {
			open.Lapsed = &e
		}
	}
}

// samePlace reports whether an explanation is of the finding's rule and place.
func (f *Finding) samePlace(e *model.Explanation) bool {
	mine := f.explanation()
	sameSection := e.Section == mine.Section || loose(e)
	return e.Rule == mine.Rule && e.Cell == mine.Cell && sameSection
}

// RuleIn is the rule that a finding comes from: rules of one ID may differ in
// severity and in the units that they are about.
func (f *Finding) RuleIn(form *model.Form) *model.Rule {
	if f.rule != nil {
		return f.rule
	}
	for i := range form.Rules {
		if r := &form.Rules[i]; r.ID == f.Rule && r.Severity == f.Severity {
			return r
		}
	}
	return form.Rule(f.Rule)
}

// Class is what offices call the finding, by the severity that it has here.
func (f *Finding) Class(form *model.Form) model.Class {
	return model.ClassOf(f.Severity, f.isFirm(form))
}

// CanExplain returns why a finding can't be left standing with an explanation,
// or nil.
func (f *Finding) CanExplain(form *model.Form) error {
	switch {
	case f.isFirm(form):
		return errors.New("这一条必须改正，不能用说明代替")
	case f.Severity == model.Info:
		return errors.New("这一条只供参考，无须说明")
	}
	return nil
}

// isFirm reports a finding that can't be explained away.
func (f *Finding) isFirm(form *model.Form) bool {
	rule := f.RuleIn(form)
	return f.firm || rule == nil || rule.Firm
}

// Explain is the edit that explains a finding; an empty text takes the
// explanation away. It fails where the text explains nothing.
func Explain(r *model.Report, f *Finding, text, by string, at time.Time) (model.Edit, error) {
	e := f.explained()
	edit, err := model.SetExplanation(r, e, text, by, at)
	if replaces := f.Lapsed != nil && f.Lapsed.Key() != e.Key(); err != nil || !replaces {
		return edit, err
	}
	away, err := model.SetExplanation(r, *f.Lapsed, "", by, at)
	return model.Join(edit.Label, edit, away), err
}
