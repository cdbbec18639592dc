package model

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// logOf is what a store's log has after a session's edits were saved.
func logOf(s *Session, user string) (log []LogEntry) {
	_, edits := s.Take()
	for _, e := range edits {
		log = append(log, LogEntry{Actor: Actor{User: user}, Label: e.Label, EditID: e.ID, Changes: e.Changes})
	}
	s.Saved(s.Report().Revision + 1)
	return log
}

// TestRecall: whatever was done, undone and done again in a sitting, the next one
// can undo and redo just what that one could.
func TestRecall(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		s := NewSession(zeroReport(), "first")
		for range random.IntN(20) {
			switch random.IntN(4) {
			case 0:
				s.Undo() // may have nothing to undo
			case 1:
				s.Redo()
			default:
				set(t, s, CellID(fmt.Sprint("2.rules.", []string{"issued", "repealed", "in_force"}[random.IntN(3)])), int64(random.IntN(99)))
			}
		}
		log := logOf(s, "王")
		next := NewSession(s.Report().Clone(), "next")
		next.Recall(log, "王")
		for s.RedoLabel() != "" {
			if next.RedoLabel() != s.RedoLabel() {
				t.Fatalf("redo is %q, was %q", next.RedoLabel(), s.RedoLabel())
			}
			for _, x := range []*Session{s, next} {
				_, err := x.Redo()
				must(t, err)
			}
			same(t, "after redo", next.Report(), s.Report())
		}
		for s.UndoLabel() != "" {
			for _, x := range []*Session{s, next} {
				_, err := x.Undo()
				must(t, err)
			}
			same(t, "after undo", next.Report(), s.Report())
		}
		if next.UndoLabel() != "" {
			t.Errorf("more can be undone: %q", next.UndoLabel())
		}
	}
}

// TestRecallOnlyOnesOwn: neither others' steps nor those of sittings before the
// last, nor a change of state.
func TestRecallOnlyOnesOwn(t *testing.T) {
	a := NewSession(zeroReport(), "a")
	set(t, a, "2.rules.issued", 1)
	log := logOf(a, "王")
	b := NewSession(a.Report().Clone(), "b")
	set(t, b, "2.rules.issued", 2)
	e, err := Finish(b.Report(), 0)
	must(t, err)
	must(t, b.Apply(e))
	log = append(log, logOf(b, "王")...)
	c := NewSession(a.Report().Clone(), "c")
	set(t, c, "2.rules.repealed", 3)
	log = append(log, logOf(c, "李")...)
	next := NewSession(b.Report().Clone(), "next")
	next.Recall(log, "王")
	if len(next.undo) != 1 || next.undo[0].ID != "b.1" {
		t.Errorf("recalled %+v", next.undo)
	}
	nobody := NewSession(b.Report().Clone(), "nobody")
	if nobody.Recall(log, "张"); nobody.UndoLabel() != "" {
		t.Error("recalled others' steps")
	}
}
