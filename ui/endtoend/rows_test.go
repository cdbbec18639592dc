//go:build linux

package endtoend

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/creack/pty"
)

// TestRowFigures measures what must stay cheap, each as a whole process: this program,
// and in turn with it the build that NIANBAO_BEFORE names, such as that of the commit
// before. It prints medians and ratios, and judges no time.
func TestRowFigures(t *testing.T) {
	if testing.Short() {
		return // under the race detector no figure means anything
	}
	m := &measuring{t: t, builds: []build{{"now", program}}, sizes: []int{1, 20, 60}, long: os.Getenv("NIANBAO_LONG") != "", of: map[string]map[build][]float64{}}
	if before := os.Getenv("NIANBAO_BEFORE"); before != "" {
		m.builds = []build{{"before", before}, m.builds[0]} // what it stores, both can read
	}
	if m.long {
		m.sizes = []int{1, 1000, 10_000}
	} else {
		t.Parallel() // it only has to work
	}
	defer func() { t.Logf("median of each row\n%s", m.table()) }()
	for _, part := range []struct {
		name    string
		measure func()
	}{{"starts", m.starts}, {"keys", m.bytes}, {"idle", m.idle}, {"logs", m.longLogs}, {"files", m.checkFolder}, {"stores", m.stores}} {
		t.Run(part.name, func(t *testing.T) {
			m.t = t
			part.measure()
		})
	}
}

// build is a program that is measured.
type build struct{ name, path string }

// measuring is what is measured, and the figures so far.
type measuring struct {
	t      *testing.T
	builds []build // the one before comes first
	sizes  []int   // of stores
	long   bool    // measured whole

	rows []string // in the order in which they came
	of   map[string]map[build][]float64
}

func (m *measuring) add(row string, b build, figure float64) {
	if m.of[row] == nil {
		m.rows, m.of[row] = append(m.rows, row), map[build][]float64{}
	}
	m.of[row][b] = append(m.of[row][b], figure)
}

// quotient adds a row: how many times one row comes to another.
func (m *measuring) quotient(row, dividend, divisor string) {
	for _, b := range m.builds {
		m.add(row, b, median(m.of[dividend][b])/median(m.of[divisor][b]))
	}
}

func median(of []float64) float64 {
	of = slices.Sorted(slices.Values(of))
	return (of[(len(of)-1)/2] + of[len(of)/2]) / 2
}

// table is the medians of all rows.
func (m *measuring) table() string {
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "row")
	for _, b := range m.builds {
		fmt.Fprint(w, "\t", b.name)
	}
	fmt.Fprintln(w, "\tratio")
	for _, row := range m.rows {
		var medians []float64
		for _, b := range m.builds {
			medians = append(medians, median(m.of[row][b]))
		}
		fmt.Fprint(w, row)
		for _, v := range medians {
			fmt.Fprint(w, "\t", short(v))
		}
		if len(medians) > 1 && medians[0] > 0 {
			fmt.Fprintf(w, "\t%.2f", medians[1]/medians[0])
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush() // into memory
	return out.String()
}

// short writes a figure with three digits that count.
func short(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// inTurn measures each build in turn, up to n times: fewer where that takes longer than
// anybody would wait.
func (m *measuring) inTurn(n int, measure func(b build)) {
	if !m.long {
		n = min(n, 2)
	}
	for began := time.Now(); n > 0 && time.Since(began) < 30*time.Second; n-- {
		for _, b := range m.builds {
			measure(b)
		}
	}
}

// spent is what a process has cost.
type spent struct {
	took, cpu time.Duration
	peak      float64 // the most memory that it has held, in MB
	faults    float64 // pages that it has touched
	status    int
}

// run runs a command of a build; it must do what it was asked.
func (m *measuring) run(b build, dir string, args ...string) spent {
	m.t.Helper()
	return m.spend(b, command(dir, args...), 0)
}

// spend runs a command with a build, which has to end with one of some statuses. What it
// prints is thrown away.
func (m *measuring) spend(b build, c *exec.Cmd, statuses ...int) (s spent) {
	m.t.Helper()
	var errs bytes.Buffer
	c.Path, c.Stderr = b.path, &errs
	if c.Dir == "" {
		c.Dir = os.TempDir()
	}
	began := time.Now()
	if err := c.Start(); err != nil {
		m.t.Fatal(err)
	}
	over, looked := make(chan struct{}), make(chan struct{})
	go func() { // what the system says at the end counts this process in, which it was forked from
		defer close(looked)
		for {
			select {
			case <-over:
				return
			case <-time.After(5 * time.Millisecond):
				s.peak = max(s.peak, float64(inProc(m.t, c.Process.Pid, "status", "VmHWM"))/1024)
			}
		}
	}()
	err := c.Wait()
	s.took = time.Since(began)
	close(over)
	<-looked
	if _, ended := err.(*exec.ExitError); err != nil && !ended {
		m.t.Fatal(err)
	}
	s.status = c.ProcessState.ExitCode()
	if !slices.Contains(statuses, s.status) {
		m.t.Errorf("%s: %.200q ends with %d: %.2000s", b.name, c.Args, s.status, errs.String())
	}
	s.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	s.faults = float64(c.ProcessState.SysUsage().(*syscall.Rusage).Minflt)
	return s
}

// begun is a folder in which a build has begun a report.
func (m *measuring) begun(b build) (dir string) {
	m.t.Helper()
	dir = m.t.TempDir()
	m.run(b, dir, "new", "--unit", "某某镇人民政府", "--year", "2025")
	return dir
}

// copied is a copy of a folder, for a build to work in, which has saved there already:
// the first one to do so in a day makes the day's copy.
func (m *measuring) copied(b build, dir string) (to string) {
	m.t.Helper()
	to = m.t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		m.t.Fatal(err)
	}
	m.run(b, to, "new", "--unit", "某某街道办事处", "--year", "2025")
	return to
}

// compiled is a program of testdata, built with what this one is built with.
func compiled(t *testing.T, name string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if out, err := exec.Command("go", "build", "-o", path, "./testdata/"+name).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// toTable is the time from the start of a program until its table has come, after which
// it is told to leave.
func (m *measuring) toTable(c *exec.Cmd) (took time.Duration) {
	m.t.Helper()
	began := time.Now()
	line, err := pty.StartWithSize(c, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		m.t.Fatal(err)
	}
	conversation(m.t, line, "本格")
	took = time.Since(began)
	if _, err := io.WriteString(line, sequences["Ctrl+Q"]); err != nil {
		m.t.Fatal(err)
	}
	io.Copy(io.Discard, line) // it ends with an error, as the line is gone then
	if err := c.Wait(); err != nil {
		m.t.Error(err)
	}
	line.Close() // it has served
	return took
}

// starts measures the start of the program beside the least that there could be.
func (m *measuring) starts() {
	empty, bare := compiled(m.t, "empty"), compiled(m.t, "bare")
	const version, nothing, table, least = "--version, ms", "an empty Go program, ms", "start to table, ms", "bare Bubble Tea, start to its screen, ms"
	dirs := map[build]string{}
	for _, b := range m.builds {
		dirs[b] = m.begun(b)
	}
	m.inTurn(21, func(b build) {
		m.add(version, b, ms(m.run(b, dirs[b], "--version").took))
		m.add(nothing, b, ms(m.run(build{"empty", empty}, dirs[b]).took))
	})
	m.quotient("--version, times an empty Go program", version, nothing)
	m.inTurn(21, func(b build) {
		c := b.sitting(m.t, dirs[b], "edit", "某某镇", "--at", received)
		m.add(table, b, ms(m.toTable(c)))
		m.add("start to table, and leaving: processor, ms", b, ms(c.ProcessState.UserTime()+c.ProcessState.SystemTime()))
		m.add(least, b, ms(m.toTable(build{"bare", bare}.sitting(m.t, dirs[b]))))
	})
	m.quotient("start to table, times bare Bubble Tea", table, least)
}

// bytes measures what a key in the table sends to the terminal, all that comes of it by
// the time a slow typist presses the next one.
func (m *measuring) bytes() {
	typed, pause := []string{"1", "2", "Enter", "Up", "3", "4", "Enter", "Right", "5", "6", "Enter", "Down", "7", "8", "Enter", "Left"}, 200*time.Millisecond
	rounds := 1
	if m.long {
		rounds = 3
	}
	for _, size := range [][2]int{{120, 40}, {80, 24}} {
		for _, b := range m.builds {
			x := sitIn(m.t, b, m.begun(b), size[0], size[1], "edit", "某某镇", "--at", received)
			x.atTable()
			x.settle(time.Second)
			sum, keys := 0, 0
			for range rounds {
				for _, key := range typed {
					n, _ := x.cost(key, pause)
					m.add(fmt.Sprintf("bytes a key in the table, %d×%d, median", size[0], size[1]), b, float64(n))
					sum, keys = sum+n, keys+1
				}
			}
			m.add(fmt.Sprintf("bytes a key in the table, %d×%d, mean", size[0], size[1]), b, float64(sum)/float64(keys))
			x.close()
		}
	}
}

// exchangeFiles writes the exchange files of n reports into a folder.
func exchangeFiles(t *testing.T, n int) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for i := range n {
		save(t, folder, fmt.Sprintf("%05d.json", i), county(i, 2900))
	}
	return folder
}

// checkFolder measures a check of many files on one processor.
func (m *measuring) checkFolder() {
	n := m.sizes[1]
	folder, dir := exchangeFiles(m.t, n), m.t.TempDir()
	m.inTurn(5, func(b build) {
		c := command(dir, "check", folder)
		c.Env = append(c.Env, "GOMAXPROCS=1")
		s := m.spend(b, c, 0, 1)
		what := fmt.Sprintf("check of %d files on one processor: ", n)
		m.add(what+"files a second", b, float64(n)/s.took.Seconds())
		m.add(what+"processor a file, ms", b, ms(s.cpu)/float64(n))
		m.add(what+"most memory, MB", b, s.peak)
	})
}

// stores measures what must not grow with the store.
func (m *measuring) stores() {
	for _, n := range m.sizes {
		folder := exchangeFiles(m.t, n)
		dir := m.importing(n, folder)
		dirs := map[build]string{}
		for _, b := range m.builds {
			dirs[b] = m.copied(b, dir)
		}
		m.shells(n, dirs)
		for _, b := range m.builds {
			m.must(os.RemoveAll(dirs[b]))
		}
		if n > 1 {
			m.beside(n, folder)
		}
		m.must(errors.Join(os.RemoveAll(dir), os.RemoveAll(folder)))
	}
	smallest := m.sizes[0]
	for _, n := range m.sizes[1:] {
		m.quotient(fmt.Sprintf("set, store of %d, times that of %d", n, smallest), setRow(n), setRow(smallest))
		for _, b := range m.builds {
			m.add(fmt.Sprintf("export of one, store of %d, over that of %d, ms", n, smallest), b, median(m.of[exportRow(n)][b])-median(m.of[exportRow(smallest)][b]))
		}
	}
}

func (m *measuring) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// importing measures the import of n files, and leaves a store with them, which the first
// of the builds has made.
func (m *measuring) importing(n int, folder string) (dir string) {
	m.inTurn(3, func(b build) {
		to := m.t.TempDir()
		s := m.run(b, to, "import", folder)
		if n > 1 {
			m.add(fmt.Sprintf("import of %d, s", n), b, s.took.Seconds())
			m.add(fmt.Sprintf("import of %d, most memory, MB", n), b, s.peak)
		}
		if dir == "" {
			dir = to
			return
		}
		m.must(os.RemoveAll(to))
	})
	return dir
}

// beside measures how long somebody waits who sets a cell again and again while files
// are imported.
func (m *measuring) beside(n int, folder string) {
	m.inTurn(3, func(b build) {
		dir := m.begun(b)
		over := make(chan struct{})
		go func() {
			defer close(over)
			m.run(b, dir, "import", folder)
		}()
		what := fmt.Sprintf("set again and again beside an import of %d, ", n)
		longest, busy := time.Duration(0), 0
		for i, importing := 0, true; importing; i++ {
			s := m.spend(b, command(dir, "set", "某某镇人民政府-2025", fmt.Sprintf("%s=%d", received, i)), 0, 3)
			longest = max(longest, s.took)
			m.add(what+"ms", b, ms(s.took))
			if s.status == 3 {
				busy++
			}
			select {
			case <-over:
				importing = false
			default:
			}
		}
		m.add(what+"the longest, ms", b, ms(longest))
		m.add(what+"told that the store is busy", b, float64(busy))
		m.must(os.RemoveAll(dir))
	})
}

func setRow(n int) string    { return fmt.Sprintf("set, store of %d, ms", n) }
func exportRow(n int) string { return fmt.Sprintf("export of one docx, store of %d, ms", n) }

// shells measures commands in a store of n reports.
func (m *measuring) shells(n int, dirs map[build]string) {
	one, i := county(n/2, 2900).Name(), 0
	m.inTurn(15, func(b build) {
		i++
		s := m.run(b, dirs[b], "set", one, fmt.Sprintf("%s=%d", received, i))
		m.add(setRow(n), b, ms(s.took))
		m.add(fmt.Sprintf("set, store of %d, page faults", n), b, s.faults)
	})
	out := filepath.Join(m.t.TempDir(), "out.docx")
	m.inTurn(15, func(b build) {
		m.add(exportRow(n), b, ms(m.run(b, dirs[b], "export", one, "--draft", "--overwrite", "-o", out).took))
	})
	if n == m.sizes[0] {
		return
	}
	names := []string{"check"}
	for i := range n {
		names = append(names, county(i, 100).Name())
	}
	m.inTurn(3, func(b build) {
		s := m.spend(b, command(dirs[b], names...), 0, 1)
		m.add(fmt.Sprintf("check by name of %d, each, ms", n), b, ms(s.took)/float64(n))
		m.add(fmt.Sprintf("check by name of %d, most memory, MB", n), b, s.peak)
	})
	if n < m.sizes[2] {
		return
	}
	m.inTurn(7, func(b build) {
		m.add(fmt.Sprintf("list of %d, ms", n), b, ms(m.run(b, dirs[b], "list").took))
		m.add(fmt.Sprintf("list --json of %d, ms", n), b, ms(m.run(b, dirs[b], "list", "--json").took))
	})
}
