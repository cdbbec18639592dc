package boltfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist"
)

// hours is a clock that a test puts forward.
func hours(n *int) func() time.Time {
	return func() time.Time {
		return time.Date(2026, 1, 5, 9, 0, 0, 0, time.Local).Add(time.Duration(*n) * time.Hour)
	}
}

// TestVanished: where the file is gone and its copies hold reports, that is said,
// nothing begins in its place, and the copy can be put there.
func TestVanished(t *testing.T) {
	for what, mend := range map[string]func(string, model.Actor, func() time.Time) (model.Mended, error){"use-copy": UseCopy, "mend": Mend} {
		dir, hour := t.TempDir(), 0
		now := hours(&hour)
		s, err := Open(dir, zhang, now)
		if err != nil {
			t.Fatal(err)
		}
		begin(t, s, sample("甲镇人民政府", 2025))
		hour = 2
		b := begin(t, s, sample("乙镇人民政府", 2025)).Set("2.rules.issued", 5).Save()
		if err := os.Remove(s.Path()); err != nil {
			t.Fatal(err)
		}
		_, err = Open(dir, zhang, now)
		wantKind(t, err, persist.ErrDamaged)
		if !strings.Contains(err.Error(), "不见了") || !strings.Contains(err.Error(), "有 2 份报告") {
			t.Errorf("told %v", err)
		}
		if h := Examine(dir, zhang, now); !h.Gone || len(h.Copies) != 1 || h.Copies[0].Reports != 2 {
			t.Errorf("examined %+v", h)
		}
		if m, err := mend(dir, zhang, now); err != nil || m.Kept != "" || len(m.Older) != 2 {
			t.Fatalf("%s: %+v, %v", what, m, err)
		}
		s, err = Open(dir, zhang, now)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := s.Reload(b.ID()); err != nil || r.Unit != "乙镇人民政府" {
			t.Errorf("%s brings back %v, %v", what, r, err)
		}
	}
}

// TestVanishedUnused: a copy without reports is no reason not to begin.
func TestVanishedUnused(t *testing.T) {
	dir, hour := t.TempDir(), 0
	s, err := Open(dir, zhang, hours(&hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveSettings("{}"); err != nil {
		t.Fatal(err)
	}
	if len(s.file.copies()) != 1 {
		t.Fatal("no copy")
	}
	if err := os.Remove(s.Path()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, zhang, hours(&hour)); err != nil {
		t.Error(err)
	}
}

// TestCopyOfLess: the day's copy is never replaced by one that lacks something of
// it, an older store's or an empty one's; both are kept, for good.
func TestCopyOfLess(t *testing.T) {
	for what, spoil := range map[string]func(t *testing.T, s *Store, early []byte){
		"an empty one": func(t *testing.T, s *Store, _ []byte) {
			if err := os.Remove(s.Path()); err != nil {
				t.Fatal(err)
			}
			if err := s.file.create(); err != nil {
				t.Fatal(err)
			}
		},
		"an older one": func(t *testing.T, s *Store, early []byte) {
			if err := os.WriteFile(s.Path(), early, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"an older one that went on otherwise": func(t *testing.T, s *Store, early []byte) {
			if err := os.WriteFile(s.Path(), early, 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := s.Load("甲镇人民政府-2025")
			if err != nil {
				t.Fatal(err)
			}
			other := sit(t, s, r, "other")
			for n := range 8 {
				other.Set("2.rules.repealed", int64(n+1)).Save()
			}
		},
	} {
		t.Run(what, func(t *testing.T) {
			dir, hour := t.TempDir(), 0
			s, err := Open(dir, zhang, hours(&hour))
			if err != nil {
				t.Fatal(err)
			}
			a := begin(t, s, sample("甲镇人民政府", 2025))
			early := readFile(t, s.Path())
			a.Set("2.rules.issued", 1).Save().Set("2.rules.issued", 2).Save().Set("2.rules.issued", 3).Save()
			begin(t, s, sample("乙镇人民政府", 2025))
			hour = 2
			a.Set("2.rules.issued", 4).Save() // copied
			full := readFile(t, s.file.newestCopy())
			spoil(t, s, early)
			hour = 4
			begin(t, s, sample("丙镇人民政府", 2025))
			kept := filepath.Join(s.file.copyDir(), "nianbao-20260105-older.db")
			if string(readFile(t, kept)) != string(full) {
				t.Error("what is kept is not what there was")
			}
			if len(s.file.copies()) != 2 {
				t.Errorf("copies %v", s.file.copies())
			}
			for day := range 20 { // it outlasts all the others
				hour = 24 * (day + 1)
				begin(t, s, sample("丁镇人民政府", 2010+day))
			}
			if string(readFile(t, kept)) != string(full) {
				t.Error("it is gone")
			}
			if n := len(s.file.copies()); n != keptCopies+1 {
				t.Errorf("%d copies", n)
			}
		})
	}
}

// TestDaysBeforeVanishing: what earlier days' copies have and the store lacks is not
// cleared away with them.
func TestDaysBeforeVanishing(t *testing.T) {
	dir, hour := t.TempDir(), 0
	s, err := Open(dir, zhang, hours(&hour))
	if err != nil {
		t.Fatal(err)
	}
	begin(t, s, sample("甲镇人民政府", 2025))
	full := readFile(t, s.file.newestCopy())
	if err := errors.Join(os.Remove(s.Path()), s.file.create()); err != nil {
		t.Fatal(err)
	}
	for day := range 12 {
		hour = 24 * (day + 1)
		begin(t, s, sample("丁镇人民政府", 2010+day))
	}
	if got := readFile(t, filepath.Join(s.file.copyDir(), "nianbao-20260105-older.db")); string(got) != string(full) {
		t.Error("it is not what there was")
	}
}

// TestVanishedBesideUnreadableCopies: a copy that can't be read may hold anything:
// nothing begins in its place, it is never replaced, and mending takes what is left
// of it.
func TestVanishedBesideUnreadableCopies(t *testing.T) {
	dir, hour := t.TempDir(), 0
	s, err := Open(dir, zhang, hours(&hour))
	if err != nil {
		t.Fatal(err)
	}
	a := begin(t, s, sample("甲镇人民政府", 2025))
	hour = 2
	a.Set("2.rules.issued", 4).Save()
	path := s.file.newestCopy()
	bad := readFile(t, path)
	clear(bad[:2*os.Getpagesize()])
	if err := errors.Join(os.WriteFile(path, bad, 0o600), os.Remove(s.Path())); err != nil {
		t.Fatal(err)
	}
	_, err = Open(dir, zhang, hours(&hour))
	wantKind(t, err, persist.ErrDamaged)
	if !strings.Contains(err.Error(), "无法读取") {
		t.Errorf("told %v", err)
	}
	if m, err := Mend(dir, zhang, hours(&hour)); err != nil || len(m.Whole)+len(m.Older) != 1 {
		t.Fatalf("%+v, %v", m, err)
	}
	s, err = Open(dir, zhang, hours(&hour))
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Load("甲镇人民政府-2025"); err != nil || r.Figures["2.rules.issued"] != model.Count(4) {
		t.Errorf("mended %v, %v", r, err)
	}
	hour = 4
	begin(t, s, sample("乙镇人民政府", 2025))
	if kept := readFile(t, strings.TrimSuffix(path, ".db")+"-older.db"); string(kept) != string(bad) {
		t.Error("the copy that can't be read was replaced")
	}

	// Nor where the folder itself is none.
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, copyFolder), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(other, zhang, hours(&hour))
	wantKind(t, err, persist.ErrDamaged)
}
