//go:build unix

package endtoend

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nianbao/model"
)

// crowd is a store with the reports that many work at, and what they have done.
type crowd struct {
	t       *testing.T
	dir     string
	reports []string
	figure  atomic.Int64 // the last one entered: no two are the same

	mu      sync.Mutex
	kept    map[string][]string // by report, the figures that were saved
	asked   int                 // questions, which of two figures to take
	delays  []time.Duration     // from Enter to "saved", where nothing was asked
	dropped int
}

// newCrowd begins n reports.
func newCrowd(t *testing.T, n int) *crowd {
	t.Helper()
	c := &crowd{t: t, dir: t.TempDir(), kept: map[string][]string{}}
	for i := range n {
		name := fmt.Sprintf("第%c镇人民政府", []rune("一二三四五六七八九十")[i])
		if _, errs, status := shell(t, c.dir, "new", "--unit", name, "--year", "2025"); status != 0 {
			t.Fatal(errs)
		}
		c.reports = append(c.reports, name)
	}
	c.figure.Store(10_000)
	return c
}

// of is the report of one of n: half of them work at the same one.
func (c *crowd) of(i int) string {
	if i%2 == 0 {
		return c.reports[0]
	}
	return c.reports[1+i/2%(len(c.reports)-1)]
}

func (c *crowd) next() string { return fmt.Sprint(c.figure.Add(1)) }

func (c *crowd) keep(report, figure string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[report] = append(c.kept[report], figure)
}

// verify makes sure that each figure entered is in its report's log, once, also
// those that lost against another, and none else, and that the reports are what their logs come to.
func (c *crowd) verify() (entries int) {
	c.t.Helper()
	sound(c.t, c.dir, c.reports...)
	for _, report := range c.reports {
		var logged []string
		_, log := replayed(c.t, c.dir, report)
		for _, e := range log {
			if strings.HasSuffix(e.Label, "用了对方的") {
				continue // the figure that lost stands in the entry before
			}
			for _, change := range e.Changes {
				logged = append(logged, fmt.Sprint(change["after"]))
				if !slices.Contains(c.kept[report], fmt.Sprint(change["after"])) {
					c.t.Errorf("%s: nobody has entered %+v", report, e)
				}
			}
			entries += min(len(e.Changes), 1)
		}
		slices.Sort(logged)
		slices.Sort(c.kept[report])
		if !slices.Equal(logged, c.kept[report]) {
			missing := slices.DeleteFunc(slices.Clone(c.kept[report]), func(f string) bool { return slices.Contains(logged, f) })
			c.t.Errorf("%s: the log has %d figures, saved were %d; it lacks %v", report, len(logged), len(c.kept[report]), missing)
		}
	}
	return entries
}

// The cells that a crowd types into: few enough for two to meet in one.
const (
	crowdRows = 9
	crowdCols = 5
)

// TestManySessions has fifty at work at once, half of them at the same report.
func TestManySessions(t *testing.T) {
	sessions, edits := 50, 20
	if testing.Short() {
		sessions, edits = 12, 5
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	c := newCrowd(t, 6)
	atOnce(sessions, func(i int) {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		report := c.of(i)
		x := start(t, c.dir, 80, 24, "edit", report, "--at", received)
		x.atTable()
		if strings.Contains(x.text(), "正在输入") { // as another of the same user has it half typed
			x.press("Esc")
			x.see("本格")
		}
		row, col := 0, 0
		for range edits {
			for to := rng.IntN(crowdRows); row != to; {
				row += c.step(x, row < to, "Down", "Up")
			}
			for to := rng.IntN(crowdCols); col != to; {
				col += c.step(x, col < to, "Right", "Left")
			}
			c.enter(x, rng, report)
			row++
		}
		x.press("Ctrl+Q")
		if x.wait() != 0 {
			t.Errorf("a session ends with %d", x.cmd.ProcessState.ExitCode())
		}
		x.close()
	})
	entries := c.verify()
	if want := sessions * edits; entries != want {
		t.Errorf("the logs have %d edits, want %d", entries, want)
	}
	slices.Sort(c.delays)
	n := len(c.delays)
	t.Logf("%d sessions, %d edits each: %d in the logs, %d questions, %d given up for the other's; Enter to saved: median %v, p99 %v, longest %v", sessions, edits, entries,
		c.asked, c.dropped, c.delays[n/2].Round(time.Millisecond), c.delays[n*99/100].Round(time.Millisecond), c.delays[n-1].Round(time.Millisecond))
	if !testing.Short() && (c.asked == 0 || c.dropped == 0) {
		t.Error("no two have met in a cell")
	}
}

// step presses one of two arrow keys, and returns which.
func (c *crowd) step(x *terminal, ahead bool, forth, back string) int {
	if ahead {
		x.press(forth)
		return 1
	}
	x.press(back)
	return -1
}

// theirFigure is what a question says that somebody else has entered.
var theirFigure = regexp.MustCompile(`用对方的：\S+`)

// enter types a figure, enters it and waits for it to be saved, or to be given
// up for what somebody else has entered there.
func (c *crowd) enter(x *terminal, rng *rand.Rand, report string) {
	figure := c.next()
	x.press(figure, "Enter")
	began := time.Now()
	const clash, overtaken = "两边改了同一处", "在您填写的时候被"
	x.until("the figure in the table", func(screen string) bool {
		return strings.Contains(screen, clash) || strings.Contains(screen, figure) && !strings.Contains(screen, "正在输入")
	})
	asked, given := false, false
	x.until(figure+" saved", func(screen string) bool {
		if strings.Contains(screen, "占用") || strings.Contains(screen, "没有保存") {
			x.t.Errorf("the screen complains:\n%s", screen)
		}
		switch {
		case !x.quiet():
		case strings.Contains(screen, overtaken):
			asked = true
			x.press("Ctrl+O") // mine all the same
			x.until("the question answered", func(screen string) bool { return !strings.Contains(screen, overtaken) })
		case strings.Contains(screen, clash):
			given = rng.IntN(2) == 0
			x.press(map[bool]string{false: "Ctrl+O", true: "Ctrl+T"}[given])
			asked = true
			// Another question may follow, which is about another figure of theirs.
			question := theirFigure.FindString(screen)
			x.until("the question answered", func(screen string) bool {
				return !strings.Contains(screen, clash) || x.quiet() && theirFigure.FindString(screen) != question
			})
		case calledSaved.MatchString(screen), given && strings.Contains(screen, "无改动"):
			return true
		}
		return false
	})
	delay := time.Since(began)
	c.keep(report, figure)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case given:
		c.dropped++
		c.asked++
	case asked:
		c.asked++
	default:
		c.delays = append(c.delays, delay)
	}
}

// TestSetStorm has many shells correct figures at once while a screen is open:
// each does it, or says that somebody else has just changed that cell.
func TestSetStorm(t *testing.T) {
	shells, each := 16, 25
	if testing.Short() {
		shells, each = 6, 5
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	c := newCrowd(t, 3)
	cells := model.Form2021.Section("3").Table.Blocks[0]
	var refused atomic.Int64
	var longest atomic.Int64
	x := start(t, c.dir, 80, 24, "edit", c.reports[0], "--at", received)
	x.atTable()
	atOnce(shells, func(i int) {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		for range each {
			figure := c.next()
			cell := "3." + cells.Rows[rng.IntN(3)].Key + "." + cells.Columns[rng.IntN(2)].Key
			began := time.Now()
			switch _, errs, status := shell(t, c.dir, "set", c.of(i), cell+"="+figure); status {
			case 0:
				c.keep(c.of(i), figure)
			case 4:
				refused.Add(1)
			default:
				t.Errorf("set ends with %d: %s", status, errs)
			}
			took := int64(time.Since(began))
			for was := longest.Load(); took > was && !longest.CompareAndSwap(was, took); was = longest.Load() {
			}
		}
	})
	if screen := x.text(); strings.Contains(screen, "占用") {
		t.Errorf("the screen complains:\n%s", screen)
	}
	x.press("Ctrl+Q")
	x.wait()
	entries := c.verify()
	t.Logf("%d shells, %d times each: %d done, %d told that another was first, the longest took %v", shells, each, entries, refused.Load(), time.Duration(longest.Load()).Round(time.Millisecond))
	if entries == 0 {
		t.Error("nobody has set anything")
	}
}
