package collecting

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// Letters says how letters are written.
type Letters struct {
	Folder  string // made where there is none
	Formats []string
	Due     string // YYYY-MM-DD by which units are asked to send; "" for a blank
}

// make makes the folder.
func (l Letters) make(f backend.Fence) error {
	if err := errors.Join(f.Check(l.Folder), model.CheckDate(l.Due)); err != nil {
		return err
	}
	if err := os.MkdirAll(l.Folder, 0o755); err != nil {
		return backend.Usage("换一个文件夹", "建不了文件夹「%s」（%v）", l.Folder, err)
	}
	return nil
}

// Return gives units' reports back with a letter each, and counts the round; a unit without
// faults gets none.
func Return(letters Letters, reason string) Judgement {
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
		if err := letters.make(x.Fence); err != nil {
			return v, "", "", err
		}
		r := s.Report
		letter := check.Review{Report: r, Last: s.Last, Findings: s.Findings, Date: x.Now(), From: x.Unit, Due: letters.Due}
		var paths []string
		for _, format := range letters.Formats {
			written, err := x.Files.WriteReview(filepath.Join(letters.Folder, x.Files.ReviewName(r, format)), format, letter, false)
			if err != nil {
				return v, "", "", err
			}
			paths = append(paths, written.Path)
		}
		v = x.Reviews[unit]
		v.Word, v.Report, v.Revision, v.Checksum, v.Round, v.Reason = model.WordReturned, r.Name(), r.Revision, r.Seal(), v.Round+1, reason
		return v, strings.Join(paths, "、"), "", nil
	}
}

// Remind writes one letter to the units that have not sent their reports, or not sent them
// again: those named, or all. Nothing is said of them otherwise.
func (x *Collector) Remind(units []string, letters Letters) (Verdict, error) {
	d := Verdict{What: "催报", Units: []Said{}, Refused: []Refusal{}}
	if err := x.Collectors.Check(); err != nil {
		return d, err
	}
	r := rollup.Reminder{Collector: x.Unit, Year: x.Year, Due: letters.Due, Date: x.Now()}
	for _, u := range x.Listed() {
		named := slices.Contains(units, u.Name)
		waits := u.State == rollup.Returned || u.State == rollup.Missing && rollup.Due(u.ListedUnit, x.Year)
		switch {
		case len(units) > 0 && !named:
			continue
		case !waits && named:
			d.Refused = append(d.Refused, Refusal{u.Name, "不用催：" + u.State.Name()})
		case !waits:
		case u.State == rollup.Missing:
			r.Missing = append(r.Missing, u.ListedUnit)
		default:
			r.Returned = append(r.Returned, u.ListedUnit)
		}
		if waits {
			d.Units = append(d.Units, Said{Unit: u.Name, State: u.State, Round: u.Round, Revision: x.Reviews[u.Name].Revision})
		}
	}
	if len(d.Units) == 0 {
		return d, nil
	}
	if err := letters.make(x.Fence); err != nil {
		return d, err
	}
	var paths []string
	for _, format := range letters.Formats {
		written, err := x.Files.WriteReminder(letters.Folder, format, r)
		if err != nil {
			return d, err
		}
		paths = append(paths, written.Path)
	}
	for i := range d.Units {
		d.Units[i].File = strings.Join(paths, "、")
	}
	return d, nil
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
