package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Explanation is why a finding is left standing, in the words of whoever left
// it. It is void as soon as the figures that it spoke of change.
type Explanation struct {
	Rule string    `json:"rule"`
	Cell CellID    `json:"cell"` // the finding's first cell; "" for one about words
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	// Section and Quote tell findings about words apart.
	Section string `json:"section,omitempty"`
	Quote   string `json:"quote,omitempty"`
	// Figures are those that the finding spoke of, as package check writes
	// them; "" in files of others, where the explanation holds whatever they are.
	Figures string `json:"figures,omitempty"`
	// Unit switches the rule off for the unit: every finding of it is
	// explained, and next year's report begins with it.
	Unit bool `json:"unit,omitempty"`
}

// maxExplanation bounds an explanation, in characters.
const maxExplanation = 300

// Key names the explanation as an edit's target: a finding has one.
func (e *Explanation) Key() string {
	if e.Unit {
		return e.Rule + " *"
	}
	place := string(e.Cell)
	if place == "" {
		place = e.Section
	}
	return strings.TrimSpace(e.Rule + " " + place + " " + e.Quote)
}

// SwitchOff is the edit that switches a rule off for the unit, with the reason;
// an empty reason switches it on again.
func SwitchOff(r *Report, rule, reason, by string, at time.Time) (Edit, error) {
	return SetExplanation(r, Explanation{Rule: rule, Unit: true}, reason, by, at)
}

// SetExplanation is the edit that gives an explanation these words; without any it
// is taken away. Words that explain nothing are refused, see [CheckExplanation].
func SetExplanation(r *Report, e Explanation, text, by string, at time.Time) (Edit, error) {
	e.Text, e.By, e.At = CleanLine(text), CleanLine(by), at.Truncate(time.Second)
	t := Target{TargetExplanation, e.Key()}
	edit := Edit{Label: "说明 " + e.Rule}
	switch {
	case e.Unit && e.Text == "":
		edit.Label = "恢复规则 " + e.Rule
	case e.Unit:
		edit.Label = "本单位停用规则 " + e.Rule
	case e.Text == "":
		edit.Label = "去掉说明 " + e.Rule
	}
	value := ""
	if e.Text != "" {
		if err := CheckExplanation(e.Text); err != nil {
			return Edit{}, err
		}
		value = e.encode()
	}
	edit.add(r, t, value)
	return edit, nil
}

// SwitchedOff is why the unit does without a rule; nil where it doesn't.
func (r *Report) SwitchedOff(rule string) *Explanation {
	for i := range r.Explanations {
		if e := &r.Explanations[i]; e.Unit && e.Rule == rule {
			return e
		}
	}
	return nil
}

// encode is the explanation as an edit's value.
func (e *Explanation) encode() string {
	raw, err := marshal(e)
	if err != nil { // strings and a time: can't happen for a year of four digits
		return ""
	}
	return string(raw)
}

func (r *Report) getExplanation(key string) string {
	for i := range r.Explanations {
		if e := &r.Explanations[i]; e.Key() == key {
			return e.encode()
		}
	}
	return ""
}

func (r *Report) setExplanation(key, value string) {
	at := slices.IndexFunc(r.Explanations, func(e Explanation) bool { return e.Key() == key })
	var e Explanation
	err := json.Unmarshal([]byte(value), &e)
	switch {
	case value == "" && at >= 0:
		r.Explanations = slices.Delete(r.Explanations, at, at+1)
	case value == "" || err != nil: // an error is checkExplanation's
	case at >= 0:
		r.Explanations[at] = e
	default:
		r.Explanations = append(r.Explanations, e)
	}
}

// checkExplanation returns why an explanation can't be kept under a key, or nil.
func (f *Form) checkExplanation(key, value string) error {
	if value == "" {
		return nil
	}
	var e Explanation
	if err := json.Unmarshal([]byte(value), &e); err != nil || e.Key() != key {
		return errors.New("说明的格式不对")
	}
	rule, off := f.Rule(e.Rule), false
	for i := range f.Rules {
		off = off || f.Rules[i].ID == e.Rule && f.Rules[i].CanSwitchOff()
	}
	switch n := utf8.RuneCountInString(e.Text); {
	case rule == nil:
		return fmt.Errorf("没有「%s」这条规则", Shorten(e.Rule))
	case n > maxExplanation:
		return fmt.Errorf("说明有 %d 字，最多 %d 字", n, maxExplanation)
	case e.Unit && !off:
		return errors.New("错误级的规则不能停用；确实无误的，逐条写说明")
	case rule.Firm && !off:
		return errors.New("这一条必须改正，不能用说明代替")
	}
	return nil
}

// tidyExplanations makes explanations from outside safe: cleaned, cut to what
// fits, one for a finding.
func tidyExplanations(list []Explanation) []Explanation {
	var out []Explanation
	seen := map[string]bool{}
	for _, e := range list {
		for _, s := range []*string{&e.Rule, &e.Text, &e.By, &e.Section, &e.Quote, &e.Figures} {
			*s = CleanLine(*s)
		}
		if rs := []rune(e.Text); len(rs) > maxExplanation {
			e.Text = string(rs[:maxExplanation])
		}
		if key := e.Key(); !seen[key] {
			seen[key] = true
			out = append(out, e)
		}
	}
	return out
}
