package desk

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// coded is an error of the store.
type coded string

func (e coded) Error() string { return "出错：" + string(e) }
func (e coded) Code() string  { return string(e) }
func (e coded) Hint() string  { return "" }

// memory is a store of one report. It takes nothing that doesn't follow from what it
// has by the edits alone, and runs the function of Merge twice, as stores may.
type memory struct {
	backend.Store // nothing else is asked for
	report        *model.Report
	copied        *model.Report // of earlier, to be put in its place; nil for none
	deleted       bool
	log           []model.LogEntry
	place         string
	changes       int
	fail          func() error // of a call; nil where none fails
	fault         bool         // the next save is one of the program
	asked         int          // how often for news
}

func (s *memory) Path() string { return "/data/nianbao.db" }

func (s *memory) Reload(string) (*model.Report, error) {
	if s.deleted {
		return nil, coded(model.CodeNotFound)
	}
	return s.report.Clone(), s.fail()
}

func (s *memory) Stamp() (string, error) { return strconv.Itoa(s.changes), s.fail() }

func (s *memory) Stand(string) (model.Stand, error) {
	if s.deleted {
		return model.Stand{}, coded(model.CodeNotFound)
	}
	return model.Stand{Revision: s.report.Revision}, s.fail()
}

func (s *memory) News(id string, since int) (news model.News, err error) {
	if news.Stand, err = s.Stand(id); err != nil {
		return news, err
	}
	news.Latest, err = s.Reload(id)
	news.Entries = slices.Clone(s.log)
	s.asked++
	return news, err
}

func (s *memory) Save(r *model.Report, edits []model.Edit) (int, error) {
	if s.fault {
		s.fault = false
		panic("fault in saving")
	}
	if err := s.fail(); err != nil && backend.Code(err) != model.CodeUnsure {
		return 0, err
	}
	switch {
	case s.deleted:
		return 0, coded(model.CodeNotFound)
	case r.Revision != s.report.Revision:
		return 0, coded(model.CodeConflict)
	}
	replay := model.NewSession(s.report.Clone(), "replay")
	for _, e := range edits {
		if err := replay.Apply(e); err != nil {
			return 0, fmt.Errorf("edits don't fit what is stored: %w", err)
		}
	}
	a, errA := model.Encode(replay.Report())
	b, errB := model.Encode(r)
	if err := errors.Join(errA, errB); err != nil || string(a) != string(b) {
		return 0, errors.Join(errors.New("the report is not what its edits make of the stored one"), err)
	}
	s.report = r.Clone()
	s.report.Revision++
	s.changes++
	for _, e := range edits {
		s.log = append(s.log, model.LogEntry{Revision: s.report.Revision, Actor: model.Actor{User: "somebody"}, Label: e.Label, EditID: e.ID, Changes: e.Changes})
	}
	var err error
	if failed := s.fail(); failed != nil && backend.Code(failed) == model.CodeUnsure {
		err = failed
	}
	return s.report.Revision, err
}

func (s *memory) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	revision, err := s.Save(r, edits)
	if backend.Code(err) == model.CodeConflict {
		join(s.report.Clone())
		next, edits := join(s.report.Clone())
		if next == nil {
			return 0, err
		}
		revision, err = s.Save(next, edits)
	}
	if revision > 0 && place != "" {
		s.place = place
	}
	return revision, err
}

func (s *memory) SavePlace(_, place string) error {
	err := s.fail()
	if err == nil {
		s.place = place
	}
	return err
}

func (s *memory) Undelete(string) (string, error) { s.deleted = false; return "", s.fail() }

func (s *memory) Hold(string, backend.Presence) ([]backend.Presence, error) { return nil, s.fail() }
func (s *memory) Release(string, string) error                              { return s.fail() }

// rescueFiles are rescue files that are written into memory.
type rescueFiles struct {
	fail    func() error
	rescues map[string]*model.Rescue
}

func (f *rescueFiles) FileName(r *model.Report, format string, _ model.FileOptions) string {
	return r.Name() + "." + format
}

func (f *rescueFiles) WriteFile(path, _ string, _ *model.Report, o model.FileOptions) (model.Written, error) {
	if err := f.fail(); err != nil {
		return model.Written{}, err
	}
	f.rescues[path] = o.Rescue
	return model.Written{Path: path}, os.WriteFile(path, []byte("rescue"), 0o600)
}

// world is a desk with what stands round it: a store, somebody else who saves, and a
// screen with the questions that stand. What the desk wants done lies about until it is
// done: late, in any order, twice or never.
type world struct {
	t         *testing.T
	desk      *Desk
	store     *memory
	files     *rescueFiles
	dir       string
	rng       *rand.Rand
	now       time.Time
	effects   []Effect
	events    []Event
	questions []Question
	place     int
	half      bool
	left      bool
	sittings  int
	typed     []string // values, each different
	givenUp   map[string]bool
	counts    map[string]int
}

func (w *world) Store() backend.Store                  { return w.store }
func (w *world) Files() Files                          { return w.files }
func (w *world) SessionID() string                     { w.sittings++; return fmt.Sprintf("s%05d", w.sittings) }
func (w *world) User() string                          { return "李四" }
func (w *world) RescueDirs() []string                  { return []string{w.dir} }
func (w *world) Place() string                         { return strconv.Itoa(w.place) }
func (w *world) Half() bool                            { return w.half }
func (w *world) Asking() bool                          { return len(w.questions) > 0 }
func (w *world) Say(format string, args ...any) string { return fmt.Sprintf(format, args...) }
func (w *world) Limit() <-chan time.Time               { return nil }

func newWorld(t *testing.T, seed uint64) *world {
	r := model.NewReport(model.FormFor(2025), "某某镇人民政府", model.Town, 2025)
	r.ID, r.Revision = "1", 1
	w := &world{t: t, rng: rand.New(rand.NewPCG(seed, 17)), now: time.Date(2026, 1, 20, 10, 0, 0, 0, time.UTC), dir: t.TempDir(), givenUp: map[string]bool{}, counts: map[string]int{}}
	sound := func() error { return nil }
	w.store = &memory{report: r, fail: sound}
	w.files = &rescueFiles{sound, map[string]*model.Rescue{}}
	w.desk = New(w)
	w.open()
	return w
}

func (w *world) open() {
	w.left = false
	w.desk.Open(w.now, Opening{Report: w.store.report.Clone(), Log: w.store.log, Stamp: strconv.Itoa(w.store.changes), Place: w.store.place})
}

// take takes note of what is to be done. What is said and asked is done at once.
func (w *world) take(effects []Effect) {
	for _, e := range effects {
		w.counts[fmt.Sprintf("%T", e)]++
		switch e := e.(type) {
		case Ask:
			w.counts[fmt.Sprintf("%T", e.Question)]++
			w.questions = append(w.questions, e.Question)
		case Withdraw:
			is := func(q Question) bool { _, final := q.(MadeFinal); return final }
			if slices.ContainsFunc(w.questions, is) {
				w.questions = slices.DeleteFunc(w.questions, is)
				w.take(w.desk.On(w.now, e.Then))
			}
		case Left:
			w.left = true
		case Work, Timer:
			w.effects = append(w.effects, e)
		}
	}
}

// do does something that lies about, as it comes: often, late, twice or never.
func (w *world) do() {
	if len(w.effects) == 0 {
		return
	}
	i := w.rng.IntN(len(w.effects))
	e := w.effects[i]
	if w.rng.IntN(8) > 0 { // else it will be done once more
		w.effects = slices.Delete(w.effects, i, i+1)
	}
	if w.rng.IntN(8) > 0 { // else it is dropped
		w.events = append(w.events, w.begin(e)...)
	}
}

// begin does the work of an effect, and returns what came of it.
func (w *world) begin(e Effect) (events []Event) {
	defer func() {
		if what := recover(); what != nil && what.(Fault).What != "fault in saving" {
			panic(what)
		}
	}()
	switch e := e.(type) {
	case Work:
		return []Event{e.Do()}
	case Timer:
		return []Event{e.Event}
	}
	return nil
}

// hear brings back what has come of something, or loses it.
func (w *world) hear() {
	if len(w.events) == 0 {
		return
	}
	i := w.rng.IntN(len(w.events))
	e := w.events[i]
	if w.rng.IntN(8) > 0 {
		w.events = slices.Delete(w.events, i, i+1)
	}
	if w.rng.IntN(8) > 0 {
		w.take(w.desk.On(w.now, e))
	}
}

var cells = []model.CellID{"3.received.natural_person", "3.received.commercial", "3.carried_in.natural_person", "2.rules.issued"}

// write is somebody's edit: a figure that nobody has typed before.
func (w *world) write(s *model.Session, cell model.CellID) (value string, ok bool) {
	w.counts["edits"]++
	n := 1000 + len(w.typed) + w.counts["edits"]
	e := model.SetFigures(s.Report(), model.CellFigure{Cell: cell, Figure: model.Count(int64(n))})
	return strconv.Itoa(n), s.Apply(e) == nil
}

// other has somebody else do something with the stored report, unless that is older than
// the screen's: two reports of one revision can't be told apart.
func (w *world) other() {
	if w.store.report.Revision < w.desk.Session().Report().Revision {
		return
	}
	s := model.NewSession(w.store.report.Clone(), w.SessionID())
	fail := w.store.fail
	defer func() { w.store.fail = fail }()
	w.store.fail, w.store.fault = func() error { return nil }, false
	var err error
	switch w.rng.IntN(12) {
	case 0:
		var e model.Edit
		if e, err = model.Finish(s.Report(), 0); err == nil {
			err = s.Apply(e)
		}
	case 1, 2:
		var e model.Edit
		if e, err = model.Reopen(s.Report(), "漏登"); err == nil {
			err = s.Apply(e)
		}
	case 3:
		w.store.deleted = !w.store.deleted
		w.store.changes++
		return
	case 4:
		w.store.copied = w.store.report.Clone()
		return
	case 5:
		w.flush()
		inFlight := len(w.effects) + len(w.events) + len(w.questions) + len(w.desk.outstanding()) // of what a file was that is gone
		if w.store.copied != nil && !w.store.deleted && inFlight == 0 {
			w.revert()
			return
		}
	default:
		w.write(s, cells[w.rng.IntN(len(cells))])
	}
	if err == nil && s.Dirty() && !w.store.deleted {
		if _, err := w.store.Save(s.Take()); err != nil {
			w.t.Fatal(err)
		}
	}
}

// revert puts the copy in the store's place: nobody answers for what is lost so, but
// for what the screen still has.
func (w *world) revert() {
	was := w.store.report
	w.store.report, w.store.copied = w.store.copied, nil
	w.store.log = slices.DeleteFunc(w.store.log, func(e model.LogEntry) bool { return e.Revision > w.store.report.Revision })
	w.store.changes++
	if was.Revision > w.store.report.Revision {
		w.counts["older"]++
	}
}

// answer answers the question that stands on top.
func (w *world) answer() {
	top := len(w.questions) - 1
	q := w.questions[top]
	w.questions = w.questions[:top]
	mine := w.rng.IntN(2) == 0
	switch q := q.(type) {
	case Clashed:
		w.take(w.desk.Keep(w.now, q, func(model.Clash) bool { return w.rng.IntN(2) == 0 }))
	case MadeFinal:
		e, err := model.Reopen(q.Latest, "漏登")
		if err != nil {
			w.t.Fatal(err)
		}
		if mine {
			w.desk.SetReason("漏登")
			w.take([]Effect{w.desk.ReopenAndSave(q.Latest, e)})
			return
		}
		w.aside(q)
	case Older:
		if !mine {
			w.aside(q)
			return
		}
		effects, err := w.desk.KeepScreen(w.now, q)
		if err != nil {
			w.t.Fatal(err)
		}
		w.take(effects)
	case NotSaved:
		w.unsaved(q)
	}
}

func (w *world) aside(q Yielding) {
	_, effects, err := w.desk.SetAside(w.now, q)
	if err != nil {
		w.questions = append(w.questions, q)
		return
	}
	w.take(effects)
}

func (w *world) unsaved(q NotSaved) {
	switch w.rng.IntN(4) {
	case 0:
		for _, e := range w.desk.Session().Unsaved() {
			for _, c := range e.Changes {
				w.givenUp[c.After] = true
			}
		}
		w.take(w.desk.GiveUp())
		w.left = true
	case 1:
		if _, err := w.desk.Rescue(w.now); err != nil {
			w.questions = append(w.questions, q)
			return
		}
		w.left = true
	case 2:
		w.take([]Effect{w.desk.UndeleteAndLeave()})
	default:
		w.take(w.desk.Leave(w.now))
	}
}

// step lets something happen.
func (w *world) step() {
	w.now = w.now.Add(time.Duration(w.rng.IntN(900)) * time.Millisecond)
	switch n := w.rng.IntN(40); {
	case n < 8 && len(w.questions) == 0 && !w.desk.Leaving():
		w.desk.Pressed(w.now)
		if value, ok := w.write(w.desk.Session(), cells[w.rng.IntN(len(cells))]); ok {
			w.typed = append(w.typed, value)
			w.take(w.desk.Edited(w.now))
		}
	case n < 10:
		w.place++
	case n < 12 && len(w.questions) == 0:
		w.take(w.desk.Save(w.now))
	case n < 13 && len(w.questions) == 0:
		w.take(w.desk.Leave(w.now))
	case n < 15:
		w.other()
	case n < 18:
		w.take(w.desk.Tick(w.now))
	case n < 19:
		w.store.fault = w.rng.IntN(10) == 0
	case n < 22 && len(w.questions) > 0:
		w.answer()
	case n < 31:
		w.do()
	default:
		w.hear()
	}
	if w.left {
		w.reopen()
	}
	w.honest()
}

// reopen leaves the report and opens it again.
func (w *world) reopen() {
	if w.desk.Session().Dirty() {
		w.t.Fatal("left with edits that nothing has")
	}
	w.questions = nil
	w.take([]Effect{w.desk.PutAway()})
	w.store.deleted = false
	w.open()
}

// missing are values typed that neither the store nor a rescue file has, nor were given
// up; unsaved ones only where they count.
func (w *world) missing(unsaved bool) (out []string) {
	has := map[string]bool{}
	note := func(changes []model.Change) {
		for _, c := range changes {
			has[c.After], has[c.Before] = true, true
		}
	}
	for _, e := range w.store.log {
		note(e.Changes)
	}
	for _, x := range w.files.rescues {
		for _, e := range x.Edits {
			note(e.Changes)
		}
	}
	if unsaved {
		for _, e := range w.desk.Session().Unsaved() {
			note(e.Changes)
		}
	}
	for _, value := range w.typed {
		if !has[value] && !w.givenUp[value] {
			out = append(out, value)
		}
	}
	return out
}

// honest: what is typed is somewhere, and what is called saved is in the store.
func (w *world) honest() {
	w.t.Helper()
	if lost := w.missing(true); len(lost) > 0 {
		if w.counts["older"] == 0 {
			w.t.Fatalf("lost: %v", lost)
		}
		w.typed = slices.DeleteFunc(w.typed, func(v string) bool { return slices.Contains(lost, v) }) // with the store's file
	}
	status, _ := w.desk.Status()
	if saved := status == Saved || status == Untouched; !saved {
		return
	}
	if w.desk.Session().Dirty() {
		w.t.Fatal("called saved, with edits that no save has confirmed")
	}
	if lost := w.missing(false); len(lost) > 0 && w.counts["older"] == 0 {
		w.t.Fatalf("called saved, and nowhere: %v", lost)
	}
}

// flush does what lies about, and brings back what comes of it, as long as there is
// something, within bounds: a save that fails is tried again and again.
func (w *world) flush() {
	for n := 0; n < 20 && len(w.effects)+len(w.events) > 0; n++ {
		effects := w.effects
		w.effects = nil
		for _, e := range effects {
			if timer, ok := e.(Timer); ok {
				w.now = w.now.Add(timer.After)
			}
			w.events = append(w.events, w.begin(e)...)
		}
		events := w.events
		w.events = nil
		for _, e := range events {
			w.take(w.desk.On(w.now, e))
		}
	}
}

// settle lets all that is still to come, but for what was dropped, come to its end.
func (w *world) settle() {
	sound := func() error { return nil }
	w.store.fail, w.files.fail, w.store.fault, w.store.deleted = sound, sound, false, false
	for range 200 {
		w.now = w.now.Add(time.Second)
		w.take(w.desk.Tick(w.now))
		w.flush()
		for len(w.questions) > 0 {
			w.answer()
		}
		if w.left {
			w.reopen()
		}
		status, _ := w.desk.Status()
		if quiet := status == Saved || status == Untouched; quiet && !w.desk.Leaving() {
			return
		}
	}
	status, _ := w.desk.Status()
	d := w.desk
	w.t.Fatalf("after 200 ticks: status %d, leaving %v, %d questions; failure %v, unsaved %v, due %v, revision %d, stored %d", status, d.Leaving(), len(w.questions),
		d.failure, d.session.Unsaved(), d.due, d.session.Report().Revision, w.store.report.Revision)
}

// TestRandom drives desks with events at random, every effect late, dropped, doubled or
// failed: nothing is lost, nothing waits for ever, and nothing is called saved that is
// not.
func TestRandom(t *testing.T) {
	runs := 3000
	if testing.Short() {
		runs = 500
	}
	if os.Getenv("NIANBAO_LONG") != "" {
		runs = 100_000
	}
	counts := map[string]int{}
	for seed := range runs {
		for what, n := range drive(t, uint64(seed)) {
			counts[what] += n
		}
	}
	t.Logf("%d runs: %v", runs, counts)
	for _, what := range []string{"desk.Clashed", "desk.MadeFinal", "desk.Older", "desk.NotSaved", "desk.Withdraw", "desk.Left", "older"} {
		if counts[what] < runs/300 {
			t.Errorf("%s: only %d times", what, counts[what])
		}
	}
}

// drive is one run; it returns how often what happened.
func drive(t *testing.T, seed uint64) map[string]int {
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	w := newWorld(t, seed)
	sometimes := func(codes ...string) func() error {
		return func() error {
			if w.rng.IntN(12) > 0 {
				return nil
			}
			return coded(codes[w.rng.IntN(len(codes))])
		}
	}
	w.store.fail = sometimes(model.CodeBusy, model.CodeFull, model.CodeUnsure)
	w.files.fail = sometimes(model.CodeFull)
	for range 150 {
		w.step()
	}
	if seed%2 == 0 {
		w.settle()
		w.honest()
	}
	told := w.desk.Close(w.now)
	if lost := w.missing(strings.Contains(told, "救援文件也写不了")); len(lost) > 0 && w.counts["older"] == 0 {
		t.Fatalf("lost at the end: %v, told %q", lost, told)
	}
	return w.counts
}

// TestRescueFilesInOrder: a file that takes long to write does not take the place of
// one that was begun later.
func TestRescueFilesInOrder(t *testing.T) {
	w := newWorld(t, 1)
	w.write(w.desk.Session(), cells[0])
	early := w.desk.stranded()
	last, _ := w.write(w.desk.Session(), cells[0])
	late := w.desk.stranded()
	path, err := late()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := early(); err != nil || again != path {
		t.Errorf("the earlier one goes to %q, %v", again, err)
	}
	edits := w.files.rescues[path].Edits
	if got := edits[len(edits)-1].Changes[0].After; got != last {
		t.Errorf("%s has %s, want %s", filepath.Base(path), got, last)
	}
}

// TestSavedWhileLooking: what was loaded before a save of this sitting was done is
// older than the screen, and yet no other store.
func TestSavedWhileLooking(t *testing.T) {
	w := newWorld(t, 1)
	looked := w.begin(w.desk.takeOver()[0])
	w.write(w.desk.Session(), cells[0])
	w.take(w.desk.Save(w.now))
	w.settle()
	w.take(w.desk.On(w.now, looked[0]))
	if len(w.questions) > 0 || w.desk.Session().Report().Revision != w.store.report.Revision {
		t.Errorf("revision %d is shown, %d is stored; asked %v", w.desk.Session().Report().Revision, w.store.report.Revision, w.questions)
	}
}
