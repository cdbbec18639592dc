package boltfile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist"
)

// onDays is a clock that the test moves by days.
func onDays(day *int) func() time.Time {
	return func() time.Time { return start.AddDate(0, 0, *day) }
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestDailyCopy(t *testing.T) {
	dir, day := t.TempDir(), 0
	s, err := Open(dir, zhang, onDays(&day))
	if err != nil {
		t.Fatal(err)
	}
	copies := filepath.Join(dir, "backup")
	if _, err := os.Stat(copies); err == nil {
		t.Fatal("a copy of nothing")
	}
	a := begin(t, s, sample("甲镇人民政府", 2025))
	first := filepath.Join(copies, "nianbao-20260105.db")
	content := readFile(t, first)
	a.Set("2.rules.issued", 1).Save()
	if again, err := Open(dir, li, onDays(&day)); err != nil {
		t.Fatal(err)
	} else if err := again.SavePlace(a.ID(), "1"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readFile(t, first), content) {
		t.Error("the day's copy was made twice")
	}

	// The copy is a store, as it was after the day's first write.
	restored := open(t, writeStore(t, content), zhang)
	if r, err := restored.Load(a.Report().Name()); err != nil || r.Revision != 1 {
		t.Error("from the copy", r, err)
	}

	stray := []string{"nianbao-20260105.db.77.tmp", "nianbao-x.db", "notes.txt"}
	for _, name := range stray {
		if err := os.WriteFile(filepath.Join(copies, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for day = 1; day <= 9; day++ {
		a.Set("2.rules.issued", int64(100+day)).Save()
		if day > 2 {
			want = append(want, fmt.Sprintf("nianbao-202601%02d.db", 5+day))
		}
	}
	if got := names(t, copies); !slices.Equal(got, append(want, stray[1:]...)) {
		t.Errorf("copies %v, want %v", got, want)
	}
	if err := s.file.copyErr; err != nil {
		t.Error(err)
	}
}

// TestCopyIsRenewed: a day's work is in the day's copy up to the last hour, whoever
// saves; what is damaged takes the place of no copy.
func TestCopyIsRenewed(t *testing.T) {
	dir, now := t.TempDir(), start
	clock := func() time.Time { return now }
	s, err := Open(dir, zhang, clock)
	if err != nil {
		t.Fatal(err)
	}
	a := begin(t, s, sample("甲镇人民政府", 2025))
	b := begin(t, s, sample("乙镇人民政府", 2025))
	path := filepath.Join(dir, "backup", "nianbao-20260105.db")
	revision := func() int {
		t.Helper()
		r, err := open(t, writeStore(t, readFile(t, path)), zhang).Load(a.Report().Name())
		if err != nil {
			t.Fatal(err)
		}
		return r.Revision
	}
	for minutes, want := range []int{1, 1, 3, 3} { // every 40 minutes
		a.Set("2.rules.issued", int64(100+minutes)).Save()
		if got := revision(); got != want {
			t.Errorf("after %v revision %d is in the copy, want %d", now.Sub(start), got, want)
		}
		now = now.Add(40 * time.Minute)
		if other, err := Open(dir, li, clock); err != nil { // another program finds the same copy
			t.Fatal(err)
		} else if err := other.SavePlace(b.ID(), "1"); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(2 * time.Hour)
	var record []byte
	spoil := func(put func(bytes []byte) []byte) {
		t.Helper()
		if err := s.file.Update(func(t persist.Tx) error {
			k := key(b.ID(), 1)
			record = bytes.Clone(t.Get(revisions, k))
			return t.Put(revisions, k, put(record))
		}); err != nil {
			t.Fatal(err)
		}
	}
	before, whole := readFile(t, path), record
	spoil(func(record []byte) []byte { whole = record; return []byte("x") })
	a.Set("2.rules.issued", 7).Save()
	wantKind(t, s.file.copyErr, persist.ErrDamaged)
	if !bytes.Equal(readFile(t, path), before) || len(names(t, filepath.Dir(path))) != 1 {
		t.Error("a damaged store has taken the copy's place")
	}
	spoil(func([]byte) []byte { return whole })
	now = now.Add(time.Hour)
	if a.Set("2.rules.issued", 8).Save(); s.file.copyErr != nil || revision() != a.Report().Revision {
		t.Errorf("when it is whole again: revision %d, %v", revision(), s.file.copyErr)
	}
}

// TestCopiesFromTheFuture were made while the computer's clock was wrong.
func TestCopiesFromTheFuture(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, zhang)
	copies := filepath.Join(dir, "backup")
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	for n := range 9 {
		if err := os.WriteFile(filepath.Join(copies, fmt.Sprintf("nianbao-2099010%d.db", n+1)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	begin(t, s, sample("甲镇人民政府", 2025))
	if got := names(t, copies); len(got) != keptCopies || got[0] != "nianbao-20260105.db" {
		t.Error("copies", got)
	}
}

// TestClockGoesBack: years back in the middle of the work. What was saved stays,
// in its order; the day's copies stay, and who has the report open is still told.
func TestClockGoesBack(t *testing.T) {
	dir, day := t.TempDir(), 0
	s, err := Open(dir, zhang, onDays(&day))
	if err != nil {
		t.Fatal(err)
	}
	a := begin(t, s, sample("甲镇人民政府", 2025))
	for n, jump := range []int{1, -2000, -1, 3000, -3} {
		day += jump
		a.Set("2.rules.issued", int64(n+1)).Save()
		if err := s.file.copyErr; err != nil {
			t.Error(err)
		}
		if _, err := s.Hold(a.ID(), persist.Lease{Session: "a"}); err != nil {
			t.Error(err)
		}
		if others, err := s.Hold(a.ID(), persist.Lease{Session: "b"}); err != nil || len(others) != 1 || others[0].Session != "a" {
			t.Error("open by", others, err)
		}
	}
	log, err := s.Log(a.ID())
	if err != nil || len(log) != 6 {
		t.Fatal(len(log), err)
	}
	for i, e := range log {
		if e.Revision != i+1 {
			t.Errorf("entry %d is of revision %d", i, e.Revision)
		}
	}
	if h := Examine(dir, zhang, onDays(&day)); !h.Well() || len(h.Copies) != 6 {
		t.Errorf("%+v", h)
	}
	if r, err := s.Reload(a.ID()); err != nil || r.Figures["2.rules.issued"] != model.Count(5) {
		t.Error("the report is", r, err)
	}
}

func TestCopyFails(t *testing.T) {
	dir, day := t.TempDir(), 0
	s, err := Open(dir, zhang, onDays(&day))
	if err != nil {
		t.Fatal(err)
	}
	inTheWay := filepath.Join(dir, "backup")
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := begin(t, s, sample("甲镇人民政府", 2025)) // succeeds
	wantKind(t, s.file.copyErr, persist.ErrUnreadable)
	if !strings.Contains(s.file.copyErr.Error(), inTheWay) {
		t.Errorf("%q", s.file.copyErr)
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	day++
	a.Set("2.rules.issued", 1).Save()
	if err := s.file.copyErr; err != nil {
		t.Error(err)
	}
}

func TestCopy(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 3).Save()
	target := t.TempDir()
	to := filepath.Join(target, "副本.db")
	for range 2 { // the second replaces the first
		if err := s.Copy(to, false); err != nil {
			t.Fatal(err)
		}
	}
	r, err := open(t, writeStore(t, readFile(t, to)), zhang).Reload(a.ID())
	if err != nil || r.Figures["2.rules.issued"] != model.Count(3) {
		t.Error(r, err)
	}
	wantKind(t, s.Copy(filepath.Join(target, "nowhere", "x.db"), false), persist.ErrUnreadable)

	wantKind(t, s.Copy(s.Path(), true), persist.ErrExists)

	mine := filepath.Join(t.TempDir(), "mine.docx")
	if err := os.WriteFile(mine, []byte("PK, three evenings"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantKind(t, s.Copy(mine, false), persist.ErrExists)
	if string(readFile(t, mine)) != "PK, three evenings" {
		t.Error("somebody's file was replaced")
	}
	if err := s.Copy(mine, true); err != nil {
		t.Error(err)
	}
	wantKind(t, s.Copy(t.TempDir(), true), persist.ErrExists)

	if err := os.Truncate(s.Path(), int64(2*pageSize)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, s.Copy(filepath.Join(target, "damaged.db"), false), persist.ErrDamaged)
	if got := names(t, target); !slices.Equal(got, []string{"副本.db"}) {
		t.Error("the folder holds", got)
	}
}

// TestNotices: what may go wrong is told before it does.
func TestNotices(t *testing.T) {
	if kind := networkKind(t.TempDir()); kind != "" {
		t.Skip("the temporary folder itself is on " + kind)
	}
	day := 0
	s, err := Open(t.TempDir(), zhang, onDays(&day))
	if err != nil {
		t.Fatal(err)
	}
	begin(t, s, sample("甲镇人民政府", 2025))
	if got := s.Notices(); len(got) != 0 {
		t.Error("all is well, and yet", got)
	}
	s.file.network, s.file.copyErr = "NFS", errors.New("满了")
	if got := s.Notices(); len(got) != 2 || !strings.Contains(got[0], "NFS") || !strings.Contains(got[1], "满了") {
		t.Error(got)
	}
}
