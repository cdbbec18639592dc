package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/desk"
)

// typeAndSave types a figure and saves; the loop ends before it has begun what it
// was given, as when the line drops right behind Ctrl+S.
func typeAndSave(t *testing.T) *driver {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3")
	d.slow()
	d.press("61", "ctrl+s")
	if !d.app.desk.Storing() || len(d.held) == 0 {
		t.Fatal("nothing is on its way")
	}
	return d
}

// runAway runs a command that the loop was given, and doesn't hear of what came of it.
func runAway(cmd tea.Cmd) {
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, c := range batch {
			runAway(c)
		}
	}
}

// TestCloseBehindSave: a save that nobody has begun is done by whoever closes, once.
func TestCloseBehindSave(t *testing.T) {
	d := typeAndSave(t)
	if told := d.app.Close(); told != "" {
		t.Error(told)
	}
	if got := d.report().Figures["3.received.natural_person"]; got != model.Count(61) {
		t.Errorf("stored %v", got)
	}
	revision := d.report().Revision
	for _, cmd := range d.held { // begun after all
		runAway(cmd)
	}
	if r := d.report(); r.Revision != revision {
		t.Errorf("stored twice: revision %d, then %d", revision, r.Revision)
	}
}

// faultyStore has a fault in saving, and hung does not answer until it is let go.
type faultyStore struct{ *fakeStore }

func (faultyStore) Save(*model.Report, []model.Edit) (int, error) { panic("fault in saving") }

func (s faultyStore) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	return merge(s, r, edits, place, join)
}

type hungStore struct {
	*fakeStore
	let chan struct{}
}

func (s hungStore) Save(r *model.Report, e []model.Edit) (int, error) {
	<-s.let
	return s.fakeStore.Save(r, e)
}

func (s hungStore) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	return merge(s, r, edits, place, join)
}

// TestCloseWithoutStore: where the save faults, or the store does not answer, what
// was typed is in a rescue file, and closing ends.
func TestCloseWithoutStore(t *testing.T) {
	was := closeLimit
	closeLimit = 50 * time.Millisecond
	defer func() { closeLimit = was }()
	let := make(chan struct{})
	defer close(let)
	for _, begun := range []bool{false, true} {
		for what, spoil := range map[string]func(*driver){
			"出错":   func(d *driver) { d.app.deps.Store = faultyStore{d.store} },
			"没有回应": func(d *driver) { d.app.deps.Store = hungStore{d.store, let} },
		} {
			d := drive(t, 80, 24)
			d.begin()
			d.press("3", "61")
			spoil(d)
			d.slow()
			d.press("ctrl+s")
			if begun {
				for _, cmd := range d.held {
					go runAway(cmd)
				}
			}
			told := d.app.Close()
			if !strings.Contains(told, what) || !strings.Contains(told, "/rescue/") {
				t.Errorf("%s, begun %v: told %q", what, begun, told)
			}
			if n := len(d.files.written); n != 1 {
				t.Errorf("%s, begun %v: written %v", what, begun, d.files.written)
			}
		}
	}
}

// TestFaultInSaving: the program ends, and says so, instead of saving for ever.
func TestFaultInSaving(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "61")
	d.app.deps.Store = faultyStore{d.store}
	defer func() {
		c, ok := recover().(desk.Fault)
		if !ok || c.What != "fault in saving" || !strings.Contains(string(c.Stack), "storing_test.go") {
			t.Errorf("the loop is told %v", c.What)
		}
	}()
	d.press("ctrl+s")
	t.Error("nothing is said")
}

// TestPlacesInOrder: a place that is on its way into the store comes before what is
// saved later, and is never put over it.
func TestPlacesInOrder(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "4")
	d.slow()
	d.run(d.app.save()) // of the place: begun by nobody yet
	if d.app.desk.Storing() || len(d.held) == 0 {
		t.Fatal("no place is on its way")
	}
	first := d.held
	d.press("2", "enter", "ctrl+s")
	if id := d.app.session().Report().ID; d.store.places[id] != "" && strings.Contains(d.store.places[id], "42") {
		t.Fatal("stored before its turn")
	}
	if told := d.app.Close(); told != "" {
		t.Error(told)
	}
	id := d.app.session().Report().ID
	last := d.store.places[id]
	for _, cmd := range first { // begun after all
		cmd()
	}
	if d.store.places[id] != last || last != d.app.placeString() {
		t.Errorf("the store has the place %s, want %s", d.store.places[id], d.app.placeString())
	}
	if got := d.report().Figures["3.received.natural_person"]; got != model.Count(42) {
		t.Errorf("stored %v", got)
	}
}
