//go:build unix

package endtoend

import (
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// rounds shares n rounds (fewer with -short) out to workers, each with a report
// of its own, and hands each round its dice.
func rounds(t *testing.T, n, short, workers int, round func(dir string, rng *rand.Rand, number *int)) {
	t.Helper()
	if testing.Short() {
		n = short
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	var next atomic.Int64
	atOnce(workers, func(worker int) {
		dir := newReport(t)
		number := 10_000
		for !t.Failed() {
			i := uint64(next.Add(1))
			if i > uint64(n) {
				break
			}
			round(dir, rand.New(rand.NewPCG(seed, i)), &number)
		}
		sound(t, dir, "某某镇")
	})
}

// TestKills kills the program over and over while it is typed into. What the
// screen has called saved is there, no edit is there by half, and the store is
// well.
func TestKills(t *testing.T) {
	var kills, called, worst atomic.Int64
	rounds(t, 300, 20, 8, func(dir string, rng *rand.Rand, number *int) {
		p := sitDown(t, dir, rng, number)
		kill := func() {
			p.cmd.Process.Kill()
			close(p.gone)
		}
		if rng.IntN(2) == 0 {
			// At any moment.
			time.AfterFunc(time.Duration(rng.IntN(1500))*time.Millisecond, kill)
			for p.act() {
				switch rng.IntN(3) {
				case 0:
					p.look(450 * time.Millisecond)
				case 1:
					p.look(time.Duration(rng.IntN(350)) * time.Millisecond)
				}
			}
		} else {
			// About when it saves.
			for range 1 + rng.IntN(4) {
				p.act()
			}
			p.look(500 * time.Millisecond)
			p.act()
			time.Sleep(saveDelay + time.Duration(rng.IntN(40)-10)*time.Millisecond)
			kill()
		}
		p.wait()
		if p.saved(p.text()) { // the last frame is whole: it is written at once
			p.kept = len(p.states) - 1
		}
		p.close()
		kills.Add(1)
		if p.kept > 0 {
			called.Add(1)
		}
		behind := int64(p.verdict(dir))
		for was := worst.Load(); behind > was && !worst.CompareAndSwap(was, behind); was = worst.Load() {
		}
		sound(t, dir, "某某镇")
	})
	t.Logf("%d kills, %d of them after something was called saved; nothing of that lost; at most %d keys not saved yet", kills.Load(), called.Load(), worst.Load())
	if called.Load() == 0 {
		t.Error("the screen has called nothing saved in any round")
	}
}

// saveDelay is how long after the last edit the program saves.
const saveDelay = 300 * time.Millisecond

// TestLineDrops has the terminal go away over and over while it is typed into.
// All that had arrived is there, and a figure half typed is offered again.
func TestLineDrops(t *testing.T) {
	drops := []struct {
		name string
		drop func(*terminal)
	}{
		{"the line closes", func(x *terminal) { x.line.Close() }},
		{"SIGHUP", func(x *terminal) { x.cmd.Process.Signal(syscall.SIGHUP) }},
		{"SIGTERM", func(x *terminal) { x.cmd.Process.Signal(syscall.SIGTERM) }},
	}
	var n, halves atomic.Int64
	rounds(t, 100, 10, 4, func(dir string, rng *rand.Rand, number *int) {
		p := sitDown(t, dir, rng, number)
		for range 1 + rng.IntN(4) {
			p.act()
		}
		if p.row == len(p.rows) {
			p.top()
		}
		p.enter()
		half := ""
		if rng.IntN(4) > 0 {
			half = p.next()[:1+rng.IntN(5)]
			for _, digit := range half {
				p.send(string(digit))
			}
			p.marks = append(p.marks, "正在输入 "+half+"\n") // not the figure before it, whose digits it begins with
			halves.Add(1)
		}
		p.until("what was typed", func(screen string) bool {
			return p.arrived(screen) && (half != "" || !strings.Contains(screen, "正在输入")) // Enter, too
		})
		time.Sleep(time.Duration(rng.IntN(350)) * time.Millisecond)
		drop := drops[n.Add(1)%int64(len(drops))]
		drop.drop(p.terminal)
		p.wait()
		p.close()
		if behind := p.verdict(dir) - len(half); behind != 0 {
			t.Errorf("%s: %d keys lost", drop.name, behind)
		}
		again := start(t, dir, 80, 24, "edit", "某某镇")
		again.atTable()
		if half != "" {
			again.see("正在输入 "+half, "还没有确定")
		} else if strings.Contains(again.text(), "正在输入") {
			t.Errorf("%s: something is being typed:\n%s", drop.name, again.text())
		}
		again.kill()
		again.close()
	})
	t.Logf("%d lines dropped, %d of them with a figure half typed; nothing lost", n.Load(), halves.Load())
}
