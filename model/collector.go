package model

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A collector's report is the sum of other reports: of its own figures and of those of the
// units on its list. The list, what the collector says of each unit, and the sum are parts of
// the report, so that they are changed, undone, logged, merged and kept as all else is.

// Scope says whose figures a report has.
type Scope string

// The scopes.
const (
	ScopeOwn       Scope = ""          // the unit's
	ScopeAggregate Scope = "aggregate" // the sum of those on the list
)

// IsSum reports whether the report is a collector's.
func (r *Report) IsSum() bool { return r.Scope == ScopeAggregate }

// UnitKind is what a unit is to its collector.
type UnitKind string

// The kinds of units.
const (
	KindOwn        UnitKind = "own" // the collector's own figures (本级)
	KindDepartment UnitKind = "department"
	KindTown       UnitKind = "town"
	KindStreet     UnitKind = "street"
	KindCounty     UnitKind = "county"
	KindOther      UnitKind = "other"
)

// UnitKinds lists all kinds with their Chinese names.
var UnitKinds = []struct {
	Kind UnitKind
	Name string
}{{KindOwn, "本级"}, {KindDepartment, "部门"}, {KindTown, "乡镇"}, {KindStreet, "街道"}, {KindCounty, "县区"}, {KindOther, "其他"}}

// Name is the kind in Chinese; the code itself where it is unknown.
func (k UnitKind) Name() string {
	for _, u := range UnitKinds {
		if u.Kind == k {
			return u.Name
		}
	}
	return string(k)
}

// Valid reports whether the kind is one of UnitKinds.
func (k UnitKind) Valid() bool { return k.Name() != string(k) }

// ListedUnit is a unit on a collector's list. Dates are YYYY-MM-DD, or "".
type ListedUnit struct {
	Name    string    `json:"unit"`
	Aliases []string  `json:"aliases,omitempty"`
	Kind    UnitKind  `json:"kind"`
	Level   UnitLevel `json:"level"`
	Parent  string    `json:"parent,omitempty"` // another unit on the list that it belongs to
	Due     string    `json:"due,omitempty"`
	Opened  string    `json:"opened,omitempty"`
	Closed  string    `json:"closed,omitempty"`
	Into    string    `json:"into,omitempty"` // the unit that carries its figures on
	// Document is the number of the letter by which it was opened, closed or merged.
	Document string `json:"document,omitempty"`
	Order    int    `json:"order"` // its place on the list
}

// Word is what a collector has said of a unit's report.
type Word string

// The collector's words.
const (
	WordReceived Word = "received"
	WordReturned Word = "returned"
	WordAccepted Word = "accepted"
	WordExcused  Word = "excused" // none is due, for a reason
)

// Name is the word in Chinese; "" for one that there isn't.
func (w Word) Name() string {
	switch w {
	case WordReceived:
		return "已报"
	case WordReturned:
		return "已退回"
	case WordAccepted:
		return "已收"
	case WordExcused:
		return "不用报"
	}
	return ""
}

// UnitReview is where a unit's report stands with its collector, by the collector's last word.
type UnitReview struct {
	Unit string `json:"unit"`
	Word Word   `json:"word"`
	// Report, Revision and Checksum are of the report in the store that the word is about.
	Report   string `json:"report,omitempty"`
	Revision int    `json:"revision,omitempty"`
	Checksum string `json:"checksum,omitempty"`
	Round    int    `json:"round"` // how often it was returned
	Reason   string `json:"reason,omitempty"`
	File     string `json:"file,omitempty"` // that it came in
	Sent     string `json:"sent,omitempty"` // the checksum of what it had
	// Doubtful are the cells that were read from it with doubt.
	Doubtful []CellID `json:"doubtful,omitempty"`
	Received string   `json:"received_at,omitempty"` // RFC 3339
	First    string   `json:"first_at,omitempty"`    // when the first came of those that it was sent again after; "" for Received
	By       string   `json:"by,omitempty"`
	At       string   `json:"at,omitempty"` // RFC 3339
}

// CameOn is the day on which the unit's report first came, YYYY-MM-DD; "" where none did, or
// nobody noted it.
func (v *UnitReview) CameOn() string {
	at := cmp.Or(v.First, v.Received)
	day := at[:min(len(at), len(time.DateOnly))]
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "" // from a file of others
	}
	return day
}

// Source is a revision whose figures a sum has.
type Source struct {
	Unit     string `json:"unit"`
	Year     int    `json:"year"`
	Report   string `json:"report"`
	Revision int    `json:"revision"`
	Checksum string `json:"checksum"`
}

// Adjustment is a named correction of a sum.
type Adjustment struct {
	Cell   CellID    `json:"cell"`
	Value  Figure    `json:"value"` // may be negative
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Key names the adjustment as an edit's target.
func (a *Adjustment) Key() string {
	return string(a.Cell) + " " + a.At.UTC().Format(time.RFC3339Nano) + " " + a.By
}

// UnmarshalJSON reads a figure as MarshalJSON writes it.
func (f *Figure) UnmarshalJSON(data []byte) error {
	text := string(bytes.TrimSpace(data))
	if text == "null" {
		text = ""
	}
	read, err := ParseDecimal(text)
	if err == nil {
		*f = read
	}
	return err
}

// sum is a sum as one value: what was added up, before adjustments, and of what.
type sum struct {
	Figures map[CellID]Figure `json:"figures"`
	Sources []Source          `json:"sources"`
}

// sumTarget is the sum as an edit's target.
var sumTarget = Target{TargetSum, ""}

// collection is what a collector's report has beside.
type collection struct {
	Scope       Scope
	Units       map[string]ListedUnit // by name
	Reviews     map[string]UnitReview // by the unit's name
	Sources     []Source              // by unit
	Adjustments []Adjustment
}

func (c collection) clone() collection {
	c.Units, c.Reviews = maps.Clone(c.Units), maps.Clone(c.Reviews)
	c.Sources, c.Adjustments = slices.Clone(c.Sources), slices.Clone(c.Adjustments)
	return c
}

// checkScope returns why the report can't have a scope, or nil: one with figures of its own
// becomes no sum, which would drop them.
func (r *Report) checkScope(s Scope) error {
	switch {
	case s != ScopeOwn && s != ScopeAggregate:
		return fmt.Errorf("没有「%s」这种口径", Shorten(string(s)))
	case s == ScopeAggregate && len(r.Figures) > 0:
		return errors.New("这份报告里已经有数，不能改成汇总：本级的数请另建一份「单位（本级）」的报告")
	case s == ScopeOwn && (len(r.Units) > 0 || len(r.Sources) > 0):
		return errors.New("这份报告是汇总，有单位名单，不能改成普通的报告")
	}
	return nil
}

// List is the list of units in its order.
func (r *Report) List() []ListedUnit {
	list := slices.Collect(maps.Values(r.Units))
	slices.SortFunc(list, func(a, b ListedUnit) int {
		return cmp.Or(a.Order-b.Order, strings.Compare(a.Name, b.Name))
	})
	return list
}

// InOrder puts units' names in the order of the list.
func (r *Report) InOrder(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(r.Units[a].Order-r.Units[b].Order, strings.Compare(a, b))
	})
}

// AdjustedBy is what adjustments add to a cell of the sum; blank where there are none.
func (r *Report) AdjustedBy(id CellID) Figure {
	by := Blank
	for _, a := range r.Adjustments {
		if a.Cell == id {
			by = by.Add(a.Value)
		}
	}
	return by
}

// collected are the collector's targets in either of two reports, but for the figures.
func collected(a, b *Report) []Target {
	seen := map[Target]bool{}
	for _, r := range []*Report{a, b} {
		for name := range r.Units {
			seen[Target{TargetListed, name}] = true
		}
		for name := range r.Reviews {
			seen[Target{TargetReview, name}] = true
		}
		for i := range r.Adjustments {
			seen[Target{TargetAdjustment, r.Adjustments[i].Key()}] = true
		}
		if r.IsSum() {
			seen[sumTarget] = true
		}
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b Target) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Key, b.Key))
	})
}

// encoded is a value as an edit has it.
func encoded(v any) string {
	raw, err := marshal(v)
	if err != nil {
		panic(err) // strings, numbers and dates
	}
	return string(raw)
}

// getCollected is the value of one of a collector's targets.
func (r *Report) getCollected(t Target) string {
	switch t.Kind {
	case TargetListed:
		if u, ok := r.Units[t.Key]; ok {
			return encoded(u)
		}
	case TargetReview:
		if v, ok := r.Reviews[t.Key]; ok {
			return encoded(v)
		}
	case TargetAdjustment:
		for _, a := range r.Adjustments {
			if a.Key() == t.Key {
				return encoded(a)
			}
		}
	case TargetSum:
		if len(r.Sources) == 0 {
			return ""
		}
		return encoded(r.sum())
	}
	return ""
}

// sum is the sum as it stands, without the adjustments.
func (r *Report) sum() sum {
	s := sum{Figures: map[CellID]Figure{}, Sources: r.Sources}
	for id, f := range r.Figures {
		s.Figures[id] = f
		if by := r.AdjustedBy(id); by.Filled() {
			s.Figures[id] = f.Sub(by)
		}
	}
	return s
}

// AddedUp are the figures of a collector's sum without the adjustments.
func (r *Report) AddedUp() map[CellID]Figure { return r.sum().Figures }

// checkCollected returns why one of a collector's targets can't take a value, or nil.
func (r *Report) checkCollected(t Target, value string) error {
	if !r.IsSum() {
		return errors.New("这份报告不是汇总，没有单位名单和汇总数")
	}
	if value == "" {
		return nil
	}
	var err error
	valid := true
	switch t.Kind {
	case TargetListed:
		var u ListedUnit
		if err = json.Unmarshal([]byte(value), &u); err == nil {
			return u.check(t.Key)
		}
	case TargetReview:
		var v UnitReview
		if err = json.Unmarshal([]byte(value), &v); err == nil {
			return v.check(t.Key)
		}
	case TargetAdjustment:
		var a Adjustment
		if err = json.Unmarshal([]byte(value), &a); err == nil {
			return r.checkAdjustment(&a, t.Key)
		}
	case TargetSum:
		var s sum
		err = json.Unmarshal([]byte(value), &s)
		for id := range s.Figures {
			c := r.Form.Cell(id)
			valid = valid && c != nil && !c.Computed()
		}
	}
	if err != nil || !valid {
		return errFormat
	}
	return nil
}

// errFormat is of a value that no edit has made.
var errFormat = errors.New("汇总的内容格式不对")

func (v *UnitReview) check(key string) error {
	if v.Unit != key || v.Word.Name() == "" {
		return errFormat
	}
	return nil
}

func (u *ListedUnit) check(key string) error {
	if u.Name != key {
		return errors.New("单位名单的格式不对")
	}
	switch {
	case !u.Kind.Valid():
		return fmt.Errorf("「%s」的类别应是 本级、部门、乡镇、街道、县区、其他 中的一种", u.Name)
	case !u.Level.Valid():
		return fmt.Errorf("「%s」没有级别", u.Name)
	}
	return errors.Join(CheckUnit(u.Name), CheckDate(u.Due), CheckDate(u.Opened), CheckDate(u.Closed))
}

func (r *Report) checkAdjustment(a *Adjustment, key string) error {
	c := r.Form.Cell(a.Cell)
	switch {
	case a.Key() != key || c == nil:
		return errors.New("调整的格式不对")
	case c.Computed():
		return fmt.Errorf("「%s」是自动计算的总计，请调整它的分项", c.Brief())
	case a.Value.Sign() == 0:
		return errors.New("调整的数不能是 0")
	case strings.TrimSpace(a.Reason) == "" || utf8.RuneCountInString(a.Reason) > maxExplanation:
		return fmt.Errorf("请说明调整的原因，最多 %d 字", maxExplanation)
	case r.Figures[a.Cell].Add(a.Value).Sign() < 0:
		return fmt.Errorf("「%s」汇总数是 %s，调整 %s 以后成了负数", c.Brief(), r.Figures[a.Cell], a.Value)
	}
	return nil
}

// setCollected gives one of a collector's targets a value that checkCollected has allowed.
func (r *Report) setCollected(t Target, value string) {
	var err error
	switch t.Kind {
	case TargetListed:
		err = setMember(&r.Units, t.Key, value)
	case TargetReview:
		err = setMember(&r.Reviews, t.Key, value)
	case TargetAdjustment:
		before := r.sum()
		r.Adjustments = slices.DeleteFunc(r.Adjustments, func(a Adjustment) bool { return a.Key() == t.Key })
		if value != "" {
			var a Adjustment
			if err = json.Unmarshal([]byte(value), &a); err == nil {
				r.Adjustments = append(r.Adjustments, a)
			}
		}
		r.addUp(before)
	case TargetSum:
		var s sum
		if value != "" {
			err = json.Unmarshal([]byte(value), &s)
		}
		r.addUp(s)
	}
	if err != nil {
		panic(err) // it was checked
	}
}

// addUp makes the report's figures those of a sum and of the adjustments.
func (r *Report) addUp(s sum) {
	r.Sources = s.Sources
	r.Figures = map[CellID]Figure{}
	for _, c := range r.Form.Cells() {
		if f := s.Figures[c.ID].Add(r.AdjustedBy(c.ID)); f.Filled() && !c.Computed() {
			r.Figures[c.ID] = f
		}
	}
}

func setMember[T any](in *map[string]T, key, value string) error {
	if value == "" {
		delete(*in, key)
		return nil
	}
	var v T
	err := json.Unmarshal([]byte(value), &v)
	if *in == nil {
		*in = map[string]T{}
	}
	(*in)[key] = v
	return err
}

// ErrSum says that a cell of a sum can't be typed over.
var ErrSum = errors.New("这是汇总数，不能直接改：改单位的报告再重新汇总，或者作调整，说明原因")

// SetListed is the edit that puts units on the list, or gives them what they have there.
func SetListed(r *Report, label string, units ...ListedUnit) Edit {
	e := Edit{Label: label}
	for _, u := range units {
		e.add(r, Target{TargetListed, u.Name}, encoded(u))
	}
	return e
}

// Unlist is the edit that takes units off the list, and what was said of them.
func Unlist(r *Report, names ...string) Edit {
	e := Edit{Label: "从名单去掉 " + strings.Join(names, "、")}
	for _, name := range names {
		e.add(r, Target{TargetListed, name}, "")
		e.add(r, Target{TargetReview, name}, "")
	}
	return e
}

// SetReviews is the edit that says something of units' reports.
func SetReviews(r *Report, label string, reviews ...UnitReview) Edit {
	e := Edit{Label: label}
	for _, v := range reviews {
		e.add(r, Target{TargetReview, v.Unit}, encoded(v))
	}
	return e
}

// SetSum is the edit that makes figures and sources the sum, before adjustments.
func SetSum(r *Report, figures map[CellID]Figure, sources []Source) Edit {
	e := Edit{Label: fmt.Sprintf("汇总 %d 份报告", len(sources))}
	value := ""
	if len(sources) > 0 {
		value = encoded(sum{figures, sources})
	}
	e.add(r, sumTarget, value)
	return e
}

// Adjust is the edit that corrects cells of the sum.
func Adjust(r *Report, adjustments ...Adjustment) Edit {
	var e Edit
	var what []string
	for _, a := range adjustments {
		a.Reason, a.At = CleanLine(a.Reason), a.At.UTC()
		what = append(what, r.TargetName(Target{TargetCell, string(a.Cell)})+" "+a.Value.String())
		e.add(r, Target{TargetAdjustment, a.Key()}, encoded(a))
		e.Reason = a.Reason
	}
	e.Label = "调整 " + strings.Join(what, "、")
	return e
}

// putCollected writes what a collector's report has beside into the exchange file.
func (r *Report) putCollected(x *object) {
	if !r.IsSum() {
		return
	}
	x.put("scope", r.Scope)
	x.put("sources", append([]Source{}, r.Sources...))
	x.put("adjustments", append([]Adjustment{}, r.Adjustments...))
	reviews := make([]UnitReview, 0, len(r.Reviews))
	for _, name := range slices.Sorted(maps.Keys(r.Reviews)) {
		reviews = append(reviews, r.Reviews[name])
	}
	x.put("units", append([]ListedUnit{}, r.List()...))
	x.put("reviews", reviews)
}

// takeCollected reads it back; the error is for the operator.
func (r *Report) takeCollected(x *exchange) error {
	if x.Scope == ScopeOwn {
		return nil
	}
	if x.Scope != ScopeAggregate {
		return r.checkScope(x.Scope)
	}
	r.Scope, r.Sources = x.Scope, x.Sources
	r.Units, r.Reviews = make(map[string]ListedUnit, len(x.Units)), make(map[string]UnitReview, len(x.Reviews))
	for _, u := range x.Units {
		if err := u.check(u.Name); err != nil {
			return err
		}
		r.Units[u.Name] = u
	}
	for _, v := range x.Reviews {
		if err := v.check(v.Unit); err != nil {
			return err
		}
		r.Reviews[v.Unit] = v
	}
	for _, a := range x.Adjustments { // the figures have them
		if c := r.Form.Cell(a.Cell); c == nil || c.Computed() {
			return fmt.Errorf("adjustments 里的 %q 不是这张表可以调整的格", Shorten(string(a.Cell)))
		}
	}
	r.Adjustments = x.Adjustments
	return nil
}

// collectorsKinds are those of a collector's targets.
var collectorsKinds = []TargetKind{TargetListed, TargetReview, TargetAdjustment, TargetSum}

// showCollected is a value of one of a collector's targets as the screen shows it.
func showCollected(t Target, value string) string {
	var u ListedUnit
	var v UnitReview
	var a Adjustment
	var s sum
	into := map[TargetKind]any{TargetListed: &u, TargetReview: &v, TargetAdjustment: &a, TargetSum: &s}[t.Kind]
	if json.Unmarshal([]byte(value), into) != nil {
		return Shorten(value)
	}
	var parts []string
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, label+text)
		}
	}
	switch t.Kind {
	case TargetListed:
		add("", u.Kind.Name())
		if u.Level.Name() != u.Kind.Name() {
			add("", u.Level.Name())
		}
		add("应报 ", u.Due)
		add("设立 ", u.Opened)
		add("撤销 ", u.Closed)
		add("并入 ", u.Into)
		add("", u.Document)
	case TargetReview:
		add("", v.Word.Name())
		if v.Revision > 0 {
			add("", fmt.Sprintf("第 %d 稿", v.Revision))
		}
		if v.Round > 0 {
			add("", fmt.Sprintf("退回过 %d 次", v.Round))
		}
		add("", v.Reason)
	case TargetAdjustment:
		add("", a.Value.String())
		add("", a.Reason)
	case TargetSum:
		add("", fmt.Sprintf("%d 份报告加起来", len(s.Sources)))
	}
	return strings.Join(parts, "，")
}
