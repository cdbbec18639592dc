package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// TestIdle: others are looked for often while somebody types, and where others have
// saved or something is unsaved; else seldom, but within five seconds. What changes
// nothing draws nothing, but for the minutes that are told.
func TestIdle(t *testing.T) {
	if pollSeldom >= 5*time.Second {
		t.Error("news would come late")
	}
	d := drive(t, 80, 24)
	every := func(what string, want time.Duration) {
		t.Helper()
		if got := d.app.idle.every(d.now); got != want {
			t.Errorf("%s: looks every %v, want %v", what, got, want)
		}
	}
	rest := func() {
		t.Helper()
		for range 12 { // past what is saved and told
			d.pass(pollEvery)
		}
		every("at rest", pollSeldom)
	}
	d.begin()
	every("opened by hand", pollEvery)
	rest()
	d.press("3")
	every("after a key", pollEvery)
	rest()
	d.other("3.received.natural_person", 9)
	d.pass(pollSeldom)
	d.see("9")
	every("after news", pollEvery)
	rest()
	d.store.fail = fakeError{"busy"}
	d.press("7", "enter")
	for range 12 {
		d.pass(pollEvery)
	}
	every("unsaved", pollEvery)
	d.store.fail = nil
	d.pass(3 * time.Second)
	rest()

	d.now = d.now.Truncate(time.Minute).Add(50 * time.Second)
	d.pass(time.Second)
	d.pass(time.Second)
	if !d.app.idle.still {
		t.Error("it is drawn again though nothing has changed")
	}
	d.send(tea.EnvMsg(nil))
	if !d.app.idle.still {
		t.Error("what says nothing to the screens has them drawn")
	}
	d.now = d.now.Add(time.Minute)
	d.app.Update(pollMsg{})
	if d.app.idle.still {
		t.Error("another minute is not shown")
	}
	d.press("down")
	if d.app.idle.still {
		t.Error("a key is not shown")
	}
}

// TestAhead: what was begun before the loop is brought once each, in batches as well,
// and a fault becomes the loop's.
func TestAhead(t *testing.T) {
	one := func(s string) tea.Cmd { return func() tea.Msg { return s } }
	batch, ok := ahead(tea.Batch(one("a"), nil, tea.Batch(one("b"), one("c"))))().(tea.BatchMsg)
	if !ok || len(batch) != 2 {
		t.Fatalf("brought %v", batch)
	}
	if got := batch[0](); got != "a" {
		t.Errorf("brought %v", got)
	}
	inner, ok := batch[1]().(tea.BatchMsg)
	if !ok || len(inner) != 2 || inner[0]() != "b" || inner[1]() != "c" {
		t.Errorf("brought %v", inner)
	}
	if ahead(nil) != nil {
		t.Error("nothing is brought")
	}
	if msg := ahead(func() tea.Msg { panic("x") })(); msg == nil {
		t.Error("a fault is lost")
	}
}
