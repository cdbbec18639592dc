package ui

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/desk"
)

// burst sends a text as a console does that puts no brackets round a paste: a key
// for each character, a millisecond apart.
func (d *driver) burst(text string) { d.keysEvery(time.Millisecond, text) }

func (d *driver) keysEvery(gap time.Duration, text string) {
	for _, r := range text {
		d.now = d.now.Add(gap)
		switch r {
		case '\t':
			d.send(key("tab"))
		case '\r':
			d.send(key("enter"))
		case '\n':
			d.send(key("ctrl+j"))
		default:
			d.send(key(string(r)))
		}
	}
}

// waits has what is held looked at.
func (d *driver) waits() { d.pass(holdFor) }

// TestEnterAfterTabs: it goes back to the column where the run of Tabs began; any
// other way there is no run.
func TestEnterAfterTabs(t *testing.T) {
	d := atTable(t, "3.granted.research")
	d.press("1", "tab", "2", "tab", "3", "enter", "4", "tab", "5", "enter", "6", "enter", "7", "enter")
	d.want("3.granted.research=1", "3.granted.legal_service=3", "3.partial.research=4", "3.partial.welfare=5", "3.denied_secret.research=6", "3.denied_law.research=7")

	d = atTable(t, "2.rules.repealed")
	d.press("1", "tab", "2", "enter", "3", "tab", "4", "enter", "5", "enter")
	d.want("2.normative.repealed=3", "2.normative.in_force=4", "2.licensing.decided=5")

	d = atTable(t, "4.direct_suit.corrected")
	d.press("tab", "tab", "shift+tab", "enter", "8", "tab", "9", "enter")
	d.want("4.suit_after.corrected=8")
	d.see("上一列到底了")
	d = atTable(t, "4.suit_after.pending")
	d.press("8", "enter")
	d.see("这张表到底了：按 F4 把没有填的格填 0")
	d.press("f4", "enter")
	d.see("这张表到底了，都填好了：按 Esc 返回目录")
	d.press("9", "esc", "8", "enter", "9")
	d.see("这一格刚填了 8，现在改它")

	d = atTable(t, "3.received.natural_person")
	d.press("1", "tab", "right", "left", "2", "enter", "3", "enter") // arrows end the run
	d.want("3.received.business=2", "3.carried_in.business=3")
	d.app.goTo(place{Cell: "3.granted.other_org"})
	d.press("1", "tab", "2", "enter", "3", "enter") // on to the next row
	d.want("3.granted.other_org=1", "3.partial.natural_person=2", "3.denied_secret.natural_person=3")
	d.app.goTo(place{Cell: "3.refused_repeat.natural_person"})
	d.press("1", "tab", "2", "enter", "ctrl+f", "结转下年 商业", "enter", "3", "enter")
	d.want("3.carried_out.business=3", "3.refused_publication.natural_person=")
}

// TestBurstIsABlock: keys that come too fast and have the shape of a block are
// held, shown, and filled in as a block.
func TestBurstIsABlock(t *testing.T) {
	for _, c := range []struct {
		name, cell, text string
		see, want        []string
	}{
		{"rows", "3.received.natural_person", "61\t12\t0\t3\t5\t2\r4\t1\t0\t0\t0\t0\r20\t5\t0\t1\t2\t1\r", []string{"39 个键", "3 行，能填 18 格"},
			[]string{"3.received.natural_person=61", "3.carried_in.business=1", "3.granted.other_org=1", "3.partial.natural_person="}},
		{"with totals", "3.received.natural_person", "61\t12\t0\t3\t5\t2\t83\r4\t1\t0\t0\t0\t0\t5\r", []string{"能填 12 格", "2 格是合计"},
			[]string{"3.received.other_org=2", "3.carried_in.natural_person=4", "3.granted.natural_person="}},
		{"one row with its total", "4.direct_suit.upheld", "1\t2\t3\t4\t10\r", []string{"能填 4 格", "1 格是合计"}, []string{"4.direct_suit.pending=4", "4.suit_after.upheld="}},
		{"from the middle", "2.rules.repealed", "3\t4\r5\t6", []string{"从「表二 规章/本年废止」起"}, []string{"2.rules.repealed=3", "2.normative.repealed=5", "2.normative.in_force=6"}},
		{"blanks first and last", "3.refused_petition.business", "\t7\t\r8\t\t\r\t\t9\r", []string{"能填 3 格"},
			[]string{"3.refused_petition.business=", "3.refused_petition.research=7", "3.refused_repeat.business=8", "3.refused_publication.welfare=9"}},
		{"line ends doubled", "3.other.natural_person", "1\t2\r\r3\t4\r\r", []string{"2 行"}, []string{"3.other.business=2", "3.carried_out.natural_person="}},
		{"line feeds", "3.granted.welfare", "1\n2\n", []string{"能填 2 格"}, []string{"3.granted.welfare=1", "3.partial.welfare=2"}},
		{"a column over a total", "3.other_unpaid.research", "1\r2\r3\r4\r", []string{"能填 2 格", "1 格是合计"}, []string{"3.other_unpaid.research=1", "3.other.research=2", "3.carried_out.research=4", "3.received.welfare="}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := atTable(t, model.CellID(c.cell))
			before, _ := d.app.session().Report().Progress(c.cell[:1])
			d.burst(c.text)
			if after, _ := d.app.session().Report().Progress(c.cell[:1]); after > before+1 {
				t.Errorf("%d cells are filled before anybody is asked", after-before)
			}
			d.waits()
			d.see(append(c.see, "像是粘贴的一块", "按 F2")...)
			d.press("f2")
			if _, asks := d.app.top().(*confirmScreen); asks {
				d.press("enter")
			}
			d.want(c.want...)
		})
	}
}

// TestBurstByNames: heads and names of rows come as keys, too.
func TestBurstByNames(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.burst("\t其他\t自然人\r重复申请\t1\t2\r部分公开\t3\t4\r")
	d.waits()
	d.see("像是粘贴的一块", "按名字放")
	d.press("ctrl+o")
	d.see("列的次序和表里的不同")
	d.press("enter")
	d.want("3.refused_repeat.natural_person=2", "3.partial.other_org=3", "3.received.natural_person=")
}

// TestBurstThatWasTyped: what a slow line brings at once, and two fingers that come
// down together, are keys as ever.
func TestBurstThatWasTyped(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.burst("12\t3\t45\r6\r7\t8")
	d.waits()
	d.want("3.received.research=45", "3.carried_in.natural_person=6", "3.granted.natural_person=7")
	d.see("正在输入 8")
	d.press("enter")
	d.want("3.granted.business=8")

	d = atTable(t, "4.reconsideration.upheld")
	d.burst("1\r2\r3") // down a column, with nothing held
	d.want("4.reconsideration.upheld=1", "4.direct_suit.upheld=2")

	d = atTable(t, "2.rules.issued")
	d.burst("1\t") // and a Tab that is looked at once nothing follows
	d.want("2.rules.issued=")
	d.waits()
	d.want("2.rules.issued=1")
	d.press("2")
	d.burst("3\t")
	d.press("4", "enter")
	d.want("2.rules.repealed=23", "2.rules.in_force=4")

	d = atTable(t, "3.granted.natural_person")
	d.burst("1\t2\r3\t4\r5")
	d.waits()
	d.see("像是粘贴的一块")
	d.press("f3") // somebody says so
	d.see("正在输入 5")
	d.want("3.granted.business=2", "3.partial.natural_person=3", "3.partial.business=4")
}

// TestBurstWithEnterToTheRight: a column that comes as keys doesn't run along a row.
func TestBurstWithEnterToTheRight(t *testing.T) {
	d := atTable(t, "3.granted.natural_person")
	d.app.settings.EnterRight = true
	d.burst("1\r2\r3\r4\r5\r6\r")
	d.waits()
	d.see("像是粘贴的一块", "6 行")
	d.press("f2")
	d.want("3.granted.natural_person=1", "3.partial.natural_person=2", "3.denied_third_party.natural_person=6", "3.granted.business=")
	d.burst("7\r8\r")
	d.waits()
	d.want("3.granted.natural_person=7", "3.granted.business=8")
}

// TestBurstQuestion: nothing but an answer ends it; what comes later is held as
// well; the figures that stand there are told of.
func TestBurstQuestion(t *testing.T) {
	d := atTable(t, "3.granted.research")
	d.press("9", "enter")
	d.app.goTo(place{Cell: "3.granted.research"})
	d.burst("1\t2\r3\t")
	d.waits()
	d.see("2 行", "1 格原来有别的数")
	d.press("esc", "ctrl+q", "f6", "left", "backspace")
	d.see("请先选定")
	d.send(tea.PasteMsg{Content: "1\t2"})
	d.see("请先选定")
	d.press("4", "enter")
	d.see("能填 4 格")
	d.press("f5")
	d.see("丢掉了")
	d.want("3.granted.research=9", "3.partial.research=")
	d.burst("1\t2\r3\t4\r")
	d.waits()
	d.press("f2")
	d.see("1 格原来有别的数")
	d.press("enter")
	d.want("3.granted.research=1", "3.partial.welfare=4")
}

// TestBurstOutlivesTheLine: keys that are held, or asked about, are there at the
// next sitting, whatever ends this one; those that were typed are done.
func TestBurstOutlivesTheLine(t *testing.T) {
	reopened := func(d *driver) {
		d.t.Helper()
		d.app.stack, d.app.opened, d.app.desk = d.app.stack[:1], opened{}, desk.New(roundDesk{d.app})
		d.app.burst = burst{}
		d.run(openReport(d.app, "某某镇人民政府-2025", opening{}))
	}
	const block = "61\t12\r4\t1\r"
	for name, end := range map[string]func(*driver){
		"held, hung up":         func(d *driver) { d.burst(block); d.send(HangUp{}) },
		"held, the loop ended":  func(d *driver) { d.burst(block); d.app.Close() },
		"asked, hung up":        func(d *driver) { d.burst(block); d.waits(); d.send(HangUp{}) },
		"asked, power cut":      func(d *driver) { d.burst(block); d.waits(); d.pass(time.Second) },
		"asked, more came, cut": func(d *driver) { d.burst("61\t12\r4\t1"); d.waits(); d.burst("\r"); d.pass(time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			d := atTable(t, "3.received.natural_person")
			end(d)
			if n, _ := d.report().Progress("3"); n != 0 {
				t.Errorf("%d cells filled unasked", n)
			}
			reopened(d)
			d.see("61[Tab]12[Enter]", "4[Tab]1[Enter]", "请照此重填")
		})
	}
	d := atTable(t, "3.received.natural_person")
	d.burst("61\t12\t")
	d.send(HangUp{})
	if r := d.report(); r.Figures["3.received.business"] != model.Count(12) {
		t.Error("what was typed is lost")
	}

	d = atTable(t, "3.received.natural_person") // the store fails
	d.files.rescues, d.app.deps.RescueDirs = true, []string{t.TempDir()}
	d.press("5", "down", "down")
	d.store.fail = fakeError{"full"}
	d.burst(block)
	d.waits()
	d.send(HangUp{})
	paths := desk.RescueFiles(d.app.deps.RescueDirs, d.app.deps.User)
	if len(paths) != 1 {
		t.Fatalf("%d rescue files", len(paths))
	}
	x, err := desk.ReadRescued(d.store, paths[0])
	if err != nil || !strings.Contains(x.Place, "61[Tab]12") {
		t.Errorf("%v: %s", err, x.Place)
	}
}

// TestBurstWhileBusy: keys that waited for another screen are looked at as they
// came.
func TestBurstWhileBusy(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.app.waiting = true
	d.burst("1\t2\r3\t4\r")
	d.now = d.now.Add(time.Second)
	d.app.waiting = false
	d.run(d.app.replay())
	d.waits()
	d.see("像是粘贴的一块")

	d = atTable(t, "3.received.natural_person")
	d.app.waiting = true
	d.keysEvery(typedEvery, "1\t2\r3\t4\r")
	d.app.waiting = false
	d.run(d.app.replay())
	d.want("3.received.natural_person=1", "3.received.business=2", "3.carried_in.natural_person=3", "3.carried_in.business=4")
}

// TestTabHeldDown comes again and again, and goes on at once.
func TestTabHeldDown(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.keysEvery(25*time.Millisecond, strings.Repeat("\t", 8))
	if c := d.app.top().(*tableScreen).current().ID; c != "3.carried_in.research" {
		t.Errorf("at %s", c)
	}
}

// TestBurstIsLikeAPaste: whatever block comes as keys, at any cell and cut off
// anywhere, the figures stand where a paste of it would put them, or its keys are
// in the place for the next sitting.
func TestBurstIsLikeAPaste(t *testing.T) {
	rng := rand.New(rand.NewPCG(16, 4))
	cells := slices.DeleteFunc(slices.Clone(model.Form2021.Cells()), func(c *model.Cell) bool { return c.Computed() })
	asked := 0
	for range 300 {
		cell := cells[rng.IntN(len(cells))]
		block := make([][]string, 1+rng.IntN(5))
		wide := 2 + rng.IntN(6)
		for i := range block {
			for range wide {
				block[i] = append(block[i], []string{"0", "7", "12", "305", "", "1"}[rng.IntN(6)])
			}
		}
		block[0][0] = "4"
		text := strings.ReplaceAll(model.FormatBlock(block), "\n", "\r") + "\r"

		pasted, keyed := atTable(t, cell.ID), atTable(t, cell.ID)
		pasted.send(tea.PasteMsg{Content: text})
		if answer(pasted) == "" {
			continue // it can't be placed without a choice
		}
		cut := len(text)
		if rng.IntN(3) == 0 {
			cut = 1 + rng.IntN(len(text))
		}
		keyed.burst(text[:cut])
		if cut < len(text) {
			keyed.send(HangUp{})
			left := keyed.app.placeString()
			for id, f := range keyed.report().Figures {
				if f != pasted.app.session().Report().Figures[id] {
					t.Fatalf("%q at %s, cut at %d: %s is %s", text, cell.ID, cut, id, f)
				}
			}
			if first := keyed.report().Figures[cell.ID]; !first.Filled() && !strings.Contains(left, `4`) {
				t.Fatalf("%q at %s, cut at %d: nothing is left: %s", text, cell.ID, cut, left)
			}
			continue
		}
		keyed.waits()
		if _, asks := keyed.app.top().(*burstScreen); asks {
			asked++
			keyed.press("f2")
			answer(keyed)
		} else {
			keyed.press("esc")
		}
		if a, b := pasted.app.session().Report().Figures, keyed.app.session().Report().Figures; !maps.Equal(a, b) {
			t.Fatalf("%q at %s: pasted %v, as keys %v", text, cell.ID, a, b)
		}
	}
	if asked < 50 {
		t.Errorf("asked %d times only", asked)
	}
}

// answer goes on with a paste that asks; it says how, "" where that takes a choice.
func answer(d *driver) string {
	c, asks := d.app.top().(*confirmScreen)
	switch {
	case !asks:
		return "at once"
	case c.accept == nil:
		return ""
	}
	d.press("enter")
	return "Enter"
}
