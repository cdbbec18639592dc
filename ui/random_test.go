package ui

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
)

// randomKeys is an operator who presses anything: every key that is bound
// anywhere, letters, figures, words, pastes, and now and then the way into one
// of the screens.
type randomKeys struct {
	*driver
	rng      *rand.Rand
	keys     []string
	seen     map[string]int            // screens, by type
	dir      string                    // of the files to read
	sittings map[string]*model.Session // by report
}

func newRandomKeys(t *testing.T, seed uint64) *randomKeys {
	r := &randomKeys{driver: drive(t, 80, 24), rng: rand.New(rand.NewPCG(seed, 9)), seen: map[string]int{}, sittings: map[string]*model.Session{}}
	r.dir = r.withFiles()
	for _, b := range keys {
		switch b.Do {
		case keymap.Quit, keymap.Delete: // that is one of the ways
		case keymap.First, keymap.Second, keymap.Third, keymap.Cover: // they come below, and in out
		default:
			r.keys = append(r.keys, b.Keys...)
		}
	}
	r.keys = append(r.keys, "0", "1", "2", "3", "12", "x", "y", "年", "，", "公开", "c", "r", "22（其中修订16件）")
	r.begin()
	return r
}

// ways lead to every screen from a report's contents.
var ways = [][]string{{"1"}, {"2"}, {"3"}, {"4"}, {"2"}, {"3"}, {"3"}, {"4"}, {"5"}, {"6"}, {"0"}, {"c"}, {"f1"}, {"f6"}, {"f9"}, {"ctrl+\\"}, {"3", "ctrl+f"}, {"2", "^"}, {"3", "ctrl+p"},
	{"1", "ctrl+f"}, {"1", "f4"}, {"esc", "d"}, {"esc"}, {"esc", "v"}, {"h"}, {"h", "down", "r"}, {"h", "down", "c"}, {"h", "enter", "c", "r"}, {"g"}, {"f6", "x"}, {"f6", "end", "e"}, {"f6", "e", "与台账核对过", "enter"}, {"f6", "down", "tab", "enter"}, {"f6", "o", "县里的口径不同", "enter"}, {"1", "字", "ctrl+a"}, {"3", "5", "enter", "up", "shift+down", "ctrl+c"},
	{"i"}, {"i", "2025", "enter"}, {"i", "2025", "enter", "a", "ctrl+s"}, {"i", "2024", "enter", "tab"}, {"esc", "i", "2024", "enter"}, {"esc", "i", "2025", "enter", "enter"}, {"esc", "i", "2025", "enter", "ctrl+s", "r"},
	{"esc", "i", "2024", "enter", "ctrl+s"}, {"i", "坏", "enter"}, {"i", "2025", "enter", "enter", "5", "enter"}}

func (r *randomKeys) step() {
	switch n := r.rng.IntN(100); {
	case n < 8:
		r.contents()
		r.press(ways[r.rng.IntN(len(ways))]...)
	case n < 10:
		r.send(tea.PasteMsg{Content: []string{"1\t2\r\n3\t无\r\n", "全年公开信息\u3000“12”条。\n\n\n（一）\t", "9"}[r.rng.IntN(3)]})
	case n < 11:
		r.send(tea.WindowSizeMsg{Width: 40 + r.rng.IntN(100), Height: 10 + r.rng.IntN(40)})
	case n < 13:
		m := tea.Mouse{X: r.rng.IntN(150), Y: r.rng.IntN(50), Button: tea.MouseLeft}
		r.send([]tea.Msg{tea.MouseClickMsg(m), tea.MouseMotionMsg(m), tea.MouseWheelMsg{Button: tea.MouseWheelDown}}[r.rng.IntN(3)])
	case n < 25:
		r.press([]string{"7", "15", "公开", "0"}[r.rng.IntN(4)], []string{"enter", "tab", "down", "f4"}[r.rng.IntN(4)])
	default:
		r.press(r.keys[r.rng.IntN(len(r.keys))])
	}
	r.seen[fmt.Sprintf("%T", r.app.top())]++
	if s, ok := r.app.top().(*chooseScreen); ok && !strings.HasPrefix(s.folder, r.dir) { // not off into the machine's folders
		r.run(s.enter(r.app, r.dir))
	}
	if r.rng.IntN(7) == 0 {
		r.pass(500 * time.Millisecond)
	}
	r.screen()
	if s := r.app.session(); s != nil && !r.app.desk.Looking() {
		r.sittings[s.Report().ID] = s
		if status, _ := r.app.desk.Status(); status == desk.Failing {
			r.t.Fatal(r.screen())
		}
	}
}

// contents finds the way to a report's contents.
func (r *randomKeys) contents() {
	for range 60 {
		switch r.app.top().(type) {
		case *contentsScreen:
			return
		case *listScreen:
			r.press("u", "enter")
			if len(r.store.reports) == 0 {
				r.begin()
			}
		default:
			r.out()
		}
	}
	r.t.Fatalf("no way to the contents:\n%s", r.screen())
}

// out leaves the present screen, and answers what is asked.
func (r *randomKeys) out() {
	switch top := r.app.top().(type) {
	case asker:
		if top.asks() {
			r.press([]string{"f2", "f3"}[r.rng.IntN(2)])
			return
		}
		r.press("y", "esc")
	default:
		r.press("esc")
	}
}

// somebodyElse saves a change of a figure, as another sitting would.
func (r *randomKeys) somebodyElse() {
	for _, id := range slices.Sorted(maps.Keys(r.store.reports)) {
		stored := r.store.reports[id]
		s := model.NewSession(stored.Clone(), fmt.Sprint("other", r.rng.Uint64()))
		cells := s.Report().Form.Cells()
		cell := cells[r.rng.IntN(len(cells))]
		if table, ok := r.app.top().(*tableScreen); ok && r.rng.IntN(2) == 0 {
			cell = table.current() // where the operator is
		}
		if cell.Computed() {
			continue
		}
		if err := s.Apply(model.SetFigures(s.Report(), model.CellFigure{Cell: cell.ID, Figure: model.Count(int64(r.rng.IntN(9)))})); err != nil {
			r.t.Fatal(err)
		}
		if report, edits := s.Take(); len(edits) > 0 {
			if _, err := r.store.Save(report, edits); err != nil {
				r.t.Fatal(err)
			}
		}
	}
}

// checkLog makes sure that what is stored is what the log's entries make of the
// report as it was created: no edit is lost, none is unlogged.
func (r *randomKeys) checkLog() (edits int) {
	for id, stored := range r.store.reports {
		s := model.NewSession(r.store.created[id].Clone(), "replay")
		for i, entry := range r.store.logs[id] {
			if err := s.Apply(model.Edit{Label: entry.Label, Changes: entry.Changes}); err != nil {
				r.t.Fatalf("entry %d of the log, %q: %v", i, entry.Label, err)
			}
			edits++
		}
		r.same(s.Report(), stored)
	}
	return edits
}

func (r *randomKeys) same(a, b *model.Report) {
	r.t.Helper()
	one, two := a.Clone(), b.Clone()
	one.Revision, two.Revision = 0, 0
	x, err := model.Encode(one)
	if err != nil {
		r.t.Fatal(err)
	}
	y, err := model.Encode(two)
	if err != nil {
		r.t.Fatal(err)
	}
	if string(x) != string(y) || fmt.Sprint(one.Stated) != fmt.Sprint(two.Stated) {
		r.t.Fatalf("reports differ:\n%s\n%s", x, y)
	}
}

// TestRandomKeys: whatever is pressed on any screen, nothing breaks, the picture
// fits, and what is saved follows from the edits. Alone, undo all the way leads
// back to the start; with somebody else at work, what is stored is what the log
// says.
func TestRandomKeys(t *testing.T) {
	seen, all, undone := map[string]int{}, 0, 0
	for seed := range uint64(4) {
		r := newRandomKeys(t, seed)
		alone := seed < 2
		for i := range 3000 {
			r.step()
			if !alone && i%10 == 0 {
				r.somebodyElse()
			}
		}
		for range 3 {
			r.pass(5 * time.Second)
		}
		r.leaveAll()
		edits := r.checkLog()
		steps := 0
		for id, s := range r.sittings {
			for alone && s.UndoLabel() != "" {
				if _, err := s.Undo(); err != nil {
					t.Fatal(err)
				}
				steps++
			}
			if alone {
				r.same(s.Report(), r.store.created[id])
			}
		}
		t.Logf("seed %d: %d edits in the log of %d reports, %d steps undone", seed, edits, len(r.store.reports), steps)
		all += edits
		undone += steps
		for name, n := range r.seen {
			seen[name] += n
		}
	}
	t.Log(seen)
	if all < 300 || undone < 60 { // of one seed a key more makes another walk
		t.Error("too little happened")
	}
	for _, name := range strings.Fields("choose clash confirm contents explain export find findings form help history list note palette reading seek settings table text") {
		if seen["*ui."+name+"Screen"] < 5 {
			t.Errorf("the %s screen was seen %d times", name, seen["*ui."+name+"Screen"])
		}
	}
}

// leaveAll answers what is asked and goes back to the list, so that all is saved.
func (r *randomKeys) leaveAll() {
	for range 60 {
		if _, ok := r.app.top().(*listScreen); ok {
			return
		}
		r.out()
		r.pass(time.Second)
	}
	r.t.Fatalf("no way back to the list:\n%s", r.screen())
}
