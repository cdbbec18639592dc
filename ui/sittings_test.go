package ui

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/desk"
)

// person is somebody at work beside others, at random.
type person struct {
	*driver
	who    string
	rng    *rand.Rand
	half   *model.Target // what is half typed; nil for nothing
	enter  []string      // the keys that enter it
	known  map[model.Target]map[string]bool
	asked  int
	tokens []string // typed into texts
}

// knows notes that the person has been shown a target's value.
func (p *person) knows(t model.Target, value string) {
	if p.known[t] == nil {
		p.known[t] = map[string]bool{}
	}
	p.known[t][value] = true
}

// begin opens something and writes into it, without entering it.
func (p *person) begin(n int) {
	cell := []string{"received", "carried_in", "granted"}[p.rng.IntN(3)]
	to := func(kind model.TargetKind, key string, keys ...string) {
		p.half = &model.Target{Kind: kind, Key: key}
		p.knows(*p.half, p.app.session().Report().Get(*p.half))
		p.press(keys...)
	}
	row := map[string][]string{"received": nil, "carried_in": {"down"}, "granted": {"down", "down"}}[cell]
	p.enter = []string{"enter"}
	switch p.rng.IntN(6) {
	case 0:
		p.press("3", "ctrl+home")
		p.press(row...)
		to(model.TargetCell, "3."+cell+".natural_person", fmt.Sprint(n))
	case 1:
		p.press("3", "ctrl+home")
		p.press(row...)
		to(model.TargetNote, "3."+cell+".natural_person", "^", fmt.Sprint("注", n))
	case 2:
		p.press("c")
		field := p.rng.IntN(2)
		p.enter = []string{"ctrl+s"}
		if field == 0 {
			to(model.TargetField, model.FieldTitle, "down", "down", "down", "down", "ctrl+u", fmt.Sprint("标题", n))
		} else {
			to(model.TargetField, model.FieldUnit, "ctrl+u", fmt.Sprint("某某镇", n))
		}
	case 3:
		if len(p.app.findings) == 0 {
			return
		}
		p.press("f6", "end")
		if _, ok := p.app.top().(*findingsScreen); ok {
			p.press("e", fmt.Sprint("说明", n))
			if x, ok := p.app.top().(*explainScreen); ok {
				p.half = &x.grounds[0].target
				for _, g := range x.grounds {
					p.knows(g.target, g.was)
				}
				return
			}
		}
		p.press("esc")
	case 4:
		p.press("1")
		if p.rng.IntN(2) == 0 {
			p.press("home")
		}
		for range p.rng.IntN(12) {
			p.press([]string{"right", "left", "up"}[p.rng.IntN(3)])
		}
		if p.rng.IntN(3) == 0 {
			p.press("enter")
		} else {
			token := fmt.Sprintf("甲%d乙", n)
			if p.press(token); p.app.session().Locked() == nil {
				p.tokens = append(p.tokens, token)
			}
		}
		p.press("esc")
	case 5:
		for t := range p.known {
			p.knows(t, p.app.session().Report().Get(t))
		}
		p.press("ctrl+z")
	}
}

// step answers what is asked, enters what is half typed, or begins something.
func (p *person) step(n int) {
	if p.rng.IntN(3) == 0 {
		p.app.desk.Pressed(p.now.Add(-time.Second)) // nobody is writing
		p.pass(time.Second)
	}
	switch top := p.app.top().(type) {
	case *clashScreen:
		for _, c := range top.Clashes {
			p.knows(c.Target, c.Theirs)
		}
		p.asked++
		for p.app.top() == screen(top) {
			p.press([]string{"f2", "f3"}[p.rng.IntN(2)])
		}
		return
	case *confirmScreen:
		switch {
		case top.half:
			if p.asked++; p.half != nil {
				p.knows(*p.half, p.app.session().Report().Get(*p.half))
			}
			if x, ok := p.app.stack[len(p.app.stack)-2].(*explainScreen); ok {
				for _, g := range x.grounds {
					p.knows(g.target, g.was) // as it was asked about
				}
			}
			p.press([]string{"f2", "f3"}[p.rng.IntN(2)])
		case top.must:
			p.press("f2")
			if _, giving := p.app.top().(*reopenScreen); giving {
				p.press("漏登", "enter")
			}
		default:
			p.press("y")
		}
		return
	}
	switch {
	case p.half != nil && p.rng.IntN(2) == 0:
		p.press(p.enter...)
		if _, asks := p.app.top().(*confirmScreen); asks {
			return
		}
		p.half = nil
		p.home()
	case p.half == nil:
		p.home()
		if p.app.session() != nil {
			p.begin(n)
		}
	}
}

// home goes back to the contents and drops what is half written.
func (p *person) home() {
	for range 20 {
		switch top := p.app.top().(type) {
		case *contentsScreen:
			return
		case *clashScreen:
			return
		case *confirmScreen:
			if top.must {
				return
			}
			p.press("y", "esc")
		case *listScreen:
			p.press("enter")
		default:
			p.press("esc")
		}
	}
}

// TestSittings has two and three people at work on one report at random: figures,
// notes, explanations, cover, paragraphs, undo, with deleting, bringing back and
// making final in between. What is stored is what the log says; nothing is in
// another place than where it was written; and whoever has put something in the
// place of what somebody else wrote has been shown that before, or was asked.
func TestSittings(t *testing.T) {
	runs, steps := 40, 120
	if os.Getenv("NIANBAO_LONG") != "" {
		runs = 1000
	}
	asked, replaced, entries := 0, 0, 0
	for seed := range runs {
		rng := rand.New(rand.NewPCG(uint64(seed), 15))
		first := drive(t, 80, 24)
		first.app.deps.Store, first.app.deps.User = ofUser{first.store, "甲"}, "甲"
		first.begin()
		people := []*person{{driver: first, who: "甲"}}
		for _, who := range []string{"乙", "丙"}[:1+seed%2] {
			people = append(people, &person{driver: first.beside(who), who: who})
		}
		for _, p := range people {
			p.rng, p.known = rng, map[model.Target]map[string]bool{}
		}
		id := people[0].app.session().Report().ID
		for n := range steps {
			switch k := rng.IntN(60); {
			case k == 0 && first.store.reports[id] != nil && first.store.reports[id].State != model.Final:
				if err := first.store.Delete(id); err != nil {
					t.Fatal(err)
				}
			case k < 12 && first.store.reports[id] == nil:
				if _, err := first.store.Undelete(id); err != nil {
					t.Fatal(err)
				}
			case k == 13 && first.store.reports[id] != nil:
				somebodyFinishes(t, first, id)
			}
			people[rng.IntN(len(people))].step(1000*seed + n)
		}
		if first.store.reports[id] == nil {
			if _, err := first.store.Undelete(id); err != nil {
				t.Fatal(err)
			}
		}
		for range 12 { // everything comes to rest
			for _, p := range people {
				p.step(0)
				p.home()
				p.half = nil
				p.app.desk.Pressed(p.now.Add(-time.Second)) // nobody is writing
				p.pass(3 * time.Second)
			}
		}
		entries += (&randomKeys{driver: first}).checkLog()
		replaced += notReplacedUnasked(t, seed, first.store.logs[id], people)
		text := strings.ReplaceAll(first.store.reports[id].Text["1"], "\n", "")
		log := ""
		for _, e := range first.store.logs[id] {
			for _, c := range e.Changes {
				if c.Target.Key == "1" {
					log += strings.ReplaceAll(c.After, "\n", "")
				}
			}
		}
		for _, p := range people {
			asked += p.asked
			for _, token := range p.tokens {
				if !strings.Contains(log, token) && !strings.Contains(text, token) {
					t.Errorf("seed %d: %s's %q is nowhere", seed, p.who, token)
				}
			}
		}
	}
	t.Logf("%d runs: %d entries in the logs, %d times something of another's was replaced, %d questions", runs, entries, replaced, asked)
	if asked == 0 || replaced == 0 {
		t.Error("nobody met anybody")
	}
}

// somebodyFinishes makes the report final, or opens it again, behind everybody's back.
func somebodyFinishes(t *testing.T, d *driver, id string) {
	t.Helper()
	s := model.NewSession(d.store.reports[id].Clone(), "head")
	e := model.Edit{Label: "定稿", Changes: []model.Change{{Target: desk.StateTarget, Before: string(s.Report().State), After: string(model.Final)}}}
	if s.Report().State == model.Final {
		var err error
		if e, err = model.Reopen(s.Report(), "漏登"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
	if _, err := (ofUser{d.store, "主任"}).Save(s.Take()); err != nil {
		t.Fatal(err)
	}
}

// notReplacedUnasked makes sure that nobody has replaced somebody else's words
// without having been shown them; it counts how often they were replaced at all.
func notReplacedUnasked(t *testing.T, seed int, log []model.LogEntry, people []*person) (replaced int) {
	by := map[model.Target]string{}
	known := map[string]map[model.Target]map[string]bool{}
	for _, p := range people {
		known[p.who] = p.known
	}
	type save struct {
		revision int
		t        model.Target
	}
	net := map[save]*model.Change{} // what a save has made of a target, all in all
	for _, e := range log {
		for _, c := range e.Changes {
			at := save{e.Revision, c.Target}
			n := net[at]
			if n == nil {
				n = &model.Change{Target: c.Target, Before: c.Before}
				net[at] = n
			}
			n.After = c.After
		}
	}
	for _, e := range log {
		for _, c := range e.Changes {
			n := net[save{e.Revision, c.Target}]
			if n == nil || n.Before == n.After {
				continue // told already, or it gave way: done, and undone at once, so that the log has it
			}
			delete(net, save{e.Revision, c.Target})
			author := by[c.Target]
			watched := known[e.User] != nil && c.Kind != model.TargetText && c.Target != desk.StateTarget
			if anothers := author != "" && author != e.User; anothers && watched {
				replaced++
				if !known[e.User][c.Target][n.Before] {
					t.Errorf("seed %d: %s's %q of %v was replaced by %s's %q unasked (%s)", seed, author, n.Before, c.Target, e.User, n.After, e.Label)
				}
			}
			by[c.Target] = e.User
		}
	}
	return replaced
}
