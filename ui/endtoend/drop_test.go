//go:build unix

package endtoend

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// times is how often a search is tried: n times where NIANBAO_LONG asks for the
// whole of it, else a tenth, and less with -short.
func times(n int) int {
	switch {
	case os.Getenv("NIANBAO_LONG") != "":
		return n
	case testing.Short():
		return max(n/50, 1)
	}
	return n / 10
}

// drops are the ways a terminal goes away.
var drops = []struct {
	name string
	drop func(*terminal) error
}{
	{"SIGHUP", func(x *terminal) error { return x.cmd.Process.Signal(syscall.SIGHUP) }},
	{"SIGTERM", func(x *terminal) error { return x.cmd.Process.Signal(syscall.SIGTERM) }},
	{"the line closes", func(x *terminal) error { return x.line.Close() }},
}

// fate is what became of figures that were typed before a line dropped.
type fate struct{ rounds, typed, lost, hung int }

// TestDropBehindSave drops the line a moment behind Ctrl+S, or behind a burst of
// figures: the program ends, and nothing is lost of what it had read or, after a
// signal, could still read. A line that closes takes along what had not been read
// yet: that is counted apart.
func TestDropBehindSave(t *testing.T) {
	n := times(1000)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	fates := map[string]*fate{}
	var mu sync.Mutex
	next := make(chan int)
	go func() {
		defer close(next)
		for i := range n {
			next <- i
		}
	}()
	atOnce(4, func(int) {
		dir := newReport(t)
		for i := range next {
			rng := rand.New(rand.NewPCG(seed, uint64(i)))
			way := drops[i%len(drops)]
			kind, figures := "Ctrl+S", 1
			if i%5 == 4 {
				kind, figures = "a burst", 20
			}
			typed, kept, hung := dropBehind(t, dir, rng, figures, way.drop)
			mu.Lock()
			f := fates[way.name+" behind "+kind]
			if f == nil {
				f = &fate{}
				fates[way.name+" behind "+kind] = f
			}
			f.rounds++
			f.typed += typed
			f.lost += typed - kept
			if hung {
				f.hung++
			}
			mu.Unlock()
		}
		sound(t, dir, "某某镇")
	})
	for what, f := range fates {
		t.Logf("%s: %d times, %d hung; %d of %d figures lost", what, f.rounds, f.hung, f.lost, f.typed)
		if destroyed := strings.HasPrefix(what, "the line closes"); f.hung > 0 || f.lost > 0 && !destroyed {
			t.Errorf("%s: %d hung, %d lost", what, f.hung, f.lost)
		}
	}
}

// dropBehind types figures, the last one ended by Ctrl+S, drops the line 0 to 15
// ms later, and counts what the store or a rescue file has of them, entered or as
// half typed. A single figure has arrived before Ctrl+S is sent.
func dropBehind(t *testing.T, dir string, rng *rand.Rand, figures int, drop func(*terminal) error) (typed, found int, hung bool) {
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	defer x.close()
	x.atTable()
	if strings.Contains(x.text(), "正在输入") { // left behind by the last round
		x.press("Esc")
		x.see("本格")
	}
	base := 100_000 + rng.IntN(800_000)
	keys, want := "", []string{}
	for i := range figures {
		figure := fmt.Sprint(base + i)
		want = append(want, figure)
		keys += figure + "\r"
	}
	send := func(keys string) {
		if _, err := x.line.WriteString(keys); err != nil {
			t.Error(err)
		}
	}
	send(strings.TrimSuffix(keys, "\r"))
	if figures == 1 {
		x.see("正在输入 " + want[0])
	}
	send("\x13")
	time.Sleep(time.Duration(rng.IntN(15_001)) * time.Microsecond)
	if err := drop(x); err != nil {
		t.Error(err)
	}
	ended := make(chan struct{})
	go func() { x.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(patience / 2):
		hung = true
		x.cmd.Process.Kill()
		<-ended
	}
	out, errs, status := shell(t, dir, "show", "某某镇", "--json")
	if status != 0 {
		t.Error(errs)
	}
	kept, err := filepath.Glob(filepath.Join(x.cmd.Dir, "未保存-*.json"))
	if err != nil {
		t.Error(err)
	}
	for _, path := range append(kept, filepath.Join(dir, "nianbao.db")) { // the store has the place as it is
		data, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		out += string(data)
	}
	for _, figure := range want {
		if strings.Contains(out, figure) {
			found++
		}
	}
	return len(want), found, hung
}
