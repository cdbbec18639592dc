//go:build unix

package endtoend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// smallStore has a few reports of several revisions, and the day's copy, which
// is of the first revision.
func smallStore(t *testing.T) (dir string, reports []string) {
	t.Helper()
	dir = newReport(t)
	if _, errs, status := shell(t, dir, "new", "--unit", "某某县财政局", "--year", "2025"); status != 0 {
		t.Fatal(errs)
	}
	for i, report := range []string{"某某镇", "某某县财政局", "某某镇", "某某镇"} {
		if _, errs, status := shell(t, dir, "set", report, fmt.Sprintf("%s=%d", received, i+3), granted+"=2"); status != 0 {
			t.Fatal(errs)
		}
		c := command(dir, "text", report, "1", "--file", "-")
		c.Stdin = strings.NewReader(strings.Repeat(fmt.Sprintf("第%d次写的总体情况。\n", i), 300))
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	return dir, []string{"某某县财政局-2025", "某某镇人民政府-2025"}
}

// crashed is what Go says when it ends a program.
var crashed = regexp.MustCompile(`panic:|fatal error|goroutine \d|SIG[A-Z]{3,}|runtime\.`)

// bear runs a command on a store that may be damaged: it ends by itself, says
// in Chinese how it went, and the status is one of those that it may end with.
func bear(t *testing.T, dir, about string, args ...string) (stdout string, status int) {
	t.Helper()
	c := command(dir, args...)
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer context.AfterFunc(ctx, func() { c.Process.Kill() })()
	if err := c.Wait(); err != nil && ctx.Err() != nil {
		t.Errorf("%s: %v does not end", about, args)
	}
	said := out.String() + errs.String()
	status = c.ProcessState.ExitCode()
	if status != 0 && status != 3 || crashed.MatchString(said) || !strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("%s: %v ends with %d: %s", about, args, status, said)
	}
	return out.String(), status
}

// TestEveryPage zeroes each page of a store in turn, and cuts the file off
// there: every command bears it, the damaged file is kept as it is, and of each
// report mending brings something back, or names it.
func TestEveryPage(t *testing.T) {
	dir, reports := smallStore(t)
	whole, err := os.ReadFile(filepath.Join(dir, "nianbao.db"))
	if err != nil {
		t.Fatal(err)
	}
	copies, err := filepath.Glob(filepath.Join(dir, "backup", "nianbao-*.db"))
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	daily, err := os.ReadFile(copies[0])
	if err != nil {
		t.Fatal(err)
	}
	size := os.Getpagesize()
	pages, step := len(whole)/size, 1
	if testing.Short() {
		step = 5
	}
	noticed, older, missing := 0, 0, 0
	for page := 0; page < pages; page += step {
		for _, cut := range []bool{false, true} {
			about := fmt.Sprintf("page %d zeroed", page)
			bad := slices.Clone(whole)
			if cut {
				about = fmt.Sprintf("cut at page %d", page)
				bad = bad[:page*size]
			} else {
				clear(bad[page*size : (page+1)*size])
			}
			for _, withCopy := range []bool{false, true} {
				dir := t.TempDir()
				write(t, filepath.Join(dir, "nianbao.db"), bad)
				if withCopy {
					write(t, filepath.Join(dir, "backup", filepath.Base(copies[0])), daily)
				}
				m, damaged := mendOne(t, dir, about, bad, reports)
				if damaged {
					noticed++
				}
				older, missing = older+len(m.Older), missing+len(m.Missing)
			}
		}
	}
	t.Logf("%d pages, each zeroed and cut, with a copy and without: noticed %d times, %d reports older, %d only named", pages, noticed, older, missing)
	if noticed < pages/step {
		t.Error("hardly any damage is noticed")
	}
}

// mended is what `doctor --mend --json` prints.
type mended struct {
	Kept                  string
	Whole, Older, Missing []string
	Short                 bool
}

// mendOne uses, mends and uses again a store that may be damaged.
func mendOne(t *testing.T, dir, about string, bad []byte, reports []string) (m mended, damaged bool) {
	t.Helper()
	store := filepath.Join(dir, "nianbao.db")
	bear(t, dir, about, "list")
	bear(t, dir, about, "show", reports[1])
	if _, status := bear(t, dir, about, "doctor"); status == 0 {
		sound(t, dir, reports...) // the page was a free one
		return m, false
	}
	if is, err := os.ReadFile(store); err != nil || !bytes.Equal(is, bad) {
		t.Errorf("%s: the damaged file was changed (%v)", about, err)
	}
	out, _, status := shell(t, dir, "doctor", "--mend", "--json")
	err := json.Unmarshal([]byte(out), &m)
	want := 0
	if len(m.Older)+len(m.Missing) > 0 || m.Short {
		want = 1 // part of it only
	}
	if status != want || err != nil {
		t.Errorf("%s: mending ends with %d: %s (%v)", about, status, out, err)
		return m, true
	}
	if is, err := os.ReadFile(m.Kept); err != nil || !bytes.Equal(is, bad) {
		t.Errorf("%s: the damaged file is not kept at %s (%v)", about, m.Kept, err)
	}
	var listed struct{ Reports []struct{ Report string } }
	bear(t, dir, about, "list")
	if list, _, status := shell(t, dir, "list", "--json"); status != 0 || json.Unmarshal([]byte(list), &listed) != nil {
		t.Errorf("%s: the mended store's list ends with %d", about, status)
	}
	var has []string
	for _, r := range listed.Reports {
		has = append(has, r.Report)
	}
	for _, report := range reports {
		there, named := slices.Contains(has, report), slices.Contains(m.Missing, report)
		if there == named && !m.Short || there && !slices.Contains(slices.Concat(m.Whole, m.Older), report) {
			t.Errorf("%s: %s is in the list: %v; mending says %+v", about, report, there, m)
		}
	}
	for _, report := range has {
		bear(t, dir, about, "show", report)
	}
	if _, status := bear(t, dir, about, "doctor"); status != 0 {
		t.Errorf("%s: the mended store is not well", about)
	}
	checkFile(t, store)
	return m, true
}

// write makes a file, and its folder.
func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
