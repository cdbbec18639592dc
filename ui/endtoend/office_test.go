//go:build unix

package endtoend

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"nianbao/model"
)

// TestOffice has many at work on a shared server as people are: a figure every few
// seconds, half of them on five reports of a thousand. It prints how long a figure
// waits to be saved, and what all that costs; nobody is told that the store is busy,
// and nothing is lost.
func TestOffice(t *testing.T) {
	sittings, reports, edits := 10, 50, 3
	if os.Getenv("NIANBAO_LONG") != "" {
		sittings, reports, edits = 100, 1000, 15
	}
	c := &crowd{t: t, dir: t.TempDir(), kept: map[string][]string{}}
	c.figure.Store(10_000)
	var all []*model.Report
	for i := range reports {
		unit := fmt.Sprintf("第%04d镇人民政府", i)
		r := finished(unit, 2025, int64(i%7+1))
		if i < 5+sittings/2 { // to be worked at
			r = model.NewReport(model.Form2021, unit, model.Town, 2025)
			c.reports = append(c.reports, unit)
		}
		all = append(all, r)
	}
	put(t, c.dir, all...)
	var opened, used, began, own atomic.Int64
	working := make(chan struct{})
	atOnce(sittings, func(i int) {
		rng := rand.New(rand.NewPCG(7, uint64(i)))
		report := c.reports[i%5]
		if i%2 == 1 {
			report = c.reports[5+i/2%(len(c.reports)-5)]
		}
		time.Sleep(time.Duration(i) * 50 * time.Millisecond)
		x := start(t, c.dir, 80, 24, "edit", report, "--at", received)
		x.atTable()
		if strings.Contains(x.text(), "正在输入") {
			x.press("Esc")
			x.see("本格")
		}
		if opened.Add(1) == int64(sittings) {
			began.Store(int64(time.Now().UnixNano()))
			own.Store(int64(ownProcessor(t)))
			close(working)
		}
		<-working
		before := processor(x.cmd)
		spare := rowsAboveTotal - edits
		for range edits {
			time.Sleep(2*time.Second + rand.N(2*time.Second))
			for range min(rng.IntN(3), spare) {
				x.press("Down")
				spare--
			}
			c.enter(x, rng, report)
		}
		used.Add(int64(processor(x.cmd) - before))
		if i == 1 {
			t.Log("memory of a sitting:", proportional(x.cmd.Process.Pid))
		}
		x.press("Ctrl+Q")
		x.wait()
		x.close()
	})
	took := time.Duration(time.Now().UnixNano() - began.Load())
	watching := ownProcessor(t) - time.Duration(own.Load())
	if entries := c.verify(); entries != sittings*edits {
		t.Errorf("the logs have %d edits, want %d", entries, sittings*edits)
	}
	slices.Sort(c.delays)
	n := len(c.delays)
	t.Logf("%d sittings, %d reports, %d edits each: Enter to saved: median %v, p99 %v, longest %v; %d questions; %.2f processors, and %.2f for watching", sittings, reports, edits,
		c.delays[n/2].Round(time.Millisecond), c.delays[n*99/100].Round(time.Millisecond), c.delays[n-1].Round(time.Millisecond), c.asked,
		time.Duration(used.Load()).Seconds()/took.Seconds(), watching.Seconds()/took.Seconds())
}

// ownProcessor is the processor's time that this process has used.
func ownProcessor(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Error(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// rowsAboveTotal is how many cells of a column of section 3 are typed above its total,
// where a figure is no edit of a cell.
const rowsAboveTotal = 23

// proportional is the memory of a process, with its share of what others have too; ""
// where the system doesn't say.
func proportional(pid int) string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return ""
	}
	for _, l := range strings.Split(string(data), "\n") {
		if v, ok := strings.CutPrefix(l, "Pss:"); ok {
			kb, err := strconv.Atoi(strings.Fields(v)[0])
			if err != nil {
				return ""
			}
			return fmt.Sprintf("%.1f MB", float64(kb)/1024)
		}
	}
	return ""
}
