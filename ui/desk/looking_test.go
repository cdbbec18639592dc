package desk

import (
	"slices"
	"testing"
	"time"

	"nianbao/model"
)

// TestOthersReports: a store that has changed is looked at closer only where the report
// in it, or last year's, has.
func TestOthersReports(t *testing.T) {
	w := newWorld(t, 1)
	asked := func(change func()) int {
		before := w.store.asked
		change()
		for range 3 {
			w.take(w.desk.Tick(w.now))
			w.settle()
		}
		return w.store.asked - before
	}
	asked(func() { w.store.changes++ }) // the first time nothing is known yet
	for range 4 {
		if n := asked(func() { w.store.changes++ }); n != 0 {
			t.Errorf("of another report's change the news were asked for %d times", n)
		}
	}
	if n := asked(func() {
		s := model.NewSession(w.store.report.Clone(), w.SessionID())
		w.write(s, cells[1])
		if _, err := w.store.Save(s.Take()); err != nil {
			t.Fatal(err)
		}
	}); n != 1 {
		t.Errorf("of a change the news were asked for %d times", n)
	}
	w.write(w.desk.Session(), cells[0])
	if n := asked(func() { w.take(w.desk.Save(w.now)) }); n != 0 {
		t.Errorf("after its own save the news were asked for %d times", n)
	}
}

// TestOneRetry: where every save fails, it is tried again every now and then, however
// many edits had started a clock of their own.
func TestOneRetry(t *testing.T) {
	w := newWorld(t, 1)
	w.store.fail = func() error { return coded(model.CodeFull) }
	type clock struct {
		at    time.Time
		event Event
	}
	var clocks []clock
	tried := 0
	var take func([]Effect)
	take = func(effects []Effect) {
		for _, e := range effects {
			switch e := e.(type) {
			case Timer:
				clocks = append(clocks, clock{w.now.Add(e.After), e.Event})
			case Failed:
				tried++
			case Work:
				take(w.desk.On(w.now, e.Do()))
			}
		}
	}
	begin := w.now
	for ; w.now.Before(begin.Add(time.Minute)); w.now = w.now.Add(50 * time.Millisecond) {
		if w.now.Sub(begin) < 5*time.Second {
			w.write(w.desk.Session(), cells[0])
			take(w.desk.Edited(w.now))
		}
		due := slices.Clone(clocks)
		clocks = slices.DeleteFunc(clocks, func(c clock) bool { return !c.at.After(w.now) })
		for _, c := range due {
			if !c.at.After(w.now) {
				take(w.desk.On(w.now, c.event))
			}
		}
	}
	if tried < 15 || tried > 30 {
		t.Errorf("tried %d times in a minute", tried)
	}
}
