package model

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// ErrStale says that an edit no longer fits: what it would change has been
// changed since, by somebody else.
var ErrStale = errors.New("这一处已被其他人改动")

// ErrNothing says that there is nothing to undo or redo.
var ErrNothing = errors.New("没有可以撤销或重做的")

// Session is one sitting over one report: the only way to change it. It keeps
// what can be undone and what has not been saved yet. It is not safe for use
// by several goroutines.
type Session struct {
	id      string
	count   int
	report  *Report
	undo    []Edit
	redo    []Edit
	pending []Edit
	taken   int  // of pending, how many a save in progress has taken
	open    bool // the last undo step may still grow
	look    bool // nothing can be changed
}

// NewSession begins a sitting. The id must differ between sittings: edits of
// one act are recognised by it in the log.
func NewSession(r *Report, id string) *Session {
	return &Session{id: id, report: r}
}

// LookOnly makes this a sitting that changes nothing.
func (s *Session) LookOnly() { s.look = true }

// Locked is why nothing can be changed, ErrFinal or ErrLook; nil where it can.
func (s *Session) Locked() error {
	switch {
	case s.look:
		return ErrLook
	case s.report.State == Final:
		return ErrFinal
	}
	return nil
}

// Report is the report as it stands. Callers read it only.
func (s *Session) Report() *Report { return s.report }

// Apply does an edit as one step of undo. An edit that changes nothing is no
// step, and one of the report's state can't be undone. On an error nothing has
// changed: ErrFinal, ErrLook, ErrStale, or what is wrong with a value.
func (s *Session) Apply(e Edit) error {
	if e.Empty() {
		return nil
	}
	if err := s.verify(e); err != nil {
		return err
	}
	e.ID = s.nextID()
	s.perform(e)
	if s.open = false; !e.ofState() {
		s.undo, s.redo = append(s.undo, e), nil
	}
	return nil
}

// Continue does an edit as a continuation of the step before it, if that was
// begun with Continue, is about the same single target and was not sealed;
// otherwise it begins a new step. Typing a text is one step this way.
func (s *Session) Continue(e Edit) error {
	if e.Empty() {
		return nil
	}
	last := len(s.undo) - 1
	goesOn := s.open && last >= 0 && len(e.Changes) == 1
	if !goesOn || s.undo[last].Changes[0].Target != e.Changes[0].Target {
		err := s.Apply(e)
		s.open = err == nil
		return err
	}
	if err := s.verify(e); err != nil {
		return err
	}
	e.ID = s.undo[last].ID
	s.perform(e)
	s.undo[last].Changes = []Change{{e.Changes[0].Target, s.undo[last].Changes[0].Before, e.Changes[0].After}}
	s.redo = nil
	return nil
}

// Seal ends the step that Continue was growing.
func (s *Session) Seal() { s.open = false }

// Undo takes the last step back and returns what it did. A step that somebody
// else has written over is dropped with ErrStale.
func (s *Session) Undo() (Edit, error) {
	return s.reverse(&s.undo, &s.redo, undone)
}

// Redo does the last undone step again and returns it.
func (s *Session) Redo() (Edit, error) {
	return s.reverse(&s.redo, &s.undo, redone)
}

// reverse turns the top step of one stack round and moves it to the other.
func (s *Session) reverse(from, to *[]Edit, prefix string) (Edit, error) {
	s.open = false
	if err := s.Locked(); err != nil {
		return Edit{}, err
	}
	if len(*from) == 0 {
		return Edit{}, ErrNothing
	}
	step := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	act := step.Inverse()
	act.Label, act.ID = prefix+step.Label, s.nextID()
	if err := s.verify(act); err != nil {
		return Edit{}, fmt.Errorf("%w，「%s」不能%s；以前的稿在修改记录里", ErrStale, step.Label, prefix[:len("撤销")])
	}
	s.perform(act)
	turned := step.Inverse()
	turned.Label = step.Label
	*to = append(*to, turned)
	return act, nil
}

// UndoStep is the step that Undo would take back; ok is false where there is none.
func (s *Session) UndoStep() (step Edit, ok bool) {
	if len(s.undo) == 0 {
		return Edit{}, false
	}
	return s.undo[len(s.undo)-1], true
}

// UndoLabel names the step that Undo would take back; "" for none.
func (s *Session) UndoLabel() string { return topLabel(s.undo) }

// RedoLabel names the step that Redo would do again; "" for none.
func (s *Session) RedoLabel() string { return topLabel(s.redo) }

func topLabel(stack []Edit) string {
	if len(stack) == 0 {
		return ""
	}
	return stack[len(stack)-1].Label
}

// Dirty reports whether there are edits that no save has confirmed.
func (s *Session) Dirty() bool { return len(s.pending) > 0 }

// Take returns a copy of the report and the edits to save with it. Report the
// outcome with Saved or NotSaved before taking again.
func (s *Session) Take() (*Report, []Edit) {
	s.taken = len(s.pending)
	return s.report.Clone(), append([]Edit(nil), s.pending...)
}

// Unsaved are the edits that no save has confirmed, in order.
func (s *Session) Unsaved() []Edit { return append([]Edit(nil), s.pending...) }

// Touched are the targets that the steps of undo are about.
func (s *Session) Touched() (all []Target) {
	for _, e := range s.undo {
		for _, c := range e.Changes {
			all = append(all, c.Target)
		}
	}
	return all
}

// asideMark is what the ids of sittings aside end with.
const asideMark = ".aside"

// Aside is a sitting of its own over what Take returned. It can be joined with
// what others have saved while this one goes on.
func (s *Session) Aside(r *Report, edits []Edit) *Session {
	return &Session{id: s.id + asideMark, report: r, pending: edits}
}

// Did reports whether a log entry is of this sitting.
func (s *Session) Did(e LogEntry) bool { return e.Sitting() == s.id }

// Saved confirms what Take returned: it is now the store's revision.
func (s *Session) Saved(revision int) {
	s.pending, s.taken = s.pending[s.taken:], 0
	s.report.Revision = revision
}

// Forget drops what is pending from the list of what to save: it is safe in
// another place, or given up.
func (s *Session) Forget() { s.pending, s.taken = nil, 0 }

// Because gives the unsaved edits a reason, where they have none.
func (s *Session) Because(reason string) {
	for i := range s.pending {
		s.pending[i].Reason = cmp.Or(s.pending[i].Reason, CleanLine(reason))
	}
}

// NotSaved says that what Take returned was not saved and is still pending.
func (s *Session) NotSaved() { s.taken = 0 }

// Clash is a target that two sittings have changed to different values; of a text,
// one stretch of its paragraphs, numbered by Part.
type Clash struct {
	Target
	Part                 int
	Before, Mine, Theirs string
}

// Clashes compares the unsaved edits with the store's newer report and lists
// what both changed, to different values. Texts are compared paragraph by
// paragraph.
func (s *Session) Clashes(latest *Report) []Clash {
	var out []Clash
	for _, c := range s.unsaved() {
		if c.yielded || c.Target == stateTarget || c.Target == sumTarget {
			continue
		}
		c.joined(latest, func(clash Clash) bool {
			out = append(out, clash)
			return true
		})
	}
	return out
}

// joined is what becomes of a target when this change is put on top of a newer
// report; where they clash, keepMine decides.
func (c Change) joined(latest *Report, keepMine func(Clash) bool) string {
	theirs := latest.Get(c.Target)
	switch {
	case theirs == c.Before || theirs == c.After || c.Kind == TargetUnread: // which goes with its figure
		return c.After
	case c.Kind == TargetText:
		return mergeText(c.Before, c.After, theirs, func(n int, p clashing) bool {
			return keepMine(Clash{c.Target, n, p.base, p.mine, p.theirs})
		})
	case keepMine(Clash{c.Target, 0, c.Before, c.After, theirs}):
		return c.After
	}
	return theirs
}

// lostLabel is that of the step that takes the other side's, where two have changed
// the same.
const lostLabel = "两边改了同一处，用了对方的"

// unsavedChange is what the pending edits have made of a target; yielded: the other
// side's was taken after all, and nobody need be asked again.
type unsavedChange struct {
	Change
	yielded bool
}

// unsaved is the net change of the pending edits, a change a target.
func (s *Session) unsaved() []unsavedChange {
	at := map[Target]int{}
	var out []unsavedChange
	for _, e := range s.pending {
		if e.finishes() {
			continue // see Rebase
		}
		lost := e.Label == lostLabel
		for _, c := range e.Changes {
			i, ok := at[c.Target]
			if !ok {
				i = len(out)
				at[c.Target] = i
				out = append(out, unsavedChange{Change: c})
			}
			if out[i].yielded = lost; !lost {
				out[i].After = c.After
			}
		}
	}
	return out
}

// Finishing reports whether making the report final is among what no save has
// confirmed.
func (s *Session) Finishing() bool {
	return slices.ContainsFunc(s.pending, func(e Edit) bool { return e.finishes() })
}

// Wrote reports whether anything else than how far the report has come is unsaved.
func (s *Session) Wrote() bool {
	return slices.ContainsFunc(s.pending, func(e Edit) bool { return !e.ofState() })
}

// Rebase takes the store's newer report over and puts the unsaved edits on top
// of it, but for one that makes the report final: that was about what the report
// said before. Where they clash, keepMine decides; what was mine and lost is done
// all the same, and then undone by a step of its own: it stays in the log, and one
// undo brings it back. Rebase returns the targets whose value on the screen has
// changed.
func (s *Session) Rebase(latest *Report, keepMine func(Clash) bool) []Target {
	before, next := s.report, latest.Clone()
	always := func(Clash) bool { return true }
	unsaved := s.unsaved()
	was := map[Target]string{}
	for _, c := range unsaved {
		was[c.Target] = c.Before
	}
	var pending []Edit
	for _, e := range s.pending {
		if e.Label == lostLabel { // it is done anew
			s.undo = slices.DeleteFunc(s.undo, func(step Edit) bool { return step.ID == e.ID })
			continue
		}
		if e.finishes() {
			continue // what was to be locked was something else
		}
		kept := e
		kept.Changes = nil
		for _, c := range e.Changes {
			if c.Target == stateTarget && next.checkState(c.After) != nil {
				continue // a report is not reopened twice
			}
			value := Change{c.Target, was[c.Target], c.After}.joined(latest, always)
			from := len(kept.Changes)
			kept.add(next, c.Target, value)
			for _, x := range kept.Changes[from:] {
				next.set(x.Target, x.After)
			}
		}
		if !kept.Empty() {
			pending = append(pending, kept)
		}
	}
	s.shift(before, latest, was)
	lost := Edit{Label: lostLabel}
	for _, c := range unsaved {
		if c.Target == stateTarget {
			continue
		}
		keep := keepMine
		if c.yielded || c.Target == sumTarget { // two sums are never one: it is added up again
			keep = func(Clash) bool { return false }
		}
		lost.add(next, c.Target, c.joined(latest, keep))
	}
	s.report, s.pending, s.taken, s.open = next, pending, 0, false
	if !lost.Empty() {
		lost.ID = s.nextID()
		s.perform(lost)
		s.undo, s.redo = append(s.undo, lost), nil
	}
	return changedTargets(before, next)
}

// shift puts what others have made of a target into the steps of undo and redo, so
// that taking one back takes nothing of theirs back: where it can't be told apart
// from what the step did, the step stays as it was, and is stale by then. was holds
// the values that unsaved edits began with.
func (s *Session) shift(before, latest *Report, was map[Target]string) {
	for _, stack := range [][]Edit{s.undo, s.redo} {
		for n, step := range stack {
			changes := slices.Clone(step.Changes) // edits to be saved share them
			for i, c := range step.Changes {
				base, unsaved := was[c.Target]
				if !unsaved {
					base = before.Get(c.Target)
				}
				theirs := latest.Get(c.Target)
				if theirs == base {
					continue
				}
				if c.Kind != TargetText {
					if unsaved && c.Before == base {
						changes[i].Before = theirs // which was given up for this
					}
					continue
				}
				clashes := false
				shifted := c
				shifted.Before = mergeText(base, c.Before, theirs, func(int, clashing) bool { clashes = true; return true })
				shifted.After = mergeText(base, c.After, theirs, func(int, clashing) bool { return true })
				if !clashes {
					changes[i] = shifted
				}
			}
			stack[n].Changes = changes
		}
	}
}

// changedTargets lists what differs between two copies of a report.
func changedTargets(a, b *Report) []Target {
	var out []Target
	compare := func(t Target) {
		if a.Get(t) != b.Get(t) {
			out = append(out, t)
		}
	}
	for _, field := range []string{FieldUnit, FieldLevel, FieldYear, FieldTitle, FieldDate, FieldState, FieldScope} {
		compare(Target{TargetField, field})
	}
	for i := range b.Form.Sections {
		compare(Target{TargetText, b.Form.Sections[i].Key})
	}
	for _, c := range b.Form.Cells() {
		compare(Target{TargetCell, string(c.ID)})
		compare(Target{TargetNote, string(c.ID)})
		compare(Target{TargetStated, string(c.ID)})
		compare(Target{TargetPrinted, string(c.ID)})
		compare(Target{TargetUnread, string(c.ID)})
	}
	for _, e := range b.Explanations {
		compare(Target{TargetExplanation, e.Key()})
	}
	for _, t := range collected(a, b) {
		compare(t)
	}
	for _, e := range a.Explanations {
		if t := (Target{TargetExplanation, e.Key()}); b.Get(t) == "" { // else it was compared
			compare(t)
		}
	}
	return out
}

func (s *Session) nextID() string {
	s.count++
	return editID(s.id, s.count)
}

func editID(sitting string, count int) string { return fmt.Sprintf("%s.%d", sitting, count) }

// verify checks a whole edit before any of it is done.
func (s *Session) verify(e Edit) error {
	if err := s.Locked(); err != nil && (err == ErrLook || !e.onlyState()) {
		return err
	}
	now := map[Target]string{}
	for _, c := range e.Changes {
		value, ok := now[c.Target]
		if !ok {
			value = s.report.Get(c.Target)
		}
		if value != c.Before {
			return ErrStale
		}
		if err := s.report.check(c.Target, c.After); err != nil {
			return err
		}
		now[c.Target] = c.After
	}
	return nil
}

// perform does a verified edit and notes it as unsaved.
func (s *Session) perform(e Edit) {
	for _, c := range e.Changes {
		s.report.set(c.Target, c.After)
	}
	if last := len(s.pending) - 1; last >= s.taken && s.pending[last].ID == e.ID {
		p := &s.pending[last] // Continue: one target
		p.Changes = []Change{{e.Changes[0].Target, p.Changes[0].Before, e.Changes[0].After}}
		return
	}
	s.pending = append(s.pending, e)
}
