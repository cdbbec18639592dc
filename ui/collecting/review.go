package collecting

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// Said is the collector's word of a unit's report.
type Said struct {
	Unit     string       `json:"unit"`
	State    rollup.State `json:"state"`
	Round    int          `json:"round"`
	Revision int          `json:"revision"`
	File     string       `json:"file"` // the letter; "" for none
}

// Refusal is a unit that a word could not be said of.
type Refusal struct {
	Unit string `json:"unit"`
	Why  string `json:"why"`
}

// Judgement is the collector's word of a unit's report and the letter that was written, or
// why there is none.
type Judgement func(x *Collector, unit string) (v model.UnitReview, letter, why string, err error)

// Verdict is what came of judging units' reports.
type Verdict struct {
	What    string // was said
	Units   []Said
	Refused []Refusal
	Edit    model.Edit // that says it, to be made
}

// Judge judges units' reports. What is said is an edit of the collector's report, which is the
// caller's to make.
func (x *Collector) Judge(units []string, what string, judge Judgement) (Verdict, error) {
	d := Verdict{What: what, Units: []Said{}, Refused: []Refusal{}}
	if err := x.Collectors.Check(); err != nil {
		return d, err
	}
	var reviews []model.UnitReview
	var names []string
	for _, unit := range units {
		v, letter, why, err := judge(x, unit)
		switch {
		case err != nil:
			return d, err
		case why != "":
			d.Refused = append(d.Refused, Refusal{unit, why})
			continue
		}
		v.Unit, v.By, v.At = unit, x.User, x.Now().Format(time.RFC3339)
		reviews, names = append(reviews, v), append(names, unit)
		d.Units = append(d.Units, Said{unit, rollup.State(v.Word), v.Round, v.Revision, letter})
	}
	d.Edit = model.SetReviews(x.Report, what+" "+rollup.Some(names, few), reviews...)
	return d, nil
}

// few is how many units a label names.
const few = 3

// notSent is why nothing can be said of a unit's report.
const notSent = "还没有报"

// Accept accepts units' reports as they are now, where nothing stands against that; a reason
// is needed where cells were read with doubt, and how says how to give one.
func Accept(reason, how string) Judgement {
	return func(x *Collector, unit string) (v model.UnitReview, _, why string, err error) {
		s, err := x.Subject(unit)
		if err != nil {
			return v, "", "", err
		}
		if s == nil {
			return v, "", notSent, nil
		}
		r := s.Report
		if n, _, _ := check.Count(s.Findings); n > 0 {
			return v, "", fmt.Sprintf("有 %d 条错误没有说明", n), nil
		}
		if why = rollup.WhyNot(x.Form, r); why != "" {
			return v, "", why, nil
		}
		v = x.Reviews[unit]
		if n := x.Doubtful(unit); n > 0 && reason == "" {
			return v, "", fmt.Sprintf("有 %d 格读得拿不准（第一格是「%s」）：打开看一看，读错的改正；都没读错的，%s说明", n, x.Form.Cell(v.Doubtful[0]).Brief(), how), nil
		}
		v.Word, v.Report, v.Revision, v.Checksum, v.Reason = model.WordAccepted, r.Name(), r.Revision, r.Seal(), reason
		return v, "", "", nil
	}
}

// Excuse says that units have not to report, for a reason.
func Excuse(reason string) Judgement {
	return func(x *Collector, unit string) (v model.UnitReview, _, _ string, _ error) {
		v = x.Reviews[unit]
		v.Word, v.Reason = model.WordExcused, reason
		return v, "", "", nil
	}
}

// Expect takes back that units have not to report.
func Expect(x *Collector, unit string) (v model.UnitReview, _, why string, _ error) {
	v = x.Reviews[unit]
	if v.Word != model.WordExcused {
		return v, "", "没有注明不用报", nil
	}
	v.Word, v.Reason = model.WordReceived, ""
	return v, "", "", nil
}

// Return gives units' reports back with a letter each, in a folder and a format, and counts
// the round; a unit without faults gets none.
func Return(folder, format, reason string) Judgement {
	return func(x *Collector, unit string) (v model.UnitReview, file, why string, err error) {
		s, err := x.Subject(unit)
		if err != nil {
			return v, "", "", err
		}
		if s == nil {
			return v, "", notSent, nil
		}
		open := slices.ContainsFunc(s.Findings, func(f check.Finding) bool { return !f.Explained && f.Severity.Compare(model.Warning) <= 0 })
		if !open {
			return v, "", "没有错误和警告，不用退回", nil
		}
		r := s.Report
		letter := check.Review{Report: r, Last: s.Last, Findings: s.Findings, Date: x.Now()}
		written, err := x.Files.WriteReview(filepath.Join(folder, x.Files.ReviewName(r, format)), format, letter, false)
		if err != nil {
			return v, "", "", err
		}
		v = x.Reviews[unit]
		v.Word, v.Report, v.Revision, v.Checksum, v.Round, v.Reason = model.WordReturned, r.Name(), r.Revision, r.Seal(), v.Round+1, reason
		return v, written.Path, "", nil
	}
}

// In are the units that stand in a state.
func (x *Collector) In(state rollup.State) (units []string) {
	for _, l := range x.Listed() {
		if l.State == state {
			units = append(units, l.Name)
		}
	}
	return units
}

// Named are the units that words name.
func (x *Collector) Named(words []string) (units []string, err error) {
	for _, w := range words {
		found, certain := rollup.Match(x.List(), w)
		switch {
		case len(found) == 0:
			return nil, backend.Usage("用 nianbao rollup units "+x.Name()+" 看名单", "名单上没有「%s」", w)
		case !certain && len(found) > 1:
			return nil, backend.Usage("写全一点", "「%s」可以是 %s", w, rollup.Some(found, len(found)))
		}
		units = append(units, found[0])
	}
	return units, nil
}
